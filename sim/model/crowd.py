"""The crowd: everybody else on a list, where one organization is looked at.

The list of a campaign holds the reachable servers that it aims at. To one organization the servers of all others are a
crowd of which only the number matters, by population: a sum of independent numbers, one for each organization.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import fft, special

from sim.scenario.blocks import Population
from sim.scenario.laws import Law

from .luck import Luck, Numbers

FloatArray = NDArray[np.float64]
MOST_COUNTED = 2**20
"""The longest list whose length has a table; beyond, its law is taken as normal."""
LARGEST_TABLE = 2048
"""The most servers of one organization that such a table distinguishes."""
NEGLIGIBLE = 1e-13
STRATA = 100_000


@dataclass(frozen=True)
class CountLaw:
    """How many servers of some organizations are on a list.

    `cumulative` is the share of draws that do not exceed each of the whole numbers from `least` on; empty where the law
    is taken as normal, or where the number is certain (`sd` is 0).
    """

    mean: float
    sd: float
    least: int = 0
    cumulative: FloatArray = field(default_factory=lambda: np.zeros(0))

    def quantile(self, u: FloatArray) -> FloatArray:
        """The number at each uniform number in [0, 1)."""
        if self.sd == 0:
            return np.full(np.shape(u), self.mean)
        if len(self.cumulative):
            place = np.searchsorted(self.cumulative, u, side="right")
            return np.minimum(place, len(self.cumulative) - 1) + float(self.least)
        return np.maximum(np.rint(self.mean + self.sd * special.ndtri(np.maximum(u, NEGLIGIBLE))), 0.0)

    def nodes(self, most: int) -> tuple[FloatArray, FloatArray]:
        """At most `most` numbers and their weights: all that matter, or the middles of equal shares of the law."""
        if len(self.cumulative):
            chances = np.diff(self.cumulative, prepend=0.0)
            kept = np.flatnonzero(chances > NEGLIGIBLE)
            if len(kept) <= most:
                weights = np.asarray(chances[kept] / chances[kept].sum(), dtype=np.float64)
                return kept.astype(np.float64) + self.least, weights
        if self.sd == 0:
            return np.array([self.mean]), np.ones(1)
        return self.quantile((np.arange(most) + 0.5) / most), np.full(most, 1 / most)


def listed(population: Population, organizations: int) -> CountLaw:
    """The law of the number of reachable servers of a number of organizations of a population."""
    organizations = max(organizations, 0)
    each = population.servers_per_organization
    if isinstance(each, Hashable):
        return _listed(organizations, each, population.reachable)
    return _law_of(organizations, each, population.reachable)


@lru_cache(maxsize=512)
def _listed(organizations: int, each: Hashable, reachable: float) -> CountLaw:
    assert isinstance(each, int | Law)
    return _law_of(organizations, each, reachable)


def _law_of(organizations: int, each: int | Law, reachable: float) -> CountLaw:
    if isinstance(each, int):
        return _binomial(organizations * each, reachable)
    drawn = np.maximum(np.ceil(each.quantile((np.arange(STRATA) + 0.5) / STRATA)), 1.0)
    mean, variance = float(drawn.mean()), float(drawn.var())
    counted = CountLaw(
        organizations * mean * reachable,
        float(np.sqrt(organizations * (mean * reachable * (1 - reachable) + reachable**2 * variance))),
    )
    chances = _chances_of_each(each, organizations)
    if chances is None or organizations == 0:
        return counted
    if reachable < 1:
        numbers = np.arange(len(chances))
        chances = _thinning(len(chances), reachable) @ chances
        chances = chances[: int(numbers[chances > 0].max(initial=0)) + 1]
    length = fft.next_fast_len(organizations * (len(chances) - 1) + 1, real=True)
    summed = np.maximum(fft.irfft(fft.rfft(chances, length) ** organizations, length), 0.0)
    return _table(summed, counted)


def _binomial(servers: int, reachable: float) -> CountLaw:
    mean, sd = servers * reachable, float(np.sqrt(servers * reachable * (1 - reachable)))
    if sd == 0 or servers > MOST_COUNTED:
        return CountLaw(mean, sd)
    return _table(np.diff(special.bdtr(np.arange(servers + 1), servers, reachable), prepend=0.0), CountLaw(mean, sd))


def _table(chances: FloatArray, counted: CountLaw) -> CountLaw:
    """The same law with a table of its chances, from 0 on."""
    kept = np.flatnonzero(chances > NEGLIGIBLE)
    least, most = int(kept[0]), int(kept[-1])
    cumulative = np.cumsum(chances[least : most + 1])
    mean = float(np.sum(chances[least : most + 1] * np.arange(least, most + 1)) / cumulative[-1])
    return CountLaw(mean, counted.sd if most > least else 0.0, least, cumulative / cumulative[-1])


def _chances_of_each(each: Law, organizations: int) -> FloatArray | None:
    """The chances of 0, 1, 2, ... servers of one organization; None where there are too many to tell apart."""
    most = int(min(LARGEST_TABLE, MOST_COUNTED // max(organizations, 1)))
    cumulative = each.cdf(np.arange(1, most + 1, dtype=np.float64))
    reached = np.flatnonzero(cumulative >= 1 - NEGLIGIBLE / max(organizations, 1))
    if not len(reached):
        return None
    return np.diff(np.concatenate([[0.0, 0.0], cumulative[: reached[0] + 1]]))


def _thinning(numbers: int, reachable: float) -> FloatArray:
    """The chance of each number of reachable servers (rows) among a number of servers (columns)."""
    of = np.arange(numbers)  # whole numbers: SciPy warns of others
    upto = special.bdtr(of[:, None].astype(np.float64), of[None, :], reachable)
    upto = np.where(of[:, None] >= of[None, :], 1.0, upto)
    return np.diff(upto, axis=0, prepend=0.0)


@dataclass(frozen=True)
class Crowd:
    """Everybody but one organization: `populations` as they are, of which the fleet holds organizations one by one."""

    populations: Mapping[str, Population]

    def law(self, name: str, own: str) -> CountLaw:
        """How many servers of a population are on a list beside those of an organization of the population `own`."""
        population = self.populations[name]
        return listed(population, population.organizations - (name == own))

    def beside(self, name: str, own: str, organizations: Numbers, luck: Luck) -> FloatArray:
        """The same as drawn for each of some organizations, by number; all campaigns have the same luck in it."""
        law = self.law(name, own)
        if law.sd == 0:
            return np.full(len(organizations), law.mean)
        return law.quantile(luck.of(f"beside/{name}", own, organizations))
