"""The expected engine: what comes out on average in one world, without the luck of its servers.

Given the world, an expectation is an integral over luck. It is computed by quadrature over scrambled Sobol points (Owen
1998, doi:10.1006/jcom.1998.0487; SciPy's): each population becomes that many organisations, each standing for a share
of it, whose luck are the coordinates of a point, and the same array code as in the vectorised engine does the rest. It
is repeated with a few independent scramblings; how far they differ gives the numerical error. Every world has its own
digital shift of them (Lemieux 2009, Monte Carlo and Quasi-Monte Carlo Sampling, section 6.2), so that this error
averages out over worlds. Everything is deterministic: neither scramblings nor shifts depend on the seed.

Servers on one list of a campaign do depend on each other, and here they do not: an expectation is not affected by that
where all on the list are equally likely at every position (mean field where priorities differ, or where the length of
the list is itself random).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.model.adoption import adopt
from sim.model.fleet import Fleet, build_fleet
from sim.model.luck import Luck, Uniforms
from sim.model.measures import curves, denominators, outcome_counts
from sim.model.race import decide
from sim.model.scanning import first_entries
from sim.model.world import World

FloatArray = NDArray[np.float64]
POINTS = 2**13
SCRAMBLINGS = 8
DIMENSIONS = 192
STEPS = 2**53


@dataclass(frozen=True)
class Expectation:
    """Expected counts, as in the measures, and their numerical error (standard error over scramblings)."""

    counts: FloatArray
    below: FloatArray
    curves: FloatArray
    error: FloatArray


class Coordinates:
    """Coordinates of points, read in blocks."""

    def __init__(self, values: FloatArray) -> None:
        self._values = values

    def random(self, size: int) -> FloatArray:
        """The next `size` coordinates."""
        block, self._values = self._values[:size], self._values[size:]
        return block


class PointLuck(Luck):
    """Luck that are coordinates of points: one dimension for each decision, the same for every population."""

    def __init__(self, scrambling: int, replication: int) -> None:
        super().__init__(0, scrambling, apart=f"expected/{replication}")
        self._scrambling = scrambling
        self._shifts = self.generator("shifts").integers(STEPS, size=DIMENSIONS, dtype=np.uint64)
        self._dimensions: dict[str, int] = {}

    def stream(self, decision: str, population: str) -> Uniforms:
        """The coordinates of the points for a decision, one after the other."""
        return Coordinates(self.organizations(decision, population, POINTS))

    def organizations(self, decision: str, population: str, organizations: int) -> FloatArray:
        """The coordinate of each point for a decision of organisations."""
        dimension = self._dimensions.setdefault(decision, len(self._dimensions))
        if dimension >= DIMENSIONS:
            return super().organizations(decision, population, organizations)
        shifted = _points(self._scrambling)[dimension, :organizations] ^ self._shifts[dimension]
        return np.asarray(shifted / float(STEPS))

    def servers(self, decision: str, population: str, sizes: NDArray[np.int64] | int, organizations: int) -> FloatArray:
        """The coordinate of each point for a decision of servers: the k-th servers have a dimension of their own."""
        each = np.broadcast_to(np.asarray(sizes, dtype=np.int64), (organizations,))
        first = np.cumsum(each) - each
        luck = np.empty(int(each.sum()))
        for ordinal in range(int(each.max(initial=0))):
            owners = np.flatnonzero(each > ordinal)
            luck[first[owners] + ordinal] = self.organizations(f"{decision}/{ordinal}", population, organizations)[
                owners
            ]
        return luck


def expect(world: World, days: FloatArray) -> Expectation:
    """The expected counts and curves in one world."""
    rounds = [_scrambled(world, days, scrambling) for scrambling in range(SCRAMBLINGS)]
    counts, below, lines = (np.stack(parts) for parts in zip(*rounds, strict=True))
    error = counts.std(axis=0, ddof=1) / np.sqrt(SCRAMBLINGS)
    return Expectation(counts.mean(axis=0), below.mean(axis=0), lines.mean(axis=0), error)


def _scrambled(world: World, days: FloatArray, scrambling: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    luck = PointLuck(scrambling, world.replication)
    shares = {name: each.organizations / POINTS for name, each in world.populations.items()}
    points = {name: each.model_copy(update={"organizations": POINTS}) for name, each in world.populations.items()}
    sampled = replace(world, populations=points)
    groups = build_fleet(sampled, luck).groups
    fleet = Fleet(tuple(replace(group, weight=shares[group.name]) for group in groups))
    race = decide(sampled, fleet, luck, first_entries(sampled, fleet, luck), adopt(sampled, fleet, luck))
    weights = np.array(list(shares.values()))
    tables = (outcome_counts(race), denominators(race), curves(race, days).transpose(0, 2, 1))
    counts, below, lines = (_weighted(table, weights) for table in tables)
    return counts, below, lines.transpose(0, 2, 1)


def _weighted(table: NDArray[np.integer], weights: FloatArray) -> FloatArray:
    """Counts of points by population (last axis; all first) as counts of what they stand for."""
    parts = table[..., 1:] * weights
    return np.concatenate([parts.sum(axis=-1, keepdims=True), parts], axis=-1)


@lru_cache(maxsize=SCRAMBLINGS)
def _points(scrambling: int) -> NDArray[np.uint64]:
    """The points of one scrambling in steps of 2^-53, in the shape (dimensions, points)."""
    from scipy.stats import qmc

    generator = Luck(0, scrambling, apart="expected").generator("scrambling")
    points = qmc.Sobol(DIMENSIONS, scramble=True, rng=generator).random(POINTS)
    return np.ascontiguousarray((points.T * STEPS).astype(np.uint64))
