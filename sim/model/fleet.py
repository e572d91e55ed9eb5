"""The fleet: populations as arrays of servers, organization by organization, in the order of the scenario."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

import numpy as np
import psutil
from numpy.typing import NDArray

from sim.problems import InputError, Problem
from sim.scenario.blocks import Population
from sim.scenario.consistency import too_few_addresses
from sim.scenario.laws import Law

from .clocks import piece_of
from .luck import NEXT_SERVER, ORGANIZATION_BITS, Luck, Numbers, Who, first_numbers
from .passes import which
from .world import World

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]
Indices = NDArray[np.intp]
BYTES_A_SERVER, BYTES_IN_A_QUEUE, BYTES_OF_A_SIZE = 160, 200, 40
MOST_SERVERS = 1e11
MOST_OF_AN_ORGANIZATION = 2 ** (64 - ORGANIZATION_BITS)
FEW_SERVERS = 1e5
FEW_BYTES = FEW_SERVERS * BYTES_A_SERVER
"""They fit into any memory, which then need not be asked for: that takes a tenth of a millisecond."""
SERVERS_IN_A_BLOCK = 2**17
"""So that arrays stay in the processor's cache, and calls of array code cost little beside what they do."""
MOST_LOOKED_UP = 64
Entry = TypeVar("Entry", bound=np.generic)


@dataclass(frozen=True)
class Group:
    """The servers of a population, or of organizations in a row: `servers` of them, from index `first` of the fleet on.

    `sizes` is the number of servers of every organization, or one number for all. `exposed` (vulnerable and reachable)
    and `reachable` are arrays per server, or None where they hold for all. The organizations are those from number
    `start` of the population on, counted from 0, and `before` servers of it belong to the others before them.
    """

    name: str
    organizations: int
    sizes: IntArray | int
    first: int
    servers: int
    exposed: BoolArray | None
    reachable: BoolArray | None
    start: int = 0
    before: int = 0

    @property
    def span(self) -> slice:
        """Where its servers stand in arrays of the fleet."""
        return slice(self.first, self.first + self.servers)

    @property
    def place(self) -> slice:
        """Where its servers stand in arrays of its population."""
        return slice(self.before, self.before + self.servers)

    @property
    def is_single(self) -> bool:
        """Whether every organization has one server."""
        return isinstance(self.sizes, int) and self.sizes == 1

    @cached_property
    def organization_numbers(self) -> Numbers:
        """The number of each server's organization, which its luck goes by."""
        return _organization_numbers(self.start, self.organizations, self.sizes)

    @cached_property
    def server_numbers(self) -> Numbers:
        """The number of each server, which its luck goes by."""
        if self.is_single or not self.servers:
            return self.organization_numbers
        if isinstance(self.sizes, int):
            organizations = np.arange(self.start, self.start + self.organizations, dtype=np.uint64)
            ordinals = np.arange(self.sizes, dtype=np.uint64)
            numbers: Numbers = np.add.outer(organizations, ordinals * np.uint64(NEXT_SERVER)).reshape(-1)
            return numbers
        return self.organization_numbers + (self.ordinals() - 1).astype(np.uint64) * np.uint64(NEXT_SERVER)

    @cached_property
    def who(self) -> Who:
        """Whose luck it is in what is decided by server."""
        if self.is_single:
            return self.whose_organizations
        numbers = self.server_numbers
        return Who(lambda: numbers)

    @cached_property
    def whose_organizations(self) -> Who:
        """Whose luck it is in what is decided by organization, by server."""
        start, number, sizes = self.start, self.organizations, self.sizes
        if not self.servers:
            return Who(lambda: np.zeros(0, dtype=np.uint64))
        organizations = first_numbers(start, start + number)
        if self.is_single:
            return organizations
        return Who(  # nothing in it leads back to the group, so that its arrays are freed with it, and used again
            lambda: _organization_numbers(start, number, sizes), lambda: np.repeat(organizations.mixed, sizes)
        )

    @property
    def everybody(self) -> Players:
        """All its servers."""
        return Players(self, None)

    @property
    def players(self) -> Players:
        """The servers that are in the race: all exposed ones."""
        return Players(self, None if self.exposed is None else which(self.exposed))

    def organization_of(self) -> IntArray:
        """The number, from 0, of each server's organization."""
        return self.organization_numbers.astype(np.int64)

    def by_organization(self, per_server: NDArray[Entry], otherwise: Entry | float | bool) -> NDArray[Entry]:
        """Values per server in the shape (organizations, most servers of one), and `otherwise` where there is none."""
        if isinstance(self.sizes, int):
            return per_server.reshape(self.organizations, self.sizes)
        table = np.full((self.organizations, int(self.sizes.max(initial=0))), otherwise, dtype=per_server.dtype)
        table[np.arange(table.shape[1]) < self.sizes[:, None]] = per_server
        return table

    def by_server(self, table: NDArray[Entry]) -> NDArray[Entry]:
        """The values per server of a table made by `by_organization`."""
        if isinstance(self.sizes, int):
            return table.reshape(-1)
        return table[np.arange(table.shape[1]) < self.sizes[:, None]]

    def to_servers(self, per_organization: FloatArray) -> FloatArray:
        """Values per organization, repeated for each of its servers."""
        return per_organization if self.is_single else np.repeat(per_organization, self.sizes)

    def ordinals(self) -> IntArray:
        """The number, from 1, of each server in its organization."""
        if isinstance(self.sizes, int):
            return np.tile(np.arange(1, self.sizes + 1, dtype=np.int64), self.organizations)
        sizes = self.sizes
        return np.asarray(np.arange(self.servers) - np.repeat(np.cumsum(sizes) - sizes, sizes) + 1, dtype=np.int64)

    @cached_property
    def sizes_of_organizations(self) -> IntArray:
        """The number of servers of each server's organization."""
        if isinstance(self.sizes, int):
            return np.full(self.servers, self.sizes, dtype=np.int64)
        return np.repeat(self.sizes, self.sizes)

    def in_blocks(self) -> Iterator[Group]:
        """The same in groups of whole organizations, each of about SERVERS_IN_A_BLOCK servers."""
        blocks = max(1, round(self.servers / SERVERS_IN_A_BLOCK))
        if isinstance(self.sizes, int):
            step = max(1, math.ceil(self.organizations / blocks))
            bounds = [*range(0, self.organizations, step), self.organizations]
        else:
            upto, servers = np.cumsum(self.sizes), max(1, math.ceil(self.servers / blocks))
            ends = np.searchsorted(upto, np.arange(servers, self.servers, servers), side="left") + 1
            bounds = np.unique([0, *ends, self.organizations]).tolist()
        before = 0
        for start, end in pairwise(bounds):
            sizes = self.sizes if isinstance(self.sizes, int) else self.sizes[start:end]
            number = sizes * (end - start) if isinstance(sizes, int) else int(sizes.sum())
            yield replace(
                self,
                organizations=end - start,
                sizes=sizes,
                first=self.first + before,
                servers=number,
                start=self.start + start,
                before=self.before + before,
            )
            before += number


