"""Moments: how they are written, what they mean in days since the start, and how they hang on each other."""

from __future__ import annotations

import itertools
import math
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from sim.problems import InputError
from sim.scenario.moments import Calendar, Moment, days_between, read_date, read_moment
from sim.scenario.quantities import Days
from sim.scenario.scenario import Scenario

START = datetime(2021, 1, 3)


def calendar(horizon: str = "60d", **timeline: Any) -> Calendar:
    """A calendar that starts on 3 January 2021."""
    return Calendar(START, read_moment(horizon), {name: read_moment(value) for name, value in timeline.items()})


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("2021-03-02", 58.0),
        (date(2021, 3, 2), 58.0),
        (datetime(2021, 3, 2, 12), 58.5),
        ("2021-03-02T22:00:00Z", 58 + 22 / 24),
        ("2021-03-02 22:00", 58 + 22 / 24),
        ("2021-03-02T23:00:00+01:00", 58 + 22 / 24),
        ("2021-03-02T16:30:00-05:30", 58 + 22 / 24),
        (datetime(2021, 3, 2, 23, tzinfo=timezone(timedelta(hours=1))), 58 + 22 / 24),
        ("2021-03-02T00:00:00.000001Z", 58 + 1e-6 / 86400),
        ("2021-01-01", -2.0),
        ("14d", 14.0),
        ("2w 3d", 17.0),
        ("0d", 0.0),
        (Days(1.5), 1.5),
        ("start", 0.0),
        ("start + 2d", 2.0),
        ("start - 2d", -2.0),
        ("horizon", 60.0),
        ("horizon - 12h", 59.5),
        ("fix", 58.0),
        ("fix + 8d", 66.0),
        ("fix+8d", 66.0),
        ("  fix  -  2w 1d ", 43.0),
        ("mass-scan - 2d", 1.0),
        (Moment("fix", 0.5), 58.5),
    ],
)
def test_every_written_form_means_its_days_since_the_start(written: Any, days: float) -> None:
    moments = calendar(fix="2021-03-02", **{"mass-scan": "3d"})
    assert moments.problems == []
    assert moments.days(read_moment(written)) == days


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (3, "a bare number is not a moment; write a date"),
        (0.5, "a bare number is not a moment"),
        (math.nan, "a bare number is not a moment"),
        (None, "is not a moment; write a date"),
        (True, "is not a moment"),
        ("", "is not a moment"),
        ("6:00", "is not a moment"),
        ("-3d", "is not a moment"),
        ("fix +", "is not a moment"),
        ("fix 8d", "is not a moment"),
        ("8d + fix", "is not a duration"),
        ("fix + 8", "is not a duration"),
        ("fix + 6:00", "a clock time is not a duration"),
        ("fix + -8d", "a duration cannot be negative"),
        ("fix + 1e999d", "is not finite"),
        ("2021-02-30", "is not a date that exists"),
        ("2021-13-01", "is not a date that exists"),
        ("2021-03-02T25:00", "is not a date that exists"),
        ([], "is not a moment"),
    ],
)
def test_what_is_no_moment_is_refused(written: Any, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_moment(written)


@pytest.mark.parametrize("written", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_date_that_no_calendar_holds_in_utc_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="write 2021-03-02"):
        read_date(written)


@pytest.mark.parametrize("written", ["2021-3-2", "2021-03-02 + 2d"])
def test_a_date_in_a_wrong_form_is_not_said_to_be_missing_from_the_calendar(written: str) -> None:
    with pytest.raises(ValueError) as caught:
        read_moment(written)
    assert "isoformat" not in str(caught.value)
    assert "2021-03-02" in str(caught.value)


@pytest.mark.parametrize(
    "written",
    ["2021-03-02", "2021-03-02T22:00:00Z", "2021-03-02T22:00:00.000001Z", "14d", "90m", "fix", "fix + 8d", "fix - 6h"],
)
def test_a_moment_prints_as_it_would_be_written(written: str) -> None:
    assert str(read_moment(written)) == written


@pytest.mark.parametrize(
    "written", ["start - 2d", "start + 2d", "fix + 0d", "fix - 0d", "2021-03-02T23:00+01:00", "start"]
)
def test_a_printed_moment_reads_back_to_the_same_moment(written: str) -> None:
    moment = read_moment(written)
    again = read_moment(str(moment))
    moments = calendar(fix="2021-03-02")
    assert moments.days(again) == moments.days(moment)
    assert str(again) == str(moment)


def test_days_are_exact_to_the_microsecond() -> None:
    assert days_between(START, START + timedelta(microseconds=1)) == 1e-6 / 86400
    assert days_between(START, START + timedelta(days=1000, hours=6)) == 1000.25


def test_moments_hang_on_each_other_in_any_order() -> None:
    written = {"fix": "horizon - 2d", "directive": "fix + 1d", "older": "directive - 6h", "alone": "3d"}
    for names in itertools.permutations(written):
        moments = calendar(**{name: written[name] for name in names})
        found = {name: moments.days(read_moment(name)) for name in written}
        assert found == {"fix": 58.0, "directive": 59.0, "older": 58.75, "alone": 3.0}
        assert moments.problems == []


def test_the_horizon_may_hang_on_a_named_moment() -> None:
    moments = calendar("fix + 30d", fix="20d")
    assert moments.days(read_moment("horizon - 1d")) == 49.0


def test_moments_that_hang_on_themselves_are_refused_with_the_circle() -> None:
    moments = calendar(a="b + 1d", b="c", c="a - 1d", free="2d")
    assert [str(problem) for problem in moments.problems] == ["timeline.a: b + 1d: circular moments: a -> b -> c -> a"]
    assert math.isnan(moments.days(read_moment("b + 1d")))
    assert moments.days(read_moment("free + 1d")) == 3.0


def test_a_horizon_that_hangs_on_itself_is_refused() -> None:
    assert "circular moments: horizon -> horizon" in str(calendar("horizon + 1d").problems[0])
    assert "circular moments: horizon -> end -> horizon" in str(calendar("end", end="horizon").problems[0])


def test_a_moment_that_only_leads_to_a_circle_is_not_called_part_of_it() -> None:
    moments = calendar(outside="a + 1d", a="b", b="a")
    assert [problem.path for problem in moments.problems] == [("timeline", "a")]


def test_an_unknown_moment_is_refused_with_the_nearest_known_one() -> None:
    (problem,) = calendar(fix="2021-03-02", late="fxi + 3d", later="late + 1d").problems
    assert problem.path == ("timeline", "late")
    assert problem.message == "unknown moment 'fxi'; did you mean 'fix'? known here: start, horizon, fix, late, later"


def test_a_minus_without_spaces_gets_a_hint() -> None:
    problem = calendar(fix="2021-03-02").check(read_moment("fix-2d"), ("x",))
    assert problem is not None
    assert problem.message == "unknown moment 'fix-2d'; write 'fix - 2d' with spaces"


def test_a_name_with_a_hyphen_that_ends_like_a_duration_is_a_name() -> None:
    moments = calendar(**{"wave-2d": "5d"})
    assert moments.days(read_moment("wave-2d + 1d")) == 6.0


def test_a_scenario_resolves_moments_wherever_they_stand_in_the_file() -> None:
    campaign = {"begins": "go", "ends": "stop", "strategy": "hit_list", "rate": "1/d"}
    document = {"name": "x", "campaigns": {"c": campaign}, "populations": {"p": {"organizations": 1}}}
    late = {"timeline": {"stop": "go + 2d", "go": "horizon - 9d"}, "horizon": "30d", "start": "2021-01-01"}
    assert Scenario.from_dict({**document, **late}).digest == Scenario.from_dict({**late, **document}).digest
    with pytest.raises(InputError, match=r"timeline\.stop: gone \+ 2d: unknown moment 'gone'; did you mean 'go'"):
        Scenario.from_dict({**document, **late, "timeline": {"stop": "gone + 2d", "go": "3d"}})
