"""Few combinations of features with every pair of levels and every triple of the important ones.

A combination begins with a triple or pair that no other has yet. Feature after feature, in random order, it then takes
the level with which most new ones come (Cohen, Dalal, Fredman and Patton 1997, The AETG system); of equals rather one
that leaves the others something to do. Servers that fall again and again are in combinations of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, product

import numpy as np
from features import FALLS_AGAIN, FEATURES, IMPORTANT, NO_EXPECTATION, OFTEN, PLAIN, QUIET, Row, any_row
from numpy.typing import NDArray

LEVELS = [(feature, level) for feature, levels in FEATURES.items() for level in levels]
FEATURE_OF = np.array([list(FEATURES).index(feature) for feature, _ in LEVELS])
IS_IMPORTANT = np.array([feature in IMPORTANT for feature, _ in LEVELS])
HAS_EXPECTATION = np.array([each not in NO_EXPECTATION for each in LEVELS])
IS_USUAL = np.array([each != OFTEN for each in LEVELS])
CHANCE = np.array([0.1 if each in QUIET else 0.5 for each in LEVELS])
"""The chances of levels where no other brings more."""
OTHERS_AT_ONCE = 6
"""So many features at once are not at their plainest where servers are to fall often: with more, they hardly do."""


def covering(fewest: int, seed: int) -> list[Row]:
    """Combinations with every pair of levels and every triple of the important ones, and random ones to fill up.

    Pairs and triples in which servers are independent enough for an expectation are also covered without the others.
    """
    random = np.random.default_rng(seed)
    missing = _Missing()
    found = [*missing.covered(random, HAS_EXPECTATION), *missing.covered(random, IS_USUAL), *_falling_again(random)]
    while len(found) < fewest:
        found.append(any_row(random, has_expectation=True))
    return found


def _falling_again(random: np.random.Generator) -> Iterator[Row]:
    """Combinations in which servers fall again and again, with every level of every other feature."""
    left = {name: list(levels)[1:] for name, levels in FEATURES.items() if name not in FALLS_AGAIN}
    while any(left.values()):
        names = sorted(left, key=lambda name: (-len(left[name]), random.random()))[:OTHERS_AT_ONCE]
        yield PLAIN | FALLS_AGAIN | {name: left[name].pop() for name in names if left[name]}


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
                level = int(choice[np.argmax(gain[choice] + random.random(len(choice)) * CHANCE[choice])])
                gain += self._pairs[:, level] + self._triples[:, level, row].sum(axis=1)
                row.append(level)
        return row


def triples(row: Row) -> Iterator[tuple[tuple[str, str], ...]]:
    """The triples of important features in a combination."""
    return combinations([(key, row[key]) for key in IMPORTANT], 3)


def wanted_triples() -> Iterator[tuple[tuple[str, str], ...]]:
    """All triples of levels of important features."""
    yield from _wanted(IMPORTANT, 3)


def wanted_pairs() -> Iterator[tuple[tuple[str, str], ...]]:
    """All pairs of levels."""
    yield from _wanted(FEATURES, 2)


def _wanted(features: Iterable[str], number: int) -> Iterator[tuple[tuple[str, str], ...]]:
    for names in combinations(features, number):
        for levels in product(*(FEATURES[name] for name in names)):
            group = tuple(zip(names, levels, strict=True))
            if OFTEN not in group:
                yield group


def pairs(row: Row) -> Iterator[tuple[tuple[str, str], ...]]:
    """All pairs of levels in a combination."""
    return combinations(row.items(), 2)
