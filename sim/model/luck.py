"""Luck: the only place where generators are made.

Each named decision has its own stream, keyed by (seed, replication, decision, population). Within it, an organization
has a fixed place, and so has each of its servers. Luck therefore depends on nothing else: not on the policy, not on the
order of calls, not on what else is in the scenario. Two policies in one replication face the same world.

The luck of a server is a hash of its number and the key of the decision, so that the luck of some servers can be had
without that of all others. Numbers are mixed once, by the output of the generator of Steele, Lea and
Flood 2014, Fast splittable pseudorandom number generators (doi:10.1145/2660193.2660195). What is mixed well already
takes one more round for each decision: the key changes bits and gives a factor, and a second factor spreads what the
lower half and the upper half of the product have in common over the bits that count.
"""

from __future__ import annotations

import hashlib
import math
import struct
from collections.abc import Callable, Iterable
from functools import cache, cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from .passes import BLOCK, blocks, joined

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Indices = NDArray[np.intp]
Numbers = NDArray[np.uint64]
"""Who has the luck: the number of an organization, plus, for its servers after the first, a multiple of NEXT_SERVER."""
EVERYWHERE = ""
ORGANIZATION_BITS = 40
NEXT_SERVER = 2**ORGANIZATION_BITS
BITS_LEFT_OUT = 64 - 53
SHIFT_ONE, SHIFT_TWO, SHIFT_THREE, HALF, TO_53_BITS = (
    np.array(bits, np.uint64) for bits in (30, 27, 31, 32, BITS_LEFT_OUT)
)
GOLDEN, FACTOR_ONE, FACTOR_TWO = (
    np.array(factor, np.uint64) for factor in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
)
"""Arrays without a dimension, which array code takes as they are; numbers it would first look into."""
ALTERNATING = 0xAAAAAAAAAAAAAAAA
FEWEST_CHANGES = 24
LAST_WORD = 2**32 - 1
MOST_KEPT = 2**20


@lru_cache(maxsize=8192)
def _written(*names: str) -> bytes:
    """Names as bytes, each kept apart from its neighbours."""
    return "".join(f"{len(name)}:{name}" for name in names).encode()


@lru_cache(maxsize=8192)
def _words(*names: str) -> tuple[int, ...]:
    """Four 32-bit words from names."""
    digest = hashlib.blake2b(_written(*names), digest_size=16).digest()
    return tuple(int.from_bytes(digest[i : i + 4], "little") for i in range(0, 16, 4))


def seeds(seed: int, key: tuple[int, ...]) -> np.random.SeedSequence:
    """The same as SeedSequence(seed, spawn_key=key), in a fifth of the time.

    What it makes of them is one array: the 32-bit words of the seed, at least four, and those of the key.
    """
    if max(key) > LAST_WORD:
        return np.random.SeedSequence(seed, spawn_key=key)
    words = [seed >> bits & LAST_WORD for bits in range(0, max(seed.bit_length(), 128), 32)]
    return np.random.SeedSequence(np.array([*words, *key], np.uint32))


class Who:
    """Organizations or servers whose luck is asked for more than once, so that their numbers are mixed only once."""

    def __init__(self, numbers: Callable[[], Numbers], mixed: Callable[[], Numbers] | None = None) -> None:
        self._numbers, self._mixed = numbers, mixed

    @cached_property
    def numbers(self) -> Numbers:
        """Their numbers."""
        return self._numbers()

    @cached_property
    def mixed(self) -> Numbers:
        """Their numbers, mixed."""
        return _mixed(self.numbers) if self._mixed is None else self._mixed()

    def __len__(self) -> int:
        return len(self.numbers if self._mixed is None else self.mixed)

    def take(self, some: Indices) -> Who:
        """Some of them, by index."""
        return Who(lambda: self.numbers.take(some), lambda: self.mixed.take(some))


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
        self._keys: dict[tuple[str, str], tuple[Numbers, Numbers]] = {}

    def generator(self, decision: str, population: str = EVERYWHERE) -> np.random.Generator:
        """A fresh generator for a decision, at the beginning of its stream."""
        key = (self.replication, *_words(*self._apart, decision, population))
        return np.random.Generator(np.random.SFC64(seeds(self.seed, key)))

    def one(self, decision: str) -> float:
        """One uniform number in [0, 1) for a decision that is taken once in the whole world."""
        return float(self.generator(decision).random())

    def of(self, decision: str, population: str, who: Who | Numbers) -> FloatArray:
        """One uniform number in [0, 1) for each of some organizations or servers of a population.

        Each always has the same luck, whichever others there are.
        """
        who = _as_who(who)
        luck = np.empty(len(who))
        for first, hashed in self.hashes(decision, population, who):
            as_luck(hashed, out=luck[first : first + len(hashed)])
        return luck

    def bits(self, decision: str, population: str, who: Who | Numbers) -> Numbers:
        """The bits that this luck is made of, of which the first 53 count: they ascend as it does."""
        return joined([hashed for _, hashed in self.hashes(decision, population, _as_who(who))], np.uint64)

    def below(self, decision: str, population: str, who: Who | Numbers, chance: float) -> tuple[Indices, FloatArray]:
        """Those of some organizations or servers, by index, whose luck in a decision is below a chance, and their luck.

        That is less work than the luck of all: that of the others is not made a fraction, nor written anywhere.
        """
        some, luck = [], []
        for first, hashed in self.hashes(decision, population, _as_who(who)):
            found = _below(hashed, chance)
            luck.append(as_luck(hashed.take(found)))
            some.append(found + first)
        return joined(some, np.intp), joined(luck, np.float64)

    def not_below(
        self, decision: str, population: str, who: Who | Numbers, chance: float
    ) -> tuple[Indices, FloatArray]:
        """The others, whose luck is not below the chance, and theirs."""
        some, luck = [], []
        for first, hashed in self.hashes(decision, population, _as_who(who)):
            found = _not_below(hashed, chance)
            luck.append(as_luck(hashed.take(found)))
            some.append(found + first)
        return joined(some, np.intp), joined(luck, np.float64)

    def is_below(self, decision: str, population: str, who: Who | Numbers, chance: float) -> BoolArray:
        """Whether the luck in a decision of each of some organizations or servers is below a chance."""
        who = _as_who(who)
        if chance >= 1:
            return np.ones(len(who), dtype=bool)
        below, bound = np.empty(len(who), dtype=bool), _bound(chance)
        for first, hashed in self.hashes(decision, population, who):
            np.less(hashed, bound, out=below[first : first + len(hashed)])
        return below

    def who_is_below(self, decision: str, population: str, who: Who | Numbers, chance: float) -> Indices:
        """Those whose luck is, by index."""
        return self.is_below(decision, population, who, chance).nonzero()[0]

    def hashes(self, decision: str, population: str, who: Who) -> Iterable[tuple[int, Numbers]]:
        """The bits that all luck in a decision is made of: block by block, each after the index of its first."""
        mixed, key = who.mixed, self._key(decision, population)
        if len(mixed) <= BLOCK:
            return ((0, _hashed(mixed, *key)),)
        return ((block.start, _hashed(mixed[block], *key)) for block in blocks(len(mixed)))

    def anew(self, number: int | str) -> Luck:
        """Luck of the same world for what is decided once more, by its number; 0, the first time, is this luck."""
        return Anew(self, str(number)) if number else self

    def _key(self, decision: str, population: str) -> tuple[Numbers, Numbers]:
        """The bits that a decision changes, and its factor."""
        names = (decision, population)
        if names not in self._keys:
            keyed = self._hash.copy()
            keyed.update(_written(*self._apart, *names))
            bits, factor = struct.unpack("<QQ", keyed.digest())
            self._keys[names] = np.array(bits, np.uint64), np.array(_mixing(factor), np.uint64)
        return self._keys[names]


