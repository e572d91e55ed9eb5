"""Charts of a client in German: no English word is left in them, and their numbers say what they say in English."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from drawn import render, said_by, title, words
from leftovers import english_left
from matplotlib.axes import Axes

import sim
from sim.charts import alt_text
from sim.charts.clients.chance_by_patch_day import chance_by_patch_day
from sim.charts.clients.chance_by_speed import chance_by_speed
from sim.charts.clients.futures_of_client import futures_of_client
from sim.charts.clients.icons_of_plan import icons_of_plan
from sim.charts.clients.waiting_of_client import waiting_of_client
from sim.report.figures import pictures, save_figures
from sim.report.page import page_of
from sim.wording.language import language_of
from sim.wording.names import REMEDIATIONS, called

GERMAN = language_of("de")
CLIENT: dict[str, Any] = {
    "name": "Bäckerei <b>&</b> $x_1$", "deployment": "on_prem", "patches_after": "10d", "language": "de",
}  # fmt: skip
HOSTED = {"like": "small_firms", "deployment": "hosted"}
SURE: dict[str, Any] = {"uncertain": {}}
RARE = SURE | {"campaigns.mass_scan.rate": "4/d"}
LATE = {"campaigns.mass_scan.begins": "fix + 20d"}
MITIGATED = {"mitigation": {"remediation": "workaround", "after": "2d"}}
PLANS = {
    "plans": {
        "schnell": {"patches_after": "36h", **MITIGATED},
        "spät": {"patches_after": "30d", "mitigation": "none"},
        "ebenso": {"patches_after": "10d"},
    }
}
CASES: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "plain": ("first_steps", {}, {}),
    "costly": ("first_steps", {}, {**MITIGATED, **PLANS, "servers": 3, "cost_of_breach": "50_000 EUR"}),
    "rare": ("first_steps", RARE, {"cost_of_breach": "50_000 EUR"}),
    "late": ("first_steps", LATE, {"patches_after": "2d"}),
    "alike": ("first_steps", SURE, {"patches_after": "1d"}),
    "hosted": ("first_steps", {}, HOSTED),
    "cloud": ("hybrid", {}, {"deployment": "cloud"}),
    "past": ("proxylogon", {}, {"like": "small_managed"}),
    "two ends": ("next_flaw", {}, {"like": "mid_sized", "servers": 3}),
    "one plan": ("first_steps", {}, {"plans": {"ebenso": "10d"}}),
    "at the end": ("first_steps", {}, {"patches_after": "46d"}),
}


def race_of(name: str) -> sim.OwnRace:
    case, changes, client = CASES[name]
    scenario = sim.load(case).replace(changes) if changes else sim.load(case)
    return sim.own_race(scenario, sim.Client.from_dict(CLIENT | client), replications=30)


@pytest.fixture(scope="module")
def races() -> dict[str, sim.OwnRace]:
    return {name: race_of(name) for name in CASES}


def charts_of(race: sim.OwnRace) -> Iterator[Callable[[], Axes]]:
    yield from (lambda: chance_by_patch_day(race), lambda: futures_of_client(race), lambda: waiting_of_client(race))
    yield from (lambda plan=plan: icons_of_plan(race, plan=plan.name) for plan in race.plans)


def of_others(race: sim.OwnRace) -> list[str]:
    """What charts hold of words that are no texts: those of the case's author and of the client."""
    named = [called(race.scenario, REMEDIATIONS, name, GERMAN) for name in race.scenario.remediations]
    return [race.client.name, *race.client.plans, *named, "patchrace check"]


@pytest.mark.parametrize("name", CASES)
def test_no_english_is_left(name: str, races: dict[str, sim.OwnRace]) -> None:
    race = races[name]
    for draw in charts_of(race):
        ax = draw()
        render(ax)
        assert not english_left(said_by(ax), of_others(race))


