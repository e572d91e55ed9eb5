"""The engine of counts: the law of the counts themselves, so that the cost does not depend on the number of servers.

Where servers are independent of each other given the world, how many of them are in which state goes through time as a
Markov chain: in each step, of the servers in a state, a multinomial number goes to each of the next ones. A server is

- open, and entered by no campaign, by one (a state for each), or by two or more;
- closed, since it was protected in one of these states.

What each campaign does to a server and when it is protected are independent. So the chances of a step come from the
chance of not having been entered, by campaign, and that of not being protected, at both of its ends. Only of a server
that is entered and protected in one step the order counts: that is a sum over slices of the step, of what is protected
in each, times the chances of having been entered by its middle. Slices are as thin as it takes.

Servers on a list, or of one organization, are not independent, and a foothold remembers when it began: scenarios with
any of these are refused.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.clocks import NEVER, Clock, instant
from sim.model.luck import Luck
from sim.model.measures import Measures
from sim.model.steps import Grid
from sim.model.strategies import RandomScan, Worm
from sim.model.world import Attack, Offer, Wave, World
from sim.outcomes import OUTCOME_NAMES
from sim.scenario.moments import AN_INSTANT

from .measured import Measured
from .server_chances import installed_by, later_than_first

FloatArray = NDArray[np.float64]
FINE = 1e-10
ERROR = 1e-6
"""By how much slices are off at most, as a share of the servers; tests measure it."""
FEWEST_STEPS = 120
"""Coarser grids are refined to as many steps."""
MOST_KINDS = 256
HAPPENED = ("entered", "protected", "protected_of_hits", "entered_again")


@dataclass(frozen=True)
class Entrance:
    """What decides when a campaign enters a server: its clocks, the chance that a probe does, and works_on."""

    clocks: tuple[Clock, ...]
    chance_of_a_probe: float
    works_on: float

    def spared(self, times: FloatArray) -> FloatArray:
        """The chance that a server that nothing protects has not been entered by each time."""
        effort = sum((clock.reading(times) for clock in self.clocks), np.zeros(times.shape))
        return np.asarray(1 + self.works_on * np.expm1(-effort * self.chance_of_a_probe), dtype=np.float64)


@dataclass(frozen=True)
class Protecting:
    """What decides when a remediation protects a server: its offer, of one wave only, and the server's ring.

    `ring` is how many days after its organization is ready that comes.
    """

    offer: Offer
    ring: float

    @property
    def clock(self) -> Clock:
        """The adoption clock."""
        return self.offer.waves[0].clock

    def unprotected(self, times: FloatArray) -> FloatArray:
        """The chance that it has not protected a server by each time."""
        installed = installed_by(self.offer, times + 1.5 * AN_INSTANT, self.ring, float(times[-1]))
        return np.asarray(1 - self.offer.uptake * self.offer.protects * installed)


@dataclass(frozen=True)
class Alike:
    """Servers that are alike: by the waves in which remediations become available to them. `share` of the population.

    `fix_available` is when a remediation that protects is available to them first.
    """

    share: float
    protecting: tuple[Protecting, ...]
    fix_available: float


def measure(world: World, days: FloatArray) -> Measured:
    """Counts and curves of one world, of which `why_not` says nothing."""
    luck = Luck(world.scenario.seed, world.replication, apart="counts")
    return Measured.exact(_added_up(world, days, int, lambda population: luck.generator("servers", population)), world)


def expect(world: World, days: FloatArray) -> Measured:
    """Their means: the same chain, in which of the servers in a state the mean number goes to each of the next ones."""
    measures = _added_up(world, days, float, lambda _: Means())
    error = np.full(measures.counts.shape, ERROR) * measures.denominators[0]
    error[OUTCOME_NAMES.index("servers")] = 0.0
    return Measured(measures.counts, measures.denominators, measures.curves, error)


class Means:
    """What a generator draws on average."""

    def binomial(self, number: Any, chance: Any) -> Any:
        """The mean of binomial numbers."""
        return number * chance

    def multinomial(self, number: Any, chances: Any) -> Any:
        """The means of multinomial numbers; `number` may have the shape of all axes of `chances` but the last."""
        return np.asarray(number)[..., None] * np.asarray(chances)


def _added_up(
    world: World, days: FloatArray, kind: type[int | float], randoms: Callable[[str], np.random.Generator | Means]
) -> Measures:
    """What the chains of all populations come to."""
    measures = Measures(world, Grid(days), kind)
    ends = (*days[:-1].tolist(), world.last_instant)
    for name, population in world.populations.items():
        if not population.runs_servers:
            measures.add_counts(name, 0, population.organizations, 0, {})
            continue
        random = randoms(name)
        servers: Any = kind(random.binomial(population.organizations, population.vulnerable * population.reachable))
        entering = tuple(_entering(attack) for attack in world.attacks if name in attack.aims and attack.success > 0)
        kinds = list(_kinds(world, name))
        numbers = random.multinomial(servers, _shares(np.array([alike.share for alike in kinds]))).tolist()
        measures.add_counts(name, servers, population.organizations, 0, {})
        for alike, number in zip(kinds, numbers, strict=True):
            before_fix, happened = _played(number, _chain(entering, alike, ends), random)
            measures.add_counts(name, 0, 0, before_fix, happened)
    return measures


def why_not(world: World) -> str:
    """Why servers are not independent of each other, or remember; empty if they are and do not."""
    for alarm in world.alarms:
        return f"needs servers that are independent of each other; the alarm {alarm.name} hangs on all of them"
    for attack in world.attacks:
        if attack.through_foothold:
            return f"cannot follow footholds, through which {attack.name} comes"
        if isinstance(attack.strategy, Worm):
            return (
                f"needs servers that are independent of each other; with the worm {attack.name} they attack each other"
            )
        if not isinstance(attack.strategy, RandomScan):
            return f"needs servers that are independent of each other; those on the list of {attack.name} are not"
        if attack.dwell is not None:
            return f"cannot follow the dwell of {attack.name}"
    if any(each.detection is not None or each.pivot is not None for each in world.cleanings.values()):
        return "cannot follow an aftermath"
    for name, population in world.populations.items():
        if population.runs_servers and population.servers_per_organization != 1:
            return f"needs servers that are independent of each other; those of an organization in {name} are not"
        offers = [remedy.offers[name] for remedy in world.remedies if name in remedy.offers]
        if math.prod(len(offer.waves) for offer in offers if offer.protects > 0) > MOST_KINDS:
            return f"cannot keep more than {MOST_KINDS} combinations of waves apart; {name} has more"
    for remedy in world.remedies:
        if remedy.crew is not None:
            return f"needs servers that are independent of each other; those in the queue of {remedy.name} are not"
        for offer in remedy.offers.values():
            if offer.evicts > 0:
                return f"cannot follow footholds, which {remedy.name} evicts"
            if offer.lapses:
                return f"cannot follow the until of {remedy.name}"
            if offer.stops:
                return f"cannot keep apart which campaigns {remedy.name} stops"
            if offer.prerequisite is not None:
                return f"cannot follow the prerequisite of {remedy.name}"
    return ""


def _entering(attack: Attack) -> Entrance:
    return Entrance(attack.clocks, attack.success / (attack.addresses or 1), attack.works_on)


def _kinds(world: World, population: str) -> Iterator[Alike]:
    """The kinds of servers of a population: one for each combination of waves."""
    offers = [remedy.offers[population] for remedy in world.remedies if population in remedy.offers]
    protecting = [offer for offer in offers if offer.protects > 0]
    for waves in product(*(offer.waves for offer in protecting)):
        pairs = list(zip(protecting, waves, strict=True))
        yield Alike(
            share=float(np.prod([wave.share for wave in waves])),
            protecting=tuple(_protecting(offer, wave) for offer, wave in pairs),
            fix_available=min((instant(wave.available) for wave in waves), default=NEVER),
        )


def _protecting(offer: Offer, wave: Wave) -> Protecting:
    return Protecting(replace(offer, waves=(replace(wave, share=1.0),)), later_than_first(offer, 0, 1))


@dataclass(frozen=True)
class Chain:
    """The chances of every step, and the column of the grid that it belongs to; before the fix, or not.

    `untouched` has, for an open server that nobody has entered, the chances (columns) that it stays so; that it is
    closed; that it is entered by each campaign alone, or by several, and stays open; and the same if it is closed then.
    `entered` has, by campaign (second axis), for an open server that this one alone has entered, the chances (last
    axis) that it stays so; that others enter it; that it is closed; and both, in this order. `closed` is the chance
    that an open server is closed.
    """

    columns: NDArray[np.intp]
    before_fix: NDArray[np.bool_]
    untouched: FloatArray
    entered: FloatArray
    closed: FloatArray


@lru_cache(maxsize=2 * MOST_KINDS)
def _chain(entering: tuple[Entrance, ...], kind: Alike, ends: tuple[float, ...]) -> Chain:
    """The chain up to the horizon; `ends` are those of the columns."""
    bounds = _bounds(entering, kind, np.array(ends))
    times = _slices(entering, kind, bounds)
    first = np.searchsorted(times, bounds[:-1])
    last, step = (
        np.append(first[1:], len(times) - 1),
        np.repeat(np.arange(len(first)), np.diff(first, append=len(times) - 1)),
    )
    unprotected, spared = _unprotected(kind, times), [each.spared(times) for each in entering]
    open_ = _since(unprotected[first], unprotected[last])
    closing = _since(unprotected[first][step], -np.diff(unprotected), 0.0)
    at_end = [_since(each[first], each[last]) for each in spared]
    midway = [_since(each[first][step], (each[1:] + each[:-1]) / 2) for each in spared]
    ways_open = [open_ * way for way in _ways(at_end, len(first))]
    ways_closed = [np.add.reduceat(closing * way, first) for way in _ways(midway, len(step))]
    entered = np.zeros((len(first), len(entering), 4))
    for number in range(len(entering)):
        stays = open_ * _product(at_end, number, len(first))
        shut = np.add.reduceat(closing * _product(midway, number, len(step)), first)
        entered[:, number] = np.stack([stays, open_ - stays, shut, 1 - open_ - shut], axis=1)
    untouched = np.stack([ways_open[0], ways_closed[0], *ways_open[1:], *ways_closed[1:]], axis=1)
    return Chain(
        columns=np.searchsorted(np.array(ends), bounds[1:], side="left"),
        before_fix=bounds[1:] <= kind.fix_available,
        untouched=_shares(untouched),
        entered=_shares(entered),
        closed=np.clip(1 - open_, 0.0, 1.0),
    )


def _unprotected(kind: Alike, times: FloatArray) -> FloatArray:
    """The chance that no remediation has protected a server by each time."""
    chances = np.ones(times.shape)
    for each in kind.protecting:
        chances *= each.unprotected(times)
    return chances


def _slices(entering: tuple[Entrance, ...], kind: Alike, bounds: FloatArray) -> FloatArray:
    """The ends of the slices of all steps: halved until hardly a server is both entered and protected in one.

    To take the middle for an order is off by no more than both chances and the larger one of them multiplied.
    """
    times = np.unique(np.concatenate([bounds, (bounds[:-1] + bounds[1:]) / 2]))
    open_, hit = _unprotected(kind, times), _entered(entering, times)
    while True:
        closing, entered = -np.diff(open_), np.diff(hit)
        coarse = (closing * entered * np.maximum(closing, entered) > FINE) & (np.diff(times) > AN_INSTANT)
        if not coarse.any():
            return times
        before = np.flatnonzero(coarse) + 1
        middles = (times[before - 1] + times[before]) / 2
        times, open_, hit = (
            np.insert(old, before, new)
            for old, new in ((times, middles), (open_, _unprotected(kind, middles)), (hit, _entered(entering, middles)))
        )


def _entered(entering: tuple[Entrance, ...], times: FloatArray) -> FloatArray:
    """The mean number of campaigns that have entered a server that nothing protects."""
    return np.asarray(len(entering) - sum((each.spared(times) for each in entering), np.zeros(times.shape)))


def _bounds(entering: tuple[Entrance, ...], kind: Alike, ends: FloatArray) -> FloatArray:
    """The ends of steps, after the start of the first one: those of columns, and where the pace of anything changes."""
    clocks = [*(clock for each in entering for clock in each.clocks), *(each.clock for each in kind.protecting)]
    changes = [time for clock in clocks for time in (*clock.starts, clock.end)] + [kind.fix_available, 0.0]
    first = min(changes) - 1.0
    fine = np.linspace(first, 0.0, FEWEST_STEPS) if first < -1.0 else np.array([first])
    bounds = np.unique(np.concatenate([fine, ends, changes, np.linspace(0.0, ends[-1], FEWEST_STEPS + 1)]))
    return np.asarray(bounds[bounds <= ends[-1]], dtype=np.float64)


def _since(start: FloatArray, chances: FloatArray, otherwise: float = 1.0) -> FloatArray:
    """Chances given that it has not happened by the start; where it surely has there is nobody."""
    since = np.divide(chances, start, out=np.full(chances.shape, otherwise), where=start > 0)
    return np.asarray(np.clip(since, 0.0, 1.0), dtype=np.float64)


def _product(spared: list[FloatArray], without: int, length: int) -> FloatArray:
    """The chance that nobody but one of the campaigns has entered."""
    others = [each for number, each in enumerate(spared) if number != without]
    return np.asarray(np.prod(others, axis=0), dtype=np.float64) if others else np.ones(length)


def _ways(spared: list[FloatArray], length: int) -> list[FloatArray]:
    """The chances of having been entered by none, by each campaign alone, and by several."""
    none = np.asarray(np.prod(spared, axis=0)) if spared else np.ones(length)
    alone = [(1 - each) * _product(spared, number, length) for number, each in enumerate(spared)]
    return [none, *alone, np.maximum(1 - none - sum(alone, np.zeros(length)), 0.0)]


def _shares(chances: FloatArray) -> FloatArray:
    """Chances that add up to one, as they do but for rounding."""
    chances = np.maximum(chances, 0.0)
    return np.asarray(chances / chances.sum(axis=-1, keepdims=True), dtype=np.float64)


def _played(servers: Any, chain: Chain, random: np.random.Generator | Means) -> tuple[Any, dict[str, NDArray[Any]]]:
    """How many of some servers are compromised before the fix, and by column how many things happen to them."""
    campaigns, kind = chain.entered.shape[1], type(servers)
    happened = np.zeros((len(HAPPENED), chain.columns[-1] + 1), dtype=kind)
    untouched, once, more, before_fix = servers, np.zeros(campaigns, dtype=kind), 0, 0
    for step, column in enumerate(chain.columns.tolist()):
        untouched, clean, *moved = random.multinomial(untouched, chain.untouched[step]).tolist()
        opened, shut = moved[: campaigns + 1], moved[campaigns + 1 :]
        moves = random.multinomial(once, chain.entered[step]) if campaigns else np.zeros((0, 4), dtype=kind)
        again, closed = kind(moves[:, [1, 3]].sum()), kind(moves[:, 2:].sum())
        gone = kind(random.binomial(more, chain.closed[step]))
        once = moves[:, 0] + opened[:-1]
        more += kind(moves[:, 1].sum()) + opened[-1] - gone
        entered, of_hits = sum(opened) + sum(shut), sum(shut) + closed + gone
        happened[:, column] += entered, clean + of_hits, of_hits, again + opened[-1] + shut[-1]
        before_fix += entered * int(chain.before_fix[step])
    return before_fix, dict(zip(HAPPENED, happened, strict=True))
