"""The chance that a server was entered by a time, in one world, if nothing protected it: closed forms.

Given the world, what each campaign does to one server is independent of what the others do, and so is what the actors
of a campaign do; chances of not being entered multiply. With p = `success` and a clock that has sent k probes:

- `random` among M addresses: 1 - exp(-k p / M), by Poisson thinning (Kingman 1993, Poisson Processes, section 5.1).
- `permutation` of M addresses: after q whole passes and r probes of the next one, 1 - (1 - p)^q (1 - p r / M), as the
  position of a server is equally likely to be any.
- `hit_list`: p times the chance to be among the first k. Where priorities differ, that is an integral over the place of
  the server, Exp(1) / weight, of the chance that fewer than k others have an earlier one; their number is a sum of
  binomial ones, taken as normal with a continuity correction.

`dwell` is integrated over the midpoints of STRATA equal shares of its law. What is integrated falls with the law, so
either integral is wrong by at most half a stratum, 1 / (2 STRATA) = 0.001 (Davis and Rabinowitz 1984, Methods of
Numerical Integration, section 2.1). A list whose length is random is taken at its expected length.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import special

from .blocks import Population
from .clocks import NEVER, Clock, instants
from .world import Attack, World

FloatArray = NDArray[np.float64]
STRATA = 512
MOST_RANKS = 2048
ROUNDING = 1e-9


def chance_of_entry(world: World, population: str, times: FloatArray) -> FloatArray:
    """The chance that a vulnerable and reachable server was entered before each time, if nothing protected it.

    `times` are days since the start; a server that is protected at such a time is saved from an entry at that instant.
    Campaigns that come through footholds do not count. The result has the shape of `times`.
    """
    spared = np.ones(np.shape(times))
    for attack in _aiming_at(world, population):
        spared *= 1 - attack.works_on * _dwelt(world, attack, population, times)
    return np.asarray(1 - spared)


def error_of_chance(world: World, population: str) -> float:
    """The most by which `chance_of_entry` can be off for its integrals, without the normal approximation."""
    strata = 0
    for attack in _aiming_at(world, population):
        strata += attack.dwell is not None
        strata += len(attack.clocks) * (attack.strategy == "hit_list" and len(set(attack.aims.values())) > 1)
    return strata / (2 * STRATA)


def first_probe(world: World, population: str) -> float:
    """When the first probe of a campaign that aims at a population is sent; days since the start, `inf` if never."""
    clocks = [clock for attack in _aiming_at(world, population) if attack.success > 0 for clock in attack.clocks]
    return min((float(clock.reaches(np.ones(1))[0]) for clock in clocks), default=NEVER)


def servers_of_each(population: Population) -> float:
    """The mean number of servers of an organisation, of which a law's draws are rounded up."""
    each = population.servers_per_organization
    if isinstance(each, int):
        return float(each)
    return float(np.maximum(np.ceil(each.quantile(_midpoints())), 1.0).mean())


def list_length(world: World, attack: Attack) -> float:
    """The number of addresses of a campaign, or the expected number of reachable servers on its list."""
    return float(attack.addresses or max(1, round(sum(number for _, number in _listed(world, attack)))))


def _aiming_at(world: World, population: str) -> list[Attack]:
    return [attack for attack in world.attacks if population in attack.aims and not attack.through_foothold]


def _dwelt(world: World, attack: Attack, population: str, times: FloatArray) -> FloatArray:
    """The chance that a first success and the dwell after it are over before each time."""
    if attack.dwell is None:
        return _hit(world, attack, population, times)
    dwell = attack.dwell.quantile(_midpoints())
    return np.asarray(_hit(world, attack, population, times[..., None] - dwell).mean(axis=-1))


def _hit(world: World, attack: Attack, population: str, times: FloatArray) -> FloatArray:
    """The chance that an actor of the campaign had a success on a server before each time."""
    spared = np.ones(np.shape(times))
    for clock in attack.clocks:
        spared *= 1 - _success(world, attack, population, clock, times)
    return 1 - spared


def _success(world: World, attack: Attack, population: str, clock: Clock, times: FloatArray) -> FloatArray:
    if attack.strategy == "random":
        return np.asarray(-np.expm1(-clock.reading(times) * attack.success / (attack.addresses or 1)))
    probes = _probes_before(clock, times)
    if attack.strategy == "hit_list":
        return np.asarray(attack.success * _listed_before(world, attack, population, probes))
    size = list_length(world, attack)
    passes = np.floor(probes / size)
    return np.asarray(1 - (1 - attack.success) ** passes * (1 - attack.success * (probes / size - passes)))


def _probes_before(clock: Clock, times: FloatArray) -> FloatArray:
    """How many whole probes a clock has sent strictly before each time."""
    reading = clock.reading(times)
    probes = np.floor(reading + ROUNDING * np.maximum(reading, 1.0))
    return np.asarray(np.maximum(probes - (instants(clock.reaches(probes)) >= times), 0.0))


def _listed(world: World, attack: Attack) -> tuple[tuple[float, float], ...]:
    """Weight and expected number of the reachable servers of each population on the list of a campaign."""
    aimed = [(weight, world.populations[name]) for name, weight in attack.aims.items()]
    return tuple((weight, each.organizations * servers_of_each(each) * each.reachable) for weight, each in aimed)


def _listed_before(world: World, attack: Attack, population: str, probes: FloatArray) -> FloatArray:
    """The chance that a server is among the first `probes` of a hit list."""
    listed = _listed(world, attack)
    if len({weight for weight, _ in listed}) == 1:
        return np.asarray(np.minimum(probes / list_length(world, attack), 1.0))
    ranks, chances = _rank_chances(listed, attack.aims[population])
    return np.asarray(np.interp(probes, ranks, chances))


@lru_cache(maxsize=64)
def _rank_chances(listed: tuple[tuple[float, float], ...], weight: float) -> tuple[FloatArray, FloatArray]:
    """Ranks on a list, and the chance that a server of some weight has at most each of them."""
    size = max(1, round(sum(number for _, number in listed)))
    ranks = np.unique(np.linspace(0, size, min(size + 1, MOST_RANKS)).round())
    place = -np.log1p(-_midpoints()) / weight
    mean, variance = np.zeros(STRATA), np.full(STRATA, ROUNDING)
    for other, number in listed:
        earlier = -np.expm1(-other * place)
        others = max(number - (other == weight) * number / _alike(listed, weight), 0.0)
        mean += others * earlier
        variance += others * earlier * (1 - earlier)
    chances = special.ndtr((ranks[:, None] - 0.5 - mean) / np.sqrt(variance)).mean(axis=1)
    chances[0], chances[-1] = 0.0, 1.0
    return ranks, chances


def _alike(listed: tuple[tuple[float, float], ...], weight: float) -> float:
    """How many servers on a list have a weight, at least 1."""
    return max(sum(number for other, number in listed if other == weight), 1.0)


def _midpoints() -> FloatArray:
    return (np.arange(STRATA) + 0.5) / STRATA
