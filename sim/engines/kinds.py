"""The kinds of servers of a world: those of one population that all the same can happen to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from sim.model.world import Attack, Cleaning, Offer, World
from sim.scenario.blocks import Population
from sim.scenario.laws import Law

from .server_chances import Entering, Installation, entering, later_than_first
from .walks import Walks, walks_of

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
    walking: Walks
    cleaning: Cleaning | None

    @property
    def offers(self) -> tuple[Offer | None, ...]:
        """The offers of all remediations."""
        return tuple(each[0][0].offer if each else None for each in self.installations)


@dataclass(frozen=True)
class Layout:
    """Organizations of one population in which all servers of one ordinal, from 0, have the same `installations`.

    `sizes` are the chances that an organization is one of these and has 1, 2, ... servers; `kinds` are the numbers of
    the kinds of its servers.
    """

    sizes: tuple[float, ...]
    installations: tuple[tuple[Installation | None, ...], ...]
    kinds: tuple[int, ...]

    @property
    def at_least(self) -> FloatArray:
        """The chances that an organization is one of these and has so many servers at least."""
        return _at_least_of(self.sizes)


@dataclass(frozen=True)
class Servers:
    """The servers of a population, by how organizations of its sizes are laid out.

    `exposed` is the chance that a server is in the race. Hardly any organization has more than `most` servers.
    """

    organizations: int
    exposed: float
    most: int
    layouts: tuple[Layout, ...]

    @property
    def kinds(self) -> tuple[int, ...]:
        """The numbers of the kinds of all of them."""
        return tuple(dict.fromkeys(number for layout in self.layouts for number in layout.kinds))

    def by_kind(self, kinds: int) -> FloatArray:
        """How many are in the race, on average, of each of some kinds."""
        each = sum((np.bincount(one.kinds, one.at_least, kinds) for one in self.layouts), np.zeros(kinds))
        return np.asarray(self.organizations * self.exposed * each)


def servers_of(world: World) -> tuple[dict[str, Servers], list[Kind]]:
    """The servers of every population that runs any, and the kinds of all of them."""
    found, kinds, offers = {}, dict[Kind, int](), dict[Offer, int]()
    for name, population in world.populations.items():
        if not population.runs_servers:
            continue
        chances = at_least(population)
        own = [remedy.offers.get(name) for remedy in world.remedies]
        numbered = [None if each is None else (each, offers.setdefault(each, len(offers))) for each in own]
        most = max(sum(chance > HARDLY_ANY for chance in chances), 1)
        by_layout = [
            (sizes, [_installations(numbered, min(ordinal, most - 1), size) for ordinal in range(len(sizes))])
            for size, sizes in _sizes(chances, most, by_size=any(each is not None and each.rings for each in own))
        ]
        by_server = [each for _, installations in by_layout for each in installations]
        weights = np.concatenate([_at_least_of(sizes) for sizes, _ in by_layout]).tolist()
        campaigns = tuple(entering(world, each, name) for each in world.attacks if enters(each, name))
        walking = walks_of(world, [each.name for each in world.attacks if walks_through(each, name)], name)
        numbers = [0] * len(by_server)
        for servers in _alike(by_server):
            kind = Kind(_mixtures(by_server, weights, servers), campaigns, walking, world.cleanings.get(name))
            for server in servers:
                numbers[server] = kinds.setdefault(kind, len(kinds))
        rest = iter(numbers)
        layouts = (Layout(sizes, tuple(each), tuple(islice(rest, len(each)))) for sizes, each in by_layout)
        exposed = population.vulnerable * population.reachable
        found[name] = Servers(population.organizations, exposed, most, tuple(layouts))
    return found, list(kinds)


def _sizes(chances: Sequence[float], most: int, *, by_size: bool) -> Iterator[tuple[int, tuple[float, ...]]]:
    """Sizes of organizations, with the chances of those that are laid out as if they had them: all, or each its own.

    `chances` are those of at least 1, 2, ... servers; those with more than `most` are laid out as those with so many.
    """
    sizes = -np.diff([*chances, 0.0])
    if by_size:
        for size in range(1, most):
            if sizes[size - 1] > 0:
                yield size, (*[0.0] * (size - 1), float(sizes[size - 1]))
        sizes[: most - 1] = 0.0
    yield most, tuple(sizes.tolist())


def _at_least_of(sizes: Sequence[float]) -> FloatArray:
    """The chances of at least 1, 2, ... servers, from those of as many."""
    return np.cumsum(sizes[::-1])[::-1]


def _installations(
    numbered: Sequence[tuple[Offer, int] | None], ordinal: int, size: int
) -> tuple[Installation | None, ...]:
    """The installations of one server, of offers with their numbers."""
    return tuple(each and Installation(*each, later_than_first(each[0], ordinal, size)) for each in numbered)


def _alike(by_server: Sequence[tuple[Installation | None, ...]]) -> list[list[int]]:
    """Servers, by index, that have the same installations but for one remediation: the one that differs most."""
    differ = [len(set(each)) for each in zip(*by_server, strict=True)]
    most = int(np.argmax(differ)) if differ else 0
    found = defaultdict(list)
    for server, installations in enumerate(by_server):
        found[installations[:most] + installations[most + 1 :]].append(server)
    return list(found.values())


def _mixtures(
    by_server: Sequence[tuple[Installation | None, ...]], chances: Sequence[float], servers: Sequence[int]
) -> tuple[Mixture, ...]:
    """By remediation, the installations of some servers, of which there are as many as chances say."""
    found, number = [], sum(chances[server] for server in servers)
    for installations in zip(*(by_server[server] for server in servers), strict=True):
        shares = defaultdict[Installation, float](float)
        for server, each in zip(servers, installations, strict=True):
            if each is not None:
                shares[each] += chances[server] / number
        found.append(tuple(shares.items()))
    return tuple(found)


def walks_through(attack: Attack, population: str) -> bool:
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
