"""When windows open: what is written, and the instants that it means, against a calendar that is made otherwise.

Theory. Local dates come from the rules of RFC 5545 as python-dateutil has them. When the clocks of a zone show a local
time is looked up the other way round, from UTC: the first instant at which they do; where they never do, that of the
clocks as they went before they were put forward.
"""

from __future__ import annotations

import re
import warnings
import zoneinfo
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import numpy as np
import pytest
from dateutil import rrule

import sim
from sim.scenario.openings import WEEKDAYS, opening_days, read_opening, read_timezone, recurrence, zone_names

EPOCH = datetime(2000, 1, 1)
RULES: dict[str, dict[str, Any]] = {
    "sat 22:00": {"freq": rrule.WEEKLY, "byweekday": rrule.SA},
    "sun 02:30": {"freq": rrule.WEEKLY, "byweekday": rrule.SU},
    "daily 00:15": {"freq": rrule.DAILY},
    "daily 02:15": {"freq": rrule.DAILY},
    "third fri 22:30": {"freq": rrule.MONTHLY, "byweekday": rrule.FR(3)},
    "first mon 00:00": {"freq": rrule.MONTHLY, "byweekday": rrule.MO(1)},
    "fourth sun 01:59": {"freq": rrule.MONTHLY, "byweekday": rrule.SU(4)},
    "last sun 02:00": {"freq": rrule.MONTHLY, "byweekday": rrule.SU(-1)},
}
ZONES = (
    "UTC", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kolkata",
    "Pacific/Chatham", "Pacific/Apia", "Africa/Casablanca",
)  # fmt: skip
FIFTY_YEARS = (1986, 2035)


@pytest.fixture(autouse=True)
def locked_zones() -> Iterator[None]:
    """Zones of the package tzdata, whatever the machine has."""
    zoneinfo.reset_tzpath(to=())
    yield
    zoneinfo.reset_tzpath()


def first_shown(local: datetime, zone: zoneinfo.ZoneInfo) -> datetime:
    """The first instant, in UTC, at which the clocks of a zone show a local time; else as they went before."""

    def shown(instant: datetime) -> datetime:
        return instant.replace(tzinfo=timezone.utc).astimezone(zone).replace(tzinfo=None)

    ahead = {shown(local + timedelta(hours=hours)) - (local + timedelta(hours=hours)) for hours in (-36, 0, 36)}
    found = [local - offset for offset in ahead if shown(local - offset) == local]
    if found:
        return min(found)
    before, after = local - timedelta(2), local + timedelta(2)
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        before, after = (middle, after) if shown(middle) < local else (before, middle)
    return before + (local - shown(before))


def instants(opens: str, zone: str, years: tuple[int, int] = FIFTY_YEARS) -> list[datetime]:
    days = opening_days(opens, zone, EPOCH, *years)
    return [EPOCH + timedelta(seconds=round(float(day) * 86400)) for day in days]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("opens", RULES)
def test_openings_of_fifty_years_are_those_of_another_calendar(opens: str, zone: str) -> None:
    hours, minutes = map(int, opens.split()[-1].split(":"))
    first, last = FIFTY_YEARS
    local = rrule.rrule(
        dtstart=datetime(first, 1, 1, hours, minutes), until=datetime(last, 12, 31, 23, 59), **RULES[opens]
    )
    clocks = zoneinfo.ZoneInfo.no_cache(zone)
    assert instants(opens, zone) == [first_shown(each, clocks) for each in local]


def test_an_offset_counts_days_from_the_weekday_of_the_month() -> None:
    """Two days after the second Tuesday is not the second Thursday; in March 2021, clocks change in between."""
    months = rrule.rrule(rrule.MONTHLY, datetime(1986, 1, 1), until=datetime(2035, 12, 31), byweekday=rrule.TU(2))
    clocks = zoneinfo.ZoneInfo.no_cache("America/New_York")
    for offset, days in (("+ 2d", 2), ("+3w 6d", 27), ("- 1d", -1), ("+ 48h", 2)):
        wanted = [first_shown(each + timedelta(days, hours=20), clocks) for each in months]
        assert instants(f"second tue {offset} 20:00", "America/New_York") == wanted
    assert instants("second tue + 2d 20:00", "UTC", (2021, 2021))[8] == datetime(2021, 9, 16, 20)  # from the 14th


