"""Aftermath: how long footholds live, who walks through them, and whose cloud tenant is reached."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.scenario.blocks import HYBRID
from sim.scenario.laws import Law

from .clocks import NEVER, instants
from .fleet import Fleet, Group
from .luck import Luck
from .scanning import Indices, reentry_times
from .world import Cleaning, World

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Foothold:
    """What became of the compromised servers `servers` (by index in the fleet); days, `inf` if never.

    `protected` is when the hole is closed, which clean-up does too.
    """

    servers: Indices
    detected: FloatArray
    evicted: FloatArray
    protected: FloatArray


def live(
    world: World,
    fleet: Fleet,
    luck: Luck,
    compromised: FloatArray,
    protected: FloatArray,
    evicting: tuple[FloatArray, ...],
) -> Foothold:
    """How long each foothold lives: until the first eviction, by clean-up or by an installation that evicts.

    `compromised` and `protected` hold days by server of the fleet; `evicting` holds installations that evict.
    """
    servers = np.flatnonzero(compromised < NEVER)
    entered = compromised[servers]
    removed = np.full(len(servers), NEVER)
    for installed in evicting:
        at = installed[servers]
        np.minimum(removed, np.where(at >= entered, at, NEVER), out=removed)
    detected, cleaned = np.full(len(servers), NEVER), np.full(len(servers), NEVER)
    if world.cleaning is not None and world.cleaning.detection is not None:
        detected, cleaned = _clean(world.cleaning, fleet, luck, servers, entered, removed)
    closed = np.where(cleaned <= removed, np.minimum(protected[servers], cleaned), protected[servers])
    return Foothold(servers, detected, np.minimum(removed, cleaned), closed)


def _clean(
    cleaning: Cleaning, fleet: Fleet, luck: Luck, servers: Indices, entered: FloatArray, removed: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """When footholds are detected and cleaned, unless an installation removed them before."""
    assert cleaning.detection is not None
    delays = _drawn("detection", cleaning.detection, fleet, luck, servers)
    detected = instants(np.maximum(entered, cleaning.disclosure) + delays)
    detected = np.where(detected < removed, detected, NEVER)
    if cleaning.cleanup is None:
        return detected, np.full(len(servers), NEVER)
    cleaned = instants(detected + _drawn("cleanup", cleaning.cleanup, fleet, luck, servers))
    if cleaning.cleanup_share < 1:
        cleaned = np.where(_uniform("cleanup share", fleet, luck, servers) < cleaning.cleanup_share, cleaned, NEVER)
    return detected, cleaned


def reentries(
    world: World, fleet: Fleet, luck: Luck, compromised: FloatArray, evicted: FloatArray
) -> FloatArray | None:
    """When each server is first entered through a foothold by another campaign; None if no campaign does that."""
    entered: FloatArray | None = None
    for attack in world.attacks:
        if attack.through_foothold:
            for servers, times in reentry_times(world, attack, fleet, luck, compromised, evicted):
                entered = np.full(fleet.servers, NEVER) if entered is None else entered
                entered[servers] = np.minimum(entered[servers], times)
    return entered


def pivots(world: World, fleet: Fleet, luck: Luck, compromised: FloatArray, evicted: FloatArray) -> FloatArray | None:
    """When an intruder steps from each server into its organisation's tenant; None if nobody can.

    The step needs a foothold that is still alive, on a server of a hybrid organisation.
    """
    if world.cleaning is None or world.cleaning.pivot is None:
        return None
    probability, law = world.cleaning.pivot
    hybrid = [group for group in fleet.groups if world.populations[group.name].deployment == HYBRID and group.servers]
    if not hybrid:
        return None
    pivoted = np.full(fleet.servers, NEVER)
    for group in hybrid:
        hits = np.flatnonzero(compromised[group.span] < NEVER)
        delays = law.quantile(_servers("pivot delay", group, luck)[hits])
        at = instants(compromised[group.span][hits] + delays)
        happens = (_servers("pivot", group, luck)[hits] < probability) & (at < evicted[group.span][hits])
        pivoted[group.span][hits] = np.where(happens, at, NEVER)
    return pivoted


def _servers(what: str, group: Group, luck: Luck) -> FloatArray:
    return luck.servers(f"aftermath/{what}", group.name, group.sizes, group.organizations)


def _uniform(what: str, fleet: Fleet, luck: Luck, servers: Indices) -> FloatArray:
    """Luck of some servers of the fleet, by index."""
    bounds = np.searchsorted(servers, [group.first for group in fleet.groups[1:]])
    parts = np.split(servers, bounds)
    drawn = [_servers(what, group, luck)[part - group.first] for group, part in zip(fleet.groups, parts, strict=True)]
    return np.concatenate(drawn) if drawn else np.zeros(0)


def _drawn(what: str, law: Law, fleet: Fleet, luck: Luck, servers: Indices) -> FloatArray:
    return law.quantile(_uniform(what, fleet, luck, servers))
