"""Tasks of a study: replications of a point, computed where a worker is, and written there at once."""

from __future__ import annotations

import ctypes
import json
import os
import time
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engines import engine_named
from sim.model.world import Worlds
from sim.problems import InputError, Problem, ScenarioWarning
from sim.scenario.scenario import Scenario

from .plan import changed
from .shards import Rows, write_shard

FloatArray = NDArray[np.float64]
TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
"""Parameters of glibc's mallopt, from its malloc.h."""
ABOUT = "study.json"
"""What a study is about: its scenario, its identity and the grid of its curves."""


@dataclass(frozen=True)
class Task:
    """Some replications of one point."""

    key: str
    changes: Mapping[str, Any]
    replications: tuple[int, ...]


@dataclass(frozen=True)
class Failure:
    """Why a replication of a point has no result."""

    key: str
    replication: int
    reason: str


@dataclass(frozen=True)
class Done:
    """What became of tasks that ran together: how many replications were finished and written, in how many seconds."""

    replications: int
    seconds: float
    failures: tuple[Failure, ...]


@dataclass(frozen=True)
class Base:
    """What all tasks of a study share."""

    scenario: Scenario
    engine: str
    days: FloatArray


def perform(folder: str, identity: str, tasks: Sequence[Task]) -> Done:
    """Compute tasks and write them as one shard. A replication that fails is reported, and ends its task, nothing else.

    Runs on any worker that sees the folder. Raises OSError if the shard cannot be written, InputError if the folder
    does not hold this study: no other task can do better.
    """
    started = time.perf_counter()
    _keep_freed_memory()
    base = _base(folder, identity)
    blocks: list[tuple[str, Rows]] = []
    failures: list[Failure] = []
    for task in tasks:
        rows, failure = computed(base, task)
        blocks += [(task.key, each) for each in rows]
        failures += [] if failure is None else [failure]
    if blocks:
        write_shard(Path(folder), blocks)
    return Done(sum(len(rows) for _, rows in blocks), time.perf_counter() - started, tuple(failures))


def computed(base: Base, task: Task) -> tuple[list[Rows], Failure | None]:
    """The replications of a task up to the first that fails: which one it is never depends on how tasks were cut."""
    try:
        return [compute(base, task)], None
    except Exception as error:
        if len(task.replications) == 1:
            return [], Failure(task.key, task.replications[0], reason_of(error))
    found: list[Rows] = []
    for each in one_by_one(task):
        rows, failure = computed(base, each)
        found += rows
        if failure is not None:
            return found, failure
    return found, None


def one_by_one(task: Task) -> list[Task]:
    """The same replications as tasks of one each."""
    return [Task(task.key, task.changes, (each,)) for each in task.replications]


def reason_of(error: BaseException) -> str:
    """An error as one line."""
    if isinstance(error, InputError):
        return "; ".join(map(str, error.problems))
    if isinstance(error, MemoryError):
        return "the memory of the worker does not suffice"
    return " ".join(f"{type(error).__name__}: {error}".split())


def compute(base: Base, task: Task) -> Rows:
    """The replications of a task."""
    scenario = changed(base.scenario, task.changes)
    worlds, engine = Worlds(scenario), engine_named(base.engine)
    measured, drawn = [], []
    for replication in task.replications:
        world = worlds[replication]
        measured.append(engine.measure(world, base.days))
        varies = {**world.drawn, **measured[-1].alarms}
        drawn.append([varies.get(path, np.nan) for path in base.scenario.varying])
    return Rows(
        replications=np.array(task.replications, dtype=np.int64),
        counts=np.stack([each.counts for each in measured]),
        denominators=np.stack([each.denominators for each in measured]),
        error=np.stack([each.error for each in measured]),
        drawn=np.array(drawn, dtype=np.float64).reshape(len(measured), -1),
        curves=np.stack([each.curves[:, 0].astype(engine.curve_type) for each in measured]),
    )


@cache
def _keep_freed_memory() -> None:
    """Undo what Dask does to the memory of its workers: giving it back after every array, to get it again for the next.

    That makes array code in their threads two to three times slower. Only where Dask did it, and with glibc.
    """
    if "MALLOC_TRIM_THRESHOLD_" in os.environ and hasattr(ctypes.CDLL(None), "mallopt"):
        ctypes.CDLL(None).mallopt(MMAP_THRESHOLD, 2**25)
        ctypes.CDLL(None).mallopt(TRIM_THRESHOLD, 2**30)


@lru_cache(maxsize=4)
def _base(folder: str, identity: str) -> Base:
    try:
        about = json.loads((Path(folder) / ABOUT).read_text(encoding="utf-8"))
    except OSError:
        message = "is not visible to the worker; a study on a cluster needs a folder that all its machines share"
        raise InputError([Problem((), None, message, folder)]) from None
    if about.get("identity") != identity:
        raise InputError([Problem((), None, "holds another study by now", folder)])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ScenarioWarning)  # they were given when the study was read
        scenario = Scenario.from_dict(about["scenario"])
    return Base(scenario, about["engine"], np.array(about["days"], dtype=np.float64))
