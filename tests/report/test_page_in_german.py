"""A page in German: no word of English is left, each number means the same, and every form names its language."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from explored import Elements
from leftovers import english_left
from pypdf import PdfReader

import sim
from sim.report.email import email
from sim.report.figures import pictures
from sim.report.page import Page, page_of
from sim.report.paper import paper
from sim.report.reading_grade import EASY, german_syllables, reading_grade
from sim.report.web_page import web_page
from sim.report.word import word
from sim.wording.language import language_of

GERMAN = language_of("de")
DAY = date(2026, 11, 24)
NOW: dict[str, Any] = {
    "name": "Testfall",
    "start": "2090-02-19",  # coming, so that it is told in the present tense
    "horizon": "60d",
    "timeline": {"fix": "5d"},
    "populations": {
        "firmen": {"organizations": 1_000},
        "filialen": {"organizations": 500, "deployment": "hybrid"},
        "gemietet": {"organizations": 3_000, "deployment": "hosted", "mailboxes_per_organization": 5},
        "wolke": {"organizations": 500, "deployment": "cloud"},
    },
    "remediations": {
        "aktualisierung": {"available": "fix", "adoption": {"law": "fixed", "value": "7d"}},
        "regel": {"available": "3d", "protects": 0.6, "adoption": {"law": "fixed", "value": "9d"}, "uptake": 0},
    },
    "campaigns": {
        "suche": {"begins": "2d", "strategy": "random", "addresses": 50_000, "rate": "2_000/d", "success": 0.5}
    },
    "uncertain": {"campaigns.suche.rate": {"law": "lognormal", "median": "2_000/d", "sigma": 0.5}},
}
CLIENT: dict[str, Any] = {"name": "Muster", "language": "de", "deployment": "on_prem", "patches_after": "7d"}
MITIGATED = {"fix": "aktualisierung", "mitigation": {"remediation": "regel", "after": "1d"}}
PLANS = {"gleich": {"patches_after": "7d"}, "schnell": {"patches_after": "1d", "mitigation": "none"}}
CASES: dict[str, sim.Scenario] = {
    "now": sim.Scenario.from_dict(NOW),
    "past": sim.Scenario.from_dict({**NOW, "start": "2021-02-19"}),
    "certain": sim.Scenario.from_dict({**NOW, "uncertain": {}}),
    "invented": sim.load("first_steps"),
    "happened": sim.load("proxylogon"),
    "at two ends": sim.load("next_flaw"),
    "rare": sim.load("first_steps").replace({"campaigns.mass_scan.success": 0.0005}),
    "before the fix": sim.load("first_steps").replace({"campaigns.mass_scan.begins": "2d"}),
    "late": sim.Scenario.from_dict({**NOW, "campaigns": {"suche": {**NOW["campaigns"]["suche"], "begins": "20d"}}}),
    "short": sim.Scenario.from_dict({**NOW, "horizon": "20d"}),
}
MONEY = {
    "cost_of_breach": "50_000 EUR",
    "such_flaws": "3 per year",
    "country": "DE",
    "provider": {"name": "Beispiel", "contact": "Eva"},
}
GIVEN = ("patchrace", "IT-Anbieter")
"""IT is not it."""
CLIENTS: dict[str, dict[str, Any]] = {
    "plain": {},
    "anybody": {"name": "Your business", "servers": 5, "mailboxes": 1},
    "all keys": {"servers": 3, "mailboxes": 20, "patches_after": "15d", **MONEY},
    "at once": {"patches_after": "0d"},
    "hosted": {"deployment": "hosted"},
    "hosted, all keys": {"deployment": "hosted", "servers": 3, "patches_after": "15d", **MONEY},
    "cloud": {"deployment": "cloud"},
}
CLOUD = {"deployment": "cloud"}
MORE: list[tuple[str, dict[str, Any]]] = [
    ("now", {"deployment": "hybrid", **MITIGATED}),
    ("now", {**MITIGATED, "patches_after": "15d", "plans": PLANS}),
    ("now", {"patches_after": "7d", "plans": PLANS, **MITIGATED}),
    ("now", {"patches_after": "1d", "plans": PLANS, "fix": "aktualisierung", "mitigation": MITIGATED["mitigation"]}),
    ("past", {"deployment": "hosted", "country": "AU"}),
    ("at two ends", {"servers": 3}),
    ("at two ends", {"like": "small_hybrid"}),
    ("rare", {"servers": 1, "cost_of_breach": "50_000 EUR"}),
    ("short", {"patches_after": "15d", "plans": {"bald": {"patches_after": "1d"}}}),
    ("short", {"patches_after": "12d", "plans": {"bald": {"patches_after": "1d"}}}),
]
GENERATED = [
    (case, {**CLIENTS[kind], **({"fix": "aktualisierung"} if "firmen" in CASES[case].populations else {})})
    for case in ("now", "past", "certain", "late", "invented", "happened", "before the fix")
    for kind in CLIENTS
] + MORE


def told(case: str, worlds: int = 12, on: date = DAY, /, **changes: Any) -> Page:
    client = sim.Client.from_dict({**CLIENT, **changes})
    return page_of(sim.own_race(CASES[case], client, replications=worlds), on)


@cache
def generated(index: int, worlds: int) -> Page:
    case, changes = GENERATED[index]
    return told(case, worlds, **changes)


def texts_of(page: Page) -> Iterator[str]:
    """Every text of a page, in an e-mail as well; sources of the case's values stay in the language of the case."""
    race = page.race
    yield from (page.title, page.situation, *page.findings, page.scope, page.prepared_by, page.basis, *page.sources)
    yield from (page.glossary_title, page.takes, page.plans_note, page.curve_caption, page.deadlines_note)
    yield from (page.futures_caption, page.icons_caption, page.not_a_forecast, page.stays_here)
    yield from (text for each in page.sections for text in (each.title, *each.texts))
    yield from (f"{term}: {meaning}" for term, meaning in page.glossary)
    yield from (*page.plan_columns.values(), *page.deadline_columns.values())
    for row in page.plans:
        yield from (row.mark, row.name, row.when, row.until_then, row.breached, row.futures, row.more)
        yield from (row.money, row.patching, row.together)
    for rule in page.deadlines:
        yield from (rule.rule, rule.within, rule.status, rule.binds, rule.country, rule.today)
    if page.facts is not None:
        yield page.facts.title
        for side in page.facts.sides:
            yield from (side.heading, side.done, side.number, side.of, side.futures)
        yield from (words for _, words in page.facts.key)
    if race.is_attacked:
        yield from map(race.sentence, race.all_plans)
        yield race.without_range
    yield email(page)


