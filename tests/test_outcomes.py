"""Outcomes, curves and denominators: each is defined once, and adds up as it says."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

import sim
from sim.model.measures import curves, denominator_counts, outcome_counts
from sim.outcomes import (
    CURVES,
    DENOMINATOR_NAMES,
    OUTCOME_NAMES,
    OUTCOMES,
    OUTCOMES_WITH_A_SHARE,
    SERVERS,
    SINGULAR,
    denominator_of,
    in_order,
    outcome_named,
)

Counts = dict[str, NDArray[np.int64]]


@pytest.fixture(scope="module")
def race() -> sim.Race:
    """A race with hybrid organizations, whose tenants are reached."""
    return sim.simulate(sim.load("hybrid"))


@pytest.fixture(scope="module")
def counts(race: sim.Race) -> Counts:
    """Its outcomes by name."""
    return dict(zip(OUTCOME_NAMES, outcome_counts(race), strict=True))


def test_parts_add_up_to_the_whole(counts: Counts) -> None:
    made_of_parts = [each for each in OUTCOMES if each.parts]
    assert {each.name for each in made_of_parts} == {"servers", "compromised"}
    for each in made_of_parts:
        assert np.array_equal(sum(counts[part] for part in each.parts), counts[each.name]), each.name


def test_states_add_up_to_all_servers_and_curves_come_to_their_outcomes(race: sim.Race, counts: Counts) -> None:
    over_time = dict(zip(CURVES, curves(race, race.world.grid()), strict=True))
    together = sum(values for curve, values in over_time.items() if curve.is_state)
    assert np.array_equal(together, np.broadcast_to(counts["servers"][:, None], np.shape(together)))
    for curve, values in over_time.items():
        if curve.outcome is not None:
            assert np.array_equal(values[:, -1], counts[curve.outcome]), curve.name
            assert curve.unit == outcome_named(curve.outcome).unit, curve.name


def test_no_outcome_is_more_than_its_denominator(race: sim.Race, counts: Counts) -> None:
    whole = dict(zip(DENOMINATOR_NAMES, denominator_counts(race), strict=True))
    assert counts["tenants_reached"][0] > 0
    for each in OUTCOMES:
        assert (counts[each.name] <= whole[each.denominator]).all(), each.name
        assert denominator_of(each.name).unit == each.unit


def test_every_outcome_can_be_said() -> None:
    assert all(each.meaning and each.subject and each.predicate and SINGULAR[each.unit] for each in OUTCOMES)
    assert set(OUTCOME_NAMES) - set(OUTCOMES_WITH_A_SHARE) == {SERVERS}


def test_an_unknown_outcome_is_refused_with_what_is_near() -> None:
    with pytest.raises(KeyError, match="compromised"):
        outcome_named("compromized")


def test_numbers_come_into_order_by_their_names_and_none_is_forgotten() -> None:
    assert in_order(("a", "b"), {"b": 2, "a": 1}, np.int64).tolist() == [1, 2]
    with pytest.raises(AssertionError):
        in_order(("a", "b"), {"a": 1}, np.int64)
