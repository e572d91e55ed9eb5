"""Processors: no more than this process may use (faults: item 12, `taskset -c 0` and container limits)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.runs.processors import number_of_processors, quotas
from sim.runs.threads import number_of_workers
from sim.sweeps.workers import number_of_local_workers


def linux(folder: Path, cgroup: str, mounts: dict[str, str], limits: dict[str, str]) -> Path:
    """What Linux tells about a process: its groups, mounts as `root -> mount point`, and files of limits."""
    own = folder / "proc" / "self"
    own.mkdir(parents=True)
    (own / "cgroup").write_text(cgroup, encoding="utf-8")
    lines = [
        f"30 29 0:26 {root} {folder / place} rw,nosuid shared:9 - {kind}\n"
        for (root, place), kind in ((each.split(" -> "), kind) for each, kind in mounts.items())
    ]
    (own / "mountinfo").write_text("".join(lines), encoding="utf-8")
    for name, text in limits.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "proc"


SECOND, FIRST = "cgroup2 cgroup rw,nsdelegate", "cgroup cgroup rw,cpu,cpuacct"
MACHINES = {
    "second version": ("0::/\n", {"/ -> cg": SECOND}, {"cg/cpu.max": "150000 100000\n"}, [1.5]),
    "second version, a group around it": (
        "0::/slice/job\n",
        {"/ -> cg": SECOND},
        {"cg/slice/job/cpu.max": "max 100000\n", "cg/slice/cpu.max": "50000 100000\n"},
        [0.5],
    ),
    "second version, no limit": ("0::/a\n", {"/ -> cg": SECOND}, {"cg/a/cpu.max": "max 100000\n"}, []),
    "first version": (
        "5:memory:/m\n3:cpu,cpuacct:/job\n0::/\n",
        {"/ -> cg": FIRST},
        {"cg/job/cpu.cfs_quota_us": "200000\n", "cg/job/cpu.cfs_period_us": "100000\n"},
        [2.0],
    ),
    "first version, in a container that sees its group as the root": (
        "3:cpu,cpuacct:/docker/abc\n",
        {"/docker/abc -> cg": FIRST},
        {"cg/cpu.cfs_quota_us": "100000\n", "cg/cpu.cfs_period_us": "100000\n"},
        [1.0],
    ),
    "first version, no limit": (
        "3:cpu:/\n",
        {"/ -> cg": FIRST},
        {"cg/cpu.cfs_quota_us": "-1\n", "cg/cpu.cfs_period_us": "100000\n"},
        [],
    ),
    "none": ("", {}, {}, []),
    "damaged": ("x\n\n", {"/ -> cg": SECOND}, {"cg/cpu.max": "much\n"}, []),
}


@pytest.mark.parametrize("name", MACHINES)
def test_limits_of_containers_are_found(tmp_path: Path, name: str) -> None:
    cgroup, mounts, limits, expected = MACHINES[name]
    proc = linux(tmp_path, cgroup, mounts, limits)
    assert list(quotas(proc)) == expected


def test_the_smallest_limit_counts_and_a_part_is_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    proc = linux(tmp_path, "0::/\n", {"/ -> cg": SECOND}, {"cg/cpu.max": "250000 100000\n"})
    assert number_of_processors(proc) == 3
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {5}, raising=False)
    assert number_of_processors(proc) == 1
    (tmp_path / "cg" / "cpu.max").write_text("1000 100000\n", encoding="utf-8")
    assert number_of_processors(proc) == 1
    assert number_of_processors(tmp_path / "elsewhere") == 1


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="no affinity on this system")
def test_threads_processes_and_estimates_keep_to_one_processor() -> None:
    code = (
        "import os, sim\n"
        "from sim.sweeps.run_study import estimate\n"
        "from sim.runs.threads import number_of_workers\n"
        "from sim.sweeps.workers import number_of_local_workers\n"
        "os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\n"
        "study = {'scenario': 'first_steps', 'vary': {'timeline.fix': ['10d']}}\n"
        "print(number_of_workers(None), number_of_local_workers(None), estimate(study).workers)\n"
    )
    told = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["1", "1", "1"]


def test_a_number_that_is_asked_for_is_kept() -> None:
    assert number_of_workers(3) == number_of_local_workers(3) == 3
    assert number_of_workers(0) == number_of_local_workers(0) == 1
