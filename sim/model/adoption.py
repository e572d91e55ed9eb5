"""Adoption: when each server is protected, by any of the remediations offered to it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .clocks import NEVER
from .fleet import Fleet, Group
from .luck import Luck
from .passes import blocks, joined, put_where
from .world import Offer, World

FloatArray = NDArray[np.float64]


def protection_times(world: World, fleet: Fleet, luck: Luck) -> FloatArray:
    """The time, in days, at which each server of the fleet is protected, compromised or not; `inf` if never."""
    return joined([_protected(world, group, luck) for group in fleet.groups], np.float64)


def _protected(world: World, group: Group, luck: Luck) -> FloatArray:
    protected: FloatArray | None = None
    for remedy in world.remedies:
        offer = remedy.offers.get(group.name)
        if offer is not None:
            at = _installed(f"remediation/{remedy.name}", offer, group, luck)
            protected = at if protected is None else np.minimum(protected, at, out=protected)
    return np.full(group.servers, NEVER) if protected is None else protected


def fix_available(world: World, population: str) -> float:
    """The earliest moment at which a protecting remediation is available to a population; `inf` if never."""
    offers = [remedy.offers[population] for remedy in world.remedies if population in remedy.offers]
    return min((offer.available for offer in offers if offer.protects > 0), default=NEVER)


def _installed(decision: str, offer: Offer, group: Group, luck: Luck) -> FloatArray:
    """When the servers of one population have a remediation that works; organisations decide, servers may fail."""
    delays, refusals = luck.generator(f"{decision}/delay", group.name), luck.generator(f"{decision}/uptake", group.name)
    installed = np.empty(group.organizations)
    for block in blocks(group.organizations):
        times = installed[block]
        times[:] = offer.clock.reaches(offer.adoption.quantile(delays.random(len(times))))
        if offer.uptake < 1:
            put_where(times, refusals.random(len(times)) >= offer.uptake, NEVER)
    at = group.to_servers(installed)
    if offer.protects < 1:
        put_where(
            at,
            luck.servers(f"{decision}/protects", group.name, group.sizes, group.organizations) >= offer.protects,
            NEVER,
        )
    return at
