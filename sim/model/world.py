"""One world: a scenario with its uncertain values drawn and every moment resolved to days since the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from sim.problems import InputError, Problem
from sim.scenario import blocks
from sim.scenario.blocks import AT_RANDOM, Actors, Aftermath, Availability, Campaign, Population, Remediation
from sim.scenario.grammar import OTHERS, FrozenMap
from sim.scenario.laws import Law
from sim.scenario.moments import AN_INSTANT, HORIZON, Calendar, Moment, read_moment
from sim.scenario.paths import put_all, split
from sim.scenario.scenario import Scenario, curve_step

from .clocks import NEVER, Clock, StateClock, clock_of_many, instant, instants, paced, together
from .luck import Luck
from .open_times import ALWAYS, OpenTimes, open_times
from .strategies import STRATEGIES, WORM, Strategy

MOST_ACTORS = 1000
ROUNDED_DOWN = 1 - 1e-12
ROUNDING = 1e-9


@dataclass(frozen=True)
class Wave:
    """A share of a population's organizations, and the clock that starts when a remediation is available to them."""

    share: float
    available: float
    clock: Clock


@dataclass(frozen=True)
class Technicians:
    """Technicians, how long they work on a server (days), and when; `longest` is the longest of their windows (days).

    `order` holds the tags that come first; the rest of the queue `is_random`, or in the order of arrival.
    """

    technicians: int
    work: Law
    open_times: OpenTimes
    longest: float
    order: tuple[str, ...]
    is_random: bool

    def rank(self, population: Population) -> int:
        """The place of a population in the queue, from 0; those of one rank are equals."""
        return next((place for place, tag in enumerate(self.order) if tag in population.tags), len(self.order))

    def longest_work(self, time: float) -> float:
        """The longest work that can begin at an instant (days); below 0 if none can.

        It ends before the next freeze, and before what is open closes unless no window is longer than that.
        """
        left = self.open_times.time_left(time)
        if left <= 0:
            return -1.0
        fits = NEVER if self.longest <= left + ROUNDING else left
        return min(fits, self.open_times.until_freeze(time)) + ROUNDING


IN_EVERY_OFFER = ("waves", "adoption", "uptake", "protects", "evicts")
"""All else is None, zero, empty, ALWAYS or NEVER where it is not asked for."""


@dataclass(frozen=True)
class Offer:
    """A remediation as one population has it. Times are days.

    `rings` are (share of an organization's servers, days after it is ready).

    `protects` is how often it closes the hole to everybody; where it stops some campaigns more often, `stops` has that
    by campaign. If it `lapses`, it protects until the moment `until`, or so long after each installation as `lasts`
    says.
    `finished` is when it is installed on each server of the population, where that is known: when a crew does so, or
    where it was worked out before.
    """

    waves: tuple[Wave, ...]
    adoption: Law
    uptake: float
    protects: float
    evicts: float
    prerequisite: tuple[float, Law] | None
    rings: tuple[tuple[float, float], ...]
    stagger: float
    open_times: OpenTimes
    finished: NDArray[np.float64] | None = field(default=None, compare=False)
    stops: Mapping[str, float] = field(default_factory=dict, hash=False)
    until: float = NEVER
    lasts: Law | None = None
    lapses: bool = False

    def protects_from(self, campaign: str) -> float:
        """How often it closes the hole to a campaign."""
        return self.stops.get(campaign, self.protects)

    @property
    def protects_at_most(self) -> float:
        """How often it closes the hole to the campaign that it stops most often."""
        return max([self.protects, *self.stops.values()])

    @cached_property
    def first_available(self) -> float:
        """When it is available to anybody; nothing is installed before."""
        return min(wave.available for wave in self.waves)

    @cached_property
    def can_be_installed(self) -> tuple[float, ...]:
        """When each wave can install it first; never where it has no effect any more by then."""
        times = (instant(wave.available) for wave in self.waves)
        return tuple(NEVER if time >= self.until else time for time in times)

    @cached_property
    def later_waves(self) -> tuple[float, ...]:
        """The shares of organizations that are in a wave before each of the later ones."""
        return tuple(accumulate(wave.share for wave in self.waves))[:-1]

    @cached_property
    def is_threshold(self) -> bool:
        """Whether it is installed as soon as one clock reaches the adoption delay, and nothing else comes between."""
        more = (getattr(self, each.name) for each in fields(self) if each.name not in IN_EVERY_OFFER)
        is_plain = all(not isinstance(each, np.ndarray) and (not each or each in (ALWAYS, NEVER)) for each in more)
        return len(self.waves) == 1 and is_plain


