"""What happens to one server by a time, in one world: chances that do not depend on each other.

Given the world, when a remediation is installed on a server and when a campaign would enter it if nothing protected it
are independent of all else. Chances are continuous in time, but for those of installations, which jump where a window
opens or a delay is certain.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.model.clocks import NEVER, ROUNDING, Clock, together
from sim.model.entry_chance import list_length
from sim.model.lists import are_alike
from sim.model.ranks import chance_of_rank
from sim.model.strategies import ListScan, RandomScan
from sim.model.world import Attack, Offer, World

from .smooth_laws import bends, law_of_sum

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Installation:
    """When an organization that ever installs a remediation has it on one of its servers, `later` than on its first."""

    offer: Offer
    later: float

    def changes(self, horizon: float) -> Iterator[float]:
        """Times at which the chance may jump or bend."""
        delays = list(bends(self.offer.adoption))
        if self.offer.prerequisite is not None:
            more = list(bends(self.offer.prerequisite[1]))
            delays = [*delays, *more, *(one + other for one in delays for other in more)]
        for wave in self.offer.waves:
            ends = [*wave.clock.starts[1:], wave.clock.end, *wave.clock.reaches(np.array(delays)).tolist()]
            yield from (end + self.later for end in ends)
        times = (*self.offer.open_times.opens, *self.offer.open_times.closes)
        yield from (time for time in times if 0 < time <= horizon)


def installed(installations: Sequence[Installation], times: FloatArray, horizon: float) -> FloatArray:
    """The chance that each of some installations (rows) is done by each time, up to a horizon; same offers at once."""
    found = np.empty((len(installations), len(times)))
    by_offer: dict[Offer, list[int]] = {}
    for row, each in enumerate(installations):
        by_offer.setdefault(each.offer, []).append(row)
    for offer, rows in by_offer.items():
        later = np.array([installations[row].later for row in rows])
        ready = offer.open_times.ready_by(times) - later[:, None]
        chance = np.zeros(ready.shape)
        for wave in offer.waves:
            if wave.clock.starts and wave.share > 0:
                begun = ready >= wave.clock.starts[0]
                reading = wave.clock.reading(ready[begun]) * (1 + ROUNDING)
                chance[begun] += wave.share * _delay_chance(offer, reading, float(wave.clock.reading(horizon)))
        found[rows] = chance
    return found


def _delay_chance(offer: Offer, reading: FloatArray, most: float) -> FloatArray:
    """The chance that an organization is ready by a reading of its adoption clock."""
    chance = offer.adoption.cdf(reading)
    if offer.prerequisite is None or offer.prerequisite[0] == 0:
        return chance
    share, law = offer.prerequisite
    most = 2.0 ** math.ceil(math.log2(max(most, 1.0)))
    return (1 - share) * chance + share * law_of_sum(offer.adoption, law, most).cdf(reading)


@dataclass(frozen=True)
class Entering:
    """When a campaign enters a server of some weight, if nothing protects it; `others` on its list by weight."""

    name: str
    attack: Attack = field(compare=False)
    weight: float = 1.0
    others: tuple[tuple[float, float], ...] = ()
    length: float = 1.0

    def success(self, times: FloatArray) -> FloatArray:
        """The chance that it has succeeded on the server by each time, if it can at all; before any dwell."""
        attack = self.attack
        if isinstance(attack.strategy, RandomScan):
            return -np.expm1(-effort_of(attack, times))
        assert isinstance(attack.strategy, ListScan)
        spared = np.ones(times.shape)
        for clock in attack.clocks:
            spared *= 1 - attack.strategy.chance(attack.success, self._listed(_probes(clock, times)))
        return 1 - spared

    def _listed(self, probes: FloatArray) -> FloatArray:
        """How often a list has come to the server, or the chance that it has, after a number of probes."""
        return probes / self.length if are_alike(self.attack) else chance_of_rank(self.others, self.weight, probes)

    def changes(self) -> Iterator[float]:
        """Times at which the chance may bend."""
        for clock in self.attack.clocks:
            yield from (*clock.starts, clock.end)
            if isinstance(self.attack.strategy, ListScan):
                passes = np.arange(min(clock.total / self.length, MOST_PASSES)) + 1
                yield from clock.reaches(passes * self.length).tolist()


def effort_of(attack: Attack, times: FloatArray) -> FloatArray:
    """The successes that a campaign which probes at random has had on a server on average by each time."""
    clocks = attack.clocks if any(clock.growths for clock in attack.clocks) else (together(attack.clocks),)
    probes = sum((clock.reading(times) for clock in clocks), np.zeros(np.shape(times)))
    return np.asarray(probes * attack.success / (attack.addresses or 1))


def _probes(clock: Clock, times: FloatArray) -> FloatArray:
    """Probes by each time, less than half a one off: they fall at whole readings, of which there are half a one fewer
    than it reads on average, and when it has stopped those that there are.
    """
    reading, total = clock.reading(times), clock.total
    if not 0 < total < NEVER:
        return np.maximum(reading - 0.5, 0.0)
    last = math.floor(total * (1 + ROUNDING))
    return np.asarray(np.maximum(reading - 0.5 + reading / total * (last - total + 0.5), 0.0))


MOST_PASSES = 64


def entering(world: World, attack: Attack, population: str) -> Entering:
    """When a campaign enters the servers of a population that it aims at."""
    if not isinstance(attack.strategy, ListScan):
        return Entering(attack.name, attack)
    length = list_length(world, attack, population)
    if are_alike(attack):
        return Entering(attack.name, attack, length=length)
    weight, others = attack.aims[population], dict.fromkeys(attack.aims.values(), 0.0)
    for name, each in attack.aims.items():
        others[each] += world.populations[name].expected_servers * world.populations[name].reachable
    others[weight] -= 1
    return Entering(attack.name, attack, weight, tuple(others.items()), length)
