"""Charts of a result in German: no English word is left in them, and their numbers say what they say in English."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from drawn import close_all, render, said_by, title, words
from leftovers import english_left
from matplotlib.axes import Axes

import sim
from sim.charts import (
    by_deployment,
    fallen_again,
    life_of_breached,
    possible_worlds,
    race_over_time,
    where_tenants_were_reached,
    who_was_compromised,
)
from sim.charts.drawing.style import provenance_line, shortened
from sim.charts.runs.by_deployment import _percent
from sim.outcomes import OUTCOME_NAMES
from sim.report.figures import pictures
from sim.report.page import page_of
from sim.wording.language import ENGLISH, Language, language_of
from sim.wording.names import POPULATIONS, REMEDIATIONS, TIMELINE, called
from sim.wording.sentences import about_in

GERMAN = language_of("de")
CASES = ("code_red", "esxiargs", "first_steps", "hybrid", "msp", "next_flaw", "proxylogon")
CLIENT = {"name": "Bäckerei", "deployment": "on_prem", "patches_after": "10d", "language": "de"}
SURE: dict[str, Any] = {"uncertain": {}, "replications": 2}
LATE = {"campaigns.mass_scan.begins": "fix + 20d"}
UNFIXED = {"timeline.fix": "90d"}
VERSION = re.compile(r"patchrace [\d.]+")
ENGLISH_NUMBER = re.compile(r"\d%|\d,\d{3}")


@cache
def result_of(case: str) -> sim.Result:
    return sim.run(sim.load(case).replace({"replications": 10}))


def changed(case: str, changes: dict[str, Any]) -> sim.Result:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sim.ScenarioWarning)
        return sim.run(sim.load(case).replace(SURE | changes))


def of_author(scenario: sim.Scenario) -> list[str]:
    """What charts hold of the words of a case's author."""
    blocks: dict[str, Iterable[str]] = {
        TIMELINE: scenario.timeline,
        REMEDIATIONS: scenario.remediations,
        POPULATIONS: scenario.populations,
    }
    names = [called(scenario, block, name, GERMAN) for block, entries in blocks.items() for name in entries]
    return [scenario.name, "patchrace check", *names, *map(shortened, names)]


def all_charts(result: sim.Result, language: Language, monkeypatch: pytest.MonkeyPatch, folder: Path) -> list[Axes]:
    """What `save_all` draws of a result, without its files."""
    found: list[Axes] = []

    def kept(draw: Callable[[], Axes], *_: Any) -> list[Path]:
        found.append(draw())
        return []

    monkeypatch.setattr("sim.charts.save", kept)
    sim.charts.save_all(result, folder, language=language)
    return found


def percent(share: float, digits: int = 0) -> str:
    return f"{100 * share:.{digits}f} %".replace(".", ",")


def about(number: float) -> str:
    return about_in(number, GERMAN)


def mean(result: sim.Result, outcome: str, population: str = "all") -> float:
    return float(np.mean(result.values(outcome, population)))


@pytest.mark.parametrize("case", CASES)
def test_no_english_is_left(case: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    result = result_of(case)
    drawn = all_charts(result, GERMAN, monkeypatch, tmp_path)
    assert len(drawn) >= 3
    for ax in drawn:
        render(ax)
        assert not english_left(said_by(ax), of_author(result.scenario))
        assert not ENGLISH_NUMBER.search("; ".join(said_by(ax)))


def numbers(text: str, apart: str, decimal: str) -> list[float]:
    """The numbers in a text, in ascending order."""
    found = re.findall(r"\d[\d.,]*", VERSION.sub("", text))
    return sorted(float(each.rstrip(".,").replace(apart, "").replace(decimal, ".")) for each in found)


@pytest.mark.parametrize("case", ["hybrid", "esxiargs"])
def test_every_text_holds_the_numbers_of_the_english_one(
    case: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    result = result_of(case)
    both = (all_charts(result, language, monkeypatch, tmp_path) for language in (ENGLISH, GERMAN))
    for english, german in zip(*both, strict=True):
        for ax in (english, german):
            render(ax)
        for one, other in zip(said_by(english), said_by(german), strict=True):
            assert numbers(one, ",", ".") == numbers(other, ".", ","), (one, other)


@pytest.mark.parametrize("case", ["proxylogon", "next_flaw"])
def test_the_race_is_told_on_a_chart_and_on_a_page(case: str) -> None:
    result = sim.run(sim.load(case).replace({"replications": 4}))
    ax = race_over_time(result, language=GERMAN)
    render(ax)
    labels = [label.get_text() for label in ax.get_xticklabels()]
    months = [GERMAN.text("chart-month", month=month) for month in range(1, 13)]
    assert any(label in months for label in labels)
    compromised, servers = mean(result, "compromised"), mean(result, "servers")
    assert title(ax) == (
        f"Etwa {about(compromised)} von {about(servers)} Servern "
        f"({percent(compromised / servers)}) werden gehackt, bevor sie geschützt sind"
    )
    page = page_of(sim.own_race(result.scenario, sim.Client.from_dict(CLIENT)), date(2026, 11, 24))
    alt = pictures(page, result)["race"].alt
    assert title(ax) in " ".join(alt.split())
    low, high = (about(float(each)) for each in np.quantile(result.values("compromised"), [0, 1]))
    assert f"In 4 simulierten Zukünften werden zwischen {low} und {high} gehackt" in alt
    assert not english_left([alt], of_author(result.scenario))


def test_who_was_compromised_is_told_by_shares() -> None:
    result = result_of("proxylogon")
    ax = who_was_compromised(result, language=GERMAN)
    render(ax)
    early = mean(result, "compromised_before_fix") / mean(result, "compromised")
    assert title(ax) == (
        f"Bei {percent(early)} der gehackten Server geschieht der Einbruch, bevor es für sie einen Schutz gibt"
    )
    text = words(ax)
    compromised, servers = (mean(result, name, "defence") for name in ("compromised", "servers"))
    assert f"{percent(compromised / servers)}: {about(compromised)} von {about(servers)}" in text
    assert "in diesem Fall ohne eigenen Server" in text
    assert "Rüstungsfirmen" in [label.get_text() for label in ax.get_yticklabels()]
    assert {"0\N{NO-BREAK SPACE}%", "10\N{NO-BREAK SPACE}%"} <= {label.get_text() for label in ax.get_xticklabels()}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        (LATE, "Bei jedem Einbruch gibt es für den Server schon einen Schutz"),
        (UNFIXED, "Jeder Einbruch geschieht, bevor es für den Server einen Schutz gibt"),
        ({"campaigns": {}}, "Kein Server wird gehackt"),
    ],
)
def test_all_or_none_is_told_as_that(changes: dict[str, Any], found: str) -> None:
    assert title(who_was_compromised(changed("first_steps", changes), language=GERMAN)) == found


