"""Open intervals: protection that ends or stops some campaigns only, servers that fall again, reactions.

Theory. Random probing at rate r among M addresses enters an open server at rate r / M, and servers do not touch each
other. So of n servers, each with chance p, a binomial number comes to an outcome; the chance is that of a chain with
few states, in closed form or by a matrix exponential. Counts of races are compared with that law by chi-square, which
sees mean and variance too. What is deterministic is worked out by hand.
Tolerance. Seeds were fixed before the first run; a right engine fails a comparison once in a thousand choices of them.
"""

from __future__ import annotations

from contextlib import nullcontext
from itertools import pairwise, product
from typing import Any

import numpy as np
import pytest
from few_and_many import few_and_many
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import linalg, stats

import sim
from sim.engines.engine import EXPECTED, VECTORIZED
from sim.model import intervals
from sim.model.intervals import between
from sim.model.measures import curves, outcome_counts
from sim.model.states import states_at
from sim.model.world import Worlds
from sim.outcomes import CURVE_NAMES, OUTCOME_NAMES, STATES

Document = dict[str, Any]
FloatArray = NDArray[np.float64]
BOTH = few_and_many(vectorized=(200, 400), events=(150, 300))
EITHER = pytest.mark.parametrize("engine", ["vectorized", "events"])
SERVERS, HORIZON, RATE = 12, 20.0, 0.05
LEVEL = 0.001
FEWEST = 5
"""Expected in each bin of a chi-square."""
ONCE = {"law": "fixed", "value": "0d"}


def scan(rate: float = RATE, **keys: Any) -> Document:
    """A campaign that enters an open server at some rate a day."""
    return {"begins": "0d", "strategy": "random", "addresses": 1000, "rate": f"{rate * 1000}/d"} | keys


def rule(installed: float = 4, **keys: Any) -> Document:
    """A remediation that everybody has from some day on."""
    return {"available": f"{installed}d", "adoption": ONCE} | keys


def case(servers: int = SERVERS, **sections: Any) -> Document:
    return {
        "name": "open intervals",
        "start": "2021-01-04",
        "horizon": f"{HORIZON}d",
        "resolution": "1d",
        "seed": 20230203,
        "populations": {"servers": {"organizations": servers}},
        "campaigns": {"scan": scan()},
    } | sections


def exponential(rate: float) -> Document:
    return {"law": "exponential", "mean": f"{1 / rate}d"}


def result_of(document: Document, engine: str, replications: int) -> sim.Result:
    scenario = sim.Scenario.from_dict(document | {"replications": replications})
    return sim.run(scenario, engine=engine, workers=1)


def fits(values: NDArray[Any], law: FloatArray) -> bool:
    """Whether whole numbers are draws from a law of 0, 1, 2, ..., by chi-square."""
    counted, due = np.bincount(values.astype(int), minlength=len(law)), law * len(values)
    bins: list[FloatArray] = [np.zeros(2)]
    for pair in zip(counted, due, strict=True):
        bins = [*bins, np.array(pair)] if bins[-1][1] >= FEWEST else [*bins[:-1], bins[-1] + pair]
    if bins[-1][1] < FEWEST:
        bins[-2:] = [bins[-2] + bins[-1]]
    assert len(bins) > 2, "too rare to be compared"
    return bool(stats.chisquare(*np.transpose(bins)).pvalue > LEVEL)


def has_chance(result: sim.Result, outcome: str, chance: float, servers: int = SERVERS) -> bool:
    """Whether each of the servers comes to an outcome with a chance, independently."""
    law = stats.binom.pmf(np.arange(servers + 1), servers, chance)
    return fits(np.asarray(result.values(outcome)), law)


def chain(*rates: tuple[int, int, float]) -> FloatArray:
    """The chances of being in each state at the horizon, from the first one, by rates from one state to another."""
    number = 1 + max(max(one, other) for one, other, _ in rates)
    generator = np.zeros((number, number))
    for one, other, rate in rates:
        generator[one, other] += rate
        generator[one, one] -= rate
    return np.asarray(linalg.expm(generator * HORIZON)[0], dtype=np.float64)


