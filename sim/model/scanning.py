"""Scanning: when each campaign would enter each server, by the effort that its first success takes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.scenario.laws import Law

from .clocks import NEVER, Clock, instants, together
from .fleet import Indices, Players
from .lists import Lists, actors_apart
from .luck import Luck
from .passes import never_nan
from .steps import MANY, Grid, Times, before, timed
from .strategies import RandomScan
from .world import Attack, World

FloatArray = NDArray[np.float64]
NOBODY = -1


@dataclass(frozen=True)
class Entries:
    """The servers, by ascending index, that campaigns enter through the vulnerability while these are open, and when.

    `first` is the earliest entry, by the campaign numbered `campaign` from 0 (of several at the same instant, the first
    in the scenario). `second` is the earliest of the others, days, `inf` if never; None if there is only one campaign.
    """

    servers: Indices
    first: Times
    second: FloatArray | None
    campaign: NDArray[np.int16]


def first_entries(world: World, players: Players, luck: Luck, lists: Lists, protected: Times, grid: Grid) -> Entries:
    """The first and second campaign to enter each server before it is `protected`, by the horizon."""
    entering = [(number, attack) for number, attack in enumerate(world.attacks) if _enters(attack, players)]
    if len(entering) == 1:
        number, attack = entering[0]
        servers, entered = entry_times(attack, players, luck, lists, protected, grid)
        return Entries(servers, entered, None, np.full(len(servers), number, dtype=np.int16))
    first, second = np.full((2, len(players)), NEVER)
    campaign = np.full(len(players), NOBODY, dtype=np.int16)
    for number, attack in entering:
        servers, entered = entry_times(attack, players, luck, lists, protected, grid)
        times, present = entered.all, first[servers]
        second[servers] = np.minimum(second[servers], np.maximum(times, present))
        sooner = np.flatnonzero(times < present)
        first[servers[sooner]] = times[sooner]
        campaign[servers[sooner]] = number
    servers = np.flatnonzero(first < NEVER)
    return Entries(servers, timed(first[servers], grid), second[servers] if entering else None, campaign[servers])


def _enters(attack: Attack, players: Players) -> bool:
    """Whether a campaign can enter servers of a population through the vulnerability."""
    return not attack.through_foothold and players.population in attack.aims and attack.success > 0


def entry_times(
    attack: Attack, players: Players, luck: Luck, lists: Lists, protected: Times, grid: Grid
) -> tuple[Indices, Times]:
    """The servers, by index, that a campaign enters before they are `protected`, by the horizon, and when."""
    if isinstance(attack.strategy, RandomScan):
        servers, entered = _successes_at_random(attack, attack.strategy, players, luck, protected, grid)
    else:
        known = timed(lists.first_successes(attack, players.population)[players.place], grid)
        servers = np.flatnonzero(known.steps <= protected.steps)
        entered = known.take(servers)
    if attack.works_on < 1:
        works = np.flatnonzero(_works(attack, players.take(servers), luck))
        servers, entered = servers[works], entered.take(works)
    if attack.dwell is not None or not isinstance(attack.strategy, RandomScan):
        times = _after_dwell(attack, players.take(servers), luck, entered.all)
        never_nan("entry", times)
        entered = timed(times, grid)
    inside = np.flatnonzero(before(entered, protected.take(servers), grid))
    return servers[inside], entered.take(inside)


def reentry_times(attack: Attack, players: Players, luck: Luck, lists: Lists, opened: FloatArray) -> FloatArray:
    """When a campaign that walks through footholds enters servers by its probes at or after the time `opened`."""
    earliest = np.full(len(players), NEVER)
    if attack.success == 0:
        return earliest
    if isinstance(attack.strategy, RandomScan):
        law = attack.strategy.law(attack.success, attack.addresses)
        for decision, clock in _actors_at_random(attack):
            effort = clock.reading(opened) + law.quantile(players.luck(f"{decision}/effort", luck))
            np.minimum(earliest, np.maximum(clock.reaches(effort), opened), out=earliest)
    else:
        earliest = lists.successes_since(attack, players, opened)
    entered = _after_dwell(attack, players, luck, earliest)
    if attack.works_on < 1:
        entered[~_works(attack, players, luck)] = NEVER
    return entered


def _successes_at_random(
    attack: Attack, scan: RandomScan, players: Players, luck: Luck, protected: Times, grid: Grid
) -> tuple[Indices, Times]:
    """The servers, by index, on which a campaign that probes at random succeeds while they may be open, and when first.

    What cannot matter is left out as early as possible: servers that are protected before the campaign begins, and
    those whose luck says that its first success comes later than that, or after the horizon.
    """
    law = scan.law(attack.success, attack.addresses)
    found: list[tuple[Indices, Times]] = []
    for decision, clock in _actors_at_random(attack):
        servers = np.flatnonzero(protected.steps >= grid.steps(np.array(clock.starts[:1])))
        u = players.take(servers).luck(f"{decision}/effort", luck)
        found.append(_in_time(servers, u, law, clock, protected, grid))
    if len(found) == 1:
        return found[0]
    earliest = np.full(len(players), NEVER)
    for servers, entered in found:
        earliest[servers] = np.minimum(earliest[servers], entered.all)
    servers = np.flatnonzero(earliest < NEVER)
    return servers, timed(earliest[servers], grid)


def _in_time(
    servers: Indices, u: FloatArray, law: Law, clock: Clock, protected: Times, grid: Grid
) -> tuple[Indices, Times]:
    """The servers whose luck has the effort of a success spent by the step of their protection, and when it is."""

    def exact(some: Indices) -> FloatArray:
        return instants(clock.reaches(law.quantile(u[some])))

    if len(servers) < MANY:
        entered = timed(exact(np.arange(len(servers))), grid)
    else:
        entered = Times(grid.images(law, clock).steps(u), exact)
    near = np.flatnonzero((entered.steps <= protected.steps[servers]) & (entered.steps < grid.never))
    return servers[near], entered.take(near)


def _after_dwell(attack: Attack, players: Players, luck: Luck, times: FloatArray) -> FloatArray:
    """When a campaign is in, some time after its first success on each server."""
    if attack.dwell is not None:
        times = times + attack.dwell.quantile(players.luck(f"campaign/{attack.name}/dwell", luck))
    return instants(times)


def _actors_at_random(attack: Attack) -> list[tuple[str, Clock]]:
    """The name of the luck and the clock of each actor that probes at random and does so at all.

    Poisson probing of several adds up to one clock, unless their speeds are exponential.
    """
    if any(clock.growths for clock in attack.clocks):
        return actors_apart(attack)
    clock = together(attack.clocks)
    return [(f"campaign/{attack.name}", clock)] if clock.total > 0 else []


def _works(attack: Attack, players: Players, luck: Luck) -> NDArray[np.bool_]:
    """Whether a campaign can succeed on each server at all."""
    return players.luck(f"campaign/{attack.name}/works_on", luck) < attack.works_on
