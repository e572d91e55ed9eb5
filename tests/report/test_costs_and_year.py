"""The cost of patching beside that of breaches, and the year's view: every number that a sentence has is a true one."""

from __future__ import annotations

import io
import re
from datetime import date
from functools import cache
from typing import Any

import pytest
from pptx import Presentation
from pypdf import PdfReader

import sim
from sim.clients.year import year_of
from sim.report.figures import pictures
from sim.report.page import Page, page_of
from sim.report.paper import paper
from sim.report.slides.slides import slides
from sim.report.web_page import web_page

ON = date(2026, 11, 24)
BY_THE_HOUR = {"work": "12h", "hour_of_work": "90 EUR", "downtime": "2 hours", "hour_of_downtime": "€400"}
"""12 hours at 90, and 2 at 400: 1,880."""
LEAST: dict[str, Any] = {"name": "A", "deployment": "hybrid", "servers": 3, "patches_after": "10d"}
PLANS = {"at once": {"patches_after": "6h", "cost_of_patching": "16_000 EUR"}, "in a week": "7d", "in a month": "30d"}
COSTS = {"plans": PLANS, "cost_of_breach": "50_000 EUR", "cost_of_patching": BY_THE_HOUR, "such_flaws": "3 per year"}


@cache
def race_in(case: str, keys: tuple[tuple[str, str], ...] = ()) -> sim.OwnRace:
    changes: dict[str, Any] = {key: eval(value) for key, value in keys}
    return sim.own_race(sim.load(case), sim.Client.from_dict({**LEAST, **COSTS, **changes}), replications=60)


def page_in(case: str = "next_flaw", **changes: Any) -> Page:
    return page_of(race_in(case, tuple((key, repr(value)) for key, value in changes.items())), ON)


def number(text: str) -> float:
    return float(text.removeprefix("less than ").removesuffix(" EUR").replace(",", ""))


CASES: dict[str, dict[str, Any]] = {
    "two peaks": {},
    "a mitigation": {
        "case": "first_steps",
        "deployment": "on_prem",
        "like": "small_firms",
        "mitigation": {"remediation": "workaround", "after": "2d"},
    },
    "the past": {"case": "proxylogon"},
    "hardly any": {"servers": 1, "patches_after": "2d", "plans": {"at once": "1h"}},
}


def page_of_case(name: str) -> Page:
    changes = dict(CASES[name])
    return page_in(changes.pop("case", "next_flaw"), **changes)


@pytest.mark.parametrize("name", CASES)
def test_the_table_adds_up_by_the_numbers_that_it_prints(name: str) -> None:
    page = page_of_case(name)
    for row in page.plans:
        patch = 16_000 if row.name == "at once" and name != "hardly any" else 1_880
        assert row.patching == f"{patch:,} EUR"
        assert number(row.money) == pytest.approx(
            max(row.count, 1 if "less" in row.money else 0) / page.of * 50_000, abs=0.01
        )
        assert number(row.together) == patch + number(row.money), row
        assert row.together.startswith("less than") == row.money.startswith("less than")


@pytest.mark.parametrize("name", CASES)
def test_the_cheapest_is_the_one_of_the_table(name: str) -> None:
    page = page_of_case(name)
    (text,) = [each for each in page.waiting.texts if each.startswith("The cheapest on average is ")]
    least = min(page.plans, key=lambda row: number(row.together))
    named = "what you do today" if least.is_today and "(as today)" not in least.name else f"“{least.name}”"
    assert named in text.partition(":")[0]
    amounts = [float(each.replace(",", "")) for each in re.findall(r"([\d,]+) EUR", text)]
    assert amounts[:3] == [number(least.together), number(least.patching), number(least.money)]
    assert amounts[0] == amounts[1] + amounts[2]
    sparing = min(page.plans, key=lambda row: row.count)
    assert ("What spares most" in text) == (number(sparing.together) > number(least.together))


def test_the_cheapest_is_not_always_at_once() -> None:
    page = page_in()
    assert page.plans[0].name == "at once"
    assert "The cheapest on average is the plan “in a week”" in " ".join(page.waiting.texts)
    assert "What spares most, the plan “at once”, costs more: " in " ".join(page.waiting.texts)


@pytest.mark.parametrize("name", CASES)
def test_the_year_is_that_of_the_race(name: str) -> None:
    page = page_of_case(name)
    assert page.year is not None
    race, text = page.race, " ".join(page.year.texts)
    today = year_of(race.today, 3 / 365)
    counts = [int(each.replace(",", "")) for each in re.findall(r"about ([\d,]+)(?: of| with|[,.])", text)]
    best = min(race.plans, key=lambda plan: plan.mean)
    planned = year_of(best, 3 / 365)
    expected = [today.each_its_own, planned.each_its_own, today.all_alike, planned.all_alike]
    wanted = [round(page.of * each) for each in expected]
    assert counts == [each for each in wanted if each], text
    assert text.startswith(
        "Take 3 such flaws a year on average, in some years more and in some fewer. If you patch each "
    )
    cost = [float(each.replace(",", "")) for each in re.findall(r"([\d,]+) EUR", text)]
    printed = {row.name: row for row in page.plans}
    for plan, row, told in zip((race.today, best), (printed["as today"], printed[best.name]), cost, strict=True):
        # as many times what is printed of one flaw, so that a reader who multiplies comes to the same
        a_flaw = number(row.patching) + plan.mean * 50_000 if "less" in row.together else number(row.together)
        assert told == pytest.approx(3 * a_flaw, rel=0.006)
        assert abs(a_flaw - number(row.patching) - plan.mean * 50_000) <= 50_000 * 0.5 / page.of + 1
    for words in ("by chance, independently", "resembles the one of this case", "cleaned before the next"):
        assert words in text


