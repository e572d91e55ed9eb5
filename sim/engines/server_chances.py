"""What happens to one server by a time, in one world: chances that do not depend on each other.

Given the world, when a remediation is installed on a server and when a campaign would enter it if nothing protected it
are independent of all else. Chances are continuous in time, but for those of installations, which jump where a window
opens or a delay is certain.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from sim.model.adoption import ring_delays
from sim.model.clocks import NEVER, ROUNDING, Clock, together
from sim.model.entry_chance import list_length, others_on_list, spread_of_length
from sim.model.lists import are_alike
from sim.model.ranks import chance_of_rank
from sim.model.strategies import ListScan, RandomScan
from sim.model.world import Attack, Offer, World

from .smooth_laws import bends, law_of_sum

FloatArray = NDArray[np.float64]
_PLACES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(7)
NORMAL = [(weight, place) for weight, place in zip((_WEIGHTS / _WEIGHTS.sum()).tolist(), _PLACES.tolist(), strict=True)]
"""Weights and places of a mean over a standard normal law."""
OFF_AT_AN_END = 0.05
"""By how much they are off at most where a function bends, as a part of how much it does."""


@dataclass(frozen=True)
class Installation:
    """When an organization that ever installs a remediation has it on one of its servers, `later` than on its first.

    `number` tells the offers of a world apart, which takes long by what they say.
    """

    offer: Offer = field(compare=False)
    number: int
    later: float


def later_than_first(offer: Offer, ordinal: int, size: int) -> float:
    """How many days after its organization is ready a server comes; rings go by the size of the organization."""
    (ring,) = ring_delays(offer.rings, np.array([ordinal + 1.0]), size).tolist() if offer.rings else (0.0,)
    return float(ring + ordinal * offer.stagger)


def changes_of(installations: Sequence[Installation], horizon: float) -> Iterator[float]:
    """Times up to a horizon at which the chances of some installations may jump or bend."""
    for offer, _, later in _by_offer(installations):
        delays = list(bends(offer.adoption))
        if offer.prerequisite is not None:
            more = list(bends(offer.prerequisite[1]))
            delays = [*delays, *more, *(one + other for one in delays for other in more)]
        for wave in offer.waves:
            ends = np.array([*wave.clock.starts[1:], wave.clock.end, *wave.clock.reaches(np.array(delays))])
            yield from np.add.outer(ends, later).ravel().tolist()
        times = (*offer.open_times.opens, *offer.open_times.closes)
        yield from (time for time in times if 0 < time <= horizon)


def installed(installations: Sequence[Installation], times: FloatArray, horizon: float) -> FloatArray:
    """The chance that each of some installations (rows) is done by each time, up to a horizon; same offers at once."""
    found = np.empty((len(installations), len(times)))
    for offer, rows, later in _by_offer(installations):
        found[rows] = installed_by(offer, times, later[:, None], horizon)
    return found


def _by_offer(installations: Sequence[Installation]) -> Iterator[tuple[Offer, list[int], FloatArray]]:
    """Different offers, with the rows of their installations, and how much later each is."""
    by_offer: dict[int, list[int]] = {}
    for row, each in enumerate(installations):
        by_offer.setdefault(each.number, []).append(row)
    for rows in by_offer.values():
        yield installations[rows[0]].offer, rows, np.array([installations[row].later for row in rows])


def installed_by(offer: Offer, times: FloatArray, later: FloatArray | float, horizon: float) -> FloatArray:
    """The chance that an organization that ever installs a remediation has it on a server by each time.

    On that server it is installed so much `later` than the organization is ready, and only at open times.
    """
    ready = offer.open_times.ready_by(times) - later
    waves = [wave for wave in offer.waves if wave.clock.starts and wave.share > 0]
    readings, shares = np.zeros((len(waves), *ready.shape)), np.zeros((len(waves), *ready.shape))
    for number, wave in enumerate(waves):
        readings[number] = wave.clock.reading(ready) * (1 + ROUNDING)
        shares[number] = np.where(ready >= wave.clock.starts[0], wave.share, 0.0)
    most = max((float(wave.clock.reading(horizon)) for wave in waves), default=0.0)
    return np.asarray((shares * _delay_chance(offer, readings, most)).sum(axis=0))


def _delay_chance(offer: Offer, reading: FloatArray, most: float) -> FloatArray:
    """The chance that an organization is ready by a reading of its adoption clock."""
    chance = offer.adoption.cdf(reading)
    if offer.prerequisite is None or offer.prerequisite[0] == 0:
        return chance
    share, law = offer.prerequisite
    return (1 - share) * chance + share * law_of_sum(offer.adoption, law, most).cdf(reading)


@dataclass(frozen=True)
class Entering:
    """When a campaign enters a server of some weight, if nothing protects it; `others` on its list by weight.

    The length of the list may be luck, with a standard deviation of `spread` times `length`.
    """

    name: str
    attack: Attack = field(compare=False)
    weight: float = 1.0
    others: tuple[tuple[float, float], ...] = ()
    length: float = 1.0
    spread: float = 0.0

    def success(self, times: FloatArray) -> FloatArray:
        """The chance that it has succeeded on the server by each time, if it can at all; before any dwell.

        Probes of a list are taken for a stream.
        """
        attack = self.attack
        if isinstance(attack.strategy, RandomScan):
            return -np.expm1(-effort_of(attack, times))
        return self._after([probes_by(clock, times) for clock in attack.clocks])

    def more_by_whole_probes(self, times: FloatArray) -> FloatArray:
        """How much higher the chance is by each time, as probes of a list are whole: up to half a one of each actor."""
        if not self.is_on_a_list:
            return np.zeros(times.shape)
        return self._after([whole_probes_by(clock, times) for clock in self.attack.clocks]) - self.success(times)

    def of_actor(self, clock: Clock) -> Entering:
        """The same of one of its actors, by its clock."""
        return replace(self, attack=replace(self.attack, clocks=(clock,)))

    def _after(self, probes: Sequence[FloatArray]) -> FloatArray:
        """The chance that a list has succeeded after so many probes of each actor."""
        attack, found = self.attack, np.zeros(np.shape(probes[0]) if probes else ())
        assert isinstance(attack.strategy, ListScan)
        for weight, factor in self._lengths:
            spared = np.ones(found.shape)
            for sent in probes:
                spared *= 1 - attack.strategy.chance(attack.success, self._listed(sent, factor))
            found += weight * (1 - spared)
        return found

    @property
    def _lengths(self) -> list[tuple[float, float]]:
        """Weights of lengths of the list, and how many times the mean one each is; that of many servers is normal."""
        return [(weight, 1 + self.spread * place) for weight, place in NORMAL] if self.spread else [(1.0, 1.0)]

    @property
    def is_on_a_list(self) -> bool:
        """Whether the campaign goes by a list."""
        return isinstance(self.attack.strategy, ListScan)

    @property
    def half_a_probe(self) -> float:
        """The chance that half a probe of each actor of a list succeeds on the server."""
        return len(self.attack.clocks) * self.attack.success / (2 * self.length)

    @property
    def off(self) -> float:
        """By how much the chance on a list is off at most, if it is not put right: half a probe, and for its length."""
        return self.half_a_probe + self.off_by_length

    @property
    def off_by_length(self) -> float:
        """The same if its length is luck: half a probe for its mean.

        Then also where a pass ends, which few lengths do not make smooth, and what campaigns have in common.
        """
        if self.spread == 0:
            return 0.0
        at_an_end = len(self.attack.clocks) * self.attack.success * OFF_AT_AN_END * self.spread
        return self.half_a_probe + at_an_end + self.spread**2

    def _listed(self, probes: FloatArray, factor: float) -> FloatArray:
        """How often a list has come to the server, or the chance that it has, after a number of probes.

        It is so many times as long as on average.
        """
        if are_alike(self.attack):
            return probes / (factor * self.length)
        others = tuple((weight, factor * number) for weight, number in self.others)
        return chance_of_rank(others, self.weight, probes)

    def changes(self) -> Iterator[float]:
        """Times at which the chance may bend."""
        for clock in self.attack.clocks:
            yield from (*clock.starts, clock.end)
            if isinstance(self.attack.strategy, ListScan):
                passes = np.arange(min(clock.total / self.length, MOST_PASSES)) + 1
                for _, factor in self._lengths:
                    yield from probed(clock, passes * self.length * factor).tolist()


def effort_of(attack: Attack, times: FloatArray) -> FloatArray:
    """The successes that a campaign which probes at random has had on a server on average by each time."""
    clocks = attack.clocks if any(clock.growths for clock in attack.clocks) else (together(attack.clocks),)
    probes = sum((clock.reading(times) for clock in clocks), np.zeros(np.shape(times)))
    return np.asarray(probes * attack.success / (attack.addresses or 1))


def probes_by(clock: Clock, times: FloatArray) -> FloatArray:
    """Probes by each time, less than half a one off: they fall at whole readings, of which there are half a one fewer
    than it reads on average, and when it has stopped those that there are.
    """
    return np.asarray(np.maximum(clock.reading(times) * _of_a_reading(clock) - 0.5, 0.0))


def whole_probes_by(clock: Clock, times: FloatArray) -> FloatArray:
    """Probes sent by each time."""
    return np.asarray(np.floor(clock.reading(times) * (1 + ROUNDING)))


def probed(clock: Clock, probes: FloatArray) -> FloatArray:
    """When it has sent so many probes, the inverse of these."""
    return clock.reaches((probes + 0.5) / _of_a_reading(clock))


def _of_a_reading(clock: Clock) -> float:
    """How many probes a reading stands for, so that there are as many as it sends until it stops."""
    total = clock.total
    if not 0 < total < NEVER:
        return 1.0
    return (math.floor(total * (1 + ROUNDING)) + 0.5) / total


MOST_PASSES = 64


def entering(world: World, attack: Attack, population: str) -> Entering:
    """When a campaign enters the servers of a population that it aims at."""
    if not isinstance(attack.strategy, ListScan):
        return Entering(attack.name, attack)
    length, spread = list_length(world, attack, population), spread_of_length(world, attack, population)
    if are_alike(attack):
        return Entering(attack.name, attack, length=length, spread=spread)
    weight, others = attack.aims[population], others_on_list(world, attack, population)
    in_order = tuple(sorted(others.items()))
    return Entering(attack.name, attack, weight, in_order, length, spread)