def _organization_numbers(start: int, organizations: int, sizes: IntArray | int) -> Numbers:
    """The number of each server's organization, of organizations in a row."""
    if isinstance(sizes, int) and not sizes:
        return np.zeros(0, dtype=np.uint64)
    numbers = np.arange(start, start + organizations, dtype=np.uint64)
    return numbers if isinstance(sizes, int) and sizes == 1 else np.repeat(numbers, sizes)


@dataclass(frozen=True)
class Players:
    """Some servers of a group, by ascending `index`; None stands for all."""

    group: Group
    index: Indices | None

    def __len__(self) -> int:
        return self.group.servers if self.index is None else len(self.index)

    @property
    def population(self) -> str:
        """The name of their population."""
        return self.group.name

    @property
    def place(self) -> Indices | slice:
        """Where they stand in arrays of their population."""
        return self.group.place if self.index is None else self.index + self.group.before

    @property
    def places(self) -> Indices:
        """The same as an array."""
        place = self.place
        return np.arange(place.start, place.stop) if isinstance(place, slice) else place

    def take(self, some: Indices) -> Players:
        """Some of them, by ascending index among them."""
        if len(some) == len(self):
            return self
        return Players(self.group, some if self.index is None else self.index.take(some))

    def luck(self, decision: str, luck: Luck) -> FloatArray:
        """The luck of each server in a decision."""
        return luck.of(decision, self.group.name, self._who)

    def luck_of_organizations(self, decision: str, luck: Luck) -> FloatArray:
        """The luck of each server's organization in a decision."""
        return luck.of(decision, self.group.name, self._whose_organizations)

    def luck_below(self, decision: str, luck: Luck, chance: float) -> tuple[Indices, FloatArray]:
        """The servers, by index, whose luck in a decision is below a chance, and their luck."""
        return luck.below(decision, self.group.name, self._who, chance)

    def organizations_not_below(self, decision: str, luck: Luck, chance: float) -> tuple[Indices, FloatArray]:
        """The servers, by index, whose organization's luck in a decision is not below a chance, and that luck."""
        return luck.not_below(decision, self.group.name, self._whose_organizations, chance)

    def is_below(self, decision: str, luck: Luck, chance: float) -> BoolArray:
        """Whether the luck of each server in a decision is below a chance."""
        return luck.is_below(decision, self.group.name, self._who, chance)

    def organizations_below(self, decision: str, luck: Luck, chance: float) -> BoolArray:
        """Whether the luck of each server's organization is."""
        return luck.is_below(decision, self.group.name, self._whose_organizations, chance)

    def to_whom(self, decision: str, luck: Luck, chance: float) -> Indices:
        """The servers, by index, for which something of a chance comes true."""
        return luck.who_is_below(decision, self.group.name, self._who, chance)

    def to_whose_organizations(self, decision: str, luck: Luck, chance: float) -> Indices:
        """The servers, by index, for whose organization something of a chance comes true."""
        return luck.who_is_below(decision, self.group.name, self._whose_organizations, chance)

    @cached_property
    def _who(self) -> Who:
        return self.group.who if self.index is None else self.group.who.take(self.index)

    @cached_property
    def _whose_organizations(self) -> Who:
        if self.group.is_single:
            return self._who
        whose = self.group.whose_organizations
        return whose if self.index is None else whose.take(self.index)

    @property
    def organizations(self) -> Numbers:
        """The number of each server's organization."""
        return self._some(self.group.organization_numbers)

    @property
    def ordinals(self) -> FloatArray:
        """The number, from 1, of each server in its organization."""
        if self.group.is_single:
            return np.ones(len(self))
        after_the_first = self._some(self.group.server_numbers) >> np.uint64(ORGANIZATION_BITS)
        return np.asarray(after_the_first + np.uint64(1), dtype=np.float64)

    @property
    def sizes_of_organizations(self) -> IntArray:
        """The number of servers of each server's organization, whether in the race or not."""
        sizes = self.group.sizes_of_organizations
        return sizes if self.index is None else sizes[self.index]

    def _some(self, numbers: Numbers) -> Numbers:
        return numbers if self.index is None else numbers.take(self.index)


