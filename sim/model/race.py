"""A race: what became of every server in one world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.cards import Table, card

from .adoption import Adoption, fix_available
from .aftermath import live, pivots, reentries
from .clocks import NEVER
from .fleet import Fleet
from .luck import Luck
from .passes import joined, never_nan, put_where
from .scanning import NOBODY, Entries
from .world import World

if TYPE_CHECKING:
    import pandas as pd

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Race:
    """One race: arrays with one entry per server, in the order of the fleet. Times are days since the start.

    Every time is `inf` where it did not happen by the horizon. A compromised server that was patched later has both
    `compromised_at` and `protected_at`. Servers that are not exposed (not vulnerable, or not reachable) are in the
    arrays but not in the race.

    Attributes
    ----------
    world, fleet
        What the race faced, and who stands where in the arrays.
    compromised_at, protected_at : ndarray
        When the first campaign entered; when a remediation was installed.
    campaign : ndarray
        The number of the campaign that came first, -1 where none did.
    entered_again_at : ndarray
        When a second campaign came in through the vulnerability.
    reentered_at : ndarray
        When another walked through the foothold.
    detected_at, evicted_at : ndarray
        When the foothold was found, and removed.
    pivoted_at : ndarray
        When an intruder stepped from this server into the tenant.
    fix_available : tuple
        By population, when a protecting remediation first was available: a number, or an array per server.

    Examples
    --------
    >>> race = sim.simulate(sim.load("first_steps"))
    >>> race.to_frame().columns.tolist()[:3]
    ['population', 'organization', 'server']
    """

    world: World
    fleet: Fleet
    protected_at: FloatArray
    compromised_at: FloatArray
    campaign: NDArray[np.int16]
    entered_again_at: FloatArray
    detected_at: FloatArray
    evicted_at: FloatArray
    reentered_at: FloatArray
    pivoted_at: FloatArray
    fix_available: tuple[FloatArray | float, ...]

    @property
    def exposed(self) -> BoolArray:
        """Whether each server is in the race: vulnerable and reachable."""
        parts = [
            np.ones(group.servers, dtype=bool) if group.exposed is None else group.exposed
            for group in self.fleet.groups
        ]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=bool)

    @property
    def fix_available_at(self) -> FloatArray:
        """When a protecting remediation first was available to each server."""
        pairs = zip(self.fleet.groups, self.fix_available, strict=True)
        parts = [np.broadcast_to(np.asarray(times), (group.servers,)) for group, times in pairs]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _repr_html_(self) -> str:
        counts = self.to_frame().groupby(["population", "outcome"], observed=False).size().unstack(fill_value=0)
        rows = [(str(name), *(f"{number:,}" for number in row)) for name, row in counts.iterrows()]
        scenario, number = self.world.scenario, self.world.replication
        facts = f"one world: replication {number}, seed {scenario.seed}, {self.fleet.servers:,} servers"
        return card(scenario.name, facts, Table(("servers by how they ended", *map(str, counts.columns)), rows))

    def to_frame(self) -> pd.DataFrame:
        """One row per server: who it is, what happened to it and when, by whom, and how it ended."""
        import pandas as pd

        groups = self.fleet.groups
        names = [group.name for group in groups]
        attackers = [attack.name for attack in self.world.attacks]
        counts = [group.servers for group in groups]
        return pd.DataFrame(
            {
                "population": _named(np.repeat(np.arange(len(groups)), counts), names),
                "organization": joined([group.organization_of() for group in groups], np.int64),
                "server": joined([group.ordinals() for group in groups], np.int64),
                "exposed": self.exposed,
                "fix_available_at": self.fix_available_at,
                "protected_at": self.protected_at,
                "compromised_at": self.compromised_at,
                "compromised_by": _named(self.campaign, attackers),
                "entered_again_at": self.entered_again_at,
                "detected_at": self.detected_at,
                "evicted_at": self.evicted_at,
                "reentered_at": self.reentered_at,
                "pivoted_at": self.pivoted_at,
                "outcome": _named(self._endings(), list(ENDINGS)),
            }
        )

    def _endings(self) -> NDArray[np.int8]:
        compromised, protected, evicted = (
            times < NEVER for times in (self.compromised_at, self.protected_at, self.evicted_at)
        )
        late = compromised & (self.protected_at < self.evicted_at)
        ways = [~self.exposed, late, compromised & evicted, compromised, protected]
        return np.select(ways, list(range(len(ways))), len(ways)).astype(np.int8)


ENDINGS = ("not_exposed", "protected_too_late", "evicted", "compromised", "protected_in_time", "still_exposed")
"""How it ends for a server; one that was patched too late stays so, whether it was cleaned afterwards or not."""


def _named(codes: NDArray[np.signedinteger[Any]], names: list[str]) -> pd.Categorical[str]:
    import pandas as pd

    return pd.Categorical.from_codes(codes, pd.Index(names, dtype="str"))


def decide(world: World, fleet: Fleet, luck: Luck, entries: Entries, adoption: Adoption) -> Race:
    """The race that the clocks decide: a server is compromised if it is entered before it is protected.

    At a tie protection wins; what happens after the horizon did not happen; the horizon itself counts. The arrays are
    changed in place and become the race's.
    """
    entered, protected, campaign = entries.first, adoption.protected, entries.campaign
    for what, given in (("entry", entered), ("second entry", entries.second), ("protection", protected)):
        if given is not None:
            never_nan(what, given)
    for group in fleet.groups:
        if group.exposed is not None:
            put_where(entered[group.span], ~group.exposed, NEVER)
    lost = ~(entered < protected)
    lost |= entered > world.last_instant
    put_where(entered, lost, NEVER)
    put_where(campaign, lost, NOBODY)
    times = _afterwards(world, fleet, luck, entries, adoption)
    put_where(protected, protected > world.last_instant, NEVER)
    arrays: list[NDArray[Any]] = [protected, entered, campaign, *times.values()]
    for array in arrays:
        array.setflags(write=False)
    available = tuple(fix_available(world, group, luck) for group in fleet.groups)
    return Race(world, fleet, protected, entered, campaign, fix_available=available, **times)


def _afterwards(world: World, fleet: Fleet, luck: Luck, entries: Entries, adoption: Adoption) -> dict[str, FloatArray]:
    """What happens to compromised servers; closes the holes of those that are cleaned."""
    never = np.broadcast_to(NEVER, (fleet.servers,))
    again = entries.second
    if world.cleaning is None and not adoption.evicting and again is None and not _through_footholds(world):
        return dict.fromkeys(("entered_again_at", "detected_at", "evicted_at", "reentered_at", "pivoted_at"), never)
    compromised, protected = entries.first, adoption.protected
    evicted = detected = never
    if adoption.evicting or (world.cleaning is not None and world.cleaning.detection is not None):
        foothold = live(world, fleet, luck, compromised, protected, adoption.evicting)
        protected[foothold.servers] = foothold.protected
        evicted, detected = (_spread(fleet, foothold.servers, each) for each in (foothold.evicted, foothold.detected))
    if again is not None:
        put_where(again, ~((compromised < NEVER) & (again < protected) & (again < evicted)), NEVER)
    found = {
        "entered_again_at": again,
        "detected_at": detected,
        "evicted_at": evicted,
        "reentered_at": reentries(world, fleet, luck, compromised, evicted),
        "pivoted_at": pivots(world, fleet, luck, compromised, evicted),
    }
    for name, times in found.items():
        if times is not None and times is not never:
            never_nan(name, times)
    return {
        name: never if times is None or times is never else np.where(times > world.last_instant, NEVER, times)
        for name, times in found.items()
    }


def _through_footholds(world: World) -> bool:
    return any(attack.through_foothold for attack in world.attacks)


def _spread(fleet: Fleet, servers: NDArray[np.intp], times: FloatArray) -> FloatArray:
    """Times of some servers as an array of the fleet."""
    everywhere = np.full(fleet.servers, NEVER)
    everywhere[servers] = times
    return everywhere
