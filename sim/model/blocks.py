"""The blocks of a scenario, as written: who can be hit, who attacks, and what protects."""

from __future__ import annotations

import math
from typing import Annotated, Any

from pydantic import Field, PlainValidator, TypeAdapter

from .grammar import (
    Block,
    Count,
    CountFromOne,
    DelayLaw,
    Deployment,
    Deployments,
    Duration,
    EntryThrough,
    FrozenMap,
    Instant,
    Named,
    Opening,
    Pace,
    Positive,
    Priority,
    Rate,
    ServersLaw,
    Share,
    Strategy,
    Success,
    Words,
    inside,
)
from .laws import SHARES_ROUNDING
from .moments import Moment, read_moment
from .problems import Problem
from .quantities import Days

CLOUD, HYBRID = "cloud", "hybrid"


class Population(Block):
    """Organisations of one kind and the servers they run.

    `servers_per_organization` is a number, or a law whose draws are rounded up to a whole number of at least 1.
    `vulnerable` and `reachable` are probabilities per server. Organisations whose deployment is `cloud` run no server
    of their own: whatever is written there, they have none in the race. `cloud_mailbox_share` is for hybrid
    organisations; it is 0 on premises and 1 in the cloud.
    """

    organizations: Count
    servers_per_organization: ServersLaw = 1
    deployment: Deployment = "on_prem"
    tags: Words = ()
    vulnerable: Share = 1.0
    reachable: Share = 1.0
    mailboxes_per_organization: Count = 0
    cloud_mailbox_share: Share | None = None

    @property
    def runs_servers(self) -> bool:
        """Whether its organisations have servers that can be hit."""
        return self.deployment != CLOUD

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
        """Mailboxes of an organisation that are in the cloud, rounded to a whole number."""
        share = {"on_prem": 0.0, CLOUD: 1.0}.get(self.deployment, self.cloud_mailbox_share or 0.0)
        return round(self.mailboxes_per_organization * share)

    @property
    def on_prem_mailboxes(self) -> int:
        """Mailboxes of an organisation that are on its own servers."""
        return self.mailboxes_per_organization - self.cloud_mailboxes

    def check(self) -> list[Problem]:
        """Problems that show only when several keys are read together."""
        problems = []
        if self.runs_servers and self.servers_per_organization == 0:
            message = "must be at least 1 unless deployment is cloud"
            problems.append(Problem(("servers_per_organization",), "0", message))
        fixed = {"on_prem": 0.0, CLOUD: 1.0}.get(self.deployment)
        if fixed is not None and self.cloud_mailbox_share not in (None, fixed):
            message = f"is always {fixed:.0f} where deployment is {self.deployment}; remove the key"
            problems.append(Problem(("cloud_mailbox_share",), str(self.cloud_mailbox_share), message))
        return problems


class Filter(Block):
    """Which populations: "or" within a key, "and" across keys; an absent key lets everybody pass."""

    populations: Words | None = None
    deployment: Deployments | None = None
    tags: Words | None = None

    def matches(self, name: str, population: Population) -> bool:
        """Whether a population passes."""
        return (
            (self.populations is None or name in self.populations)
            and (self.deployment is None or population.deployment in self.deployment)
            and (self.tags is None or not set(self.tags).isdisjoint(population.tags))
        )


EVERYBODY = Filter()


class Availability(Block):
    """A wave of a remediation: the share of organisations to which it becomes available at a moment."""

    share: Share
    at: Instant


class Prerequisite(Block):
    """What a share of organisations has to do first, with a law of how long it takes."""

    share: Share
    delay: DelayLaw


class Window(Block):
    """A weekly window, in UTC, in which installations happen."""

    opens: Opening
    lasts: Duration

    def check(self) -> None:
        """Raise ValueError if the window is empty or longer than a week."""
        if not 0 < self.lasts <= 7:
            raise ValueError("a weekly window lasts longer than 0 and at most 7d")


def read_available(value: Any) -> Moment | tuple[Availability, ...]:
    """A moment, or waves whose shares add up to 1."""
    if not isinstance(value, list | tuple):
        return read_moment(value)
    waves = tuple(WAVES.validate_python(list(value)))
    total = sum(wave.share for wave in waves)
    if abs(total - 1) > SHARES_ROUNDING:
        raise ValueError(f"the shares add up to {total:.6g}; they must add up to 1")
    return waves


def read_windows(value: Any) -> tuple[Window, ...]:
    """A weekly window, or a list of them."""
    windows = tuple(WINDOWS.validate_python(list(value) if isinstance(value, list | tuple) else [value]))
    if not windows:
        raise ValueError("is an empty list, so nothing would ever be installed")
    for window in windows:
        window.check()
    return windows


WAVES = TypeAdapter(list[Availability])
WINDOWS = TypeAdapter(list[Window])
Available = Annotated[Moment | tuple[Availability, ...], PlainValidator(inside(read_available))]
Windows = Annotated[tuple[Window, ...], PlainValidator(inside(read_windows))]


