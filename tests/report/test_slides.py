"""The slides of a report: the page's words and numbers, charts and tables that can be edited, and nothing cut off."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib import get_data_path
from PIL import Image, ImageFont

import sim
from sim.report.brand import READABLE, WHITE, contrast
from sim.report.page import Page, page_of
from sim.report.slides.slides import slides
from sim.report.slides.text import ELLIPSIS, ems, lines, shortened

pptx = pytest.importorskip("pptx")
qn = pytest.importorskip("pptx.oxml.ns").qn

ON = date(2026, 9, 7)
"""After one of the rules was revoked, and no day on which tests are run."""
FORMULA = '=HYPERLINK("http://x.y","z")'
HOSTILE: dict[str, Any] = {
    "name": "<script>alert(1)</script> & $x$ " + "W" * 60 + " 株式会社 مخبز",
    "like": "small_firms",
    "deployment": "on_prem",
    "servers": 3,
    "patches_after": "10d",
    "mitigation": {"remediation": "workaround", "after": "2d"},
    "plans": {
        FORMULA: {"patches_after": "1d"},
        "{=1+1}": {"patches_after": "3d", "mitigation": "none"},
        "漢" * 120: {"patches_after": "20d"},
        "http://" + "W" * 113: {"patches_after": "30d", "mitigation": "none"},
    },
    "cost_of_breach": "1_250_000 EUR",
    "brand": {"logo": "logo.png", "colour": "#FFE600", "accent": "#FFE600"},
}
PROVIDER = {"name": "Example IT Care and Consulting Ltd " * 3, "logo": "logo.png", "contact": "+44 20 7946 0000, " * 6}
WORDY = {
    "name": "Bakery of Example Street",
    "country": "US",
    "cost_of_patching": "12_500 EUR",
    "such_flaws": "3 per year",
}
PLAIN: dict[str, Any] = {"name": "Bakery", "like": "small_firms", "deployment": "on_prem", "patches_after": "30d"}
CLOUD: dict[str, Any] = {"name": "Cloudy", "like": "in_the_cloud", "deployment": "cloud", "patches_after": "7d"}
ABOUT = {
    "what": "ProxyLogon, four flaws in Microsoft Exchange mail servers that together let strangers in " * 2,
    "when": "January to May 2021",
    "whom": "organizations worldwide that ran such a server at their own site " * 2,
    "kind": "happened",
}
NAMES = ("hostile", "plain", "cloud", "alike", "wordy")
LAID_OUT = (*NAMES, "german")
"""All of them: German words are longer, and have to fit as well."""


def page_for(client: dict[str, Any], folder: Path, scenario: str = "first_steps", **changes: Any) -> Page:
    case = sim.load(scenario)
    case = case.replace(changes) if changes else case
    return page_of(sim.own_race(case, sim.Client.from_dict(client, folder), replications=30), ON)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    folder = tmp_path_factory.mktemp("client")
    Image.new("RGB", (600, 200), "#00AA55").save(folder / "logo.png")
    return {
        "hostile": page_for(HOSTILE, folder),
        "plain": page_for(PLAIN, folder),
        "cloud": page_for(CLOUD, folder, "hybrid"),
        "alike": page_for({**PLAIN, "patches_after": "1d"}, folder, uncertain={}),
        "wordy": page_for({**HOSTILE, **WORDY, "provider": PROVIDER}, folder, about=ABOUT),
        "german": page_for({**HOSTILE, **WORDY, "provider": PROVIDER, "language": "de"}, folder, about=ABOUT),
    }


@pytest.fixture(scope="module")
def decks(pages: dict[str, Page]) -> dict[str, Any]:
    return {name: pptx.Presentation(io.BytesIO(slides(page))) for name, page in pages.items()}


def texts(shape: Any) -> Iterator[str]:
    if shape.has_text_frame:
        yield from (paragraph.text for paragraph in shape.text_frame.paragraphs)
    if shape.has_table:
        yield from (cell.text for row in shape.table.rows for cell in row.cells)


def alt(shape: Any) -> str:
    return str(shape._element.xpath("./*[1]/p:cNvPr")[0].get("descr", ""))


def words(deck: Any) -> str:
    """All that is written on slides and in their notes, and all alt texts."""
    found = []
    for slide in deck.slides:
        for shape in slide.shapes:
            found += [*texts(shape), alt(shape)]
        found.append(slide.notes_slide.notes_text_frame.text)
    return "\n".join(found)


def said(page: Page) -> str:
    """All that a page says."""
    rows = [
        f"{row.name} {row.when} {row.breached} {row.futures} {row.more} {row.money} {row.patching} {row.together}"
        for row in page.plans
    ]
    rules = [f"{row.rule} {row.within} {row.status} {row.today}" for row in page.deadlines]
    titles = [section.title for section in page.sections]
    rest = [
        page.title,
        page.prepared_by,
        page.plans_note,
        page.basis,
        *page.sources,
        page.not_a_forecast,
        page.stays_here,
    ]
    return "\n".join([*page.running_text(), *rows, *rules, *titles, *rest])


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:[.,]\d+)*", text))


def charts(deck: Any) -> list[Any]:
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def tables(deck: Any) -> list[Any]:
    return [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]


def across(series: Any) -> list[float]:
    return [float(value.text) for value in series._element.xpath("./c:xVal//c:v")]


def box(shape: Any) -> tuple[int, int, int, int]:
    return shape.left, shape.top, shape.left + shape.width, shape.top + shape.height


@pytest.mark.parametrize("name", LAID_OUT)
def test_slides_have_real_titles_a_number_a_footer_and_notes(
    name: str, pages: dict[str, Page], decks: dict[str, Any]
) -> None:
    page = pages[name]
    for at, slide in enumerate(decks[name].slides, 1):
        assert slide.shapes.title.text_frame.text.strip()
        fields = slide.shapes._spTree.xpath(".//a:fld[@type='slidenum']")
        assert len(fields) == 1, at
        footer = next(each for each in slide.placeholders if each.placeholder_format.idx == 11)
        assert footer.text_frame.text.splitlines() == [page.basis, page.not_a_forecast]
        notes = slide.notes_slide.notes_text_frame.text
        assert all(part in notes for part in (page.basis, page.not_a_forecast, page.stays_here))
        assert len(notes.split(page.basis)[0].split()) > 8
        empty = [each.name for each in slide.placeholders if not each.text_frame.text.strip()]
        assert not empty


def test_titles_tell_what_was_found(pages: dict[str, Page], decks: dict[str, Any]) -> None:
    page = pages["hostile"]
    found = [slide.shapes.title.text_frame.text for slide in decks["hostile"].slides]
    count = page.today.breached.capitalize()
    assert found == [
        page.title,
        "What this is about",
        f"{count} of 100 businesses like yours would be breached",
        page.waiting.texts[0],
        page.waiting.texts[-1],
        "What helps most: to go on with the emergency setting until the patch",
        "Your pace is too slow for two of three deadlines in force that name a number of days",
        page.how_sure.texts[0].partition(". ")[0],
        page.limits.title,
        page.glossary_title,
        "Sources",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_notes_say_what_to_say_what_is_asked_and_the_answer(name: str, decks: dict[str, Any]) -> None:
    for slide in list(decks[name].slides)[: 8 if name != "cloud" else 3]:
        lines_of_notes = slide.notes_slide.notes_text_frame.text.splitlines()
        assert lines_of_notes[0] == "Say:"
        asked = [at for at, line in enumerate(lines_of_notes) if line.startswith("They may ask: ")]
        assert asked, slide.shapes.title.text_frame.text
        for at in asked:
            assert lines_of_notes[at].endswith("?")
            assert re.fullmatch(r"Answer: .+[.]", lines_of_notes[at + 1])


def test_a_pace_that_is_soon_enough_is_told_so(pages: dict[str, Page], decks: dict[str, Any]) -> None:
    assert pages["alike"].race.today.patches_after == 1
    titles = [slide.shapes.title.text_frame.text for slide in decks["alike"].slides]
    assert "Your pace meets each deadline in force here that names a number of days" in titles


def test_ranges_are_those_of_the_page(pages: dict[str, Page], decks: dict[str, Any]) -> None:
    begin, width = charts(decks["plain"])[2].plots[0].series
    rows = pages["plain"].plans
    assert [(low, low + wide) for low, wide in zip(begin.values, width.values, strict=True)] == [
        (row.low, row.high) for row in rows
    ]
    assert len(charts(decks["alike"])) == 2


@pytest.mark.parametrize("name", LAID_OUT)
def test_every_sentence_of_the_page_is_there(name: str, pages: dict[str, Page], decks: dict[str, Any]) -> None:
    page, found = pages[name], words(decks[name])
    for sentence in filter(None, [*page.running_text(), page.title, *page.sources]):
        assert sentence in found


@pytest.mark.parametrize("name", LAID_OUT)
def test_no_number_is_on_slides_that_is_not_on_the_page(
    name: str, pages: dict[str, Page], decks: dict[str, Any]
) -> None:
    assert numbers(words(decks[name])) <= numbers(said(pages[name]))


@pytest.mark.parametrize("name", ["hostile", "plain"])
def test_the_curve_and_its_band_are_those_of_the_race(name: str, pages: dict[str, Page], decks: dict[str, Any]) -> None:
    page, race = pages[name], pages[name].race
    chart = charts(decks[name])[0]
    low, _, high = race.bands.T * page.of
    for series, expected in zip(chart.plots[0].series, (race.mean * page.of, low, high), strict=False):
        assert np.allclose(list(series.iter_values()), expected)
        assert across(series) == pytest.approx(race.days.tolist())
        assert series._element.xpath("./c:smooth/@val") == ["0"]
    you = list(chart.plots[0].series)[-1]
    assert across(you)[0] == race.today.patches_after
    assert next(you.iter_values()) == pytest.approx(race.today.mean * page.of)
    today = page.today
    assert today.count == round(page.of * page.race.today.mean)
    assert f"{today.when}:{today.breached} of {page.of:,}" in you.points[0]._element.xpath("string(.//c:dLbls)")


def test_the_band_is_dashed_and_the_mean_is_not(decks: dict[str, Any]) -> None:
    dashes = [str(series.format.line.dash_style) for series in list(charts(decks["plain"])[0].plots[0].series)[:3]]
    assert [("DASH" in dash) for dash in dashes] == [False, True, True]


def test_without_uncertainty_no_band_is_drawn(pages: dict[str, Page], decks: dict[str, Any]) -> None:
    assert not pages["alike"].race.worlds_differ
    names = [series.name for series in charts(decks["alike"])[0].plots[0].series]
    assert names == ["average", "the fix is out", "you"]
    assert "Range" not in [cell.text for cell in tables(decks["alike"])[0].rows[0].cells]


@pytest.mark.parametrize("name", ["hostile", "plain", "alike"])
def test_bars_and_table_hold_the_plans(name: str, pages: dict[str, Page], decks: dict[str, Any]) -> None:
    page = pages[name]
    best, more = (list(series.values) for series in charts(decks[name])[1].plots[0].series)
    assert [one + other for one, other in zip(best, more, strict=True)] == [row.count for row in page.plans]
    assert set(best) == {min(row.count for row in page.plans)}
    table = tables(decks[name])[0]
    assert table.first_row
    for cells, row in zip(list(table.rows)[1:], page.plans, strict=True):
        expected = [each for each in (row.when, row.until_then, row.breached, row.futures, row.more, row.money) if each]
        assert [cell.text for cell in cells.cells][1:] == expected


def test_money_is_told_only_where_it_was_given(decks: dict[str, Any]) -> None:
    heads = {name: [cell.text for cell in tables(decks[name])[0].rows[0].cells] for name in ("hostile", "plain")}
    assert "Cost: breaches" in heads["hostile"]
    assert "Cost: breaches" not in heads["plain"]


def test_deadlines_that_are_over_are_set_back(pages: dict[str, Page], decks: dict[str, Any]) -> None:
    table = tables(decks["plain"])[1]
    assert table.first_row
    rows = pages["plain"].deadlines
    assert {row.is_in_force for row in rows} == {True, False}
    for cells, row in zip(list(table.rows)[1:], rows, strict=True):
        assert [cell.text for cell in cells.cells] == [row.rule, row.within, row.status, row.today]
        italic = [cell.text_frame.paragraphs[0].runs[0].font.italic for cell in cells.cells]
        assert italic == [not row.is_in_force] * 4


def test_steps_are_numbered_by_the_program_that_shows_them(pages: dict[str, Page], decks: dict[str, Any]) -> None:
    body = decks["plain"].slides[5].placeholders[1]
    assert [each.text for each in body.text_frame.paragraphs] == list(pages["plain"].what_to_do.texts)
    assert all(each._p.xpath("./a:pPr/a:buAutoNum") for each in body.text_frame.paragraphs)


@pytest.mark.parametrize("name", NAMES)
def test_charts_tables_and_pictures_have_alt_texts(name: str, decks: dict[str, Any]) -> None:
    shown = [
        shape
        for slide in decks[name].slides
        for shape in slide.shapes
        if shape.has_chart or shape.has_table or hasattr(shape, "image")
    ]
    assert len(shown) == {"hostile": 6, "plain": 5, "alike": 4, "cloud": 0, "wordy": 7}[name]
    assert all(len(alt(shape)) > 20 for shape in shown)


@pytest.mark.parametrize("name", LAID_OUT)
def test_the_title_is_read_first_and_the_footer_last(name: str, decks: dict[str, Any]) -> None:
    for slide in decks[name].slides:
        order = [shape.shape_id for shape in slide.shapes]
        assert order[0] == slide.shapes.title.shape_id
        assert len(set(order)) == len(order)
        assert [each.placeholder_format.idx for each in list(slide.shapes)[-2:]] == [11, 12]


@pytest.mark.parametrize("name", LAID_OUT)
def test_nothing_runs_off_a_slide_of_16_to_9_or_over_something_else(name: str, decks: dict[str, Any]) -> None:
    deck = decks[name]
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, rel=1e-4)
    places = [list(each.shapes) for each in (*deck.slides, *deck.slide_layouts, deck.slide_master)]
    for shapes in places:
        for shape in shapes:
            left, top, right, bottom = box(shape)
            assert left >= 0, shape.name
            assert top >= 0, shape.name
            assert right <= deck.slide_width + 400, shape.name
            assert bottom <= deck.slide_height, shape.name
    for slide in deck.slides:
        for one, other in combinations(slide.shapes, 2):
            (left, top, right, bottom), (others_left, others_top, others_right, others_bottom) = box(one), box(other)
            apart = right <= others_left or others_right <= left or bottom <= others_top or others_bottom <= top
            assert apart, (one.name, other.name, slide.shapes.title.text_frame.text)


def test_a_new_slide_is_as_wide_as_those_that_are_there(decks: dict[str, Any]) -> None:
    deck = decks["plain"]
    for layout in (*deck.slide_layouts, deck.slide_master):
        title = next(each for each in layout.placeholders if each.placeholder_format.idx == 0)
        assert title.left + title.width / 2 == pytest.approx(deck.slide_width / 2, rel=0.01)
        assert title.width > 0.9 * deck.slide_width


@pytest.mark.parametrize("name", LAID_OUT)
def test_texts_fit_their_boxes(name: str, decks: dict[str, Any]) -> None:
    """Held against the font that stands in where Calibri is missing; it is wider."""
    for slide in decks[name].slides:
        for shape in slide.shapes:
            if shape.has_text_frame and shape.name != "Slide Number Placeholder 4":
                needed = sum(needs(paragraph, shape.width) for paragraph in shape.text_frame.paragraphs)
                assert needed <= shape.height / 12_700 + 1, (shape.name, shape.text_frame.text)


FACES = {False: "DejaVuSans.ttf", True: "DejaVuSans-Bold.ttf"}


@cache
def substitute(bold: bool) -> ImageFont.FreeTypeFont:
    """The font that stands in where Calibri is missing, as an image of 100 points."""
    return ImageFont.truetype(str(Path(get_data_path(), "fonts", "ttf", FACES[bold])), 100)


def true_lines(text: str, size: float, width: float, bold: bool) -> int:
    """Lines that a paragraph takes in the substitute, in a room in points, broken between words where it can be."""
    count, used = 1, 0.0
    for word in text.split(" "):
        long = substitute(bold).getlength(f"{word} ") * size / 100
        if used and used + long - size / 4 > width:
            count, used = count + 1, 0.0
        while long > width:
            count, long = count + 1, long - width
        used += long
    return count


@pytest.mark.parametrize("name", ["plain", "alike", "wordy", "cloud", "german"])
def test_texts_fit_as_the_substitute_is_drawn(name: str, decks: dict[str, Any]) -> None:
    """Letter by letter as DejaVu Sans has them, not by the estimate that chose the sizes."""
    for slide in decks[name].slides:
        for shape in slide.shapes:
            if not shape.has_text_frame or shape.name == "Slide Number Placeholder 4":
                continue
            high = 0.0
            for paragraph in shape.text_frame.paragraphs:
                run = next(iter(paragraph.runs), None)
                if run is None:
                    continue
                indent = int(paragraph._p.pPr.get("marL", 0)) / 914_400
                room = (shape.width / 914_400 - 0.2 - indent) * 72
                size, after = run.font.size.pt, paragraph.space_after.pt if paragraph.space_after is not None else 0.0
                high += true_lines(paragraph.text, size, room, bool(run.font.bold)) * 1.17 * size + after
            assert high <= shape.height / 12_700, (shape.name, shape.text_frame.text)


def needs(paragraph: Any, width: int) -> float:
    """Points of height that a paragraph takes."""
    run = next(iter(paragraph.runs), None)
    if run is None:
        return 0.0
    indent = int(paragraph._p.pPr.get("marL", 0)) / 914_400
    size: float = run.font.size.pt
    after: float = paragraph.space_after.pt if paragraph.space_after is not None else 0.0
    return lines(paragraph.text, size, width / 914_400 - 0.2 - indent, bool(run.font.bold)) * 1.2 * size + after


@pytest.mark.parametrize("name", LAID_OUT)
def test_letters_are_large_enough_and_can_be_told_from_what_is_behind(
    name: str, pages: dict[str, Page], decks: dict[str, Any]
) -> None:
    colours = pages[name].colours
    for at, slide in enumerate(decks[name].slides):
        for shape in slide.shapes:
            frames = [(shape.text_frame, WHITE)] if shape.has_text_frame else []
            if shape.has_table:
                cells = [cell for row in shape.table.rows for cell in row.cells]
                frames = [(cell.text_frame, f"#{cell.fill.fore_color.rgb}") for cell in cells]
            for frame, behind in frames:
                on = colours.head if at == 0 and shape == slide.shapes.title else behind
                for run in (run for paragraph in frame.paragraphs for run in paragraph.runs):
                    assert contrast(f"#{run.font.color.rgb}", on) >= READABLE
                    assert run.font.size.pt >= (11 if shape.has_table else 10)


def test_texts_of_users_stay_texts(pages: dict[str, Page], decks: dict[str, Any]) -> None:
    assert decks["hostile"].slides[0].shapes.title.text_frame.text == pages["hostile"].title
    assert "<script>alert(1)</script> & $x$" in pages["hostile"].title
    bars = charts(decks["hostile"])[1]
    names = list(bars.plots[0].categories)
    assert any(name.startswith(f"{FORMULA}, after 1 day: about ") for name in names)
    with workbook(bars) as book:
        assert "<f" not in re.sub(r"<(fo|fi)", "", book.read("xl/worksheets/sheet1.xml").decode())
        assert (
            FORMULA.replace('"', "&quot;") in book.read("xl/sharedStrings.xml").decode()
            or FORMULA in book.read("xl/sharedStrings.xml").decode()
        )
        assert not any("rels" in name and "sheet1" in name for name in book.namelist())


def workbook(chart: Any) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))


@pytest.mark.parametrize("index", [0, 1])
def test_the_workbook_inside_holds_what_the_chart_shows(index: int, decks: dict[str, Any]) -> None:
    chart = charts(decks["hostile"])[index]
    with workbook(chart) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        strings = re.findall(r"<t[^>]*>([^<]*)</t>", book.read("xl/sharedStrings.xml").decode())
    cells = {at: (kind, value) for at, kind, value in re.findall(r'<c r="(\w+)"([^>]*)><v>([^<]*)</v>', sheet)}
    checked = 0
    for reference in chart._chartSpace.xpath(".//c:f"):
        column, row = re.findall(r"\$([A-Z]+)\$(\d+)", reference.text)[0]
        for point in reference.getnext().iter(qn("c:pt")):
            kind, value = cells[f"{column}{int(row) + int(point.get('idx'))}"]
            shown = point.find(qn("c:v")).text
            if 't="s"' in kind:
                assert strings[int(value)].replace("&lt;", "<").replace("&amp;", "&") == shown
            else:
                assert float(value) == pytest.approx(float(shown))
            checked += 1
    assert checked >= len(cells) - 1


def test_the_logo_keeps_its_shape(decks: dict[str, Any]) -> None:
    picture = next(shape for shape in decks["hostile"].slides[0].shapes if hasattr(shape, "image"))
    assert picture.width / picture.height == pytest.approx(3, rel=0.01)
    assert alt(picture).startswith("Logo of <script>")


def test_in_the_cloud_there_are_fewer_slides_and_no_charts(pages: dict[str, Page], decks: dict[str, Any]) -> None:
    deck = decks["cloud"]
    assert len(deck.slides) == 7
    assert not charts(deck)
    assert not tables(deck)
    assert deck.slides[2].shapes.title.text_frame.text == pages["cloud"].how_likely.texts[0]


def test_the_same_page_gives_the_same_bytes(pages: dict[str, Page], decks: dict[str, Any]) -> None:
    first, second = slides(pages["plain"]), slides(pages["plain"])
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    for chart in charts(decks["plain"]):
        with workbook(chart) as book:
            assert {info.date_time[0] for info in book.infolist()} == {1980}
            stamps = re.findall(r"\d{4}-\d\d-\d\dT", book.read("docProps/core.xml").decode())
            assert set(stamps) == {f"{ON}T"}


def test_the_file_tells_what_it_is(pages: dict[str, Page], decks: dict[str, Any]) -> None:
    properties = decks["hostile"].core_properties
    page = pages["hostile"]
    assert (properties.title, properties.author, properties.language) == (page.title, "patchrace", "en-GB")
    assert properties.created == properties.modified == datetime(ON.year, ON.month, ON.day)


def test_without_python_pptx_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, pages: dict[str, Page]) -> None:
    monkeypatch.setitem(sys.modules, "pptx", None)
    with pytest.raises(sim.InputError, match=r"pip install 'patchrace\[report\]'"):
        slides(pages["plain"])


@pytest.mark.parametrize("bold", [False, True])
def test_widths_of_texts_are_on_the_safe_side(bold: bool) -> None:
    face = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    font = ImageFont.truetype(str(Path(get_data_path(), "fonts", "ttf", face)), 100)
    for text in (
        "A patch does not throw anyone out. Look for signs of a break-in on each server that was open to attack.",
        "In 9 of 10 simulated futures, between 8 and 25 of 100 are breached. Plan for this range.",
        "WWWWWWWWWW",
    ):
        true = font.getlength(text) / 100
        assert 0.97 * true <= ems(text) * (1.13 if bold else 1) <= 1.15 * true, text


def test_texts_are_cut_with_an_ellipsis_and_marks_stay_with_their_letters() -> None:
    assert shortened("short", 10) == "short"
    cut = shortened("W" * 120, 10)
    assert cut.endswith(ELLIPSIS)
    assert ems(cut) <= 10
    assert not shortened("e\u0301" * 100, 10).removesuffix(ELLIPSIS).endswith("e")


def test_lines_break_between_words_and_inside_those_too_long() -> None:
    assert lines("one two", 12, 5) == 1
    assert lines("one two", 72, 2.5) == 2
    assert lines("W" * 10, 72, 5) == 3
