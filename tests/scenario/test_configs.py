"""Every shipped scenario loads without a warning, runs, and gives what it says is plausible."""

from __future__ import annotations

import json
import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim
from sim.outcomes import OUTCOME_NAMES, OUTCOMES
from sim.scenario.config import shipped

NAMES = sorted(shipped())


@pytest.fixture(scope="module")
def results() -> dict[str, sim.Result]:
    """Each shipped scenario with a few replications."""
    return {name: sim.run(sim.load(name).replace({"replications": 24})) for name in NAMES}


def test_first_steps_and_proxylogon_are_shipped() -> None:
    assert {"first_steps", "proxylogon"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_it_loads_without_warnings_and_saves_to_the_same(name: str, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        scenario = sim.load(name)
        scenario.save(tmp_path / "saved.yaml")
        assert sim.load(tmp_path / "saved.yaml").digest == scenario.digest


@pytest.mark.parametrize("name", NAMES)
def test_outcomes_are_plausible(name: str, results: dict[str, sim.Result]) -> None:
    assert not implausible(results[name])


def implausible(result: sim.Result) -> dict[str, float]:
    """Mean shares outside of what the scenario says is plausible."""
    shares = {
        each: np.mean(result.values(each)) / np.mean(result.denominator(each)) for each in result.scenario.plausible
    }
    ranges = result.scenario.plausible
    return {each: float(share) for each, share in shares.items() if not ranges[each][0] <= share <= ranges[each][1]}


def test_a_plausible_share_divides_by_the_denominator_of_its_outcome(results: dict[str, sim.Result]) -> None:
    result = results["hybrid"]
    estimates = result.estimates.query("population == 'all'").set_index("outcome").share
    names = [each.name for each in OUTCOMES if each.name != "servers"]
    assert estimates[names].notna().all()
    exact = {name: [estimates[name] * (1 - 1e-9), estimates[name] * (1 + 1e-9)] for name in names}
    assert not implausible(replace(result, scenario=result.scenario.replace({"plausible": exact})))


def test_proxylogon_is_the_case_that_it_claims_to_be(results: dict[str, sim.Result]) -> None:
    scenario = results["proxylogon"].scenario
    populations = scenario.populations
    assert 200_000 < np.mean(results["proxylogon"].values("servers")) < 300_000
    assert sum(each.runs_servers for each in populations.values()) >= 5
    assert {each.deployment for each in populations.values()} == {"on_prem", "hybrid", "cloud"}
    assert {each.strategy for each in scenario.campaigns.values()} >= {"hit_list", "permutation"}
    assert scenario.plausible["compromised"] == (0.12, 0.30)
    for name, population in populations.items():
        if population.deployment == "cloud":
            assert not np.any(results["proxylogon"].values("servers", name))


def test_named_dates_are_those_of_the_sourced_timeline() -> None:
    """Dates stand in the timeline data that comes with the case; this holds them to it."""
    timeline = sim.load("proxylogon").timeline
    expected = {
        "mass_scanning": "2021-02-26",
        "second_wave": "2021-02-28",
        "fix": "2021-03-02T22:00:00Z",
        "directive": "2021-03-03",
        "older_builds": "2021-03-08",
        "public_exploit": "2021-03-10",
        "third_wave": "2021-03-11",
        "one_click": "2021-03-15",
        "automatic": "2021-03-18",
        "metasploit": "2021-03-23",
    }
    assert {name: str(timeline[name]) for name in expected} == expected


def test_every_source_is_a_sentence_and_every_unknown_is_uncertain() -> None:
    scenario = sim.load("proxylogon")
    rows = sim.assumptions(scenario)
    assert all(len(text) > 10 for text in scenario.sources.values())
    assert any(row.is_assumed for row in rows)
    assert not all(row.is_assumed for row in rows)
    uncertain = set(scenario.uncertain)
    for name in scenario.campaigns:
        assert any(path.startswith(f"campaigns.{name}.rate") for path in uncertain), name
        assert any(path.startswith(f"campaigns.{name}.success") for path in uncertain), name


def test_whoever_has_a_pace_of_its_own_has_an_uncertain_one() -> None:
    """A pace in `by_population` replaces the whole, so an uncertain row of the remediation's own does not reach it."""
    scenario = sim.load("proxylogon")
    for name, remediation in scenario.remediations.items():
        if any(path.startswith(f"remediations.{name}.pace.") for path in scenario.uncertain):
            for population, override in remediation.by_population.items():
                rows = [f"remediations.{name}.by_population.{population}.pace.{each}" for each in override.pace or ()]
                assert set(rows) <= set(scenario.uncertain), population


def test_check_points_ratio_is_that_of_the_readme() -> None:
    campaigns = sim.load("proxylogon").campaigns
    groups = campaigns["more_groups"].actors
    assert groups is not None
    assert groups.arrivals is not None
    before = (
        campaigns["mass_scan"].rate * campaigns["mass_scan"].pace["fix + 2d"]
        + campaigns["espionage_groups"].rate
        + campaigns["more_groups"].rate * (groups.first + groups.arrivals * 7)
    )
    burst = campaigns["public_exploit_burst"].rate
    assert (before, before + burst) == pytest.approx((18_360, 198_360))


def test_esxiargs_tells_what_its_page_says(root: Path) -> None:
    scenario = sim.load("esxiargs").replace({"replications": 40})
    policies = root / "configs" / "esxiargs" / "policies.yaml"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sim.ScenarioWarning)  # of the uncertain row that a policy takes the place of
        compared = sim.compare(scenario, policies)
    by_arm = dict(zip(compared.arms, np.mean(compared.counts[..., 0], axis=1), strict=True))
    again = {name: counts[OUTCOME_NAMES.index("compromised_again")] for name, counts in by_arm.items()}
    fallen = {name: counts[OUTCOME_NAMES.index("compromised")] for name, counts in by_arm.items()}
    until_the_variant = sim.run(scenario.replace({"horizon": "new_variant"}))
    assert np.mean(until_the_variant.values("compromised")) == pytest.approx(3800, rel=0.03)
    assert again["as_configured"] == pytest.approx(1200, rel=0.1)
    assert again["closed_when_restored"] == 0
    assert again["learned_from_it"] < 0.15 * again["as_configured"]
    assert fallen["closed_when_restored"] == fallen["learned_from_it"] == fallen["as_configured"]
    assert fallen["warned_a_week_before"] == pytest.approx(0.6 * fallen["as_configured"], rel=0.05)


@pytest.mark.verify
def test_the_reference_result_is_what_the_case_gives(root: Path) -> None:
    """A change in published numbers edits one file, results/reference/estimates.csv, and a line of CHANGELOG.md."""
    published = pd.read_csv(root / "results" / "reference" / "estimates.csv")
    found = sim.run(sim.load("proxylogon")).estimates
    pd.testing.assert_frame_equal(found, published, check_dtype=False, rtol=1e-9)


def test_json_is_a_config_too(tmp_path: Path) -> None:
    scenario = sim.load("first_steps")
    (tmp_path / "scenario.json").write_text(json.dumps(scenario.to_dict()), encoding="utf-8")
    assert sim.load(tmp_path / "scenario.json").digest == scenario.digest
