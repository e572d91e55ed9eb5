"""Possible worlds: dots that stand for futures, with the spread and the error of the mean apart."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from drawn import render, title, words
from matplotlib.figure import Figure
from matplotlib.text import Text

import sim
from sim.charts.runs.possible_worlds import possible_worlds


@pytest.fixture(scope="module")
def result() -> sim.Result:
    return sim.run(sim.load("first_steps").replace({"replications": 120}))


def dots(ax: Any) -> list[np.ndarray[Any, Any]]:
    """Centres of the filled dots, then of the others."""
    return [
        np.array([(path.get_extents().min + path.get_extents().max) / 2 for path in each.get_paths()])
        for each in ax.collections
    ]


def test_nine_of_ten_dots_are_filled(result: sim.Result) -> None:
    ax = Figure().add_subplot()
    assert possible_worlds(result, ax) is ax
    filled, others = dots(ax)
    assert (len(filled), len(others)) == (90, 10)
    assert others[:, 0].min() < filled[:, 0].min()
    assert others[:, 0].max() > filled[:, 0].max()


def test_dots_stand_where_the_futures_are(result: sim.Result) -> None:
    shares = 100 * result.values("compromised") / result.denominator("compromised")
    ax = possible_worlds(result)
    places = np.sort(np.concatenate(dots(ax))[:, 0])
    levels = (np.arange(100) + 0.5) / 100
    assert np.allclose(places, np.quantile(shares, levels, method="inverted_cdf"), atol=ax.get_xlim()[1] / 40)


def test_dots_do_not_overlap(result: sim.Result) -> None:
    places = np.concatenate(dots(possible_worlds(result)))
    apart = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1)) + 1e9 * np.eye(len(places))
    assert apart.min() == pytest.approx(np.min(places[:, 1]) * 2, rel=1e-6)


def test_there_are_no_more_dots_than_futures() -> None:
    few = sim.run(sim.load("first_steps").replace({"replications": 7}))
    ax = possible_worlds(few)
    assert sum(map(len, dots(ax))) == 7
    assert "Each dot: one simulated future" in words(ax)


def test_title_and_brackets_say_spread_and_error(result: sim.Result) -> None:
    ax = possible_worlds(result)
    shares = 100 * result.values("compromised") / result.denominator("compromised")
    low, high = (round(each) for each in np.quantile(shares, (0.05, 0.95)))
    assert title(ax) == f"In 9 of 10 simulated futures, between {low} and {high} of 100 servers are compromised"
    text = words(ax)
    half = 1.98 * shares.std(ddof=1) / 120**0.5
    assert f"average known to ± {half:.1f}" in text
    assert "does not shrink" in text


def test_without_uncertain_values_a_narrow_spread_is_no_certainty(result: sim.Result) -> None:
    certain = sim.run(sim.load("first_steps").replace({"replications": 12, "uncertain": {}}))
    assert "narrow, but no certainty" in words(possible_worlds(certain))
    assert "narrow, but no certainty" not in words(possible_worlds(result))


def test_the_axis_begins_at_zero_so_that_narrow_looks_narrow() -> None:
    certain = sim.run(sim.load("first_steps").replace({"replications": 30, "uncertain": {}}))
    ax = possible_worlds(certain)
    places = np.concatenate(dots(ax))[:, 0]
    assert ax.get_xlim()[0] == 0
    assert np.ptp(places) < 0.2 * ax.get_xlim()[1]


def test_what_stands_below_the_axis_is_clear_of_its_label_however_tall_the_stack_is() -> None:
    equal = sim.run(sim.load("first_steps").replace({"replications": 60, "campaigns": {}, "uncertain": {}}))
    ax = possible_worlds(equal)
    render(ax)
    (spread,) = (text for text in ax.texts if text.get_text().startswith("9 of 10 futures"))
    assert Text.get_window_extent(spread).y1 < ax.xaxis.label.get_window_extent().y0 - 3


def test_equal_and_single_worlds_can_be_drawn() -> None:
    for changes in ({"replications": 1}, {"replications": 3, "campaigns": {}}):
        ax = possible_worlds(sim.run(sim.load("first_steps").replace(changes | {"uncertain": {}})))
        assert "simulated future" in title(ax)
