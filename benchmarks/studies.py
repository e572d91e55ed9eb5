"""What a study costs beyond its replications, as ratios against things run at the same time on the same machine.

Run it with `make benchmarks`. Start-up of workers is left out; everything that a study writes is included.
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
from collections.abc import Callable
from pathlib import Path
from typing import Any

from first_race import LARGE, workload

ROUNDS = 3
REPLICATIONS = 150
SMALL_TASKS = 10_000
LOOP = """
import sys, time, json
sys.path.insert(0, {folder!r})
import sim, studies
print(studies.loop_seconds(range({first}, {last})), flush=True)
"""


def plan_of(document: dict[str, Any], replications: int, values: list[Any], path: str) -> Any:
    """A study of a scenario document over the values of one path."""
    import sim

    folder = Path(tempfile.mkdtemp())
    sim.Scenario.from_dict(document).save(folder / "scenario.yaml")
    (folder / "study.yaml").write_text(
        json.dumps({"scenario": "scenario.yaml", "replications": replications, "vary": {path: values}}), "utf-8"
    )
    return sim.load_plan(folder / "study.yaml")


def study_seconds(plan: Any, **how: Any) -> float:
    """Wall time of a whole study."""
    import sim

    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        sim.run_study(plan, out=Path(folder) / "study", **how)
        return time.perf_counter() - started


def loop_seconds(replications: range, document: dict[str, Any] | None = None) -> float:
    """Wall time of the engine in a loop over replications, with counts and curves, and nothing kept."""
    import sim
    from sim.engines import engine_named
    from sim.model.world import Worlds

    worlds = Worlds(sim.Scenario.from_dict(document or workload(LARGE)))
    days, measure = worlds[0].grid(), engine_named("vectorized").measure
    measure(worlds[0], days)
    started = time.perf_counter()
    for replication in replications:
        measure(worlds[replication], days)
    return time.perf_counter() - started


def large() -> dict[str, float]:
    """A study in this process against the engine in a loop, at 400,000 servers, in turn."""
    plan = plan_of(workload(LARGE), REPLICATIONS, [0.92], "remediations.patch.uptake")
    study_seconds(plan, workers=0)
    rows = [(study_seconds(plan, workers=0), loop_seconds(range(REPLICATIONS))) for _ in range(ROUNDS)]
    return {
        "study_s": statistics.median(row[0] for row in rows),
        "loop_s": statistics.median(row[1] for row in rows),
        "overhead": statistics.median(row[0] / row[1] for row in rows) - 1,
    }


def two_workers() -> dict[str, float]:
    """A study on two local workers that are up against two independent processes that share the replications."""
    from distributed import Client, LocalCluster

    number = 2 * REPLICATIONS
    plan = plan_of(workload(LARGE), number, [0.92], "remediations.patch.uptake")
    folder = str(Path(__file__).parent)
    with LocalCluster(n_workers=2, threads_per_worker=1, memory_limit=0, dashboard_address=":0") as cluster:  # noqa: SIM117  # one line would be too long
        with Client(cluster) as client:
            study_seconds(plan_of(workload(LARGE), 4, [0.9], "remediations.patch.uptake"), dask_client=client)
            rows = []
            for _ in range(ROUNDS):
                halves = [(0, number // 2), (number // 2, number)]
                codes = [LOOP.format(folder=folder, first=first, last=last) for first, last in halves]
                running = [
                    subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for code in codes
                ]
                independent = max(float(each.communicate()[0]) for each in running)
                rows.append((study_seconds(plan, dask_client=client), independent))
    return {
        "study_s": statistics.median(row[0] for row in rows),
        "independent_s": statistics.median(row[1] for row in rows),
        "reached": statistics.median(row[1] / row[0] for row in rows),
    }


def small_tasks() -> dict[str, float]:
    """Ten thousand points of one replication each of a tiny scenario, on two workers that are up."""
    from distributed import Client, LocalCluster

    document = workload(10)
    values = [round(0.5 + 0.4 * each / SMALL_TASKS, 6) for each in range(SMALL_TASKS)]
    plan = plan_of(document, 1, values, "remediations.patch.uptake")
    alone = loop_seconds(range(SMALL_TASKS), document)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, memory_limit=0, dashboard_address=":0") as cluster,
        Client(cluster) as client,
    ):
        study_seconds(plan_of(document, 4, [0.9], "remediations.patch.uptake"), dask_client=client)
        whole = study_seconds(plan, dask_client=client)
    here = study_seconds(plan, workers=0)
    return {
        "study_s": whole,
        "in_process_s": here,
        "loop_s": alone,
        "overhead_ms": 1e3 * (whole - alone / 2) / SMALL_TASKS,
        "overhead_in_process_ms": 1e3 * (here - alone) / SMALL_TASKS,
    }


def memory() -> dict[str, float]:
    """Largest memory of this process for a tenth of those tasks, and for all of them."""
    document = workload(10)

    def peak(number: int) -> float:
        values = [round(0.5 + 0.4 * each / SMALL_TASKS, 6) for each in range(number)]
        study_seconds(plan_of(document, 1, values, "remediations.patch.uptake"), workers=0)
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    return {"few_mb": peak(SMALL_TASKS // 10), "all_mb": peak(SMALL_TASKS)}


PARTS: dict[str, Callable[[], dict[str, float]]] = {
    "large": large,
    "two_workers": two_workers,
    "small_tasks": small_tasks,
    "memory": memory,
}


def main() -> None:
    """Run every part in a process of its own and print what it found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=PARTS)
    part = parser.parse_args().part
    warnings.simplefilter("ignore")
    if part is not None:
        print(json.dumps(PARTS[part]()))
        return
    found = {}
    for name in PARTS:
        out = subprocess.run([sys.executable, __file__, "--part", name], check=True, stdout=subprocess.PIPE, text=True)
        found[name] = json.loads(out.stdout.splitlines()[-1])
    large_, two, small, grown = (found[name] for name in PARTS)
    print(f"A study at {LARGE:,} servers: {large_['overhead']:+.1%} against the engine in a loop (bound +10 %)")
    print(f"Two workers reach {two['reached']:.2f} of what two independent processes reach (bound 0.90)")
    print(f"{SMALL_TASKS:,} small tasks: {small['overhead_ms']:.2f} ms overhead each on two workers (bound 3)")
    print(f"  {small['overhead_in_process_ms']:.2f} ms each in one process")
    print(f"Largest memory: {grown['few_mb']:.0f} MB for {SMALL_TASKS // 10:,} tasks,", end=" ")
    print(f"{grown['all_mb']:.0f} MB for ten times as many")


if __name__ == "__main__":
    main()
