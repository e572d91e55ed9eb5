"""Work in threads: the answers come in the order of the items, whatever the number of threads."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

from sim.problems import InputError, Problem, shown

from .processors import number_of_processors

Answer = TypeVar("Answer")


def number_of_workers(workers: int | None) -> int:
    """A number of threads, at least 1; None is one per processor, at most 8. Raises InputError if it is no number."""
    if workers is None:
        return min(8, number_of_processors())
    if isinstance(workers, bool) or not isinstance(workers, int) or workers < 0:
        raise InputError([Problem(("workers",), shown(workers), "is not a whole number from 0")])
    return max(1, workers)


def in_threads(task: Callable[[int], Answer], items: Iterable[int], workers: int) -> Iterator[Answer]:
    """Answers in the order of the items; at most a few items per worker are under way, and an error stops the rest.

    For work whose array code takes most of the time, outside the interpreter's lock; else see `in_parallel`.
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