@dataclass(frozen=True)
class Remedy:
    """A remediation in this world, with its offer to every population it applies to."""

    name: str
    offers: Mapping[str, Offer]
    crew: Technicians | None = None


@dataclass(frozen=True)
class Trigger:
    """A moment that comes from the race: `then` days after so many servers (or tenants) are so far.

    `reaches` is a whole number, or a share of those that there are; `population` is None where all count.
    """

    name: str
    when: str
    reaches: int | float
    population: str | None
    then: float

    def needed(self, among: int) -> float:
        """How many it takes among so many; `inf` where a share is of none."""
        if isinstance(self.reaches, int):
            return self.reaches
        return float(np.ceil(self.reaches * among * ROUNDED_DOWN)) if among else NEVER

    def acts_at(self, time: float) -> float:
        """The moment, if it is set off at a time: strictly later."""
        return max(instant(time + self.then), time + AN_INSTANT)


@dataclass(frozen=True, eq=False)
class Spread:
    """What a worm comes to in one race: when it enters each server, and the effort of all its footholds together.

    `begun` and `over` are what `base`, the clock of one foothold, reads when footholds begin and end. `entered` has
    days by the place of a server in its population, `inf` where the worm is never in. It is None where servers may fall
    more than once; there, `seeds` are the places from which it `begins` (days), by population.
    """

    base: Clock
    begun: NDArray[np.float64]
    over: NDArray[np.float64]
    entered: Mapping[str, NDArray[np.float64]] | None = None
    begins: float = NEVER
    seeds: Mapping[str, NDArray[np.intp]] = field(default_factory=dict)

    @cached_property
    def clock(self) -> StateClock:
        """The effort of all footholds together."""
        return clock_of_many(self.base, self.begun, self.over)


@dataclass(frozen=True)
class Attack:
    """A campaign in this world: each actor's effort clock counts its probes; for a worm, that of each foothold.

    `aims` holds the populations with servers that it aims at, with their weight on a hit list. A worm begins from
    `initially` servers, in all or by population; `spread` is what becomes of it, once the race is known that far.
    """

    name: str
    through_foothold: bool
    strategy: Strategy
    clocks: tuple[Clock, ...]
    aims: Mapping[str, float]
    addresses: int | None
    success: float
    works_on: float
    dwell: Law | None
    initially: int | Mapping[str, int] = 0
    spread: Spread | None = None

    @cached_property
    def probing_at_random(self) -> Clock | None:
        """The clock of all actors together, as Poisson probing adds up; None where speeds are exponential."""
        return None if any(clock.growths for clock in self.clocks) else together(self.clocks)


@dataclass(frozen=True)
class Cleaning:
    """What happens to compromised servers of a population in this world, and to the tenants of hybrid organizations."""

    disclosure: float
    detection: Law | None
    cleanup: Law | None
    cleanup_share: float
    cleanup_protects: float
    reinfection: bool
    reaction: Law | None
    pivot: tuple[float, Law] | None


