"""What a report says to a client whose servers a provider runs, and to one in the cloud if a case attacks such servers.

Every number is that of a client of the same kind that patches by itself, and of a race that is played; only who patches
is told otherwise, in every form of the report.
"""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from explored import Elements, data_of
from pypdf import PdfReader

import sim
from sim.charts.clients.chance_by_speed import chance_by_speed
from sim.clients.own_race_by_speed import own_race_by_speed
from sim.report.figures import pictures, save_figures
from sim.report.page import Page, page_of
from sim.report.paper import paper
from sim.report.reading_grade import EASY
from sim.report.slides.slides import slides
from sim.report.web_page import web_page

pptx = pytest.importorskip("pptx")
Document = dict[str, Any]
DAY = date(2024, 4, 1)
"""While the case lasts, so that it is not told as past."""
CASE: Document = {
    "name": "Remote support tool",
    "start": "2024-02-19",
    "horizon": "60d",
    "replications": 40,
    "timeline": {"fix": "5d"},
    "populations": {
        "at_home": {"organizations": 1_000},
        "rented": {"organizations": 3_000, "deployment": "hosted", "mailboxes_per_organization": 5},
        "tenants": {"organizations": 500, "deployment": "cloud"},
    },
    "remediations": {
        "update": {"available": "fix", "adoption": {"law": "fixed", "value": "7d"}},
        "rule": {
            "available": "3d",
            "protects": 0.6,
            "adoption": {"law": "exponential", "mean": "10d"},
            "uptake": 0,
        },
    },
    "campaigns": {
        "mass": {"begins": "2d", "strategy": "random", "addresses": 50_000, "rate": "2_000/d", "success": 0.5}
    },
    "uncertain": {"campaigns.mass.rate": {"law": "lognormal", "median": "2_000/d", "sigma": 0.5}},
}
MITIGATED = {
    "servers": 3, "mailboxes": 20, "patches_after": "20d", "cost_of_breach": "50_000 EUR",
    "mitigation": {"remediation": "rule", "after": "1d"},
}  # fmt: skip
CLIENT_PATCHES = re.compile(
    r"\byou (can ?not )?patch|\bthey patch|\bthat patch\b|\byou take\b|say who patches|you do\b", re.I
)


def scenario_of(**changes: Any) -> sim.Scenario:
    return sim.Scenario.from_dict({**CASE, **changes})


def client_of(deployment: str, **changes: Any) -> sim.Client:
    return sim.Client.from_dict(
        {"name": "Bakery", "deployment": deployment, "fix": "update", "patches_after": "7d", **changes}
    )


def race_of(deployment: str, scenario: sim.Scenario | None = None, **changes: Any) -> sim.OwnRace:
    return sim.own_race(scenario or scenario_of(), client_of(deployment, **changes))


def page_for(deployment: str, scenario: sim.Scenario | None = None, **changes: Any) -> Page:
    return page_of(race_of(deployment, scenario, **changes), DAY)


def said_by(page: Page) -> str:
    return "\n".join(
        [*page.running_text(), *page.plan_columns.values(), page.plans_note, page.curve_caption, page.takes]
    )


@pytest.mark.parametrize("changes", [{}, MITIGATED])
def test_the_numbers_are_those_of_a_client_that_patches_by_itself(changes: Document) -> None:
    theirs, own = race_of("hosted", like="rented", **changes), race_of("on_prem", like="at_home", **changes)
    assert np.array_equal(theirs.chances, own.chances)
    assert 0 < theirs.today.mean < 1
    for one, other in zip(theirs.all_plans, own.all_plans, strict=True):
        assert np.array_equal(one.chances, other.chances)


def test_the_number_of_the_headline_is_that_of_the_race_that_is_played() -> None:
    """In it all providers patch seven days after the fix, as the client's does today."""
    page = page_for("hosted")
    played = sim.run(scenario_of(), engine="expected")
    share = float(np.mean(played.values("compromised", "rented") / 3_000))
    assert page.race.today.mean == pytest.approx(share, abs=2e-4)
    count = int(100 * share + 0.5)
    assert page.of == 100
    assert page.headline.startswith(
        f"If your provider patches 7 days after the fix, as today, about {count} of 100 businesses like yours are "
        "breached before their provider patches."
    )
    best = min(page.race.plans, key=lambda plan: plan.mean)
    assert f"With the plan “{best.name}” it is about {int(100 * best.mean + 0.5)}." in page.headline