def test_where_nobody_is_hit_all_charts_say_so() -> None:
    result = changed("first_steps", {"campaigns": {}})
    for chart in (life_of_breached, fallen_again):
        assert title(chart(result, language=GERMAN)) == "Kein Server wird gehackt"
    found = title(where_tenants_were_reached(result, language=GERMAN))
    assert found.endswith("ist nur zum Teil in der Cloud, also wird keine auch dort gehackt")
    ax = possible_worlds(result, language=GERMAN)
    render(ax)
    assert title(ax) == "In 9 von 10 simulierten Zukünften werden 0 von 100 Servern gehackt"
    assert "Durchschnitt, auf ± weniger als 0,1 genau" in words(ax)
    assert "eng beieinander, aber keine Gewissheit" in words(ax)
    assert "0,2" in [label.get_text() for label in ax.get_xticklabels()]


def test_futures_are_told_by_their_spread_and_by_how_sure_the_mean_is() -> None:
    result = result_of("first_steps")
    shares = 100 * result.values("compromised") / result.denominator("compromised")
    low, high = (round(each) for each in np.quantile(shares, (0.05, 0.95)))
    ax = possible_worlds(result, language=GERMAN)
    found = f"zwischen {low} und {high} von 100"
    assert title(ax) == f"In 9 von 10 simulierten Zukünften werden {found} Servern gehackt"
    half = 2.262 * shares.std(ddof=1) / 10**0.5
    within = f"{half:.1f}".replace(".", ",")
    average = round(100 * mean(result, "compromised") / mean(result, "servers"))
    text = words(ax)
    assert f"9 von 10 Zukünften: {found}" in text
    assert f"Durchschnitt: {average} von 100" in text
    assert f"Durchschnitt, auf ± {within} genau" in text
    told = f"Im Durchschnitt werden {average} von 100 gehackt, auf plus oder minus {within} genau."
    assert said_by(ax)[-1] == f"Punktdiagramm mit 10 simulierten Zukünften. {title(ax)}. {told}"
    assert "Jeder Punkt: eine von 4 gleich wahrscheinlichen" in words(possible_worlds(result, dots=4, language=GERMAN))


def test_one_future_is_told_as_one() -> None:
    result = sim.run(sim.load("first_steps").replace({"replications": 1, "uncertain": {}}))
    count = round(100 * mean(result, "compromised") / mean(result, "servers"))
    ax = possible_worlds(result, language=GERMAN)
    assert title(ax) == f"In der einzigen simulierten Zukunft werden {count} von 100 Servern gehackt"
    assert said_by(ax)[-1].startswith("Punktdiagramm mit 1 simulierten Zukunft.")


