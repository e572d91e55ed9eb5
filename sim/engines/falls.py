"""How often servers fall, where those from which intruders were removed may be entered anew.

Nothing but clean-ups protects servers here: remediations that protect them for good come at times of their own, and so
multiply what is found. Campaigns probe at random, so that a server that is back in the race falls next as if it had
been open all the time, and its falls follow from each other: from when servers fall for the n-th time it follows when
they are back, and from that when they fall for the next time. Lists remember how far they are, which takes an integral
for each of them over where a server stands on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from sim.model.strategies import RandomScan
from sim.model.world import Attack, Cleaning, World

from .panels import MOST_PANELS, Panels, TooRoughError
from .server_chances import effort_of

FloatArray = NDArray[np.float64]
HARDLY = 1e-9
"""Falls of so small a share of the servers are left out."""
MOST_FALLS = 300
MOMENTS = 4096
MOST_UNSURE = 4
"""Campaigns that work on some servers only: all ways in which they do are played."""


@dataclass(frozen=True)
class Falls:
    """What happens by each node (last axes) to servers, by kind, that no remediation protects.

    How many fall for the `first` time; falls, `every` one of a server; how many fall `again`, at least once; to how
    many `several` campaigns came, None where clean-ups end the race; and falls of those that nobody has walked into
    through an earlier foothold, `unwalked`.
    """

    first: FloatArray
    every: FloatArray
    again: FloatArray
    several: FloatArray | None
    unwalked: FloatArray


def only_once(first: FloatArray) -> Falls:
    """Falls where clean-ups end the race."""
    return Falls(first, first, np.zeros(first.shape), None, first)


def come_back(cleaning: Cleaning | None) -> bool:
    """Whether servers that are cleaned up may be back in the race."""
    return (
        cleaning is not None
        and cleaning.reinfection
        and cleaning.cleanup_protects < 1
        and cleaning.cleanup_share > 0
        and cleaning.detection is not None
        and cleaning.cleanup is not None
    )


def why_not(world: World, population: str) -> str:
    """Why falls of servers of a population that may be back in the race have no closed form; empty if they have one."""
    offers = [(remedy.name, remedy.offers[population]) for remedy in world.remedies if population in remedy.offers]
    for name, offer in offers:
        if offer.evicts > 0 and offer.protects < 1:
            return f"{name} may evict and leave the hole open in {population}, where servers may be entered anew"
    if not come_back(world.cleanings[population]):
        return ""
    here = [attack for attack in world.attacks if population in attack.aims and attack.success > 0]
    for attack in here:
        if attack.through_foothold and attack.works_on < 1:
            return f"{attack.name} walks through some footholds only in {population}, where servers fall more than once"
        if not isinstance(attack.strategy, RandomScan):
            return f"{attack.name} has a list in {population}, where servers may be entered anew"
        if attack.dwell is not None:
            return f"{attack.name} has a dwell in {population}, where servers may be entered anew"
    if sum(attack.works_on < 1 for attack in here) > MOST_UNSURE:
        return f"more than {MOST_UNSURE} campaigns work on some servers only in {population}"
    return ""


def between_successes(world: World, populations: Iterable[str], first: float) -> FloatArray:
    """Times from a first one to the horizon between which campaigns succeed about once on a server that comes back."""
    names = [name for name in populations if come_back(world.cleanings.get(name))]
    days = np.linspace(first, world.horizon, MOMENTS)
    effort = sum(
        (effort_of(attack, days) for attack in world.attacks if any(name in attack.aims for name in names)),
        np.zeros(MOMENTS),
    )
    return np.asarray(np.interp(np.arange(1.0, min(float(effort[-1]), MOST_PANELS)), effort, days))


class FallsAtRandom:
    """Falls of servers that campaigns enter which probe at random; `cleaned` tells who is cleaned up of who fell.

    It is given, and gives, numbers by each node; and `protects` is the chance that a clean-up closes the hole.
    """

    def __init__(self, panels: Panels, cleaned: Callable[[FloatArray], FloatArray], protects: float) -> None:
        self._panels, self._cleaned, self._protects = panels, cleaned, protects

    def of(self, entering: list[Attack], walking: list[Attack]) -> Falls:
        """Falls of servers that some campaigns enter, and others walk into through footholds."""
        walks = self._effort(walking)
        found = np.zeros((5, *self._panels.nodes.shape))
        for share, able in ways(entering):
            efforts = [self._effort([attack]) for attack in able]
            together = self._effort(able)
            falls = list(self._one_by_one(together))
            several = np.zeros(together.shape)
            for effort in efforts:
                several += self._joined_by_others(effort, together - effort)
            unwalked = sum(self._one_by_one(together, walks), np.zeros(together.shape))
            again = falls[1] if len(falls) > 1 else np.zeros(together.shape)
            found += share * np.stack([falls[0], np.sum(falls, axis=0), again, several, unwalked])
        return Falls(*found)

    def _effort(self, attacks: list[Attack]) -> FloatArray:
        """The successes on an open server, on average, of some campaigns together."""
        return sum((effort_of(attack, self._panels.nodes) for attack in attacks), np.zeros(self._panels.nodes.shape))

    def _one_by_one(self, effort: FloatArray, walks: FloatArray | None = None) -> Iterator[FloatArray]:
        """How many servers fall for the first time, for the second, ...; only those that nobody `walks` into before."""
        fallen = -np.expm1(-effort)
        for _ in range(MOST_FALLS):
            yield fallen
            if walks is None:
                back = (1 - self._protects) * self._cleaned(fallen)
            else:
                weighed = self._cleaned(self._panels.cumulative(np.exp(walks), fallen))
                back = (1 - self._protects) * self._panels.cumulative(np.exp(-walks), weighed)
            fallen = np.exp(-effort) * self._panels.cumulative(back, np.exp(effort))
            if fallen.max() < HARDLY:
                return
        raise TooRoughError

    def _joined_by_others(self, effort: FloatArray, others: FloatArray) -> FloatArray:
        """Servers that one campaign has entered, and then one of the others while the hole was still open.

        What the one does before is as if there were no others.
        """
        falls = list(self._one_by_one(effort))
        open_ = falls[0] - self._protects * self._cleaned(np.sum(falls, axis=0))
        return self._panels.cumulative(np.exp(-others) * open_, others)


def ways(entering: list[Attack]) -> Iterator[tuple[float, list[Attack]]]:
    """The campaigns that work on a server, in all ways in which they may, with the share of the servers of each."""
    chances = [((True, attack.works_on), (False, 1 - attack.works_on)) for attack in entering]
    for way in product(*chances):
        share = float(np.prod([chance for _, chance in way]))
        if share > 0:
            yield share, [attack for attack, (works, _) in zip(entering, way, strict=True) if works]
