"""Adoption: when each remediation is installed on each server, and when that protects it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.scenario.laws import SHARES_ROUNDING

from .clocks import NEVER, instants
from .fleet import Indices, IntArray, Players
from .luck import Luck
from .passes import never_nan
from .times import ByLuck, timing
from .world import Offer, World

FloatArray = NDArray[np.float64]


def protections(world: World, players: Players, luck: Luck) -> FloatArray:
    """When each server is protected first, compromised or not; days, `inf` if never.

    Remediations are taken in the order in which they become available, so that a later one is worked out only for the
    servers that are still open then.
    """
    protected = np.full(len(players), NEVER)
    for name, offer in sorted(_protecting(world, players), key=lambda each: each[1].first_available):
        unprotected = np.flatnonzero(protected > offer.first_available)
        if len(unprotected):
            servers, installed = installations(name, offer, players.take(unprotected), "protects", luck)
            servers = unprotected[servers]
            protected[servers] = np.minimum(protected[servers], installed)
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
    for chance, drawn, what in (
        (offer.uptake, players.luck_of_organizations, "uptake"),
        (offer.protects, players.luck, "protects"),
    ):
        if chance < 1:
            delay += drawn(f"{decision}/{what}", luck) >= chance  # more luck than there is
    return ByLuck(delay, timing(offer.adoption, offer.waves[0].clock, world.last_instant))


def _protecting(world: World, players: Players) -> list[tuple[str, Offer]]:
    """The remediations that can protect servers, by name, as these have them."""
    offers = ((remedy.name, remedy.offers.get(players.population)) for remedy in world.remedies)
    return [(name, offer) for name, offer in offers if offer is not None and offer.protects > 0]


def evictions(world: World, players: Players, luck: Luck, since: FloatArray) -> FloatArray:
    """When an installation first removes intruders who came in at `since`; at that instant, it does."""
    removed = np.full(len(players), NEVER)
    for remedy in world.remedies:
        offer = remedy.offers.get(players.population)
        if offer is not None and offer.evicts > 0:
            servers, installed = installations(remedy.name, offer, players, "evicts", luck)
            late = installed >= since[servers]
            servers = servers[late]
            removed[servers] = np.minimum(removed[servers], installed[late])
    return removed


def fix_available(world: World, players: Players, luck: Luck) -> FloatArray | float:
    """The earliest moment at which a protecting remediation is available to each server.

    One number where it is the same for all; `inf` if never.
    """
    earliest: FloatArray | float = NEVER
    for remedy in world.remedies:
        offer = remedy.offers.get(players.population)
        if offer is None or offer.protects_at_most == 0:
            continue
        available = instants(np.array([wave.available for wave in offer.waves]))
        available[available >= offer.until] = NEVER
        if len(available) == 1:
            earliest = np.minimum(earliest, available[0])
        else:
            earliest = np.minimum(earliest, available[_wave_of(offer, f"remediation/{remedy.name}", players, luck)])
    return earliest


def installations(name: str, offer: Offer, players: Players, effect: str, luck: Luck) -> tuple[Indices, FloatArray]:
    """Servers on which a remediation is installed and has an effect, `protects` or `evicts`, by index, and when."""
    decision = f"remediation/{name}"
    if offer.finished is not None:
        finished = offer.finished[players.place]
        servers = np.flatnonzero(finished < NEVER)
        works = _who(getattr(offer, effect), players.take(servers).luck, f"{decision}/{effect}", luck, len(servers))
        return servers[works], finished[servers[works]]
    servers = _who(offer.uptake, players.luck_of_organizations, f"{decision}/uptake", luck, len(players))
    players = players.take(servers)
    works = _who(getattr(offer, effect), players.luck, f"{decision}/{effect}", luck, len(players))
    servers, players = servers[works], players.take(works)
    times = _ring_comes(decision, offer, players, luck)
    if offer.stagger > 0 and not players.group.is_single:
        times += (players.ordinals - 1) * offer.stagger
    return servers, offer.open_times.next_open(times)


def queued(name: str, offer: Offer, players: Players, luck: Luck) -> FloatArray:
    """When each server is in the queue of a crew: its organization is ready and its ring comes; `inf` if never."""
    decision, times = f"remediation/{name}", np.full(len(players), NEVER)
    servers = _who(offer.uptake, players.luck_of_organizations, f"{decision}/uptake", luck, len(players))
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


def _who(chance: float, drawn: Callable[[str, Luck], FloatArray], decision: str, luck: Luck, number: int) -> Indices:
    """The servers, by index, for which something of a chance comes true."""
    return np.arange(number) if chance == 1 else np.flatnonzero(drawn(decision, luck) < chance)


def _ring_comes(decision: str, offer: Offer, players: Players, luck: Luck) -> FloatArray:
    """When the organization of each server is ready to install a remediation, and its ring comes."""
    times = _ready(decision, offer, players, luck)
    return times + ring_delays(offer.rings, players.ordinals, players.sizes_of_organizations) if offer.rings else times


def _ready(decision: str, offer: Offer, players: Players, luck: Luck) -> FloatArray:
    """When the organization of each server is ready to install a remediation."""
    delay = offer.adoption.quantile(players.luck_of_organizations(f"{decision}/delay", luck))
    if offer.prerequisite is not None:
        share, law = offer.prerequisite
        need = np.flatnonzero(players.luck_of_organizations(f"{decision}/prerequisite", luck) < share)
        u = players.take(need).luck_of_organizations(f"{decision}/prerequisite delay", luck)
        delay[need] += law.quantile(u)
    if len(offer.waves) == 1:
        return offer.waves[0].clock.reaches(delay)
    wave = _wave_of(offer, decision, players, luck)
    times = offer.waves[0].clock.reaches(delay)
    for number, each in enumerate(offer.waves[1:], start=1):
        chosen = np.flatnonzero(wave == number)
        times[chosen] = each.clock.reaches(delay[chosen])
    return times


def _wave_of(offer: Offer, decision: str, players: Players, luck: Luck) -> NDArray[np.intp]:
    """The number of the wave in which a remediation becomes available to the organization of each server."""
    u = players.luck_of_organizations(f"{decision}/wave", luck)
    wave = np.zeros(len(players), dtype=np.intp)
    for upto in np.cumsum([each.share for each in offer.waves])[:-1].tolist():
        wave += u >= upto
    return wave
