"""Integrals over the time at which a server is entered: what has become of it by then, and since.

What remediations do to it is said by the courses of things (`sim.engines.courses`): as sums of products of a function
of the entry and a function of now. Detection and clean-up take one delay after the other from the entry, or from the
disclosure. So integrals over the entry have few kernels, the same for all kinds of servers (`sim.engines.memories`). No
entry falls on the instant of another event, as entries are continuous in time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from functools import cached_property
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from sim.model.world import Cleaning
from sim.scenario.blocks import HYBRID
from sim.scenario.laws import Law

from .courses import Coming, Course, Second
from .evictions import Renewals
from .falls import CleanUps, Falls, FallsAtRandom, come_back, only_once
from .falls_on_lists import FallsOnLists
from .kind_chances import Chances, law_of_cleaning
from .lapsing import Lapses
from .memories import Memory, memories
from .panels import TooRoughError, refined
from .smooth_laws import SmoothLaw, bends
from .stopping import Stopping
from .walks import Walker, Walks
from .whole_probes import is_put_right

FloatArray = NDArray[np.float64]
STEPS_TOLERANCE = 1e-7
"""By how much the chances of steps into tenants are off at most."""
_COUNTED = (
    "entered",
    "protected_late",
    "evicted",
    "late_over",
    "entered_again",
    "entered_anew",
    "compromised_again",
    "reentered",
)
MOST_EFFORT = 4.0
"""Of a campaign through footholds on one panel, in successes: more would come and go between nodes."""


class EntryChances:
    """What happens to servers, by kind and node: chances that it has by then; of kinds that are cleaned up alike."""

    def __init__(self, chances: Chances) -> None:
        self._chances, self._panels, self._world = chances, chances.panels, chances.world
        self._uptake, self._protects, self._evicts = (chances.share(what) for what in ("uptake", "protects", "evicts"))
        self._cleaning = chances.kinds[0].cleaning
        law = law_of_cleaning(self._cleaning, self._world.horizon, float(self._panels.bounds[0]))
        self._cleaned_law, self._cleaned_bends = law, () if law is None else law.bends
        self._cleaned = None if law is None or self._cleaning is None else _cleaned(self._cleaning, law)

    def happened(self) -> dict[str, FloatArray]:
        """What has happened, by the names of `sim.model.measures`; of what is protected only what was never entered."""
        of_courses = [self._in(course) for course in self._courses]
        found = {what: np.sum([each[what] for each in of_courses], axis=0) for what in of_courses[0]}
        found["protected"] = 1 - found.pop("open") - found["entered"]
        return {**found, "protected_of_hits": np.zeros(found["entered"].shape)}

    def _in(self, course: Course) -> dict[str, FloatArray]:
        """The same of one course, and of what is open what was never entered."""
        coming, falls = course.coming, course.falls
        nothing = np.zeros((len(self._chances.kinds), *self._panels.nodes.shape))
        found = dict.fromkeys((*_COUNTED, "open"), nothing)
        earlier, now = coming.staying_open
        for each in (each for each in course.second if each.others.shape[1]):
            rate = (now[:, :, None] * each.first(earlier)).sum(axis=0)
            found["entered_again"] = found["entered_again"] + self._panels.cumulative(rate, each.others).sum(axis=1)
        if course.reopened is not None:
            found["late_over"] = found["late_over"] + (now * course.reopened(earlier)).sum(axis=0)
        if falls is None or course.open_ is None:
            return found
        unprotected = coming.unprotected
        entered, again, every = (
            self._panels.cumulative(unprotected, each) for each in (falls.first, falls.again, falls.every)
        )
        measure, later = self._surviving(coming, falls.every)
        alive = (later * self._left(measure)).sum(axis=0)
        some, all_kinds = self._alike(course)
        open_ = self._left(self._panels.cumulative(earlier[:, some], falls.every[some]))[:, all_kinds]
        still_open = (now * open_).sum(axis=0)
        late = sum((self._panels.cumulative(*each) for each in coming.late(open_)), nothing)
        if falls.several is not None:
            found["entered_again"] = self._panels.cumulative(unprotected, falls.several)
        return found | {
            "entered": entered,
            "open": unprotected * course.open_,
            "protected_late": late,
            "evicted": every - alive,
            "late_over": found["late_over"] + late - (alive - still_open),
            "entered_anew": every - entered,
            "compromised_again": again,
            "reentered": self._reentered(coming, falls),
        }

    def reached(self, kinds: Sequence[int], times: FloatArray) -> FloatArray:
        """The chances, by kind and time, that an intruder has stepped from a server of it into the tenant."""
        assert self._cleaning is not None
        assert self._cleaning.pivot is not None
        nodes, memories = self._panels.nodes, self._memories
        uncleaned = np.ones(nodes.shape)
        if self._cleaned is not None:
            uncleaned = self._cleaned(nodes, np.full(nodes.shape, self._cleaning.disclosure))
        found = np.zeros((len(kinds), *nodes.shape))
        for course in self._courses:
            if course.falls is not None:
                measure, later = (each[:, kinds] for each in self._surviving(course.coming, course.falls.every))
                early, others = (memories[each](measure) for each in ("stepped, if in early", "stepped"))
                stepped = self._panels.cumulative(later * uncleaned, early) + self._panels.cumulative(later, others)
                found = found + stepped.sum(axis=0)
        return self._cleaning.pivot[0] * self._panels.at(times, found)

    @property
    def has_one_course(self) -> bool:
        """Whether remediations end the race of servers, or do nothing."""
        return len(self._courses) == 1

    def by_whole_probes(self, more: FloatArray, times: FloatArray) -> dict[str, FloatArray]:
        """What is to be added by each time, by kind, as probes of lists are whole, where servers have one course.

        By then, campaigns are so much `more` likely to have entered, by kind and campaign.
        """
        if not self.has_one_course or not more.any():
            return {}
        (course,) = self._courses
        spared, unprotected = (
            self._panels.at(times, each) for each in (self._chances.spared, course.coming.unprotected)
        )
        first = spared.prod(axis=1) - (spared - more).prod(axis=1)
        if self._falls.several is None:
            several = self._more_seconds(course, more, times)
            return {"entered": unprotected * first, "entered_again": several}
        anew, again, several = self._more_falls(times)
        found = {"entered": first, "entered_anew": anew, "compromised_again": again, "entered_again": several}
        return {what: unprotected * each for what, each in found.items()}

    def _more_seconds(self, course: Course, more: FloatArray, times: FloatArray) -> FloatArray:
        """Entries by a second campaign, by kind and time."""
        spared, found = self._panels.at(times, self._chances.spared), np.zeros((len(self._chances.kinds), len(times)))
        earlier, now = course.coming.staying_open
        for each in course.second:
            by_first = self._panels.at(times, (now[:, :, None] * each.first(earlier)).sum(axis=0))
            for one, other in permutations(range(spared.shape[1]), 2):
                found += by_first[:, other] * np.delete(spared, [one, other], axis=1).prod(axis=1) * more[:, one]
        return found

    def _more_falls(self, times: FloatArray) -> FloatArray:
        """Falls but the first of a server, second ones, and entries by a second campaign, where lists come again."""
        found = np.zeros((3, len(self._chances.kinds), len(times)))
        for row, kind in enumerate(self._chances.kinds):
            if any(is_put_right(each) for each in kind.entering):
                for actor, falls in self._on_lists.at_once(kind.entering):
                    assert falls.several is not None
                    counts = np.stack([falls.every - falls.first, falls.again, falls.several])
                    visits = actor.success * actor.more_by_whole_probes(times)
                    found[:, row] += visits * self._panels.at(times, counts)
        return found

    def _surviving(self, coming: Coming, falls: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Terms of what is not evicted since the entry: what was entered, and functions of now.

        Of servers to which no remediation comes, so many fall.
        """
        earlier, later = coming.surviving
        return self._panels.cumulative(earlier, falls), later

    @cached_property
    def _courses(self) -> list[Course]:
        """All courses of things."""
        renewals = Renewals(self._chances, self._cleanups)
        if renewals.are_any:
            left_open = renewals.left_open(self._protects, self._evicts)
            coming = self._coming(left_open, np.zeros(left_open.shape))
            return list(renewals.courses(coming, self._uptake * left_open))
        stopping, lapses = Stopping(self._chances, self._left), Lapses(self._chances, self._left)
        in_part = stopping.stopped_in_part()
        course = self._course(in_part)
        if not stopping.is_of_any and not lapses.are_any:
            return [course]
        protects = self._uptake * self._protects
        coming, shut = (lapses.coming(each, protects) for each in (course.coming, self._coming(in_part, in_part)))
        return [
            replace(course, coming=coming, second=(), alike=None),
            replace(course, coming=shut, falls=None, open_=None),
            *stopping.courses(coming, self._uptake, self._evicts),
            *lapses.courses(coming),
        ]

    def _coming(self, in_part: FloatArray, shut: FloatArray) -> Coming:
        """Remediations that come to servers, and stop some campaigns on a share of these, `in_part`.

        What is `shut` beside that counts as closed.
        """
        ended, closed = (self._protects + each for each in (in_part, shut))
        shares = (ended, self._evicts, closed + self._evicts - closed * self._evicts)
        return Coming(*((self._uptake * each)[..., None, None] * self._chances.installed for each in shares))

    def _course(self, in_part: FloatArray) -> Course:
        """The course that remediations end which come to a server, if they stop any campaign there."""
        chances = self._chances
        evicting = np.flatnonzero(((self._evicts > 0) | (in_part > 0)).any(axis=0))
        shares = [each[:, evicting] for each in (self._protects, self._evicts, in_part)]
        who = np.concatenate([chances.entering, chances.installations[:, evicting], *shares], axis=1)
        _, some, all_kinds = np.unique(who, axis=0, return_index=True, return_inverse=True)
        alike = some, all_kinds.reshape(-1)
        second = [] if self._falls.several is not None else self._by_others(alike)
        coming = self._coming(in_part, np.zeros(in_part.shape))
        return Course(coming, self._falls, chances.spared.prod(axis=1), second, alike=alike)

    def _by_others(self, alike: tuple[NDArray[np.intp], NDArray[np.intp]]) -> list[Second]:
        """Entries by a second campaign: the first one by any, then any other."""
        some, all_kinds = alike
        spared = self._chances.spared[some]
        others = [1 - np.delete(spared, first, axis=1).prod(axis=1) for first in range(spared.shape[1])]
        if len(others) < 2:
            return []

        def first(earlier: FloatArray) -> FloatArray:
            return self._left(self._panels.cumulative(earlier[:, some, None], 1 - spared))[:, all_kinds]

        return [Second(first, np.stack(others, axis=1)[all_kinds])]

    def _alike(self, course: Course) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        every = np.arange(len(self._chances.kinds))
        return (every, every) if course.alike is None else course.alike

    @cached_property
    def _cleanups(self) -> CleanUps:
        """How servers are cleaned up, if they are at all."""
        cleaning, cleaned = self._cleaning, self._cleaned
        return CleanUps(
            left=(lambda now, _: np.ones(now.shape)) if cleaned is None else cleaned,
            done=lambda fallen: fallen - self._left(fallen),
            protects=1.0 if cleaning is None else cleaning.cleanup_protects,
            disclosure=self._world.horizon if cleaning is None else cleaning.disclosure,
            bends=self._cleaned_bends,
        )

    @cached_property
    def _falls(self) -> Falls:
        """When servers fall that nothing but clean-ups protects."""
        first = self._chances.attempted()
        if self._cleaning is None or not come_back(self._cleaning):
            return only_once(first)
        kinds = [(kind.entering, kind.walking) for kind in self._chances.kinds]
        at_random, by_kind = FallsAtRandom(self._panels, self._cleanups), {}
        for entering, walking in dict.fromkeys(kinds):
            is_on_lists = any(each.is_on_a_list for each in entering)
            following = self._on_lists if is_on_lists else at_random
            by_kind[entering, walking] = following.of(entering, [walker.attack for walker in walking])
        return Falls(*(np.stack([getattr(by_kind[kind], each.name) for kind in kinds]) for each in fields(Falls)))

    @cached_property
    def _on_lists(self) -> FallsOnLists:
        return FallsOnLists(self._panels, self._cleanups)

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

    def _reentered(self, coming: Coming, falls: Falls) -> FloatArray:
        """Entered by another campaign through a foothold."""
        found = np.zeros(falls.first.shape)
        for number, (walker, _, kinds) in enumerate(self._walks):
            measure, later = (each[:, kinds] for each in self._surviving(coming, falls.unwalked))
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
