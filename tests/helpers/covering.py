"""Few combinations of features with every pair of levels and every triple of the important ones.

A combination begins with a triple or pair that no other has yet. Feature after feature, in random order, it then takes
the level with which most new ones come (Cohen, Dalal, Fredman and Patton 1997, The AETG system).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations, product

import numpy as np
from features import FEATURES, IMPORTANT, NO_EXPECTATION, Row, any_row
from numpy.typing import NDArray

LEVELS = [(feature, level) for feature, levels in FEATURES.items() for level in levels]
FEATURE_OF = np.array([list(FEATURES).index(feature) for feature, _ in LEVELS])
IS_IMPORTANT = np.array([feature in IMPORTANT for feature, _ in LEVELS])
HAS_EXPECTATION = np.array([each not in NO_EXPECTATION for each in LEVELS])


def covering(fewest: int, seed: int) -> list[Row]:
    """Combinations with every pair of levels and every triple of the important ones, and random ones to fill up.

    Pairs and triples in which servers are independent enough for an expectation are also covered without the others.
    """
    random = np.random.default_rng(seed)
    missing = _Missing()
    found = [*missing.covered(random, HAS_EXPECTATION), *missing.covered(random, np.ones_like(HAS_EXPECTATION))]
    while len(found) < fewest:
        found.append(any_row(random, has_expectation=True))
    return found


class _Missing:
    """Pairs and triples that no combination has yet, as arrays by number of level: symmetric, so each is there twice
    or six times.
    """

    def __init__(self) -> None:
        others = FEATURE_OF[:, None] != FEATURE_OF
        important = others & IS_IMPORTANT & IS_IMPORTANT[:, None]
        self._pairs = others
        self._triples = important[:, :, None] & important[:, None, :] & important

    def covered(self, random: np.random.Generator, usable: NDArray[np.bool_]) -> Iterator[Row]:
        """Combinations of some levels, until they have all pairs and triples of these."""
        levels = [np.flatnonzero((feature == FEATURE_OF) & usable) for feature in range(len(FEATURES))]
        both = usable & usable[:, None]
        for missing, wanted in ((self._triples, both[:, :, None] & usable), (self._pairs, both)):
            while len(left := np.argwhere(missing & wanted)):
                row = self._with_many(random.choice(left), levels, random)
                self._pairs[np.ix_(row, row)] = False
                self._triples[np.ix_(row, row, row)] = False
                yield {LEVELS[each][0]: LEVELS[each][1] for each in sorted(row)}

    def _with_many(
        self, first: NDArray[np.int64], levels: list[NDArray[np.int64]], random: np.random.Generator
    ) -> list[int]:
        """A combination with some first levels and many missing pairs and triples, as numbers of levels."""
        row: list[int] = []
        gain = np.zeros(len(LEVELS))  # missing pairs and triples that a level would bring
        rest = random.permutation([each for each in range(len(levels)) if each not in FEATURE_OF[first]])
        for own in ([each] for each in first), (levels[each] for each in rest):
            for choice in own:
                level = int(choice[np.argmax(gain[choice] + random.random(len(choice)) / 2)])
                gain += self._pairs[:, level] + self._triples[:, level, row].sum(axis=1)
                row.append(level)
        return row


def triples(row: Row) -> Iterator[tuple[tuple[str, str], ...]]:
    """The triples of important features in a combination."""
    return combinations([(key, row[key]) for key in IMPORTANT], 3)


def wanted_triples() -> Iterator[tuple[tuple[str, str], ...]]:
    """All triples of levels of important features."""
    for names in combinations(IMPORTANT, 3):
        yield from (tuple(zip(names, levels, strict=True)) for levels in product(*(FEATURES[name] for name in names)))


def wanted_pairs() -> Iterator[tuple[tuple[str, str], ...]]:
    """All pairs of levels."""
    for names in combinations(FEATURES, 2):
        yield from (tuple(zip(names, levels, strict=True)) for levels in product(*(FEATURES[name] for name in names)))


def pairs(row: Row) -> Iterator[tuple[tuple[str, str], ...]]:
    """All pairs of levels in a combination."""
    return combinations(row.items(), 2)


def number_of_pairs() -> int:
    """How many pairs of levels there are."""
    sizes = [len(levels) for levels in FEATURES.values()]
    return (sum(sizes) ** 2 - sum(size**2 for size in sizes)) // 2


def number_of_triples() -> int:
    """How many triples of levels of important features there are."""
    return sum(math.prod(len(FEATURES[name]) for name in names) for names in combinations(IMPORTANT, 3))
