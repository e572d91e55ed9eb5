"""No report says more than its case does: words that assure are allowed only where a reason stands beside them.

faults: 24-hosted, 24-hosted-client. Every client in the cloud was told "It cannot hit you" and "Sure for this kind of
attack", whatever its case was.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from docx import Document
from explored import Elements, data_of
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pypdf import PdfReader

import sim
from sim.charts import alt_text
from sim.charts.clients.icons_of_plan import icons_of_plan
from sim.charts.drawing.bare import Picture, look_of_pictures
from sim.charts.drawing.letters import plain as plain_letters
from sim.charts.drawing.style import what_is_assumed
from sim.report import figures
from sim.report.email import email
from sim.report.figures import pictures, save_figures
from sim.report.page import Page, page_of
from sim.report.paper import paper
from sim.report.reading_grade import EASY
from sim.report.slides.slides import slides
from sim.report.web_page import web_page
from sim.report.word import word
from sim.wording.language import ENGLISH

pptx = pytest.importorskip("pptx")
DAY = date(2026, 11, 24)
EMPTY = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'
ASSURING = re.compile(
    r"\b(cannot|can't|can not|sure|surely|certain|certainly|certainty|safe|safely|safety|never|impossible|always|secure"
    r"|securely|immune|invulnerable|unaffected|proof|nobody|no one|nothing|none|all are|no server|no risk|no danger"
    r"|riskless|guarant\w+|100 ?%)(?!\w)",
    re.IGNORECASE,
)
ALLOWED = {
    "how sure is this?": "a question, and the answer is how little is known",
    "to meet one does not make you safe": "denies safety",
    "that is no proof": "denies proof",
    "that is no certainty": "denies certainty",
    "which is no certainty": "denies certainty",
    "if you cannot patch by then": "about what the client may fail to do",
    "nobody knows all the facts": "denies knowledge",
    "each takes what nobody knows differently": "denies knowledge",
    "loads and sends nothing": "about the file; its content security policy holds it",
    "nothing left this machine": "about the making of the file, which loads and sends nothing",
    "nothing leaves this machine": "about the making of the file, which loads and sends nothing",
    "loads nothing and sends nothing": "about the file; its content security policy holds it",
    "nothing is taken as unknown": "says what the case leaves out",
    "as the case marks nothing as unknown": "says what the case leaves out",
    "what is unknown in this case changes nothing for you": "about the case alone, and followed by: that is no proof",
    "in this case, nobody attacks": "about the case alone; what it rests on and what else may be true follow",
    "as nobody attacks you in it": "about the case alone",
    "wrote no server for the cloud": "says what the case rests on",
    "gave its organizations in the cloud no server": "says what the case rests on",
    "that organizations in the cloud have no server:": "what a source of the case is about, beside the source",
    "none is breached: in this case, no attack gets in before that day": "about the case alone, with the reason",
    "in none of the simulated futures does an attack of this case get in before": "about the case alone",
    "none is breached as you patch today, and none with": "a title that begins with: in this case",
    "none is breached as your provider patches today, and none with": "a title that begins with: in this case",
    "none of 100": "a count of the case at a day before its attacks, under a sentence that says so",
    "it would be none: in this case, no attack gets in before that day": "about the case alone, with the reason",
    "none would be breached: in this case, no attack gets in before that day": "about the case alone, with the reason",
    "it is none: in this case, no attack gets in before that day": "about the case alone, with the reason",
    "wrote nothing about the cloud": "says what the case rests on",
    "where this case has no server": "says what the case rests on, and where it has some",
    "if your provider cannot patch by then": "about what a provider may fail to do",
    "so all are alike": "says why no range is told",
    "those not breached pay nothing": "says that the average is no bill",
    "versions that cannot be exploited included": "in a source of a case",
    "a narrow range is no certainty": "denies certainty",
    "how many cleaned servers are safe": "names what nobody knows",
    "proof of concept": "in sources of a case: code that shows an attack",
}
HOSTED: dict[str, Any] = {
    "name": "Remote support tool, hosted by the vendor or at home",
    "start": "2090-02-19",  # coming, so that it is not told as past
    "horizon": "30d",
    "replications": 50,
    "timeline": {"fix": "0d", "exploit": "2d"},
    "populations": {
        "at_home": {"organizations": 1_000},
        "hosted": {"organizations": 3_000, "deployment": "cloud"},
    },
    "remediations": {"update": {"available": "fix", "adoption": {"law": "exponential", "mean": "10d"}}},
    "campaigns": {
        "mass": {"begins": "exploit", "strategy": "random", "addresses": 5_000, "rate": "2_000/d", "success": 0.5}
    },
}
"""faults: 24-hosted."""


def changed(**changes: Any) -> sim.Scenario:
    return sim.Scenario.from_dict({**HOSTED, **changes})


def campaign(**changes: Any) -> dict[str, Any]:
    return {"campaigns": {"mass": {**HOSTED["campaigns"]["mass"], **changes}}}


WITH_RENTED = {
    **HOSTED["populations"],
    "rented": {"organizations": 500, "deployment": "hosted", "mailboxes_per_organization": 5},
}
CASES = {
    **{name: sim.load(name) for name in ("first_steps", "proxylogon", "hybrid", "next_flaw", "esxiargs")},
    "hosted": sim.Scenario.from_dict(HOSTED),
    "without an attack": changed(campaigns={}),
    "an attack that is not aimed": changed(
        populations={**HOSTED["populations"], "banks": {"organizations": 9, "tags": ["bank"], "deployment": "hybrid"}},
        **campaign(aims={"tags": ["bank"]}),
    ),
    "an attack after the end": changed(**campaign(begins="29d"), horizon="20d"),
    "an attack that hits all": changed(**campaign(rate="4_000_000/d")),
    "unknown but of no weight": changed(
        uncertain={"remediations.update.uptake": {"law": "uniform", "low": 0.4, "high": 0.9}}
    ),
    "an attack that begins late": changed(populations=WITH_RENTED, **campaign(begins="20d")),
    "attacked providers": changed(populations=WITH_RENTED),
}
ODD: dict[str, dict[str, Any]] = {
    "plain": {},
    "large and late": {"servers": 5_000, "patches_after": "20d", "cost_of_breach": "50_000 EUR"},
    "at once": {"patches_after": "0d"},
    "with all keys": {
        "country": "DE",
        "cost_of_breach": "50_000 EUR",
        "cost_of_patching": "2_000 EUR",
        "such_flaws": "3 per year",
        "provider": {"name": "Example IT", "contact": "Jane Roe"},
    },
}


@cache
def told(case: str, deployment: str, odd: str = "plain", worlds: int = 12) -> Page:
    client = {"name": "Hosted Client", "deployment": deployment, "patches_after": "7d", **ODD[odd]}
    if case == "esxiargs" and odd == "large and late":
        client["patches_after"] = "12d"  # later, the case is over
    return page_of(sim.own_race(CASES[case], sim.Client.from_dict(client), replications=worlds), DAY)


def without_lines(name: str, size: tuple[float, float], draw: Callable[[Axes], Axes]) -> Picture:
    """A picture with nothing in it: its letters would be outlines, so all words that a form can hold are in its alt."""
    with look_of_pictures():
        figure = Figure(figsize=size)
        draw(figure.add_subplot())
        return Picture(name, EMPTY, plain_letters(alt_text(figure)))


@cache
def drawn(case: str, deployment: str) -> dict[str, Picture]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures, "bare", without_lines)
        return pictures(told(case, deployment))


def test_pictures_without_lines_say_what_pictures_do() -> None:
    whole = pictures(told("next_flaw", "on_prem"))
    assert {name: each.alt for name, each in drawn("next_flaw", "on_prem").items()} == {
        name: each.alt for name, each in whole.items()
    }
    assert all(b"<text" not in each.svg for each in whole.values())


def texts_of_figures(page: Page, folder: Path) -> list[str]:
    """The texts of the whole charts, which are the same in each form."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures, "FORMATS", ("svg",))
        return [" ".join(ElementTree.parse(path).getroot().itertext()) for path in save_figures(page, folder)]


