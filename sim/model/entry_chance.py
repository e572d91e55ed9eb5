"""The chance that a server was entered by a time, in one world, if nothing protected it: closed forms.

Given the world, what each campaign does to one server is independent of what the others do, and so is what the actors
of a campaign do; chances of not being entered multiply. The strategy gives the chance of an actor after a number of
probes (`sim.model.strategies`). Where priorities differ on a `hit_list`, the chance to be among the first k is an
integral over the place of the server, Exp(1) / weight, of the chance that fewer than k others have an earlier one;
their number is a sum of binomial ones, taken as normal where it is wide, with corrections for continuity and skewness.

How many others are on a list may be luck too (`sim.model.crowd`). All campaigns have the same luck in it, so that the
chance is averaged over their numbers at the end: over every number where they are few, else over NODES of their law,
and at their mean where they hardly differ.

`dwell` is integrated over the midpoints of STRATA equal shares of its law. What is integrated falls with the law, so
either integral is wrong by at most half a stratum, 1 / (2 STRATA) = 0.001 (Davis and Rabinowitz 1984, Methods of
Numerical Integration, section 2.1).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import fft, special

from .clocks import NEVER, Clock, StateClock, instants
from .crowd import CountLaw, Crowd
from .lists import are_alike
from .strategies import ListScan, RandomScan
from .world import Attack, World

FloatArray = NDArray[np.float64]
STRATA = 512
MOST_RANKS = 2048
ROUNDING = 1e-9
NODES = 64
SPREAD_OF_LENGTH = 9.0
HARDLY = 0.002
"""Of the length of a list: with a smaller standard deviation, it is taken at its mean."""
SPREAD = 512
WIDE = SPREAD / 24
"""The standard deviation from which a number of others is taken as normal."""
NORMAL_ERROR = 5e-4
"""The most by which that, and the ranks between those computed, are wrong; a test measures it."""


def chance_of_entry(world: World, population: str, times: FloatArray) -> FloatArray:
    """The chance that a vulnerable and reachable server was entered before each time, if nothing protected it.

    `times` are days since the start; a server that is protected at such a time is saved from an entry at that instant.
    Its organization has as many servers on lists as one of its population has on average. Campaigns that come through
    footholds do not count. The result has the shape of `times`.
    """
    times = instants(np.asarray(times, dtype=np.float64))
    nodes = _nodes(world, population)
    unsure = [attack for attack in _aiming_at(world, population) if len(nodes) > 1 and _is_of_unknown_length(attack)]
    if sum(len(attack.clocks) for attack in unsure) == 1:
        unsure = []  # with one list alone, what is averaged is its chance of success
    spared = np.ones(np.shape(times))
    for attack in _aiming_at(world, population):
        if attack not in unsure:
            spared *= _spared(world, attack, population, _probes(attack, times), nodes)
    if unsure:
        probes = [_probes(attack, times) for attack in unsure]
        together = np.zeros(np.shape(times))
        for node in nodes:
            both = np.full(np.shape(times), node[0])
            for attack, sent in zip(unsure, probes, strict=True):
                both *= _spared(world, attack, population, sent, [(1.0, node[1])])
            together += both
        spared *= together
    return 1 - spared


def error_of_chance(world: World, population: str) -> float:
    """The most by which `chance_of_entry` can be off for its integrals, approximations included."""
    strata, others = 0, 0.0
    for attack in _aiming_at(world, population):
        strata += attack.dwell is not None
        if not isinstance(attack.strategy, ListScan):
            continue
        length = _length(world, attack, population)
        others += len(attack.clocks) * _error_of_nodes(world, population, length)
        if not are_alike(attack):
            strata += len(attack.clocks)
            others += len(attack.clocks) * NORMAL_ERROR
    return strata / (2 * STRATA) + others


def first_probe(world: World, population: str) -> float:
    """When the first probe that may get in is sent to a population; days since the start, `inf` if never."""
    able = [attack for attack in _aiming_at(world, population) if attack.success > 0 and attack.works_on > 0]
    clocks = [clock for attack in able for clock in _clocks(attack)]
    return min((float(clock.reaches(np.ones(1))[0]) for clock in clocks), default=NEVER)


def may_enter(world: World) -> bool:
    """Whether any campaign sends a probe before the horizon that may get into a server that is there.

    Where that hangs on the race, it may.
    """
    return bool(world.hangs_on_the_race and not world.is_settled) or any(
        float(clock.reaches(np.ones(1))[0]) < world.horizon
        for attack in world.attacks
        if attack.success > 0 and attack.works_on > 0 and not attack.through_foothold
        and any(world.populations[name].least_servers for name in attack.aims)
        for clock in attack.clocks
    )  # fmt: skip


def servers_on_list(world: World, population: str) -> float:
    """The mean number of servers on lists, of an organization of a population that has one there."""
    each = world.populations[population].servers_per_organization
    number = (
        float(each) if isinstance(each, int) else float(np.maximum(np.ceil(each.quantile(_midpoints())), 1.0).mean())
    )
    return 1 + (number - 1) * world.populations[population].reachable


def list_length(world: World, attack: Attack, population: str) -> float:
    """The number of addresses of a campaign, or the expected number of servers on its list, one of these given."""
    if attack.addresses is not None:
        return float(attack.addresses)
    return servers_on_list(world, population) + _length(world, attack, population).mean


def _aiming_at(world: World, population: str) -> list[Attack]:
    if world.hangs_on_the_race and not world.is_settled:
        raise ValueError(f"{world.hangs_on_the_race} hangs on the race of all servers, which is not known here")
    return [
        attack
        for attack in world.attacks
        if population in attack.aims and not attack.through_foothold and attack.clocks
    ]


def _clocks(attack: Attack) -> Sequence[Clock | StateClock]:
    """The clocks of all that probe: the actors of a campaign, or all footholds of a worm together."""
    return attack.clocks if attack.spread is None else (attack.spread.clock,)


def _is_of_unknown_length(attack: Attack) -> bool:
    """Whether a campaign has a list that nothing but the servers aimed at makes long."""
    return isinstance(attack.strategy, ListScan) and attack.addresses is None


def _random_lengths(world: World, population: str) -> dict[str, CountLaw]:
    """By population, how many servers are on lists without addresses, beside those of one organization."""
    crowd = Crowd(world.populations)
    lists = [attack for attack in _aiming_at(world, population) if _is_of_unknown_length(attack)]
    names = dict.fromkeys(name for attack in lists for name in attack.aims)
    return {name: crowd.law(name, population) for name in names}


def _length(world: World, attack: Attack, population: str) -> CountLaw:
    """Mean and standard deviation of the number of others on the list of a campaign; certain where it has addresses."""
    if attack.addresses is not None:
        return CountLaw(float(attack.addresses), 0.0)
    crowd = Crowd(world.populations)
    chosen = [crowd.law(name, population) for name in attack.aims]
    return CountLaw(sum(law.mean for law in chosen), math.hypot(*(law.sd for law in chosen)))


def _hardly_differ(laws: Mapping[str, CountLaw]) -> bool:
    together = sum(law.mean for law in laws.values())
    return math.hypot(*(law.sd for law in laws.values())) <= HARDLY * together


def _nodes(world: World, population: str) -> list[tuple[float, dict[str, float]]]:
    """Weights, and by population the numbers of others on lists, over which a chance is averaged."""
    laws = _random_lengths(world, population)
    unsure = {name: law for name, law in laws.items() if law.sd > 0}
    certain = {name: law.mean for name, law in laws.items()}
    if not unsure or _hardly_differ(laws):
        return [(1.0, certain)]
    if len(unsure) == 1:
        ((name, law),) = unsure.items()
        numbers, weights = law.nodes(NODES)
        pairs = zip(numbers.tolist(), weights.tolist(), strict=True)
        return [(weight, {**certain, name: number}) for number, weight in pairs]
    steps = (np.arange(NODES) + 0.5) / NODES
    columns = {
        name: law.quantile((steps + _lattice(index) * np.arange(NODES)) % 1.0 if index else steps)
        for index, (name, law) in enumerate(unsure.items())
    }
    rows = ({name: float(column[row]) for name, column in columns.items()} for row in range(NODES))
    return [(1 / NODES, {**certain, **row}) for row in rows]


def _lattice(index: int) -> float:
    """Irrational steps, one for each dimension but the first (Niederreiter 1992, Random Number Generation, 3.1)."""
    return math.sqrt((2, 3, 5, 7, 11, 13, 17, 19, 23, 29)[(index - 1) % 10] + 100 * ((index - 1) // 10))


def _error_of_nodes(world: World, population: str, length: CountLaw) -> float:
    """The most by which averaging over nodes can be off.

    A chance falls with the length M of a list, and by no more than the logarithm of M grows, as it hangs on probes / M.
    So it varies by less than SPREAD_OF_LENGTH standard deviations of M over their mean, all but a few millionths of the
    law. Middles of equal shares are off by at most that over their number; points in several dimensions, by about their
    discrepancy times it for each (Niederreiter 1992, Random Number Generation, sections 2.2 and 3.1).
    """
    laws = _random_lengths(world, population)
    if length.sd == 0:
        return 0.0
    spread = length.sd / max(length.mean, 1.0)
    if _hardly_differ(laws):
        return spread
    unsure = [law for law in laws.values() if law.sd > 0]
    if len(unsure) == 1 and len(unsure[0].nodes(NODES)[0]) < NODES:
        return 0.0
    discrepancy = (1.0 if len(unsure) == 1 else len(unsure) * math.log(NODES)) / NODES
    return min(SPREAD_OF_LENGTH * spread, 1.0) * min(discrepancy, 1.0)


class _List:
    """The list of a campaign to a server of a population, for weighted numbers of others on it, by population."""

    def __init__(
        self, world: World, attack: Attack, population: str, nodes: Sequence[tuple[float, Mapping[str, float]]]
    ) -> None:
        assert isinstance(attack.strategy, ListScan), attack.name
        self._attack, self._scan, self._weight = attack, attack.strategy, attack.aims[population]
        self._servers = servers_on_list(world, population)
        self._nodes = nodes if _is_of_unknown_length(attack) else [(1.0, {})]

    def success(self, probes: FloatArray) -> FloatArray:
        """The chance that a list has succeeded on the server, by the number of probes sent."""
        if len(self._nodes) == 1:
            return self._success(self._nodes[0][1], probes)
        if not self._scan.repeats:
            probes = np.minimum(probes, max(self._size(beside) for _, beside in self._nodes))
        different, place = np.unique(probes, return_inverse=True)
        table = np.sum([weight * self._success(beside, different) for weight, beside in self._nodes], axis=0)
        return np.asarray(table[place].reshape(np.shape(probes)))

    def _size(self, beside: Mapping[str, float]) -> float:
        """The length of the list."""
        attack = self._attack
        return float(attack.addresses or max(1.0, self._servers + sum(beside[name] for name in attack.aims)))

    def _success(self, beside: Mapping[str, float], probes: FloatArray) -> FloatArray:
        attack, size = self._attack, self._size(beside)
        gone_through = probes / size if are_alike(attack) else self._listed_before(beside, probes)
        return self._scan.chance(attack.success, gone_through)

    def _listed_before(self, beside: Mapping[str, float], probes: FloatArray) -> FloatArray:
        """The chance that the server is among those probed first, by the number of probes, where priorities differ."""
        others = {self._weight: self._servers - 1}
        for name, weight in self._attack.aims.items():
            others[weight] = others.get(weight, 0.0) + beside[name]
        ranks, chances = _rank_chances(tuple(others.items()), self._weight)
        return np.asarray(np.interp(probes, ranks, chances))


def _probes(attack: Attack, times: FloatArray) -> list[FloatArray]:
    """Probes that each actor has sent strictly before each time, less the dwell where there is one (the last axis)."""
    dwell: FloatArray | float = 0.0
    if attack.dwell is not None:
        times, dwell = times[..., None], attack.dwell.quantile(_midpoints())
    if not isinstance(attack.strategy, ListScan):
        return [clock.reading(times - dwell) for clock in _clocks(attack)]
    return [_probes_before(clock, times, dwell) for clock in attack.clocks]


def _spared(
    world: World,
    attack: Attack,
    population: str,
    probes: Sequence[FloatArray],
    nodes: Sequence[tuple[float, Mapping[str, float]]],
) -> FloatArray:
    """The chance that a campaign has not entered a server, given the number of probes of each actor."""
    if isinstance(attack.strategy, RandomScan):
        spared = attack.strategy.spared(attack.success, probes, float(attack.addresses or 1))
    else:
        on = _List(world, attack, population, nodes)
        spared = np.ones(np.shape(probes[0]) if probes else ())
        for sent in probes:
            spared = spared * (1 - on.success(sent))
    dwelt = spared if attack.dwell is None else spared.mean(axis=-1)
    return np.asarray(1 - attack.works_on * (1 - dwelt))


def _probes_before(clock: Clock, times: FloatArray, dwell: FloatArray | float) -> FloatArray:
    """How many whole probes a clock has sent so early that they and a dwell are over strictly before each time."""
    reading = clock.reading(times - dwell)
    probes = np.floor(reading + ROUNDING * np.maximum(reading, 1.0))
    return np.asarray(np.maximum(probes - (instants(clock.reaches(probes) + dwell) >= times), 0.0))


@lru_cache(maxsize=512)
def _rank_chances(others: tuple[tuple[float, float], ...], weight: float) -> tuple[FloatArray, FloatArray]:
    """Ranks on a list, and the chance that a server of some weight has at most each of them.

    A server with a place has before it, of the others of each weight, a binomial number. Their sum is exact where its
    standard deviation is small, and elsewhere normal with a correction for skewness (Edgeworth's first).
    """
    place = -np.log1p(-_midpoints()) / weight
    number = round(sum(each for _, each in others))
    ranks = _ranks_apart(number + 1)
    mean, variance, third = (np.zeros(STRATA) for _ in range(3))
    for other, each in others:
        earlier = -np.expm1(-other * place)
        mean += each * earlier
        variance += each * earlier * (1 - earlier)
        third += each * earlier * (1 - earlier) * (1 - 2 * earlier)
    wide = variance > WIDE**2
    deviation = np.sqrt(variance[wide])
    at = (ranks[:, None] - 0.5 - mean[wide]) / deviation
    bell = np.exp(-(at**2) / 2) / math.sqrt(2 * math.pi)
    chances = np.sum(special.ndtr(at) - third[wide] / (6 * deviation**3) * (at**2 - 1) * bell, axis=1)
    chances += np.sum(_exact_chances(others, place[~wide], mean[~wide], ranks), axis=1)
    chances[0], chances[-1] = 0.0, STRATA
    return ranks, np.clip(np.maximum.accumulate(chances) / STRATA, 0.0, 1.0)


def _ranks_apart(last: int) -> FloatArray:
    """Ranks from 0 to the last, all where they are few, else closer together at both ends."""
    if last <= MOST_RANKS:
        return np.arange(last + 1.0)
    rising, even = np.geomspace(1, last / 2, MOST_RANKS // 4).round(), np.linspace(0, last, MOST_RANKS // 2).round()
    return np.unique(np.concatenate([even, rising, last - rising]))


def _exact_chances(
    others: tuple[tuple[float, float], ...], place: FloatArray, mean: FloatArray, ranks: FloatArray
) -> FloatArray:
    """The chance of at most each rank (rows) at each place (columns): sums of binomial numbers, by Fourier transform.

    The transform tells a number but for multiples of its length, which is longer than what such a sum can spread.
    """
    turns = np.exp(-2j * np.pi * np.arange(SPREAD // 2 + 1) / SPREAD)
    together = np.ones((len(place), len(turns)), dtype=np.complex128)
    for other, each in others:
        earlier = -np.expm1(-other * place)[:, None]
        together *= (1 - earlier + earlier * turns) ** round(each)
    first = np.floor(mean) - SPREAD // 2
    shifted = together * turns ** (-first[:, None])
    cumulative = np.cumsum(np.maximum(fft.irfft(shifted, SPREAD, axis=1), 0.0), axis=1)
    reached = np.clip(ranks[:, None] - 1 - first, -1, SPREAD - 1).astype(np.intp)
    found = np.take_along_axis(cumulative.T, np.maximum(reached, 0), axis=0)
    return np.where(reached < 0, 0.0, found)


def _midpoints() -> FloatArray:
    return (np.arange(STRATA) + 0.5) / STRATA
