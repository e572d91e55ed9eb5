"""No name that a file has for its parts reaches a client: what people call them does, or the name in quotes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

import sim
from sim.report.figures import pictures, save_figures
from sim.report.page import Page, page_of
from sim.report.paper import paper
from sim.report.slides.slides import slides
from sim.report.web_page import web_page
from sim.scenario.reading import ABOUT_WORDS
from sim.wording.language import language_of
from sim.wording.names import about_in, called, case_in
from sim.wording.tense import IS, WOULD_BE, WOULD_HAVE_BEEN, tense_of
from sim.wording.unknowns import in_words

pptx = pytest.importorskip("pptx")
DAY = date(2026, 11, 24)
GERMAN = language_of("de")
CASES = ("esxiargs", "first_steps", "hybrid", "msp", "next_flaw", "proxylogon")
"""The shipped cases but for the worm, in which no client has a race of its own."""
SECTIONS = ("populations", "remediations", "campaigns", "timeline")
DRAWN = (("first_steps", "on_prem"), ("proxylogon", "hybrid"))
"""Clients whose figures are read too, which takes a while."""
STOPGAPS = {"first_steps": "workaround", "proxylogon": "one_click_mitigation", "hybrid": "cleaning_tool"}
FIXES = {"first_steps": "update", "proxylogon": "security_update", "hybrid": "update"}
CLIENTS = [
    (case, deployment)
    for case in CASES
    for deployment in ("on_prem", "hybrid", "cloud")
    if any(each.deployment == deployment for each in sim.load(case).populations.values())
]


@cache
def page(case: str, deployment: str) -> Page:
    client: dict[str, Any] = {"name": "Test Ltd", "deployment": deployment, "servers": 2, "patches_after": "25d"}
    if case in ("esxiargs", "msp"):
        client["patches_after"], client["plans"] = "10d", {"soon": {"patches_after": "1d"}}
    if case in STOPGAPS and deployment != "cloud":
        stopgap = {"remediation": STOPGAPS[case], "after": "1d"}
        client |= {"fix": FIXES[case], "mitigation": stopgap}
        client["plans"] = {"soon": {"patches_after": "1d"}, "bare": {"patches_after": "26d", "mitigation": "none"}}
    return page_of(sim.own_race(sim.load(case), sim.Client.from_dict(client), replications=12), DAY)


class Words(HTMLParser):
    """What a reader of a page sees or hears."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.feed(re.sub(r"(?s)<(style|script)\b.*?</\1>", " ", text))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        self.words += [value or "" for key, value in attrs if key in ("alt", "aria-label", "title")]


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


@cache
def identifiers(case: str) -> frozenset[str]:
    """Names of a file that no label of it holds, as they stand and without underscores."""
    scenario = sim.load(case)
    names = {name for section in SECTIONS for name in getattr(scenario, section) if "_" in name}
    labels = " ".join(scenario.labels.values())
    spaced = {name.replace("_", " ") for name in names}
    return frozenset(names | {name for name in spaced if not re.search(rf"\b{name}\b", labels)})


def told(text: str, case: str) -> list[str]:
    """Identifiers, and dotted paths, in a text."""
    found = [name for name in identifiers(case) if re.search(rf"\b{re.escape(name)}\b", text)]
    paths = re.findall(rf"\b(?:{'|'.join((*SECTIONS, 'aftermath', 'uncertain'))})\.[a-z]\w*", text)
    return found + paths


@pytest.mark.parametrize("case", ["code_red", *CASES])
def test_every_part_of_a_shipped_case_has_a_label(case: str) -> None:
    scenario = sim.load(case)
    assert scenario.about is not None
    for section in SECTIONS:
        for name in getattr(scenario, section):
            label = called(scenario, section, name)
            assert "“" not in label, (section, name)
            assert "_" not in label
    for path in scenario.uncertain:
        assert "_" not in in_words(scenario, path)
        assert "“" not in in_words(scenario, path)


@pytest.mark.parametrize(("case", "deployment"), CLIENTS)
def test_no_identifier_reaches_a_client(case: str, deployment: str, tmp_path: Path) -> None:
    made = page(case, deployment)
    drawn = pictures(made) if (case, deployment) in DRAWN else {}
    texts = [*made.running_text(), *Words(web_page(made, drawn)).words, *of_slides(slides(made))]
    if drawn:
        texts += [each.extract_text() for each in PdfReader(io.BytesIO(paper(made, drawn))).pages]
        for path in save_figures(made, tmp_path):
            if path.suffix == ".svg":
                texts.append(" ".join(ElementTree.parse(path).getroot().itertext()))
    sources = " ".join(sim.load(case).sources.values())  # what others wrote may hold any word
    assert [(found, text) for text in texts for found in told(text, case) if found not in sources] == []
    assert len(texts) > 20


@pytest.mark.parametrize("case", ["first_steps", "proxylogon"])
def test_no_identifier_reaches_a_reader_of_the_charts_of_a_result(case: str, tmp_path: Path) -> None:
    result = sim.run(sim.load(case).replace({"replications": 3}), engine="auto")
    for path in sim.charts.save_all(result, tmp_path):
        if path.suffix == ".svg":
            assert told(" ".join(ElementTree.parse(path).getroot().itertext()), case) == [], path.name


