"""Measures: a race as numbers and curves, each with its unit and the way it adds up."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from sim.outcomes import CURVE_NAMES, DENOMINATOR_NAMES, OUTCOME_NAMES, in_order
from sim.scenario.blocks import HYBRID, Population
from sim.scenario.moments import AN_INSTANT

from .clocks import NEVER
from .race import GroupRace, Race
from .world import World

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]
ALL = "all"


class Measures:
    """What the races of groups come to, added up as they come, so that none need be kept.

    Tables have a column for each population after one for all: `counts` by outcome (rows, as in OUTCOMES),
    `denominators` (as in DENOMINATORS), and `curves` in the shape (CURVES, populations, times of `grid`, in days).
    """

    def __init__(self, world: World, grid: FloatArray) -> None:
        self._populations, self._grid = world.populations, grid
        self._columns = {name: column for column, name in enumerate(world.populations, start=1)}
        width = 1 + len(self._columns)
        self.counts = np.zeros((len(OUTCOME_NAMES), width), dtype=np.int64)
        self.denominators = np.zeros((len(DENOMINATOR_NAMES), width), dtype=np.int64)
        self._happened = np.zeros((len(HAPPENINGS), width, len(grid)), dtype=np.int64)

    def add(self, race: GroupRace) -> None:
        """Add the race of a group."""
        column, population = self._columns[race.group.name], self._populations[race.group.name]
        happened = _happenings(race, self._grid)
        for table, names, found in (
            (self.counts, OUTCOME_NAMES, _counts_of(race, population)),
            (self.denominators, DENOMINATOR_NAMES, _denominators_of(race, population)),
        ):
            each = in_order(names, found, np.int64)
            table[:, column] += each
            table[:, 0] += each
        for row, name in enumerate(HAPPENINGS):
            if name in happened:
                self._happened[row, column] += happened[name]
                self._happened[row, 0] += happened[name]

    @property
    def curves(self) -> NDArray[np.int32]:
        """Numbers by curve, population and time."""
        upto = dict(zip(HAPPENINGS, np.cumsum(self._happened, axis=-1), strict=True))
        entered, clean, late = upto["entered"], upto["protected_clean"], upto["protected_late"]
        late_evicted, evicted = upto["evicted_late"], upto["evicted"]
        servers = self.counts[OUTCOME_NAMES.index("servers")][:, None]
        named = {
            "vulnerable": servers - entered - clean,
            "protected_clean": clean,
            "compromised_open": entered - late - (evicted - late_evicted),
            "compromised_protected": late - late_evicted,
            "evicted": evicted,
            "compromised_cumulative": entered,
            "protected_too_late": late,
            "live_footholds": entered - evicted,
            "multiply_compromised": upto["entered_again"],
            "reentered": upto["reentered"],
            "organizations_breached": upto["breached"],
            "tenants_reached": upto["reached"],
        }
        return in_order(CURVE_NAMES, named, np.int32)


HAPPENINGS = (
    "entered",
    "protected_clean",
    "protected_late",
    "evicted",
    "evicted_late",
    "entered_again",
    "reentered",
    "breached",
    "reached",
)
"""What the curves are made of. The late ones are of servers that were protected while a foothold lived on."""


def measures_of(world: World, races: Iterable[GroupRace], grid: FloatArray) -> Measures:
    """What the races of all groups of a world come to."""
    measures = Measures(world, grid)
    for race in races:
        measures.add(race)
    return measures


def outcome_counts(race: Race) -> IntArray:
    """Counts by outcome (rows, as in OUTCOMES) and population (columns: all, then each in order)."""
    return measures_of(race.world, race.by_group(), np.zeros(1)).counts


def denominator_counts(race: Race) -> IntArray:
    """Counts by denominator (rows, as in DENOMINATORS) and population (columns: all, then each in order)."""
    return measures_of(race.world, race.by_group(), np.zeros(1)).denominators


def curves(race: Race, grid: FloatArray) -> NDArray[np.int32]:
    """Numbers by curve (as in CURVES), population (all, then each in order) and time of `grid` (days)."""
    return measures_of(race.world, race.by_group(), grid).curves


def _denominators_of(race: GroupRace, population: Population) -> dict[str, int]:
    """What shares divide by, by name."""
    organizations = race.group.organizations
    return {
        "servers": len(race.protected_at),
        "organizations": organizations,
        "hybrid_organizations": organizations if population.deployment == HYBRID else 0,
        "mailboxes_on_prem": organizations * population.on_prem_mailboxes,
        "mailboxes_cloud": organizations * population.cloud_mailboxes,
    }


def _counts_of(race: GroupRace, population: Population) -> dict[str, int]:
    """The outcomes of a group by name."""
    servers, hits = len(race.protected_at), len(race.hits)
    protected = race.protected_at[race.hits]
    both = _number(protected)
    early = int(np.count_nonzero(race.compromised_at < race.fix_available))
    late = both if race.evicted_at is None else int(np.count_nonzero(protected < race.evicted_at))
    breached, reached = len(_earliest(race, race.compromised_at)), len(_earliest(race, race.pivoted_at))
    in_time = _number(race.protected_at) - both
    return {
        "servers": servers,
        "compromised": hits,
        "compromised_before_fix": early,
        "compromised_after_fix": hits - early,
        "protected_in_time": in_time,
        "still_exposed": servers - hits - in_time,
        "protected_too_late": late,
        "live_footholds": hits - _number(race.evicted_at),
        "multiply_compromised": _number(race.entered_again_at),
        "reentered": _number(race.reentered_at),
        "organizations_breached": breached,
        "tenants_reached": reached,
        "mailboxes_exposed_on_prem": breached * population.on_prem_mailboxes,
        "mailboxes_exposed_cloud": reached * population.cloud_mailboxes,
    }


def _happenings(race: GroupRace, grid: FloatArray) -> dict[str, IntArray]:
    """How many times each thing happens in the step that ends at each time of the grid; what cannot is left out."""
    if len(grid) == 1:
        return {}
    at = {"entered": race.compromised_at, "evicted": race.evicted_at, "entered_again": race.entered_again_at}
    at |= {"reentered": race.reentered_at, "reached": _earliest(race, race.pivoted_at)}
    if not race.group.is_single:
        at["breached"] = _earliest(race, race.compromised_at)
    found = {name: _in_steps(_steps(times, grid), grid) for name, times in at.items() if times is not None}
    found.setdefault("breached", found["entered"])
    steps = _steps(race.protected_at, grid)
    of_hits = steps[race.hits]
    protected_hits = _in_steps(of_hits, grid)
    found["protected_clean"] = _in_steps(steps, grid) - protected_hits
    if race.evicted_at is None:
        found["protected_late"] = protected_hits
    else:
        late = race.protected_at[race.hits] < race.evicted_at
        found["protected_late"] = _in_steps(of_hits[late], grid)
        found["evicted_late"] = _in_steps(_steps(race.evicted_at[late], grid), grid)
    return found


def _number(times: FloatArray | None) -> int:
    return 0 if times is None else int(np.count_nonzero(times < NEVER))


def _earliest(race: GroupRace, times: FloatArray | None) -> FloatArray:
    """The earliest time in each organisation that has one."""
    if times is None or not len(times):
        return np.zeros(0)
    happened = times < NEVER
    at = times[happened]
    if race.group.is_single or not len(at):
        return at
    owners = race.organizations[happened]
    first = np.flatnonzero(owners[1:] != owners[:-1]) + 1
    return np.minimum.reduceat(at, np.concatenate([[0], first]))


def _steps(times: FloatArray, grid: FloatArray) -> NDArray[np.intp]:
    """The first time of the grid, by index, by which each thing has happened; the number of times if by none.

    The grid starts at 0 and has equal steps, but for a shorter last one to the horizon; no finite time is after it.
    What happens within an instant of a grid point happens at it.
    """
    steps = times - AN_INSTANT
    steps *= 1 / grid[1]
    np.ceil(steps, out=steps)
    return np.clip(steps, 0, len(grid), out=steps).astype(np.intp)


def _in_steps(steps: NDArray[np.intp], grid: FloatArray) -> IntArray:
    """How many things happen in the step that ends at each time of the grid."""
    return np.bincount(steps, minlength=len(grid) + 1)[:-1]
