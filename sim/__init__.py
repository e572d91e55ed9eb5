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
from sim.studies.client import Client, load_client
from sim.studies.compare import compare
from sim.studies.comparison import Comparison
from sim.studies.comparison_store import load_comparison
from sim.studies.own_race import OwnRace, own_race
from sim.studies.replicate import expected, run, simulate, trace
from sim.studies.result import Result
from sim.studies.run_study import run_study
from sim.studies.store import load_result
from sim.studies.study import Study, load_study
from sim.studies.study_file import load_plan
from sim.studies.summary import share_interval

if TYPE_CHECKING:
    from sim import charts

__all__ = [
    "Client",
    "Comparison",
    "InputError",
    "OwnRace",
    "Race",
    "Result",
    "Scenario",
    "ScenarioWarning",
    "Study",
    "assumptions",
    "charts",
    "compare",
    "cumulative_incidence",
    "expected",
    "load",
    "load_client",
    "load_comparison",
    "load_plan",
    "load_result",
    "load_study",
    "own_race",
    "run",
    "run_study",
    "share_interval",
    "simulate",
    "trace",
]


def __getattr__(name: str) -> Any:
    if name == "charts":
        return import_module("sim.charts")
    raise AttributeError(f"module 'sim' has no attribute {name!r}")
