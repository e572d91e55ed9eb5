"""One folder of each kind that this program writes, and how each is read."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sim

RACE: dict[str, Any] = {
    "name": "Edited",
    "start": "2024-03-01",
    "horizon": "20d",
    "resolution": "1d",
    "replications": 3,
    "seed": 1,
    "timeline": {"fix": "8d"},
    "populations": {"north": {"organizations": 20}, "south": {"organizations": 10}},
    "remediations": {"update": {"available": "fix", "adoption": {"law": "lognormal", "median": "3d", "sigma": 0.5}}},
    "campaigns": {"scan": {"begins": "2d", "strategy": "random", "addresses": 500, "rate": "60/d", "success": 0.5}},
    "uncertain": {"campaigns.scan.success": {"law": "uniform", "low": 0.2, "high": 0.8}},
}
GRID: dict[str, Any] = {
    "replications": 2,
    "vary": {
        "timeline.fix": ["6d", "8d"],
        "remediations.update.adoption": {"alternatives": {
            "slow": {"law": "lognormal", "median": "6d", "sigma": 0.5},
            "fast": {"law": "lognormal", "median": "1d", "sigma": 0.5},
        }},
    },
}  # fmt: skip
INDICES: dict[str, Any] = {
    "design": "sobol_indices",
    "samples": 8,
    "replications": 1,
    "vary": {"campaigns.scan.rate": {"from": "30/d", "to": "90/d"}},
}


def use_result(folder: Path) -> None:
    found = sim.open_result(folder)
    assert str(found)
    assert len(found.estimates)
    assert len(found.per_replication)
    found.to_xarray()


def use_comparison(folder: Path) -> None:
    found = sim.open_comparison(folder)
    assert str(found)
    assert len(found.differences)
    assert len(found.estimates)
    assert found.effects is not None


def use_study(folder: Path) -> None:
    found = sim.open_study(folder)
    assert str(found)
    assert len(found.estimates)
    assert len(found.per_replication)
    assert found.values("compromised").shape
    assert len(found.failures) == 0
    found.curves.load()
    found.to_xarray()
    found.scenario_at(0)
    if found.design == "sobol_indices":
        sim.sensitivity(found)


USES: dict[str, Callable[[Path], None]] = {
    "result": use_result,
    "comparison": use_comparison,
    "grid": use_study,
    "indices": use_study,
}


def run_study(document: dict[str, Any], top: Path, name: str) -> sim.Study:
    return sim.run_study({"scenario": str(top / "race.yaml"), **document}, workers=0, out=top / name)


def write_all(top: Path) -> None:
    """Write one folder of each kind, by the name of its kind, and the scenario of all."""
    race = sim.Scenario.from_dict(RACE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sim.run(race, out=top / "result", workers=1)
        sim.compare(race, {"early": {"timeline.fix": "4d"}, "idle": {}}, out=top / "comparison", workers=1)
        race.save(top / "race.yaml")
        run_study(GRID, top, "grid")
        run_study(INDICES, top, "indices")
