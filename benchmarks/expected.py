"""What an expectation of one world costs, of some cases: in closed form, and by points, in turn in one process.

It first checks that both give the same within their errors. `python benchmarks/expected.py`; with `--write` the table
goes into docs/performance.md.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import numpy as np
from page import put_on_page

import sim
from sim.engines.expected import expect, expect_by_points
from sim.engines.measured import Measured
from sim.model.world import World, Worlds
from sim.outcomes import OUTCOME_NAMES

CASES = {"ProxyLogon": "proxylogon", "ESXiArgs": "esxiargs"}
ROUNDS, CLOSED_IN_A_ROUND = 8, 4
MOST = 5.0
"""Standard errors by which both may differ."""


def seconds(measure: Callable[[World], Measured], worlds: list[World]) -> float:
    """Processor time of a world, with all its outcomes and curves."""
    started = time.process_time()
    for world in worlds:
        measure(world)
    return (time.process_time() - started) / len(worlds)


def closed(world: World) -> Measured:
    """In closed form."""
    return expect(world, world.grid())


def by_points(world: World) -> Measured:
    """By points."""
    return expect_by_points(world, world.grid())


def table() -> str:
    """Time and error of both."""
    lines = ["| one world of | | processor time | stated error of compromised servers |", "|---|---|---:|---:|"]
    return "\n".join([*lines, *(line for name, case in CASES.items() for line in rows(name, case))])


def rows(name: str, case: str) -> list[str]:
    """The rows of a case."""
    worlds = [Worlds(sim.load(case))[number] for number in range(1 + ROUNDS * CLOSED_IN_A_ROUND)]
    found, points = closed(worlds[0]), by_points(worlds[0])
    row = OUTCOME_NAMES.index("compromised")
    off = abs(found.counts[row, 0] - points.counts[row, 0]) / np.hypot(found.error[row, 0], points.error[row, 0])
    if off > MOST:
        raise SystemExit(f"they differ by {off:.1f} standard errors in {name}")
    fast, slow = [], []
    for number in range(ROUNDS):
        some = worlds[1 + number * CLOSED_IN_A_ROUND :][:CLOSED_IN_A_ROUND]
        fast.append(seconds(closed, some))
        slow.append(seconds(by_points, some[:1]))
    ratio = statistics.median(other / one for one, other in zip(fast, slow, strict=True))
    errors = [f"{each.error[row, 0] / each.counts[0, 0]:.0e} of the servers" for each in (found, points)]
    return [
        f"| {name} | closed form | {1e3 * statistics.median(fast):.0f} ms | {errors[0]} |",
        f"| | points, {ratio:.0f} times | {1e3 * statistics.median(slow):.0f} ms | {errors[1]} |",
    ]


def main() -> None:
    """Measure, print, and put it into the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    given = parser.parse_args()
    found = table()
    print(found)
    if given.write:
        put_on_page("expected", found)


if __name__ == "__main__":
    main()