def test_what_waiting_and_what_asking_for_a_faster_patch_come_to() -> None:
    page = page_for("hosted")
    race = page.race
    later = sim.own_race(scenario_of(), client_of("hosted", patches_after="14d")).today.mean
    more = int(100 * (later - race.today.mean) + 0.5)
    assert (
        page.waiting.texts[0]
        == f"If your provider patches one week later than today, about {more} more of 100 are breached."
    )
    until = int(race.today.open_for.median + 0.5)
    assert until == 10  # from day 2 to day 12, but for the first probe
    assert page.how_likely.texts[-1] == (
        f"With the flaw, your server is open to attack for about {until} days, from the first attack until your "
        "provider patches."
    )
    ask, faster, rule, look, signs = page.what_to_do.texts
    assert (
        ask == "Ask your provider whether your server has the flaw, and how soon it patches. Have that put in writing."
    )
    assert faster.startswith("Ask for a patch 1 day after the fix is out, not 7 days.")
    assert "If your provider cannot patch by then, ask it to take your server off the internet until it does." in faster
    assert rule.startswith("Ask for the “rule” until your provider patches, in place ")
    (best,) = (plan for plan in race.plans if plan.name == "in a day")
    found = int(100 * best.mean + 0.5)
    assert look.endswith(
        f"even if your provider patches after 1 day: by then about {found} of 100 businesses like yours are breached."
    )
    assert "ask your provider to look for signs" in look
    assert signs.startswith("If you find signs")


def test_a_provider_who_is_as_fast_as_the_best_plan_is_asked_to_stay_so() -> None:
    page = page_for("hosted", patches_after="0d", plans={"slower": {"patches_after": "9d"}})
    assert any(each.startswith("Ask your provider to keep its pace:") for each in page.what_to_do.texts)


@pytest.mark.parametrize("changes", [{}, MITIGATED, {"patches_after": "0d"}])
def test_no_form_tells_a_hosted_client_to_patch(changes: Document, tmp_path: Path) -> None:
    page = page_for("hosted", **changes)
    assert page.grade <= EASY
    drawn = pictures(page)
    texts = [said_by(page), *(each.alt for each in drawn.values())]
    texts += [each.extract_text() for each in PdfReader(io.BytesIO(paper(page, drawn))).pages]
    for slide in pptx.Presentation(io.BytesIO(slides(page))).slides:
        texts.append(slide.notes_slide.notes_text_frame.text)
        for shape in slide.shapes:
            texts += [shape.text_frame.text] if shape.has_text_frame else []
            texts += [cell.text for row in shape.table.rows for cell in row.cells] if shape.has_table else []
            texts += [" ".join(shape.chart._chartSpace.itertext())] if shape.has_chart else []
    marks = re.sub(r"(?s)<(style|script)\b.*?</\1>", " ", web_page(page, drawn))
    texts.append(" ".join(word for words in Elements(marks).texts.values() for word in words))
    for path in save_figures(page, tmp_path):
        if path.suffix == ".svg":
            texts.append(" ".join(ElementTree.parse(path).getroot().itertext()))
    plain = [" ".join(text.split()) for text in texts]
    assert [found[0] for text in plain for found in CLIENT_PATCHES.finditer(text)] == []
    assert sum("provider" in text for text in plain) > 5


def test_the_words_that_a_hosted_client_must_not_read_are_found_for_others() -> None:
    assert CLIENT_PATCHES.search(said_by(page_for("on_prem")))
    assert "provider" not in said_by(page_for("on_prem"))


def test_the_chart_by_speed_says_who_patches() -> None:
    race = own_race_by_speed(scenario_of(), client_of("hosted"), replications=3)
    ax = chance_by_speed(race)
    words = [ax.get_xlabel(), *(text.get_text() for text in ax.texts)]
    assert words[0].startswith("day on which your provider patches")
    assert "your provider: 7 days" in words


