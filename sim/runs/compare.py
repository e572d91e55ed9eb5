"""Comparing policies: each raced in the same worlds, with the same servers and their same luck."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engines import DEFAULT, Engine, engine_for
from sim.model.measures import denominator_counts, outcome_counts
from sim.model.race import Race
from sim.model.world import Worlds
from sim.outcomes import DENOMINATOR_NAMES, OUTCOME_NAMES, OUTCOMES
from sim.problems import InputError, ScenarioWarning
from sim.records.provenance import provenance
from sim.scenario.policies import AS_CONFIGURED, Changes, arms_of, plain, read_policies, scenarios_of
from sim.scenario.scenario import Scenario

from .comparison import Comparison
from .comparison_store import comparison_folder, write_comparison
from .effects import EFFECTS, count_effects
from .parallel import in_parallel
from .precision import Aim, aim_for
from .progress import progress as shown_progress
from .threads import number_of_workers

Counts = NDArray[np.int64] | NDArray[np.float64]


@dataclass(frozen=True)
class ComparisonPlan:
    """What a comparison will race, checked: all policies by name, and the arms, the baseline first."""

    scenario: Scenario
    policies: Mapping[str, Changes]
    arms: Mapping[str, Scenario]
    engine: Engine
    aim: Aim | None

    @property
    def numbers(self) -> list[int] | None:
        """The numbers of replications that can come out of an aim."""
        return None if self.aim is None else self.aim.possible(self.scenario.replications)


def compare(
    scenario: Scenario,
    policies: Mapping[str, Changes] | str | Path,
    *,
    baseline: str | None = None,
    engine: str = DEFAULT,
    workers: int | None = None,
    progress: bool = False,
    precision: float | None = None,
    precision_of: str | None = None,
    most: int | None = None,
    out: str | Path | None = None,
) -> Comparison:
    """Race policies in the same worlds, and say how far each differs from the baseline, server by server.

    Parameters
    ----------
    scenario : Scenario
        What is assumed.
    policies : mapping, str or Path
        Changes by path, by the name of each policy; or a file of that.
    baseline : str, optional
        The policy that the others are compared with; by default `as_configured`, the scenario as it stands.
    engine : str
        vectorized (auto is the same), or expected, which has no servers, so that none are saved or lost. With events
        and counts nothing is paired: they are refused.
    workers : int, optional
        Processes, once it takes more than a few seconds; by default one per processor, at most 8. Changes no bit of
        the result.
    progress : bool
        Whether to show how far it is, once it takes more than two seconds.
    precision : float, optional
        As in `sim.run`, for the mean under every policy.
    precision_of : str, optional
        The outcome whose mean counts; by default compromised.
    most : int, optional
        The most replications; by default 10,000.
    out : str or Path, optional
        A folder to write the comparison to; by default nothing is written.

    Returns
    -------
    Comparison
        Paired differences with their error, and which servers each policy saves or loses.

    Raises
    ------
    InputError
        If a policy or an option does not fit, or if the comparison cannot be written to `out`.

    Examples
    --------
    >>> few = sim.load("first_steps").replace({"replications": 5})
    >>> found = sim.compare(few, {"earlier": {"timeline.fix": "5d"}})
    >>> bool(found.difference("earlier").mean() < 0)
    True
    """
    plan = plan_for(scenario, policies, baseline, engine, precision, precision_of, most)
    if out is None:
        return raced(plan, workers, progress)
    with comparison_folder(out, plan.arms, plan.engine.name, plan.numbers) as unfinished:
        comparison = raced(plan, workers, progress)
        write_comparison(comparison, unfinished)
    return comparison


def plan_for(
    scenario: Scenario,
    policies: Mapping[str, Changes] | str | Path,
    baseline: str | None,
    engine: str,
    precision: float | None,
    precision_of: str | None,
    most: int | None,
) -> ComparisonPlan:
    """What a comparison will race. Raises InputError with everything that does not fit."""
    chosen = engine_for(engine, scenario, lambda each: each.compares)
    chosen.check_compares()
    document = read_policies(policies)
    changed = scenarios_of(scenario, document)
    arms = arms_of(changed, scenario, baseline)
    aim = aim_for(precision, precision_of, most, scenario.replications)
    return ComparisonPlan(
        scenario, {name: plain(changes) for name, changes in document.data.items()}, arms, chosen, aim
    )


def raced(plan: ComparisonPlan, workers: int | None = None, progress: bool = False) -> Comparison:
    """The comparison of a plan, in memory."""
    threads, aim, number = number_of_workers(workers), plan.aim, plan.scenario.replications
    stages = _ComparedReplications(plan)
    goal = number if aim is None else aim.first(number)
    while stages.made < goal:
        stages.extend(goal, threads, progress)
        if aim is not None:
            goal = aim.following(stages.made, stages.samples(aim.outcome))
    return stages.comparison()


@dataclass(frozen=True)
class _Faced:
    """What all arms come to in one world: as in Comparison, without the axis of replications."""

    counts: Counts
    denominators: Counts
    effect_counts: NDArray[np.int64]
    drawn: Mapping[str, Mapping[str, float]]


class _ComparedReplications:
    """The tables of the replications raced so far, to which more are added."""

    def __init__(self, plan: ComparisonPlan) -> None:
        self.plan, self.made = plan, 0
        self.worlds = {name: Worlds(scenario) for name, scenario in plan.arms.items()}
        self.populations = tuple(dict.fromkeys(name for each in plan.arms.values() for name in each.populations))
        self.parts: list[_Faced] = []
        self.are_alike = all(plan.engine.finds_all_alike(each) for each in self.worlds.values())

    def extend(self, goal: int, workers: int, progress: bool) -> None:
        """Add replications until there are `goal`; where all are alike, the first one stands for them."""
        wanted = range(self.made, goal)
        items = wanted[:1] if self.are_alike else wanted
        face = partial(_faced, self.plan, self.worlds, self.populations)
        answers = in_parallel(face, items, workers)
        found = list(shown_progress(answers, len(items), "replications", progress))
        self.parts += found * len(wanted) if self.are_alike else found
        self.made = goal

    def samples(self, outcome: str) -> dict[str, Counts]:
        """The outcome of every replication so far by arm, of all populations together."""
        row = OUTCOME_NAMES.index(outcome)
        return {
            name: np.array([part.counts[arm, row, 0] for part in self.parts]) for arm, name in enumerate(self.worlds)
        }

    def comparison(self) -> Comparison:
        """What all of them come to, as the comparison of a scenario with that number of replications."""
        aim = self.plan.aim
        precision = None if aim is None else aim.outcome_of(self.samples(aim.outcome))
        if precision is not None and not precision.reached:
            warnings.warn(ScenarioWarning(str(precision)), stacklevel=4)
        counts: Any = np.stack([part.counts for part in self.parts], axis=1)
        denominators: Any = np.stack([part.denominators for part in self.parts], axis=1)
        effects = np.stack([part.effect_counts for part in self.parts], axis=1)
        drawn = {
            name: {path: np.array([part.drawn[name][path] for part in self.parts]) for path in scenario.varying}
            for name, scenario in self.plan.arms.items()
        }
        return Comparison(
            scenario=self.plan.scenario.model_copy(update={"replications": self.made}),
            policies=self.plan.policies,
            arms=tuple(self.plan.arms),
            engine=self.plan.engine.name,
            populations=self.populations,
            counts=counts,
            denominators=denominators,
            effect_counts=effects if self.plan.engine.has_servers else None,
            drawn=drawn,
            provenance=provenance(),
            precision=precision,
        )


def _faced(
    plan: ComparisonPlan, worlds: Mapping[str, Worlds], populations: tuple[str, ...], replication: int
) -> _Faced:
    """One world under every arm."""
    arms, width = list(worlds), 1 + len(populations)
    counts = np.zeros((len(arms), len(OUTCOMES), width), dtype=plan.engine.count_type)
    denominators = np.zeros((len(arms), len(DENOMINATOR_NAMES), width), dtype=plan.engine.count_type)
    effects = np.zeros((len(arms) - 1, len(EFFECTS), width), dtype=np.int64)
    drawn: dict[str, Mapping[str, float]] = {}
    baseline: Race | None = None
    for arm, name in enumerate(arms):
        columns = [0, *(1 + populations.index(each) for each in plan.arms[name].populations)]
        with _naming(name):
            world = worlds[name][replication]
            drawn[name] = world.drawn
            if not plan.engine.has_servers:
                measured = plan.engine.measure(world, np.array([0.0, world.horizon]))
                counts[arm][:, columns], denominators[arm][:, columns] = measured.counts, measured.denominators
                continue
            race = plan.engine.race(world)
            drawn[name] = {**world.drawn, **race.world.alarm_moments}
        counts[arm][:, columns], denominators[arm][:, columns] = outcome_counts(race), denominator_counts(race)
        if baseline is None:
            baseline = race
        else:
            effects[arm - 1] = count_effects(baseline, race, populations)
    return _Faced(counts, denominators, effects, drawn)


@contextmanager
def _naming(arm: str) -> Iterator[None]:
    """Let an error that arises in a world say under which policy it did."""
    try:
        yield
    except InputError as error:
        if arm == AS_CONFIGURED:
            raise
        problems = [replace(each, message=f"{each.message} (policy {arm})") for each in error.problems]
        raise InputError(problems) from None
