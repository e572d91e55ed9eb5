"""Natural frequencies: one denominator, rounded once, with the spread of worlds and the error of the mean apart."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.wording import chances
from sim.wording.frequency import between, frequency, per
from sim.wording.rounding import whole_number


def test_mean_and_spread_are_per_hundred() -> None:
    counts = np.arange(101)
    found = frequency(counts, np.full(101, 200))
    assert (found.number, found.low, found.high) == (25, 3, 48)
    assert str(found) == "25 of 100"
    assert found.spread == "in 9 of 10 simulated futures between 3 and 48"


def test_the_mean_is_that_of_all_worlds_together() -> None:
    assert frequency(np.array([10, 0]), np.array([10, 30])).exact == 25


@pytest.mark.parametrize(("value", "number"), [(0.49, 0), (0.5, 1), (1.5, 2), (2.5, 3), (-0.5, 0)])
def test_halves_go_up(value: float, number: int) -> None:
    assert whole_number(value) == number


@pytest.mark.parametrize(
    ("hit", "text"),
    [(0, "0 of 100"), (4, "fewer than 1 of 100"), (996, "more than 99 of 100"), (1000, "more than 99 of 100")],
)
def test_few_are_not_called_none_nor_most_all(hit: int, text: str) -> None:
    assert str(frequency(np.array([hit]), np.array([1000]))) == text


def test_how_sure_the_mean_is_shrinks_with_worlds_and_the_spread_does_not() -> None:
    some = np.tile([10, 20, 30], 4)
    few, many = (frequency(each, np.full(len(each), 100)) for each in (some, np.tile(some, 100)))
    assert (few.low, few.high) == (many.low, many.high)
    assert many.sure_within < few.sure_within / 5


def test_one_world_says_nothing_about_how_sure_it_is() -> None:
    assert math.isnan(frequency(np.array([1]), np.array([2])).sure_within)


def test_where_there_is_nothing_nothing_is_hit() -> None:
    nothing = np.zeros(3)
    assert per(nothing, nothing).tolist() == [0, 0, 0]
    assert str(frequency(nothing, nothing)) == "0 of 100"


def test_a_range_of_one_number_is_one_number() -> None:
    assert (between(3, 3), between(1, 2000)) == ("3", "between 1 and 2,000")


@pytest.mark.parametrize(
    ("chance", "count", "verb"),
    [(0.0, "none", "is"), (0.001, "fewer than 1", "is"), (0.01, "about 1", "is"), (0.234, "about 23", "are"),
     (0.999, "more than 99", "are"), (1.0, "more than 99", "are")],
)  # fmt: skip
def test_a_chance_is_rounded_neither_to_none_nor_to_all(chance: float, count: str, verb: str) -> None:
    assert chances.count_of(chance, 100) == count
    assert chances.is_one(chance, 100) == (verb == "is")
    assert chances.chance_of(chance, 100) == f"{count} of 100"
