"""Shuffles: every number has a place of its own, known without those of the others, and all orders are alike."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from sim.model.shuffles import Shuffle

SIZES = [1, 2, 3, 7, 8, 9, 1_000, 65_537, 2**17, 100_003]
LEVEL = 1e-3
SHUFFLES = 1_500


def shuffle_of(size: int, seed: int = 1) -> Shuffle:
    return Shuffle(size, np.random.default_rng(seed))


@pytest.mark.parametrize("size", SIZES)
def test_every_place_is_taken_once(size: int) -> None:
    places = shuffle_of(size).places(np.arange(size))
    np.testing.assert_array_equal(np.sort(places), np.arange(size))


@pytest.mark.parametrize("size", [2**32 - 5, 2**32, 2**32 + 1, 2**50])
def test_many_addresses(size: int) -> None:
    places = shuffle_of(size).places(np.arange(200_000))
    assert len(np.unique(places)) == 200_000
    assert places.min() >= 0
    assert places.max() < size
    assert stats.kstest(places / size, "uniform").pvalue > LEVEL


def test_some_have_the_places_that_they_have_among_all() -> None:
    some = np.array([69_999, 3, 40_000, 3])
    everybody = shuffle_of(100_003).places(np.arange(100_003))
    np.testing.assert_array_equal(shuffle_of(100_003).places(some), everybody[some])


def test_shuffles_have_nothing_in_common() -> None:
    places = np.array([shuffle_of(100_003, seed).places(np.arange(20_000)) for seed in range(6)])
    assert np.abs(np.corrcoef(places) - np.eye(6)).max() < 5 / np.sqrt(20_000)


@pytest.fixture(scope="module", params=[70_000, 2**17])
def shuffled(request: pytest.FixtureRequest) -> tuple[int, NDArray[np.float64]]:
    """The size of shuffles, and in each of many of them the places of the first numbers."""
    random = np.random.default_rng(20210302)
    return request.param, np.array([Shuffle(request.param, random).places(np.arange(2_000)) for _ in range(SHUFFLES)])


def test_as_many_are_among_the_first_as_without_replacement(shuffled: tuple[int, NDArray[np.float64]]) -> None:
    size, places = shuffled
    first = np.count_nonzero(places < size // 4, axis=1)
    law = stats.hypergeom(size, size // 4, places.shape[1])
    bounds = law.ppf(np.arange(1, 10) / 10)
    due = np.diff(law.cdf([-1, *bounds, places.shape[1]])) * len(first)
    found = np.bincount(np.searchsorted(bounds, first), minlength=10)
    assert stats.chisquare(found, due).pvalue > LEVEL


def test_neighbours_are_anywhere(shuffled: tuple[int, NDArray[np.float64]]) -> None:
    """Numbers next to each other, and some apart, are in each pair of parts as often as in any other."""
    size, places = shuffled
    parts = (places * 8 // size).astype(np.intp)
    for one, other in ((0, 1), (1, 2), (3, 7), (5, 1_029), (1_023, 1_024)):
        together = np.bincount(parts[:, one] * 8 + parts[:, other], minlength=64)
        assert stats.chisquare(together).pvalue > LEVEL, (one, other)


def test_some_next_to_each_other_keep_no_distance(shuffled: tuple[int, NDArray[np.float64]]) -> None:
    """How many neighbours are both among the first varies as that of pairs without anything in common does."""
    size, places = shuffled
    share, pairs = 0.25, places.shape[1] - 1
    first = places < size * share
    both = np.count_nonzero(first[:, 1:] & first[:, :-1], axis=1)
    variance = pairs * (share**2 * (1 - share**2) + 2 * (share**3 - share**4))
    assert np.mean(both) == pytest.approx(pairs * share**2, abs=5 * np.sqrt(variance / SHUFFLES))
    assert np.var(both) == pytest.approx(variance, rel=0.2)
