"""Icon arrays: icons, printed numbers and alt text agree, and states differ by shape."""

from __future__ import annotations

import re
from typing import Any

import pytest
from drawn import title, words
from matplotlib.figure import Figure

import sim
from sim.charts import alt_text
from sim.charts.comparisons.icon_arrays import icon_arrays


@pytest.fixture(scope="module")
def comparison() -> sim.Comparison:
    policies = {"late": {"timeline.fix": "2024-03-25"}, "early": {"timeline.fix": "2024-03-10"}, "same": {}}
    return sim.compare(sim.load("first_steps").replace({"replications": 12}), policies)


def icons(ax: Any, state: str) -> int:
    """Icons of a state in both arrays, without the one in the key."""
    groups = [each for each in ax.collections if each.get_label() == state]
    return sum(len(each.get_paths()) for each in groups) - 1 if groups else 0


@pytest.mark.parametrize("outcome", ["compromised", "organizations_breached", "protected_too_late"])
@pytest.mark.parametrize("policy", ["early", "late", "same"])
def test_icons_and_printed_numbers_agree(comparison: sim.Comparison, policy: str, outcome: str) -> None:
    ax = icon_arrays(comparison, policy=policy, outcome=outcome)
    numbers = [
        round(100 * float(comparison.values(arm, outcome).mean() / comparison.denominator(arm, outcome).mean()))
        for arm in ("as_configured", policy)
    ]
    before, after = numbers
    assert icons(ax, "hit") == before + min(before, after)
    assert icons(ax, "spared") == max(before - after, 0)
    assert icons(ax, "more") == max(after - before, 0)
    assert icons(ax, "hit") + icons(ax, "spared") + icons(ax, "more") + icons(ax, "rest") == 200
    for number in numbers:
        assert f"{number} of 100" in words(ax)
        assert f"{number} of 100" in alt_text(ax)
    assert re.findall(r"\d+", title(ax)) == ["100", str(before), str(after)]


def test_the_range_of_futures_stands_below_each_plan(comparison: sim.Comparison) -> None:
    text = words(icon_arrays(comparison, policy="early"))
    assert len(re.findall(r"in 9 of 10 simulated futures between \d+ and \d+", text)) == 2


def test_absolute_comes_before_relative(comparison: sim.Comparison) -> None:
    text = words(icon_arrays(comparison, policy="early"))
    assert re.search(r"\d+ fewer of 100 breached, .*: about \d+% fewer", text)


def test_states_differ_in_what_is_drawn_inside(comparison: sim.Comparison) -> None:
    ax = icon_arrays(comparison, policy="early")
    inside = [each for each in ax.collections if len(each.get_facecolor()) == 0]
    assert sum(len(each.get_paths()) for each in inside) == icons(ax, "spared") + 1  # a tick in every spared house


def test_no_clear_difference_is_said(comparison: sim.Comparison) -> None:
    changes = {"populations.small_firms.organizations": 2_020, "remediations.update.uptake": 0.908}
    noisy = sim.compare(sim.load("first_steps").replace({"replications": 4}), {"hardly": changes})
    row = noisy.differences.query("outcome == 'compromised' and population == 'all'").iloc[0]
    assert row["low"] < 0 < row["high"]
    assert title(icon_arrays(noisy, outcome="compromised")).endswith("no clear difference")
    assert "no clear difference" not in title(icon_arrays(comparison, policy="early"))


def test_it_says_whom_it_is_about(comparison: sim.Comparison) -> None:
    ax = Figure().add_subplot()
    assert icon_arrays(comparison, ax, policy="early", population="hospitals", whom="clinics like yours") is ax
    assert title(ax).startswith("Of 100 clinics like yours, ")
    assert title(icon_arrays(comparison, policy="early", population="hospitals")).startswith("Of 100 hospitals, ")
    servers = icon_arrays(comparison, policy="early", outcome="compromised", population="hospitals")
    assert title(servers).startswith("Of 100 servers of hospitals, ")


def test_mailboxes_have_no_icon(comparison: sim.Comparison) -> None:
    with pytest.raises(ValueError, match="counts mailboxes on prem"):
        icon_arrays(comparison, outcome="mailboxes_exposed_on_prem")
