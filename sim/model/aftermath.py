"""Aftermath: how long footholds live, who walks through them, and whose cloud tenant is reached."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.scenario.blocks import HYBRID

from .adoption import evictions
from .clocks import NEVER, instants
from .fleet import Players
from .lists import Lists
from .luck import Luck
from .scanning import entries_since
from .world import Cleaning, World

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Foothold:
    """What became of compromised servers; days, `inf` if never, and None where nothing of the kind can happen.

    `protected` is when the hole is closed, which clean-up does too.
    """

    protected: FloatArray
    detected: FloatArray | None = None
    evicted: FloatArray | None = None


def has_aftermath(world: World, population: str) -> bool:
    """Whether anything can follow from footholds on the servers of a population."""
    offers = (remedy.offers.get(population) for remedy in world.remedies)
    walk_through = (attack.through_foothold and population in attack.aims for attack in world.attacks)
    evicting = any(offer is not None and offer.evicts > 0 for offer in offers)
    return population in world.cleanings or evicting or any(walk_through)


def live(
    world: World,
    players: Players,
    luck: Luck,
    entered: FloatArray,
    protected: FloatArray,
    anew: Luck | None = None,
) -> Foothold:
    """How long the foothold on each server lives: until the first eviction, by clean-up or an installation that evicts.

    `players` are compromised servers, `entered` when each was. `anew` is the luck of this foothold, if it is not the
    first one there.
    """
    offers = [remedy.offers.get(players.population) for remedy in world.remedies]
    evicting = any(offer is not None and offer.evicts > 0 for offer in offers)
    cleaning = world.cleanings.get(players.population)
    detecting = cleaning is not None and cleaning.detection is not None
    if not evicting and not detecting:
        return Foothold(protected)
    removed = evictions(world, players, luck, entered) if evicting else np.full(len(players), NEVER)
    if cleaning is None or not detecting:
        return Foothold(protected, None, removed)
    detected, cleaned = _clean(cleaning, players, luck if anew is None else anew, entered, removed)
    closes = cleaned <= removed
    if cleaning.cleanup_protects < 1:
        closes &= players.luck("aftermath/cleanup protects", luck if anew is None else anew) < cleaning.cleanup_protects
    closed = np.where(closes, np.minimum(protected, cleaned), protected)
    return Foothold(closed, detected, np.minimum(removed, cleaned))


def _clean(
    cleaning: Cleaning, players: Players, luck: Luck, entered: FloatArray, removed: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """When footholds are detected and cleaned, unless an installation removed them before."""
    assert cleaning.detection is not None
    delays = cleaning.detection.quantile(players.luck("aftermath/detection", luck))
    detected = instants(np.maximum(entered, cleaning.disclosure) + delays)
    detected = np.where(detected < removed, detected, NEVER)
    cleaned = np.full(len(players), NEVER)
    if cleaning.cleanup is not None:
        found = np.flatnonzero(detected < NEVER)
        if cleaning.cleanup_share < 1:
            found = found[players.take(found).luck("aftermath/cleanup share", luck) < cleaning.cleanup_share]
        delays = cleaning.cleanup.quantile(players.take(found).luck("aftermath/cleanup", luck))
        cleaned[found] = instants(detected[found] + delays)
    return detected, cleaned


def reentries(
    world: World,
    players: Players,
    luck: Luck,
    lists: Lists,
    entered: FloatArray,
    evicted: FloatArray | None,
    anew: Luck | None = None,
) -> FloatArray | None:
    """When each compromised server is first entered through its foothold by another campaign; None if none does that.

    Only probes from the compromise up to, not including, the eviction count. `anew` is as in `live`.
    """
    earliest: FloatArray | None = None
    for attack in world.attacks:
        if attack.through_foothold and players.population in attack.aims:
            times = entries_since(attack, players, luck, luck if anew is None else anew, lists, entered)
            if evicted is not None:
                times[times >= evicted] = NEVER
            earliest = times if earliest is None else np.minimum(earliest, times)
    return earliest


def pivots(
    world: World, players: Players, luck: Luck, entered: FloatArray, evicted: FloatArray | None
) -> FloatArray | None:
    """When an intruder steps from each compromised server into its organization's tenant; None if nobody can.

    The step needs a foothold that is still alive, on a server of a hybrid organization.
    """
    is_hybrid = world.populations[players.population].deployment == HYBRID
    cleaning = world.cleanings.get(players.population)
    if cleaning is None or cleaning.pivot is None or not is_hybrid:
        return None
    probability, law = cleaning.pivot
    pivoted = np.full(len(players), NEVER)
    steps = np.flatnonzero(players.luck("aftermath/pivot", luck) < probability)
    delays = law.quantile(players.take(steps).luck("aftermath/pivot delay", luck))
    at = instants(entered[steps] + delays)
    pivoted[steps] = at if evicted is None else np.where(at < evicted[steps], at, NEVER)
    return pivoted
