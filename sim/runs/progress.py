"""Progress of long work: a bar in terminals and notebooks, plain lines elsewhere, nothing if it is short."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
SHORT = 2.0
LINE_EVERY = 15.0


def progress(
    items: Iterable[Item],
    total: int,
    unit: str,
    shown: bool = True,
    *,
    size: Callable[[Item], int] = lambda _: 1,
    before: int = 0,
) -> Iterator[Item]:
    """Pass items on, showing on standard error how far they are once it takes more than two seconds.

    An item counts as many units as `size` says; `before` of the `total` units were done earlier.
    """
    if not shown:
        yield from items
    elif sys.stderr.isatty() or "ipykernel" in sys.modules:
        from tqdm.auto import tqdm

        with tqdm(total=total, initial=before, unit=f" {unit}", delay=SHORT, leave=False) as bar:
            for item in items:
                yield item
                bar.update(size(item))
    else:
        yield from _lines(items, total, unit, size, before)


def _lines(items: Iterable[Item], total: int, unit: str, size: Callable[[Item], int], before: int) -> Iterator[Item]:
    started = last_line = time.monotonic()
    done = before
    for item in items:
        yield item
        done += size(item)
        now = time.monotonic()
        if now - last_line > LINE_EVERY and before < done < total:
            last_line = now
            left = (now - started) / (done - before) * (total - done)
            print(f"{done} of {total} {unit}, {about_time(left)} left", file=sys.stderr, flush=True)


def about_time(seconds: float) -> str:
    """A time to two digits at most: about 40 s, about 12 min, about 3.5 h."""
    if seconds < 90:
        return f"about {seconds:.0f} s"
    return f"about {seconds / 60:.0f} min" if seconds < 5400 else f"about {seconds / 3600:.1f} h"
