"""The kinds of servers of a world, and what happens to one of each by a time, as functions on panels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.model.adoption import ring_delays
from sim.model.world import Attack, Cleaning, Offer, World
from sim.scenario.blocks import Population
from sim.scenario.laws import Law

from .panels import BESIDE, TooRoughError, refined
from .server_chances import Entering, Installation, entering, installed
from .smooth_laws import SmoothLaw, bends, law_of_delay, law_of_sum

FloatArray = NDArray[np.float64]
Item = TypeVar("Item", Installation, Entering)
TOLERANCE = 1e-5
"""By how much a function on a panel may be off; what is counted in the end is off by much less, as tests measure."""
COARSE = 16
"""The horizon has as many panels before they are halved."""
RARE = 1e-9
"""Servers that fewer organisations have are left out."""
HARDLY_ANY = 1e-5
"""Servers that fewer organisations have count as if they were the ones before them."""
MOST_KINDS = 300
LEAST = 1e-12
BEYOND = 1e-6
"""Panels begin before anything can happen, and end after the horizon, at which it still counts; days."""


@dataclass(frozen=True)
class Kind:
    """What can happen to servers that are alike, whosever they are.

    They have `installations` by remediation; campaigns are `entering` them, and `walking` in through footholds.
    """

    installations: tuple[Installation | None, ...]
    entering: tuple[Entering, ...]
    walking: tuple[str, ...]


@dataclass(frozen=True)
class Servers:
    """The servers of a population by ordinal, from 0: the chance that an organisation has so many, and their kind.

    `exposed` is the chance that a server is in the race.
    """

    organizations: int
    exposed: float
    at_least: tuple[float, ...]
    kinds: tuple[int, ...]

    def by_kind(self, kinds: int) -> FloatArray:
        """How many are in the race, on average, of each of some kinds."""
        return np.asarray(self.organizations * self.exposed * np.bincount(self.kinds, self.at_least, kinds))


def servers_of(world: World) -> tuple[dict[str, Servers], list[Kind]]:
    """The servers of every population that runs any, and the kinds of all of them."""
    found, kinds, offers = {}, dict[Kind, int](), dict[Offer, int]()
    for name, population in world.populations.items():
        if not population.runs_servers:
            continue
        own = [remedy.offers.get(name) for remedy in world.remedies]
        numbers = [None if each is None else offers.setdefault(each, len(offers)) for each in own]
        campaigns = tuple(entering(world, each, name) for each in world.attacks if enters(each, name))
        walking = tuple(each.name for each in world.attacks if each.through_foothold and each.success > 0 and name in each.aims)
        chances, numbers_of_kinds = at_least(population), list[int]()
        for ordinal, chance in enumerate(chances):
            if chance > HARDLY_ANY:
                installations = tuple(
                    None if offer is None or number is None else Installation(offer, number, _later(offer, ordinal, len(chances)))
                    for offer, number in zip(own, numbers, strict=True)
                )
                kind = kinds.setdefault(Kind(installations, campaigns, walking), len(kinds))
            numbers_of_kinds.append(kind)
        exposed = population.vulnerable * population.reachable
        found[name] = Servers(population.organizations, exposed, tuple(chances), tuple(numbers_of_kinds))
    return found, list(kinds)


def _later(offer: Offer, ordinal: int, size: int) -> float:
    """How many days after its organisation is ready a server comes; rings go by the size of the organisation."""
    (ring,) = ring_delays(offer.rings, np.array([ordinal + 1.0]), size).tolist() if offer.rings else (0.0,)
    return float(ring + ordinal * offer.stagger)


def enters(attack: Attack, population: str) -> bool:
    """Whether a campaign can enter servers of a population through the vulnerability."""
    probes = attack.success > 0 and any(clock.total > 0 for clock in attack.clocks)
    return probes and not attack.through_foothold and population in attack.aims


def has_few_servers(population: Population) -> bool:
    """Whether all organisations, but very few, have so few servers that kinds of these can be told apart."""
    each = population.servers_per_organization
    return each <= MOST_KINDS if isinstance(each, int) else _at_least(each, MOST_KINDS + 1) <= RARE


def at_least(population: Population) -> list[float]:
    """The chances that an organisation has at least 1, 2, ... servers, of a population that `has_few_servers`."""
    each = population.servers_per_organization
    if isinstance(each, int):
        return [1.0] * each
    chances = [1.0]
    while chances[-1] > RARE:
        chances.append(_at_least(each, len(chances) + 1))
    return chances


def _at_least(law: Law, servers: int) -> float:
    """The chance of at least a number of servers, which is above 1: a law gives it rounded up."""
    return 1 - float(law.cdf(np.array([servers - 1.0]))[0])


class Chances:
    """The functions of time of all kinds, and the panels on which they are polynomials.

    `installed` has, by kind, remediation and node, the chance that it is installed if the organisation ever does so;
    `spared`, by kind, campaign and node, the chance that it would not have entered if nothing protected the server.
    `installations` and `entering` tell, by kind and remediation or campaign, which of these are the same.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.servers, self.kinds = servers_of(world)
        if len(self.kinds) > MOST_KINDS:
            raise TooRoughError
        names = dict.fromkeys(each.name for kind in self.kinds for each in kind.entering)
        campaigns = [{each.name: each for each in kind.entering} for kind in self.kinds]
        self._installations, self.installations = _numbered([kind.installations for kind in self.kinds])
        self._entering, self.entering = _numbered([[each.get(name) for name in names] for each in campaigns])
        tolerance = np.concatenate([TOLERANCE / self._parts, np.full(len(self._entering), TOLERANCE)])
        self.panels, found = refined(self._bounds(), self._functions, tolerance[:, None])
        nothing = np.zeros((1, *self.panels.nodes.shape))
        self.installed = np.concatenate([nothing, found[: len(self._installations)]])[self.installations]
        self.spared = 1 - np.concatenate([nothing, self._entered(found[len(self._installations) :])])[self.entering]

    def share(self, what: str) -> FloatArray:
        """By kind and remediation, a chance of its offer; zero where there is none."""
        offers = [[each if each is None else each.offer for each in kind.installations] for kind in self.kinds]
        table = [[0.0 if each is None else float(getattr(each, what)) for each in row] for row in offers]
        return np.array(table).reshape(len(self.kinds), -1)

    def _entered(self, succeeded: FloatArray) -> FloatArray:
        """The chance, by campaign and node, that it would have entered, from that of its first success."""
        found = succeeded * np.array([each.attack.works_on for each in self._entering])[:, None, None]
        for dwell in dict.fromkeys(each.attack.dwell for each in self._entering):
            if dwell is not None:
                law = law_of_delay(dwell, self.world.horizon - float(self.panels.bounds[0]))
                (memory,) = self.panels.memories(lambda now, since, law=law: law.cdf(now - since)[None], law.bends)
                rows = [number for number, each in enumerate(self._entering) if each.attack.dwell == dwell]
                found[rows] = memory(found[rows])
        return found

    def _functions(self, times: FloatArray) -> FloatArray:
        """What panels must resolve: the chances of all installations, and of first successes."""
        entered = np.array([each.success(times) for each in self._entering]).reshape(-1, len(times))
        return np.concatenate([installed(self._installations, times, self.world.horizon), entered])

    @cached_property
    def _parts(self) -> FloatArray:
        """The largest part of a population that has each installation."""
        parts = np.full(len(self._installations) + 1, LEAST)
        for servers in self.servers.values():
            by_kind = servers.by_kind(len(self.kinds))
            own = np.bincount(self.installations.ravel(), np.repeat(by_kind, self.installations.shape[1]), len(parts))
            parts = np.maximum(parts, own / max(by_kind.sum(), LEAST))
        return parts[1:]

    def _bounds(self) -> FloatArray:
        """Where panels end in any case: where anything may jump or bend, and at some equal distances."""
        world, horizon = self.world, self.world.horizon
        changes = [time for each in self._entering for time in each.changes()]
        changes += (time for attack in world.attacks for clock in attack.clocks for time in (*clock.starts, clock.end))
        first = min([0.0, *changes])
        dwells = {bend for each in self._entering if (dwell := each.attack.dwell) is not None for bend in bends(dwell)}
        changes += [time + bend for time in changes for bend in dwells]
        cleaning, law = cleaning_of(world), law_of_cleaning(world, first)
        if cleaning is not None and law is not None:
            changes.append(cleaning.disclosure)
            changes += [time + bend for time in changes for bend in law.bends]
        if cleaning is not None and cleaning.pivot is not None:
            changes += [time + bend for time in changes for bend in bends(cleaning.pivot[1])]
        found = [0.0, horizon, *changes, *(time for each in self._installations for time in each.changes(horizon))]
        inside = np.array([time for time in found if time <= horizon])
        bounds = np.unique(np.concatenate([inside, np.linspace(0.0, horizon, COARSE + 1)]))
        apart = bounds[np.diff(bounds, prepend=-np.inf) > 4 * BESIDE]
        return np.concatenate([[apart[0] - BEYOND], apart, [horizon + BEYOND]])


def cleaning_of(world: World) -> Cleaning | None:
    """What happens to compromised servers, which here is the same in all populations."""
    return next(iter(world.cleanings.values()), None)


def law_of_cleaning(world: World, first: float) -> SmoothLaw | None:
    """The law of the time from detectable footholds to their clean-up, if they are; None if none ever is."""
    cleaning = cleaning_of(world)
    if cleaning is None or cleaning.detection is None or cleaning.cleanup is None or cleaning.cleanup_share == 0:
        return None
    if cleaning.disclosure >= world.horizon:
        return None
    return law_of_sum(cleaning.detection, cleaning.cleanup, 2 * (world.horizon - first))


def _numbered(table: Sequence[Sequence[Item | None]]) -> tuple[list[Item], NDArray[np.intp]]:
    """The different items of a table, and the table with their numbers from 1 instead; 0 where there is none."""
    numbers: dict[Item, int] = {}
    rows = [[0 if each is None else numbers.setdefault(each, 1 + len(numbers)) for each in row] for row in table]
    return list(numbers), np.array(rows, dtype=np.intp).reshape(len(table), -1)
