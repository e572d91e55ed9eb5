"""The report as HTML and PDF: whole, readable by machines that read aloud, and safe from what users wrote."""

from __future__ import annotations

import base64
import io
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

import sim
from sim.charts.drawing.bare import Picture
from sim.report.figures import pictures
from sim.report.page import NOT_A_FORECAST, STAYS_HERE, Page, page_of, with_missing_letters
from sim.report.paper import paper
from sim.report.web_page import web_page

DAY = date(2026, 11, 24)
CLIENT: dict[str, Any] = {
    "name": "Example Bakery Ltd",
    "like": "small_firms",
    "deployment": "on_prem",
    "patches_after": "10d",
    "cost_of_breach": "50_000 EUR",
}
HOSTILE = [
    "<script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    '#set page(paper: "a0") $x$ *bold* @key \\ // [x]',
    "{{ page.race }} {% raw %}",
    "& < > \" ' `",
]


def page(case: str = "first_steps", folder: Path = Path("."), **changes: Any) -> Page:
    given = {key: value for key, value in {**CLIENT, **changes}.items() if value is not None}
    return page_of(sim.own_race(sim.load(case), sim.Client.from_dict(given, folder), replications=20), DAY)


@pytest.fixture(scope="module")
def bakery() -> Page:
    return page()


@pytest.fixture(scope="module")
def drawn(bakery: Page) -> dict[str, Picture]:
    return pictures(bakery)


@pytest.fixture(scope="module")
def html(bakery: Page, drawn: dict[str, Picture]) -> str:
    return web_page(bakery, drawn)


@pytest.fixture(scope="module")
def pdf(bakery: Page, drawn: dict[str, Picture]) -> PdfReader:
    return PdfReader(io.BytesIO(paper(bakery, drawn)))


