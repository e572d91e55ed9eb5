"""Luck: the only place where generators are made.

Each named decision has its own stream, keyed by (seed, replication, decision, population). Within it, an organisation
has a fixed place, and so has each of its servers. Luck therefore depends on nothing else: not on the policy, not on the
order of calls, not on what else is in the scenario. Two policies in one replication face the same world.

The luck of a server is a hash of its number and the key of the decision, so that the luck of some servers can be had
without that of all others. The hash is the output of the generator of Steele, Lea and Flood 2014, Fast splittable
pseudorandom number generators (doi:10.1145/2660193.2660195), which steps through a counter: the key gives where a
stream starts and how far it steps.
"""

from __future__ import annotations

import hashlib
import struct
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .passes import blocks

FloatArray = NDArray[np.float64]
Numbers = NDArray[np.uint64]
"""Who has the luck: the number of an organisation, plus, for its servers after the first, a multiple of NEXT_SERVER."""
EVERYWHERE = ""
ORGANIZATION_BITS = 40
NEXT_SERVER = 2**ORGANIZATION_BITS
SHIFT_ONE, SHIFT_TWO, SHIFT_THREE, TO_53_BITS = (np.uint64(bits) for bits in (30, 27, 31, 11))
FACTOR_ONE, FACTOR_TWO = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
ALTERNATING = 0xAAAAAAAAAAAAAAAA
FEWEST_CHANGES = 24


@lru_cache(maxsize=8192)
def _written(*names: str) -> bytes:
    """Names as bytes, each kept apart from its neighbours."""
    return "".join(f"{len(name)}:{name}" for name in names).encode()


@lru_cache(maxsize=8192)
def _words(*names: str) -> tuple[int, ...]:
    """Four 32-bit words from names."""
    digest = hashlib.blake2b(_written(*names), digest_size=16).digest()
    return tuple(int.from_bytes(digest[i : i + 4], "little") for i in range(0, 16, 4))


class Luck:
    """The luck of one replication.

    `seed` is any whole number from 0, and 0 is a seed like any other; `replication` counts from 0. `apart` names luck
    that has nothing in common with the world's: that of an engine with its own randomness.
    """

    def __init__(self, seed: int, replication: int, apart: str = "") -> None:
        self.seed = seed
        self.replication = replication
        self._apart = (apart,) if apart else ()
        self._hash = hashlib.blake2b(f"{seed},{replication};".encode(), digest_size=16)
        self._keys: dict[tuple[str, str], tuple[np.uint64, np.uint64]] = {}

    def generator(self, decision: str, population: str = EVERYWHERE) -> np.random.Generator:
        """A fresh generator for a decision, at the beginning of its stream."""
        key = (self.replication, *_words(*self._apart, decision, population))
        return np.random.Generator(np.random.SFC64(np.random.SeedSequence(self.seed, spawn_key=key)))

    def one(self, decision: str) -> float:
        """One uniform number in [0, 1) for a decision that is taken once in the whole world."""
        return float(self.generator(decision).random())

    def of(self, decision: str, population: str, numbers: Numbers) -> FloatArray:
        """One uniform number in [0, 1) for each of some organisations or servers of a population, by their numbers.

        A number always has the same luck, whichever others there are.
        """
        start, step = self._key(decision, population)
        luck = np.empty(len(numbers))
        for block in blocks(len(numbers)):
            np.multiply(_hashed(numbers[block], start, step), 2.0**-53, out=luck[block])
        return luck

    def anew(self, number: int | str) -> Luck:
        """Luck of the same world for what is decided once more, by its number; 0, the first time, is this luck."""
        return Anew(self, str(number)) if number else self

    def _key(self, decision: str, population: str) -> tuple[np.uint64, np.uint64]:
        """Where the stream of a decision starts, and how far it steps."""
        names = (decision, population)
        if names not in self._keys:
            keyed = self._hash.copy()
            keyed.update(_written(*self._apart, *names))
            start, step = struct.unpack("<QQ", keyed.digest())
            self._keys[names] = np.uint64(start), np.uint64(_mixing(step))
        return self._keys[names]


class Anew(Luck):
    """Luck in decisions that are taken once more, which has nothing in common with that of the first time."""

    def __init__(self, first: Luck, number: str) -> None:
        super().__init__(first.seed, first.replication)
        self._first, self._number = first, number

    def generator(self, decision: str, population: str = EVERYWHERE) -> np.random.Generator:
        """See Luck."""
        return self._first.generator(f"{decision}/{self._number}", population)

    def of(self, decision: str, population: str, numbers: Numbers) -> FloatArray:
        """See Luck."""
        return self._first.of(f"{decision}/{self._number}", population, numbers)


def _mixing(step: int) -> int:
    """A step of a counter as the generator needs it: odd, and with enough changes between neighbouring bits."""
    step |= 1
    return step if (step ^ step >> 1).bit_count() >= FEWEST_CHANGES else step ^ ALTERNATING


def _hashed(numbers: Numbers, start: np.uint64, step: np.uint64) -> Numbers:
    """Whole numbers below 2^53."""
    hashed = numbers * step
    hashed += start
    for shift, factor in ((SHIFT_ONE, FACTOR_ONE), (SHIFT_TWO, FACTOR_TWO)):
        hashed ^= hashed >> shift
        hashed *= factor
    hashed ^= hashed >> SHIFT_THREE
    hashed >>= TO_53_BITS
    return hashed
