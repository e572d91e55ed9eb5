"""The event engine: the model's definition, literally. Every probe, installation, detection and eviction is an event.

It has its own randomness, and shares with the other engines only the world (uncertain values, moments, actors), the
clocks and the laws. Probes at addresses where nobody's server is are left out, which changes nothing, and a campaign
stops once it can change nothing any more. Cost grows with the number of probes that reach servers: for small fleets.
What happens at one instant happens by `Stage`, whatever the order in which it was planned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import simpy
from numpy.typing import NDArray
from simpy.events import EventPriority

from sim.model.adoption import ring_delays
from sim.model.alarms import TENANTS
from sim.model.clocks import NEVER, STOPPED, Clock, instant, instants
from sim.model.fleet import Fleet, build_fleet
from sim.model.lives import Lives, Spans
from sim.model.luck import Luck
from sim.model.measures import ALL
from sim.model.race import Race
from sim.model.scanning import NOBODY, worm_clock
from sim.model.strategies import Probes, Worm
from sim.model.world import Attack, Offer, Technicians, Trigger, World
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
CLEAN_UP, REACTION = "clean-up", "reaction of the organization"


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

    `what` is probed, compromised, installed, failed, lapsed, detected, evicted, cleaned, closed, reentered or pivoted;
    or alarm, of which `by` is the name, and which has no server.
    """

    time: float
    what: str
    population: str
    organization: int
    server: int
    by: str


class Protection(NamedTuple):
    """What closes a hole from `begins` up to, not including, `ends`: to campaigns that `offer` stops with luck `u`.

    Without an offer, to all of them.
    """

    begins: float
    ends: float = NEVER
    offer: Offer | None = None
    u: float = 0.0

    def stops(self, campaign: str) -> bool:
        """Whether a campaign cannot come in."""
        return self.offer is None or self.u < self.offer.protects_from(campaign)


class Effect(NamedTuple):
    """What an installation will do on a server: the luck in what it stops, whether it evicts, and how long it lasts."""

    u: float
    evicts: bool
    lasts: float


@dataclass(slots=True)
class Foothold:
    """Where intruders are in from `begins` up to, not including, `ends`; `entries` by campaign number, by whom when."""

    begins: float
    ends: float = NEVER
    entries: dict[int, float] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """The campaign that came first; of several at one instant, the first in the scenario."""
        return min(number for number, time in self.entries.items() if time == self.begins)


@dataclass(slots=True)
class Server:
    """One server, as it stands.

    Times of installations and clean-ups are known when they are planned: `protections` and `evictions` have what closes
    the hole, and when intruders are removed, by what does it. A server is closed to a campaign while any protection
    stops it; the last of its footholds lives from the compromise up to, not including, its eviction.
    """

    index: int
    population: str
    organization: int
    ordinal: int
    exposed: bool
    reachable: bool
    fix_available_at: float = NEVER
    protections: dict[str, Protection] = field(default_factory=dict)
    evictions: dict[str, float] = field(default_factory=dict)
    footholds: list[Foothold] = field(default_factory=list)
    detected_at: float = NEVER
    reentered_at: float = NEVER
    pivoted_at: float = NEVER

    def plan(self, what: str, time: float, protection: Protection | None, *, evicts: bool) -> None:
        """Something will be installed or cleaned then; if that was planned before, for another time, no longer so."""
        self.protections.pop(what, None)
        if protection is not None:
            self.protections[what] = protection
        if evicts:
            self.evictions[what] = time

    def is_open(self, time: float, campaign: str, *, may_fall_again: bool) -> bool:
        """Whether a campaign can come in through the vulnerability at a time."""
        if not self.exposed or self.is_closed(time, campaign):
            return False
        if not self.footholds or self.has_foothold(time):
            return True
        return may_fall_again and time >= max(self.eviction(), self.footholds[-1].begins + AN_INSTANT)

    def is_closed(self, time: float, campaign: str) -> bool:
        """Whether a protection stops a campaign at a time."""
        return any(each.begins <= time < each.ends and each.stops(campaign) for each in self.protections.values())

    def has_foothold(self, time: float) -> bool:
        """Whether an intruder is in at a time."""
        return bool(self.footholds) and self.footholds[-1].begins <= time < self.eviction()

    def is_held(self, foothold: Foothold | None, time: float) -> bool:
        """Whether a foothold lives at a time; a later one there is another, which sends probes of its own."""
        return self.footholds[-1] is foothold and self.has_foothold(time)

    def eviction(self) -> float:
        """The first eviction, done or planned, of the intruder that is in, or was last; `inf` while there is none."""
        if not self.footholds:
            return NEVER
        begins, ends = self.footholds[-1].begins, self.footholds[-1].ends
        return min([ends, *(time for time in self.evictions.values() if time >= begins)])


