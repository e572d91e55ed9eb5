"""The vectorized engine: exact, per server, in a few passes of array code over a block of servers after the other.

Results do not depend on how many servers a block has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.model.alarms import with_alarms
from sim.model.crews import with_crews
from sim.model.feedback import with_spread
from sim.model.fleet import Fleet, build_fleet, check_addresses, check_memory, outline
from sim.model.intervals import race_of
from sim.model.lists import Lists
from sim.model.luck import Luck
from sim.model.measures import measures_of
from sim.model.passes import keep_freed_memory
from sim.model.race import GroupRace, Race, assembled
from sim.model.steps import grid_of
from sim.model.world import World

from .measured import Measured

FloatArray = NDArray[np.float64]


def simulate(world: World) -> Race:
    """The race in one world. Raises InputError if a drawn value does not fit or memory does not suffice."""
    luck = world.luck
    fleet = build_fleet(world, luck)
    world = with_alarms(world, lambda each: races(each, luck, fleet))
    return assembled(world, fleet, luck, races(world, luck, fleet))


def measure(world: World, days: FloatArray) -> Measured:
    """What the race in one world comes to, without keeping it. Raises InputError as `simulate` does."""
    check_memory(world, kept=False)
    luck = world.luck
    fleet = outline(world, luck, kept=False)
    world = with_alarms(world, lambda each: races(each, luck, fleet))
    return Measured.exact(measures_of(world, races(world, luck, fleet), grid_of(days)), world)


def races(world: World, luck: Luck, fleet: Fleet) -> Iterator[GroupRace]:
    """The races of blocks of servers, in the order of the fleet. Raises InputError if a drawn value does not fit."""
    check_addresses(world, fleet)
    keep_freed_memory()
    lists = Lists(world, fleet, luck)
    world = _with_queues_and_worms(world, fleet, luck, lists)
    for group in fleet.groups:
        for block in group.in_blocks():
            with np.errstate(over="ignore"):  # a threshold too large for a float is never reached
                yield race_of(world, lists.exposed(block), luck, lists)


def settled(world: World) -> World:
    """The same world, in which all is known that hangs on the race: when alarms go off, and what becomes of worms."""
    if not world.hangs_on_the_race:
        return replace(world, is_settled=True)
    luck = world.luck
    fleet = outline(world, luck, kept=False)
    world = with_alarms(world, lambda each: races(each, luck, fleet))
    return replace(_with_queues_and_worms(world, fleet, luck, Lists(world, fleet, luck)), is_settled=True)


def _with_queues_and_worms(world: World, fleet: Fleet, luck: Luck, lists: Lists) -> World:
    """The same world, in which it is known when crews are done with each server, and what becomes of every worm."""
    return with_spread(with_crews(world, fleet, luck), fleet, luck, lists)
