"""Adoption: when each remediation is installed on each server, and when that protects it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.scenario.laws import SHARES_ROUNDING

from .clocks import NEVER, instants
from .fleet import Indices, IntArray, Players
from .luck import Luck
from .passes import never_nan, which
from .times import ByLuck, timing
from .world import Offer, World

FloatArray = NDArray[np.float64]


def protections(world: World, players: Players, luck: Luck) -> FloatArray:
    """When each server is protected first, compromised or not; days, `inf` if never.

    Remediations are taken in the order in which they become available, so that a later one is worked out only for the
    servers that are still open then.
    """
    protected = np.full(len(players), NEVER)
    offers = sorted(_protecting(world, players), key=lambda each: each[1].first_available)
    for place, (name, offer) in enumerate(offers):
        unprotected = which(protected > offer.first_available) if place else None
        if unprotected is None:
            servers, installed = installations(name, offer, players, "protects", luck)
            protected[servers] = installed
        elif len(unprotected):
            servers, installed = installations(name, offer, players.take(unprotected), "protects", luck)
            servers = unprotected.take(servers)
            protected[servers] = np.minimum(protected.take(servers), installed)
    never_nan("protection", protected)
    return protected


def protections_by_luck(world: World, players: Players, luck: Luck) -> ByLuck | None:
    """The same as the luck in one decision, where that alone decides when each server is protected; else None."""
    offers = _protecting(world, players)
    if len(offers) != 1 or not offers[0][1].is_threshold:
        return None
    ((name, offer),) = offers
    decision = f"remediation/{name}"
    delay = players.luck_of_organizations(f"{decision}/delay", luck)
    for chance, is_below, what in (
        (offer.uptake, players.organizations_below, "uptake"),
        (offer.protects, players.is_below, "protects"),
    ):
        if chance < 1:
            delay += ~is_below(f"{decision}/{what}", luck, chance)  # more luck than there is
    return ByLuck(delay, timing(offer.adoption, offer.waves[0].clock, world.last_instant))


def _protecting(world: World, players: Players) -> list[tuple[str, Offer]]:
    """The remediations that can protect servers, by name, as these have them."""
    offers = ((remedy.name, remedy.offers.get(players.population)) for remedy in world.remedies)
    return [(name, offer) for name, offer in offers if offer is not None and offer.protects > 0]


def evicting(world: World, players: Players, luck: Luck) -> list[tuple[Indices, FloatArray]]:
    """The servers, by index, on which each remediation that evicts is installed and does so, and when (days)."""
    offers = ((remedy.name, remedy.offers.get(players.population)) for remedy in world.remedies)
    return [
        installations(name, offer, players, "evicts", luck)
        for name, offer in offers
        if offer is not None and offer.evicts > 0
    ]


def fix_available(world: World, players: Players, luck: Luck) -> FloatArray | float:
    """The earliest moment at which a protecting remediation is available to each server.

    One number where it is the same for all; `inf` if never.
    """
    earliest: FloatArray | float = NEVER
    for remedy in world.remedies:
        offer = remedy.offers.get(players.population)
        if offer is None or offer.protects_at_most == 0:
            continue
        first, *later = offer.can_be_installed
        if not later:
            earliest = np.minimum(earliest, first)
        else:
            since = np.full(len(players), first)
            waves = _later_waves(offer, f"remediation/{remedy.name}", players, luck)
            for time, chosen in zip(later, waves, strict=True):
                since[chosen] = time
            earliest = np.minimum(earliest, since)
    return earliest


def installations(name: str, offer: Offer, players: Players, effect: str, luck: Luck) -> tuple[Indices, FloatArray]:
    """Servers on which a remediation is installed and has an effect, `protects` or `evicts`, by index, and when."""
    decision = f"remediation/{name}"
    if offer.finished is not None:
        finished = offer.finished[players.place]
        servers = which(finished < NEVER)
    else:
        servers = _who(offer, decision, players, luck)
    chance = getattr(offer, effect)
    if chance < 1:
        servers = servers.take(players.take(servers).to_whom(f"{decision}/{effect}", luck, chance))
    if offer.finished is not None:
        return servers, finished.take(servers)
    players = players.take(servers)
    return servers, _turns(decision, offer, players, luck)


def with_installations(world: World, players: Iterable[Players], luck: Luck) -> World:
    """The same world, in which it is known when remediations are installed on some servers, each all of its population.

    What asks for that more than once need not work it out again.
    """
    everybody, remedies = list(players), []
    for remedy in world.remedies:
        offers = dict(remedy.offers)
        for some in everybody:
            offer = offers.get(some.population)
            if offer is not None and offer.finished is None:
                decision, finished = f"remediation/{remedy.name}", np.full(some.group.servers, NEVER)
                servers = _who(offer, decision, some, luck)
                installing = some.take(servers)
                finished[installing.place] = _turns(decision, offer, installing, luck)
                offers[some.population] = replace(offer, finished=finished)
        remedies.append(replace(remedy, offers=offers))
    return replace(world, remedies=tuple(remedies))


def queued(name: str, offer: Offer, players: Players, luck: Luck) -> FloatArray:
    """When each server is in the queue of a crew: its organization is ready and its ring comes; `inf` if never."""
    decision, times = f"remediation/{name}", np.full(len(players), NEVER)
    servers = _who(offer, decision, players, luck)
    times[servers] = instants(_ring_comes(decision, offer, players.take(servers), luck))
    return times


def ring_delays(
    rings: tuple[tuple[float, float], ...], ordinals: FloatArray | IntArray, sizes: IntArray | int
) -> FloatArray:
    """How long after its organization is ready the ring of each server comes; days, 0 without rings.

    Of an organization of n servers, the first rings together have n times their shares, rounded to the nearest whole
    number, a half up: server j is in the first ring whose cumulative share is at least (j - 1/2) / n. So over sizes of
    organizations, no ring has more or less than its share but by chance.
    """
    if not rings:
        return np.zeros(len(ordinals))
    upto = np.cumsum([share for share, _ in rings])[:-1] + SHARES_ROUNDING
    number = np.searchsorted(upto, (ordinals - 0.5) / sizes, side="left")
    return np.array([after for _, after in rings])[number]


def _who(offer: Offer, decision: str, players: Players, luck: Luck) -> Indices:
    """The servers, by index, whose organizations install a remediation at all."""
    if offer.uptake == 1:
        return np.arange(len(players))
    return players.to_whose_organizations(f"{decision}/uptake", luck, offer.uptake)


def _ring_comes(decision: str, offer: Offer, players: Players, luck: Luck) -> FloatArray:
    """When the organization of each server is ready to install a remediation, and its ring comes."""
    times = _ready(decision, offer, players, luck)
    return times + ring_delays(offer.rings, players.ordinals, players.sizes_of_organizations) if offer.rings else times


def _turns(decision: str, offer: Offer, players: Players, luck: Luck) -> FloatArray:
    """When a remediation is installed on each server, if its organization does so at all."""
    times = _ring_comes(decision, offer, players, luck)
    if offer.stagger > 0 and not players.group.is_single:
        times += (players.ordinals - 1) * offer.stagger
    return offer.open_times.next_open(times)


def _ready(decision: str, offer: Offer, players: Players, luck: Luck) -> FloatArray:
    """When the organization of each server is ready to install a remediation."""
    delay = offer.adoption.quantile(players.luck_of_organizations(f"{decision}/delay", luck))
    if offer.prerequisite is not None:
        share, law = offer.prerequisite
        need = players.to_whose_organizations(f"{decision}/prerequisite", luck, share)
        u = players.take(need).luck_of_organizations(f"{decision}/prerequisite delay", luck)
        delay[need] += law.quantile(u)
    times = offer.waves[0].clock.reaches(delay)
    for wave, chosen in zip(offer.waves[1:], _later_waves(offer, decision, players, luck), strict=True):
        times[chosen] = wave.clock.reaches(delay.take(chosen))
    return times


def _later_waves(offer: Offer, decision: str, players: Players, luck: Luck) -> list[Indices]:
    """To whose organizations, by index, a remediation becomes available in each wave after the first."""
    if len(offer.waves) == 1:
        return []
    begins = offer.later_waves
    later, u = players.organizations_not_below(f"{decision}/wave", luck, begins[0])
    ends = (*begins[1:], NEVER)
    return [later.compress((u >= begin) & (u < end)) for begin, end in zip(begins, ends, strict=True)]
