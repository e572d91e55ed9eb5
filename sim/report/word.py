"""A report as a Word file: the same words and tables as on the page, with its charts as pictures."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from sim.charts.drawing.bare import Picture
from sim.charts.drawing.style import BREACHED, INKS

from .fact_box import KEY, FactBox
from .logos import as_dots, svg_as_dots
from .needed import needed
from .packed import describe_file, without_clock
from .page import Page, logos_of
from .section import Section

PAPER, MARGIN, LOGO_HIGH, LOGO_WIDE = (210, 297), 20, 14, 45
"""Millimetres."""
FONT = "Calibri"
DOTS, SIGN_DOTS = 1_600, 100
"""Across a chart, some 240 an inch, and across one icon."""
ICONS_WIDE, SIGN_WIDE = 48, 4
"""Millimetres across an array of icons, and across one in its key."""
SMALL, LEAD, LARGE, ROW_GAP = 9, 13, 28, 2
"""Points."""
FEWEST_LETTERS, MOST_LETTERS = 10, 20
"""Of a column of a table: what is longer is broken into lines."""
BOX = re.compile(rb'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')


def word(page: Page, pictures: dict[str, Picture]) -> bytes:
    """A page as a Word file. The same page gives the same bytes. Raises InputError where python-docx is missing."""
    docx = needed("docx", "Word files")
    document, say = docx.Document(), page.words.text
    _prepare(document, page)
    _opening(document, page)
    if page.facts is None:
        _answer(document, page.how_likely)
    else:
        _facts(document, page.facts, page.icons_caption, pictures)
    _answer(document, page.waiting)
    if page.plans:
        columns = page.plan_columns
        rows = [[row.mark, *(getattr(row, key) for key in columns)] for row in page.plans]
        today = {at for at, row in enumerate(page.plans, 1) if row.is_today}
        _table(document, page, [["", *columns.values()], *rows], bold=today)
        _small(document, page.plans_note)
    _answer(document, page.what_to_do, "List Number")
    if page.facts is not None:
        document.add_page_break()
        _answer(document, page.how_likely)
    for name, caption in (("curve", page.curve_caption), ("futures", page.futures_caption)):
        _chart(document, pictures.get(name), caption)
    if page.year is not None:
        _answer(document, page.year)
    if page.deadlines:
        document.add_heading(say("page-deadlines"), 1)
        columns = page.deadline_columns
        rows = [[getattr(row, key) for key in columns] for row in page.deadlines]
        _table(document, page, [list(columns.values()), *rows])
        _small(document, page.deadlines_note)
    _answer(document, page.how_sure, "List Bullet")
    _answer(document, page.limits, "List Bullet")
    document.add_heading(page.glossary_title, 1)
    for term, meaning in page.glossary:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{term}: ").bold = True
        paragraph.add_run(meaning)
    document.add_heading(say("page-sources"), 1)
    for text in (*page.sources, page.basis, f"{page.not_a_forecast} {page.stays_here}"):
        _small(document, text)
    describe_file(document.core_properties, page)
    out = io.BytesIO()
    document.save(out)
    return without_clock(out.getvalue())


def _prepare(document: Any, page: Page) -> None:
    """Paper, language and colours, and nothing of the library's own template that is not needed."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Mm(PAPER[0]), Mm(PAPER[1])
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), page.words.tag)
    document.styles["Normal"].font.name = FONT
    for name in ("Title", "Heading 1"):
        document.styles[name].font.color.rgb = RGBColor.from_string(page.colours.title.lstrip("#"))
    relations = document.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        relations.pop(key)


def _opening(document: Any, page: Page) -> None:
    from docx.shared import Mm, Pt

    logos = list(logos_of(page.race.client))
    if logos:
        line = document.add_paragraph()
        for logo, words in logos:
            scale = min(LOGO_WIDE / logo.size[0], LOGO_HIGH / logo.size[1])
            picture = line.add_run().add_picture(io.BytesIO(as_dots(logo)), width=Mm(max(logo.size[0] * scale, 1)))
            _describe(picture, words)
            line.add_run("    ")
    document.add_heading(page.title, 0)
    run = document.add_paragraph().add_run(page.headline)
    run.bold, run.font.size = True, Pt(LEAD)
    for text in filter(None, (page.spread, page.scope, page.situation, page.prepared_by)):
        document.add_paragraph(text)


