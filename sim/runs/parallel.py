"""Work on several processors. The answers come in the order of the items, whatever the number of processes.

Work starts here, one item after the other. What turns out to take seconds goes on in processes: threads would share an
interpreter, and two of them do hardly more than one, as array code on blocks is many short calls. Processes take about
a second to start, in which work goes on here, stay for the next work, and end when they have had none for a minute.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

IMPORTED_IN = os.getpid()
"""A process that was forked or started by another one works alone: it may have no children, or not those it knows."""
Item = TypeVar("Item")
Answer = TypeVar("Answer")
PATIENCE, WORTH_IT = 0.5, 2.0
"""Seconds of work here before processes are thought of, and of work that must be left then."""
AT_ONCE, IDLE = 0.3, 60.0
"""Seconds of work that a process gets at once, and without work before it ends."""


def in_parallel(task: Callable[[Item], Answer], items: Iterable[Item], workers: int) -> Iterator[Answer]:
    """The answers of a task, which can be sent to another process, in the order of the items.

    An error ends the work of all. If processes are killed, the rest is done here.
    """
    left = list(items)
    workers = 1 if multiprocessing.parent_process() is not None or os.getpid() != IMPORTED_IN else workers
    started = time.monotonic()
    for done, item in enumerate(left):
        spent = time.monotonic() - started
        if workers > 1 and done and spent > PATIENCE and spent / done * (len(left) - done) > WORTH_IT:
            yield from _in_processes(task, left[done:], workers, max(1, round(AT_ONCE * done / spent)))
            return
        yield task(item)


def _in_processes(
    task: Callable[[Item], Answer], items: Sequence[Item], workers: int, at_once: int
) -> Iterator[Answer]:
    from loky import get_reusable_executor

    executor = get_reusable_executor(max_workers=workers, timeout=IDLE)
    parts = [items[first : first + at_once] for first in range(0, len(items), at_once)]
    there: dict[int, Future[list[Answer]]] = {}
    here: dict[int, list[Answer]] = {}
    taken, given = 0, 0
    is_starting, is_done = True, False
    try:
        while given < len(parts):
            while taken < len(parts) and len(there) < 2 * workers:
                there[taken] = executor.submit(_all, task, parts[taken])
                taken += 1
            is_starting = is_starting and not any(future.done() for future in there.values())
            if is_starting and taken < len(parts):
                here[taken] = _all(task, parts[taken])
                taken += 1
                continue
            yield from here.pop(given) if given in here else there[given].result()
            there.pop(given, None)
            given += 1
        is_done = True
    except BrokenProcessPool:
        for number in range(given, len(parts)):
            yield from here.pop(number) if number in here else map(task, parts[number])
    finally:
        if not is_done:
            executor.shutdown(wait=True, kill_workers=True)


def _all(task: Callable[[Item], Answer], items: Sequence[Item]) -> list[Answer]:
    return [task(item) for item in items]