def fits(case: str, deployment: str) -> bool:
    populations = CASES[case].populations.values()
    return deployment in ("cloud", "hosted") or any(each.deployment == deployment for each in populations)


COMBINED = [
    (case, deployment)
    for case in CASES
    for deployment in ("on_prem", "hybrid", "hosted", "cloud")
    if fits(case, deployment)
]


def plain(text: str) -> str:
    return " ".join(text.replace("\N{ZERO WIDTH SPACE}", "").split())


def assuring(text: str, used: set[str] | None = None) -> list[str]:
    """Where a text assures without a reason that stands in ALLOWED."""
    text = plain(text).lower().replace("’", "'")
    for phrase in sorted(ALLOWED, key=len, reverse=True):
        if phrase in text:
            if used is not None:
                used.add(phrase)
            text = text.replace(phrase, "*")
    return [text[max(found.start() - 40, 0) : found.end() + 40] for found in ASSURING.finditer(text)]


def of_page(page: Page) -> str:
    rows = [value for row in page.plans for value in vars(row).values() if isinstance(value, str)]
    return "\n".join(
        [
            page.title,
            *page.running_text(),
            *(page.facts.texts() if page.facts else ()),
            *(each.title for each in page.sections),
            *rows,
            page.plans_note,
            page.curve_caption,
            page.icons_caption,
            page.basis,
            *page.sources,
        ]
    )


