"""Expectations of organizations with several servers, which share their installations.

Given when each server of an organization is protected, its servers are independent of each other: the chance that none
is entered is a product, in which each counts as it was when it was protected, or while it is open as it is now. What is
left is an integral over when the organization installs each remediation. A remediation that protects all servers at
once, and surely, only ends the race of all of them. One that comes to one server after the other, and one that protects
some servers but not others, or for a time, or against some campaigns, take an integral each. More of these are done by
points (`sim.engines.points`).

Rings go by the size of an organization. Where that is luck, too, organizations are taken size by size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.model.adoption import protections
from sim.model.fleet import outline
from sim.model.world import Offer
from sim.scenario.moments import AN_INSTANT

from . import lapsing, stopping
from .kind_chances import Chances
from .kinds import Layout
from .panels import TooRoughError, crowded
from .points import PointLuck

FloatArray = NDArray[np.float64]
POINTS, SCRAMBLINGS = 2**11, 4
LARGEST_ERROR = 1e-4
"""Of organizations that are reached; beyond, points for servers do better."""
OFF_OF_PAIRS = 0.2
"""By how much the chance of a pair is off at most, as a part of it."""
STRATA, PARTS, SOME = 256, 8, crowded(12)
"""Parts of a law have at most the inverse of STRATA of it, and PARTS of them or more make a panel."""
BETWEEN_NODES = 32
A_JUMP = 1e-9
"""What a chance rises by at once."""
ERROR = 2e-6
"""By how much these integrals are off at most, as a share of the organizations; tests measure it."""


@dataclass(frozen=True)
class Found:
    """The number of organizations to which something has happened, by time, and the error of the last one."""

    upto: FloatArray
    error: float


class Organizations:
    """The organizations of one population, which may have several servers."""

    def __init__(self, chances: Chances, name: str) -> None:
        self._chances, self._name = chances, name
        self._world, self._panels = chances.world, chances.panels
        self._one = chances.servers[name]
        self._layouts = [OneLayout(chances, each, self._one.most, self._one.exposed) for each in self._one.layouts]
        self._offers = chances.kinds[self._one.kinds[0]].offers
        entered = 1 - chances.spared[self._one.kinds[0]].prod(axis=0)
        self._spared = 1 - self._one.exposed * entered

    def breached(self, times: FloatArray) -> Found:
        """Organizations with a server that is entered."""
        by_layout = [each.integrals(self._spared) for each in self._layouts]
        integrals = [each for each in by_layout if each is not None]
        if len(integrals) == len(by_layout):
            none = self._panels.at(times, np.sum(integrals, axis=0))
            return Found(self._one.organizations * (1 - none), self._one.organizations * ERROR)
        if len(by_layout) > 1 or any(each is not None and changes_course(each) for each in self._offers):
            raise TooRoughError  # points for each layout would take longer than points for servers
        rounds = np.stack([self._by_points(each, times) for each in range(SCRAMBLINGS)])
        error = float(rounds[:, -1].std(ddof=1) / np.sqrt(SCRAMBLINGS)) + 1 / (POINTS * SCRAMBLINGS)
        return Found(self._one.organizations * (1 - rounds.mean(axis=0)), self._one.organizations * error)

    def _by_points(self, scrambling: int, times: FloatArray) -> FloatArray:
        """The chance that no server of an organization is entered, by time, where there is one layout."""
        (layout,), now = self._layouts, self._panels.at(times, self._spared)
        protected = self._protected(scrambling, len(layout.sizes))
        weights, found = np.full(len(protected), 1 / len(protected)), np.zeros(len(times))
        for number, size in enumerate(np.diag(layout.sizes), start=1):
            own = np.sort(protected[:, :number], axis=1).T
            ended = self._panels.at(own.ravel(), self._spared).reshape(own.shape)
            found += none_entered(own, ended[:, None], weights[None], times, now[None], size[:number])
        return found

    def reached(self, by_kind: Mapping[int, FloatArray], entered: FloatArray, breached: Found) -> Found:
        """Organizations from a server of which an intruder has stepped into the tenant, given the chances by kind.

        So few servers are stepped from that pairs of one organization hardly matter, and more than two of it are left
        out. Servers of one organization have in common when they are protected. How much more often that makes two of
        them fall than if they were independent is seen from those that are entered by the horizon, given by kind,
        and from the organizations breached. That they may have an eviction in common counts as an error.
        """
        one = self._one
        mean, apart = np.zeros((2, *breached.upto.shape))
        all_entered, independent, most = 0.0, 0.0, 0.0
        for layout in one.layouts:
            by_server = one.exposed * np.array([by_kind[kind] for kind in layout.kinds])
            chance = one.exposed * entered[list(layout.kinds)]
            mean += layout.at_least @ by_server
            apart += layout.at_least @ ((np.cumsum(by_server, axis=0) - by_server) * by_server)
            all_entered += float(layout.at_least @ chance)
            independent += float(np.array(layout.sizes) @ (1 - np.cumprod(1 - chance)))
            most = max(most, float(by_server[:, -1].max()))
        if apart[-1] == 0:
            return Found(one.organizations * mean, 0.0)
        together = all_entered - breached.upto[-1] / one.organizations
        pairs = apart * float(together / max(all_entered - independent, A_JUMP))
        several = pairs[-1] * max(one.most - 2, 0) * most
        evicts = any(offer is not None and offer.evicts > 0 for offer in self._offers)
        error = several + OFF_OF_PAIRS * pairs[-1] + evicts * abs(pairs[-1] - apart[-1])
        if error > LARGEST_ERROR:
            raise TooRoughError
        return Found(one.organizations * (mean - pairs), one.organizations * float(error))

    def _protected(self, scrambling: int, servers: int) -> FloatArray:
        """When each server (columns) of an organization is protected, by points (rows); days."""
        name = self._name
        luck = PointLuck(scrambling, self._world.replication, POINTS)
        several = {"organizations": POINTS, "servers_per_organization": servers}
        sampled = {name: self._world.populations[name].model_copy(update=several)}
        (group,) = outline(replace(self._world, populations=sampled), luck, kept=True).groups
        return protections(self._world, group.everybody, luck).reshape(POINTS, servers)


class OneLayout:
    """Organizations of one layout; those with more than `most` servers count as if they had so many."""

    def __init__(self, chances: Chances, layout: Layout, most: int, exposed: float) -> None:
        self._chances, self._panels, self._exposed = chances, chances.panels, exposed
        self._kind = layout.kinds[0]
        self._most = min(len(layout.sizes), most)
        self._installations = layout.installations[: self._most]
        self.sizes = -np.diff([*layout.at_least[: self._most], 0.0])

    def integrals(self, spared_at_nodes: FloatArray) -> FloatArray | None:
        """The chance that an organization is one of these and no server of it is entered, at the nodes.

        `spared_at_nodes` is that of one server that nothing protects. None where it takes points.
        """
        at_once, in_turn, for_some = self._remedies()
        if len(in_turn) > 1 or len(for_some) > 1:
            return None
        if any(self._protects(remedy) < 1 and not self._changes_course(remedy) for remedy in in_turn):
            return None
        leaving = [remedy for remedy in in_turn if self._changes_course(remedy)]
        if leaving and for_some:
            return None
        if leaving:
            none = self._none_entered_in_turn(leaving[0]).reshape(spared_at_nodes.shape)
        else:
            none = self._none_entered(in_turn, for_some, spared_at_nodes).reshape(spared_at_nodes.shape)
        unprotected = np.ones(none.shape)
        for remedy in at_once:
            unprotected = unprotected * (1 - self._uptake(remedy) * self._of(remedy, range(1))[0])
        return unprotected * none + self._panels.cumulative(none, 1 - unprotected)

    def _none_entered(self, in_turn: Sequence[int], for_some: Sequence[int], spared_at_nodes: FloatArray) -> FloatArray:
        """The same by node, with one remediation at most of each of two ways in which they come."""
        nodes, spared = self._panels.nodes.ravel(), spared_at_nodes.ravel()
        weights, protected = np.ones(1), np.full((self._most, 1), np.inf)
        for remedy in in_turn:
            times, upto = self._installed_by(remedy, range(self._most))
            weights, protected = self._installed(remedy, times, upto, *self._strata(upto))
            protected = np.sort(protected, axis=0)
        chances, moments = np.ones(1), np.full(1, np.inf)
        for remedy in for_some:
            times, upto = self._installed_by(remedy, range(1))
            shares = self._strata(upto) if self._changes_course(remedy) else SOME
            chances, (moments,) = self._installed(remedy, times, upto, *shares)
        if for_some and self._changes_course(for_some[0]):
            now = self._spared_if_installed(for_some[0], moments, nodes)
            ended = self._spared_if_installed(for_some[0], moments, protected.ravel())
            ended = ended.reshape(len(moments), *protected.shape).swapaxes(0, 1)
        else:
            share = self._protects(for_some[0]) if for_some else 0.0
            at_end = self._panels.at(protected.ravel(), spared_at_nodes).reshape(protected.shape)[:, None]
            then = share * self._panels.at(moments, spared_at_nodes)[:, None]
            now = np.where(nodes > moments[:, None], then + (1 - share) * spared, spared)
            ended = np.where(protected[:, None] > moments[:, None], then + (1 - share) * at_end, at_end)
        return none_entered(protected, ended, chances[:, None] * weights, nodes, now, self.sizes)

    def _none_entered_in_turn(self, remedy: int) -> FloatArray:
        """The same where one comes to one server after the other, and leaves them in the race."""
        times, upto = self._installed_by(remedy, range(self._most))
        weights, installed = self._installed(remedy, times, upto, *self._strata(upto))
        nodes = self._panels.nodes.ravel()
        spared, none = np.ones((len(weights), len(nodes))), np.zeros(len(nodes))
        for moments, size in zip(installed, self.sizes, strict=True):
            spared = spared * self._spared_if_installed(remedy, moments, nodes)
            none = none + size * (weights @ spared)
        return none

    def _remedies(self) -> tuple[list[int], list[int], list[int]]:
        """Remediations that protect all servers at once; one server after the other; some servers, at once."""
        at_once: list[int] = []
        in_turn: list[int] = []
        for_some: list[int] = []
        for remedy, one in enumerate(self._installations[0]):
            if one is not None and one.offer.protects_at_most > 0 and one.offer.uptake > 0:
                together = len({each[remedy] for each in self._installations}) == 1
                surely = one.offer.protects == 1 and not changes_course(one.offer)
                (at_once if together and surely else for_some if together else in_turn).append(remedy)
        return at_once, in_turn, for_some

    def _changes_course(self, remedy: int) -> bool:
        one = self._installations[0][remedy]
        return one is not None and changes_course(one.offer)

    def _spared_if_installed(self, remedy: int, moments: FloatArray, times: FloatArray) -> FloatArray:
        """The chance that a server is spared by each time, by when it has a remediation that leaves it in the race."""
        offer = self._chances.kinds[self._kind].offers[remedy]
        assert offer is not None
        times = np.minimum(times, self._panels.bounds[-1])
        if offer.lapses:
            spared = lapsing.spared_if_installed(self._chances, self._kind, remedy, moments, times)
        else:
            spared = stopping.spared_if_installed(self._chances, self._kind, offer, moments, times)
        return 1 - self._exposed * (1 - spared)

    def _uptake(self, remedy: int) -> float:
        one = self._installations[0][remedy]
        return 0.0 if one is None else one.offer.uptake

    def _protects(self, remedy: int) -> float:
        one = self._installations[0][remedy]
        return 0.0 if one is None else one.offer.protects

    def _installed(
        self, remedy: int, times: FloatArray, upto: FloatArray, shares: FloatArray, weights: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Weights, and when servers (rows) have a remediation, at shares of its law up to the horizon, and never."""
        reached = upto[0, -1]
        found = np.full((len(upto), len(shares) + 1), np.inf)
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
        upto = panels.at(times, self._of(remedy, ordinals))
        return times, np.maximum.accumulate(upto, axis=1)

    def _strata(self, upto: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Shares of the law of a remediation and their weights: middles of parts of it, small, short, without jumps."""
        by_panel = upto.reshape(len(upto), len(self._panels.widths), -1)
        before, after = by_panel[:, :-1, -1], by_panel[:, 1:, 0]
        jumps = after - before > A_JUMP
        levels = np.concatenate([before[jumps], after[jumps], by_panel[0, :, :: BETWEEN_NODES // PARTS].ravel()])
        levels /= max(float(upto[0, -1]), A_JUMP)
        bounds = np.unique(np.concatenate([[0.0], levels[levels < 1], [1.0]]))
        parts = np.maximum(np.ceil(np.diff(bounds) * STRATA), 1).astype(np.intp)
        weights = np.repeat(np.diff(bounds) / parts, parts)
        return np.cumsum(weights) - weights / 2, weights

    def _of(self, remedy: int, ordinals: range) -> FloatArray:
        """The chance, at the nodes, that servers (first axis) have a remediation."""
        installations = (self._installations[ordinal][remedy] for ordinal in ordinals)
        return self._chances.of([each for each in installations if each is not None])


def changes_course(offer: Offer) -> bool:
    """Whether a remediation leaves servers in the race that it has protected, or on which it stopped some campaigns."""
    return bool(offer.stops) or lapsing.ends(offer)


def none_entered(
    protected: FloatArray,
    ended: FloatArray,
    weights: FloatArray,
    times: FloatArray,
    spared: FloatArray,
    sizes: FloatArray,
) -> FloatArray:
    """The chance that no server of an organization is entered, by time.

    `protected` is when its first, second, ... server (rows) is protected, ascending, in some cases. There are courses
    of things in which the chance that one server is spared by each time is `spared` (rows), and `weights` of the cases
    in each (rows); `ended` is, by server, course and case, the chance that it was spared by when it was protected.
    `sizes` are the chances that an organization has 1, 2, ... servers.
    """
    others = [np.zeros(spared.shape)]
    for size in sizes[:0:-1]:
        others.append(spared * (size + others[-1]))
    none, opened, found = weights, weights.sum(axis=1, keepdims=True), np.zeros(spared.shape)
    for server, size in enumerate(sizes):
        order = np.argsort(protected[server], kind="stable")
        by_now = np.searchsorted(protected[server, order], times, side="right")
        closed = _upto(none[:, order], by_now)
        found += (opened - closed) * spared * (size + others.pop())
        none = none * ended[server]
        opened = _upto(none[:, order], by_now)
        found += size * opened
    return np.asarray(found.sum(axis=0))


def _upto(weights: FloatArray, numbers: NDArray[np.intp]) -> FloatArray:
    """The sums of the first so many weights, by row."""
    upto = np.zeros((len(weights), weights.shape[1] + 1))
    np.cumsum(weights, axis=1, out=upto[:, 1:])
    return np.asarray(upto[:, numbers])
