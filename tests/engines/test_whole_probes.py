"""Short lists: expectations in closed form, held against sums over their probes, one by one.

Theory. Probe k of a list is sent when its clock reads k, and reaches each of its places with the same chance. So what
servers go through is a mean over places, and given these a matter of known times.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from test_closed_form import ADOPTION, DAYS, count, one

from sim.engines import closed_form
from sim.engines.closed_form import expect, why_not
from sim.engines.panels import TooRoughError
from sim.model.world import World
from sim.outcomes import CURVE_NAMES, OUTCOME_NAMES

FloatArray = NDArray[np.float64]
SERVERS, ADDRESSES = 300, 450
ONCE = {"begins": "1.3d", "strategy": "hit_list", "rate": "23/d", "success": 0.8}
AGAIN = {"begins": "2.1d", "strategy": "permutation", "addresses": ADDRESSES, "rate": "37/d", "success": 0.6}
LISTS = {"once": ONCE, "again": AGAIN}
MORE_THAN_A_PROBE = 1e-3


def short(**others: Any) -> World:
    return one(population={"organizations": SERVERS}, **others)


def off(world: World, outcome: str) -> float:
    """By how much a result is off at most, as a part of the servers."""
    return float(expect(world, world.grid()).error[OUTCOME_NAMES.index(outcome), 0]) / SERVERS


def probed(scan: dict[str, Any]) -> FloatArray:
    """When each probe is sent."""
    begins, rate = float(scan["begins"][:-1]), float(scan["rate"][:-2])
    times = begins + np.arange(1, 2000) / rate
    last = SERVERS if scan is ONCE else len(times)
    return times[:last][times[:last] <= DAYS]


def succeeded(scan: dict[str, Any], times: FloatArray) -> FloatArray:
    """The chance that a list has got into a server by each time, if nothing closed the hole."""
    probes = np.searchsorted(probed(scan), times, side="right")
    if scan is ONCE:
        return np.asarray(0.8 * probes / SERVERS)
    passes, rest = np.divmod(probes, ADDRESSES)
    return np.asarray(1 - 0.4**passes * (1 - 0.6 * rest / ADDRESSES))


@pytest.mark.parametrize("name", ["once", "again"])
def test_one_short_list_by_formula(name: str) -> None:
    world = short(campaigns={name: LISTS[name]})
    days = np.array([2.37, 5.0, 11.9, 13.03, 17.7, 31.31, DAYS])
    times = probed(LISTS[name])
    jumps = np.diff(succeeded(LISTS[name], times), prepend=0.0) * np.exp(-ADOPTION * times)
    exact = SERVERS * np.array([jumps[times <= day].sum() for day in days])
    found = expect(world, days)
    assert off(world, "compromised") < 1e-5
    curve = found.curves[CURVE_NAMES.index("compromised_cumulative"), 0]
    np.testing.assert_allclose(curve, exact, atol=SERVERS * off(world, "compromised"))


def test_two_short_lists_by_formula() -> None:
    """Any of them, and both, get in while the hole is open."""
    world = short(campaigns=LISTS)
    days = np.array([5.0, 13.03, 23.3, DAYS])
    times = np.unique(np.concatenate([probed(ONCE), probed(AGAIN)]))
    chances = [succeeded(scan, times) for scan in LISTS.values()]
    for name, chance in (
        ("compromised_cumulative", 1 - (1 - chances[0]) * (1 - chances[1])),
        ("multiply_compromised", chances[0] * chances[1]),
    ):
        jumps = np.diff(chance, prepend=0.0) * np.exp(-ADOPTION * times)
        exact = SERVERS * np.array([jumps[times <= day].sum() for day in days])
        curve = expect(world, days).curves[CURVE_NAMES.index(name), 0]
        np.testing.assert_allclose(curve, exact, atol=SERVERS * off(world, "compromised"))


def test_who_is_compromised_before_a_fix_by_a_short_list_by_formula() -> None:
    """A probe at the instant at which the fix is there comes after it."""
    scan = {**ONCE, "begins": "0d", "rate": "20/d"}
    world = short(campaigns={"scan": scan}, fix={"available": "5d"})
    assert count(world, "compromised_before_fix") == pytest.approx(0.8 * 99, abs=1e-6)


REMOVAL = {
    "disclosure": "0d",
    "detection": {"law": "exponential", "mean": "8d"},
    "cleanup": {"law": "exponential", "half_life": "1s"},
    "reinfection": True,
    "cleanup_protects": 0.25,
}


def courses(visits: list[tuple[float, float, int]]) -> dict[str, float]:
    """The chances of falling by the horizon, of falling again, and of two campaigns: visits are time, success, whose.

    The state is who has come in so far, and whether an intruder is in; the hole is open to nobody where it was closed.
    """
    state = {(0, frozenset[int](), False): 1.0}
    last, found = 0.0, dict.fromkeys(("compromised", "compromised_again", "multiply_compromised"), 0.0)
    for time, success, who in sorted(visits):
        left = np.exp(-(time - last) / 8)
        last = time
        after: dict[tuple[int, frozenset[int], bool], float] = {}

        def add(key: tuple[int, frozenset[int], bool], chance: float, after: dict[Any, float] = after) -> None:
            after[key] = after.get(key, 0.0) + chance

        for (fell, by, is_in), chance in state.items():
            ways = [(True, left), (False, (1 - left) * 0.75)] if is_in else [(False, 1.0)]
            for still_in, share in ways:
                open_ = chance * share
                if not still_in:
                    found["compromised"] += open_ * success * (fell == 0)
                    found["compromised_again"] += open_ * success * (fell == 1)
                if len(by) == 1 and who not in by:
                    found["multiply_compromised"] += open_ * success
                if still_in:
                    add((fell, by | {who}, True), chance * share * success)
                else:
                    add((fell + 1, by | {who}, True), chance * share * success)
                add((fell, by, still_in), chance * share * (1 - success))
        state = after
    return found


def test_servers_that_fall_again_by_short_lists_by_formula(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mean over all places on both lists; the last probe is just sent."""
    few = 60
    scans = {
        "once": {**ONCE, "rate": "3/d"},
        "again": {**AGAIN, "addresses": few, "rate": "4.011/d", "success": 0.25},
    }
    sent = [1.3 + np.arange(1, few + 1) / 3.0, 2.1 + np.arange(1, 1000) / 4.011]
    sums = dict.fromkeys(("compromised", "compromised_again", "multiply_compromised"), 0.0)
    for first, second in product(range(few), range(few)):
        visits = [(float(sent[0][first]), 0.8, 0), *((float(time), 0.25, 1) for time in sent[1][second::few])]
        for name, chance in courses([visit for visit in visits if visit[0] <= DAYS]).items():
            sums[name] += chance / few**2
    world = one(population={"organizations": few}, remediations={}, campaigns=scans, aftermath=REMOVAL)
    monkeypatch.setattr(closed_form, "PART_OF_A_PROBE", MORE_THAN_A_PROBE)
    for name, chance in sums.items():
        part = off(world, name) * SERVERS / few
        assert part < MORE_THAN_A_PROBE
        assert count(world, name) == pytest.approx(few * chance, abs=few * part), name


def test_a_list_that_is_short_beside_a_jump_is_done_by_points() -> None:
    """Half of the servers are protected on day 10: a probe just before it is worth as much as one more server."""
    fix = {"adoption": {"law": "fixed", "value": "10d"}, "uptake": 0.5}
    world = short(campaigns={"scan": ONCE}, fix=fix)
    assert not why_not(world)
    with pytest.raises(TooRoughError):
        expect(world, world.grid())
