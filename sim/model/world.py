"""One world: a scenario with its uncertain values drawn and every moment resolved to days since the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from .blocks import Campaign, Population, Remediation
from .clocks import Clock, paced
from .grammar import FrozenMap
from .laws import Law
from .luck import Luck
from .moments import Calendar, read_moment
from .paths import put, split
from .problems import InputError
from .scenario import Scenario, curve_step


@dataclass(frozen=True)
class Offer:
    """A remediation as one population has it: `available` in days, and a clock that starts there."""

    available: float
    clock: Clock
    adoption: Law
    uptake: float
    protects: float


@dataclass(frozen=True)
class Remedy:
    """A remediation in this world, with its offer to every population it applies to."""

    name: str
    offers: Mapping[str, Offer]


@dataclass(frozen=True)
class Attack:
    """A campaign in this world: its effort clock counts probes; `aims` names populations that run servers."""

    name: str
    strategy: str
    clock: Clock
    aims: tuple[str, ...]
    addresses: int | None
    success: float
    works_on: float


@dataclass(frozen=True)
class World:
    """What one replication faces, apart from the luck of its servers. Times are days since the start."""

    scenario: Scenario
    replication: int
    horizon: float
    step: float
    populations: Mapping[str, Population]
    remedies: tuple[Remedy, ...]
    attacks: tuple[Attack, ...]
    moments: Mapping[str, float]
    drawn: Mapping[str, float] = field(default_factory=dict)

    @property
    def luck(self) -> Luck:
        """The luck of this replication."""
        return Luck(self.scenario.seed, self.replication)

    def grid(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """The times in days at which curves are reported: every step from 0, and the horizon."""
        points = np.arange(int(np.ceil(self.horizon / self.step))) * self.step
        return np.append(points[points < self.horizon], self.horizon)


class Worlds:
    """The worlds of a scenario by replication. What does not depend on the replication is resolved once."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._certain = None if scenario.uncertain else resolve(scenario, 0, {})

    def __getitem__(self, replication: int) -> World:
        """The world of a replication, counted from 0. Raises InputError if an uncertain draw is outside its domain."""
        if self._certain is not None:
            return World(**{**self._certain.__dict__, "replication": replication})
        drawn = draw(self.scenario, replication)
        scenario = self.scenario
        for dotted, value in drawn.items():
            try:
                scenario = put(scenario, split(dotted), value)
            except InputError as error:
                raise in_replication(error, replication) from None
        return resolve(scenario, replication, drawn)


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


def resolve(scenario: Scenario, replication: int, drawn: Mapping[str, float]) -> World:
    """The world of a scenario whose uncertain values are already put in."""
    calendar = Calendar(scenario.start, scenario.horizon, scenario.timeline)
    horizon = calendar.days(scenario.horizon)
    return World(
        scenario=scenario,
        replication=replication,
        horizon=horizon,
        step=curve_step(scenario, horizon),
        populations=scenario.populations,
        remedies=tuple(_remedy(name, each, scenario, calendar) for name, each in scenario.remediations.items()),
        attacks=tuple(_attack(name, each, scenario, calendar) for name, each in scenario.campaigns.items()),
        moments={name: calendar.days(read_moment(name)) for name in scenario.timeline},
        drawn=drawn,
    )


def _pace(pace: FrozenMap[str, float], calendar: Calendar) -> list[tuple[float, float]]:
    return [(calendar.days(read_moment(moment)), multiple) for moment, multiple in pace.items()]


def _remedy(name: str, remediation: Remediation, scenario: Scenario, calendar: Calendar) -> Remedy:
    offers = {}
    for population_name, population in scenario.populations.items():
        if population.runs_servers and remediation.applies_to.matches(population_name, population):
            seen = remediation.seen_by(population_name)
            available = calendar.days(seen.available)
            clock = paced(available, np.inf, 1.0, _pace(seen.pace, calendar))
            offers[population_name] = Offer(available, clock, seen.adoption, seen.uptake, seen.protects)
    return Remedy(name, offers)


def _attack(name: str, campaign: Campaign, scenario: Scenario, calendar: Calendar) -> Attack:
    begins = calendar.days(campaign.begins)
    ends = np.inf if campaign.ends is None else calendar.days(campaign.ends)
    return Attack(
        name=name,
        strategy=campaign.strategy,
        clock=paced(begins, ends, float(campaign.rate), _pace(campaign.pace, calendar)),
        aims=tuple(
            key for key, each in scenario.populations.items() if each.runs_servers and campaign.aims.matches(key, each)
        ),
        addresses=campaign.addresses,
        success=campaign.success_per_probe,
        works_on=campaign.works_on,
    )
