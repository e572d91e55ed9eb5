"""Integrals over the time at which a server is entered: what has become of it by then, and since.

A remediation that is installed by a time t with the chance F(t), and then protects with the chance p and evicts with
the chance e, has

- neither protected by the entry s, nor evicted from s to t, with the chance (1 - (p - e) F(s)) - e F(t);
- neither protected by t nor evicted from s to t, with the chance (1 - (p - w) F(s)) - w F(t), where w = p + e - p e.

Products of these over remediations are sums of products of a function of s and a function of t. Detection and clean-up
take one delay after the other from the entry, or from the disclosure. So integrals over s have few kernels, the same
for all kinds of servers (`sim.engines.memories`). No entry falls on the instant of another event, as entries are
continuous in time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from sim.model.world import Cleaning
from sim.scenario.blocks import HYBRID
from sim.scenario.laws import Law

from .falls import CleanUps, Falls, FallsAtRandom, come_back, only_once
from .falls_on_lists import FallsOnLists
from .kind_chances import Chances, law_of_cleaning
from .memories import Memory, memories
from .panels import TooRoughError, refined
from .smooth_laws import SmoothLaw, bends
from .walks import Walker, Walks

FloatArray = NDArray[np.float64]
STEPS_TOLERANCE = 1e-7
"""By how much the chances of steps into tenants are off at most."""
MOST_EFFORT = 4.0
"""Of a campaign through footholds on one panel, in successes: more would come and go between nodes."""


class EntryChances:
    """What happens to servers, by kind and node: chances that it has by then; of kinds that are cleaned up alike."""

    def __init__(self, chances: Chances) -> None:
        self._chances, self._panels, self._world = chances, chances.panels, chances.world
        uptake, protects, evicts = (chances.share(what) for what in ("uptake", "protects", "evicts"))
        self._protects, self._evicts = uptake * protects, uptake * evicts
        self._either = uptake * (protects + evicts - protects * evicts)
        remedies = range(uptake.shape[1])
        self._evicting = [number for number in remedies if (evicts[:, number] > 0).any()]
        self._others = [number for number in remedies if number not in self._evicting]
        self._nobody = chances.spared.prod(axis=1)
        self._cleaning = chances.kinds[0].cleaning
        law = law_of_cleaning(self._cleaning, self._world.horizon, float(self._panels.bounds[0]))
        self._cleaned_law, self._cleaned_bends = law, () if law is None else law.bends
        self._cleaned = None if law is None or self._cleaning is None else _cleaned(self._cleaning, law)

    def happened(self) -> dict[str, FloatArray]:
        """What has happened, by the names of `sim.model.measures`; of what is protected only what was never entered."""
        unprotected = self._product(self._protects, range(self._protects.shape[1]))
        falls = self._falls
        entered, again, every = (
            self._panels.cumulative(unprotected, each) for each in (falls.first, falls.again, falls.every)
        )
        measure, later = self._surviving(falls.every)
        alive = (later * self._left(measure)).sum(axis=0)
        some, all_kinds = self._alike
        earlier, now = self._staying_open
        open_ = self._left(self._panels.cumulative(earlier[:, some], falls.every[some]))[:, all_kinds]
        still_open = (now * open_).sum(axis=0)
        late = self._protected_late(open_)
        return {
            "entered": entered,
            "protected": 1 - self._nobody * unprotected - entered,
            "protected_of_hits": np.zeros(entered.shape),
            "protected_late": late,
            "evicted": every - alive,
            "late_over": late - (alive - still_open),
            "entered_again": self._entered_again(unprotected),
            "entered_anew": every - entered,
            "compromised_again": again,
            "reentered": self._reentered(),
        }

    def reached(self, kinds: Sequence[int], times: FloatArray) -> FloatArray:
        """The chances, by kind and time, that an intruder has stepped from a server of it into the tenant."""
        assert self._cleaning is not None
        assert self._cleaning.pivot is not None
        nodes, memories = self._panels.nodes, self._memories
        uncleaned = np.ones(nodes.shape)
        if self._cleaned is not None:
            uncleaned = self._cleaned(nodes, np.full(nodes.shape, self._cleaning.disclosure))
        measure, later = (each[:, kinds] for each in self._surviving(self._falls.every))
        early, others = (memories[each](measure) for each in ("stepped, if in early", "stepped"))
        found = self._panels.cumulative(later * uncleaned, early) + self._panels.cumulative(later, others)
        return self._cleaning.pivot[0] * self._panels.at(times, found.sum(axis=0))

    @property
    def _subsets(self) -> Iterator[tuple[int, ...]]:
        """Of the remediations that evict, those of which a term has the function of the entry."""
        for number in range(len(self._evicting) + 1):
            yield from combinations(self._evicting, number)

    def _surviving(self, falls: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Terms of what is neither protected by the entry nor evicted since: what was entered, and functions of now.

        Of servers that nothing protects, so many fall.
        """
        before, only = self._product(self._protects, self._others), self._protects - self._evicts
        earlier = np.stack([before * self._product(only, subset) for subset in self._subsets])
        later = np.stack([self._fallen(self._evicts, subset) for subset in self._subsets])
        return self._panels.cumulative(earlier, falls), later

    @cached_property
    def _falls(self) -> Falls:
        """When servers fall that nothing but clean-ups protects."""
        first = self._chances.attempted()
        if self._cleaning is None or not come_back(self._cleaning):
            return only_once(first)
        assert self._cleaned is not None
        cleaned_up = CleanUps(
            left=self._cleaned,
            done=lambda fallen: fallen - self._left(fallen),
            protects=self._cleaning.cleanup_protects,
            disclosure=self._cleaning.disclosure,
            bends=self._cleaned_bends,
        )
        kinds = [(kind.entering, kind.walking) for kind in self._chances.kinds]
        by_kind = {}
        for entering, walking in dict.fromkeys(kinds):
            follow = FallsOnLists if any(each.is_on_a_list for each in entering) else FallsAtRandom
            following = follow(self._panels, cleaned_up)
            by_kind[entering, walking] = following.of(entering, [walker.attack for walker in walking])
        return Falls(*(np.stack([getattr(by_kind[kind], each.name) for kind in kinds]) for each in fields(Falls)))

    @cached_property
    def _staying_open(self) -> tuple[FloatArray, FloatArray]:
        """Terms of what is neither protected by now nor evicted since the entry: functions of that, and of now."""
        now, only = self._product(self._protects, self._others), self._protects - self._either
        earlier = np.stack([self._product(only, subset) for subset in self._subsets])
        return earlier, np.stack([now * self._fallen(self._either, subset) for subset in self._subsets])

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

    def _left(self, entered: FloatArray) -> FloatArray:
        """What is not cleaned up of what was entered."""
        return self._memories["left"](entered) if "left" in self._memories else entered

    @cached_property
    def _memories(self) -> dict[str, Memory]:
        """What is `left` of footholds; who `stepped` from them into tenants; what the next success of a campaign meets.

        Clean-ups of what was there before the disclosure go by the time since then. So of steps from it, what is
        remembered leaves these out.
        """
        cleaned, steps, walks = self._cleaned, self._steps, self._walks
        names = ["left"] * (cleaned is not None) + ["stepped, if in early", "stepped"] * (steps is not None)
        names += [str(number) for number in range(len(walks))]
        if not names:
            return {}

        def kernels(now: FloatArray, since: FloatArray) -> FloatArray:
            left = np.ones(np.broadcast_shapes(now.shape, since.shape)) if cleaned is None else cleaned(now, since)
            found = [left] * (cleaned is not None)
            if steps is not None:
                found += steps(now, since, left)
            found += (left * together.first(walker, now, since) for walker, together, _ in walks)
            return np.stack(found)

        bends = (*self._cleaned_bends, *(() if steps is None else steps.bends))
        nodes = self._panels.nodes
        bends_at = [np.zeros((*nodes.shape, 0)), *(walker.bends(nodes) for walker, _, _ in walks)]
        return dict(zip(names, memories(self._panels, kernels, bends, np.concatenate(bends_at, axis=-1)), strict=True))

    @cached_property
    def _steps(self) -> _Steps | None:
        """Steps into tenants, if there are any."""
        populations = (self._world.populations[name] for name in self._chances.servers)
        if (
            self._cleaning is None
            or self._cleaning.pivot is None
            or all(each.deployment != HYBRID for each in populations)
        ):
            return None
        until = self._world.horizon - float(self._panels.bounds[0])
        return _Steps(self._cleaning.pivot[1], self._cleaned_law, self._cleaning, until)

    @cached_property
    def _walks(self) -> list[tuple[Walker, Walks, list[int]]]:
        """Who comes through footholds, all that do at the same servers, and the kinds of these."""
        kinds, found = self._chances.kinds, []
        for walks in dict.fromkeys(kind.walking for kind in kinds):
            own = [number for number, kind in enumerate(kinds) if kind.walking == walks]
            for walker in walks:
                if not np.diff(walker.successes(self._panels.nodes)[:, [0, -1]]).max() <= MOST_EFFORT:
                    raise TooRoughError
                found.append((walker, walks, own))
        return found

    def _protected_late(self, open_: FloatArray) -> FloatArray:
        """Protected while a foothold lives on; of several remediations that come at one instant, by the first."""
        late = np.zeros(self._nobody.shape)
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

    def _entered_again(self, unprotected: FloatArray) -> FloatArray:
        """Entered by a second campaign, while open and before any eviction: the first one by any, then any other."""
        if self._falls.several is not None:
            return self._panels.cumulative(unprotected, self._falls.several)
        (earlier, now), (some, all_kinds) = self._staying_open, self._alike
        spared = self._chances.spared[some]
        others = [1 - np.delete(spared, first, axis=1).prod(axis=1) for first in range(spared.shape[1])]
        if len(others) < 2:
            return np.zeros(self._nobody.shape)
        by_first = self._left(self._panels.cumulative(earlier[:, some, None], 1 - spared))
        rate = (now[:, :, None] * by_first[:, all_kinds]).sum(axis=0)
        again = self._panels.cumulative(rate, np.stack(others, axis=1)[all_kinds])
        return np.asarray(again.sum(axis=1))

    def _reentered(self) -> FloatArray:
        """Entered by another campaign through a foothold."""
        found = np.zeros(self._nobody.shape)
        for number, (walker, _, kinds) in enumerate(self._walks):
            measure, later = (each[:, kinds] for each in self._surviving(self._falls.unwalked))
            rate = (later * self._memories[str(number)](measure)).sum(axis=0)
            found[kinds] += self._panels.cumulative(rate, walker.successes(self._panels.nodes))
        return found


