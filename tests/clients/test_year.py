"""A year of several flaws: what is told of it, against a year that is played flaw by flaw."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

import sim
from sim.clients.year import year_of

CLIENT = {"name": "A", "deployment": "hybrid", "servers": 3, "patches_after": "10d"}
FLAWS = 3.0
YEARS = 40_000


@cache
def race() -> sim.OwnRace:
    return sim.own_race(sim.load("next_flaw"), sim.Client.from_dict(CLIENT), replications=60)


def played(chances: np.ndarray, alike: bool) -> tuple[float, float]:
    """Years with at least one breach, and breaches a year: flaws come by their gaps, each breaches by its future."""
    random = np.random.default_rng(14)
    hit = breaches = 0
    for _ in range(YEARS):
        chance, day, found = random.choice(chances), random.exponential(1 / FLAWS), 0
        while day < 1:
            found += random.random() < (chance if alike else random.choice(chances))
            day += random.exponential(1 / FLAWS)
        hit, breaches = hit + (found > 0), breaches + found
    return hit / YEARS, breaches / YEARS


@pytest.mark.parametrize("alike", [False, True])
def test_a_year_is_as_one_that_is_played(alike: bool) -> None:
    today = race().today
    assert today.has_two_peaks
    told = year_of(today, FLAWS / 365)
    share, breaches = played(today.chances, alike)
    chance = told.all_alike if alike else told.each_its_own
    assert share == pytest.approx(chance, abs=4 * np.sqrt(chance * (1 - chance) / YEARS))
    assert breaches == pytest.approx(told.breaches, rel=0.05)


def test_where_futures_are_alike_both_are_the_same_and_else_coming_together_means_fewer() -> None:
    for plan in race().all_plans:
        told = year_of(plan, FLAWS / 365)
        assert 0 <= told.all_alike <= told.each_its_own < 1
        assert told.flaws == pytest.approx(FLAWS)
    certain = sim.own_race(sim.load("first_steps").replace({"uncertain": {}}), sim.Client.from_dict(
        {"name": "A", "deployment": "on_prem", "patches_after": "10d"}), replications=3)  # fmt: skip
    told = year_of(certain.today, FLAWS / 365)
    assert told.all_alike == pytest.approx(told.each_its_own, rel=1e-12)
    assert told.each_its_own == pytest.approx(1 - np.exp(-FLAWS * certain.today.mean))


def test_few_flaws_are_as_one_by_its_rate() -> None:
    told = year_of(race().today, 1e-6)
    assert told.each_its_own == pytest.approx(365e-6 * race().today.mean, rel=1e-3)
    assert told.all_alike == pytest.approx(told.each_its_own, rel=1e-3)
