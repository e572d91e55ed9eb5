"""Studies never lose a run: kills, full disks, damaged files, failing tasks; the table is the same to the last bit."""

from __future__ import annotations

import contextlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import psutil
import pytest
from commands import patchrace
from interrupts import heed_interrupts

import sim
from sim.sweeps import run_study, shards

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
    return subprocess.run(command(file, out, *options), capture_output=True, text=True, check=False)


def study(file: Path, out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """The same within this process, where nothing is about processes."""
    return patchrace("study", file, "--out", out, "--no-charts", *options, folder=file.parent)


class Killer:
    """Kills the workers of studies, and studies themselves, at moments that a seed and their own progress determine."""

    def __init__(self, kills: int, seed: int) -> None:
        self.left = kills
        self._chance = random.Random(seed)
        self._orphans: list[psutil.Process] = []

    def run(self, file: Path, out: Path) -> str | None:
        """Run a study until it ends, or is killed; returns what it told if it ended by itself."""
        workers = self._chance.choice(["0", "2", "2"])
        with subprocess.Popen(
            command(file, out, "--workers", workers), start_new_session=True, stderr=subprocess.PIPE, text=True
        ) as process:
            while self.left and process.poll() is None:
                if self._chance.random() < 0.6:  # else wherever it is just now, be it starting
                    self._wait_for_another_shard(process, out)
                if workers == "2" and self._chance.random() < 0.75:
                    self._kill_a_worker(process)
                elif process.poll() is None:
                    self._kill(process)
                    return None
            told = process.communicate()[1]
        assert process.returncode == 0, told
        return told

    def wait_for_orphans(self) -> None:
        """Wait for workers of studies that were killed; each ends by itself."""
        psutil.wait_procs(self._orphans)

    def _wait_for_another_shard(self, process: subprocess.Popen[str], out: Path) -> None:
        before = len(list(out.glob("shards/*.parquet")))
        while process.poll() is None and len(list(out.glob("shards/*.parquet"))) <= before:
            time.sleep(0.02)

    def _kill_a_worker(self, process: subprocess.Popen[str]) -> None:
        found: list[psutil.Process] = []
        while process.poll() is None and not found:
            time.sleep(0.02)
            found = local_workers(process.pid)
        if found:
            self._chance.choice(found).kill()
            self.left -= 1

    def _kill(self, process: subprocess.Popen[str]) -> None:
        self._orphans += local_workers(process.pid)
        if self._chance.random() < 0.5:
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
        self.left -= 1


def local_workers(study: int) -> list[psutil.Process]:
    """The worker processes of a study, as far as they live."""
    found = []
    with contextlib.suppress(psutil.Error):
        for each in psutil.Process(study).children():
            with contextlib.suppress(psutil.Error):
                if "spawn_main" in " ".join(each.cmdline()):
                    found.append(each)
    return found


def survives(folder: Path, kills: int, seed: int) -> None:
    """Faults: 05-killed-workers. A study is killed and begun again; one that is finished before is begun anew."""
    file, killer = study_file(folder, 150), Killer(kills, seed)
    sim.run_study(file, workers=0, out=folder / "whole")
    expected, number = content(folder / "whole"), 0
    while killer.left:
        out = folder / f"killed-{number}"
        if killer.run(file, out) is not None:
            assert content(out) == expected
            number += 1
    killer.wait_for_orphans()
    out = folder / f"killed-{number}"
    finished = run(file, out, "--workers", "0")
    assert finished.returncode == 0, finished.stderr
    assert content(out) == expected
    assert not list(out.glob("shards/.*"))
    assert not list(out.glob(".lock.*"))


def test_a_study_that_is_killed_resumes_and_ends_with_the_identical_table(tmp_path: Path) -> None:
    survives(tmp_path, kills=3, seed=6)


@pytest.mark.verify
@pytest.mark.timeout(3600)
def test_a_study_and_its_workers_may_be_killed_thirty_times(tmp_path: Path) -> None:
    survives(tmp_path, kills=30, seed=2021)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50) as cluster,
        Client(cluster) as connected,
    ):
        yield connected


def test_workers_threads_and_clients_give_the_same_table(tmp_path: Path, client: Client) -> None:
    file = study_file(tmp_path, 40)
    sim.run_study(file, workers=0, out=tmp_path / "here")
    sim.run_study(file, dask_client=client, out=tmp_path / "client")
    address = str(client.scheduler_info()["address"])
    assert run(file, tmp_path / "address", "--scheduler", address).returncode == 0
    for name in ("client", "address"):
        assert content(tmp_path / name) == content(tmp_path / "here")


