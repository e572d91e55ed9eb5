"""Clocks that depend on the race: a worm scans from the servers that it holds, and so makes its own speed.

The effort of a worm grows as that of one foothold does, times the number of its live footholds. So while nothing else
happens, effort is a straight line over what the clock of one foothold reads, and it bends where a foothold begins or
ends. If it is known which of the next successes get in, and between which of them footholds end, when each succeeds is
a sum: after some begin and end, effort = footholds x reading + the readings of all ends - those of all beginnings, and
a success is where that is the effort that it takes.

Both are found together, in a window of time that moves on: assume that all get in and none ends, work out when they
succeed, and so who gets in, when each is removed, and between which successes that is; repeat until none of this
changes. Then it is right, as it follows from itself, and each event hangs on earlier ones alone. Mostly that takes
three or four passes, as a change in a few ends hardly changes the times of successes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.scenario.moments import AN_INSTANT

from .adoption import protections, with_installations
from .aftermath import Removals
from .clocks import NEVER, clock_of_many, instants
from .fleet import Fleet, Indices, Players, exposed
from .lists import Lists
from .luck import Luck
from .passes import BLOCK, joined
from .scanning import dwell_of, first_entries, seeds_of, works, worm_begins, worm_clock, worm_efforts
from .spread_again import spread_again
from .strategies import Worm
from .times import Known
from .world import Attack, Spread, World

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
FEW_ENTRIES, MOST_ENTRIES = 64, BLOCK
"""A window holds about as many successes as there are footholds that make them, between these bounds."""
MOST_PASSES = 30
"""A window that is not settled after so many passes is halved."""
MOST_RUNS = 32


def with_spread(world: World, fleet: Fleet, luck: Luck, lists: Lists) -> World:
    """The same world, in which it is known what becomes of every worm."""
    worms = [attack for attack in world.attacks if isinstance(attack.strategy, Worm)]
    if not worms:
        return world
    parts = _aimed_at(world, worms, fleet, luck)
    world = with_installations(world, parts, luck)
    if not world.opens_again.isdisjoint(part.population for part in parts):
        return spread_again(world, worms, parts, fleet, luck, lists)
    targets = _targets(world, worms, parts, luck, lists)
    footholds = {attack.name: _Footholds(attack, targets, luck) for attack in worms}
    _spread(list(footholds.values()), targets, world.last_instant)
    return world.with_spreads({name: each.spread() for name, each in footholds.items()})


def _aimed_at(world: World, worms: list[Attack], fleet: Fleet, luck: Luck) -> list[Players]:
    """The servers in the race at which worms aim, by population."""
    aimed = {name for each in worms for name in each.aims}
    return [exposed(group, world, luck).players for group in fleet.groups if group.name in aimed and group.servers]


@dataclass(frozen=True)
class _Entering:
    """Servers on which a worm has succeeded, and when it would be in."""

    servers: Indices
    times: FloatArray


class _Targets:
    """The servers in the race at which worms aim, in the order of the fleet; times are days, `inf` if never.

    `parts` are those of a population, and `bounds` where these begin and end. `compromised` is when each is
    compromised, as far as the race is known: by other campaigns, and by worms up to now.
    """

    def __init__(
        self, world: World, luck: Luck, parts: list[Players], protected: FloatArray, others: FloatArray, worms: int
    ) -> None:
        self.parts, self.protected, self.compromised = parts, protected, others
        self.bounds = np.cumsum([0, *(len(part) for part in parts)])
        self._removals = Removals(world, parts, luck)
        self._has_one_campaign = worms == 1 and bool(np.all(others == NEVER))
        self._tried = others.copy()

    def outcome(self, entering: list[_Entering], early: list[BoolArray]) -> list[tuple[BoolArray, FloatArray]]:
        """Who is in if worms come to those who are `early` enough then, and when intruders are removed from servers.

        The first to come decides that, which may be another campaign; who comes later must come before.
        """
        if not self._removals.happen:
            return [(some, np.full(len(some), NEVER)) for some in early]
        if self._has_one_campaign:
            removed = [self._removals.evicted(each.servers, each.times) for each in entering]
            return list(zip(early, removed, strict=True))
        for each in entering:
            self._tried[each.servers] = self.compromised[each.servers]
        for each, some in zip(entering, early, strict=True):
            servers = each.servers[some]
            self._tried[servers] = np.minimum(self._tried[servers], each.times[some])
        outcome: list[tuple[BoolArray, FloatArray]] = []
        for each, some in zip(entering, early, strict=True):
            first = self._tried[each.servers]
            ends = self._removals.evicted(each.servers, first)
            outcome.append((some & ((each.times < ends) | (each.times == first)), ends))
        return outcome


def _targets(world: World, worms: list[Attack], parts: list[Players], luck: Luck, lists: Lists) -> _Targets:
    """The servers at which worms aim, and what remediations and other campaigns do to them."""
    without = replace(world, attacks=tuple(each for each in world.attacks if each not in worms))
    protected = [protections(world, part, luck) for part in parts]
    entered: list[FloatArray] = []
    for part, until in zip(parts, protected, strict=True):
        entered.append(np.full(len(part), NEVER))
        others = first_entries(without, part, luck, lists, Known(until))
        entered[-1][others.servers] = others.first.times
    return _Targets(world, luck, parts, joined(protected, np.float64), joined(entered, np.float64), len(worms))


class _Runs:
    """Times that are to come, in runs that ascend."""

    def __init__(self) -> None:
        self._runs: list[FloatArray] = []

    def add(self, times: FloatArray) -> None:
        """Add some."""
        if len(self._runs) == MOST_RUNS:
            self._runs = [np.sort(np.concatenate(self._runs))]
        self._runs.append(np.sort(times))

    def before(self, time: float) -> FloatArray:
        """Those before a time, run by run."""
        return joined([run[: run.searchsorted(time)] for run in self._runs], np.float64)

    def drop(self, time: float) -> None:
        """Forget those before a time."""
        left = (run[run.searchsorted(time) :] for run in self._runs)
        self._runs = [run for run in left if len(run)]


class _Footholds:
    """The footholds of a worm, and the effort that they make, up to some instant, from which a window begins.

    In a window, efforts count from its beginning.
    """

    def __init__(self, attack: Attack, targets: _Targets, luck: Luck) -> None:
        self.base = worm_clock(attack)
        self.begins = worm_begins(attack)
        self._aims, self._targets = attack.aims, targets
        efforts = np.full(len(targets.protected), NEVER)
        dwell = None if attack.dwell is None else np.zeros(len(efforts))
        for part, first in zip(targets.parts, targets.bounds[:-1], strict=True):
            if part.population in attack.aims:
                some = np.flatnonzero(works(attack, part, luck)) if attack.works_on < 1 else np.arange(len(part))
                players = part.take(some)
                efforts[some + first] = worm_efforts(attack, players, luck)
                if dwell is not None:
                    dwell[some + first] = dwell_of(attack, players, luck)
        self._dwell = dwell
        seeds = seeds_of(attack, targets.parts, luck)
        efforts[seeds] = NEVER
        able = np.flatnonzero(efforts < NEVER)
        self._order = able[np.argsort(efforts[able])]
        self._efforts, self._protected = efforts[self._order], targets.protected[self._order]
        self._next, self._last = 0, len(able)
        self._waiting = _Entering(seeds, np.full(len(seeds), self.begins))
        self._ends = _Runs()
        self._live, self._effort, self._at = 0, 0.0, 0.0
        self._begun: list[FloatArray] = []
        self._over: list[FloatArray] = []
        self._entered = np.full(len(efforts), NEVER)

    def is_over(self) -> bool:
        """Whether nothing can happen any more."""
        return not self._live and not self._waiting.times.min(initial=NEVER) < NEVER

    def look_ahead(self, time: float, parts: int) -> float:
        """Begin a window with the next successes, fewer if it is one of several parts; up to when it can go.

        That is when the last of them comes if all get in at once and no foothold ends: it does not come before.
        """
        most = max(1, min(max(FEW_ENTRIES, self._live), MOST_ENTRIES) // parts)
        self._stop = min(self._next + most, self._last)
        self._rows = np.flatnonzero(self._protected[self._next : self._stop] > time) + self._next
        self._gaps = np.maximum(self._efforts[self._rows] - self._effort, 0.0)
        self._servers = np.append(self._order[self._rows], self._waiting.servers)
        footholds = self._live + len(self._waiting.times) + np.arange(len(self._rows) + 1.0)
        last = self._efforts[self._stop - 1] - self._effort if self._stop < self._last else NEVER
        efforts = np.diff(np.append(self._gaps, max(last, 0.0)), prepend=0.0)
        readings = np.cumsum(np.divide(efforts, footholds, out=np.full(len(efforts), NEVER), where=footholds > 0))
        self._readings = readings[:-1] + self._at
        if not self._live:
            return float(self._waiting.times.min(initial=NEVER))
        return float(self.base.reaches(np.array([self._at + readings[-1]]))[0])

    def begin(self, time: float, until: float) -> None:
        """The window that was looked at goes up to a time."""
        self._time, self._until = time, until
        self._known_ends = self._ends.before(until)
        self._limits = np.minimum(self._targets.protected[self._servers], until)
        self._enters = np.full(len(self._rows), self._dwell is None)
        self.new_starts, self.new_ends = self._waiting.times[self._waiting.times < until], np.zeros(0)
        self._assumed: tuple[NDArray[np.generic], ...] = ()

    def follows(self) -> bool:
        """Work out when successes come; False if what that hangs on is as it was, so that they would be the same."""
        starts, ends = (
            np.maximum(self.base.reading(np.sort(times)), self._at)
            for times in (self.new_starts, np.append(self._known_ends, self.new_ends))
        )
        place: tuple[Indices, ...] = ()
        if self._dwell is None:
            place = tuple(np.searchsorted(each, self._readings, side="right") for each in (starts, ends))
        assumed = (self._enters, starts, ends, *place)
        if self._assumed and all(np.array_equal(*both) for both in zip(assumed, self._assumed, strict=True)):
            return False
        self._assumed, self._starts, self._stops = assumed, starts, ends
        if self._dwell is None:
            self._succeed_at_once(starts - self._at, ends - self._at, *place)
            times = instants(self.base.reaches(self._readings))
        else:
            clock = clock_of_many(self.base, starts, ends, self._at, self._live)
            times = instants(clock.reaches(self._gaps))
        self.successes = times = np.maximum(times, self._time)
        if self._dwell is not None:
            times = instants(times + self._dwell[self._servers[: len(times)]])
        self.entering = _Entering(self._servers, np.append(times, self._waiting.times))
        return True

    def _succeed_at_once(self, starts: FloatArray, ends: FloatArray, come: Indices, gone: Indices) -> None:
        """The readings at which successes come that each begin a foothold, unless they do not get in.

        `come` and `gone` are how many other footholds begin, and end, before each.
        """
        enters = self._enters.astype(np.float64)
        before = np.cumsum(enters)
        before -= enters
        live = self._live + before + come - gone
        moved = np.append(0.0, np.cumsum(ends))[gone] - np.append(0.0, np.cumsum(starts))[come]
        self._readings = _where_efforts_are(self._gaps, live, enters, moved)
        self._readings += self._at

    def early(self) -> BoolArray:
        """Which of those that enter come in the window, and before protection."""
        return self.entering.times < self._limits

    def take(self, inside: BoolArray, removed: FloatArray) -> None:
        """Those who get in, and when they are removed. A foothold that is over as it begins makes no effort."""
        self._inside, self._removed = inside, removed
        holds, count = inside & (self.entering.times < removed), len(self._rows)
        self.new_ends = removed[holds & (removed < self._until)]
        if self._dwell is None:
            self._enters = holds[:count].copy()
            holds[:count] = False
        self.new_starts = self.entering.times[holds]

    def accept(self) -> None:
        """Go on from the end of the window, which is right."""
        begun, ends = np.append(self._readings[self._enters], self._starts), self._stops
        reading = float(self.base.reading(self._until))
        self._live += len(begun) - len(ends)
        moved = float((ends - self._at).sum() - (begun - self._at).sum())
        self._effort += moved + (self._live * (reading - self._at) if self._live else 0.0)
        self._begun.append(begun)
        self._over.append(ends)
        self._at = reading
        succeeded = int(np.count_nonzero(self.successes < self._until))
        self._next = int(self._rows[succeeded]) if succeeded < len(self._rows) else self._stop
        servers, times = self._servers[self._inside], self.entering.times[self._inside]
        self._entered[servers] = times
        self._targets.compromised[servers] = np.minimum(self._targets.compromised[servers], times)
        is_known = np.ones(len(self.entering.times), dtype=bool)
        is_known[succeeded : len(self._rows)] = False
        later = np.flatnonzero(is_known & (self.entering.times >= self._until))
        self._waiting = _Entering(self._servers[later], self.entering.times[later])
        self._ends.drop(self._until)
        removed = self._removed[self._inside]  # not before the end of the window, so of footholds
        self._ends.add(removed[(removed >= self._until) & (removed < NEVER)])

    def spread(self) -> Spread:
        """What becomes of the worm in the whole race."""
        entered: dict[str, FloatArray] = {}
        for part, first, stop in zip(
            self._targets.parts, self._targets.bounds[:-1], self._targets.bounds[1:], strict=True
        ):
            if part.population in self._aims:
                entered[part.population] = np.full(part.group.servers, NEVER)
                entered[part.population][part.place] = self._entered[first:stop]
        return Spread(self.base, joined(self._begun, np.float64), joined(self._over, np.float64), entered)


def _where_efforts_are(efforts: FloatArray, live: FloatArray, enters: FloatArray, moved: FloatArray) -> FloatArray:
    """The reading of the clock of one foothold at which each of some ascending efforts is reached.

    `live` is the number of footholds then, and `enters` 1.0 where one begins there, else 0.0. `moved` is the sum of the
    readings at which others ended before, less those at which others began.

    Of what begins here, the readings are added up in turn: their sum so far is `total`, and each is (effort + total -
    moved) / live. That is linear in the total, which grows by the factor 1 + 1 / live wherever one begins; divided by
    the product of these factors it is a sum. Where it is assumed wrongly who begins or ends before, there may be no
    footholds left: then an effort is reached before, or never; and none comes before the one before it, from where the
    line can bend down alone, so that assuming anew leads there.
    """
    shares = np.divide(enters, live, out=np.zeros(len(live)), where=live > 0)
    factors = np.cumprod(1.0 + shares)
    apart = efforts - moved
    totals = np.append(0.0, factors * np.cumsum(shares * apart / factors))[:-1]
    totals += apart
    readings = np.divide(totals, live, out=np.where(totals > 0, NEVER, 0.0), where=live > 0)
    return np.asarray(np.maximum.accumulate(readings))


def _spread(worms: list[_Footholds], targets: _Targets, last: float) -> None:
    """Find out what happens to all footholds up to the last instant of a race."""
    end, time, parts = float(np.nextafter(last, NEVER)), min(worm.begins for worm in worms), 1
    while time < end and not all(worm.is_over() for worm in worms):
        least = max(time + AN_INSTANT, float(np.nextafter(time, NEVER)))
        until = min(end, max(least, min(worm.look_ahead(time, parts) for worm in worms)))
        if not _is_settled(worms, targets, time, until) and parts < MOST_ENTRIES:
            parts *= 2
            continue
        for worm in worms:
            worm.accept()
        time, parts = until, 1


def _is_settled(worms: list[_Footholds], targets: _Targets, time: float, until: float) -> bool:
    """Work out what happens in a window; False if it takes too many passes."""
    for worm in worms:
        worm.begin(time, until)
    for _ in range(MOST_PASSES):
        changed = [worm.follows() for worm in worms]
        if not any(changed):
            return True
        early = [worm.early() for worm in worms]
        for worm, outcome in zip(worms, targets.outcome([worm.entering for worm in worms], early), strict=True):
            worm.take(*outcome)
    return False
