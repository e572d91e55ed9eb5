"""Quantities: what is read, what it is worth in days or per day, and what is refused in which words."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import example, given, settings

from sim.scenario.quantities import (
    DURATION_HELP,
    RATE_HELP,
    Days,
    PerDay,
    read_duration,
    read_number,
    read_positive,
    read_rate,
    read_share,
    read_whole,
    written_duration,
    written_number,
)

SIZES = st.floats(min_value=0, allow_nan=False, allow_infinity=False)
QUARTERS = st.integers(0, 10**9).map(lambda seconds: seconds / 86400)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("90m", 90 / 1440),
        ("90min", 90 / 1440),
        ("30s", 30 / 86400),
        ("6h", 0.25),
        ("14d", 14.0),
        ("2w", 14.0),
        ("2w 3d", 17.0),
        ("2w3d", 17.0),
        (" 1d  12h ", 1.5),
        ("1_000d", 1000.0),
        ("0.5d", 0.5),
        ("1e-3d", 0.001),
        ("2 d", 2.0),
        ("0d", 0.0),
        ("10 days", 10.0),
        ("1 day", 1.0),
        ("1 month", 30.0),
        ("3 months", 90.0),
        ("1 year", 365.0),
        ("2 weeks 3 days", 17.0),
        ("36 hours", 1.5),
        ("12 hrs", 0.5),
        ("1 hr", 1 / 24),
        ("90 minutes", 90 / 1440),
        ("45mins", 45 / 1440),
        ("30 seconds", 30 / 86400),
        ("30 secs", 30 / 86400),
        ("1 week 12h", 7.5),
    ],
)
def test_a_duration_is_read_in_days(text: str, days: float) -> None:
    read = read_duration(text)
    assert read == days
    assert isinstance(read, Days)


@pytest.mark.parametrize(
    ("text", "per_day"),
    [
        ("40/s", 40 * 86400),
        ("6/min", 6 * 1440),
        ("10/h", 240),
        ("250_000/d", 250_000),
        ("7/w", 1),
        ("1.5 / d", 1.5),
        ("1e3/d", 1000),
        ("0/d", 0),
        ("3/day", 3),
        ("3 per day", 3),
        ("4 per year", 4 / 365),
        ("12/month", 0.4),
        ("2 per hour", 48),
        ("7 per week", 1),
        ("1/minute", 1440),
        ("2 / sec", 2 * 86400),
    ],
)
def test_a_rate_is_read_per_day(text: str, per_day: float) -> None:
    read = read_rate(text)
    assert read == pytest.approx(per_day, rel=1e-15)
    assert isinstance(read, PerDay)


@settings(max_examples=300)
@given(st.one_of(SIZES, QUARTERS))
@example(0.1)
@example(1 / 3)
@example(5e-324)
@example(1.7976931348623157e308)
def test_a_written_duration_reads_back_to_the_same_float(days: float) -> None:
    assert read_duration(written_duration(days)) == days
    assert read_duration(str(Days(days))) == days


@settings(max_examples=300)
@given(SIZES)
@example(250_000.0)
@example(1e15)
@example(1e22)
@example(2**53 + 2.0)
def test_a_written_rate_or_number_reads_back_to_the_same_float(value: float) -> None:
    assert read_rate(str(PerDay(value))) == value
    if value <= 1e300:
        assert read_number(written_number(value)) == value


@pytest.mark.parametrize(
    ("days", "text"),
    [(14.0, "14d"), (0.25, "6h"), (1 / 1440, "1m"), (1.5, "36h"), (1 / 86400, "1s"), (1 / 7, f"{1 / 7}d"), (0, "0d")],
)
def test_a_duration_is_written_in_the_largest_unit_in_which_it_is_whole(days: float, text: str) -> None:
    assert written_duration(days) == text


def test_numbers_are_written_with_thousands_grouped() -> None:
    assert [written_number(value) for value in (250_000, 0.5, 3.0)] == ["250_000", "0.5", "3"]
    assert str(PerDay(1_500_000)) == "1_500_000/d"


@pytest.mark.parametrize("value", [3, 0, 0.5, -1, 10**30, math.inf, math.nan])
def test_a_bare_number_is_no_duration_and_no_rate(value: float) -> None:
    with pytest.raises(ValueError, match=r"a bare number is not a duration; write .*90m, 6h, 14d"):
        read_duration(value)
    with pytest.raises(ValueError, match=r"a bare number is not a rate; write .*40/s"):
        read_rate(value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("6:00", "a clock time is not a duration"),
        ("-3d", "a duration cannot be negative"),
        (" -1h", "a duration cannot be negative"),
        ("3", "is not a duration"),
        ("d", "is not a duration"),
        ("", "is not a duration"),
        ("3 dayss", "is not a duration"),
        ("a month", "is not a duration"),
        ("3 years'", "is not a duration"),
        ("days 3", "is not a duration"),
        ("3D", "is not a duration"),
        ("3mo", "is not a duration"),
        ("3d and 2h", "is not a duration"),
        ("1.d", "is not a duration"),
        ("3/d", "is not a duration"),
        ("nand", "is not a duration"),
        ("1e999d", "is not finite"),
    ],
)
def test_what_is_no_duration_is_refused_with_what_would_be_one(text: str, reason: str) -> None:
    with pytest.raises(ValueError) as caught:
        read_duration(text)
    assert str(caught.value).startswith(reason)
    assert str(caught.value).endswith(f"write {DURATION_HELP}")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("-3/d", "a rate cannot be negative"),
        ("3", "is not a rate"),
        ("3d", "is not a rate"),
        ("3/days", "is not a rate"),
        ("3perday", "is not a rate"),
        ("3/m", "is not a rate"),
        ("3 per m", "is not a rate"),
        ("/d", "is not a rate"),
        ("", "is not a rate"),
        ("inf/d", "is not a rate"),
        ("1e308/s", "is not finite"),
    ],
)
def test_what_is_no_rate_is_refused_with_what_would_be_one(text: str, reason: str) -> None:
    with pytest.raises(ValueError) as caught:
        read_rate(text)
    assert str(caught.value).startswith(reason)
    assert str(caught.value).endswith(f"write {RATE_HELP}")


@pytest.mark.parametrize("read", [read_duration, read_rate, read_number, read_share, read_whole])
@pytest.mark.parametrize("value", [None, True, False, [], {}, b"3d", date(2021, 3, 2), 1j])
def test_what_is_not_even_a_number_or_text_is_refused(read: Callable[[Any], Any], value: Any) -> None:
    with pytest.raises(ValueError, match="is not a"):
        read(value)


@pytest.mark.parametrize("value", [-1.0, math.inf, math.nan])
def test_a_duration_or_rate_made_by_a_program_must_be_finite_and_not_negative(value: float) -> None:
    with pytest.raises(ValueError, match="a duration must be finite and not negative"):
        read_duration(Days(value))
    with pytest.raises(ValueError, match="a rate must be finite and not negative"):
        read_rate(PerDay(value))


def test_a_duration_is_no_rate_and_neither_is_a_number() -> None:
    with pytest.raises(ValueError, match="not a rate"):
        read_rate(Days(3))
    with pytest.raises(ValueError, match="not a duration"):
        read_duration(PerDay(3))
    for quantity in (Days(3), PerDay(3)):
        with pytest.raises(ValueError, match="is a quantity with a unit; write a plain number"):
            read_number(quantity)


@pytest.mark.parametrize(("value", "number"), [(3, 3.0), (0.7, 0.7), ("1_000", 1000.0), ("1e3", 1000.0), (0, 0.0)])
def test_a_plain_number_is_read(value: Any, number: float) -> None:
    assert read_number(value) == number
    assert type(read_number(value)) is float


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (math.nan, "is not a finite number"),
        (math.inf, "is not a finite number"),
        (-math.inf, "is not a finite number"),
        (10**400, "is not a finite number"),
        (-(10**400), "is not a finite number"),
        (-0.1, "must be 0 or more"),
        ("-3", "is not a number"),
        ("nan", "is not a number"),
        ("inf", "is not a number"),
        ("3d", "is not a number"),
        ("", "is not a number"),
    ],
)
def test_what_is_no_plain_number_is_refused(value: Any, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_number(value)


def test_a_positive_number_is_more_than_zero() -> None:
    assert read_positive(5e-324) == 5e-324
    with pytest.raises(ValueError, match="must be greater than 0"):
        read_positive(0)


@pytest.mark.parametrize("value", [0, 1, 0.5, 1.0, "0.25", 5e-324])
def test_a_share_is_from_zero_to_one(value: Any) -> None:
    assert read_share(value) == float(value)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (1.0000000000000002, r"is outside \[0, 1\]; a share is a number from 0 to 1, such as 0.25 for 25 %"),
        (2, r"is outside \[0, 1\]"),
        (-0.1, "must be 0 or more"),
        (math.nan, "is not a finite number"),
        ("25%", "is not a share; write a number from 0 to 1, such as 0.25 for 25 %"),
        ("25 % ", "is not a share"),
    ],
)
def test_what_is_no_share_is_refused(value: Any, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_share(value)


@pytest.mark.parametrize(("value", "whole"), [(3, 3), (3.0, 3), ("4_000", 4000), (10**12, 10**12), (0, 0)])
def test_a_whole_number_is_read(value: Any, whole: int) -> None:
    assert read_whole(value) == whole
    assert type(read_whole(value)) is int


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (2.5, "is not a whole number"),
        (-1, "must be 0 or more"),
        (10**12 + 1, r"is larger than 10\^12"),
        (1e300, r"is larger than 10\^12"),
        (math.inf, "is not a finite number"),
        ("three", "is not a number"),
    ],
)
def test_what_is_no_whole_number_is_refused(value: Any, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_whole(value)


def test_a_whole_number_has_a_least() -> None:
    assert read_whole(1, least=1) == 1
    with pytest.raises(ValueError, match="must be a whole number of at least 1"):
        read_whole(0, least=1)
