"""Measures: a race as numbers and curves, each with its unit and the way it adds up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .adoption import fix_available
from .clocks import NEVER
from .passes import blocks
from .race import Race, members

FloatArray = NDArray[np.float64]
ALL = "all"
ROUNDED_DOWN = 1 - 1e-12
"""Keeps what happens exactly at a grid point from being counted at the next one by the last bit of a quotient."""


@dataclass(frozen=True)
class Outcome:
    """A number of a race at its horizon. `denominator` names the outcome that its share divides by.

    Every outcome is a count, and adds up over populations.
    """

    name: str
    unit: str
    denominator: str
    meaning: str


OUTCOMES = (
    Outcome("servers", "servers", "servers", "vulnerable and reachable servers"),
    Outcome("compromised", "servers", "servers", "entered through the vulnerability before being protected"),
    Outcome("compromised_before_fix", "servers", "servers", "compromised before any fix was available to them"),
    Outcome("compromised_after_fix", "servers", "servers", "compromised when a fix was available to them"),
    Outcome("protected_in_time", "servers", "servers", "protected, never compromised"),
    Outcome("still_exposed", "servers", "servers", "neither compromised nor protected"),
    Outcome("protected_too_late", "servers", "servers", "compromised, then protected"),
)
"""The outcomes of a race, in the order in which tables show them."""

CURVES = ("vulnerable", "protected_clean", "compromised_open", "compromised_protected", "compromised_cumulative")
"""Numbers of servers over time. The first four add up to all servers at every instant; the last is cumulative."""


def outcome_counts(race: Race) -> NDArray[np.int64]:
    """Counts by outcome (rows, as in OUTCOMES) and population (columns: all, then each in order)."""
    counts = np.zeros((len(OUTCOMES), 1 + len(race.fleet.groups)), dtype=np.int64)
    for column, group in enumerate(race.fleet.groups, start=1):
        compromised, protected = members(race, group)
        hit, safe = compromised < NEVER, protected < NEVER
        servers, hits = len(compromised), np.count_nonzero(hit)
        early = np.count_nonzero(compromised < fix_available(race.world, group.name)) if hits else 0
        both = np.count_nonzero(hit & safe)
        in_time = np.count_nonzero(safe) - both
        counts[:, column] = (servers, hits, early, hits - early, in_time, servers - hits - in_time, both)
    counts[:, 0] = counts.sum(axis=1)
    return counts


def curves(race: Race, grid: FloatArray) -> NDArray[np.int32]:
    """Numbers of servers by curve (as in CURVES), population (all, then each in order) and time of `grid` (days)."""
    table = np.zeros((len(CURVES), 1 + len(race.fleet.groups), len(grid)), dtype=np.int32)
    for column, group in enumerate(race.fleet.groups, start=1):
        compromised, protected = members(race, group)
        hit = compromised < NEVER
        entered = _cumulative(compromised.compress(hit), grid)
        patched_late = _cumulative(protected.compress(hit), grid)
        protected_clean = _cumulative(protected, grid) - patched_late
        vulnerable = len(compromised) - entered - protected_clean
        table[:, column] = (vulnerable, protected_clean, entered - patched_late, patched_late, entered)
    table[:, 0] = table[:, 1:].sum(axis=1)
    return table


def _cumulative(times: FloatArray, grid: FloatArray) -> NDArray[np.int64]:
    """How many times are at or before each grid point; `inf` is at none.

    The grid starts at 0 and has equal steps, but for a shorter last one to the horizon; no finite time is after it.
    """
    last = len(grid) - 1
    steps_a_day = ROUNDED_DOWN / grid[1] if last else 1.0
    counts = np.zeros(last + 2, dtype=np.int64)
    for block in blocks(len(times)):
        at = np.ceil(np.clip(times[block] * steps_a_day, 0, last + 1)).astype(np.intp)
        counts += np.bincount(at, minlength=last + 2)
    return np.cumsum(counts[:-1])
