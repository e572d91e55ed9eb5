"""Measures: a race as numbers and curves, each with its unit and the way it adds up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.outcomes import CURVE_NAMES, DENOMINATOR_NAMES, OUTCOME_NAMES, in_order
from sim.scenario.blocks import HYBRID
from sim.scenario.moments import AN_INSTANT

from .clocks import NEVER
from .fleet import Group
from .passes import blocks
from .race import Race

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
ALL = "all"


def outcome_counts(race: Race) -> NDArray[np.int64]:
    """Counts by outcome (rows, as in OUTCOMES) and population (columns: all, then each in order)."""
    counts = np.zeros((len(OUTCOME_NAMES), 1 + len(race.fleet.groups)), dtype=np.int64)
    for column, group in enumerate(race.fleet.groups, start=1):
        counts[:, column] = in_order(OUTCOME_NAMES, _counts_of(race, column - 1, group), np.int64)
    counts[:, 0] = counts.sum(axis=1)
    return counts


def denominator_counts(race: Race) -> NDArray[np.int64]:
    """Counts by denominator (rows, as in DENOMINATORS) and population (columns: all, then each in order)."""
    counts = np.zeros((len(DENOMINATOR_NAMES), 1 + len(race.fleet.groups)), dtype=np.int64)
    for column, group in enumerate(race.fleet.groups, start=1):
        population, organizations = race.world.populations[group.name], group.organizations
        found = {
            "servers": group.servers if group.exposed is None else np.count_nonzero(group.exposed),
            "organizations": organizations,
            "hybrid_organizations": organizations if population.deployment == HYBRID else 0,
            "mailboxes_on_prem": organizations * population.on_prem_mailboxes,
            "mailboxes_cloud": organizations * population.cloud_mailboxes,
        }
        counts[:, column] = in_order(DENOMINATOR_NAMES, found, np.int64)
    counts[:, 0] = counts.sum(axis=1)
    return counts


def curves(race: Race, grid: FloatArray) -> NDArray[np.int32]:
    """Numbers by curve (as in CURVES), population (all, then each in order) and time of `grid` (days)."""
    table = np.zeros((len(CURVE_NAMES), 1 + len(race.fleet.groups), len(grid)), dtype=np.int32)
    for column, group in enumerate(race.fleet.groups, start=1):
        table[:, column] = in_order(CURVE_NAMES, _curves_of(race, group, grid), np.int32)
    table[:, 0] = table[:, 1:].sum(axis=1)
    return table


def _counts_of(race: Race, number: int, group: Group) -> dict[str, int]:
    """The outcomes of a population by name."""
    population = race.world.populations[group.name]
    compromised, protected = _times(race.compromised_at, group), _times(race.protected_at, group)
    hit, safe = compromised < NEVER, protected < NEVER
    servers, hits, both = len(compromised), int(np.count_nonzero(hit)), int(np.count_nonzero(hit & safe))
    available = race.fix_available[number]
    if not isinstance(available, float | int):
        available = available if group.exposed is None else available.compress(group.exposed)
    early = int(np.count_nonzero(compromised < available)) if hits else 0
    evicted = _times(race.evicted_at, group)
    late = both if _is_never(race.evicted_at) else int(np.count_nonzero(hit & (protected < evicted)))
    alone = isinstance(group.sizes, int) and group.sizes == 1
    breached = hits if alone else len(_earliest(race.compromised_at, group))
    reached = len(_earliest(race.pivoted_at, group))
    in_time = int(np.count_nonzero(safe)) - both
    return {
        "servers": servers,
        "compromised": hits,
        "compromised_before_fix": early,
        "compromised_after_fix": hits - early,
        "protected_in_time": in_time,
        "still_exposed": servers - hits - in_time,
        "protected_too_late": late,
        "live_footholds": hits - _happened(race.evicted_at, group),
        "multiply_compromised": _happened(race.entered_again_at, group),
        "reentered": _happened(race.reentered_at, group),
        "organizations_breached": breached,
        "tenants_reached": reached,
        "mailboxes_exposed_on_prem": breached * population.on_prem_mailboxes,
        "mailboxes_exposed_cloud": reached * population.cloud_mailboxes,
    }


def _curves_of(race: Race, group: Group, grid: FloatArray) -> dict[str, NDArray[np.int64]]:
    """The curves of a population by name."""
    compromised, protected = _times(race.compromised_at, group), _times(race.protected_at, group)
    hit = compromised < NEVER
    entered = _cumulative(compromised, grid)
    if _is_never(race.evicted_at):
        late = _cumulative(protected.compress(hit), grid)
        clean = _cumulative(protected, grid) - late
        evicted = late_evicted = np.zeros_like(entered)
    else:
        left = _times(race.evicted_at, group)
        too_late = hit & (protected < left)
        late, late_evicted = _cumulative(protected.compress(too_late), grid), _cumulative(left.compress(too_late), grid)
        evicted = _cumulative(left.compress(hit), grid)
        clean = _cumulative(protected.compress(~hit), grid)
    others = (race.entered_again_at, race.reentered_at)
    again, reentered = (
        np.zeros_like(entered) if _is_never(times) else _cumulative(_times(times, group), grid) for times in others
    )
    alone = isinstance(group.sizes, int) and group.sizes == 1
    breached = entered if alone else _cumulative(_earliest(race.compromised_at, group), grid)
    reached = _cumulative(_earliest(race.pivoted_at, group), grid)
    return {
        "vulnerable": len(compromised) - entered - clean,
        "protected_clean": clean,
        "compromised_open": entered - late - (evicted - late_evicted),
        "compromised_protected": late - late_evicted,
        "evicted": evicted,
        "compromised_cumulative": entered,
        "protected_too_late": late,
        "live_footholds": entered - evicted,
        "multiply_compromised": again,
        "reentered": reentered,
        "organizations_breached": breached,
        "tenants_reached": reached,
    }


def _is_never(times: FloatArray) -> bool:
    """Whether nothing of a kind can happen in a race: its times are one value that stands for all servers."""
    return len(times) > 1 and times.strides == (0,)


def _times(times: FloatArray, group: Group) -> FloatArray:
    """Times of a population's exposed servers."""
    part = times[group.span]
    return part if group.exposed is None else part.compress(group.exposed)


