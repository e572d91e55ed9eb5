"""What whole runs cost: memory and time by size, counts of the whole address space, and one process against two.

It takes some four minutes on two processors.

Every case runs in a process of its own, which tells its time and the most memory that it had. `python
benchmarks/runs.py`; with `--write` the tables go into docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from typing import Any

from page import put_on_page

import sim

ONE_SCAN: dict[str, Any] = {
    "name": "One scan",
    "start": "2021-01-01",
    "horizon": "120d",
    "resolution": "1d",
    "remediations": {"patch": {"available": "60d", "adoption": {"law": "lognormal", "median": "5d", "sigma": 1.2}}},
    "campaigns": {"scan": {"begins": "start", "strategy": "random", "addresses": 10**10, "rate": "3e8/d"}},
}
SIZES = (10**6, 10**7, 10**8)
STUDY, POINTS = "a study of proxylogon", [0.9, 0.92, 0.94, 0.96, 0.98]
SHORT = {"proxylogon": 200, "first_steps": 4_000, "one scan of 400,000": 300}
LONG = {"proxylogon": 600, "first_steps": 16_000, "one scan of 400,000": 3_000, STUDY: 600}
"""Worlds of runs of seconds, in which the start of a process counts, and of some twenty seconds."""
PAIRS = ((SHORT, 3), (LONG, 1))
"""How often one process and two are measured in turn: what goes on beside hardly changes the mean of a long run."""


def one_scan(servers: int, replications: int) -> sim.Scenario:
    """One campaign, one remediation."""
    populations = {"servers": {"organizations": servers}}
    return sim.Scenario.from_dict({**ONE_SCAN, "populations": populations, "replications": replications})


def run(case: str, engine: str, workers: int, worlds: int) -> None:
    """Run a case in this process and say what it took."""
    warnings.simplefilter("ignore")
    if case == STUDY:
        took = _study_seconds(workers, worlds)
    else:
        own = case if case in ("proxylogon", "first_steps") else None
        scenario = one_scan(int(case) if case.isdigit() else 400_000, worlds) if own is None else sim.load(own)
        scenario = scenario.replace({"replications": worlds})
        started = time.perf_counter()
        sim.run(scenario, engine=engine, workers=workers)
        took = time.perf_counter() - started
    print(json.dumps({"seconds": took, "bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))


def _study_seconds(workers: int, worlds: int) -> float:
    """Seconds of a study of so many worlds, in this process or in two others."""
    vary = {"remediations.security_update.uptake": POINTS}
    document = {"scenario": "proxylogon", "replications": worlds // len(POINTS), "vary": vary}
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        sim.run_study(document, workers=0 if workers == 1 else workers, out=f"{folder}/study")
        return time.perf_counter() - started


def started(case: str, engine: str = "vectorized", workers: int = 1, worlds: int = 1) -> subprocess.Popen[str]:
    """A process of its own that runs a case."""
    command = [sys.executable, __file__, "--case", case, "--engine", engine]
    command += ["--workers", str(workers), "--worlds", str(worlds)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def told(process: subprocess.Popen[str]) -> dict[str, float]:
    """What a case took, as its process says once it is done."""
    out, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"{process.args!r} ended with {process.returncode}")
    return dict(json.loads(out))


def measured(case: str, engine: str = "vectorized", workers: int = 1, worlds: int = 1) -> dict[str, float]:
    """What a case took, in a process of its own."""
    return told(started(case, engine, workers, worlds))


def shared_by_nothing(case: str, worlds: int) -> float:
    """Seconds until two processes that know nothing of each other have each done half: what the machine can give."""
    both = [started(case, worlds=worlds // 2) for _ in range(2)]
    return max(told(each)["seconds"] for each in both)


def tables() -> str:
    """All tables; "two apart" is how many times as fast two processes are that share neither work nor results."""
    lines = ["| servers, one by one | seconds | ns a server | memory of the process |", "|---:|---:|---:|---:|"]
    for servers in SIZES:
        found = measured(str(servers))
        each, memory = found["seconds"] / servers * 1e9, found["bytes"] / 1e6
        lines.append(f"| {servers:,} | {found['seconds']:.2g} | {each:.0f} | {memory:.0f} MB |")
    counted = measured("4300000000", "counts", worlds=1000)
    lines += ["", f"1,000 worlds of 4.3 billion servers with daily curves, by `counts`: {counted['seconds']:.1f} s."]
    lines += ["", "| case | worlds | one process | two | times | two apart |", "|---|---:|---:|---:|---:|---:|"]
    for case, worlds, rounds in ((*each, rounds) for worlds_of, rounds in PAIRS for each in worlds_of.items()):
        timed = [
            (*(measured(case, workers=workers, worlds=worlds)["seconds"] for workers in (1, 2)), apart)
            for apart in (shared_by_nothing(case, worlds) for _ in range(rounds))
        ]
        one, two, _ = (statistics.median(each) for each in zip(*timed, strict=True))
        ratio, most = (statistics.median(each[0] / each[at] for each in timed) for at in (1, 2))
        lines.append(f"| {case} | {worlds:,} | {one:.1f} s | {two:.1f} s | {ratio:.2f} | {most:.2f} |")
    return "\n".join(lines)


def main() -> None:
    """Measure, print, and put it into the page; or run one case."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    parser.add_argument("--case", help=argparse.SUPPRESS)
    parser.add_argument("--engine", default="vectorized", help=argparse.SUPPRESS)
    parser.add_argument("--workers", type=int, default=1, help=argparse.SUPPRESS)
    parser.add_argument("--worlds", type=int, default=1, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.case:
        run(given.case, given.engine, given.workers, given.worlds)
        return
    found = tables()
    print(found)
    if given.write:
        put_on_page("runs", found)


if __name__ == "__main__":
    main()
