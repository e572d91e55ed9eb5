"""Adoption: when each remediation is installed on each server, and when that protects it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .clocks import NEVER, instants
from .fleet import Fleet, Group
from .luck import Luck
from .passes import blocks, joined, put_where, transform
from .world import Offer, World

FloatArray = NDArray[np.float64]
WEEK = 7.0
ROUNDING = 1e-9


@dataclass(frozen=True)
class Adoption:
    """When servers are protected, and when installations that would evict happen; days, `inf` if never.

    `evicting` has one array for each remediation that evicts anywhere.
    """

    protected: FloatArray
    evicting: tuple[FloatArray, ...]


def adopt(world: World, fleet: Fleet, luck: Luck) -> Adoption:
    """When every server of the fleet is protected, compromised or not, and when an installation would evict."""
    evicting: dict[str, list[FloatArray]] = {
        remedy.name: [] for remedy in world.remedies if any(offer.evicts > 0 for offer in remedy.offers.values())
    }
    protected = []
    for group in fleet.groups:
        earliest: FloatArray | None = None
        clears: dict[str, FloatArray] = {}
        for name, offer, installed in _installations(world, group, luck):
            if offer.evicts > 0:
                clears[name] = _where_it_works(
                    installed.copy(), offer.evicts, f"remediation/{name}/evicts", group, luck
                )
            if offer.protects > 0:
                works = _where_it_works(installed, offer.protects, f"remediation/{name}/protects", group, luck)
                earliest = works if earliest is None else np.minimum(earliest, works, out=earliest)
        protected.append(np.full(group.servers, NEVER) if earliest is None else earliest)
        for name, parts in evicting.items():
            parts.append(clears.get(name, np.full(group.servers, NEVER)))
    return Adoption(joined(protected, np.float64), tuple(joined(parts, np.float64) for parts in evicting.values()))


def fix_available(world: World, group: Group, luck: Luck) -> FloatArray | float:
    """The earliest moment at which a protecting remediation is available to each server of a population.

    One number where it is the same for all; `inf` if never.
    """
    earliest: FloatArray | float = NEVER
    for remedy in world.remedies:
        offer = remedy.offers.get(group.name)
        if offer is None or offer.protects == 0:
            continue
        available = instants(np.array([wave.available for wave in offer.waves]))
        if len(available) == 1:
            earliest = np.minimum(earliest, available[0])
        else:
            wave = _wave_of(offer, f"remediation/{remedy.name}", group, luck)
            earliest = np.minimum(earliest, group.to_servers(available[wave]))
    return earliest


def _installations(world: World, group: Group, luck: Luck) -> Iterator[tuple[str, Offer, FloatArray]]:
    """The installations of each remediation offered to a population, by server."""
    for remedy in world.remedies:
        offer = remedy.offers.get(group.name)
        if offer is not None:
            ready = _ready(f"remediation/{remedy.name}", offer, group, luck)
            yield remedy.name, offer, _installed(offer, ready, group, world.weekday)


def _ready(decision: str, offer: Offer, group: Group, luck: Luck) -> FloatArray:
    """When the organisations of a population are ready to install a remediation; `inf` for those that never do."""
    delays = luck.stream(f"{decision}/delay", group.name)
    refusals = luck.stream(f"{decision}/uptake", group.name) if offer.uptake < 1 else None
    needs = preparations = None
    if offer.prerequisite is not None:
        needs = luck.stream(f"{decision}/prerequisite", group.name)
        preparations = luck.stream(f"{decision}/prerequisite delay", group.name)
    wave = None if len(offer.waves) == 1 else _wave_of(offer, decision, group, luck)
    ready = np.empty(group.organizations)
    for block in blocks(group.organizations):
        times = ready[block]
        delay = offer.adoption.quantile(delays.random(len(times)))
        if offer.prerequisite is not None and needs is not None and preparations is not None:
            share, law = offer.prerequisite
            preparation = law.quantile(preparations.random(len(times)))
            put_where(preparation, needs.random(len(times)) >= share, 0.0)
            delay = delay + preparation
        if wave is None:
            times[:] = offer.waves[0].clock.reaches(delay)
        else:
            for number, each in enumerate(offer.waves):
                chosen = np.flatnonzero(wave[block] == number)
                times[chosen] = each.clock.reaches(delay[chosen])
        if refusals is not None:
            put_where(times, refusals.random(len(times)) >= offer.uptake, NEVER)
    return ready


def _wave_of(offer: Offer, decision: str, group: Group, luck: Luck) -> NDArray[np.intp]:
    """The number of the wave in which a remediation becomes available to each organisation."""
    upto = np.cumsum([wave.share for wave in offer.waves])[:-1]
    return np.searchsorted(upto, luck.organizations(f"{decision}/wave", group.name, group.organizations), side="right")


def _installed(offer: Offer, ready: FloatArray, group: Group, weekday: float) -> FloatArray:
    """When each server gets a remediation: one after the other, and inside the weekly window."""
    if offer.stagger > 0 and not (isinstance(group.sizes, int) and group.sizes == 1):
        ready = group.to_servers(ready) + (group.ordinals() - 1) * offer.stagger
        return transform(in_window(ready, offer.windows, weekday), instants)
    return group.to_servers(transform(in_window(ready, offer.windows, weekday), instants))


def in_window(times: FloatArray, windows: tuple[tuple[float, float], ...], weekday: float) -> FloatArray:
    """Move each time outside the weekly windows to the next opening.

    `windows` are (opens, lasts) in days after Monday 0:00, `weekday` is the time of the week at time 0. A window is
    open from its opening up to, but not including, its end.
    """
    if not windows:
        return times
    in_week = np.where(np.isfinite(times), times, 0.0) + weekday
    waits = np.full(len(times), WEEK)
    for opens, lasts in windows:
        since = np.mod(in_week - opens + ROUNDING, WEEK) - ROUNDING
        np.minimum(waits, np.where(since < lasts - ROUNDING, 0.0, WEEK - since), out=waits)
    return np.asarray(times + waits)


def _where_it_works(times: FloatArray, chance: float, decision: str, group: Group, luck: Luck) -> FloatArray:
    """Installations whose effect does not fail, server by server; changes `times` in place."""
    if chance < 1:
        put_where(times, luck.servers(decision, group.name, group.sizes, group.organizations) >= chance, NEVER)
    return times
