"""Running replications: one race, or many of them summed up."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.engines import DEFAULT, EXPECTED, Engine, Measured, engine_for
from sim.model.race import Race
from sim.model.world import Worlds
from sim.outcomes import CURVE_NAMES, DENOMINATOR_NAMES, OUTCOME_NAMES, OUTCOMES
from sim.problems import InputError, Problem, ScenarioWarning, shown
from sim.records.provenance import provenance
from sim.scenario.scenario import Scenario

from .parallel import in_parallel
from .precision import Aim, aim_for
from .progress import progress as shown_progress
from .result import Result
from .statistics import bands
from .store import result_folder, write_result
from .threads import number_of_workers

if TYPE_CHECKING:
    import pandas as pd

FloatArray = NDArray[np.float64]
CURVE_MEMORY = 400_000_000


def simulate(scenario: Scenario, replication: int = 0, *, engine: str = DEFAULT) -> Race:
    """One race of a scenario: arrays per server, `to_frame()` for a table.

    Parameters
    ----------
    scenario : Scenario
        What is assumed.
    replication : int
        Which world, from 0; the same one faces the same world under any policy.
    engine : str
        vectorized (auto is the same) or events; the others have no single servers.

    Returns
    -------
    Race
        Times in days, `inf` for never, one per server.

    Raises
    ------
    InputError
        For another engine or replication, or if the scenario does not fit into memory or an uncertain draw is outside
        its domain.

    Examples
    --------
    >>> race = sim.simulate(sim.load("first_steps"))
    >>> len(race.compromised_at)
    2900
    """
    chosen = engine_for(engine, scenario, lambda each: each.has_servers)
    return chosen.race(Worlds(scenario)[_replication(replication)])


def expected(scenario: Scenario, *, workers: int | None = None, progress: bool = False) -> Result:
    """The expectation in every world, without the luck of servers: what is left is the spread of what nobody knows.

    Where nothing is uncertain, all worlds are alike.

    Parameters
    ----------
    scenario : Scenario
        What is assumed.
    workers : int, optional
        Processes, once it takes more than a few seconds; by default one per processor, at most 8. Changes no bit of
        the result.
    progress : bool
        Whether to show how far it is, once it takes more than two seconds.

    Returns
    -------
    Result
        Its numerical error is `error`.

    Raises
    ------
    InputError
        If the scenario has what no expectation can be computed of, such as an alarm or a crew.

    Examples
    --------
    >>> result = sim.expected(sim.load("first_steps").replace({"replications": 2}))
    >>> result.engine
    'expected'
    """
    return run(scenario, engine=EXPECTED.name, workers=workers, progress=progress)


def trace(scenario: Scenario, replication: int = 0) -> pd.DataFrame:
    """Every event of one race, in order, by the event engine.

    Probes at addresses of no server are left out. For small scenarios: there is a row for every probe of a server.

    Parameters
    ----------
    scenario : Scenario
        What is assumed.
    replication : int
        Which world, from 0.

    Returns
    -------
    DataFrame
        A row per event: `time` in days since the start, `what`, who (`population`, `organization`, `server`), and `by`
        whom.

    Raises
    ------
    InputError
        If the scenario does not fit into memory, or an uncertain draw is outside its domain.

    Examples
    --------
    >>> small = sim.load("first_steps").replace({"populations.small_firms.organizations": 5})
    >>> sim.trace(small).columns.tolist()[:2]
    ['time', 'what']
    """
    import pandas as pd

    from sim.engines.events import Event
    from sim.engines.events import simulate as simulate_events

    rows: list[Event] = []
    simulate_events(Worlds(scenario)[_replication(replication)], rows)
    return pd.DataFrame(rows, columns=list(Event._fields))


def run(
    scenario: Scenario,
    *,
    engine: str = DEFAULT,
    workers: int | None = None,
    progress: bool = False,
    precision: float | None = None,
    precision_of: str | None = None,
    most: int | None = None,
    out: str | Path | None = None,
) -> Result:
    """All replications of a scenario, summed up.

    For another number or seed: `scenario.replace({"replications": 50})`.

    Parameters
    ----------
    scenario : Scenario
        What is assumed.
    engine : str
        vectorized, events, expected, counts, or auto for counts where servers are independent, else vectorized.
    workers : int, optional
        Processes, once it takes more than a few seconds; by default one per processor, at most 8. Changes no bit of
        the result.
    progress : bool
        Whether to show how far it is, once it takes more than two seconds.
    precision : float, optional
        With 0.02, replications are added to those of the scenario (at least 30) until the 95 % interval of the mean of
        `precision_of` is at most ± 2 % of it, or until there are `most`. The result is that of a plain run with as many
        replications, to the last bit, and `result.precision` says what was reached; what was not is warned of. Stopping
        on what came out makes such intervals a little too narrow (see `sim.runs.precision`).
    precision_of : str, optional
        The outcome whose mean counts; by default compromised.
    most : int, optional
        The most replications; by default 10,000.
    out : str or Path, optional
        A folder to write the result to; by default nothing is written.

    Returns
    -------
    Result
        Estimates with their Monte Carlo error, curves, and every replication.

    Raises
    ------
    InputError
        If an option does not fit, if the engine cannot play the scenario, if that does not fit into memory, or if the
        result cannot be written to `out`.

    Examples
    --------
    >>> result = sim.run(sim.load("first_steps").replace({"replications": 10}))
    >>> row = result.estimates.query("outcome == 'compromised' and population == 'all'").iloc[0]
    >>> bool(row["mean"] > row["standard_error"] > 0)
    True
    """
    chosen = engine_for(engine, scenario)
    aim = aim_for(precision, precision_of, most, scenario.replications)
    if out is None:
        return replicated(scenario, chosen, workers, progress, aim)
    numbers = None if aim is None else aim.possible(scenario.replications)
    with result_folder(out, scenario, chosen.name, numbers) as unfinished:
        result = replicated(scenario, chosen, workers, progress, aim)
        write_result(result, unfinished)
    return result


def replicated(
    scenario: Scenario,
    engine: Engine,
    workers: int | None,
    progress: bool,
    aim: Aim | None,
) -> Result:
    """The result of all replications, in memory."""
    stages = _Replications(scenario, engine, scenario.replications if aim is None else aim.most)
    threads = number_of_workers(workers)
    goal = scenario.replications if aim is None else aim.first(scenario.replications)
    while stages.made < goal:
        stages.extend(goal, threads, progress)
        if aim is not None:
            goal = aim.following(stages.made, {"": stages.values(aim.outcome)})
    return stages.result(aim, threads)


class _Replications:
    """The tables of the replications made so far, to which more are added. Curves are kept of the first ones only."""

    def __init__(self, scenario: Scenario, engine: Engine, most: int) -> None:
        self.scenario, self.engine = scenario, engine
        self.made = 0
        self.worlds = Worlds(scenario)
        self.days = self.worlds[0].grid()
        self.width = 1 + len(scenario.populations)
        self.counts: list[Any] = []
        self.denominators: list[Any] = []
        self.error = np.zeros((len(OUTCOMES), self.width))
        self.drawn: dict[str, list[FloatArray]] = {path: [] for path in scenario.varying}
        bytes_each = np.dtype(engine.curve_type).itemsize * len(CURVE_NAMES) * self.width * len(self.days)
        kept = max(1, min(most, CURVE_MEMORY // bytes_each))
        self.curves = np.zeros((kept, len(CURVE_NAMES), self.width, len(self.days)), dtype=engine.curve_type)

    def extend(self, goal: int, workers: int, progress: bool) -> None:
        """Add replications until there are `goal`."""
        first, number = self.made, goal - self.made
        counts = np.zeros((number, len(OUTCOMES), self.width), dtype=self.engine.count_type)
        denominators = np.zeros((number, len(DENOMINATOR_NAMES), self.width), dtype=self.engine.count_type)
        error = np.zeros((number, len(OUTCOMES), self.width))
        drawn = {path: np.zeros(number) for path in self.drawn}
        different = 1 if self.engine.finds_all_alike(self.worlds) else number

        measure = partial(_measured, self.worlds, self.engine, self.days)
        answers = in_parallel(measure, range(first, first + different), workers)
        for index, (measured, drawn_there) in enumerate(shown_progress(answers, different, "replications", progress)):
            if index == different // 2:
                provenance()  # its digest takes a quarter of a second, in which other processes go on, and is kept
            which = index if different == number else slice(None)
            counts[which], denominators[which], error[which] = measured.counts, measured.denominators, measured.error
            if different < number:
                self.curves[first:goal] = measured.curves
            elif first + index < len(self.curves):
                self.curves[first + index] = measured.curves
            for path, value in drawn_there.items():
                drawn[path][index] = value
        self.counts.append(counts)
        self.denominators.append(denominators)
        self.error = np.maximum(self.error, error.max(axis=0))
        for path, values in drawn.items():
            self.drawn[path].append(values)
        self.made = goal

    def values(self, outcome: str) -> Any:
        """The outcome of every replication so far, of all populations together."""
        return np.concatenate([counts[:, OUTCOME_NAMES.index(outcome), 0] for counts in self.counts])

    def result(self, aim: Aim | None, workers: int) -> Result:
        """What all of them come to, as the result of a scenario with that number of replications."""
        precision = None if aim is None else aim.outcome_of({"": self.values(aim.outcome)})
        if precision is not None and not precision.reached:
            warnings.warn(ScenarioWarning(str(precision)), stacklevel=4)
        if self.values("servers").any() and not self.values("compromised").any():
            where = "the one world" if self.made == 1 else f"any of the {self.made:,} worlds"
            message = f"no server is compromised in {where}: no attack of this case gets in by the horizon"
            warnings.warn(ScenarioWarning(message), stacklevel=4)
        curves = self.curves[: self.made]
        return Result(
            scenario=self.scenario.model_copy(update={"replications": self.made}),
            engine=self.engine.name,
            counts=np.concatenate(self.counts),
            denominators=np.concatenate(self.denominators),
            bands=bands(curves, workers),
            days=self.days,
            drawn={path: np.concatenate(values) for path, values in self.drawn.items()},
            provenance=provenance(),
            error=self.error,
            curves_kept=len(curves),
            precision=precision,
        )


def _measured(
    worlds: Worlds, engine: Engine, days: FloatArray, replication: int
) -> tuple[Measured, Mapping[str, float]]:
    """What one world comes to, and what varies in it by path."""
    world = worlds[replication]
    measured = engine.measure(world, days)
    return replace(measured, curves=measured.curves.astype(engine.curve_type)), {**world.drawn, **measured.alarms}


def _replication(replication: int) -> int:
    if isinstance(replication, bool) or not isinstance(replication, int | np.integer) or replication < 0:
        raise InputError([Problem(("replication",), shown(replication), "is not a whole number from 0")])
    return int(replication)
