"""The event engine: the model's definition, literally. Every probe, installation, detection and eviction is an event.

It has its own randomness, and shares with the other engines only the world (uncertain values, moments, actors), the
clocks and the laws. Probes at addresses where nobody's server is are left out, which changes nothing, and a campaign
stops once it can change nothing any more. Cost grows with the number of probes that reach servers: for small fleets.
What happens at one instant happens by `Stage`, whatever the order in which it was planned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import simpy
from numpy.typing import NDArray
from simpy.events import EventPriority

from sim.model.adoption import ring_delays
from sim.model.alarms import TENANTS
from sim.model.clocks import NEVER, STOPPED, Clock, instant, instants
from sim.model.fleet import Fleet, build_fleet
from sim.model.luck import Luck
from sim.model.measures import ALL
from sim.model.race import Race
from sim.model.scanning import NOBODY, worm_clock
from sim.model.strategies import Probes, Worm
from sim.model.world import Alarm, Attack, Crew, Offer, World
from sim.scenario.blocks import HYBRID
from sim.scenario.laws import Law
from sim.scenario.moments import AN_INSTANT

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
CLEAN_UP = "clean-up"


class Stage(IntEnum):
    """The order of what happens at one instant, as docs/model.md says."""

    INSTALLED = 1
    TAKEN = 2
    CLEANED = 3
    ENTERED = 4
    FOLLOWED = 5


class At(simpy.Event):
    """An event after a delay in days; events of the same instant are in the order of their stage."""

    def __init__(self, environment: simpy.Environment, delay: float, stage: Stage) -> None:
        super().__init__(environment)
        self._ok, self._value = True, None
        environment.schedule(self, EventPriority(stage), delay)


class Event(NamedTuple):
    """A row of the trace of a race, `time` in days.

    `what` is probed, compromised, installed, failed, detected, evicted, cleaned, reentered or pivoted; or alarm, of
    which `by` is the name, and which has no server.
    """

    time: float
    what: str
    population: str
    organization: int
    server: int
    by: str


@dataclass(slots=True)
class Server:
    """One server, as it stands.

    Times of installations and clean-ups are known when they are planned: `closings` and `evictions` have those that
    close the hole, and that remove intruders, by what does it. A server is open up to, not including, its protection; a
    foothold lives from the compromise up to, not including, its eviction.
    """

    index: int
    population: str
    organization: int
    ordinal: int
    exposed: bool
    reachable: bool
    fix_available_at: float = NEVER
    protected_at: float = NEVER
    closings: dict[str, float] = field(default_factory=dict)
    evictions: dict[str, float] = field(default_factory=dict)
    compromised_at: float = NEVER
    compromised_by: int = NOBODY
    entered_again_at: float = NEVER
    detected_at: float = NEVER
    evicted_at: float = NEVER
    reentered_at: float = NEVER
    pivoted_at: float = NEVER

    def plan(self, what: str, time: float, protects: bool, evicts: bool) -> None:
        """Something will be installed or cleaned then; if that was planned before, for another time, no longer so."""
        if protects:
            self.closings[what] = time
            self.protected_at = min(self.closings.values())
        if evicts:
            self.evictions[what] = time

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
        times = (time for time in self.evictions.values() if time >= self.compromised_at)
        return min([self.evicted_at, *times])


@dataclass(slots=True)
class Job:
    """A server in the queue of a crew: where it stands, how long the work takes, and what comes of it."""

    place: tuple[int, float, float]
    work: float
    server: Server
    protects: bool
    evicts: bool


class Team:
    """A crew at work: its queue, and an event that happens when a server joins it."""

    def __init__(self, name: str, crew: Crew, environment: simpy.Environment) -> None:
        self.name, self.crew = name, crew
        self.queue: list[Job] = []
        self.joined = environment.event()


class Campaign(NamedTuple):
    """A campaign as it stands: its number, the reachable servers it aims at, and those (by index) it may yet enter."""

    number: int
    attack: Attack
    targets: list[Server]
    may_enter: set[int]


class EventRace:
    """A race under way: the servers, and the trace if one is wanted."""

    def __init__(self, world: World, trace: list[Event] | None) -> None:
        luck = Luck(world.scenario.seed, world.replication, apart="events")
        self.world = world
        self.random = luck.generator("events")
        self.fleet = build_fleet(world, luck)
        self.servers = _servers(self.fleet)
        self.campaigns: list[Campaign] = []
        self.trace = trace
        self.waiting = list(world.alarms)
        self.counted = Counter[str]()
        self.done: set[tuple[str, str, int]] = set()
        first = [
            wave.available for remedy in world.remedies for offer in remedy.offers.values() for wave in offer.waves
        ]
        first += [start for attack in world.attacks for clock in attack.clocks for start in clock.starts[:1]]
        self.environment = simpy.Environment(initial_time=instant(min([0.0, *first])) - AN_INSTANT)
        self.changed = self.environment.event()

    def run(self) -> Race:
        """Let everything happen up to and including the horizon."""
        for remediation, remedy in enumerate(self.world.remedies):
            team = None
            if remedy.crew is not None:
                team = Team(remedy.name, remedy.crew, self.environment)
                for _ in range(min(remedy.crew.technicians, len(self.servers))):
                    self.environment.process(self.work(team))
            for group in self.fleet.groups:
                if group.name in remedy.offers:
                    for organization in _organizations(self.servers[group.span]):
                        self.environment.process(self.adopt(remediation, organization, team))
        for number, attack in enumerate(self.world.attacks):
            targets = [server for server in self.servers if server.population in attack.aims and server.reachable]
            works = {server.index for server in targets if server.exposed and self.random.random() < attack.works_on}
            self.campaigns.append(Campaign(number, attack, targets, works))
            if isinstance(attack.strategy, Worm):
                self.environment.process(self.begin(self.campaigns[-1], self.seeds(attack, works)))
                continue
            for actor in range(len(attack.clocks)):
                self.environment.process(self.scan(self.campaigns[-1], actor))
        self.environment.run(until=self.world.last_instant + 0.5 * AN_INSTANT)
        return self._race()

    def adopt(self, remediation: int, organization: list[Server], team: Team | None) -> Process:
        """An organisation hears of a remediation, decides, prepares, and installs it on its servers in turn.

        Where there is a crew, the organisation waits for it instead.
        """
        name, population = self.world.remedies[remediation].name, organization[0].population
        offer = self.world.remedies[remediation].offers[population]
        shares = [each.share for each in offer.waves]
        number = self.random.choice(len(shares), p=shares) if len(shares) > 1 else 0

        def available() -> float:
            return instant(self.world.remedies[remediation].offers[population].waves[number].available)

        def ready() -> float:
            clock = self.world.remedies[remediation].offers[population].waves[number].clock
            return float(clock.reaches(np.array([effort]))[0])

        yield from self.reached(lambda: available() - AN_INSTANT, Stage.INSTALLED)  # plans are known when it is there
        if offer.protects > 0:
            for server in organization:
                server.fix_available_at = min(server.fix_available_at, available())
        if self.random.random() >= offer.uptake:
            return
        effort = self.draw(offer.adoption)
        if offer.prerequisite is not None and self.random.random() < offer.prerequisite[0]:
            effort += self.draw(offer.prerequisite[1])
        delays = _ring_delays(offer, organization)
        if team is not None:
            for delay in sorted(set(delays)):
                time = yield from self.reached(partial(_later, ready, delay), Stage.INSTALLED)
                ring = [server for server, its in zip(organization, delays, strict=True) if its == delay]
                self.queue(team, offer, ring, time)
            return
        offsets = [
            delay + (server.ordinal - 1) * offer.stagger for server, delay in zip(organization, delays, strict=True)
        ]
        effects = [(self.random.random() < offer.protects, self.random.random() < offer.evicts) for _ in organization]
        in_turn = sorted(zip(offsets, organization, effects, strict=True), key=lambda each: each[0])
        done = 0
        while done < len(organization):
            world, left = self.world, in_turn[done:]
            times = self.installations(ready(), remediation, population, [offset for offset, _, _ in left])
            plans = [(time, server, *works) for time, (_, server, works) in zip(times, left, strict=True)]
            for time, server, protects, evicts in plans:
                server.plan(name, time, protects, evicts)
            for time, server, protects, evicts in plans:
                if not (yield from self.comes(time, Stage.INSTALLED, world)):
                    break
                self.install(time, server, name, protects, evicts)
                done += 1

    def installations(self, ready: float, remediation: int, population: str, offsets: list[float]) -> list[float]:
        """When a remediation is installed on servers whose turns come some time after their organisation is ready."""
        offer = self.world.remedies[remediation].offers[population]
        return [float(time) for time in offer.open_times.next_open(ready + np.array(offsets))]

    def install(self, time: float, server: Server, name: str, protects: bool, evicts: bool) -> None:
        """A remediation is installed on a server."""
        self.note("installed" if protects or evicts else "failed", time, server, name)
        if protects:
            self.close(server)
            if server.exposed and server.compromised_at == NEVER:
                self.count("protected_in_time", time, server)
        if evicts and server.eviction() == time:
            self.evict(time, server, "evicted", name)

    def queue(self, team: Team, offer: Offer, organization: list[Server], time: float) -> None:
        """Servers of an organisation join the queue of a crew."""
        for server in organization:
            rank = team.crew.rank(self.world.populations[server.population])
            place = (rank, 0.0 if team.crew.is_random else time, self.random.random())
            protects, evicts = self.random.random() < offer.protects, self.random.random() < offer.evicts
            team.queue.append(Job(place, self.draw(team.crew.work), server, protects, evicts))
        joined, team.joined = team.joined, self.environment.event()
        joined.succeed()

    def work(self, team: Team) -> Process:
        """A technician of a crew takes one server after the other."""
        free = self.environment.now  # not rounded, so that the rounding of many jobs does not add up
        while True:
            now = self.environment.now
            begins = free if instant(free) == now else now
            longest, line = team.crew.longest_work(now), sorted(team.queue, key=lambda each: each.place)
            job = next((each for each in line if each.work <= longest), None)
            if job is None:
                opening = self.until(team.crew.open_times.next_opening(now), Stage.TAKEN)
                yield team.joined | opening
                yield self.until(self.environment.now, Stage.TAKEN)
                continue
            team.queue.remove(job)
            free = begins + job.work
            finished, server = instant(free), job.server
            server.plan(team.name, finished, job.protects, job.evicts)
            if finished == NEVER:
                return
            yield self.until(finished, Stage.INSTALLED)
            self.install(finished, server, team.name, job.protects, job.evicts)
            yield self.until(self.environment.now, Stage.TAKEN)

    def scan(self, campaign: Campaign, actor: int) -> Process:
        """An actor of a campaign sends its probes one after the other."""
        attack, targets = campaign.attack, campaign.targets
        weights = [attack.aims[server.population] for server in targets]
        probes = attack.strategy.probes(weights, attack.addresses, self.random)
        yield from self.send(campaign, partial(self.clock_of, campaign, actor), probes)

    def send(
        self, campaign: Campaign, clock: Callable[[], Clock], probes: Probes, source: Server | None = None
    ) -> Process:
        """Send probes by a clock, as long as they can change anything; from a server, as long as it is held."""
        stage = _stage_of(campaign.attack)
        for efforts, chosen in probes:
            sent = 0
            while sent < len(chosen):
                world = self.world
                for time in instants(clock().reaches(efforts[sent:])).tolist():
                    if not campaign.may_enter or (time == NEVER and not self.waiting):
                        return
                    if not (yield from self.comes(time, stage, world)):
                        break
                    if source is not None and not source.has_foothold(time):
                        return
                    server = campaign.targets[chosen[sent]]
                    self.note("probed", time, server, campaign.attack.name)
                    if server.index in campaign.may_enter:
                        self.probe(time, server, campaign)
                    sent += 1

    def clock_of(self, campaign: Campaign, actor: int) -> Clock:
        """The clock of an actor as it stands; one that never joins has none."""
        clocks = self.world.attacks[campaign.number].clocks
        return clocks[actor] if actor < len(clocks) else STOPPED

    def clock_of_worm(self, campaign: Campaign) -> Clock:
        """The clock of one foothold of a worm as it stands."""
        return worm_clock(self.world.attacks[campaign.number])

    def seeds(self, attack: Attack, works: set[int]) -> list[Server]:
        """Servers from which a worm begins, at random among those on which it works."""
        chosen: list[Server] = []
        wanted = attack.initially if isinstance(attack.initially, Mapping) else {None: attack.initially}
        for population, number in wanted.items():
            some = sorted(index for index in works if population in (None, self.servers[index].population))
            chosen += [self.servers[index] for index in self.random.permutation(some)[:number]]
        return chosen

    def begin(self, campaign: Campaign, seeds: list[Server]) -> Process:
        """A worm begins: it is on some servers at once, unless they are protected by then."""
        campaign.may_enter.difference_update(server.index for server in seeds)

        def begins() -> float:
            return next((instant(start) for start in self.clock_of_worm(campaign).starts), NEVER)

        time = yield from self.reached(begins, Stage.ENTERED)
        for server in seeds:
            self.enter(time, server, campaign)

    def scan_from(self, victim: Server, since: float, campaign: Campaign, worm: Worm) -> Process:
        """A server that a worm holds sends its probes, as long as the foothold lives."""
        clock = partial(self.clock_of_worm, campaign)
        effort = float(clock().reading(since))
        probes = worm.probes_from(effort, len(campaign.targets), campaign.attack.addresses, self.random)
        yield from self.send(campaign, clock, probes, source=victim)

    def probe(self, time: float, server: Server, campaign: Campaign) -> None:
        """A probe reaches a server where the campaign has not succeeded yet: does it now?"""
        attack = campaign.attack
        can_enter = server.has_foothold(time) if attack.through_foothold else server.is_open(time)
        if can_enter and self.random.random() < attack.success:
            campaign.may_enter.discard(server.index)
            if attack.dwell is None:
                self.enter(time, server, campaign)
            else:
                self.environment.process(self.dwell(instant(time + self.draw(attack.dwell)), server, campaign))

    def dwell(self, entry: float, server: Server, campaign: Campaign) -> Process:
        """A campaign gets in some time after its first success."""
        yield self.until(entry, _stage_of(campaign.attack))
        self.enter(entry, server, campaign)

    def enter(self, time: float, server: Server, campaign: Campaign) -> None:
        """A campaign is in, unless the server was protected or cleaned in the meantime."""
        number, attack = campaign.number, campaign.attack
        if time > self.world.last_instant:
            return
        if attack.through_foothold:
            if server.has_foothold(time):
                if server.reentered_at == NEVER:
                    self.note("reentered", time, server, attack.name)
                    self.count("reentered", time, server)
                server.reentered_at = min(server.reentered_at, time)
        elif server.is_open(time):
            if isinstance(attack.strategy, Worm):
                self.environment.process(self.scan_from(server, time, campaign, attack.strategy))
            if server.compromised_at < NEVER:
                server.entered_again_at = min(server.entered_again_at, time)
                if server.compromised_at == time:
                    server.compromised_by = min(server.compromised_by, number)
                return
            server.compromised_at, server.compromised_by = time, number
            self.note("compromised", time, server, attack.name)
            self.count("compromised", time, server)
            cleaning = self.world.cleaning
            if cleaning is not None and cleaning.detection is not None:
                self.environment.process(self.clean(time, server, cleaning.detection))
            if cleaning is not None and cleaning.pivot is not None:
                self.environment.process(self.pivot(time, server, *cleaning.pivot))

    def close(self, server: Server) -> None:
        """The hole is closed: no campaign can come in through it any more."""
        for campaign in self.campaigns:
            if not campaign.attack.through_foothold:
                campaign.may_enter.discard(server.index)

    def clean(self, compromised_at: float, server: Server, detection: Law) -> Process:
        """A foothold is detected, not before disclosure, and some are cleaned up, which closes the hole too."""
        cleaning = self.world.cleaning
        assert cleaning is not None
        delay = self.draw(detection)

        def detects() -> float:
            assert self.world.cleaning is not None
            return instant(max(compromised_at, self.world.cleaning.disclosure) + delay)

        detected = yield from self.reached(detects, Stage.CLEANED)
        if server.eviction() <= detected:
            return
        server.detected_at = detected
        self.note("detected", detected, server, "")
        self.count("detected", detected, server)
        if cleaning.cleanup is None or self.random.random() >= cleaning.cleanup_share:
            return
        cleaned = instant(detected + self.draw(cleaning.cleanup))
        server.plan(CLEAN_UP, cleaned, protects=False, evicts=True)
        yield self.until(cleaned, Stage.CLEANED)
        if server.eviction() == cleaned:
            server.plan(CLEAN_UP, cleaned, protects=True, evicts=True)
            self.close(server)
            if server.evicted_at == NEVER:
                self.evict(cleaned, server, "cleaned", "")

    def pivot(self, compromised_at: float, server: Server, probability: float, law: Law) -> Process:
        """An intruder may step from the server of a hybrid organisation into its cloud tenant."""
        if self.world.populations[server.population].deployment != HYBRID or self.random.random() >= probability:
            return
        time = instant(compromised_at + self.draw(law))
        yield self.until(time, Stage.FOLLOWED)
        if server.has_foothold(time):
            server.pivoted_at = time
            self.note("pivoted", time, server, "")
            self.count("tenants_reached", time, server)

    def evict(self, time: float, server: Server, what: str, by: str) -> None:
        """All intruders are removed."""
        server.evicted_at = time
        self.note(what, time, server, by)
        self.count("evicted", time, server)

    def count(self, what: str, time: float, server: Server) -> None:
        """Something that alarms may wait for has come so far; each server, or tenant, counts once."""
        owner = server.organization if what == TENANTS else server.index
        if not self.waiting or (what, server.population, owner) in self.done:
            return
        self.done.add((what, server.population, owner))
        for alarm in [each for each in self.waiting if each.when == what]:
            if alarm.population in (None, server.population):
                self.counted[alarm.name] += 1
                if self.counted[alarm.name] == alarm.needed(self.among(alarm)):
                    self.set_off(alarm, time)

    def among(self, alarm: Alarm) -> int:
        """How many there are of what an alarm counts."""
        servers = [each for each in self.servers if alarm.population in (None, each.population)]
        if alarm.when != TENANTS:
            return sum(server.exposed for server in servers)
        populations = [name for name in self.world.populations if alarm.population in (None, name)]
        hybrid = [self.world.populations[name] for name in populations]
        return sum(each.organizations for each in hybrid if each.deployment == HYBRID)

    def set_off(self, alarm: Alarm, time: float) -> None:
        """An alarm goes off: what hangs on it is known, and clocks that hang on that change, all of it later."""
        if self.trace is not None:
            self.trace.append(Event(time, "alarm", alarm.population or ALL, 0, 0, alarm.name))
        self.world = self.world.with_alarms({alarm.name: alarm.acts_at(time)})
        self.waiting.remove(alarm)
        changed, self.changed = self.changed, self.environment.event()
        changed.succeed()

    def reached(self, moment: Callable[[], float], stage: Stage) -> Generator[simpy.Event, Any, float]:
        """Wait for a moment that alarms may move; returns when it came."""
        world, time = self.world, moment()
        while not (yield from self.comes(time, stage, world)):
            world, time = self.world, moment()
        return time

    def comes(self, time: float, stage: Stage, world: World) -> Generator[simpy.Event, Any, bool]:
        """Wait for a time, as it is in a world; False if an alarm goes off before, so that it may be another."""
        if world is not self.world:
            return False
        if not self.waiting:
            yield self.until(time, stage)
            return True
        moment = self.until(time, stage)
        yield moment | self.changed
        if not moment.processed:
            return False
        yield self.until(time, stage)  # so that it comes at its stage
        return True

    def draw(self, law: Law) -> float:
        """One draw from a law."""
        return float(law.quantile(self.random.random(1))[0])

    def until(self, time: float, stage: Stage) -> simpy.Event:
        """An event at a time, or at once if that is over."""
        if time == NEVER:
            return self.environment.event()
        return At(self.environment, max(0.0, time - self.environment.now), stage)

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


def _stage_of(attack: Attack) -> Stage:
    return Stage.FOLLOWED if attack.through_foothold else Stage.ENTERED


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


def _later(moment: Callable[[], float], delay: float) -> float:
    """The instant that comes so long after a moment."""
    return instant(moment() + delay)


def _ring_delays(offer: Offer, organization: list[Server]) -> list[float]:
    """How long after an organisation is ready the ring of each of its servers comes."""
    ordinals = np.array([server.ordinal for server in organization])
    delays: list[float] = ring_delays(offer.rings, ordinals, len(organization)).tolist()
    return delays


def _organizations(servers: list[Server]) -> list[list[Server]]:
    organizations: dict[int, list[Server]] = {}
    for server in servers:
        organizations.setdefault(server.organization, []).append(server)
    return list(organizations.values())
