"""Windows and freezes: when installations can happen, worked out by hand, and by a walk through the local hours."""

from __future__ import annotations

import dataclasses
import re
import warnings
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from ruamel.yaml import YAML

import sim
from sim.model.clocks import NEVER, instants
from sim.model.open_times import ALWAYS, OpenTimes, open_times
from sim.model.world import Worlds
from sim.outcomes import CURVE_NAMES
from sim.scenario.blocks import Window
from sim.scenario.moments import AN_INSTANT

FloatArray = NDArray[np.float64]
ENGINES = ["vectorized", "events"]
MONDAY = datetime(2024, 1, 1)
HOUR = 1 / 24


def weekly(
    *pairs: tuple[str, str], start: datetime = MONDAY, freezes: tuple[tuple[float, float], ...] = ()
) -> OpenTimes:
    windows = [Window.model_validate({"opens": opens, "lasts": lasts}) for opens, lasts in pairs]
    return open_times(windows, freezes, start, 0.0, 60.0)


def hours(times: OpenTimes, *given: float) -> list[float]:
    """When one can install who is ready at some hours, in hours."""
    return [round(float(each) * 24, 6) for each in times.next_open(np.array(given) / 24)]


def test_a_window_is_open_from_its_opening_up_to_its_end() -> None:
    night = weekly(("mon 22:00", "6h"))
    assert hours(night, 21.99, 22, 25, 27.99, 28, 100) == [22, 22, 25, 27.99, 22 + 168, 22 + 168]
    assert [round(night.time_left(float(instants(np.array(each / 24)))) * 24, 6) for each in (21, 22, 25, 28)] == [
        0,
        6,
        3,
        0,
    ]
    assert [round(night.next_opening(each / 24) * 24, 6) for each in (21, 23, 200)] == [22, 22 + 168, 22 + 336]


def test_a_window_that_spans_the_end_of_the_week() -> None:
    sunday_night = weekly(("sun 23:00", "3h"))
    assert hours(sunday_night, 0.5, 72, 169, NEVER) == [0.5, 6 * 24 + 23, 169, NEVER]  # and a start inside of it


def test_the_day_of_the_week_is_that_of_the_start() -> None:
    assert hours(weekly(("sat 00:00", "1d"), start=datetime(2024, 1, 4)), 0) == [48]


def test_windows_that_overlap_or_touch_are_one() -> None:
    times = weekly(("mon 08:00", "4h"), ("mon 10:00", "4h"), ("mon 14:00", "2h"), ("mon 09:00", "1h"))
    assert round(times.time_left(8 * HOUR + 2 * AN_INSTANT) * 24, 6) == 8
    assert round(times.next_opening(9 * HOUR) * 24, 6) == 8 + 168
    assert len(weekly(("mon 08:00", "7d")).opens) == 1


def test_a_freeze_cuts_windows_and_may_leave_a_rest() -> None:
    """Mondays from 8 to 12; frozen from 10:00 to the next Monday at 11:00, and all of the third one but an instant."""
    freezes = ((10 * HOUR, 179 * HOUR), (344 * HOUR, 348 * HOUR))
    times = weekly(("mon 08:00", "4h"), freezes=freezes)
    assert hours(times, 0, 9, 10, 11, 100, 179.5, 181, 345) == [8, 9, 179, 179, 179, 179.5, 512, 512]
    assert round(times.time_left(float(instants(np.array(9 * HOUR)))) * 24, 6) == 1


def test_without_a_window_what_is_frozen_waits_for_the_end() -> None:
    times = open_times([], [(1.0, 3.0), (3.0, 4.0), (9.0, 8.0), (5.0, 5.0)], MONDAY, 0.0, 60.0)
    assert times == OpenTimes((-NEVER, 4.0), (1.0, NEVER), (1.0, 3.0))
    assert [times.until_freeze(each) for each in (0.0, 1.0, 1.5, 3.5)] == [1.0, 0.0, 1.5, NEVER]
    assert hours(times, 0, 24, 95.9, 96, 1e9) == [0, 96, 96, 96, 1e9]
    assert times.next_open(np.array([NEVER])) == NEVER
    assert (times.time_left(0.5), times.time_left(2.0), times.time_left(5.0)) == (0.5, 0, NEVER)
    assert (times.next_opening(0.5), times.next_opening(4.0)) == (4.0, NEVER)


