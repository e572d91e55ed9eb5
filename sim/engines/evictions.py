"""Evictions that leave the hole open, where servers may be entered anew: each begins another course of things.

Whether an intruder was in or not, after such an eviction a server is open, unless a clean-up has closed it before. So
of campaigns that probe at random it is only counted how many servers are not closed when it comes, by how often they
fell before: from then on they fall as if the race began. Of several remediations that evict so, each order in which
they may come is a course.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from sim.model.world import Attack

from .courses import Coming, Course
from .falls import CleanUps, Falls, FallsAtRandom, leaves_open, ways
from .kind_chances import Chances
from .kinds import Kind
from .server_chances import Entering

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Opened:
    """Servers that have been open since the beginning, or an eviction, by each node.

    `fell` are those that had not fallen before, fell once, or more often (first axis); `unwalked` those that nobody had
    walked into through a foothold; `by_one`, for each campaign, those that it had not entered, and had (second axis),
    if there were no others.
    """

    fell: FloatArray
    unwalked: FloatArray
    by_one: FloatArray

    def taken(self, share: float) -> Opened:
        """A share of them."""
        return Opened(share * self.fell, share * self.unwalked, share * self.by_one)


class Renewals:
    """The courses of kinds of servers that are cleaned up alike, of which some remediations leave some open."""

    def __init__(self, chances: Chances, cleanups: CleanUps) -> None:
        self._chances, self._panels, self._cleanups = chances, chances.panels, cleanups
        self._following = FallsAtRandom(chances.panels, cleanups)
        self._remedies = [
            [row for row, each in enumerate(kind.offers) if leaves_open(each, kind.cleaning)] for kind in chances.kinds
        ]

    @property
    def are_any(self) -> bool:
        """Whether there are any such remediations."""
        return any(self._remedies)

    def left_open(self, protects: FloatArray, evicts: FloatArray) -> FloatArray:
        """By kind and remediation, the share of servers from which it removes intruders and leaves them in the race."""
        found = np.zeros(protects.shape)
        for kind, remedies in enumerate(self._remedies):
            found[kind, remedies] = (evicts * (1 - protects))[kind, remedies]
        return found

    def courses(self, coming: Coming, left_open: FloatArray) -> Iterator[Course]:
        """All courses, the one before any of these among them, given on what share each leaves servers open."""
        opened = left_open[..., None, None] * self._chances.installed
        by_kind = [
            self._by_order(kind, remedies, opened[number])
            for number, (kind, remedies) in enumerate(zip(self._chances.kinds, self._remedies, strict=True))
        ]
        nothing = np.zeros(self._panels.nodes.shape)
        none = Falls(nothing, nothing, nothing, nothing, nothing), nothing
        for order in dict.fromkeys(order for found in by_kind for order in found):
            own = [found.get(order, none) for found in by_kind]
            falls = Falls(*(np.stack(each) for each in zip(*(_parts(each) for each, _ in own), strict=True)))
            others = coming
            for place in range(len(order)):
                others = others.without([order[place] if order in found else None for found in by_kind])
            yield Course(others, falls, np.stack([open_ for _, open_ in own]))

    def _by_order(
        self, kind: Kind, remedies: Sequence[int], opened: FloatArray
    ) -> dict[tuple[int, ...], tuple[Falls, FloatArray]]:
        """Falls, and who is open and never fell, by which remediations have come, in which order."""
        found: dict[tuple[int, ...], tuple[Falls, FloatArray]] = {}
        walking = [walker.attack for walker in kind.walking]
        for share, able in ways(kind.entering):
            shape = self._panels.nodes.shape
            by_one = np.zeros((len(able), 2, *shape))
            by_one[:, 0] = share
            fell = np.zeros((3, *shape))
            fell[0] = share
            begun: dict[tuple[int, ...], Opened] = {(): Opened(fell, np.full(shape, share), by_one)}
            for number in range(len(remedies) + 1):
                for order in permutations(remedies, number):
                    falls, open_, not_closed = self._after(begun[order], able, walking)
                    if order in found:
                        before, open_before = found[order]
                        pairs = zip(_parts(before), _parts(falls), strict=True)
                        falls, open_ = Falls(*(one + other for one, other in pairs)), open_before + open_
                    found[order] = falls, open_
                    for remedy in remedies:
                        if remedy not in order:
                            begun[*order, remedy] = self._evicted(not_closed, opened[remedy])
        return found

    def _evicted(self, not_closed: Opened, opened: FloatArray) -> Opened:
        """Who is open after an eviction, of those who are not closed when it comes."""
        parts = (
            self._panels.cumulative(each, opened) for each in (not_closed.fell, not_closed.unwalked, not_closed.by_one)
        )
        return Opened(*parts)

    def _after(
        self, opened: Opened, entering: Sequence[Entering], walking: Sequence[Attack]
    ) -> tuple[Falls, FloatArray, Opened]:
        """How servers fall from then on, who is open and never fell, and who is not closed by each node."""
        never, once, _ = opened.fell
        falls = list(self._following.since(opened.fell, [each.attack for each in entering]))
        first, every = falls[0], np.sum(falls, axis=0)
        second = falls[1] if len(falls) > 1 else np.zeros(first.shape)
        not_yet = never - first[0]
        just_once = first[0] - second[0] - self._closed(first[0]) + once - first[1]
        more = (opened.fell - self._closed(every)).sum(axis=0) - not_yet - just_once
        unwalked, still_unwalked = self._unwalked(opened.unwalked, entering, walking)
        several, by_one = self._by_one(opened.by_one, entering)
        counted = Falls(first[0], every.sum(axis=0), second[0] + first[1], several, unwalked)
        return counted, not_yet, Opened(np.stack([not_yet, just_once, more]), still_unwalked, by_one)

    def _unwalked(
        self, opened: FloatArray, entering: Sequence[Entering], walking: Sequence[Attack]
    ) -> tuple[FloatArray, FloatArray]:
        """Falls of servers that nobody walked into before, and those of them that are not closed by each node."""
        falls = np.sum(list(self._following.since(opened, [each.attack for each in entering], walking)), axis=0)
        walks = self._following.effort(walking)
        weighed = self._panels.cumulative(np.exp(walks), falls)
        cleaned = self._panels.cumulative(np.exp(-walks), self._cleanups.done(weighed))
        inside = np.exp(-walks) * (weighed - self._cleanups.done(weighed))
        return falls, opened - falls + (1 - self._cleanups.protects) * cleaned + inside

    def _by_one(self, opened: FloatArray, entering: Sequence[Entering]) -> tuple[FloatArray, FloatArray]:
        """Servers that a campaign has entered, and then one of the others; those that are not closed, by campaign."""
        several, not_closed = np.zeros(self._panels.nodes.shape), opened.copy()
        for number, one in enumerate(entering):
            falls = list(self._following.since(opened[number], [one.attack]))
            never = opened[number, 0] - falls[0][0]
            all_open = (opened[number] - self._closed(np.sum(falls, axis=0))).sum(axis=0)
            not_closed[number] = never, all_open - never
            others = self._following.effort([each.attack for each in entering if each is not one])
            several += self._panels.cumulative(all_open - never, -np.expm1(-others))
        return several, not_closed

    def _closed(self, falls: FloatArray) -> FloatArray:
        """How many are closed by clean-ups after some falls."""
        return np.asarray(self._cleanups.protects * self._cleanups.done(falls))


def _parts(falls: Falls) -> tuple[FloatArray, ...]:
    assert falls.several is not None
    return falls.first, falls.every, falls.again, falls.several, falls.unwalked