@pytest.mark.parametrize(
    ("opens", "zone", "day", "instant"),
    [
        ("sun 02:30", "Europe/Berlin", 28, datetime(2021, 3, 28, 1, 30)),  # shown as 3:30
        ("sun 02:30", "Europe/Berlin", 31, datetime(2021, 10, 31, 0, 30)),  # and again an hour later
        ("daily 02:15", "Australia/Lord_Howe", 3, datetime(2021, 10, 2, 15, 45)),  # by half an hour: shown as 2:45
        ("daily 01:45", "Australia/Lord_Howe", 4, datetime(2021, 4, 3, 14, 45)),
        ("daily 00:30", "America/Sao_Paulo", 4, datetime(2018, 11, 4, 3, 30)),  # clocks go from 0:00 to 1:00
        ("daily 01:00", "Pacific/Apia", 30, datetime(2011, 12, 30, 11)),  # no 30 December there: shown as the 31st
    ],
)
def test_hours_that_clocks_leave_out_or_show_twice(opens: str, zone: str, day: int, instant: datetime) -> None:
    days = opening_days(opens, zone, EPOCH, instant.year, instant.year).tolist()
    assert days.count((instant - EPOCH).total_seconds() / 86400) == (2 if zone == "Pacific/Apia" else 1), day


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (" Saturday  22:00 ", "sat 22:00"),
        ("tue 6:05", "tue 06:05"),
        ("DAILY 1:00", "daily 01:00"),
        ("thurs 1:00", "thu 01:00"),
        ("Third Friday 22:30", "third fri 22:30"),
        ("last sun 2:00", "last sun 02:00"),
        ("second tue+3d 20:00", "second tue + 3d 20:00"),
        ("second tuesday - 1w 2d 20:00", "second tue - 9d 20:00"),
        ("first mon + 0d 20:00", "first mon 20:00"),
    ],
)
def test_openings_are_read_and_written_in_one_spelling(written: str, read: str) -> None:
    assert read_opening(written) == read
    assert read_opening(read) == read
    assert str(recurrence(read)) == read


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("fifth fri 22:00", "most months have no fifth fri; write first, second, third, fourth, last"),
        ("sat + 2d 22:00", "only a weekday of the month has an offset"),
        ("second tue + 5w 22:00", "at most 28d"),
        ("second tue + 12h 22:00", "whole days"),
        ("second tue + 3 22:00", "is not a duration"),
        ("second tue + 22:00", "is not an opening; write sat 22:00, daily 01:00, third fri 22:30"),
        ("monthly 22:00", "is not an opening"),
        ("third 22:00", "is not an opening"),
        ("sat 24:00", "is not an opening"),
        ("daily 12:60", "is not an opening"),
        ("daily + 1d 12:00", "is not an opening"),
        (22, "is not an opening"),
    ],
)
def test_what_is_no_opening_says_what_is(written: Any, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        read_opening(written)


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("europe/berlin", "Europe/Berlin"),
        ("Europe/Berln", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("utc", "UTC"),
        ("CEST", None),
        ("GMT+2", None),  # Etc/GMT+2 is two hours behind
        ("Factory", None),
        ("../Europe/Berlin", "Europe/Berlin"),
        (2, None),
    ],
)
def test_an_unknown_time_zone_is_told_with_the_nearest(written: Any, nearest: str | None) -> None:
    with pytest.raises(ValueError, match="write an IANA name such as Europe/Berlin") as caught:
        read_timezone(written)
    assert (f"did you mean {nearest!r}?" in str(caught.value)) == (nearest is not None)
    assert ("did you mean" in str(caught.value)) == (nearest is not None)


def test_all_zones_can_be_read() -> None:
    assert len(zone_names()) > 500
    for name in zone_names():
        assert len(opening_days("daily 12:00", name, EPOCH, 2021, 2021)) == 365


def case(**update: Any) -> dict[str, Any]:
    """A scenario with one remediation."""
    return {
        "name": "Calendars",
        "start": "2021-12-01",
        "horizon": "60d",
        "timeline": {"holidays": "2021-12-20", "alert": {"when": "compromised", "reaches": 2}},
        "populations": {"office": {"organizations": 3}, "shop": {"organizations": 1}},
        "remediations": {"update": {"available": "0d", "adoption": {"law": "fixed", "value": "0d"}, **update}},
        "campaigns": {"scan": {"begins": "0d", "strategy": "hit_list", "rate": "1/d"}},
    }


