"""The blocks of a scenario, as written: who can be hit, who attacks, and what protects.

The text below a key is what editors and docs/config.md say about it; `sim.scenario.schema` adds unit and default.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import Field, PlainValidator, TypeAdapter

from sim.problems import Problem

from .grammar import (
    AlarmState,
    Block,
    CaseKind,
    Count,
    CountFromOne,
    DelayLaw,
    Deployment,
    Deployments,
    Duration,
    EntryThrough,
    FrozenMap,
    InitiallyCompromised,
    Instant,
    Named,
    Opening,
    Pace,
    Positive,
    Priority,
    Protects,
    Rate,
    Reaches,
    ServersLaw,
    Share,
    Strategy,
    Success,
    Text,
    Timezone,
    Until,
    Words,
    Yes,
    inside,
    nested,
)
from .laws import SHARES_ROUNDING
from .moments import Moment, read_moment
from .openings import UTC, recurrence
from .quantities import Days
from .strategy_rules import RULES, StrategyRules

CLOUD, HOSTED, HYBRID = "cloud", "hosted", "hybrid"
ONLY_SHARES = {"on_prem": 0.0, HOSTED: 0.0, CLOUD: 1.0}
"""The share of the mailboxes that is in the cloud, by deployment, where there is no choice."""


class About(Block):
    """What a case is about, in words for people who read no scenario."""

    what: Text
    """What has the flaw: a product, and what the case is called."""
    when: Text | None = None
    """When it is."""
    whom: Text | None = None
    """Whom it is about."""
    kind: CaseKind | None = None
    """Whether it happened or is invented. Without the key, one that ends before the day of a report is told as past."""


class Alarm(Block):
    """A moment that comes from the race: when so many servers are so far, and some time after. It goes off once.

    Where it never does, all that waits for it never comes. What it sets off comes strictly after what set it off.
    """

    when: AlarmState
    """What is counted, since the beginning of the race."""
    reaches: Reaches
    """How many it takes: a whole number, or, with a decimal point, a share of the vulnerable and reachable servers (of
    the hybrid organizations, for tenants).
    """
    population: Text | None = None
    """The population whose servers count; without the key, all."""
    then: Duration = Days(0)
    """How much later the moment is."""


def read_in_timeline(value: Any) -> Moment | Alarm:
    """A moment, or an alarm."""
    if isinstance(value, Alarm):
        return value
    return Alarm.model_validate(value) if isinstance(value, Mapping) else read_moment(value)


InTimeline = Annotated[Moment | Alarm, PlainValidator(inside(read_in_timeline), json_schema_input_type=Instant | Alarm)]


class Population(Block):
    """Organizations of one kind and the servers they run."""

    organizations: Count
    """Number of organizations."""
    servers_per_organization: ServersLaw = 1
    """Servers of each organization, at least 1 unless deployment is cloud; draws of a law are rounded up."""
    deployment: Deployment = "on_prem"
    """Where the servers run. Those of hosted organizations are a provider's, who patches them: whatever else the
    scenario says is about the provider's way to do so. Organizations in the cloud have none in the race, whatever is
    written.
    """
    tags: Words = ()
    """Free labels, by which filters choose."""
    vulnerable: Share = 1.0
    """Probability that a server runs an affected version."""
    reachable: Share = 1.0
    """Probability that a server can be reached by an outside scanner."""
    mailboxes_per_organization: Count = 0
    """Mailboxes of each organization, on its servers (or its provider's) and in the cloud."""
    cloud_mailbox_share: Share | None = None
    """Share of the mailboxes that is in the cloud. Only for hybrid organizations, where it is 0 unless written."""

    @property
    def runs_servers(self) -> bool:
        """Whether its organizations have servers that can be hit, of their own or at a provider."""
        return self.deployment != CLOUD

    @property
    def sizes_vary(self) -> bool:
        """Whether the number of servers of an organization is drawn."""
        return self.runs_servers and not isinstance(self.servers_per_organization, int)

    @property
    def least_servers(self) -> int:
        """Number of servers, where it is fixed; the least it can be, where it is drawn."""
        if not self.runs_servers:
            return 0
        each = self.servers_per_organization
        return self.organizations * (each if isinstance(each, int) else 1)

    @property
    def expected_servers(self) -> float:
        """Number of servers, where it is fixed; about its mean, where it is drawn."""
        each = self.servers_per_organization
        return self.least_servers if isinstance(each, int) else self.least_servers * max(each.mean, 1.0)

    @property
    def cloud_mailboxes(self) -> int:
        """Mailboxes of an organization that are in the cloud, rounded to a whole number."""
        share = ONLY_SHARES.get(self.deployment, self.cloud_mailbox_share or 0.0)
        return round(self.mailboxes_per_organization * share)

    @property
    def on_prem_mailboxes(self) -> int:
        """Mailboxes of an organization that are on its own servers, or on those of its provider."""
        return self.mailboxes_per_organization - self.cloud_mailboxes

    def check(self) -> list[Problem]:
        """Problems that show only when several keys are read together."""
        problems = []
        if self.runs_servers and self.servers_per_organization == 0:
            message = "must be at least 1 unless deployment is cloud"
            problems.append(Problem(("servers_per_organization",), "0", message))
        fixed = ONLY_SHARES.get(self.deployment)
        if fixed is not None and self.cloud_mailbox_share not in (None, fixed):
            message = f"is always {fixed:.0f} where deployment is {self.deployment}; remove the key"
            problems.append(Problem(("cloud_mailbox_share",), str(self.cloud_mailbox_share), message))
        return problems


class Filter(Block):
    """Which populations: "or" within a key, "and" across keys; an absent key lets everybody pass."""

    populations: Words | None = None
    """Names of populations; without the key, any."""
    deployment: Deployments | None = None
    """Deployments; without the key, any."""
    tags: Words | None = None
    """Tags, at least one of which a population has; without the key, any."""

    def matches(self, name: str, population: Population) -> bool:
        """Whether a population passes."""
        return (
            (self.populations is None or name in self.populations)
            and (self.deployment is None or population.deployment in self.deployment)
            and (self.tags is None or not set(self.tags).isdisjoint(population.tags))
        )


EVERYBODY = Filter()


class Availability(Block):
    """A wave of a remediation: the share of organizations to which it becomes available at a moment."""

    share: Share
    """Share of the organizations; the shares of all waves add up to 1."""
    at: Instant
    """When it becomes available to them."""


class Prerequisite(Block):
    """What a share of organizations has to do first, with a law of how long it takes."""

    share: Share
    """Share of the organizations that have to do it."""
    delay: DelayLaw
    """How long it takes; it adds to the delay of adoption, on the same clock."""


class Ring(Block):
    """A ring of a remediation: the share of the servers of each organization on which it is installed together."""

    share: Share
    """Share of the servers of each organization, in number order; the shares of all rings add up to 1.
    As many servers are in the first rings together as their shares come to, rounded to the nearest whole number, a half
    up: with shares 0.1 and 0.9, no server of four, one of five, and one of ten is in the first ring.
    """
    after: Duration = Days(0)
    """How long after the organization is ready, in calendar time; it adds to `stagger`."""


class Window(Block):
    """A window in which installations happen: it opens again and again, by the clocks of a time zone."""

    opens: Opening
    """When it opens: every week, every day, or every month on one of its weekdays, or some days from that one.
    A time that clocks leave out is later by as much as they are put forward; of two that are the same the first counts.
    """
    lasts: Duration
    """How long it stays open, whatever clocks do: at most 1d if it opens daily, 7d if weekly, 28d if monthly."""
    timezone: Timezone = UTC
    """Time zone of `opens`."""

    def check(self) -> list[Problem]:
        """The problem of a window that is empty, or that may not be closed when it opens again."""
        opening = recurrence(self.opens)
        if 0 < self.lasts <= opening.period:
            return []
        message = f"a {opening.often} window lasts longer than 0 and at most {Days(opening.period)}"
        return [Problem(("lasts",), str(self.lasts), message)]


class Freeze(Block):
    """A time in which nothing is installed, whatever windows there are."""

    begins: Instant = Field(alias="from")
    """When it begins."""
    until: Instant
    """When it ends, after `from`; at that moment, installations can happen again."""


class Crew(Block):
    """Technicians who install a remediation, one server after the other; all populations share them."""

    technicians: CountFromOne
    """How many there are. Each works on one server at a time."""
    hours_per_server: DelayLaw
    """How long the work on one server takes; the server is protected at its end."""
    window: Windows = ()
    """Windows in which they work: a job begins only where what is left of the window, or until a freeze, is long
    enough, or at the beginning of the longest one if none is. Without the key, or as an empty list `[]`, at any time.
    """
    order: Words = ()
    """Tags whose servers come first, in this order; then all others. Among equals, first come, first served; or at
    random if `random` is the last word. Without the key, first come, first served.
    """

    def check(self) -> list[Problem]:
        """The problem of an order that goes on after its end."""
        if AT_RANDOM in self.order[:-1]:
            return [Problem(("order",), None, f"{AT_RANDOM} stands for all that are left, so it is the last word")]
        return []


AT_RANDOM = "random"


def read_available(value: Any) -> Moment | tuple[Availability, ...]:
    """A moment, or waves whose shares add up to 1."""
    if not isinstance(value, list | tuple):
        return read_moment(value)
    waves = tuple(WAVES.validate_python(list(value)))
    _check_whole(wave.share for wave in waves)
    return waves


def read_rings(value: Any) -> tuple[Ring, ...]:
    """Rings whose shares add up to 1; an empty list means that there are none."""
    if not isinstance(value, list | tuple):
        raise ValueError("is not a list; write for example [{share: 0.1}, {share: 0.9, after: 7d}]")
    rings = tuple(RINGS.validate_python(list(value)))
    if rings:
        _check_whole(ring.share for ring in rings)
    return rings


def _check_whole(shares: Iterable[float]) -> None:
    """Refuse shares that do not add up to 1."""
    total = sum(shares)
    if abs(total - 1) > SHARES_ROUNDING:
        raise ValueError(f"the shares add up to {total:.12g}; they must add up to 1")


def read_windows(value: Any) -> tuple[Window, ...]:
    """A window, or a list of them; an empty list means at any time."""
    windows = tuple(WINDOWS.validate_python(_listed(value)))
    problems = [
        Problem((number, *each.path), each.value, each.message)
        for number, window in enumerate(windows)
        for each in window.check()
    ]
    if problems:
        raise nested(problems)
    return windows


def read_freezes(value: Any) -> tuple[Freeze, ...]:
    """A freeze, or a list of them; an empty list means none."""
    return tuple(FREEZES.validate_python(_listed(value)))


def _listed(value: Any) -> list[Any]:
    """A list; a single value stands for a list of one."""
    return list(value) if isinstance(value, list | tuple) else [value]


WAVES = TypeAdapter(list[Availability])
RINGS = TypeAdapter(list[Ring])
WINDOWS = TypeAdapter(list[Window])
FREEZES = TypeAdapter(list[Freeze])
Available = Annotated[
    Moment | tuple[Availability, ...],
    PlainValidator(inside(read_available), json_schema_input_type=Instant | list[Availability]),
]
Rings = Annotated[
    tuple[Ring, ...],
    PlainValidator(inside(read_rings), json_schema_input_type=Annotated[list[Ring], Field(min_length=0)]),
]
Windows = Annotated[
    tuple[Window, ...],
    PlainValidator(inside(read_windows), json_schema_input_type=Window | Annotated[list[Window], Field(min_length=0)]),
]
Freezes = Annotated[
    tuple[Freeze, ...],
    PlainValidator(inside(read_freezes), json_schema_input_type=Freeze | Annotated[list[Freeze], Field(min_length=0)]),
]


Overridden = TypeVar("Overridden", bound=Block)


def seen_by(block: Overridden, override: Block | None) -> Overridden:
    """A block with the keys that are written in an override."""
    if override is None:
        return block
    changed = {key: entry for key in type(override).model_fields if (entry := getattr(override, key)) is not None}
    return block.model_copy(update=changed)


class Override(Block):
    """Keys of a remediation that one population has otherwise; each replaces the key whole.

    What a key means is said in `Remediation`.
    """

    available: Available | None = None
    adoption: DelayLaw | None = None
    uptake: Share | None = None
    protects: Protects | None = None
    until: Until | None = None
    evicts: Share | None = None
    pace: Pace | None = None
    prerequisite: Prerequisite | None = None
    rings: Rings | None = None
    stagger: Duration | None = None
    window: Windows | None = None
    freeze: Freezes | None = None


class Remediation(Block):
    """Something that protects servers, or clears them of intruders: an update, a mitigation, moving away."""

    available: Available
    """When it becomes available; or waves of organizations, each with its share and moment."""
    adoption: DelayLaw
    """An organization's delay from then on, measured on a clock whose speed is `pace`."""
    uptake: Share = 1.0
    """Share of the organizations that ever install it."""
    protects: Protects = 1.0
    """Probability, per server, that installing it closes the hole; or by campaign, with `others` for those not named.
    A server on which it stops a campaign also has it stop those that it stops more often.
    """
    until: Until | None = None
    """When it stops protecting, and the hole is open again: a moment, for a bypass or a rule that is rolled back; or a
    law, so long after each installation. Without the key, never.
    """
    evicts: Share = 0.0
    """Probability, per server, that installing it removes a foothold that is there."""
    pace: Pace = Field(default_factory=FrozenMap)
    """Multiples of the speed of adoption, each from its moment until the next; 1 before the first."""
    prerequisite: Prerequisite | None = None
    """What a share of the organizations has to do before."""
    rings: Rings = ()
    """Rings of servers within each organization, first those with the lowest numbers; waves are of organizations.
    Without the key, or as an empty list `[]`, all its servers are in one.
    """
    stagger: Duration = Days(0)
    """Each further server of the same organization follows this much later."""
    window: Windows = ()
    """Windows, one or a list: what falls outside waits for the next opening.
    Without the key, or as an empty list `[]`, at any time.
    """
    freeze: Freezes = ()
    """Times in which nothing is installed, one or a list. What falls inside waits for the end, and for a window where
    none is open then; a crew begins no job that it cannot end before. Without the key, or as an empty list `[]`, none.
    """
    crew: Crew | None = None
    """Technicians who install it: a server is in their queue from the moment at which its organization is ready, or
    its ring comes. Not with stagger or window of the remediation. Without the key, everybody installs it at once.
    """
    applies_to: Filter = EVERYBODY
    """Which populations it reaches; without the key, all of them."""
    by_population: Named[Override] = Field(default_factory=FrozenMap)
    """By name of a population, the keys that it has otherwise; each replaces the key whole."""

    def check(self) -> list[Problem]:
        """The problems of a crew, and of what does not go with one."""
        if self.crew is None:
            return []
        problems = [Problem(("crew", *each.path), each.value, each.message) for each in self.crew.check()]
        blocks: list[tuple[tuple[str, ...], Remediation | Override]] = [((), self)]
        blocks += [(("by_population", name), each) for name, each in self.by_population.items()]
        for path, block in blocks:
            if block.stagger:
                message = "a crew takes one server after the other by itself; remove stagger, or crew"
                problems.append(Problem((*path, "stagger"), str(block.stagger), message))
            if block.window:
                problems.append(Problem((*path, "window"), None, "a crew has a window of its own: write it in crew"))
            if block is not self and block.freeze is not None:
                message = "a crew has one queue, so its freeze is the same for all: write it in the remediation"
                problems.append(Problem((*path, "freeze"), None, message))
        return problems

    def seen_by(self, population: str) -> Remediation:
        """The remediation as one population has it."""
        return seen_by(self, self.by_population.get(population))


class Growth(Block):
    """Exponential growth of a rate: doubling again and again, up to `limit` times the rate."""

    doubling: Duration
    """Time in which the rate doubles, longer than 0."""
    limit: Positive
    """Multiple of the rate at which growth ends, at least 1."""


class Actors(Block):
    """Groups that run a campaign, each with the whole `rate`: `first` from its beginning, others join at random."""

    first: Count = 1
    """Groups that are there when the campaign begins."""
    arrivals: Rate | None = None
    """Further groups that join at random: their mean number per unit of time; needs `until`. Without the key, none."""
    until: Instant | None = None
    """No group joins later. Not without `arrivals`."""

    def check(self) -> list[Problem]:
        """The problem of one of two keys that need each other."""
        if (self.arrivals is None) == (self.until is None):
            return []
        missing, written = ("arrivals", "until") if self.arrivals is None else ("until", "arrivals")
        return [Problem((missing,), None, f"missing key; {written} needs it: groups join at a rate until a moment")]


class Campaign(Block):
    """A group of attackers, or several that act alike."""

    entry: EntryThrough = "vulnerability"
    """How it gets in: through the vulnerability, or through a foothold that another campaign left open."""
    begins: Instant
    """When the first probe can be sent."""
    ends: Instant | None = None
    """When the last probe can be sent; without the key, it goes on."""
    aims: Filter = EVERYBODY
    """Which populations it aims at; without the key, all of them."""
    strategy: Strategy
    """In which order it probes."""
    addresses: CountFromOne | None = None
    """Number of addresses that are probed, no fewer than the servers aimed at.
    Required for random and worm; for permutation, without the key, the servers aimed at; an error for hit_list.
    """
    rate: Rate
    """Probes of the campaign; where there are `actors`, the rate of each of them; for worm, that of each foothold."""
    pace: Pace = Field(default_factory=FrozenMap)
    """Multiples of the rate, each from its moment until the next; 1 before the first."""
    ramp: Duration | None = None
    """Time in which the rate rises from 0, linearly; without the key, it is there at once. Not with growth."""
    growth: Growth | None = None
    """Exponential growth of the rate; without the key, none. Not with ramp."""
    success: Success = 1.0
    """Probability that a probe of an unprotected server gets in; or those of the links of an exploit chain."""
    works_on: Share = 1.0
    """Share of the servers on which this campaign can succeed at all."""
    actors: Actors | None = None
    """Groups that each run the campaign by themselves, with the whole rate; without the key, one."""
    dwell: DelayLaw | None = None
    """Time from the first success to a foothold; protection within it saves the server. Without the key, none."""
    priority: Priority = Field(default_factory=FrozenMap)
    """Weights by tag, which put servers earlier on a hit_list: the largest of several, 1 if none applies."""
    initially_compromised: InitiallyCompromised | None = None
    """Servers that a worm holds when it begins, at random among those that it can enter; or their number by population.
    One that is protected by then is not compromised, nor replaced. Required for worm, an error for all others.
    """

    @property
    def success_per_probe(self) -> float:
        """Probability of success of a probe: the product of the links of the exploit chain."""
        return math.prod(self.success.values()) if isinstance(self.success, FrozenMap) else self.success

    def weight_of(self, population: Population) -> float:
        """The priority of a population on a hit list: the largest of its tags, 1 if none applies."""
        return max((self.priority[tag] for tag in population.tags if tag in self.priority), default=1.0)

    def check(self) -> list[Problem]:
        """Problems that show only when several keys are read together."""
        problems, rules = [], RULES[self.strategy]
        if rules.needs_addresses and self.addresses is None:
            message = f"missing key; strategy {rules.name} needs the number of addresses it probes"
            problems.append(Problem(("addresses",), None, message))
        if not rules.takes_addresses and self.addresses is not None:
            message = f"a {rules.name} has no addresses: its list is the servers it aims at; remove the key"
            problems.append(Problem(("addresses",), str(self.addresses), message))
        if not rules.takes_priority and self.priority:
            others = " or ".join(each.name for each in RULES.values() if each.takes_priority)
            message = f"only a {others} has priorities, not strategy {rules.name}; remove the key"
            problems.append(Problem(("priority",), None, message))
        problems += self._check_spread(rules)
        if self.ramp is not None and self.growth is not None:
            problems.append(Problem(("ramp",), str(self.ramp), "a campaign has a ramp or a growth, not both"))
        if self.growth is not None and (self.growth.doubling <= 0 or self.growth.limit < 1):
            message = "growth needs a doubling longer than 0 and a limit of at least 1"
            problems.append(Problem(("growth",), None, message))
        if self.actors is not None:
            problems += [Problem(("actors", *each.path), each.value, each.message) for each in self.actors.check()]
        return problems

    def _check_spread(self, rules: StrategyRules) -> Iterator[Problem]:
        """Problems of a worm, and of what only a worm has."""
        if not rules.spreads:
            if self.initially_compromised is not None:
                worms = " or ".join(each.name for each in RULES.values() if each.spreads)
                message = f"only a {worms} begins from servers that it holds, not strategy {rules.name}; remove the key"
                yield Problem(("initially_compromised",), None, message)
            return
        if self.initially_compromised is None:
            yield Problem(
                ("initially_compromised",), None, f"missing key; a {rules.name} begins from servers it holds: 10"
            )
        if self.actors is not None:
            yield Problem(("actors",), None, f"a {rules.name} has no actors: its footholds probe; remove the key")
        if self.entry == "foothold":
            message = f"a {rules.name} makes footholds of its own; write vulnerability, or leave the key out"
            yield Problem(("entry",), self.entry, message)


class Pivot(Block):
    """The step from a live foothold on a hybrid organization's server into its cloud tenant."""

    probability: Share
    """Probability, per compromised server of a hybrid organization."""
    delay: DelayLaw
    """Time from the compromise to the step; an eviction before it is over prevents it."""


class AftermathOverride(Block):
    """Keys of the aftermath that one population has otherwise; each replaces the key whole.

    What a key means is said in `Aftermath`.
    """

    disclosure: Instant | None = None
    detection: DelayLaw | None = None
    cleanup: DelayLaw | None = None
    cleanup_share: Share | None = None
    cleanup_protects: Share | None = None
    reinfection: Yes | None = None
    reaction: DelayLaw | None = None
    pivot: Pivot | None = None


class Aftermath(Block):
    """What happens to compromised servers: found from `disclosure` on at the earliest, and cleaned."""

    disclosure: Instant = Moment()
    """Nobody looks for footholds before this."""
    detection: DelayLaw | None = None
    """Time from the compromise, or from disclosure if that is later, to detection; without the key, never."""
    cleanup: DelayLaw | None = None
    """Time from detection to clean-up, which evicts and closes the hole; without the key, never."""
    cleanup_share: Share = 1.0
    """Share of the detected servers that are ever cleaned."""
    cleanup_protects: Share = 1.0
    """Probability, per clean-up, that it closes the hole too."""
    reinfection: Yes = False
    """Whether a server from which intruders were removed, and whose hole is open, can be entered anew."""
    reaction: DelayLaw | None = None
    """An organization that detects an intruder protects all its servers so long after its first detection; without the
    key, never.
    """
    pivot: Pivot | None = None
    """The step from a foothold into the cloud tenant of a hybrid organization; without the key, never."""
    by_population: Named[AftermathOverride] = Field(default_factory=FrozenMap)
    """By name of a population, the keys that it has otherwise; each replaces the key whole."""

    def check(self) -> list[Problem]:
        """Problems that show only when several keys are read together."""
        if problems := self._without_detection():
            return problems
        return [
            Problem(("by_population", name, *each.path), each.value, each.message)
            for name in self.by_population
            for each in self.seen_by(name)._without_detection()
        ]

    def _without_detection(self) -> list[Problem]:
        """The problem of what follows detection where there is none."""
        if self.detection is not None or (self.cleanup is None and self.reaction is None):
            return []
        follows = "clean-up" if self.cleanup is not None else "a reaction"
        return [Problem(("detection",), None, f"missing key; {follows} follows detection")]

    def seen_by(self, population: str) -> Aftermath:
        """The aftermath as one population has it."""
        return seen_by(self, self.by_population.get(population))
