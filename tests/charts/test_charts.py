"""Charts say what is in the result, draw on the axes they are given, and leave no trace behind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from drawn import bars, render, words
from matplotlib.figure import Figure

import sim
from sim import charts
from sim.charts.drawing.style import entitle, new_axes, provenance_line, shortened
from sim.charts.runs.by_deployment import _percent, by_deployment
from sim.charts.runs.fallen_again import fallen_again
from sim.charts.runs.life_of_breached import life_of_breached
from sim.charts.runs.race_over_time import race_over_time
from sim.charts.runs.where_tenants_were_reached import where_tenants_were_reached
from sim.charts.runs.who_was_compromised import who_was_compromised
from sim.runs.result import about

CHARTS = [race_over_time, who_was_compromised, life_of_breached, by_deployment, where_tenants_were_reached]


@pytest.fixture(scope="module")
def result() -> sim.Result:
    scenario = sim.load("first_steps").replace(
        {
            "replications": 12,
            "populations.cloud_only": {"organizations": 50, "deployment": "cloud"},
            "sources": {"timeline.fix": "made up for this test"},
        }
    )
    return sim.run(scenario)


@pytest.mark.parametrize("chart", CHARTS)
def test_it_draws_on_the_axes_it_is_given(chart: Any, result: sim.Result) -> None:
    ax = Figure().add_subplot()
    assert chart(result, ax) is ax
    assert ax.get_title(loc="left")


@pytest.mark.parametrize("chart", CHARTS)
def test_the_caption_says_replications_seed_and_what_is_assumed(chart: Any, result: sim.Result) -> None:
    text = words(chart(result))
    rows = sim.assumptions(result.scenario)
    assert "12 replications (worlds), seed 1" in text
    assert f"{sum(row.is_assumed for row in rows)} of {len(rows)} values are assumed" in text
    assert "how fast attackers search for servers" in text
    assert "not a forecast" in text


def test_the_title_of_the_race_states_the_finding(result: sim.Result) -> None:
    title = race_over_time(result).get_title(loc="left").replace("\n", " ")
    compromised = np.mean(result.values("compromised"))
    assert f"{compromised / 2900:.0%}" in title
    assert "2,900 servers" in title


def test_the_lines_of_the_race_are_the_means_of_the_result(result: sim.Result) -> None:
    lines = {line.get_label(): line.get_ydata() for line in race_over_time(result).get_lines()}
    expected = {
        "still vulnerable": "vulnerable",
        "protected in time": "protected_clean",
        "compromised, still unpatched": "compromised_open",
        "patched, intruder still inside": "compromised_protected",
    }
    for label, curve in expected.items():
        assert np.allclose(np.asarray(lines[label]), result.curve(curve)[:, 0]), label


def test_the_bars_are_shares_of_each_population(result: sim.Result) -> None:
    ax = who_was_compromised(result)
    total = sum(bar.get_width() for bar in bars(ax))
    expected = sum(
        np.mean(result.values("compromised", name)) / np.mean(result.values("servers", name))
        for name in ("small_firms", "hospitals")
    )
    assert total == pytest.approx(expected)
    assert "no server of theirs in this case" in words(ax)


def test_one_world_without_unknowns_says_so() -> None:
    scenario = sim.load("first_steps").replace({"replications": 1, "uncertain": {}})
    line = provenance_line(sim.run(scenario))
    assert "1 replications" in line or "1 replication" in line
    assert "a narrow range is no certainty" in line


def test_a_race_without_attackers_or_defenders_can_be_drawn(tmp_path: Path) -> None:
    empty = {"name": "Nothing happens", "start": "2024-01-01", "horizon": "3d", "replications": 2}
    result = sim.run(sim.Scenario.from_dict(empty | {"populations": {"a": {"organizations": 0}}}))
    assert len(sim.charts.save_all(result, tmp_path)) == 6
    assert who_was_compromised(result).get_title(loc="left") == "No server is compromised"


def test_files_are_png_and_readable_svg(result: sim.Result, tmp_path: Path) -> None:
    for path in sim.charts.save_all(result, tmp_path / "charts"):
        if path.suffix == ".svg":
            assert ElementTree.parse(path).getroot().tag.endswith("svg")
        else:
            assert path.read_bytes()[:4] == b"\x89PNG"


def test_the_same_result_gives_the_same_picture(result: sim.Result, tmp_path: Path) -> None:
    first, second = (sim.charts.save_all(result, tmp_path / name) for name in ("a", "b"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


@pytest.fixture(scope="module")
def hybrid() -> sim.Result:
    return sim.run(sim.load("hybrid").replace({"replications": 12}))


def test_the_life_of_breached_servers_says_how_many_were_patched_too_late(hybrid: sim.Result) -> None:
    ax = life_of_breached(hybrid)
    late, compromised = (np.mean(hybrid.values(name)) for name in ("protected_too_late", "compromised"))
    assert f"{late / compromised:.0%} of breached servers" in ax.get_title(loc="left")
    assert "cleaned:" in words(ax)


def rows_of(ax: Any) -> dict[str, float | None]:
    """The labels of rows from the top, with the width of the bar beside each."""
    widths = {round(bar.get_y() + bar.get_height() / 2): bar.get_width() for bar in bars(ax)}
    return {f"{place} {label.get_text()}": widths.get(place) for place, label in enumerate(ax.get_yticklabels())}


def test_deployments_stand_one_below_the_other(hybrid: sim.Result) -> None:
    ax = by_deployment(hybrid)
    assert "; those in the cloud have no server in this case" in ax.get_title(loc="left").replace("\n", " ")
    rows = rows_of(ax)
    assert list(rows) == [
        "0 on-premises",
        "1 organizations breached",
        "2 mailboxes exposed on premises",
        "3 hybrid",
        "4 organizations breached",
        "5 cloud tenants reached",
        "6 mailboxes exposed on premises",
        "7 mailboxes exposed in the cloud",
        "8 cloud only",
    ]
    for name, place, kind in (("organizations_breached", 1, "on_prem"), ("tenants_reached", 5, "hybrid")):
        shares = hybrid.values(name, kind) / 1000
        assert list(rows.values())[place] == pytest.approx(shares.mean())
        low, high = np.quantile(shares, (0.05, 0.95))
        line = next(line for line in ax.get_lines() if np.all(np.asarray(line.get_ydata()) == place))
        assert list(np.asarray(line.get_xdata())) == pytest.approx([low, high])
    assert rows["8 cloud only"] is None
    assert "no server of theirs in this case" in words(ax)


def test_hosted_servers_stand_beside_others() -> None:
    rented = {"organizations": 500, "deployment": "hosted", "mailboxes_per_organization": 40}
    result = sim.run(sim.load("hybrid").replace({"replications": 12, "populations.rented": rented}))
    ax = by_deployment(result)
    rows = rows_of(ax)
    breached = np.mean(result.values("organizations_breached", "rented")) / 500
    exposed = np.mean(result.values("mailboxes_exposed_on_prem", "rented")) / 20_000
    assert breached == pytest.approx(exposed)
    assert list(rows)[8:11] == ["8 hosted", "9 organizations breached", "10 mailboxes exposed at the provider"]
    assert list(rows.values())[9:11] == pytest.approx([breached, exposed])
    assert f"{breached:.0%} of hosted" in ax.get_title(loc="left").replace("\n", " ")


def test_a_share_too_small_to_print_is_not_printed_as_nothing() -> None:
    assert [_percent(share) for share in (0, 0.0004, 0.006, 0.42)] == ["0%", "under 0.1%", "0.6%", "42%"]


def test_the_stack_of_breached_servers_is_drawn_alone_and_reentries_are_told(hybrid: sim.Result) -> None:
    ax = life_of_breached(hybrid)
    assert len(ax.get_lines()) == 0
    again = hybrid.values("reentered")
    low, high = np.quantile(again, (0.05, 0.95))
    told = f"about {about(float(again.mean()))} of them (9 of 10 worlds: {about(float(low))} to {about(float(high))})"
    assert told in words(ax)


def test_where_tenants_were_reached_adds_up_to_all_hybrid_organizations(hybrid: sim.Result) -> None:
    ax = where_tenants_were_reached(hybrid)
    assert sum(bar.get_width() for bar in bars(ax)) == pytest.approx(1)
    assert "The chance of this step is an assumption" in words(ax)


def test_every_chart_of_a_hybrid_case_is_written(hybrid: sim.Result, tmp_path: Path) -> None:
    names = {path.stem for path in sim.charts.save_all(hybrid, tmp_path)}
    assert names == {chart.__name__ for chart in CHARTS} | {"possible_worlds"}


def test_signs_of_mathematics_in_names_are_text(result: sim.Result, tmp_path: Path) -> None:
    named = replace(result, scenario=result.scenario.replace({"name": "costs $5_$ each"}))
    assert "costs $5_$ each" in words(race_over_time(named))
    render(race_over_time(named))
    charts.save_all(named, tmp_path)


@pytest.mark.parametrize("finding", ["Short", "one two " * 12, "x" * 100 + " and more"])
def test_a_title_takes_no_more_lines_than_it_needs_and_these_are_even(finding: str) -> None:
    ax = new_axes()
    entitle(ax, finding, "")
    lines = ax.get_title(loc="left").splitlines()
    assert "".join("".join(lines).split()).lower() == "".join(finding.split()).lower()
    assert len(lines) == -(-len(finding.strip()) // 66)
    if " " in finding and "x" not in finding:
        assert max(map(len, lines)) - min(map(len, lines)) < 10


def test_names_that_are_too_long_are_cut() -> None:
    assert shortened("x" * 40) == "x" * 40
    assert shortened("x" * 41) == "x" * 39 + "\N{HORIZONTAL ELLIPSIS}"


def test_servers_that_fall_twice_are_counted_as_in_the_result() -> None:
    result = sim.run(sim.load("esxiargs").replace({"replications": 4}))
    again, compromised = (float(np.mean(result.values(name))) for name in ("compromised_again", "compromised"))
    ax = fallen_again(result)
    assert f"{again / compromised:.0%} of breached servers were cleaned and breached again" in words(ax)
    ends = [float(np.asarray(line.get_ydata())[-1]) for line in ax.get_lines()]
    assert ends == pytest.approx([compromised, again])
    assert all(
        f"{label}: {about(number)}" in words(ax)
        for label, number in zip(("breached", "breached again"), ends, strict=True)
    )
    safe = {"aftermath.cleanup_protects": 1, "uncertain": {}}
    closed = sim.run(sim.load("esxiargs").replace({"replications": 2, **safe}))
    assert "No server is breached a second time" in words(fallen_again(closed))
    quiet = sim.run(sim.load("esxiargs").replace({"replications": 1, "horizon": "2023-02-02T12:00:00Z"}))
    assert "No server is compromised" in words(fallen_again(quiet))
