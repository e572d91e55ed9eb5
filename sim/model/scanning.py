"""Scanning: when each campaign would enter each server, by the effort that its first success takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.scenario.laws import Exponential

from .clocks import NEVER, STOPPED, Clock, instant, instants
from .fleet import Indices, Players
from .lists import Lists, actors_apart
from .luck import Luck
from .passes import joined, never_nan, which
from .strategies import RandomScan, Worm
from .times import ByLuck, Known, Times, timing
from .world import Attack, World

FloatArray = NDArray[np.float64]
NOBODY = -1
ROUNDING = 1e-9
MOSTLY = 0.8
"""If more servers than this share are open, drawing luck for the others too takes less time than leaving them out."""


@dataclass(frozen=True)
class Entries:
    """The servers, by index, that campaigns enter through the vulnerability while these are open, and when.

    `first` is the earliest time, by the campaign numbered `campaign` from 0 (of several at the same instant, the first
    in the scenario). `second` is the earliest of the others in days, `inf` if never; None if there is only one.
    """

    servers: Indices
    first: Times
    second: FloatArray | None
    campaign: NDArray[np.int16]


def first_entries(world: World, players: Players, luck: Luck, lists: Lists, protected: Times) -> Entries:
    """The first and second campaign to enter each server before it is `protected`, by the horizon."""
    entering = [(number, attack) for number, attack in enumerate(world.attacks) if enters(attack, players)]
    if len(entering) == 1 and isinstance(protected, ByLuck):
        number, attack = entering[0]
        alone = _successes_by_luck(world, attack, players, luck)
        if alone is not None:
            servers = alone.sooner_than(protected)
            return Entries(servers, alone.take(servers), None, np.full(len(servers), number, dtype=np.int16))
    found = (
        (number, *entry_times(world, attack, players, luck, lists, protected.times)) for number, attack in entering
    )
    return first_and_second(found, len(players))


def first_and_second(found: Iterable[tuple[int, Indices, FloatArray]], number_of_servers: int) -> Entries:
    """The first and second campaign to enter each server, of the servers that each campaign enters, and when."""
    first = np.full(number_of_servers, NEVER)
    second: FloatArray | None = None
    campaign = np.full(number_of_servers, NOBODY, dtype=np.int16)
    for place, (number, servers, times) in enumerate(found):
        if place:
            present = first.take(servers)
            second = np.full(number_of_servers, NEVER) if second is None else second
            second[servers] = np.minimum(second.take(servers), np.maximum(times, present))
            sooner = which(times < present)
            servers, times = servers.take(sooner), times.take(sooner)
        first[servers] = times
        campaign[servers] = number
    servers = which(first < NEVER)
    again = None if second is None else second.take(servers)
    return Entries(servers, Known(first.take(servers)), again, campaign.take(servers))


def enters(attack: Attack, players: Players) -> bool:
    """Whether a campaign can enter servers of a population through the vulnerability."""
    is_possible = attack.success > 0 or attack.spread is not None
    return not attack.through_foothold and players.population in attack.aims and is_possible


def entry_times(
    world: World, attack: Attack, players: Players, luck: Luck, lists: Lists, protected: FloatArray
) -> tuple[Indices, FloatArray]:
    """The servers, by index, that a campaign enters before they are `protected`, by the horizon, and when (days)."""
    if attack.spread is not None:
        assert attack.spread.entered is not None, attack.name
        times = attack.spread.entered[players.population][players.place]
        servers = which((times < protected) & (times <= world.last_instant))
        return servers, times[servers]
    if isinstance(attack.strategy, RandomScan):
        servers, times = _successes_at_random(world, attack, attack.strategy, players, luck, protected)
    else:
        times = lists.first_successes(attack, players.population)[players.place]
        servers = which(times < protected)
        times = times.take(servers)
    if attack.works_on < 1:
        at = players.take(servers).to_whom(f"campaign/{attack.name}/works_on", luck, attack.works_on)
        servers, times = servers.take(at), times.take(at)
    times = _after_dwell(attack, players, luck, servers, times)
    never_nan("entry", times)
    inside = which((times < protected.take(servers)) & (times <= world.last_instant))
    return servers.take(inside), times.take(inside)


def entries_since(
    attack: Attack, players: Players, luck: Luck, anew: Luck, lists: Lists, opened: FloatArray
) -> FloatArray:
    """When a campaign enters servers by its probes at or after the time `opened`, if they stay open.

    `anew` is the luck in what is decided in every interval in which they are open: whether probes succeed, and the
    dwell.
    """
    earliest = np.full(len(players), NEVER)
    if attack.spread is not None:
        effort = attack.spread.clock.reading(opened) + worm_efforts(attack, players, anew)
        earliest = np.maximum(attack.spread.clock.reaches(effort), opened)
    elif attack.success == 0:
        return earliest
    elif isinstance(attack.strategy, RandomScan):
        law = attack.strategy.law(attack.success, attack.addresses)
        for decision, clock in _actors_at_random(attack):
            effort = clock.reading(opened) + law.quantile(players.luck(f"{decision}/effort", anew))
            np.minimum(earliest, np.maximum(clock.reaches(effort), opened), out=earliest)
    else:
        earliest = lists.successes_since(attack, players, anew, opened)
    entered = _after_dwell(attack, players, anew, None, earliest)
    if attack.works_on < 1:
        entered[~works(attack, players, luck)] = NEVER
    if attack.spread is not None and opened.min(initial=NEVER) <= attack.spread.begins < NEVER:
        is_seed = np.isin(players.places, attack.spread.seeds.get(players.population, ()))
        entered[is_seed & (opened <= attack.spread.begins)] = attack.spread.begins
    return entered


def _successes_at_random(
    world: World, attack: Attack, scan: RandomScan, players: Players, luck: Luck, protected: FloatArray
) -> tuple[Indices, FloatArray]:
    """The servers, by index, on which a campaign that probes at random succeeds while they are open, and when first.

    What cannot matter is left out as early as possible: servers that are protected before the campaign begins, if these
    are many, and those whose luck says that its first success comes after the horizon.
    """
    law = scan.law(attack.success, attack.addresses)
    found: list[tuple[Indices, FloatArray]] = []
    for decision, clock in _actors_at_random(attack):
        most = _chance_by(world.last_instant, clock, law) + ROUNDING
        is_open = protected >= clock.starts[0]
        if np.count_nonzero(is_open) > MOSTLY * len(players):
            near, u = players.luck_below(f"{decision}/effort", luck, most)
        else:
            servers = which(is_open)
            near, u = players.take(servers).luck_below(f"{decision}/effort", luck, most)
            near = servers.take(near)
        found.append((near, clock.reaches(law.quantile(u))))
    if len(found) == 1:
        return found[0]
    earliest = np.full(len(players), NEVER)
    for servers, times in found:
        earliest[servers] = np.minimum(earliest[servers], times)
    servers = which(earliest < NEVER)
    return servers, earliest[servers]


def _successes_by_luck(world: World, attack: Attack, players: Players, luck: Luck) -> ByLuck | None:
    """When a campaign enters servers, as the luck in one decision, where that alone decides; else None."""
    scan = attack.strategy
    if attack.spread is not None or attack.dwell is not None or not isinstance(scan, RandomScan):
        return None
    actors = _actors_at_random(attack)
    if len(actors) != 1:
        return None
    ((decision, clock),) = actors
    effort = players.luck(f"{decision}/effort", luck)
    if attack.works_on < 1:
        effort += ~works(attack, players, luck)  # more luck than there is
    return ByLuck(effort, timing(scan.law(attack.success, attack.addresses), clock, world.last_instant))


def worm_efforts(attack: Attack, players: Players, luck: Luck) -> FloatArray:
    """The effort of all footholds of a worm together that its first success on each server takes."""
    assert isinstance(attack.strategy, Worm), attack.name
    if attack.success == 0:
        return np.full(len(players), NEVER)
    law = attack.strategy.law(attack.success, attack.addresses)
    return law.quantile(players.luck(f"campaign/{attack.name}/effort", luck))


def worm_clock(attack: Attack) -> Clock:
    """The clock of one foothold of a worm."""
    return attack.clocks[0] if attack.clocks and attack.clocks[0].starts else STOPPED


def worm_begins(attack: Attack) -> float:
    """The instant at which a worm begins; `inf` if never."""
    starts = worm_clock(attack).starts
    return instant(starts[0]) if starts else NEVER


def dwell_of(attack: Attack, players: Players, luck: Luck) -> FloatArray:
    """How long after its first success on each server a campaign that has a dwell is in."""
    assert attack.dwell is not None, attack.name
    return attack.dwell.quantile(players.luck(f"campaign/{attack.name}/dwell", luck))


@lru_cache(maxsize=1024)
def _chance_by(time: float, clock: Clock, law: Exponential) -> float:
    """The chance that the effort a first success takes is spent by a time."""
    return float(law.cdf(clock.reading(time)))


def _after_dwell(
    attack: Attack, players: Players, luck: Luck, servers: Indices | None, times: FloatArray
) -> FloatArray:
    """When a campaign is in, some time after its first success on some servers, or on all."""
    if attack.dwell is not None:
        times = times + dwell_of(attack, players if servers is None else players.take(servers), luck)
    return instants(times)


def _actors_at_random(attack: Attack) -> list[tuple[str, Clock]]:
    """The name of the luck and the clock of each actor that probes at random and does so at all, or of all together."""
    clock = attack.probing_at_random
    if clock is None:
        return actors_apart(attack)
    return [(f"campaign/{attack.name}", clock)] if clock.total > 0 else []


def seeds_of(attack: Attack, parts: list[Players], luck: Luck) -> Indices:
    """The servers from which a worm begins, by ascending number among those of some populations.

    They are those with the least luck of the ones at which it aims, and on which it works.
    """
    if not attack.clocks or not attack.clocks[0].starts:
        return np.zeros(0, dtype=np.intp)
    firsts = np.cumsum([0, *(len(part) for part in parts)])
    able: dict[str, list[Indices]] = {}
    for part, first in zip(parts, firsts[:-1], strict=True):
        if part.population in attack.aims:
            some = which(works(attack, part, luck)) if attack.works_on < 1 else np.arange(len(part))
            able.setdefault(part.population, []).append(some + first)
    u = joined([part.luck(f"campaign/{attack.name}/initially", luck) for part in parts], np.float64)
    if isinstance(attack.initially, int):
        wanted = [([some for each in able.values() for some in each], attack.initially)]
    else:
        wanted = [(able.get(name, []), number) for name, number in attack.initially.items()]
    chosen = [(joined(some, np.intp), number) for some, number in wanted]
    return np.sort(joined([some[_least(u[some], number)] for some, number in chosen], np.intp))


def _least(luck: FloatArray, number: int) -> Indices:
    """Who of some have the least luck, by index; of equals, the first."""
    if number >= len(luck):
        return np.arange(len(luck))
    few = which(luck <= np.partition(luck, number - 1)[number - 1])
    return few[np.argsort(luck[few], kind="stable")[:number]]


def works(attack: Attack, players: Players, luck: Luck) -> NDArray[np.bool_]:
    """Whether a campaign can succeed on each server at all."""
    return players.luck(f"campaign/{attack.name}/works_on", luck) < attack.works_on
