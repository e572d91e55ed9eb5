"""Slides in German: their own words, and the numbers in them, say what they say in English."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from leftovers import english_left

import sim
from sim.report.page import Page, page_of
from sim.report.slides import findings
from sim.report.slides.slides import slides
from sim.wording.chances import count_of
from sim.wording.language import language_of
from sim.wording.names import REMEDIATIONS, called

pptx = pytest.importorskip("pptx")
qn = pytest.importorskip("pptx.oxml.ns").qn

GERMAN = language_of("de")
ON = date(2026, 9, 7)
CLIENT: dict[str, Any] = {
    "name": "Bäckerei", "like": "small_firms", "deployment": "on_prem", "patches_after": "10d", "language": "de",
}  # fmt: skip
MITIGATED = {"mitigation": {"remediation": "workaround", "after": "2d"}, "servers": 3}
COSTLY = {"cost_of_breach": "50_000 EUR", "such_flaws": "3 per year"}
ASKED, ANSWERED = "Vielleicht wird gefragt: ", "Antwort: "


def page(case: str = "first_steps", futures: int = 30, **changes: Any) -> Page:
    client = sim.Client.from_dict(CLIENT | changes)
    return page_of(sim.own_race(sim.load(case), client, replications=futures), ON)


PAGES: dict[str, dict[str, Any]] = {
    "plain": {},
    "mitigated": MITIGATED | COSTLY,
    "hosted": {"deployment": "hosted"},
    "best": {"patches_after": "1d", "plans": {"spät": "20d"}},
}
CASES = {"past": "proxylogon", "two ends": "next_flaw"}
LIKE: dict[str, dict[str, Any]] = {
    "past": {"like": "small_managed"},
    "two ends": {"like": "mid_sized", "servers": 3, "futures": 200},
}
NAMES = (*PAGES, *CASES)


@pytest.fixture(scope="module")
def pages() -> dict[str, Page]:
    made = {name: page(**changes) for name, changes in PAGES.items()}
    return made | {name: page(case, **LIKE[name]) for name, case in CASES.items()}


@pytest.fixture(scope="module")
def decks(pages: dict[str, Page]) -> dict[str, Any]:
    return {name: pptx.Presentation(io.BytesIO(slides(each))) for name, each in pages.items()}


def lines_of_notes(deck: Any) -> Iterator[str]:
    for slide in deck.slides:
        yield from slide.notes_slide.notes_text_frame.text.splitlines()


def charts(deck: Any) -> list[Any]:
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def words_of(deck: Any) -> Iterator[str]:
    """All that is written on slides, in tables and charts, and what is said to those who do not see these."""
    for slide in deck.slides:
        for shape in slide.shapes:
            yield str(shape._element.xpath("./*[1]/p:cNvPr")[0].get("descr", ""))
            if shape.has_text_frame:
                yield from (paragraph.text for paragraph in shape.text_frame.paragraphs)
            if shape.has_table:
                yield from (cell.text for row in shape.table.rows for cell in row.cells)
            if shape.has_chart:
                space = shape.chart._chartSpace
                yield from ("".join(part.itertext()) for part in space.iter(qn("a:p")))
                yield from (str(part.text) for part in space.iter(qn("c:v")))


@pytest.mark.parametrize("name", NAMES)
def test_no_english_is_left(name: str, pages: dict[str, Page], decks: dict[str, Any]) -> None:
    page = pages[name]
    texts = [*words_of(decks[name]), *lines_of_notes(decks[name])]
    assert len(texts) > 100
    named = [called(page.race.scenario, REMEDIATIONS, each, GERMAN) for each in page.race.scenario.remediations]
    rules = [each for row in page.deadlines for each in (row.rule, row.binds)]
    given = [*page.all_sources, *page.race.client.plans, *named, *rules]
    assert not english_left(texts, given)


def test_every_question_that_slides_answer_themselves_is_answered(decks: dict[str, Any]) -> None:
    lines = list(lines_of_notes(decks["mitigated"]))
    answers = {line.removeprefix(ASKED): after for line, after in pairwise(lines) if ASKED in line}
    assert answers["Ist das unser Risiko in einem Jahr?"].startswith(f"{ANSWERED}Nein. Es geht nur um solche Lücken")
    assert answers["Und wenn wir langsamer sind?"] == (
        f"{ANSWERED}Trennen Sie die Server dann vom Internet, bis Sie das Update einspielen."
    )
    assert "Das ist ein Durchschnitt und keine Rechnung, die kommt." in answers["Woher kommt der Betrag?"]
    hosted = "\n".join(lines_of_notes(decks["hosted"]))
    assert "Lassen Sie den Server vom Internet trennen, bis er das Update einspielt." in hosted
    assert "vor dem Tag, an dem unser Anbieter das Update einspielt?" in hosted


def test_the_title_tells_how_many_in_the_tense_of_the_case(pages: dict[str, Page]) -> None:
    for name, words in (("plain", "würden gehackt"), ("past", "wären gehackt worden")):
        page = pages[name]
        count = round(100 * page.race.today.mean)
        assert findings.how_likely(page) == f"Etwa {count} von 100 Unternehmen wie Ihrem {words}"
    page = pages["two ends"]
    text = findings.how_likely(page)
    futures = page.race.today.futures(page.of, GERMAN)
    assert text.endswith(f", im Durchschnitt: {futures}")
    assert count_of(page.race.today.mean, page.of, GERMAN) in text.lower()


def test_the_title_tells_how_many_deadlines_are_missed(pages: dict[str, Page]) -> None:
    for name, whose in (("plain", "Ihr Tempo"), ("hosted", "Das Tempo Ihres Anbieters")):
        page = pages[name]
        days = [row.days for row in page.deadlines if row.is_in_force and row.days is not None]
        assert (sum(page.race.today.patches_after > each for each in days), len(days)) == (2, 3)
        named = "die in Kraft sind und eine Zahl von Tagen nennen"
        assert findings.deadlines(page) == f"{whose} ist zu langsam für zwei von drei Fristen, {named}"
    named = "die in Kraft ist und eine Zahl von Tagen nennt"
    assert findings.deadlines(pages["best"]) == f"Ihr Tempo reicht für jede Frist hier, {named}"


def test_the_point_of_the_client_has_its_number(pages: dict[str, Page], decks: dict[str, Any]) -> None:
    page = pages["plain"]
    you = list(charts(decks["plain"])[0].plots[0].series)[-1]
    label = you.points[0]._element.xpath("string(.//c:dLbls)")
    assert label.startswith("Sie, ")
    assert label.endswith(f"{page.today.breached} von 100")


@pytest.mark.parametrize(("name", "tag"), [("plain", "de-DE"), ("english", "en-GB")])
def test_every_word_is_said_to_be_of_its_language(name: str, tag: str, decks: dict[str, Any]) -> None:
    deck = decks.get(name) or pptx.Presentation(io.BytesIO(slides(page(language="en"))))
    for slide in deck.slides:
        parts = [slide._element, slide.notes_slide._element]
        parts += [shape.chart._chartSpace for shape in slide.shapes if shape.has_chart]
        runs = [run for part in parts for run in part.iter(qn("a:r"))]
        assert runs
        assert {run.rPr.get("lang") for run in runs} == {tag}
