"""The blocks of a scenario, as written: who can be hit, who attacks, and what protects."""

from __future__ import annotations

import math

from pydantic import Field

from .grammar import (
    Block,
    Count,
    CountFromOne,
    DelayLaw,
    Deployment,
    Deployments,
    FrozenMap,
    Instant,
    Named,
    Pace,
    Rate,
    ServersLaw,
    Share,
    Strategy,
    Success,
    Words,
)
from .problems import Problem

CLOUD = "cloud"


class Population(Block):
    """Organisations of one kind and the servers they run.

    `servers_per_organization` is a number, or a law whose draws are rounded up to a whole number of at least 1.
    `vulnerable` and `reachable` are probabilities per server. Organisations whose deployment is `cloud` run no server
    of their own: whatever is written there, they have none in the race.
    """

    organizations: Count
    servers_per_organization: ServersLaw = 1
    deployment: Deployment = "on_prem"
    tags: Words = ()
    vulnerable: Share = 1.0
    reachable: Share = 1.0

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

    def check(self) -> list[Problem]:
        """Problems that show only when several keys are read together."""
        if self.runs_servers and self.servers_per_organization == 0:
            message = "must be at least 1 unless deployment is cloud"
            return [Problem(("servers_per_organization",), "0", message)]
        return []


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


class Override(Block):
    """Keys of a remediation that one population has otherwise; each replaces the key whole."""

    available: Instant | None = None
    adoption: DelayLaw | None = None
    uptake: Share | None = None
    protects: Share | None = None
    pace: Pace | None = None


class Remediation(Block):
    """Something that protects servers: an update, a mitigation, moving away.

    `uptake` is the share of organisations that ever install it, `adoption` their delay from the moment it is
    `available`, on a clock whose speed is `pace`; `protects` is the probability, per server, that it closes the hole.
    """

    available: Instant
    adoption: DelayLaw
    uptake: Share = 1.0
    protects: Share = 1.0
    pace: Pace = Field(default_factory=FrozenMap)
    applies_to: Filter = EVERYBODY
    by_population: Named[Override] = Field(default_factory=FrozenMap)

    def seen_by(self, population: str) -> Remediation:
        """The remediation as one population has it."""
        override = self.by_population.get(population)
        if override is None:
            return self
        changed = {key: entry for key in Override.model_fields if (entry := getattr(override, key)) is not None}
        return self.model_copy(update=changed)


class Campaign(Block):
    """A group of attackers, or several that act alike.

    `rate` counts probes of all of them together. `addresses` is the number of addresses among which they probe.
    `success` is the probability that a probe of an unprotected server gets in; `works_on` is the share of servers on
    which this campaign can succeed at all.
    """

    begins: Instant
    ends: Instant | None = None
    aims: Filter = EVERYBODY
    strategy: Strategy
    addresses: CountFromOne | None = None
    rate: Rate
    pace: Pace = Field(default_factory=FrozenMap)
    success: Success = 1.0
    works_on: Share = 1.0

    @property
    def success_per_probe(self) -> float:
        """Probability of success of a probe: the product of the links of the exploit chain."""
        return math.prod(self.success.values()) if isinstance(self.success, FrozenMap) else self.success

    def check(self) -> list[Problem]:
        """Problems that show only when several keys are read together."""
        if self.strategy == "random" and self.addresses is None:
            return [
                Problem(("addresses",), None, "missing key; strategy random needs the number of addresses it probes")
            ]
        if self.strategy == "hit_list" and self.addresses is not None:
            message = "a hit_list has no addresses: its list is the servers it aims at; remove the key"
            return [Problem(("addresses",), str(self.addresses), message)]
        return []
