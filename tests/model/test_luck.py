"""Luck: it depends on seed, replication, decision, population and place, and on nothing else in the world."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import subprocess
import sys
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from numpy.typing import NDArray

import sim
from sim.engines.points import PointLuck
from sim.model.fleet import Group
from sim.model.luck import NEXT_SERVER, Luck, Who, first_numbers, seeds
from sim.model.race import Race

Times = NDArray[np.float64]
Document = dict[str, Any]

BOTH: Document = {
    "name": "two populations, two remediations, two campaigns",
    "start": "2021-01-01",
    "horizon": "40d",
    "seed": 5,
    "populations": {
        "a": {
            "organizations": 150,
            "servers_per_organization": {"law": "gamma", "mean": 2.5, "shape": 1},
            "vulnerable": 0.8,
            "reachable": 0.9,
        },
        "b": {"organizations": 300, "tags": ["vip"], "reachable": 0.7},
    },
    "remediations": {
        "update": {
            "available": "3d",
            "adoption": {"law": "weibull", "scale": "9d", "shape": 0.8},
            "uptake": 0.8,
            "protects": 0.9,
        },
        "tool": {
            "available": "6d",
            "adoption": {"law": "exponential", "mean": "15d"},
            "uptake": 0.6,
            "pace": {"9d": 2},
        },
    },
    "campaigns": {
        "scan": {"begins": "1d", "strategy": "random", "addresses": 5_000, "rate": "400/d", "success": 0.5},
        "burst": {"begins": "5d", "strategy": "random", "addresses": 9_000, "rate": "800/d", "works_on": 0.7},
    },
}
LISTED: Document = {
    "list": {"begins": "2d", "strategy": "permutation", "addresses": 3_000, "rate": "300/d", "success": 0.4},
    "spies": {"begins": "0d", "strategy": "hit_list", "rate": "9/d", "success": 0.6, "works_on": 0.8},
}


def changed(**sections: Any) -> sim.Scenario:
    """The scenario with whole sections replaced."""
    return sim.Scenario.from_dict({**copy.deepcopy(BOTH), **sections})


def part(section: str, *names: str, **more: Any) -> sim.Scenario:
    """The scenario with only some entries of a section, and perhaps new ones."""
    return changed(**{section: {**{name: BOTH[section][name] for name in names}, **more}})


def of(race: Race, population: str) -> tuple[Times, Times]:
    """Times of compromise and protection of a population."""
    span = race.fleet.group(population).span
    return race.compromised_at[span], race.protected_at[span]


def assert_same(one: Race, other: Race, *populations: str) -> None:
    """Assert that nobody in these populations notices which of two worlds it is in, to the last bit."""
    for population in populations:
        for times, others in zip(of(one, population), of(other, population), strict=True):
            np.testing.assert_array_equal(times, others)
            assert 0 < np.count_nonzero(np.isfinite(times)) < len(times)


# The streams.


@given(st.integers(0, 300), st.integers(0, 300))
def test_more_organizations_only_append(few: int, more: int) -> None:
    luck = Luck(1, 2)
    small, large = (luck.of("delay", "a", np.arange(number, dtype=np.uint64)) for number in (few, few + more))
    np.testing.assert_array_equal(small, large[:few])


def luck_of_servers(luck: Luck, sizes: NDArray[np.int64] | int, organizations: int) -> NDArray[np.float64]:
    """The luck of every server, organization by organization."""
    servers = int(np.broadcast_to(np.asarray(sizes), (organizations,)).sum())
    return luck.of("works", "a", Group("a", organizations, sizes, 0, servers, None, None).server_numbers)


def by_place(sizes: NDArray[np.int64] | int, organizations: int) -> dict[tuple[int, int], float]:
    """The luck of every server by organization and ordinal."""
    values = luck_of_servers(Luck(7, 3), sizes, organizations)
    each = np.broadcast_to(np.asarray(sizes), (organizations,))
    places = [(owner, ordinal) for owner in range(organizations) for ordinal in range(int(each[owner]))]
    assert len(values) == len(places)
    return dict(zip(places, values.tolist(), strict=True))


@given(st.lists(st.integers(0, 20), max_size=30), st.data())
def test_a_server_keeps_its_luck_when_servers_or_organizations_are_added(sizes: list[int], data: st.DataObject) -> None:
    grown = [size + data.draw(st.integers(0, 5)) for size in sizes] + data.draw(st.lists(st.integers(0, 9), max_size=9))
    before, after = (
        by_place(np.array(sizes, dtype=np.int64), len(sizes)),
        by_place(np.array(grown, dtype=np.int64), len(grown)),
    )
    assert before.items() <= after.items()


@given(st.integers(1, 40), st.integers(0, 30), st.integers(1, 40))
def test_a_fixed_size_and_an_array_of_it_are_the_same_luck(organizations: int, size: int, more: int) -> None:
    fixed = by_place(size, organizations)
    assert fixed == by_place(np.full(organizations, size), organizations)
    assert fixed.items() <= by_place(size + more, organizations + more).items()


def test_servers_of_no_organizations_are_none() -> None:
    for size in (0, 1, 2, 9):
        assert len(luck_of_servers(Luck(1, 0), size, 0)) == 0


def test_no_two_servers_share_their_luck() -> None:
    values = luck_of_servers(Luck(7, 3), np.arange(60), 60)
    assert len(np.unique(values)) == len(values) == 60 * 59 // 2


def test_luck_is_uniform_and_a_multiple_of_two_to_the_minus_53() -> None:
    values = luck_of_servers(Luck(1, 0), 7, 3_000)
    assert values.min() >= 0
    assert values.max() < 1
    assert (values * 2.0**53 == np.floor(values * 2.0**53)).all()
    counts = np.histogram(values, bins=20, range=(0, 1))[0]
    assert float(((counts - 1050) ** 2 / 1050).sum()) < 43.8  # chi-square with 19 degrees of freedom, p = 0.001
    by_ordinal = values.reshape(3_000, 7)
    assert np.abs(np.corrcoef(by_ordinal.T) - np.eye(7)).max() < 0.08


def test_published_luck_stays_as_it_is() -> None:
    """If this has to change, every published number changes with it."""
    numbers = np.array([0, 1, 4, 3 * NEXT_SERVER + 9], dtype=np.uint64)
    values = Luck(2021, 3).of("campaign/scan/effort", "office", numbers)
    assert [float(value).hex() for value in values] == [
        "0x1.a53882dddf585p-1",
        "0x1.94c2625b5cac4p-3",
        "0x1.b64d80c5621bbp-1",
        "0x1.90b585f4cd298p-4",
    ]
    assert Luck(0, 0).one("uncertain/timeline.fix").hex() == "0x1.830e4c0f51502p-1"


@pytest.mark.parametrize("seed", [0, 1, 2021, 2**32 - 1, 2**32, 2**96 + 5, 2**128 - 1, 2**128, 2**300 + 7])
@pytest.mark.parametrize("key", [(0, 1, 2, 3, 4), (7, 2**32 - 1, 0, 0, 1), (2**32, 1, 2, 3, 4)])
def test_generators_are_seeded_as_numpy_seeds_them(seed: int, key: tuple[int, ...]) -> None:
    by_numpy = np.random.SeedSequence(seed, spawn_key=key)
    np.testing.assert_array_equal(seeds(seed, key).generate_state(8), by_numpy.generate_state(8))


def test_some_have_the_luck_that_they_have_among_all() -> None:
    """The luck of a server is worked out alone: in any order, with any others, in blocks of any length."""
    luck, everybody = Luck(5, 2), np.arange(70_000, dtype=np.uint64)
    some = np.array([69_999, 3, 40_000, 3], dtype=np.uint64)
    np.testing.assert_array_equal(luck.of("delay", "a", some), luck.of("delay", "a", everybody)[some.astype(int)])


def test_decisions_have_nothing_in_common() -> None:
    """Neither the same server in two decisions, populations or worlds, nor neighbours in one."""
    numbers, names = np.arange(20_000, dtype=np.uint64), [("a", "p"), ("a", "q"), ("b", "p")]
    values = [Luck(seed, world).of(*name, numbers) for seed in (0, 1) for world in (0, 1) for name in names]
    table = np.array(values + [np.roll(row, shift) for row in values for shift in (1, 2)])
    apart = np.corrcoef(table) - np.eye(len(table))
    assert np.abs(apart).max() < 5 / np.sqrt(len(numbers))


def test_decisions_are_independent_server_by_server() -> None:
    """Pairs of numbers fall evenly into the cells of a square: two decisions, neighbours, high and low bits."""
    numbers, cells = np.arange(2**19, dtype=np.uint64), 32
    who = Who(lambda: numbers)
    expected = (len(numbers) - 1) / cells**2
    worst = 0.0
    for trial in range(12):
        one, other = (Luck(trial, 0).of(f"decision {which}", "p", who) for which in range(2))
        low = one * 2**48 % 1
        for first, second in ((one, other), (one[:-1], one[1:]), (one, low), (low, other * 2**48 % 1)):
            cell = (first[: len(numbers) - 1] * cells).astype(int) * cells
            cell += (second[: len(numbers) - 1] * cells).astype(int)
            counts = np.bincount(cell, minlength=cells**2)
            worst = max(worst, float(((counts - expected) ** 2 / expected).sum()))
    assert worst < 1230  # chi-square with 1,023 degrees of freedom, p = 1e-5


def test_those_who_are_mixed_once_have_the_luck_that_they_have_by_number() -> None:
    luck, numbers = Luck(3, 1), np.arange(5, 3_000, dtype=np.uint64)
    by_number = luck.of("delay", "a", numbers)
    some = np.array([0, 7, 900], dtype=np.intp)
    for who in (Who(lambda: numbers), first_numbers(5, 3_000)):
        np.testing.assert_array_equal(luck.of("delay", "a", who), by_number)
        np.testing.assert_array_equal(luck.of("delay", "a", who.take(some)), by_number[some])
        np.testing.assert_array_equal(who.take(some).numbers, numbers[some])


def test_luck_below_a_chance_is_the_luck_of_all_compared_with_it() -> None:
    """To the last bit, in one block and in several, for who decides once more, and where luck is points."""
    points = PointLuck(0, 1, 2**16)
    for luck in (Luck(3, 1), Luck(3, 1).anew(2), points, points.anew(2)):
        for who in (first_numbers(0, 9), first_numbers(7, 40_000)):
            everybody = luck.of("delay", "a", who)
            some = float(everybody[5])
            for chance in (0.0, 2.0**-53, 0.2, np.nextafter(some, 0), some, np.nextafter(some, 1), 1 - 2.0**-53, 1, 2):
                expected = np.flatnonzero(everybody < chance)
                indices, found = luck.below("delay", "a", who, chance)
                np.testing.assert_array_equal(indices, expected)
                np.testing.assert_array_equal(found, everybody[expected])
                np.testing.assert_array_equal(luck.who_is_below("delay", "a", who, chance), expected)
                np.testing.assert_array_equal(luck.is_below("delay", "a", who, chance), everybody < chance)
                others, theirs = luck.not_below("delay", "a", who, chance)
                np.testing.assert_array_equal(others, np.flatnonzero(everybody >= chance))
                np.testing.assert_array_equal(theirs, everybody[others])


def test_every_key_has_a_stream_of_its_own() -> None:
    first = [
        Luck(seed, replication, apart).generator(decision, population).random()
        for seed in (0, 1, 2**40)
        for replication in (0, 1, 9)
        for decision in ("delay", "uptake", "delay/1", "")
        for population in ("", "a", "b", "aa")
        for apart in ("", "events")
    ]
    assert len(set(first)) == len(first)


def test_names_keep_their_boundaries() -> None:
    pairs = [("ab", "c"), ("a", "bc"), ("abc", ""), ("", "abc"), ("a:1:b", "c"), ("a", "1:bc"), ("1:a", "bc")]
    first = [Luck(3, 0).generator(decision, population).random() for decision, population in pairs]
    first.append(Luck(3, 0, "a").generator("b", "c").random())
    assert len(set(first)) == len(first)


def test_a_generator_always_begins_at_the_beginning() -> None:
    luck = Luck(3, 1)
    alone = luck.one("timeline.fix")
    luck.generator("timeline.fix").random(1000)
    luck_of_servers(luck, 3, 10)
    assert luck.one("timeline.fix") == alone == Luck(3, 1).one("timeline.fix")


def test_zero_is_a_seed() -> None:
    zero = sim.simulate(changed(seed=0))
    np.testing.assert_array_equal(zero.compromised_at, sim.simulate(changed(seed=0)).compromised_at)
    unseeded = sim.Scenario.from_dict({key: value for key, value in BOTH.items() if key != "seed"})
    np.testing.assert_array_equal(zero.compromised_at, sim.simulate(unseeded).compromised_at)
    assert not np.array_equal(of(zero, "b")[1], of(sim.simulate(changed(seed=1)), "b")[1])


# The same bits wherever, whenever.

SCRIPT = """
import hashlib, json, sys
import sim
scenario = sim.Scenario.from_dict(json.loads(sys.argv[1]))
digest = hashlib.sha256()
for replication in json.loads(sys.argv[2]):
    race = sim.simulate(scenario, replication)
    digest.update(race.compromised_at.tobytes() + race.protected_at.tobytes() + race.campaign.tobytes())
