"""Parts of slides: a template of 16 to 9, texts that fit their room, tables, notes, and alt texts."""

from __future__ import annotations

import copy
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches, Pt

from sim.report.brand import INK, WHITE, Colours

from .text import LINE, POINTS, fitting, lines, shortened

WIDE, HIGH, MARGIN = 13.333, 7.5, 0.6
COLUMN = WIDE - 2 * MARGIN
TOP, BOTTOM = 1.75, 6.7
"""Where the content of a slide begins and ends."""
INSET = 0.1
OPENING, ONE_TEXT, TWO_TEXTS = "Title Slide", "Title and Content", "Comparison"
LAYOUTS = (OPENING, ONE_TEXT, TWO_TEXTS)
QUIET, PALE = "#595959", "#F2F4F7"
TITLE_SIZES = (28, 26, 24, 22, 20, 18)
TEXT_SIZES = (20, 18, 16, 15, 14, 13, 12, 11)
FOOTER_SIZE, TABLE_SIZES, LEAST_TABLE = 10, (18, 16, 15, 14, 13, 12), 11
CELL, ROW_INSET = 0.09, 0.05
"""Space at the sides of the words of a cell, and above and below them, in inches."""


@dataclass(frozen=True)
class Box:
    """A place on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def room(self) -> tuple[float, float]:
        """What text in it can take."""
        return self.width - 2 * INSET, self.height - INSET

    def place(self, shape: Any) -> None:
        """Put a shape here."""
        shape.left, shape.top = Inches(self.left), Inches(self.top)
        shape.width, shape.height = Inches(self.width), Inches(self.height)


TITLE = Box(MARGIN, 0.62, COLUMN, 0.95)
BODY = Box(MARGIN, TOP, COLUMN, BOTTOM - TOP)
HALF = COLUMN / 2 - 0.25
HEADS = (Box(MARGIN, TOP, HALF, 0.5), Box(MARGIN + COLUMN - HALF, TOP, HALF, 0.5))
HALVES = tuple(Box(head.left, TOP + 0.55, HALF, BOTTOM - TOP - 0.55) for head in HEADS)
BAND = Box(0, 0, WIDE, 4.0)
OPENING_TITLE = Box(MARGIN, 0.6, COLUMN, 2.8)
OPENING_TEXT = Box(MARGIN, 4.3, COLUMN - 3.0, 2.3)
LOGO = Box(WIDE - MARGIN - 2.4, 4.5, 2.4, 1.9)
KICKER = Box(MARGIN, 0.26, COLUMN, 0.35)
FOOTER = Box(MARGIN, 6.86, COLUMN - 1.0, 0.46)
NUMBER = Box(WIDE - MARGIN - 0.9, 6.86, 0.9, 0.46)
PLACES = {
    OPENING: {0: OPENING_TITLE, 1: OPENING_TEXT},
    ONE_TEXT: {0: TITLE, 1: BODY},
    TWO_TEXTS: {0: TITLE, 1: HEADS[0], 2: HALVES[0], 3: HEADS[1], 4: HALVES[1]},
}


def rgb(colour: str) -> Any:
    """A colour as python-pptx takes it."""
    return RGBColor.from_string(colour.lstrip("#"))


def template(colours: Colours) -> Any:
    """An empty presentation of 16 to 9 whose layouts hold every placeholder inside the slide."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(12_192_000), Inches(HIGH)
    _forget(deck.part, RELATIONSHIP_TYPE.PRINTER_SETTINGS)
    _forget(deck.part.package, RELATIONSHIP_TYPE.THUMBNAIL)
    for layout in list(deck.slide_layouts):
        if layout.name not in LAYOUTS:
            deck.slide_layouts.remove(layout)
    _arrange(deck.slide_master, {0: TITLE, 1: BODY})
    for layout in deck.slide_layouts:
        _arrange(layout, PLACES[layout.name])
        band = BAND if layout.name == OPENING else Box(0, 0, WIDE, 0.14)
        _stripe(layout, band, colours.head)
        rule = Box(0, BAND.height, WIDE, 0.07) if layout.name == OPENING else Box(MARGIN + INSET, 1.6, 1.2, 0.045)
        _stripe(layout, rule, colours.rule)
    return deck


