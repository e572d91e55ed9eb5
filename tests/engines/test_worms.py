"""Worms: exact laws of small epidemics, and the same race as one that goes from event to event on the same luck.

Theory. Where all laws are exponential an epidemic is a Markov chain, whose law is a matrix exponential, worked out here
by itself; quoted numbers are those of the project's table of exact results (B1, C6, C8a after Black and Ross 2015,
C9). Tolerance. |z| < 4 for means and variances, with exact moments; p > 0.001 for laws, by chi-square. Seeds were fixed
before the first run.
"""

from __future__ import annotations

import heapq
import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pytest
from features import OPEN_ONCE, Row, any_row, scenario_of
from numpy.typing import NDArray
from scipy import sparse, stats

import sim
from sim.model import feedback, spread_again
from sim.model.aftermath import live
from sim.model.clocks import NEVER, instant
from sim.model.crews import with_crews
from sim.model.feedback import with_spread
from sim.model.fleet import build_fleet
from sim.model.intervals import footholds_of
from sim.model.lists import Lists
from sim.model.race import Race
from sim.model.scanning import dwell_of, seeds_of, works, worm_efforts
from sim.model.strategies import Worm
from sim.model.world import Spread, World, Worlds

Document = dict[str, Any]
FloatArray = NDArray[np.float64]
HOSTS, LIMIT, SMALLEST_P = 20, 4.0, 0.001
RACES, VERIFIED_RACES = 600, 6000
"""In 1,000 races the mean is known to an eighth of a standard deviation, at four standard errors."""
ENGINES = ("vectorized", "events")


def epidemic(horizon: float = 5, hosts: int = HOSTS, contacts: float = 1, **sections: Any) -> Document:
    """A worm that begins from one of some hosts, each of which makes contacts with all of them."""
    worm = {"begins": "0d", "strategy": "worm", "addresses": hosts, "rate": f"{contacts}/d", "initially_compromised": 1}
    populations = {"hosts": {"organizations": hosts}}
    whole = {"name": "epidemic", "start": "2021-01-01", "horizon": f"{horizon}d", "seed": 20210302}
    return {**whole, "populations": populations, "campaigns": {"worm": worm}, **sections}


def exponential(mean: float) -> Document:
    return {"law": "exponential", "mean": f"{mean}d"}


@dataclass(frozen=True)
class Phase:
    """A time in days in which healthy hosts are protected, and ill ones removed, at rates a day."""

    length: float
    protected: float
    removed: float


def law_of_compromised(phases: list[Phase], hosts: int = HOSTS) -> FloatArray:
    """The chances of 0, 1, ... hosts that were ever compromised: a chain of healthy, ill and ever ill ones."""
    states = [
        (healthy, ill, ever)
        for ever in range(1, hosts + 1)
        for healthy in range(hosts - ever + 1)
        for ill in range(ever + 1)
    ]
    number = {state: index for index, state in enumerate(states)}
    chances = np.zeros(len(states))
    chances[number[hosts - 1, 1, 1]] = 1.0
    for phase in phases:
        rows, columns, rates = [], [], []
        for (healthy, ill, ever), index in number.items():
            ways = [
                ((healthy - 1, ill + 1, ever + 1), ill * healthy / hosts),
                ((healthy - 1, ill, ever), phase.protected * healthy),
                ((healthy, ill - 1, ever), phase.removed * ill),
            ]
            for target, rate in ways:
                if rate > 0:
                    rows += [number[target], index]
                    columns += [index, index]
                    rates += [rate, -rate]
        generator = sparse.csr_matrix((rates, (rows, columns)), shape=(len(states),) * 2)
        chances = sparse.linalg.expm_multiply(generator * phase.length, chances)
    law = np.zeros(hosts + 1)
    np.add.at(law, [ever for _, _, ever in states], chances)
    return law


