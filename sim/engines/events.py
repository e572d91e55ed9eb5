"""The event engine: the model's definition, literally. Every probe, installation, detection and eviction is an event.

It has its own randomness, and shares with the other engines only the world (uncertain values, moments, actors), the
clocks and the laws. Probes at addresses where nobody's server is are left out, which changes nothing, and a campaign
stops once it can change nothing any more. Cost grows with the number of probes that reach servers: for small fleets.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.model.adoption import in_window
from sim.model.blocks import HYBRID
from sim.model.clocks import INSTANTS_A_DAY, NEVER, Clock
from sim.model.fleet import Fleet, build_fleet
from sim.model.laws import Law
from sim.model.luck import Luck
from sim.model.race import Race
from sim.model.scanning import NOBODY
from sim.model.world import Attack, Offer, World

PROBES_AT_ONCE = 512
TIMES = (
    "protected_at",
    "compromised_at",
    "entered_again_at",
    "detected_at",
    "evicted_at",
    "reentered_at",
    "pivoted_at",
)
Process = Generator[simpy.Event, Any, None]
Probes = Iterator[tuple[float, "Server"]]


class Event(NamedTuple):
    """A row of the trace of a race, `time` in days.

    `what` is probed, compromised, installed, failed, detected, evicted, cleaned, reentered or pivoted.
    """

    time: float
    what: str
    population: str
    organization: int
    server: int
    by: str


@dataclass
class Server:
    """One server, as it stands.

    Times of installations and clean-ups are known when they are planned, so that what happens at one instant happens
    in the right order: installation, eviction, re-entry and pivot, compromise.
    """

    index: int
    population: str
    organization: int
    ordinal: int
    exposed: bool
    reachable: bool
    fix_available_at: float = NEVER
    protected_at: float = NEVER
    evictions: list[float] = field(default_factory=list)
    compromised_at: float = NEVER
    compromised_by: int = NOBODY
    entered_again_at: float = NEVER
    detected_at: float = NEVER
    evicted_at: float = NEVER
    reentered_at: float = NEVER
    pivoted_at: float = NEVER
    works_for: set[str] = field(default_factory=set)
    succeeded: set[str] = field(default_factory=set)

    def is_open(self, time: float) -> bool:
        """Whether a campaign can come in through the vulnerability at a time."""
        return self.exposed and time < self.protected_at and time < self.eviction()

    def has_foothold(self, time: float) -> bool:
        """Whether an intruder is in at a time."""
        return self.compromised_at <= time < self.eviction()

    def eviction(self) -> float:
        """The first eviction that is done or planned for the intruder that is in; `inf` while there is none."""
        if self.compromised_at == NEVER:
            return NEVER
        return min([self.evicted_at, *(time for time in self.evictions if time >= self.compromised_at)])


class EventRace:
    """A race under way: the servers, and the trace if one is wanted."""

    def __init__(self, world: World, trace: list[Event] | None) -> None:
        luck = Luck(world.scenario.seed, world.replication, apart="events")
        self.world = world
        self.random = luck.generator("events")
        self.fleet = build_fleet(world, luck)
        self.servers = _servers(self.fleet)
        self.trace = trace
        first = [
            wave.available for remedy in world.remedies for offer in remedy.offers.values() for wave in offer.waves
        ]
        first += [start for attack in world.attacks for clock in attack.clocks for start in clock.starts[:1]]
        self.environment = simpy.Environment(initial_time=min([0.0, *first]))

    def run(self) -> Race:
        """Let everything happen up to and including the horizon."""
        for remedy in self.world.remedies:
            for group in self.fleet.groups:
                if group.name in remedy.offers:
                    for organization in _organizations(self.servers[group.span]):
                        self.environment.process(self.adopt(remedy.name, remedy.offers[group.name], organization))
        for number, attack in enumerate(self.world.attacks):
            aimed = [server for server in self.servers if server.population in attack.aims]
            for server in aimed:
                if self.random.random() < attack.works_on:
                    server.works_for.add(attack.name)
            for clock in attack.clocks:
                self.environment.process(self.scan(number, attack, clock, aimed))
        self.environment.run(until=self.world.last_instant + 0.5 / INSTANTS_A_DAY)
        return self._race()

    def adopt(self, name: str, offer: Offer, organization: list[Server]) -> Process:
        """An organisation hears of a remediation, decides, prepares, and installs it on its servers in turn."""
        shares = [wave.share for wave in offer.waves]
        wave = offer.waves[self.random.choice(len(shares), p=shares) if len(shares) > 1 else 0]
        if offer.protects > 0:
            for server in organization:
                server.fix_available_at = min(server.fix_available_at, instant(wave.available))
        yield self.until(instant(wave.available) - 1 / INSTANTS_A_DAY)  # so that its plans are known at that instant
        if self.random.random() >= offer.uptake:
            return
        effort = self.draw(offer.adoption)
        if offer.prerequisite is not None and self.random.random() < offer.prerequisite[0]:
            effort += self.draw(offer.prerequisite[1])
        ready = float(wave.clock.reaches(np.array([effort]))[0])
        plans = []
        for server in organization:
            time = ready + (server.ordinal - 1) * offer.stagger
            if offer.windows:
                time = float(in_window(np.array([time]), offer.windows, self.world.weekday)[0])
            time = instant(time)
            protects, evicts = self.random.random() < offer.protects, self.random.random() < offer.evicts
            if protects:
                server.protected_at = min(server.protected_at, time)
            if evicts:
                server.evictions.append(time)
            plans.append((time, protects, evicts, server))
        for time, protects, evicts, server in plans:
            if time == NEVER:
                return
            yield self.until(time)
            self.note("installed" if protects or evicts else "failed", time, server, name)
            if evicts and server.eviction() == time:
                self.evict(time, server, "evicted", name)

    def scan(self, number: int, attack: Attack, clock: Clock, aimed: list[Server]) -> Process:
        """An actor of a campaign sends its probes one after the other."""
        targets = [server for server in aimed if server.reachable]
        probes = self.random_probes if attack.strategy == "random" else self.listed_probes
        useful = {server.index for server in targets}
        for exact, server in probes(attack, clock, targets):
            time = instant(exact)
            if time == NEVER or not useful:
                return
            yield self.until(time)
            self.note("probed", time, server, attack.name)
            can_enter = server.has_foothold(time) if attack.through_foothold else server.is_open(time)
            is_new = attack.name in server.works_for and attack.name not in server.succeeded
            if can_enter and is_new and self.random.random() < attack.success:
                server.succeeded.add(attack.name)
                self.environment.process(self.enter(time, server, number, attack))
            if not attack.through_foothold and (attack.name in server.succeeded or not server.is_open(time)):
                useful.discard(server.index)

    def enter(self, time: float, server: Server, number: int, attack: Attack) -> Process:
        """A probe succeeded: after the dwell the campaign is in, unless the server is protected or cleaned by then."""
        if attack.dwell is not None:
            time = instant(time + self.draw(attack.dwell))
            yield self.until(time)
        if time > self.world.last_instant:
            return
        if attack.through_foothold:
            if server.has_foothold(time):
                if server.reentered_at == NEVER:
                    self.note("reentered", time, server, attack.name)
                server.reentered_at = min(server.reentered_at, time)
        elif server.is_open(time):
            if server.compromised_at < NEVER:
                server.entered_again_at = min(server.entered_again_at, time)
                if server.compromised_at == time:
                    server.compromised_by = min(server.compromised_by, number)
                return
            server.compromised_at, server.compromised_by = time, number
            self.note("compromised", time, server, attack.name)
            self.environment.process(self.clean(time, server))
            self.environment.process(self.pivot(time, server))

    def clean(self, compromised_at: float, server: Server) -> Process:
        """A foothold is detected, not before disclosure, and some are cleaned up, which closes the hole too."""
        cleaning = self.world.cleaning
        if cleaning is None or cleaning.detection is None:
            return
        detected = instant(max(compromised_at, cleaning.disclosure) + self.draw(cleaning.detection))
        yield self.until(detected)
        if server.eviction() <= detected:
            return
        server.detected_at = detected
        self.note("detected", detected, server, "")
        if cleaning.cleanup is None or self.random.random() >= cleaning.cleanup_share:
            return
        cleaned = instant(detected + self.draw(cleaning.cleanup))
        server.evictions.append(cleaned)
        yield self.until(cleaned)
        if server.eviction() == cleaned and server.evicted_at == NEVER:
            server.protected_at = min(server.protected_at, cleaned)
            self.evict(cleaned, server, "cleaned", "")

    def pivot(self, compromised_at: float, server: Server) -> Process:
        """An intruder may step from the server of a hybrid organisation into its cloud tenant."""
        cleaning = self.world.cleaning
        if cleaning is None or cleaning.pivot is None:
            return
        probability, law = cleaning.pivot
        if self.world.populations[server.population].deployment != HYBRID or self.random.random() >= probability:
            return
        time = instant(compromised_at + self.draw(law))
        yield self.until(time)
        if server.has_foothold(time):
            server.pivoted_at = time
            self.note("pivoted", time, server, "")

    def evict(self, time: float, server: Server, what: str, by: str) -> None:
        """All intruders are removed."""
        server.evicted_at = time
        self.note(what, time, server, by)

    def random_probes(self, attack: Attack, clock: Clock, targets: list[Server]) -> Probes:
        """Times and targets of Poisson probing: each address equally likely at every probe."""
        effort, share = 0.0, len(targets) / (attack.addresses or 1)
        while targets:
            efforts = effort + np.cumsum(self.random.standard_exponential(PROBES_AT_ONCE)) / share
            chosen = self.random.integers(len(targets), size=PROBES_AT_ONCE)
            for time, index in zip(clock.reaches(np.asarray(efforts, dtype=np.float64)), chosen, strict=True):
                yield float(time), targets[index]
            effort = float(efforts[-1])

    def listed_probes(self, attack: Attack, clock: Clock, targets: list[Server]) -> Probes:
        """Times and targets of going through a list: probe k of an actor falls exactly when its clock reads k."""
        if not targets:
            return
        addresses = attack.addresses or len(targets)
        positions = np.sort(self.random.choice(addresses, len(targets), replace=False)).astype(np.float64) + 1
        weights = [attack.aims[server.population] for server in targets]
        places = self.random.standard_exponential(len(targets)) / np.array(weights)
        order = [targets[index] for index in np.argsort(places)]
        passed = 0.0
        while True:
            yield from zip(clock.reaches(passed + positions).tolist(), order, strict=True)
            if attack.strategy == "hit_list":
                return
            passed += addresses

    def draw(self, law: Law) -> float:
        """One draw from a law."""
        return float(law.quantile(self.random.random(1))[0])

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
        def times(name: str) -> NDArray[np.float64]:
            found = np.array([getattr(server, name) for server in self.servers], dtype=np.float64)
            return np.where(found > self.world.last_instant, NEVER, found)

        for server in self.servers:
            server.evicted_at = server.eviction()

        available = times("fix_available_at")
        race = Race(
            self.world,
            self.fleet,
            campaign=np.array([server.compromised_by for server in self.servers], dtype=np.int16),
            fix_available=tuple(available[group.span] for group in self.fleet.groups),
            **{name: times(name) for name in TIMES},
        )
        for name in TIMES:
            getattr(race, name).setflags(write=False)
        race.campaign.setflags(write=False)
        return race


def simulate(world: World, trace: list[Event] | None = None) -> Race:
    """The race in one world, event by event; with a list as `trace`, every event is appended to it."""
    return EventRace(world, trace).run()


def instant(time: float) -> float:
    """A time to about a microsecond, as all engines have it."""
    return time if time == NEVER else round(time * INSTANTS_A_DAY) / INSTANTS_A_DAY


def _servers(fleet: Fleet) -> list[Server]:
    servers: list[Server] = []
    for group in fleet.groups:
        everywhere = np.ones(group.servers, dtype=bool)
        exposed = everywhere if group.exposed is None else group.exposed
        reachable = everywhere if group.reachable is None else group.reachable
        columns = (group.organization_of(), group.ordinals(), exposed, reachable)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        servers += [Server(group.first + index, group.name, *row) for index, row in enumerate(rows)]
    return servers


def _organizations(servers: list[Server]) -> list[list[Server]]:
    organizations: dict[int, list[Server]] = {}
    for server in servers:
        organizations.setdefault(server.organization, []).append(server)
    return list(organizations.values())