@dataclass(frozen=True)
class Fleet:
    """All servers of a world: `groups`, one for every population, in the order of the scenario."""

    groups: tuple[Group, ...]

    @property
    def servers(self) -> int:
        """Number of servers, exposed or not."""
        return sum(group.servers for group in self.groups)

    def group(self, name: str) -> Group:
        """The servers of one population."""
        return next(group for group in self.groups if group.name == name)


def build_fleet(world: World, luck: Luck) -> Fleet:
    """The fleet of a world. Raises InputError if it does not fit into memory, or a campaign has too few addresses."""
    check_memory(world, kept=True)
    return Fleet(tuple(exposed(group, world, luck) for group in outline(world, luck, kept=True).groups))


def outline(world: World, luck: Luck, *, kept: bool) -> Fleet:
    """Who has how many servers, but not which of them are exposed. Raises InputError if drawn numbers are too many.

    If all servers are `kept` they must fit into memory; else only those of the largest organization must.
    """
    groups: list[Group] = []
    for name, population in world.populations.items():
        first = groups[-1].span.stop if groups else 0
        groups.append(_group(name, population, first, luck, kept))
    return Fleet(tuple(groups))


def _group(name: str, population: Population, first: int, luck: Luck, kept: bool) -> Group:
    organizations = population.organizations
    sizes: IntArray | int
    if not population.runs_servers:
        sizes = 0
    elif isinstance(population.servers_per_organization, int):
        sizes = population.servers_per_organization
    else:
        u = luck.of("servers", name, np.arange(organizations, dtype=np.uint64))
        drawn = _whole_numbers(population.servers_per_organization, u)
        _check_sizes(name, organizations, drawn, kept)
        sizes = drawn.astype(np.int64)
    largest = sizes if isinstance(sizes, int) else int(sizes.max(initial=0))
    if organizations and largest > MOST_OF_AN_ORGANIZATION:
        message = f"makes an organization of {largest:_} servers; at most {MOST_OF_AN_ORGANIZATION:_} can be told apart"
        raise InputError([Problem(("populations", name, "servers_per_organization"), f"{largest:_}", message)])
    servers = organizations * sizes if isinstance(sizes, int) else int(sizes.sum())
    return Group(name, organizations, sizes, first, servers, None, None)