@dataclass(slots=True)
class Job:
    """A server in the queue of a crew: where it stands, how long the work takes, and what comes of it."""

    place: tuple[int, float, float]
    work: float
    server: Server
    effect: Effect


class Team:
    """A crew at work on a remediation: its queue, and an event that happens when a server joins it."""

    def __init__(self, remediation: int, crew: Technicians, environment: simpy.Environment) -> None:
        self.remediation, self.crew = remediation, crew
        self.queue: list[Job] = []
        self.joined = environment.event()


class RunningCampaign(NamedTuple):
    """A campaign as it stands: its number, the reachable servers it aims at, and those (by index) on which it works.

    `may_enter` are those on which it may yet succeed. `lost` counts by server how often what it had begun there came to
    nothing, because the hole was closed or intruders were removed.
    """

    number: int
    attack: Attack
    targets: list[Server]
    works_on: frozenset[int]
    may_enter: set[int]
    lost: Counter[int]


class EventRace:
    """A race under way: the servers, and the trace if one is wanted."""

    def __init__(self, world: World, trace: list[Event] | None) -> None:
        luck = Luck(world.scenario.seed, world.replication, apart="events")
        self.world = world
        self.random = luck.generator("events")
        self.fleet = build_fleet(world, luck)
        self.servers = _servers(self.fleet)
        self.campaigns: list[RunningCampaign] = []
        self.trace = trace
        self.waiting = list(world.alarms)
        self.counted = Counter[str]()
        self.done: set[tuple[str, str, int]] = set()
        self.warned: set[tuple[str, int]] = set()
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
                team = Team(remediation, remedy.crew, self.environment)
                for _ in range(min(remedy.crew.technicians, len(self.servers))):
                    self.environment.process(self.work(team))
            for group in self.fleet.groups:
                if group.name in remedy.offers:
                    for organization in _organizations(self.servers[group.span]):
                        self.environment.process(self.adopt(remediation, organization, team))
        for number, attack in enumerate(self.world.attacks):
            targets = [server for server in self.servers if server.population in attack.aims and server.reachable]
            works = {server.index for server in targets if server.exposed and self.random.random() < attack.works_on}
            self.campaigns.append(RunningCampaign(number, attack, targets, frozenset(works), works, Counter()))
            if isinstance(attack.strategy, Worm):
                self.environment.process(self.begin(self.campaigns[-1], self.seeds(attack, works)))
                continue
            for actor in range(len(attack.clocks)):
                self.environment.process(self.scan(self.campaigns[-1], actor))
        self.environment.run(until=self.world.last_instant + 0.5 * AN_INSTANT)
        return self._race()

    def adopt(self, remediation: int, organization: list[Server], team: Team | None) -> Process:
        """An organization hears of a remediation, decides, prepares, and installs it on its servers in turn.

        Where there is a crew, the organization waits for it instead.
        """
        population = organization[0].population
        offer = self.world.remedies[remediation].offers[population]
        shares = [each.share for each in offer.waves]
        number = self.random.choice(len(shares), p=shares) if len(shares) > 1 else 0

        def available() -> float:
            return instant(self.world.remedies[remediation].offers[population].waves[number].available)

        def ready() -> float:
            clock = self.world.remedies[remediation].offers[population].waves[number].clock
            return float(clock.reaches(np.array([effort]))[0])

        yield from self.reached(lambda: available() - AN_INSTANT, Stage.INSTALLED)  # plans are known when it is there
        if offer.protects_at_most > 0 and available() < self.world.remedies[remediation].offers[population].until:
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
        effects = [self.effect(offer) for _ in organization]
        in_turn = sorted(zip(offsets, organization, effects, strict=True), key=lambda each: each[0])
        done = 0
        while done < len(organization):
            world, left = self.world, in_turn[done:]
            times = self.installations(ready(), remediation, population, [offset for offset, _, _ in left])
            plans = [(time, server, effect) for time, (_, server, effect) in zip(times, left, strict=True)]
            for plan in plans:
                self.plan(remediation, *plan)
            for time, server, effect in plans:
                if not (yield from self.comes(time, Stage.INSTALLED, world)):
                    break
                self.install(remediation, time, server, effect)
                done += 1

    def effect(self, offer: Offer) -> Effect:
        """What an installation will do on a server."""
        u, evicts = self.random.random(), self.random.random() < offer.evicts
        return Effect(u, evicts, NEVER if offer.lasts is None else self.draw(offer.lasts))

    def plan(self, remediation: int, time: float, server: Server, effect: Effect) -> Protection | None:
        """It is known when a remediation will be installed on a server; returns how it protects, if it does."""
        remedy = self.world.remedies[remediation]
        offer = remedy.offers[server.population]
        ends = min(offer.until, instant(time + effect.lasts))
        protects = effect.u < offer.protects_at_most and time < ends
        protection = Protection(time, ends, offer, effect.u) if protects else None
        server.plan(remedy.name, time, protection, evicts=effect.evicts)
        return protection

    def installations(self, ready: float, remediation: int, population: str, offsets: list[float]) -> list[float]:
        """When a remediation is installed on servers whose turns come some time after their organization is ready."""
        offer = self.world.remedies[remediation].offers[population]
        return [float(time) for time in offer.open_times.next_open(ready + np.array(offsets))]

    def install(self, remediation: int, time: float, server: Server, effect: Effect) -> None:
        """A remediation is installed on a server."""
        name, protection = self.world.remedies[remediation].name, self.plan(remediation, time, server, effect)
        self.note("installed" if protection is not None or effect.evicts else "failed", time, server, name)
        if protection is not None:
            self.close(time, server, protection)
            if self.world.opens_again:
                self.environment.process(self.lapse(remediation, server, protection))
        elif self.world.opens_again:
            self.open(time, server)  # an alarm may have ended before what was planned
        if effect.evicts and server.eviction() == time:
            self.evict(time, server, "evicted", name)

    def lapse(self, remediation: int, server: Server, protection: Protection) -> Process:
        """A protection ends, and the hole is open again."""
        name, lasts = self.world.remedies[remediation].name, protection.ends

        def ends() -> float:
            return min(self.world.remedies[remediation].offers[server.population].until, lasts)

        time = yield from self.reached(ends, Stage.INSTALLED)
        server.protections[name] = protection._replace(ends=time)
        self.note("lapsed", time, server, name)
        self.open(time, server)

    def queue(self, team: Team, offer: Offer, organization: list[Server], time: float) -> None:
        """Servers of an organization join the queue of a crew."""
        for server in organization:
            rank = team.crew.rank(self.world.populations[server.population])
            place = (rank, 0.0 if team.crew.is_random else time, self.random.random())
            effect = self.effect(offer)
            team.queue.append(Job(place, self.draw(team.crew.work), server, effect))
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
            self.plan(team.remediation, finished, server, job.effect)
            if finished == NEVER:
                return
            yield self.until(finished, Stage.INSTALLED)
            self.install(team.remediation, finished, server, job.effect)
            yield self.until(self.environment.now, Stage.TAKEN)

    def scan(self, campaign: RunningCampaign, actor: int) -> Process:
        """An actor of a campaign sends its probes one after the other."""
        attack, targets = campaign.attack, campaign.targets
        weights = [attack.aims[server.population] for server in targets]
        probes = attack.strategy.probes(weights, attack.addresses, self.random)
        yield from self.send(campaign, partial(self.clock_of, campaign, actor), probes)

    def send(
        self, campaign: RunningCampaign, clock: Callable[[], Clock], probes: Probes, source: Server | None = None
    ) -> Process:
        """Send probes by a clock, as long as they can change anything; from a server, as long as it is held."""
        stage, foothold = _stage_of(campaign.attack), None if source is None else source.footholds[-1]
        for efforts, chosen in probes:
            sent = 0
            while sent < len(chosen):
                world = self.world
                for time in instants(clock().reaches(efforts[sent:])).tolist():
                    if time == NEVER and not self.waiting:
                        return
                    if not campaign.may_enter and not self.world.opens_again:
                        return
                    if not (yield from self.comes(time, stage, world)):
                        break
                    if source is not None and not source.is_held(foothold, time):
                        return
                    server = campaign.targets[chosen[sent]]
                    self.note("probed", time, server, campaign.attack.name)
                    if server.index in campaign.may_enter:
                        self.probe(time, server, campaign)
                    sent += 1

    def clock_of(self, campaign: RunningCampaign, actor: int) -> Clock:
        """The clock of an actor as it stands; one that never joins has none."""
        clocks = self.world.attacks[campaign.number].clocks
        return clocks[actor] if actor < len(clocks) else STOPPED

    def clock_of_worm(self, campaign: RunningCampaign) -> Clock:
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

    def begin(self, campaign: RunningCampaign, seeds: list[Server]) -> Process:
        """A worm begins: it is on some servers at once, unless they are protected by then."""
        campaign.may_enter.difference_update(server.index for server in seeds)

        def begins() -> float:
            return next((instant(start) for start in self.clock_of_worm(campaign).starts), NEVER)

        time = yield from self.reached(begins, Stage.ENTERED)
        for server in seeds:
            self.enter(time, server, campaign)

    def scan_from(self, victim: Server, since: float, campaign: RunningCampaign, worm: Worm) -> Process:
        """A server that a worm holds sends its probes, as long as the foothold lives."""
        clock = partial(self.clock_of_worm, campaign)
        effort = float(clock().reading(since))
        probes = worm.probes_from(effort, len(campaign.targets), campaign.attack.addresses, self.random)
        yield from self.send(campaign, clock, probes, source=victim)

    def probe(self, time: float, server: Server, campaign: RunningCampaign) -> None:
        """A probe reaches a server where the campaign has not succeeded yet: does it now?"""
        attack = campaign.attack
        can_enter = server.has_foothold(time) if attack.through_foothold else self.is_open(time, server, attack)
        if can_enter and self.random.random() < attack.success:
            campaign.may_enter.discard(server.index)
            if attack.dwell is None:
                self.enter(time, server, campaign)
            else:
                self.environment.process(self.dwell(instant(time + self.draw(attack.dwell)), server, campaign))

    def is_open(self, time: float, server: Server, attack: Attack) -> bool:
        """Whether a campaign can come in through the vulnerability of a server at a time."""
        return server.is_open(time, attack.name, may_fall_again=self.may_fall_again(server))

    def may_fall_again(self, server: Server) -> bool:
        """Whether a server from which intruders were removed is back in the race."""
        cleaning = self.world.cleanings.get(server.population)
        return cleaning is not None and cleaning.reinfection

    def dwell(self, entry: float, server: Server, campaign: RunningCampaign) -> Process:
        """A campaign gets in some time after its first success, unless that came to nothing in the meantime."""
        lost = campaign.lost[server.index]
        yield self.until(entry, _stage_of(campaign.attack))
        if lost == campaign.lost[server.index]:
            self.enter(entry, server, campaign)

    def enter(self, time: float, server: Server, campaign: RunningCampaign) -> None:
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
            return
        if not self.is_open(time, server, attack):
            is_at_once = bool(server.footholds) and server.footholds[-1].begins == time
            if is_at_once and not server.is_closed(time, attack.name):  # into a foothold that is over as it begins
                server.footholds[-1].entries.setdefault(number, time)
            return
        if isinstance(attack.strategy, Worm):
            self.environment.process(self.scan_from(server, time, campaign, attack.strategy))
        if server.has_foothold(time):
            server.footholds[-1].entries.setdefault(number, time)
        else:
            self.compromise(time, server, campaign)

    def compromise(self, time: float, server: Server, campaign: RunningCampaign) -> None:
        """A campaign is the first to be in, or the first after intruders were removed."""
        foothold = Foothold(time, entries={campaign.number: time})
        server.footholds.append(foothold)
        server.evictions.pop(CLEAN_UP, None)
        self.note("compromised", time, server, campaign.attack.name)
        self.count("compromised", time, server)
        cleaning = self.world.cleanings.get(server.population)
        if cleaning is not None and cleaning.detection is not None:
            self.environment.process(self.clean(foothold, server, cleaning.detection))
        if cleaning is not None and cleaning.pivot is not None:
            self.environment.process(self.pivot(foothold, server, *cleaning.pivot))
        if server.eviction() == time:
            self.evict(time, server, "evicted", "")

    def close(self, time: float, server: Server, protection: Protection) -> None:
        """The hole is closed: campaigns that are stopped cannot come in through it any more."""
        through_hole = [each for each in self.campaigns if not each.attack.through_foothold]
        for campaign in through_hole:
            if protection.stops(campaign.attack.name):
                campaign.may_enter.discard(server.index)
                campaign.lost[server.index] += 1
        is_clean = server.exposed and not server.footholds
        if is_clean and all(server.is_closed(time, campaign.attack.name) for campaign in through_hole):
            self.count("protected_in_time", time, server)

    def open(self, time: float, server: Server) -> None:
        """Campaigns that are not in may come in again, where nothing stops them."""
        inside = server.footholds[-1].entries if server.has_foothold(time) else {}
        for campaign in self.campaigns:
            attack = campaign.attack
            is_open = attack.through_foothold or not server.is_closed(time, attack.name)
            if is_open and campaign.number not in inside and server.index in campaign.works_on:
                campaign.may_enter.add(server.index)

    def clean(self, foothold: Foothold, server: Server, detection: Law) -> Process:
        """A foothold is detected, not before disclosure, and some are cleaned up, which may close the hole too."""
        cleaning = self.world.cleanings[server.population]
        delay = self.draw(detection)

        def detects() -> float:
            return instant(max(foothold.begins, self.world.cleanings[server.population].disclosure) + delay)

        detected = yield from self.reached(detects, Stage.CLEANED)
        if foothold is not server.footholds[-1] or server.eviction() <= detected:
            return
        server.detected_at = min(server.detected_at, detected)
        self.note("detected", detected, server, "")
        self.count("detected", detected, server)
        if cleaning.reaction is not None:
            self.react(detected, server, cleaning.reaction)
        if cleaning.cleanup is None or self.random.random() >= cleaning.cleanup_share:
            return
        cleaned = instant(detected + self.draw(cleaning.cleanup))
        server.plan(CLEAN_UP, cleaned, None, evicts=True)
        yield self.until(cleaned, Stage.CLEANED)
        if foothold is server.footholds[-1] and server.eviction() == cleaned:
            if cleaning.cleanup_protects == 1 or self.random.random() < cleaning.cleanup_protects:
                protection = Protection(cleaned)
                server.plan(CLEAN_UP, cleaned, protection, evicts=True)
                self.close(cleaned, server, protection)
            if foothold.ends == NEVER:
                self.evict(cleaned, server, "cleaned", "")

    def react(self, detected: float, server: Server, law: Law) -> None:
        """An organization that has found its first intruder will close the holes of all its servers."""
        if (server.population, server.organization) in self.warned:
            return
        self.warned.add((server.population, server.organization))
        time = max(instant(detected + self.draw(law)), detected + AN_INSTANT)
        for each in self.servers:
            if (each.population, each.organization) == (server.population, server.organization):
                each.plan(REACTION, time, Protection(time), evicts=False)
                self.environment.process(self.protect(time, each))

    def protect(self, time: float, server: Server) -> Process:
        """An organization that has found an intruder closes the hole of a server."""
        yield self.until(time, Stage.INSTALLED)
        self.note("closed", time, server, "")
        self.close(time, server, server.protections[REACTION])

    def pivot(self, foothold: Foothold, server: Server, probability: float, law: Law) -> Process:
        """An intruder may step from the server of a hybrid organization into its cloud tenant."""
        if self.world.populations[server.population].deployment != HYBRID or self.random.random() >= probability:
            return
        time = instant(foothold.begins + self.draw(law))
        yield self.until(time, Stage.FOLLOWED)
        if foothold is server.footholds[-1] and server.has_foothold(time):
            server.pivoted_at = min(server.pivoted_at, time)
            self.note("pivoted", time, server, "")
            self.count("tenants_reached", time, server)

    def evict(self, time: float, server: Server, what: str, by: str) -> None:
        """All intruders are removed, and what others had begun comes to nothing."""
        server.footholds[-1].ends = time
        self.note(what, time, server, by)
        self.count("evicted", time, server)
        for campaign in self.campaigns:
            campaign.lost[server.index] += 1
        if self.may_fall_again(server):
            self.open(time, server)

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

    def among(self, alarm: Trigger) -> int:
        """How many there are of what an alarm counts."""
        servers = [each for each in self.servers if alarm.population in (None, each.population)]
        if alarm.when != TENANTS:
            return sum(server.exposed for server in servers)
        populations = [name for name in self.world.populations if alarm.population in (None, name)]
        hybrid = [self.world.populations[name] for name in populations]
        return sum(each.organizations for each in hybrid if each.deployment == HYBRID)

    def set_off(self, alarm: Trigger, time: float) -> None:
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
        last = self.world.last_instant

        def times(found: Iterable[float]) -> NDArray[np.float64]:
            at = np.fromiter(found, dtype=np.float64)
            return np.where(at > last, NEVER, at)

        through_hole = [attack.name for attack in self.world.attacks if not attack.through_foothold] or [""]
        for server in self.servers:
            if server.footholds:
                server.footholds[-1].ends = server.eviction()
        closed = [_closed(server, through_hole, last) for server in self.servers]
        footholds = [[(each.begins, each.ends) for each in server.footholds] for server in self.servers]
        first = [server.footholds[0] if server.footholds else None for server in self.servers]
        available = times(server.fix_available_at for server in self.servers)
        race = Race(
            self.world,
            self.fleet,
            protected_at=times(spans[0][0] if spans else NEVER for spans in closed),
            compromised_at=times(NEVER if each is None else each.begins for each in first),
            campaign=np.array([NOBODY if each is None else each.first for each in first], dtype=np.int16),
            entered_again_at=times(map(_entered_by_another, self.servers)),
            detected_at=times(server.detected_at for server in self.servers),
            evicted_at=times(NEVER if each is None else each.ends for each in first),
            reentered_at=times(server.reentered_at for server in self.servers),
            pivoted_at=times(server.pivoted_at for server in self.servers),
            fix_available=tuple(available[group.span] for group in self.fleet.groups),
            lives=Lives(_spans(closed, last), _spans(footholds, last)) if self.world.opens_again else None,
        )
        for name in TIMES:
            getattr(race, name).setflags(write=False)
        race.campaign.setflags(write=False)
        return race