def test_a_freeze_without_an_end_in_sight_is_never() -> None:
    times = weekly(("mon 08:00", "4h"), freezes=((0.1, 1e9),))
    assert hours(times, 0, 9) == [NEVER, NEVER]
    assert times.ready_by(np.array([9.0])) == -6.5 - AN_INSTANT  # the last Monday before
    assert weekly(("mon 08:00", "4h"), freezes=((-1e9, 1e9),)).ready_by(np.array([9.0])) == -NEVER
    assert open_times([], [(-1e300, 1e300)], MONDAY, 0.0, 60.0).opens == ()  # beyond what times hold


SPAN = st.tuples(st.integers(-50, 1500), st.integers(-3, 200)).map(
    lambda each: (each[0] / 24, (each[0] + each[1]) / 24)
)


@given(
    st.lists(
        st.sampled_from([("sat 22:00", "6h"), ("daily 01:00", "2h"), ("last sun 02:00", "28d"), ("tue 09:00", "5d")])
    ),
    st.lists(SPAN, max_size=3),
    st.lists(st.integers(-200, 1500), min_size=1, max_size=30),
)
def test_who_is_ready_waits_no_longer_than_needed(
    pairs: list[tuple[str, str]], freezes: list[tuple[float, float]], ready: list[int]
) -> None:
    """A walk from hour to hour; and `ready_by` is the inverse of `next_open`."""
    times = weekly(*pairs, freezes=tuple(freezes))
    given = np.array(ready) / 24
    found = times.next_open(given)

    def is_open(hour: int) -> bool:
        at = MONDAY + timedelta(hours=hour)
        if any(begins * 24 - 1e-6 <= hour < ends * 24 - 1e-6 for begins, ends in freezes):
            return False
        since = {
            "sat 22:00": ((at - datetime(2023, 12, 30, 22)).total_seconds() / 3600 % 168, 6),
            "daily 01:00": ((hour - 1) % 24, 2),
            "tue 09:00": ((hour - 33) % 168, 120),
            "last sun 02:00": (min((at - each).days * 24 for each in LAST_SUNDAYS if each <= at), 28 * 24),
        }
        return not pairs or any(since[opens][0] < since[opens][1] for opens, _ in pairs)

    for hour, time in zip(ready, found, strict=True):
        waited = next((later for later in range(hour, hour + 3000) if is_open(later)), None)
        assert waited is not None
        assert time * 24 == pytest.approx(waited, abs=1e-6)
    order = np.argsort(given)
    assert np.array_equal(np.sort(found), found[order])
    for limit in found:
        latest = times.ready_by(np.array([limit]))[0]
        assert times.next_open(np.array([latest]))[0] <= limit
        assert times.next_open(np.array([latest + AN_INSTANT]))[0] > limit or latest == NEVER


LAST_SUNDAYS = [
    datetime(2023, 11, 26, 2), datetime(2023, 12, 31, 2), datetime(2024, 1, 28, 2), datetime(2024, 2, 25, 2),
    datetime(2024, 3, 31, 2), datetime(2024, 4, 28, 2), datetime(2024, 5, 26, 2),
]  # fmt: skip


def in_weekly_window(times: FloatArray, opens: float, lasts: float, weekday: float) -> FloatArray:
    """What plain weekly windows come to in closed form: times of the week, by division with remainder."""
    since = np.mod(times + weekday - opens + 1e-9, 7.0) - 1e-9
    return instants(times + np.where(since < lasts - 1e-9, 0.0, 7.0 - since))


@pytest.mark.parametrize(
    "start", [datetime(2024, 1, 1), datetime(2021, 1, 3, 7, 13), datetime(1999, 12, 31, 23, 59, 59)]
)
def test_weekly_windows_are_those_of_the_closed_form_bit_by_bit(start: datetime) -> None:
    times = np.random.default_rng(4).uniform(0, 400, 100_000)
    weekday = (start - datetime(2001, 1, 1)).total_seconds() / 86400 % 7
    found = open_times([Window.model_validate({"opens": "sat 22:10", "lasts": "6h"})], (), start, 0.0, 400.0)
    assert np.array_equal(found.next_open(times), in_weekly_window(times, 5 + 22 / 24 + 10 / 1440, 0.25, weekday))


