"""The kinds of servers of a world: those of one population that all the same can happen to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.model.world import Attack, Cleaning, Offer, World
from sim.scenario.blocks import Population
from sim.scenario.laws import Law

from .server_chances import Entering, Installation, entering, later_than_first

FloatArray = NDArray[np.float64]
Mixture = tuple[tuple[Installation, float], ...]
"""Installations, with the share of servers that have each."""
RARE = 1e-9
"""Servers that fewer organizations have are left out."""
HARDLY_ANY = 1e-5
"""Servers that fewer organizations have count as if they were the ones before them."""
MOST_KINDS = 300


@dataclass(frozen=True)
class Kind:
    """What can happen to some servers.

    They have `installations` by remediation, of which at most one differs among them; so whatever is counted of them is
    as if each had the mean chance that it is installed. Campaigns are `entering` them, and `walking` in through
    footholds, which `cleaning` ends.
    """

    installations: tuple[Mixture, ...]
    entering: tuple[Entering, ...]
    walking: tuple[str, ...]
    cleaning: Cleaning | None

    @property
    def offers(self) -> tuple[Offer | None, ...]:
        """The offers of all remediations."""
        return tuple(each[0][0].offer if each else None for each in self.installations)


@dataclass(frozen=True)
class Servers:
    """The servers of a population by ordinal, from 0.

    `at_least` is the chance that an organization has so many; each has `installations` by remediation, and the number
    of its kind. `exposed` is the chance that a server is in the race.
    """

    organizations: int
    exposed: float
    at_least: tuple[float, ...]
    installations: tuple[tuple[Installation | None, ...], ...]
    kinds: tuple[int, ...]

    def by_kind(self, kinds: int) -> FloatArray:
        """How many are in the race, on average, of each of some kinds."""
        return np.asarray(self.organizations * self.exposed * np.bincount(self.kinds, self.at_least, kinds))


def servers_of(world: World) -> tuple[dict[str, Servers], list[Kind]]:
    """The servers of every population that runs any, and the kinds of all of them."""
    found, kinds, offers = {}, dict[Kind, int](), dict[Offer, int]()
    for name, population in world.populations.items():
        if not population.runs_servers:
            continue
        chances = at_least(population)
        own = [remedy.offers.get(name) for remedy in world.remedies]
        numbered = [None if each is None else (each, offers.setdefault(each, len(offers))) for each in own]
        last = max(sum(chance > HARDLY_ANY for chance in chances), 1) - 1
        by_ordinal = [_installations(numbered, min(ordinal, last), len(chances)) for ordinal in range(len(chances))]
        campaigns = tuple(entering(world, each, name) for each in world.attacks if enters(each, name))
        walking = tuple(each.name for each in world.attacks if _walks(each, name))
        numbers = [0] * len(chances)
        for ordinals in _alike(by_ordinal):
            kind = Kind(_mixtures(by_ordinal, chances, ordinals), campaigns, walking, world.cleanings.get(name))
            for ordinal in ordinals:
                numbers[ordinal] = kinds.setdefault(kind, len(kinds))
        exposed = population.vulnerable * population.reachable
        found[name] = Servers(population.organizations, exposed, tuple(chances), tuple(by_ordinal), tuple(numbers))
    return found, list(kinds)


def _installations(
    numbered: Sequence[tuple[Offer, int] | None], ordinal: int, size: int
) -> tuple[Installation | None, ...]:
    """The installations of one server, of offers with their numbers."""
    return tuple(each and Installation(*each, later_than_first(each[0], ordinal, size)) for each in numbered)


def _alike(by_ordinal: Sequence[tuple[Installation | None, ...]]) -> list[list[int]]:
    """Ordinals of servers that have the same installations but for one remediation: the one that differs most."""
    differ = [len(set(each)) for each in zip(*by_ordinal, strict=True)]
    most = int(np.argmax(differ)) if differ else 0
    found = defaultdict(list)
    for ordinal, installations in enumerate(by_ordinal):
        found[installations[:most] + installations[most + 1 :]].append(ordinal)
    return list(found.values())


def _mixtures(
    by_ordinal: Sequence[tuple[Installation | None, ...]], chances: Sequence[float], ordinals: Sequence[int]
) -> tuple[Mixture, ...]:
    """By remediation, the installations of some servers, of which there are as many as chances say."""
    found, number = [], sum(chances[ordinal] for ordinal in ordinals)
    for installations in zip(*(by_ordinal[ordinal] for ordinal in ordinals), strict=True):
        shares = defaultdict[Installation, float](float)
        for ordinal, each in zip(ordinals, installations, strict=True):
            if each is not None:
                shares[each] += chances[ordinal] / number
        found.append(tuple(shares.items()))
    return tuple(found)


def _walks(attack: Attack, population: str) -> bool:
    """Whether a campaign can enter servers of a population through footholds."""
    return attack.through_foothold and attack.success > 0 and population in attack.aims


def enters(attack: Attack, population: str) -> bool:
    """Whether a campaign can enter servers of a population through the vulnerability."""
    probes = attack.success > 0 and any(clock.total > 0 for clock in attack.clocks)
    return probes and not attack.through_foothold and population in attack.aims


def has_few_servers(population: Population) -> bool:
    """Whether all organizations, but very few, have so few servers that kinds of these can be told apart."""
    each = population.servers_per_organization
    return each <= MOST_KINDS if isinstance(each, int) else _at_least(each, MOST_KINDS + 1) <= RARE


def at_least(population: Population) -> list[float]:
    """The chances that an organization has at least 1, 2, ... servers, of a population that `has_few_servers`."""
    each = population.servers_per_organization
    if isinstance(each, int):
        return [1.0] * each
    chances = [1.0]
    while chances[-1] > RARE:
        chances.append(_at_least(each, len(chances) + 1))
    return chances


def _at_least(law: Law, servers: int) -> float:
    """The chance of at least a number of servers, which is above 1: a law gives it rounded up."""
    return 1 - float(law.cdf(np.array([servers - 1.0]))[0])
