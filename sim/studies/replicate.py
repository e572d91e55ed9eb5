"""Running replications: one race, or many of them summed up."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from sim.engines import engine as engine_named
from sim.model.measures import CURVES, DENOMINATORS, OUTCOMES, curves, denominators, outcome_counts
from sim.model.problems import InputError, Problem, shown
from sim.model.race import Race
from sim.model.scenario import Scenario
from sim.model.world import World, Worlds, in_replication

from .progress import progress as shown_progress
from .provenance import provenance
from .result import Result
from .store import prepare, write_result
from .summary import bands

if TYPE_CHECKING:
    import pandas as pd

Answer = TypeVar("Answer")
CURVE_MEMORY = 400_000_000
BYTES_A_POINT = 4


def simulate(scenario: Scenario, replication: int = 0, *, engine: str = "vectorized") -> Race:
    """One race of a scenario: arrays per server, `to_frame()` for a table.

    `replication` counts from 0; the same one faces the same world under any policy. Raises InputError if the scenario
    does not fit into memory or an uncertain draw is outside its domain.
    """
    return _race(engine_named(engine), Worlds(scenario)[_replication(replication)])


def _race(race_of: Callable[[World], Race], world: World) -> Race:
    try:
        return race_of(world)
    except InputError as error:
        raise in_replication(error, world.replication) from None


def trace(scenario: Scenario, replication: int = 0) -> pd.DataFrame:
    """Every event of one race, in order, by the event engine: time in days, what, who, and by whom.

    Probes at addresses of no server are left out. For small scenarios: there is a row for every probe of a server.
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
    engine: str = "vectorized",
    workers: int | None = None,
    progress: bool = False,
    out: str | Path | None = None,
) -> Result:
    """All replications of a scenario, summed up. For another number or seed: `scenario.replace({"replications": 50})`.

    `workers` is the number of threads (by default one per processor, at most 8) and changes no bit of the result.
    Writes nothing unless `out` names a folder. Raises InputError if something does not fit.
    """
    race_of = engine_named(engine)
    destination = None if out is None else prepare(out, scenario, engine)
    worlds = Worlds(scenario)
    days = worlds[0].grid()
    number, width = scenario.replications, 1 + len(scenario.populations)
    counts = np.zeros((number, len(OUTCOMES), width), dtype=np.int64)
    below = np.zeros((number, len(DENOMINATORS), width), dtype=np.int64)
    kept = max(1, min(number, CURVE_MEMORY // (BYTES_A_POINT * len(CURVES) * width * len(days))))
    table = np.zeros((kept, len(CURVES), width, len(days)), dtype=np.int32)
    drawn = {path: np.zeros(number) for path in scenario.uncertain}

    def replicate(replication: int) -> None:
        world = worlds[replication]
        race = _race(race_of, world)
        counts[replication] = outcome_counts(race)
        below[replication] = denominators(race)
        if replication < kept:
            table[replication] = curves(race, days)
        for path, value in world.drawn.items():
            drawn[path][replication] = value

    for _ in shown_progress(_in_threads(replicate, range(number), _workers(workers)), number, "replications", progress):
        pass
    result = Result(scenario, engine, counts, below, bands(table), days, drawn, provenance())
    if destination is not None:
        write_result(result, destination)
    return result


def _replication(replication: int) -> int:
    if isinstance(replication, bool) or not isinstance(replication, int | np.integer) or replication < 0:
        raise InputError([Problem(("replication",), shown(replication), "is not a whole number from 0")])
    return int(replication)


def _workers(workers: int | None) -> int:
    if workers is None:
        return min(8, os.cpu_count() or 1)
    if isinstance(workers, bool) or not isinstance(workers, int) or workers < 0:
        raise InputError([Problem(("workers",), shown(workers), "is not a whole number from 0")])
    return max(1, workers)


def _in_threads(task: Callable[[int], Answer], items: Iterable[int], workers: int) -> Iterator[Answer]:
    """Answers in the order of the items; at most a few items per worker are under way, and an error stops the rest.

    Threads, not processes: the engine's array code runs outside the interpreter's lock, so two threads do nearly the
    work of two processes, and there is nothing to start, pickle or guard.
    """
    if workers == 1:
        yield from map(task, items)
        return
    queue = iter(items)
    with ThreadPoolExecutor(workers) as pool:
        under_way: deque[Future[Answer]] = deque(pool.submit(task, item) for item in islice(queue, 2 * workers))
        try:
            while under_way:
                yield under_way.popleft().result()
                under_way.extend(pool.submit(task, item) for item in islice(queue, 1))
        finally:
            for future in under_way:
                future.cancel()