BLACK_AND_ROSS = np.array([0, 0.33333, 0.08640, 0.04908, 0.03814, 0.03638, 0.04079, 0.05256, 0.07614, 0.11862, 0.16854])
"""The law of the final size, published in 2015."""
EXACT: dict[str, tuple[Document, FloatArray, float]] = {
    "B1": (epidemic(), law_of_compromised([Phase(5, 0, 0)]), 15.30812855),
    "C6": (
        epidemic(60, remediations={"update": {"available": "0d", "adoption": exponential(5)}}),
        law_of_compromised([Phase(60, 0.2, 0)]),
        9.429887206,
    ),
    "C8a": (
        epidemic(90, 10, 20 / 9, aftermath={"detection": exponential(1), "cleanup": {"law": "fixed", "value": "0d"}}),
        BLACK_AND_ROSS / BLACK_AND_ROSS.sum(),
        4.962691458,
    ),
    "C9": (
        epidemic(60, remediations={"update": {"available": "3d", "adoption": exponential(2), "evicts": 1}}),
        law_of_compromised([Phase(3, 0, 0), Phase(57, 0.5, 0.5)]),
        12.10921705,
    ),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", EXACT)
def test_small_epidemics_have_their_exact_law(case: str, engine: str) -> None:
    has_its_exact_law(case, engine, RACES)


@pytest.mark.verify
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", EXACT)
def test_small_epidemics_have_their_exact_law_in_many_races(case: str, engine: str) -> None:
    has_its_exact_law(case, engine, VERIFIED_RACES)


def has_its_exact_law(case: str, engine: str, races: int) -> None:
    document, law, mean = EXACT[case]
    sizes = np.arange(len(law))
    assert law @ sizes == pytest.approx(mean, abs=1e-3 if case == "C8a" else 1e-6)
    moments = [law @ (sizes - mean) ** power for power in (2, 4)]
    result = sim.run(sim.Scenario.from_dict(document | {"replications": races}), engine=engine, workers=1)
    found = np.asarray(result.values("compromised"))
    assert abs(found.mean() - mean) < LIMIT * math.sqrt(moments[0] / len(found))
    assert abs(found.var() - moments[0]) < LIMIT * math.sqrt((moments[1] - moments[0] ** 2) / len(found))
    counted, due = np.bincount(found.astype(int), minlength=len(law)), law * len(found)
    often = due >= 5
    seen, wanted = (np.append(each[often], each[~often].sum()) for each in (counted, due))
    assert stats.chisquare(seen[wanted > 0], wanted[wanted > 0]).pvalue > SMALLEST_P


def test_the_start_delays_an_outbreak_by_a_law_of_its_own() -> None:
    """From one server to half of all: the time of the logistic curve, less the logarithm of an exponential number over
    the growth rate (Kendall 1966, On the birth of the disease, doi:10.1111/j.2517-6161.1966.tb00629.x)."""
    hosts, growth, worlds = 20_000, 43.2, 150
    scenario = sim.Scenario.from_dict(epidemic(1.5, hosts, growth))
    half = [np.sort(sim.simulate(scenario, number).compromised_at)[hosts // 2] for number in range(worlds)]
    late = np.array(half) * growth - math.log(hosts - 1)
    assert abs(late.mean() - np.euler_gamma) < LIMIT * math.pi / math.sqrt(6 * worlds)
    assert stats.kstest(late, stats.gumbel_r.cdf).pvalue > SMALLEST_P


# The same race, from event to event


class OneByOne:
    """A worm race played event after event: the next success by the effort of all footholds, or what was due before."""

    def __init__(self, world: World) -> None:
        luck = world.luck
        fleet = build_fleet(world, luck)
        world = with_crews(world, fleet, luck)
        lists = Lists(world, fleet, luck)
        worms = [attack for attack in world.attacks if isinstance(attack.strategy, Worm)]
        self.world, self.luck = world, luck
        self.targets = feedback._targets(world, worms, feedback._aimed_at(world, worms, fleet, luck), luck, lists)
        self.parts = self.targets.parts
        self.first = np.cumsum([0, *(len(part) for part in self.parts)])
        self.compromised = self.targets.compromised.copy()
        self.worms = [OneWorm(attack, self) for attack in worms]
        self.due: list[tuple[float, int, int, int]] = [
            (worm.begins, 1, number, int(server)) for number, worm in enumerate(self.worms) for server in worm.seeds
        ]
        heapq.heapify(self.due)
        self.removed: dict[tuple[int, float], float] = {}

    def play(self) -> FloatArray:
        """When each server is compromised."""
        while True:
            soon = [worm.next_success() for worm in self.worms]
            number = int(np.argmin(soon))
            if soon[number] < NEVER and (not self.due or soon[number] <= self.due[0][0]):
                worm = self.worms[number]
                server = int(worm.order[worm.next])
                worm.next += 1
                heapq.heappush(self.due, (instant(soon[number] + worm.dwell[server]), 1, number, server))
            elif self.due:
                time, what, number, server = heapq.heappop(self.due)
                if time > self.world.last_instant:
                    break
                self.enter(time, number, server) if what else self.worms[number].change(time, -1)
            else:
                break
        return self.compromised

    def enter(self, time: float, number: int, server: int) -> None:
        before = self.compromised[server]
        if time < self.targets.protected[server] and time < self.end(server, before):
            self.compromised[server] = min(before, time)
            self.worms[number].change(time, 1)
            heapq.heappush(self.due, (self.end(server, self.compromised[server]), 0, number, server))

    def end(self, server: int, compromised: float) -> float:
        """When intruders who came at a time are removed."""
        if compromised == NEVER:
            return NEVER
        if (server, compromised) not in self.removed:
            part = int(np.searchsorted(self.first, server, side="right")) - 1
            players = self.parts[part].take(np.array([server - self.first[part]]))
            protected = self.targets.protected[[server]]
            evicted = live(self.world, players, self.luck, np.array([compromised]), protected).evicted
            self.removed[server, compromised] = NEVER if evicted is None else float(evicted[0])
        return self.removed[server, compromised]


class OneWorm:
    """A worm as it stands."""

    def __init__(self, attack: Any, race: OneByOne) -> None:
        servers = len(race.targets.protected)
        self.clock = attack.clocks[0]
        self.begins = instant(self.clock.starts[0]) if self.clock.starts else NEVER
        self.efforts, self.dwell = np.full(servers, NEVER), np.zeros(servers)
        for part, first in zip(race.parts, race.first[:-1], strict=True):
            if part.population in attack.aims:
                here = slice(first, first + len(part))
                able = works(attack, part, race.luck)
                self.efforts[here] = np.where(able, worm_efforts(attack, part, race.luck), NEVER)
                if attack.dwell is not None:
                    self.dwell[here] = dwell_of(attack, part, race.luck)
        self.seeds = seeds_of(attack, race.parts, race.luck)
        self.efforts[self.seeds] = NEVER
        self.order = np.argsort(self.efforts)
        self.next, self.live, self.effort, self.read = 0, 0, 0.0, 0.0

    def next_success(self) -> float:
        """When the next success comes if nothing happens before."""
        if not self.live or self.next == len(self.order) or self.efforts[self.order[self.next]] == NEVER:
            return NEVER
        effort = self.efforts[self.order[self.next]] - self.effort
        return float(self.clock.reaches(np.array([self.read + effort / self.live]))[0])

    def change(self, time: float, by: int) -> None:
        """A foothold more or less."""
        read = float(self.clock.reading(time))
        self.effort += self.live * (read - self.read)
        self.read, self.live = read, self.live + by


def world_of(document: Document, replication: int = 0) -> World:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sim.ScenarioWarning)
        return Worlds(sim.Scenario.from_dict(document))[replication]


def compromised_in_arrays(world: World) -> FloatArray:
    """When each server at which worms aim is compromised, as the vectorized engine has it."""
    from sim.engines.vectorized import simulate

    race: Race = simulate(world)
    worms = [attack for attack in world.attacks if isinstance(attack.strategy, Worm)]
    aimed = {name for attack in worms for name in attack.aims}
    parts = [
        race.compromised_at[group.span][race.exposed[group.span]] for group in race.fleet.groups if group.name in aimed
    ]
    return np.concatenate(parts) if parts else np.zeros(0)


def generated(number: int, fixed: Row = OPEN_ONCE) -> Document:
    """A scenario with worms and anything else but alarms, of which `OneByOne` knows none, and ten times the servers."""
    row = any_row(np.random.default_rng((number, 13))) | {"strategy": "worm", "alarm": "none"} | fixed
    document = scenario_of(row, number) | {"seed": number}
    for population in document["populations"].values():
        population["organizations"] *= 10
    for campaign in document["campaigns"].values():
        if "addresses" in campaign:
            campaign["addresses"] *= 10
    return document


def same_times(one: FloatArray, other: FloatArray) -> bool:
    return np.array_equal(np.isfinite(one), np.isfinite(other)) and bool(
        np.allclose(one[np.isfinite(one)], other[np.isfinite(other)], rtol=0, atol=1e-8)
    )


@pytest.mark.parametrize("number", range(60))
def test_arrays_and_events_one_by_one_give_the_same_race(number: int) -> None:
    world = world_of(generated(number))
    one_by_one = OneByOne(world).play()
    one_by_one = np.where(one_by_one <= world.last_instant, one_by_one, NEVER)
    assert same_times(one_by_one, compromised_in_arrays(world)), world.scenario.to_dict()


LARGE = epidemic(
    2,
    20_000,
    43.2,
    remediations={"update": {"available": "6h", "adoption": exponential(1), "evicts": 0.7}},
    aftermath={"detection": exponential(0.5), "cleanup": exponential(0.5), "cleanup_share": 0.6},
)


@cache
def large_one_by_one() -> FloatArray:
    world = world_of(LARGE)
    one_by_one = OneByOne(world).play()
    return np.where(one_by_one <= world.last_instant, one_by_one, NEVER)


def test_a_large_epidemic_is_the_same_to_the_last_server() -> None:
    found = compromised_in_arrays(world_of(LARGE))
    assert 5_000 < np.isfinite(found).sum() < 20_000
    assert same_times(large_one_by_one(), found)


def ends_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(feedback._Runs, "add", lambda *_: None)


def ends_of_a_window_forgotten(patch: pytest.MonkeyPatch) -> None:
    take = feedback._Footholds.take

    def forgetful(worm: Any, inside: Any, removed: FloatArray) -> None:
        take(worm, inside, removed)
        worm.new_ends = worm.new_ends[:0]

    patch.setattr(feedback._Footholds, "take", forgetful)


def the_first_assumption_is_right(patch: pytest.MonkeyPatch) -> None:
    follows = feedback._Footholds.follows
    patch.setattr(feedback._Footholds, "follows", lambda worm: not worm._assumed and follows(worm))


@pytest.mark.parametrize("breakage", [ends_forgotten, ends_of_a_window_forgotten, the_first_assumption_is_right])
def test_the_comparison_sees(breakage: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch) -> None:
    right = large_one_by_one()
    breakage(monkeypatch)
    assert not same_times(right, compromised_in_arrays(world_of(LARGE)))


@pytest.mark.parametrize("entries", [1, 100_000])
def test_windows_do_not_matter(entries: int, monkeypatch: pytest.MonkeyPatch) -> None:
    worlds = [world_of(generated(number)) for number in range(12)]
    before = [compromised_in_arrays(world) for world in worlds]
    monkeypatch.setattr(feedback, "FEW_ENTRIES", entries)
    for world, usual in zip(worlds, before, strict=True):
        assert same_times(usual, compromised_in_arrays(world))


@pytest.mark.parametrize("hosts", [100_000])
def test_what_rounding_moves_to_another_window_is_not_lost(hosts: int) -> None:
    """The third of these worlds has an entry that is rounded to before the end of a window."""
    removal = {"patch": {"available": "0d", "adoption": {"law": "exponential", "mean": "20h"}, "evicts": 1}}
    document = epidemic(2, hosts, 43.2, remediations=removal) | {"seed": 0}
    document["campaigns"]["worm"] |= {"initially_compromised": 10, "rate": "1.8/h"}
    world = world_of(document, 3)
    assert same_times(OneByOne(world).play(), compromised_in_arrays(world))


def test_centuries_are_no_hindrance() -> None:
    """Where an instant is less than the last bit of a time."""
    document = epidemic(80_000, 50, 1 / 40_000, start="1700-01-01")
    document["campaigns"]["worm"] |= {"begins": "70_000d", "rate": "5/d", "initially_compromised": 3}
    for number in range(5):
        world = world_of(document, number)
        assert same_times(OneByOne(world).play(), compromised_in_arrays(world))


# The same where servers may fall more than once


def foothold_by_foothold(world: World) -> dict[str, Spread]:
    """What becomes of each worm, as races tell of which each knows of one more instant at which a foothold changes."""
    luck = world.luck
    fleet = build_fleet(world, luck)
    world = with_crews(world, fleet, luck)
    lists = Lists(world, fleet, luck)
    worms = [attack for attack in world.attacks if isinstance(attack.strategy, Worm)]
    parts = feedback._aimed_at(world, worms, fleet, luck)
    known = {attack.name: spread_again._before(attack, parts, luck) for attack in worms}
    now = -NEVER
    while True:
        world = world.with_spreads(known)
        spans: dict[str, list[tuple[FloatArray, FloatArray]]] = {name: [] for name in known}
        for group in (each for each in fleet.groups if each.servers):
            for name, found in footholds_of(world, group, luck, lists).items():
                spans[name] += found
        times = np.concatenate([np.zeros(0), *(each for found in spans.values() for both in found for each in both)])
        now = float(times[(times > now) & (times < NEVER)].min(initial=NEVER))
        if now == NEVER:
            return known
        known = {
            name: spread_again._of_footholds(known[name], [_up_to(now, *both) for both in found])
            for name, found in spans.items()
        }


def _up_to(now: float, begins: FloatArray, ends: FloatArray) -> tuple[FloatArray, FloatArray]:
    begun = begins <= now
    return begins[begun], np.where(ends[begun] <= now, ends[begun], NEVER)


AGAIN: tuple[Row, ...] = (
    {"reinfection": "some", "detection": "some", "cleanup": "some"},
    {"until": "law"},
    {"protects": "by_campaign"},
)


@pytest.mark.parametrize("number", range(24))
def test_footholds_are_those_of_going_from_one_to_the_next(number: int) -> None:
    has_the_footholds_of_going_from_one_to_the_next(number)


def has_the_footholds_of_going_from_one_to_the_next(number: int) -> None:
    world = world_of(generated(number, AGAIN[number % len(AGAIN)]))
    luck, one_by_one = world.luck, foothold_by_foothold(world)
    fleet = build_fleet(world, luck)
    played = with_spread(with_crews(world, fleet, luck), fleet, luck, Lists(world, fleet, luck))
    for attack in played.attacks:
        if attack.spread is not None and attack.spread.entered is None:
            due = one_by_one[attack.name]
            np.testing.assert_allclose(attack.spread.begun, due.begun, rtol=0, atol=1e-8)
            np.testing.assert_allclose(attack.spread.over, due.over, rtol=0, atol=1e-8)


def test_that_comparison_sees_one_race_too_few(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = iter([False] * 4)
    monkeypatch.setattr(spread_again, "_are_same", lambda *_: next(compared, True))
    with pytest.raises(AssertionError):
        has_the_footholds_of_going_from_one_to_the_next(0)


COMES_BACK = {"detection": exponential(0.3), "cleanup": exponential(0.1), "cleanup_protects": 0, "reinfection": True}


@pytest.mark.parametrize("engine", ["vectorized", "events"])
def test_a_worm_that_comes_back_stays(engine: str) -> None:
    """A server that is cleaned and entered anew sends the probes of its new foothold alone.

    In balance the share that it holds is 1 - 1 / (contacts x mean time of a foothold) (Weiss and Dishon 1971,
    Mathematical Biosciences 11, doi:10.1016/0025-5564(71)90087-3).
    """
    document = epidemic(3, 600, 8, aftermath=COMES_BACK) | {"replications": 6}
    document["campaigns"]["worm"]["initially_compromised"] = 200
    found = np.asarray(sim.run(sim.Scenario.from_dict(document), engine=engine, workers=1).values("live_footholds"))
    assert found.mean() / 600 == pytest.approx(1 - 1 / (8 * 0.4), abs=0.03)


def test_a_server_is_entered_by_the_luck_of_each_time() -> None:
    race = sim.simulate(sim.Scenario.from_dict(epidemic(4, 300, 8, aftermath=COMES_BACK)), 1)
    assert race.lives is not None
    falls = np.bincount(race.lives.foothold.servers)
    assert falls.max() > 3
    again = race.lives.foothold
    first = np.append(True, again.servers[1:] != again.servers[:-1])
    assert np.all(again.begins[1:][~first[1:]] > again.ends[:-1][~first[1:]])


# What a worm is


def worm_with(**keys: Any) -> Document:
    document = epidemic()
    document["campaigns"]["worm"] |= keys
    return document


def test_a_worm_begins_from_as_many_servers_as_it_says() -> None:
    race = sim.simulate(sim.Scenario.from_dict(worm_with(initially_compromised=7, rate="1e-9/d")))
    assert (race.compromised_at == 0).sum() == np.isfinite(race.compromised_at).sum() == 7
    document = worm_with(initially_compromised={"clinics": 3}, rate="1e-9/d")
    document["populations"]["clinics"] = {"organizations": 30}
    document["campaigns"]["worm"]["addresses"] = 60
    table = sim.simulate(sim.Scenario.from_dict(document)).to_frame()
    assert table[table.compromised_at == 0].population.tolist() == ["clinics"] * 3


def test_a_server_that_is_protected_when_a_worm_begins_is_not_replaced() -> None:
    half = {"update": {"available": "0d", "uptake": 0.5, "adoption": {"law": "fixed", "value": "0d"}}}
    document = epidemic(hosts=4000, remediations=half)
    document["campaigns"]["worm"] |= {"initially_compromised": 400, "rate": "1e-9/d"}
    race = sim.simulate(sim.Scenario.from_dict(document))
    assert abs(np.isfinite(race.compromised_at).sum() - 200) < 4 * 10


def test_another_policy_meets_the_same_worm() -> None:
    policies = {"unchanged": {"campaigns.worm.rate": "1/d"}, "slower": {"campaigns.worm.rate": "0.5/d"}}
    found = sim.compare(sim.Scenario.from_dict(epidemic() | {"replications": 40}), policies)
    assert (found.difference("unchanged") == 0).all()
    assert (found.difference("slower") <= 0).all()


@pytest.mark.parametrize(
    "keys",
    [
        {"rate": "1e15/d"},
        {"rate": "1e-12/d"},
        {"success": 0},
        {"success": 1e-12},
        {"begins": "5d"},
        {"begins": "9d"},
        {"begins": "2020-12-29"},
        {"ends": "0d"},
        {"pace": {"1d": 0, "2d": 5}},
        {"initially_compromised": 1000},
        {"addresses": 10**12},
        {"works_on": 0},
        {"growth": {"doubling": "1h", "limit": 1000}},
        {"ramp": "2d"},
        {"dwell": {"law": "fixed", "value": "100d"}},
    ],
    ids=str,
)
def test_extremes_keep_their_meaning(keys: Document) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        world = world_of(worm_with(**keys))
        found = compromised_in_arrays(world)
        assert same_times(OneByOne(world).play(), found)
        assert np.isfinite(found).sum() == {"works_on": 0, "initially_compromised": 20}.get(
            next(iter(keys)), np.isfinite(found).sum()
        )


@pytest.mark.parametrize(
    ("keys", "path", "message"),
    [
        ({"initially_compromised": None}, "initially_compromised", "missing key; a worm begins from servers it holds"),
        ({"initially_compromised": 0}, "initially_compromised", "must be a whole number of at least 1"),
        ({"initially_compromised": {}}, "initially_compromised", "names no population"),
        ({"initially_compromised": {"hsts": 1}}, "initially_compromised.hsts", "did you mean 'hosts'"),
        (
            {"initially_compromised": {"hosts": 0}},
            "initially_compromised.hosts",
            "must be a whole number of at least 1",
        ),
        ({"actors": {"first": 2}}, "actors", "a worm has no actors"),
        ({"entry": "foothold"}, "entry", "a worm makes footholds of its own"),
        ({"priority": {"vip": 2}}, "priority", "only a hit_list has priorities"),
        ({"addresses": None}, "addresses", "strategy worm needs the number of addresses"),
        ({"addresses": 10}, "addresses", "is less than the 20 servers aimed at"),
        ({"strategy": "random"}, "initially_compromised", "only a worm begins from servers that it holds"),
    ],
    ids=str,
)
def test_mistakes_are_told_with_their_place(keys: Document, path: str, message: str) -> None:
    document = worm_with(**keys)
    document["campaigns"]["worm"] = {
        key: value for key, value in document["campaigns"]["worm"].items() if value is not None
    }
    with pytest.raises(sim.InputError) as caught:
        sim.Scenario.from_dict(document)
    found = {".".join(map(str, each.path)): each.message for each in caught.value.problems}
    assert message in found[f"campaigns.worm.{path}"]


def test_counts_cannot_do_worms_and_says_so() -> None:
    with pytest.raises(sim.InputError, match="attack each other"):
        sim.run(sim.Scenario.from_dict(epidemic()), engine="counts")
    assert sim.run(sim.Scenario.from_dict(epidemic() | {"replications": 1}), engine="auto").engine == "vectorized"


CLIENT = {"name": "Example", "deployment": "on_prem", "servers": 2, "patches_after": "5d"}


def test_a_client_is_one_more_host_in_the_race_of_a_worm() -> None:
    """Its chance is that of a contact, 1 - exp(-contacts of all footholds), of those in the race of each world."""
    document = epidemic(remediations={"update": {"available": "1d", "adoption": exponential(1)}}, horizon=30)
    scenario = sim.Scenario.from_dict(document)
    race = sim.own_race(scenario, sim.Client.from_dict(CLIENT | {"servers": 1}), replications=20)
    for number in range(20):
        played = sim.simulate(scenario, number)
        contacts = np.sum(np.maximum(6 - played.compromised_at, 0)) / HOSTS
        assert race.today.chances[number] == pytest.approx(1 - np.exp(-contacts))
    assert np.ptp(race.today.chances) > 0.05


def test_a_page_cannot_hold_the_race_of_a_worm() -> None:
    with pytest.raises(sim.InputError, match="the worm worm hangs on the race of all servers"):
        sim.write_explore_page(sim.Scenario.from_dict(epidemic()), out="page.html")
