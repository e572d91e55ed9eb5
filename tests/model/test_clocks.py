"""Clocks: reading and reaching are inverse, an end counts, and pace entries replace each other."""

from __future__ import annotations

import math

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from sim.model.clocks import FEW_PIECES, NEVER, STOPPED, Clock, paced

SPEEDS = st.one_of(st.just(0.0), st.floats(0.01, 1000))


@st.composite
def clocks(draw: st.DrawFn) -> Clock:
    """A clock with up to 24 pieces, on both sides of where comparing gives way to searching."""
    gaps = draw(st.lists(st.floats(0.01, 50), min_size=1, max_size=24))
    starts = np.cumsum(gaps) - 10.0
    speeds = draw(st.lists(SPEEDS, min_size=len(starts), max_size=len(starts)))
    end = draw(st.one_of(st.just(NEVER), st.floats(0, 60).map(lambda more: float(starts[-1]) + more)))
    return Clock(tuple(starts.tolist()), tuple(speeds), end)


def at(clock: Clock, time: float) -> float:
    return float(clock.reading(time))


def when(clock: Clock, threshold: float) -> float:
    return float(clock.reaches(np.array([threshold]))[0])


@given(clocks(), st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_a_clock_reads_the_threshold_when_it_reaches_it(clock: Clock, parts: list[float]) -> None:
    whole = clock.total if clock.total < NEVER else 1e4
    thresholds = np.array(parts) * whole
    times = clock.reaches(thresholds)
    assert np.isfinite(times).all()
    np.testing.assert_allclose(clock.reading(times), thresholds, rtol=1e-9, atol=1e-9)
    assert (times >= clock.starts[0]).all()
    assert (times <= clock.end).all()


@given(clocks(), st.floats(0.001, 0.999))
def test_a_threshold_is_not_reached_before_the_time_at_which_it_is(clock: Clock, part: float) -> None:
    whole = clock.total if clock.total < NEVER else 1e4
    time = when(clock, part * whole)
    earlier = time - 1e-6 * (1 + abs(time))
    assert at(clock, earlier) < part * whole or part * whole == 0


@given(clocks())
def test_readings_never_fall_and_stop_at_the_end(clock: Clock) -> None:
    readings = clock.reading(np.linspace(-20, 1200, 400))
    assert (np.diff(readings) >= 0).all()
    assert at(clock, clock.starts[0]) == 0
    assert at(clock, -1e9) == 0
    if clock.end < NEVER:
        assert at(clock, clock.end) == at(clock, clock.end + 100) == pytest.approx(clock.total)


@given(clocks())
def test_more_effort_is_never_reached_earlier(clock: Clock) -> None:
    whole = clock.total if clock.total < NEVER else 1e4
    times = clock.reaches(np.linspace(0, whole * 1.1, 200))
    assert (np.diff(times[np.isfinite(times)]) >= -1e-12 * 1e3).all()
    assert (np.diff(np.isfinite(times).astype(int)) <= 0).all()


@given(clocks())
def test_what_exceeds_the_final_reading_is_never_reached(clock: Clock) -> None:
    if clock.total < NEVER:
        assert when(clock, clock.total * 1.001 + 1e-3) == NEVER
    assert when(clock, np.inf) == NEVER


def test_pieces_of_different_speed_are_inverted_exactly() -> None:
    clock = Clock((2.0, 4.0, 8.0), (1.0, 3.0, 0.5), 10.0)
    assert clock.total == 2 + 12 + 1
    assert [at(clock, time) for time in (0, 2, 3, 4, 5, 8, 9, 10, 11)] == [0, 0, 1, 2, 5, 14, 14.5, 15, 15]
    assert [when(clock, effort) for effort in (0, 1, 2, 5, 14, 14.5, 15)] == [2, 3, 4, 5, 8, 9, 10]


def test_the_first_time_counts_where_a_clock_stands_still() -> None:
    clock = Clock((0.0, 1.0, 5.0, 7.0), (2.0, 0.0, 4.0, 0.0))
    assert when(clock, 2.0) == 1.0
    assert when(clock, 2.0 + 1e-9) == pytest.approx(5.0)
    assert when(clock, 2.5) == 5.125
    assert when(clock, 10.0) == 7.0
    assert when(clock, 10.1) == NEVER
    assert clock.total == 10.0


def test_a_clock_that_stands_still_at_first_reaches_nothing_but_zero_before_it_runs() -> None:
    clock = Clock((3.0, 6.0), (0.0, 1.0))
    assert when(clock, 0.0) == 3.0
    assert when(clock, 0.5) == 6.5
    assert when(Clock((3.0,), (0.0,)), 0.0) == 3.0
    assert when(Clock((3.0,), (0.0,)), 0.5) == NEVER


def test_the_end_itself_counts() -> None:
    clock = Clock((0.0,), (4.0,), 2.5)
    assert when(clock, 10.0) == 2.5
    assert when(clock, 10.0 + 1e-6) == NEVER


@pytest.mark.parametrize("speed", [0.1, 0.7, 1 / 3, 7 / 9, 12.7, 144.1])
def test_the_last_whole_probe_is_not_lost_to_rounding(speed: float) -> None:
    for probes in range(1, 400):
        end = 3.3 + probes / speed
        for clock in (Clock((3.3,), (speed,), end), Clock((1.1, 3.3), (0.0, speed), end)):
            time = when(clock, probes)
            assert time == pytest.approx(end, rel=1e-12)
            assert time <= end
            assert when(clock, probes + 1) == NEVER


def test_the_last_whole_probe_of_a_short_burst_is_not_lost_to_the_rounding_of_its_end() -> None:
    begins, minute = 58 + 22 / 24, 1 / 1440  # the fix at 22:00, and a burst of one minute at 40 probes a second
    for length in range(1, 60):
        burst = paced(begins, begins + length * minute, 40 * 86400.0, [])
        assert when(burst, 2400 * length) == pytest.approx(begins + length * minute)
        assert when(burst, 2400 * length + 1) == NEVER


def test_a_threshold_missed_by_more_than_rounding_is_missed() -> None:
    clock = Clock((0.0,), (1.0,), 100.0)
    assert when(clock, 100 * (1 + 1e-13)) == 100.0
    assert when(clock, 100 * (1 + 1e-10)) == NEVER


def test_a_stopped_clock_reaches_nothing() -> None:
    assert STOPPED.total == 0
    assert at(STOPPED, 100) == 0
    assert (STOPPED.reaches(np.array([0.0, 1.0])) == NEVER).all()


def test_searching_and_comparing_find_the_same_piece() -> None:
    few = Clock(tuple(float(i) for i in range(FEW_PIECES)), tuple(float(i % 3) for i in range(FEW_PIECES)), 16.0)
    starts = tuple(i / 2 for i in range(2 * FEW_PIECES))
    many = Clock(starts, tuple(float(int(start) % 3) for start in starts), 16.0)
    thresholds = np.linspace(0, 20, 401)
    np.testing.assert_allclose(few.reaches(thresholds), many.reaches(thresholds))


def test_arrays_of_any_shape_keep_their_shape() -> None:
    clock = paced(0, 9, 2.0, [(3, 0.5)])
    assert clock.reaches(np.ones((2, 3))).shape == (2, 3)
    assert clock.reading(np.ones((2, 3))).shape == (2, 3)


def test_without_pace_a_clock_runs_at_its_speed_from_begin_to_end() -> None:
    assert paced(2, 12, 5.0, []) == Clock((2,), (5.0,), 12)
    assert paced(-3, NEVER, 5.0, []).reading(1.0) == 20


def test_pace_entries_replace_each_other_and_do_not_compound() -> None:
    clock = paced(0, 10, 6.0, [(2, 3.0), (4, 0.5)])
    assert [at(clock, time) for time in (2, 4, 6)] == [12, 12 + 36, 12 + 36 + 6]


def test_the_latest_moment_passed_before_the_begin_counts() -> None:
    assert paced(5, NEVER, 2.0, [(1, 10.0), (3, 4.0)]) == Clock((5,), (8.0,))
    assert paced(5, NEVER, 2.0, [(3, 4.0), (1, 10.0)]) == Clock((5,), (8.0,))
    assert paced(5, NEVER, 2.0, [(-7, 4.0)]) == Clock((5,), (8.0,))


def test_a_pace_at_the_very_begin_counts_from_the_begin() -> None:
    assert paced(5, NEVER, 2.0, [(5, 4.0), (1, 10.0)]) == Clock((5,), (8.0,))


def test_of_several_paces_at_one_moment_the_last_in_the_file_counts() -> None:
    assert paced(0, NEVER, 1.0, [(3, 2.0), (3, 7.0)]) == Clock((0, 3), (1.0, 7.0))
    assert paced(4, NEVER, 1.0, [(3, 2.0), (3, 7.0)]) == Clock((4,), (7.0,))
    assert paced(3, NEVER, 1.0, [(3, 7.0), (3, 2.0)]) == Clock((3,), (2.0,))


def test_the_order_of_the_file_does_not_matter_for_different_moments() -> None:
    entries = [(4, 0.5), (2, 3.0), (7, 0.0)]
    assert paced(0, 20, 6.0, entries) == paced(0, 20, 6.0, sorted(entries))


def test_a_pace_at_or_after_the_end_changes_nothing() -> None:
    assert paced(0, 5, 6.0, [(5, 3.0), (9, 2.0)]) == Clock((0,), (6.0,), 5)


def test_a_pace_that_never_comes_changes_nothing() -> None:
    assert paced(0, NEVER, 6.0, [(NEVER, 3.0)]).reading(10.0) == 60


def test_a_pace_of_zero_pauses() -> None:
    clock = paced(0, NEVER, 2.0, [(1, 0), (4, 1)])
    assert when(clock, 2.0) == 1.0
    assert when(clock, 3.0) == 4.5


def test_a_campaign_that_would_end_before_it_begins_idles() -> None:
    assert paced(5, 4.9, 2.0, []) == STOPPED
    assert paced(NEVER, NEVER, 2.0, []) == STOPPED
    assert paced(math.nan, NEVER, 2.0, []) == STOPPED


def test_a_campaign_that_ends_as_it_begins_sends_no_probe() -> None:
    clock = paced(5, 5, 2.0, [])
    assert clock.total == 0
    assert when(clock, 1.0) == NEVER


def test_a_faster_clock_reads_as_many_times_more_at_every_instant() -> None:
    plain = Clock((1.0, 4.0, 6.0), (2.0, 0.0, 5.0), 9.0)
    times = np.linspace(0, 12, 49)
    for clock in (plain, plain.ramped(2.0), plain.growing(2.0, 8.0)):
        assert np.allclose(clock.faster(3.0).reading(times), 3 * clock.reading(times))


@given(clocks())
def test_thresholds_of_any_shape_are_reached_as_one_by_one(clock: Clock) -> None:
    whole = clock.total if clock.total < NEVER else 1e4
    thresholds = np.linspace(0, whole * 1.2 + 1, 24)
    for shape in ((6, 4), (2, 3, 4)):
        assert np.array_equal(clock.reaches(thresholds.reshape(shape)).ravel(), clock.reaches(thresholds))
