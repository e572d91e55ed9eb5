"""Waves, prerequisites, servers one after the other, and windows, in cases that are worked out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sim
from sim.model.adoption import ring_delays
from sim.model.world import Worlds
from sim.scenario.config import read_setting

MONDAY = "2024-01-01"
ENGINES = ["vectorized", "events"]


def installed(remediation: dict[str, Any], engine: str, **population: Any) -> list[list[float]]:
    """When the servers of each organization are protected by one remediation, from a Monday on."""
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


RINGS = [{"share": 0.1}, {"share": 0.5, "after": "2d"}, {"share": 0.4, "after": "1d"}]
"""The last ring comes before the one in the middle."""


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("servers", "times"),
    [
        (1, [3]),  # 0.1 and 0.6 servers: none in the first ring, one in the first two
        (2, [3, 2]),  # 0.2 and 1.2
        (4, [3, 3, 2, 2]),  # 0.4 and 2.4
        (5, [1, 3, 3, 2, 2]),  # 0.5 and 3
        (10, [1, 3, 3, 3, 3, 3, 2, 2, 2, 2]),
    ],
)
def test_rings_come_one_after_the_other(servers: int, times: list[float], engine: str) -> None:
    assert installed({"rings": RINGS}, engine, servers_per_organization=servers) == [times] * 3


@pytest.mark.parametrize("engine", ENGINES)
def test_a_ring_counts_the_servers_of_its_own_organization(engine: str) -> None:
    """The first half of each, whatever the number of others; of an odd number, one more."""
    halves = [{"share": 0.5}, {"share": 0.5, "after": "7d"}]
    servers = {"law": "geometric", "mean": 4}
    times = installed({"rings": halves}, engine, organizations=9, servers_per_organization=servers)
    sizes = [len(each) for each in times]
    assert {size % 2 for size in sizes} == {0, 1}
    assert len(set(sizes)) > 2
    assert times == [[1] * ((size + 1) // 2) + [8] * (size // 2) for size in sizes]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("servers", [1, 2, 7])
@pytest.mark.parametrize(
    ("rings", "time"),
    [
        ([], 1),
        ([{"share": 1, "after": "0d"}], 1),
        ([{"share": 1, "after": "3d"}], 4),
        ([{"share": 0, "after": "3d"}, {"share": 1}], 1),
        ([{"share": 1}, {"share": 0, "after": "3d"}], 1),
        ([{"share": 0.1, "after": "2d"}] * 10, 3),  # which add up to a bit less than 1
    ],
)
def test_rings_of_nobody_and_of_everybody(rings: list[Any], time: float, servers: int, engine: str) -> None:
    assert installed({"rings": rings}, engine, servers_per_organization=servers) == [[time] * servers] * 3


@pytest.mark.parametrize("engine", ENGINES)
def test_a_ring_is_of_calendar_time_and_adds_to_the_stagger_before_the_window(engine: str) -> None:
    """Ready on Tuesday 0:00, with a pace that does not hasten rings. The second server comes at 12:00, too late for it;
    the third on Saturday 0:00; and the fourth at 12:00, when that window has just closed.
    """
    remediation = {
        "rings": [{"share": 0.5}, {"share": 0.5, "after": "3d"}],
        "stagger": "12h",
        "window": [{"opens": "sat 00:00", "lasts": "12h"}, {"opens": "tue 00:00", "lasts": "6h"}],
        "pace": {"1d": 100.0},
    }
    assert installed(remediation, engine, servers_per_organization=4) == [[1, 5, 5, 8]] * 3


@pytest.mark.parametrize("engine", ENGINES)
def test_rings_of_a_population_replace_those_of_the_remediation(engine: str) -> None:
    for others, times in (([], [1, 1]), ([{"share": 1, "after": "5d"}], [6, 6])):
        remediation = {"rings": [{"share": 0.5}, {"share": 0.5, "after": "7d"}]}
        assert installed(remediation, engine, servers_per_organization=2) == [[1, 8]] * 3
        remediation["by_population"] = {"office": {"rings": others}}  # type: ignore[assignment]
        assert installed(remediation, engine, servers_per_organization=2) == [times] * 3


@pytest.mark.parametrize("engine", ENGINES)
def test_a_server_joins_the_queue_of_a_crew_with_its_ring(engine: str) -> None:
    """One technician works six hours on each: two servers from day 1 on, the third from day 3 on."""
    work = {"law": "fixed", "value": "6h"}
    remediation = {
        "rings": [{"share": 0.67}, {"share": 0.33, "after": "2d"}],
        "crew": {"technicians": 1, "hours_per_server": work},
    }
    (times,) = installed(remediation, engine, organizations=1, servers_per_organization=3)
    assert sorted(times) == [1.25, 1.5, 3.25]
    assert times[2] == 3.25


def test_a_ring_that_comes_before_an_earlier_one_is_installed_before_it() -> None:
    rings = [{"share": 0.5, "after": "7d"}, {"share": 0.5}]
    scenario = sim.Scenario.from_dict(
        {
            "name": "Backwards",
            "start": MONDAY,
            "horizon": "60d",
            "populations": {"office": {"organizations": 1, "servers_per_organization": 2}},
            "remediations": {
                "update": {"available": "0d", "adoption": {"law": "fixed", "value": "1d"}, "rings": rings}
            },
        }
    )
    trace = sim.trace(scenario)
    assert trace["server"].tolist() == [2, 1]
    assert trace["time"].tolist() == [1, 8]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("crew", [None, {"technicians": 9, "hours_per_server": {"law": "fixed", "value": "0d"}}])
@pytest.mark.parametrize(("probed", "times"), [(2, [3, 10]), (6, [4, 11])])
def test_rings_follow_an_alarm_that_hastens_adoption(
    probed: int, times: list[float], crew: dict[str, Any] | None, engine: str
) -> None:
    """Ready after four days, or three if the pace doubles on day two; the second ring comes a week later anyway."""
    update = {
        "available": "0d",
        "adoption": {"law": "fixed", "value": "4d"},
        "pace": {"alarm": 2.0},
        "rings": [{"share": 0.5}, {"share": 0.5, "after": "7d"}],
        "applies_to": {"populations": ["office"]},
        "crew": crew,
    }
    scan = {"begins": "0d", "strategy": "permutation", "rate": f"{1 / probed:.9f}/d", "aims": {"populations": "bait"}}
    scenario = sim.Scenario.from_dict(
        {
            "name": "Alarm",
            "start": MONDAY,
            "horizon": "60d",
            "timeline": {"alarm": {"when": "compromised", "reaches": 1, "then": "0d"}},
            "populations": {
                "office": {"organizations": 1, "servers_per_organization": 2},
                "bait": {"organizations": 1},
            },
            "remediations": {"update": update},
            "campaigns": {"scan": scan},
        }
    )
    assert sim.simulate(scenario, engine=engine).protected_at[:2] == pytest.approx(times, abs=1e-6)


def test_over_sizes_a_ring_has_its_share() -> None:
    """Of organizations of 1 to 200 servers, a ring has on average its share of the servers of each."""
    for share in (0.1, 1 / 3, 0.57):
        rings = ((share, 0.0), (1 - share, 1.0))
        sizes = range(1, 201)
        first = [float(np.mean(ring_delays(rings, np.arange(1.0, size + 1), size) == 0)) for size in sizes]
        number = np.array(first) * sizes
        assert np.array_equal(number.round(), np.floor(share * np.array(sizes) + 0.5 + 1e-9))
        assert np.mean(number - share * np.array(sizes)) == pytest.approx(0, abs=0.06)


def test_paths_reach_into_rings() -> None:
    remediation = {
        "available": "0d",
        "adoption": {"law": "fixed", "value": "1d"},
        "rings": [{"share": 0.5}, {"share": 0.5, "after": "7d"}],
    }
    scenario = sim.Scenario.from_dict(
        {
            "name": "Paths",
            "start": MONDAY,
            "horizon": "60d",
            "populations": {"office": {"organizations": 3, "servers_per_organization": 2}},
            "remediations": {"update": remediation},
            "uncertain": {"remediations.update.rings.1.after": {"law": "uniform", "low": "3d", "high": "20d"}},
        }
    )
    drawn = [Worlds(scenario)[number].drawn["remediations.update.rings.1.after"] for number in range(2)]
    assert 3 < drawn[0] != drawn[1] < 20
    for number, days in enumerate(drawn):
        times = sim.simulate(scenario, replication=number).protected_at
        assert times == pytest.approx([1, 1 + days] * 3, abs=1e-9)
    earlier = scenario.replace(dict([read_setting("remediations.update.rings.1.after=2d")]))
    assert sim.simulate(earlier).protected_at == pytest.approx([1, 3] * 3)
    assert sim.Scenario.from_dict(earlier.to_dict()).digest == earlier.digest
    none = earlier.replace({"remediations.update.by_population": {"office": {"rings": []}}})
    told = {row.path: (row.value, row.unit) for row in sim.assumptions(none)}
    assert told["remediations.update.rings.1.after"] == ("2d", "days")
    assert told["remediations.update.by_population.office.rings"] == ("all at once", "")
    with pytest.raises(sim.InputError, match=r"rings: .*add up to 1\.2; they must add up to 1"):
        scenario.replace({"remediations.update.rings.0.share": 0.7})


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


def test_each_organization_has_one_wave_and_its_fix_date() -> None:
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
