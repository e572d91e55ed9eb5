"""Studies never lose a run: kills, full disks, damaged files, failing tasks; the table is the same to the last bit."""

from __future__ import annotations

import contextlib
import json
import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import sim
from sim.studies import run_study, shards

if TYPE_CHECKING:
    from distributed import Client

TABLES = ("points.csv", "estimates.csv", "estimates.parquet", "replications.parquet", "curves.nc")
STUDY = """
scenario: first_steps
replications: REPLICATIONS
vary:
  campaigns.mass_scan.rate: {from: 500/d, to: 4_000/d, scale: log, steps: 3}
  timeline.fix: [10d, 13d]
"""
pytestmark = pytest.mark.filterwarnings("ignore::sim.ScenarioWarning")


def study_file(folder: Path, replications: int, text: str = STUDY) -> Path:
    path = folder / "study.yaml"
    path.write_text(text.replace("REPLICATIONS", str(replications)), encoding="utf-8")
    return path


def content(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in TABLES}


def command(file: Path, out: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "sim.cli", "study", str(file), "--out", str(out), "--no-charts", *options]


def run(file: Path, out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(file, out, *options), capture_output=True, text=True, timeout=120, check=False)


def kill_at_random(file: Path, out: Path, seed: int, *options: str) -> None:
    """Start a study and kill it with all its processes, at a random moment after the first finished block."""
    chance = random.Random(seed)
    with subprocess.Popen(command(file, out, *options), start_new_session=True, stderr=subprocess.DEVNULL) as process:
        waited = time.monotonic()
        while not list(out.glob("shards/*.parquet")) and process.poll() is None and time.monotonic() - waited < 60:
            time.sleep(0.02)
        time.sleep(chance.uniform(0.0, 1.5))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50) as cluster,
        Client(cluster) as connected,
    ):
        yield connected


def killed_and_resumed(folder: Path, kills: int, first_seed: int) -> None:
    """A study that is killed so many times, each time resumed, against one that runs through."""
    file = study_file(folder, 300)
    sim.run_study(file, workers=0, out=folder / "whole")
    for seed in range(first_seed, first_seed + kills):
        kill_at_random(file, folder / "killed", seed, "--workers", "0" if seed % 2 else "2")
    finished = run(file, folder / "killed", "--workers", "0")
    assert finished.returncode == 0, finished.stderr
    assert content(folder / "killed") == content(folder / "whole")
    assert not list((folder / "killed").glob("shards/.*"))


def test_a_killed_study_resumes_and_ends_with_the_identical_table(tmp_path: Path) -> None:
    killed_and_resumed(tmp_path, kills=3, first_seed=1)


@pytest.mark.verify
def test_a_study_may_be_killed_twenty_times(tmp_path: Path) -> None:
    killed_and_resumed(tmp_path, kills=20, first_seed=100)


def test_workers_threads_and_clients_give_the_same_table(tmp_path: Path, client: Client) -> None:
    file = study_file(tmp_path, 40)
    sim.run_study(file, workers=0, out=tmp_path / "here")
    sim.run_study(file, client=client, out=tmp_path / "client")
    address = str(client.scheduler_info()["address"])
    assert run(file, tmp_path / "address", "--scheduler", address).returncode == 0
    for name in ("client", "address"):
        assert content(tmp_path / name) == content(tmp_path / "here")


