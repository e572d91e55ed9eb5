"""Names in any script: right in page and figures, or one line that says which letters have no font.

faults: 11-chinese-client (36 warnings of Python, and boxes even where a font is installed), 17-escapes-in-a-name.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from matplotlib import get_data_path
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from pypdf import PdfReader

import sim
from sim.charts.drawing import letters
from sim.charts.drawing.bare import bare
from sim.charts.drawing.letters import (
    REPLACEMENT,
    MissingLettersWarning,
    cut,
    fonts_for,
    isolated,
    plain,
    with_letters,
)
from sim.charts.drawing.save import save
from sim.charts.drawing.style import caption, entitle
from sim.charts.drawing.typeface import FAMILIES
from sim.report.figures import pictures, save_figures
from sim.report.page import page_of, with_missing_letters
from sim.report.paper import paper
from sim.report.slides.slides import slides
from sim.report.web_page import web_page

STIX = Path(get_data_path(), "fonts", "ttf", "STIXGeneral.ttf")
ONLY_IN_STIX = "\u20dd"
NOWHERE = "\U00012000"
"""A cuneiform sign."""
CHINESE = "株式会社東京"
HEBREW = "מאפייה"
CLIENT: dict[str, Any] = {"name": "A", "deployment": "on_prem", "patches_after": "7d"}
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066\u2067\ufffe\uffff]")
HOSTILE_CASE = (
    "x\x1b[31mRED\x1b]0;pwn\x07 \u202eevil {{7*7}} {% raw %} </script><script>alert(1)</script> <![CDATA[ ]]>"
)


@pytest.fixture(autouse=True)
def _as_if_new() -> Iterator[None]:
    """What was found out and told before is forgotten."""
    letters._fonts_for.cache_clear()
    letters._warn_once.cache_clear()
    yield
    letters._fonts_for.cache_clear()
    letters._warn_once.cache_clear()


@pytest.fixture
def one_font(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which one more font is installed."""
    monkeypatch.setattr(letters, "findSystemFonts", lambda: [str(STIX), str(STIX.with_name("nothing.ttf"))])


