"""Ranks on a long list whose order goes by Exp(1) / weight."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import special

FloatArray = NDArray[np.float64]
DEVIATIONS, TINY = 7.0, 1e-30
PLACES, WEIGHTS = np.polynomial.legendre.leggauss(24)


def chance_of_rank(others: tuple[tuple[float, float], ...], weight: float, ranks: FloatArray) -> FloatArray:
    """The chance that a server of a weight is at most at each rank, counted from 1, among `others` (weight, number).

    Given its place, of the others of each weight a binomial number comes before it. Their sum is taken as normal, with
    a correction for skewness (Edgeworth's first), and integrated over the places at which it matters. That is off by
    less than 1e-6 among a few thousand others, and 1e-4 among a hundred. Between whole ranks it is smooth.
    """
    ranks = np.minimum(ranks, sum(number for _, number in others) + 1)
    different, at = np.unique(np.maximum(ranks, 1.0), return_inverse=True)
    rates, numbers = np.array([each for each, _ in others]), np.array([number for _, number in others])
    middles = different - 0.5
    places, means = _mean_ranks(others)
    crossing = np.interp(middles, means, places)
    early = -np.expm1(-np.multiply.outer(crossing, rates))
    deviation = np.sqrt((early * (1 - early)) @ numbers + 1) / np.maximum((1 - early) @ (rates * numbers), TINY)
    low = np.maximum(crossing - DEVIATIONS * deviation, 0.0)
    half = (np.minimum(crossing + DEVIATIONS * deviation, places[-1]) - low) / 2
    place = low[:, None] + half[:, None] * (PLACES + 1)
    early = -np.expm1(-np.multiply.outer(place, rates))
    variance = np.maximum((early * (1 - early)) @ numbers, TINY)
    third = (early * (1 - early) * (1 - 2 * early)) @ numbers
    off = (middles[:, None] - early @ numbers) / np.sqrt(variance)
    bell = np.exp(-(off**2) / 2) / math.sqrt(2 * math.pi)
    fewer = special.ndtr(off) - third / (6 * variance**1.5) * (off**2 - 1) * bell
    chance = -np.expm1(-weight * low) + half * ((weight * np.exp(-weight * place) * fewer) @ WEIGHTS)
    return np.asarray(np.minimum(ranks, 1.0) * np.clip(chance, 0.0, 1.0)[at].reshape(np.shape(ranks)))


@lru_cache(maxsize=64)
def _mean_ranks(others: tuple[tuple[float, float], ...]) -> tuple[FloatArray, FloatArray]:
    """Places, and how many of the others come before each on average."""
    rates, numbers = np.array([each for each, _ in others]), np.array([number for _, number in others])
    places = np.concatenate([[0.0], np.geomspace(1e-9 / rates.max(), 40 / rates.min(), 4000)])
    return places, -np.expm1(-np.multiply.outer(places, rates)) @ numbers