def test_a_worker_killed_midway_costs_nothing(tmp_path: Path, client: Client) -> None:
    file = study_file(tmp_path, 150)
    sim.run_study(file, workers=0, out=tmp_path / "here")
    victims = list(client.run(os.getpid).values())

    def kill() -> None:
        while not list((tmp_path / "there").glob("shards/*.parquet")):
            time.sleep(0.02)
        os.kill(victims[0], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    found = sim.run_study(file, dask_client=client, out=tmp_path / "there")
    killer.join()
    assert victims[0] not in client.run(os.getpid).values()
    assert found.failures.empty
    assert content(tmp_path / "there") == content(tmp_path / "here")


def test_a_task_that_always_kills_its_worker_stops_nothing_else(tmp_path: Path) -> None:
    import dask
    from distributed import Client, LocalCluster

    file = study_file(tmp_path, 5)
    preload = [str(Path(__file__).parents[1] / "helpers" / "poisoned_worker.py")]
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        LocalCluster(
            n_workers=2, threads_per_worker=1, preload=preload, dashboard_address="127.0.0.1:0", silence_logs=50
        ) as cluster,
        Client(cluster) as client,
    ):
        found = sim.run_study(file, dask_client=client, out=tmp_path / "poisoned")
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
    told = study(file, tmp_path / "out", "--workers", "0")
    assert told.returncode == 1
    assert "1 of the points failed" in told.stdout
    assert "Traceback" not in told.stderr
    found = sim.open_study(tmp_path / "out")
    assert list(found.failures.point) == [1]
    assert found.failures.reason.str.contains("uptake").all()
    assert found.failures.reason.str.contains("in replication").all()
    assert list(found.points.status) == ["done", "failed", "done"]
    assert found.values("compromised").shape == (2, 20)
    assert found.manifest["status"] == "incomplete"
    assert bool(found.curves.vulnerable_mean.sel(point=1).isnull().all())


@pytest.mark.parametrize("together", [1, 3, 500])
def test_failures_do_not_depend_on_how_fast_the_machine_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    """Faults: item 11, where a point stood twice in `failures.csv`: a slow machine cuts tasks finer."""
    monkeypatch.setattr("sim.sweeps.execute.Pace.replications", together)
    found = sim.run_study(study_file(tmp_path, 60, FAILING.replace("1.5", "0.35")), workers=0, out=tmp_path / "out")
    first = 16
    assert found.failures[["point", "replication"]].to_numpy().tolist() == [[1, first]]
    assert found.failures.reason.str.contains(f"(in replication {first})", regex=False).all()
    done: dict[str, set[int]] = {}
    for shard in shards.finished(tmp_path / "out")[0]:
        for key, replication in zip(shard.keys, shard.replications.tolist(), strict=True):
            done.setdefault(key, set()).add(replication)
    assert sorted(len(each & set(range(first + 1))) for each in done.values()) == [first, first + 1, first + 1]


def test_a_full_disk_is_told_and_the_study_goes_on_when_there_is_room(tmp_path: Path) -> None:
    file = study_file(tmp_path, 60)

    told = run_with_little_room(20_000, file, tmp_path / "out")
    assert told.returncode == 1
    assert_told_once(told.stderr)
    assert not (tmp_path / "out" / "manifest.json").exists()
    assert not list((tmp_path / "out").glob("shards/.*"))
    sim.run_study(file, workers=0, out=tmp_path / "out")
    sim.run_study(file, workers=0, out=tmp_path / "roomy")
    assert content(tmp_path / "out") == content(tmp_path / "roomy")


def test_a_disk_that_is_full_when_curves_are_written_is_told(tmp_path: Path) -> None:
    """Faults: item 7, where HDF5 ended in a segmentation fault."""
    file = study_file(tmp_path, 2, STUDY.replace("steps: 3", "steps: 40"))
    told = run_with_little_room(250_000, file, tmp_path / "out")
    assert told.returncode == 1
    assert_told_once(told.stderr)
    assert not (tmp_path / "out" / "manifest.json").exists()
    assert run_study.status(file, tmp_path / "out").done == 160
    found = sim.run_study(file, workers=0, out=tmp_path / "out")
    assert (tmp_path / "out" / "curves.nc").stat().st_size > 250_000
    assert len(found.finished) == 80