def test_a_worker_killed_midway_costs_nothing(tmp_path: Path, client: Client) -> None:
    file = study_file(tmp_path, 400)
    sim.run_study(file, workers=0, out=tmp_path / "here")
    victims = list(client.run(os.getpid).values())

    def kill() -> None:
        while not list((tmp_path / "there").glob("shards/*.parquet")):
            time.sleep(0.02)
        os.kill(victims[0], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    found = sim.run_study(file, client=client, out=tmp_path / "there")
    killer.join()
    assert victims[0] not in client.run(os.getpid).values()
    assert found.failures.empty
    assert content(tmp_path / "there") == content(tmp_path / "here")


def test_a_task_that_always_kills_its_worker_stops_nothing_else(tmp_path: Path) -> None:
    import dask
    from distributed import Client, LocalCluster

    file = study_file(tmp_path, 5)
    preload = [str(Path(__file__).with_name("poisoned_worker.py"))]
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        LocalCluster(
            n_workers=2, threads_per_worker=1, preload=preload, dashboard_address="127.0.0.1:0", silence_logs=50
        ) as cluster,
        Client(cluster) as client,
    ):
        found = sim.run_study(file, client=client, out=tmp_path / "poisoned")
    assert list(found.finished) == [0, 1, 2, 4, 5]
    assert set(found.failures.point) == {3}
    assert found.failures.reason.str.contains("its worker died every time").all()
    assert len(found.estimates.point.unique()) == 5
    healed = sim.run_study(file, workers=0, out=tmp_path / "poisoned")
    assert list(healed.finished) == [0, 1, 2, 3, 4, 5]
    sim.run_study(file, workers=0, out=tmp_path / "healthy")
    assert content(tmp_path / "poisoned") == content(tmp_path / "healthy")


FAILING = """
scenario: first_steps
replications: 20
set:
  uncertain.remediations.update.uptake: {law: lognormal, median: 0.5, sigma: 0.1}
vary:
  uncertain.remediations.update.uptake.sigma: [0.1, 1.5, 0.2]
"""


def test_a_failing_task_is_recorded_and_stops_nothing_else(tmp_path: Path) -> None:
    file = study_file(tmp_path, 20, FAILING)
    told = run(file, tmp_path / "out", "--workers", "0")
    assert told.returncode == 1
    assert "1 of the points failed" in told.stdout
    assert "Traceback" not in told.stderr
    found = sim.load_study(tmp_path / "out")
    assert list(found.failures.point) == [1]
    assert found.failures.reason.str.contains("uptake").all()
    assert found.failures.reason.str.contains("in replication").all()
    assert list(found.points.status) == ["done", "failed", "done"]
    assert found.values("compromised").shape == (2, 20)
    assert found.manifest["status"] == "incomplete"
    assert bool(found.curves.vulnerable_mean.sel(point=1).isnull().all())


def test_a_full_disk_is_told_and_the_study_goes_on_when_there_is_room(tmp_path: Path) -> None:
    file = study_file(tmp_path, 60)

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    told = subprocess.run(
        command(file, tmp_path / "out", "--workers", "0"),
        capture_output=True, text=True, timeout=120, preexec_fn=little_room, check=False,
    )  # fmt: skip
    assert told.returncode == 1
    assert "too large" in told.stderr + told.stdout
    assert "Traceback" not in told.stderr
    assert not (tmp_path / "out" / "manifest.json").exists()
    assert not list((tmp_path / "out").glob("shards/.*"))
    sim.run_study(file, workers=0, out=tmp_path / "out")
    sim.run_study(file, workers=0, out=tmp_path / "roomy")
    assert content(tmp_path / "out") == content(tmp_path / "roomy")