# Protection that ends


@BOTH
@pytest.mark.parametrize(
    ("until", "closed"),
    [("9d", 5.0), ("4d", 0.0), ("1d", 0.0), (f"{HORIZON}d", HORIZON - 4), (f"{HORIZON + 1}d", HORIZON - 4)],
    ids=str,
)
def test_until_a_moment(engine: str, replications: int, until: str, closed: float) -> None:
    document = case(remediations={"rule": rule(until=until)})
    with_warning = until in ("4d", "1d")
    with pytest.warns(sim.ScenarioWarning, match="protects nobody") if with_warning else nullcontext():
        result = result_of(document, engine, replications)
    spared = np.exp(-RATE * (HORIZON - closed))
    assert has_chance(result, "compromised", 1 - spared)
    is_closed = until == f"{HORIZON + 1}d"
    assert has_chance(result, "protected_in_time" if is_closed else "still_exposed", spared)
    assert not np.any(result.values("still_exposed" if is_closed else "protected_in_time"))


@BOTH
@pytest.mark.parametrize("rate", [0.1, 1e5])
def test_until_a_law(engine: str, replications: int, rate: float) -> None:
    result = result_of(case(remediations={"rule": rule(until=exponential(rate))}), engine, replications)
    left = HORIZON - 4
    spared = np.exp(-RATE * HORIZON) * rate * np.expm1((RATE - rate) * left) / (RATE - rate)
    in_time = np.exp(-rate * left - RATE * 4)
    assert has_chance(result, "compromised", 1 - spared - in_time)
    if rate < 1:
        assert has_chance(result, "protected_in_time", in_time)


@BOTH
def test_two_rules_one_after_the_other(engine: str, replications: int) -> None:
    rules = {"rule": rule(until="9d"), "other": rule(7, until="12d"), "late": rule(15, until="16d", protects=0.5)}
    result = result_of(case(remediations=rules), engine, replications)
    spared = np.exp(-RATE * (HORIZON - 8)) * (1 + np.exp(RATE)) / 2
    assert has_chance(result, "compromised", 1 - spared)


@BOTH
def test_a_dwell_is_lost_when_the_hole_is_closed_and_begins_anew(engine: str, replications: int) -> None:
    probed, dwell = 0.15, 0.2
    document = case(
        campaigns={"scan": scan(probed, dwell=exponential(dwell))}, remediations={"rule": rule(until="4.5d")}
    )

    def spared(days: float) -> float:
        return float((dwell * np.exp(-probed * days) - probed * np.exp(-dwell * days)) / (dwell - probed))

    assert has_chance(result_of(document, engine, replications), "compromised", 1 - spared(4) * spared(HORIZON - 4.5))


@BOTH
@pytest.mark.parametrize("closed", [(4, 8), (2, 6)], ids=str)
def test_of_a_list_that_is_gone_through_again_each_pass_counts_that_comes_while_open(
    engine: str, replications: int, closed: tuple[int, int]
) -> None:
    """Four days a pass, so that of five probes of each server four come while it is open, a third of which succeed."""
    document = case(
        campaigns={"scan": {"begins": "0d", "strategy": "permutation", "rate": "3/d", "success": 0.3}},
        remediations={"rule": rule(closed[0] + 0.1, until=f"{closed[1] + 0.1}d")},
    )
    assert has_chance(result_of(document, engine, replications), "compromised", 1 - 0.7**4)


@EITHER
def test_probes_at_the_instants_of_beginning_and_end(engine: str) -> None:
    """Probe k falls on day k: on days 4 to 8 the server is closed, on day 9 it is open again."""
    document = case(
        campaigns={"scan": {"begins": "0d", "strategy": "hit_list", "rate": "1/d"}},
        remediations={"rule": rule(until="9d")},
    )
    race = sim.simulate(sim.Scenario.from_dict(document), engine=engine)
    times = np.sort(race.compromised_at[np.isfinite(race.compromised_at)])
    assert times.tolist() == [1, 2, 3, 9, 10, 11, 12]


