"""Remediations that stop some campaigns and not others: the courses in which they have come and others go on.

Campaigns enter independently of each other, each until something stops it. So once a remediation has come, servers on
which it stops some campaigns have been spared by these until then, and are spared by the others until now: what is new
is an integral over when it came.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.model.world import Offer

from .courses import Coming, Course, Second
from .falls import only_once
from .kind_chances import Chances
from .panels import FloatMap, Panels

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Part:
    """A share of the servers of one kind, on which a remediation stops some campaigns, but not all."""

    share: float
    stops: frozenset[str]


def parts_of(offer: Offer, entering: Sequence[str]) -> list[Part]:
    """By what it stops, the shares of servers on which a remediation stops some of those that enter them, if not all.

    It is one luck that decides for all campaigns.
    """
    shares = sorted({*offer.stops.values(), offer.protects}, reverse=True)
    found = []
    for share, less in pairwise(shares):
        stopped = frozenset(name for name in entering if offer.stops.get(name, offer.protects) >= share)
        if stopped:
            found.append(Part(share - less, stopped))
    return found


def spared_if_installed(
    chances: Chances, kind: int, offer: Offer, moments: FloatArray, times: FloatArray
) -> FloatArray:
    """The chance that servers of a kind are spared by each time (columns), by when (rows) they have a remediation."""
    panels, by_campaign, names = chances.panels, chances.spared[kind], chances.campaigns
    parts = parts_of(offer, [each.name for each in chances.kinds[kind].entering])
    everybody = by_campaign.prod(axis=0)
    before, until = panels.at(times, everybody), np.minimum(moments, panels.bounds[-1])
    after = offer.protects * panels.at(until, everybody)[:, None]
    after = after + (1 - offer.protects - sum(part.share for part in parts)) * before
    for part in parts:
        stopped = np.array([name in part.stops for name in names], dtype=bool)
        spared, others = by_campaign[stopped].prod(axis=0), by_campaign[~stopped].prod(axis=0)
        after = after + part.share * panels.at(until, spared)[:, None] * panels.at(times, others)
    return np.where(times >= moments[:, None], after, before)


class Stopping:
    """What remediations stop, of kinds each of which has one at most that stops some campaigns only."""

    def __init__(self, chances: Chances, left: FloatMap) -> None:
        self._chances, self._panels, self._left = chances, chances.panels, left
        self._remedies: list[int | None] = []
        self._parts: list[list[Part]] = []
        for kind in chances.kinds:
            remedy = next((row for row, each in enumerate(kind.offers) if each is not None and each.stops), None)
            offer = None if remedy is None else kind.offers[remedy]
            self._remedies.append(remedy)
            self._parts.append([] if offer is None else parts_of(offer, [each.name for each in kind.entering]))

    @property
    def is_of_any(self) -> bool:
        """Whether there is anything to it."""
        return any(self._parts)

    def stopped_in_part(self) -> FloatArray:
        """By kind and remediation, the share of servers on which it stops some that enter, but not all."""
        found = np.zeros((len(self._remedies), self._chances.installed.shape[1]))
        for kind, (remedy, parts) in enumerate(zip(self._remedies, self._parts, strict=True)):
            if remedy is not None:
                found[kind, remedy] = sum(part.share for part in parts)
        return found

    def courses(self, coming: Coming, uptake: FloatArray, evicts: FloatArray) -> Iterator[Course]:
        """The courses in which a remediation has come, given those that may come and chances of what they do."""
        others = coming.without(self._remedies)
        for number in range(max(map(len, self._parts), default=0)):
            parts = [parts[number] if number < len(parts) else Part(0.0, frozenset()) for parts in self._parts]
            came = [_Came(self._chances, kind, self._remedies[kind], part) for kind, part in enumerate(parts)]
            rows = [0 if remedy is None else remedy for remedy in self._remedies]
            kinds = range(len(rows))
            installed = np.array([part.share for part in parts]) * uptake[kinds, rows]
            still_in = (installed * (1 - evicts[kinds, rows]))[:, None, None, None]
            before = installed[:, None, None] * np.stack([each.spared_until for each in came])
            spared = np.stack([each.spared for each in came])
            falls = only_once(self._panels.cumulative(before, 1 - spared))
            yield Course(others, falls, before * spared, [self._second(came, before)])
            yield Course(others, None, None, [self._second_of_before(came, still_in)])

    def _second(self, came: Sequence[_Came], before: FloatArray) -> Second:
        """Both campaigns come after it: the first of those that it does not stop, and then another of these."""
        firsts = np.stack([each.by_one for each in came])

        def first(earlier: FloatArray) -> FloatArray:
            return self._left(self._panels.cumulative((earlier * before)[:, :, None], firsts))

        return Second(first, np.stack([each.by_others for each in came]))

    def _second_of_before(self, came: Sequence[_Came], still_in: FloatArray) -> Second:
        """The first campaign came before it, the second after it; the foothold was not removed."""
        entered = 1 - self._chances.spared
        spared_until = np.stack([each.others_spared_until for each in came])

        def first(earlier: FloatArray) -> FloatArray:
            by_now = spared_until * self._left(self._panels.cumulative(earlier[:, :, None], entered))
            at_entry = self._left(self._panels.cumulative(earlier[:, :, None] * spared_until, entered))
            return np.asarray(still_in * (by_now - at_entry))

        return Second(first, np.stack([each.by_others for each in came]))


class _Came:
    """Servers of one kind to which a remediation comes that stops some campaigns; chances are by node."""

    def __init__(self, chances: Chances, kind: int, remedy: int | None, part: Part) -> None:
        self._panels: Panels = chances.panels
        self._by_campaign = chances.spared[kind]
        self._stops = np.array([name in part.stops for name in chances.campaigns], dtype=bool)
        shape = self._panels.nodes.shape
        self._installed = np.zeros(shape) if remedy is None else chances.installed[kind, remedy]

    @property
    def spared(self) -> FloatArray:
        """The chance that none has entered of the campaigns that it does not stop."""
        return np.asarray(self._by_campaign[~self._stops].prod(axis=0))

    @property
    def spared_until(self) -> FloatArray:
        """The chance that it has come, before any entered of those that it stops."""
        return self._panels.cumulative(self._by_campaign[self._stops].prod(axis=0), self._installed)

    @property
    def others_spared_until(self) -> FloatArray:
        """The same by campaign, which may have entered."""
        others = [self._without(number, self._stops) for number in range(len(self._stops))]
        return self._panels.cumulative(np.stack(others), self._installed)

    @property
    def by_one(self) -> FloatArray:
        """The chance, by campaign, that it has entered if it is not stopped."""
        return np.asarray((1 - self._by_campaign) * ~self._stops[:, None, None])

    @property
    def by_others(self) -> FloatArray:
        """The chance, by campaign, that any other has entered of those that are not stopped."""
        return 1 - np.stack([self._without(number, ~self._stops) for number in range(len(self._stops))])

    def _without(self, number: int, some: NDArray[np.bool_]) -> FloatArray:
        """The chance that none of some campaigns has entered, but for one."""
        others = some.copy()
        others[number] = False
        return np.asarray(self._by_campaign[others].prod(axis=0))