@pytest.mark.parametrize("name", ["plain", "late", "cloud", "past", "hosted", "rare"])
def test_no_english_is_left_where_attackers_scan_harder(name: str, races: dict[str, sim.OwnRace]) -> None:
    race = races[name]
    speeds = [0.25, 0.5, 2.0, 3.5]
    ax = chance_by_speed(sim.own_race_by_speed(race.scenario, race.client, speeds=speeds, replications=5))
    render(ax)
    assert not english_left(said_by(ax), of_others(race))
    assert {"ein Viertel\nso stark", "wie\nim Fall", "3,5-mal\nso stark"} <= {
        label.get_text() for label in ax.get_yticklabels()
    }


@pytest.mark.parametrize("name", ["plain", "costly", "rare", "cloud", "past", "two ends"])
def test_no_english_is_left_for_those_who_do_not_see_a_picture(name: str, races: dict[str, sim.OwnRace]) -> None:
    race = races[name]
    drawn = pictures(page_of(race, date(2026, 11, 24)))
    assert not english_left([picture.alt for picture in drawn.values()], of_others(race))


def test_files_of_figures_have_deadlines_and_their_day_in_german(races: dict[str, sim.OwnRace], tmp_path: Path) -> None:
    page = page_of(races["plain"], date(2026, 3, 2))
    save_figures(page, tmp_path)
    figure = (tmp_path / "chance_by_patch_day.svg").read_text(encoding="utf-8")
    texts = re.findall(r"<text[^>]*>([^<]+)</text>", figure)
    rules = [row.rule for row in page.deadlines]
    assert not english_left(texts, [*of_others(races["plain"]), "&lt;b&gt;&amp;&lt;/b&gt;", *rules])
    assert any(text.startswith("2. März 2026, für Bäckerei") for text in texts)
    assert any("14 Tage (in Kraft" in text for text in texts)


def test_a_week_later_is_told_by_its_number(races: dict[str, sim.OwnRace]) -> None:
    for name in ("plain", "past"):
        race = races[name]
        count = round(100 * race.today.extra_of_a_week)
        found = title(chance_by_patch_day(race))
        assert re.findall(r"\d+", found) == [str(count), "100"]
        assert found.startswith({"plain": "Wird das Update eine Woche später eingespielt, ist", "past": "Wäre"}[name])
    assert "um weniger als 1 von 100" in title(chance_by_patch_day(races["costly"]))


def test_plans_and_today_stand_at_their_days(races: dict[str, sim.OwnRace]) -> None:
    race = races["plain"]
    text = words(chance_by_patch_day(race, deadlines=[(2.0, "eine Frist")]))
    today, day, week, month = (round(100 * plan.mean) for plan in race.all_plans)
    assert f"Sie, 10 Tage nach Erscheinen des Updates: etwa {today} von 100 (" in text
    assert f"Plan „innerhalb eines Tages“, 1 Tag nach Erscheinen des Updates: etwa {day} von 100 (" in text
    assert f"Plan „innerhalb einer Woche“, 7 Tage nach Erscheinen des Updates: etwa {week} von 100 (" in text
    assert f"Plan „innerhalb eines Monats“, 30 Tage nach Erscheinen des Updates: etwa {month} von 100 (" in text
    assert "eine Frist" in text
    assert f"würden bis dahin etwa {today} gehackt" in text
    assert f"wären bis dahin etwa {round(100 * races['past'].today.mean)} gehackt worden" in words(
        chance_by_patch_day(races["past"])
    )
    hosted = words(chance_by_patch_day(races["hosted"]))
    assert "Ihr Anbieter, 10 Tage nach Erscheinen des Updates" in hosted
    assert "Tag, an dem Ihr Anbieter das Update einspielt" in hosted


