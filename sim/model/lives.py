"""Lives: what servers go through that may be protected, and fall, more than once.

Of each server it is told when it is closed to everybody, and when intruders are in. Whatever is counted follows from
these two, and from when it fell first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .clocks import NEVER
from .fleet import Indices

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Spans:
    """Times of servers, by ascending server and beginning: each holds its beginning and not its end.

    `servers` are indices, `begins` and `ends` days, `inf` for an end that never comes.
    """

    servers: Indices
    begins: FloatArray
    ends: FloatArray

    def take(self, some: BoolArray | Indices) -> Spans:
        """Some of them."""
        return Spans(self.servers[some], self.begins[some], self.ends[some])

    def moved_to(self, places: Indices) -> Spans:
        """The same with other indices: of server i, `places[i]`, which ascend."""
        return Spans(places[self.servers], self.begins, self.ends)

    def among(self, places: Indices) -> Spans:
        """Those of some servers, which are counted from 0 in the order of their ascending indices."""
        where = np.searchsorted(places, self.servers)
        found = np.flatnonzero(where < len(places))
        found = found[places[where[found]] == self.servers[found]]
        return Spans(where[found], self.begins[found], self.ends[found])

    def at(self, time: float, servers: int) -> BoolArray:
        """Which of so many servers are in such a span at a time."""
        there = np.zeros(servers, dtype=bool)
        there[self.servers[(self.begins <= time) & (time < self.ends)]] = True
        return there


def joined_spans(parts: list[Spans]) -> Spans:
    """Spans of servers that come one after the other as one."""
    none = Spans(np.zeros(0, dtype=np.intp), np.zeros(0), np.zeros(0))
    names = ("servers", "begins", "ends")
    return Spans(*(np.concatenate([getattr(each, name) for each in [none, *parts]]) for name in names))


@dataclass(frozen=True)
class Lives:
    """When servers are `closed` to every campaign, and when intruders have a `foothold` there, up to the horizon."""

    closed: Spans
    foothold: Spans

    def among(self, places: Indices) -> Lives:
        """The same of some servers, counted from 0 in the order of their ascending indices."""
        return Lives(self.closed.among(places), self.foothold.among(places))

    def moved_to(self, places: Indices) -> Lives:
        """The same with other indices: of server i, `places[i]`, which ascend."""
        return Lives(self.closed.moved_to(places), self.foothold.moved_to(places))

    @cached_property
    def _is_first(self) -> BoolArray:
        """Whether each foothold is the first one on its server."""
        return _are_first(self.foothold.servers)

    def _before_the_first(self) -> BoolArray:
        """Whether each time of being closed begins before its server falls, if it does."""
        firsts = self.foothold.take(self._is_first)
        where = np.searchsorted(firsts.servers, self.closed.servers)
        fallen = np.flatnonzero(where < len(firsts.servers))
        fallen = fallen[firsts.servers[where[fallen]] == self.closed.servers[fallen]]
        before = np.ones(len(where), dtype=bool)
        before[fallen] = self.closed.begins[fallen] < firsts.begins[where[fallen]]
        return before

    @property
    def protected_clean(self) -> Spans:
        """When servers that nobody has been in are closed."""
        return self.closed.take(self._before_the_first())

    def protected_clean_at(self) -> FloatArray:
        """When servers that nobody has been in are first closed; days, one for each server of which that is so."""
        clean = self.protected_clean
        return clean.begins[_are_first(clean.servers)]

    @cached_property
    def protected_late(self) -> Spans:
        """When servers are closed while intruders are in."""
        closed, foothold = self.closed.take(~self._before_the_first()), self.foothold
        servers = np.concatenate([foothold.servers, closed.servers])
        begins = np.concatenate([foothold.begins, closed.begins])
        is_closing = np.repeat([False, True], [len(foothold.servers), len(closed.servers)])
        order = np.lexsort((is_closing, begins, servers))
        latest = np.maximum.accumulate(np.where(is_closing[order], -1, order))
        inside = latest[is_closing[order]]
        ends = foothold.ends[inside]
        some = (closed.begins < ends) & (foothold.servers[inside] == closed.servers)
        return Spans(closed.servers[some], closed.begins[some], np.minimum(closed.ends, ends)[some])

    @property
    def entered_anew(self) -> Spans:
        """Footholds on servers from which intruders were removed before."""
        return self.foothold.take(~self._is_first)

    def closed_at(self, servers: int) -> FloatArray:
        """When each of so many servers is closed for the first time; days, `inf` if never."""
        return _first_begins(self.closed, servers)

    def compromised_again_at(self, servers: int) -> FloatArray:
        """When each of so many servers is entered anew for the first time; days, `inf` if never."""
        return _first_begins(self.entered_anew, servers)

    def protected_late_at(self, servers: int) -> FloatArray:
        """When each of so many servers is first closed while intruders are in; days, `inf` if never."""
        return _first_begins(self.protected_late, servers)

    def changes(self) -> dict[str, FloatArray]:
        """Times of everything that changes a count, by what happens; days, `inf` if never."""
        clean, late, anew = self.protected_clean, self.protected_late, self.entered_anew
        first_late, first_anew = _are_first(late.servers), _are_first(anew.servers)
        return {
            "protected": clean.begins,
            "lapsed": clean.ends,
            "protected_of_hits": np.zeros(0),
            "protected_late": late.begins[first_late],
            "protected_late_again": late.begins[~first_late],
            "late_over": late.ends,
            "evicted": self.foothold.ends,
            "entered_anew": anew.begins,
            "compromised_again": anew.begins[first_anew],
        }


def joined_lives(parts: list[Lives]) -> Lives:
    """Lives of servers that come one after the other as one."""
    return Lives(joined_spans([each.closed for each in parts]), joined_spans([each.foothold for each in parts]))


def _are_first(servers: Indices) -> BoolArray:
    """Which of some ascending indices come for the first time."""
    return np.append(True, servers[1:] != servers[:-1])[: len(servers)]


def _first_begins(spans: Spans, servers: int) -> FloatArray:
    times, first = np.full(servers, NEVER), _are_first(spans.servers)
    times[spans.servers[first]] = spans.begins[first]
    return times
