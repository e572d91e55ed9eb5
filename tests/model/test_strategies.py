"""Scanning strategies: by luck, probe by probe and as a chance, each says the same law."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.model.strategies import HIT_LIST, PERMUTATION, RANDOM, STRATEGIES, ListScan, Probes
from sim.scenario.strategy_rules import STRATEGY_NAMES

SIZE = 12
LISTS = [HIT_LIST, PERMUTATION]
SUCCESSES = [0.3, 1.0]


def test_every_strategy_of_a_file_scans() -> None:
    assert tuple(STRATEGIES) == STRATEGY_NAMES


@pytest.mark.parametrize("scan", LISTS, ids=lambda scan: type(scan).__name__)
@pytest.mark.parametrize("success", SUCCESSES)
@pytest.mark.parametrize("actors", [1, 3])
def test_the_first_success_by_luck_is_the_inverse_of_the_chance(scan: ListScan, success: float, actors: int) -> None:
    u = (np.arange(20_000) + 0.5) / 20_000
    first = scan.first_of(actors, success, np.full(u.shape, float(SIZE)), u)
    for probes in range(3 * SIZE):
        chance = 1 - (1 - scan.chance(success, np.array(probes / SIZE))) ** actors
        assert np.mean(first <= probes) == pytest.approx(float(chance), abs=1e-4)


@pytest.mark.parametrize("scan", LISTS, ids=lambda scan: type(scan).__name__)
@pytest.mark.parametrize("success", SUCCESSES)
def test_the_passes_by_luck_have_the_same_law(scan: ListScan, success: float) -> None:
    u = (np.arange(20_000) + 0.5) / 20_000
    for passes in range(1, 4):
        chance = float(scan.chance(success, np.array(float(passes))))
        assert np.mean(scan.passes(success, u) <= passes) == pytest.approx(chance, abs=1e-4)


def one_by_one(probes: Probes) -> Iterator[tuple[float, int]]:
    """Probes of an actor that sends one a day, each with its day and its target."""
    for efforts, targets in probes:
        yield from zip(efforts.tolist(), targets, strict=True)


def first_successes(scan: ListScan, success: float, last: int) -> NDArray[np.float64]:
    """When an actor first succeeds on one server, probe by probe, in many races; `inf` where not by the last day."""
    random = np.random.default_rng(20210302)
    addresses, weights = (SIZE, [1.0] * 3) if scan.repeats else (None, [1.0] * SIZE)
    found = np.full(4_000, np.inf)
    for race in range(len(found)):
        for time, index in one_by_one(scan.probes(weights, addresses, random)):
            if time > last:
                break
            if index == 0 and random.random() < success:
                found[race] = time
                break
    return found


@pytest.mark.parametrize("scan", LISTS, ids=lambda scan: type(scan).__name__)
@pytest.mark.parametrize("success", SUCCESSES)
def test_the_probes_one_by_one_have_the_same_law(scan: ListScan, success: float) -> None:
    """Binomial errors: within four of them at 11 times of 4 laws, two right ones would fail once in 350 seeds."""
    found = first_successes(scan, success, 2 * SIZE)
    for day in range(2, 2 * SIZE, 2):
        chance = float(scan.chance(success, np.array(day / SIZE)))
        error = np.sqrt(chance * (1 - chance) / len(found))
        assert np.mean(found <= day) == pytest.approx(chance, abs=4 * error + 1e-12)


def test_random_probes_have_the_law_of_their_effort() -> None:
    law, u = RANDOM.law(0.3, SIZE), np.linspace(0.01, 0.99, 50)
    spared = RANDOM.spared(0.3, [0.4 * law.quantile(u), 0.6 * law.quantile(u)], float(SIZE))
    assert 1 - spared == pytest.approx(u)


def test_random_probes_reach_a_server_as_a_poisson_process() -> None:
    """Two targets of 12 addresses, a probe a day for 24 days: each is reached Poisson(2) times."""
    random = np.random.default_rng(20210302)
    reached = []
    for _ in range(2_000):
        probes = islice(one_by_one(RANDOM.probes([1.0, 1.0], SIZE, random)), 60)
        reached.append(sum(index == 0 for time, index in probes if time < 24))
    assert np.mean(reached) == pytest.approx(2, abs=4 * np.sqrt(2 / 2_000))
    assert np.var(reached) == pytest.approx(2, rel=0.2)


def test_nobody_else_asks_for_a_strategy_by_its_name(root: Path) -> None:
    for path in sorted((root / "sim").rglob("*.py")):
        asked = re.findall(rf"strategy [!=]= |[!=]= \"(?:{'|'.join(STRATEGY_NAMES)})\"", path.read_text())
        assert asked == [], path