def test_what_is_done_until_then_is_told(races: dict[str, sim.OwnRace]) -> None:
    race = races["costly"]
    text = words(chance_by_patch_day(race))
    assert re.search(
        r"Plan „spät“, 30 Tage nach Erscheinen des Updates: etwa \d+ von 100 \([^)]+\), bis dahin nichts", text
    )
    assert "10 Tage nach Erscheinen des Updates (Plan „ebenso“): etwa" in text
    icons = alt_text(icons_of_plan(race, plan="spät"))
    assert re.search(r"eingespielt, .+ etwa ab Tag \d+: \d+ von 100 gehackt", icons)
    assert "Update 30 Tage nach Erscheinen eingespielt: " in icons


def test_icons_tell_both_numbers(races: dict[str, sim.OwnRace]) -> None:
    for name, verbs in (("plain", ("werden", "gehackt")), ("past", ("wären", "gehackt worden"))):
        race = races[name]
        today, planned = (round(100 * plan.mean) for plan in (race.today, race.plan("in a day")))
        found = title(icons_of_plan(race))
        assert found.startswith(
            f"Von 100 Unternehmen wie Ihrem {verbs[0]} {today} {verbs[1]}, wenn Sie das Update wie heute"
        )
        assert found.endswith(f"und {planned} mit „innerhalb eines Tages“")
        text = words(icons_of_plan(race))
        assert f"durch diesen Plan verschont: {today - planned}" in text
        assert f"{today - planned} weniger von 100 gehackt, im Durchschnitt" in text
    assert "keines gehackt" in title(icons_of_plan(races["late"]))


def test_steps_of_plans_add_up_and_cost_what_they_say(races: dict[str, sim.OwnRace]) -> None:
    race = races["costly"]
    ax = waiting_of_client(race)
    texts = [" ".join(text.get_text().split()) for text in ax.texts]
    levels = [int(text.split()[0]) for text in texts if re.fullmatch(r"\d+ von 100", text)]
    added = [int(text.split()[0]) for text in texts if re.fullmatch(r"\d+ mehr", text)]
    assert levels[0] + sum(added) == levels[-1]
    assert (
        title(ax)
        == f"Update nach 30 Tagen statt nach 36 Stunden: {sum(added)} mehr von 100 Unternehmen wie Ihrem gehackt"
    )
    for number in added:
        assert f"im Durchschnitt etwa {GERMAN.number(number * 500)} EUR mehr" in words(ax)
    assert "Kosten eines Einbruchs bei Ihnen (50.000 EUR, Ihre Angabe)" in words(ax)


def test_futures_are_told_by_their_quantiles(races: dict[str, sim.OwnRace]) -> None:
    race = races["plain"]
    low, middle, high = (round(100 * each) for each in race.today.quantiles)
    assert title(futures_of_client(race)) == (
        f"Von 100 werden gehackt: in der Hälfte der simulierten Zukünfte höchstens {middle}, "
        f"in 9 von 10 zwischen {low} und {high}"
    )


def test_numbers_on_axes_are_those_of_the_language(races: dict[str, sim.OwnRace]) -> None:
    assert "von 1.000 Unternehmen wie Ihrem" in words(waiting_of_client(races["rare"]))
    few = {"campaigns.mass_scan.rate": "2/d"}
    scenario = sim.load("first_steps").replace(SURE).replace(few)
    ax = waiting_of_client(sim.own_race(scenario, sim.Client.from_dict(CLIENT), replications=2))
    render(ax)
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert "0,5" in labels
    assert not any("." in label for label in labels)


def test_harder_scanning_is_told_by_both_numbers(races: dict[str, sim.OwnRace]) -> None:
    race = races["plain"]
    ax = chance_by_speed(sim.own_race_by_speed(race.scenario, race.client, speeds=[1.0, 3.0], replications=30))
    usual = round(100 * race.today.mean)
    other = int(re.findall(r"\d+", title(ax))[2])
    assert title(ax) == (
        "Wenn Angreifer 3-mal so stark suchen, werden von 100 Unternehmen wie Ihrem "
        f"etwa {other} statt etwa {usual} gehackt"
    )
    assert other > usual
