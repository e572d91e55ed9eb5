"""The answers of a report in German: no English is left in them, and a number in a sentence means what it says."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import pytest
from english import ENGLISH_WORDS

import sim
from sim.charts.drawing.style import what_is_assumed
from sim.clients import unattacked
from sim.clients.countries import NAMES, country_name
from sim.clients.shown_names import shown_plan
from sim.clients.year import year_of
from sim.report.costs import costs_of, on_costs, together_text
from sim.report.deadlines import FILE, WORDS, WORST, deadlines, deadlines_for
from sim.report.how_sure import how_sure
from sim.report.open_to_attack import open_to_attack
from sim.report.page import page_of
from sim.report.what_to_do import best_plan, helping, what_to_do
from sim.report.year_view import year_section
from sim.runs.statistics import half_width, standard_error
from sim.wording.language import LOCALES, language_of
from sim.wording.rounding import whole_number
from sim.wording.unknowns import KNOWN, in_words, unknowns

GERMAN = language_of("de")
WORDS_OF_FILES = "„deployment: hosted“"
LEAST: dict[str, Any] = {"name": "Muster", "deployment": "on_prem", "patches_after": "7d", "language": "de"}
PLANS = {"sofort": {"patches_after": "6h", "cost_of_patching": "16_000 EUR"}, "in a week": "7d", "in a month": "30d"}
COSTS: dict[str, Any] = {
    "plans": PLANS,
    "cost_of_breach": "50_000 EUR",
    "cost_of_patching": "1_880 EUR",
    "such_flaws": "3 per year",
}
CLIENTS: dict[str, dict[str, Any]] = {
    "one server": {},
    "many servers": {"servers": 1_200, "mailboxes": 2_500, "patches_after": "20d", "country": "DE"},
    "hybrid": {"deployment": "hybrid", "servers": 3, "patches_after": "10d"},
    "hosted": {"deployment": "hosted", "mailboxes": 9, **COSTS},
    "cloud": {"deployment": "cloud"},
    "at once": {"patches_after": "0d"},
    "costs": {"servers": 3, "patches_after": "9d", **COSTS},
    "a rate": {"patches_after": "36h", "such_flaws": "0.5 per year", "cost_of_breach": "1_000_000 EUR"},
}
NAMED = {"first_steps": "workaround", "proxylogon": "one_click_mitigation", "esxiargs": "switch_off"}
STEPS = "first_steps"
LIKE = {"next_flaw": "mid_sized", STEPS: "small_firms"}
"""Whom a client of a provider is like, in cases without such servers, so that it is attacked."""
CHANGES: dict[str, dict[str, Any]] = {
    "nothing unknown": {"uncertain": {}},
    "some are protected": {"remediations.workaround.protects": 0.6},
    "late attacks": {"campaigns.mass_scan.begins": "fix + 12d"},
    "no attack": {"campaigns.mass_scan.success": 0},
    "rare": {"campaigns.mass_scan.success": 0.0005},
    "invented": {"about.kind": "invented"},
    "past": {"about.kind": "happened"},
}
CASES = ("first_steps", "next_flaw", "proxylogon", "esxiargs", "msp", "hybrid")


@cache
def case_of(name: str) -> sim.Scenario:
    return sim.load(STEPS).replace(CHANGES[name]) if name in CHANGES else sim.load(name)


def clients_in(case: str) -> Iterator[dict[str, Any]]:
    yield from CLIENTS.values()
    like = LIKE.get(STEPS if case in CHANGES else case)
    if like is not None:
        yield {**CLIENTS["hosted"], "like": like, "patches_after": "9d", "servers": 2}
    remedy = NAMED.get(STEPS if case in CHANGES else case)
    if remedy is not None:
        late, soon = ({"remediation": remedy, "after": after} for after in ("2d", "1h"))
        yield {"mitigation": late, "patches_after": "9d", "servers": 2}
        yield {"plans": {"Notbehelf": {"patches_after": "9d", "mitigation": soon}}}


@cache
def races(case: str) -> tuple[sim.OwnRace, ...]:
    """Of every client that fits into a case."""
    found = []
    for client in clients_in(case):
        for number in (12,) if client else (1, 12):
            try:
                read = sim.Client.from_dict({**LEAST, **client})
                found.append(sim.own_race(case_of(case), read, replications=number))
            except sim.InputError:  # a client that the case has no such servers for
                continue
    return tuple(found)


def race_in(case: str, replications: int = 60, **changes: Any) -> sim.OwnRace:
    return sim.own_race(case_of(case), sim.Client.from_dict({**LEAST, **changes}), replications=replications)


def dotted(amount: float) -> str:
    """A whole number in the German way."""
    return f"{amount:,.0f}".replace(",", ".")


def answers(race: sim.OwnRace) -> Iterator[str]:
    scenario, client = race.scenario, race.client
    yield from what_to_do(race)
    if race.is_attacked:
        yield from how_sure(race, 2, 12)
        yield from open_to_attack(race)
        best = best_plan(race)
        year = year_section(race, best)
        yield from (year.title, *year.texts) if year else ()
        yield from filter(None, [on_costs(race, best)])
        return
    for told in (unattacked.sentence, unattacked.headline, unattacked.waiting):
        yield told(scenario, client)
    yield f"{unattacked.finding(scenario, client)}."
    yield from unattacked.what_else(scenario, client)
    yield from unattacked.limits(client)


@pytest.mark.parametrize("case", [*CASES, *CHANGES])
def test_no_english_is_left(case: str) -> None:
    assert len(races(case)) > 4
    for race in races(case):
        for text in answers(race):
            assert not ENGLISH_WORDS.search(text.replace(WORDS_OF_FILES, "")), text
            assert text == " ".join(text.split()), text
            assert text.endswith((".", "!", "?")), text


def test_what_nobody_knows_is_told_in_german() -> None:
    for case in CASES:
        told = [in_words(case_of(case), path, GERMAN) for path in case_of(case).uncertain]
        assert told
        assert not [text for text in told if ENGLISH_WORDS.search(text)]
    assert unknowns(case_of("next_flaw"), 3, GERMAN)[-1].endswith(" weitere")
    words = [GERMAN.text(text, name="Update") for text in KNOWN.values()]
    assert all(re.match(r"(wie|wann|was|auf wie) ", each) for each in words), "they follow a comma"


def test_when_attacks_begin_and_how_long_servers_are_open() -> None:
    race = race_in("next_flaw", 200, like="mid_sized", servers=3, patches_after="20d")
    begun = race.first_attacks.days
    early, median = int(100 * np.mean(begun < 0) + 0.5), round(float(np.sort(begun, axis=None)[99]))
    spans = np.maximum(20 - begun, 0)
    spared, half = int(100 * np.mean(spans == 0) + 0.5), round(float(np.sort(spans, axis=None)[99]))
    assert list(open_to_attack(race)) == [
        f"In etwa {early} von 100 simulierten Zukünften beginnen die Angriffe, bevor das Update erscheint. In der "
        f"Hälfte der Zukünfte beginnen sie später als etwa {median} Tage nach Erscheinen des Updates.",
        f"Wenn Sie die Lücke hätten, wären Ihre Server in der Hälfte der Zukünfte mehr als etwa {half} Tage lang "
        "angreifbar: vom ersten Angriff an, bis Sie das Update einspielen. "
        f"In etwa {spared} von 100 Zukünften käme kein Angriff, bevor Sie das Update einspielen.",
    ]
    assert 0 < early < 100
    assert median > 1 < half


def test_a_stopgap_ends_it_for_those_that_it_protects() -> None:
    """The workaround of first_steps is out 2 days after the fix, the client takes 2, attacks begin 9 before."""
    stopgap = {"remediation": "workaround", "after": "2d"}
    _, some, others = open_to_attack(race_in("some are protected", 20, patches_after="21d", mitigation=stopgap))
    assert some == (
        "Wenn Sie die Lücke hätten, wäre Ihr Server etwa 13 Tage lang angreifbar: vom ersten Angriff an, bis die "
        "Sofortmaßnahme (Notfall-Einstellung) greift."
    )
    assert others == (
        "Sie schützt etwa 60 von 100 Servern. Wo sie nicht schützt, wäre Ihr Server etwa 30 Tage lang angreifbar: vom "
        "ersten Angriff an, bis Sie das Update einspielen."
    )


def test_the_spread_and_the_error() -> None:
    race = race_in(STEPS, 40, like="small_firms")
    number = race.denominator
    low, high = (round(number * each) for each in race.today.range)
    spread, unknown, guesses, error = how_sure(race, 1, 1_234)
    assert spread.startswith(
        f"In 9 von 10 simulierten Zukünften werden zwischen {low} und {high} von {number} Unternehmen gehackt."
    )
    assert unknown.endswith("Am stärksten hängen die Zahlen davon ab, wie schnell Angreifer nach Servern suchen.")
    assert guesses == "Der Fall beruht auf 1.234 Werten. Einer davon ist eine Annahme."
    shift = number * (race.error + half_width(standard_error(race.today.chances), 40))
    assert (
        "hat 40 Zukünfte durchgerechnet. Mit mehr Zukünften könnte sich der Durchschnitt beim heutigen Vorgehen "
        f"um etwa {shift:.0f}" in error
    )


def test_of_one_future_no_range_is_told() -> None:
    text, _, error = how_sure(race_in(STEPS, 1), 2, 12)
    assert text.startswith("Nur eine simulierte Zukunft wurde durchgerechnet.")
    assert error == "Auch wie weit der Durchschnitt danebenliegt, ist nicht bekannt."


def test_the_step_that_helps_most() -> None:
    race = race_in(STEPS, 40, like="small_firms", patches_after="20d", servers=3, mailboxes=5)
    sooner, use = helping(race)
    first, patch, stopgap, look, _ = what_to_do(race)
    counts = [int(100 * each.spares + 0.5) for each in (sooner, use)]
    assert first == (
        "Schreiben Sie auf, welche Server aus dem Internet erreichbar sind. Eine solche Lücke würde die öffnen, die "
        "sie haben."
    )
    assert patch == (
        "Legen Sie fest, wer das Update einspielt und wann: 1 Tag nach Erscheinen des Updates, nicht erst nach 20 "
        "Tagen. Wenn Sie das bis dahin nicht schaffen, trennen Sie Ihre Server vom Internet, bis das Update "
        "eingespielt ist (Ihre E-Mail steht so lange still). Ein Update an diesem Tag würde etwa "
        f"{counts[0]} von 100 Unternehmen vor einem Einbruch bewahren."
    )
    assert stopgap == (
        "Nutzen Sie die Sofortmaßnahme (Notfall-Einstellung), bis Sie das Update einspielen. Sie greift etwa 3 Tage "
        f"nach Erscheinen des Updates. Das allein würde etwa {counts[1]} von 100 Unternehmen vor einem Einbruch "
        "bewahren."
    )
    noise = int(100 * max(sooner.noise, use.noise) + 0.5)
    assert f"was ein Schritt für den Montag bringt, um bis zu etwa {noise}." in how_sure(race, 1, 2)[-1]
    chosen = min(race.plans, key=lambda plan: plan.mean)
    breached = int(100 * chosen.mean + 0.5)
    assert look == (
        "Das Update wirft niemanden hinaus, der schon eingedrungen ist. Suchen Sie deshalb auf jedem Server nach "
        f"Spuren eines Einbruchs, auch wenn Sie das Update nach 1 Tag einspielen: Bis dahin wären etwa {breached} "
        "von 100 Unternehmen wie Ihrem gehackt."
    )


def test_a_provider_is_asked() -> None:
    texts = " ".join(what_to_do(race_in("next_flaw", 40, deployment="hosted", like="mid_sized", patches_after="20d")))
    assert texts.startswith("Fragen Sie Ihren Anbieter, ob Ihr Server die Lücke hat")
    assert "Verlangen Sie, dass das Update 1 Tag nach Erscheinen eingespielt wird, nicht erst nach 20 Tagen." in texts
    assert "bitten Sie ihn, Ihren Server vom Internet zu trennen, bis das Update eingespielt ist." in texts


def test_who_patches_at_once_keeps_that_pace() -> None:
    texts = what_to_do(race_in(STEPS, 40, like="small_firms", patches_after="0d"))
    assert any("halten Sie Ihr Tempo: sofort nach Erscheinen des Updates." in text for text in texts)
    assert any(text.startswith("Wenn Sie das bis dahin nicht schaffen, trennen Sie Ihren Server") for text in texts)


def test_where_nobody_attacks_the_case_is_told_and_nothing_of_the_client() -> None:
    race = race_in("next_flaw", 5, deployment="cloud")
    assert race.sentence() == (
        "In diesem Fall greift niemand einen Dienst an, der in der Cloud läuft. Denn wer den Fall schrieb, sah für die "
        "Cloud keinen Server vor. Der Dienst, den Sie nutzen, kann die Lücke trotzdem haben."
    )
    assert unattacked.headline(race.scenario, race.client).endswith("kann Ihnen Ihr Anbieter sagen.")
    own = race_in("no attack", 5)
    assert unattacked.what_to_do(own.scenario, own.client)[0].startswith("Prüfen Sie, ob Ihr Server die Lücke hat")


def test_what_patches_and_breaches_cost_adds_up() -> None:
    race = race_in("next_flaw", servers=3, patches_after="10d", **COSTS)
    costs, best = costs_of(race), best_plan(race)
    assert best is not None
    assert best.name == "sofort"
    text, week = on_costs(race, best), costs["in a week"]
    breaches = whole_number(next(plan.mean for plan in race.plans if plan.name == "in a week") * 100) * 500
    assert week.together == 1_880 + breaches
    assert text.startswith(
        f"Im Durchschnitt am günstigsten ist der Plan „innerhalb einer Woche“: {dotted(week.together)} EUR, "
        "davon 1.880 EUR "
        f"für das Update und {dotted(breaches)} EUR für Einbrüche. Am meisten Einbrüche verhindert der Plan „sofort“. "
        f"Er kostet aber mehr: {dotted(costs['sofort'].together)} EUR, davon 16.000 EUR für das Update und "
    )
    assert together_text(week) == f"{dotted(week.together)} EUR"


def test_the_year_is_that_of_the_race() -> None:
    race = race_in("next_flaw", servers=3, patches_after="10d", **{**COSTS, "such_flaws": "2.5 per year"})
    best = best_plan(race)
    assert best is not None
    year = year_section(race, best)
    assert year is not None
    plans = [year_of(plan, 2.5 / 365) for plan in (race.today, best)]
    own, alike = ([whole_number(100 * getattr(each, key)) for each in plans] for key in ("each_its_own", "all_alike"))
    amounts = [
        float(f"{2.5 * (patch + whole_number(100 * plan.mean) * 500):.3g}")
        for plan, patch in ((race.today, 1_880), (best, 16_000))
    ]
    assert year.title == "Was kommt in einem Jahr zusammen?"
    assert year.texts[0] == (
        "Nehmen Sie 2,5 solche Lücken im Jahr an (im Durchschnitt, in manchen Jahren mehr, in manchen weniger). "
        "Wenn Sie jedes Update 10 Tage nach Erscheinen einspielen, wie heute, würden etwa "
        f"{own[0]} von 100 Unternehmen wie Ihrem mindestens einmal im Jahr gehackt. Mit dem Plan „sofort“ wären es "
        f"etwa {own[1]}."
    )
    assert year.texts[1].endswith(f"Dann wären es etwa {alike[0]}, mit dem Plan „sofort“ etwa {alike[1]}.")
    assert year.texts[2] == (
        f"Updates und Einbrüche zusammen würden im Durchschnitt {dotted(amounts[0])} EUR im Jahr kosten, mit dem Plan "
        f"„sofort“ {dotted(amounts[1])} EUR."
    )


def test_small_rates_keep_their_digits() -> None:
    said = [year_section(race_in(STEPS, 5, such_flaws=f"{rate} per year"), None) for rate in (1, 0.0125, 12)]
    assert [section.texts[0].partition(" im Jahr")[0] for section in said if section] == [
        "Nehmen Sie 1 solche Lücke",
        "Nehmen Sie 0,0125 solche Lücken",
        "Nehmen Sie 12 solche Lücken",
    ]


def test_a_plan_for_little_time_has_a_german_name() -> None:
    """No usual plan fits into half a day after the fix."""
    scenario = sim.Scenario.from_dict({**case_of(STEPS).to_dict(), "horizon": "14.5d"})
    client = sim.Client.from_dict({**LEAST, "patches_after": "6h"})
    race = sim.own_race(scenario, client, replications=2)
    assert [shown_plan(race.client, plan.name) for plan in race.plans] == ["sofort"]


def addresses(source: str) -> set[str]:
    """What can be looked up: places on the web, and numbers of documents."""
    return set(re.findall(r"\S+\.\w+/\S+|\d+/\d+", source))


def test_official_deadlines_are_told_in_german() -> None:
    days = [date(2020, 1, 1), date(2026, 6, 9), date(2026, 11, 24), date(2029, 1, 1)]
    for english, rule in zip(deadlines(), deadlines(GERMAN), strict=True):
        read = [rule.rule, rule.issuer, rule.binds, rule.also, rule.clock_starts, rule.assumed, rule.checked]
        for text in (*read, rule.within(), *(rule.status(on) for on in days)):
            assert not ENGLISH_WORDS.search(text), text
        assert addresses(rule.source) == addresses(english.source)
        assert rule.days == english.days
        code = next((code for code, name in NAMES.items() if name == english.country), None)
        others = {"European Union": "Europäische Union", "all countries": "alle Länder"}
        assert rule.country == (country_name(code, GERMAN) if code else others[english.country])
    told = {rule.rule: rule for rule in deadlines_for(WORST, "US", GERMAN)}
    assert told["CISA BOD 26-04"].within() == "3 Tage und forensische Erstprüfung"
    assert told["CISA BOD 26-04"].status(days[1]) == "nicht vor dem 10. Juni 2026"
    assert told["CISA BOD 22-01"].status(days[2]) == "nicht mehr in Kraft, aufgehoben am 10. Juni 2026"
    assert told["HIPAA, wie vorgeschlagen"].status(days[2]) == "vorgeschlagen am 6. Januar 2025, nicht in Kraft"
    (australian,) = deadlines_for(WORST, "AU", GERMAN)[:1]
    assert australian.within() == "48 Stunden"
    assert australian.status(days[2]) == "in Kraft, soll bis etwa 2028 auslaufen"
    assert australian.status(days[3]) == "sollte bis etwa 2028 auslaufen; sehen Sie nach"


def test_a_page_shows_them_in_german() -> None:
    page = page_of(race_in(STEPS, 12, country="US"), date(2026, 11, 24))
    read = [text for row in page.deadlines for text in (row.rule, row.within, row.status, row.binds, row.country)]
    assert "Vereinigte Staaten" in page.deadlines_note
    for text in (*read, page.deadlines_note, what_is_assumed(case_of("next_flaw"), language=GERMAN)):
        assert not ENGLISH_WORDS.search(text), text
    assert "Mitte 2026" in " ".join(page.sources)


def test_words_of_deadlines_are_those_that_rows_hold() -> None:
    """A row that is written anew needs its words anew."""
    folder = resources.files("sim.report")
    rows, words = (
        list(csv.DictReader(folder.joinpath(file).read_text(encoding="utf-8").splitlines())) for file in (FILE, WORDS)
    )
    told = ("issuer", "binds", "also", "clock_starts", "assumed", "source", "checked")
    held = {row[key] for row in rows for key in told} - {""}
    rules = {row["rule"] for row in rows}
    translated = [row["en"] for row in words]
    assert len(translated) == len(set(translated))
    assert held <= set(translated) <= held | rules
    assert set(words[0]) == set(LOCALES)


def test_countries_are_called_as_in_german() -> None:
    assert [country_name(code, GERMAN) for code in ("DE", "GB", "CZ", "XX")] == [
        "Deutschland",
        "Vereinigtes Königreich",
        "Tschechien",
        "XX",
    ]
    assert country_name("DE") == "Germany"