def case(horizon: str = "100d", start: str = "2021-09-01", **update: Any) -> dict[str, Any]:
    base = {"available": "0d", "adoption": {"law": "fixed", "value": "1d"}}
    return {
        "name": "Calendar",
        "start": start,
        "horizon": horizon,
        "populations": {"office": {"organizations": 2}},
        "remediations": {"update": base | update},
        "campaigns": {"nobody": {"begins": "0d", "strategy": "permutation", "rate": "0/d"}},
    }


def protected(document: dict[str, Any], engine: str) -> list[str]:
    """When servers are protected, in UTC to the minute; nothing where they are not."""
    race = sim.simulate(sim.Scenario.from_dict(document), engine=engine)
    start = datetime.fromisoformat(document["start"])
    return [
        f"{start + timedelta(seconds=round(float(at) * 86400)):%m-%d %H:%M}" if at < NEVER else ""
        for at in race.protected_at
    ]


BERLIN = {"opens": "third fri 22:30", "lasts": "6h", "timezone": "Europe/Berlin"}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("update", "wanted"),
    [
        ({"window": BERLIN}, "09-17 20:30"),
        ({"window": BERLIN, "available": "2021-09-17T01:00:00Z"}, "09-18 01:00"),
        ({"window": BERLIN, "available": "2021-09-17T02:30:00Z"}, "10-15 20:30"),
        ({"window": BERLIN, "available": "2021-10-20"}, "11-19 21:30"),  # winter
        ({"window": {**BERLIN, "timezone": "UTC"}}, "09-17 22:30"),
        ({"window": {**BERLIN, "opens": "daily 02:30"}, "available": "2021-10-30"}, "10-31 00:30"),  # the first of two
        (
            {"window": BERLIN, "freeze": {"from": "2021-09-17", "until": "2021-09-18"}},
            "09-18 00:00",
        ),  # what is left of it
        ({"window": BERLIN, "freeze": {"from": "2021-09-17", "until": "2021-09-18T02:30:00Z"}}, "10-15 20:30"),
        ({"freeze": {"from": "start", "until": "9d"}}, "09-10 00:00"),
        ({"freeze": {"from": "start", "until": "1d"}}, "09-02 00:00"),  # ready as it ends
        ({"freeze": [{"from": "start", "until": "9d"}], "by_population": {"office": {"freeze": []}}}, "09-02 00:00"),
        ({"window": BERLIN, "freeze": {"from": "start", "until": "99d"}}, ""),
        ({"window": {"opens": "wed 12:00", "lasts": "3d"}, "available": "2021-08-31T10:00:00Z"}, "09-01 12:00"),
        (
            {"window": {"opens": "tue 23:00", "lasts": "3d"}, "available": "2021-08-31"},
            "09-01 00:00",
        ),  # the start is inside
        (
            {"window": {"opens": "tue 23:00", "lasts": "3d"}, "available": "2021-08-25"},
            "08-26 00:00",
        ),  # and one before it
    ],
    ids=str,
)
def test_installations_wait_for_calendars(update: dict[str, Any], wanted: str, engine: str) -> None:
    assert protected(case(**update), engine) == [wanted] * 2


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("crew", "freeze", "wanted"),
    [
        ({}, {"from": "30h", "until": "5d"}, ["09-02 04:00", "09-06 04:00"]),
        ({}, {"from": "25h", "until": "5d"}, ["09-06 04:00", "09-06 08:00"]),
        (
            {"window": {"opens": "thu 00:00", "lasts": "6h"}},
            {"from": "10d", "until": "20d"},
            ["09-02 04:00", "09-09 04:00"],
        ),
        # 2 hours are left on the 9th: too few for 4, and for what fits into no window too
        (
            {"window": {"opens": "thu 00:00", "lasts": "6h"}},
            {"from": "5d", "until": "196h"},
            ["09-02 04:00", "09-16 04:00"],
        ),
        (
            {"window": {"opens": "thu 00:00", "lasts": "3h"}},
            {"from": "5d", "until": "193h"},
            ["09-02 04:00", "09-16 04:00"],
        ),
        # no window is cut, but the work, which fits into none, would go on in the freeze; or just not
        (
            {"window": {"opens": "thu 00:00", "lasts": "3h"}},
            {"from": "195h 30m", "until": "10d"},
            ["09-02 04:00", "09-16 04:00"],
        ),
        (
            {"window": {"opens": "thu 00:00", "lasts": "3h"}},
            {"from": "196h", "until": "10d"},
            ["09-02 04:00", "09-09 04:00"],
        ),
        ({"window": {**BERLIN, "lasts": "5h"}}, [], ["09-18 00:30", "10-16 00:30"]),
    ],
    ids=str,
)
def test_crews_keep_calendars(crew: dict[str, Any], freeze: Any, wanted: list[str], engine: str) -> None:
    """Two servers, ready on 2 September, of four hours each."""
    work = {"technicians": 1, "hours_per_server": {"law": "fixed", "value": "4h"}}
    assert sorted(protected(case(crew=work | crew, freeze=freeze), engine)) == wanted


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("freeze", "wanted"),
    [
        ({"from": "alert", "until": "alert + 3d"}, ["09-02 00:00", "09-05 12:00"]),
        ({"from": "start", "until": "alert"}, ["09-02 12:00", "09-03 00:00"]),
        ({"from": "alert + 1d", "until": "horizon"}, ["09-02 00:00", "09-03 00:00"]),
        ({"from": "start + 30h", "until": "never"}, ["", "09-02 00:00"]),
        ({"from": "start", "until": "never"}, ["", ""]),
    ],
    ids=str,
)
def test_freezes_can_hang_on_alarms(freeze: dict[str, str], wanted: list[str], engine: str) -> None:
    """A server is entered on 2 September at 12:00; those of others are ready as this day begins, and the next."""
    document = case("30d", freeze=freeze, stagger="1d", applies_to={"populations": "safe"})
    document["timeline"] = {
        "alert": {"when": "compromised", "reaches": 1},
        "never": {"when": "compromised", "reaches": 1000},
    }
    document["populations"] = {"safe": {"organizations": 1, "servers_per_organization": 2}, "hit": {"organizations": 1}}
    document["campaigns"] = {
        "scan": {"begins": "36h", "strategy": "hit_list", "rate": "1e9/d", "aims": {"populations": "hit"}}
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sim.ScenarioWarning)
        assert sorted(protected(document, engine)[:2]) == wanted