def _cleaned(cleaning: Cleaning, law: SmoothLaw) -> Callable[[FloatArray, FloatArray], FloatArray]:
    """The chance that a foothold is not cleaned up by a time, by when it began."""
    share, disclosure = cleaning.cleanup_share, cleaning.disclosure
    return lambda now, since: 1 - share * law.cdf(now - np.maximum(since, disclosure))


class _Steps:
    """When intruders who were not cleaned up before step into a tenant, by when they came in; `bends` are delays.

    With F the law of their delay and L that of the clean-up, those who came in before the disclosure do so as F says,
    but for clean-ups; of others, of dF those are left who are not cleaned up by then, 1 - c L. By parts, that is
    F (1 - c L) and the integral of c F with respect to L, which is smooth where F is not.
    """

    def __init__(self, law: Law, cleaned: SmoothLaw | None, cleaning: Cleaning, until: float) -> None:
        self._law, self._cleaning, self._cleaned = law, cleaning, cleaned
        self.bends = tuple(bend for bend in bends(law) if 0 < bend < until)
        if cleaned is None:
            return
        bounds = np.unique([0.0, *self.bends, *(bend for bend in cleaned.bends if bend < until), until])
        at_once = cleaned.cdf(np.zeros(1))

        def functions(delays: FloatArray) -> FloatArray:
            chance = cleaned.cdf(delays)
            return np.stack([chance, (chance - at_once) * law.cdf(delays)])

        self._panels, (chance, _) = refined(bounds, functions, STEPS_TOLERANCE)
        stepped = law.cdf(self._panels.nodes)
        self._before = self._panels.cumulative(stepped, chance, at_jumps=np.append(0.0, stepped[:-1, -1]))

    def __call__(self, now: FloatArray, since: FloatArray, left: FloatArray) -> list[FloatArray]:
        """Who has stepped by now of those who came in early, and of others of whom some are `left`; 0 for the rest."""
        stepped = self._law.cdf(now - since)
        if self._cleaned is None:
            return [stepped, np.zeros(stepped.shape)]
        early = np.broadcast_to(since < self._cleaning.disclosure, stepped.shape)
        others = np.where(early, 0.0, stepped * left)
        others[~early] += self._cleaning.cleanup_share * self._panels.at((now - since)[~early], self._before)
        return [np.where(early, stepped, 0.0), others]