def test_no_identifier_is_shown_on_the_page_to_explore(tmp_path: Path) -> None:
    from explored import data_of

    client = page("first_steps", "on_prem").race.client
    text = sim.write_explore_page(
        sim.load("first_steps"), client, out=tmp_path / "page.html", replications=3
    ).path.read_text(encoding="utf-8")
    data = data_of(text)
    shown = [*Words(text).words, *data["remediations"].values(), *data["unattacked"].values()]
    shown += [choice["label"] for choice in data["choices"]]
    shown += [each["label"] for choice in data["choices"] for each in choice["mitigations"]]
    assert {"emergency setting", "small firms", "hospitals"} <= set(shown)
    assert [found for each in shown for found in told(each, "first_steps")] == []


def test_a_name_without_a_label_is_quoted() -> None:
    scenario = sim.load("first_steps")
    bare = sim.Scenario.from_dict({**scenario.to_dict(), "labels": {}})
    assert called(bare, "remediations", "workaround") == "“workaround”"
    assert called(bare, "populations", "small_firms") == "“small firms”"
    assert called(scenario, "populations", "small_firms") == "small firms"
    assert in_words(bare, "timeline.fix") == "the day of “fix”"


def test_labels_and_what_a_case_is_about_change_no_digest_and_no_number() -> None:
    scenario = sim.load("first_steps").replace({"replications": 3})
    bare = {key: entry for key, entry in scenario.to_dict().items() if key not in ("about", "labels")}
    without = sim.Scenario.from_dict(bare)
    assert without.digest == scenario.digest
    assert len(sim.assumptions(without)) == len(sim.assumptions(scenario))
    assert sim.run(without).estimates.equals(sim.run(scenario).estimates)


@pytest.mark.parametrize(
    ("case", "tense", "words"),
    [
        (
            "proxylogon",
            WOULD_HAVE_BEEN,
            "Microsoft Exchange mail servers, January to May 2021. It is about",
        ),
        ("first_steps", WOULD_BE, "The case is invented, so it tells what would be."),
        ("next_flaw", WOULD_BE, "The case is invented, so it tells what would be."),
    ],
)
def test_a_report_says_what_its_case_is_and_when(case: str, tense: Any, words: str) -> None:
    made = page(case, "on_prem")
    assert tense_of(sim.load(case)) is tense
    assert words in made.scope
    would = {"present": "", "conditional": "would be", "past": "would have been"}
    assert would[tense.name] in made.headline
    assert " are breached" not in made.headline
    assert " is breached" not in made.headline
    assert made.headline.startswith(f"If you {'had ' if tense is WOULD_HAVE_BEEN else ''}patched 25 days after the fix")
    assert ("It is past, so it tells what would have been." in made.scope) == (tense is WOULD_HAVE_BEEN)


def test_a_case_that_does_not_say_is_told_by_its_dates() -> None:
    scenario = sim.load("first_steps")
    bare = sim.Scenario.from_dict({key: each for key, each in scenario.to_dict().items() if key != "about"})
    race = sim.own_race(bare, page("first_steps", "on_prem").race.client, replications=3)
    assert race.tense is IS
    past, coming = page_of(race, date(2024, 5, 1)), page_of(race, date(2024, 4, 30))
    assert past.headline.startswith("If you had patched 25 days after the fix, as you do today,")
    assert "It ended on 30 April 2024, so it tells what would have been." in past.scope
    assert coming.headline.startswith("If you patch 25 days after the fix, as today,")
    assert "would" not in coming.scope


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ({"populations.small_firm": "x"}, "did you mean 'small_firms'"),
        ({"populations": "x"}, "name an entry of timeline, populations, remediations, campaigns"),
        ({"populations.small_firms.organizations": "x"}, "name an entry of"),
        ({"populations.small_firms": ""}, "is not a text; write what people call it"),
        ({"populations.small_firms": 3}, "is not a text; write what people call it"),
        ({"populations.small_firms": "x" * 61}, "has 61 letters; a label has at most 60"),
        ({"horizon": "the end"}, "name an entry of"),
    ],
)
def test_labels_that_do_not_fit_are_told(labels: dict[str, Any], message: str) -> None:
    with pytest.raises(sim.InputError) as caught:
        sim.Scenario.from_dict({**sim.load("first_steps").to_dict(), "labels": labels})
    assert str(caught.value).startswith("labels.")
    assert message in str(caught.value)


def test_labels_of_what_a_change_leaves_out_go_with_it() -> None:
    scenario = sim.load("first_steps")
    other = {"phishing": scenario.to_dict()["campaigns"]["mass_scan"]}
    changed = scenario.replace({"campaigns": other, "uncertain": {}})
    assert "campaigns.mass_scan" not in changed.labels
    assert changed.labels["populations.small_firms"] == "small firms"


