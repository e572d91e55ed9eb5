"""The expected engine: what comes out on average in one world, without the luck of its servers.

Where servers are independent of each other, it is the mean of the chain of `sim.engines.counts`; where what happens to
one is a matter of few integrals over time, the closed form of `sim.engines.closed_form`. Elsewhere, given the world, an
expectation is an integral over luck. It is computed by quadrature over points (`sim.engines.points`): each population
becomes that many organizations, each standing for a share of it, whose luck are the coordinates of a point, and the
same array code as in the vectorized engine does the rest. It is repeated with a few independent scramblings; how far
they differ gives the numerical error.

Servers on one list of a campaign depend on each other. The servers of an organization take places on it together, among
those of all other organizations, whose number is drawn where it is luck (`sim.model.crowd`). Nothing is taken at its
mean.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.model.crowd import Crowd
from sim.model.fleet import exposed, outline
from sim.model.intervals import race_of
from sim.model.lists import Lists
from sim.model.measures import measures_of
from sim.model.steps import Grid
from sim.model.strategies import ListScan
from sim.model.world import World
from sim.outcomes import MAILBOXES, ORGANISATIONS, OUTCOMES, SERVERS
from sim.scenario.blocks import HYBRID

from .closed_form import expect as expect_in_closed_form
from .closed_form import why_not
from .counts import expect as expect_counts
from .counts import why_not as why_not_count
from .measured import Measured
from .panels import TooRoughError
from .points import PointLuck

FloatArray = NDArray[np.float64]
POINTS, FEWEST_POINTS = 2**13, 2**9
ORDERS_WITH_ALL_POINTS = 64
SCRAMBLINGS = 8


@np.errstate(over="ignore")
def expect(world: World, days: FloatArray) -> Measured:
    """The expected counts and curves in one world: in closed form where there is one."""
    means = _closed(world, days)
    return expect_by_points(world, days) if means is None else _with_possible_errors(world, means)


def _closed(world: World, days: FloatArray) -> Measured | None:
    """The same without points for servers; None where that does not do."""
    if not why_not_count(world):
        return expect_counts(world, days)
    if why_not(world):
        return None
    try:
        return expect_in_closed_form(world, days)
    except TooRoughError:
        return None


def _with_possible_errors(world: World, means: Measured) -> Measured:
    return replace(means, error=np.where(_possible(world), means.error, 0.0))


@np.errstate(over="ignore")
def expect_by_points(world: World, days: FloatArray) -> Measured:
    """The same by quadrature over points, for any world."""
    points = _points_for(world)
    rounds = [_scrambled(world, days, scrambling, points) for scrambling in range(SCRAMBLINGS)]
    counts, denominators, lines = (np.stack(parts) for parts in zip(*rounds, strict=True))
    spread = counts.std(axis=0, ddof=1) / np.sqrt(SCRAMBLINGS)
    error = np.hypot(spread, _one_point(world, points * SCRAMBLINGS))
    return Measured(counts.mean(axis=0), denominators.mean(axis=0), lines.mean(axis=0), error)


def _points_for(world: World) -> int:
    """The number of points: fewer where many actors each have an order of their own, so that it takes no longer."""
    orders = sum(len(set(attack.clocks)) for attack in world.attacks if isinstance(attack.strategy, ListScan))
    return max(FEWEST_POINTS, POINTS >> max(orders // ORDERS_WITH_ALL_POINTS, 1).bit_length() - 1)


def _one_point(world: World, points: int) -> FloatArray:
    """What one of all points stands for, by outcome and population, wherever anything is left to chance."""
    errors = np.zeros((len(OUTCOMES), 1 + len(world.populations)))
    for column, (name, population) in enumerate(world.populations.items(), start=1):
        if population.runs_servers and any(name in attack.aims for attack in world.attacks):
            share = population.organizations / points
            mailboxes = (population.on_prem_mailboxes, population.cloud_mailboxes)
            of_unit = {SERVERS: 1.0, ORGANISATIONS: 1.0, MAILBOXES: float(max(mailboxes))}
            for row, outcome in enumerate(OUTCOMES):
                errors[row, column] = share * of_unit[outcome.unit] * _is_possible(world, name, outcome.name)
    errors[:, 0] = np.sqrt(np.sum(errors**2, axis=1))
    return errors


def _possible(world: World) -> NDArray[np.bool_]:
    """Whether each outcome (rows) can be anything but what is certain, by population; first all of them."""
    by_population = [[_is_possible(world, name, each.name) for name in world.populations] for each in OUTCOMES]
    table = np.array(by_population, dtype=bool).reshape(len(OUTCOMES), -1)
    return np.concatenate([table.any(axis=1, keepdims=True), table], axis=1)


def _is_possible(world: World, population: str, outcome: str) -> bool:
    """Whether an outcome can be anything but what is certain, in a population at which somebody aims."""
    entering = [attack for attack in world.attacks if population in attack.aims and not attack.through_foothold]
    cleaning = world.cleanings.get(population)
    if outcome == "servers" or not entering:
        return False
    if outcome == "compromised_again":
        return cleaning is not None and cleaning.reinfection
    if outcome == "multiply_compromised":
        return len(entering) > 1
    if outcome == "reentered":
        return any(attack.through_foothold and population in attack.aims for attack in world.attacks)
    if outcome in ("tenants_reached", "mailboxes_exposed_cloud"):
        is_hybrid = world.populations[population].deployment == HYBRID
        return is_hybrid and cleaning is not None and cleaning.pivot is not None
    return True


def _scrambled(
    world: World, days: FloatArray, scrambling: int, points: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    luck = PointLuck(scrambling, world.replication, points)
    number = np.array([each.organizations for each in world.populations.values()])
    several = {name: each.model_copy(update={"organizations": points}) for name, each in world.populations.items()}
    sampled = replace(world, populations=several)
    fleet = outline(sampled, luck, kept=True)
    lists = Lists(sampled, fleet, luck, Crowd(world.populations))
    races = (race_of(sampled, exposed(group, sampled, luck), luck, lists) for group in fleet.groups)
    measures, weights = measures_of(sampled, races, Grid(days)), number / points
    counts, denominators = (_weighted(table, weights) for table in (measures.counts, measures.denominators))
    return counts, denominators, _weighted(measures.curves.transpose(0, 2, 1), weights).transpose(0, 2, 1)


def _weighted(table: NDArray[np.integer], weights: FloatArray) -> FloatArray:
    """Counts of points by population (last axis; all first) as counts of what they stand for."""
    parts = table[..., 1:] * weights
    return np.concatenate([parts.sum(axis=-1, keepdims=True), parts], axis=-1)
