"""Policies files: read like configs, with every problem at its line and column."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

import sim
from sim.scenario.policies import arms_of, plain, read_policies, scenarios_of

SCENARIO = sim.load("first_steps").replace({"replications": 2})


def write(folder: Path, text: str) -> Path:
    path = folder / "policies.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def scenarios(path: Path) -> dict[str, sim.Scenario]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sim.ScenarioWarning)
        return scenarios_of(SCENARIO, read_policies(path))


def test_every_policy_changes_the_scenario_as_it_stands(tmp_path: Path) -> None:
    found = scenarios(write(tmp_path, "early: {timeline.fix: 2024-03-10}\nidle:\n  campaigns.mass_scan.rate: 0/d\n"))
    assert list(found) == ["early", "idle"]
    assert found["early"] == SCENARIO.replace({"timeline.fix": "2024-03-10"})
    assert str(found["idle"].timeline["fix"]) == "2024-03-15"


def test_policies_may_change_nothing_and_be_json(tmp_path: Path) -> None:
    found = scenarios(write(tmp_path, '{"same": {}, "early": {"timeline.fix": "2024-03-10"}}'))
    assert found["same"] == SCENARIO


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a:\n  timeline.fixx: 3d\n", ["policies.yaml:2:3: a.timeline.fixx"]),
        ("a:\n  remediations.updte.uptake: 0.5\n", ["policies.yaml:2:3", "updte", "did you mean 'update'"]),
        ("a:\n  remediations.update.uptake: 1.5\n", ["policies.yaml:2:3: a.remediations.update.uptake: 1.5"]),
        ("a:\n  remediations.update.adoption: {law: weibul, scale: 4d}\n", ["policies.yaml:2:34", "weibul", "weibull"]),
        ("a:\n  remediations.update.adoption:\n    law: fixed\n    value: 4\n", ["policies.yaml:4:5", "value: 4"]),
        ("a: {campaigns.mass_scan.ends: 2024-03-02}\n", ["policies.yaml:1:5", "a.campaigns.mass_scan.ends"]),
        ("a: {seed: 3}\n", ["policies.yaml:1:5", "same for every policy"]),
        ("a: {replications: 3}\n", ["policies.yaml:1:5", "same for every policy"]),
        ("a: {horizon: 30d}\n", ["policies.yaml:1:5", "same for every policy"]),
        ("2nd: {}\n", ["policies.yaml:1:1: 2nd", "is not a name"]),
        ("all: {}\n", ["policies.yaml:1:1: all", "reserved"]),
        ("as_configured: {}\n", ["policies.yaml:1:1", "choose another name"]),
        ("a:\n", ["policies.yaml:1:1: a: None", "write {} to change nothing"]),
        ("a: 3\n", ["policies.yaml:1:1: a: 3", "{path: value}"]),
        ("- a\n", ["policies.yaml:1:1", "a mapping of names"]),
        ("{}\n", ["policies.yaml:1:1", "no policy"]),
        ("", ["policies.yaml", "is empty; policies need a name"]),
        ("a: {}\na: {}\n", ["policies.yaml:2:1: a: duplicate key"]),
        ("a: {timeline.fix: 3d, timeline.fix: 4d}\n", ["policies.yaml:1:23", "duplicate key"]),
        ("a: {timeline.fix: [}\n", ["policies.yaml:1:20", "is not YAML"]),
        ("a: !python/object {}\n", ["policies.yaml:1:4", "tags"]),
    ],
)
def test_a_bad_policies_file_gets_a_located_message(text: str, words: list[str], tmp_path: Path) -> None:
    with pytest.raises(sim.InputError) as refused:
        scenarios(write(tmp_path, text))
    assert all(word in str(refused.value) for word in words), refused.value


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    text = "a: {remediations.update.uptake: 2}\nb: 3\nc:\n  timeline.fix: soon\n  campaigns.mass_scan.rate: 3\n"
    with pytest.raises(sim.InputError) as refused:
        scenarios(write(tmp_path, text))
    places = [str(each).split(": ")[0].split("policies.yaml:")[1] for each in refused.value.problems]
    assert places == ["1:5", "2:1", "4:3", "5:3"]


def test_a_missing_file_is_one_message(tmp_path: Path) -> None:
    with pytest.raises(sim.InputError, match="there is no such file"):
        sim.compare(SCENARIO, tmp_path / "none.yaml")


def test_problems_from_python_name_policy_and_path() -> None:
    with pytest.raises(sim.InputError, match=r"^a\.remediations\.update\.uptake: 1\.5: "):
        sim.compare(SCENARIO, {"a": {"remediations.update.uptake": 1.5}})


def test_the_baseline_must_be_there_and_something_must_be_left() -> None:
    policies = {"a": SCENARIO.replace({"timeline.fix": "2024-03-10"})}
    assert list(arms_of(policies, SCENARIO, None)) == ["as_configured", "a"]
    with pytest.raises(sim.InputError, match=r"'b'.*known here: as_configured, a"):
        arms_of(policies, SCENARIO, "b")
    with pytest.raises(sim.InputError, match="only policy"):
        arms_of(policies, SCENARIO, "a")


@pytest.mark.parametrize("written", ["2024-03-10", "2024-03-10T06:00:00Z", "2024-03-10T08:00:00+02:00", "9d 6h"])
def test_moments_are_what_they_are_in_a_scenario(written: str, tmp_path: Path) -> None:
    found = scenarios(write(tmp_path, f"early: {{timeline.fix: {written}}}\n"))["early"]
    assert found == SCENARIO.replace({"timeline.fix": written})
    kept = plain(read_policies(write(tmp_path, f"early: {{timeline.fix: {written}}}\n")).data["early"])
    assert isinstance(kept["timeline.fix"], str)
    assert SCENARIO.replace(kept) == found


def test_the_shipped_policies_fit_their_scenario(root: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = scenarios_of(sim.load("next_flaw"), read_policies(root / "configs" / "next_flaw" / "policies.yaml"))
    assert list(found) == ["emergency", "weekly", "monthly"]
    assert found["weekly"] == sim.load("next_flaw")


def test_what_the_scenario_itself_is_warned_of_is_not_repeated() -> None:
    unreached = {
        "by_population": {"cloud": {"uptake": 0.5}},
        "available": "1d",
        "adoption": {"law": "fixed", "value": "1d"},
    }
    with pytest.warns(sim.ScenarioWarning, match="no effect"):
        scenario = SCENARIO.replace(
            {"populations.cloud": {"organizations": 3, "deployment": "cloud"}, "remediations.tool": unreached}
        )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        scenarios_of(scenario, read_policies({"early": {"timeline.fix": "2024-03-10"}}))
