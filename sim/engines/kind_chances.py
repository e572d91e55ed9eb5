"""What happens to servers of each kind by a time, as functions on panels."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from copy import copy
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.model.world import Cleaning, World
from sim.scenario.laws import Law

from .actors import actors_of, visited_again
from .falls import between_successes, come_back, leaves_open
from .kinds import servers_of
from .memories import memory_of_delay
from .panels import BESIDE, TooRoughError, refined
from .server_chances import Installation, changes_of, installed
from .smooth_laws import SmoothLaw, bends, law_of_delay, law_of_sum

FloatArray = NDArray[np.float64]
Item = TypeVar("Item", bound=Hashable)
TOLERANCE = 1e-5
"""By how much a function on a panel may be off; what is counted in the end is off by much less, as tests measure."""
COARSE = 16
"""The horizon has as many panels before they are halved."""
MOST_INSTALLATIONS = 300
RETURNS = 3
"""Later returns of servers to the race are smooth enough in time."""
LEAST = 1e-12
BEYOND = 1e-6
"""Panels begin before anything can happen, and end after the horizon, at which it still counts; days."""


class Chances:
    """The functions of time of all kinds, and the panels on which they are polynomials.

    `installed` has, by kind, remediation and node, the chance that it is installed if the organization ever does so;
    `spared`, by kind, campaign and node, the chance that it would not have entered if nothing protected the server.
    `campaigns` are their names. `installations` and `entering` tell, by kind and remediation or campaign, which are the
    same.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.servers, self.kinds = servers_of(world)
        names = dict.fromkeys(each.name for kind in self.kinds for each in kind.entering)
        self.campaigns = list(names)
        campaigns = [{each.name: each for each in kind.entering} for kind in self.kinds]
        mixtures, self.installations = _numbered([kind.installations for kind in self.kinds])
        self._installations = list(dict.fromkeys(each for mixture in mixtures for each, _ in mixture))
        if len(self._installations) > MOST_INSTALLATIONS:
            raise TooRoughError
        rows = {each: row for row, each in enumerate(self._installations)}
        shares = np.zeros((len(mixtures) + 1, len(rows)))
        for number, mixture in enumerate(mixtures, start=1):
            for each, share in mixture:
                shares[number, rows[each]] = share
        self._entering, self.entering = _numbered([[each.get(name) for name in names] for each in campaigns])
        self._endings = self._ends_of_protection()
        tolerances = np.append(
            TOLERANCE / np.maximum(shares.max(axis=0), LEAST),
            np.full(len(self._entering) + len(self._endings), TOLERANCE),
        )
        self.panels, found = refined(self._bounds(), self._functions, tolerances[:, None])
        self._by_installation = dict(zip(rows, found, strict=False))
        self.installed = np.tensordot(shares, found[: len(rows)], 1)[self.installations]
        succeeded = found[len(rows) : len(rows) + len(self._entering)]
        entered = np.concatenate([np.zeros((1, *self.panels.nodes.shape)), self._entered(succeeded)])
        self.spared = 1 - entered[self.entering]

    def by_cleaning(self) -> Iterator[tuple[list[int], Chances]]:
        """The numbers of kinds whose footholds are cleaned up alike, with the chances of these alone.

        Those of which remediations leave some open that are then back in the race are by themselves.
        """
        keys = [(each.cleaning, any(leaves_open(offer, each.cleaning) for offer in each.offers)) for each in self.kinds]
        for key in dict.fromkeys(keys):
            numbers = [number for number, each in enumerate(keys) if each == key]
            some = copy(self)
            some.kinds = [self.kinds[number] for number in numbers]
            some.installations, some.entering = self.installations[numbers], self.entering[numbers]
            some.installed, some.spared = self.installed[numbers], self.spared[numbers]
            yield numbers, some

    def attempted(self) -> FloatArray:
        """The chance, by kind and node, that some campaign would have entered."""
        return np.asarray(1 - self.spared.prod(axis=1))

    def of(self, installations: Sequence[Installation]) -> FloatArray:
        """The chances, at all nodes, that each of some installations is done."""
        return np.stack([self._by_installation[each] for each in installations])

    def share(self, what: str) -> FloatArray:
        """By kind and remediation, a chance of its offer; zero where there is none."""
        table = [[0.0 if each is None else float(getattr(each, what)) for each in kind.offers] for kind in self.kinds]
        return np.array(table).reshape(len(self.kinds), -1)

    def _entered(self, succeeded: FloatArray) -> FloatArray:
        """The chance, by campaign and node, that it would have entered, from that of its first success."""
        works_on = np.array([each.attack.works_on for each in self._entering], dtype=np.float64)
        found: FloatArray = succeeded * works_on[:, None, None]
        for dwell in dict.fromkeys(each.attack.dwell for each in self._entering):
            if dwell is not None:
                law = law_of_delay(dwell, self.world.horizon - float(self.panels.bounds[0]))
                memory = memory_of_delay(self.panels, law.cdf, law.bends)
                rows = [number for number, each in enumerate(self._entering) if each.attack.dwell == dwell]
                found[rows] = memory(found[rows])
        return found

    def _functions(self, times: FloatArray) -> FloatArray:
        """What panels must resolve: the chances of all installations, and of first successes."""
        entered = np.array([each.success(times) for each in self._entering]).reshape(-1, len(times))
        by_installation = installed(self._installations, times, self.world.horizon)
        return np.concatenate([by_installation, entered, *([self._ended(times)] if self._endings else [])])

    def _ends_of_protection(self) -> list[tuple[float, Law]]:
        """When many servers are protected at once, and the laws of how long that lasts."""
        found, horizon = dict[tuple[float, Law], None](), self.world.horizon
        for each in self._installations:
            if each.offer.lasts is not None:
                times = np.array([time for time in changes_of([each], horizon) if time <= horizon])
                before, after = (installed([each], times + beside, horizon)[0] for beside in (-BESIDE, BESIDE))
                found |= dict.fromkeys((float(time), each.offer.lasts) for time in times[after - before > TOLERANCE])
        return list(found)

    def _ended(self, times: FloatArray) -> FloatArray:
        """The chance that protection from each of these moments (rows) has ended by each time."""
        return np.stack([law.cdf(times - since) for since, law in self._endings])

    def _bounds(self) -> FloatArray:
        """Where panels end in any case: where anything may jump or bend, and at some equal distances."""
        world, horizon = self.world, self.world.horizon
        changes = [time for each in self._entering for time in each.changes()]
        changes += (time for attack in world.attacks for clock in attack.clocks for time in (*clock.starts, clock.end))
        first = min([0.0, *changes])
        dwells = {bend for each in self._entering if (dwell := each.attack.dwell) is not None for bend in bends(dwell)}
        changes += [time + bend for time in changes for bend in dwells]
        changes += list(self._of_footholds(first, changes))
        since = list(changes)
        for cleaning in dict.fromkeys(kind.cleaning for kind in self.kinds if kind.cleaning is not None):
            law = law_of_cleaning(cleaning, horizon, first)
            if law is not None:
                late = {cleaning.disclosure, *since}
                changes += [cleaning.disclosure]
                for _ in range(RETURNS if come_back(cleaning) else 1):
                    late = {time + bend for time in late for bend in law.bends if time >= cleaning.disclosure}
                    changes += late
            if cleaning.pivot is not None:
                changes += [time + bend for time in since for bend in bends(cleaning.pivot[1])]
        changes += (each.offer.until for each in self._installations if each.offer.until > 0)
        for each in self._installations:
            if each.offer.lasts is not None:
                ends = list(bends(each.offer.lasts))
                changes += [time + bend for time in changes_of([each], horizon) for bend in ends]
        found = [0.0, horizon, *changes, *changes_of(self._installations, horizon)]
        inside = np.array([time for time in found if time <= horizon])
        bounds = np.unique(np.concatenate([inside, np.linspace(0.0, horizon, COARSE + 1)]))
        apart = bounds[np.diff(bounds, prepend=-np.inf) > 4 * BESIDE]
        return np.concatenate([[apart[0] - BEYOND], apart, [horizon + BEYOND]])

    def _of_footholds(self, first: float, changes: Sequence[float]) -> Iterator[float]:
        """Where panels end as servers may fall more than once, or campaigns walk into footholds."""
        world = self.world
        anew = [name for name, each in world.cleanings.items() if come_back(each) and name in self.servers]
        anew += [
            name
            for each in world.remedies
            for name, offer in each.offers.items()
            if offer.lapses or leaves_open(offer, world.cleanings.get(name))
        ]
        yield from between_successes(
            [attack for attack in world.attacks if any(name in attack.aims for name in anew)], first, world.horizon
        )
        for kind in self.kinds:
            if kind.cleaning is not None and come_back(kind.cleaning):
                actors = actors_of(each for each in kind.entering if each.is_on_a_list)
                yield from visited_again(actors, [kind.cleaning.disclosure, *changes], world.horizon)
            walking = [each.actor for each in kind.walking if each.actor is not None]
            yield from visited_again(walking, changes, world.horizon)


def law_of_cleaning(cleaning: Cleaning | None, horizon: float, first: float) -> SmoothLaw | None:
    """The law of the time from detectable footholds to their clean-up, if they are; None if none ever is."""
    if cleaning is None or cleaning.detection is None or cleaning.cleanup is None or cleaning.cleanup_share == 0:
        return None
    if cleaning.disclosure >= horizon:
        return None
    return law_of_sum(cleaning.detection, cleaning.cleanup, 2 * (horizon - first))


def _numbered(table: Sequence[Sequence[Item | None]]) -> tuple[list[Item], NDArray[np.intp]]:
    """The different items of a table, and the table with their numbers from 1 instead; 0 where there is nothing."""
    numbers: dict[Item, int] = {}
    rows = [[numbers.setdefault(each, 1 + len(numbers)) if each else 0 for each in row] for row in table]
    return list(numbers), np.array(rows, dtype=np.intp).reshape(len(table), -1)
