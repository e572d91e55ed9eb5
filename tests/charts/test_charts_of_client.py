"""Charts of a client's own race: numbers drawn and told are those of the result, and names remain text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from drawn import bars, render, title, words
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.figure import Figure
from matplotlib.text import Text

import sim
from sim.charts import alt_text, save
from sim.charts.clients.chance_by_speed import chance_by_speed
from sim.charts.clients.futures_of_client import futures_of_client
from sim.charts.clients.icons_of_plan import icons_of_plan
from sim.charts.clients.waiting_of_client import waiting_of_client
from sim.clients.waiting import plans_of_client
from sim.report.page import page_of

HOSTILE = "Bakery <b>&</b> $x_1$ Ltd"
CLIENT: dict[str, Any] = {
    "name": HOSTILE, "like": "small_firms", "deployment": "on_prem", "patches_after": "10d",
    "plans": {"now": {"patches_after": "1d"}, "$m_1$ <i>": {"patches_after": "20d"}, "in 10": {"patches_after": "10d"}},
}  # fmt: skip
CLOUD = {"deployment": "cloud", "like": None}


def client(**changes: Any) -> sim.Client:
    return sim.Client.from_dict({**CLIENT, **changes})


def race_of(rate: str | None = None, **changes: Any) -> sim.OwnRace:
    scenario = sim.load("first_steps")
    if rate is not None:
        scenario = scenario.replace({"uncertain": {}}).replace({"campaigns.mass_scan.rate": rate})
    return sim.own_race(scenario, client(**changes), replications=30)


@pytest.fixture(scope="module")
def race() -> sim.OwnRace:
    return race_of()


@pytest.fixture(scope="module")
def by_speed() -> sim.OwnRaceBySpeed:
    return sim.own_race_by_speed(sim.load("first_steps"), client(), replications=20)


def icons(ax: Axes, state: str) -> int:
    """Icons of a state in both arrays, without the one in the key."""
    groups = [each for each in ax.collections if each.get_label() == state]
    return sum(len(each.get_paths()) for each in groups) - 1 if groups else 0


def test_icons_are_the_chances_of_the_result(race: sim.OwnRace) -> None:
    ax = Figure().add_subplot()
    assert icons_of_plan(race, ax) is ax
    today, now = (round(100 * plan.mean) for plan in (race.today, race.plan("now")))
    assert icons(ax, "hit") == today + now
    assert icons(ax, "spared") == today - now
    assert icons(ax, "more") == 0
    assert sum(icons(ax, state) for state in ("hit", "spared", "rest")) == 200
    assert title(ax) == (
        f"Of 100 businesses like yours, {today} are breached as you patch today, "
        f"and {now} with \N{LEFT DOUBLE QUOTATION MARK}now\N{RIGHT DOUBLE QUOTATION MARK}"
    )
    assert f"{today} of 100 breached" in alt_text(ax)
    assert len(re.findall(r"in 9 of 10 simulated futures between \d+ and \d+", words(ax))) == 2


def test_a_slower_plan_marks_those_hit_in_addition(race: sim.OwnRace) -> None:
    ax = icons_of_plan(race, plan="$m_1$ <i>")
    assert icons(ax, "more") == round(100 * race.plan("$m_1$ <i>").mean) - round(100 * race.today.mean) > 0
    assert icons(ax, "spared") == 0


def test_an_equal_plan_marks_nobody(race: sim.OwnRace) -> None:
    ax = icons_of_plan(race, plan="in 10")
    assert icons(ax, "more") == icons(ax, "spared") == 0
    assert "and as many with" in title(ax)
    assert "The two do not differ" in words(ax)


def test_an_unknown_plan_is_told(race: sim.OwnRace) -> None:
    with pytest.raises(KeyError, match="nobody"):
        icons_of_plan(race, plan="nobody")


def test_a_difference_that_is_no_subset_is_said_to_be_one() -> None:
    mitigated = {"remediation": "workaround", "after": "0d"}
    plans = {"late, mitigated": {"patches_after": "30d", "mitigation": mitigated}}
    text = words(icons_of_plan(race_of(plans=plans)))
    assert "and as many are hit instead" in text
    assert "emergency setting from about day 2" in text
    assert "and as many are hit instead" not in words(icons_of_plan(race_of(), plan="now"))


def test_small_chances_have_a_thousand_icons_and_are_told_of_ten_thousand() -> None:
    few = race_of("4/d")
    assert few.denominator == 1_000
    ax = icons_of_plan(few)
    assert sum(icons(ax, state) for state in ("hit", "spared", "rest")) == 2_000
    assert f"{round(1_000 * few.today.mean)} of 1,000 breached" in words(ax)
    fewer = race_of("0.5/d")
    assert fewer.denominator == 10_000
    text = words(icons_of_plan(fewer))
    assert "fewer than 1 of 1,000 breached" in text
    assert "Of 10,000 businesses, about" in text
    assert "All simulated futures are alike" in text


def test_nobody_is_breached_where_nothing_attacks_in_time() -> None:
    ax = icons_of_plan(race_of("0/d"))
    assert title(ax) == "In this case, nobody attacks businesses like yours"
    assert icons(ax, "hit") == 0
    late = sim.load("first_steps").replace({"campaigns.mass_scan.begins": "scanning + 45d"})
    ax = icons_of_plan(sim.own_race(late, sim.Client.from_dict({**CLIENT, "patches_after": "2d"}), replications=5))
    assert title(ax).startswith("In this case, of 100 businesses like yours, none is breached as you patch today, and")


def test_steps_are_paired_differences_of_the_plans(race: sim.OwnRace) -> None:
    steps = plans_of_client(race)
    assert [step.name for step in steps] == ["now", "as today", "$m_1$ <i>"]
    apart = 100 * (race.plan("$m_1$ <i>").chances - race.today.chances)
    assert steps[-1].added == pytest.approx(apart.mean())
    assert (steps[-1].low, steps[-1].high) == pytest.approx(tuple(np.quantile(apart, (0.05, 0.95))))


def test_what_is_printed_adds_up(race: sim.OwnRace) -> None:
    ax = Figure().add_subplot()
    assert waiting_of_client(race, ax) is ax
    texts = [text.get_text() for text in ax.texts]
    levels = [int(text.split()[0]) for text in texts if re.fullmatch(r"\d+\sof 100", text)]
    added = [int(text.split()[0]) for text in texts if re.fullmatch(r"\d+ more", text)]
    assert levels == [round(step.level.exact) for step in plans_of_client(race)]
    assert [levels[0] + sum(added[:number]) for number in range(3)] == levels
    assert {*levels} <= {round(bar.get_y() + bar.get_height(), 6) for bar in bars(ax)}
    assert (
        title(ax) == f"Patched after 20 days instead of 1 day: {sum(added)} more of 100 businesses like yours breached"
    )
    assert f"Now {levels[0]} of 100" in alt_text(ax)
    assert "in 10 (as today) 10 days" in words(ax)


def test_money_is_an_average_and_told_only_if_a_cost_is_given(race: sim.OwnRace) -> None:
    assert "average about" not in words(waiting_of_client(race))
    costly = race_of(cost_of_breach="80_000 CHF")
    ax = waiting_of_client(costly)
    added = [int(text.get_text().split()[0]) for text in ax.texts if re.fullmatch(r"\d+ more", text.get_text())]
    for number in added:
        assert f"on average about {number * 800:,} CHF more" in words(ax)
    assert "what a breach costs you (80,000 CHF, as given)" in words(ax)
    assert "loses all of it or nothing" in words(ax)


def test_what_is_too_small_to_print_is_not_printed_as_nothing() -> None:
    plans = {"a minute later": {"patches_after": "14401m"}}
    text = words(waiting_of_client(race_of(plans=plans)))
    assert "fewer than 1 more" in text


def test_the_chart_prints_what_the_table_of_plans_prints() -> None:
    """faults: 57.9 in the chart of waiting and 58 in its table, where a step was smaller than 1."""
    scenario = sim.load("first_steps").replace({"campaigns.mass_scan.success": 0.0005})
    close = {"now": {"patches_after": "1d"}, "soon": {"patches_after": "30h"}, "late": {"patches_after": "20d"}}
    race = sim.own_race(scenario, client(plans=close), replications=20)
    steps = plans_of_client(race)
    assert any(0 < step.added < 1 for step in steps)
    assert race.denominator == 1_000
    texts = [text.get_text().replace("\n", " ") for text in waiting_of_client(race).texts]
    printed = [int(text.split()[0]) for text in texts if re.fullmatch(r"\d+ of 1,000", text)]
    assert sorted(printed) == sorted(row.count for row in page_of(race, date(2026, 11, 24)).plans)
    assert not any(re.search(r"\d\.\d", text) for text in texts if "patchrace" not in text)
    assert not any(text.startswith("0 more") for text in texts)


def test_colours_are_the_chances_of_the_result(by_speed: sim.OwnRaceBySpeed) -> None:
    ax = Figure().add_subplot()
    assert chance_by_speed(by_speed, ax) is ax
    (mesh,) = (each for each in ax.collections if isinstance(each, QuadMesh))
    drawn = np.asarray(mesh.get_array()).reshape(len(by_speed.speeds), -1)
    assert np.allclose(drawn, 100 * by_speed.mean[:, by_speed.days >= 0])


def test_numbers_at_weeks_and_at_the_clients_day_are_those_of_the_result(by_speed: sim.OwnRaceBySpeed) -> None:
    printed = [text.get_text() for text in chance_by_speed(by_speed).texts]
    for row, each in enumerate(by_speed.races):
        assert f"{round(100 * each.today.mean)}" in printed
        for day in (0, 21):
            assert f"{round(100 * float(np.interp(day, by_speed.days, by_speed.mean[row])))}" in printed
    assert "you: 10 days" in printed


def test_the_race_as_written_is_always_among_them() -> None:
    found = sim.own_race_by_speed(sim.load("first_steps"), client(), speeds=[3.0], replications=5)
    assert found.speeds == (1.0, 3.0)
    assert found.as_written.attack_speed == 1.0
    alone = sim.own_race(sim.load("first_steps"), client(), replications=5, attack_speed=3.0)
    assert np.array_equal(found.races[1].chances, alone.chances)
    usual, other = (round(100 * each.today.mean) for each in found.races)
    ax = chance_by_speed(found)
    assert title(ax) == (
        f"If attackers scan 3 times as hard, of 100 businesses like yours about {other} are breached "
        f"instead of about {usual}"
    )
    assert f"3 times as hard {other} of 100" in alt_text(ax)


def test_wrong_speeds_are_told() -> None:
    with pytest.raises(sim.InputError, match="is not a number above 0"):
        sim.own_race_by_speed(sim.load("first_steps"), client(), speeds=[-1.0], replications=2)


def charts_of(**changes: Any) -> dict[str, Callable[[], Axes]]:
    scenario, who = sim.load("first_steps"), client(**changes)
    race = sim.own_race(scenario, who, replications=10)
    speeds = sim.own_race_by_speed(scenario, who, replications=5)
    return {
        "futures_of_client": lambda: futures_of_client(race),
        "icons_of_plan": lambda: icons_of_plan(race, plan=race.plans[1].name),
        "waiting_of_client": lambda: waiting_of_client(race),
        "chance_by_speed": lambda: chance_by_speed(speeds),
    }


def test_every_dot_is_a_future_at_its_chance() -> None:
    race = sim.own_race(sim.load("next_flaw"), client(like="mid_sized", servers=3))
    ax = futures_of_client(race)
    render(ax)
    wide = ax.get_xlim()[1] / 1.02 / 36
    best = min(race.plans, key=lambda plan: plan.mean)
    for plan, dots in zip((race.today, best), ax.collections, strict=True):
        places = np.asarray(dots.get_offsets())
        wanted = np.quantile(100 * plan.chances, np.arange(0.025, 1, 0.05))
        assert len(places) == 20
        assert np.all(np.abs(places[:, 0] - wanted) <= wide / 2 + 1e-9)
        assert len(np.unique(places.round(6), axis=0)) == 20
    assert title(ax).startswith("In half of the simulated futures fewer than 1, in 1 of 20 more than ")
    averages = [float(np.asarray(line.get_xdata()).flat[0]) for line in ax.lines if line.get_linewidth() == 1.6]
    assert averages == pytest.approx([100 * race.today.mean, 100 * best.mean])


def test_words_of_dots_lie_on_no_dot() -> None:
    for changes in ({"like": "mid_sized", "servers": 3}, {"like": "mid_sized", "patches_after": "60d", "servers": 40}):
        ax = futures_of_client(sim.own_race(sim.load("next_flaw"), client(**changes)))
        render(ax)
        dots = [ax.transData.transform(each) for group in ax.collections for each in np.asarray(group.get_offsets())]
        for text in ax.texts:
            box = text.get_window_extent()
            assert not any(box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1 for x, y in dots), text.get_text()


def test_curves_have_a_median_and_two_bands() -> None:
    race = race_of()
    ax = sim.charts.chance_by_patch_day(race)
    assert len(ax.collections) == 2
    after = race.days >= 0
    dashed = [line for line in ax.lines if np.size(line.get_xdata()) == after.sum() and line.is_dashed()]
    assert np.allclose(np.asarray(dashed[0].get_ydata()), 100 * np.median(race.chances[:, after], axis=0))
    for band, levels in zip(ax.collections, ((0.05, 0.95), (0.25, 0.75)), strict=True):
        corners = np.asarray(band.get_paths()[0].vertices)
        at_the_end = np.unique(corners[corners[:, 0] == race.days[-1], 1])
        assert at_the_end == pytest.approx(100 * np.quantile(race.chances[:, -1], levels))


def test_names_remain_text(tmp_path: Path) -> None:
    for name, draw in charts_of().items():
        ax = draw()
        assert not any(text.get_parse_math() for text in ax.findobj(Text) if "$" in text.get_text())
        render(ax)
        assert HOSTILE in words(ax) or "$m_1$ <i>" in words(ax)
        svg = save(draw, tmp_path, name)[-1].read_text(encoding="utf-8")
        assert "<b>" not in svg
        assert "<i>" not in svg
        assert re.search(r"<desc>[^<]*\d[^<]*</desc>", svg)


def test_in_the_cloud_there_is_nothing_to_hit() -> None:
    for draw in charts_of(**CLOUD).values():
        ax = draw()
        render(ax)
        assert title(ax).startswith("In this case, nobody attacks a service that runs in the cloud")
        assert "runs its service at a cloud provider" in words(ax)


def test_long_names_are_cut() -> None:
    for name, draw in charts_of(
        name="x" * 120, plans={"a": {"patches_after": "1d"}, "y" * 120: {"patches_after": "3d"}}
    ).items():
        assert not re.search("[xy]{41}", words(draw())), name
