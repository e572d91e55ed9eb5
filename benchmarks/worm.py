"""A worm, beside what a user would write instead: NumPy in steps of time. Times in turn, in one process.

Ten hosts begin; each one that is infected makes 1.8 contacts an hour with hosts at random, and all hosts are patched at
a rate of 0.05 an hour, which removes the worm. What comes out is the number infected at each hour of two days, and in
patchrace all outcomes and curves, for hosts one by one. First both must give the same number ever infected, within
Monte Carlo error and the bias of steps of 0.1 hours. `--write` puts the table into docs/performance.md.
"""

from __future__ import annotations

import argparse
import math
import statistics
import time
from collections.abc import Callable

import numpy as np
from page import put_on_page

import sim
from sim.engines import DEFAULT, engine_named
from sim.model.world import Worlds
from sim.outcomes import OUTCOME_NAMES

FIRST, CONTACTS, PATCHES, HOURS, STEP = 10, 1.8, 0.05, 48, 0.1
SIZES = (1_000, 10_000, 100_000, 400_000)
ROUNDS, CHECKS, CHECKED, BIAS = 5, 40, 10_000, 0.01
Race = Callable[[int], int]


def patchrace(hosts: int) -> Race:
    """Races by patchrace, by seed: the number ever infected."""
    scenario = sim.Scenario.from_dict(
        {
            "name": "A worm",
            "start": "2021-01-01",
            "horizon": f"{HOURS}h",
            "resolution": "1h",
            "populations": {"hosts": {"organizations": hosts}},
            "remediations": {
                "patch": {
                    "available": "0d",
                    "adoption": {"law": "exponential", "mean": f"{1 / PATCHES}h"},
                    "evicts": 1,
                }
            },
            "campaigns": {
                "worm": {
                    "begins": "0d",
                    "strategy": "worm",
                    "initially_compromised": FIRST,
                    "addresses": hosts,
                    "rate": f"{CONTACTS}/h",
                }
            },
        }
    )
    worlds, engine, row = Worlds(scenario), engine_named(DEFAULT), OUTCOME_NAMES.index("compromised")
    days = worlds[0].grid()
    return lambda seed: int(engine.measure(worlds[seed], days).counts[row, 0])


def in_steps(hosts: int) -> Race:
    """The same in steps of time."""

    def race(seed: int) -> int:
        random = np.random.default_rng(seed)
        ill, healthy = np.zeros(hosts, dtype=bool), np.ones(hosts, dtype=bool)
        ill[:FIRST], healthy[:FIRST] = True, False
        ever, curve = FIRST, [FIRST]
        for step in range(round(HOURS / STEP)):
            caught = -math.expm1(-CONTACTS * np.count_nonzero(ill) / hosts * STEP)
            patched = random.random(hosts) < -math.expm1(-PATCHES * STEP)
            fallen = healthy & ~patched & (random.random(hosts) < caught)
            healthy &= ~(patched | fallen)
            ill = (ill & ~patched) | fallen
            ever += int(np.count_nonzero(fallen))
            if (step + 1) % round(1 / STEP) == 0:
                curve.append(int(np.count_nonzero(ill)))
        return ever

    return race


def seconds(race: Race, seed: int) -> float:
    """Seconds of the processor that a race takes."""
    started = time.process_time()
    race(seed)
    return time.process_time() - started


def check() -> str:
    """The mean number ever infected by both. Exits if they differ."""
    found = [[make(CHECKED)(seed) for seed in range(CHECKS)] for make in (patchrace, in_steps)]
    means = [statistics.fmean(each) for each in found]
    error = math.hypot(*(statistics.stdev(each) / math.sqrt(CHECKS) for each in found))
    if abs(means[0] - means[1]) > 4 * error + BIAS * CHECKED:
        raise SystemExit(f"the answers differ: {means[0]:.0f} and {means[1]:.0f} ± {error:.0f}")
    return f"Ever infected of {CHECKED:,}: {means[0]:,.0f} and {means[1]:,.0f} (± {error:.0f})."


def main() -> None:
    """Check, time in turn, print the table, and put it into the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    given = parser.parse_args()
    lines = [
        "| hosts | patchrace, exact, host by host | NumPy in steps of 0.1 hours | ratio |",
        "|---:|---:|---:|---:|",
    ]
    agreed = check()
    for hosts in SIZES:
        one, other = patchrace(hosts), in_steps(hosts)
        seconds(one, 0)
        pairs = [(seconds(one, seed), seconds(other, seed)) for seed in range(1, ROUNDS + 1)]
        medians = [statistics.median(each) * 1e3 for each in zip(*pairs, strict=True)]
        ratio = statistics.median(first / second for first, second in pairs)
        lines.append(f"| {hosts:,} | {medians[0]:.3g} ms | {medians[1]:.3g} ms | {ratio:.2g} |")
    found = "\n".join([*lines, "", agreed])
    print(found)
    if given.write:
        put_on_page("worm", found)


if __name__ == "__main__":
    main()