print(digest.hexdigest())
"""


def test_another_process_with_another_hash_seed_has_the_same_luck() -> None:
    document = {**BOTH, "campaigns": {**BOTH["campaigns"], **LISTED}}
    document["uncertain"] = {"campaigns.scan.rate": {"law": "lognormal", "median": "400/d", "sigma": 0.5}}
    digests = set()
    for hash_seed in ("0", "4242"):
        command = [sys.executable, "-c", SCRIPT, json.dumps(document), "[3, 0]"]
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        digests.add(done.stdout.strip())
    here = hashlib.sha256()
    scenario = sim.Scenario.from_dict(document)
    races = {replication: sim.simulate(scenario, replication) for replication in (0, 1, 3)}
    for replication in (3, 0):
        race = races[replication]
        here.update(race.compromised_at.tobytes() + race.protected_at.tobytes() + race.campaign.tobytes())
    assert digests == {here.hexdigest()}


def test_workers_and_the_number_of_replications_change_no_bit() -> None:
    document = {**BOTH, "replications": 6, "campaigns": {**BOTH["campaigns"], **LISTED}}
    scenario = sim.Scenario.from_dict(document)
    one, three = sim.run(scenario, workers=1), sim.run(scenario, workers=3)
    np.testing.assert_array_equal(one.counts, three.counts)
    assert one.estimates.equals(three.estimates)
    np.testing.assert_array_equal(sim.run(scenario.replace({"replications": 4})).counts, one.counts[:4])


def test_replications_differ() -> None:
    scenario = changed()
    races = [sim.simulate(scenario, replication) for replication in range(4)]
    assert len({of(race, "b")[1].tobytes() for race in races}) == 4
    assert len({of(race, "b")[0].tobytes() for race in races}) == 4


# What else is in the scenario.


def test_the_order_of_entries_does_not_matter() -> None:
    reverse = {key: dict(reversed(BOTH[key].items())) for key in ("populations", "remediations", "campaigns")}
    assert_same(sim.simulate(changed()), sim.simulate(changed(**reverse)), "a", "b")


def test_adding_removing_or_renaming_a_population_leaves_everybody_else_alone() -> None:
    extra: Document = {"organizations": 77, "servers_per_organization": 3}
    reference = sim.simulate(changed())
    for name in ("c", "d", "aa"):
        more = sim.simulate(part("populations", "a", "b", **{name: extra}))
        assert more.fleet.servers == reference.fleet.servers + 231
        assert_same(reference, more, "a", "b")
    first = sim.simulate(changed(populations={"c": extra, **BOTH["populations"]}))
    assert_same(reference, first, "a", "b")
    assert_same(reference, sim.simulate(part("populations", "a")), "a")
    assert_same(reference, sim.simulate(part("populations", "b", x=BOTH["populations"]["a"])), "b")


def test_a_population_with_another_name_has_other_luck() -> None:
    one = sim.simulate(part("populations", "b"))
    other = sim.simulate(part("populations", x=BOTH["populations"]["b"]))
    assert not np.array_equal(one.protected_at, other.protected_at)
    assert not np.array_equal(one.compromised_at, other.compromised_at)


def test_adding_organizations_leaves_those_already_there_alone() -> None:
    more = copy.deepcopy(BOTH["populations"])
    more["a"]["organizations"] = 190
    more["b"]["organizations"] = 320
    small, large = sim.simulate(changed()), sim.simulate(changed(populations=more))
    for population in ("a", "b"):
        for times, others in zip(of(small, population), of(large, population), strict=True):
            np.testing.assert_array_equal(times, others[: len(times)])


@pytest.mark.parametrize("sizes", [2, 3, 9, {"law": "fixed", "value": 6.5}])
def test_adding_servers_to_organizations_leaves_those_already_there_alone(sizes: Any) -> None:
    def table(each: Any) -> Any:
        document = {**copy.deepcopy(BOTH["populations"]["a"]), "servers_per_organization": each}
        frame = sim.simulate(changed(populations={"a": document})).to_frame()
        return frame.set_index(["organization", "server"])[["exposed", "compromised_at", "protected_at"]]

    small, large = table(2), table(sizes)
    assert small.equals(large.loc[small.index])


@pytest.mark.parametrize("strategies", [("scan", "burst"), ("scan", "list"), ("list", "spies"), ("spies", "burst")])
@pytest.mark.parametrize("remediations", [BOTH["remediations"], {}])
def test_campaigns_do_not_touch_each_others_luck(strategies: tuple[str, str], remediations: Document) -> None:
    campaigns = {**BOTH["campaigns"], **LISTED}

    def race(**chosen: Any) -> Race:
        return sim.simulate(changed(remediations=remediations, campaigns=chosen))

    first, second = strategies
    alone, other = race(**{first: campaigns[first]}), race(**{second: campaigns[second]})
    together = race(**{first: campaigns[first], second: campaigns[second]})
    earlier = np.minimum(alone.compromised_at, other.compromised_at)
    np.testing.assert_array_equal(together.compromised_at, earlier)
    assert (together.compromised_at < alone.compromised_at).any()
    assert (together.compromised_at < other.compromised_at).any()
    for race_of_one in (alone, other):
        np.testing.assert_array_equal(together.protected_at, race_of_one.protected_at)
    renamed = race(**{first: campaigns[first], "renamed": campaigns[second]})
    np.testing.assert_array_equal(
        renamed.compromised_at, np.minimum(alone.compromised_at, race(renamed=campaigns[second]).compromised_at)
    )
    assert not np.array_equal(renamed.compromised_at, together.compromised_at)


def test_adding_a_campaign_changes_compromise_only_downwards_and_protection_not_at_all() -> None:
    without = sim.simulate(changed())
    for name in ("list", "spies"):
        more = sim.simulate(part("campaigns", "scan", "burst", **{name: LISTED[name]}))
        np.testing.assert_array_equal(without.protected_at, more.protected_at)
        assert (more.compromised_at <= without.compromised_at).all()
        moved = more.compromised_at != without.compromised_at
        assert moved.any()
        assert (more.campaign[moved] == 2).all()
        np.testing.assert_array_equal(more.campaign[~moved], without.campaign[~moved])


def test_remediations_do_not_touch_each_others_luck_nor_that_of_attackers() -> None:
    remedies = BOTH["remediations"]

    def race(**chosen: Any) -> Race:
        return sim.simulate(changed(remediations=chosen))

    open_world, together = race(), race(**remedies)
    update, tool = race(update=remedies["update"]), race(tool=remedies["tool"])
    np.testing.assert_array_equal(together.protected_at, np.minimum(update.protected_at, tool.protected_at))
    assert (together.protected_at < update.protected_at).any()
    assert (together.protected_at < tool.protected_at).any()
    for protected in (together, update, tool):
        hit = np.isfinite(protected.compromised_at)
        assert 0 < hit.sum() < np.isfinite(open_world.compromised_at).sum()
        np.testing.assert_array_equal(protected.compromised_at[hit], open_world.compromised_at[hit])
        saved = ~hit & np.isfinite(open_world.compromised_at)
        assert (protected.protected_at[saved] <= open_world.compromised_at[saved]).all()
    renamed = race(update=remedies["update"], renamed=remedies["tool"])
    expected = np.minimum(update.protected_at, race(renamed=remedies["tool"]).protected_at)
    np.testing.assert_array_equal(renamed.protected_at, expected)
    assert not np.array_equal(renamed.protected_at, together.protected_at)


@pytest.mark.parametrize("name", ["list", "spies"])
def test_servers_on_a_list_keep_their_order_when_others_join_it(name: str) -> None:
    def race(**populations: Document) -> Race:
        campaign = {**LISTED[name], "rate": "9_000/d", "success": 1}
        return sim.simulate(changed(populations=populations, remediations={}, campaigns={name: campaign}))

    few = race(a=BOTH["populations"]["a"])
    many = race(a=BOTH["populations"]["a"], b=BOTH["populations"]["b"])
    (alone, _), (joined, _) = of(few, "a"), of(many, "a")
    np.testing.assert_array_equal(np.argsort(alone, kind="stable"), np.argsort(joined, kind="stable"))
    np.testing.assert_array_equal(np.isfinite(alone), np.isfinite(joined))
    if name == "spies":
        assert (joined[np.isfinite(alone)] >= alone[np.isfinite(alone)]).all()


@settings(max_examples=25)
@given(st.data())
def test_a_change_of_policy_keeps_the_world(data: st.DataObject) -> None:
    """Whatever is done to one remediation, attackers would enter whom they would have entered, when they would have."""
    path, value = data.draw(
        st.sampled_from(
            [
                ("available", "start + 20d"),
                ("adoption", {"law": "fixed", "value": "1d"}),
                ("uptake", 0.1),
                ("protects", 0.2),
                ("pace", {"2d": 0.1}),
                ("applies_to", {"tags": ["vip"]}),
            ]
        )
    )
    name = data.draw(st.sampled_from(["update", "tool"]))
    replication = data.draw(st.integers(0, 5))
    races = [
        sim.simulate(scenario, replication)
        for scenario in (changed(remediations={}), changed(), changed().replace({f"remediations.{name}.{path}": value}))
    ]
    open_world = races[0].compromised_at
    for race in races[1:]:
        hit = np.isfinite(race.compromised_at)
        np.testing.assert_array_equal(race.compromised_at[hit], open_world[hit])
    assert not np.array_equal(races[1].protected_at, races[2].protected_at)


def test_an_uncertain_value_has_luck_of_its_own() -> None:
    rate = {"law": "lognormal", "median": "400/d", "sigma": 0.5}
    fix = {"law": "uniform", "low": "1d", "high": "9d"}
    one = changed(uncertain={"campaigns.scan.rate": rate})
    both = changed(uncertain={"remediations.update.available": fix, "campaigns.scan.rate": rate})
    for replication in range(5):
        first, second = sim.simulate(one, replication).world, sim.simulate(both, replication).world
        assert first.drawn["campaigns.scan.rate"] == second.drawn["campaigns.scan.rate"]
    drawn = [sim.simulate(both, replication).world.drawn for replication in range(5)]
    assert len({each["remediations.update.available"] for each in drawn}) == 5


@pytest.mark.parametrize("luck", [PointLuck(0, 3, 64), PointLuck(0, 3, 64).anew(2), Luck(1, 3).anew(2)])
def test_any_luck_is_the_same_in_whatever_way_it_is_asked(luck: Luck) -> None:
    numbers = np.concatenate([np.arange(64, dtype=np.uint64), np.arange(9, dtype=np.uint64) + np.uint64(NEXT_SERVER)])
    all_of_it = luck.of("delay", "a", numbers)
    some, theirs = luck.below("delay", "a", Who(lambda: numbers), 0.4)
    np.testing.assert_array_equal(some, np.flatnonzero(all_of_it < 0.4))
    np.testing.assert_array_equal(theirs, all_of_it[some])
    np.testing.assert_array_equal(luck.who_is_below("delay", "a", numbers, 0.4), some)
