"""Alarms: when they go off, and what hangs on them, against exact laws; what is refused; what is written down.

Theory. With one campaign at random and nothing else, n servers are entered at independent times of one exponential law,
so the k-th of them is an order statistic: its distribution at t is that of a binomial number, P(B(n, F(t)) >= k) (David
and Nagaraja 2003, Order Statistics, section 2.1). After it, the n - k others are entered at independent times again.
Tolerance: p > 0.001 in a Kolmogorov test, |z| < 4 for means. Seeds were fixed before the first run.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

import sim
from sim.charts.drawing.named_moments import named_moments
from sim.engines.engine import COUNTS, EXPECTED
from sim.model import alarms
from sim.model.clocks import NEVER
from sim.model.world import Worlds
from sim.scenario.moments import AN_INSTANT

Document = dict[str, Any]
SERVERS, SPEED, HORIZON = 40, 0.05, 30.0
"""Each of some servers is entered at this rate a day."""
RACES = {"vectorized": 1500, "events": 500}
SMALLEST_P, LIMIT = 0.001, 4.0


def case(alarm: Document, **sections: Any) -> Document:
    """A campaign at random, and an alarm; `sections` add to it."""
    scan = {"begins": "0d", "strategy": "random", "addresses": SERVERS, "rate": f"{SPEED * SERVERS}/d"}
    whole: Document = {
        "name": "alarm",
        "start": "2021-01-01",
        "horizon": f"{HORIZON}d",
        "seed": 20211127,
        "timeline": {"alarm": alarm},
        "populations": {"firms": {"organizations": SERVERS}},
        "campaigns": {"scan": scan},
    }
    for name, section in sections.items():
        whole[name] = {**whole.get(name, {}), **section}
    whole["campaigns"] = {name: {**scan, **each} for name, each in whole["campaigns"].items()}
    return whole


def scenario_of(alarm: Document, **sections: Any) -> sim.Scenario:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sim.ScenarioWarning)
        return sim.Scenario.from_dict(case(alarm, **sections))


def fixed(days: float) -> Document:
    return {"law": "fixed", "value": f"{days}d"}


ENGINES = pytest.mark.parametrize("engine", ["vectorized", "events"])
SAFE = {"shutdown": {"available": "alarm", "adoption": fixed(0)}}
"""A remediation that saves everybody at once when the alarm comes."""


@ENGINES
@pytest.mark.parametrize("reaches", [1, 7, 35])
def test_an_alarm_is_the_order_statistic_of_what_it_counts(engine: str, reaches: int) -> None:
    scenario = scenario_of({"when": "compromised", "reaches": reaches, "then": "2d"})
    times = np.array([sim.simulate(scenario, r, engine=engine).world.moments["alarm"] for r in range(RACES[engine])])

    def law(time: Any) -> Any:
        return stats.binom.sf(reaches - 1, SERVERS, -np.expm1(-SPEED * np.maximum(time - 2, 0)))

    by_then = float(law(np.array([HORIZON + 2]))[0])
    assert abs(np.mean(times < NEVER) - by_then) <= LIMIT * np.sqrt(by_then * (1 - by_then) / len(times)) + 1e-12
    known = times[times < NEVER]
    assert stats.kstest(known, lambda time: law(time) / by_then).pvalue > SMALLEST_P


@ENGINES
def test_what_hangs_on_an_alarm_goes_on_from_there(engine: str) -> None:
    """Attackers speed up at the 10th entry: the others are entered at three times the rate, from then on."""
    scenario = scenario_of({"when": "compromised", "reaches": 10}, campaigns={"scan": {"pace": {"alarm": 3}}})
    scenario = scenario.replace({"horizon": "10d"})
    counted: list[tuple[int, float]] = []
    for replication in range(RACES[engine] // 3):
        race = sim.simulate(scenario, replication, engine=engine)
        alarm, entered = race.world.moments["alarm"], np.sort(race.compromised_at)
        if alarm == NEVER:
            continue
        assert alarm == entered[9] + AN_INSTANT
        chance = -np.expm1(-3 * SPEED * (10 - alarm))
        counted.append((int(np.count_nonzero(entered[10:] < NEVER)), float(chance)))
    numbers, chances = np.array(counted).T
    left = SERVERS - 10
    z = np.sum(numbers - left * chances) / np.sqrt(np.sum(left * chances * (1 - chances)))
    assert abs(z) < LIMIT
    squares = (numbers - left * chances) ** 2 / (left * chances * (1 - chances))
    assert squares.mean() == pytest.approx(1, abs=LIMIT * np.sqrt(2 / len(squares)))


@ENGINES
@pytest.mark.parametrize("reaches", [1, 0.125, 1.0])
def test_everybody_is_saved_but_those_that_set_off_the_alarm(engine: str, reaches: float) -> None:
    scenario = scenario_of({"when": "compromised", "reaches": reaches}, remediations=SAFE)
    number = reaches if isinstance(reaches, int) else int(np.ceil(reaches * SERVERS))
    for replication in range(20):
        race = sim.simulate(scenario, replication, engine=engine)
        compromised = np.count_nonzero(race.compromised_at < NEVER)
        went_off = race.world.moments["alarm"] < NEVER
        assert compromised == number if went_off else compromised < number
        assert np.count_nonzero(race.protected_at < NEVER) == (SERVERS if went_off else 0)
        assert went_off or reaches == 1.0


@ENGINES
def test_an_alarm_counts_one_population_or_all(engine: str) -> None:
    two = {"firms": {"organizations": 20}, "shops": {"organizations": 20}}
    for population in ("firms", "shops", None):
        alarm = {"when": "compromised", "reaches": 5} | ({"population": population} if population else {})
        race = sim.simulate(scenario_of(alarm, populations=two, remediations=SAFE), engine=engine)
        frame = race.to_frame()
        hit = frame[frame.compromised_at < NEVER]
        assert len(hit if population is None else hit[hit.population == population]) == 5


COUNTED: dict[str, tuple[str, Document]] = {
    "detected": ("detected_at", {"aftermath": {"detection": {"law": "exponential", "mean": "3d"}}}),
    "evicted": ("evicted_at", {"aftermath": {"detection": fixed(1), "cleanup": {"law": "exponential", "mean": "3d"}}}),
    "reentered": ("reentered_at", {"campaigns": {"scan": {}, "walk": {"entry": "foothold", "begins": "2d"}}}),
    "tenants_reached": (
        "pivoted_at",
        {
            "populations": {"firms": {"organizations": 20, "servers_per_organization": 2, "deployment": "hybrid"}},
            "aftermath": {"pivot": {"probability": 0.8, "delay": {"law": "exponential", "mean": "3d"}}},
        },
    ),
    "protected_in_time": (
        "protected_at",
        {"remediations": {"update": {"available": "1d", "adoption": {"law": "exponential", "mean": "9d"}}}},
    ),
}


@ENGINES
@pytest.mark.parametrize("when", COUNTED)
def test_an_alarm_goes_off_when_so_many_are_so_far(engine: str, when: str) -> None:
    name, sections = COUNTED[when]
    scenario = scenario_of({"when": when, "reaches": 4, "then": "1d"}, **sections)
    for replication in range(10):
        race = sim.simulate(scenario, replication, engine=engine)
        frame = race.to_frame()
        if when == "tenants_reached":
            times = frame.groupby("organization")[name].min()
        elif when == "protected_in_time":
            times = frame[frame.compromised_at == NEVER][name]
        else:
            times = frame[name]
        assert race.world.moments["alarm"] == np.sort(times)[3] + 1


@ENGINES
def test_one_alarm_may_set_off_another(engine: str) -> None:
    """The 3rd entry makes attackers faster, the 6th lets a fix come, whose 2nd installation stops them."""
    scenario = scenario_of(
        {"when": "compromised", "reaches": 3, "then": "1h"},
        timeline={"later": {"when": "compromised", "reaches": 6}, "fixed": {"when": "protected_in_time", "reaches": 2}},
        campaigns={"scan": {"pace": {"alarm": 20}, "ends": "fixed + 2h"}},
        remediations={"update": {"available": "later", "adoption": {"law": "exponential", "mean": "2h"}}},
    )
    for replication in range(20):
        race = sim.simulate(scenario, replication, engine=engine)
        entered, moments = np.sort(race.compromised_at), race.world.moments
        assert moments["alarm"] == pytest.approx(entered[2] + 1 / 24)
        assert moments["later"] == entered[5] + AN_INSTANT
        safe = np.sort(race.protected_at[race.compromised_at == NEVER])
        if len(safe) > 1:
            assert moments["fixed"] == safe[1] + AN_INSTANT
            assert np.all(entered[entered < NEVER] <= moments["fixed"] + 2 / 24)
        else:
            assert moments["fixed"] == NEVER


def test_a_race_in_which_no_alarm_goes_off_is_the_race_without_it() -> None:
    never = scenario_of({"when": "compromised", "reaches": SERVERS, "population": "firms"}, remediations=SAFE)
    short = never.replace({"horizon": "5d"})
    without = short.replace({"timeline": {}, "remediations": {}})
    one, other = sim.simulate(short), sim.simulate(without)
    assert one.world.moments["alarm"] == NEVER
    assert np.array_equal(one.compromised_at, other.compromised_at)


def test_a_moment_may_hang_on_an_alarm_by_way_of_others() -> None:
    scenario = scenario_of(
        {"when": "compromised", "reaches": 5},
        timeline={"order": "alarm + 3d", "sooner": "order - 1d"},
        remediations={"update": {"available": "sooner", "adoption": fixed(0)}},
    )
    race = sim.simulate(scenario)
    moments = race.world.moments
    assert moments["order"] == moments["alarm"] + 3
    assert moments["sooner"] == moments["alarm"] + 2
    assert set(race.protected_at) == {moments["sooner"]}


def test_groups_join_until_the_alarm() -> None:
    actors = {"first": 1, "arrivals": "2/d", "until": "alarm"}
    scenario = scenario_of({"when": "compromised", "reaches": 5}, campaigns={"scan": {"actors": actors}})
    for replication in range(10):
        world = sim.simulate(scenario, replication).world
        joined = [clock.starts[0] for clock in world.attacks[0].clocks]
        assert max(joined) <= world.moments["alarm"]
    quiet = scenario.replace({"timeline.alarm.reaches": SERVERS, "horizon": "2d"})
    assert max(clock.starts[0] for clock in sim.simulate(quiet).world.attacks[0].clocks) <= 2


def test_the_tables_have_the_moments_of_alarms(tmp_path: Path) -> None:
    scenario = scenario_of({"when": "compromised", "reaches": SERVERS - 9, "then": "1d"}).replace({"replications": 12})
    scenario = scenario.replace({"uncertain": {"campaigns.scan.rate": {"law": "uniform", "low": "1/d", "high": "4/d"}}})
    result = sim.run(scenario, out=tmp_path / "run")
    moments = np.array([sim.simulate(scenario, number).world.moments["alarm"] for number in range(12)])
    assert set(np.isinf(moments)) == {False, True}
    assert np.array_equal(result.drawn["timeline.alarm"], moments)
    again = sim.open_result(tmp_path / "run")
    assert np.array_equal(again.drawn["timeline.alarm"], moments)
    assert np.array_equal(again.per_replication.groupby("replication")["timeline.alarm"].first(), moments)

    found = sim.compare(scenario, {"slow": {"campaigns.scan.pace": {"alarm": 0}}}, out=tmp_path / "compared")
    assert np.array_equal(found.drawn[found.arms[0]]["timeline.alarm"], moments)
    assert np.array_equal(sim.open_comparison(tmp_path / "compared").drawn["slow"]["timeline.alarm"], moments)

    scenario.save(tmp_path / "case.yaml")
    document = {"scenario": str(tmp_path / "case.yaml"), "vary": {"timeline.alarm.then": ["1d", "2d"]}}
    table = sim.run_study(document | {"replications": 12}, out=tmp_path / "study").per_replication
    told = table[table.population == "all"].groupby("point")["timeline.alarm"].apply(list)
    assert told.iloc[0] == moments.tolist()
    assert told.iloc[1] == (moments + 1).tolist()


def test_an_alarm_is_uncertain_varied_and_replaced() -> None:
    scenario = scenario_of({"when": "compromised", "reaches": 5, "then": "1d"}, remediations=SAFE)
    unsure = scenario.replace(
        {
            "uncertain": {
                "timeline.alarm.reaches": {"law": "uniform", "low": 2, "high": 9},
                "timeline.alarm.then": {"law": "uniform", "low": "1h", "high": "2d"},
            }
        }
    )
    worlds = [Worlds(unsure)[number] for number in range(20)]
    assert {type(world.alarms[0].reaches) for world in worlds} == {int}
    assert len({world.alarms[0].reaches for world in worlds}) > 3
    assert len({world.alarms[0].then for world in worlds}) == 20
    assert sim.simulate(scenario.replace({"timeline.alarm": "3d"})).world.moments["alarm"] == 3
    assert scenario.replace({"timeline.alarm.reaches": 5}).digest == scenario.digest


@pytest.mark.parametrize("engine", [EXPECTED, COUNTS], ids=lambda engine: engine.name)
def test_engines_that_know_no_race_refuse_alarms(engine: Any) -> None:
    world = Worlds(scenario_of({"when": "compromised", "reaches": 5}))[0]
    assert "alarm" in engine.why_not(world)


REFUSED: list[tuple[Document, Document, str]] = [
    ({"when": "infected", "reaches": 3}, {}, "timeline.alarm.when: 'infected': is not one of them"),
    ({"when": "compromised"}, {}, "timeline.alarm.reaches: missing key; needed here: when, reaches"),
    (
        {"when": "compromised", "reaches": 0},
        {},
        "timeline.alarm.reaches: 0: must be a whole number of at least 1; write",
    ),
    ({"when": "compromised", "reaches": 0.0}, {}, "timeline.alarm.reaches: 0.0: is nothing to reach; write"),
    ({"when": "compromised", "reaches": 3, "than": "2d"}, {}, "timeline.alarm.than: '2d': unknown key; did you mean"),
    ({"when": "compromised", "reaches": 3, "population": "firm"}, {}, "timeline.alarm.population: 'firm': unknown"),
    (
        {"when": "compromised", "reaches": 3},
        {"campaigns": {"scan": {"pace": {"alarm - 2d": 3}}}},
        "campaigns.scan.pace.alarm - 2d: alarm - 2d: is before the alarm alarm, which nobody can foresee",
    ),
    (
        {"when": "compromised", "reaches": 3},
        {"timeline": {"leak": "alarm - 2d"}},
        "timeline.leak: alarm - 2d: is before the alarm alarm, which nobody can foresee",
    ),
]


@pytest.mark.parametrize(("alarm", "sections", "message"), REFUSED)
def test_what_does_not_fit_is_told_with_its_place(alarm: Document, sections: Document, message: str) -> None:
    with pytest.raises(sim.InputError) as caught:
        sim.Scenario.from_dict(case(alarm, **sections))
    assert message in str(caught.value)
    assert len(caught.value.problems) == 1


def test_a_race_does_not_end_with_an_alarm() -> None:
    document = case({"when": "compromised", "reaches": 3}) | {"horizon": "alarm + 3d"}
    with pytest.raises(sim.InputError, match="horizon: alarm \\+ 3d: hangs on the alarm alarm"):
        sim.Scenario.from_dict(document)


@pytest.mark.parametrize(
    ("alarm", "message"),
    [
        ({"when": "detected", "reaches": 1}, "detected: never happens here"),
        ({"when": "tenants_reached", "reaches": 1}, "never happens here"),
        ({"when": "compromised", "reaches": SERVERS + 1}, "is more than the 40 that there are"),
    ],
)
def test_an_alarm_that_cannot_go_off_is_warned_of(alarm: Document, message: str) -> None:
    with pytest.warns(sim.ScenarioWarning, match=message):
        sim.Scenario.from_dict(case(alarm))


def test_a_client_has_its_own_race_after_that_of_all_servers() -> None:
    """Attackers probe four times as fast from the alarm on: chances follow from its moment in every world."""
    scenario = scenario_of(
        {"when": "compromised", "reaches": 4},
        campaigns={"scan": {"pace": {"alarm": 4}}},
        remediations={"update": {"available": "2d", "adoption": {"law": "exponential", "mean": "9d"}}},
    )
    client = sim.Client.from_dict({"name": "X", "deployment": "on_prem", "servers": 1, "patches_after": "5d"})
    for speed in (1.0, 2.0):
        race = sim.own_race(scenario, client, replications=20, attack_speed=speed)
        faster = scenario.replace({"campaigns.scan.rate": f"{speed * SPEED * SERVERS}/d"})
        for number in range(20):
            alarm = sim.simulate(faster, number).world.moments["alarm"]
            effort = speed * SPEED * (7 + 3 * max(7 - alarm, 0))
            assert race.today.chances[number] == pytest.approx(1 - np.exp(-effort))
    with pytest.raises(sim.InputError, match="the alarm alarm hangs on the race of all servers"):
        sim.write_explore_page(scenario, out="page.html")


def test_the_text_of_a_result_and_charts_say_when_alarms_come() -> None:
    scenario = scenario_of(
        {"when": "compromised", "reaches": 4}, timeline={"fix": "2d", "order": "alarm + 1d", "late": "alarm + 90d"}
    )
    result = sim.run(scenario.replace({"replications": 9}))
    moments = np.sort(result.drawn["timeline.alarm"])
    named = {each.name.strip("“”"): each for each in named_moments(result)}
    assert list(named) == sorted(named, key=lambda name: named[name].days)
    assert named["alarm"].days == moments[4]
    assert named["order"].days == moments[4] + 1
    assert named["order"].text.endswith("(median)")
    assert not named["fix"].is_alarm
    assert "late" not in named
    assert "alarm: comes in 9 of 9 worlds, half of them by 2021-01-0" in str(result)
    never = sim.run(scenario.replace({"replications": 3, "timeline.alarm.reaches": SERVERS, "horizon": "5d"}))
    assert "alarm: comes in 0 of 3 worlds\n" in str(never)
    assert not any("alarm" in each.name for each in named_moments(never))


def test_the_trace_has_the_alarm() -> None:
    trace = sim.trace(scenario_of({"when": "compromised", "reaches": 5}, remediations=SAFE))
    (row,) = trace[trace.what == "alarm"].itertuples()
    assert (row.by, row.population) == ("alarm", "all")
    assert row.time == trace[trace.what == "compromised"].time.iloc[4]


def test_an_alarm_that_acts_at_once_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this file compares does see a mistake: an order statistic that is one off."""
    monkeypatch.setattr(alarms, "_order_statistic", lambda times, number: float(np.sort(times)[int(number)]))
    race = sim.simulate(scenario_of({"when": "compromised", "reaches": 5}, remediations=SAFE))
    assert np.count_nonzero(race.compromised_at < NEVER) == 6