@pytest.fixture
def no_font(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without fonts."""
    monkeypatch.setattr(letters, "findSystemFonts", list)


def drawn(words: str) -> Axes:
    ax = Figure().add_subplot()
    ax.plot([1, 2], label=words)
    ax.legend()
    ax.set_xticks([0, 1], [words, "b"])
    entitle(ax, f"Of {words}", words)
    caption(ax, words)
    return ax


@pytest.mark.usefixtures("one_font")
def test_a_font_of_the_machine_that_has_the_letters_is_taken() -> None:
    found = fonts_for([f"Bakery {ONLY_IN_STIX}", "é ß ж א"])
    assert (found.families, found.files, found.missing) == (("STIXGeneral",), (STIX,), "")
    assert fonts_for(["Bäckerei 7"]).families == ()
    figure = drawn(f"e{ONLY_IN_STIX}").figure
    assert isinstance(figure, Figure)
    with_letters(figure)
    for text in figure.findobj(Text):
        if ONLY_IN_STIX in text.get_text():
            assert text.get_fontfamily() == [*FAMILIES, "STIXGeneral"]


@pytest.mark.usefixtures("one_font")
def test_charts_with_such_letters_give_no_warning(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        save(lambda: drawn(f"e{ONLY_IN_STIX}"), tmp_path, "chart", formats=("png", "svg", "pdf"))
        bare("chart", (4, 3), lambda _: drawn(f"e{ONLY_IN_STIX}"))


@pytest.mark.usefixtures("no_font")
def test_letters_without_a_font_are_told_once_and_in_one_line(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.warns(MissingLettersWarning) as told:
        save(lambda: drawn(CHINESE), tmp_path, "a", formats=("png", "svg", "pdf"))
    assert len(told) == 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        save(lambda: drawn(CHINESE), tmp_path, "b")
    message = str(told[0].message)
    assert all(letter in message for letter in CHINESE)
    assert "Chinese or Japanese" in message
    assert "fonts-noto-cjk" in message
    assert "\n" not in message
    assert caplog.text == ""


@pytest.mark.usefixtures("no_font")
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("한국", "(Korean)"),
        ("हिन्दी", "(Devanagari)"),
        ("🍞", "(emoji or signs)"),
        ("株🍞", "Noto Sans CJK (fonts-noto-cjk) and Symbola (fonts-symbola)"),
    ],
)
def test_scripts_are_called_by_their_names(name: str, words: str) -> None:
    assert words in str(fonts_for([name]))


def test_marks_joiners_and_spaces_need_no_font() -> None:
    assert fonts_for(["e\u0301 a\ufe0f\u200d\u200c\u00a0\u2068\u2069"]).missing == ""


@pytest.mark.usefixtures("no_font")
def test_a_page_tells_what_its_font_lacks_and_no_figure_tells_it_again(tmp_path: Path) -> None:
    client = sim.Client.from_dict({**CLIENT, "name": CHINESE, "plans": {f"{CHINESE}い": {"patches_after": "1d"}}})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        report = sim.write_report(sim.load("first_steps").replace({"replications": 12}), client, out=tmp_path / "out")
    (warning,) = report.page.warnings
    assert all(letter in warning for letter in f"{CHINESE}い")


def test_a_page_warns_of_names_of_the_case_too() -> None:
    case = sim.load("first_steps").replace({"name": f"Case {NOWHERE}"})
    page = with_missing_letters(
        page_of(sim.own_race(case, sim.Client.from_dict(CLIENT), replications=10), date(2026, 11, 24))
    )
    assert NOWHERE in page.warnings[0]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", f"a{REPLACEMENT}[31mb"),
        ("\u202eevil\u2066", f"{REPLACEMENT}evil{REPLACEMENT}"),
        ("\x00\x0b\ufffe\ud800", REPLACEMENT * 4),
        ("two\nlines \u200d é\u00a0株\u3000🍞", "two\nlines \u200d é\u00a0株\u3000🍞"),
    ],
)
def test_what_no_page_may_hold_is_replaced(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_names_from_right_to_left_are_set_apart() -> None:
    assert isolated("Bakery") == "Bakery"
    assert isolated(HEBREW) == f"\u2068{HEBREW}\u2069"
    client = sim.Client.from_dict({**CLIENT, "name": HEBREW, "plans": {HEBREW: {"patches_after": "1d"}}})
    page = page_of(sim.own_race(sim.load("first_steps"), client, replications=10), date(2026, 11, 24))
    assert page.title.endswith(f"\u2068{HEBREW}\u2069")
    assert f"“\u2068{HEBREW}\u2069”" in page.headline


def test_a_terminal_shows_names_from_right_to_left_without_signs(tmp_path: Path) -> None:
    """faults: the command printed \\u2068 and \\u2069 around such names."""
    client = sim.Client.from_dict({**CLIENT, "name": HEBREW, "plans": {HEBREW: {"patches_after": "1d"}}})
    report = sim.write_report(sim.load("first_steps").replace({"replications": 12}), client, out=tmp_path / "out")
    assert str(report).startswith(f"What waiting to patch costs {HEBREW}\n")
    assert not set("\u2068\u2069") & set(str(report))


def test_a_cut_parts_no_letter_from_its_marks() -> None:
    assert cut("e\u0301" * 5, 6) == "e\u0301e\u0301…"
    assert cut("abc", 3) == "abc"
    assert cut("👩\u200d🍳👩\u200d🍳", 3) in ("👩…", "👩\u200d🍳…")


@pytest.mark.parametrize("name", ["می\u200cخواهم", "👩\u200d🍳 Bakery", "e\u0301", "हिन्दी", "株式会社\u3000東京"])
def test_names_may_join_letters(name: str) -> None:
    assert sim.Client.from_dict({**CLIENT, "name": name}).name == name


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200b", "\x1b", "\x00", "\ufffe", "\u200f", "\x85"])
def test_names_hold_no_controls(sign: str) -> None:
    for client in ({"name": f"a{sign}b"}, {"plans": {f"a{sign}b": {"patches_after": "1d"}}}):
        with pytest.raises(sim.InputError, match="on one line"):
            sim.Client.from_dict({**CLIENT, **client})


def test_nothing_of_a_case_controls_a_page(tmp_path: Path) -> None:
    source = "\x1b[2J \x01\x0b\ufffe #include"
    case = sim.load("first_steps").replace({"name": HOSTILE_CASE, "sources": {"campaigns.mass_scan.rate": source}})
    page = page_of(
        sim.own_race(case, sim.Client.from_dict({**CLIENT, "name": "مخبز"}), replications=10), date(2026, 11, 24)
    )
    shapes = pictures(page)
    html = web_page(page, shapes)
    texts = [html, *(each.alt for each in shapes.values())]
    for path in save_figures(page, tmp_path):
        if path.suffix == ".svg":
            texts.append(path.read_text(encoding="utf-8"))
            ElementTree.parse(path)
    for picture in shapes.values():
        ElementTree.fromstring(picture.svg)
    texts += [each.extract_text() for each in PdfReader(io.BytesIO(paper(page, shapes))).pages]
    with zipfile.ZipFile(io.BytesIO(slides(page))) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                texts.append(package.read(name).decode())
                ElementTree.fromstring(texts[-1])
    texts.append(
        sim.write_explore_page(case, out=tmp_path / "page.html", replications=3).path.read_text(encoding="utf-8")
    )
    assert [FORBIDDEN.findall(text) for text in texts if FORBIDDEN.search(text)] == []
    assert "<script>alert" not in html