def of_slides(content: bytes) -> Iterator[str]:
    for slide in pptx.Presentation(io.BytesIO(content)).slides:
        yield slide.notes_slide.notes_text_frame.text
        for shape in slide.shapes:
            yield shape._element.xpath("./*[1]/p:cNvPr")[0].get("descr", "")
            if shape.has_text_frame:
                yield shape.text_frame.text
            if shape.has_table:
                yield from (cell.text for row in shape.table.rows for cell in row.cells)
            if shape.has_chart:
                yield from shape.chart._chartSpace.itertext()


def of_word(content: bytes) -> Iterator[str]:
    document = Document(io.BytesIO(content))
    yield from (paragraph.text for paragraph in document.paragraphs)
    yield from (cell.text for table in document.tables for row in table.rows for cell in row.cells)


def of_markup(text: str) -> Iterator[str]:
    found = Elements(re.sub(r"(?s)<(style|script)\b.*?</\1>", " ", text))
    yield " ".join(word for words in found.texts.values() for word in words)
    yield from (attributes.get("alt", "") for _, attributes in found.found)


def of_data(data: dict[str, Any]) -> Iterator[str]:
    """What the script of the page to explore can say, but for the words of a count of 0 and of no mitigation.

    A sentence adds to the count that no attack of the case gets in before that day.
    """
    texts = {key: each for key, each in data["texts"].items() if key not in ("chance-none", "explore-none")}
    for some in (texts, texts["factors"], *data["textsByDeployment"].values()):
        yield from (each for each in some.values() if isinstance(each, str))
    yield from (*data["unattacked"].values(), data["few"])


def explored(case: str, folder: Path) -> tuple[str, dict[str, Any]]:
    """A page to explore for anybody, and what its script reads."""
    page = sim.write_explore_page(CASES[case], out=folder / "page.html", replications=3)
    text = page.path.read_text(encoding="utf-8")
    page.path.unlink()
    return text, data_of(text)


def test_the_words_that_assure_are_found() -> None:
    for text in (
        "It cannot hit you.",
        "Sure for this kind of attack",
        "All are breached.",
        "You are safe",
        "100% sure",
    ):
        assert assuring(text), text
    assert not assuring("How sure is this? To meet one does not make you safe.")


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(("case", "deployment"), COMBINED)
def test_no_page_says_more_than_its_case(case: str, deployment: str, odd: str) -> None:
    for worlds in (3, 12):
        page = told(case, deployment, odd, worlds)
        assert assuring(of_page(page)) == []
        assert page.grade <= EASY


@pytest.mark.parametrize(("case", "deployment"), COMBINED)
def test_no_form_of_a_report_says_more_than_its_case(case: str, deployment: str, tmp_path: Path) -> None:
    page, shown = told(case, deployment), drawn(case, deployment)
    texts = [*of_markup(web_page(page, shown)), *of_slides(slides(page)), *texts_of_figures(page, tmp_path)]
    texts += [each.extract_text() for each in PdfReader(io.BytesIO(paper(page, shown))).pages]
    full = told(case, deployment, "with all keys")
    texts += [*of_slides(slides(full)), *of_word(word(full, {})), email(full)]
    assert [found for text in texts for found in assuring(text)] == []


@pytest.mark.parametrize(
    "case", ["first_steps", "hosted", "an attack that is not aimed", "an attack that hits all", "attacked providers"]
)
def test_no_page_to_explore_says_more_than_its_case(case: str, tmp_path: Path) -> None:
    text, data = explored(case, tmp_path)
    texts = [*of_markup(text), *of_data(data)]
    assert [found for each in texts for found in assuring(each)] == []
    attacked = {choice["deployment"] for choice in data["choices"] if choice["isAttacked"]}
    assert ("on_prem" in attacked) == (case != "an attack that is not aimed")