def _whole_numbers(law: Law, u: FloatArray) -> FloatArray:
    """Numbers of servers by luck: what the law gives, rounded up, and at least 1.

    Small ones are looked up among the chances of not exceeding them, which takes less time than the quantile.
    """
    chances = law.cdf(np.arange(1.0, MOST_LOOKED_UP + 1))
    numbers = np.add(piece_of(chances[: np.searchsorted(chances, u.max(initial=0.0))], u), 1.0)
    large = which(numbers > MOST_LOOKED_UP)
    numbers[large] = np.maximum(np.ceil(law.quantile(u[large])), MOST_LOOKED_UP)
    return numbers


def exposed(group: Group, world: World, luck: Luck) -> Group:
    """The same group with what is known of each server: whether it is reachable, and vulnerable too."""
    population = world.populations[group.name]

    def happens(decision: str, probability: float) -> BoolArray | None:
        return None if probability == 1 else luck.of(decision, group.name, group.who) < probability

    vulnerable, reachable = happens("vulnerable", population.vulnerable), happens("reachable", population.reachable)
    both = reachable if vulnerable is None else vulnerable if reachable is None else vulnerable & reachable
    return replace(group, exposed=both, reachable=reachable)


def check_addresses(world: World, fleet: Fleet) -> None:
    """Raise InputError if a campaign has fewer addresses than servers it aims at."""
    for attack in world.attacks:
        aimed = sum(group.servers for group in fleet.groups if group.name in attack.aims)
        few = too_few_addresses(attack.name, world.scenario.campaigns[attack.name], aimed)
        if few:
            raise InputError([few])


def _check_sizes(name: str, organizations: int, drawn: FloatArray, kept: bool) -> None:
    """Raise InputError if the drawn numbers of servers are too many, however small their mean."""
    servers = float(np.sum(drawn))
    together = servers if kept else float(np.max(drawn, initial=0.0))
    if together * BYTES_A_SERVER <= FEW_BYTES and servers <= MOST_SERVERS:
        return
    free = psutil.virtual_memory().available
    if not (together * BYTES_A_SERVER <= free and servers <= MOST_SERVERS):
        message = (
            f"is drawn to {servers:.3g} servers in all; the {free / 1e9:.1f} GB of memory that are free hold fewer"
        )
        raise InputError([Problem(("populations", name, "servers_per_organization"), f"{organizations:_}", message)])


def _bytes_kept(world: World, population: str) -> int:
    """The memory that campaigns and crews need for each server of a population."""
    campaigns = (each.strategy.bytes_a_server for each in world.attacks if population in each.aims)
    crews = (BYTES_IN_A_QUEUE for each in world.remedies if each.crew is not None and population in each.offers)
    return max([0, *campaigns, *crews])


def check_memory(world: World, *, kept: bool) -> None:
    """Raise InputError, naming the largest population, if the servers of a world are too many.

    If all are `kept` they must fit into memory; else only those must that stand on the list of a campaign or
    that a worm aims at or that a crew works on, and the sizes of organizations that have a law.
    """
    servers = {name: each.expected_servers for name, each in world.populations.items()}
    total = sum(servers.values())
    if total <= FEW_SERVERS:
        return
    needed = {
        name: number * (BYTES_A_SERVER if kept else _bytes_kept(world, name))
        + (BYTES_OF_A_SIZE * each.organizations if each.sizes_vary else 0)
        for (name, each), number in zip(world.populations.items(), servers.values(), strict=True)
    }
    free = psutil.virtual_memory().available if sum(needed.values()) > FEW_BYTES else np.inf
    if sum(needed.values()) > free:
        reason = (
            f"need about {sum(needed.values()) / 1e9:.3g} GB of memory; the {free / 1e9:.1f} GB that are free hold "
            f"about {total * free / sum(needed.values()):.2g} servers"
        )
    elif total > MOST_SERVERS:
        reason = f"take days one by one; at most {MOST_SERVERS:.0e} are done, or any number by expected or counts"
    else:
        return
    largest = max(servers, key=lambda name: servers[name])
    message = f"makes {total:.3g} servers in all, which {reason}"
    raise InputError(
        [Problem(("populations", largest, "organizations"), f"{world.populations[largest].organizations:_}", message)]
    )
