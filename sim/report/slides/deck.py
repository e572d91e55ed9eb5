"""Which slides there are, and what stands on each: titles that tell findings, in the words of the page."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from pptx.util import Inches

from sim.clients.logo import Logo
from sim.report.logos import as_dots
from sim.report.packed import describe_file
from sim.report.page import DeadlineRow, Page, PlanRow, logos_of
from sim.report.section import Section
from sim.report.what_to_do import best_plan

from . import findings, notes
from .charts import chance_chart, plans_chart, range_chart
from .parts import (
    BODY,
    BOTTOM,
    COLUMN,
    HALVES,
    HEADS,
    INSET,
    LOGO,
    MARGIN,
    ONE_TEXT,
    OPENING,
    OPENING_TEXT,
    QUIET,
    TOP,
    TWO_TEXTS,
    Box,
    add_footer,
    add_notes,
    add_slide,
    add_table,
    describe,
    embolden,
    speak,
    template,
    write,
)
from .text import shortened

GAP, NOTE, LOGO_GAP = 0.3, 0.75, 0.15
SOURCE_SIZES = (16, 15, 14, 13, 12, 11)
OPENING_SIZES = (24, 22, 20, 18, 16, 15, 14, 13, 12)
LONGEST_NAME = 15.0
"""Of a plan in a table, in ems."""
PLAN_WIDTHS = {"name": 2.7, "when": 2.0, "until_then": 2.0, "breached": 1.8, "futures": 1.5, "more": 1.5}
PLAN_WIDTHS |= {"money": 1.8, "patching": 1.7, "together": 1.8}
"""Of the columns of the table of plans, in relation to each other."""


def deck(page: Page) -> bytes:
    """The slides of a page, as python-pptx saves them."""
    presentation = template(page.colours)
    _opening(presentation, page)
    _about(presentation, page)
    if page.plans:
        _how_likely(presentation, page)
        _waiting(presentation, page)
        _plans(presentation, page)
        _year(presentation, page)
        _what_to_do(presentation, page)
        _deadlines(presentation, page)
    else:
        _in_the_cloud(presentation, page)
    _how_sure(presentation, page)
    _limits(presentation, page)
    _words(presentation, page)
    _sources(presentation, page)
    for slide in presentation.slides:
        add_footer(slide, (page.basis, page.not_a_forecast))
    speak(presentation, page.race.client.words.tag)
    describe_file(presentation.core_properties, page)
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def _opening(presentation: Any, page: Page) -> None:
    slide = add_slide(presentation, OPENING, page.title, page.colours.on_head)
    logos = list(logos_of(page.race.client))
    box = OPENING_TEXT if logos else Box(MARGIN, OPENING_TEXT.top, COLUMN, OPENING_TEXT.height)
    texts = [*page.findings, page.situation, *filter(None, [page.prepared_by])]
    write(slide.placeholders[1], texts, box, OPENING_SIZES)
    for index, (logo, words) in enumerate(logos):
        high = LOGO.height / len(logos)
        _logo(slide, logo, words, Box(LOGO.left, LOGO.top + index * high, LOGO.width, high - LOGO_GAP))
    add_notes(slide, notes.notes(page, texts, notes.on_the_opening(page)))


def _about(presentation: Any, page: Page) -> None:
    """Of what the numbers are, before they come."""
    about = page.race.say("slides-about")
    slide = add_slide(presentation, ONE_TEXT, about, page.colours.title)
    _body(slide, [page.scope], BODY)
    add_notes(slide, notes.notes(page, [page.scope], notes.on_the_case(page)))


def _logo(slide: Any, logo: Logo, words: str, box: Box) -> None:
    """A logo on white, as large as its place allows, at its right side."""
    picture = slide.shapes.add_picture(io.BytesIO(as_dots(logo)), 0, 0)
    scale = min(Inches(box.width) / picture.width, Inches(box.height) / picture.height)
    picture.width, picture.height = max(int(picture.width * scale), 1), max(int(picture.height * scale), 1)
    picture.left = Inches(box.left) + (Inches(box.width) - picture.width)
    picture.top = Inches(box.top)
    picture.name = "Logo"
    describe(picture, words)


def _how_likely(presentation: Any, page: Page) -> None:
    section = page.how_likely
    slide = add_slide(presentation, ONE_TEXT, findings.how_likely(page), page.colours.title, section.title)
    _body(slide, (), BODY)
    chance_chart(slide, page, BODY)
    told = {"chance": section.texts[0], "waiting": page.waiting.texts[0]}
    describe(slide.shapes[-1], page.race.say("slides-curve-alt", **told))
    add_notes(slide, notes.notes(page, section.texts, notes.on_how_likely(page)))


def _waiting(presentation: Any, page: Page) -> None:
    section = page.waiting
    slide = _content(presentation, page, ONE_TEXT, section)
    beside = section.texts[1:] if best_plan(page.race) is None else section.texts[1:-1]
    side = Box(MARGIN + COLUMN - 3.4, TOP, 3.4, BOTTOM - TOP)
    chart = Box(MARGIN, TOP, COLUMN - 3.4 - GAP, BOTTOM - TOP) if beside else BODY
    if any(row.count for row in page.plans):
        plans_chart(slide, page, chart)
        plans = " ".join(_plan_in_words(page, row) for row in page.plans)
        describe(slide.shapes[-1], page.race.say("slides-bars-alt", plans=plans))
        _body(slide, beside, side)
    else:
        _body(slide, beside, BODY)
    add_notes(slide, notes.notes(page, section.texts, notes.on_waiting(page)))


def _plans(presentation: Any, page: Page) -> None:
    say = page.race.say
    slide = add_slide(presentation, ONE_TEXT, findings.plans(page), page.colours.title, say("slides-which-plan"))
    _body(slide, (), BODY)
    plans = [_plan_in_words(page, row) for row in page.plans]
    today = [at for at, row in enumerate(page.plans, 1) if row.is_today]
    widths = [PLAN_WIDTHS[key] for key in page.plan_columns]
    place = Box(MARGIN + INSET, TOP + 0.1, COLUMN - 2 * INSET, BOTTOM - TOP - NOTE)
    described = say("slides-plans-alt", plans=" ".join(plans))
    end = add_table(slide, _plan_table(page), widths, place, page.colours, described, bold=today)
    _note(slide, page.plans_note, Box(MARGIN, end + 0.05, COLUMN, NOTE))
    add_notes(slide, notes.notes(page, [findings.plans(page), *plans], notes.on_plans(page)))


def _year(presentation: Any, page: Page) -> None:
    if page.year is not None:
        slide = add_slide(presentation, ONE_TEXT, page.year.title, page.colours.title)
        _body(slide, page.year.texts, BODY, mark="bullets")
        add_notes(slide, notes.notes(page, page.year.texts, notes.on_the_year(page)))


def _what_to_do(presentation: Any, page: Page) -> None:
    section = page.what_to_do
    slide = add_slide(presentation, ONE_TEXT, findings.what_to_do(page), page.colours.title, section.title)
    _body(slide, section.texts, BODY, mark="numbers")
    add_notes(slide, notes.notes(page, section.texts, notes.on_what_to_do(page)))


def _deadlines(presentation: Any, page: Page) -> None:
    say = page.race.say
    question = say("slides-meet-the-rules")
    slide = add_slide(presentation, ONE_TEXT, findings.deadlines(page), page.colours.title, question)
    _body(slide, (), BODY)
    rules = [_rule_in_words(page, row) for row in page.deadlines]
    rows = [_head_of_deadlines(page), *map(_deadline_cells, page.deadlines)]
    over = [at for at, row in enumerate(page.deadlines, 1) if not row.is_in_force]
    place = Box(MARGIN + INSET, TOP + 0.1, COLUMN - 2 * INSET, BOTTOM - TOP - NOTE)
    described = say("slides-deadlines-alt", rules=" ".join(rules))
    end = add_table(slide, rows, (2.6, 2.2, 2.9, 1.6), place, page.colours, described, quiet=over)
    _note(slide, page.deadlines_note, Box(MARGIN, end + 0.05, COLUMN, NOTE))
    add_notes(slide, notes.notes(page, rules, notes.on_deadlines(page)))


def _in_the_cloud(presentation: Any, page: Page) -> None:
    slide = add_slide(presentation, TWO_TEXTS, page.how_likely.texts[0], page.colours.title, page.how_likely.title)
    _two(slide, page, (page.waiting, page.what_to_do), (page.waiting.texts, page.what_to_do.texts))
    say = [*page.how_likely.texts, *page.waiting.texts, *page.what_to_do.texts]
    add_notes(slide, notes.notes(page, say, notes.on_the_opening(page)))


def _how_sure(presentation: Any, page: Page) -> None:
    section = page.how_sure
    title, rest = findings.how_sure(page)
    slide = add_slide(presentation, ONE_TEXT, title, page.colours.title, section.title)
    points = [*filter(None, [rest]), *section.texts[1:]]
    if page.plans and not page.race.without_range:
        range_chart(slide, page, Box(MARGIN, TOP, COLUMN - 4.6 - GAP, BOTTOM - TOP))
        plans = " ".join(_plan_in_words(page, row) for row in page.plans)
        describe(slide.shapes[-1], page.race.say("slides-ranges-alt", plans=plans))
        _body(slide, points, Box(MARGIN + COLUMN - 4.6, TOP, 4.6, BOTTOM - TOP), mark="bullets")
    else:
        _body(slide, points, BODY, mark="bullets")
    add_notes(slide, notes.notes(page, section.texts, notes.on_how_sure(page)))


def _limits(presentation: Any, page: Page) -> None:
    section = page.limits
    slide = add_slide(presentation, ONE_TEXT, section.title, page.colours.title)
    _body(slide, section.texts, BODY, mark="bullets")
    add_notes(slide, notes.notes(page, [f"{section.title}:", *section.texts], notes.on_limits(page)))


def _words(presentation: Any, page: Page) -> None:
    slide = add_slide(presentation, ONE_TEXT, page.glossary_title, page.colours.title)
    words = [f"{word}: {meaning}" for word, meaning in page.glossary]
    _body(slide, words, BODY)
    for paragraph, (word, _) in zip(slide.placeholders[1].text_frame.paragraphs, page.glossary, strict=True):
        embolden(paragraph, word)
    add_notes(slide, notes.notes(page, words))


def _sources(presentation: Any, page: Page) -> None:
    say = page.race.say
    slide = add_slide(presentation, ONE_TEXT, say("slides-sources"), page.colours.title)
    write(slide.placeholders[1], [*page.sources, page.basis], BODY, SOURCE_SIZES, mark="bullets")
    add_notes(slide, notes.notes(page, [say("slides-say-sources")], notes.on_sources(page)))


def _content(presentation: Any, page: Page, layout: str, section: Section) -> Any:
    """A slide that answers a question: its title is the answer, the question stands above."""
    return add_slide(presentation, layout, section.texts[0], page.colours.title, section.title)


def _body(slide: Any, texts: Sequence[str], box: Box, mark: str = "") -> None:
    """The text of a slide; without any, its placeholder goes, as an empty one asks to be filled in."""
    placeholder = slide.placeholders[1]
    if texts:
        write(placeholder, texts, box, mark=mark)
    else:
        placeholder._element.getparent().remove(placeholder._element)


def _two(slide: Any, page: Page, sections: tuple[Section, Section], texts: Sequence[Sequence[str]]) -> None:
    """Two columns, each with the question above its answer."""
    for index, (section, answer) in enumerate(zip(sections, texts, strict=True)):
        _head(slide, 2 * index + 1, HEADS[index], section.title, page)
        mark = "" if len(answer) == 1 else "numbers" if section is page.what_to_do else "bullets"
        write(slide.placeholders[2 * index + 2], answer, HALVES[index], mark=mark)


def _head(slide: Any, index: int, box: Box, text: str, page: Page) -> None:
    write(slide.placeholders[index], [text], box, (18, 16), page.colours.title, bold=True)


def _plan_table(page: Page) -> list[list[str]]:
    """The head and the rows of the table of plans; names are cut so that they stay on a line."""
    rows = [[str(getattr(row, key)) for key in page.plan_columns] for row in page.plans]
    return [list(page.plan_columns.values()), *([shortened(row[0], LONGEST_NAME), *row[1:]] for row in rows)]


def _note(slide: Any, text: str, box: Box) -> None:
    """What a table counts, below it."""
    note = slide.shapes.add_textbox(0, 0, 0, 0)
    note.name = "Note"
    write(note, [text], box, (14, 13, 12), QUIET)


def _plan_in_words(page: Page, row: PlanRow) -> str:
    return page.race.say(
        "slides-plan-in-words",
        name=row.name,
        when=row.when,
        breached=row.breached,
        tells_futures=bool(row.futures),
        futures=row.futures,
        tells_money=bool(row.money),
        money=row.money,
    )


def _rule_in_words(page: Page, row: DeadlineRow) -> str:
    told = {"rule": row.rule, "within": row.within, "status": row.status, "today": row.today}
    return page.race.say("slides-rule-in-words", **told)


def _head_of_deadlines(page: Page) -> tuple[str, ...]:
    say = page.race.say
    rule, within = say("slides-table-of-deadlines.rule"), say("slides-table-of-deadlines.within")
    return rule, within, say("slides-table-of-deadlines.status"), page.takes


def _deadline_cells(row: DeadlineRow) -> tuple[str, ...]:
    return row.rule, row.within, row.status, row.today