OPEN = {"opens": "sat 22:00", "lasts": "6h"}
CREW = {"technicians": 1, "hours_per_server": {"law": "fixed", "value": "1h"}}
FREEZE = {"from": "holidays", "until": "holidays + 14d"}


@pytest.mark.parametrize(
    ("update", "path", "value", "message"),
    [
        (
            {"window": {**OPEN, "lasts": "8d"}},
            "window.0.lasts",
            "8d",
            "a weekly window lasts longer than 0 and at most 7d",
        ),
        ({"window": {"opens": "daily 1:00", "lasts": "25h"}}, "window.0.lasts", "25h", "at most 1d"),
        ({"window": {"opens": "last sun 1:00", "lasts": "29d"}}, "window.0.lasts", "29d", "a monthly window"),
        ({"window": {"opens": "daily 1:00", "lasts": "0h"}}, "window.0.lasts", "0d", "longer than 0"),
        ({"window": {**OPEN, "timezone": "Europe/Berln"}}, "window.0.timezone", "'Europe/Berln'", "'Europe/Berlin'"),
        ({"window": {**OPEN, "time_zone": "UTC"}}, "window.0.time_zone", "'UTC'", "did you mean 'timezone'"),
        ({"window": {**OPEN, "opens": "fifth fri 22:00"}}, "window.0.opens", "'fifth fri 22:00'", "no fifth fri"),
        ({"crew": {**CREW, "window": {**OPEN, "lasts": "8d"}}}, "crew.window.0.lasts", "8d", "at most 7d"),
        ({"freeze": {"from": "holidays"}}, "freeze.0.until", None, "needed here: from, until"),
        ({"freeze": {"since": "holidays", "until": "50d"}}, "freeze.0.from", None, "missing key"),
        ({"freeze": [{**FREEZE, "to": "50d"}]}, "freeze.0.to", "'50d'", "known here: from, until"),
        ({"freeze": "holidays"}, "freeze.0", "'holidays'", "is not a mapping"),
        ({"freeze": {"from": "hollidays", "until": "50d"}}, "freeze.0.from", "hollidays", "did you mean 'holidays'"),
        (
            {"freeze": {"from": "50d", "until": "holidays"}},
            "freeze.0.until",
            "holidays",
            "not after the freeze begins (50d)",
        ),
        ({"freeze": {"from": "5d", "until": "5d"}}, "freeze.0.until", "5d", "not after"),
        (
            {"freeze": [FREEZE, {"from": "1d", "until": "2d"}, {"from": "2022-01-02", "until": "2022-02-01"}]},
            "freeze.2.from",
            "2022-01-02",
            "overlaps the freeze from holidays until holidays + 14d; write one for both",
        ),
        (
            {"by_population": {"shop": {"freeze": {"from": "9d", "until": "8d"}}}},
            "by_population.shop.freeze.0.until",
            "8d",
            "",
        ),
        (
            {"freeze": {"from": "alert + 2d", "until": "alert"}},
            "freeze.0.until",
            "alert",
            "not after the freeze begins (alert + 2d)",
        ),
        ({"freeze": {"from": "alert - 2d", "until": "50d"}}, "freeze.0.from", "alert - 2d", "nobody can foresee"),
        ({"crew": CREW, "freeze": {"from": "alert", "until": "50d"}}, "freeze.0.from", "alert", "on the alarm alert"),
        ({"crew": CREW, "freeze": {"from": "9d", "until": "alert"}}, "freeze.0.until", "alert", "it can foresee"),
        (
            {"crew": CREW, "by_population": {"shop": {"freeze": []}}},
            "by_population.shop.freeze",
            None,
            "the same for all",
        ),
    ],
    ids=str,
)
def test_mistakes_are_told_with_their_place(update: dict[str, Any], path: str, value: str | None, message: str) -> None:
    with pytest.raises(sim.InputError) as caught:
        sim.Scenario.from_dict(case(**update))
    found = {".".join(map(str, each.path)): each for each in caught.value.problems}
    problem = found[f"remediations.update.{path}"]
    assert message in problem.message
    assert problem.value == value


