"""Which slides there are, and what stands on each: titles that tell findings, in the words of the page."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from pptx.util import Inches

from sim.clients.logo import Logo
from sim.report.logos import as_dots
from sim.report.packed import describe_file
from sim.report.page import NOT_A_FORECAST, STAYS_HERE, DeadlineRow, Page, PlanRow, Section, logos_of

from .charts import chance_chart, plans_chart
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
    template,
    write,
)
from .text import shortened

GAP, NOTE, LOGO_GAP = 0.3, 0.5, 0.15
LONGEST_NAME = 15.0
"""Of a plan in a table, in ems."""
PLAN_WIDTHS = {"name": 2.7, "when": 2.0, "until_then": 2.0, "breached": 1.8, "futures": 1.5, "more": 1.5, "money": 1.8}
"""Of the columns of the table of plans, in relation to each other."""


def deck(page: Page) -> bytes:
    """The slides of a page, as python-pptx saves them."""
    presentation = template(page.colours)
    _opening(presentation, page)
    if page.plans:
        _how_likely(presentation, page)
        _waiting(presentation, page)
        _what_to_do(presentation, page)
    else:
        _in_the_cloud(presentation, page)
    _how_sure(presentation, page)
    _words(presentation, page)
    for slide in presentation.slides:
        add_footer(slide, (page.basis, NOT_A_FORECAST))
    describe_file(presentation.core_properties, page)
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def _opening(presentation: Any, page: Page) -> None:
    slide = add_slide(presentation, OPENING, page.title, page.colours.on_head)
    logos = list(logos_of(page.race.client))
    box = OPENING_TEXT if logos else Box(MARGIN, OPENING_TEXT.top, COLUMN, OPENING_TEXT.height)
    texts = [page.headline, page.scope, page.situation, *filter(None, [page.prepared_by])]
    write(slide.placeholders[1], texts, box, (24, 22, 20, 18, 16, 14, 13))
    for index, (logo, words) in enumerate(logos):
        high = LOGO.height / len(logos)
        _logo(slide, logo, words, Box(LOGO.left, LOGO.top + index * high, LOGO.width, high - LOGO_GAP))
    _notes(slide, page, texts)


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
    slide = _content(presentation, page, ONE_TEXT, section)
    side = Box(MARGIN + COLUMN - 3.1, TOP, 3.1, BOTTOM - TOP)
    chart = Box(MARGIN, TOP, COLUMN - 3.1 - GAP, BOTTOM - TOP)
    _body(slide, section.texts[1:], side)
    if len(section.texts) == 1:
        chart = BODY
    chance_chart(slide, page, chart)
    describe(
        slide.shapes[-1],
        f"Line chart of the chance of a breach by the day of patching. {section.texts[0]} {page.waiting.texts[0]}",
    )
    _notes(slide, page, section.texts)


def _waiting(presentation: Any, page: Page) -> None:
    section = page.waiting
    slide = _content(presentation, page, ONE_TEXT, section)
    plans = [_plan_in_words(row) for row in page.plans]
    middle = 4.3 - 0.3 * max(len(page.plans) - 3, 0)
    text = Box(MARGIN, TOP, 4.4, middle - TOP - 0.1)
    _body(slide, section.texts[1:], text)
    if any(row.count for row in page.plans):
        begin = text.left + text.width + GAP if len(section.texts) > 1 else MARGIN
        plans_chart(slide, page, Box(begin, TOP - 0.05, MARGIN + COLUMN - begin, middle - TOP - 0.1))
        describe(slide.shapes[-1], f"Bar chart of plans. {' '.join(plans)}")
    elif len(section.texts) == 1:
        middle = TOP + 0.1
    today = [at for at, row in enumerate(page.plans, 1) if row.is_today]
    widths = [PLAN_WIDTHS[key] for key in page.plan_columns]
    place = Box(MARGIN + INSET, middle, COLUMN - 2 * INSET, BOTTOM - middle - NOTE)
    table_in_words = f"Table of plans. {' '.join(plans)}"
    end = add_table(slide, _plan_table(page), widths, place, page.colours, table_in_words, bold=today)
    _note(slide, page.plans_note, Box(MARGIN, end + 0.02, COLUMN, NOTE))
    _notes(slide, page, [*section.texts, *plans])


def _what_to_do(presentation: Any, page: Page) -> None:
    section = page.what_to_do
    slide = add_slide(presentation, ONE_TEXT, section.title, page.colours.title)
    left = Box(MARGIN, TOP, 5.6, BOTTOM - TOP)
    right = Box(MARGIN + 5.6 + GAP, TOP, COLUMN - 5.6 - GAP, BOTTOM - TOP)
    _body(slide, section.texts, left, mark="numbers")
    rules = [f"{row.rule}: {row.within}, {row.status}; {page.takes.lower()}: {row.today}." for row in page.deadlines]
    rows = [("Official deadline", "Within", "Status", page.takes), *map(_deadline_cells, page.deadlines)]
    room = Box(right.left, right.top + 0.05, right.width, right.height - 0.9)
    over = [at for at, row in enumerate(page.deadlines, 1) if not row.is_in_force]
    end = add_table(
        slide, rows, (1.9, 1.4, 1.9, 1.1), room, page.colours, f"Table of deadlines. {' '.join(rules)}", quiet=over
    )
    _note(slide, page.deadlines_note, Box(right.left, end + 0.1, right.width, 0.75))
    _notes(slide, page, [*section.texts, *rules, page.deadlines_note])


def _in_the_cloud(presentation: Any, page: Page) -> None:
    slide = add_slide(presentation, TWO_TEXTS, page.how_likely.texts[0], page.colours.title, page.how_likely.title)
    _two(slide, page, (page.waiting, page.what_to_do), (page.waiting.texts, page.what_to_do.texts))
    _notes(slide, page, [*page.how_likely.texts, *page.waiting.texts, *page.what_to_do.texts])


def _how_sure(presentation: Any, page: Page) -> None:
    slide = add_slide(presentation, TWO_TEXTS, page.how_sure.texts[0], page.colours.title)
    _two(slide, page, (page.how_sure, page.limits), (page.how_sure.texts[1:], page.limits.texts))
    _notes(slide, page, [*page.how_sure.texts, f"{page.limits.title}:", *page.limits.texts])


def _words(presentation: Any, page: Page) -> None:
    slide = add_slide(presentation, TWO_TEXTS, "Words and sources", page.colours.title)
    words = [f"{word}: {meaning}" for word, meaning in page.glossary]
    _head(slide, 1, HEADS[0], "Words", page)
    write(slide.placeholders[2], words, HALVES[0], (16, 15, 14))
    for paragraph, (word, _) in zip(slide.placeholders[2].text_frame.paragraphs, page.glossary, strict=True):
        embolden(paragraph, word)
    _head(slide, 3, HEADS[1], "Sources", page)
    write(slide.placeholders[4], [*page.sources, page.basis], HALVES[1], (14, 13, 12, 11), mark="bullets")
    _notes(slide, page, words)


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


def _plan_in_words(row: PlanRow) -> str:
    parts = [f"{row.name}, {row.when}: {row.breached} breached"]
    if row.futures:
        parts.append(f"in 9 of 10 futures {row.futures}")
    if row.money:
        parts.append(f"{row.money} on average")
    return ", ".join(parts) + "."


def _deadline_cells(row: DeadlineRow) -> tuple[str, ...]:
    return row.rule, row.within, row.status, row.today


def _notes(slide: Any, page: Page, texts: Sequence[str]) -> None:
    add_notes(slide, [*texts, "", page.basis, NOT_A_FORECAST, STAYS_HERE])
