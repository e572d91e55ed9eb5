"""Running replications: one race, or many of them summed up."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.engines import DEFAULT, EXPECTED, Measured, measuring, racing
from sim.model.measures import CURVES
from sim.model.outcomes import DENOMINATORS, OUTCOMES
from sim.model.problems import InputError, Problem, shown
from sim.model.race import Race
from sim.model.scenario import Scenario
from sim.model.world import World, Worlds

from .progress import progress as shown_progress
from .provenance import provenance
from .result import Result
from .store import discard, prepare, write_result
from .summary import bands

if TYPE_CHECKING:
    import pandas as pd

FloatArray = NDArray[np.float64]
Answer = TypeVar("Answer")
CURVE_MEMORY = 400_000_000
BYTES_A_POINT = 4


def simulate(scenario: Scenario, replication: int = 0, *, engine: str = DEFAULT) -> Race:
    """One race of a scenario: arrays per server, `to_frame()` for a table.

    `replication` counts from 0; the same one faces the same world under any policy. Raises InputError if the scenario
    does not fit into memory or an uncertain draw is outside its domain.
    """
    return racing(engine)(Worlds(scenario)[_replication(replication)])


def expected(scenario: Scenario, *, workers: int | None = None, progress: bool = False) -> Result:
    """The expectation in every world, without the luck of servers: what is left is the spread of what nobody knows.

    Its numerical error is `result.error`. Where nothing is uncertain, all worlds are alike.
    """
    return run(scenario, engine=EXPECTED, workers=workers, progress=progress)


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
    engine: str = DEFAULT,
    workers: int | None = None,
    progress: bool = False,
    out: str | Path | None = None,
) -> Result:
    """All replications of a scenario, summed up. For another number or seed: `scenario.replace({"replications": 50})`.

    `workers` is the number of threads (by default one per processor, at most 8) and changes no bit of the result.
    Writes nothing unless `out` names a folder. Raises InputError if something does not fit.
    """
    measure = measuring(engine)
    if out is None:
        return _replicated(scenario, engine, measure, workers, progress)
    destination = prepare(out, scenario, engine)
    try:
        result = _replicated(scenario, engine, measure, workers, progress)
        write_result(result, destination)
    finally:
        discard(destination)
    return result


def _replicated(
    scenario: Scenario,
    engine: str,
    measure: Callable[[World, FloatArray], Measured],
    workers: int | None,
    progress: bool,
) -> Result:
    """The result of all replications, in memory."""
    worlds = Worlds(scenario)
    days = worlds[0].grid()
    number, width = scenario.replications, 1 + len(scenario.populations)
    counting: Any = np.float64 if engine == EXPECTED else np.int64
    plotting: Any = np.float32 if engine == EXPECTED else np.int32
    counts = np.zeros((number, len(OUTCOMES), width), dtype=counting)
    below = np.zeros((number, len(DENOMINATORS), width), dtype=counting)
    error = np.zeros((number, len(OUTCOMES), width))
    kept = max(1, min(number, CURVE_MEMORY // (BYTES_A_POINT * len(CURVES) * width * len(days))))
    table = np.zeros((kept, len(CURVES), width, len(days)), dtype=plotting)
    drawn = {path: np.zeros(number) for path in scenario.uncertain}
    different = 1 if engine == EXPECTED and worlds.are_alike else number

    def replicate(replication: int) -> None:
        world = worlds[replication]
        measured = measure(world, days)
        which = replication if different > 1 else slice(None)
        counts[which], below[which], error[which] = measured.counts, measured.below, measured.error
        if replication < kept:
            table[which] = measured.curves
        for path, value in world.drawn.items():
            drawn[path][replication] = value

    tasks = _in_threads(replicate, range(different), _workers(workers))
    for _ in shown_progress(tasks, different, "replications", progress):
        pass
    return Result(scenario, engine, counts, below, bands(table), days, drawn, provenance(), error.max(axis=0))


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