def test_freezes_that_touch_are_two() -> None:
    freezes = [FREEZE, {"from": "holidays + 14d", "until": "50d"}]
    assert len(sim.Scenario.from_dict(case(freeze=freezes)).remediations["update"].freeze) == 2


@pytest.mark.parametrize(
    ("freeze", "message"),
    [
        ({"from": "2020-12-20", "until": "2021-01-03"}, "until: 2021-01-03: is not after the start"),
        ({"from": "2022-12-20", "until": "2023-01-03"}, "from: 2022-12-20: is after the horizon"),
    ],
)
def test_a_freeze_of_another_year_is_probably_not_meant(freeze: dict[str, str], message: str) -> None:
    with pytest.warns(sim.ScenarioWarning, match=message):
        sim.Scenario.from_dict(case(freeze=freeze))


def test_a_freeze_before_the_start_can_be_meant() -> None:
    """What is available before it, or what moves."""
    freeze = {"from": "2020-12-20", "until": "2021-01-03"}
    moving = {"remediations.update.freeze.0.until": {"law": "uniform", "low": "3d", "high": "9d"}}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sim.Scenario.from_dict(case(freeze=freeze, available="2020-12-24"))
        sim.Scenario.from_dict(case(freeze=freeze) | {"uncertain": moving})


def test_calendars_are_written_as_they_were_read() -> None:
    window = {"opens": "third fri 22:30", "lasts": "6h", "timezone": "Europe/Berlin"}
    scenario = sim.Scenario.from_dict(case(window=[window, OPEN], freeze=[FREEZE]))
    update = scenario.to_dict()["remediations"]["update"]
    assert update["window"] == [window, OPEN]
    assert update["freeze"] == [FREEZE]
    assert sim.Scenario.from_dict(scenario.to_dict()).digest == scenario.digest
    assert (
        sim.Scenario.from_dict(case(window={**OPEN, "timezone": "UTC"})).digest
        == sim.Scenario.from_dict(case(window=OPEN)).digest
    )


def test_parts_of_calendars_have_paths() -> None:
    window = {"opens": "third fri 22:30", "lasts": "6h", "timezone": "Europe/Berlin"}
    scenario = sim.Scenario.from_dict(case(window=window, freeze=FREEZE))
    update = "remediations.update"
    changes = {f"{update}.window.0.lasts": "2d", f"{update}.freeze.0.from": "9d", f"{update}.window.0.timezone": "UTC"}
    changed = scenario.replace(changes).remediations["update"]
    assert (str(changed.window[0].lasts), str(changed.freeze[0].begins), changed.window[0].timezone) == (
        "2d",
        "9d",
        "UTC",
    )
    assert scenario.replace({f"{update}.freeze": []}).remediations["update"].freeze == ()
    told = {row.path: (row.value, row.unit) for row in sim.assumptions(scenario)}
    assert told[f"{update}.window.0.opens"] == ("third fri 22:30", "local time")
    assert told[f"{update}.window.0.timezone"] == ("Europe/Berlin", "")
    assert told[f"{update}.freeze.0.from"] == ("holidays", "moment (UTC)")
    lifted = scenario.replace({f"{update}.by_population.shop.freeze": []})
    assert {row.path: row.value for row in sim.assumptions(lifted)}[f"{update}.by_population.shop.freeze"] == "none"


def test_parts_of_calendars_can_be_uncertain() -> None:
    rows = {
        "remediations.update.window.0.lasts": {"law": "uniform", "low": "1h", "high": "6h"},
        "remediations.update.freeze.0.until": {"law": "uniform", "low": "2021-12-21", "high": "2022-01-10"},
    }
    scenario = sim.Scenario.from_dict(case(window=OPEN, freeze=FREEZE) | {"uncertain": rows, "replications": 20})
    assert np.ptp(sim.run(scenario, workers=1).values("compromised")) >= 0
    too_long = {"remediations.update.window.0.lasts": {"law": "uniform", "low": "6d", "high": "8d"}}
    with pytest.raises(sim.InputError, match=r"window\.0\.lasts.*a weekly window lasts"):
        sim.Scenario.from_dict(case(window=OPEN) | {"uncertain": too_long})


def test_weekdays_are_those_of_python() -> None:
    assert [f"{datetime(2024, 1, 1 + day):%a}".lower() for day in range(7)] == list(WEEKDAYS)