def test_a_plan_that_no_attack_reaches_costs_its_patch_alone() -> None:
    page = page_of(
        sim.own_race(
            sim.load("first_steps").replace({"uncertain": {}, "campaigns.mass_scan.begins": "fix + 3d"}),
            sim.Client.from_dict({**LEAST, "deployment": "on_prem", **COSTS, "plans": {"soon": "1d"}}),
            replications=2,
        ),
        ON,
    )
    soon = page.plans[0]
    assert (soon.breached, soon.money, soon.together) == ("0", "0 EUR", "1,880 EUR")
    assert page.year is not None
    assert (
        "With the plan “soon” it would be none: in this case, no attack gets in before that day." in page.year.texts[0]
    )


def test_without_their_keys_nothing_is_told() -> None:
    page = page_of(sim.own_race(sim.load("next_flaw"), sim.Client.from_dict(LEAST), replications=3), ON)
    assert page.year is None
    assert not {"money", "patching", "together"} & set(page.plan_columns)
    half = page_of(
        sim.own_race(
            sim.load("next_flaw"),
            sim.Client.from_dict({**LEAST, "plans": PLANS, "cost_of_breach": "1_000 EUR"}),
            replications=3,
        ),
        ON,
    )
    assert half.plans_note.endswith("What it costs to patch faster is not counted.")
    assert "The cheapest" not in " ".join(half.waiting.texts), "what patching costs today is not known"
    in_the_cloud = {**LEAST, **COSTS, "deployment": "cloud", "plans": {"a": "1d"}}
    unattacked = sim.Client.from_dict(in_the_cloud)
    quiet = page_of(sim.own_race(sim.load("next_flaw"), unattacked, replications=2), ON)
    assert quiet.year is None


def test_every_form_tells_the_year() -> None:
    page = page_in()
    drawn = pictures(page)
    assert page.year is not None
    html = web_page(page, drawn)
    assert all(text in html for text in page.year.texts)
    deck = Presentation(io.BytesIO(slides(page)))
    assert page.year.title in [each.shapes.title.text_frame.text for each in deck.slides]
    reader = PdfReader(io.BytesIO(paper(page, drawn)))
    on_paper = " ".join(part.extract_text() for part in reader.pages)
    assert "Take 3 such flaws a year" in " ".join(on_paper.split())
    assert page.grade <= 8


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"cost_of_breach": None}, "cost_of_patching: needs cost_of_breach beside it"),
        ({"cost_of_patching": "2_000 USD"}, "cost_of_patching: USD: is not in EUR, as cost_of_breach is"),
        ({"cost_of_patching": {"work": "2h"}}, "cost_of_patching.work: needs hour_of_work beside it"),
        ({"cost_of_patching": {"hour_of_downtime": "2 EUR"}}, "cost_of_patching.hour_of_downtime: needs downtime"),
        ({"cost_of_patching": {}}, "cost_of_patching: costs nothing"),
        ({"cost_of_patching": {"work": 2, "hour_of_work": "9 EUR"}}, "cost_of_patching.work: 2: a bare number"),
        ({"cost_of_patching": {"wrok": "2h"}}, "cost_of_patching.wrok: '2h': unknown key; did you mean 'work'?"),
        ({"cost_of_patching": {**BY_THE_HOUR, "hour_of_work": "9 USD"}}, "cost_of_patching.hour_of_downtime: "),
        ({"such_flaws": 3}, "such_flaws: 3: a bare number is not a rate"),
        ({"such_flaws": "0/d"}, "such_flaws: '0/d': is not more than none"),
        ({"such_flaws": "2/h"}, "such_flaws: '2/h': is not more than none and at most one a day"),
    ],
)
def test_what_does_not_fit_is_told(changes: dict[str, Any], message: str) -> None:
    written = {
        key: value for key, value in {**LEAST, **COSTS, "plans": {"a": "1d"}, **changes}.items() if value is not None
    }
    with pytest.raises(sim.InputError) as caught:
        sim.Client.from_dict(written)
    assert str(caught.value).startswith(message)


def test_a_client_with_costs_is_written_and_read_again() -> None:
    client = sim.Client.from_dict({**LEAST, **COSTS})
    again = sim.Client.from_dict(client.to_dict())
    assert again == client
    assert [str(client.patching_of(plan)) for plan in client.plans.values()] == ["16,000 EUR", "1,880 EUR", "1,880 EUR"]
