"""patchrace: the race between attackers and patches.

import sim

result = sim.run(sim.load("first_steps"))
print(result)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sim.model.assumptions import assumptions
from sim.model.config import load
from sim.model.incidence import cumulative_incidence
from sim.model.problems import InputError, ScenarioWarning
from sim.model.race import Race
from sim.model.scenario import Scenario
from sim.studies.replicate import expected, run, simulate, trace
from sim.studies.result import Result
from sim.studies.store import load_result
from sim.studies.summary import half_width, share_interval

if TYPE_CHECKING:
    from sim import charts
    from sim.report.explore import ExplorePage, explore
    from sim.report.write import Report, write_report
    from sim.studies.client import Client, load_client
    from sim.studies.compare import compare
    from sim.studies.comparison import Comparison
    from sim.studies.comparison_store import load_comparison
    from sim.studies.own_race import OwnRace, own_race
    from sim.studies.own_race_by_speed import OwnRaceBySpeed, own_race_by_speed
    from sim.studies.run_study import run_study
    from sim.studies.sensitivity import Sensitivity, sensitivity, swings
    from sim.studies.study import Study, load_study
    from sim.studies.study_file import load_plan

LATER = {
    "explore": "sim.report.explore",
    "ExplorePage": "sim.report.explore",
    "Client": "sim.studies.client",
    "load_client": "sim.studies.client",
    "OwnRace": "sim.studies.own_race",
    "own_race": "sim.studies.own_race",
    "OwnRaceBySpeed": "sim.studies.own_race_by_speed",
    "own_race_by_speed": "sim.studies.own_race_by_speed",
    "compare": "sim.studies.compare",
    "Comparison": "sim.studies.comparison",
    "load_comparison": "sim.studies.comparison_store",
    "run_study": "sim.studies.run_study",
    "Sensitivity": "sim.studies.sensitivity",
    "sensitivity": "sim.studies.sensitivity",
    "swings": "sim.studies.sensitivity",
    "Study": "sim.studies.study",
    "load_study": "sim.studies.study",
    "load_plan": "sim.studies.study_file",
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
        return import_module("sim.studies.provenance").versions()["patchrace"]
    if name in LATER:
        found = getattr(import_module(LATER[name]), name)
        globals()[name] = found
        return found
    raise AttributeError(f"module 'sim' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*__all__, "__version__", *(name for name in globals() if name.startswith("__"))})
