"""Clocks that depend on the race: a worm scans from the servers that it holds, and so makes its own speed.

The effort of a worm grows as that of one foothold does, times the number of its live footholds. Both are found
together, in a window of time that moves on: guess what happens to the footholds, work out which servers the effort
that this makes enters, and when, and take that as the next guess. What happens depends on earlier footholds alone. So
a guess is right as far as it agrees with what follows from it, and the window begins anew after that; each pass gets
at least one more event right. There is one answer, the same as that of going from event to event.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.scenario.moments import AN_INSTANT

from .adoption import protections
from .aftermath import live
from .clocks import NEVER, ROUNDING, StateClock, instant, instants, state_clock
from .fleet import Fleet, Indices, Players, exposed
from .lists import Lists
from .luck import Luck
from .passes import joined
from .scanning import dwell_of, first_entries, works, worm_clock, worm_efforts
from .strategies import Worm
from .times import Known
from .world import Attack, Spread, World

FloatArray = NDArray[np.float64]
FEW_ENTRIES = 64
"""A window holds about as many entries as there are footholds that make them, and no fewer than this."""


def with_spread(world: World, fleet: Fleet, luck: Luck, lists: Lists) -> World:
    """The same world, in which it is known what becomes of every worm."""
    worms = [attack for attack in world.attacks if isinstance(attack.strategy, Worm)]
    if not worms:
        return world
    targets = _targets(world, worms, fleet, luck, lists)
    footholds = {attack.name: _Footholds(attack, targets, luck) for attack in worms}
    _spread(list(footholds.values()), targets, world.last_instant)
    attacks = (
        replace(each, spread=footholds[each.name].spread()) if each.name in footholds else each
        for each in world.attacks
    )
    return replace(world, attacks=tuple(attacks))


@dataclass(frozen=True)
class _Entering:
    """Servers on which a worm has succeeded, and when it would be in."""

    servers: Indices
    times: FloatArray

    def take(self, some: Indices) -> _Entering:
        """Some of them, by index."""
        return self if len(some) == len(self.times) else _Entering(self.servers[some], self.times[some])


class _Targets:
    """The servers in the race at which worms aim, in the order of the fleet; times are days, `inf` if never.

    `parts` are those of a population, and `bounds` where these begin and end. `compromised` is when each is
    compromised, as far as the race is known: by other campaigns, and by worms up to now.
    """

    def __init__(
        self, world: World, luck: Luck, parts: list[Players], protected: FloatArray, others: FloatArray
    ) -> None:
        self.parts, self.protected, self.compromised = parts, protected, others
        self.bounds = np.cumsum([0, *(len(part) for part in parts)])
        self._world, self._luck = world, luck
        self._has_several = sum(isinstance(attack.strategy, Worm) for attack in world.attacks) > 1
        self._tried = others.copy()
        self._may_end = any(
            live(world, part.take(np.zeros(0, dtype=np.intp)), luck, np.zeros(0), np.zeros(0)).evicted is not None
            for part in parts
        )
        self._evicted, self._known = np.full(len(protected), NEVER), np.full(len(protected), NEVER)

    def compromised_by(self, entering: list[_Entering]) -> list[FloatArray]:
        """When servers are compromised if worms come to them at these times too, in the shape of what is given."""
        for each in entering:
            self._tried[each.servers] = self.compromised[each.servers]
        for each in entering:
            self._tried[each.servers] = np.minimum(self._tried[each.servers], each.times)
        return [self._tried[each.servers] for each in entering]

    def evicted(self, servers: Indices, compromised: FloatArray) -> FloatArray:
        """When intruders are removed from some servers if these are compromised then."""
        if not self._may_end:
            return np.full(len(servers), NEVER)
        changed = np.flatnonzero(compromised != self._known[servers])
        self._known[servers[changed]] = compromised[changed]
        where = np.unique(servers[changed]) if self._has_several else np.sort(servers[changed])
        ends = np.searchsorted(where, self.bounds)
        for number in np.flatnonzero(np.diff(ends)):
            here = where[ends[number] : ends[number + 1]]
            players = self.parts[number].take(here - self.bounds[number])
            foothold = live(self._world, players, self._luck, self._known[here], self.protected[here])
            self._evicted[here] = NEVER if foothold.evicted is None else foothold.evicted
        return self._evicted[servers]


def _targets(world: World, worms: list[Attack], fleet: Fleet, luck: Luck, lists: Lists) -> _Targets:
    """The servers at which worms aim, and what remediations and other campaigns do to them."""
    without = replace(world, attacks=tuple(each for each in world.attacks if each not in worms))
    aimed = {name for each in worms for name in each.aims}
    parts: list[Players] = []
    protected: list[FloatArray] = []
    entered: list[FloatArray] = []
    for group in fleet.groups:
        if group.name in aimed and group.servers:
            parts.append(exposed(group, world, luck).players)
            protected.append(protections(world, parts[-1], luck))
            others = first_entries(without, parts[-1], luck, lists, Known(protected[-1]))
            entered.append(np.full(len(parts[-1]), NEVER))
            entered[-1][others.servers] = others.first.times
    return _Targets(world, luck, parts, joined(protected, np.float64), joined(entered, np.float64))


@dataclass(frozen=True)
class _Window:
    """What happens to the footholds of a worm in a window: when some begin, and when some end, in order of time.

    A window holds its beginning and not its end.
    """

    entries: FloatArray
    ends: FloatArray

    def before(self, time: float) -> _Window:
        """What happens before a time."""
        return _Window(*(each[: np.searchsorted(each, time)] for each in (self.entries, self.ends)))

    def since(self, time: float) -> _Window:
        """What happens at a time and later."""
        return _Window(*(each[np.searchsorted(each, time) :] for each in (self.entries, self.ends)))

    def differs_at(self, other: _Window) -> float:
        """When something first happens in one and not in the other; `inf` if never."""
        return min(_first_difference(self.entries, other.entries), _first_difference(self.ends, other.ends))


def _first_difference(one: FloatArray, other: FloatArray) -> float:
    """The first of some ascending times that is not in both arrays at the same place; `inf` if they are the same."""
    both = min(len(one), len(other))
    different = np.flatnonzero(one[:both] != other[:both])
    place = int(different[0]) if len(different) else both
    return min((float(each[place]) for each in (one, other) if place < len(each)), default=NEVER)


class _Footholds:
    """The footholds of a worm, and the effort that they make, up to some instant."""

    def __init__(self, attack: Attack, targets: _Targets, luck: Luck) -> None:
        self.base = worm_clock(attack)
        self.begins = instant(self.base.starts[0]) if self.base.starts else NEVER
        self._targets = targets
        efforts = np.full(len(targets.protected), NEVER)
        dwell = None if attack.dwell is None else np.zeros(len(efforts))
        aimed: list[Indices] = []
        for part, first in zip(targets.parts, targets.bounds[:-1], strict=True):
            if part.population in attack.aims:
                some = np.flatnonzero(works(attack, part, luck)) if attack.works_on < 1 else np.arange(len(part))
                players = part.take(some)
                aimed.append(some + first)
                efforts[aimed[-1]] = worm_efforts(attack, players, luck)
                if dwell is not None:
                    dwell[aimed[-1]] = dwell_of(attack, players, luck)
        self._dwell = dwell
        self._seeds = _seeds(attack, targets, joined(aimed, np.intp), luck)
        efforts[self._seeds] = NEVER
        able = np.flatnonzero(efforts < NEVER)
        self._order = able[np.argsort(efforts[able])]
        self._efforts = efforts[self._order]
        self._next, self._last = 0, len(able)
        self._waiting = _Entering(self._seeds, np.full(len(self._seeds), self.begins))
        self._ends = np.zeros(0)
        self._live, self._effort, self._at = 0, 0.0, 0.0
        self._clocks: list[StateClock] = []
        self._successes = np.zeros(0)

    def is_over(self) -> bool:
        """Whether nothing can happen any more."""
        return not self._live and not self._waiting.times.min(initial=NEVER) < NEVER

    def look_ahead(self) -> float:
        """Up to when a window can go."""
        if not self._live:
            return float(self._waiting.times.min(initial=NEVER))
        if self._next == self._last:
            return NEVER
        wanted = min(self._next + max(FEW_ENTRIES, self._live), self._last) - 1
        effort = (self._efforts[wanted] - self._effort) / self._live
        return float(self.base.reaches(np.array([self._at + effort]))[0])

    def extended(self, guess: _Window, end: float, until: float) -> _Window:
        """A guess that went up to an end, with what else is known to happen before another."""
        ends = np.sort(self._ends[(self._ends >= end) & (self._ends < until)])
        return _Window(guess.entries, np.append(guess.ends, ends)).before(until)

    def clock(self, window: _Window) -> StateClock:
        """The clock of a window in which this happens."""
        times = np.concatenate([window.entries, window.ends])
        order = np.argsort(times, kind="stable")
        changes = np.where(order < len(window.entries), 1.0, -1.0)
        at = np.append(self._at, np.maximum(self.base.reading(times[order]), self._at))
        return state_clock(self.base, at, self._live + np.append(0.0, np.cumsum(changes)), self._effort)

    def entering(self, clock: StateClock, since: float, until: float) -> _Entering:
        """Servers on which the worm succeeds in a window, with those where it has and is not yet in."""
        ahead = self._efforts[self._next : self._last]
        stop = self._next + int(np.searchsorted(ahead, clock.reading(until) * (1 + ROUNDING), side="right"))
        servers, times = self._order[self._next : stop], clock.reaches(self._efforts[self._next : stop])
        self._successes = np.maximum(instants(times), since)  # what rounding moves back before the window is in it
        times = self._successes if self._dwell is None else instants(times + self._dwell[servers])
        waiting = self._waiting
        if len(waiting.times):
            return _Entering(np.append(waiting.servers, servers), np.append(waiting.times, times))
        return _Entering(servers, times)

    def outcome(self, entered: FloatArray, evicted: FloatArray, until: float) -> _Window:
        """What happens before a time, if these footholds come to those that there are."""
        ends = np.append(self._ends, evicted)
        return _Window(np.sort(entered), np.sort(ends[ends < until]))

    def accept(
        self, clock: StateClock, entering: _Entering, window: _Window, evicted: FloatArray, until: float
    ) -> None:
        """Go on from a time before which the window and its clock are right; `evicted` are those who came before it."""
        knots = len(window.entries) + len(window.ends) + 1
        self._clocks.append(StateClock(clock.base, clock.at[:knots], clock.multiples[:knots], clock.readings[:knots]))
        self._effort = float(clock.reading(until))
        self._at = max(float(self.base.reading(until)), float(clock.at[knots - 1]))
        self._live += len(window.entries) - len(window.ends)
        succeeded = int(np.searchsorted(self._successes, until))
        self._next += succeeded
        known = slice(0, len(self._waiting.times) + succeeded)
        later = np.flatnonzero(entering.times[known] >= until)
        self._waiting = _Entering(entering.servers[later], entering.times[later])
        ends = np.append(self._ends, evicted)
        self._ends = ends[(ends >= until) & (ends < NEVER)]

    def spread(self) -> Spread:
        """What becomes of the worm in the whole race."""
        clocks = self._clocks or [state_clock(self.base, np.zeros(1), np.zeros(1), 0.0)]
        at, multiples, readings = (
            np.concatenate([getattr(clock, name) for clock in clocks]) for name in ("at", "multiples", "readings")
        )
        seeds: dict[str, Indices] = {}
        for part, first, stop in zip(
            self._targets.parts, self._targets.bounds[:-1], self._targets.bounds[1:], strict=True
        ):
            here = self._seeds[(self._seeds >= first) & (self._seeds < stop)] - first
            places = part.take(here).places if len(here) else np.zeros(0, dtype=np.intp)
            seeds[part.population] = np.append(seeds.get(part.population, np.zeros(0, dtype=np.intp)), places)
        return Spread(StateClock(self.base, at, multiples, readings), self.begins, seeds)


def _seeds(attack: Attack, targets: _Targets, aimed: Indices, luck: Luck) -> Indices:
    """The servers from which a worm begins, by ascending index: those with the least luck of some."""
    if not attack.clocks or not attack.clocks[0].starts:
        return np.zeros(0, dtype=np.intp)
    names = [part.population for part in targets.parts]
    drawn = [part.luck(f"campaign/{attack.name}/initially", luck) for part in targets.parts]
    u = joined(drawn, np.float64)
    if isinstance(attack.initially, int):
        wanted = [(aimed, attack.initially)]
    else:
        part_of = np.searchsorted(targets.bounds, aimed, side="right") - 1
        wanted = [
            (aimed[np.isin(part_of, [at for at, each in enumerate(names) if each == name])], number)
            for name, number in attack.initially.items()
        ]
    chosen = [some[np.argsort(u[some], kind="stable")[:number]] for some, number in wanted]
    return np.sort(joined(chosen, np.intp))


def _spread(worms: list[_Footholds], targets: _Targets, last: float) -> None:
    """Find out what happens to all footholds up to the last instant of a race."""
    end = float(np.nextafter(last, NEVER))
    time = until = min(worm.begins for worm in worms)
    guesses = [_Window(np.zeros(0), np.zeros(0)) for _ in worms]
    while time < end and not all(worm.is_over() for worm in worms):
        least = max(time + AN_INSTANT, float(np.nextafter(time, NEVER)))
        before, until = until, min(end, max(least, min(worm.look_ahead() for worm in worms)))
        guesses = [worm.extended(guess, before, until) for worm, guess in zip(worms, guesses, strict=True)]
        clocks = [worm.clock(guess) for worm, guess in zip(worms, guesses, strict=True)]
        entering = [worm.entering(clock, time, until) for worm, clock in zip(worms, clocks, strict=True)]
        entered, evicted = _entered(targets, entering, until)
        found = [
            worm.outcome(each.times, ends, until) for worm, each, ends in zip(worms, entered, evicted, strict=True)
        ]
        right = min([until, *(one.differs_at(other) for one, other in zip(guesses, found, strict=True))])
        if right > time:
            for number, worm in enumerate(worms):
                came = np.flatnonzero(entered[number].times < right)
                come = entered[number].take(came)
                window = guesses[number].before(right)
                worm.accept(clocks[number], entering[number], window, evicted[number][came], right)
                targets.compromised[come.servers] = np.minimum(targets.compromised[come.servers], come.times)
            time = right
        guesses = [each.since(time) for each in found]


def _entered(targets: _Targets, entering: list[_Entering], until: float) -> tuple[list[_Entering], list[FloatArray]]:
    """By worm, where it is in before a time, and when it is removed there.

    It is in if it comes before protection, and before intruders who came earlier are removed, which closes the hole.
    """
    inside = [
        np.flatnonzero((each.times < until) & (each.times < targets.protected[each.servers])) for each in entering
    ]
    open_to = [each.take(some) for each, some in zip(entering, inside, strict=True)]
    compromised = targets.compromised_by(open_to)
    removed = [targets.evicted(each.servers, at) for each, at in zip(open_to, compromised, strict=True)]
    still = [np.flatnonzero(each.times < end) for each, end in zip(open_to, removed, strict=True)]
    return (
        [each.take(some) for each, some in zip(open_to, still, strict=True)],
        [end[some] for end, some in zip(removed, still, strict=True)],
    )
