"""Saving charts: every file carries its alt text, in every format, and has the size it is for."""

from __future__ import annotations

import re
import zlib
from functools import partial
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fontTools.subset import Options
from fontTools.ttLib import TTFont
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image
from pypdf import PdfReader

import sim
from sim.charts import alt_text
from sim.charts.drawing.alt_text import describe
from sim.charts.drawing.save import save
from sim.charts.drawing.style import caption, entitle
from sim.charts.drawing.typeface import TABLES_OF_PLACES

SVG = "{http://www.w3.org/2000/svg}"


def chart() -> Axes:
    ax = Figure(figsize=(4, 3)).add_subplot()
    ax.plot([1, 2])
    entitle(ax, "Two of 3 are safe", "By hand & < eye")
    return ax


def test_title_and_qualification_are_the_alt_text_unless_more_is_said() -> None:
    ax = chart()
    assert alt_text(ax) == "Two of 3 are safe. By hand & < eye."
    describe(ax, "A line\n from 1 to 2.")
    assert alt_text(ax) == "A line from 1 to 2."


def test_a_figure_tells_what_all_its_axes_tell() -> None:
    one, two, _ = Figure().subplots(1, 3)
    describe(one, "One.")
    describe(two, "Two.")
    assert alt_text(one.figure) == "One. Two."


def test_the_files_carry_it(tmp_path: Path) -> None:
    png, svg, pdf = save(chart, tmp_path, "chart", formats=("png", "svg", "pdf"))
    with Image.open(png) as picture:
        assert picture.info["Description"] == "Two of 3 are safe. By hand & < eye."
        assert picture.info["Title"] == "Two of 3 are safe"
    top = ElementTree.parse(svg).getroot()
    assert top.get("role") == "img"
    assert [top.findtext(f"{SVG}{name}") for name in ("title", "desc")] == [
        "Two of 3 are safe",
        "Two of 3 are safe. By hand & < eye.",
    ]
    assert top.findtext(f"{SVG}style", "").count("@font-face{font-family:'Fira Sans'") == 2
    assert "'Fira Sans'" in str(next(top.iter(f"{SVG}text")).get("style"))
    assert pdf.read_bytes()[:5] == b"%PDF-"
    assert b"/Subject (Two of 3 are safe. By hand & < eye.)" in pdf.read_bytes()
    assert zlib.crc32(pdf.read_bytes()) == zlib.crc32(save(chart, tmp_path, "b", formats=["pdf"])[0].read_bytes())


@pytest.mark.parametrize(("size", "across"), [("slide", 1920), ("web", 1000)])
def test_pictures_are_as_wide_as_their_place(size: str, across: int, tmp_path: Path) -> None:
    with Image.open(save(chart, tmp_path, size, formats=["png"], size=size)[0]) as picture:
        assert picture.width == pytest.approx(across, abs=2)
        if size == "slide":
            assert picture.width / picture.height == pytest.approx(16 / 9, abs=0.01)


@pytest.mark.parametrize("options", [{"size": "poster"}, {"formats": ["gif"]}])
def test_unknown_sizes_and_formats_are_told(options: dict[str, object], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"is none of p(age|ng), s"):
        save(chart, tmp_path, "chart", **options)  # type: ignore[arg-type]  # the wrong use that is tested


def test_every_chart_has_alt_text_with_numbers(tmp_path: Path) -> None:
    result = sim.run(sim.load("hybrid").replace({"replications": 6}))
    comparison = sim.compare(sim.load("hybrid").replace({"replications": 6}), {"late": {"timeline.fix": "attack + 9d"}})
    written = [*sim.charts.save_all(result, tmp_path / "a"), *sim.charts.save_comparison(comparison, tmp_path / "b")]
    for path in written:
        if path.suffix == ".svg":
            text = ElementTree.parse(path).getroot().findtext(f"{SVG}desc") or ""
        else:
            with Image.open(path) as picture:
                text = picture.info["Description"]
        assert len(text) > 40, path.name
        assert any(letter.isdigit() for letter in text), path.name


def test_charts_of_a_result_can_be_written_for_slides(tmp_path: Path) -> None:
    result = sim.run(sim.load("first_steps").replace({"replications": 6}))
    draw = partial(sim.charts.race_over_time, result)
    assert save(draw, tmp_path, "race", formats=["pdf"], size="slide")[0].exists()


def test_words_around_a_chart_can_be_left_out_but_not_its_alt_text(tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    with_words, without = (
        save(chart, folder, "chart", formats=["svg"], words=words)[0].read_text()
        for folder, words in ((tmp_path, True), (str(tmp_path / "bare"), False))
    )
    drawn = [re.sub(r"(?s)<(title|desc|metadata)>.*?</\1>", "", text) for text in (with_words, without)]
    assert ["are safe" in text for text in drawn] == [True, False]
    assert "<desc>Two of 3 are safe. By hand &amp; &lt; eye.</desc>" in without


def test_letters_in_a_pdf_are_those_of_a_font(tmp_path: Path) -> None:
    (pdf,) = save(chart, tmp_path, "chart", formats=["pdf"])
    assert b"/Type3" not in pdf.read_bytes()


def test_a_note_is_the_last_line_of_the_caption(tmp_path: Path) -> None:
    def drawn() -> Axes:
        ax = chart()
        caption(ax, "Three were asked.")
        return ax

    (svg,) = save(drawn, tmp_path, "chart", formats=["svg"], note="24 November 2026.")
    assert svg.read_text().index("Three were asked.") < svg.read_text().index("24 November 2026.")


def test_a_pdf_holds_fonts_without_the_tables_that_place_letters(tmp_path: Path) -> None:
    """To make them smaller would take most of the time of writing it, and no reader looks at them."""
    (pdf,) = save(chart, tmp_path, "chart", formats=["pdf"])
    (page,) = PdfReader(pdf).pages
    assert "Two of 3 are safe" in page.extract_text()
    described = [each.get_object()["/DescendantFonts"][0] for each in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    assert described
    for each in described:
        with TTFont(BytesIO(each.get_object()["/FontDescriptor"]["/FontFile2"].get_data())) as font:
            assert {"glyf", "hmtx"} <= set(font.keys())
            assert not set(TABLES_OF_PLACES) & set(font.keys())
    assert not set(TABLES_OF_PLACES) & set(Options().drop_tables)
