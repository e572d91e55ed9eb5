"""Aftermath: how long footholds live, who walks through them, and whose cloud tenant is reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from sim.scenario.blocks import HYBRID

from .adoption import evicting
from .clocks import NEVER, instants
from .fleet import Indices, Players
from .lists import Lists
from .luck import Luck
from .passes import joined, put_where, which
from .scanning import entries_since
from .world import Cleaning, World

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Footholds:
    """What became of compromised servers; days, `inf` if never, and None where nothing of the kind can happen.

    `protected` is when the hole is closed, which clean-up does too.
    """

    protected: FloatArray
    detected: FloatArray | None = None
    evicted: FloatArray | None = None


def has_aftermath(world: World, population: str) -> bool:
    """Whether anything can follow from footholds on the servers of a population."""
    if not world.populations[population].runs_servers:
        return False
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
) -> Footholds:
    """How long the foothold on each server lives: until the first eviction, by clean-up or an installation that evicts.

    `players` are compromised servers, `entered` when each was. `anew` is the luck of this foothold, if it is not the
    first one there.
    """
    removing, luck_of_this = evicting(world, players, luck), luck if anew is None else anew
    cleaning = world.cleanings.get(players.population)
    if cleaning is None or cleaning.detection is None:
        return Footholds(protected, None, _removed(removing, entered) if removing else None)
    removed = _removed(removing, entered)
    delays = cleaning.detection.quantile(players.luck("aftermath/detection", luck_of_this))
    detected = _detected(entered, removed, delays, cleaning.disclosure)
    found, cleaned = which(detected < NEVER), np.full(len(players), NEVER)
    cleaned[found] = instants(detected[found] + _cleanups(cleaning, players.take(found), luck_of_this))
    closes = cleaned <= removed
    if cleaning.cleanup_protects < 1:
        closes &= players.luck("aftermath/cleanup protects", luck_of_this) < cleaning.cleanup_protects
    closing, closed = which(closes), protected.copy()
    closed[closing] = np.minimum(protected.take(closing), cleaned.take(closing))
    return Footholds(closed, detected, np.minimum(removed, cleaned))


def _removed(removing: Sequence[tuple[Indices, FloatArray]], entered: FloatArray) -> FloatArray:
    """When an installation first removes intruders who came in then; at that instant, it does.

    `removing` has the servers of each, by index, and when it is installed there.
    """
    removed = np.full(len(entered), NEVER)
    for servers, installed in removing:
        after = which(installed >= entered.take(servers))
        servers = servers.take(after)
        removed[servers] = np.minimum(removed.take(servers), installed.take(after))
    return removed


def _detected(
    entered: FloatArray, removed: FloatArray, delays: FloatArray, disclosure: FloatArray | float
) -> FloatArray:
    """When footholds are detected, unless an installation removed them before."""
    detected = instants(np.maximum(entered, disclosure) + delays)
    put_where(detected, detected >= removed, NEVER)
    return detected


def _cleanups(cleaning: Cleaning, players: Players, luck: Luck) -> FloatArray:
    """How long after its detection the foothold on each server is cleaned up; days, `inf` if never."""
    delays = np.full(len(players), NEVER)
    if cleaning.cleanup is not None:
        some = np.arange(len(players))
        if cleaning.cleanup_share < 1:
            some = players.to_whom("aftermath/cleanup share", luck, cleaning.cleanup_share)
        delays[some] = cleaning.cleanup.quantile(players.take(some).luck("aftermath/cleanup", luck))
    return delays


class Removals:
    """What removes intruders from servers, drawn once, for who asks more than once when it would do so.

    `parts` are servers of a population each, and what is asked of goes by the number of a server among all of them.
    """

    def __init__(self, world: World, parts: Sequence[Players], luck: Luck) -> None:
        ends = list(accumulate(map(len, parts)))
        self._servers = ends[-1] if ends else 0
        removing = [evicting(world, part, luck) for part in parts]
        self._installed = np.full((max(map(len, removing), default=0), self._servers), NEVER)
        for part, end, found in zip(parts, ends, removing, strict=True):
            for row, (servers, installed) in zip(self._installed, found, strict=False):
                row[servers + (end - len(part))] = installed
        cleanings = [world.cleanings.get(part.population) for part in parts]
        self._detects = any(each is not None and each.detection is not None for each in cleanings)
        self.happen = len(self._installed) > 0 or self._detects
        if not self._detects:
            return
        detection, cleanup, disclosure = [], [], []
        for part, cleaning in zip(parts, cleanings, strict=True):
            laws = None if cleaning is None else cleaning.detection
            u = [] if laws is None else [laws.quantile(part.luck("aftermath/detection", luck))]
            detection.append(_or_never(u, part))
            cleanup.append(_or_never([] if cleaning is None else [_cleanups(cleaning, part, luck)], part))
            disclosure.append(np.full(len(part), NEVER if cleaning is None else cleaning.disclosure))
        self._detection, self._cleanup, self._disclosure = (
            joined(each, np.float64) for each in (detection, cleanup, disclosure)
        )

    def evicted(self, servers: Indices, entered: FloatArray) -> FloatArray:
        """When intruders are removed from some servers, by number, if the first came in then; days, `inf` if never."""
        all_of_them = np.arange(len(servers))
        removed = _removed([(all_of_them, installed[servers]) for installed in self._installed], entered)
        if not self._detects:
            return removed
        detected = _detected(entered, removed, self._detection[servers], self._disclosure[servers])
        return np.minimum(removed, instants(detected + self._cleanup[servers]))

    def over_by(self, time: float) -> FloatArray:
        """The latest time at which intruders can have come in who are removed by another; days, `-inf` if none can."""
        latest = np.full(self._servers, -NEVER)
        for installed in self._installed:
            np.maximum(latest, np.where(installed <= time, installed, -NEVER), out=latest)
        if self._detects:
            since = time - (self._detection + self._cleanup)
            np.maximum(latest, np.where(since >= self._disclosure, since, -NEVER), out=latest)
        return latest


def _or_never(drawn: list[FloatArray], players: Players) -> FloatArray:
    """What was drawn for servers, or never where that is nothing."""
    return drawn[0] if drawn else np.full(len(players), NEVER)


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
                put_where(times, times >= evicted, NEVER)
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
    steps = players.to_whom("aftermath/pivot", luck, probability)
    delays = law.quantile(players.take(steps).luck("aftermath/pivot delay", luck))
    at = instants(entered[steps] + delays)
    pivoted[steps] = at if evicted is None else np.where(at < evicted[steps], at, NEVER)
    return pivoted
