"""A report says what the race says, in plain words, with one denominator."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import numpy as np
import pytest
from scipy.stats import spearmanr

import sim
from sim.clients.client import Brand, typical_client
from sim.report.brand import colours_of, contrast
from sim.report.figures import pictures
from sim.report.how_sure import chance_of_nothing, moving_most
from sim.report.page import Page, page_of
from sim.report.reading_grade import EASY, reading_grade
from sim.runs.statistics import half_width, standard_error
from sim.wording.chances import money_of
from sim.wording.unknowns import in_words

DAY = date(2026, 11, 24)
CLIENT: dict[str, Any] = {
    "name": "Example Bakery Ltd",
    "deployment": "on_prem",
    "servers": 2,
    "mailboxes": 40,
    "patches_after": "10d",
    "cost_of_breach": "50_000 EUR",
}
KINDS = [
    ("first_steps", {"like": "small_firms"}),
    ("first_steps", {"mitigation": {"remediation": "workaround", "after": "2d"}}),
    ("proxylogon", {"like": "small_managed", "servers": 1}),
    ("hybrid", {"like": "hybrid", "deployment": "hybrid"}),
    ("next_flaw", {"like": "mid_sized", "patches_after": "1d"}),
    ("next_flaw", {"deployment": "cloud"}),
]


def page(case: str = "first_steps", **changes: Any) -> Page:
    given = {key: value for key, value in {**CLIENT, **changes}.items() if value is not None}
    client = sim.Client.from_dict(given)
    return page_of(sim.own_race(sim.load(case), client, replications=40), DAY)


@pytest.fixture(scope="module")
def bakery() -> Page:
    return page(like="small_firms")


@pytest.mark.parametrize(("case", "changes"), KINDS)
def test_every_report_is_easy_to_read(case: str, changes: dict[str, Any]) -> None:
    assert 0 < page(case, **changes).grade <= EASY


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("The cat sat on the mat.", 0.39 * 6 + 11.8 - 15.59),
        ("Patch now. Look for strangers.", 0.39 * 2.5 + 11.8 * 6 / 5 - 15.59),
        ("Of 100 firms, 8 are hit.", 0.39 * 6 + 11.8 - 15.59),
        ("", 0.0),
    ],
)
def test_the_grade_is_that_of_kincaid(text: str, grade: float) -> None:
    assert reading_grade([text]) == pytest.approx(grade)


def test_a_hard_text_is_told_from_an_easy_one() -> None:
    hard = "Notwithstanding comprehensive vulnerability remediation, organizational exposure necessitates evaluation."
    assert reading_grade([hard]) > EASY


def test_the_page_says_the_numbers_of_the_race(bakery: Page) -> None:
    race = bakery.race
    assert race.sentence() in bakery.how_likely.texts
    today = round(100 * race.today.mean)
    assert f"about {today} of 100" in bakery.headline
    assert next(row for row in bakery.plans if row.is_today).count == today
    assert [row.count for row in bakery.plans] == sorted(row.count for row in bakery.plans)
    by_name = {row.name: row for row in bakery.plans}
    for plan in race.plans:
        assert by_name[plan.name].count == round(100 * plan.mean)
        assert (by_name[plan.name].low, by_name[plan.name].high) == tuple(round(100 * each) for each in plan.range)


def test_a_mean_between_two_ends_is_told_with_the_ends() -> None:
    """faults: next_flaw, 3 servers: the mean is 20 of 100 and the median less than 1."""
    told = page_of(sim.own_race(sim.load("next_flaw"), sim.Client.from_dict({**CLIENT, "servers": 3})), DAY)
    chances = 100 * told.race.today.chances
    mean, half, high = chances.mean(), np.quantile(chances, 0.5), np.quantile(chances, 0.95)
    assert half < 0.1 * mean < mean < 0.5 * high
    ends = f"in half of the simulated futures fewer than 1, in 1 of 20 more than {round(high)}"
    assert (
        f"about {round(mean)} of 100 businesses like yours would be breached before they patched, on average."
        in told.headline
    )
    assert told.spread == f"Behind today's average, futures differ widely. Breached, of 100: {ends}."
    assert told.findings == (told.headline, told.spread)
    assert ends in told.how_likely.texts[0]
    assert next(row for row in told.plans if row.is_today).futures.endswith("; in half fewer than 1")
    assert told.tells_ends
    assert "futures" in pictures(told)


def test_a_mean_that_most_futures_are_near_is_told_with_the_range(bakery: Page) -> None:
    assert not bakery.tells_ends
    assert "on average" not in bakery.headline
    assert bakery.findings == (bakery.headline,)
    assert "futures" not in pictures(bakery)
    low, half, high = (int(100 * each + 0.5) for each in bakery.race.today.quantiles)
    assert f"at most {half}, in 9 of 10 between {low} and {high}" in bakery.how_likely.texts[0]


def test_what_is_compared_is_the_difference_of_what_is_printed(bakery: Page) -> None:
    least = min(row.count for row in bakery.plans)
    for row in bakery.plans:
        assert row.more == (f"{row.count - least} more" if row.count > least else "best")


def test_waiting_is_told_in_businesses_and_in_money_only_if_a_cost_is_given(bakery: Page) -> None:
    extra = bakery.race.today.extra_of_a_week
    assert f"about {round(100 * extra)} more of 100" in bakery.waiting.texts[0]
    assert f"costs {round(100 * extra) * 500:,} EUR on average" in bakery.waiting.texts[1]
    assert [row.money for row in bakery.plans] == [f"{row.count * 500:,} EUR" for row in bakery.plans]
    silent = page(like="small_firms", cost_of_breach=None)
    assert not any("EUR" in text for text in silent.running_text())
    assert not any(row.money for row in silent.plans)
    assert "money" not in silent.plan_columns


def test_the_four_questions_are_answered_in_order(bakery: Page) -> None:
    assert [section.title for section in bakery.sections[:4]] == [
        "How likely is it for us?",
        "What does waiting cost?",
        "What do we do on Monday?",
        "How sure is this?",
    ]
    assert all(section.texts for section in bakery.sections)
    assert len(bakery.glossary) == 5


def test_the_spread_and_the_error_are_told_apart(bakery: Page) -> None:
    low, high = (round(100 * each) for each in bakery.race.today.range)
    spread, *_, error = bakery.how_sure.texts
    assert f"between {low} and {high} of 100" in spread
    assert "40 futures" in error
    assert "could shift by" in error


def test_a_case_without_unknowns_claims_no_certainty() -> None:
    scenario = sim.load("first_steps")
    certain = sim.Scenario.from_dict({**scenario.to_dict(), "uncertain": {}})
    told = page_of(sim.own_race(certain, sim.Client.from_dict(CLIENT), replications=10), DAY)
    assert "That is no proof." in told.how_sure.texts[0]
    assert not told.plans[0].futures
    assert "futures" not in told.plan_columns


def test_the_unknown_that_moves_the_numbers_is_named(bakery: Page) -> None:
    assert moving_most(bakery.race) == ["how fast attackers search for servers"]
    assert chance_of_nothing(401) == pytest.approx(0.098)


def test_the_strongest_unknown_is_named_first() -> None:
    race = page("hybrid", like="hybrid", deployment="hybrid").race
    strength: dict[str, float] = {}
    for path, drawn in race.drawn.items():
        found = float(abs(spearmanr(drawn, race.today.chances).statistic))
        strength[in_words(race.scenario, path)] = max(found, strength.get(in_words(race.scenario, path), 0.0))
    named = moving_most(race)
    assert len(named) > 1
    assert named == sorted(strength, key=strength.__getitem__, reverse=True)[: len(named)]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("campaigns.mass_scan.rate", "how fast attackers search for servers"),
        ("campaigns.mass_scan.success.CVE-2021-26855", "how often their attack works"),
        ("remediations.update.adoption.median", "how fast others patch"),
        ("populations.small_firms.organizations", "how many servers there are"),
        ("timeline.exploitation", "the day of the first attacks"),
        ("remediations.update.available", "when the update is out"),
        ("aftermath.cleanup_share", "how many servers are cleaned"),
    ],
)
def test_unknowns_are_called_as_people_call_them(path: str, words: str) -> None:
    case = sim.load("next_flaw")
    assert in_words(case, path) == words


def test_an_unknown_that_moves_nothing_is_not_named() -> None:
    scenario = sim.load("first_steps")
    law = {"law": "uniform", "low": 0.1, "high": 0.9}
    more = scenario.replace({"uncertain.remediations.workaround.uptake": law})
    race = sim.own_race(more, sim.Client.from_dict({**CLIENT, "like": "small_firms"}), replications=200)
    assert np.ptp(race.drawn["remediations.workaround.uptake"]) > 0
    assert moving_most(race) == ["how fast attackers search for servers"]


def spared(texts: tuple[str, ...]) -> list[int]:
    """What each step says that it spares, in the order of the steps."""
    return [int(found[1]) for text in texts if (found := re.search(r"would spare about (\d+) of 100", text))]


def test_steps_fit_the_situation() -> None:
    told = page(like="small_firms", patches_after="20d")
    slow, race = told.what_to_do.texts, told.race
    sooner = np.array(race.today.chances - race.plan("in a day").chances)
    assert "set the day: 1 day after the fix is out, not 20 days. If you cannot patch by then, take" in slow[1]
    assert f"would spare about {int(100 * sooner.mean() + 0.5)} of 100" in slow[1]
    noise = 100 * half_width(standard_error(sooner), len(sooner))
    assert f"and what a step for Monday spares by up to about {int(noise + 0.5)}." in told.how_sure.texts[-1]
    assert "Use the emergency setting until you patch, in place about 3 days after the fix." in slow[2]
    assert spared(slow) == sorted(spared(slow), reverse=True)
    quick = page(like="small_firms", patches_after="0d").what_to_do.texts
    assert any("keep your pace" in text for text in quick)
    assert any("does not throw out who is already in" in text for text in slow)


def test_the_first_step_is_what_helps_most() -> None:
    """faults: "set the day: 18 days" where switching the service off was the whole gain."""
    at_once = {"remediation": "workaround", "after": "1h"}
    plans = {"stopgap first": {"patches_after": "20d", "mitigation": at_once}}
    stopgap = page(like="small_firms", patches_after="20d", plans=plans)
    assert "plan “stopgap first” it would be" in stopgap.headline
    use, keep_pace, off = stopgap.what_to_do.texts[1:4]
    gain = stopgap.race.today.mean - stopgap.race.plan("stopgap first").mean
    assert use.startswith("Use the emergency setting until you patch, in place about 2 days after the fix.") or (
        keep_pace.startswith("Use the emergency setting until you patch, in place about 2 days after the fix.")
    )
    assert any(f"would spare about {int(100 * gain + 0.5)} of 100" in text for text in (use, keep_pace, off))
    assert not any("set the day: 20 days" in text for text in stopgap.what_to_do.texts)
    assert stopgap.plan_columns["until_then"] == "Until then"
    assert {row.name: row.until_then for row in stopgap.plans} == {
        "as today": "no stopgap",
        "stopgap first": "emergency setting, from about day 2",
    }


def test_what_the_client_does_already_is_a_step_with_what_it_spares() -> None:
    used = {"remediation": "workaround", "after": "1h"}
    told = page(like="small_firms", patches_after="20d", mitigation=used)
    bare = page(like="small_firms", patches_after="20d")
    first, second = told.what_to_do.texts[1:3]
    gain = int(100 * (bare.race.today.mean - told.race.today.mean) + 0.5)
    assert first.startswith("Go on with the emergency setting, in place about 2 days after the fix, until you patch.")
    assert f"would spare about {gain} of 100" in first
    assert "set the day: 1 day after the fix is out, not 20 days" in second
    assert spared(told.what_to_do.texts) == sorted(spared(told.what_to_do.texts), reverse=True)


def test_what_spares_no_more_than_noise_is_no_step() -> None:
    scenario = sim.load("first_steps").replace({"remediations.workaround.protects": 0.001})
    told = page_of(
        sim.own_race(scenario, sim.Client.from_dict({**CLIENT, "patches_after": "0d"}), replications=40), DAY
    )
    steps = " ".join(told.what_to_do.texts)
    assert "keep your pace: at once when the fix is out." in steps
    assert "Other changes that were tried spare no more than noise." in steps
    assert "emergency setting" not in steps


def test_of_one_future_no_noise_is_told() -> None:
    client = sim.Client.from_dict({**CLIENT, "like": "small_firms"})
    told = page_of(sim.own_race(sim.load("first_steps"), client, replications=1), DAY)
    assert "one simulated future does not tell how much of that is noise" in told.what_to_do.texts[1]


def test_what_counts_as_breached_and_what_changes_nothing_stands_near_the_headline() -> None:
    scenario, given = sim.load("first_steps"), {**CLIENT, "like": "small_firms"}
    few, many = (
        page_of(sim.own_race(scenario, sim.Client.from_dict({**given, **changes}), replications=10), DAY)
        for changes in ({"servers": 1, "mailboxes": 0}, {"servers": 50, "mailboxes": 900})
    )
    assert "breached if one of" not in few.scope
    assert "mailboxes" not in few.scope
    assert "A business is breached if one of its 50 servers is. The number of mailboxes changes nothing" in many.scope
    assert np.allclose(many.race.today.chances, 1 - (1 - few.race.today.chances) ** 50)


def test_a_client_that_is_counted_with_another_deployment_is_told() -> None:
    told = page("next_flaw", like="small_hybrid")
    group = "You are counted with another group: small firms with one old server left."
    assert f"{group} Its servers do not run where yours do, but at their own site, tied to the cloud." in told.scope
    assert "another group" not in page("next_flaw", like="mid_sized").scope


def test_a_chance_of_nothing_asks_for_no_more_than_a_look() -> None:
    scenario = sim.load("first_steps").replace({"campaigns.mass_scan.success": 0})
    told = page_of(sim.own_race(scenario, sim.Client.from_dict(CLIENT), replications=10), DAY)
    assert told.headline.startswith("In this case, nobody attacks businesses like yours.")
    assert "This case does not tell which day is soon enough." in told.what_to_do.texts[1]
    assert not told.plans
    assert "EUR" not in " ".join(told.waiting.texts)


@pytest.mark.parametrize(
    ("chance", "words"), [(0.0, "0 EUR"), (0.001, "less than 500 EUR"), (0.094, "4,500 EUR"), (1.0, "50,000 EUR")]
)
def test_money_is_the_printed_number_times_the_cost(chance: float, words: str) -> None:
    assert money_of(chance, 100, 50_000, "EUR") == words


def test_deadlines_tell_status_and_the_clients_pace(bakery: Page) -> None:
    rows = {row.rule: row for row in bakery.deadlines}
    assert rows["CISA BOD 26-04"].within.startswith("3 days")
    assert rows["CISA BOD 26-04"].today == "7 days too late"
    assert rows["UK Cyber Essentials"].today == "meet it"
    assert rows["CISA BOD 22-01"].status.startswith("historical, revoked 10 June 2026")
    assert not rows["CISA BOD 22-01"].is_in_force
    assert "to be retired" in rows["ASD Essential Eight"].status


def test_in_the_cloud_nothing_is_claimed_about_servers() -> None:
    told = page("next_flaw", deployment="cloud")
    assert told.headline.startswith("In this case, nobody attacks a service that runs in the cloud.")
    assert "The hosted product may have the same flaw." in " ".join(told.how_sure.texts)
    assert not told.plans
    assert not told.deadlines
    assert not any("None" in text for text in told.running_text())


def test_only_words_that_are_used_are_explained(bakery: Page) -> None:
    assert [word for word, _ in bakery.glossary] == ["Flaw", "Fix", "Breach", "Open to attack", "Simulated future"]
    assert bakery.glossary_title == "Five words"
    told = page("next_flaw", deployment="cloud")
    assert [word for word, _ in told.glossary] == ["Flaw", "Fix", "Breach"]
    assert told.glossary_title == "Three words"
    assert told.title == "What one flaw may mean for Example Bakery Ltd"
    assert bakery.title == "What waiting to patch costs Example Bakery Ltd"


def test_the_page_bears_date_case_version_and_seed(bakery: Page) -> None:
    scenario = bakery.race.scenario
    for words in ("24 November 2026", scenario.name, scenario.digest, f"seed {scenario.seed}", "patchrace 0."):
        assert words in bakery.basis


def test_small_chances_keep_one_denominator() -> None:
    scenario = sim.load("first_steps").replace({"campaigns.mass_scan.success": 0.0005})
    told = page_of(sim.own_race(scenario, sim.Client.from_dict({**CLIENT, "servers": 1}), replications=40), DAY)
    assert told.of > 100
    denominators = set(re.findall(r" of ((?:1,|10,)?0*100|1,000|10,000)\b", " ".join(told.running_text())))
    assert denominators == {f"{told.of:,}"}


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#FFFFFF", 21.0), ("#FFFFFF", "#FFFFFF", 1.0), ("#767676", "#FFFFFF", 4.54)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize("colour", ["#FFEE00", "#1F3A5F", "#808080", "#D55E00", "#000000", "#FFFFFF"])
def test_every_brand_can_be_read(colour: str) -> None:
    colours, warnings = colours_of(Brand(colour=colour, accent=colour))
    assert contrast(colours.on_head, colours.head) >= 4.5
    assert contrast(colours.title, "#FFFFFF") >= 4.5
    assert contrast(colours.rule, "#FFFFFF") >= 3.0
    assert bool(warnings) == (colours.title != colour or colours.rule != colour)


def test_one_world_claims_nothing_of_the_spread() -> None:
    client = sim.Client.from_dict({**CLIENT, "like": "small_firms"})
    told = page_of(sim.own_race(sim.load("first_steps"), client, replications=1), DAY)
    words = " ".join(told.how_sure.texts)
    assert "Only one simulated future was worked out" in words
    assert "Only one simulated future was worked out" in told.scope
    assert "changes nothing for you" not in words
    assert "less than 1 of" not in words
    assert "1 simulated future," in told.basis
    few = page_of(sim.own_race(sim.load("first_steps"), client, replications=2), DAY)
    assert "could shift anywhere" in few.how_sure.texts[-1]


def test_a_week_that_is_not_simulated_is_not_told() -> None:
    scenario = sim.Scenario.from_dict({**sim.load("first_steps").to_dict(), "horizon": "24d"})
    plans = {"soon": {"patches_after": "1d"}}
    cases = {"10d": "The simulated time ends on the day you patch", "8d": "Patch 2 days later than today,"}
    for patches_after, words in cases.items():
        client = sim.Client.from_dict({**CLIENT, "like": "small_firms", "patches_after": patches_after, "plans": plans})
        race = sim.own_race(scenario, client, replications=20)
        assert page_of(race, DAY).waiting.texts[0].startswith(words)
        assert "a week" not in sim.charts.chance_by_patch_day(race).get_title(loc="left")


def test_a_plan_that_is_not_better_in_every_future_is_not_said_to_be() -> None:
    scenario = sim.load("next_flaw")  # in some of its futures the attack comes so late that both ways do as well
    told = page_of(sim.own_race(scenario, sim.Client.from_dict({**CLIENT, "like": "mid_sized"}), replications=100), DAY)
    best = min(told.race.plans, key=lambda plan: plan.mean)
    better = bool(np.all(best.chances < told.race.today.chances))
    assert any("better than today in each simulated future" in text for text in told.waiting.texts) == better


def test_what_is_assumed_of_nobody_in_particular_is_said_to_be() -> None:
    told = page_of(sim.own_race(sim.load("first_steps"), typical_client(sim.load("first_steps")), replications=5), DAY)
    assert "We assume that you patch 7 days after the fix" in told.situation


def test_who_is_like_a_client_is_said_where_no_population_is_named() -> None:
    """A report spoke of businesses like yours beside a case on firms of all sizes, and a reader saw no likeness."""
    alone, tied = page(like=None, servers=1).scope, page("hybrid", like=None, servers=3, deployment="hybrid").scope
    assert "“Businesses like yours” have one such server at their own site, whatever their trade and size." in alone
    assert "have 3 such servers at their own site, tied to the cloud, whatever their trade and size." in tied
    assert "“Businesses like yours”" not in page(like="small_firms").scope