def test_a_damaged_block_is_found_and_run_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = study_file(tmp_path, 10)
    out = tmp_path / "out"
    sim.run_study(file, workers=0, out=out)
    before = content(out)
    victim = max(out.glob("shards/*.parquet"), key=lambda path: path.stat().st_size)
    damaged = bytearray(victim.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    victim.write_bytes(bytes(damaged))
    (out / "estimates.csv").write_text("changed", encoding="utf-8")
    with pytest.raises(sim.InputError, match=r"changed after it was written: estimates\.csv"):
        sim.load_study(out)
    sim.run_study(file, workers=0, out=out)
    assert "1 damaged" in capsys.readouterr().err
    assert content(out) == before
    assert shards.finished(out)[1] == []


def test_a_study_grows_and_keeps_what_is_there(tmp_path: Path) -> None:
    small = STUDY.replace("[10d, 13d]", "[10d]")
    sim.run_study(study_file(tmp_path, 5, small), workers=0, out=tmp_path / "out")
    kept = {path.name for path in (tmp_path / "out").glob("shards/*.parquet")}
    sim.run_study(study_file(tmp_path, 8), workers=0, out=tmp_path / "out")
    assert kept < {path.name for path in (tmp_path / "out").glob("shards/*.parquet")}
    held = sum(len(each.keys) for each in shards.finished(tmp_path / "out")[0])
    assert held == 6 * 8
    sim.run_study(study_file(tmp_path, 8), workers=0, out=tmp_path / "at_once")
    assert content(tmp_path / "out") == content(tmp_path / "at_once")


def test_every_point_has_the_curves_and_estimates_of_its_own_run(tmp_path: Path) -> None:
    days = [f"{day}d" for day in range(8, 28)]
    study = sim.run_study(
        {"scenario": "first_steps", "replications": 3, "vary": {"timeline.fix": days}}, workers=0, out=tmp_path / "out"
    )
    for point in (0, 15, 16, 19):
        alone = sim.run(study.scenario_at(point))
        assert np.array_equal(study.values("compromised")[point], alone.values("compromised"))
        found = study.curves.compromised_cumulative_mean.sel(point=point).to_numpy()
        assert np.allclose(found, alone.curve("compromised_cumulative")[:, 0])


def test_nothing_is_computed_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = study_file(tmp_path, 5)
    sim.run_study(file, workers=0, out=tmp_path / "out")

    def refuse(*_: Any) -> None:
        raise AssertionError("it is all there")

    monkeypatch.setattr("sim.studies.tasks.compute", refuse)
    (tmp_path / "out" / "manifest.json").unlink()
    assert len(sim.run_study(file, workers=0, out=tmp_path / "out").finished) == 6


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("vary:", "set: {horizon: 50d}\nvary:"), "the scenario was"),
        (("[10d, 13d]", "[10d]"), "3 of its 6 points are no longer there"),
        (("vary:", "engine: expected\nvary:"), "the engine was vectorized and is expected"),
        (("replications: 5", "replications: 4"), "it has 5 replications"),
        (("timeline.fix: [10d, 13d]", "timeline.scanning: [1d, 2d]"), "what varies was"),
    ],
)
def test_a_changed_study_is_refused_with_the_choice_to_start_afresh(
    tmp_path: Path, change: tuple[str, str], reason: str
) -> None:
    text = STUDY.replace("REPLICATIONS", "5")
    sim.run_study(study_file(tmp_path, 5, text), workers=0, out=tmp_path / "out")
    before = content(tmp_path / "out")
    file = study_file(tmp_path, 5, text.replace(*change))
    assert run(file, tmp_path / "out", "--status").returncode == 2
    told = run(file, tmp_path / "out", "--workers", "0")
    assert told.returncode == 2
    assert reason in told.stderr
    assert "--fresh" in told.stderr
    assert content(tmp_path / "out") == before
    assert run(file, tmp_path / "out", "--workers", "0", "--fresh").returncode == 0
    sim.run_study(file, workers=0, out=tmp_path / "anew")
    assert content(tmp_path / "out") == content(tmp_path / "anew")


def test_another_model_is_refused(tmp_path: Path) -> None:
    file = study_file(tmp_path, 2)
    sim.run_study(file, workers=0, out=tmp_path / "out")
    about = json.loads((tmp_path / "out" / "study.json").read_text(encoding="utf-8"))
    about["about"]["model"] = "0123456789abcdef"
    (tmp_path / "out" / "study.json").write_text(json.dumps(about), encoding="utf-8")
    with pytest.raises(sim.InputError, match="the model's code was 0123456789abcdef and is"):
        sim.run_study(file, workers=0, out=tmp_path / "out")


def test_two_processes_on_one_folder_are_refused(tmp_path: Path) -> None:
    from sim.studies.run_study import locked

    file = study_file(tmp_path, 2)
    with locked(tmp_path / "out"):
        told = run(file, tmp_path / "out", "--workers", "0")
    assert told.returncode == 2
    assert f"in use by another process (process {os.getpid()} on " in told.stderr
    assert run(file, tmp_path / "out", "--workers", "0").returncode == 0


