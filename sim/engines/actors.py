"""Actors with lists: when they come to a place on it, and come again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.model.clocks import Clock
from sim.model.strategies import ListScan

from .panels import TooRoughError
from .server_chances import MOST_PASSES, Entering, probed, probes_by, whole_probes_by

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Actor:
    """An actor with a list of some length, each of whose visits gets in with the chance `success`."""

    clock: Clock
    length: float
    success: float
    scan: ListScan

    def lists(self, times: FloatArray) -> FloatArray:
        """How many lists it has gone through by each time, the last one in part."""
        lists = probes_by(self.clock, times) / self.length
        return lists if self.scan.repeats else np.minimum(lists, 1.0)

    def more_by_whole_probes(self, times: FloatArray) -> FloatArray:
        """How many lists more it has gone through by each time, as probes are whole; up to half a probe of one."""
        lists = whole_probes_by(self.clock, times) / self.length
        return (lists if self.scan.repeats else np.minimum(lists, 1.0)) - self.lists(times)

    def visits(self, first: FloatArray, lists: FloatArray) -> FloatArray:
        """Times (a new last axis) of visits of a place on the list, `first` in lists, before it has gone through some.

        `-inf` for visits that are not.
        """
        passes = np.arange(np.ceil(lists.max(initial=0.0)) if self.scan.repeats else 1.0)
        if len(passes) > MOST_PASSES:
            raise TooRoughError
        at = first[..., None] + passes
        times = probed(self.clock, at * self.length)
        return np.where(at < lists[..., None], times, -np.inf)


def actors_of(entering: Iterable[Entering]) -> list[Actor]:
    """All actors of some campaigns that have lists."""
    found = []
    for each in entering:
        scan = each.attack.strategy
        assert isinstance(scan, ListScan), each.name
        clocks = (clock for clock in each.attack.clocks if clock.total > 0)
        found += [Actor(clock, each.length, each.attack.success, scan) for clock in clocks]
    return found


def visited_again(actors: Iterable[Actor], times: Sequence[float], horizon: float) -> Iterator[float]:
    """When, up to a horizon, lists end, and come again to where they were at some times."""
    for actor in actors:
        before = [time for time in times if time < horizon] if actor.scan.repeats else [actor.clock.starts[0]]
        most = float(probes_by(actor.clock, np.array(horizon))) / actor.length
        passes = np.arange(1, min(most, MOST_PASSES))
        yield from probed(
            actor.clock, np.add.outer(actor.lists(np.array(before)), passes).ravel() * actor.length
        ).tolist()
