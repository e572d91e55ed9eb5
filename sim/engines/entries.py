"""Integrals over the time at which a server is entered: what has become of it by then, and since.

A remediation that is installed by a time t with the chance F(t), and then protects with the chance p and evicts with
the chance e, has

- neither protected by the entry s, nor evicted from s to t, with the chance (1 - (p - e) F(s)) - e F(t);
- neither protected by t nor evicted from s to t, with the chance (1 - (p - w) F(s)) - w F(t), where w = p + e - p e.

Products of these over remediations are sums of products of a function of s and a function of t. Detection and clean-up
take one delay after the other from the entry, or from the disclosure. So integrals over s are products of matrices, one
for all kinds of servers (`Panels.memory`). No entry falls on the instant of another event, as entries are continuous in
time.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, reduce
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from sim.model.clocks import NEVER, instant
from sim.model.world import Attack, World

from .kinds import Chances, cleaning_of, law_of_cleaning
from .panels import Kernel, TooRoughError, crowded, gauss
from .server_chances import effort_of
from .smooth_laws import JUST_BEFORE, SmoothLaw, bends

FloatArray = NDArray[np.float64]
NEGLIGIBLE = 1e-9
LAGS, MIDDLE, ENDS = crowded(20), gauss(1), np.array([0.01, 0.99])
LAGS_ERROR = 1e-3
"""By how much they are off at most, as a share of what is reached; tests measure it."""
MOST_EFFORT = 4.0
"""Of a campaign through footholds on one panel, in successes: more would come and go between nodes."""


class Entries:
    """What happens to servers, by kind and node: chances that it has by then."""

    def __init__(self, chances: Chances) -> None:
        self._chances, self._panels, self._world = chances, chances.panels, chances.world
        uptake, protects, evicts = (chances.share(what) for what in ("uptake", "protects", "evicts"))
        self._protects, self._evicts = uptake * protects, uptake * evicts
        self._either = uptake * (protects + evicts - protects * evicts)
        remedies = range(uptake.shape[1])
        self._evicting = [number for number in remedies if (evicts[:, number] > 0).any()]
        self._others = [number for number in remedies if number not in self._evicting]
        self._nobody = chances.spared.prod(axis=1)
        self._attempted = 1 - self._nobody
        law = law_of_cleaning(self._world, float(self._panels.bounds[0]))
        self._cleaned = None if law is None else _cleaned(self._world, law)
        self._cleaned_bends = () if law is None else law.bends

    def happened(self) -> dict[str, FloatArray]:
        """What has happened, by the names of `sim.model.measures`; of what is protected only what was never entered."""
        unprotected = self._product(self._protects, range(self._protects.shape[1]))
        entered = self._panels.cumulative(unprotected, self._attempted)
        since, walked = self._memories()
        surviving = [(self._panels.cumulative(earlier, self._attempted), later) for earlier, later in self._surviving]
        alive = _sum(later * self._remembered(since, measure) for measure, later in surviving)
        some, all_kinds = self._alike
        open_ = [self._integral(since, each[some], self._attempted[some])[all_kinds] for each, _ in self._staying_open]
        still_open = _sum(later * each for (_, later), each in zip(self._staying_open, open_, strict=True))
        late = self._protected_late(open_)
        return {
            "entered": entered,
            "protected": 1 - self._nobody * unprotected - entered,
            "protected_of_hits": np.zeros(entered.shape),
            "protected_late": late,
            "evicted": entered - alive,
            "late_over": late - (alive - still_open),
            "entered_again": self._entered_again(since),
            "reentered": self._reentered(surviving, walked),
        }

    @property
    def evicts(self) -> bool:
        """Whether an installation may evict."""
        return bool(self._evicting)

    def before_fix(self, kind: int, servers: FloatArray) -> float:
        """How many servers of a population are entered before a remediation that protects is available to them.

        `servers` are those of every kind, and `kind` is one of these: remediations are available to all at once.
        """
        own = [each.offer for each in self._chances.kinds[kind].installations if each is not None]
        waves = [[(instant(wave.available), wave.share) for wave in each.waves] for each in own if each.protects > 0]
        moments = np.array(sorted({moment for each in waves for moment, _ in each} | {NEVER}))
        later = [math.prod(sum(share for at, share in each if at > moment) for each in waves) for moment in moments]
        later[-1] = 0.0
        attempted = np.tensordot(servers, self._attempted, 1)
        return float(
            -np.diff(later, prepend=1.0) @ self._panels.at(np.minimum(moments, self._world.horizon), attempted)
        )

    def reached(self, kinds: Sequence[int], times: FloatArray) -> FloatArray:
        """The chances, by kind and time, that an intruder has stepped from a server of it into the tenant."""
        weights, lags = self._lags
        alive = self._kept * self._product(self._protects, self._others, kinds)[:, None]
        later = (self._panels.nodes + lags[:, None, None]).ravel()
        for remedy in self._evicting:
            installed = self._chances.installed[kinds, remedy]
            rows = self._chances.installations[kinds, remedy]
            _, some, all_kinds = np.unique(rows, return_index=True, return_inverse=True)
            then = self._panels.at(later, installed[some]).reshape(len(some), *self._kept.shape)[all_kinds]
            only = (self._protects - self._evicts)[kinds, remedy, None, None]
            alive *= (1 - only * installed)[:, None] - self._evicts[kinds, remedy, None, None, None] * then
        stepped = self._panels.cumulative(alive, np.broadcast_to(self._attempted[kinds][:, None], alive.shape))
        by_lag = (self._panels.at(times - lag, stepped[:, number]) for number, lag in enumerate(lags))
        return np.asarray(
            sum(
                (weight * each for weight, each in zip(weights, by_lag, strict=True)),
                np.zeros((len(kinds), len(times))),
            )
        )

    def reached_if_protected(self, kind: int) -> FloatArray:
        """The chance by the horizon, by the node at which the server is protected, if no installation evicts."""
        weights, lags = self._lags
        stepped = self._panels.cumulative(self._kept, np.broadcast_to(self._attempted[kind], self._kept.shape))
        last = np.diagonal(self._panels.at(self._world.horizon - lags, stepped))
        return np.tensordot(weights, np.minimum(stepped, last[:, None, None]), 1)

    @cached_property
    def _lags(self) -> tuple[FloatArray, FloatArray]:
        """The delay of a step into the tenant as weights and days: shares of what its law gives by the horizon."""
        cleaning = cleaning_of(self._world)
        assert cleaning is not None
        assert cleaning.pivot is not None
        probability, law = cleaning.pivot
        within = self._world.horizon - float(self._panels.bounds[0])
        corners = np.array([0.0, *bends(law), within])
        cuts = np.unique(np.minimum(law.cdf(np.concatenate([corners, corners * JUST_BEFORE])), law.cdf(corners[-1:])))
        weights, shares = [], []
        for low, high in pairwise([0.0, *cuts.tolist()]):
            if high - low > NEGLIGIBLE:
                places, parts = LAGS if np.ptp(law.quantile(low + (high - low) * ENDS)) > 0 else MIDDLE
                weights.append((high - low) * parts)
                shares.append(low + (high - low) * places)
        return probability * np.concatenate([*weights, []]), law.quantile(np.concatenate([*shares, []]))

    @cached_property
    def _kept(self) -> FloatArray:
        """The chance that a foothold has not been cleaned up some time (rows) after it began at each node."""
        nodes = self._panels.nodes
        later = nodes + self._lags[1][:, None, None]
        return np.ones(later.shape) if self._cleaned is None else self._cleaned(later, nodes)

    @property
    def _subsets(self) -> Iterator[tuple[int, ...]]:
        """Of the remediations that evict, those of which a term has the function of the entry."""
        for number in range(len(self._evicting) + 1):
            yield from combinations(self._evicting, number)

    @cached_property
    def _surviving(self) -> list[tuple[FloatArray, FloatArray]]:
        """Terms of what is neither protected by the entry nor evicted since: functions of the entry, and of now."""
        before, only = self._product(self._protects, self._others), self._protects - self._evicts
        return [(before * self._product(only, subset), self._fallen(self._evicts, subset)) for subset in self._subsets]

    @cached_property
    def _staying_open(self) -> list[tuple[FloatArray, FloatArray]]:
        """Terms of what is neither protected by now nor evicted since the entry."""
        now, only = self._product(self._protects, self._others), self._protects - self._either
        return [(self._product(only, subset), now * self._fallen(self._either, subset)) for subset in self._subsets]

    @cached_property
    def _alike(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Kinds that differ in who enters or evicts, and for every kind which of them is like it in that."""
        chances, evicting = self._chances, self._evicting
        shares = [each[:, evicting] for each in (self._protects, self._evicts)]
        different = np.concatenate([chances.entering, chances.installations[:, evicting], *shares], axis=1)
        _, some, all_kinds = np.unique(different, axis=0, return_index=True, return_inverse=True)
        return some, all_kinds.reshape(-1)

    def _product(
        self, shares: FloatArray, remedies: Sequence[int], kinds: Sequence[int] | slice = slice(None)
    ) -> FloatArray:
        """The product of 1 - share F over remediations."""
        at = list(remedies)
        return np.asarray((1 - shares[kinds][:, at, None, None] * self._chances.installed[kinds][:, at]).prod(axis=1))

    def _fallen(self, shares: FloatArray, without: Sequence[int]) -> FloatArray:
        """The product of - share F over the remediations that evict, but for some."""
        at = [remedy for remedy in self._evicting if remedy not in without]
        return np.asarray((-shares[:, at, None, None] * self._chances.installed[:, at]).prod(axis=1))

    def _integral(self, memory: FloatArray | None, earlier: FloatArray, of: FloatArray) -> FloatArray:
        """The integral over what was entered by each node, of a function of then and what has become of it since."""
        return self._remembered(memory, self._panels.cumulative(earlier, of))

    def _remembered(self, memory: FloatArray | None, measure: FloatArray) -> FloatArray:
        if memory is None:
            return measure
        rows = int(np.prod(measure.shape[:-2]))
        return np.asarray((measure.reshape(rows, -1) @ memory.T).reshape(measure.shape))

    def _memories(self) -> tuple[FloatArray | None, list[FloatArray]]:
        """What is left of footholds, and for each of `_walks` what its campaign enters at its next success."""
        cleaned, walks = self._cleaned, self._walks
        if cleaned is None and not walks:
            return None, []

        def kernels(now: FloatArray, since: FloatArray) -> FloatArray:
            left = np.ones(np.broadcast_shapes(now.shape, since.shape)) if cleaned is None else cleaned(now, since)
            missed = {
                attack.name: np.exp(effort_of(attack, since) - effort_of(attack, now)) for attack, _, _ in walks
            }
            found = [left]
            for attack, others, _ in walks:
                rate = left * (attack.works_on * missed[attack.name])
                for other in others:
                    rate *= 1 - other.works_on * (1 - missed[other.name])
                found.append(rate)
            return np.stack(found)

        left, *walked = self._panels.memory(kernels, self._cleaned_bends)
        return left if cleaned is not None else None, walked

    @cached_property
    def _walks(self) -> list[tuple[Attack, list[Attack], list[int]]]:
        """Campaigns that come through footholds, the others that do at the same servers, and the kinds of these."""
        kinds, found = self._chances.kinds, []
        for names in dict.fromkeys(kind.walking for kind in kinds):
            together = [each for each in self._world.attacks if each.name in names]
            own = [number for number, kind in enumerate(kinds) if kind.walking == names]
            for attack in together:
                if not np.diff(effort_of(attack, self._panels.nodes)[:, [0, -1]]).max() <= MOST_EFFORT:
                    raise TooRoughError
                found.append((attack, [each for each in together if each is not attack], own))
        return found

    def _protected_late(self, open_: Sequence[FloatArray]) -> FloatArray:
        """Protected while a foothold lives on; of several remediations that come at one instant, by the first."""
        late = np.zeros(self._attempted.shape)
        for subset, integral in zip(self._subsets, open_, strict=True):
            changing = [remedy for remedy in range(self._protects.shape[1]) if remedy not in subset]
            factors = [self._factor(remedy) for remedy in changing]
            for place, (_, _, protecting) in enumerate(factors):
                rest, at_jumps = integral, integral[..., 0]
                for other, (now, before, _) in enumerate(factors):
                    if other != place:
                        rest = rest * now
                        at_jumps = at_jumps * (now[..., 0] if other < place else before)
                late += self._panels.cumulative(rest, protecting, at_jumps)
        return late

    def _factor(self, remedy: int) -> tuple[FloatArray, FloatArray, FloatArray]:
        """What a remediation does to open footholds: its factor now; just before it protects at a jump; what protects.

        What it evicts at a jump is gone before it protects.
        """
        installed = self._chances.installed[:, remedy]
        jumps = np.zeros(installed.shape[:2])
        jumps[:, 1:] = installed[:, 1:, 0] - installed[:, :-1, -1]
        either, evicts = (each[:, remedy, None, None] for each in (self._either, self._evicts))
        now = -either * installed if remedy in self._evicting else 1 - either * installed
        return now, now[..., 0] + (either - evicts)[..., 0] * jumps, (either - evicts) * installed

    def _entered_again(self, since: FloatArray | None) -> FloatArray:
        """Entered by a second campaign, while open and before any eviction: the first one by any, then any other."""
        some, all_kinds = self._alike
        spared = self._chances.spared[some]
        others = [1 - np.delete(spared, first, axis=1).prod(axis=1) for first in range(spared.shape[1])]
        if len(others) < 2:
            return np.zeros(self._attempted.shape)
        by_first = (self._integral(since, each[some][:, None], 1 - spared) for each, _ in self._staying_open)
        rate = _sum(later[:, None] * each[all_kinds] for (_, later), each in zip(self._staying_open, by_first, strict=True))
        return self._panels.cumulative(rate, np.stack(others, axis=1)[all_kinds]).sum(axis=1)

    def _reentered(
        self, surviving: Sequence[tuple[FloatArray, FloatArray]], walked: Sequence[FloatArray]
    ) -> FloatArray:
        """Entered by another campaign through a foothold, from `surviving` ones and what is left of them by `_walks`."""
        found = np.zeros(self._attempted.shape)
        for (attack, _, kinds), memory in zip(self._walks, walked, strict=True):
            rate = _sum(later[kinds] * self._remembered(memory, measure[kinds]) for measure, later in surviving)
            found[kinds] += self._panels.cumulative(rate, effort_of(attack, self._panels.nodes))
        return found


def _sum(terms: Iterable[FloatArray]) -> FloatArray:
    """The sum of some functions, at least one."""
    return reduce(np.add, terms)


def _cleaned(world: World, law: SmoothLaw) -> Kernel:
    """The chance that a foothold is not cleaned up by a time, by when it began."""
    cleaning = cleaning_of(world)
    assert cleaning is not None
    share, disclosure = cleaning.cleanup_share, cleaning.disclosure
    return lambda now, since: 1 - share * law.cdf(now - np.maximum(since, disclosure))
