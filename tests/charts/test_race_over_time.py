"""The race over time: moments that matter are labelled, the fix stands out, what is early and small is enlarged."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from drawn import render, words
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.charts import alt_text
from sim.charts.drawing.label_lanes import lanes, text_width
from sim.charts.drawing.main_moments import moments_by_weight
from sim.charts.drawing.marked_moments import written
from sim.charts.runs.race_over_time import race_over_time
from sim.runs.result import about


@pytest.fixture(scope="module")
def result() -> sim.Result:
    changes = {"replications": 2, "resolution": "2d"}
    return sim.run(sim.load("proxylogon").replace(changes), engine="expected")


@given(
    st.lists(st.tuples(st.floats(0, 500), st.floats(10, 120)), max_size=12).map(sorted),
    st.floats(1, 10),
)
def test_labels_cover_neither_labels_nor_stems(labels: list[tuple[float, float]], gap: float) -> None:
    places, widths = [place for place, _ in labels], [width for _, width in labels]
    found = lanes(places, widths, 500, gap)
    assert len(found) == len(labels)
    spans = [
        (place - width, place) if lane.to_the_left else (place, place + width)
        for place, width, lane in zip(places, widths, found, strict=True)
    ]
    for one, other in combinations(range(len(labels)), 2):
        overlap = spans[one][0] < spans[other][1] and spans[other][0] < spans[one][1]
        assert not (overlap and found[one].height == found[other].height)
    for stem, lane in zip(places, found, strict=True):
        for (left, right), label in zip(spans, found, strict=True):
            assert not (left < stem < right and label.height <= lane.height)


def test_the_five_moments_that_matter_are_labelled_and_the_others_listed(result: sim.Result) -> None:
    fix, main, others = moments_by_weight(result)
    assert fix is not None
    assert fix.key == "fix"
    assert [each.key for each in main] == ["mass_scanning", "public_exploit", "automatic", "court_order"]
    assert len(others) == 14 - 5
    ax = race_over_time(result)
    labels = {text.get_text(): text for text in ax.texts if text.get_text() in map(written, [fix, *main])}
    assert set(labels) == {
        "the first mass scans, 26 Feb", "the fix, 2 Mar", "the public attack tool, 10 Mar",
        "the automatic shield, 18 Mar", "the court order, 9 Apr",
    }  # fmt: skip
    (listed,) = (text.get_text().splitlines() for text in ax.texts if text.get_text().startswith("Also marked"))
    assert "the second wave of spies, 28 Feb; attacks by many groups, 3 Mar" in " ".join(listed).replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert "the court order, 9 Apr" in alt_text(ax)


def test_the_fix_stands_out(result: sim.Result) -> None:
    ax = race_over_time(result)
    label = {text.get_text(): text for text in ax.texts}["the fix, 2 Mar"]
    assert label.get_fontweight() == "bold"
    assert label.get_bbox_patch() is not None
    fix, main, _ = moments_by_weight(result)
    assert fix is not None
    uprights = [line for line in ax.get_lines() if list(np.asarray(line.get_ydata())) == [0, 1]]
    days = {
        round(float(np.asarray(line.get_xdata())[0]) - ax.get_xlim()[0], 3): line.get_linewidth() for line in uprights
    }
    assert days[round(fix.days, 3)] > 2 * max(days[round(each.days, 3)] for each in main)


def test_the_first_protection_is_the_fix_with_or_without_a_name() -> None:
    two = {"replications": 2}
    unnamed = sim.load("first_steps").replace({**two, "remediations.update.available": "20d"})
    fix, main, _ = moments_by_weight(sim.run(unnamed))
    assert fix is not None
    assert (fix.name, fix.days) == ("first protection", 16.0)  # the workaround, two days after the day of the fix
    assert [each.key for each in main] == ["scanning", "fix"]
    no_help = {f"remediations.{name}.protects": 0.0 for name in ("update", "workaround")}
    harmless = sim.load("first_steps").replace({**two, **no_help})
    assert moments_by_weight(sim.run(harmless))[0] is None
    late = sim.load("first_steps").replace({**two, "timeline.fix": "90d"})
    assert moments_by_weight(sim.run(late))[0] is None


def test_what_is_too_small_to_be_seen_is_enlarged_on_the_same_dates(result: sim.Result) -> None:
    ax = race_over_time(result)
    (inside,) = ax.child_axes
    render(ax)
    espionage, end = inside.get_lines()
    curve = result.curve("compromised_cumulative")[:, 0]
    at = int(np.searchsorted(result.days, 54.0))  # the mass scans begin
    assert np.allclose(np.asarray(espionage.get_ydata()), curve[: at + 1])
    assert 100 < curve[at] < 2000
    assert f"about {about(float(curve[at]))} compromised by 26 Feb" in words(ax).replace(chr(160), " ")
    assert f". About {about(float(curve[at]))} compromised by 26 Feb." in alt_text(ax)
    for axes_of_end in (ax, inside):
        across = axes_of_end.transData.transform((float(np.asarray(end.get_xdata())[0]), 0))[0]
        assert across == pytest.approx(inside.get_window_extent().x1, abs=1)


def test_nothing_is_enlarged_where_nobody_is_hit_early_or_all_can_be_seen() -> None:
    for case in ("first_steps", "msp"):
        assert race_over_time(sim.run(sim.load(case).replace({"replications": 2}))).child_axes == []


def test_an_uncertain_moment_says_so() -> None:
    scenario = sim.load("first_steps").replace(
        {"replications": 2, "uncertain": {"timeline.fix": {"law": "uniform", "low": "10d", "high": "20d"}}}
    )
    assert "fix, 15 Mar (uncertain)" in words(race_over_time(sim.run(scenario)))


def test_letters_that_are_as_wide_as_high_count_as_that() -> None:
    assert 20 <= text_width("\u6771\u4eac", 10) <= 24
    assert text_width("a\u6771", 10) == pytest.approx(text_width("\u6771", 10) + text_width("a", 10))
    assert text_width("fix", 10, "bold") > text_width("fix", 10)
