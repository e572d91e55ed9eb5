"""Courses of things: how servers fall while the same remediations may still come to them.

A remediation that closes the hole for good ends the race of a server. One that closes it for a time, or to some
campaigns only, or removes intruders and leaves it open, begins another course, in which that remediation is over and
the server goes on falling. What is counted adds up over courses.

A remediation that has come by a time t with the chance F(t), and then ends a course with the chance p, evicts with the
chance e, and evicts or closes the hole with the chance w, has

- neither ended it by the entry s, nor evicted from s to t, with the chance (1 - (p - e) F(s)) - e F(t);
- neither ended it by the entry, nor evicted or closed the hole from s to t, with (1 - (p - w) F(s)) - w F(t).

Products of these over remediations are sums of products of a function of s and a function of t.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from .falls import Falls

FloatArray = NDArray[np.float64]
Since = Callable[[FloatArray], FloatArray]
"""Given functions of the time of an entry (first axis), by kind and node: footholds that are left by now, of those who
came in so that they count with these.
"""


@dataclass(frozen=True, eq=False)
class Coming:
    """What remediations that may still come have done by each node, by kind and remediation.

    `ended` is the chance that one ended the course of a server that nobody was in; `evicted`, that it removes
    intruders; `either`, that it removes them or closes the hole.
    """

    ended: FloatArray
    evicted: FloatArray
    either: FloatArray

    @property
    def unprotected(self) -> FloatArray:
        """The chance, by kind and node, that none has ended the course."""
        return np.asarray((1 - self.ended).prod(axis=1))

    @cached_property
    def surviving(self) -> tuple[FloatArray, FloatArray]:
        """Terms of what none has ended by the entry nor evicted since: functions of the entry, and of now."""
        return self._terms(self.evicted, lambda earlier: self._product(1 - self.ended, self._others) * earlier, 1.0)

    @cached_property
    def staying_open(self) -> tuple[FloatArray, FloatArray]:
        """Terms of what is neither closed by now nor evicted since the entry: functions of that, and of now."""
        return self._terms(self.either, lambda earlier: earlier, self._product(1 - self.ended, self._others))

    def without(self, remedies: Sequence[int | None]) -> Coming:
        """The same where one remediation is over, by kind."""
        still = np.ones(self.ended.shape[:2])
        for kind, remedy in enumerate(remedies):
            if remedy is not None:
                still[kind, remedy] = 0.0
        return Coming(*(still[..., None, None] * each for each in (self.ended, self.evicted, self.either)))

    def of(self, kind: int) -> Coming:
        """The same of one kind."""
        return Coming(*(each[kind : kind + 1] for each in (self.ended, self.evicted, self.either)))

    @cached_property
    def twofold(self) -> list[int]:
        """Remediations that matter both as they were at an entry and as they are now."""
        matter = self.evicted.any(axis=(0, 2, 3)) | (self.either != self.ended).any(axis=(0, 2, 3))
        return [int(remedy) for remedy in np.flatnonzero(matter)]

    @property
    def subsets(self) -> Iterator[tuple[int, ...]]:
        """Of the twofold remediations, those of which a term has the function of the entry."""
        for number in range(len(self.twofold) + 1):
            yield from combinations(self.twofold, number)

    def late(self, open_: FloatArray) -> Iterator[tuple[FloatArray, FloatArray, FloatArray]]:
        """Who is closed with an intruder inside: what is to be integrated, over what, and what it is at jumps.

        `open_` are the terms of footholds that are left, with the function of the entry. Of several remediations that
        come at one instant, it is the first.
        """
        for subset, integral in zip(self.subsets, open_, strict=True):
            changing = [remedy for remedy in range(self.ended.shape[1]) if remedy not in subset]
            factors = [self._factor(remedy) for remedy in changing]
            for place, (_, _, closing) in enumerate(factors):
                rest, at_jumps = integral, integral[..., 0]
                for other, (now, before, _) in enumerate(factors):
                    if other != place:
                        rest = rest * now
                        at_jumps = at_jumps * (now[..., 0] if other < place else before)
                yield rest, closing, at_jumps

    def _factor(self, remedy: int) -> tuple[FloatArray, FloatArray, FloatArray]:
        """What a remediation does to open footholds: its factor now; just before it closes any at a jump; who is shut.

        What it evicts at a jump is gone before it closes the hole.
        """
        either, closing = self.either[:, remedy], (self.either - self.evicted)[:, remedy]
        jumps = np.zeros(closing.shape[:2])
        jumps[:, 1:] = closing[:, 1:, 0] - closing[:, :-1, -1]
        now = -either if remedy in self.twofold else 1 - either
        return now, now[..., 0] + jumps, closing

    @property
    def _others(self) -> list[int]:
        return [remedy for remedy in range(self.ended.shape[1]) if remedy not in self.twofold]

    def _terms(
        self, by_now: FloatArray, at_entry: Callable[[FloatArray], FloatArray], now: FloatArray | float
    ) -> tuple[FloatArray, FloatArray]:
        """By subset, functions of the entry, and of now."""
        earlier, later, only = [], [], 1 - self.ended + by_now
        for subset in self.subsets:
            rest = [remedy for remedy in self.twofold if remedy not in subset]
            earlier.append(at_entry(self._product(only, subset)))
            later.append(now * self._product(-by_now, rest))
        return np.stack(earlier), np.stack(later)

    @staticmethod
    def _product(factors: FloatArray, remedies: Sequence[int]) -> FloatArray:
        """The product of factors over some remediations."""
        return np.asarray(factors[:, list(remedies)].prod(axis=1))


@dataclass(frozen=True, eq=False)
class Second:
    """How a second campaign enters servers in which the first one has a foothold.

    `first` are footholds of the first one, and `others` the chance that one of the others has come by each node; by
    kind and, before the nodes, several first ones.
    """

    first: Since
    others: FloatArray


@dataclass(frozen=True, eq=False)
class Course:
    """Servers, by kind, to which the same remediations are still `coming`.

    Were none to come: how they fall, and by each node how many nobody was in are `open_` then. Where a course is only
    that of a part of what was counted in another, `falls` are None. `second` are entries by a second campaign, and
    `reopened` footholds of former courses on servers whose hole was closed and is open again. `alike` are kinds that
    differ in who enters or evicts, and for every kind which of them is like it in that.
    """

    coming: Coming
    falls: Falls | None
    open_: FloatArray | None
    second: Sequence[Second] = ()
    reopened: Since | None = None
    alike: tuple[NDArray[np.intp], NDArray[np.intp]] | None = None