def _closed(server: Server, campaigns: list[str], last: float) -> list[tuple[float, float]]:
    """When a server is closed to every campaign: spans of days, in order."""
    changes = sorted({time for each in server.protections.values() for time in each[:2] if time <= last})
    found: list[tuple[float, float]] = []
    for begins, ends in pairwise([*changes, NEVER]):
        if all(server.is_closed(begins, name) for name in campaigns):
            before = found.pop()[0] if found and found[-1][1] == begins else begins
            found.append((before, ends))
    return found


def _entered_by_another(server: Server) -> float:
    """When a second campaign is in; `inf` if never."""
    times = [NEVER]
    for foothold in server.footholds:
        if foothold.first != server.footholds[0].first:
            times.append(foothold.begins)
        others = (time for number, time in foothold.entries.items() if number != foothold.first)
        times += [time for time in others if time < foothold.ends]
    return min(times)


def _spans(by_server: list[list[tuple[float, float]]], last: float) -> Spans:
    """Spans of all servers, up to the last instant of a race."""
    rows = [(index, *span) for index, spans in enumerate(by_server) for span in spans if span[0] <= last]
    servers, begins, ends = np.array(rows, dtype=np.float64).reshape(-1, 3).T
    return Spans(servers.astype(np.intp), begins, np.where(ends > last, NEVER, ends))


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
    """How long after an organization is ready the ring of each of its servers comes."""
    ordinals = np.array([server.ordinal for server in organization])
    delays: list[float] = ring_delays(offer.rings, ordinals, len(organization)).tolist()
    return delays


def _organizations(servers: list[Server]) -> list[list[Server]]:
    organizations: dict[int, list[Server]] = {}
    for server in servers:
        organizations.setdefault(server.organization, []).append(server)
    return list(organizations.values())
