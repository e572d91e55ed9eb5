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
from fontTools.ttLib import TTFont
from PIL import Image
from pypdf import PdfReader

import sim
from sim.charts.drawing.bare import Picture
from sim.charts.drawing.typeface import font_faces
from sim.report.figures import pictures
from sim.report.page import Page, page_of, with_missing_letters
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
    assert not re.search(r"url\((?!data:font/woff;base64,)|@import", html)
    assert len(html.encode()) < 2_000_000


def in_every_form(page: Page) -> list[str]:
    """Texts of a page that paper and screen both have."""
    return [
        page.title,
        page.headline,
        page.basis,
        page.not_a_forecast,
        page.stays_here,
        page.deadlines_note,
        *(text for section in page.sections for text in (section.title, *section.texts)),
        *(text for row in page.deadlines for text in (row.rule, row.within, row.status, row.today)),
        *(text for row in page.plans for text in (row.name, row.when, row.breached, row.money)),
    ]


def test_the_web_page_says_everything(bakery: Page, html: str) -> None:
    words = " ".join(" ".join(Tags(html).words).split())
    wanted = in_every_form(bakery)
    wanted += [text for pair in bakery.glossary for text in pair]
    wanted += [*bakery.sources, f"Reading grade {bakery.grade:.1f}"]
    assert [text for text in wanted if text not in words] == []


def test_pictures_of_the_web_page_have_alternative_texts(drawn: dict[str, Picture], html: str) -> None:
    images = [attributes for tag, attributes in Tags(html).tags if tag == "img"]
    told = [each["alt"] or "" for each in images if each["alt"]]
    assert set(told) == {drawn[name].alt for name in ("curve", "icons_today", "icons_plan")}
    assert all(len(alt) >= 40 for alt in told)
    signs = [each for each in images if not each["alt"]]
    assert len(signs) == 3  # of the key of icons, with their words beside them
    for each in images:
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
    assert len(pdf.pages) == 2
    assert name.replace(" ", "") in text_of(pdf).replace(" ", "")
    assert pdf.pages[0].mediabox.height == pytest.approx(841.9, abs=0.1)


def test_the_first_page_has_the_answer_and_the_second_what_it_rests_on(bakery: Page, pdf: PdfReader) -> None:
    front, back = ("".join(each.extract_text().split()) for each in pdf.pages)
    assert bakery.facts is not None
    for text in (bakery.headline, bakery.scope, *bakery.facts.texts(), *bakery.what_to_do.texts, bakery.plans[0].name):
        assert text.rstrip(".").replace(" ", "") in front
    for text in (*bakery.how_likely.texts, *bakery.how_sure.texts, bakery.deadlines_note, bakery.basis):
        assert text.replace(" ", "") in back


def test_the_paper_says_what_the_web_page_says(bakery: Page, pdf: PdfReader) -> None:
    assert len(pdf.pages) == 2
    words = text_of(pdf)
    wanted = in_every_form(bakery)
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
    signs = {each.alt for name, each in drawn.items() if name.startswith("key_")}
    assert set(alternatives) == {drawn[name].alt for name in ("curve", "icons_today", "icons_plan")} | signs


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


def test_very_long_names_stay_on_two_pages() -> None:
    plans = {
        f"{letter * 40} {letter * 60}": {"patches_after": f"{day}d"}
        for letter, day in zip("abcd", (1, 3, 7, 30), strict=True)
    }
    told = page(name="W" * 120, plans=plans, servers=5000, mailboxes=4_000_000)
    pdf = PdfReader(io.BytesIO(paper(told, pictures(told))))
    assert len(pdf.pages) == 2
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


def test_letters_are_of_one_typeface_that_both_forms_hold(html: str, pdf: PdfReader) -> None:
    face = r"@font-face\{font-family:'Fira Sans';font-weight:(\d+);src:url\(data:font/woff;base64,([^)]+)\)"
    faces = re.findall(face, html)
    assert [weight for weight, _ in faces] == ["400", "700"]
    for _, content in faces:
        with TTFont(io.BytesIO(base64.b64decode(content))) as font:
            assert {ord(letter) for letter in "Aa0 “ü”–"} <= set(font.getBestCmap())
            assert "Open Font License" in str(font["name"].getDebugName(13))
    resources: list[Any] = [page["/Resources"] for page in pdf.pages]
    fonts = {str(font.get_object()["/BaseFont"]) for each in resources for font in each["/Font"].values()}
    assert {name.partition("+")[2] for name in fonts} <= {"FiraSans-Regular", "FiraSans-Bold"}


def test_letters_of_a_page_are_in_its_typeface() -> None:
    (content,) = re.findall(r"font-weight:400;src:url\(data:font/woff;base64,([^)]+)\)", font_faces(["Жук 株"]))
    with TTFont(io.BytesIO(base64.b64decode(content))) as font:
        assert {ord(letter) for letter in "Жук"} <= set(font.getBestCmap())
        assert ord("株") not in font.getBestCmap()
    assert font_faces(["Жук"]) == font_faces(["кЖу"])


def test_the_fact_box_has_the_numbers_of_the_race(bakery: Page, drawn: dict[str, Picture]) -> None:
    race, facts = bakery.race, bakery.facts
    assert facts is not None
    best = min(race.plans, key=lambda plan: plan.mean)
    for side, plan in zip(facts.sides, (race.today, best), strict=True):
        count = round(100 * plan.mean)
        assert side.number == str(count)
        assert side.futures.lower() == f"{plan.futures(100)}.".lower()
        assert f"100 houses in rows, {count} of them breached" in drawn[side.picture].alt
    spared = round(100 * race.today.mean) - round(100 * best.mean)
    assert f"{spared} of the others marked as spared by this plan" in drawn["icons_plan"].alt
    assert [words for _, words in facts.key] == ["breached", "spared by this plan", "not breached"]


def test_small_chances_have_numbers_without_icons() -> None:
    scenario = sim.load("first_steps").replace({"campaigns.mass_scan.rate": "0.5/d", "uncertain": {}})
    told = page_of(sim.own_race(scenario, sim.Client.from_dict(CLIENT), replications=20), DAY)
    drawn = pictures(told)
    assert told.of == 10_000
    assert not any(name.startswith("icons") for name in drawn)
    assert told.facts is not None
    assert f">{told.facts.sides[0].number}<" in web_page(told, drawn)
    assert len(PdfReader(io.BytesIO(paper(told, drawn))).pages) == 2
