"""How far futures differ, in words: the ends where they lie at two of them, else the middle and the range."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from sim.runs.statistics import has_two_peaks
from sim.wording.chances import at_most, futures_in_words

HALF = "in half of the simulated futures"


@pytest.mark.parametrize(
    ("quantiles", "two_peaks", "words"),
    [
        ((0.13, 0.27, 0.5), False, f"{HALF} at most 27, in 9 of 10 between 13 and 50"),
        ((0.0, 0.004, 0.72), True, f"{HALF} fewer than 1, in 1 of 20 more than 72"),
        ((0.0, 0.0, 0.3), True, f"{HALF} 0, in 1 of 20 more than 30"),
        ((0.03, 0.95, 0.999), True, f"{HALF} at least 95, in 1 of 20 fewer than 3"),
        ((0.0, 0.999, 1.0), True, f"{HALF} more than 99, in 1 of 20 fewer than 1"),
        ((0.02, 0.51, 0.98), True, f"{HALF} at most 51, in 1 of 20 fewer than 2, in 1 of 20 more than 98"),
        ((0.0, 0.0, 1.0), True, f"{HALF} 0, in 1 of 20 more than 99"),
        ((0.001, 0.002, 0.003), False, f"{HALF} fewer than 1, in 9 of 10 it is fewer than 1"),
    ],
)
def test_futures_are_told_by_their_ends_or_by_their_middle(
    quantiles: tuple[float, float, float], two_peaks: bool, words: str
) -> None:
    assert futures_in_words(*quantiles, 100, two_peaks) == words


@pytest.mark.parametrize(
    ("chance", "words"), [(0.0, "0"), (0.004, "fewer than 1"), (0.17, "at most 17"), (1.0, "more than 99")]
)
def test_a_chance_that_others_do_not_exceed(chance: float, words: str) -> None:
    assert at_most(chance, 100) == words


def test_two_peaks_are_told_from_one() -> None:
    steps = (np.arange(2000) + 0.5) / 2000
    bell = norm.ppf(steps)
    assert not has_two_peaks(0.3 + 0.05 * bell)
    assert not has_two_peaks(np.exp(bell) / 100)  # skewed, but with one peak
    assert has_two_peaks(np.where(steps < 0.4, 0.02, 0.9))
    assert has_two_peaks(np.where(steps < 0.5, 0.0, 1.4 * (steps - 0.5)))  # half of them nothing, half anything
    assert not has_two_peaks(np.full(200, 0.3))
    assert not has_two_peaks(np.where(steps < 0.4, 0.88, 0.98))  # two ends, but the mean is near either
    assert not has_two_peaks(np.array([0.0, 1.0] * 4))  # too few to tell


@pytest.mark.parametrize(
    ("quantiles", "below_one", "words"),
    [
        ((0.0, 0.31, 0.92), 7, f"{HALF} at most 31, in 7 of 20 fewer than 1, in 1 of 20 more than 92"),
        ((0.0, 0.0, 0.22), 15, "in 15 of 20 simulated futures fewer than 1, in 1 of 20 more than 22"),
        ((0.0, 0.004, 0.72), 10, f"{HALF} fewer than 1, in 1 of 20 more than 72"),
        ((0.05, 0.5, 0.95), 7, f"{HALF} at most 50, in 1 of 20 fewer than 5, in 1 of 20 more than 95"),
    ],
)
def test_how_many_futures_spare_everybody_is_told(
    quantiles: tuple[float, float, float], below_one: int, words: str
) -> None:
    assert futures_in_words(*quantiles, 100, two_peaks=True, below_one=below_one) == words