@dataclass(frozen=True)
class World:
    """What one replication faces, apart from the luck of its servers. Times are days since the start.

    Attributes
    ----------
    scenario : Scenario
        What is assumed.
    replication : int
        Which world, from 0.
    horizon, step : float
        When it ends, and the step of its curves.
    populations : mapping
        By name, with what was drawn.
    remedies, attacks : tuple
        Remediations and campaigns, resolved into days.
    cleanings : mapping
        How intruders are found and removed, by population; empty where nobody does that.
    moments : mapping
        When each named moment is.
    drawn : mapping
        The uncertain values by path.
    alarms : tuple
        Moments that come from the race.
    set_off : mapping
        The moments of those alarms that are known to go off; what waits for the others never comes.
    attack_speed : float
        How many times as fast as written campaigns probe.
    is_settled : bool
        Whether nothing is left to be known that only the race of its servers tells.
    """

    scenario: Scenario
    replication: int
    horizon: float
    step: float
    populations: Mapping[str, Population]
    remedies: tuple[Remedy, ...]
    attacks: tuple[Attack, ...]
    cleanings: Mapping[str, Cleaning]
    moments: Mapping[str, float]
    drawn: Mapping[str, float] = field(default_factory=dict)
    alarms: tuple[Trigger, ...] = ()
    set_off: Mapping[str, float] = field(default_factory=dict)
    attack_speed: float = 1.0
    is_settled: bool = False

    def with_alarms(self, moments: Mapping[str, float]) -> World:
        """The same world, in which some more alarms go off, each at its moment (days)."""
        world = resolve(self.scenario, self.replication, self.drawn, {**self.set_off, **moments})
        return world if self.attack_speed == 1 else world.with_faster_attacks(self.attack_speed)

    @property
    def alarm_moments(self) -> dict[str, float]:
        """By path, the moment of every alarm as far as it is known; days, `inf` if never."""
        return {f"timeline.{alarm.name}": self.moments[alarm.name] for alarm in self.alarms}

    @cached_property
    def opens_again(self) -> frozenset[str]:
        """Populations whose servers may be open more than once, or to some campaigns only, or react to each other."""
        offered = {name for each in self.remedies for name, offer in each.offers.items() if offer.lapses or offer.stops}
        cleaned = {name for name, each in self.cleanings.items() if each.reinfection or each.reaction is not None}
        return frozenset(offered | cleaned)

    @property
    def luck(self) -> Luck:
        """The luck of this replication."""
        return Luck(self.scenario.seed, self.replication)

    @property
    def hangs_on_the_race(self) -> str:
        """What of it only the race of its servers tells, in words: a worm or an alarm; empty where nothing does."""
        worms = [f"the worm {attack.name}" for attack in self.attacks if attack.strategy is WORM]
        return next(iter([*worms, *(f"the alarm {alarm.name}" for alarm in self.alarms)]), "")

    @cached_property
    def last_instant(self) -> float:
        """The horizon as times of events are kept; what happens at it still counts."""
        return float(instants(np.array(self.horizon)))

    def with_faster_attacks(self, factor: float) -> World:
        """The same world, in which every campaign probes `factor` times as fast; actors join when they did."""
        attacks = (
            replace(attack, clocks=tuple(clock.faster(factor) for clock in attack.clocks)) for attack in self.attacks
        )
        return replace(self, attacks=tuple(attacks), attack_speed=self.attack_speed * factor)

    def with_spreads(self, spreads: Mapping[str, Spread]) -> World:
        """The same world, in which it is known what becomes of some worms, by name."""
        attacks = (replace(each, spread=spreads.get(each.name, each.spread)) for each in self.attacks)
        return replace(self, attacks=tuple(attacks))

    def grid(self) -> NDArray[np.float64]:
        """The times in days at which curves are reported: every step from 0, and the horizon."""
        steps = int(np.ceil(self.horizon / self.step * ROUNDED_DOWN))
        return np.append(np.arange(steps) * self.step, self.horizon)


