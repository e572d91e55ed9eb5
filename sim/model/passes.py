"""Passes over arrays of servers, in blocks that stay in the processor's cache, which is several times faster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BLOCK = 16384
LARGE = 30_000_000
Entry = TypeVar("Entry", bound=np.generic)


def blocks(length: int, size: int = BLOCK) -> Iterator[slice]:
    """Slices of a size that together cover an array of this length."""
    return (slice(first, first + size) for first in range(0, length, size))


@lru_cache(maxsize=1)
def keep_freed_memory() -> None:
    """Have the C library of Linux keep the memory of freed arrays for the next ones.

    At first it gives that of each array back to the system, and to get it anew costs as much as a pass over it. Once it
    has seen a large array come and go, it does so only with larger ones (mallopt(3), M_MMAP_THRESHOLD).
    """
    np.empty(LARGE, dtype=np.uint8)


def transform(values: FloatArray, function: Callable[[FloatArray], FloatArray]) -> FloatArray:
    """Replace the values, in place, by a function of them that works element by element; returns the same array."""
    for block in blocks(len(values)):
        values[block] = function(values[block])
    return values


def which(mask: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Where a mask holds, by index, as np.flatnonzero has it at several times the cost of a call."""
    return mask.nonzero()[0]


def put_where(target: NDArray[np.generic], mask: NDArray[np.bool_], value: float) -> None:
    """Set `target` to one value where `mask` holds; by index, which is several times faster than by mask."""
    if target.ndim == 1:
        target[which(mask)] = value
    else:
        np.copyto(target, np.asarray(value, dtype=target.dtype), where=mask)


def never_nan(what: str, times: FloatArray) -> None:
    """Raise FloatingPointError if a time is not a number: it would win or lose every comparison, without a word."""
    if len(times) and np.isnan(times.min()):
        raise FloatingPointError(f"{np.count_nonzero(np.isnan(times))} times of {what} are not numbers")


def joined(parts: list[NDArray[Entry]], dtype: type[Entry]) -> NDArray[Entry]:
    """Arrays of the populations as one array of the fleet; a single one is not copied (new memory costs time)."""
    if len(parts) == 1:
        return parts[0]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=dtype)
