"""One seed, one result, to the last bit: in any process and order, with any number of workers."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scenarios import SCENARIOS, Document, document

import sim
from sim.model.measures import outcome_counts
from sim.outcomes import OUTCOMES

ENGINES = ("vectorized", "events")
BOTH_ENGINES = pytest.mark.parametrize("engine", ENGINES)
SOME = ("crowded", "uncertain_espionage", "several_passes")
PROGRAM = "from test_determinism import fingerprints; print(fingerprints())"


def scenario(name: str, **keys: Any) -> sim.Scenario:
    return sim.Scenario.from_dict(SCENARIOS[name] | {"seed": 2021, "replications": 12} | keys)


def fingerprint(race: sim.Race) -> str:
    """A hash of all arrays of a race."""
    digest = hashlib.sha256()
    for array in (race.compromised_at, race.protected_at, race.campaign, race.exposed):
        digest.update(array.tobytes())
    return digest.hexdigest()


def fingerprints() -> str:
    """A hash over races of several scenarios, by both engines, and over the summary of one."""
    races = [sim.simulate(scenario(name), 3, engine=engine) for name in SOME for engine in ENGINES]
    result = sim.run(scenario("crowded"), workers=2)
    summary = hashlib.sha256(result.counts.tobytes() + result.bands.tobytes()).hexdigest()
    tables = result.estimates.to_csv(index=False) + result.per_replication.to_csv(index=False)
    return hashlib.sha256("".join([*map(fingerprint, races), summary, tables]).encode()).hexdigest()


def in_another_process(hash_seed: str) -> str:
    """The fingerprints as a fresh interpreter finds them."""
    here = Path(__file__).parent
    path = os.pathsep.join([str(here.parent / "helpers"), os.environ.get("PYTHONPATH", "")])
    environment = os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": path}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=here,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.parametrize("hash_seed", ["0", "1", "4242", "random"])
def test_any_process_and_hash_seed_gives_the_same_bits(hash_seed: str) -> None:
    assert in_another_process(hash_seed) == fingerprints()


@BOTH_ENGINES
@pytest.mark.parametrize("name", SCENARIOS)
def test_the_same_replication_gives_the_same_bits(name: str, engine: str) -> None:
    first, second = (fingerprint(sim.simulate(scenario(name), 5, engine=engine)) for _ in range(2))
    assert first == second


@BOTH_ENGINES
@pytest.mark.parametrize("name", SOME)
def test_the_order_of_replications_does_not_matter(name: str, engine: str) -> None:
    forwards = [fingerprint(sim.simulate(scenario(name), k, engine=engine)) for k in range(6)]
    backwards = [fingerprint(sim.simulate(scenario(name), k, engine=engine)) for k in reversed(range(6))]
    assert forwards == backwards[::-1]


@BOTH_ENGINES
@pytest.mark.parametrize("name", SOME)
@pytest.mark.parametrize("workers", [2, 5])
def test_the_number_of_workers_does_not_matter(name: str, engine: str, workers: int) -> None:
    alone = sim.run(scenario(name), engine=engine, workers=1)
    together = sim.run(scenario(name), engine=engine, workers=workers)
    assert same_result(alone, together)


def same_result(one: sim.Result, other: sim.Result) -> bool:
    """Whether two results are equal in everything but when they were made, to the last bit."""
    arrays = [(one.counts, other.counts), (one.bands, other.bands), (one.days, other.days)]
    arrays += [(one.drawn[path], other.drawn[path]) for path in one.drawn]
    tables = [(one.estimates, other.estimates), (one.per_replication, other.per_replication)]
    same_tables = all(first.equals(second) for first, second in tables)
    return same_tables and all(first.tobytes() == second.tobytes() for first, second in arrays)


@BOTH_ENGINES
@pytest.mark.parametrize("name", SOME)
def test_a_replication_alone_is_the_one_of_the_run(name: str, engine: str) -> None:
    result = sim.run(scenario(name), engine=engine)
    for replication in (0, 7, 11):
        race = sim.simulate(scenario(name), replication, engine=engine)
        assert (outcome_counts(race) == result.counts[replication]).all()


@BOTH_ENGINES
def test_more_replications_keep_the_first_ones(engine: str) -> None:
    few, many = (sim.run(scenario("crowded", replications=n), engine=engine) for n in (5, 9))
    assert few.counts.tobytes() == many.counts[:5].tobytes()


@BOTH_ENGINES
def test_replications_differ(engine: str) -> None:
    races = [fingerprint(sim.simulate(scenario("crowded"), k, engine=engine)) for k in range(40)]
    assert len(set(races)) == 40


@BOTH_ENGINES
def test_seeds_differ_and_0_is_a_seed(engine: str) -> None:
    races = [fingerprint(sim.simulate(scenario("crowded", seed=seed), engine=engine)) for seed in (*range(20), 10**12)]
    assert len(set(races)) == 21
    assert races[0] == fingerprint(sim.simulate(scenario("crowded", seed=0), engine=engine))


def test_seed_1_in_replication_0_is_not_seed_0_in_replication_1() -> None:
    one, other = sim.simulate(scenario("crowded", seed=1), 0), sim.simulate(scenario("crowded", seed=0), 1)
    assert fingerprint(one) != fingerprint(other)


def test_no_seed_means_seed_0() -> None:
    without = {key: entry for key, entry in SCENARIOS["crowded"].items() if key != "seed"}
    race = sim.simulate(sim.Scenario.from_dict(without))
    assert fingerprint(race) == fingerprint(sim.simulate(scenario("crowded", seed=0)))


def test_engines_have_their_own_luck() -> None:
    races = [sim.simulate(scenario("crowded"), engine=engine) for engine in ENGINES]
    assert fingerprint(races[0]) != fingerprint(races[1])
    assert races[0].world.drawn == races[1].world.drawn


@BOTH_ENGINES
def test_global_random_state_is_neither_used_nor_changed(engine: str) -> None:
    random.seed(1)
    np.random.seed(1)  # noqa: NPY002  # the global state is what this is about
    before = fingerprint(sim.simulate(scenario("crowded"), engine=engine))
    assert random.random() == random.Random(1).random()
    assert np.random.random() == np.random.RandomState(1).random()  # noqa: NPY002  # so is this
    assert fingerprint(sim.simulate(scenario("crowded"), engine=engine)) == before


@BOTH_ENGINES
def test_nothing_that_was_passed_in_changes(engine: str) -> None:
    given = scenario("crowded")
    document_, digest = given.to_dict(), given.digest
    sim.run(given, engine=engine)
    assert given.to_dict() == document_
    assert given.digest == digest


@BOTH_ENGINES
def test_a_race_cannot_be_changed(engine: str) -> None:
    race = sim.simulate(scenario("crowded"), engine=engine)
    for array in (race.compromised_at, race.protected_at, race.campaign):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_units_do_not_matter() -> None:
    written = SCENARIOS["steady_scan"] | {"seed": 5}
    other = written | {"horizon": "4w 2d", "campaigns": {"scan": written["campaigns"]["scan"] | {"rate": "140/w"}}}
    races = [sim.simulate(sim.Scenario.from_dict(each)) for each in (written, other)]
    assert fingerprint(races[0]) == fingerprint(races[1])


def test_a_trace_is_the_same_twice() -> None:
    assert sim.trace(scenario("crowded"), 2).equals(sim.trace(scenario("crowded"), 2))


# Luck hangs on nothing but its own names


def small(**changes: Any) -> Document:
    """Two populations, two remediations and two campaigns, all at random, and changes of whole sections."""
    scan = {"begins": "1d", "strategy": "random", "addresses": 300, "rate": "90/d", "works_on": 0.7}
    fix = {"available": "2d", "adoption": {"law": "exponential", "mean": "6d"}, "uptake": 0.8, "protects": 0.7}
    sections: Document = {
        "populations": {name: {"organizations": 30, "vulnerable": 0.8} for name in ("north", "south")},
        "remediations": {"update": fix, "mitigation": fix | {"available": "1d"}},
        "campaigns": {"scan": scan, "other": scan | {"begins": "4d"}},
    }
    return document("small", seed=11, **(sections | changes))


def times(document_: Document, populations: tuple[str, ...] = ("north", "south")) -> bytes:
    """The times of the servers of some populations."""
    frame = sim.simulate(sim.Scenario.from_dict(document_), 4).to_frame()
    chosen = [frame[frame.population == name] for name in populations]
    return b"".join(each[key].to_numpy().tobytes() for each in chosen for key in ("compromised_at", "protected_at"))


def renamed(section: Document, old: str, new: str) -> Document:
    return {new if key == old else key: entry for key, entry in section.items()}


def test_another_population_changes_no_server_of_the_others() -> None:
    populations = {"new": {"organizations": 9}} | small()["populations"]
    assert times(small(populations=populations)) == times(small())


def test_a_renamed_population_changes_no_server_of_the_others() -> None:
    populations = renamed(small()["populations"], "north", "arctic")
    assert times(small(populations=populations), ("south",)) == times(small(), ("south",))
    assert times(small(populations=populations), ("arctic",)) != times(small(), ("north",))


def test_the_order_of_populations_changes_no_server() -> None:
    assert times(small(populations=dict(reversed(small()["populations"].items())))) == times(small())


@pytest.mark.parametrize("section", ["campaigns", "remediations"])
def test_the_order_of_campaigns_or_remediations_changes_no_server(section: str) -> None:
    assert times(small(**{section: dict(reversed(small()[section].items()))})) == times(small())


def test_another_campaign_changes_no_other_decision() -> None:
    """Every server is entered when the first of the campaigns alone would have entered it."""
    alone = [_entered(small(campaigns={name: each})) for name, each in small()["campaigns"].items()]
    assert (np.minimum(*alone) == _entered(small())).all()


def test_a_renamed_campaign_changes_no_other_decision() -> None:
    scans = small()["campaigns"]
    alone = _entered(small(campaigns={"scan": scans["scan"]}))
    moved = _entered(small(campaigns=renamed(scans, "other", "others")))
    other = _entered(small(campaigns={"others": scans["other"]}))
    assert (np.minimum(alone, other) == moved).all()


def test_another_remediation_changes_no_other_decision() -> None:
    alone = [_protected(small(remediations={name: each})) for name, each in small()["remediations"].items()]
    assert (np.minimum(*alone) == _protected(small())).all()


def _entered(document_: Document) -> Any:
    race = sim.simulate(sim.Scenario.from_dict(document_ | {"remediations": {}}), 4)
    return race.compromised_at


def _protected(document_: Document) -> Any:
    return sim.simulate(sim.Scenario.from_dict(document_), 4).protected_at


def test_more_organizations_change_no_server_of_those_before() -> None:
    populations = {name: each | {"organizations": 50} for name, each in small()["populations"].items()}
    few = sim.simulate(sim.Scenario.from_dict(small()), 4).to_frame()
    many = sim.simulate(sim.Scenario.from_dict(small(populations=populations)), 4).to_frame()
    kept = many[many.organization < 30].reset_index(drop=True)
    assert kept.compromised_at.equals(few.compromised_at)
    assert kept.protected_at.equals(few.protected_at)


def test_outcomes_have_the_names_of_the_design() -> None:
    assert [each.name for each in OUTCOMES] == [
        "servers",
        "compromised",
        "compromised_before_fix",
        "compromised_after_fix",
        "protected_in_time",
        "still_exposed",
        "protected_too_late",
        "live_footholds",
        "multiply_compromised",
        "compromised_again",
        "reentered",
        "organizations_breached",
        "tenants_reached",
        "mailboxes_exposed_on_prem",
        "mailboxes_exposed_cloud",
    ]