@pytest.mark.parametrize("worlds", [1, 12])
@pytest.mark.parametrize("index", range(len(GENERATED)))
def test_no_word_of_english_is_left(index: int, worlds: int) -> None:
    page = generated(index, worlds)
    assert english_left(texts_of(page), (*GIVEN, *page.all_sources)) == []


@pytest.mark.parametrize(
    ("case", "changes"),
    [("now", {"fix": "aktualisierung", **MONEY}), ("happened", {}), ("at two ends", {"servers": 3}), ("now", CLOUD)],
)
def test_no_form_holds_a_word_of_english(case: str, changes: dict[str, Any]) -> None:
    page = told(case, 60, **changes)
    drawn = pictures(page)
    found = Elements(re.sub(r"(?s)<(style|script)\b.*?</\1>", " ", web_page(page, drawn)))
    texts = [text for texts in found.texts.values() for text in texts]
    texts += [each.get(name, "") for _, each in found.found for name in ("alt", "aria-label", "data-head")]
    document = Document(io.BytesIO(word(page, drawn)))
    texts += [paragraph.text for paragraph in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    texts += [each.get("descr") for each in document.element.iter(qn("wp:docPr")) if each.get("descr")]
    assert len(texts) > 60
    assert english_left(texts, (*GIVEN, *page.all_sources)) == []


def test_words_of_english_are_found() -> None:
    page = generated(0, 12)
    assert english_left(["Of 100 businesses like yours", page.headline], GIVEN) == ["Of 100 businesses like yours"]


def count(chance: float, number: int = 100) -> int:
    return int(number * chance + 0.5)


def test_the_headline_tells_the_number_of_the_race_in_every_tense() -> None:
    now, past = told("now", fix="aktualisierung"), told("past", fix="aktualisierung")
    invented = told("invented", like="small_firms")
    for page in (now, past, invented):
        assert 1 < count(page.race.today.mean) < 99
    today, best = now.race.today.mean, now.race.plan("in a day").mean
    assert now.headline == (
        f"Wird das Update 7 Tage nach Erscheinen eingespielt, wie heute bei Ihnen, werden etwa {count(today)} von 100 "
        "Unternehmen wie Ihrem vorher gehackt. "
        f"Mit dem Plan „innerhalb eines Tages“ sind es etwa {count(best)}."
    )
    today, best = past.race.today.mean, past.race.plan("in a day").mean
    assert past.headline == (
        f"Wäre das Update 7 Tage nach Erscheinen eingespielt worden, wie heute bei Ihnen, wären etwa {count(today)} "
        "von 100 Unternehmen wie Ihrem vorher gehackt worden. "
        f"Mit dem Plan „innerhalb eines Tages“ wären es etwa {count(best)} gewesen."
    )
    today, best = invented.race.today.mean, invented.race.plan("in a day").mean
    assert invented.headline == (
        f"Würde das Update 7 Tage nach Erscheinen eingespielt, wie heute bei Ihnen, würden etwa {count(today)} "
        "von 100 Unternehmen wie Ihrem vorher gehackt. "
        f"Mit dem Plan „innerhalb eines Tages“ wären es etwa {count(best)}."
    )


def test_a_provider_is_told_to_patch() -> None:
    page = told("now", 40, deployment="hosted", fix="aktualisierung")
    race = page.race
    today, best = race.today, race.plan("in a day")
    assert (
        page.situation
        == "Ein Server bei Ihrem Anbieter. Heute spielt Ihr Anbieter das Update 7 Tage nach Erscheinen ein."
    )
    assert page.headline == (
        f"Wird das Update 7 Tage nach Erscheinen eingespielt, wie heute bei Ihrem Anbieter, werden etwa "
        f"{count(today.mean)} von 100 Unternehmen wie Ihrem vorher gehackt. "
        f"Mit dem Plan „innerhalb eines Tages“ sind es etwa {count(best.mean)}."
    )
    low, half, high = (count(each) for each in today.quantiles)
    assert race.sentence() == (
        "Von 100 Unternehmen wie Ihrem, deren Anbieter das Update 7 Tage nach Erscheinen einspielt, werden im "
        f"Durchschnitt etwa {count(today.mean)} gehackt; in der Hälfte der simulierten Zukünfte höchstens {half}, in 9 "
        f"von 10 zwischen {low} und {high}."
    )
    later = told("now", 40, deployment="hosted", fix="aktualisierung", patches_after="14d").race.today.mean
    assert page.waiting.texts[0] == (
        "Spielt Ihr Anbieter das Update eine Woche später als heute ein, werden von 100 etwa "
        f"{count(later - today.mean)} zusätzlich gehackt."
    )
    assert page.waiting.texts[-1] == (
        f"Der Plan „innerhalb eines Tages“ verschont im Durchschnitt {count(today.mean) - count(best.mean)} von 100 "
        "und ist in jeder einzelnen simulierten Zukunft besser als das, was heute geschieht."
    )


def test_what_comes_before_the_fix_and_what_a_wait_costs() -> None:
    page = told("invented", 40, like="small_firms", patches_after="10d", cost_of_breach="50_000 EUR")
    race = page.race
    before, extra = race.before_the_fix(), race.today.extra_of_a_week
    assert page.how_likely.texts[1] == (
        f"Etwa {count(before)} von 100 würden im Durchschnitt gehackt, bevor das Update erscheint. "
        "Diesen Teil könnte kein Update verhindern."
    )
    assert page.waiting.texts[:2] == (
        "Würden Sie das Update eine Woche später als heute einspielen, würden von 100 etwa "
        f"{count(extra)} zusätzlich gehackt.",
        f"Wenn ein Einbruch Sie 50.000 EUR kostet (Ihre Angabe), kostet dieses Warten im Durchschnitt "
        f"{GERMAN.number(500 * count(extra))} EUR. Das ist ein Mittelwert, keine Rechnung: Wer nicht gehackt "
        "wird, zahlt nichts, und wer gehackt wird, den vollen Betrag.",
    )


def test_a_table_of_plans() -> None:
    page = told("now", 40, fix="aktualisierung", cost_of_breach="50_000 EUR")
    best, today, last = page.plans
    assert list(page.plan_columns.values()) == [
        "Plan",
        "Sie spielen ein",
        "Gehackt, von 100",
        "Spanne",
        "Abstand zum besten",
        "Kosten: Einbrüche",
    ]
    assert (best.mark, best.name, best.when, best.more) == ("A", "innerhalb eines Tages", "nach 1 Tag", "der beste")
    assert (today.mark, today.name, today.when) == ("Sie", "innerhalb einer Woche (wie heute)", "nach 7 Tagen")
    assert today.more == f"{today.count - best.count} mehr"
    assert today.futures == f"{today.low} bis {today.high}"
    assert last.money == f"{GERMAN.number(last.count * 500)} EUR"


def test_one_business_is_told_in_the_singular() -> None:
    page = told("rare", 40, servers=1, patches_after="1d", plans={"spät": {"patches_after": "20d"}})
    assert count(page.race.today.mean, page.of) == 1
    assert f"würde etwa 1 von {GERMAN.number(page.of)} Unternehmen wie Ihrem vorher gehackt" in page.headline
    none = told("late", fix="aktualisierung")
    assert none.headline.startswith(
        "Wird das Update 7 Tage nach Erscheinen eingespielt, wie heute bei Ihnen, wird keines von 100"
    )
    assert none.race.sentence().endswith("wird keines gehackt: In diesem Fall kommt vor diesem Tag kein Angriff durch.")


def test_ends_are_told_with_the_mean() -> None:
    page = told("at two ends", 60, servers=3, patches_after="10d")
    assert page.tells_ends
    mean, (_, half, high) = page.race.today.mean, page.race.today.quantiles
    assert (
        f"würden im Durchschnitt etwa {count(mean)} von 100 Unternehmen wie Ihrem vorher gehackt. "
        "Mit dem Plan „innerhalb eines Tages“ wären es im Durchschnitt etwa"
    ) in page.headline
    assert page.spread == (
        "Hinter dem heutigen Durchschnitt liegen die Zukünfte weit auseinander. Gehackt, von 100: in der Hälfte "
        f"der simulierten Zukünfte höchstens {count(half)}, in 1 von 20 mehr als {count(high)}."
    )


def test_every_form_names_its_language() -> None:
    page = told("now", fix="aktualisierung")
    drawn = pictures(page)
    html = web_page(page, drawn)
    assert '<html lang="de">' in html
    root: Any = PdfReader(io.BytesIO(paper(page, drawn))).trailer["/Root"]
    assert str(root["/Lang"]).startswith("de")
    document = Document(io.BytesIO(word(page, drawn)))
    assert document.core_properties.language == "de-DE"
    assert 'w:lang w:val="de-DE"' in document.styles.element.xml.replace('w:eastAsia="en-US" ', "")
    for words in ("Vorgegebene Fristen", "Stand am 24. November 2026", "Quellen.", "Schulstufe"):
        assert words in html
    headings = [each.text for each in document.paragraphs if each.style is not None and "Heading" in each.style.name]
    assert {"Vorgegebene Fristen", "Quellen", "Was tun wir am Montag?"} <= set(headings)
    assert email(page).startswith("Betreff: Muster: Was es kostet, mit dem Update zu warten\n")


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("Die Katze lag im Gras.", 0.1672 * 5 - 0.0327 * 80 - 0.875),
        (
            "Das Unternehmen wartet. Es ist offen.",
            0.1935 * 100 / 6 + 0.1672 * 3 + 0.1297 * 100 / 6 - 0.0327 * 50 - 0.875,
        ),
        ("", 0.0),
    ],
)
def test_the_grade_is_that_of_the_first_viennese_formula(text: str, grade: float) -> None:
    assert reading_grade([text], GERMAN) == pytest.approx(grade)


@pytest.mark.parametrize(
    ("text", "syllables"),
    [
        ("Quelle", 2),
        ("Sicherheitslücke", 5),
        ("Bauer", 2),
        ("Zukünfte", 3),
        ("geändert", 3),
        ("Update", 2),
        ("Sicherheitsupdates", 5),
        ("Cloud", 1),
        ("100", 1),
    ],
)
def test_syllables_of_german_words(text: str, syllables: int) -> None:
    assert german_syllables(text) == syllables


def test_a_hard_german_text_is_told_from_an_easy_one() -> None:
    hard = (
        "Sicherheitsverantwortliche evaluieren organisationsübergreifende Schwachstellenbehebungsmaßnahmen regelmäßig."
    )
    assert reading_grade([hard], GERMAN) > EASY


@pytest.mark.parametrize("index", range(len(GENERATED)))
def test_every_german_page_is_easy_to_read(index: int) -> None:
    assert 0 < generated(index, 12).grade <= EASY
