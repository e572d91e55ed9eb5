"""Measures: a race as numbers and curves, each with its unit and the way it adds up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.outcomes import CURVE_NAMES, DENOMINATOR_NAMES, OUTCOME_NAMES, in_order
from sim.scenario.blocks import HYBRID

from .passes import which
from .race import GroupRace, Race
from .steps import Grid
from .times import ByLuck
from .world import World

FloatArray = NDArray[np.float64]
Numbers = NDArray[Any]
"""Whole numbers of a race, or means."""
ALL = "all"
HAPPENINGS = (
    "entered",
    "protected",
    "protected_of_hits",
    "protected_late",
    "evicted",
    "late_over",
    "entered_again",
    "reentered",
    "breached",
    "reached",
)
"""What curves and outcomes are made of. The late ones are of servers that were protected while a foothold lived on, and
are over when it ended.
"""
MORE_THAN_ONCE = ("lapsed", "protected_late_again", "entered_anew", "compromised_again")
"""What is added where servers may be open more than once: protection that ends before anybody was in, or comes while a
foothold lives and not for the first time, and entries after an eviction, at last each server only once.
"""

ALIKE = {"protected_late": "protected_of_hits", "breached": "entered"}
"""What is the same as something else where it is left out."""


class Measures:
    """What the races of groups come to, added up as they come, so that none need be kept.

    Tables have a column for each population after one for all: `counts` by outcome (rows, as in OUTCOMES),
    `denominators` (as in DENOMINATORS), and `curves` in the shape (CURVES, populations, times of the grid). Numbers are
    whole, or means if `kind` is float.
    """

    def __init__(self, world: World, grid: Grid, kind: type[int | float] = int) -> None:
        self._grid, self._populations, self._kind = grid, list(world.populations.values()), kind
        self._column = {name: column for column, name in enumerate(world.populations)}
        self._servers, self._organizations, self._before_fix = np.zeros((3, len(self._column)), dtype=kind)
        self._names = (*HAPPENINGS, *MORE_THAN_ONCE) if world.opens_again else HAPPENINGS
        self._happened = np.zeros((len(self._names), len(self._column), grid.never), dtype=kind)

    def add(self, race: GroupRace) -> None:
        """Add the race of a group."""
        before_fix = race.entries.before(race.fix_available)
        happened = _happened(race, self._grid)
        self.add_counts(race.group.name, len(race.protection), race.group.organizations, before_fix, happened)

    def add_counts(
        self, population: str, servers: float, organizations: int, before_fix: float, happened: Mapping[str, Numbers]
    ) -> None:
        """Add servers, organizations, how many are compromised before the fix, and by step how many things happen."""
        column = self._column[population]
        self._servers[column] += servers
        self._organizations[column] += organizations
        self._before_fix[column] += before_fix
        others = {alike: happened[name] for alike, name in ALIKE.items() if alike not in happened and name in happened}
        for row, name in enumerate(self._names):
            if name in happened or name in others:
                self._happened[row, column] += happened[name] if name in happened else others[name]

    def _by_name(self, table: Numbers) -> dict[str, Numbers]:
        """The rows of a table by what happens; nothing of what cannot."""
        rows = dict(zip(self._names, table, strict=True))
        nothing = np.zeros_like(table[0])
        return {**dict.fromkeys(MORE_THAN_ONCE, nothing), **rows}

    @property
    def counts(self) -> Numbers:
        """Numbers by outcome and population."""
        total = self._by_name(self._happened.sum(axis=-1))
        entered, breached, reached = total["entered"], total["breached"], total["reached"]
        in_time = total["protected"] - total["protected_of_hits"] - total["lapsed"]
        named = {
            "servers": self._servers,
            "compromised": entered,
            "compromised_before_fix": self._before_fix,
            "compromised_after_fix": entered - self._before_fix,
            "protected_in_time": in_time,
            "still_exposed": self._servers - entered - in_time,
            "protected_too_late": total["protected_late"],
            "live_footholds": entered + total["entered_anew"] - total["evicted"],
            "multiply_compromised": total["entered_again"],
            "compromised_again": total["compromised_again"],
            "reentered": total["reentered"],
            "organizations_breached": breached,
            "tenants_reached": reached,
            "mailboxes_exposed_on_prem": breached * [each.on_prem_mailboxes for each in self._populations],
            "mailboxes_exposed_cloud": reached * [each.cloud_mailboxes for each in self._populations],
        }
        return _with_all(in_order(OUTCOME_NAMES, named, self._kind))

    @property
    def denominators(self) -> Numbers:
        """What shares divide by, by population."""
        organizations = self._organizations
        named = {
            "servers": self._servers,
            "organizations": organizations,
            "hybrid_organizations": organizations * [each.deployment == HYBRID for each in self._populations],
            "mailboxes_on_prem": organizations * [each.on_prem_mailboxes for each in self._populations],
            "mailboxes_cloud": organizations * [each.cloud_mailboxes for each in self._populations],
        }
        return _with_all(in_order(DENOMINATOR_NAMES, named, self._kind))

    @property
    def curves(self) -> Numbers:
        """Numbers by curve, population and time."""
        upto = self._by_name(np.cumsum(self._happened, axis=-1))
        entered, clean = upto["entered"], upto["protected"] - upto["protected_of_hits"] - upto["lapsed"]
        late = upto["protected_late"]
        late_now = late + upto["protected_late_again"] - upto["late_over"]
        evicted_now = upto["evicted"] - upto["entered_anew"]
        named = {
            "vulnerable": self._servers[:, None] - entered - clean,
            "protected_clean": clean,
            "compromised_open": entered - evicted_now - late_now,
            "compromised_protected": late_now,
            "evicted": evicted_now,
            "compromised_cumulative": entered,
            "protected_too_late": late,
            "live_footholds": entered - evicted_now,
            "multiply_compromised": upto["entered_again"],
            "compromised_again": upto["compromised_again"],
            "reentered": upto["reentered"],
            "organizations_breached": upto["breached"],
            "tenants_reached": upto["reached"],
        }
        return _with_all(in_order(CURVE_NAMES, named, self._kind))


def measures_of(world: World, races: Iterable[GroupRace], grid: Grid) -> Measures:
    """What the races of all groups of a world come to."""
    measures = Measures(world, grid)
    for race in races:
        measures.add(race)
    return measures


def outcome_counts(race: Race) -> Numbers:
    """Counts by outcome (rows, as in OUTCOMES) and population (columns: all, then each in order)."""
    return _measures(race, race.world.grid()).counts


def denominator_counts(race: Race) -> Numbers:
    """Counts by denominator (rows, as in DENOMINATORS) and population (columns: all, then each in order)."""
    return _measures(race, race.world.grid()).denominators


def curves(race: Race, days: FloatArray) -> Numbers:
    """Numbers by curve (as in CURVES), population (all, then each in order) and time, in days."""
    return _measures(race, days).curves


def _measures(race: Race, days: FloatArray) -> Measures:
    return measures_of(race.world, race.by_group(), Grid(days))


def _with_all(table: Numbers) -> Numbers:
    """A table by population (second axis) with all of them together first."""
    return np.concatenate([table.sum(axis=1, keepdims=True), table], axis=1)


def _happened(race: GroupRace, grid: Grid) -> dict[str, NDArray[np.int64]]:
    """How many things happen in each step; what cannot happen, or is the same as something else, is left out."""
    protected, of_hits = race.protection.counts(grid, race.hits)
    happened = {"protected": protected, "protected_of_hits": of_hits}
    times = {"entered_again": race.entered_again_at, "reentered": race.reentered_at, "evicted": race.evicted_at}
    times["reached"] = race.pivoted_at
    if isinstance(race.entries, ByLuck) and race.group.is_single:
        happened["entered"] = race.entries.count(grid)
    else:
        times["entered"] = race.compromised_at
    late = None
    if race.lives is not None:
        times |= race.lives.changes()
    elif race.evicted_at is not None:
        protected_at = race.protected_at.take(race.hits)
        late = which(protected_at < race.evicted_at)
        times["protected_late"] = protected_at.take(late)
    steps = grid.steps_by_name({name: each for name, each in times.items() if each is not None})
    if late is not None:
        steps["late_over"] = steps["evicted"].take(late)
    if not race.group.is_single:
        steps["breached"] = race.earliest(steps["entered"])
    if race.pivoted_at is not None:
        steps["reached"] = race.earliest(steps["reached"])
    return happened | {name: grid.count(each) for name, each in steps.items()}
