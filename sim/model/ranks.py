"""Ranks on a list whose order goes by Exp(1) / weight."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import fft, special

FloatArray = NDArray[np.float64]
DEVIATIONS, TINY = 7.0, 1e-30
MOST_RANKS = 2048
SPREAD = 512
WIDE = SPREAD / 24
"""The standard deviation from which a number of others is taken as normal."""
NORMAL_ERROR = 5e-4
"""The most by which that, and the ranks between those computed, are wrong; a test measures it."""
PLACES, WEIGHTS = np.polynomial.legendre.leggauss(24)


def chance_of_rank(others: tuple[tuple[float, float], ...], weight: float, ranks: FloatArray) -> FloatArray:
    """The chance that a server of a weight is at most at each rank, counted from 1, among `others` (weight, number).

    How many come before it is taken as normal, and integrated over the places at which it matters. That is off by less
    than 1e-6 among a few thousand others, and 1e-4 among a hundred. Between whole ranks it is smooth.
    """
    ranks = np.minimum(ranks, sum(number for _, number in others) + 1)
    different, at = np.unique(np.maximum(ranks, 1.0), return_inverse=True)
    rates, numbers = _columns(others)
    middles = different - 0.5
    places, means = _mean_ranks(others)
    crossing = np.interp(middles, means, places)
    early = -np.expm1(-np.multiply.outer(crossing, rates))
    deviation = np.sqrt((early * (1 - early)) @ numbers + 1) / np.maximum((1 - early) @ (rates * numbers), TINY)
    low = np.maximum(crossing - DEVIATIONS * deviation, 0.0)
    half = (np.minimum(crossing + DEVIATIONS * deviation, places[-1]) - low) / 2
    place = low[:, None] + half[:, None] * (PLACES + 1)
    fewer = _fewer_before(others, place, middles[:, None])
    chance = -np.expm1(-weight * low) + half * ((weight * np.exp(-weight * place) * fewer) @ WEIGHTS)
    return np.asarray(np.minimum(ranks, 1.0) * np.clip(chance, 0.0, 1.0)[at].reshape(np.shape(ranks)))


@lru_cache(maxsize=256)
def _mean_ranks(others: tuple[tuple[float, float], ...]) -> tuple[FloatArray, FloatArray]:
    """Places, and how many of the others come before each on average."""
    rates, numbers = _columns(others)
    places = np.concatenate([[0.0], np.geomspace(1e-9 / rates.max(), 40 / rates.min(), 4000)])
    return places, -np.expm1(-np.multiply.outer(places, rates)) @ numbers


@lru_cache(maxsize=512)
def chances_of_ranks(
    others: tuple[tuple[float, float], ...], weight: float, strata: int
) -> tuple[FloatArray, FloatArray]:
    """Ranks on a list of any length, and the chance that a server of a weight is at most at each of them.

    It is a mean over the middles of so many equal shares of the law of its place. How many come before is exact where
    its standard deviation is small.
    """
    place = -np.log1p(-(np.arange(strata) + 0.5) / strata) / weight
    ranks = _ranks_apart(round(sum(each for _, each in others)) + 1)
    rates, numbers = _columns(others)
    early = -np.expm1(-np.multiply.outer(place, rates))
    wide = (early * (1 - early)) @ numbers > WIDE**2
    chances = np.sum(_fewer_before(others, place[wide], ranks[:, None] - 0.5), axis=1)
    chances += np.sum(_exact_chances(others, place[~wide], early[~wide] @ numbers, ranks), axis=1)
    chances[0], chances[-1] = 0.0, strata
    return ranks, np.clip(np.maximum.accumulate(chances) / strata, 0.0, 1.0)


def _columns(others: tuple[tuple[float, float], ...]) -> tuple[FloatArray, FloatArray]:
    """Weights, and how many others have each."""
    weights, numbers = zip(*others, strict=True)
    return np.array(weights), np.array(numbers)


def _fewer_before(others: tuple[tuple[float, float], ...], place: FloatArray, middles: FloatArray) -> FloatArray:
    """The chance that so few others come before a server at a place that it has at most a rank, a half above `middles`.

    Of the others of each weight, a binomial number comes before it. Their sum is taken as normal, with a correction for
    skewness (Edgeworth's first).
    """
    rates, numbers = _columns(others)
    early = -np.expm1(-np.multiply.outer(place, rates))
    variance = np.maximum((early * (1 - early)) @ numbers, TINY)
    third = (early * (1 - early) * (1 - 2 * early)) @ numbers
    off = (middles - early @ numbers) / np.sqrt(variance)
    bell = np.exp(-(off**2) / 2) / math.sqrt(2 * math.pi)
    return np.asarray(special.ndtr(off) - third / (6 * variance**1.5) * (off**2 - 1) * bell)


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
