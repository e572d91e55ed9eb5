"""Expectations of organizations with several servers, which share their installations.

Given when each server of an organization is protected, its servers are independent of each other: the chance that none
is entered is a product, in which each counts as it was when it was protected, or while it is open as it is now. What is
left is an integral over when the organization installs each remediation. A remediation that protects all servers at
once, and surely, only ends the race of all of them. One that comes to one server after the other, and one that protects
some servers but not others, take an integral each. More of these are done by points (`sim.engines.points`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.model.adoption import protections
from sim.model.fleet import outline
from sim.scenario.moments import AN_INSTANT

from .entries import LAGS_ERROR, Entries
from .kinds import Chances
from .panels import TooRoughError, gauss
from .points import PointLuck

FloatArray = NDArray[np.float64]
POINTS, SCRAMBLINGS = 2**11, 4
LARGEST_ERROR = 1e-4
"""Of organizations that are reached; beyond, points for servers do better."""
OFF_OF_POINTS = 0.02
"""By how much the chance of a pair is off at most, as a part of it."""
STRATA, SOME = 2048, gauss(16)
BETWEEN_NODES = 32
A_JUMP = 1e-9
"""What a chance rises by at once."""
ERROR = 5e-6
"""By how much these integrals are off at most, as a share of the organizations; tests measure it."""
RARE = 1e-5
"""Organizations with a number of servers that fewer of them reach count as if they had the next smaller one."""


@dataclass(frozen=True)
class Found:
    """The number of organizations to which something has happened, by time, and the error of the last one."""

    upto: FloatArray
    error: float


class Organizations:
    """The organizations of one population, of whose servers there are kinds; `numbers` are those of the kinds."""

    def __init__(self, chances: Chances, entries: Entries, numbers: list[int]) -> None:
        self._chances, self._entries = chances, entries
        self._world, self._panels = chances.world, chances.panels
        kinds = [(number, chances.kinds[number]) for number in numbers]
        self._one = kinds[0][1]
        by_ordinal = {
            ordinal: (number, chance)
            for number, kind in kinds
            for ordinal, chance in zip(kind.ordinals, kind.chances, strict=True)
        }
        self._kinds, self._at_least = zip(*(by_ordinal[ordinal] for ordinal in range(len(by_ordinal))), strict=True)
        self._most = sum(chance > RARE for chance in self._at_least)
        fewer = np.array([*self._at_least[1 : self._most], 0.0])
        self._sizes = np.array(self._at_least[: self._most]) - fewer
        entered = 1 - chances.spared[self._kinds[0]].prod(axis=0)
        self._spared = 1 - self._one.exposed * entered

    def breached(self, times: FloatArray) -> Found:
        """Organizations with a server that is entered."""
        integrals = self._integrals()
        if integrals is not None:
            none = self._panels.at(times, integrals)
            return Found(self._one.organizations * (1 - none), self._one.organizations * ERROR)
        rounds = np.stack([self._by_points(each, times) for each in range(SCRAMBLINGS)])
        error = float(rounds[:, -1].std(ddof=1) / np.sqrt(SCRAMBLINGS)) + 1 / (POINTS * SCRAMBLINGS)
        return Found(self._one.organizations * (1 - rounds.mean(axis=0)), self._one.organizations * error)

    def _by_points(self, scrambling: int, times: FloatArray) -> FloatArray:
        """The chance that no server of an organization is entered, by time."""
        protected, now = self._protected(scrambling), self._panels.at(times, self._spared)
        weights, found = np.full(len(protected), 1 / len(protected)), np.zeros(len(times))
        for number, size in enumerate(np.diag(self._sizes), start=1):
            own = np.sort(protected[:, :number], axis=1).T
            ended = self._panels.at(own.ravel(), self._spared).reshape(own.shape)
            found += none_entered(own, ended, weights, times, now, size[:number])
        return found

    def _integrals(self) -> FloatArray | None:
        """The same at the nodes; None where that takes points."""
        at_once, in_turn, for_some = self._remedies()
        if len(in_turn) > 1 or len(for_some) > 1 or any(self._protects(remedy) < 1 for remedy in in_turn):
            return None
        nodes, spared = self._panels.nodes.ravel(), self._spared.ravel()
        weights, protected = np.ones(1), np.full((self._most, 1), np.inf)
        for remedy in in_turn:
            weights, protected = self._installed(remedy, *self._strata(remedy), range(self._most))
            protected = np.sort(protected, axis=0)
        at_end = self._panels.at(protected.ravel(), self._spared).reshape(protected.shape)
        chances, moments, share = np.ones(1), np.full((1, 1), np.inf), 0.0
        for remedy in for_some:
            chances, moments = self._installed(remedy, *SOME, range(1))
            share = self._protects(remedy)
        none = np.zeros(len(nodes))
        for chance, moment, then in zip(chances, moments[0], self._panels.at(moments[0], self._spared), strict=True):
            now = np.where(nodes > moment, share * then + (1 - share) * spared, spared)
            ended = np.where(protected > moment, share * then + (1 - share) * at_end, at_end)
            none += chance * none_entered(protected, ended, weights, nodes, now, self._sizes)
        none = none.reshape(self._spared.shape)
        unprotected = np.ones(none.shape)
        for remedy in at_once:
            unprotected = unprotected * (1 - self._uptake(remedy) * self._chances.installed[self._kinds[0], remedy])
        return unprotected * none + self._panels.cumulative(none, 1 - unprotected)

    def _remedies(self) -> tuple[list[int], list[int], list[int]]:
        """Remediations that protect all servers at once; one server after the other; some servers, at once."""
        at_once: list[int] = []
        in_turn: list[int] = []
        for_some: list[int] = []
        for remedy, offer in enumerate(self._one.offers):
            if offer is not None and offer.protects > 0 and offer.uptake > 0:
                installations = (self._chances.kinds[kind].installations[remedy] for kind in self._kinds)
                together = len(set(installations)) == 1
                (at_once if together and offer.protects == 1 else for_some if together else in_turn).append(remedy)
        return at_once, in_turn, for_some

    def _uptake(self, remedy: int) -> float:
        offer = self._one.offers[remedy]
        return 0.0 if offer is None else offer.uptake

    def _protects(self, remedy: int) -> float:
        offer = self._one.offers[remedy]
        return 0.0 if offer is None else offer.protects

    def _installed(
        self, remedy: int, shares: FloatArray, weights: FloatArray, ordinals: range
    ) -> tuple[FloatArray, FloatArray]:
        """Weights, and when servers (rows) have a remediation, at shares of its law up to the horizon, and never."""
        times, upto = self._installed_by(remedy, ordinals)
        reached = upto[0, -1]
        found = np.full((len(ordinals), len(shares) + 1), np.inf)
        for row, chances in zip(found, upto, strict=True):
            row[:-1] = np.interp(shares * reached, chances, times, right=np.inf)
        installed = self._uptake(remedy) * reached
        return np.append(installed * weights, 1 - installed), found

    def _installed_by(self, remedy: int, ordinals: range) -> tuple[FloatArray, FloatArray]:
        """Times, of which each panel has as many, and the chance that servers (rows) have a remediation by each."""
        panels = self._panels
        inside = panels.widths[:, None] * np.arange(BETWEEN_NODES) / BETWEEN_NODES
        just_before = panels.bounds[1:, None] - AN_INSTANT
        times = np.concatenate([panels.bounds[:-1, None] + inside, just_before], axis=1).ravel()
        upto = panels.at(times, self._chances.installed[[self._kinds[each] for each in ordinals], remedy])
        return times, np.maximum.accumulate(upto, axis=1)

    def _strata(self, remedy: int) -> tuple[FloatArray, FloatArray]:
        """Shares of the law of a remediation and their weights: middles of parts of it, none of which holds a jump."""
        _, upto = self._installed_by(remedy, range(self._most))
        by_panel = upto.reshape(self._most, len(self._panels.widths), -1)
        before, after = by_panel[:, :-1, -1], by_panel[:, 1:, 0]
        jumps = after - before > A_JUMP
        levels = np.concatenate([before[jumps], after[jumps]]) / max(float(upto[0, -1]), A_JUMP)
        bounds = np.unique(np.concatenate([[0.0], levels[levels < 1], [1.0]]))
        parts = np.maximum(np.ceil(np.diff(bounds) * STRATA), 1).astype(np.intp)
        weights = np.repeat(np.diff(bounds) / parts, parts)
        return np.cumsum(weights) - weights / 2, weights

    def reached(self, by_kind: Mapping[int, FloatArray]) -> Found:
        """Organizations from a server of which an intruder has stepped into the tenant, given the chances by kind.

        So few servers are stepped from that pairs of one organization hardly matter, and more than two of it are left
        out. Pairs have in common when they are protected; that they may have an eviction in common counts as an error.
        """
        by_server = self._one.exposed * np.array([by_kind[kind] for kind in self._kinds])
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
        independent = float(chances @ ((np.cumsum(alone) - alone) * alone))
        pairs = apart * (both / independent if independent > 0 else 1.0)
        several = pairs[-1] * max(number - 2, 0) * float(if_protected.max())
        error = max(abs(pairs[-1] - apart[-1]), abs(both - pairs[-1])) if self._entries.evicts else 0.0
        error += several + OFF_OF_POINTS * pairs[-1]
        if error > LARGEST_ERROR:
            raise TooRoughError
        off = math.hypot(error, LAGS_ERROR * float(mean[-1]))
        return Found(self._one.organizations * (mean - pairs), self._one.organizations * off)

    def _protected(self, scrambling: int) -> FloatArray:
        """When each server (columns) of an organization is protected, by points (rows); days."""
        name, servers = self._one.population, self._most
        luck = PointLuck(scrambling, self._world.replication, POINTS)
        several = {"organizations": POINTS, "servers_per_organization": servers}
        sampled = {name: self._world.populations[name].model_copy(update=several)}
        (group,) = outline(replace(self._world, populations=sampled), luck, kept=True).groups
        return protections(self._world, group.everybody, luck).reshape(POINTS, servers)


def none_entered(
    protected: FloatArray,
    ended: FloatArray,
    weights: FloatArray,
    times: FloatArray,
    spared: FloatArray,
    sizes: FloatArray,
) -> FloatArray:
    """The chance that no server of an organization is entered, by time.

    `protected` is when its first, second, ... server (rows) is protected, ascending, in cases with `weights`, and
    `ended` the chance that it was spared by then; `spared` the same by each time. `sizes` are the chances that an
    organization has 1, 2, ... servers.
    """
    last, most = len(times) + 1, len(sizes)
    steps = np.searchsorted(times, protected, side="left")
    none, opened, found = weights, np.zeros(last), np.zeros(len(times))
    opened[0] = weights.sum()
    for server in range(most):
        still = np.cumsum(opened - np.bincount(steps[server], none, last))[:-1]
        powers = spared ** np.arange(1, most - server + 1)[:, None]
        found += still * (sizes[server:] @ powers)
        none = none * ended[server]
        opened = np.asarray(np.bincount(steps[server], none, last), dtype=np.float64)
        found += sizes[server] * np.cumsum(opened)[:-1]
    return np.asarray(found)
