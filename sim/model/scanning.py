"""Scanning: the effort at which each campaign would enter each server, and when its clock gets there."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from .clocks import NEVER
from .consistency import too_few_addresses
from .fleet import Fleet, Group
from .laws import Exponential
from .luck import Luck
from .passes import joined, put_where, transform
from .problems import InputError
from .world import Attack, World

FloatArray = NDArray[np.float64]
NOBODY = -1


def first_entries(world: World, fleet: Fleet, luck: Luck) -> tuple[FloatArray, NDArray[np.int16]]:
    """For each server, when the first campaign would enter it if nothing protected it, and the number of the campaign.

    Times are days, `inf` where none ever would; numbers count from 0, NOBODY where there is none. Of campaigns at the
    same instant, the first in the scenario counts.
    """
    entered: dict[str, FloatArray] = {}
    campaign = {group.name: np.full(group.servers, NOBODY, dtype=np.int16) for group in fleet.groups}
    for number, attack in enumerate(world.attacks):
        for group, times in entry_times(world, attack, fleet, luck):
            if group.name not in entered:
                entered[group.name] = times
                campaign[group.name][:] = number
                continue
            earlier = np.flatnonzero(times < entered[group.name])
            entered[group.name][earlier] = times.take(earlier)
            campaign[group.name][earlier] = number
    for group in fleet.groups:
        if group.name not in entered:
            entered[group.name] = np.full(group.servers, NEVER)
    return joined([entered[group.name] for group in fleet.groups], np.float64), joined(
        list(campaign.values()), np.int16
    )


def entry_times(world: World, attack: Attack, fleet: Fleet, luck: Luck) -> Iterator[tuple[Group, FloatArray]]:
    """For each population aimed at, the time at which the campaign would enter each server if nothing protected it.

    Times are days, `inf` where it never would. Raises InputError if it has fewer addresses than servers it aims at.
    """
    groups = [group for group in fleet.groups if group.name in attack.aims and group.servers]
    few = too_few_addresses(attack.name, world.scenario.campaigns[attack.name], sum(group.servers for group in groups))
    if few:
        raise InputError([few])
    if attack.clock.total == 0 or attack.success == 0 or not groups:
        return
    efforts = (
        _random_efforts(attack, groups, luck) if attack.strategy == "random" else _listed_efforts(attack, groups, luck)
    )
    for group, effort in zip(groups, efforts, strict=True):
        entered = transform(effort, attack.clock.reaches)
        if attack.works_on < 1:
            put_where(entered, _per_server(attack, "works_on", group, luck) >= attack.works_on, NEVER)
        yield group, entered


def _per_server(attack: Attack, decision: str, group: Group, luck: Luck) -> FloatArray:
    return luck.servers(f"campaign/{attack.name}/{decision}", group.name, group.sizes, group.organizations)


def _random_efforts(attack: Attack, groups: list[Group], luck: Luck) -> Iterator[FloatArray]:
    """Probes until the first success on each server: exponential with mean addresses / success (Poisson thinning)."""
    law = Exponential((attack.addresses or 0) / attack.success)
    for group in groups:
        yield transform(_per_server(attack, "effort", group, luck), law.quantile)


def _listed_efforts(attack: Attack, groups: list[Group], luck: Luck) -> Iterator[FloatArray]:
    """Probes until the first success on each server of a list that is gone through in one random order.

    The list holds the reachable servers aimed at, vulnerable or not; `inf` for servers not on it.
    """
    places = np.concatenate([_per_server(attack, "position", group, luck) for group in groups])
    listed = np.concatenate(
        [np.ones(group.servers, dtype=bool) if group.reachable is None else group.reachable for group in groups]
    )
    positions = np.full(len(places), NEVER)
    positions[listed] = _positions(attack, places[listed], luck)
    size = attack.addresses or int(np.count_nonzero(listed))
    ends = np.cumsum([group.servers for group in groups])[:-1]
    for group, position in zip(groups, np.split(positions, ends), strict=True):
        yield (_tries(attack, group, luck) - 1) * size + position


def _tries(attack: Attack, group: Group, luck: Luck) -> FloatArray:
    """At which probe each server falls: geometric; on a hit list, the first or never."""
    if attack.success == 1:
        return np.ones(group.servers)
    if attack.strategy == "hit_list":
        return np.where(_per_server(attack, "success", group, luck) < attack.success, 1.0, NEVER)
    failures = np.log1p(-attack.success)
    return transform(
        _per_server(attack, "passes", group, luck), lambda u: np.maximum(np.ceil(np.log(1 - u) / failures), 1.0)
    )


def _positions(attack: Attack, places: FloatArray, luck: Luck) -> FloatArray:
    """The rank, from 1, of each listed server among all addresses, of which those of nobody's server fill the gaps.

    Given the luck of the servers, the others fall into the gaps between them by one multinomial draw, so the cost does
    not depend on the number of addresses.
    """
    order = np.argsort(places)
    ranks = np.arange(1, len(places) + 1, dtype=np.float64)
    others = 0 if attack.addresses is None else attack.addresses - len(places)
    if others > 0:
        gaps = np.diff(places[order], prepend=0.0, append=1.0)
        ranks += np.cumsum(luck.generator(f"campaign/{attack.name}/others").multinomial(others, gaps)[:-1])
    positions = np.empty_like(ranks)
    positions[order] = ranks
    return positions