def test_what_comes_before_the_end_is_as_without() -> None:
    rules = [rule(), rule(until="9d"), rule(until="21d")]
    documents = [case(400, remediations={"rule": each}) for each in rules]
    without, ended, never_ended = (sim.simulate(sim.Scenario.from_dict(each)) for each in documents)
    assert without.compromised_at.tobytes() == never_ended.compromised_at.tobytes()
    assert without.protected_at.tobytes() == never_ended.protected_at.tobytes()
    before = without.compromised_at < 4
    assert 0 < np.count_nonzero(before) < 400
    assert np.array_equal(ended.compromised_at[before], without.compromised_at[before])
    assert np.all(ended.compromised_at[~before] >= 9)


# Protection from some campaigns


@BOTH
def test_campaigns_that_are_stopped_with_different_chances_compete(engine: str, replications: int) -> None:
    scanned, spied = 0.04, 0.07
    document = case(
        campaigns={"scan": scan(scanned), "spies": scan(spied)},
        remediations={"rule": rule(protects={"scan": 0.8, "others": 0.3})},
    )
    result = result_of(document, engine, replications)
    before, left = np.exp(-(scanned + spied) * 4), HORIZON - 4
    open_to_spies, open_to_all = 0.5 * np.exp(-spied * left), 0.2 * np.exp(-(scanned + spied) * left)
    assert has_chance(result, "protected_in_time", before * 0.3)
    assert has_chance(result, "still_exposed", before * (open_to_spies + open_to_all))


@BOTH
def test_two_rules_that_together_stop_everybody(engine: str, replications: int) -> None:
    rules = {
        "one": rule(protects={"scan": 1, "spies": 0}),
        "other": rule(10, protects={"scan": 0, "spies": 1}),
    }
    document = case(campaigns={"scan": scan(0.04), "spies": scan(0.07)}, remediations=rules)
    result = result_of(document, engine, replications)
    assert has_chance(result, "protected_in_time", np.exp(-0.04 * 4 - 0.07 * 10))
    assert not np.any(result.values("still_exposed"))


def test_one_share_for_all_is_a_number() -> None:
    document = case(400, campaigns={"scan": scan(), "spies": scan(0.02)})
    races = [
        sim.simulate(sim.Scenario.from_dict(document | {"remediations": {"rule": rule(protects=protects)}}))
        for protects in (0.6, {"others": 0.6}, {"scan": 0.6, "spies": 0.6})
    ]
    for race in races[1:]:
        for name in ("compromised_at", "protected_at", "entered_again_at"):
            assert getattr(race, name).tobytes() == getattr(races[0], name).tobytes()
        assert np.array_equal(outcome_counts(race), outcome_counts(races[0]))


# Servers that fall again


@BOTH
@pytest.mark.parametrize("closing", [0.0, 0.3, 1.0])
def test_servers_fall_again_as_often_as_clean_up_leaves_them_open(
    engine: str, replications: int, closing: float
) -> None:
    cleaned, entered = 0.25, 0.15
    aftermath = {
        "detection": exponential(cleaned),
        "cleanup": ONCE,
        "cleanup_protects": closing,
        "reinfection": True,
    }
    document = case(campaigns={"scan": scan(entered)}, aftermath=aftermath)
    result = result_of(document, engine, replications)
    open_again, closed = cleaned * (1 - closing), cleaned * closing
    states = chain(
        (0, 1, entered), (1, 2, open_again), (1, 5, closed), (2, 3, entered),
        (3, 4, open_again), (3, 5, closed), (4, 3, entered),
    )  # fmt: skip
    assert has_chance(result, "live_footholds", states[1] + states[3])
    assert has_chance(result, "compromised", 1 - states[0])
    if closing < 1:
        again = chain((0, 1, entered), (1, 2, open_again), (1, 4, closed), (2, 3, entered))[3]
        assert has_chance(result, "compromised_again", again)
    else:
        assert not np.any(result.values("compromised_again"))


