"""A race: what became of every server in one world."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.cards import CardTable, card

from .adoption import fix_available, protections, protections_by_luck
from .aftermath import has_aftermath, live, pivots, reentries
from .clocks import NEVER
from .fleet import Fleet, Group, Indices, Players
from .lists import Lists
from .lives import Lives, Spans, joined_lives
from .luck import Luck
from .passes import Entry, joined, never_nan, put_where, which
from .scanning import NOBODY, Entries, first_entries
from .times import FEW, Known, Times
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
    world : World
        What the race faced.
    fleet : Fleet
        Who stands where in the arrays.
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
    lives : Lives or None
        Where servers may be open more than once: all that they go through. The times above are those of the first
        time, by the first foothold there or a later one. None where they say it all.

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
    lives: Lives | None = None

    @property
    def exposed(self) -> BoolArray:
        """Whether each server is in the race: vulnerable and reachable."""
        parts = [
            np.ones(group.servers, dtype=bool) if group.exposed is None else group.exposed
            for group in self.fleet.groups
        ]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=bool)

    @property
    def compromised_again_at(self) -> FloatArray:
        """When each server was entered anew after intruders were removed."""
        servers = self.fleet.servers
        return np.full(servers, NEVER) if self.lives is None else self.lives.compromised_again_at(servers)

    @property
    def fix_available_at(self) -> FloatArray:
        """When a protecting remediation first was available to each server; days since the start, `inf` for never."""
        pairs = zip(self.fleet.groups, self.fix_available, strict=True)
        parts = [np.broadcast_to(np.asarray(times), (group.servers,)) for group, times in pairs]
        return np.concatenate(parts) if parts else np.zeros(0)

    def by_group(self) -> Iterator[GroupRace]:
        """The same, population by population, of the servers in the race.

        Yields
        ------
        GroupRace
            One for each group of the fleet, in its order.
        """
        for group, available in zip(self.fleet.groups, self.fix_available, strict=True):
            place = group.span if group.exposed is None else which(group.exposed) + group.first
            entered = self.compromised_at[place]
            hits = which(entered < NEVER)
            at = hits + group.first if isinstance(place, slice) else place[hits]
            yield GroupRace(
                group,
                Known(self.protected_at[place]),
                hits,
                Known(entered[hits]),
                self.campaign[at],
                fix_available=available[at - group.first] if isinstance(available, np.ndarray) else available,
                lives=None if self.lives is None else self.lives.among(_numbers(place)),
                **{name: getattr(self, name)[at] for name in AFTERWARDS},
            )

    def _repr_html_(self) -> str:
        counts = self.to_frame().groupby(["population", "outcome"], observed=False).size().unstack(fill_value=0)
        rows = [(str(name), *(f"{number:,}" for number in row)) for name, row in counts.iterrows()]
        scenario, number = self.world.scenario, self.world.replication
        facts = f"one world: replication {number}, seed {scenario.seed}, {self.fleet.servers:,} servers"
        return card(scenario.name, facts, CardTable(("servers by how they ended", *map(str, counts.columns)), rows))

    def to_frame(self) -> pd.DataFrame:
        """One row per server: who it is, what happened to it and when, by whom, and how it ended.

        Returns
        -------
        DataFrame
            `population`, `organization` (from 0) and `server` (from 1 in its organization); whether it is `exposed`;
            times in days since the start, `inf` for never, in columns that end in `_at`; `compromised_by`, the
            campaign, missing where none came in; and `outcome`: not_exposed, protected_in_time, protected_too_late,
            evicted, compromised or still_exposed.
        """
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
                "compromised_again_at": self.compromised_again_at,
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
        if self.lives is not None:
            last = self.world.last_instant
            protected, foothold = (each.at(last, len(late)) for each in (self.lives.closed, self.lives.foothold))
            late, evicted = self.lives.protected_late_at(len(late)) < NEVER, ~foothold
        ways = [~self.exposed, late, compromised & evicted, compromised, protected]
        return np.select(ways, list(range(len(ways))), len(ways)).astype(np.int8)


ENDINGS = ("not_exposed", "protected_too_late", "evicted", "compromised", "protected_in_time", "still_exposed")
"""How it ends for a server; one that was patched too late stays so, whether it was cleaned afterwards or not."""


def _numbers(place: Indices | slice) -> Indices:
    """Where some servers stand, one by one."""
    return np.arange(place.start, place.stop) if isinstance(place, slice) else place


def _named(codes: NDArray[np.signedinteger[Any]], names: list[str]) -> pd.Categorical[str]:
    import pandas as pd

    return pd.Categorical.from_codes(codes, pd.Index(names, dtype="str"))


AFTERWARDS = ("entered_again_at", "detected_at", "evicted_at", "reentered_at", "pivoted_at")
"""Times of compromised servers only."""


@dataclass(frozen=True)
class GroupRace:
    """What became of the servers of a group that are in the race; times are days, `inf` if never by the horizon.

    `protection` has one entry for each server of `group` that is in the race. `hits` are the compromised ones among
    these by index, and everything else has one entry for each of them: `entries`, when they are, the number of the
    `campaign` that did it, `fix_available` (one number where it is the same for all), and the times that follow,
    `entered_again_at`, `detected_at`, `evicted_at`, `reentered_at` and `pivoted_at`, each None where it cannot happen.
    Where servers may be open more than once, these are first times, and `lives` has all that they go through.
    """

    group: Group
    protection: Times
    hits: Indices
    entries: Times
    campaign: NDArray[np.int16]
    entered_again_at: FloatArray | None
    detected_at: FloatArray | None
    evicted_at: FloatArray | None
    reentered_at: FloatArray | None
    pivoted_at: FloatArray | None
    fix_available: FloatArray | float
    lives: Lives | None = None

    @property
    def protected_at(self) -> FloatArray:
        """When each server is protected."""
        return self.protection.times

    @property
    def compromised_at(self) -> FloatArray:
        """When each compromised server is."""
        return self.entries.times

    @property
    def organizations(self) -> NDArray[np.uint64]:
        """The number of the organization of each compromised server."""
        return self.group.players.organizations[self.hits]

    def earliest(self, times: NDArray[Entry]) -> NDArray[Entry]:
        """The first time of each organization that has a compromised server, of times by compromised server."""
        if self.group.is_single or not len(times):
            return times
        owners = self.organizations
        first = which(owners[1:] != owners[:-1]) + 1
        return np.minimum.reduceat(times, np.concatenate([[0], first]))


def decide(world: World, group: Group, luck: Luck, lists: Lists) -> GroupRace:
    """The race that the clocks decide: a server is compromised if it is entered before it is protected.

    At a tie protection wins; what happens after the horizon did not happen; the horizon itself counts.
    """
    players = group.players
    is_followed = has_aftermath(world, players.population)
    by_luck = None if is_followed or len(players) < FEW else protections_by_luck(world, players, luck)
    protection: Times = Known(protections(world, players, luck)) if by_luck is None else by_luck
    entries = first_entries(world, players, luck, lists, protection)
    losers = players.take(entries.servers)
    times: dict[str, FloatArray | None] = dict.fromkeys(AFTERWARDS)
    times["entered_again_at"] = entries.second
    if is_followed:
        times |= _aftermath(world, losers, luck, lists, entries, protection.times)
    if isinstance(protection, Known):
        put_where(protection.times, protection.times > world.last_instant, NEVER)
    for name, at in times.items():
        if at is not None:
            never_nan(name, at)
            put_where(at, at > world.last_instant, NEVER)
    available = fix_available(world, losers, luck)
    hits, campaign = entries.servers, entries.campaign
    return GroupRace(group, protection, hits, entries.first, campaign, fix_available=available, lives=None, **times)


def _aftermath(
    world: World, losers: Players, luck: Luck, lists: Lists, entries: Entries, protected: FloatArray
) -> dict[str, FloatArray | None]:
    """What follows from the footholds on compromised servers; a clean-up closes holes, which changes `protected`."""
    entered, again = entries.first.times, entries.second
    foothold = live(world, losers, luck, entered, protected[entries.servers])
    protected[entries.servers] = foothold.protected
    evicted = foothold.evicted
    if again is not None and evicted is not None:
        again[again >= evicted] = NEVER
    return {
        "detected_at": foothold.detected,
        "evicted_at": evicted,
        "reentered_at": reentries(world, losers, luck, lists, entered, evicted),
        "pivoted_at": pivots(world, losers, luck, entered, evicted),
    }


def _lives_of(race: GroupRace) -> Lives:
    """What servers go through that are open once."""
    protected, evicted = which(race.protected_at < NEVER), race.evicted_at
    held = np.full(len(race.hits), NEVER) if evicted is None else evicted
    return Lives(
        Spans(protected, race.protected_at[protected], np.full(len(protected), NEVER)),
        Spans(race.hits, race.compromised_at, held),
    )


def assembled(world: World, fleet: Fleet, luck: Luck, parts: Iterable[GroupRace]) -> Race:
    """The races of groups that are next to each other as one of the whole fleet."""
    never = np.broadcast_to(NEVER, (fleet.servers,))
    times = {name: np.full(fleet.servers, NEVER) for name in ("protected_at", "compromised_at")}
    campaign = np.full(fleet.servers, NOBODY, dtype=np.int16)
    lives: list[Lives] = []
    for part in parts:
        group = part.group
        place = np.arange(group.servers) if group.exposed is None else which(group.exposed)
        hits = place[part.hits] + group.first
        times["protected_at"][place + group.first] = part.protected_at
        times["compromised_at"][hits] = part.compromised_at
        campaign[hits] = part.campaign
        if world.opens_again:
            lives.append((part.lives or _lives_of(part)).moved_to(place + group.first))
        for name in AFTERWARDS:
            found = getattr(part, name)
            if found is not None:
                times.setdefault(name, np.full(fleet.servers, NEVER))[hits] = found
    for array in (campaign, *times.values()):
        array.setflags(write=False)
    available = tuple(fix_available(world, group.everybody, luck) for group in fleet.groups)
    others = {name: never for name in AFTERWARDS if name not in times}
    together = joined_lives(lives) if world.opens_again else None
    return Race(world, fleet, campaign=campaign, fix_available=available, lives=together, **times, **others)
