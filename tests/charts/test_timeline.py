"""The timeline: every moment is labelled, and no label covers another or a stem."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from drawn import title, words
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

import sim
from sim.charts import alt_text
from sim.charts.drawing.label_lanes import lanes
from sim.charts.runs.timeline import timeline


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


def test_labels_do_not_overlap_as_drawn(result: sim.Result) -> None:
    above, _ = timeline(result)
    figure: Any = above.figure
    figure.draw_without_rendering()
    boxes = [
        text.get_window_extent() for text in above.texts if "," in text.get_text() and "world" not in text.get_text()
    ]
    assert len(boxes) == 14
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


def test_every_moment_has_its_name_and_date(result: sim.Result) -> None:
    above, _ = timeline(result)
    for label in ("mass scanning, 26 Feb", "public exploit, 10 Mar", "court order, 9 Apr"):
        assert label in words(above)
    assert "court order 9 Apr" in alt_text(above)


def test_an_uncertain_moment_says_so() -> None:
    scenario = sim.load("first_steps").replace(
        {"replications": 2, "uncertain": {"timeline.fix": {"law": "uniform", "low": "10d", "high": "20d"}}}
    )
    assert "fix, 15 Mar (uncertain)" in words(timeline(sim.run(scenario))[0])


def test_both_axes_have_the_same_dates_and_the_race_is_below(result: sim.Result) -> None:
    axes = Figure(figsize=(10, 8)).subplots(2, 1)
    above, below = timeline(result, (axes[0], axes[1]))
    assert (above, below) == (axes[0], axes[1])
    assert above.get_xlim() == below.get_xlim()
    assert "protected in time" in [line.get_label() for line in below.get_lines()]
    assert "compromised before they are protected" in title(above)
