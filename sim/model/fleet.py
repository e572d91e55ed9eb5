"""The fleet: populations as arrays of servers, organisation by organisation, in the order of the scenario."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import psutil
from numpy.typing import NDArray

from sim.problems import InputError, Problem
from sim.scenario.blocks import Population

from .crowd import Crowd
from .luck import Luck
from .world import World

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]
BYTES_A_SERVER = 160
Entry = TypeVar("Entry", bound=np.generic)


@dataclass(frozen=True)
class Group:
    """The servers of one population: `servers` of them, from index `first` of the fleet on.

    `sizes` is the number of servers of every organisation, or one number for all. `exposed` (vulnerable and reachable)
    and `reachable` are arrays per server, or None where they hold for all.
    """

    name: str
    organizations: int
    sizes: IntArray | int
    first: int
    servers: int
    exposed: BoolArray | None
    reachable: BoolArray | None

    @property
    def span(self) -> slice:
        """Where its servers stand in arrays of the fleet."""
        return slice(self.first, self.first + self.servers)

    def to_servers(self, per_organization: FloatArray) -> FloatArray:
        """Values per organisation, repeated for each of its servers."""
        if isinstance(self.sizes, int) and self.sizes == 1:
            return per_organization
        return np.repeat(per_organization, self.sizes)

    def organization_of(self) -> IntArray:
        """The number, from 0, of each server's organisation."""
        if self.servers == 0:
            return np.zeros(0, dtype=np.int64)
        return np.asarray(np.repeat(np.arange(self.organizations), self.sizes), dtype=np.int64)

    def organizations_of(self, servers: NDArray[np.intp]) -> IntArray:
        """The numbers of the organisations of some servers, by their index in the population."""
        if isinstance(self.sizes, int):
            return np.asarray(servers // self.sizes, dtype=np.int64)
        return np.searchsorted(np.cumsum(self.sizes), servers, side="right")

    def by_organization(self, per_server: NDArray[Entry], otherwise: Entry | float | bool) -> NDArray[Entry]:
        """Values per server in the shape (organisations, most servers of one), and `otherwise` where there is none."""
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

    def ordinals(self) -> IntArray:
        """The number, from 1, of each server in its organisation."""
        if self.servers == 0:
            return np.zeros(0, dtype=np.int64)
        sizes = np.broadcast_to(np.asarray(self.sizes), (self.organizations,))
        return np.asarray(np.arange(self.servers) - np.repeat(np.cumsum(sizes) - sizes, sizes) + 1, dtype=np.int64)


@dataclass(frozen=True)
class Fleet:
    """All servers of a world; or, in an expectation, organisations one by one, each with a `crowd` of all others."""

    groups: tuple[Group, ...]
    crowd: Crowd | None = None

    @property
    def servers(self) -> int:
        """Number of servers, exposed or not."""
        return sum(group.servers for group in self.groups)

    def group(self, name: str) -> Group:
        """The servers of one population."""
        return next(group for group in self.groups if group.name == name)


def build_fleet(world: World, luck: Luck) -> Fleet:
    """The fleet of a world. Raises InputError if it does not fit into memory."""
    check_memory(world)
    groups: list[Group] = []
    for name, population in world.populations.items():
        first = groups[-1].span.stop if groups else 0
        groups.append(_group(name, population, first, luck))
    return Fleet(tuple(groups))


def _group(name: str, population: Population, first: int, luck: Luck) -> Group:
    organizations = population.organizations
    sizes: IntArray | int
    if not population.runs_servers:
        sizes = 0
    elif isinstance(population.servers_per_organization, int):
        sizes = population.servers_per_organization
    else:
        drawn = population.servers_per_organization.quantile(luck.organizations("servers", name, organizations))
        _check_sizes(name, organizations, float(np.sum(np.maximum(drawn, 1.0))))
        sizes = np.maximum(np.ceil(drawn), 1).astype(np.int64)
    servers = organizations * sizes if isinstance(sizes, int) else int(sizes.sum())

    def happens(decision: str, probability: float) -> BoolArray | None:
        return None if probability == 1 else luck.servers(decision, name, sizes, organizations) < probability

    vulnerable, reachable = happens("vulnerable", population.vulnerable), happens("reachable", population.reachable)
    exposed = reachable if vulnerable is None else vulnerable if reachable is None else vulnerable & reachable
    return Group(name, organizations, sizes, first, servers, exposed, reachable)


def _check_sizes(name: str, organizations: int, servers: float) -> None:
    """Raise InputError if the drawn numbers of servers do not fit into memory, however small their mean."""
    free = psutil.virtual_memory().available
    if not servers * BYTES_A_SERVER <= free:
        message = (
            f"is drawn to {servers:.3g} servers in all; the {free / 1e9:.1f} GB of memory that are free hold fewer"
        )
        raise InputError([Problem(("populations", name, "servers_per_organization"), f"{organizations:_}", message)])


def check_memory(world: World) -> None:
    """Raise InputError, naming the largest population, if the servers of a world do not fit into memory."""
    expected = {name: each.expected_servers for name, each in world.populations.items()}
    total, free = sum(expected.values()), psutil.virtual_memory().available
    if total * BYTES_A_SERVER <= free:
        return
    largest = max(expected, key=lambda name: expected[name])
    message = (
        f"makes {total:.3g} servers in all, which need about {total * BYTES_A_SERVER / 1e9:.3g} GB of memory; "
        f"the {free / 1e9:.1f} GB that are free hold about {free / BYTES_A_SERVER:.2g} servers"
    )
    path = ("populations", largest, "organizations")
    raise InputError([Problem(path, f"{world.populations[largest].organizations:_}", message)])
