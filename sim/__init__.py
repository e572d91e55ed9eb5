"""patchrace: the race between attackers and patches.

import sim

result = sim.run(sim.load("first_steps"))
print(result)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sim.model.incidence import cumulative_incidence
from sim.model.race import Race
from sim.problems import InputError, ScenarioWarning
from sim.runs.replicate import expected, run, simulate, trace
from sim.runs.result import Result
from sim.runs.statistics import half_width, share_interval
from sim.runs.store import load_result
from sim.scenario.assumptions import assumptions
from sim.scenario.config import load
from sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from sim import charts
    from sim.clients.client import Client, load_client
    from sim.clients.own_race import OwnRace, own_race
    from sim.clients.own_race_by_speed import OwnRaceBySpeed, own_race_by_speed
    from sim.report.explore.explore import ExplorePage, explore
    from sim.report.write import Report, write_report
    from sim.runs.compare import compare
    from sim.runs.comparison import Comparison
    from sim.runs.comparison_store import load_comparison
    from sim.sweeps.run_study import run_study
    from sim.sweeps.sensitivity import Sensitivity, sensitivity, swings
    from sim.sweeps.study import Study, load_study
    from sim.sweeps.study_file import load_plan

LATER = {
    "explore": "sim.report.explore.explore",
    "ExplorePage": "sim.report.explore.explore",
    "Client": "sim.clients.client",
    "load_client": "sim.clients.client",
    "OwnRace": "sim.clients.own_race",
    "own_race": "sim.clients.own_race",
    "OwnRaceBySpeed": "sim.clients.own_race_by_speed",
    "own_race_by_speed": "sim.clients.own_race_by_speed",
    "compare": "sim.runs.compare",
    "Comparison": "sim.runs.comparison",
    "load_comparison": "sim.runs.comparison_store",
    "run_study": "sim.sweeps.run_study",
    "Sensitivity": "sim.sweeps.sensitivity",
    "sensitivity": "sim.sweeps.sensitivity",
    "swings": "sim.sweeps.sensitivity",
    "Study": "sim.sweeps.study",
    "load_study": "sim.sweeps.study",
    "load_plan": "sim.sweeps.study_file",
    "Report": "sim.report.write",
    "write_report": "sim.report.write",
}
"""What is imported when it is first asked for, so that `import sim` stays quick."""

__all__ = [
    "Client",
    "Comparison",
    "ExplorePage",
    "InputError",
    "OwnRace",
    "OwnRaceBySpeed",
    "Race",
    "Report",
    "Result",
    "Scenario",
    "ScenarioWarning",
    "Sensitivity",
    "Study",
    "assumptions",
    "charts",
    "compare",
    "cumulative_incidence",
    "expected",
    "explore",
    "half_width",
    "load",
    "load_client",
    "load_comparison",
    "load_plan",
    "load_result",
    "load_study",
    "own_race",
    "own_race_by_speed",
    "run",
    "run_study",
    "sensitivity",
    "share_interval",
    "simulate",
    "swings",
    "trace",
    "write_report",
]


def __getattr__(name: str) -> Any:
    if name == "charts":
        return import_module("sim.charts")
    if name == "__version__":
        return import_module("sim.records.provenance").versions()["patchrace"]
    if name in LATER:
        found = getattr(import_module(LATER[name]), name)
        globals()[name] = found
        return found
    raise AttributeError(f"module 'sim' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*__all__, "__version__", *(name for name in globals() if name.startswith("__"))})
