"""The command line, as people use it: what it prints, what it writes, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest
from commands import EXECUTABLE, assert_refused, patchrace, patchrace_alone
from interrupts import heed_interrupts

import sim


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A run of the smallest shipped scenario."""
    folder = tmp_path_factory.mktemp("run")
    return folder, patchrace_alone("run", "first_steps", "--replications", "20", folder=folder)


def test_run_prints_a_summary_and_writes_a_whole_folder(ran: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, done = ran
    assert done.returncode == 0, done.stderr
    assert "compromised_before_fix" in done.stdout
    assert "20 replications, seed 1" in done.stdout
    (result,) = (folder / "results").iterdir()
    assert f"Tables and figures: {result.relative_to(folder)}" in done.stdout
    files = {path.relative_to(result).as_posix() for path in result.rglob("*") if path.is_file()}
    names = ("race_over_time", "who_was_compromised", "possible_worlds")
    charts = {f"charts/{name}.{kind}" for name in names for kind in ("png", "svg")}
    tables = {"estimates.csv", "estimates.parquet", "replications.parquet", "curves.nc", "scenario.yaml"}
    assert files == charts | tables | {"manifest.json"}


def test_the_result_loads_and_reruns_identically(ran: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, _ = ran
    (result,) = (folder / "results").iterdir()
    assert len(sim.open_result(result).counts) == 20
    again = patchrace("rerun", str(result), folder=folder)
    assert (again.returncode, again.stdout.split()[-1]) == (0, "identical")
    alone = patchrace("rerun", str(result), "--replication", "7", "--out", "servers.csv", folder=folder)
    assert (alone.returncode, alone.stdout.split()[-1]) == (0, "identical")
    assert (folder / "servers.csv").read_text(encoding="utf-8").startswith("population,organization,server")
    assert_refused(patchrace("rerun", str(result), "--replication", "20", folder=folder), "0 to 19")


def test_a_changed_result_does_not_pass_for_the_original(
    ran: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    import shutil

    (result,) = (ran[0] / "results").iterdir()
    copy = tmp_path / "copy"
    shutil.copytree(result, copy)
    with (copy / "replications.parquet").open("ab") as file:
        file.write(b"x")
    assert_refused(patchrace("rerun", str(copy), folder=tmp_path), "replications.parquet", "changed")


def test_json_prints_one_object_and_nothing_else(tmp_path: Path) -> None:
    done = patchrace(
        "run", "first_steps", "--json", "--no-charts", "--replications", "2", "--seed", "0", folder=tmp_path
    )
    answer = json.loads(done.stdout)
    assert list(answer) == ["scenario", "engine", "seed", "replications", "estimates"]
    assert (answer["scenario"], answer["engine"], answer["seed"], answer["replications"]) == (
        "First steps",
        "vectorized",
        0,
        2,
    )
    keys = ["outcome", "population", "mean", "sd", "standard_error", "p05", "p50", "p95", "share"]
    assert all(list(row) == keys for row in answer["estimates"])
    scenario = sim.load("first_steps").replace({"replications": 2, "seed": 0})
    expected = sim.run(scenario).estimates
    assert [row["mean"] for row in answer["estimates"]] == expected["mean"].tolist()
    assert {row["population"] for row in answer["estimates"]} == {"all", *scenario.populations}


def test_json_says_null_for_what_one_world_cannot_tell(tmp_path: Path) -> None:
    done = patchrace("run", "first_steps", "--json", "--no-charts", "--replications", "1", folder=tmp_path)
    rows = json.loads(done.stdout)["estimates"]
    assert all(row["sd"] is None and row["standard_error"] is None for row in rows)


def test_settings_change_the_scenario_and_say_so(tmp_path: Path) -> None:
    settings = ["--set", "campaigns.mass_scan.rate=0/d", "--set", "timeline.fix=2024-03-20"]
    done = patchrace("run", "first_steps", "--json", "--no-charts", "--replications", "2", *settings, folder=tmp_path)
    compromised = [row["mean"] for row in json.loads(done.stdout)["estimates"] if row["outcome"] == "compromised"]
    assert not np.any(compromised)
    assert "campaigns.mass_scan.rate" in done.stderr
    assert "uncertain row is removed" in done.stderr


def test_check_lists_every_assumption_with_its_source(tmp_path: Path) -> None:
    done = patchrace("check", "proxylogon", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "campaigns.mass_scan.rate" in done.stdout
    assert "assumed" in done.stdout
    assert "uncertain: lognormal" in done.stdout
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "first_step"], ["first_steps", "proxylogon"]),
        (["run", "missing.yaml"], ["missing.yaml", "no such file"]),
        (["run", "first_steps", "--set", "timeline.fixx=3d"], ["--set", "timeline.fixx", "fix"]),
        (["run", "first_steps", "--set", "campaigns.mass_scn.rate=3/d"], ["mass_scn", "mass_scan"]),
        (["run", "first_steps", "--set", "campaigns.mass_scan.rate=3"], ["campaigns.mass_scan.rate", "3", "40/s"]),
        (["run", "first_steps", "--set", "nonsense"], ["PATH=VALUE"]),
        (["run", "first_steps", "--engine", "event"], ["event", "events"]),
        (["run", "first_steps", "--replications", "0"], ["--replications"]),
        (["run", "first_steps", "--out", "file/below"], ["--out", "file/below"]),
        (["run", "first_steps", "--out", "file"], ["is a file"]),
        (["run", "first_steps", "--out", "full"], ["not a result"]),
        (["check", "."], ["is a folder"]),
        (["rerun", "full"], ["not a finished result"]),
    ],
)
def test_bad_input_gets_one_clear_message(arguments: list[str], words: list[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine", encoding="utf-8")
    assert_refused(patchrace(*arguments, folder=tmp_path), *words)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "full"]
    assert (tmp_path / "full" / "thesis.txt").read_text(encoding="utf-8") == "mine"


def test_the_first_line_of_an_error_can_be_clicked(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(
        "name: x\nstart: 2021-01-03\nhorizon: 6:00\npopulations: {a: {}}\n", encoding="utf-8"
    )
    done = patchrace("check", "bad.yaml", folder=tmp_path)
    assert_refused(done, "bad.yaml:3:1: horizon: '6:00'", "bad.yaml:4:15: populations.a.organizations: missing key")


@pytest.mark.parametrize("command", [[], ["run"], ["check"], ["rerun"]])
def test_help_teaches_by_example(command: list[str], tmp_path: Path) -> None:
    done = patchrace(*command, "--help", folder=tmp_path)
    assert done.returncode == 0
    assert "patchrace run first_steps" in done.stdout or f"patchrace {' '.join(command)}" in done.stdout


def test_a_closed_pipe_is_no_traceback(tmp_path: Path) -> None:
    command = f'"{EXECUTABLE}" check proxylogon | head -n 1'
    done = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no Ctrl-C by signal on this system")
def test_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    command = [str(EXECUTABLE), "run", "proxylogon", "--no-charts", "--replications", "5000"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heed_interrupts
    ) as process:
        while not (tmp_path / "results").exists() and process.poll() is None:
            time.sleep(0.1)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        _, messages = process.communicate()
    assert process.returncode == 1
    assert messages.strip() == "stopped; nothing was written"
    assert not list((tmp_path / "results").iterdir())
