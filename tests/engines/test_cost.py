"""What a replication costs, in numbers, calls and bytes: it guards against slow-downs on any machine, however busy.

Seconds depend on the machine and on what else it does. These counts do not, and what makes a replication slower makes
one of them larger: more luck is drawn than can matter, code of Python grows between passes over arrays, or arrays are
written that nobody needs.
"""

from __future__ import annotations

import gc
import sys
import tracemalloc
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

import pytest
from one_scan import W1

import sim
from sim.engines.vectorized import measure
from sim.model.luck import Luck, Numbers, Who
from sim.model.world import World, Worlds

FIRST_RACE = W1 | {"populations": {"servers": {"organizations": 100_000}}, "replications": 1}
"""One campaign, one remediation, 100,000 servers."""


class Cost(NamedTuple):
    """Numbers hashed for a server, hashes of arrays, calls of functions, and the most bytes in use for a server."""

    luck: float
    hashes: float
    calls: float
    bytes: float


MOST = {
    "W1": Cost(2.2, 3, 940, 29),
    "proxylogon": Cost(12.6, 308, 29_800, 75),
    "first_steps": Cost(5.4, 14, 1_950, 148),
}
"""A tenth above what was measured; of calls a quarter, as versions of Python and NumPy differ in them."""


@cache
def world_of(case: str) -> World:
    """A world, in which a replication was already played, so that all is known that is kept between them."""
    world = Worlds(sim.Scenario.from_dict(FIRST_RACE) if case == "W1" else sim.load(case))[0]
    measure(world, world.grid())
    return world


def luck_of(world: World) -> tuple[int, int]:
    """How many numbers a replication hashes, and how often it hashes an array."""
    hashed: list[int] = []
    original = Luck.hashes

    def counting(luck: Luck, decision: str, population: str, who: Who) -> Iterable[tuple[int, Numbers]]:
        hashed.append(len(who))
        return original(luck, decision, population, who)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Luck, "hashes", counting)
        measure(world, world.grid())
    return sum(hashed), len(hashed)


def calls_of(world: World) -> int:
    """How many functions a replication calls, those written in C too."""
    number, before = 0, sys.getprofile()

    def counting(_: Any, event: str, __: Any) -> None:
        nonlocal number
        number += event in ("call", "c_call")

    sys.setprofile(counting)
    try:
        measure(world, world.grid())
    finally:
        sys.setprofile(before)
    return number


def left_over_by(world: World) -> int:
    """How many things a replication leaves to the collector of cycles, with the arrays that they hold."""
    gc.collect()
    gc.disable()
    try:
        measure(world, world.grid())
        return gc.collect()
    finally:
        gc.enable()


def bytes_of(world: World) -> int:
    """The most memory that a replication has in use at an instant beyond what was there."""
    tracemalloc.start()
    try:
        measure(world, world.grid())
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("case", MOST)
def test_a_replication_costs_no_more_than_it_must(case: str) -> None:
    world = world_of(case)
    servers = float(measure(world, world.grid()).denominators[0, 0])
    numbers, hashes = luck_of(world)
    found = Cost(numbers / servers, hashes, calls_of(world), bytes_of(world) / servers)
    assert all(each <= most for each, most in zip(found, MOST[case], strict=True)), (found, MOST[case])


@pytest.mark.parametrize("case", MOST)
def test_what_a_replication_used_is_free_when_it_is_over(case: str) -> None:
    assert left_over_by(world_of(case)) == 0
