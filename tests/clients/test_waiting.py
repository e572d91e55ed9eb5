"""Plans in order, with the steps between them paired world by world."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import sim
from sim.clients.waiting import plans
from sim.outcomes import OUTCOMES


@pytest.fixture(scope="module")
def comparison() -> sim.Comparison:
    policies = {"late": {"timeline.fix": "2024-03-25"}, "early": {"timeline.fix": "2024-03-10"}}
    return sim.compare(sim.load("first_steps").replace({"replications": 12}), policies)


def test_they_stand_from_the_fewest_to_the_most(comparison: sim.Comparison) -> None:
    found = plans(comparison)
    assert [plan.name for plan in found] == ["early", "as_configured", "late"]
    assert found[0].added == 0
    assert sum(plan.added for plan in found) == pytest.approx(found[-1].level.exact - found[0].level.exact)


def test_a_step_is_the_paired_difference_to_the_plan_before(comparison: sim.Comparison) -> None:
    step = plans(comparison)[2]
    shares = [100 * comparison.values(name) / comparison.denominator(name) for name in ("as_configured", "late")]
    assert (step.low, step.high) == pytest.approx(tuple(np.quantile(shares[1] - shares[0], (0.05, 0.95))))
    assert step.is_clear


def test_the_order_may_be_given(comparison: sim.Comparison) -> None:
    found = plans(comparison, order=["late", "early"])
    assert [plan.name for plan in found] == ["late", "early"]
    assert found[1].added < 0


def test_a_step_is_clear_only_if_its_interval_leaves_out_none() -> None:
    def step_of(added: list[int]) -> bool:
        compared = sim.compare(sim.load("first_steps").replace({"replications": len(added)}), {"other": {}})
        index = [each.name for each in OUTCOMES].index("compromised")
        counts = compared.counts.copy()
        counts[1, :, index, 0] += np.array(added)
        return plans(replace(compared, counts=counts), order=["as_configured", "other"])[1].is_clear

    assert step_of([30, 31, 29, 30])
    assert not step_of([60, -58, 61, -60])


def test_unknown_names_are_told(comparison: sim.Comparison) -> None:
    with pytest.raises(KeyError, match="nobody"):
        plans(comparison, order=["nobody"])


def test_wholes_are_those_of_the_outcome(comparison: sim.Comparison) -> None:
    assert set(comparison.denominator("late").tolist()) == {2900}
    assert set(comparison.denominator("late", "organizations_breached").tolist()) == {2300}
    assert set(comparison.denominator("late", "compromised", "hospitals").tolist()) == {900}