class Override(Block):
    """Keys of a remediation that one population has otherwise; each replaces the key whole."""

    available: Available | None = None
    adoption: DelayLaw | None = None
    uptake: Share | None = None
    protects: Share | None = None
    evicts: Share | None = None
    pace: Pace | None = None
    prerequisite: Prerequisite | None = None
    stagger: Duration | None = None
    window: Windows | None = None


class Remediation(Block):
    """Something that protects servers, or clears them of intruders: an update, a mitigation, moving away.

    `uptake` is the share of organisations that ever install it, `adoption` their delay from the moment it is
    `available`, on a clock whose speed is `pace`. `protects` and `evicts` are probabilities, per server, that
    installing closes the hole and removes a foothold. Each further server of an organisation follows `stagger` later;
    installations outside the weekly `window` wait for its next opening.
    """

    available: Available
    adoption: DelayLaw
    uptake: Share = 1.0
    protects: Share = 1.0
    evicts: Share = 0.0
    pace: Pace = Field(default_factory=FrozenMap)
    prerequisite: Prerequisite | None = None
    stagger: Duration = Days(0)
    window: Windows = ()
    applies_to: Filter = EVERYBODY
    by_population: Named[Override] = Field(default_factory=FrozenMap)

    def seen_by(self, population: str) -> Remediation:
        """The remediation as one population has it."""
        override = self.by_population.get(population)
        if override is None:
            return self
        changed = {key: entry for key in Override.model_fields if (entry := getattr(override, key)) is not None}
        return self.model_copy(update=changed)


class Growth(Block):
    """Exponential growth of a rate: doubling again and again, up to `limit` times the rate."""

    doubling: Duration
    limit: Positive


class Actors(Block):
    """Groups that join a campaign: `first` when it begins, others at random until a moment."""

    first: Count = 1
    arrivals: Rate
    until: Instant


class Campaign(Block):
    """A group of attackers, or several that act alike.

    `rate` counts probes of all of them together. `addresses` is the number of addresses among which they probe.
    `success` is the probability that a probe of an unprotected server gets in; `works_on` is the share of servers on
    which this campaign can succeed at all. `entry` is through the vulnerability, or through a foothold that another
    campaign left open. `dwell` is the law of the time from the first success to a foothold.
    """

    entry: EntryThrough = "vulnerability"
    begins: Instant
    ends: Instant | None = None
    aims: Filter = EVERYBODY
    strategy: Strategy
    addresses: CountFromOne | None = None
    rate: Rate
    pace: Pace = Field(default_factory=FrozenMap)
    ramp: Duration | None = None
    growth: Growth | None = None
    success: Success = 1.0
    works_on: Share = 1.0
    actors: Actors | None = None
    dwell: DelayLaw | None = None
    priority: Priority = Field(default_factory=FrozenMap)

    @property
    def success_per_probe(self) -> float:
        """Probability of success of a probe: the product of the links of the exploit chain."""
        return math.prod(self.success.values()) if isinstance(self.success, FrozenMap) else self.success

    def weight_of(self, population: Population) -> float:
        """The priority of a population on a hit list: the largest of its tags, 1 if none applies."""
        return max((self.priority[tag] for tag in population.tags if tag in self.priority), default=1.0)

    def check(self) -> list[Problem]:
        """Problems that show only when several keys are read together."""
        problems = []
        if self.strategy == "random" and self.addresses is None:
            message = "missing key; strategy random needs the number of addresses it probes"
            problems.append(Problem(("addresses",), None, message))
        if self.strategy == "hit_list" and self.addresses is not None:
            message = "a hit_list has no addresses: its list is the servers it aims at; remove the key"
            problems.append(Problem(("addresses",), str(self.addresses), message))
        if self.strategy != "hit_list" and self.priority:
            message = f"only a hit_list has priorities, not strategy {self.strategy}; remove the key"
            problems.append(Problem(("priority",), None, message))
        if self.ramp is not None and self.growth is not None:
            problems.append(Problem(("ramp",), str(self.ramp), "a campaign has a ramp or a growth, not both"))
        if self.growth is not None and (self.growth.doubling <= 0 or self.growth.limit < 1):
            message = "growth needs a doubling longer than 0 and a limit of at least 1"
            problems.append(Problem(("growth",), None, message))
        return problems


class Pivot(Block):
    """The step from a live foothold on a hybrid organisation's server into its cloud tenant."""

    probability: Share
    delay: DelayLaw


class Aftermath(Block):
    """What happens to compromised servers: found from `disclosure` on at the earliest, and cleaned."""

    disclosure: Instant = Moment()
    detection: DelayLaw | None = None
    cleanup: DelayLaw | None = None
    cleanup_share: Share = 1.0
    pivot: Pivot | None = None

    def check(self) -> list[Problem]:
        """Problems that show only when several keys are read together."""
        if self.cleanup is not None and self.detection is None:
            return [Problem(("detection",), None, "missing key; clean-up follows detection")]
        return []
