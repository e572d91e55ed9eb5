"""How often servers fall, where those from which intruders were removed may be entered anew.

Nothing but clean-ups protects servers here: remediations that protect them for good come at times of their own, and so
multiply what is found. Falls follow from each other: from when servers fall for the n-th time it follows when they are
back in the race, and from that when they fall for the next time. Of campaigns that probe at random, that is as if the
hole had been open all the time. Lists come again to where they were (`sim.engines.falls_on_lists`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from sim.model.entry_chance import spread_of_length
from sim.model.lists import are_alike
from sim.model.strategies import ListScan, RandomScan
from sim.model.world import Attack, Cleaning, Offer, World
from sim.scenario.blocks import HYBRID

from .panels import MOST_PANELS, Panels, TooRoughError
from .server_chances import Entering, effort_of

FloatArray = NDArray[np.float64]
HARDLY = 1e-9
"""Falls of so small a share of the servers are left out."""
MOST_FALLS = 300
MOST_LISTS = 2
"""Where a server stands on further ones would be more integrals."""
MOMENTS = 4096
MOST_LEAVING_OPEN = 3
"""More remediations that evict and leave the hole open would come in too many orders."""
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


def leaves_open(offer: Offer | None, cleaning: Cleaning | None) -> bool:
    """Whether a remediation may remove intruders from servers that are then back in the race."""
    is_back = cleaning is not None and cleaning.reinfection
    return is_back and offer is not None and offer.uptake > 0 and offer.evicts > 0 and offer.protects < 1


def why_not(world: World, population: str) -> str:
    """Why falls of servers of a population that may be back in the race have no closed form; empty if they have one."""
    cleaning = world.cleanings[population]
    leaving = [each.name for each in world.remedies if leaves_open(each.offers.get(population), cleaning)]
    if len(leaving) > MOST_LEAVING_OPEN:
        return f"more than {MOST_LEAVING_OPEN} remediations evict and leave the hole open in {population}"
    if not come_back(cleaning) and not leaving:
        return ""
    if cleaning.pivot is not None and world.populations[population].deployment == HYBRID:
        return f"servers of {population} may be entered anew, and one of several footholds lead to the tenant"
    here = [attack for attack in world.attacks if population in attack.aims and attack.success > 0]
    walking, entering = ([each for each in here if each.through_foothold is way] for way in (True, False))
    lists = [attack for attack in entering if isinstance(attack.strategy, ListScan)]
    for attack in entering:
        if attack.dwell is not None:
            return f"{attack.name} has a dwell in {population}, where servers may be entered anew"
    if any(isinstance(attack.strategy, ListScan) for attack in walking):
        return f"campaigns walk through footholds by lists in {population}, where servers may be entered anew"
    if any(attack.works_on < 1 for attack in walking) or sum(attack.works_on < 1 for attack in entering) > MOST_UNSURE:
        return f"campaigns work on some servers only in {population}, where servers may be entered anew"
    if lists and leaving:
        return f"{lists[0].name} has a list in {population}, where {leaving[0]} may evict and leave the hole open"
    if lists and (
        len(lists) < len(entering)
        or walking
        or sum(len(attack.clocks) for attack in lists) > MOST_LISTS
        or not all(are_alike(attack) and spread_of_length(world, attack, population) == 0 for attack in lists)
    ):
        return f"servers of {population} may be entered anew, where {lists[0].name} has a list beside what others do"
    return ""


def between_successes(attacks: Iterable[Attack], first: float, last: float) -> FloatArray:
    """Times between which campaigns that probe at random succeed about once on a server that is open all the time."""
    days = np.linspace(first, last, MOMENTS)
    at_random = (attack for attack in attacks if isinstance(attack.strategy, RandomScan))
    effort = sum((effort_of(attack, days) for attack in at_random), np.zeros(MOMENTS))
    return np.asarray(np.interp(np.arange(1.0, min(float(effort[-1]), MOST_PANELS)), effort, days))


@dataclass(frozen=True, eq=False)
class CleanUps:
    """How servers are cleaned up, each fall by itself.

    `left` is the chance that a foothold is not by a time, by when it began. `done` is given how many have fallen by
    each node, and gives how many of these are cleaned up by then. `protects` is the chance that it closes the hole.
    Chances may bend at the `disclosure`, and after `bends`.
    """

    left: Callable[[FloatArray, FloatArray], FloatArray]
    done: Callable[[FloatArray], FloatArray]
    protects: float
    disclosure: float
    bends: tuple[float, ...]


class Following(ABC):
    """How falls of servers that no remediation protects follow from each other."""

    def __init__(self, panels: Panels, cleanups: CleanUps) -> None:
        self._panels, self._cleanups = panels, cleanups

    @abstractmethod
    def one_by_one(self, entering: Sequence[Entering], walking: Sequence[Attack] = ()) -> Iterator[FloatArray]:
        """How many servers fall for the first time, for the second, ..., of those that nobody walked into before."""

    def of(self, entering: Sequence[Entering], walking: Sequence[Attack]) -> Falls:
        """Falls of servers that some campaigns enter, and others walk into through footholds."""
        found = np.zeros((5, *self._panels.nodes.shape))
        for share, able in ways(entering):
            falls = list(self.one_by_one(able))
            again = falls[1] if len(falls) > 1 else np.zeros(self._panels.nodes.shape)
            unwalked = np.sum(list(self.one_by_one(able, walking)) if walking else falls, axis=0)
            found += share * np.stack([falls[0], np.sum(falls, axis=0), again, self._several(able), unwalked])
        return Falls(*found)

    def _several(self, entering: Sequence[Entering]) -> FloatArray:
        """Servers that one campaign has entered, and then one of the others while the hole was still open.

        What the one does before is as if there were no others.
        """
        found = np.zeros(self._panels.nodes.shape)
        for one in entering:
            others = next(self.one_by_one([each for each in entering if each is not one]))
            found += self._panels.cumulative(self._entered_and_open(one), others)
        return found

    def _entered_and_open(self, one: Entering) -> FloatArray:
        """Servers that one campaign has entered, and that no clean-up has closed, if there were no others."""
        falls = list(self.one_by_one([one]))
        return np.asarray(falls[0] - self._cleanups.protects * self._cleanups.done(np.sum(falls, axis=0)))


class FallsAtRandom(Following):
    """The same of campaigns that probe at random: whoever is back falls as if the hole had been open all the time."""

    def one_by_one(self, entering: Sequence[Entering], walking: Sequence[Attack] = ()) -> Iterator[FloatArray]:
        """See Following."""
        attacks = [each.attack for each in entering]
        return self._from_one_to_the_next(-np.expm1(-self.effort(attacks)), attacks, walking)

    def since(
        self, opened: FloatArray, attacks: Sequence[Attack], walking: Sequence[Attack] = ()
    ) -> Iterator[FloatArray]:
        """The same of servers of which some have been `opened` by each node; none of their footholds is left then."""
        effort = self.effort(attacks)
        fallen = np.exp(-effort) * self._panels.cumulative(opened, np.exp(effort))
        return self._from_one_to_the_next(fallen, attacks, walking)

    def _from_one_to_the_next(
        self, fallen: FloatArray, attacks: Sequence[Attack], walking: Sequence[Attack]
    ) -> Iterator[FloatArray]:
        effort, walks = self.effort(attacks), self.effort(walking)
        for _ in range(MOST_FALLS):
            yield fallen
            weighed = self._cleanups.done(self._panels.cumulative(np.exp(walks), fallen))
            back = (1 - self._cleanups.protects) * self._panels.cumulative(np.exp(-walks), weighed)
            fallen = np.exp(-effort) * self._panels.cumulative(back, np.exp(effort))
            if fallen.max() < HARDLY:
                return
        raise TooRoughError

    def effort(self, attacks: Sequence[Attack]) -> FloatArray:
        """The successes on an open server, on average, of some campaigns together."""
        return sum((effort_of(attack, self._panels.nodes) for attack in attacks), np.zeros(self._panels.nodes.shape))


def ways(entering: Sequence[Entering]) -> Iterator[tuple[float, list[Entering]]]:
    """The campaigns that work on a server, in all ways in which they may, with the share of the servers of each."""
    chances = [((True, each.attack.works_on), (False, 1 - each.attack.works_on)) for each in entering]
    for way in product(*chances):
        share = float(np.prod([chance for _, chance in way]))
        if share > 0:
            yield share, [each for each, (works, _) in zip(entering, way, strict=True) if works]