def add_slide(deck: Any, layout: str, title: str, colour: str, kicker: str = "") -> Any:
    """A new slide with its title, and above that the question that it answers."""
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name(layout))
    box = PLACES[layout][0]
    write(
        slide.shapes.title,
        [title],
        box,
        (40, 36, 32, *TITLE_SIZES) if layout == OPENING else TITLE_SIZES,
        colour,
        bold=True,
    )
    frame = slide.shapes.title.text_frame
    frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    if kicker:
        label = slide.shapes.add_textbox(0, 0, 0, 0)
        label.name = "Question"
        write(label, [kicker], KICKER, (14,), QUIET)
        slide.shapes.title._element.addnext(label._element)
    return slide


def write(
    shape: Any,
    texts: Sequence[str],
    box: Box,
    sizes: Sequence[float] = TEXT_SIZES,
    colour: str = INK,
    mark: str = "",
    bold: bool = False,
    gap: float = 8.0,
) -> None:
    """Write paragraphs into a shape at the largest size that fits; `mark` is one of `bullets`, `numbers` or nothing."""
    box.place(shape)
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = Inches(INSET)
    frame.margin_top = frame.margin_bottom = Inches(INSET / 2)
    frame.vertical_anchor = MSO_ANCHOR.TOP
    width, high = box.room
    indent = 0.35 if mark else 0.0
    gap = gap if len(texts) > 1 else 0.0
    size = fitting(texts, (width - indent, high), sizes, gap, bold)
    for index, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        paragraph.text = text
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_before, paragraph.space_after = Pt(0), Pt(gap)
        style(paragraph, size, colour, bold)
        _mark(paragraph, mark, indent)


def add_table(
    slide: Any,
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    box: Box,
    colours: Colours,
    description: str,
    bold: Collection[int] = (),
    quiet: Collection[int] = (),
) -> float:
    """A native table: the first row is its head, some rows are bold, and some set back as they no longer hold.

    Columns share the width as `widths` do. Returns where the table ends, in inches.
    """
    shares = [box.width * width / sum(widths) for width in widths]
    strong = {0, *bold}
    size = next((each for each in TABLE_SIZES if sum(_heights(rows, shares, each, strong)) <= box.height), LEAST_TABLE)
    heights = _heights(rows, shares, size, strong)
    frame = slide.shapes.add_table(len(rows), len(shares), 0, 0, 0, 0)
    Box(box.left, box.top, box.width, sum(heights)).place(frame)
    frame.name = "Table"
    describe(frame, description)
    table = frame.table
    table.first_row, table.horz_banding = True, False
    for index, width in enumerate(shares):
        table.columns[index].width = Inches(width)
    for at, row in enumerate(rows):
        table.rows[at].height = Inches(heights[at])
        fill, ink = (PALE if at % 2 else WHITE), (QUIET if at in quiet else INK)
        if at == 0:
            fill, ink = colours.head, colours.on_head
        for index, text in enumerate(row):
            _cell(table.cell(at, index), text, size, fill, ink, at in strong, at in quiet)
    return box.top + sum(heights)


def style(paragraph: Any, size: float, colour: str, bold: bool = False, italic: bool = False) -> None:
    """How the words of a paragraph look; on its runs, as PowerPoint passes over what the paragraph says of them."""
    for run in paragraph.runs:
        run.font.size, run.font.bold, run.font.italic = Pt(size), bold, italic
        run.font.color.rgb = rgb(colour)


def embolden(paragraph: Any, beginning: str) -> None:
    """Make the beginning of a paragraph bold."""
    run = paragraph.runs[0]
    rest = copy.deepcopy(run._r)
    run._r.addnext(rest)
    run.text, paragraph.runs[1].text = beginning, run.text.removeprefix(beginning)
    run.font.bold = True


def describe(shape: Any, description: str) -> None:
    """Give a chart, a picture or a table its alt text."""
    shape._element.xpath("./*[1]/p:cNvPr")[0].set("descr", description)


def speak(deck: Any, tag: str) -> None:
    """Say in which language all words of a presentation are, as in `en-GB`: it is read out and checked by that."""
    for slide in deck.slides:
        charts = [shape.chart._chartSpace for shape in slide.shapes if shape.has_chart]
        for element in (slide._element, slide.notes_slide._element, *charts):
            for run in element.iter(qn("a:r")):
                run.get_or_add_rPr().set("lang", tag)


def add_notes(slide: Any, texts: Sequence[str]) -> None:
    """What to say, below the slide."""
    slide.notes_slide.notes_text_frame.text = "\n".join(filter(None, texts))


