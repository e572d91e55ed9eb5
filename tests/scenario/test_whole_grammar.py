"""Three engines, one law, over the whole grammar: the comparison of test_engines on scenarios with everything else.

The expected engine must agree with the mean of the vectorized one within the errors of both. Its own numerical error
is tested against exact results.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from samples import SEEDS, SMALLEST_P, Sample, counts_of, p_values
from scenarios import SCENARIOS
from whole_grammar import WHOLE

import sim
from sim.engines import expected as expected_engine
from sim.outcomes import OUTCOME_NAMES, OUTCOMES

REPLICATIONS = {"vectorized": 400, "events": 150}
SLOW = 20
KEYS = [
    "prerequisite",
    "stagger",
    "window",
    "timezone",
    "freeze",
    "evicts",
    "available",
    "adoption",
    "applies_to",
    "ramp",
    "growth",
    "actors",
    "dwell",
    "priority",
    "entry",
    "until",
    "disclosure",
    "detection",
    "cleanup",
    "cleanup_share",
    "pivot",
    "mailboxes_per_organization",
    "cloud_mailbox_share",
]
LAWS = ("loglogistic", "geometric", "empirical", "mixture", "at_most")


def sample(name: str, engine: str, replications: int) -> Sample:
    """Counts of many races of a scenario, by one engine, with that engine's seed."""
    scenario = sim.Scenario.from_dict(WHOLE[name] | {"seed": SEEDS[engine]})
    rows = [counts_of(sim.simulate(scenario, number, engine=engine)) for number in range(replications)]
    return Sample({key: np.array([row[key] for row in rows]) for key in rows[0]}, {})


@pytest.mark.parametrize("name", WHOLE)
def test_engines_have_one_law_over_the_whole_grammar(name: str) -> None:
    found = p_values(*(sample(name, engine, number) for engine, number in REPLICATIONS.items()))
    assert {key: p for key, p in found.items() if p < SMALLEST_P} == {}


@pytest.mark.verify
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", WHOLE)
def test_engines_have_one_law_over_the_whole_grammar_with_many_more_replications(name: str) -> None:
    found = p_values(*(sample(name, engine, SLOW * number) for engine, number in REPLICATIONS.items()))
    assert {key: p for key, p in found.items() if p < SMALLEST_P} == {}


def deterministic(document: dict[str, Any]) -> sim.Scenario:
    """A scenario in which all worlds are alike but for luck, so that one expectation stands for all."""
    document = {**document, "campaigns": {key: {**each} for key, each in document.get("campaigns", {}).items()}}
    document.pop("uncertain", None)
    for each in document["campaigns"].values():
        each.pop("actors", None)
    return sim.Scenario.from_dict(document)


@pytest.mark.parametrize("name", [*WHOLE, *SCENARIOS])
def test_the_expected_engine_agrees_with_the_mean(name: str) -> None:
    """Within 4.5 standard errors of both; lists that are luck are by few points, so 2 % of the servers besides.

    What is so rare that no race has it is taken as Poisson.
    """
    scenario = deterministic(({**SCENARIOS, **WHOLE})[name]).replace({"seed": 5, "replications": 400})
    expected, run = sim.expected(scenario), sim.run(scenario)
    assert expected.error is not None
    lists = any(each.strategy == "hit_list" for each in scenario.campaigns.values())
    reachable = any(
        each.reachable < 1 or not isinstance(each.servers_per_organization, int)
        for each in scenario.populations.values()
    )
    for row, outcome in enumerate(OUTCOMES):
        mean, sd = run.counts[:, row, 0].mean(), run.counts[:, row, 0].std(ddof=1)
        sd = sd or np.sqrt(abs(expected.counts[0, row, 0] - mean))
        slack = 0.02 * run.denominators[:, 0, 0].mean() if lists or reachable else 0.0
        error = np.hypot(sd / np.sqrt(400), expected.error[row, 0])
        per_unit = 13 if outcome.unit == "mailboxes" else 1
        assert abs(expected.counts[0, row, 0] - mean) <= 4.5 * error + slack * per_unit + 1e-9, outcome.name


