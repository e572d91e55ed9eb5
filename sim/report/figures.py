"""The charts of a report: bare ones for a page that says around them what they show, and whole ones as files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sim import charts
from sim.charts.clients.icons_of_plan import icons_alone, sign_alone
from sim.charts.drawing.bare import Picture, bare
from sim.charts.drawing.icons import GRIDS
from sim.charts.drawing.save import FORMATS
from sim.clients.shown_names import shown_client
from sim.runs.result import Result

from .deadlines import WORST, deadlines_for
from .fact_box import KEY, PLAN, TODAY
from .page import Page
from .what_to_do import best_plan

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, PHONE = 7.0, 3.4
"""Inches of a picture on paper and on a screen, and on a phone, where each is drawn a second time."""
CURVE, DOTS = (2.7, 2.9), (2.8, 3.2)
"""Inches of height of both."""
RACE = (WIDTH, 3.6)
"""Inches of the race of a result, which has too many words for a phone: there it is moved sideways."""
ICONS, SIGN = 2.2, 0.2
"""Inches of the width of an array of icons, and of an icon in a key."""
NARROW = "_phone"
"""What the names of pictures for a phone end with."""
MOST_ICONS = max(GRIDS)
"""Of more businesses, no icon stands for one."""


def pictures(page: Page, result: Result | None = None) -> dict[str, Picture]:
    """The bare charts of a page by name; none for a client whom nobody attacks in the case.

    `icons_today`, `icons_plan` and the signs of their key belong to the fact box, `futures` is drawn where futures lie
    at two ends, `race` is that of a result. Charts that are as wide as a page are there twice, also for a phone.
    """
    drawn: dict[str, tuple[tuple[float, float], Callable[[Axes], Axes]]] = {}
    race = page.race
    if page.plans:
        drawn["curve"] = (CURVE, lambda ax: charts.chance_by_patch_day(race, ax))
    if page.tells_ends:
        drawn["futures"] = (DOTS, lambda ax: charts.futures_of_client(race, ax))
    made = dict(_icons(page))
    for name, ((high, high_on_phone), draw) in drawn.items():
        made[name] = bare(name, (WIDTH, high), draw)
        made[name + NARROW] = bare(name + NARROW, (PHONE, high_on_phone), draw)
    if result is not None:
        language = page.race.client.words
        made["race"] = bare("race", RACE, lambda ax: charts.race_over_time(result, ax, language=language))
    return made


def _icons(page: Page) -> Iterator[tuple[str, Picture]]:
    """The pictures of the fact box, where an icon can stand for one of so many."""
    if page.facts is None or page.of > MOST_ICONS:
        return
    race, best = page.race, best_plan(page.race)
    grid = GRIDS[page.of]
    size = (ICONS, ICONS * (grid.icons / grid.across) / grid.across)
    yield TODAY, bare(TODAY, size, lambda ax: icons_alone(race, ax, race.today))
    if best is not None:
        yield PLAN, bare(PLAN, size, lambda ax: icons_alone(race, ax, best, race.today))
    for state, _ in page.facts.key:
        name = KEY + state
        yield name, bare(name, (SIGN, SIGN), partial(sign_alone, state=state, language=race.client.words))


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
    client = race.client
    made = client.words.text("chart-made", day=client.words.date(page.on), client=shown_client(client))
    return [
        path for name, draw in drawn.items() for path in charts.save(draw, folder, name, formats=FORMATS, note=made)
    ]


def _lines(page: Page) -> list[tuple[float, str]]:
    """Official deadlines as the curve marks them."""
    client, found = page.race.client, []
    for rule in deadlines_for(WORST, client.country, client.words):
        if rule.days is not None:
            told = {"rule": rule.rule, "within": rule.within(), "status": rule.status(page.on)}
            found.append((rule.days, client.words.text("chart-deadline", **told)))
    return found
