"""Shuffles: an order at random, of which the places of some are worked out without those of all others.

A place is a number after a few steps, each of which can be undone, so that no two numbers come to the same place: it is
multiplied by an odd number and moved on, and its upper half changes the lower one. Odd numbers and moves are drawn for
each shuffle. The steps turn numbers of so many bits around; what comes out beyond the last place takes them again until
it does not (Black and Rogaway 2002, Ciphers with arbitrary finite domains, doi:10.1007/3-540-45760-7_9).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .passes import blocks, which

Numbers = NDArray[np.unsignedinteger[Any]]
STEPS = 6
"""From 4 on, tests of the law do not tell it from an order by luck."""


class Shuffle:
    """An order of `size` numbers from 0, all orders alike as far as tests can tell; it takes a few thousand numbers."""

    def __init__(self, size: int, random: np.random.Generator) -> None:
        bits, fits = max((size - 1).bit_length(), 2), size < 2**32
        self._kind: type[np.uint32 | np.uint64] = np.uint32 if fits else np.uint64  # half as long, twice as fast
        drawn = random.integers(2**bits, size=(STEPS, 2), dtype=np.uint64).astype(self._kind)
        self._steps = [(factor | self._kind(1), move) for factor, move in drawn]
        self._last, self._half = self._kind(2**bits - 1), self._kind((bits + 1) // 2)
        self._size = self._kind(size)

    def places(self, numbers: NDArray[np.intp]) -> NDArray[np.float64]:
        """The place, from 0, of each of some numbers."""
        places: Numbers = numbers.astype(self._kind)
        for block in blocks(len(places)):
            self._turn(places[block])
        beyond = which(places >= self._size)
        while len(beyond):
            places[beyond] = again = self._turn(places.take(beyond))
            beyond = beyond.take(which(again >= self._size))
        return places.astype(np.float64)

    def _turn(self, numbers: Numbers) -> Numbers:
        """Take numbers through the steps, in place."""
        for factor, move in self._steps:
            numbers *= factor
            numbers += move
            numbers &= self._last
            numbers ^= numbers >> self._half
        return numbers