@pytest.mark.parametrize("engine", ENGINES)
def test_a_year_begins_inside_a_window_and_ends_before_one(engine: str) -> None:
    """Open from 31 December, 23:00, for two days; and from 1:00 on 1 January in Auckland, which is 12:00 in UTC."""
    document = case("30h", start="2021-01-01", window={"opens": "last thu 23:00", "lasts": "2d"})
    assert protected(document, engine) == ["01-02 00:00"] * 2
    auckland = {"opens": "daily 01:00", "lasts": "2h", "timezone": "Pacific/Auckland"}
    document = case("23h", start="2021-12-31", window=auckland, available="2021-12-30")
    assert protected(document, engine) == ["12-31 12:00"] * 2
    monday = {"opens": "first mon - 5d 01:00", "lasts": "2h"}  # of January
    document = case("23h", start="2021-12-29", window=monday, available="2021-12-28")
    assert protected(document, engine) == ["12-29 01:00"] * 2


def test_the_example_of_the_page_on_configs(root: Path) -> None:
    """Installations are on third Fridays by clocks in Berlin, from 1:00 to 3:00 in Sydney, and none in the freeze."""
    (example,) = re.findall(r"## Calendars\n.*?```yaml\n(.*?)```", (root / "docs/config.md").read_text(), re.DOTALL)
    update = YAML(typ="safe", pure=True).load(example)["remediations"]["update"]
    document = case(start="2021-12-01", **update) | {"timeline": {"fix": "2021-12-02"}}
    document["populations"] = {"office": {"organizations": 300}, "sydney": {"organizations": 300}}
    frame = sim.simulate(sim.Scenario.from_dict(document)).to_frame()
    since = pd.to_timedelta(frame.protected_at, unit="D").dt.round("us")
    frame["utc"] = (pd.Timestamp("2021-12-01", tz="UTC") + since).dt.as_unit("us")
    assert not frame.utc.between("2021-12-20", "2022-01-02T23:59:59.9Z").any()
    berlin = frame[frame.population == "office"].utc.dt.tz_convert("Europe/Berlin")
    nights = berlin - pd.Timedelta("4h30m")  # so that a night is one day
    assert set(nights.dt.strftime("%Y-%m-%d")) == {"2021-12-17", "2022-01-21"}
    assert nights.dt.hour.between(18, 23).all()
    sydney = frame[frame.population == "sydney"].utc.dt.tz_convert("Australia/Sydney")
    assert sydney.dt.hour.isin([1, 2]).all()
    late = document | {"start": "2021-12-20", "timeline": {"fix": "start"}, "horizon": "60d"}
    late["remediations"]["update"]["adoption"] = {"law": "fixed", "value": "0d"}
    frame = sim.simulate(sim.Scenario.from_dict(late)).to_frame()
    waited = frame.groupby("population", observed=True).protected_at.agg(["min", "max"]).to_numpy()
    friday, fourth = datetime(2022, 1, 21, 21, 30), datetime(2022, 1, 3, 14)
    days = np.array([[(each - datetime(2021, 12, 20)).total_seconds() / 86400] * 2 for each in (friday, fourth)])
    assert np.allclose(waited, days, atol=1e-9)


