"""What happens at one instant happens in the order that docs/model.md says, in the events engine by `Stage`."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from simpy.events import EventPriority

import sim
from sim.engines import events

Document = dict[str, Any]


def case(**sections: Any) -> Document:
    return {"name": "at once", "start": "2021-01-01", "horizon": "9d", **sections}


def fixed(value: str) -> Document:
    return {"law": "fixed", "value": value}


def crew(**keys: Any) -> Document:
    return {"update": {"available": "0d", "adoption": fixed("1d"), "crew": {"technicians": 1, **keys}}}


def scan(begins: str) -> Document:
    """The server is probed each day."""
    return {"begins": begins, "strategy": "permutation", "rate": "1/d"}


TAKEN_WHEN_ALL_ARE_THERE = case(
    populations={"shops": {"organizations": 3}, "clinics": {"organizations": 2, "tags": ["first"]}},
    remediations=crew(hours_per_server=fixed("6h"), order=["first"]),
)
INSTALLED_BEFORE_AN_ENTRY = case(
    populations={"shops": {"organizations": 1}},
    campaigns={"scan": scan("0d")},
    remediations=crew(hours_per_server=fixed("0h")),
)
CLEANED_BEFORE_AN_ENTRY = case(
    populations={"shops": {"organizations": 1}},
    campaigns={"one": scan("0d"), "other": scan("1d")},
    aftermath={"detection": fixed("1d"), "cleanup": fixed("0d"), "cleanup_protects": 0, "reinfection": True},
)
DUE: list[tuple[Document, dict[str, list[float]]]] = [
    (TAKEN_WHEN_ALL_ARE_THERE, {"shops": [1.75, 2, 2.25], "clinics": [1.25, 1.5]}),
    (INSTALLED_BEFORE_AN_ENTRY, {"compromised": []}),
    (CLEANED_BEFORE_AN_ENTRY, {"compromised": [1, 2, 3, 4, 5, 6, 7, 8, 9]}),
]
NAMES = ("taken when all are there", "installed before an entry", "cleaned before an entry")


def seen(document: Document, engine: str) -> dict[str, list[float]]:
    """When the servers of each population are protected, or footholds begin where somebody attacks."""
    race = sim.simulate(sim.Scenario.from_dict(document), engine=engine)
    if "campaigns" not in document:
        return {group.name: sorted(race.protected_at[group.span].tolist()) for group in race.fleet.groups}
    begins = race.compromised_at[np.isfinite(race.compromised_at)] if race.lives is None else race.lives.foothold.begins
    return {"compromised": begins.tolist()}


@pytest.mark.filterwarnings("ignore::sim.ScenarioWarning")
@pytest.mark.parametrize("engine", ["vectorized", "events"])
@pytest.mark.parametrize(("document", "due"), DUE, ids=NAMES)
def test_what_happens_at_once_has_its_order(document: Document, due: dict[str, list[float]], engine: str) -> None:
    assert seen(document, engine) == due


@pytest.mark.filterwarnings("ignore::sim.ScenarioWarning")
@pytest.mark.parametrize(("document", "due"), DUE, ids=NAMES)
def test_the_stages_decide_it(document: Document, due: dict[str, list[float]], monkeypatch: pytest.MonkeyPatch) -> None:
    last = max(events.Stage)
    monkeypatch.setattr(events, "EventPriority", lambda stage: EventPriority(last + 1 - stage))
    assert seen(document, "events") != due
