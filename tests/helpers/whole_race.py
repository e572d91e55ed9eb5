"""What holds of every race, and of every refusal, whatever the input."""

from __future__ import annotations

import re

import numpy as np

from sim.engines.vectorized import simulate
from sim.model.measures import curves, outcome_counts
from sim.model.world import Worlds
from sim.outcomes import CURVE_NAMES, OUTCOMES
from sim.problems import InputError
from sim.scenario.assumptions import assumptions
from sim.scenario.blocks import Population
from sim.scenario.scenario import Scenario

MOST_SERVERS = 1e5
STATES = CURVE_NAMES.index("evicted") + 1
"""So many curves tell how many servers are in which state."""


def expected_servers(population: Population) -> float:
    """How many servers a population has on average."""
    each = population.servers_per_organization
    if not population.runs_servers:
        return 0
    return population.organizations * (each if isinstance(each, int) else max(each.mean, 1.0))


def race_is_whole(scenario: Scenario) -> None:
    """Simulate one world, unless it is large, and check that no server is lost or counted twice."""
    assert all(row.path and row.value for row in assumptions(scenario))
    world = Worlds(scenario)[0]
    organizations = max(population.organizations for population in world.populations.values())
    if organizations > MOST_SERVERS or not sum(map(expected_servers, world.populations.values())) <= MOST_SERVERS:
        return
    race = simulate(world)
    counts = {outcome.name: count for outcome, count in zip(OUTCOMES, outcome_counts(race), strict=True)}
    assert (counts["servers"] == counts["compromised"] + counts["protected_in_time"] + counts["still_exposed"]).all()
    assert (counts["compromised"] == counts["compromised_before_fix"] + counts["compromised_after_fix"]).all()
    assert counts["servers"][0] == np.count_nonzero(race.exposed) <= race.fleet.servers == len(race.compromised_at)
    assert not np.isnan(race.compromised_at).any()
    assert not np.isnan(race.protected_at).any()
    grid = world.grid()
    assert (grid[0], grid[-1]) == (0, world.horizon)
    assert (np.diff(grid) > 0).all()
    over_time = curves(race, grid)
    assert (over_time[:STATES].sum(axis=0) == counts["servers"][:, None]).all()
    assert (over_time >= 0).all()
    assert (over_time[CURVE_NAMES.index("compromised_cumulative"), :, -1] == counts["compromised"]).all()
    assert len(race.to_frame()) == race.fleet.servers


def refused_clearly(error: InputError) -> None:
    """Every problem is told in one line of reasonable length."""
    assert error.problems
    for problem in error.problems:
        text = str(problem)
        assert problem.message.strip()
        assert text.isprintable(), repr(text)
        assert len(text) < 2_500, text
        assert not re.search("Error|object at 0x", problem.message), text
