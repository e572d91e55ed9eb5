"""Scanning: the effort at which each campaign would enter each server, and when its clocks get there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.problems import InputError
from sim.scenario.consistency import too_few_addresses

from .clocks import NEVER, Clock, instants, together
from .crowd import Crowd
from .fleet import Fleet, Group
from .lists import are_alike, effort_until, first_of, first_of_many, per_server, places, success_at, tries
from .luck import Luck
from .passes import joined, put_where, transform
from .strategies import RandomScan
from .world import Attack, World

FloatArray = NDArray[np.float64]
Indices = NDArray[np.intp]
NOBODY = -1
FEW_ACTORS = 16
"""Up to so many actors of a list are told apart by quasi-random luck in an expectation."""


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
    for times in _successes(attack, fleet.crowd, groups, luck):
        earliest = [np.minimum(*pair) for pair in zip(earliest, times, strict=True)] if earliest else times
    for group, entered in zip(groups if earliest else (), earliest, strict=True):
        if attack.dwell is not None:
            entered += attack.dwell.quantile(per_server(f"campaign/{attack.name}", "dwell", group, luck))
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
    for times in _later_successes(attack, fleet.crowd, groups, luck, hits, open_from):
        earliest = [np.minimum(*pair) for pair in zip(earliest, times, strict=True)]
    for group, hit, entered in zip(groups, hits, earliest, strict=True):
        if attack.dwell is not None:
            entered += attack.dwell.quantile(per_server(f"campaign/{attack.name}", "dwell", group, luck)[hit])
        entered = instants(entered)
        fails = entered >= open_until[group.span][hit]
        if group.reachable is not None:
            fails |= ~group.reachable[hit]
        if attack.works_on < 1:
            fails |= ~_works(attack, group, luck)[hit]
        put_where(entered, fails, NEVER)
        yield hit + group.first, entered


def _aimed(world: World, attack: Attack, fleet: Fleet) -> list[Group]:
    """The populations with servers that a campaign aims at."""
    groups = [group for group in fleet.groups if group.name in attack.aims and group.servers]
    if fleet.crowd is not None:
        return groups
    few = too_few_addresses(attack.name, world.scenario.campaigns[attack.name], sum(group.servers for group in groups))
    if few:
        raise InputError([few])
    return groups


def _successes(attack: Attack, crowd: Crowd | None, groups: list[Group], luck: Luck) -> Iterator[list[FloatArray]]:
    """When each actor of a campaign first succeeds on each server, by population."""
    name = f"campaign/{attack.name}"
    if not groups or attack.success == 0:
        return
    if isinstance(attack.strategy, RandomScan):
        law = attack.strategy.law(attack.success, attack.addresses)
        for decision, clock in _actors_at_random(attack):
            yield [
                transform(transform(per_server(decision, "effort", group, luck), law.quantile), clock.reaches)
                for group in groups
            ]
    elif crowd is not None and are_alike(attack) and _are_single(groups) and len(set(attack.clocks)) <= FEW_ACTORS:
        for index, (clock, alike) in enumerate(Counter(attack.clocks).items()):
            yield [clock.reaches(first_of(attack, alike, group, crowd, luck, _actor(name, index))) for group in groups]
    elif crowd is not None and are_alike(attack) and len(attack.clocks) > FEW_ACTORS:
        yield [first_of_many(attack, group, crowd, luck) for group in groups]
    else:
        for decision, clock in _actors_apart(attack):
            yield [
                transform(effort_until(place, tries(attack, decision, group, luck)), clock.reaches)
                for group, place in zip(groups, places(attack, decision, groups, crowd, luck), strict=True)
            ]


def _later_successes(
    attack: Attack, crowd: Crowd | None, groups: list[Group], luck: Luck, hits: list[Indices], open_from: FloatArray
) -> Iterator[list[FloatArray]]:
    """When each actor first succeeds on each of the servers `hits`, by population, at or after `open_from`."""
    if not groups or attack.success == 0:
        return
    since = [open_from[group.span][hit] for group, hit in zip(groups, hits, strict=True)]
    if isinstance(attack.strategy, RandomScan):
        law = attack.strategy.law(attack.success, attack.addresses)
        for decision, clock in _actors_at_random(attack):
            draws = (per_server(decision, "effort", group, luck)[hit] for group, hit in zip(groups, hits, strict=True))
            efforts = (clock.reading(opened) + law.quantile(u) for opened, u in zip(since, draws, strict=True))
            yield [np.maximum(clock.reaches(each), opened) for each, opened in zip(efforts, since, strict=True)]
    elif crowd is not None and are_alike(attack) and len(attack.clocks) > FEW_ACTORS:
        yield [
            first_of_many(attack, group, crowd, luck, open_from[group.span])[hit]
            for group, hit in zip(groups, hits, strict=True)
        ]
    else:
        for decision, clock in _actors_apart(attack):
            each = zip(groups, hits, since, places(attack, decision, groups, crowd, luck), strict=True)
            yield [
                success_at(attack, clock, place.of(hit), tries(attack, decision, group, luck)[hit], opened)
                for group, hit, opened, place in each
            ]


def _actors_at_random(attack: Attack) -> list[tuple[str, Clock]]:
    """The name of the luck and the clock of each actor that probes at random and does so at all.

    Poisson probing of several adds up to one clock, unless their speeds are exponential.
    """
    if any(clock.growths for clock in attack.clocks):
        return _actors_apart(attack)
    clock = together(attack.clocks)
    return [(f"campaign/{attack.name}", clock)] if clock.total > 0 else []


def _actors_apart(attack: Attack) -> list[tuple[str, Clock]]:
    """The name of the luck and the clock of each actor by itself that probes at all."""
    named = ((_actor(f"campaign/{attack.name}", number), clock) for number, clock in enumerate(attack.clocks))
    return [(name, clock) for name, clock in named if clock.total > 0]


def _actor(name: str, number: int) -> str:
    return f"{name}/actor {number}" if number else name


def _are_single(groups: list[Group]) -> bool:
    """Whether no organisation has several servers, which would be on one list together."""
    return all(np.max(group.sizes, initial=0) <= 1 for group in groups)


def _works(attack: Attack, group: Group, luck: Luck) -> NDArray[np.bool_]:
    """Whether a campaign can succeed on each server at all."""
    return per_server(f"campaign/{attack.name}", "works_on", group, luck) < attack.works_on
