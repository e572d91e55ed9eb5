"""The charts of a report: bare ones for a page that says around them what they show, and whole ones as files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sim import charts
from sim.charts.drawing.bare import Picture, bare
from sim.charts.drawing.save import FORMATS
from sim.runs.result import Result

from .deadlines import WORST, deadlines_for, written
from .page import Page, day_of_rules

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CURVE, LOW_CURVE, ICONS, STEPS, RACE, DOTS = (8.6, 4.0), (8.6, 2.9), (8.4, 3.9), (8.2, 3.4), (8.6, 4.0), (7.6, 2.9)
"""Inches of axes on a page."""
MOST_ICONS = 1_000
"""Of more businesses, no icon stands for one."""


def pictures(page: Page, result: Result | None = None) -> dict[str, Picture]:
    """The bare charts of a page by name; none for a client whom nobody attacks in the case.

    `low_curve` is for paper, where a table tells the deadlines; `futures` is drawn where futures lie at two ends;
    `race` is that of a result.
    """
    whole = {} if result is None else {"race": bare("race", RACE, lambda ax: charts.race_over_time(result, ax))}
    if not page.plans:
        return whole
    race = page.race
    drawn: dict[str, tuple[tuple[float, float], Callable[[Axes], Axes]]] = {
        "curve": (CURVE, lambda ax: charts.chance_by_patch_day(race, ax, deadlines=_lines(page, only_in_force=True))),
        "low_curve": (LOW_CURVE, lambda ax: charts.chance_by_patch_day(race, ax)),
        "waiting": (STEPS, lambda ax: charts.waiting_of_client(race, ax)),
    }
    if page.of <= MOST_ICONS:
        drawn["icons"] = (ICONS, lambda ax: charts.icons_of_plan(race, ax))
    if page.tells_ends:
        drawn["futures"] = (DOTS, lambda ax: charts.futures_of_client(race, ax))
    return {name: bare(name, size, draw) for name, (size, draw) in drawn.items()} | whole


def save_figures(page: Page, folder: Path) -> list[Path]:
    """Write the whole charts into a folder, as PNG, SVG and PDF; returns the files. None if nobody attacks."""
    if not page.plans:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    race = page.race
    drawn: dict[str, Callable[[], Axes]] = {
        "chance_by_patch_day": partial(charts.chance_by_patch_day, race, deadlines=_lines(page)),
        "icons_of_plan": partial(charts.icons_of_plan, race),
        "waiting_of_client": partial(charts.waiting_of_client, race),
        **({"futures_of_client": partial(charts.futures_of_client, race)} if page.tells_ends else {}),
    }
    made = f"{written(page.on)}, for {page.race.client.name}."
    return [
        path for name, draw in drawn.items() for path in charts.save(draw, folder, name, formats=FORMATS, note=made)
    ]


def _lines(page: Page, only_in_force: bool = False) -> list[tuple[float, str]]:
    """Official deadlines as the curve marks them."""
    return [
        (rule.days, f"{rule.rule}: {rule.within()}" + ("" if only_in_force else f" ({rule.status(page.on)})"))
        for rule in deadlines_for(WORST, page.race.client.country)
        if rule.days is not None and (rule.is_in_force(day_of_rules(page.race, page.on)) or not only_in_force)
    ]
