"""Nothing is printed over anything else, whatever the charts are of."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from collisions import beyond, collisions
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from small_race import small_study

import sim
from sim.charts.drawing.bare import bare_figure, look_of_pictures
from sim.charts.drawing.letters import without_warnings_of_letters
from sim.charts.sweeps.of_study import fitting
from sim.report.figures import CURVE, DOTS, PHONE, RACE, WIDTH
from sim.wording.language import LOCALES, language_of

WIDEST = 18.0
"""Inches of a figure with all its words: letters of a wider one are too small where all of it is seen at once."""
NAMES = sorted(name for name in sim.charts.__all__ if not name.startswith(("save", "alt_text", "race_animation")))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_collides_in_the_gallery(name: str, gallery: ModuleType, lines_of_gallery: dict[str, Any]) -> None:
    drawn = gallery.drawn(gallery.ENTRIES[name], lines_of_gallery)
    assert collisions(drawn.get_figure(root=True)) == []


GERMAN, CHINESE = (
    "Notfallwartungsfenster der Rechenzentrumsbetriebsgesellschaft",
    "株式会社東京情報システム運用管理計画書",
)
NAMED: dict[str, Callable[[int], str]] = {
    "short": lambda number: f"plan {number}",
    "German": lambda number: f"{number} {GERMAN}",
    "Chinese": lambda number: f"{number}{CHINESE}",
}
KEYS: dict[str, Callable[[int], str]] = {
    "short key": lambda number: f"plan_{number}",
    "long key": lambda number: f"wartungsfenster_des_rechenzentrums_nummer_{number}_am_wochenende",
}
KINDS = ("on_prem", "hybrid", "hosted", "cloud")
CASE = sim.load("first_steps").replace({"replications": 12})


def assert_nothing_collides(*drawn: Axes) -> None:
    for ax in drawn:
        figure = ax.get_figure(root=True)
        assert figure is not None
        with without_warnings_of_letters():
            assert collisions(figure) == []
            assert figure.get_tightbbox().width < WIDEST


def language_for(names: str) -> dict[str, str]:
    """Clients with German names read German, whose labels are longer."""
    return {"language": "de"} if names == "German" else {}


@pytest.mark.parametrize("plans", [1, 2, 4])
@pytest.mark.parametrize("names", NAMED)
def test_nothing_collides_whatever_plans_a_client_has_and_how_it_calls_them(names: str, plans: int) -> None:
    name = NAMED[names]
    choices = {name(number): {"patches_after": f"{3 * number - 2}d"} for number in range(1, plans + 1)}
    client = sim.Client.from_dict(
        {"name": name(0), "deployment": "on_prem", "servers": 2, "patches_after": "9d", "plans": choices}
    ).replace(language_for(names))
    race = sim.own_race(CASE, client)
    charts = (sim.charts.chance_by_patch_day, sim.charts.icons_of_plan, sim.charts.waiting_of_client)
    assert_nothing_collides(*(chart(race) for chart in charts))
    if plans == 1:
        assert_nothing_collides(sim.charts.chance_by_speed(sim.own_race_by_speed(CASE, client, replications=5)))


@pytest.mark.parametrize("wide", [WIDTH, PHONE])
@pytest.mark.parametrize("names", NAMED)
def test_nothing_collides_in_the_pictures_of_a_page(names: str, wide: float) -> None:
    """On paper, on a screen and on a phone, also where all plans fall on the first days."""
    name, place = NAMED[names], (WIDTH, PHONE).index(wide)
    for days in ("2d", "60d"):
        choices = {name(number): {"patches_after": f"{number}d"} for number in range(4)}
        client = sim.Client.from_dict(
            {"name": name(0), "deployment": "on_prem", "servers": 3, "patches_after": days, "plans": choices}
        ).replace(language_for(names))
        race = sim.own_race(sim.load("next_flaw").replace({"replications": 20}), client)
        drawn: tuple[tuple[tuple[float, float], Callable[[Axes], Axes]], ...] = (
            (CURVE, partial(sim.charts.chance_by_patch_day, race)),
            (DOTS, partial(sim.charts.futures_of_client, race)),
        )
        for heights, draw in drawn:
            assert_picture_is_whole((wide, heights[place]), draw)


def test_nothing_collides_in_the_race_of_a_page(lines_of_gallery: dict[str, Any]) -> None:
    result = lines_of_gallery["proxylogon"]
    assert_picture_is_whole(RACE, lambda ax: sim.charts.race_over_time(result, ax))


def assert_picture_is_whole(size: tuple[float, float], draw: Callable[[Axes], Axes]) -> None:
    with look_of_pictures():
        figure = bare_figure(size, draw)
        assert collisions(figure) == []
        assert beyond(figure, figure.bbox) == []


def law_named(number: int) -> str:
    return f"wartungsfenster_am_wochenende_nummer_{number}"


LONG_PATHS = {
    "campaigns.scan.rate": "{from: 15/d, to: 240/d, scale: log, steps: 4}",
    "remediations.update.adoption": "{alternatives: {"
    + ", ".join(f"{law_named(number)}: {{law: fixed, value: {number}d}}" for number in (1, 6, 20))
    + "}}",
    "timeline.fix": "[5d, 20d]",
    "remediations.update.uptake": "[0.5, 1]",
}


@pytest.mark.parametrize("varied", [1, 2, 3, 4])
@pytest.mark.parametrize("name", ["German", "Chinese"])
def test_nothing_collides_in_studies_with_long_names(name: str, varied: int, tmp_path: Path) -> None:
    """Names of the study, of its parameters and of what they may be."""
    chosen = list(LONG_PATHS.items())[:varied] if varied > 1 else list(LONG_PATHS.items())[1:2]
    lines = "".join(f"  {path}: {values}\n" for path, values in chosen)
    study = small_study(tmp_path, f"study{varied}", f"name: {NAMED[name](varied)} {GERMAN}\nvary:\n{lines}")
    assert_nothing_collides(*(draw() for draw in fitting(study).values()))


@pytest.mark.parametrize("name", ["German", "Chinese"])
def test_nothing_collides_in_samples_with_long_names(name: str, tmp_path: Path) -> None:
    study = small_study(
        tmp_path,
        "samples",
        f"name: {NAMED[name](1)}\ndesign: sobol_indices\nsamples: 8\nvary:\n"
        "  campaigns.scan.rate: {from: 15/d, to: 240/d}\n"
        "  remediations.update.adoption.scale: {from: 1d, to: 16d}\n",
    )
    assert_nothing_collides(*(draw() for draw in fitting(study).values()))


@pytest.mark.parametrize("policies", [1, 2, 5, 12])
@pytest.mark.parametrize("names", KEYS)
def test_nothing_collides_however_many_policies_are_compared(names: str, policies: int) -> None:
    key = KEYS[names]
    fixes = {key(number): {"timeline.fix": f"{6 + number}d"} for number in range(policies + 1)}
    comparison = sim.compare(CASE, fixes, baseline=key(0))
    assert_nothing_collides(
        sim.charts.cost_of_waiting(comparison),
        sim.charts.paired_differences(comparison),
        sim.charts.paired_differences(comparison, by_population=True),
        sim.charts.icon_arrays(comparison, policy=key(1)),
    )


@pytest.mark.parametrize("names", [*NAMED, *KEYS])
def test_nothing_collides_with_twelve_populations_and_moments(names: str) -> None:
    """Names are labels in a language, or those of the file."""
    key, name = (KEYS["short key"], NAMED[names]) if names in NAMED else (KEYS[names], None)
    document = CASE.to_dict()
    blocks = ("populations", "timeline")
    document["translations"] = {}
    document["labels"] = {
        f"{block}.{key(number)}": name(number)[:60] for block in blocks for number in range(12) if name
    }
    document["populations"] = {
        key(number): {"organizations": 100 + number, "deployment": KINDS[number % 4], "mailboxes_per_organization": 10}
        for number in range(12)
    }
    document["timeline"] |= {key(number): f"{4 + number}d" for number in range(12)}
    document["aftermath"] = {
        "disclosure": "fix",
        "detection": {"law": "exponential", "mean": "8d"},
        "cleanup": {"law": "exponential", "mean": "3d"},
        "pivot": {"probability": 0.1, "delay": {"law": "exponential", "mean": "5d"}},
    }
    for each in (*document["campaigns"].values(), *document["remediations"].values()):
        each.pop("by_population", None)
    scenario = sim.Scenario.from_dict(document)
    result = sim.run(scenario)
    charts = (
        sim.charts.race_over_time,
        sim.charts.who_was_compromised,
        sim.charts.possible_worlds,
        sim.charts.life_of_breached,
        sim.charts.by_deployment,
        sim.charts.where_tenants_were_reached,
    )
    language = language_of(language_for(names).get("language", "en"))
    assert_nothing_collides(
        *(chart(result, language=language) for chart in charts),
        sim.charts.race_over_time(result, population=key(0), language=language),
        sim.charts.race_at(sim.simulate(scenario, replication=0), day=20),
    )


@pytest.mark.parametrize("code", LOCALES)
def test_nothing_collides_where_the_bars_of_few_populations_are_long(code: str) -> None:
    language = language_of(code)
    for case in ("esxiargs", "first_steps"):
        result = sim.run(sim.load(case).replace({"replications": 20}))
        charts = (sim.charts.who_was_compromised, sim.charts.possible_worlds, sim.charts.fallen_again)
        assert_nothing_collides(*(chart(result, language=language) for chart in charts))


def test_what_collides_is_found() -> None:
    figure = Figure()
    ax = figure.add_subplot()
    ax.set_axis_off()
    ax.set(xlim=(0, 1), ylim=(0, 1))
    ax.text(0.5, 0.5, "one")
    assert collisions(figure) == []
    ax.text(0.52, 0.5, "two")
    assert collisions(figure) == ["'one' over 'two'"]
    ax.plot([0, 1], [0.51, 0.51], scalex=False, scaley=False)
    assert "'two' over a line" in collisions(figure)
    ax.text(-3, 0.9, "out").set_in_layout(False)
    assert "'out' beyond the edge" in collisions(figure)