def run_with_little_room(largest: int, file: Path, out: Path) -> subprocess.CompletedProcess[str]:
    """A study that can write no file larger than so many bytes; nor compiled code, which Python would keep cut off."""

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    return subprocess.run(
        command(file, out, "--workers", "0"),
        capture_output=True, text=True, preexec_fn=little_room, check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip


def assert_told_once(told: str) -> None:
    """One line about the disk, and none about anything else."""
    (line,) = [line for line in told.splitlines() if not line.startswith("note:") and "replications, about" not in line]
    assert "File too large; what is finished is kept: make room, and run the study again" in line


def test_a_folder_that_goes_away_is_told_and_the_study_begins_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sim.sweeps import tasks

    file, out = study_file(tmp_path, 5), tmp_path / "out"
    compute = tasks.compute

    def gone(base: tasks.Base, task: tasks.Task) -> shards.Rows:
        shutil.rmtree(out, ignore_errors=True)
        return compute(base, task)

    monkeypatch.setattr(tasks, "compute", gone)
    with pytest.raises(OSError, match="see that it can be written, and run the study again"):
        sim.run_study(file, workers=0, out=out)
    monkeypatch.setattr(tasks, "compute", compute)
    assert len(sim.run_study(file, workers=0, out=out).finished) == 6


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
        sim.open_study(out)
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

    monkeypatch.setattr("sim.sweeps.tasks.compute", refuse)
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
    assert study(file, tmp_path / "out", "--status").returncode == 2
    told = study(file, tmp_path / "out", "--workers", "0")
    assert told.returncode == 2
    assert reason in told.stderr
    assert "--fresh" in told.stderr
    assert content(tmp_path / "out") == before
    assert study(file, tmp_path / "out", "--workers", "0", "--fresh").returncode == 0
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
    from sim.sweeps.run_study import locked

    file = study_file(tmp_path, 2)
    with locked(tmp_path / "out"):
        told = run(file, tmp_path / "out", "--workers", "0")
    assert told.returncode == 2
    assert f"in use by another process (process {os.getpid()} on " in told.stderr
    assert study(file, tmp_path / "out", "--workers", "0").returncode == 0


def test_a_folder_of_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = study_file(tmp_path, 2)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "thesis.txt").write_text("chapter one", encoding="utf-8")
    for options in ((), ("--fresh",)):
        told = study(file, tmp_path / "own", "--workers", "0", *options)
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
        command(file, tmp_path / "out", "--workers", "0"),
        start_new_session=True,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_interrupts,
    ) as process:
        while not list((tmp_path / "out").glob("shards/*.parquet")):
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        told = process.communicate()[1]
    assert process.returncode == 1
    assert "replications of 6 points are done" in told
    assert "Traceback" not in told
    left = study(file, tmp_path / "out", "--status")
    assert left.returncode == 0
    assert "of 12000 replications of 6 points are done" in left.stdout.replace(",", "")


def test_ctrl_c_while_charts_are_drawn_tells_that_the_tables_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sim.charts, "save_study", interrupted)
    file, out = study_file(tmp_path, 2), tmp_path / "out"
    told = patchrace("study", file, "--workers", "0", "--out", out, folder=tmp_path)
    assert told.returncode == 1
    assert told.stderr.splitlines()[-1] == f"stopped; the tables are written, charts may be missing: {out}"
    assert len(sim.open_study(out).finished) == 6


def test_a_finished_folder_names_no_machine(tmp_path: Path) -> None:
    sim.run_study(study_file(tmp_path, 2), workers=0, out=tmp_path / "out")
    assert not list((tmp_path / "out").glob("*owner*"))


def test_without_workers_dask_is_not_imported(tmp_path: Path) -> None:
    file = study_file(tmp_path, 2)
    code = (
        "import sys, sim\n"
        f"sim.run_study({str(file)!r}, workers=0, out={str(tmp_path / 'out')!r})\n"
        "assert not {'dask', 'distributed'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True)


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
            told = process.communicate()[1]
    assert process.returncode == 1
    assert "the Dask scheduler is gone" in told
    assert "Traceback" not in told
    assert run_study.status(file, tmp_path / "out").done > 0


def test_a_script_without_a_guard_is_told_so(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    out = str(tmp_path / "out")
    script.write_text(f"import sim\nsim.run_study({str(study_file(tmp_path, 2))!r}, workers=1, out={out!r})\n", "utf-8")
    told = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert "call this below `if __name__" in told.stderr.splitlines()[-1]
    assert "in use by another process" not in told.stderr


def test_a_scheduler_that_is_not_there_is_told(tmp_path: Path) -> None:
    import dask

    before = dask.config.get("scheduler", None)
    told = study(study_file(tmp_path, 2), tmp_path / "out", "--scheduler", "nowhere")
    assert told.returncode == 2
    assert "no scheduler answers there" in told.stderr
    assert dask.config.get("scheduler", None) == before  # or whatever comes after in this process would ask for it
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize("ask", [run_study.estimate, lambda study: sim.run_study(study, workers=0)])
def test_horizons_that_give_too_many_times_are_refused(
    ask: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(sim.InputError, match=r"horizon: 80000d: gives .* points on the curves"):
        ask({"scenario": "first_steps", "vary": {"horizon": ["30d", "80_000d"]}})


def test_a_dry_run_of_what_cannot_be_run_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise OverflowError("too much")

    monkeypatch.setattr("sim.sweeps.tasks.compute", fail)
    with pytest.raises(sim.InputError, match="OverflowError: too much"):
        run_study.estimate(study_file(tmp_path, 2))


def test_a_dry_run_tells_the_size_and_runs_nothing(tmp_path: Path) -> None:
    told = study(study_file(tmp_path, 50), tmp_path / "out", "--dry-run", "--workers", "2")
    assert told.returncode == 0
    for expected in ("points            6", "replications      300", "on 2 workers", "disk"):
        assert expected in told.stdout
    assert not (tmp_path / "out").exists()