@BOTH
def test_a_foothold_that_is_over_as_it_begins_is_followed_by_the_next_probe(engine: str, replications: int) -> None:
    aftermath = {"detection": ONCE, "cleanup": ONCE, "cleanup_protects": 0, "reinfection": True}
    result = result_of(case(campaigns={"scan": scan(0.1)}, aftermath=aftermath), engine, replications)
    probes = 0.1 * HORIZON
    assert has_chance(result, "compromised_again", float(stats.poisson.sf(1, probes)))
    assert not np.any(result.values("live_footholds"))


@BOTH
def test_of_several_campaigns_those_count_that_entered_a_server_whenever_that_was(
    engine: str, replications: int
) -> None:
    """By two campaigns, from whom servers are cleaned at once: each has come by the horizon."""
    aftermath = {"detection": ONCE, "cleanup": ONCE, "cleanup_protects": 0, "reinfection": True}
    document = case(campaigns={"scan": scan(0.1), "spies": scan(0.04)}, aftermath=aftermath)
    both = -np.expm1(-0.1 * HORIZON) * -np.expm1(-0.04 * HORIZON)
    assert has_chance(result_of(document, engine, replications), "multiply_compromised", both)


@EITHER
def test_a_probe_of_a_list_enters_a_server_once(engine: str) -> None:
    """Of four servers one a day is probed, entered and cleaned at once: five times each by day 20."""
    document = case(
        4,
        campaigns={"scan": {"begins": "0d", "strategy": "permutation", "rate": "1/d"}},
        aftermath={"detection": ONCE, "cleanup": ONCE, "cleanup_protects": 0, "reinfection": True},
    )
    race = sim.simulate(sim.Scenario.from_dict(document), engine=engine)
    assert race.lives is not None
    assert np.bincount(race.lives.foothold.servers).tolist() == [5, 5, 5, 5]
    assert np.sort(race.lives.foothold.begins).tolist() == list(range(1, 21))
    assert np.array_equal(race.lives.foothold.begins, race.lives.foothold.ends)


@BOTH
def test_a_dwell_is_lost_when_others_are_removed(engine: str, replications: int) -> None:
    """A state says whether scan is in, what spies do, and whether each was ever in."""
    scanned, spied, dwell, cleaned = 0.25, 0.3, 0.15, 0.5
    rates: list[tuple[Any, Any, float]] = []
    for inside, doing, has_scanned, has_spied in product(
        (False, True), ("nothing", "dwelling", "inside"), (False, True), (False, True)
    ):
        state = (inside, doing, has_scanned, has_spied)
        if not inside:
            rates.append((state, (True, doing, True, has_spied), scanned))
        if doing == "nothing":
            rates.append((state, (inside, "dwelling", has_scanned, has_spied), spied))
        if doing == "dwelling":
            rates.append((state, (inside, "inside", has_scanned, True), dwell))
        if inside or doing == "inside":
            rates.append((state, (False, "nothing", has_scanned, has_spied), cleaned))
    number = {state: place for place, state in enumerate(dict.fromkeys(one for one, _, _ in rates))}
    assert number[False, "nothing", False, False] == 0
    states = chain(*((number[one], number[other], rate) for one, other, rate in rates))
    both = sum(states[place] for state, place in number.items() if state[2] and state[3])
    document = case(
        campaigns={"scan": scan(scanned), "spies": scan(spied, dwell=exponential(dwell))},
        aftermath={"detection": exponential(cleaned), "cleanup": ONCE, "cleanup_protects": 0, "reinfection": True},
    )
    assert has_chance(result_of(document, engine, replications), "multiply_compromised", both)


@BOTH
def test_an_update_that_evicts_and_does_not_protect(engine: str, replications: int) -> None:
    """Whoever is in on day 4 is removed, and comes back or not."""
    update = rule(protects=0, evicts=1)
    document = case(remediations={"update": update}, aftermath={"reinfection": True})
    result = result_of(document, engine, replications)
    fallen, after = -np.expm1(-RATE * 4), -np.expm1(-RATE * (HORIZON - 4))
    assert has_chance(result, "compromised_again", fallen * after)
    assert has_chance(result, "live_footholds", after)