def test_how_long_it_lasts_is_elapsed_time() -> None:
    """Clocks are put forward in it: it opens at 22:00 and closes at 5:00 as clocks show."""
    window = Window.model_validate({"opens": "last sat 22:00", "lasts": "6h", "timezone": "Europe/Berlin"})
    times = open_times([window], (), datetime(2021, 3, 1), 0.0, 60.0)
    assert hours(times, 27 * 24 + 2.99, 27 * 24 + 3) == [27 * 24 + 2.99, 54 * 24 + 20]  # the last of April


def test_an_uncertain_freeze_that_ends_before_it_begins_is_none() -> None:
    row = {"remediations.update.freeze.0.until": {"law": "fixed", "value": "2021-09-02"}}
    document = case(freeze={"from": "2021-09-03", "until": "2021-10-03"}) | {"uncertain": row}
    assert Worlds(sim.Scenario.from_dict(document))[0].remedies[0].offers["office"].open_times == ALWAYS


@pytest.mark.parametrize("engine", [*ENGINES, "expected", "counts"])
def test_the_horizon_cannot_be_told_from_what_comes_before_it(engine: str) -> None:
    """Openings are known only up to some time after the horizon: outcomes by then do not depend on where that is."""
    window, law = {**BERLIN, "lasts": "2d"}, {"law": "lognormal", "median": "20d", "sigma": 2}
    document = case("60d", window=window, adoption=law, freeze={"from": "14d", "until": "2021-09-18T12:00:00Z"})
    document |= {"resolution": "1d", "replications": 2, "seed": 7}
    document["campaigns"] = {"scan": {"begins": "0d", "strategy": "random", "addresses": 100, "rate": "2/d"}}
    document["populations"]["office"]["organizations"] = 60
    document["remediations"]["update"]["available"] = "2021-08-01"
    runs = [
        sim.run(sim.Scenario.from_dict(document | {"horizon": each}), engine=engine, workers=1)
        for each in ("60d", "400d")
    ]
    for name in () if engine == "counts" else CURVE_NAMES:  # whose numbers are drawn step by step
        short, long = (run.curve(name)[:60] for run in runs)
        assert np.ptp(short) > 0 or name not in ("vulnerable", "protected_clean")
        assert np.allclose(short, long, atol=1e-4 if engine == "expected" else 0), name
    for run in runs:
        total = sum(run.values(name) for name in ("compromised", "protected_in_time", "still_exposed"))
        assert np.allclose(total, run.values("servers"))


def test_open_times_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        ALWAYS.opens = ()  # type: ignore[misc]
