"""What the aftermath adds to a replication, as a ratio in one process: ProxyLogon with it, and without.

Without: no detection, clean-up or pivot, no campaigns through footholds, nothing that evicts. Run it with
`python benchmarks/aftermath.py`.
"""

from __future__ import annotations

import statistics
import time
import warnings

import sim
from sim.engines import DEFAULT, engine_named
from sim.model.world import Worlds

ROUNDS = 12


def seconds(scenario: sim.Scenario, replication: int) -> float:
    """Wall time of one replication with its outcomes and curves."""
    world = Worlds(scenario)[replication]
    days = world.grid()
    started = time.perf_counter()
    engine_named(DEFAULT).measure(world, days)
    return time.perf_counter() - started


def without_aftermath(scenario: sim.Scenario) -> sim.Scenario:
    """The same scenario without anything that happens after a compromise."""
    document = scenario.to_dict()
    gone = {name for name, each in scenario.campaigns.items() if each.entry == "foothold"}
    gone |= {name for name, each in scenario.remediations.items() if each.protects == 0}
    for section in ("campaigns", "remediations"):
        document[section] = {name: each for name, each in document[section].items() if name not in gone}
    for each in document["remediations"].values():
        each.pop("evicts", None)
        for override in each.get("by_population", {}).values():
            override.pop("evicts", None)
    document.pop("aftermath", None)
    kept = {path: law for path, law in document["uncertain"].items() if path.split(".")[0] != "aftermath"}
    document["uncertain"] = {
        path: law for path, law in kept.items() if path.split(".")[1] not in gone and not path.endswith(".evicts")
    }
    document["sources"] = {}
    return sim.Scenario.from_dict(document)


def main() -> None:
    """Time both in turn, and print the ratio."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sim.ScenarioWarning)
        whole = sim.load("proxylogon")
        bare = without_aftermath(whole)
    rows = [(seconds(whole, number), seconds(bare, number)) for number in range(ROUNDS)]
    print(f"with the aftermath {1e3 * statistics.median(row[0] for row in rows):.0f} ms a replication")
    print(f"without it         {1e3 * statistics.median(row[1] for row in rows):.0f} ms a replication")
    print(f"ratio              {statistics.median(row[0] / row[1] for row in rows):.2f} (bound 1.6)")


if __name__ == "__main__":
    main()
