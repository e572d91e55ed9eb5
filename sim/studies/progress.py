"""Progress of long work: a bar in terminals and notebooks, plain lines elsewhere, nothing if it is short."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
SHORT = 2.0
LINE_EVERY = 15.0


def progress(items: Iterable[Item], total: int, unit: str, shown: bool = True) -> Iterator[Item]:
    """Pass items on, showing on standard error how far they are once it takes more than two seconds."""
    if not shown:
        yield from items
    elif sys.stderr.isatty() or "ipykernel" in sys.modules:
        from tqdm.auto import tqdm

        yield from tqdm(items, total=total, unit=f" {unit}", delay=SHORT, leave=False)
    else:
        yield from _lines(items, total, unit)


def _lines(items: Iterable[Item], total: int, unit: str) -> Iterator[Item]:
    started = told = time.monotonic()
    for done, item in enumerate(items, start=1):
        yield item
        now = time.monotonic()
        if now - told > LINE_EVERY and done < total:
            told = now
            left = (now - started) / done * (total - done)
            print(f"{done} of {total} {unit}, about {left:.0f} s left", file=sys.stderr, flush=True)
