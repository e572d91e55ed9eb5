"""An engine says what it can do, and nobody else asks for one by its name."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.engines import DEFAULT, ENGINES, NAMES, choices, engine_named
from sim.model.world import Worlds

INDEPENDENT = {
    "name": "Independent servers, which every engine takes",
    "start": "2021-01-01",
    "horizon": "30d",
    "populations": {"shops": {"organizations": 50}},
    "remediations": {"patch": {"available": "10d", "adoption": {"law": "exponential", "mean": "5d"}}},
    "campaigns": {"scan": {"begins": "2d", "strategy": "random", "addresses": 100, "rate": "10/d"}},
}


@pytest.mark.parametrize("engine", ENGINES, ids=NAMES)
def test_an_engine_keeps_to_what_it_says(engine: sim.engines.Engine) -> None:
    worlds = Worlds(sim.Scenario.from_dict(INDEPENDENT))
    measured = engine.measure(worlds[0], worlds[0].grid())
    assert measured.counts.dtype == engine.count_type
    assert bool(measured.error.any()) != engine.has_luck
    assert engine.finds_all_alike(worlds) != engine.has_luck
    assert engine.why_not(worlds[0]) == ""
    if engine.has_servers:
        assert np.isfinite(engine.race(worlds[0]).compromised_at).sum() == measured.counts[1, 0]
    else:
        with pytest.raises(sim.InputError, match="no single race"):
            engine.race(worlds[0])


def test_an_unknown_engine_is_refused_with_what_is_near() -> None:
    with pytest.raises(sim.InputError, match=r"unknown engine.*vectorized"):
        engine_named("vectorizedd")


def test_the_default_one_is_not_named_by_a_folder() -> None:
    assert [each.suffix for each in ENGINES if each.name != DEFAULT] == ["-events", "-expected", "-counts"]
    assert engine_named(DEFAULT).suffix == ""


def test_help_lists_every_engine() -> None:
    assert all(f"{each.name} ({each.summary})" in choices() for each in ENGINES)


def test_nobody_else_asks_for_an_engine_by_its_name(root: Path) -> None:
    for path in sorted((root / "sim").rglob("*.py")):
        if "engines" not in path.parts:
            asked = re.findall(rf"[!=]= \"(?:{'|'.join(NAMES)})\"|\bin \(\"(?:{'|'.join(NAMES)})\"", path.read_text())
            assert asked == [], path
