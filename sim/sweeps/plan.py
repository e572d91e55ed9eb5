"""A study as planned: the scenario that is varied, its parameters, and the points of its design."""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.problems import ScenarioWarning
from sim.scenario.scenario import Scenario

from .design import Parameter, Point


@dataclass(frozen=True)
class StudyPlan:
    """A study as planned. Read one with `sim.load_plan`, run it with `sim.run_study`.

    Attributes
    ----------
    name, question : str
        Its title, and what it is to answer.
    scenario : Scenario
        What is varied, with all that holds at every point.
    design : str
        How values are combined.
    engine : str
        The engine by its name.
    parameters : tuple of Parameter
        What varies.
    points : tuple of Point
        In the order of the design.
    """

    name: str
    question: str
    scenario: Scenario
    design: str
    engine: str
    parameters: tuple[Parameter, ...]
    points: tuple[Point, ...]

    def scenario_at(self, point: Point) -> Scenario:
        """The scenario of a point.

        Parameters
        ----------
        point : Point
            One of `points`.

        Returns
        -------
        Scenario
            With what the point changes.

        Raises
        ------
        InputError
            If the values do not fit together.
        """
        return changed(self.scenario, point.changes)

    @property
    def identity(self) -> dict[str, Any]:
        """What must stay the same for finished work to count; points and replications may be added."""
        return {
            "scenario": self.scenario.replace({"replications": 1}).digest,
            "engine": self.engine,
            "design": self.design,
            "parameters": [each.path for each in self.parameters],
        }

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that change with everything that can change a number of the study."""
        content = {**self.identity, "replications": self.scenario.replications, "points": [p.key for p in self.points]}
        return hashlib.blake2b(json.dumps(content).encode(), digest_size=8).hexdigest()


def changed(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """A changed scenario, without warnings of what is the same at every point."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ScenarioWarning)
        return scenario.replace(changes)
