"""A client's situation in a scenario: which populations it is like, what its fix is, and its race in one world."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.model.entry_chance import chance_of_entry, error_of_chance, first_probe, list_length, servers_on_list
from sim.model.strategies import ListScan
from sim.model.world import Attack, Offer, World, resolve
from sim.problems import InputError, Path, Problem, nearest
from sim.scenario.grammar import FrozenMap
from sim.scenario.quantities import Days
from sim.scenario.scenario import Scenario

from .client import PLANS, Client, Mitigation, ResponsePlan
from .over_futures import NEVER

FloatArray = NDArray[np.float64]
WEEK = 7.0
STEP = 0.5
AT_ONCE = "at once"
PLANS_OF_LITTLE_TIME = FrozenMap({AT_ONCE: ResponsePlan(patches_after=Days(0))})
"""What may be chosen where none of the usual plans fits into the simulated time."""
BEFORE = 14.0
SHOWN_AT_LEAST = 60.0
SHOWN_BEYOND = 1.5


@dataclass(frozen=True)
class Answer:
    """One world: the curve, and for each plan its chance, that of a week later, and that of one server.

    By kind, `weights` says how likely the client is of it, `attacked` when the first attack comes, in days after the
    fix, and `mitigated`, in the shape (plans, 2, kinds), when something protects until the patch, and how likely it
    does; `inf` is never.
    """

    curve: FloatArray
    plans: FloatArray
    weights: FloatArray
    attacked: FloatArray
    mitigated: FloatArray


class Situation:
    """A client in a scenario: which populations it is like (`kinds`), and what its `fix` is.

    It is like none in the cloud, or where it is hosted and the case has no server of a provider: nobody attacks it.
    Raises InputError, with paths in the client's file, if the two do not fit.
    """

    def __init__(self, scenario: Scenario, client: Client) -> None:
        self.scenario, self.client = scenario, client
        self.kinds = self._kinds()
        self.fix = ""
        if self.kinds:
            written = resolve(scenario, 0, {})
            mitigations = list(self._mitigations())
            problems = [
                problem for path, each in mitigations for problem in self.unfit(written, path, each.remediation)
            ]
            if client.fix is not None:
                problems += self.unfit(written, ("fix",), client.fix)
            if problems:
                raise InputError(problems)
            self.fix = client.fix or self._first_fix(written, {each.remediation for _, each in mitigations})

    def last_day(self, worlds: list[World]) -> float:
        """The last day after the fix that is simulated in every world. Raises InputError if a plan is later."""
        if not self.kinds:
            return max(SHOWN_AT_LEAST, SHOWN_BEYOND * self._latest())
        last = self._simulated(worlds)
        if not last > 0:
            message = "is not available before the end of the simulated time in every world; name another"
            raise InputError([Problem(("fix",), self.fix, message)])
        rows: dict[Path, Days] = {("patches_after",): self.client.patches_after}
        rows |= {("plans", name, "patches_after"): plan.patches_after for name, plan in self.client.plans.items()}
        message = f"is after the end of the simulated time, {last:.1f} days after the fix; the horizon must be later"
        problems = [Problem(path, str(Days(after)), message) for path, after in rows.items() if after > last]
        if problems:
            raise InputError(problems)
        return float(last)

    def with_plans_that_fit(self, worlds: list[World]) -> Situation:
        """The same with those of the usual plans that fit into the simulated time, if the client names none."""
        if not self.kinds or self.client.plans != PLANS:
            return self
        last = self._simulated(worlds)
        plans = {name: plan for name, plan in PLANS.items() if plan.patches_after <= last}
        plans = plans or dict(PLANS_OF_LITTLE_TIME)
        return Situation(self.scenario, self.client.model_copy(update={"plans": FrozenMap(plans)}))

    def _simulated(self, worlds: list[World]) -> float:
        """The last day after the fix that is simulated in every world."""
        return float(
            min(world.horizon - self.available(world, kind, self.fix) for world in worlds for kind in self.kinds)
        )

    def grid(self, last: float) -> FloatArray:
        """Days after the fix at which the curve is given."""
        end = min(last, max(SHOWN_AT_LEAST, SHOWN_BEYOND * self._latest()))
        steps = np.arange(-round(BEFORE / STEP), int(np.floor(end / STEP)) + 1)
        return steps.astype(np.float64) * STEP

    def race(self, world: World, grid: FloatArray, plans: Sequence[ResponsePlan], last: float) -> Answer:
        """The client's race in one world."""
        rows = []
        for plan in plans:
            mitigation = self.client.mitigation_of(plan)
            days = np.array([plan.patches_after, min(plan.patches_after + WEEK, last)])
            rows.append(
                [
                    *self.breached(world, days, mitigation),
                    *self.breached(world, days[:1], mitigation, servers=1),
                ]
            )
        usual = self.client.mitigation_of(self.client.plan_as_today())
        return Answer(
            self.breached(world, grid, usual),
            np.array(rows),
            np.array(list(self.weights(world).values())),
            np.array([self._attacked(world, kind) for kind in self.kinds]),
            np.array([self._mitigated(world, self.client.mitigation_of(plan)) for plan in plans]),
        )

    def is_attacked(self, worlds: Sequence[World]) -> bool:
        """Whether an attack of the case reaches servers of the client's kind in the simulated time of any world."""
        return any(first_probe(world, kind) < world.horizon for world in worlds for kind in self.kinds)

    def error(self, world: World) -> float:
        """The most by which a chance in this world can be off."""
        number = self.client.servers
        worst = 0.0
        for kind in self.kinds:
            lists = sum(
                self._error_of_lists(world, attack, kind)
                for attack in world.attacks
                if kind in attack.aims and isinstance(attack.strategy, ListScan) and not attack.through_foothold
            )
            worst = max(worst, number * error_of_chance(world, kind) + lists)
        return min(worst, 1.0)

    def _error_of_lists(self, world: World, attack: Attack, kind: str) -> float:
        """The most by which a chance can be off for the client's servers on a list.

        They cannot have the same position, and are not as many as those of an organization of the kind: that changes
        the length M of the list, and the chance of each server by at most its share in M.
        """
        number, length = self.client.servers, list_length(world, attack, kind)
        together = number * (number - 1) / 2
        others = 0.0 if attack.addresses is not None else abs(number - servers_on_list(world, kind))
        return (together + others) / length * len(attack.clocks)

    def _kinds(self) -> tuple[str, ...]:
        """The populations that the client is like."""
        client, populations = self.client, self.scenario.populations
        if client.like is not None:
            if client.like not in populations:
                raise InputError(
                    [Problem(("like",), client.like, f"unknown population; {nearest(client.like, populations)}")]
                )
            found = populations[client.like]
            if found.runs_servers != client.runs_servers:
                message = (
                    f"but {client.like}, which it is like, is {found.deployment}; both or neither must run servers"
                )
                raise InputError([Problem(("deployment",), client.deployment, message)])
            return (client.like,) if client.runs_servers else ()
        kinds = tuple(
            name for name, each in populations.items() if each.deployment == client.deployment and each.organizations
        )
        if client.runs_servers and not client.is_hosted and not kinds:
            offered = ", ".join(sorted({each.deployment for each in populations.values()}))
            message = f"no population of this deployment has organizations; the populations are {offered}"
            raise InputError([Problem(("deployment",), client.deployment, message)])
        return kinds if client.runs_servers else ()

    def _mitigations(self) -> Iterator[tuple[tuple[str, ...], Mitigation]]:
        """Every mitigation that the client's file names, with its path."""
        if isinstance(self.client.mitigation, Mitigation):
            yield ("mitigation", "remediation"), self.client.mitigation
        for name, plan in self.client.plans.items():
            if isinstance(plan.mitigation, Mitigation):
                yield ("plans", name, "mitigation", "remediation"), plan.mitigation

    def after_the_fix(self, worlds: list[World], name: str) -> float:
        """How many days after the fix a remediation is out, on average; below 0 if it comes first."""
        days = [
            weight * (self.available(world, kind, name) - self.available(world, kind, self.fix))
            for world in worlds
            for kind, weight in self.weights(world).items()
        ]
        return float(sum(days) / len(worlds))

    def is_in_time(self, worlds: list[World], plan: ResponsePlan) -> bool:
        """Whether what a plan does until then takes effect before the servers are patched, in any world."""
        mitigation = self.client.mitigation_of(plan)
        return mitigation is not None and any(
            self.mitigated(world, kind, mitigation)[0] < self.available(world, kind, self.fix) + plan.patches_after
            for world in worlds
            for kind in self.kinds
        )

    def unfit(self, world: World, path: tuple[str, ...], name: str) -> list[Problem]:
        """The problem of a remediation that is unknown, or protects none of the client's kind."""
        if name not in self.scenario.remediations:
            return [Problem(path, name, f"unknown remediation; {nearest(name, self.scenario.remediations)}")]
        offers = [_offer(world, name, kind) for kind in self.kinds]
        if any(offer is not None and offer.lapses for offer in offers):
            message = "stops protecting after a while (until), which the race of one organization does not follow yet"
            return [Problem(path, name, message)]
        if any(offer is not None and offer.stops for offer in offers):
            message = "protects from some campaigns more often, which the race of one organization does not follow yet"
            return [Problem(path, name, message)]
        if all(offer is not None and offer.protects > 0 for offer in offers):
            return []
        return [
            Problem(path, name, f"does not protect every population that the client is like: {', '.join(self.kinds)}")
        ]

    def _first_fix(self, world: World, apart: set[str]) -> str:
        """The remediation that is first to protect all servers of the client's kind, as the scenario is written."""
        names = [name for name in self.scenario.remediations if name not in apart and not self.unfit(world, (), name)]
        if not names:
            message = "the scenario has no remediation that protects such servers, so there is no fix to wait for"
            message += "; write one below `remediations`, or take `patchrace run`, which needs none"
            raise InputError([Problem(("fix",), None, message)])
        return min(names, key=lambda name: min(self.available(world, kind, name) for kind in self.kinds))

    def available(self, world: World, kind: str, name: str) -> float:
        """When a remediation is available to the first organizations of a population; days since the start."""
        offer = _offer(world, name, kind)
        assert offer is not None
        return min(wave.available for wave in offer.waves if wave.share > 0)

    def _latest(self) -> float:
        return max(self.client.patches_after, *(plan.patches_after for plan in self.client.plans.values()))

    def weights(self, world: World) -> dict[str, float]:
        """How likely the client is of each kind: by the number of organizations."""
        numbers = {kind: float(world.populations[kind].organizations) for kind in self.kinds}
        total = sum(numbers.values())
        return {kind: number / total if total else 1 / len(numbers) for kind, number in numbers.items()}

    def breached(
        self, world: World, days: FloatArray, mitigation: Mitigation | None, servers: int | None = None
    ) -> FloatArray:
        """The chance that any of `servers` is entered before it is protected, if they are patched on each day.

        By default these are the client's servers.
        """
        number = self.client.servers if servers is None else servers
        chance = np.zeros(len(days))
        for kind, weight in self.weights(world).items():
            patched = self.available(world, kind, self.fix) + days
            entered = chance_of_entry(world, kind, patched)
            if mitigation is not None:
                mitigated, protects = self.mitigated(world, kind, mitigation)
                before = chance_of_entry(world, kind, np.array([mitigated]))
                entered = protects * np.where(patched > mitigated, before, entered) + (1 - protects) * entered
            chance += weight * (1 - (1 - entered) ** number)
        return chance

    def _attacked(self, world: World, kind: str) -> float:
        """When the first attack on servers of a kind comes: days after the fix, `inf` if none does by the horizon."""
        begins = first_probe(world, kind)
        return begins - self.available(world, kind, self.fix) if begins <= world.horizon else NEVER

    def _mitigated(self, world: World, mitigation: Mitigation | None) -> FloatArray:
        """By kind, when a mitigation is in place in days after the fix, and the chance that it protects a server."""
        if mitigation is None:
            return np.array([[NEVER] * len(self.kinds), [0.0] * len(self.kinds)])
        found = [
            (self.mitigated(world, kind, mitigation), self.available(world, kind, self.fix)) for kind in self.kinds
        ]
        return np.array([[day - fix for (day, _), fix in found], [protects for (_, protects), _ in found]])

    def mitigated(self, world: World, kind: str, mitigation: Mitigation) -> tuple[float, float]:
        """When a mitigation is in place, and the chance that it protects a server."""
        offer = _offer(world, mitigation.remediation, kind)
        assert offer is not None
        return self.available(world, kind, mitigation.remediation) + mitigation.after, offer.protects


def _offer(world: World, name: str, kind: str) -> Offer | None:
    """A remediation as a population has it, or None where it does not apply."""
    return next(remedy for remedy in world.remedies if remedy.name == name).offers.get(kind)
