"""`patchrace compare` and `--precision`, as people use them: what they print, write, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import assert_refused, patchrace, patchrace_alone

import sim

POLICIES = "early: {timeline.fix: 2024-03-10}\nidle: {campaigns.mass_scan.success: 0}\n"
FEW = ["--replications", "4", "--no-charts"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "policies.yaml").write_text(POLICIES, encoding="utf-8")
    return tmp_path


def test_compare_prints_a_report_and_writes_a_whole_folder(folder: Path) -> None:
    few = ("--replications", "4")
    done = patchrace_alone("compare", "first_steps", "--policies", "policies.yaml", *few, folder=folder)
    assert done.returncode == 0, done.stderr
    (written,) = (folder / "results").iterdir()
    assert f"Tables and figures: results/{written.name}" in done.stdout
    comparison = sim.open_comparison(written)
    assert written.name == f"first-steps-comparison-{comparison.digest}"
    assert done.stdout.startswith(str(comparison))
    files = {path.relative_to(written).as_posix() for path in written.rglob("*") if path.is_file()}
    tables = {
        f"{name}.{kind}"
        for name in ("differences", "effects", "estimates", "replications")
        for kind in ("csv", "parquet")
    }
    pairs = ("paired_differences", "paired_differences_by_population")
    names = (*pairs, "cost_of_waiting", "icon_arrays_early", "icon_arrays_idle")
    charts = {f"charts/{name}.{kind}" for name in names for kind in ("png", "svg")}
    assert files == tables | charts | {"manifest.json", "scenario.yaml"}


def test_json_is_one_object_and_nothing_else(folder: Path) -> None:
    (folder / "policies.yaml").write_text(POLICIES + "same: {timeline.fix: 2024-03-10}\n", encoding="utf-8")
    options = ["--set", "campaigns.mass_scan.rate=900/d", "--baseline", "early", "--json", *FEW]
    done = patchrace("compare", "first_steps", "--policies", "policies.yaml", *options, folder=folder)
    answer = json.loads(done.stdout)
    assert list(answer) == [
        "scenario", "engine", "seed", "replications", "baseline", "policies", "differences", "effects"
    ]  # fmt: skip
    assert (answer["baseline"], answer["policies"], answer["replications"]) == ("early", ["idle", "same"], 4)
    rows = {(row["outcome"], row["population"]): row for row in answer["differences"] if row["policy"] == "idle"}
    assert rows["compromised", "all"]["mean_difference"] < 0
    assert rows["servers", "all"]["unpaired_replications"] is None
    assert {row["effect"] for row in answer["effects"]} == {"saved", "lost", "gone", "added"}
    assert "uncertain row is removed" in done.stderr


def test_json_of_expectations_and_of_one_world_says_null(folder: Path) -> None:
    options = ["--engine", "expected", "--replications", "1", "--json", "--no-charts"]
    answer = json.loads(
        patchrace("compare", "first_steps", "--policies", "policies.yaml", *options, folder=folder).stdout
    )
    assert answer["effects"] is None
    assert all(row["standard_error"] is None and row["low"] is None for row in answer["differences"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--policies", "missing.yaml"], ["missing.yaml", "no such file"]),
        (["--policies", "bad.yaml"], ["bad.yaml:1:5: a.timeline.fx", "bad.yaml:2:1: as_configured"]),
        (["--policies", "policies.yaml", "--baseline", "erly"], ["baseline", "did you mean 'early'"]),
        (["--policies", "policies.yaml", "--engine", "events"], ["events", "luck of its own"]),
        (["--policies", "policies.yaml", "--engine", "event"], ["event", "events"]),
        (["--policies", "policies.yaml", "--out", "full"], ["full", "not a comparison"]),
        (["--policies", "policies.yaml", "--precision", "3"], ["precision", "between 0 and 1"]),
        ([], ["--policies"]),
    ],
)
def test_bad_input_gets_one_clear_message(arguments: list[str], words: list[str], folder: Path) -> None:
    (folder / "bad.yaml").write_text("a: {timeline.fx: 3}\nas_configured: {}\n", encoding="utf-8")
    (folder / "full").mkdir()
    (folder / "full" / "thesis.txt").write_text("mine", encoding="utf-8")
    assert_refused(patchrace("compare", "first_steps", *arguments, folder=folder), *words)
    assert sorted(path.name for path in folder.iterdir()) == ["bad.yaml", "full", "policies.yaml"]


def test_help_teaches_by_example(folder: Path) -> None:
    text = patchrace("compare", "--help", folder=folder).stdout
    assert "patchrace compare next_flaw --policies configs/next_flaw/policies.yaml" in text
    assert "remediations.update.adoption: {law: lognormal, median: 1d, sigma: 0.7}" in text


# Precision


def test_run_to_a_precision_names_its_folder_by_the_number_that_came_out(folder: Path) -> None:
    options = ["--precision", "0.2", "--replications", "5", "--no-charts", "--json"]
    done = patchrace("run", "first_steps", *options, folder=folder)
    answer = json.loads(done.stdout)
    assert answer["precision"]["reached"]
    assert answer["replications"] == answer["precision"]["replications"] >= 30
    (written,) = (folder / "results").iterdir()
    scenario = sim.load("first_steps").replace({"replications": answer["replications"]})
    assert written.name == f"first-steps-{scenario.digest}"
    assert sim.open_result(written).scenario.digest == scenario.digest
    assert patchrace("rerun", str(written), folder=folder).returncode == 0


def test_a_precision_that_is_not_reached_is_said_in_both_places(folder: Path) -> None:
    options = ["--precision", "0.01", "--most", "35", "--replications", "5", "--no-charts"]
    done = patchrace("run", "first_steps", *options, folder=folder)
    assert done.returncode == 0
    for text in (done.stdout, done.stderr):
        assert "NOT reached" in text
        assert "35 replications, the most that are allowed" in text
    options += ["--policies", "policies.yaml"]
    done = patchrace("compare", "first_steps", *options, folder=folder)
    for text in (done.stdout, done.stderr):
        assert "(as_configured)" in text
        assert "the mean with idle is 0" in text
    (written,) = (folder / "results").glob("*-comparison-*")
    assert written.name.endswith(sim.open_comparison(written).digest)


def test_a_default_folder_that_could_come_out_is_looked_at_before_the_work(folder: Path) -> None:
    number = 50
    scenario = sim.load("first_steps").replace({"replications": number})
    taken = folder / "results" / f"first-steps-{scenario.digest}"
    taken.mkdir(parents=True)
    (taken / "thesis.txt").write_text("mine", encoding="utf-8")
    options = ["--precision", "0.0001", "--most", "1_000_000", "--replications", "30"]
    assert_refused(
        patchrace("run", "first_steps", *options[:3], "1000000", *options[4:], folder=folder), "not a result"
    )
    assert [path.name for path in (folder / "results").iterdir()] == [taken.name]


def test_a_default_folder_of_a_comparison_is_looked_at_before_the_work(folder: Path) -> None:
    scenario = sim.load("first_steps").replace({"replications": 50})
    comparison = sim.compare(scenario, {"early": {"timeline.fix": "2024-03-10"}})
    (folder / "early.yaml").write_text("early: {timeline.fix: 2024-03-10}\n", encoding="utf-8")
    taken = folder / "results" / f"first-steps-comparison-{comparison.digest}"
    taken.mkdir(parents=True)
    (taken / "thesis.txt").write_text("mine", encoding="utf-8")
    options = ["--policies", "early.yaml", "--precision", "0.0001", "--most", "1000000", "--replications", "30"]
    assert_refused(patchrace("compare", "first_steps", *options, folder=folder), "not a comparison")
    assert [path.name for path in (folder / "results").iterdir()] == [taken.name]
