"""How fast and how lean one replication is, as ratios against things run at the same time in the same process.

Workload W1: servers with one hazard of compromise before a fix and a higher one after it, a lognormal delay to patch, a
share that never patches; out come the numbers compromised by each of 120 days. Run it with `make benchmarks`.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

RELEASE, HORIZON = 60, 120
HAZARD_BEFORE, HAZARD_AFTER = 0.02, 0.15
LARGE = 400_000
EVENT_SIZES = (1_000, 4_000, 16_000, 64_000, 128_000, 256_000)
EVENT_SECONDS = 10.0
ROUNDS = 15


def workload(servers: int) -> dict[str, Any]:
    """W1 as a scenario document."""
    return {
        "name": f"W1 with {servers} servers",
        "start": "2021-01-01",
        "horizon": f"{HORIZON}d",
        "resolution": "1d",
        "replications": 1,
        "timeline": {"release": f"{RELEASE}d"},
        "populations": {"all_servers": {"organizations": servers}},
        "remediations": {
            "patch": {
                "available": "release",
                "uptake": 0.92,
                "adoption": {"law": "lognormal", "median": "5d", "sigma": 1.2},
            }
        },
        "campaigns": {
            "attack": {
                "begins": "start",
                "strategy": "random",
                "addresses": servers,
                "rate": f"{HAZARD_BEFORE * servers:.0f}/d",
                "pace": {"release": HAZARD_AFTER / HAZARD_BEFORE},
            }
        },
    }


def seconds(task: Callable[[], object]) -> float:
    """Wall time of a task."""
    started = time.perf_counter()
    task()
    return time.perf_counter() - started


def peak_megabytes() -> float:
    """Largest memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def one_replication() -> dict[str, float]:
    """W1 at the large size through the public API, against three uniforms per server in the same process."""
    import numpy as np

    import sim
    from sim.engines import DEFAULT, engine_named
    from sim.model.world import Worlds
    from sim.outcomes import CURVE_NAMES

    worlds, engine = Worlds(sim.Scenario.from_dict(workload(LARGE))), engine_named(DEFAULT)
    days = worlds[0].grid()
    generator = np.random.default_rng(1)
    imported = peak_megabytes()

    def replicate() -> object:
        return engine.measure(worlds[0], days).curves[CURVE_NAMES.index("compromised_cumulative"), 0]

    rows = [(seconds(replicate), seconds(lambda: generator.random((3, LARGE)))) for _ in range(ROUNDS)]
    apart = [seconds(lambda: [generator.random(LARGE) for _ in range(3)]) for _ in range(ROUNDS)]
    return {
        "replication_ms": 1e3 * statistics.median(row[0] for row in rows),
        "three_uniforms_ms": 1e3 * statistics.median(row[1] for row in rows),
        "ratio": statistics.median(row[0] / row[1] for row in rows),
        "three_arrays_ms": 1e3 * statistics.median(apart),
        "memory_above_imports_mb": peak_megabytes() - imported,
    }


def growth() -> dict[str, Any]:
    """Both engines at growing sizes: the ratio where the event engine takes ten seconds, and exponents."""
    import numpy as np

    import sim

    rows = []
    for servers in EVENT_SIZES:
        scenario = sim.Scenario.from_dict(workload(servers))
        events = seconds(partial(sim.simulate, scenario, engine="events"))
        vectorized = statistics.median(seconds(partial(sim.simulate, scenario)) for _ in range(7))
        rows.append((servers, events, vectorized))
        if events > EVENT_SECONDS:
            break
    large = sim.Scenario.from_dict(workload(LARGE))
    times = [(servers, vectorized) for servers, _, vectorized in rows]
    times.append((LARGE, statistics.median(seconds(lambda: sim.simulate(large)) for _ in range(7))))

    def exponent(points: list[tuple[int, float]]) -> float:
        sizes, taken = np.log(np.array(points[-3:], dtype=float)).T
        return float(np.polyfit(sizes, taken, 1)[0])

    servers, events, vectorized = rows[-1]
    return {
        "rows": rows,
        "servers": servers,
        "events_s": events,
        "vectorized_ms": 1e3 * vectorized,
        "ratio": events / vectorized,
        "exponent_events": exponent([(servers, events) for servers, events, _ in rows]),
        "exponent_vectorized": exponent(times),
    }


def import_time() -> dict[str, float]:
    """What `import sim` adds to importing numpy and scipy, each in fresh interpreters, in turn."""

    def fresh(code: str) -> float:
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        return seconds(lambda: subprocess.run([sys.executable, "-c", code], check=True, env=environment))

    rows = [(fresh("import numpy, scipy"), fresh("import numpy, scipy, sim")) for _ in range(7)]
    return {"added_s": statistics.median(both - alone for alone, both in rows)}


PARTS: dict[str, Callable[[], Any]] = {"one": one_replication, "growth": growth, "import": import_time}


def main() -> None:
    """Run every part in a process of its own and print what it found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=PARTS)
    part = parser.parse_args().part
    if part is not None:
        print(json.dumps(PARTS[part]()))
        return
    found: dict[str, Any] = {}
    for name in PARTS:
        out = subprocess.run(
            [sys.executable, __file__, "--part", name], check=True, capture_output=True, text=True
        ).stdout
        found[name] = json.loads(out)
    one, grown = found["one"], found["growth"]
    print(f"W1 at {LARGE:,} servers: {one['replication_ms']:.1f} ms a replication")
    print(
        f"  three uniforms per server, one array: {one['three_uniforms_ms']:.1f} ms; ratio {one['ratio']:.1f} (bound 8)"
    )
    print(f"  three uniforms per server, three arrays: {one['three_arrays_ms']:.1f} ms")
    print(f"  memory above the imports: {one['memory_above_imports_mb']:.0f} MB (bound 300)")
    print(f"events at {grown['servers']:,} servers: {grown['events_s']:.1f} s, {grown['ratio']:,.0f} x vectorized")
    print(f"  growth exponents: events {grown['exponent_events']:.2f}, vectorized {grown['exponent_vectorized']:.2f}")
    print(f"import sim adds {found['import']['added_s']:.2f} s to numpy and scipy (bound 0.5)")


if __name__ == "__main__":
    main()