class Worlds:
    """The worlds of a scenario by replication. What does not depend on the replication is resolved once."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        joined = any(each.actors is not None and each.actors.arrivals for each in scenario.campaigns.values())
        self._certain = None if scenario.uncertain or joined else resolve(scenario, 0, {})

    @property
    def are_certain(self) -> bool:
        """Whether all worlds are the same but for the luck of their servers, and what hangs on that."""
        return self._certain is not None

    @property
    def are_alike(self) -> bool:
        """Whether all worlds are the same but for the luck of their servers, on which nothing in them hangs."""
        return self._certain is not None and not self._certain.hangs_on_the_race

    def __getitem__(self, replication: int) -> World:
        """The world of a replication, counted from 0. Raises InputError if an uncertain draw is outside its domain."""
        if self._certain is not None:
            return replace(self._certain, replication=replication)
        drawn = draw(self.scenario, replication)
        try:
            scenario = put_all(self.scenario, {split(dotted): value for dotted, value in drawn.items()})
            return resolve(scenario, replication, drawn)
        except InputError as error:
            raise in_replication(error, replication) from None


def in_replication(error: InputError, replication: int) -> InputError:
    """The same problems, saying in which replication they arose."""
    problems = (replace(each, message=f"{each.message} (in replication {replication})") for each in error.problems)
    return InputError(problems)


def draw(scenario: Scenario, replication: int) -> dict[str, float]:
    """The uncertain values of a replication by path: days, per day, days since the start, or plain numbers."""
    luck = Luck(scenario.seed, replication)
    return {
        dotted: float(law.quantile(np.array([luck.one(f"uncertain/{dotted}")]))[0])
        for dotted, law in scenario.uncertain.items()
    }


def resolve(
    scenario: Scenario, replication: int, drawn: Mapping[str, float], set_off: Mapping[str, float] | None = None
) -> World:
    """The world of a scenario whose uncertain values are already put in; `set_off` has the moments of alarms."""
    set_off = {} if set_off is None else set_off
    calendar = Calendar(scenario.start, scenario.horizon, scenario.timeline, set_off)
    horizon = calendar.days(scenario.horizon)
    luck = Luck(scenario.seed, replication)
    return World(
        scenario=scenario,
        replication=replication,
        horizon=horizon,
        step=curve_step(scenario, horizon),
        populations=scenario.populations,
        remedies=tuple(_remedy(name, each, scenario, calendar) for name, each in scenario.remediations.items()),
        attacks=tuple(_attack(name, each, scenario, calendar, luck) for name, each in scenario.campaigns.items()),
        cleanings=_cleanings(scenario, calendar),
        moments={name: calendar.days(Moment(name)) for name in scenario.timeline},
        drawn=drawn,
        alarms=tuple(_alarm(name, each) for name, each in scenario.timeline.items() if isinstance(each, blocks.Alarm)),
        set_off=set_off,
    )


def _alarm(name: str, alarm: blocks.Alarm) -> Trigger:
    return Trigger(name, alarm.when, alarm.reaches, alarm.population, float(alarm.then))


def _pace(pace: FrozenMap[str, float], calendar: Calendar) -> list[tuple[float, float]]:
    return [(calendar.days(read_moment(moment)), multiple) for moment, multiple in pace.items()]


def _remedy(name: str, remediation: Remediation, scenario: Scenario, calendar: Calendar) -> Remedy:
    as_written = _offer(remediation, scenario, calendar)
    offers = {
        each: _offer(remediation.seen_by(each), scenario, calendar) if each in remediation.by_population else as_written
        for each, population in scenario.populations.items()
        if population.runs_servers and remediation.applies_to.matches(each, population)
    }
    if remediation.crew is None:
        return Remedy(name, offers)
    first = min((offer.first_available for offer in offers.values()), default=0.0)
    times = _open_times(remediation.crew.window, remediation.freeze, first, calendar)
    return Remedy(name, offers, _crew(remediation.crew, times))


def _crew(crew: blocks.Crew, times: OpenTimes) -> Technicians:
    is_random = AT_RANDOM in crew.order
    return Technicians(
        technicians=crew.technicians,
        work=crew.hours_per_server,
        open_times=times,
        longest=max((float(window.lasts) for window in crew.window), default=NEVER),
        order=crew.order[:-1] if is_random else crew.order,
        is_random=is_random,
    )


def _open_times(
    windows: tuple[blocks.Window, ...], freezes: tuple[blocks.Freeze, ...], first: float, calendar: Calendar
) -> OpenTimes:
    """When something can be installed that is available from `first` on."""
    frozen = [(calendar.days(freeze.begins), calendar.days(freeze.until)) for freeze in freezes]
    return open_times(windows, frozen, calendar.start, first, calendar.days(Moment(HORIZON)))


def _offer(seen: Remediation, scenario: Scenario, calendar: Calendar) -> Offer:
    written = seen.available if isinstance(seen.available, tuple) else (Availability(share=1.0, at=seen.available),)
    pace = _pace(seen.pace, calendar)
    waves = [(wave.share, calendar.days(wave.at)) for wave in written]
    protects, stops = _protecting(seen, scenario)
    return Offer(
        waves=tuple(Wave(share, time, paced(time, NEVER, 1.0, pace)) for share, time in waves),
        adoption=seen.adoption,
        uptake=seen.uptake,
        protects=protects,
        evicts=seen.evicts,
        prerequisite=None if seen.prerequisite is None else (seen.prerequisite.share, seen.prerequisite.delay),
        rings=tuple((ring.share, float(ring.after)) for ring in seen.rings),
        stagger=float(seen.stagger),
        open_times=_open_times(seen.window, seen.freeze, min(time for _, time in waves), calendar),
        stops=stops,
        until=instant(calendar.days(seen.until)) if isinstance(seen.until, Moment) else NEVER,
        lasts=None if isinstance(seen.until, Moment) else seen.until,
        lapses=seen.until is not None,
    )


def _protecting(seen: Remediation, scenario: Scenario) -> tuple[float, dict[str, float]]:
    """How often a remediation closes the hole to everybody, and by campaign where that is written."""
    shares = seen.protects
    if not isinstance(shares, FrozenMap):
        return shares, {}
    through_hole = [name for name, each in scenario.campaigns.items() if each.entry != "foothold"]
    others = shares.get(OTHERS, 0.0)
    stops = {name: shares.get(name, others) for name in through_hole}
    return min(stops.values(), default=others), stops


def _attack(name: str, campaign: Campaign, scenario: Scenario, calendar: Calendar, luck: Luck) -> Attack:
    begins = calendar.days(campaign.begins)
    ends = NEVER if campaign.ends is None else calendar.days(campaign.ends)
    pace = _pace(campaign.pace, calendar)
    clocks = []
    for joins in _joining(name, campaign.actors, begins, calendar, luck):
        clock = paced(joins, ends, float(campaign.rate), pace)
        if campaign.ramp is not None:
            clock = clock.ramped(campaign.ramp)
        if campaign.growth is not None:
            clock = clock.growing(campaign.growth.doubling, campaign.growth.limit)
        clocks.append(clock)
    return Attack(
        name=name,
        through_foothold=campaign.entry == "foothold",
        strategy=STRATEGIES[campaign.strategy],
        clocks=tuple(clocks),
        aims={
            key: campaign.weight_of(each)
            for key, each in scenario.populations.items()
            if each.runs_servers and campaign.aims.matches(key, each)
        },
        addresses=campaign.addresses,
        success=campaign.success_per_probe,
        works_on=campaign.works_on,
        dwell=campaign.dwell,
        initially=campaign.initially_compromised or 0,
    )


def _joining(name: str, actors: Actors | None, begins: float, calendar: Calendar, luck: Luck) -> list[float]:
    """When each actor of a campaign joins: the first when it begins, the others at Poisson arrivals until a moment."""
    if actors is None:
        return [begins]
    until, rate = begins if actors.until is None else calendar.days(actors.until), float(actors.arrivals or 0)
    until = min(until, calendar.days(Moment(HORIZON))) if until == NEVER else until
    span = max(until - begins, 0.0)
    if not rate * span + actors.first <= MOST_ACTORS:
        message = f"brings more than {MOST_ACTORS} actors, which are possible"
        key, value = ("arrivals", actors.arrivals) if actors.arrivals else ("first", actors.first)
        raise InputError([Problem(("campaigns", name, "actors", key), str(value), message)])
    times = [begins] * actors.first
    if rate > 0:
        generator = luck.generator(f"campaign/{name}/actors")
        waited = generator.standard_exponential() / rate
        joins = begins + waited
        while joins <= until and waited <= span:  # a wait can be too short to move `joins`, but adds up by itself
            times.append(joins)
            wait = generator.standard_exponential() / rate
            joins, waited = joins + wait, waited + wait
    return times


def _cleanings(scenario: Scenario, calendar: Calendar) -> dict[str, Cleaning]:
    aftermath = scenario.aftermath
    if aftermath is None:
        return {}
    return {name: _cleaning(aftermath.seen_by(name), calendar) for name in scenario.populations}


def _cleaning(aftermath: Aftermath, calendar: Calendar) -> Cleaning:
    return Cleaning(
        disclosure=calendar.days(aftermath.disclosure),
        detection=aftermath.detection,
        cleanup=aftermath.cleanup,
        cleanup_share=aftermath.cleanup_share,
        cleanup_protects=aftermath.cleanup_protects,
        reinfection=aftermath.reinfection,
        reaction=aftermath.reaction,
        pivot=None if aftermath.pivot is None else (aftermath.pivot.probability, aftermath.pivot.delay),
    )