def test_a_folder_of_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = study_file(tmp_path, 2)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "thesis.txt").write_text("chapter one", encoding="utf-8")
    for options in ((), ("--fresh",)):
        told = run(file, tmp_path / "own", "--workers", "0", *options)
        assert told.returncode == 2
        assert "not a study" in told.stderr
    assert [path.name for path in (tmp_path / "own").iterdir()] == ["thesis.txt"]


def test_fresh_leaves_files_that_are_not_the_studys(tmp_path: Path) -> None:
    file = study_file(tmp_path, 2)
    sim.run_study(file, workers=0, out=tmp_path / "out")
    (tmp_path / "out" / "notes.txt").write_text("mine", encoding="utf-8")
    sim.run_study(file, workers=0, out=tmp_path / "out", fresh=True)
    assert (tmp_path / "out" / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_ctrl_c_stops_cleanly_and_tells_how_to_go_on(tmp_path: Path) -> None:
    file = study_file(tmp_path, 2_000)
    with subprocess.Popen(
        command(file, tmp_path / "out", "--workers", "0"), start_new_session=True, stderr=subprocess.PIPE, text=True
    ) as process:
        while not list((tmp_path / "out").glob("shards/*.parquet")):
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        told = process.communicate(timeout=60)[1]
    assert process.returncode == 1
    assert "replications of 6 points are done" in told
    assert "Traceback" not in told
    left = run(file, tmp_path / "out", "--status")
    assert left.returncode == 0
    assert "of 12000 replications of 6 points are done" in left.stdout.replace(",", "")


def test_without_workers_dask_is_not_imported(tmp_path: Path) -> None:
    file = study_file(tmp_path, 2)
    code = (
        "import sys, sim\n"
        f"sim.run_study({str(file)!r}, workers=0, out={str(tmp_path / 'out')!r})\n"
        "assert not {'dask', 'distributed'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True, timeout=60)


def test_a_lost_scheduler_is_told_and_nothing_finished_is_lost(tmp_path: Path) -> None:
    file = study_file(tmp_path, 3_000)
    code = (
        "import time\nfrom distributed import LocalCluster\n"
        "if __name__ == '__main__':\n"
        "    cluster = LocalCluster(n_workers=1, threads_per_worker=1, processes=False, protocol='tcp://')\n"
        "    print(cluster.scheduler_address, flush=True)\n    time.sleep(100)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as cluster:
        assert cluster.stdout is not None
        address = cluster.stdout.readline().strip()
        with subprocess.Popen(
            command(file, tmp_path / "out", "--scheduler", address), stderr=subprocess.PIPE, text=True
        ) as process:
            while not list((tmp_path / "out").glob("shards/*.parquet")):
                time.sleep(0.02)
            cluster.kill()
            told = process.communicate(timeout=60)[1]
    assert process.returncode == 1
    assert "the Dask scheduler is gone" in told
    assert "Traceback" not in told
    assert run_study.status(file, tmp_path / "out").done > 0


def test_a_script_without_a_guard_is_told_so(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    out = str(tmp_path / "out")
    script.write_text(f"import sim\nsim.run_study({str(study_file(tmp_path, 2))!r}, workers=1, out={out!r})\n", "utf-8")
    told = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=120, check=False)
    assert told.returncode == 1
    assert "call this below `if __name__" in told.stderr.splitlines()[-1]
    assert "in use by another process" not in told.stderr


def test_a_scheduler_that_is_not_there_is_told(tmp_path: Path) -> None:
    told = run(study_file(tmp_path, 2), tmp_path / "out", "--scheduler", "nowhere")
    assert told.returncode == 2
    assert "no scheduler answers there" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_dry_run_tells_the_size_and_runs_nothing(tmp_path: Path) -> None:
    told = run(study_file(tmp_path, 50), tmp_path / "out", "--dry-run", "--workers", "2")
    assert told.returncode == 0
    for expected in ("points            6", "replications      300", "on 2 workers", "disk"):
        assert expected in told.stdout
    assert not (tmp_path / "out").exists()