def test_no_word_is_allowed_in_vain(tmp_path: Path) -> None:
    used: set[str] = set()
    texts = [of_page(told(case, kind, odd, worlds)) for case, kind in COMBINED for odd in ODD for worlds in (1, 12)]
    to_explore = [explored(case, tmp_path) for case in ("first_steps", "hosted")]
    templates = [each for text, data in to_explore for each in (*of_markup(text), *of_data(data))]
    alts = [each.alt for case, kind in COMBINED for each in drawn(case, kind).values()]
    sources = [text for case in CASES.values() for text in case.sources.values()]
    captions = [ENGLISH.text("page-stays-here"), *(what_is_assumed(case) for case in CASES.values())]
    charts = texts_of_figures(told("first_steps", "on_prem"), tmp_path)
    pages = [told(case, kind, worlds=1) for case, kind in COMBINED]
    charts += [alt_text(icons_of_plan(each.race)) for each in pages if each.plans]
    for text in (*texts, *templates, *alts, *sources, *captions, *charts):
        assuring(text, used)
    assert "\n".join(sorted(set(ALLOWED) - used)) == ""


@pytest.mark.parametrize("case", ["hosted", "proxylogon", "first_steps"])
def test_a_client_in_the_cloud_is_told_what_that_rests_on_and_what_else_may_be_true(case: str) -> None:
    page = told(case, "cloud")
    assert page.headline.startswith("In this case, nobody attacks a service that runs in the cloud.")
    assert "as its author wrote no server for the cloud" in page.how_likely.texts[0]
    rests_on, *others = page.how_sure.texts
    assert ("wrote nothing about the cloud" in rests_on) == (case == "first_steps")
    assert ("a source for that, named below" in rests_on) == (case == "proxylogon")
    assert any("Exchange Online is not affected" in each for each in page.sources) == (case == "proxylogon")
    assert any("hosted product may have the same flaw" in each for each in others)
    assert any("links it to the cloud, or an old one left running" in each for each in others)
    assert pictures(page) == {}


@pytest.mark.parametrize(
    ("case", "deployment"),
    [
        ("without an attack", "on_prem"),
        ("an attack that is not aimed", "on_prem"),
        ("an attack after the end", "on_prem"),
    ],
)
def test_a_case_without_an_attack_on_the_client_gives_it_no_number(case: str, deployment: str, tmp_path: Path) -> None:
    page = told(case, deployment)
    assert not page.race.is_attacked
    assert (
        page.headline == "In this case, nobody attacks businesses like yours. That does not tell whether somebody will."
    )
    assert "of 100" not in " ".join(page.running_text())
    assert not page.plans
    assert save_figures(page, tmp_path) == []


def test_a_chance_of_nothing_is_told_with_its_reason() -> None:
    page = told("an attack that begins late", "on_prem")
    assert page.race.is_attacked
    assert page.how_likely.texts[0].endswith("none is breached: in this case, no attack gets in before that day.")


def test_a_chance_as_good_as_one_is_not_told_as_all() -> None:
    page = told("an attack that hits all", "on_prem", "large and late")
    assert page.race.today.mean == 1
    assert "more than 99 are breached" in page.how_likely.texts[0]


@pytest.mark.parametrize("worlds", [1, 2, 9])
def test_few_futures_tell_no_range(worlds: int) -> None:
    page = told("first_steps", "on_prem", worlds=worlds)
    assert "too few to tell how far futures differ" in page.scope
    assert "9 of 10" not in of_page(page)
    assert "futures" not in page.plan_columns
    assert "9 of 10" in of_page(told("first_steps", "on_prem", worlds=10))


def test_what_a_range_rounds_to_is_neither_none_nor_all() -> None:
    from sim.wording.chances import range_in_words, range_of

    assert range_in_words(0.001, 0.002, 100) == "it is fewer than 1"
    assert range_in_words(0.0, 0.0, 100) == "it is 0"
    assert range_of(0.999, 1.0, 100) == "more than 99"
    assert range_in_words(0.08, 0.25, 100) == "between 8 and 25"


@pytest.mark.parametrize("name", ["README.md", "docs/clients.md", "docs/model.md", "docs/config.md", "docs/gallery.md"])
def test_pages_do_not_assure_clients_in_the_cloud(name: str, root: Path) -> None:
    for line in (root / name).read_text(encoding="utf-8").splitlines():
        if "cloud" in line.lower():
            assert not re.search(r"cannot be|nothing to hit|\bsafe\b|0% of cloud", line), line