@BOTH
def test_through_each_foothold_another_campaign_may_come(engine: str, replications: int) -> None:
    cleaned, entered, walks = 0.25, 0.15, 0.1
    aftermath = {"detection": exponential(cleaned), "cleanup": ONCE, "cleanup_protects": 0, "reinfection": True}
    campaigns = {"scan": scan(entered), "walk": scan(walks, entry="foothold")}
    result = result_of(case(campaigns=campaigns, aftermath=aftermath), engine, replications)
    states = chain((0, 1, entered), (1, 0, cleaned), (1, 2, walks))
    assert has_chance(result, "reentered", states[2])


@BOTH
def test_from_each_foothold_intruders_may_step_into_the_tenant(engine: str, replications: int) -> None:
    cleaned, entered = 0.25, 0.15
    aftermath = {
        "detection": exponential(cleaned),
        "cleanup": ONCE,
        "cleanup_protects": 0,
        "reinfection": True,
        "pivot": {"probability": 1, "delay": exponential(0.1)},
    }
    populations = {"servers": {"organizations": SERVERS, "deployment": "hybrid"}}
    document = case(campaigns={"scan": scan(entered)}, aftermath=aftermath, populations=populations)
    states = chain((0, 1, entered), (1, 0, cleaned), (1, 2, 0.1))
    assert has_chance(result_of(document, engine, replications), "tenants_reached", states[2])


def test_who_falls_without_end_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intervals, "MOST_FALLS", 20)
    aftermath = {"detection": ONCE, "cleanup": ONCE, "cleanup_protects": 0, "reinfection": True}
    scenario = sim.Scenario.from_dict(case(campaigns={"scan": scan(10)}, aftermath=aftermath))
    with pytest.raises(sim.InputError, match=r"aftermath\.reinfection: true: makes a server fall more than 20 times"):
        sim.simulate(scenario)


# Organizations that react


@BOTH
def test_an_organization_that_finds_an_intruder_protects_its_other_server(engine: str, replications: int) -> None:
    detected, entered, organizations = 0.3, 0.1, 6
    document = case(
        populations={"servers": {"organizations": organizations, "servers_per_organization": 2}},
        campaigns={"scan": scan(entered)},
        aftermath={"detection": exponential(detected), "reaction": ONCE},
    )
    result = result_of(document, engine, replications)
    none, one, alarmed, both, found = chain(
        (0, 1, 2 * entered), (1, 2, detected), (1, 3, entered), (3, 4, 2 * detected)
    )
    law = np.ones(1)
    for _ in range(organizations):
        law = np.convolve(law, [none, one + alarmed, both + found])
    assert fits(np.asarray(result.values("compromised")), law)
    late = np.ones(1)
    for _ in range(organizations):
        late = np.convolve(late, [none + one + both, alarmed, found])
    assert fits(np.asarray(result.values("protected_too_late")), late)
    assert has_chance(result, "protected_in_time", alarmed, organizations)


@BOTH
def test_a_reaction_closes_the_hole_of_who_is_alone(engine: str, replications: int) -> None:
    """Cleaned as soon as found, which closes no hole; the organization does so two days later."""
    entered, detected = 0.15, 0.25
    aftermath = {
        "detection": exponential(detected),
        "cleanup": ONCE,
        "cleanup_protects": 0,
        "reinfection": True,
        "reaction": exponential(0.5),
    }
    result = result_of(case(campaigns={"scan": scan(entered)}, aftermath=aftermath), engine, replications)
    states = chain((0, 1, entered), (1, 2, detected), (2, 3, entered), (2, 4, 0.5))
    assert has_chance(result, "compromised_again", states[3])


