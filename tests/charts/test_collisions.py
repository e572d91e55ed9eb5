"""Nothing is printed over anything else, whatever the charts are of."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from collisions import collisions
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import sim
from sim.charts.drawing.letters import without_warnings_of_letters

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


@pytest.mark.parametrize("plans", [1, 2, 4])
@pytest.mark.parametrize("names", NAMED)
def test_nothing_collides_whatever_plans_a_client_has_and_how_it_calls_them(names: str, plans: int) -> None:
    name = NAMED[names]
    choices = {name(number): {"patches_after": f"{3 * number - 2}d"} for number in range(1, plans + 1)}
    client = sim.Client.from_dict(
        {"name": name(0), "deployment": "on_prem", "servers": 2, "patches_after": "9d", "plans": choices}
    )
    race = sim.own_race(CASE, client)
    charts = (sim.charts.chance_by_patch_day, sim.charts.icons_of_plan, sim.charts.waiting_of_client)
    assert_nothing_collides(*(chart(race) for chart in charts))
    if plans == 1:
        assert_nothing_collides(sim.charts.chance_by_speed(sim.own_race_by_speed(CASE, client, replications=5)))


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
    assert_nothing_collides(
        *(chart(result) for chart in charts),
        sim.charts.race_over_time(result, population=key(0)),
        sim.charts.race_at(sim.simulate(scenario, replication=0), day=20),
    )


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
