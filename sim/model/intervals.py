"""Open intervals: races in which a server may be open, and fall, more than once.

A server can be entered only while it is open. That is one interval, up to its protection, unless protection lapses,
stops one campaign and not another, or a server from which intruders were removed is back in the race. What a campaign
does in an interval is what it does in a foothold that it comes through: its probes before the beginning do not count
(`sim.model.scanning.entries_since`). Whether later ones succeed is luck of its own in every interval.

Most servers have one interval. Those that have more are followed from one to the next, all together: the first interval
of all servers, then the second of those that have one and did not fall in the first, and so on; then the same for
servers that were cleaned, from then on. Worms are followed so as well, with the effort that is known of all footholds
(`sim.model.spread_again`).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.problems import InputError, Problem
from sim.scenario.moments import AN_INSTANT

from .adoption import fix_available, installations
from .aftermath import live, pivots, reentries
from .clocks import NEVER, instants
from .fleet import Group, Indices, Players, exposed
from .lists import Lists
from .lives import Lives, Spans
from .luck import Luck
from .passes import never_nan
from .race import AFTERWARDS, GroupRace, decide
from .scanning import NOBODY, Entries, enters, entries_since, entry_times, first_and_second
from .times import Known
from .world import Attack, Offer, World

FloatArray = NDArray[np.float64]
MOST_FALLS = 10_000
"""How often a server may be entered anew in one race; what is beyond is a mistake of who wrote the scenario."""


def race_of(world: World, group: Group, luck: Luck, lists: Lists) -> GroupRace:
    """The race of a group, whether its servers are open once or more often."""
    spreads = [attack.spread for attack in world.attacks if attack.spread is not None and group.name in attack.aims]
    if group.name not in world.opens_again and all(each.entered is not None for each in spreads):
        return decide(world, group, luck, lists)
    return _played(world, group, luck, lists).of(group)


def footholds_of(
    world: World, group: Group, luck: Luck, lists: Lists
) -> dict[str, list[tuple[FloatArray, FloatArray]]]:
    """When footholds of worms on servers of a group begin and end, by worm; days, `inf` for an end that never comes."""
    return _played(world, exposed(group, world, luck), luck, lists).of_worms


def _played(world: World, group: Group, luck: Luck, lists: Lists) -> _Race:
    race = _Race(world, group.players, luck, lists)
    reacted = race.reactions()
    if np.any(reacted < NEVER):  # what comes before a reaction is as it was without, and nothing else was followed
        race = _Race(world, group.players, luck, lists, reacted)
    return race


class _Openings:
    """When servers are open to each campaign.

    Tables have a row for each time, in order, and a column for each server; days, each holding its beginning and not
    its end, and empty where there is none. `reacted` is when an organization that found an intruder closes all holes.
    """

    def __init__(self, world: World, players: Players, luck: Luck, reacted: FloatArray | None) -> None:
        self._world, self._number = world, len(players)
        self._remedies = [
            (offer, *_protecting(remedy.name, replace(offer, protects=offer.protects_at_most), players, luck))
            for remedy in world.remedies
            if (offer := remedy.offers.get(players.population)) is not None and offer.protects_at_most > 0
        ]
        self._reacted = reacted
        self._known: dict[tuple[float, ...], tuple[FloatArray, FloatArray]] = {}

    def to(self, campaign: str) -> tuple[FloatArray, FloatArray]:
        """Beginnings and ends of the times at which servers are open to a campaign."""
        chances = tuple(offer.protects_from(campaign) for offer, *_ in self._remedies)
        if chances not in self._known:
            for_good = np.full(self._number, NEVER) if self._reacted is None else self._reacted
            rows: list[tuple[FloatArray, FloatArray]] = []
            for chance, (offer, u, begins, ends) in zip(chances, self._remedies, strict=True):
                stopped = np.where(u < chance, begins, NEVER) if offer.stops else begins
                if offer.lapses:
                    rows.append((stopped, ends))
                else:
                    for_good = np.minimum(for_good, stopped)
            rows.append((for_good, np.full(self._number, NEVER)))
            self._known[chances] = between(*(np.stack(each) for each in zip(*rows, strict=True)))
        return self._known[chances]

    def closed_to_all(self, cleaned: FloatArray) -> Spans:
        """When servers are closed to every campaign that comes through the vulnerability, by clean-up too."""
        through_hole = [attack.name for attack in self._world.attacks if not attack.through_foothold]
        opens = [self.to(name) for name in dict.fromkeys(through_hole or [""])]
        closed = between(*(np.concatenate(each) for each in zip(*opens, strict=True)))
        for_good = (cleaned[None], np.full((1, len(cleaned)), NEVER))
        both = (np.concatenate(each) for each in zip(closed, for_good, strict=True))
        begins, ends = between(*between(*both))
        begins, ends = (np.where(each > self._world.last_instant, NEVER, each).T for each in (begins, ends))
        servers, rows = np.nonzero(begins < ends)
        return Spans(servers, begins[servers, rows], ends[servers, rows])


def _protecting(name: str, offer: Offer, players: Players, luck: Luck) -> tuple[FloatArray, FloatArray, FloatArray]:
    """The luck of servers in what a remediation stops, and when it begins and ends to do so; days, `inf` if never."""
    u, begins = np.zeros(len(players)), np.full(len(players), NEVER)
    ends = np.full(len(players), offer.until)
    servers, installed = installations(name, offer, players, "protects", luck)
    begins[servers] = installed
    some = players.take(servers)
    if offer.stops:
        u[servers] = some.luck(f"remediation/{name}/protects", luck)
    if offer.lasts is not None:
        ends[servers] = instants(installed + offer.lasts.quantile(some.luck(f"remediation/{name}/until", luck)))
    never_nan("protection", begins)
    never_nan("the end of protection", ends)
    return u, begins, ends


def between(begins: FloatArray, ends: FloatArray) -> tuple[FloatArray, FloatArray]:
    """What lies between the times of each column: a table of the times in none of them, in order.

    Times that end as they begin, or before, are none, which is `inf` in the result. Its last row, unless that is the
    first, is not empty.
    """
    begins = np.where(begins < ends, begins, NEVER)
    if np.all(ends == NEVER):
        begins = begins.min(axis=0, keepdims=True, initial=NEVER)
        ends = np.full(begins.shape, NEVER)
    elif len(begins) > 1:
        order = np.argsort(begins, axis=0, kind="stable")
        begins, ends = (np.take_along_axis(each, order, axis=0) for each in (begins, ends))
    latest = np.maximum.accumulate(np.where(begins < NEVER, ends, -NEVER), axis=0)
    edge = np.full((1, begins.shape[1]), NEVER)
    free, until = np.concatenate([-edge, latest]), np.concatenate([begins, edge])
    exists = free < until
    exists[1:] &= begins < NEVER
    rows = 1 + int(np.flatnonzero(exists.any(axis=1)).max(initial=0))
    return np.where(exists[:rows], free[:rows], NEVER), np.where(exists[:rows], until[:rows], NEVER)


class _Race:
    """A race under way: what is known of each server up to now. Times are days, `inf` if never by the horizon."""

    def __init__(
        self, world: World, players: Players, luck: Luck, lists: Lists, reacted: FloatArray | None = None
    ) -> None:
        self._world, self._players, self._luck, self._lists = world, players, luck, lists
        self._cleaning = world.cleanings.get(players.population)
        self._openings = _Openings(world, players, luck, reacted)
        self._is_without_reactions = reacted is None
        self._campaign = np.full(len(players), NOBODY, dtype=np.int16)
        self._times = {name: np.full(len(players), NEVER) for name in ("compromised_at", *AFTERWARDS)}
        self._cleaned = np.full(len(players), NEVER)
        self._footholds: list[Spans] = []
        self.of_worms: dict[str, list[tuple[FloatArray, FloatArray]]] = {
            attack.name: [] for attack in world.attacks if attack.spread is not None
        }
        self._play()

    def _play(self) -> None:
        """Follow servers from one foothold to the next."""
        servers, since = np.arange(len(self._players)), np.full(len(self._players), -NEVER)
        for number in range(MOST_FALLS):
            entries = self._first_entries(servers, since, number)
            fallen = servers[entries.servers]
            back, since = self._follow(fallen, entries, number)
            servers = fallen[back]
            if not len(servers):
                return
        message = f"makes a server fall more than {MOST_FALLS:_} times; let detection or clean-up take longer"
        raise InputError([Problem(("aftermath", "reinfection"), "true", message)])

    def _first_entries(self, servers: Indices, since: FloatArray, number: int) -> Entries:
        """The first and second campaign to enter each of some servers at or after a time."""
        players = self._players.take(servers)
        found = [
            (campaign, *self._entry_times(attack, players, servers, since, number))
            for campaign, attack in enumerate(self._world.attacks)
            if enters(attack, players)
        ]
        self._entering = [each for each in found if self._world.attacks[each[0]].spread is not None]
        return first_and_second(found, len(servers))

    def _entry_times(
        self, attack: Attack, players: Players, servers: Indices, since: FloatArray, number: int
    ) -> tuple[Indices, FloatArray]:
        """Those of some servers, by index, that a campaign enters while they are open, and first when, since a time."""
        times, last = np.full(len(servers), NEVER), self._world.last_instant
        first = min((clock.starts[0] for clock in attack.clocks if clock.starts), default=NEVER)
        table = list(zip(*self._openings.to(attack.name), strict=True))
        is_quick = number == 0 and self._lists.are_in_order and attack.spread is None
        if is_quick:  # the first time that all are open, as if it were the only one
            entered, at = entry_times(self._world, attack, players, self._luck, self._lists, table[0][1])
            times[entered] = at
        for row, (opens, closes) in list(enumerate(table))[is_quick:]:
            begins, ends = np.maximum(opens[servers], since), closes[servers]
            some = np.flatnonzero((times == NEVER) & (begins < ends) & (begins <= last) & (ends > first))
            if len(some):
                anew = self._luck.anew(f"{number}.{row}" if number or row else "")
                found = entries_since(attack, players.take(some), self._luck, anew, self._lists, begins[some])
                never_nan("entry", found)
                inside = np.flatnonzero((found < ends[some]) & (found <= last))
                times[some[inside]] = found[inside]
        entered = np.flatnonzero(times < NEVER)
        return entered, times[entered]

    def _follow(self, servers: Indices, entries: Entries, number: int) -> tuple[Indices, FloatArray]:
        """What becomes of the footholds on some servers; which of these, by index, are back in the race, and when."""
        world, players, luck, anew = self._world, self._players.take(servers), self._luck, self._luck.anew(number)
        entered, never = entries.first.times, np.full(len(servers), NEVER)
        foothold = live(world, players, luck, entered, never, anew)
        evicted = never if foothold.evicted is None else self._by_horizon(foothold.evicted)
        self._cleaned[servers] = np.minimum(self._cleaned[servers], self._by_horizon(foothold.protected))
        again = never if entries.second is None else np.where(entries.second < evicted, entries.second, NEVER)
        if number:
            by_another = entries.campaign != self._campaign[servers]
            again = np.where(by_another, entered, again)
        else:
            self._campaign[servers] = entries.campaign
        found = {
            "compromised_at": entered,
            "entered_again_at": again,
            "detected_at": foothold.detected,
            "evicted_at": evicted,
            "reentered_at": reentries(world, players, luck, self._lists, entered, evicted, anew),
            "pivoted_at": pivots(world, players, anew, entered, evicted),
        }
        for name, times in found.items():
            if times is not None:
                never_nan(name, times)
                first = self._times[name]
                first[servers] = np.minimum(first[servers], self._by_horizon(times))
        self._footholds.append(Spans(servers, entered, evicted))
        for campaign, some, times in self._entering:
            ends = evicted[np.searchsorted(entries.servers, some)]
            lives = times < ends
            self.of_worms[world.attacks[campaign].name].append((times[lives], ends[lives]))
        if self._cleaning is None or not self._cleaning.reinfection:
            return np.zeros(0, dtype=np.intp), np.zeros(0)
        back = np.flatnonzero((evicted < NEVER) & (self._cleaned[servers] == NEVER))
        since = np.where(evicted > entered, evicted, entered + AN_INSTANT)[back]
        if self._is_without_reactions and self._cleaning.reaction is not None:
            matters = since < self.reactions()[servers[back]]  # what is found later does not make a reaction earlier
            return back[matters], since[matters]
        return back, since

    def _by_horizon(self, times: FloatArray) -> FloatArray:
        return np.where(times > self._world.last_instant, NEVER, times)

    def reactions(self) -> FloatArray:
        """When the organization of each server closes all holes, after it has found the first intruder."""
        players, detected = self._players, self._times["detected_at"]
        if self._cleaning is None or self._cleaning.reaction is None or not len(players):
            return np.full(len(players), NEVER)
        _, owner = np.unique(players.organizations, return_inverse=True)
        first = np.full(owner[-1] + 1, NEVER)
        np.minimum.at(first, owner, detected)
        delays = self._cleaning.reaction.quantile(players.luck_of_organizations("aftermath/reaction", self._luck))
        return self._by_horizon(np.maximum(instants(first[owner] + delays), first[owner] + AN_INSTANT))

    def of(self, group: Group) -> GroupRace:
        """The race as that of a group."""
        number, footholds = len(self._players), self._footholds
        servers, begins, ends = (
            np.concatenate([getattr(each, name) for each in footholds]) for name in ("servers", "begins", "ends")
        )
        order = np.lexsort((begins, servers))
        closed = self._openings.closed_to_all(self._cleaned)
        lives = Lives(closed, Spans(servers[order], begins[order], ends[order]))
        hits = np.flatnonzero(self._times["compromised_at"] < NEVER)
        return GroupRace(
            group,
            Known(lives.closed_at(number)),
            hits,
            Known(self._times["compromised_at"][hits]),
            campaign=self._campaign[hits],
            fix_available=fix_available(self._world, self._players.take(hits), self._luck),
            lives=lives,
            **{name: self._times[name][hits] for name in AFTERWARDS},
        )
