"""Work on several processors. The answers come in the order of the items, whatever the number of processes.

Work starts here, one item after the other. What turns out to take seconds goes on here and in other processes: threads
would share an interpreter, and two of them do hardly more than one, as array code on blocks is many short calls. This
process is one of the workers, so that on two processors only one other has to start, which takes half a second. They
stay for the next work, and end when they have had none for a minute.
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
PATIENCE, WORTH_IT = 0.2, 1.5
"""Seconds of work here before processes are thought of, and of work that must be left then."""
AT_ONCE, IDLE = 0.3, 60.0
"""Seconds of work that a process gets at once, and without work before it ends."""
AHEAD = 2
"""Parts that each other process has, so that it never waits for the next."""
LEAST = 8
"""The last parts, which processes should end at the same time, are down to this fraction of one."""


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

    executor = get_reusable_executor(max_workers=workers - 1, timeout=IDLE)
    parts = list(_parts(items, workers, at_once))
    under_way: dict[int, Future[list[Answer]]] = {}
    taken, is_done = 0, False
    try:
        for given in range(len(parts)):
            while given == taken or not under_way[given].done():
                waiting = sum(not each.done() for each in under_way.values())
                for part in parts[taken : taken + AHEAD * (workers - 1) - waiting]:
                    under_way[taken] = executor.submit(_all, task, part)
                    taken += 1
                if taken == len(parts):
                    break
                under_way[taken] = _done_here(task, parts[taken])
                taken += 1
            yield from under_way.pop(given).result()
        is_done = True
    except BrokenProcessPool:
        for number in range(given, len(parts)):
            known = under_way.get(number)
            is_known = known is not None and known.done() and known.exception() is None
            yield from known.result() if known is not None and is_known else map(task, parts[number])
    finally:
        if not is_done:
            executor.shutdown(wait=True, kill_workers=True)


def _done_here(task: Callable[[Item], Answer], items: Sequence[Item]) -> Future[list[Answer]]:
    """The answers of a task, or its error, which has its turn when theirs comes."""
    done: Future[list[Answer]] = Future()
    try:
        done.set_result(_all(task, items))
    except Exception as error:
        done.set_exception(error)
    return done


def _parts(items: Sequence[Item], workers: int, at_once: int) -> Iterator[Sequence[Item]]:
    """Items in parts of as many as a process gets at once, and fewer towards the end."""
    first = 0
    while first < len(items):
        left = (len(items) - first) // (2 * workers)
        number = min(at_once, max(left, at_once // LEAST, 1))
        yield items[first : first + number]
        first += number


def _all(task: Callable[[Item], Answer], items: Sequence[Item]) -> list[Answer]:
    return [task(item) for item in items]
