"""Campaigns that come through footholds: when one is the first to walk into a foothold since it began.

A campaign that probes at random is as if it began with the foothold. A list comes to a server when it has got there, so
only the visits since then count, and whether it has come since is known from how far it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.model.entry_chance import spread_of_length
from sim.model.lists import are_alike
from sim.model.strategies import ListScan
from sim.model.world import Attack, World

from .actors import Actor, actors_of
from .server_chances import effort_of, entering

FloatArray = NDArray[np.float64]
MOST_ACTORS = 6
"""Of a campaign with lists that walks: what each meets is an integral of its own."""


@dataclass(frozen=True)
class Walker:
    """One actor with a list, or all that probe at random for a campaign, which come through footholds."""

    name: str
    attack: Attack = field(compare=False)
    actor: Actor | None = None

    @property
    def off(self) -> float:
        """By how much the chance that it comes is off at most: half a probe of a list."""
        return 0.0 if self.actor is None else self.actor.success / (2 * self.actor.length)

    def successes(self, times: FloatArray) -> FloatArray:
        """How often it succeeds on average by each time on a server whose foothold lives all the time."""
        return effort_of(self.attack, times) if self.actor is None else self.actor.success * self.actor.lists(times)

    def first(self, now: FloatArray, since: FloatArray) -> FloatArray:
        """The chance that it has not succeeded since a foothold began, if it does now."""
        if self.actor is None:
            return self.missed(now, since)
        return np.asarray((1 - self.actor.success) ** np.floor(_passed(self.actor, now, since)))

    def missed(self, now: FloatArray, since: FloatArray) -> FloatArray:
        """The chance that it has not succeeded since a foothold began."""
        if self.actor is None:
            return np.exp(effort_of(self.attack, since) - effort_of(self.attack, now))
        return 1 - self.actor.scan.chance(self.actor.success, _passed(self.actor, now, since))

    def bends(self, times: FloatArray) -> FloatArray:
        """When a foothold began (a new last axis) since which it has been through its list once, twice, ..."""
        if self.actor is None or not self.actor.scan.repeats:
            return np.zeros((*times.shape, 0))
        lists = self.actor.lists(times)
        return self.actor.visits(lists % 1.0, np.floor(lists))


def _passed(actor: Actor, now: FloatArray, since: FloatArray) -> FloatArray:
    """How many lists an actor has gone through since a time."""
    return np.maximum(actor.lists(now) - actor.lists(since), 0.0)


@dataclass(frozen=True)
class Walks:
    """Campaigns that walk into the footholds of the same servers, as one walker or more each."""

    campaigns: tuple[tuple[Walker, ...], ...]

    def __iter__(self) -> Iterator[Walker]:
        """Every one of them."""
        return (walker for campaign in self.campaigns for walker in campaign)

    def first(self, walker: Walker, now: FloatArray, since: FloatArray) -> FloatArray:
        """The chance that a walker is the first to come since a foothold began, if it comes now and can at all."""
        found = walker.attack.works_on * walker.first(now, since)
        for campaign in self.campaigns:
            missed = np.ones(found.shape)
            for other in campaign:
                if other is not walker:
                    missed = missed * other.missed(now, since)
            works_on = 1.0 if walker in campaign else campaign[0].attack.works_on
            found = found * (1 - works_on * (1 - missed))
        return np.asarray(found)


def walks_of(world: World, names: Sequence[str], population: str) -> Walks:
    """Campaigns that walk into footholds in a population, by name."""
    attacks = (attack for attack in world.attacks if attack.name in names)
    return Walks(tuple(_walkers(world, attack, population) for attack in attacks))


def _walkers(world: World, attack: Attack, population: str) -> tuple[Walker, ...]:
    if not isinstance(attack.strategy, ListScan):
        return (Walker(attack.name, attack),)
    return tuple(Walker(attack.name, attack, actor) for actor in actors_of([entering(world, attack, population)]))


def why_not(world: World, attack: Attack) -> str:
    """Why walking into footholds has no closed form; empty if it has one."""
    if attack.dwell is not None:
        return f"{attack.name} enters through footholds after a dwell"
    if not isinstance(attack.strategy, ListScan):
        return ""
    if sum(clock.total > 0 for clock in attack.clocks) > MOST_ACTORS:
        return f"{attack.name} enters through footholds by more than {MOST_ACTORS} lists"
    if not are_alike(attack) or any(spread_of_length(world, attack, name) > 0 for name in attack.aims):
        return f"{attack.name} enters through footholds by a list whose order or length is not the same for all"
    return ""