def test_every_outcome_of_futures_has_german_words() -> None:
    result = result_of("hybrid")
    titles = {}
    for outcome in OUTCOME_NAMES:
        english, german = (possible_worlds(result, outcome=outcome, language=each) for each in (ENGLISH, GERMAN))
        assert not english_left(said_by(german), of_author(result.scenario))
        assert numbers(title(english), ",", ".") == numbers(title(german), ".", ",")
        titles[outcome] = re.sub(r" (zwischen )?[\d]+( und \d+)? von 100", "", title(german).partition("Zukünften ")[2])
        close_all()
    assert len(set(titles.values())) == len(OUTCOME_NAMES)
    assert titles["still_exposed"].startswith(("ist", "sind"))
    assert titles["organizations_breached"] == "werden Organisationen gehackt"
    assert titles["tenants_reached"] == "werden Organisationen mit Servern und Cloud auch in der Cloud gehackt"


def test_the_life_of_breached_servers_is_told_by_how_many_were_patched_too_late() -> None:
    result = result_of("hybrid")
    ax = life_of_breached(result, language=GERMAN)
    late = mean(result, "protected_too_late") / mean(result, "compromised")
    assert title(ax) == f"Bei {percent(late)} der gehackten Server kam das Update, als ein Eindringling schon drin war"
    again = result.values("reentered")
    low, high = (about(float(each)) for each in np.quantile(again, (0.05, 0.95)))
    text = words(ax)
    assert f"Auf etwa {about(float(again.mean()))} von ihnen kamen weitere Eindringlinge" in text
    assert f"(9 von 10 Zukünften: {low} bis {high})" in text
    for curve, label in (
        ("evicted", "bereinigt"),
        ("compromised_open", "gehackt, noch ohne Update"),
        ("compromised_protected", "mit Update, Eindringling noch drin"),
    ):
        assert f"{label}: {about(float(result.curve(curve)[-1, 0]))}" in text
    assert "Was aus den gehackten Servern wurde" in words(life_of_breached(result_of("esxiargs"), language=GERMAN))


def test_servers_that_fall_twice_are_told_by_their_share() -> None:
    result = result_of("esxiargs")
    ax = fallen_again(result, language=GERMAN)
    render(ax)
    again, compromised = mean(result, "compromised_again"), mean(result, "compromised")
    assert title(ax) == f"Bereinigt und dann erneut gehackt: {percent(again / compromised)} der gehackten Server"
    assert {f"gehackt: {about(compromised)}", f"erneut gehackt: {about(again)}"} <= set(said_by(ax))
    assert "15." in [label.get_text() for label in ax.get_xticklabels()]
    once = fallen_again(result_of("first_steps"), language=GERMAN)
    assert title(once) == "Kein Server wird ein zweites Mal gehackt"


def test_deployments_are_told_by_where_servers_stand() -> None:
    result = result_of("hybrid")
    ax = by_deployment(result, language=GERMAN)
    shares = {name: result.values("organizations_breached", name) / 1000 for name in ("on_prem", "hybrid")}
    on_prem, hybrid = (float(each.mean()) for each in shares.values())
    assert title(ax) == (
        f"Gehackte Organisationen: vor Ort {percent(on_prem)}, zum Teil in der Cloud {percent(hybrid)}; "
        "wer ganz in der Cloud ist, hat in diesem Fall keinen Server"
    )
    low, high = (percent(float(each)) for each in np.quantile(shares["hybrid"], (0.05, 0.95)))
    assert f"{percent(hybrid)} ({low} bis {high})" in words(ax)
    assert [" ".join(_percent(share, GERMAN).split()) for share in (0, 0.0004, 0.006, 0.42)] == [
        "0 %", "unter 0,1 %", "0,6 %", "42 %",
    ]  # fmt: skip


def test_reached_tenants_are_told_by_their_number_and_share() -> None:
    result = result_of("hybrid")
    reached = mean(result, "tenants_reached")
    ax = where_tenants_were_reached(result, language=GERMAN)
    assert title(ax) == (
        f"Auch in der Cloud gehackt: {about(reached)} von 1.000 Organisationen, die zum Teil in der Cloud sind "
        f"({percent(reached / 1000, 1)})"
    )
    assert f"{about(reached)} von 1.000 auch in der Cloud" in words(ax)


def test_midnights_and_what_an_engine_leaves_out_are_told() -> None:
    worm = sim.run(sim.load("code_red").replace({"replications": 1}), engine="expected")
    line = provenance_line(worm, GERMAN)
    assert line.startswith("Würmer breiten sich hier aus wie unter unendlich vielen Servern (Mean-Field-Näherung); ")
    assert not english_left([line], ["Mean-Field", *of_author(worm.scenario)])
    ax = race_over_time(worm, language=GERMAN)
    render(ax)
    assert "20. Juli" in [label.get_text() for label in ax.get_xticklabels()]
    assert "Jul-20" in _labels_in_english(worm)


def _labels_in_english(result: sim.Result) -> list[str]:
    ax = race_over_time(result)
    render(ax)
    return [label.get_text() for label in ax.get_xticklabels()]


def test_numbers_to_three_digits_are_those_of_the_language() -> None:
    assert [about(each) for each in (0.25, 7.0, 1234.5, 1_250_000.0)] == ["0,2", "7", "1.230", "1.250.000"]
