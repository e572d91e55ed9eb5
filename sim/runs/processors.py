"""How many processors this process may use: not those of the machine, if it is held to fewer."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path

PROC = Path("/proc")


def number_of_processors(proc: Path = PROC) -> int:
    """At least 1, and no more than the affinity of this process (`taskset`) and the limits of its container allow.

    A limit of one and a half processors counts as two. `proc` is where Linux tells about this process.
    """
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min([allowed, *(math.ceil(quota) for quota in quotas(proc))]))


def quotas(proc: Path) -> Iterator[float]:
    """The processors that control groups grant to this process and to the groups around it (Linux, versions 1 and 2).

    Files as in the kernel's documents `admin-guide/cgroup-v1` and `cgroup-v2`, mounts as in proc_pid_mountinfo(5).
    """
    groups = [line.split(":", 2) for line in _lines(proc / "self" / "cgroup") if line.count(":") > 1]
    for line in _lines(proc / "self" / "mountinfo"):
        words, _, kind = line.partition(" - ")
        mount = words.split(" ")
        is_second = kind.startswith("cgroup2 ")
        is_first = kind.startswith("cgroup ") and "cpu" in kind.split(" ")[-1].split(",")
        if len(mount) < 5 or not (is_first or is_second):
            continue
        root, top = mount[3], Path(mount[4])
        for number, controllers, path in groups:
            if number == "0" if is_second else "cpu" in controllers.split(","):
                below = Path(path).relative_to(root) if Path(path).is_relative_to(root) else Path()
                for folder in (top / below, *(top / parent for parent in below.parents)):
                    yield from _quota(folder, is_second)


def _quota(folder: Path, is_second: bool) -> Iterator[float]:
    """The limit of one group, in processors, if it has one."""
    if is_second:
        words = " ".join(_lines(folder / "cpu.max")).split()
    else:
        words = [*_lines(folder / "cpu.cfs_quota_us"), *_lines(folder / "cpu.cfs_period_us")]
    if len(words) == 2 and words[0].isdecimal() and words[1].isdecimal() and int(words[1]) > 0:
        yield int(words[0]) / int(words[1])


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").split("\n")[:-1]
    except OSError:
        return []
