"""Lists: where each server stands on the list of an actor, and which of its probes succeeds.

The list holds the reachable servers aimed at, vulnerable or not, among all addresses. In a fleet, positions are ranks
of luck. Where one organization is looked at, its servers take places among the crowd of all others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .clocks import NEVER, ROUNDING, Clock, instants
from .crowd import Crowd
from .fleet import Fleet, Group, Indices, Players, exposed
from .luck import BITS_LEFT_OUT, Luck, Numbers, as_luck
from .passes import blocks, transform, which
from .strategies import ListScan
from .world import Attack, World

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
CELLS_AT_ONCE = 2**18
MOST_PASSES = 1e15
"""More than that are no longer told apart by a float."""
OTHERS_IN_ORDER = 4
FEW_ACTORS = 16
"""Up to this number, the actors of a list are kept apart by quasi-random luck in an expectation."""


@dataclass(frozen=True)
class Places:
    """The position, from 1, of each server of a population on the list of an actor, and the length of that list.

    The list holds the reachable servers aimed at, vulnerable or not; the position is `inf` for servers not on it.
    """

    position: FloatArray
    size: FloatArray | float

    def of(self, servers: Indices | slice) -> Places:
        """The same of some servers."""
        position = self.position[servers] if isinstance(servers, slice) else self.position.take(servers)
        return Places(position, self.size if isinstance(self.size, float) else self.size[servers])


class Lists:
    """The lists of all campaigns of a world, worked out for whole populations when first asked for, and kept.

    In an expectation each organization of the fleet stands by itself, and `crowd` is everybody else.
    """

    def __init__(self, world: World, fleet: Fleet, luck: Luck, crowd: Crowd | None = None) -> None:
        self._world, self._fleet = world, fleet
        self._luck, self._crowd = luck, crowd
        self._groups: dict[str, Group] = {}
        self._first: dict[str, dict[str, FloatArray]] = {}
        self._places: dict[str, dict[str, Places]] = {}

    @property
    def are_in_order(self) -> bool:
        """Whether servers keep their places from one success to the next; in a crowd, the first may do without."""
        return self._crowd is None

    def first_successes(self, attack: Attack, population: str) -> FloatArray:
        """When the first actor of a campaign succeeds on each server of a population; days, `inf` if none ever does."""
        if attack.name not in self._first:
            groups = self._aimed(attack)
            parts = self._first_successes(attack, groups)
            self._first[attack.name] = {group.name: part for group, part in zip(groups, parts, strict=True)}
        return self._first[attack.name][population]

    def successes_since(self, attack: Attack, players: Players, anew: Luck, since: FloatArray) -> FloatArray:
        """When the first actor of a campaign succeeds on servers by a probe at or after a time.

        `anew` is the luck in whether its probes do.
        """
        group = self._group(players.population)
        if self._crowd is not None and are_alike(attack) and len(attack.clocks) > FEW_ACTORS:
            everywhere = np.full(group.servers, NEVER)
            everywhere[players.place] = since
            return first_of_many(attack, group, self._crowd, self._luck, everywhere, anew)[players.place]
        earliest = np.full(len(players), NEVER)
        for decision, clock in actors_apart(attack):
            if decision not in self._places:
                groups = self._aimed(attack)
                found = places(attack, decision, groups, self._crowd, self._luck)
                self._places[decision] = {each.name: place for each, place in zip(groups, found, strict=True)}
            place = self._places[decision][players.population].of(players.place)
            scan = _scan(attack)
            tried = scan.passes(attack.success, players.luck(f"{decision}/{scan.luck_of_passes}", anew))
            np.minimum(earliest, success_since(attack, clock, place, tried, since), out=earliest)
        return earliest

    def exposed(self, block: Group) -> Group:
        """The same block with who is exposed; of a whole population on a list that is known, and whose numbers are."""
        attacks = (each for each in self._world.attacks if isinstance(each.strategy, ListScan))
        if any(block.name in each.aims for each in attacks):
            group = self._group(block.name)
            if group.servers == block.servers:
                return group
        return exposed(block, self._world, self._luck)

    def _group(self, population: str) -> Group:
        """A whole population, with who is exposed."""
        if population not in self._groups:
            self._groups[population] = exposed(self._fleet.group(population), self._world, self._luck)
        return self._groups[population]

    def _aimed(self, attack: Attack) -> list[Group]:
        return [self._group(group.name) for group in self._fleet.groups if group.servers and group.name in attack.aims]

    def _first_successes(self, attack: Attack, groups: list[Group]) -> list[FloatArray]:
        """When the first actor succeeds on each server, by population."""
        crowd, luck = self._crowd, self._luck
        if crowd is not None and are_alike(attack):
            kinds = Counter(attack.clocks)
            if len(kinds) <= FEW_ACTORS and _are_single(groups):
                names = [_actor(f"campaign/{attack.name}", number) for number in range(len(kinds))]
                by_kind = [
                    [clock.reaches(first_of(attack, alike, group, crowd, luck, name)) for group in groups]
                    for name, (clock, alike) in zip(names, kinds.items(), strict=True)
                ]
                return [np.min(parts, axis=0) for parts in zip(*by_kind, strict=True)]
            if len(attack.clocks) > FEW_ACTORS:
                return [first_of_many(attack, group, crowd, luck) for group in groups]
        earliest = [np.full(group.servers, NEVER) for group in groups]
        for decision, clock in actors_apart(attack):
            found = places(attack, decision, groups, crowd, luck)
            spent = float(clock.reading(self._world.last_instant)) * (1 + ROUNDING) + 1
            for group, place, times in zip(groups, found, earliest, strict=True):
                passes = np.floor(spent / np.min(place.size)) + 1
                some, tried = falling_within(attack, decision, group, luck, min(float(passes), MOST_PASSES))
                effort = effort_until(place.of(some), tried)
                near = which(effort <= spent)
                some = some.take(near)
                times[some] = np.minimum(times.take(some), clock.reaches(effort.take(near)))
        return earliest


def places(attack: Attack, decision: str, groups: list[Group], crowd: Crowd | None, luck: Luck) -> list[Places]:
    """Where each server stands on the list of an actor, by population."""
    if crowd is not None:
        return [_places_in_crowd(attack, decision, group, crowd, luck) for group in groups]
    if are_alike(attack):
        order = np.concatenate([luck.bits(f"{decision}/position", each.name, each.who) for each in groups])
    else:
        order = np.concatenate([_order(attack, decision, each, luck) for each in groups])
    if all(group.reachable is None for group in groups):
        size = float(max(attack.addresses or len(order), 1))
        positions = _ranks(attack, decision, order, luck)
    else:
        some = which(np.concatenate([on_list(group) for group in groups]))
        size = float(max(attack.addresses or len(some), 1))
        positions = np.full(len(order), NEVER)
        positions[some] = _ranks(attack, decision, order[some], luck)
    ends = np.cumsum([group.servers for group in groups])[:-1]
    return [Places(position, size) for position in np.split(positions, ends)]


def first_of_many(
    attack: Attack,
    group: Group,
    crowd: Crowd,
    luck: Luck,
    since: FloatArray | None = None,
    anew: Luck | None = None,
) -> FloatArray:
    """When the first of many actors succeeds on each server of a population; at or after `since`, where it is given.

    As one by one, but with the luck of hundreds of actors drawn at once. `anew` is the luck in whether probes succeed,
    if that is decided once more.
    """
    listed = group.by_organization(on_list(group), False)
    size = size_with(attack, group, crowd, luck, np.count_nonzero(listed, axis=1).astype(np.float64))
    random = luck.generator(f"campaign/{attack.name}/many", group.name)
    again = None if anew is None or anew is luck else anew.generator(f"campaign/{attack.name}/many", group.name)
    is_single = since is None and listed.shape[1] == 1
    clocks = list(Counter(attack.clocks).items()) if is_single else [(clock, 1) for clock in attack.clocks]
    scan, earliest, servers = _scan(attack), np.full(group.servers, NEVER), on_list(group)
    for block in blocks(len(clocks), max(1, CELLS_AT_ONCE // listed.size)):
        some = clocks[block]
        u = random.random((len(some), *listed.shape))
        if is_single:
            alike = np.array([number for _, number in some])[:, None, None]
            positions, tried = scan.first_of(alike, attack.success, size[:, None], u), np.ones(u.shape)
        else:
            flat = (u.reshape(-1, listed.shape[1]), np.tile(listed, (len(some), 1)), np.tile(size, len(some)))
            positions = places_without_replacement(*flat).reshape(u.shape)
            chances = random.random(u.shape)  # in any case, so that positions are those of the first time
            tried = scan.passes(attack.success, chances if again is None else again.random(u.shape))
        for (clock, _), position, trial in zip(some, positions, tried, strict=True):
            place = Places(np.where(servers, group.by_server(position), NEVER), group.to_servers(size))
            tried_by_server = group.by_server(trial)
            if since is None:
                times = clock.reaches(effort_until(place, tried_by_server))
            else:
                times = success_since(attack, clock, place, tried_by_server, since)
            np.minimum(earliest, times, out=earliest)
    return earliest


def success_since(attack: Attack, clock: Clock, place: Places, tried: FloatArray, since: FloatArray) -> FloatArray:
    """When an actor succeeds on servers at the `tried`-th of its probes at or after a time."""
    passes = _passes_before(clock, since, place)
    effort = effort_until(place, passes + tried)
    if not _scan(attack).repeats:
        effort[passes > 0] = NEVER
    return np.maximum(clock.reaches(effort), since)


def effort_until(place: Places, passes: FloatArray) -> FloatArray:
    """Probes of an actor until it has come to each server in its given number of passes."""
    return np.asarray((passes - 1) * place.size + place.position)


def _passes_before(clock: Clock, since: FloatArray, place: Places) -> FloatArray:
    """How often a list had come to each position before a time.

    The reading alone does not tell: a clock that has stopped or pauses at a probe still reads it long afterwards.
    """
    position = np.where(place.position < NEVER, place.position, 0.0)
    passes = np.maximum(np.ceil((clock.reading(since) * (1 - ROUNDING) - position) / place.size), 0.0)
    passes += instants(clock.reaches(passes * place.size + place.position)) < since
    return passes


def on_list(group: Group) -> NDArray[np.bool_]:
    """Which servers of a population are on the lists of those who aim at it."""
    return np.ones(group.servers, dtype=bool) if group.reachable is None else group.reachable


def _order(attack: Attack, decision: str, group: Group, luck: Luck) -> FloatArray:
    """What the order of a list goes by: uniform luck, or where weights differ Exp(1) / weight."""
    place = per_server(decision, "position", group, luck)
    return place if are_alike(attack) else (0.0 - np.log(1 - place)) / attack.aims[group.name]


def _places_in_crowd(attack: Attack, decision: str, group: Group, crowd: Crowd, luck: Luck) -> Places:
    """Where the servers of each organization stand among those of all others."""
    order = _order(attack, decision, group, luck)
    listed, ordered = group.by_organization(on_list(group), False), group.by_organization(order, NEVER)
    size = size_with(attack, group, crowd, luck, np.count_nonzero(listed, axis=1).astype(np.float64))
    if are_alike(attack):
        table = places_without_replacement(ordered, listed, size)
    else:
        others: dict[float, FloatArray] = {}
        for name, weight in attack.aims.items():
            number = crowd.beside(name, group.name, _organizations(group), luck)
            others[weight] = others[weight] + number if weight in others else number
        luck_of = [
            luck.of(f"{decision}/before/{rank}/{weight!r}", group.name, _organizations(group))
            for rank in range(ordered.shape[1])
            for weight in others
        ]
        table = places_by_priority(ordered, listed, list(others.items()), luck_of)
    return Places(group.by_server(table), group.to_servers(size))


def size_with(attack: Attack, group: Group, crowd: Crowd, luck: Luck, own: FloatArray) -> FloatArray:
    """The length of the list of each organization of a population, `own` of whose servers are on it."""
    if attack.addresses is not None:
        return np.full(group.organizations, float(attack.addresses))
    beside = (crowd.beside(name, group.name, _organizations(group), luck) for name in attack.aims)
    return np.maximum(own + sum(beside), 1.0)


def first_of(attack: Attack, actors: int, group: Group, crowd: Crowd, luck: Luck, decision: str) -> FloatArray:
    """Probes of each of some actors with one clock until the first success of any of them on a server.

    Each has an order of its own.
    """
    u = per_server(decision, "position", group, luck)
    size = group.to_servers(size_with(attack, group, crowd, luck, np.ones(group.organizations)))
    return np.where(on_list(group), _scan(attack).first_of(actors, attack.success, size, u), NEVER)


def falling_within(
    attack: Attack, decision: str, group: Group, luck: Luck, passes: float
) -> tuple[Indices, FloatArray]:
    """The servers of a population, by index, that fall within so many passes of a list, and in which.

    One that falls in the next may be among them, by rounding.
    """
    scan = _scan(attack)
    if attack.success == 1:
        return np.arange(group.servers), np.ones(group.servers)
    chance = float(scan.chance(attack.success, np.array(passes))) + ROUNDING
    some, u = luck.below(f"{decision}/{scan.luck_of_passes}", group.name, group.who, chance)
    return some, transform(u, lambda part: scan.passes(attack.success, part))


def actors_apart(attack: Attack) -> list[tuple[str, Clock]]:
    """The name of the luck and the clock of each actor by itself that probes at all."""
    named = ((_actor(f"campaign/{attack.name}", number), clock) for number, clock in enumerate(attack.clocks))
    return [(name, clock) for name, clock in named if clock.total > 0]


def _actor(name: str, number: int) -> str:
    return f"{name}/actor {number}" if number else name


def _are_single(groups: list[Group]) -> bool:
    """Whether no organization has several servers, which would be on one list together."""
    return all(np.max(group.sizes, initial=0) <= 1 for group in groups)


def _scan(attack: Attack) -> ListScan:
    """How a campaign that has a list goes through it."""
    assert isinstance(attack.strategy, ListScan), attack.name
    return attack.strategy


def _ranks(attack: Attack, decision: str, places: NDArray[Any], luck: Luck) -> FloatArray:
    """The rank, from 1, of each listed server among all addresses, of which those of nobody's server fill the gaps.

    `places` are what the order goes by: bits of luck, or numbers where priorities differ; then there are no others.
    Where others are not many more than the servers, all are put into one order. Else they fall, given the luck of the
    servers, into the gaps between them by one multinomial draw, so that the cost does not depend on their number.
    """
    servers = len(places)
    others = 0 if attack.addresses is None else attack.addresses - servers
    if not are_alike(attack):
        bits = places.view(np.uint64)  # as whole numbers, those of floats from 0 on are in the same order
        return np.asarray(_inverse(order_of(bits)) + 1.0)
    random = luck.generator(f"{decision}/others")
    if others <= OTHERS_IN_ORDER * servers:
        everybody = np.concatenate([places, random.bit_generator.random_raw(others)])
        return np.asarray(_inverse(order_of(everybody))[:servers] + 1.0)
    order = order_of(places)
    gaps = np.diff(as_luck(places.take(order)), prepend=0.0, append=1.0)
    before = np.cumsum(random.multinomial(others, gaps)[:-1])
    return np.asarray((before + np.arange(1.0, servers + 1))[_inverse(order)], dtype=np.float64)


def order_of(bits: Numbers) -> Indices:
    """The order in which the luck ascends that bits stand for.

    The last bits make way for the index, as whole numbers are sorted much faster than indices. So luck that differs
    only there is in the order of indices.
    """
    last = np.uint64(2 ** max(len(bits).bit_length(), BITS_LEFT_OUT) - 1)
    keys = np.bitwise_and(bits, ~last)
    for block in blocks(len(bits)):
        keys[block] |= np.arange(block.start, min(block.stop, len(bits)), dtype=np.uint64)
    keys.sort()
    keys &= last
    return keys.view(np.intp)


def _inverse(order: Indices) -> NDArray[np.signedinteger[Any]]:
    """Where each index stands in an order."""
    kind = np.int32 if len(order) <= np.iinfo(np.int32).max else np.int64  # the smaller, the faster it is scattered
    standing: NDArray[Any] = np.empty(len(order), dtype=kind)
    standing[order] = np.arange(len(order), dtype=kind)
    return standing


def are_alike(attack: Attack) -> bool:
    """Whether all servers aimed at have the same priority."""
    return len(set(attack.aims.values())) == 1


def _organizations(group: Group) -> Numbers:
    """The numbers of the organizations of a population, which their luck goes by."""
    return np.arange(group.organizations, dtype=np.uint64)


def per_server(decision: str, what: str, group: Group, luck: Luck) -> FloatArray:
    """The luck of every server of a population in a part of a decision."""
    return luck.of(f"{decision}/{what}", group.name, group.who)


def places_without_replacement(u: FloatArray, listed: BoolArray, size: FloatArray) -> FloatArray:
    """Places on lists, from 1, of the servers of organizations, all lists equally likely; `inf` for those not on them.

    `u` holds uniform numbers and `listed` tells who is on the list, in the shape (organizations, servers of each);
    `size` is the length of the list of each organization.
    """
    places = np.full(u.shape, np.inf)
    taken = np.zeros((len(u), 0))
    for column in range(u.shape[1]):
        some = listed[:, column]
        left = np.maximum(size - np.count_nonzero(listed[:, :column], axis=1), 1.0)
        place = np.minimum(np.floor(u[:, column] * left), left - 1) + 1
        for before in taken.T:
            place += place >= before
        place[~some] = np.inf
        places[:, column] = place
        taken = np.sort(np.concatenate([taken, place[:, None]], axis=1), axis=1)
    return places


def places_by_priority(
    order: FloatArray, listed: BoolArray, crowd: Sequence[tuple[float, FloatArray]], luck_of: Sequence[FloatArray]
) -> FloatArray:
    """Places, from 1, on lists in the order of Exp(1) / weight, of the servers of organizations; `inf` if not on them.

    `order` holds Exp(1) / weight of each server in the shape (organizations, servers of each); `crowd` the weights and
    numbers (by organization) of the others on the list; `luck_of` uniform numbers by organization, for each server and
    each weight. Others come before a server independently, those not yet counted before an earlier one of its
    organization with the chance that is left.
    """
    from scipy.stats import binom

    order = np.where(listed, order, np.inf)
    rows, sorting = np.arange(len(order)), np.argsort(order, axis=1)
    places = np.full(order.shape, np.inf)
    left = [number.copy() for _, number in crowd]
    reached, before = np.zeros(len(order)), np.zeros(len(order))
    for rank in range(order.shape[1]):
        server = sorting[:, rank]
        at = order[rows, server]
        some = at < np.inf
        for index, (weight, _) in enumerate(crowd):
            u = luck_of[rank * len(crowd) + index]
            chance = -np.expm1(-weight * np.where(some, at - reached, 0.0))
            drawn = binom.ppf(u, left[index], chance)
            drawn = np.where((left[index] > 0) & (chance > 0), np.maximum(drawn, 0.0), 0.0)
            left[index] -= drawn
            before += drawn
        places[rows[some], server[some]] = before[some] + rank + 1
        reached = np.where(some, at, reached)
    return places