@EITHER
def test_a_reaction_at_once_comes_after_what_came_with_the_detection(engine: str) -> None:
    """Both servers are probed at one instant, and found at once: nobody can have been warned."""
    document = case(
        populations={"servers": {"organizations": 1, "servers_per_organization": 3}},
        campaigns={
            "scan": {"begins": "0d", "strategy": "hit_list", "rate": "1/d", "actors": {"first": 2}},
        },
        aftermath={"detection": ONCE, "reaction": ONCE},
    )
    found = {float(sim.simulate(sim.Scenario.from_dict(document | {"seed": seed}), engine=engine).compromised_at.min())
             for seed in range(5)}  # fmt: skip
    assert found == {1.0}
    counts = [
        np.count_nonzero(
            sim.simulate(sim.Scenario.from_dict(document | {"seed": seed}), engine=engine).compromised_at < np.inf
        )
        for seed in range(30)
    ]
    assert set(counts) == {1, 2}  # the two actors begin with the same server, or not


# An aftermath of one population


@BOTH
def test_a_population_has_an_aftermath_of_its_own(engine: str, replications: int) -> None:
    quick, slow, entered = 0.3, 0.1, 0.2
    document = case(
        populations={name: {"organizations": SERVERS} for name in ("slow", "quick", "never")},
        campaigns={"scan": scan(entered)},
        aftermath={
            "detection": exponential(slow),
            "cleanup": ONCE,
            "by_population": {"quick": {"detection": exponential(quick)}, "never": {"cleanup_share": 0}},
        },
    )
    result = result_of(document, engine, replications)
    for population, rate in (("slow", slow), ("quick", quick)):
        states = chain((0, 1, entered), (1, 2, rate))
        values = np.asarray(result.values("live_footholds", population))
        assert fits(values, stats.binom.pmf(np.arange(SERVERS + 1), SERVERS, states[1]))
    assert np.array_equal(result.values("live_footholds", "never"), result.values("compromised", "never"))


# What is told of a race


EVERYTHING = case(
    populations={
        "twice": {"organizations": 40, "servers_per_organization": 2, "reachable": 0.9},
        "once": {"organizations": 30},
    },
    campaigns={"scan": scan(0.08), "spies": scan(0.06, begins="2d")},
    remediations={
        "rule": rule(
            3, until=exponential(0.3), protects={"scan": 1, "others": 0.7}, applies_to={"populations": "twice"}
        ),
        "update": rule(8, adoption=exponential(0.2), evicts=0.3, protects=0.8),
    },
    aftermath={
        "detection": exponential(0.5),
        "cleanup": exponential(1),
        "cleanup_protects": 0.4,
        "by_population": {"twice": {"reinfection": True, "reaction": exponential(0.1)}},
    },
)


@EITHER
def test_a_race_says_the_same_in_every_way(engine: str) -> None:
    race = sim.simulate(sim.Scenario.from_dict(EVERYTHING), engine=engine)
    days = race.world.grid()
    table, counts = curves(race, days), dict(zip(OUTCOME_NAMES, outcome_counts(race)[:, 0], strict=True))
    named = dict(zip(CURVE_NAMES, table[:, 0], strict=True))
    for place, day in enumerate(days):
        states = states_at(race, float(day))
        assert [np.count_nonzero(states == code) for code in range(len(STATES))] == [
            named[state][place] for state in STATES
        ]
    assert np.all(np.sum([named[state] for state in STATES], axis=0) == counts["servers"])
    assert min(named[state].min() for state in STATES) >= 0
    for curve, outcome in (
        ("vulnerable", "still_exposed"),
        ("protected_clean", "protected_in_time"),
        ("compromised_cumulative", "compromised"),
        ("live_footholds", "live_footholds"),
        ("protected_too_late", "protected_too_late"),
        ("compromised_again", "compromised_again"),
    ):
        assert named[curve][-1] == counts[outcome] > 0, outcome
    assert np.any(np.diff(named["protected_clean"]) < 0)
    frame = race.to_frame()
    endings = frame.outcome.value_counts()
    assert endings["protected_in_time"] == counts["protected_in_time"]
    assert endings["still_exposed"] == counts["still_exposed"]
    assert endings["protected_too_late"] == counts["protected_too_late"]
    again = frame.compromised_again_at < np.inf
    assert np.count_nonzero(again) == counts["compromised_again"]
    assert np.all(frame.compromised_again_at[again] > frame.evicted_at[again])


