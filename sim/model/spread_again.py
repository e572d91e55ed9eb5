"""Worms where servers may be open, and fall, more than once.

The race of all servers is played with the effort of the footholds that are known, which says what footholds there are;
and again with these, until they no longer change. What happens hangs on earlier footholds alone, so each race is right
up to the first foothold that changes, and at least one event further than the one before: there is one answer, that of
going from event to event. A race takes about as long as one without worms, and there are some three of them for each
time in which the footholds grow by a factor of e.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.problems import InputError, Problem

from .clocks import NEVER
from .fleet import Fleet, Players
from .intervals import footholds_of
from .lists import Lists
from .luck import Luck
from .passes import joined
from .scanning import seeds_of, worm_begins, worm_clock
from .world import Attack, Spread, World

FloatArray = NDArray[np.float64]
MOST_RACES = 20_000


def spread_again(
    world: World, worms: list[Attack], parts: list[Players], fleet: Fleet, luck: Luck, lists: Lists
) -> World:
    """The same world, in which it is known what becomes of every worm."""
    begun = {attack.name: _before(attack, parts, luck) for attack in worms}
    known = world.with_spreads(begun)
    for _ in range(MOST_RACES):
        found = after(known, fleet, luck, lists)
        if all(_are_same(found[name], spread) for name, spread in begun.items()):
            return known
        begun = found
        known = world.with_spreads(begun)
    message = (
        f"takes more than {MOST_RACES:_} races to spread where servers fall again; let it be slower, or end sooner"
    )
    raise InputError([Problem(("campaigns", worms[0].name, "rate"), None, message)])


def after(world: World, fleet: Fleet, luck: Luck, lists: Lists) -> dict[str, Spread]:
    """What becomes of each worm, by name, if it makes the effort that it has in a world."""
    found: dict[str, list[tuple[FloatArray, FloatArray]]] = {
        attack.name: [] for attack in world.attacks if attack.spread is not None
    }
    for group in fleet.groups:
        for block in group.in_blocks():
            for name, spans in footholds_of(world, block, luck, lists).items():
                found[name] += spans
    spreads = {attack.name: attack.spread for attack in world.attacks if attack.spread is not None}
    return {name: _of_footholds(spreads[name], spans) for name, spans in found.items()}


def _of_footholds(spread: Spread, spans: list[tuple[FloatArray, FloatArray]]) -> Spread:
    """A worm with footholds that begin and end at some times."""
    begins, ends = (joined([each[side] for each in spans], np.float64) for side in (0, 1))
    over = np.sort(ends[ends < NEVER])
    return replace(spread, begun=spread.base.reading(np.sort(begins)), over=spread.base.reading(over))


def _before(attack: Attack, parts: list[Players], luck: Luck) -> Spread:
    """A worm of which no foothold is known, and the places of servers from which it begins."""
    seeds, first, places = seeds_of(attack, parts, luck), 0, {}
    for part in parts:
        own = seeds[(seeds >= first) & (seeds < first + len(part))] - first
        places[part.population] = part.take(own).places if len(own) else own
        first += len(part)
    return Spread(worm_clock(attack), np.zeros(0), np.zeros(0), begins=worm_begins(attack), seeds=places)


def _are_same(one: Spread, other: Spread) -> bool:
    return np.array_equal(one.begun, other.begun) and np.array_equal(one.over, other.over)
