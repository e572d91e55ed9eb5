"""The event engine: the model's definition, literally. Every probe and every installation is an event.

It has its own randomness, and shares with the other engines only the world (uncertain values and moments), the clocks
and the laws. Probes at addresses where nobody's server is are left out, which changes nothing, and a campaign stops
once no server can change any more. Cost grows with the number of probes that reach servers: for small fleets.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.model.clocks import NEVER
from sim.model.fleet import Fleet, build_fleet
from sim.model.luck import Luck
from sim.model.race import Race
from sim.model.scanning import NOBODY
from sim.model.world import Attack, Offer, World

PROBES_AT_ONCE = 512
Process = Generator[simpy.Event, Any, None]


class Event(NamedTuple):
    """A row of the trace of a race. `time` is in days; `what` is probed, compromised, installed or failed."""

    time: float
    what: str
    population: str
    organization: int
    server: int
    by: str


@dataclass
class Server:
    """One server, as it stands. `protected_at` is set when its installation is planned, so ties need no luck."""

    index: int
    population: str
    organization: int
    ordinal: int
    exposed: bool
    protected_at: float = NEVER
    compromised_at: float = NEVER
    compromised_by: int = NOBODY
    immune_to: set[str] = field(default_factory=set)


class EventRace:
    """A race under way: the servers, what can still change, and the trace if one is wanted."""

    def __init__(self, world: World, trace: list[Event] | None) -> None:
        luck = Luck(world.scenario.seed, world.replication, apart="events")
        self.world = world
        self.random = luck.generator("events")
        self.fleet = build_fleet(world, luck)
        self.servers, self.reachable = _servers(self.fleet)
        self.undecided = {server.index for server in self.servers if server.exposed}
        self.trace = trace
        first = [offer.available for remedy in world.remedies for offer in remedy.offers.values()]
        first += [start for attack in world.attacks for start in attack.clock.starts[:1]]
        self.environment = simpy.Environment(initial_time=min([0.0, *first]))

    def run(self) -> Race:
        """Let everything happen up to and including the horizon."""
        for remedy in self.world.remedies:
            for group in self.fleet.groups:
                if group.name in remedy.offers:
                    for organization in _organizations(self.servers[group.span]):
                        self.environment.process(self.adopt(remedy.name, remedy.offers[group.name], organization))
        for number, attack in enumerate(self.world.attacks):
            self.environment.process(self.scan(number, attack))
        self.environment.run(until=np.nextafter(self.world.horizon, NEVER))
        return self._race()

    def adopt(self, name: str, offer: Offer, organization: list[Server]) -> Process:
        """An organisation hears of a remediation, decides, and installs it on all its servers."""
        yield self.until(offer.available)
        if self.random.random() >= offer.uptake:
            return
        installed = float(offer.clock.reaches(offer.adoption.quantile(self.random.random(1)))[0])
        works = [server for server in organization if self.random.random() < offer.protects]
        for server in works:
            server.protected_at = min(server.protected_at, installed)
        if installed == NEVER:
            return
        yield self.until(installed)
        for server in organization:
            self.note("installed" if server in works else "failed", installed, server, name)
        self.undecided.difference_update(server.index for server in works)

    def scan(self, number: int, attack: Attack) -> Process:
        """A campaign sends its probes one after the other."""
        aimed = [server for server in self.servers if server.population in attack.aims]
        for server in aimed:
            if self.random.random() >= attack.works_on:
                server.immune_to.add(attack.name)
        targets = [server for server in aimed if self.reachable[server.index]]
        probes = self.random_probes if attack.strategy == "random" else self.listed_probes
        for time, server in probes(attack, targets):
            if time == NEVER or not self.undecided:
                return
            yield self.until(time)
            self.probe(time, server, number, attack)

    def probe(self, time: float, server: Server, number: int, attack: Attack) -> None:
        """One probe reaches a server. It gets in if the server is open to it and it succeeds."""
        self.note("probed", time, server, attack.name)
        is_open = server.exposed and server.protected_at > time and attack.name not in server.immune_to
        if is_open and self.random.random() < attack.success and server.compromised_at == NEVER:
            server.compromised_at, server.compromised_by = time, number
            self.undecided.discard(server.index)
            self.note("compromised", time, server, attack.name)

    def random_probes(self, attack: Attack, targets: list[Server]) -> Iterator[tuple[float, Server]]:
        """Times and targets of Poisson probing: each address equally likely at every probe."""
        effort, share = 0.0, len(targets) / (attack.addresses or 1)
        while targets:
            efforts = effort + np.cumsum(self.random.standard_exponential(PROBES_AT_ONCE)) / share
            chosen = self.random.integers(len(targets), size=PROBES_AT_ONCE)
            for time, index in zip(attack.clock.reaches(np.asarray(efforts, dtype=np.float64)), chosen, strict=True):
                yield float(time), targets[index]
            effort = float(efforts[-1])

    def listed_probes(self, attack: Attack, targets: list[Server]) -> Iterator[tuple[float, Server]]:
        """Times and targets of going through a list: probe k of the campaign falls exactly when its clock reads k."""
        addresses = attack.addresses or len(targets)
        if not targets:
            return
        positions = np.sort(self.random.choice(addresses, len(targets), replace=False)).astype(np.float64) + 1
        order = [targets[index] for index in self.random.permutation(len(targets))]
        passed = 0.0
        while True:
            yield from zip(attack.clock.reaches(passed + positions).tolist(), order, strict=True)
            if attack.strategy == "hit_list":
                return
            passed += addresses

    def until(self, time: float) -> simpy.Event:
        """An event at a time, or at once if that is over."""
        if time == NEVER:
            return self.environment.event()
        return self.environment.timeout(max(0.0, time - self.environment.now))

    def note(self, what: str, time: float, server: Server, by: str) -> None:
        """Write a line of the trace."""
        if self.trace is not None:
            self.trace.append(Event(time, what, server.population, server.organization, server.ordinal, by))

    def _race(self) -> Race:
        horizon = self.world.horizon
        protected = np.array(
            [server.protected_at if server.protected_at <= horizon else NEVER for server in self.servers]
        )
        compromised = np.array([server.compromised_at for server in self.servers])
        campaign = np.array([server.compromised_by for server in self.servers], dtype=np.int16)
        return Race(self.world, self.fleet, protected.astype(np.float64), compromised.astype(np.float64), campaign)


def simulate(world: World, trace: list[Event] | None = None) -> Race:
    """The race in one world, event by event; with a list as `trace`, every event is appended to it."""
    return EventRace(world, trace).run()


def _servers(fleet: Fleet) -> tuple[list[Server], NDArray[np.bool_]]:
    servers: list[Server] = []
    reachable: list[NDArray[np.bool_]] = []
    for group in fleet.groups:
        everywhere = np.ones(group.servers, dtype=bool)
        exposed = everywhere if group.exposed is None else group.exposed
        reachable.append(everywhere if group.reachable is None else group.reachable)
        rows = zip(group.organization_of().tolist(), group.ordinals().tolist(), exposed.tolist(), strict=True)
        servers += [Server(group.first + index, group.name, *row) for index, row in enumerate(rows)]
    return servers, np.concatenate(reachable) if reachable else np.zeros(0, dtype=bool)


def _organizations(servers: list[Server]) -> list[list[Server]]:
    organizations: dict[int, list[Server]] = {}
    for server in servers:
        organizations.setdefault(server.organization, []).append(server)
    return list(organizations.values())
