"""The chart of a client's own race says what is in it, in the client's words and nobody else's markup."""

from __future__ import annotations

from datetime import date
from importlib import resources
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from drawn import render, words
from matplotlib.figure import Figure
from matplotlib.text import Text

import sim
from sim.charts.clients.chance_by_patch_day import chance_by_patch_day, finding
from sim.charts.drawing.plan_marks import OVER, TALL, Mark, place_marks
from sim.clients.plan_letters import LETTERS
from sim.report.page import page_of
from sim.sweeps.levels import days_text

CLIENT: dict[str, Any] = {
    "name": "Bakery <b>&</b> $x_1$ Ltd",
    "like": "small_firms",
    "deployment": "on_prem",
    "patches_after": "10d",
}
DEADLINES = [(2.0, "48 hours: a rule (in force)"), (400.0, "too late to show")]


def race_of(**changes: Any) -> sim.OwnRace:
    return sim.own_race(sim.load("first_steps"), sim.Client.from_dict({**CLIENT, **changes}), replications=30)


@pytest.fixture(scope="module")
def race() -> sim.OwnRace:
    return race_of()


def test_it_draws_on_the_axes_it_is_given_from_zero(race: sim.OwnRace) -> None:
    ax = Figure().add_subplot()
    assert chance_by_patch_day(race, ax) is ax
    assert ax.get_ylim()[0] == 0


def test_the_lines_are_mean_and_median_of_the_result(race: sim.OwnRace) -> None:
    after = race.days >= 0
    lines = [line for line in chance_by_patch_day(race).get_lines() if np.size(line.get_xdata()) == after.sum()]
    assert all(np.array_equal(np.asarray(line.get_xdata()), race.days[after]) for line in lines)
    shown = [np.asarray(line.get_ydata()) for line in lines]
    for expected in (race.mean[after], race.bands[after, 1]):
        assert any(np.allclose(line, expected * 100) for line in shown)


def test_the_title_tells_what_a_week_costs(race: sim.OwnRace) -> None:
    count = round(100 * race.today.extra_of_a_week)
    assert finding(race) == f"Patching a week later makes a breach about {count} in 100 more likely"
    assert chance_by_patch_day(race).get_title(loc="left").replace("\n", " ") == finding(race)


def test_the_client_the_plans_and_the_deadlines_are_labelled(race: sim.OwnRace) -> None:
    text = words(chance_by_patch_day(race, deadlines=DEADLINES))
    assert f"You, 10 days after the fix: about {round(100 * race.today.mean)} of 100" in text
    for plan in race.plans:
        days = days_text(plan.patches_after)
        assert f"Plan “{plan.name}”, {days} after the fix: about {round(100 * plan.mean)} of 100" in text
    assert "48 hours: a rule (in force)" in text
    assert "too late to show" not in text
    assert "30 replications (worlds), seed 1" in text
    assert "not a forecast" in text


def test_a_plan_that_is_what_the_client_does_is_not_drawn_twice() -> None:
    text = words(chance_by_patch_day(race_of(patches_after="7d")))
    assert "You, 7 days after the fix (plan “in a week”)" in text
    assert "Plan “in a week”" not in text


def test_days_count_from_the_fix_and_the_time_before_it_is_a_number(race: sim.OwnRace) -> None:
    ax = chance_by_patch_day(race)
    assert ax.get_xlim() == (0, race.days[-1])
    before = round(100 * float(np.interp(0, race.days, race.mean)))
    assert f"Breached before the fix is out: about {before} of 100. No patch could stop that part." in words(ax)


def test_every_plan_has_its_letter_at_its_day_and_in_the_key(race: sim.OwnRace) -> None:
    """The letters are those of the client's order of plans, as in its table and on the page to explore."""
    ax = chance_by_patch_day(race)
    render(ax)
    signs = [text for text in ax.texts if text.get_text() in ("A", "B", "C", "You")]
    assert sorted(text.get_text() for text in signs) == ["A", "A", "B", "B", "C", "C", "You", "You"]
    for sign, plan in zip(("A", "B", "C", "You"), (*race.plans, race.today), strict=True):
        points = [np.column_stack(line.get_data())[0] for line in ax.lines if line.get_marker() == "o"]
        assert any(point == pytest.approx((plan.patches_after, 100 * plan.mean)) for point in points), sign
    page = {row.name: row.mark for row in page_of(race, date(2026, 11, 24)).plans}
    assert page == {"in a day": "A", "in a week": "B", "as today": "You", "in a month": "C"}
    script = resources.files("sim.report").joinpath("explore/explore.js").read_text(encoding="utf-8")
    assert f'const LETTERS = "{LETTERS}"' in script


def test_marks_that_would_cover_each_other_stand_above_each_other() -> None:
    size, ends = (300.0, 200.0), (0.0, 60.0)
    marks = [Mark(sign, (day, 20 + day), sign) for sign, day in zip("ABCD", (0.0, 1.0, 1.0, 60.0), strict=True)]
    places = place_marks(marks, size, ends, 100.0)
    assert all(TALL / 2 - OVER <= x <= size[0] - TALL / 2 + OVER for x, _ in places)
    for (one, low), (other, high) in combinations(places, 2):
        assert abs(one - other) >= TALL or abs(low - high) >= TALL


def test_a_case_of_the_past_is_told_as_past() -> None:
    past = sim.own_race(sim.load("proxylogon"), sim.Client.from_dict({**CLIENT, "like": None}), replications=20)
    text = words(chance_by_patch_day(past))
    assert "day on which you patched, counted from the day the fix was out" in text
    assert "breached before they patched" in text
    assert "Patching a week later would have made a breach" in " ".join(text.split())
    assert "you patch," not in text


def test_text_of_the_client_stays_text(race: sim.OwnRace, tmp_path: Path) -> None:
    ax = chance_by_patch_day(race)
    assert "Bakery <b>&</b> $x_1$ Ltd" in words(ax)
    assert "Bakery &lt;b&gt;&amp;&lt;/b&gt; $x_1$ Ltd" in sim_svg(race, tmp_path)


def sim_svg(race: sim.OwnRace, folder: Path) -> str:
    paths = sim.charts.save(lambda: chance_by_patch_day(race), folder, "again")
    return next(path for path in paths if path.suffix == ".svg").read_text(encoding="utf-8")


def test_in_the_cloud_there_is_nothing_to_hit() -> None:
    ax = chance_by_patch_day(race_of(like=None, deployment="cloud"))
    assert "In this case, nobody attacks a service that runs in the cloud" in ax.get_title(loc="left").replace(
        "\n", " "
    )
    assert "You," not in words(ax)


def test_worlds_that_are_alike_have_no_band() -> None:
    scenario = sim.load("first_steps").replace({"uncertain": {}})
    text = words(chance_by_patch_day(sim.own_race(scenario, sim.Client.from_dict(CLIENT), replications=5)))
    assert "that is no certainty" in text
    assert "lie in the band" not in text


def test_no_text_of_a_client_is_read_as_mathematics() -> None:
    ax = chance_by_patch_day(race_of(name="Bakery $5_$"))
    assert not any(text.get_parse_math() for text in ax.findobj(Text))
    render(ax)


@pytest.mark.parametrize("day", [0.6, 1.0, 30.0, 59.4])
def test_a_letter_stands_on_its_point_even_beside_an_axis(day: float) -> None:
    wide, high = 480.0, 190.0
    ((x, y),) = place_marks([Mark("A", (day, 4.0), "a plan")], (wide, high), (0.0, 60.0), 100.0)
    assert (x, y) == pytest.approx((day / 60 * wide, 0.04 * high), abs=0.5)
