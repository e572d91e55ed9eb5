"""Worms in mean field: what a worm would come to if chance in its own spread averaged out, as in a fleet without end.

Servers depend on each other only through the effort of all footholds, whose number is taken at its mean. Given that
effort by time, they are independent of each other, and a worm is a campaign that probes at random by a clock which all
of its footholds together make: the rest is as for any other (`sim.engines.expected`).

The effort solves an integral equation (Kermack and McKendrick 1927, doi:10.1098/rspa.1927.0118): it grows as the number
of live footholds, which is that of servers that its effort has entered and that are not cleaned yet. Whatever else
happens to a server is drawn as points (`sim.engines.points`). Given that, its foothold lives at a time t if it was
entered between two known times: after the latest from which intruders are removed by t, and before t or whatever closed
the hole. The chance of that is exact, however small, so that the first footholds of a worm are no matter of points.
Steps of time follow the growth of footholds (the method of Adams, of second order, with one correction).

It leaves out what chance does to the first footholds, and so the delay of an outbreak, which does not average out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from sim.model.adoption import protections
from sim.model.aftermath import Removals
from sim.model.clocks import NEVER, Clock
from sim.model.crowd import Crowd
from sim.model.fleet import Players, exposed, outline
from sim.model.lists import Lists
from sim.model.luck import Luck
from sim.model.passes import joined
from sim.model.scanning import dwell_of, first_entries, worm_begins, worm_clock
from sim.model.strategies import RANDOM, Worm
from sim.model.times import Known
from sim.model.world import Attack, World
from sim.scenario.moments import AN_INSTANT
from sim.scenario.scenario import Scenario
from sim.scenario.strategy_rules import RULES

from .points import PointLuck, sampled

FloatArray = NDArray[np.float64]
POINTS, FEWEST_POINTS = 2**14, 2**12
CHANGE = 0.03
"""By what part of itself the number of footholds changes in a step."""
FASTER = 1.3
"""How much longer a step may be than the one before."""
FEWEST_STEPS = 400
ERROR = 2e-3
"""By how much steps and points are off at most, as a share of each count; tests measure it."""
AT_ONCE = 2**18 * AN_INSTANT
"""A third of a second, in which the servers fall from which a worm begins."""


def why_not(world: World) -> str:
    """Why worms of a world have no mean field; empty if they have one."""
    taken: dict[str, str] = {}
    for attack in _worms(world):
        for name in sorted(world.opens_again.intersection(attack.aims)):
            return f"has no expectation of the worm {attack.name} where servers of {name} may be open more than once"
        for name in attack.aims:
            if name in taken:
                return f"has no expectation of two worms, {taken[name]} and {attack.name}, that aim at the same servers"
            taken[name] = attack.name
    return ""


def says(scenario: Scenario) -> str:
    """What is to be said of an expectation: that it is a mean field, and of which worms; empty where it is none."""
    worms = [name for name, each in scenario.campaigns.items() if RULES[each.strategy].spreads]
    if not worms:
        return ""
    who = f"the worm {worms[0]} spreads" if len(worms) == 1 else f"the worms {' and '.join(worms)} spread"
    return (
        f"mean field: {who} as in a fleet without end; chance in the first footholds, and so in the start, is left out"
    )


def with_mean_worms(world: World) -> World:
    """The same world, in which worms are campaigns that probe at random with the mean effort of their footholds."""
    worms = _worms(world)
    if not worms:
        return world
    points = _points_for(world, worms)
    spreads = _spreads(world, worms, points)
    _march(list(spreads.values()), world.last_instant)
    attacks: list[Attack] = []
    for attack in world.attacks:
        attacks += spreads[attack.name].campaigns() if attack.name in spreads else [attack]
    return replace(world, attacks=tuple(attacks))


def _worms(world: World) -> list[Attack]:
    return [attack for attack in world.attacks if isinstance(attack.strategy, Worm)]


@dataclass(frozen=True, eq=False)
class Effort(Clock):
    """A clock with the reading of a table, straight between its times."""

    times: FloatArray = field(default_factory=lambda: np.zeros(0))
    readings: FloatArray = field(default_factory=lambda: np.zeros(0))

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    @property
    def total(self) -> float:
        """See Clock."""
        return float(self.readings[-1])

    def reading(self, time: FloatArray | float) -> FloatArray:
        """See Clock."""
        return np.asarray(np.interp(time, self.times, self.readings))

    def reaches(self, threshold: FloatArray) -> FloatArray:
        """See Clock."""
        place = np.searchsorted(self.readings, threshold, side="left")
        found = np.full(np.shape(threshold), NEVER)
        found[place == 0] = self.times[0]
        inside = (place > 0) & (place < len(self.readings))
        after, wanted = place[inside], np.asarray(threshold)[inside]
        low, high = self.readings[after - 1], self.readings[after]
        begins = self.times[after - 1]
        found[inside] = begins + (self.times[after] - begins) * (wanted - low) / (high - low)
        return found

    def faster(self, factor: float) -> Clock:
        """See Clock."""
        return replace(self, readings=self.readings * factor)


class _Spread:
    """A worm, and the servers at which it aims, as points: how many of these it holds, by its effort up to a time.

    A server of which the luck is a point stands for a number of them. The worm gets in before it is protected, or
    before another campaign does; where that one came first, until its intruders are cleared. It begins from a part of
    the servers of each population, `seeds`. `times` and `efforts` are what is known of it, in so many `steps`.
    """

    def __init__(
        self,
        world: World,
        attack: Attack,
        parts: list[Players],
        stands_for: list[float],
        luck: Luck,
        lists: Lists,
    ) -> None:
        self.attack, self.base = attack, worm_clock(attack)
        self.begins = worm_begins(attack)
        protected = [protections(world, part, luck) for part in parts]
        others = [_others(world, *each, luck, lists) for each in zip(parts, protected, strict=True)]
        self._protected, self._others = joined(protected, np.float64), joined(others, np.float64)
        self._removals = Removals(world, parts, luck)
        self._cleared = self._removals.evicted(np.arange(len(self._others)), self._others)
        counts = [len(part) for part in parts]
        self._weights = np.repeat(stands_for, counts) * attack.works_on
        self.servers = float(self._weights.sum())
        servers = zip(parts, stands_for, counts, strict=True)
        self.seeds = self._shares({part.population: each * count for part, each, count in servers})
        self._seeded = np.repeat([self.seeds[part.population] for part in parts], counts)
        self._dwell: FloatArray | float = 0.0
        if attack.dwell is not None:
            self._dwell = joined([dwell_of(attack, part, luck) for part in parts], np.float64)
        self.times, self.efforts = np.zeros(1024), np.zeros(1024)
        self.steps = 0
        self._rate = attack.success / (attack.addresses or 1)

    def _shares(self, servers: Mapping[str, float]) -> dict[str, float]:
        """The part of the servers on which it works from which it begins, by population."""
        attack = self.attack
        if isinstance(attack.initially, Mapping):
            wanted = {name: (attack.initially.get(name, 0), number) for name, number in servers.items()}
        else:
            wanted = dict.fromkeys(servers, (attack.initially, sum(servers.values())))
        return {
            name: min(number / (among * attack.works_on), 1.0) if among * attack.works_on > 0 else 0.0
            for name, (number, among) in wanted.items()
        }

    @property
    def fastest(self) -> float:
        """The most by which the number of footholds can grow, as a part of itself by reading of the clock of one."""
        return self.servers * self._rate

    def record(self, time: float, effort: float) -> None:
        """What the effort is at a time, later than the others."""
        if self.steps == len(self.times):
            self.times, self.efforts = (np.append(each, np.zeros(len(each))) for each in (self.times, self.efforts))
        self.times[self.steps], self.efforts[self.steps] = time, effort
        self.steps += 1

    def correct(self, effort: float) -> None:
        """What the effort is at the last time after all."""
        self.efforts[self.steps - 1] = effort

    def _entered(self, times: FloatArray) -> FloatArray:
        """The chance that a server is entered by each time, if it is open all the time, by what is recorded."""
        effort = np.interp(times - self._dwell, self.times[: self.steps], self.efforts[: self.steps], left=0.0)
        return np.asarray(-np.expm1(-effort * self._rate))

    def footholds(self, time: float) -> float:
        """The mean number of live footholds at the last time that is recorded."""
        if time < self.begins:
            return 0.0
        closes = np.minimum(self._protected, self._others)
        removed = self._removals.over_by(time)
        lives = np.maximum(self._entered(np.minimum(closes, time)) - self._entered(removed), 0.0)
        seeded = (self.begins < closes) & (self.begins > removed)
        if np.any(self._others < NEVER):
            shared = (self._others <= time) & (time < self._cleared)
            between = self._entered(np.minimum(self._protected, time)) - self._entered(np.minimum(self._others, time))
            lives += shared * np.maximum(between, 0.0)
            seeded |= shared & (self._others <= self.begins) & (self.begins < self._protected)
        return float(self._weights @ (self._seeded * seeded + (1 - self._seeded) * lives))

    def campaigns(self) -> Iterator[Attack]:
        """The same as campaigns that probe at random: one for each population, as each has its own part of seeds."""
        attack = replace(self.attack, strategy=RANDOM, initially=0)
        for name, weight in attack.aims.items():
            aimed = replace(attack, name=f"{attack.name} on {name}", aims={name: weight})
            seeds = self.seeds.get(name, 0.0)
            if not self.steps:
                yield replace(aimed, clocks=())
            elif attack.dwell is None and self._rate > 0:
                yield replace(aimed, clocks=(self._clock(seeds, self._rate),))
            else:
                yield replace(aimed, clocks=(self._clock(0.0, self._rate),))
                begun = self._clock(seeds, 1 / (attack.addresses or 1), multiple=0.0)
                yield replace(aimed, name=f"{aimed.name} first", clocks=(begun,), success=1.0, dwell=None)

    def _clock(self, seeds: float, rate: float, multiple: float = 1.0) -> Effort:
        """The effort that has a part of the servers entered as the worm begins, and then a multiple of its own.

        `rate` is how many successes it has on a server for its effort.
        """
        burst = -np.log1p(-min(seeds, 1 - 1e-15)) / rate if seeds else 0.0
        times, efforts = self.times[: self.steps], self.efforts[: self.steps] * multiple
        later = times > self.begins + AT_ONCE
        table = np.append([self.begins, self.begins + AT_ONCE], times[later])
        readings = np.append([0.0, burst], burst + efforts[later])
        return Effort(
            (self.begins, self.begins + AT_ONCE), (1.0, 1.0), float(table[-1]), times=table, readings=readings
        )


def _others(world: World, players: Players, protected: FloatArray, luck: Luck, lists: Lists) -> FloatArray:
    """When other campaigns than worms first enter each server; days, `inf` if never."""
    without = replace(world, attacks=tuple(each for each in world.attacks if not isinstance(each.strategy, Worm)))
    entries, times = first_entries(without, players, luck, lists, Known(protected)), np.full(len(players), NEVER)
    times[entries.servers] = entries.first.times
    return times


def _spreads(world: World, worms: list[Attack], points: int) -> dict[str, _Spread]:
    """Worms by name, before they begin."""
    luck, of_points = PointLuck(0, world.replication, points), sampled(world, points)
    fleet = outline(of_points, luck, kept=True)
    lists = Lists(of_points, fleet, luck, Crowd(world.populations))
    spreads: dict[str, _Spread] = {}
    for attack in worms:
        groups = [group for group in fleet.groups if group.name in attack.aims and group.servers]
        parts = [exposed(group, of_points, luck).players for group in groups]
        stands_for = [world.populations[part.population].organizations / points for part in parts]
        spreads[attack.name] = _Spread(of_points, attack, parts, stands_for, luck, lists)
    return spreads


def _march(worms: list[_Spread], last: float) -> None:
    """Find out what the effort of every worm is by the last instant of a race."""
    running = [worm for worm in worms if worm.begins < last and worm.servers > 0]
    if not running:
        return
    time = min(worm.begins for worm in running)
    edges = {edge for worm in running for edge in (*worm.base.starts, worm.base.end, worm.begins, last)}
    longest = (last - time) / FEWEST_STEPS
    efforts, nothing = np.zeros(len(running)), np.zeros(len(running))
    _record(running, time, efforts)
    number = np.array([worm.footholds(time) for worm in running])
    shortest = np.array([CHANGE / worm.fastest if worm.fastest else NEVER for worm in running])
    step = shortest
    for end in sorted(edge for edge in edges if time < edge <= last):
        slope = nothing  # it is another after a bend
        while time < end:
            readings = np.array([worm.base.reading(time) for worm in running])
            time = min(end, max(_soonest(running, readings + step), time + AN_INSTANT), time + longest)
            moved = np.array([worm.base.reading(time) for worm in running]) - readings
            _record(running, time, efforts + moved * np.maximum(number + slope * moved / 2, 0.0))
            then = np.array([worm.footholds(time) for worm in running])
            efforts = efforts + moved * (number + then) / 2
            for worm, effort in zip(running, efforts, strict=True):
                worm.correct(effort)
            slope = np.divide(then - number, moved, out=np.zeros(len(moved)), where=moved > 0)
            same = np.full(len(moved), NEVER)
            wanted = np.divide(CHANGE * np.maximum(then, number), np.abs(slope), out=same, where=slope != 0)
            step = np.maximum(shortest, np.minimum(wanted, FASTER * np.maximum(moved, shortest)))
            number = then


def _record(worms: list[_Spread], time: float, efforts: FloatArray) -> None:
    for worm, effort in zip(worms, efforts, strict=True):
        worm.record(time, float(effort))


def _soonest(worms: list[_Spread], readings: FloatArray) -> float:
    """When the clock of one foothold of any worm first reads so much; days."""
    times = [worm.base.reaches(np.array([each]))[0] for worm, each in zip(worms, readings, strict=True)]
    return float(min(times))


def _points_for(world: World, worms: list[Attack]) -> int:
    """The number of points: fewer where organizations have many servers, so that it takes no longer."""
    most = max((world.populations[name].expected_servers for each in worms for name in each.aims), default=1.0)
    per_organization = max(most, 1.0)
    return max(FEWEST_POINTS, POINTS >> math.ceil(math.log2(per_organization)))
