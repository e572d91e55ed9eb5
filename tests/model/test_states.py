"""The state of each server at an instant agrees with the curves, server by server."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.model.measures import curves
from sim.model.states import NOT_IN_THE_RACE, states_at
from sim.outcomes import CURVE_NAMES, STATES


@pytest.mark.parametrize("name", ["first_steps", "hybrid"])
def test_states_add_up_to_the_curves(name: str) -> None:
    race = sim.simulate(sim.load(name))
    grid = race.world.grid()
    table = curves(race, grid)
    for place in (0, len(grid) // 3, len(grid) // 2, len(grid) - 1):
        states = states_at(race, float(grid[place]))
        for code, state in enumerate(STATES):
            assert np.count_nonzero(states == code) == table[CURVE_NAMES.index(state), 0, place], (state, place)


def test_servers_that_are_not_exposed_are_not_in_the_race() -> None:
    race = sim.simulate(sim.load("first_steps").replace({"populations.hospitals.reachable": 0.5}))
    states = states_at(race, 30)
    assert np.array_equal(states == NOT_IN_THE_RACE, ~race.exposed)