@pytest.mark.parametrize(
    "changes",
    [
        {"populations": {name: each for name, each in CASE["populations"].items() if name != "rented"}},
        {"campaigns": {}},
        {"campaigns": {"mass": {**CASE["campaigns"]["mass"], "aims": {"deployment": "on_prem"}}}},
        {"campaigns": {"mass": {**CASE["campaigns"]["mass"], "begins": "70d"}}},
    ],
)
@pytest.mark.filterwarnings("ignore::sim.ScenarioWarning")
def test_where_no_provider_is_attacked_nothing_is_said_of_one(changes: Document) -> None:
    scenario = scenario_of(**changes, uncertain={})
    page = page_for("hosted", scenario)
    assert not page.race.is_attacked
    assert page.headline == (
        "In this case, nobody attacks a server that a provider runs. "
        "Whether yours has the flaw is for your provider to tell."
    )
    assert page.how_likely.texts[0].endswith("The service that you use may have the flaw all the same.")
    assert "The hosted product may have the same flaw." in " ".join(page.how_sure.texts)
    assert page.what_to_do.texts[0].startswith("Ask your provider whether the service has the flaw")
    assert not page.plans
    cloud = page_for("cloud", scenario)
    assert cloud.headline.startswith("In this case, nobody attacks a service that runs in the cloud.")


def test_a_client_in_the_cloud_is_told_of_providers_that_are_attacked() -> None:
    page = page_for("cloud")
    assert page.headline == (
        "In this case, attackers go for servers that a provider runs. "
        "Whether your service runs on one of these is for your provider to tell."
    )
    assert page.how_likely.texts[0].endswith("it is in the race: then it is hosted, not in the cloud.")
    assert "“deployment: hosted”" in page.what_to_do.texts[1]
    assert "nobody attacks" not in said_by(page)
    assert not re.search(r"\d", " ".join(page.how_likely.texts + page.waiting.texts + page.what_to_do.texts))


@pytest.mark.parametrize("reaches", [1, 900])
def test_an_attack_that_hangs_on_the_race_counts_too(reaches: int) -> None:
    """Attackers turn to providers once some servers at home have fallen, if so many ever do."""
    mass = {**CASE["campaigns"]["mass"], "aims": {"deployment": "on_prem"}}
    rush = {**CASE["campaigns"]["mass"], "begins": "alarm", "aims": {"deployment": "hosted"}}
    timeline = {"fix": "5d", "alarm": {"when": "compromised", "reaches": reaches, "then": "1h"}}
    scenario = scenario_of(campaigns={"mass": mass, "rush": rush}, timeline=timeline, uncertain={}, replications=2)
    cloud, hosted = page_for("cloud", scenario), page_for("hosted", scenario)
    assert cloud.headline.startswith("In this case, attackers go for servers that a provider runs.")
    assert hosted.race.is_attacked == (reaches == 1)
    assert hosted.headline.startswith("In this case, nobody attacks") == (reaches == 900)


def test_the_page_to_explore_offers_providers(tmp_path: Path) -> None:
    written = sim.write_explore_page(scenario_of(), client_of("hosted"), out=tmp_path / "page.html", replications=5)
    text = written.path.read_text(encoding="utf-8")
    data = data_of(text)
    assert data["start"]["deployment"] == "hosted"
    assert "hosted" in {choice["deployment"] for choice in data["choices"]}
    assert data["deployments"]["hosted"] == "on a provider's servers"
    labels = {name: texts["explore-day-label"] for name, texts in data["textsByDeployment"].items()}
    assert (labels["hosted"], labels["hybrid"]) == ("The day your provider patches", "The day you patch")
    assert "attackers go for servers that a provider runs" in data["unattacked"]["cloud"]
    told = " ".join(Elements(text).texts["p"])
    assert "businesses like yours whose provider had patched 7 days after the fix was out" in told


def test_a_hosted_client_can_open_a_page_to_explore_in_a_case_without_providers(tmp_path: Path) -> None:
    written = sim.write_explore_page(
        sim.load("first_steps"), client_of("hosted", fix=None), out=tmp_path / "page.html", replications=3
    )
    data = data_of(written.path.read_text(encoding="utf-8"))
    assert data["start"]["deployment"] == "hosted"
    assert data["unattacked"]["hosted"].startswith("In this case, nobody attacks a server that a provider runs")