def _happened(times: FloatArray, group: Group) -> int:
    return 0 if _is_never(times) else int(np.count_nonzero(times[group.span] < NEVER))


def _earliest(times: FloatArray, group: Group) -> FloatArray:
    """The earliest time in each organisation that has one; happens only to exposed servers."""
    if _is_never(times):
        return np.zeros(0)
    happened = np.flatnonzero(times[group.span] < NEVER)
    at = times[group.span].take(happened)
    if isinstance(group.sizes, int) and group.sizes == 1:
        return at
    order = np.argsort(at, kind="stable")
    _, first = np.unique(group.organizations_of(happened[order]), return_index=True)
    return np.asarray(at[order][first], dtype=np.float64)


def _cumulative(times: FloatArray, grid: FloatArray) -> NDArray[np.int64]:
    """How many times are at or before each grid point; `inf` is at none.

    The grid starts at 0 and has equal steps, but for a shorter last one to the horizon; no finite time is after it.
    What happens within an instant of a grid point happens at it.
    """
    last = len(grid) - 1
    steps_a_day = 1 / grid[1] if last else 1.0
    counts = np.zeros(last + 2, dtype=np.int64)
    for block in blocks(len(times)):
        at = times[block] - AN_INSTANT
        at *= steps_a_day
        np.ceil(np.clip(at, 0, last + 1, out=at), out=at)
        counts += np.bincount(at.astype(np.intp), minlength=last + 2)
    return np.cumsum(counts[:-1])