@pytest.mark.parametrize(
    ("about", "message"),
    [
        ({"what": "x", "kind": "real"}, "about.kind: 'real'"),
        ({"kind": "invented"}, "about.what: missing key"),
        ({"what": "x", "who": "y"}, "did you mean 'whom'"),
        ("a flaw", "about: 'a flaw': is not a mapping"),
    ],
)
def test_what_a_case_is_about_is_read_with_its_place(about: Any, message: str) -> None:
    with pytest.raises(sim.InputError) as caught:
        sim.Scenario.from_dict({**sim.load("first_steps").to_dict(), "about": about})
    assert message in str(caught.value)


@pytest.mark.parametrize("case", sorted(path.parent.name for path in Path("configs").glob("*/scenario.yaml")))
def test_whatever_may_be_uncertain_has_words(case: str) -> None:
    scenario = sim.load(case)
    paths = [row.path for row in sim.assumptions(scenario) if row.path.split(".")[0] in (*SECTIONS, "aftermath")]
    paths += [f"aftermath.{key}" for key in ("cleanup_protects", "reaction.mean", "by_population.x.detection.mean")]
    paths += [f"remediations.x.{key}" for key in ("until", "freeze.0.until", "rings.0.after", "crew.hours_per_server")]
    for path in paths:
        assert in_words(scenario, path), path


def test_a_page_says_what_counts_as_the_fix() -> None:
    """Of ESXiArgs the fix was out for two years: what came with the warning was switching the service off."""
    client = {"name": "Test Ltd", "deployment": "on_prem", "servers": 2, "patches_after": "5d"}
    found = page_of(sim.own_race(sim.load("esxiargs"), sim.Client.from_dict(client), replications=12), DAY)
    assert "What counts as the fix here: " in found.scope
    assert "switching the service off" in found.scope
    assert "breached before the fix was out" in " ".join(found.how_likely.texts)
    assert "there was a fix" not in " ".join(found.how_likely.texts)


TRANSLATED = {
    "labels": {"populations.small_firms": "small firms"},
    "about": {"what": "a mail server", "when": "spring"},
    "translations": {
        "de": {"name": "Schritte", "about.what": "ein Mailserver", "populations.small_firms": "kleine Firmen"}
    },
}


def test_words_in_another_language_stand_beside_those_of_the_case() -> None:
    plain = sim.load("first_steps")
    case = sim.Scenario.from_dict({**plain.to_dict(), **TRANSLATED})
    assert called(case, "populations", "small_firms") == "small firms"
    assert called(case, "populations", "small_firms", GERMAN) == "kleine Firmen"
    assert called(case, "populations", "hospitals", GERMAN) == "„hospitals“"
    about = about_in(case, GERMAN)
    assert about is not None
    assert (about.what, about.when) == ("ein Mailserver", "spring")
    assert case.digest == plain.digest
    assert case.to_dict()["translations"] == TRANSLATED["translations"]
    changed = case.replace({"translations.de.populations.small_firms": "Kleinbetriebe"})
    assert called(changed, "populations", "small_firms", GERMAN) == "Kleinbetriebe"
    assert (case_in(case, GERMAN), case_in(plain.replace({"translations": {}}), GERMAN)) == ("Schritte", "First steps")


def test_a_new_name_is_not_told_in_old_words() -> None:
    case = sim.Scenario.from_dict({**sim.load("first_steps").to_dict(), **TRANSLATED})
    renamed = case.replace({"name": "Another case", "about.what": "a shop"})
    assert case_in(renamed, GERMAN) == "Another case"
    assert dict(renamed.translations["de"]) == {"populations.small_firms": "kleine Firmen"}


@pytest.mark.parametrize(
    ("translations", "problem"),
    [
        ({"german": {}}, "translations.german: {}: is no language; write its two letters"),
        (
            {"de": {"about.kind": "x"}},
            "translations.de.about.kind: 'x': has no translation; name one of name, about.what",
        ),
        ({"de": {"case.what": "x"}}, "translations.de.case.what: 'x': has no translation; name one of name"),
        ({"de": {"nam": "x"}}, "translations.de.nam: 'x': has no translation; name one of name, about.what"),
        ({"de": {"populations.none": "x"}}, "translations.de.populations.none: 'x': no 'none' in populations"),
        ({"de": {"populations.hospitals": 7}}, "translations.de.populations.hospitals: 7: is not a text"),
        ({"de": ["x"]}, "translations.de"),
    ],
)
def test_translations_that_do_not_fit(translations: object, problem: str) -> None:
    with pytest.raises(sim.InputError) as error:
        sim.Scenario.from_dict({**sim.load("first_steps").to_dict(), **TRANSLATED, "translations": translations})
    assert str(error.value).startswith(problem)


@pytest.mark.parametrize("name", [*CASES, "code_red"])
def test_every_word_of_a_shipped_case_has_a_translation(name: str) -> None:
    case = sim.load(name)
    assert case.about is not None
    about = {f"about.{key}" for key in ABOUT_WORDS if getattr(case.about, key) is not None}
    assert set(case.translations["de"]) == {"name"} | set(case.labels) | about