def add_footer(slide: Any, texts: Sequence[str]) -> None:
    """The footer and the number of a slide, in the placeholders of its layout, after all else in reading order."""
    for kind, box in ((PP_PLACEHOLDER.FOOTER, FOOTER), (PP_PLACEHOLDER.SLIDE_NUMBER, NUMBER)):
        model = next(each for each in slide.slide_layout.placeholders if each.placeholder_format.type == kind)
        element = copy.deepcopy(model._element)
        element.xpath("./*[1]/p:cNvPr")[0].set("id", str(slide.shapes._next_shape_id))
        slide.shapes._spTree.append(element)
        placeholder = next(each for each in slide.placeholders if each.placeholder_format.type == kind)
        box.place(placeholder)
        if kind == PP_PLACEHOLDER.FOOTER:
            widest = box.room[0] * POINTS / FOOTER_SIZE
            write(placeholder, [shortened(text, widest) for text in texts], box, (FOOTER_SIZE,), QUIET, gap=0.0)
            placeholder.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        else:
            placeholder.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
            placeholder.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
            for run in element.iter(qn("a:rPr")):
                run.set("sz", str(FOOTER_SIZE * 100))
                run.insert(0, parse_xml(_solid(QUIET)))


def _forget(part: Any, kind: str) -> None:
    """Drop what a part of the default template refers to and this one has no use for."""
    relations = part._rels
    for key in [key for key, relation in relations.items() if relation.reltype == kind]:
        relations.pop(key)


def _arrange(layout: Any, places: dict[int, Box]) -> None:
    for shape in list(layout.placeholders):
        kind, index = shape.placeholder_format.type, shape.placeholder_format.idx
        if kind == PP_PLACEHOLDER.DATE:
            shape._element.getparent().remove(shape._element)
        elif kind in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER):
            (FOOTER if kind == PP_PLACEHOLDER.FOOTER else NUMBER).place(shape)
        else:
            places[index].place(shape)


def _stripe(layout: Any, box: Box, colour: str) -> None:
    """A stripe of colour behind everything else of a layout, where screen readers do not meet it."""
    left, top, width, high = (int(Inches(each)) for each in (box.left, box.top, box.width, box.height))
    tree = layout.shapes._spTree
    number = max(int(each) for each in tree.xpath("//p:cNvPr/@id")) + 1
    stripe = parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="Stripe" descr=""/><p:cNvSpPr/><p:nvPr/>'
        f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{high}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{_solid(colour, named=False)}<a:ln><a:noFill/></a:ln></p:spPr>'
        "<p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>"
    )
    tree.insert(2, stripe)


def _solid(colour: str, named: bool = True) -> str:
    names = f" {nsdecls('a')}" if named else ""
    return f'<a:solidFill{names}><a:srgbClr val="{colour.lstrip("#")}"/></a:solidFill>'


def _mark(paragraph: Any, mark: str, indent: float) -> None:
    """Native bullets or numbers, so that whoever edits the list gets the next one."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(int(Inches(indent))))
    properties.set("indent", str(-int(Inches(indent))))
    kinds = {
        "numbers": '<a:buFont typeface="+mj-lt"/><a:buAutoNum type="arabicPeriod"/>',
        "bullets": '<a:buFont typeface="Arial"/><a:buChar char="•"/>',
        "": "<a:buNone/>",
    }
    for element in parse_xml(f"<a:pPr {nsdecls('a')}>{kinds[mark]}</a:pPr>"):
        properties.append(element)


def _heights(
    rows: Sequence[Sequence[str]], widths: Sequence[float], size: float, strong: Collection[int]
) -> list[float]:
    """Of the rows of a table, in inches, as their words need it."""
    most = (
        max(lines(text, size, width - 2 * CELL, at in strong) for text, width in zip(row, widths, strict=True))
        for at, row in enumerate(rows)
    )
    return [count * LINE * size / POINTS + 2 * ROW_INSET for count in most]


def _cell(cell: Any, text: str, size: float, fill: str, ink: str, bold: bool, italic: bool) -> None:
    cell.margin_left = cell.margin_right = Inches(CELL)
    cell.margin_top = cell.margin_bottom = Inches(ROW_INSET)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(fill)
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.text = text
    style(paragraph, size, ink, bold, italic)
