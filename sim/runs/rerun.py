"""Running a finished result again, whole or one replication alone, and comparing to the last bit."""

from __future__ import annotations

import numpy as np

from sim.model.measures import outcome_counts
from sim.model.race import Race
from sim.problems import InputError, Problem

from .replicate import run, simulate
from .result import Result


def rerun_whole(before: Result, *, workers: int | None = None, progress: bool = False) -> bool:
    """Whether running all replications again gives identical tables and curves."""
    again = run(before.scenario, engine=before.engine, workers=workers, progress=progress)
    same_draws = all(np.array_equal(again.drawn[path], before.drawn[path]) for path in before.drawn)
    return bool(
        np.array_equal(again.counts, before.counts) and np.array_equal(again.bands, before.bands) and same_draws
    )


def rerun_one(before: Result, replication: int) -> tuple[Race, bool]:
    """One replication of a result, and whether it has the same outcomes as then. Raises InputError if there is none."""
    number = len(before.counts)
    if not 0 <= replication < number:
        message = f"there are {number}, from 0 to {number - 1}"
        raise InputError([Problem((), str(replication), message, "--replication")])
    race = simulate(before.scenario, replication, engine=before.engine)
    return race, bool(np.array_equal(outcome_counts(race), before.counts[replication]))
