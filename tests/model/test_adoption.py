"""Waves, prerequisites, servers one after the other, and weekly windows, in cases that are worked out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sim
from sim.model.adoption import in_window
from sim.scenario.config import read_setting

MONDAY = "2024-01-01"
ENGINES = ["vectorized", "events"]


def installed(remediation: dict[str, Any], engine: str, **population: Any) -> list[list[float]]:
    """When the servers of each organisation are protected by one remediation, from a Monday on."""
    base = {"available": "0d", "adoption": {"law": "fixed", "value": "1d"}}
    scenario = sim.Scenario.from_dict(
        {
            "name": "Adoption",
            "start": MONDAY,
            "horizon": "60d",
            "populations": {"office": {"organizations": 3, **population}},
            "remediations": {"update": base | remediation},
        }
    )
    frame = sim.simulate(scenario, engine=engine).to_frame()
    return [group.protected_at.round(9).tolist() for _, group in frame.groupby("organization")]


@pytest.mark.parametrize("engine", ENGINES)
def test_servers_follow_each_other(engine: str) -> None:
    assert installed({"stagger": "12h"}, engine, servers_per_organization=3) == [[1, 1.5, 2]] * 3


@pytest.mark.parametrize("engine", ENGINES)
def test_installations_wait_for_the_weekly_window(engine: str) -> None:
    """Ready on Tuesday 0:00; the window opens on Saturday 22:00, which is 5 days and 22 hours after Monday 0:00."""
    window = {"opens": "sat 22:00", "lasts": "6h"}
    assert installed({"window": window}, engine) == [[round(5 + 22 / 24, 9)]] * 3


@pytest.mark.parametrize("engine", ENGINES)
def test_an_empty_list_of_windows_means_at_any_time(engine: str) -> None:
    """For one population only, or for everybody; the others wait for Saturday 22:00."""
    window = {"opens": "sat 22:00", "lasts": "6h"}
    assert installed({"window": []}, engine) == [[1]] * 3
    assert installed({"window": window, "by_population": {"office": {"window": []}}}, engine) == [[1]] * 3


def test_a_window_can_be_removed_by_path() -> None:
    scenario = sim.load("next_flaw")
    update = "remediations.update"
    assert scenario.remediations["update"].window
    assert scenario.remediations["update"].seen_by("nobody_in_charge").window == ()
    assert scenario.replace({f"{update}.window": []}).remediations["update"].window == ()
    changed = scenario.replace({f"{update}.by_population.mid_sized.window": []})
    assert changed.remediations["update"].seen_by("mid_sized").window == ()
    assert changed.remediations["update"].seen_by("small_firms").window
    assert sim.Scenario.from_dict(changed.to_dict()).digest == changed.digest
    assert (
        sim.load("next_flaw", changes=dict([read_setting(f"{update}.window=[]")])).remediations["update"].window == ()
    )
    told = {row.path: (row.value, row.unit) for row in sim.assumptions(changed)}
    assert told[f"{update}.by_population.mid_sized.window"] == ("at any time", "")


@pytest.mark.parametrize("engine", ENGINES)
def test_the_window_comes_last_of_all(engine: str) -> None:
    """The second server is ready 5 days after the first, on a Sunday inside the window, and is not moved."""
    window = [{"opens": "sat 22:00", "lasts": "1d"}]
    times = installed({"window": window, "stagger": "5d"}, engine, servers_per_organization=2)
    assert times == [[round(5 + 22 / 24, 9), 6]] * 3


@pytest.mark.parametrize("engine", ENGINES)
def test_a_prerequisite_comes_before_the_adoption_on_the_same_clock(engine: str) -> None:
    prerequisite = {"share": 1, "delay": {"law": "fixed", "value": "4d"}}
    assert installed({"prerequisite": prerequisite, "pace": {"1d": 2.0}}, engine) == [[3]] * 3


@pytest.mark.parametrize("engine", ENGINES)
def test_waves_reach_their_shares(engine: str) -> None:
    waves = [{"share": 0.25, "at": "0d"}, {"share": 0.75, "at": "10d"}]
    times = np.concatenate(installed({"available": waves}, engine, organizations=2000))
    assert set(times.tolist()) == {1.0, 11.0}
    early = np.mean(times == 1)
    assert abs(early - 0.25) < 4 * np.sqrt(0.25 * 0.75 / 2000)


def test_each_organisation_has_one_wave_and_its_fix_date() -> None:
    waves = [{"share": 0.5, "at": "0d"}, {"share": 0.5, "at": "10d"}]
    scenario = sim.Scenario.from_dict(
        {
            "name": "Waves",
            "start": MONDAY,
            "horizon": "60d",
            "populations": {"office": {"organizations": 50, "servers_per_organization": 2}},
            "remediations": {"update": {"available": waves, "adoption": {"law": "fixed", "value": "1d"}}},
        }
    )
    frame = sim.simulate(scenario).to_frame()
    assert np.array_equal(frame.protected_at, frame.fix_available_at + 1)
    assert (frame.groupby("organization").fix_available_at.nunique() == 1).all()


def test_a_window_is_open_from_its_opening_up_to_its_end() -> None:
    hours = np.array([21.99, 22, 25, 27.99, 28, 100]) / 24
    moved = in_window(hours, ((22 / 24, 6 / 24),), 0.0) * 24
    assert moved == pytest.approx([22, 22, 25, 27.99, 22 + 168, 22 + 168])


def test_a_window_that_spans_the_end_of_the_week() -> None:
    sunday_night = ((6 + 23 / 24, 3 / 24),)
    assert in_window(np.array([7 + 1 / 24]), sunday_night, 0.0) == pytest.approx([7 + 1 / 24])
    assert in_window(np.array([3.0]), sunday_night, 0.0) == pytest.approx([6 + 23 / 24])
    assert in_window(np.array([np.inf]), sunday_night, 0.0) == np.inf


def test_the_day_of_the_week_is_that_of_the_start() -> None:
    """1 January 2024 was a Monday; from a start on Thursday the window opens three days earlier."""
    assert in_window(np.array([0.0]), ((5.0, 1.0),), weekday=3.0) == pytest.approx([2.0])
