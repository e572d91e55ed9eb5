"""Scanning: the effort at which each campaign would enter each server, and when its clocks get there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .clocks import FASTEST, NEVER, Clock, instants, together
from .consistency import too_few_addresses
from .fleet import Fleet, Group
from .laws import Exponential
from .luck import Luck
from .passes import joined, put_where, transform
from .problems import InputError
from .world import Attack, World

FloatArray = NDArray[np.float64]
Indices = NDArray[np.intp]
NOBODY = -1
ROUNDING = 1e-12


@dataclass(frozen=True)
class Entries:
    """When campaigns would enter servers through the vulnerability, if nothing protected them; days, `inf` if never.

    `first` is the earliest, by the campaign numbered `campaign` from 0 (NOBODY where there is none; of several at the
    same instant, the first in the scenario). `second` is the earliest of the others; None if there is only one.
    """

    first: FloatArray
    second: FloatArray | None
    campaign: NDArray[np.int16]


def first_entries(world: World, fleet: Fleet, luck: Luck) -> Entries:
    """The first and second campaign to enter each server. Raises InputError if one has too few addresses."""
    first: dict[str, FloatArray] = {}
    second: dict[str, FloatArray] = {}
    campaign = {group.name: np.full(group.servers, NOBODY, dtype=np.int16) for group in fleet.groups}
    for number, attack in enumerate(world.attacks):
        if attack.through_foothold:
            continue
        for group, times in entry_times(world, attack, fleet, luck):
            if group.name not in first:
                first[group.name] = times
                campaign[group.name][:] = number
                continue
            present = first[group.name]
            earlier = np.flatnonzero(times < present)
            later = np.maximum(times, present)
            present[earlier] = times.take(earlier)
            campaign[group.name][earlier] = number
            other = second.get(group.name)
            second[group.name] = later if other is None else np.minimum(other, later, out=other)
    return Entries(
        _fleetwide(first, fleet),
        _fleetwide(second, fleet) if second else None,
        joined(list(campaign.values()), np.int16),
    )


def _fleetwide(by_population: dict[str, FloatArray], fleet: Fleet) -> FloatArray:
    """Times by population as one array; never for populations without any."""
    parts = [
        by_population[group.name] if group.name in by_population else np.full(group.servers, NEVER)
        for group in fleet.groups
    ]
    return joined(parts, np.float64)


def entry_times(world: World, attack: Attack, fleet: Fleet, luck: Luck) -> Iterator[tuple[Group, FloatArray]]:
    """For each population aimed at, the time at which the campaign would enter each server if nothing protected it.

    Times are days, `inf` where it never would. Raises InputError if it has fewer addresses than servers it aims at.
    """
    groups = _aimed(world, attack, fleet)
    earliest: list[FloatArray] = []
    for decision, clock in _actors(attack):
        if groups and attack.success > 0 and clock.total > 0:
            efforts = _efforts(attack, decision, groups, luck)
            times = [transform(effort, clock.reaches) for effort in efforts]
            earliest = [np.minimum(*pair) for pair in zip(earliest, times, strict=True)] if earliest else times
    for group, entered in zip(groups if earliest else (), earliest, strict=True):
        if attack.dwell is not None:
            entered += attack.dwell.quantile(_per_server(f"campaign/{attack.name}", "dwell", group, luck))
        if attack.works_on < 1:
            put_where(entered, ~_works(attack, group, luck), NEVER)
        yield group, transform(entered, instants)


def reentry_times(
    world: World, attack: Attack, fleet: Fleet, luck: Luck, open_from: FloatArray, open_until: FloatArray
) -> Iterator[tuple[Indices, FloatArray]]:
    """When a campaign that walks through footholds enters servers that have one.

    Only probes from `open_from` (days, `inf` where there never is a foothold) up to, not including, `open_until`
    count. Yields, for each population aimed at, the servers with a foothold by their index in the fleet, and times
    in days, `inf` where it never enters.
    """
    groups = _aimed(world, attack, fleet)
    hits = [np.flatnonzero(open_from[group.span] < NEVER) for group in groups]
    earliest = [np.full(len(hit), NEVER) for hit in hits]
    for decision, clock in _actors(attack):
        if groups and attack.success > 0 and clock.total > 0:
            found = _later_hits(attack, decision, clock, groups, luck, hits, open_from)
            earliest = [np.minimum(*pair) for pair in zip(earliest, found, strict=True)]
    for group, hit, times in zip(groups, hits, earliest, strict=True):
        if attack.dwell is not None:
            times += attack.dwell.quantile(_per_server(f"campaign/{attack.name}", "dwell", group, luck)[hit])
        times = instants(times)
        fails = times >= open_until[group.span][hit]
        if group.reachable is not None:
            fails |= ~group.reachable[hit]
        if attack.works_on < 1:
            fails |= ~_works(attack, group, luck)[hit]
        put_where(times, fails, NEVER)
        yield hit + group.first, times


def _aimed(world: World, attack: Attack, fleet: Fleet) -> list[Group]:
    """The populations with servers that a campaign aims at."""
    groups = [group for group in fleet.groups if group.name in attack.aims and group.servers]
    if any(group.weight is not None for group in groups):
        return groups
    few = too_few_addresses(attack.name, world.scenario.campaigns[attack.name], sum(group.servers for group in groups))
    if few:
        raise InputError([few])
    return groups


def _actors(attack: Attack) -> list[tuple[str, Clock]]:
    """The actors of a campaign that have an order of their own: the name of their luck, and their clock.

    Poisson probing of several adds up to one clock, unless their speeds are exponential.
    """
    name = f"campaign/{attack.name}"
    if attack.strategy == "random" and not any(clock.growths for clock in attack.clocks):
        return [(name, together(attack.clocks))]
    return [(f"{name}/actor {number}" if number else name, clock) for number, clock in enumerate(attack.clocks)]


def _per_server(decision: str, what: str, group: Group, luck: Luck) -> FloatArray:
    return luck.servers(f"{decision}/{what}", group.name, group.sizes, group.organizations)


def _works(attack: Attack, group: Group, luck: Luck) -> NDArray[np.bool_]:
    """Whether a campaign can succeed on each server at all."""
    return _per_server(f"campaign/{attack.name}", "works_on", group, luck) < attack.works_on


def _efforts(attack: Attack, decision: str, groups: list[Group], luck: Luck) -> Iterator[FloatArray]:
    """Probes of an actor until its first success on each server, by population."""
    if attack.strategy == "random":
        for group in groups:
            yield transform(_per_server(decision, "effort", group, luck), _probes(attack).quantile)
        return
    positions, size = _positions(attack, decision, groups, luck)
    for group, position in zip(groups, positions, strict=True):
        yield (_tries(attack, decision, group, luck) - 1) * max(size, 1) + position


def _later_hits(
    attack: Attack,
    decision: str,
    clock: Clock,
    groups: list[Group],
    luck: Luck,
    hits: list[Indices],
    open_from: FloatArray,
) -> Iterator[FloatArray]:
    """When an actor first succeeds on each of the servers `hits`, by population, at or after `open_from`."""
    since = [open_from[group.span][hit] for group, hit in zip(groups, hits, strict=True)]
    if attack.strategy == "random":
        for group, hit, opened in zip(groups, hits, since, strict=True):
            effort = clock.reading(opened) + _probes(attack).quantile(_per_server(decision, "effort", group, luck)[hit])
            yield np.maximum(clock.reaches(effort), opened)
        return
    positions, size = _positions(attack, decision, groups, luck)
    for group, hit, opened, position in zip(groups, hits, since, positions, strict=True):
        tries, place = _tries(attack, decision, group, luck)[hit], position[hit]
        passes = _passes_before(clock, opened, place, max(size, 1))
        effort = (passes + tries - 1) * max(size, 1) + place
        if attack.strategy == "hit_list":
            put_where(effort, passes > 0, NEVER)
        yield np.maximum(clock.reaches(effort), opened)


def _passes_before(clock: Clock, opened: FloatArray, place: FloatArray, size: float) -> FloatArray:
    """How often a list of a size had come to each place before a time.

    The reading alone does not tell: a clock that has stopped or pauses at a probe still reads it long afterwards.
    """
    listed = place < NEVER
    passes = np.zeros(len(place))
    passes[listed] = np.ceil((clock.reading(opened[listed]) * (1 - ROUNDING) - place[listed]) / size)
    np.maximum(passes, 0.0, out=passes)
    passes += instants(clock.reaches(passes * size + place)) < opened
    return passes


def _probes(attack: Attack) -> Exponential:
    """Probes at random addresses until the first success on a server: exponential by Poisson thinning."""
    return Exponential(min((attack.addresses or 0) / attack.success, FASTEST))


def _positions(attack: Attack, decision: str, groups: list[Group], luck: Luck) -> tuple[list[FloatArray], int]:
    """The position of each server on the list of an actor, by population, and the length of the list.

    The list holds the reachable servers aimed at, vulnerable or not; `inf` for servers not on it. Where each stands
    for several, in an expectation, a position is as likely to be any on the list.
    """
    places = np.concatenate([_places(attack, decision, group, luck) for group in groups])
    everywhere = (
        np.ones(group.servers, dtype=bool) if group.reachable is None else group.reachable for group in groups
    )
    listed = np.concatenate(list(everywhere))
    positions = np.full(len(places), NEVER)
    weights = np.repeat([group.weight or 1.0 for group in groups], [group.servers for group in groups])[listed]
    size = attack.addresses or round(float(np.sum(weights)))
    if groups[0].weight is None:
        positions[listed] = _ranks(attack, decision, places[listed], luck)
    elif len(set(attack.aims.values())) == 1:
        positions[listed] = np.floor(places[listed] * size) + 1
    else:
        positions[listed] = _mean_ranks(places[listed], weights)
    ends = np.cumsum([group.servers for group in groups])[:-1]
    return np.split(positions, ends), size


def _places(attack: Attack, decision: str, group: Group, luck: Luck) -> FloatArray:
    """What the order of a list goes by: uniform luck, or where weights differ Exp(1) / weight."""
    place = _per_server(decision, "position", group, luck)
    weights = attack.aims
    return place if len(set(weights.values())) == 1 else -np.log(1 - place) / weights[group.name]


def _tries(attack: Attack, decision: str, group: Group, luck: Luck) -> FloatArray:
    """At which of its probes each server falls: geometric; on a hit list, the first or never."""
    if attack.success == 1:
        return np.ones(group.servers)
    if attack.strategy == "hit_list":
        return np.where(_per_server(decision, "success", group, luck) < attack.success, 1.0, NEVER)
    failures = np.log1p(-attack.success)
    passes = _per_server(decision, "passes", group, luck)
    return transform(passes, lambda u: np.maximum(np.ceil(np.log(1 - u) / failures), 1.0))


def _ranks(attack: Attack, decision: str, places: FloatArray, luck: Luck) -> FloatArray:
    """The rank, from 1, of each listed server among all addresses, of which those of nobody's server fill the gaps.

    Given the luck of the servers, the others fall into the gaps between them by one multinomial draw, so the cost does
    not depend on the number of addresses.
    """
    order = np.argsort(places)
    ranks = np.arange(1, len(places) + 1, dtype=np.float64)
    others = 0 if attack.addresses is None else attack.addresses - len(places)
    if others > 0:
        gaps = np.diff(places[order], prepend=0.0, append=1.0)
        ranks += np.cumsum(luck.generator(f"{decision}/others").multinomial(others, gaps)[:-1])
    positions = np.empty_like(ranks)
    positions[order] = ranks
    return positions


def _mean_ranks(places: FloatArray, weights: FloatArray) -> FloatArray:
    """About the rank of each listed server where each stands for several: how many others come before it on average."""
    order = np.argsort(places)
    before = np.cumsum(weights[order]) - weights[order] / 2
    ranks = np.empty_like(before)
    ranks[order] = np.maximum(np.ceil(before), 1.0)
    return ranks
