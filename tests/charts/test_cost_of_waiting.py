"""The cost of waiting: bars that add up as printed, and no money unless a cost is given."""

from __future__ import annotations

import re

import pytest
from drawn import title, words
from matplotlib.figure import Figure

import sim
from sim.charts import alt_text
from sim.charts.comparisons.cost_of_waiting import cost_of_waiting


@pytest.fixture(scope="module")
def comparison() -> sim.Comparison:
    policies = {"late": {"timeline.fix": "2024-03-25"}, "early": {"timeline.fix": "2024-03-10"}}
    return sim.compare(sim.load("first_steps").replace({"replications": 12}), policies)


def test_what_is_printed_adds_up(comparison: sim.Comparison) -> None:
    ax = Figure().add_subplot()
    assert cost_of_waiting(comparison, ax) is ax
    texts = [text.get_text() for text in ax.texts]
    levels = [int(text.split()[0]) for text in texts if re.fullmatch(r"\d+\sof 100", text)]
    steps = [int(text.split()[0]) for text in texts if re.fullmatch(r"\d+ more", text)]
    assert len(levels) == 3
    assert [levels[0] + sum(steps[:number]) for number in range(3)] == levels
    assert title(ax) == f"Late instead of early: {sum(steps)} more of 100 servers compromised"
    assert f"Early {levels[0]} of 100" in alt_text(ax)
    tops = {round(bar.get_y() + bar.get_height(), 6) for bar in ax.patches}  # type: ignore[attr-defined]  # bars are rectangles
    assert set(levels) <= tops


def test_small_steps_keep_a_digit() -> None:
    scenario = sim.load("first_steps").replace({"replications": 8})
    comparison = sim.compare(scenario, {"a_little_late": {"timeline.fix": "2024-03-15T12:00:00Z"}})
    assert re.search(r"0\.\d more", words(cost_of_waiting(comparison)))


def test_money_is_told_only_if_a_cost_is_given(comparison: sim.Comparison) -> None:
    assert not re.search(r"EUR|CHF|[Cc]osts", words(cost_of_waiting(comparison)))
    text = words(cost_of_waiting(comparison, cost_of_breach=40_000, currency="CHF", outcome="organizations_breached"))
    steps = [int(number) for number in re.findall(r"(?<!\d )\b(\d+) more(?= |$)", text)]
    assert any(f"CHF {number * 40_000:,} more" in text for number in steps)
    assert "if each organization breached costs CHF 40,000 (as given)" in text


def test_steps_tell_how_far_futures_differ(comparison: sim.Comparison) -> None:
    assert len(re.findall(r"between \d+ and \d+ more in 9 of 10 futures", words(cost_of_waiting(comparison)))) == 2


def test_a_step_down_is_fewer(comparison: sim.Comparison) -> None:
    text = words(cost_of_waiting(comparison, order=["late", "early"]))
    assert re.search(r"Early instead of late: \d+ fewer of 100 servers compromised", text)
