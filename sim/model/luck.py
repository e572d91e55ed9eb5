"""Luck: the only place where generators are made.

Each named decision has its own stream, keyed by (seed, replication, decision, population). Within it, an organisation
has a fixed position, and so has each of its servers. Luck therefore depends on nothing else: not on the policy, not on
the order of calls, not on what else is in the scenario. Two policies in one replication face the same world.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
EVERYWHERE = ""


@lru_cache(maxsize=8192)
def _words(*names: str) -> tuple[int, ...]:
    """Four 32-bit words from names, each name kept apart from its neighbours."""
    digest = hashlib.blake2b("".join(f"{len(name)}:{name}" for name in names).encode(), digest_size=16).digest()
    return tuple(int.from_bytes(digest[i : i + 4], "little") for i in range(0, 16, 4))


class Uniforms(Protocol):
    """A stream of uniform numbers."""

    def random(self, size: int) -> FloatArray:
        """The next `size` numbers in [0, 1)."""


class Luck:
    """The luck of one replication.

    `seed` is any whole number from 0, and 0 is a seed like any other; `replication` counts from 0. `apart` names luck
    that has nothing in common with the world's: that of an engine with its own randomness.
    """

    def __init__(self, seed: int, replication: int, apart: str = "") -> None:
        self.seed = seed
        self.replication = replication
        self._apart = (apart,) if apart else ()

    def generator(self, decision: str, population: str = EVERYWHERE) -> np.random.Generator:
        """A fresh generator for a decision, at the beginning of its stream."""
        key = (self.replication, *_words(*self._apart, decision, population))
        return np.random.Generator(np.random.SFC64(np.random.SeedSequence(self.seed, spawn_key=key)))

    def stream(self, decision: str, population: str) -> Uniforms:
        """The luck of the organisations of a population for a decision, one after the other, to be read in blocks."""
        return self.generator(decision, population)

    def one(self, decision: str) -> float:
        """One uniform number in [0, 1) for a decision that is taken once in the whole world."""
        return float(self.generator(decision).random())

    def organizations(self, decision: str, population: str, organizations: int) -> FloatArray:
        """One uniform number in [0, 1) per organisation; more organisations only append to it."""
        return self.generator(decision, population).random(organizations)

    def servers(self, decision: str, population: str, sizes: NDArray[np.int64] | int, organizations: int) -> FloatArray:
        """One uniform number in [0, 1) per server, organisation by organisation.

        `sizes` is the number of servers of every organisation, or one number for all. The luck of an organisation's
        k-th server does not change when organisations are added, or servers to any of them: servers 1, 2, 3-4, 5-8,
        9-16, ... of all organisations come from one stream each, in which every organisation has a block.
        """
        largest = int(sizes) if np.ndim(sizes) == 0 else int(np.max(sizes, initial=0))
        if organizations == 0 or largest == 0:
            return np.zeros(0)
        if largest == 1 and np.ndim(sizes) == 0:
            return self.generator(f"{decision}/1", population).random(organizations * largest)
        per_organization = np.broadcast_to(np.asarray(sizes, dtype=np.int64), (organizations,))
        first = np.cumsum(per_organization) - per_organization
        luck = np.empty(int(per_organization.sum()))
        reached, block = 0, 1
        while reached < largest:
            has_more = np.flatnonzero(per_organization > reached)
            draws = self.generator(f"{decision}/{reached + 1}", population).random((int(has_more[-1]) + 1, block))
            counts = np.minimum(per_organization[has_more] - reached, block)
            owner = np.repeat(has_more, counts)
            column = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
            luck[first[owner] + reached + column] = draws[owner, column]
            reached += block
            block = reached
        return luck