def test_blocks_come_to_the_same_as_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    world = Worlds(sim.Scenario.from_dict(EVERYTHING))[0]
    monkeypatch.setattr("sim.model.fleet.SERVERS_IN_A_BLOCK", 7)
    measured = VECTORIZED.measure(world, world.grid())
    monkeypatch.undo()
    race = VECTORIZED.race(world)
    assert np.array_equal(measured.counts, outcome_counts(race))
    assert np.array_equal(measured.curves, curves(race, world.grid()))


def test_the_expectation_is_that_of_the_closed_form() -> None:
    document = case(50, remediations={"rule": rule(until="9d")})
    world = Worlds(sim.Scenario.from_dict(document))[0]
    measured = EXPECTED.measure(world, world.grid())
    row = OUTCOME_NAMES.index("compromised")
    expected = 50 * -np.expm1(-RATE * (HORIZON - 5))
    assert measured.counts[row, 0] == pytest.approx(expected, abs=4 * measured.error[row, 0])
    assert 0 < measured.error[row, 0] < 0.05


def test_the_engine_of_counts_says_why_it_cannot() -> None:
    for remediation, reason in (({"until": "9d"}, "the until of rule"), ({"protects": {"others": 1}}, "rule stops")):
        document = case(remediations={"rule": rule(**remediation)})
        with pytest.raises(sim.InputError, match=reason):
            sim.run(sim.Scenario.from_dict(document), engine="counts")


@EITHER
def test_who_reacts_soon_may_be_attacked_as_often_as_you_like(engine: str) -> None:
    """In the hour up to the reaction a server falls forty times, and without one it would more than ten thousand times.

    The first detection of each organization is in its first fall, so that its reaction comes an hour after that.
    """
    document = case(
        horizon="60d",
        campaigns={"scan": scan(1000)},
        aftermath={"detection": ONCE, "cleanup": ONCE, "cleanup_protects": 0, "reinfection": True}
        | {"reaction": {"law": "fixed", "value": "1h"}},
    )
    race = sim.simulate(sim.Scenario.from_dict(document), engine=engine)
    assert race.lives is not None
    assert race.protected_at == pytest.approx(race.compromised_at + 1 / 24)
    falls = np.bincount(race.lives.foothold.servers, minlength=SERVERS)
    assert falls.mean() == pytest.approx(1 + 1000 / 24, abs=4 * np.sqrt(1000 / 24 / SERVERS))


# Times between times


SPANS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=5)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.lists(SPANS, min_size=1, max_size=4))
def test_what_lies_between_is_all_that_is_in_none(columns: list[list[tuple[int, int]]]) -> None:
    rows = max(map(len, columns))
    begins, ends = np.full((2, rows, len(columns)), np.inf)
    for column, spans in enumerate(columns):
        for row, (begin, end) in enumerate(spans):
            begins[row, column], ends[row, column] = begin, end
    opens, closes = between(begins, ends)
    assert opens.shape == closes.shape
    assert 1 <= len(opens) <= rows + 1
    assert len(opens) == 1 or np.any(opens[-1] < np.inf)
    for column, spans in enumerate(columns):
        free = list(zip(opens[:, column], closes[:, column], strict=True))
        kept = [pair for pair in free if pair[0] < pair[1]]
        assert [pair for pair in free if pair[0] >= pair[1]] == [(np.inf, np.inf)] * (len(opens) - len(kept))
        assert all(one[1] < other[0] for one, other in pairwise(kept))
        for time in np.arange(-1, 14, 0.5):
            inside = any(begin <= time < end for begin, end in spans)
            assert inside != any(begin <= time < end for begin, end in kept)
