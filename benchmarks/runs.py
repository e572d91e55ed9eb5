"""What whole runs cost: memory and time by size, counts of the whole address space, and one process against two.

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
import time
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
WORLDS = {"proxylogon": 200, "first_steps": 4000, "one scan of 400,000": 300}
ROUNDS = 3


def one_scan(servers: int, replications: int) -> sim.Scenario:
    """One campaign, one remediation."""
    populations = {"servers": {"organizations": servers}}
    return sim.Scenario.from_dict({**ONE_SCAN, "populations": populations, "replications": replications})


def run(case: str, engine: str, workers: int) -> None:
    """Run a case in this process and say what it took."""
    if case.isdigit():
        scenario = one_scan(int(case), 1000 if engine == "counts" else 1)
    else:
        scenario = one_scan(400_000, WORLDS[case]) if case not in ("proxylogon", "first_steps") else sim.load(case)
        scenario = scenario.replace({"replications": WORLDS[case]})
    started = time.perf_counter()
    sim.run(scenario, engine=engine, workers=workers)
    took = time.perf_counter() - started
    print(json.dumps({"seconds": took, "bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))


def measured(case: str, engine: str = "vectorized", workers: int = 1) -> dict[str, float]:
    """What a case took, in a process of its own."""
    command = [sys.executable, __file__, "--case", case, "--engine", engine, "--workers", str(workers)]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def tables() -> str:
    """All tables."""
    lines = ["| servers, one by one | seconds | ns a server | memory of the process |", "|---:|---:|---:|---:|"]
    for servers in SIZES:
        found = measured(str(servers))
        each, memory = found["seconds"] / servers * 1e9, found["bytes"] / 1e6
        lines.append(f"| {servers:,} | {found['seconds']:.2g} | {each:.0f} | {memory:.0f} MB |")
    counted = measured("4300000000", "counts")
    lines += ["", f"1,000 worlds of 4.3 billion servers with daily curves, by `counts`: {counted['seconds']:.1f} s."]
    lines += ["", "| case | worlds | one process | two | times |", "|---|---:|---:|---:|---:|"]
    for case, worlds in WORLDS.items():
        pairs = [[measured(case, workers=workers)["seconds"] for workers in (1, 2)] for _ in range(ROUNDS)]
        one, two = (statistics.median(each) for each in zip(*pairs, strict=True))
        ratio = statistics.median(first / second for first, second in pairs)
        lines.append(f"| {case} | {worlds:,} | {one:.1f} s | {two:.1f} s | {ratio:.2f} |")
    return "\n".join(lines)


def main() -> None:
    """Measure, print, and put it into the page; or run one case."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    parser.add_argument("--case", help=argparse.SUPPRESS)
    parser.add_argument("--engine", default="vectorized", help=argparse.SUPPRESS)
    parser.add_argument("--workers", type=int, default=1, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.case:
        run(given.case, given.engine, given.workers)
        return
    found = tables()
    print(found)
    if given.write:
        put_on_page("runs", found)


if __name__ == "__main__":
    main()