class Anew(Luck):
    """Luck in decisions that are taken once more, which has nothing in common with that of the first time."""

    def __init__(self, first: Luck, number: str) -> None:
        super().__init__(first.seed, first.replication)
        self._first, self._number = first, number

    def generator(self, decision: str, population: str = EVERYWHERE) -> np.random.Generator:
        """See Luck."""
        return self._first.generator(f"{decision}/{self._number}", population)

    def hashes(self, decision: str, population: str, who: Who) -> Iterable[tuple[int, Numbers]]:
        """See Luck."""
        return self._first.hashes(f"{decision}/{self._number}", population, who)


def first_numbers(start: int, stop: int) -> Who:
    """Those with the numbers from `start` up to `stop`, whose mixed numbers are mostly known from before."""
    if stop > MOST_KEPT:
        return Who(lambda: np.arange(start, stop, dtype=np.uint64))
    return Who(lambda: np.arange(start, stop, dtype=np.uint64), lambda: _kept(stop.bit_length())[start:stop])


@cache
def _kept(bits: int) -> Numbers:
    """The first numbers, mixed."""
    mixed = _mixed(np.arange(2**bits, dtype=np.uint64))
    mixed.setflags(write=False)
    return mixed


def _mixed(numbers: Numbers) -> Numbers:
    """Numbers mixed so that neighbours have nothing in common."""
    mixed = np.empty_like(numbers)
    for block in blocks(len(numbers)):
        part = np.multiply(numbers[block], GOLDEN, out=mixed[block])
        for shift, factor in ((SHIFT_ONE, FACTOR_ONE), (SHIFT_TWO, FACTOR_TWO)):
            part ^= part >> shift
            part *= factor
        part ^= part >> SHIFT_THREE
    return mixed


def _as_who(who: Who | Numbers) -> Who:
    return who if isinstance(who, Who) else Who(lambda: who)


def _hashed(mixed: Numbers, bits: Numbers, factor: Numbers) -> Numbers:
    """The bits of the luck of some in a decision, by its key."""
    hashed = mixed ^ bits
    hashed *= factor
    hashed ^= hashed >> HALF
    hashed *= FACTOR_TWO
    return hashed


def as_luck(hashed: Numbers, out: FloatArray | None = None) -> FloatArray:
    """The luck that bits stand for; they are shifted for it, in place."""
    hashed >>= TO_53_BITS
    return np.multiply(hashed.view(np.int64), 2.0**-53, out=out)


def _below(hashed: Numbers, chance: float) -> Indices:
    """Whose luck is below a chance: to the last bit as if the luck itself were compared."""
    return np.arange(len(hashed)) if chance >= 1 else (hashed < _bound(chance)).nonzero()[0]


def _not_below(hashed: Numbers, chance: float) -> Indices:
    """Whose luck is not."""
    return np.zeros(0, dtype=np.intp) if chance >= 1 else (hashed >= _bound(chance)).nonzero()[0]


def _bound(chance: float) -> Numbers:
    """The least bits of luck that is not below a chance."""
    return np.array(math.ceil(chance * 2.0**53) << BITS_LEFT_OUT, np.uint64)


def _mixing(factor: int) -> int:
    """A factor as it should be: odd, and with enough changes between neighbouring bits."""
    factor |= 1
    return factor if (factor ^ factor >> 1).bit_count() >= FEWEST_CHANGES else factor ^ ALTERNATING
