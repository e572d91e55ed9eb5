"""Plans in order, with the steps between them paired world by world."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.studies.waiting import plans


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
    shares = [100 * comparison.values(name) / comparison.whole(name) for name in ("as_configured", "late")]
    assert (step.low, step.high) == pytest.approx(tuple(np.quantile(shares[1] - shares[0], (0.05, 0.95))))
    assert step.is_clear


def test_the_order_may_be_given(comparison: sim.Comparison) -> None:
    found = plans(comparison, order=["late", "early"])
    assert [plan.name for plan in found] == ["late", "early"]
    assert found[1].added < 0


def test_equal_plans_make_no_clear_step() -> None:
    scenario = sim.load("first_steps").replace({"replications": 6})
    same, other = plans(sim.compare(scenario, {"same": {}, "luck": {"campaigns.mass_scan.addresses": 10_001}}))[:2]
    assert abs(other.added) < 1
    assert not other.is_clear or other.added == 0 or same.level.exact != other.level.exact


def test_unknown_names_are_told(comparison: sim.Comparison) -> None:
    with pytest.raises(KeyError, match="nobody"):
        plans(comparison, order=["nobody"])


def test_wholes_are_those_of_the_outcome(comparison: sim.Comparison) -> None:
    assert set(comparison.whole("late").tolist()) == {2900}
    assert set(comparison.whole("late", "organizations_breached").tolist()) == {2300}
    assert set(comparison.whole("late", "compromised", "hospitals").tolist()) == {900}