class Tags(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def text_of(pdf: PdfReader) -> str:
    return " ".join(" ".join(each.extract_text() for each in pdf.pages).replace("\N{ZERO WIDTH SPACE}", "").split())


def test_the_web_page_loads_nothing(html: str) -> None:
    for tag, attributes in Tags(html).tags:
        assert tag not in ("script", "link", "iframe", "object", "embed")
        for key in ("src", "href", "srcset", "poster"):
            assert (attributes.get(key) or "data:").startswith(("data:", "#"))
    assert "default-src 'none'" in html
    assert not re.search(r"url\(|@import", html)
    assert len(html.encode()) < 2_000_000


def test_the_web_page_says_everything(bakery: Page, html: str) -> None:
    words = " ".join(" ".join(Tags(html).words).split())
    wanted = [bakery.title, bakery.headline, bakery.basis, NOT_A_FORECAST, STAYS_HERE, bakery.deadlines_note]
    wanted += [text for section in bakery.sections for text in (section.title, *section.texts)]
    wanted += [text for row in bakery.deadlines for text in (row.rule, row.within, row.status, row.today)]
    wanted += [text for row in bakery.plans for text in (row.name, row.when, row.breached, row.money)]
    wanted += [text for pair in bakery.glossary for text in pair]
    wanted += [*bakery.sources, f"Reading grade {bakery.grade:.1f}"]
    assert [text for text in wanted if text not in words] == []


def test_pictures_of_the_web_page_have_alternative_texts(drawn: dict[str, Picture], html: str) -> None:
    images = [attributes for tag, attributes in Tags(html).tags if tag == "img"]
    assert {each["alt"] for each in images} == {drawn[name].alt for name in ("curve", "icons", "waiting")}
    for each in images:
        assert len(each["alt"] or "") > 40
        content = base64.b64decode((each["src"] or "").partition(",")[2])
        assert b"<svg" in content
        assert b"<script" not in content


def test_the_web_page_is_built_for_screen_readers(html: str) -> None:
    tags = Tags(html).tags
    assert ("html", {"lang": "en"}) in tags
    assert sum(tag == "h1" for tag, _ in tags) == 1
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    labels = [attributes["aria-labelledby"] for _, attributes in tags if "aria-labelledby" in attributes]
    assert set(labels) <= set(ids)
    assert all(attributes.get("scope") in ("col", "row") for tag, attributes in tags if tag == "th")


@pytest.mark.parametrize("name", HOSTILE)
def test_what_users_wrote_stays_text(name: str) -> None:
    told = page(name=name, plans={name: {"patches_after": "1d"}})
    drawn = pictures(told)
    html = web_page(told, drawn)
    parsed = Tags(html)
    assert not {"script", "raw"} & {tag for tag, _ in parsed.tags}
    assert all("onerror" not in attributes for _, attributes in parsed.tags)
    assert name in " ".join(" ".join(parsed.words).split())
    pdf = PdfReader(io.BytesIO(paper(told, drawn)))
    assert len(pdf.pages) == 1
    assert name.replace(" ", "") in text_of(pdf).replace(" ", "")
    assert pdf.pages[0].mediabox.height == pytest.approx(841.9, abs=0.1)


def test_the_paper_is_one_page_that_says_what_the_web_page_says(bakery: Page, pdf: PdfReader) -> None:
    assert len(pdf.pages) == 1
    words = text_of(pdf)
    wanted = [bakery.title, bakery.headline, bakery.basis, NOT_A_FORECAST, STAYS_HERE, bakery.deadlines_note]
    wanted += [text for section in bakery.sections for text in (section.title, *section.texts)]
    wanted += [text for row in bakery.deadlines for text in (row.rule, row.within, row.status, row.today)]
    wanted += [text for row in bakery.plans for text in (row.name, row.when, row.breached, row.money)]
    wanted += [word for word, _ in bakery.glossary]
    close = words.replace(" ", "")
    assert [text for text in wanted if text.replace(" ", "") not in close] == []


def test_the_paper_is_tagged(bakery: Page, drawn: dict[str, Picture], pdf: PdfReader) -> None:
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_object().get_data()
    assert pdf.metadata is not None
    assert pdf.metadata.title == bakery.title
    kinds, alternatives = structure(root["/StructTreeRoot"])
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/Figure"} <= kinds
    assert set(alternatives) == {drawn[name].alt for name in ("curve", "icons")}


def structure(node: Any) -> tuple[set[str], list[str]]:
    """Kinds and alternative texts of the elements below a node of a structure tree."""
    kinds, alternatives = set(), []
    waiting = [node.get_object()]
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            waiting += [entry.get_object() for entry in each]
        elif isinstance(each, dict):
            if "/S" in each:
                kinds.add(str(each["/S"]))
            if "/Alt" in each:
                alternatives.append(str(each["/Alt"]))
            if "/K" in each:
                waiting.append(each["/K"].get_object())
    return kinds, alternatives


def test_the_same_page_makes_the_same_files(bakery: Page, drawn: dict[str, Picture]) -> None:
    again = pictures(bakery)
    assert drawn == again
    assert paper(bakery, drawn) == paper(bakery, again)
    assert web_page(bakery, drawn) == web_page(bakery, again)


def test_very_long_names_stay_on_one_page() -> None:
    plans = {
        f"{letter * 40} {letter * 60}": {"patches_after": f"{day}d"}
        for letter, day in zip("abcd", (1, 3, 7, 30), strict=True)
    }
    told = page(name="W" * 120, plans=plans, servers=5000, mailboxes=4_000_000)
    pdf = PdfReader(io.BytesIO(paper(told, pictures(told))))
    assert len(pdf.pages) == 1
    assert "W" * 120 in text_of(pdf).replace(" ", "")


def test_a_logo_is_on_both_with_an_alternative_text(tmp_path: Path) -> None:
    for name, kind in (("logo.png", "png"), ("logo.jpg", "jpeg")):
        Image.new("RGB", (300, 90), "#0072B2").save(tmp_path / name)
        told = page(folder=tmp_path, brand={"logo": name, "colour": "#FFEE00"})
        drawn = pictures(told)
        html = web_page(told, drawn)
        assert f"data:image/{kind};base64," in html
        assert 'alt="Logo of Example Bakery Ltd"' in html
        root: Any = PdfReader(io.BytesIO(paper(told, drawn))).trailer["/Root"]
        assert "Logo of Example Bakery Ltd" in structure(root["/StructTreeRoot"])[1]


def test_a_client_in_the_cloud_gets_a_page_without_charts() -> None:
    told = page("next_flaw", like="in_the_cloud", deployment="cloud")
    html, drawn = web_page(told, pictures(told)), pictures(told)
    assert drawn == {}
    assert "<img" not in html
    assert "Official deadlines" not in html
    pdf = PdfReader(io.BytesIO(paper(told, drawn)))
    assert len(pdf.pages) == 1
    assert "Whether you will be breached" in text_of(pdf)


def test_letters_without_a_font_are_told() -> None:
    assert with_missing_letters(page()).warnings == ()
    told = with_missing_letters(page(name="Bakery \N{CUNEIFORM SIGN A}"))
    assert "\N{CUNEIFORM SIGN A}" in told.warnings[0]
    assert paper(told, pictures(told)).startswith(b"%PDF")