ONE = {
    "name": "One race",
    "start": "2021-01-01",
    "horizon": "720d",
    "replications": 3,
    "populations": {"servers": {"organizations": 500}},
    "remediations": {"fix": {"available": "7d", "adoption": {"law": "exponential", "half_life": "30d"}}},
    "campaigns": {
        f"scan_{number}": {"begins": "0d", "strategy": "random", "addresses": 65536, "rate": "2000/d", "success": 0.6}
        for number in range(3)
    },
}
CASES = [
    ({}, 0.7984370967),
    ({"remediations.fix.available": "0d"}, 0.7039219826),
    ({"remediations.fix.adoption": {"law": "weibull", "scale": "34.191853d", "shape": 0.7}}, 0.7279066955),
    ({"remediations.fix.adoption": {"law": "fixed", "value": "43.2809d"}}, 0.9368352982),
    ({"remediations.fix.uptake": 0.9, "horizon": "180d"}, 0.8185877164),
]


@pytest.mark.parametrize(("changes", "exact"), CASES)
def test_the_numerical_error_is_what_is_stated(changes: dict[str, Any], exact: float) -> None:
    """Published oracles A1, A10, A2 (two laws) and A4: within 5 stated errors, and the error below a thousandth."""
    result = sim.expected(sim.Scenario.from_dict(ONE).replace(changes))
    assert result.error is not None
    share, error = result.counts[0, 1, 0] / 500, result.error[1, 0] / 500
    assert error < 1e-3
    assert abs(share - exact) <= 5 * error


def test_percentiles_of_expectations_come_from_uncertain_values_alone() -> None:
    certain = sim.expected(sim.Scenario.from_dict(ONE))
    assert np.ptp(certain.values("compromised")) == 0
    rate = {"law": "lognormal", "median": "2000/d", "sigma": 0.5}
    unsure = sim.expected(sim.Scenario.from_dict(ONE | {"uncertain": {"campaigns.scan_0.rate": rate}}))
    assert np.ptp(unsure.values("compromised")) > 1


def test_expectations_do_not_depend_on_the_seed_or_on_workers() -> None:
    scenario = sim.Scenario.from_dict(WHOLE["who_comes_again"]).replace({"replications": 3, "uncertain": {}})
    one, other = sim.expected(scenario, workers=1), sim.expected(scenario.replace({"seed": 99}), workers=3)
    assert np.array_equal(one.counts, other.counts)


def test_the_error_of_points_averages_out_over_worlds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expected_engine, "_closed", lambda *_: None)
    scenario = sim.load("first_steps").replace(
        {
            "replications": 24,
            "campaigns.mass_scan.rate": "1_000/d",
            "uncertain": {"remediations.workaround.uptake": {"law": "uniform", "low": 0.3, "high": 0.3 + 1e-12}},
        }
    )
    result = sim.expected(scenario, workers=1)
    found = result.values("compromised")
    assert np.array_equal(found, sim.expected(scenario, workers=1).values("compromised"))
    assert len(set(found)) == 24
    assert result.error is not None
    spread = float(np.std(found, ddof=1))
    assert 0.3 < spread / float(result.error[OUTCOME_NAMES.index("compromised"), 0]) < 1.5


def test_the_expected_engine_has_no_single_race() -> None:
    with pytest.raises(sim.InputError, match="no single race"):
        sim.simulate(sim.Scenario.from_dict(ONE), engine="expected")


def test_everything_is_used_at_least_twice() -> None:
    text = str(WHOLE)
    for word in KEYS:
        assert text.count(f"'{word}'") >= 2, word
    for name in LAWS:
        assert text.count(f"'{name}'") >= 2, name
