"""Adoption: when each remediation is installed on each server, and when that protects it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from .clocks import NEVER, instants
from .fleet import Indices, Players
from .luck import Luck
from .steps import MANY, Grid, Times, before, timed
from .world import Offer, Wave, World

FloatArray = NDArray[np.float64]
WEEK = 7.0
ROUNDING = 1e-9
NOTHING = -1


def protections(world: World, players: Players, luck: Luck, grid: Grid) -> Times:
    """When each server is protected first, compromised or not.

    Remediations are taken in the order in which they become available, so that a later one is worked out only for the
    servers that are still open then.
    """
    offers = [(each.name, each.offers.get(players.population)) for each in world.remedies]
    protecting = [(name, offer) for name, offer in offers if offer is not None and offer.protects > 0]
    protecting.sort(key=lambda each: each[1].first_available)
    steps = np.full(len(players), grid.never)
    by = np.full(len(players), NOTHING, dtype=np.int16)

    def exact(some: Indices) -> FloatArray:
        times = np.full(len(some), NEVER)
        for number, (name, offer) in enumerate(protecting):
            which = np.flatnonzero(by[some] == number)
            times[which] = installed_at(world, name, offer, players.take(some[which]), luck)
        return times

    for number, (name, offer) in enumerate(protecting):
        available = grid.steps(np.array([offer.first_available]))
        unprotected = np.flatnonzero(steps >= available)
        candidates = players.take(unprotected)
        takers = takers_of(name, offer, offer.protects, "protects", candidates, luck)
        servers = unprotected[takers]
        installed = installed_in(world, name, offer, candidates.take(takers), luck, grid)
        sooner = np.flatnonzero(before(installed, Times(steps, exact).take(servers), grid))
        steps[servers[sooner]] = installed.steps[sooner]
        by[servers[sooner]] = number
    return Times(steps, exact)


def evictions(world: World, players: Players, luck: Luck, since: FloatArray) -> FloatArray:
    """When an installation first removes intruders who came in at `since`; at that instant, it does."""
    removed = np.full(len(players), NEVER)
    for remedy in world.remedies:
        offer = remedy.offers.get(players.population)
        if offer is not None and offer.evicts > 0:
            takers = takers_of(remedy.name, offer, offer.evicts, "evicts", players, luck)
            installed = installed_at(world, remedy.name, offer, players.take(takers), luck)
            late = installed >= since[takers]
            servers = takers[late]
            removed[servers] = np.minimum(removed[servers], installed[late])
    return removed


def fix_available(world: World, players: Players, luck: Luck) -> FloatArray | float:
    """The earliest moment at which a protecting remediation is available to each server.

    One number where it is the same for all; `inf` if never.
    """
    earliest: FloatArray | float = NEVER
    for remedy in world.remedies:
        offer = remedy.offers.get(players.population)
        if offer is None or offer.protects == 0:
            continue
        available = instants(np.array([wave.available for wave in offer.waves]))
        if len(available) == 1:
            earliest = np.minimum(earliest, available[0])
        else:
            earliest = np.minimum(earliest, available[_wave_of(offer, f"remediation/{remedy.name}", players, luck)])
    return earliest


def takers_of(name: str, offer: Offer, chance: float, effect: str, players: Players, luck: Luck) -> Indices:
    """The servers, by index, that ever get a remediation and on which an effect of it does not fail."""
    takers = np.arange(len(players))
    if offer.uptake < 1:
        takers = np.flatnonzero(players.luck_of_organizations(f"remediation/{name}/uptake", luck) < offer.uptake)
    if chance < 1:
        takers = takers[players.take(takers).luck(f"remediation/{name}/{effect}", luck) < chance]
    return takers


def installed_at(world: World, name: str, offer: Offer, players: Players, luck: Luck) -> FloatArray:
    """When a remediation is installed on each of the servers that get it."""
    decision = f"remediation/{name}"
    delay = offer.adoption.quantile(players.luck_of_organizations(f"{decision}/delay", luck))
    if offer.prerequisite is not None:
        need = _unprepared(decision, offer, players, luck)
        u = players.take(need).luck_of_organizations(f"{decision}/prerequisite delay", luck)
        delay[need] += offer.prerequisite[1].quantile(u)
    times = np.empty(len(players))
    for chosen, wave in _waves(decision, offer, players, luck):
        times[chosen] = wave.clock.reaches(delay[chosen])
    if offer.stagger > 0:
        times += (players.ordinals - 1) * offer.stagger
    return instants(in_window(times, offer.windows, world.weekday))


def installed_in(world: World, name: str, offer: Offer, players: Players, luck: Luck, grid: Grid) -> Times:
    """The same as times that are worked out where they must be."""
    decision = f"remediation/{name}"

    def exact(some: Indices) -> FloatArray:
        return installed_at(world, name, offer, players.take(some), luck)

    one_by_one = offer.stagger > 0 and not players.group.is_single
    if one_by_one or offer.windows or len(players) < MANY:
        return timed(exact(np.arange(len(players))), grid)
    u = players.luck_of_organizations(f"{decision}/delay", luck)
    steps = np.empty(len(players), dtype=np.intp)
    for chosen, wave in _waves(decision, offer, players, luck):
        steps[chosen] = grid.images(offer.adoption, wave.clock).steps(u[chosen])
    if offer.prerequisite is not None:
        need = _unprepared(decision, offer, players, luck)
        steps[need] = grid.steps(exact(need))
    return Times(steps, exact)


def _unprepared(decision: str, offer: Offer, players: Players, luck: Luck) -> Indices:
    """The servers, by index, whose organisations must do something else first."""
    assert offer.prerequisite is not None
    return np.flatnonzero(players.luck_of_organizations(f"{decision}/prerequisite", luck) < offer.prerequisite[0])


def _waves(decision: str, offer: Offer, players: Players, luck: Luck) -> Iterator[tuple[Indices | slice, Wave]]:
    """The waves in which a remediation becomes available, with the servers of each by index."""
    if len(offer.waves) == 1:
        yield slice(None), offer.waves[0]
        return
    numbers = _wave_of(offer, decision, players, luck)
    for number, wave in enumerate(offer.waves):
        yield np.flatnonzero(numbers == number), wave


def _wave_of(offer: Offer, decision: str, players: Players, luck: Luck) -> NDArray[np.intp]:
    """The number of the wave in which a remediation becomes available to the organisation of each server."""
    upto = np.cumsum([wave.share for wave in offer.waves])[:-1]
    u = players.luck_of_organizations(f"{decision}/wave", luck)
    return np.asarray(np.sum([u >= share for share in upto], axis=0, dtype=np.intp))


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
