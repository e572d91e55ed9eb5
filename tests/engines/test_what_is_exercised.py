"""Combinations of features in which a feature changes nothing compare nothing: what each is about does happen in them.

A level of a feature is taken back to the plainest one, on the same luck: if every count and curve stays as it was, the
races would be the same without it. Few may be so; a new feature of which that is found wants larger fleets, other
numbers, or what it waits for (`features.bring`).
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product

import numpy as np
import pytest
from features import FEATURES, OFTEN, PLAIN
from numpy.typing import NDArray
from test_combinations import combinations, world_of

from sim.engines.engine import VECTORIZED
from sim.engines.measured import Measured
from sim.model.crews import with_crews
from sim.model.fleet import build_fleet
from sim.model.world import World, Worlds

FloatArray = NDArray[np.float64]

ALIKE = {("deployment", "hosted")}
"""Levels that change who may patch, or names, and no number."""
TRIED, CHANGED, LEAST = 40, 2, 0.08
"""Of so many races with a level, so many must not be as they are without; of many races, at least such a share."""
OF_WORMS = {"strategy", "other_strategy", "again"}


@cache
def outcome(number: int, changed: tuple[str, str] | None, replication: int) -> Measured:
    """What a race of a combination comes to, with one feature at another level."""
    row = combinations()[number][1] | ({} if changed is None else {changed[0]: changed[1]})
    world = world_of(row, number)
    return VECTORIZED.measure(Worlds(world.scenario)[replication], world.grid())


def changes(number: int, feature: str, replication: int) -> bool:
    """Whether a race is another one without a feature."""
    one, other = outcome(number, None, replication), outcome(number, (feature, PLAIN[feature]), replication)
    if one.counts.shape != other.counts.shape:
        return True
    return not (np.array_equal(one.counts, other.counts) and np.array_equal(one.curves, other.curves))


def with_level(feature: str, level: str, *, quickly: bool) -> list[int]:
    """The combinations with a level; on a lattice laws of adoption are all alike."""
    return [
        number
        for number, row in combinations()
        if row[feature] == level
        and (feature != "adoption" or row["times"] == "any")
        and not (quickly and feature not in OF_WORMS and "worm" in row.values())
    ]


LEVELS = [
    (feature, level)
    for feature, levels in FEATURES.items()
    for level in levels
    if level != PLAIN[feature] and (feature, level) not in ALIKE
]


@pytest.mark.parametrize(("feature", "level"), LEVELS)
def test_every_level_changes_some_of_the_races_that_it_is_in(feature: str, level: str) -> None:
    some = with_level(feature, level, quickly=True)
    tries = list(product(range(1 + TRIED // len(some)), some))[:TRIED]
    changed = 0
    for replication, number in tries:
        changed += changes(number, feature, replication)
        if changed == CHANGED:
            return
    pytest.fail(f"{feature} {level} changes {changed} of {len(tries)} races")


@pytest.mark.verify
@pytest.mark.parametrize(("feature", "level"), LEVELS)
def test_every_level_changes_a_good_share_of_the_races_that_it_is_in(feature: str, level: str) -> None:
    numbers = with_level(feature, level, quickly=False)
    assert np.mean([changes(number, feature, replication) for number in numbers for replication in range(3)]) > LEAST


def test_crews_are_busy() -> None:
    """More technicians would be done sooner."""
    numbers = [number for number, row in combinations() if row["window"] == "crew" and row["remediations"] != "none"]
    sooner = 0
    for number in numbers:
        world = world_of(combinations()[number][1], number)
        remedy = world.remedies[0]
        assert remedy.crew is not None
        many = replace(world, remedies=(replace(remedy, crew=replace(remedy.crew, technicians=100)),))
        sooner += not np.array_equal(_finished(world), _finished(many))
    assert sooner > len(numbers) / 2


def _finished(world: World) -> FloatArray:
    """When the crew of the first remediation is done with each server."""
    offers = with_crews(world, build_fleet(world, world.luck), world.luck).remedies[0].offers.values()
    return np.concatenate([each.finished for each in offers if each.finished is not None])


def test_servers_fall_several_times_where_they_are_to() -> None:
    falls = []
    for number, row in combinations():
        if OFTEN in row.items():
            lives = VECTORIZED.race(world_of(row, number)).lives
            assert lives is not None
            falls.append(len(lives.foothold.servers) / max(len(np.unique(lives.foothold.servers)), 1))
    assert np.mean(np.array(falls) > 2) > 1 / 3