def _answer(document: Any, section: Section, style: str | None = None) -> None:
    """A question and its answer."""
    document.add_heading(section.title, 1)
    for text in section.texts:
        document.add_paragraph(text, style=style if section.is_list else None)


def _facts(document: Any, facts: FactBox, caption: str, pictures: dict[str, Picture]) -> None:
    """The fact box: icons and numbers of both sides beside each other, and what the icons mean."""
    from docx.shared import Mm, Pt, RGBColor

    document.add_heading(facts.title, 1)
    table = document.add_table(1, len(facts.sides))
    for cell, side in zip(table.rows[0].cells, facts.sides, strict=True):
        cell.paragraphs[0].add_run(side.heading).bold = True
        cell.add_paragraph().add_run(side.done).font.size = Pt(SMALL)
        if side.picture in pictures:
            picture = pictures[side.picture]
            shown = cell.add_paragraph().add_run().add_picture(_dots_of(picture), width=Mm(ICONS_WIDE))
            _describe(shown, picture.alt)
        number = cell.add_paragraph().add_run(side.number)
        number.bold, number.font.size, number.font.color.rgb = True, Pt(LARGE), RGBColor.from_string(INKS[BREACHED][1:])
        cell.add_paragraph().add_run(side.of).bold = True
        cell.add_paragraph().add_run(side.futures).font.size = Pt(SMALL)
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.space_after = Pt(ROW_GAP)
    if any(side.picture in pictures for side in facts.sides):
        key = document.add_paragraph()
        for state, words in facts.key:
            sign = pictures[KEY + state]
            _describe(key.add_run().add_picture(_dots_of(sign, SIGN_DOTS), width=Mm(SIGN_WIDE)), sign.alt)
            key.add_run(f" {words}    ").font.size = Pt(SMALL)
        _small(document, caption)


def _dots_of(picture: Picture, wide: int = DOTS) -> io.BytesIO:
    """A picture as so many dots across."""
    box = BOX.search(picture.svg)
    assert box is not None  # as matplotlib writes it
    return io.BytesIO(svg_as_dots(picture.svg, (float(box[1]), float(box[2])), wide))


def _chart(document: Any, picture: Picture | None, caption: str) -> None:
    """A chart as wide as the text, with its caption on the same page; nothing where the page has none."""
    from docx.shared import Mm

    if picture is None:
        return
    shown = document.add_picture(_dots_of(picture), width=Mm(PAPER[0] - 2 * MARGIN))
    _describe(shown, picture.alt)
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    _small(document, caption)


def _describe(picture: Any, words: str) -> None:
    """The alternative text of a picture."""
    picture._inline.docPr.set("descr", words)


def _table(document: Any, page: Page, rows: Sequence[Sequence[str]], bold: Iterable[int] = ()) -> None:
    """A table whose first row is its head, which is said again on every page that it goes on.

    A column is as wide as what stands in it.
    """
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    table.autofit = False
    for column, share in zip(table.columns, shares_of(rows), strict=True):
        column.width = Mm((PAPER[0] - 2 * MARGIN) * share)
        for cell in column.cells:
            cell.width = column.width
    strong = {0, *bold}
    for at, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.paragraphs[0].paragraph_format.space_after = Pt(ROW_GAP)
            run = cell.paragraphs[0].add_run(text)
            run.font.size, run.bold = Pt(SMALL), at in strong
            if at == 0:
                run.font.color.rgb = RGBColor.from_string(page.colours.on_head.lstrip("#"))
                shade = OxmlElement("w:shd")
                shade.set(qn("w:val"), "clear")
                shade.set(qn("w:fill"), page.colours.head.lstrip("#"))
                cell._tc.get_or_add_tcPr().append(shade)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def shares_of(rows: Sequence[Sequence[str]]) -> list[float]:
    """How much of a table's width each column takes: as the longest text in it, within bounds, has letters."""
    letters = [min(max(FEWEST_LETTERS, *map(len, column)), MOST_LETTERS) for column in zip(*rows, strict=True)]
    return [each / sum(letters) for each in letters]


def _small(document: Any, text: str) -> None:
    from docx.shared import Pt

    document.add_paragraph().add_run(text).font.size = Pt(SMALL)
