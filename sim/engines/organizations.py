"""Expectations of organisations with several servers, which share their installations.

Given when each server of an organisation is protected, its servers are independent of each other. So what is left is an
integral over few numbers: when the organisation installs each remediation. It is computed over points
(`sim.engines.points`), and only for what the number of its servers that are entered does not tell: the mean of that
number is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.model.adoption import protections
from sim.model.fleet import outline
from sim.model.steps import Grid

from .entries import Entries
from .kinds import Chances
from .points import PointLuck

FloatArray = NDArray[np.float64]
POINTS, SCRAMBLINGS = 2**11, 4
RARE = 1e-5
"""Organisations with a number of servers that fewer of them reach count as if they had the next smaller one."""


@dataclass(frozen=True)
class Found:
    """The number of organisations to which something has happened, by time, and the error of the last one."""

    upto: FloatArray
    error: float


class Organizations:
    """The organisations of one population, of whose servers there are kinds; `kinds` are their numbers."""

    def __init__(self, chances: Chances, entries: Entries, numbers: list[int]) -> None:
        self._chances, self._entries = chances, entries
        self._world = chances.world
        kinds = [(number, chances.kinds[number]) for number in numbers]
        self._one = kinds[0][1]
        by_ordinal = {
            ordinal: (number, chance)
            for number, kind in kinds
            for ordinal, chance in zip(kind.ordinals, kind.chances, strict=True)
        }
        self._kinds, self._at_least = zip(*(by_ordinal[ordinal] for ordinal in range(len(by_ordinal))), strict=True)

    def breached(self, servers: FloatArray, grid: Grid) -> Found:
        """Organisations with a server that is entered; `servers` is how many are, by time."""
        panels, exposed = self._chances.panels, self._one.exposed
        spared = 1 - exposed * (1 - self._chances.spared[self._kinds[0]].prod(axis=0))
        now = panels.at(grid.days, spared)
        beside = np.zeros((SCRAMBLINGS, len(grid.days)))
        for scrambling in range(SCRAMBLINGS):
            protected = self._protected(scrambling)
            for number, chance in self._sizes():
                own = protected[:, :number]
                at_end = panels.at(own.ravel(), spared).reshape(own.shape)
                beside[scrambling] += chance * entered_beside(own, at_end, now, grid)
        spread = float(beside[:, -1].std(ddof=1) / np.sqrt(SCRAMBLINGS))
        return Found(servers - self._one.organizations * beside.mean(axis=0), self._one.organizations * spread)

    def reached(self, times: FloatArray) -> Found:
        """Organisations from a server of which an intruder has stepped into the tenant.

        So few servers are stepped from that pairs of one organisation hardly matter, and more than two of it are left
        out. Two servers of one have in common when they are protected; that they may have an eviction in common is the
        error.
        """
        different = sorted(set(self._kinds))
        by_kind = dict(zip(different, self._one.exposed * self._entries.reached(different, times), strict=True))
        by_server = np.array([by_kind[kind] for kind in self._kinds])
        mean = self._at_least @ by_server
        before = np.cumsum(by_server, axis=0) - by_server
        apart = self._at_least @ (before * by_server)
        if apart[-1] == 0:
            return Found(self._one.organizations * mean, 0.0)
        protected, number = self._protected(0), len(self._at_least)
        if_protected = self._one.exposed * self._entries.reached_if_protected(self._kinds[0])
        stepped = self._chances.panels.at(protected.ravel(), if_protected).reshape(protected.shape)
        chances = np.array(self._at_least[: protected.shape[1]])
        both = float(np.mean((np.cumsum(stepped, axis=1) - stepped) * stepped, axis=0) @ chances)
        alone = stepped.mean(axis=0)
        together = both / float(chances @ ((np.cumsum(alone) - alone) * alone))
        pairs = together * apart
        several = pairs[-1] * max(number - 2, 0) * float(if_protected.max())
        error = max(abs(pairs[-1] - apart[-1]), abs(both - pairs[-1])) if self._entries.evicts else 0.0
        return Found(self._one.organizations * (mean - pairs), self._one.organizations * (error + several))

    def _sizes(self) -> Iterator[tuple[int, float]]:
        """Numbers of servers, and the chance that an organisation has so many."""
        most = self._most
        for number in range(1, most + 1):
            more = self._at_least[number] if number < most else 0.0
            yield number, self._at_least[number - 1] - more

    @property
    def _most(self) -> int:
        return sum(chance > RARE for chance in self._at_least)

    def _protected(self, scrambling: int) -> FloatArray:
        """When each server (columns) of an organisation is protected, by points (rows); days."""
        name, servers = self._one.population, self._most
        luck = PointLuck(scrambling, self._world.replication, POINTS)
        several = {"organizations": POINTS, "servers_per_organization": servers}
        sampled = {name: self._world.populations[name].model_copy(update=several)}
        (group,) = outline(replace(self._world, populations=sampled), luck, kept=True).groups
        return protections(self._world, group.everybody, luck).reshape(POINTS, servers)


def entered_beside(protected: FloatArray, spared: FloatArray, spared_now: FloatArray, grid: Grid) -> FloatArray:
    """How many servers of an organisation are entered on average, beside one, by the times of a grid.

    `protected` is when its servers (columns) are protected in each case (rows), `spared` the chance that nobody would
    have entered them by then, `spared_now` the same by each time. The chance that none is entered is a product over its
    servers, in which each counts as it was when it was protected, or while it is open as it is now.
    """
    cases, servers = protected.shape
    order = np.argsort(protected, axis=1)
    spared, steps = (np.take_along_axis(each, order, axis=1).T for each in (spared, grid.steps(protected)))
    last, none = grid.never + 1, np.ones(cases)
    by_open, closed, still_open = np.zeros((servers + 1, last)), np.zeros(last), np.zeros(last)
    by_open[servers, 0], still_open[0] = cases, cases * servers
    for server, step in enumerate(steps):
        by_open[servers - server] -= np.bincount(step, none, last)
        none = none * spared[server]
        by_open[servers - server - 1] += np.bincount(step, none, last)
        closed += np.bincount(step, 1 - spared[server], last)
        still_open -= np.bincount(step, minlength=last)
    by_open, closed, still_open = (np.cumsum(each, axis=-1)[..., :-1] for each in (by_open, closed, still_open))
    nobody = np.sum(by_open * spared_now ** np.arange(servers + 1)[:, None], axis=0)
    return np.asarray((closed + still_open * (1 - spared_now) - (cases - nobody)) / cases)
