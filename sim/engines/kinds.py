"""The kinds of servers of a world, and what happens to one of each by a time, as functions on panels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.model.adoption import ring_delays
from sim.model.world import Attack, Cleaning, Offer, World
from sim.scenario.blocks import Population
from sim.scenario.laws import Law

from .panels import BESIDE, refined
from .server_chances import Entering, Installation, entering, installed
from .smooth_laws import SmoothLaw, bends, law_of_delay, law_of_sum

FloatArray = NDArray[np.float64]
Item = TypeVar("Item", Installation, Entering)
TOLERANCE = 1e-5
"""By how much a function on a panel may be off; what is counted in the end is off by much less, as tests measure."""
COARSE = 16
"""The horizon has as many panels before they are halved."""
RARE = 1e-9
"""Servers that fewer organizations have are left out."""
MOST_KINDS = 300
BEYOND = 1e-6
"""Panels begin before anything can happen, and end after the horizon, at which it still counts; days."""


@dataclass(frozen=True)
class Kind:
    """Servers that are alike: some, by ordinal from 0, of the organizations of a population.

    `chances` are those that an organization has each of these; `exposed` the one that a server is in the race.
    """

    population: str
    ordinals: tuple[int, ...]
    chances: tuple[float, ...]
    exposed: float
    organizations: int
    offers: tuple[Offer | None, ...]
    installations: tuple[Installation | None, ...]
    entering: tuple[Entering, ...]

    @property
    def servers(self) -> float:
        """How many are in the race, on average."""
        return self.organizations * self.exposed * sum(self.chances)


def kinds(world: World) -> list[Kind]:
    """The kinds of servers of all populations."""
    return [kind for name, population in world.populations.items() for kind in _kinds_of(world, name, population)]


def _kinds_of(world: World, name: str, population: Population) -> Iterator[Kind]:
    if not population.runs_servers:
        return
    offers = tuple(remedy.offers.get(name) for remedy in world.remedies)
    campaigns = tuple(entering(world, each, name) for each in world.attacks if enters(each, name))
    chances, exposed = at_least(population), population.vulnerable * population.reachable
    alike: dict[tuple[Installation | None, ...], list[int]] = {}
    for ordinal in range(len(chances)):
        own = (None if each is None else Installation(each, _later(each, ordinal, len(chances))) for each in offers)
        alike.setdefault(tuple(own), []).append(ordinal)
    for installations, ordinals in alike.items():
        parts = tuple(chances[ordinal] for ordinal in ordinals)
        yield Kind(name, tuple(ordinals), parts, exposed, population.organizations, offers, installations, campaigns)


def _later(offer: Offer, ordinal: int, size: int) -> float:
    """How many days after its organization is ready a server comes; rings go by the size of the organization."""
    (ring,) = ring_delays(offer.rings, np.array([ordinal + 1.0]), size).tolist() if offer.rings else (0.0,)
    return float(ring + ordinal * offer.stagger)


def enters(attack: Attack, population: str) -> bool:
    """Whether a campaign can enter servers of a population through the vulnerability."""
    probes = attack.success > 0 and any(clock.total > 0 for clock in attack.clocks)
    return probes and not attack.through_foothold and population in attack.aims


def has_few_servers(population: Population) -> bool:
    """Whether all organizations, but very few, have so few servers that kinds of these can be told apart."""
    each = population.servers_per_organization
    return each <= MOST_KINDS if isinstance(each, int) else _at_least(each, MOST_KINDS + 1) <= RARE


def at_least(population: Population) -> list[float]:
    """The chances that an organization has at least 1, 2, ... servers, of a population that `has_few_servers`."""
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


@dataclass(frozen=True)
class Rows:
    """Numbers of installations by kind and remediation, and of entries by kind and campaign; the last ones are none."""

    installations: NDArray[np.intp]
    entering: NDArray[np.intp]


class Chances:
    """The functions of time of all kinds, and the panels on which they are polynomials.

    `installed` has, by kind, remediation and node, the chance that it is installed if the organization ever does so;
    `spared`, by kind, campaign and node, the chance that it would not have entered if nothing protected the server.
    """

    def __init__(self, world: World, kinds: Sequence[Kind]) -> None:
        self.world, self.kinds = world, kinds
        self._installations = _different(each for kind in kinds for each in kind.installations if each is not None)
        self._entering = _different(each for kind in kinds for each in kind.entering)
        self.panels = refined(self._bounds(), self._functions, TOLERANCE)

    @cached_property
    def installed(self) -> FloatArray:
        """See the class."""
        nodes, nothing = self.panels.nodes, len(self._installations)
        rows = np.zeros((nothing + 1, *nodes.shape))
        rows[:-1] = installed(list(self._installations), nodes.ravel(), self.world.horizon).reshape(-1, *nodes.shape)
        return rows[self.rows.installations]

    @cached_property
    def spared(self) -> FloatArray:
        """See the class."""
        nodes, nobody = self.panels.nodes, len(self._entering)
        rows = np.ones((nobody + 1, *nodes.shape))
        for each, row in self._entering.items():
            rows[row] -= self._entered(each)
        return rows[self.rows.entering]

    @cached_property
    def rows(self) -> Rows:
        """Which of the different installations and entries each kind has."""
        nothing, nobody = len(self._installations), len(self._entering)
        installations = [
            [nothing if each is None else self._installations[each] for each in kind.installations]
            for kind in self.kinds
        ]
        names = list(dict.fromkeys(each.name for each in self._entering))
        campaigns = [{each.name: self._entering[each] for each in kind.entering} for kind in self.kinds]
        return Rows(
            np.array(installations, dtype=np.intp).reshape(len(self.kinds), -1),
            np.array([[each.get(name, nobody) for name in names] for each in campaigns], dtype=np.intp).reshape(
                len(self.kinds), -1
            ),
        )

    def share(self, what: str) -> FloatArray:
        """By kind and remediation, a chance of its offer; zero where there is none."""
        table = [[0.0 if each is None else float(getattr(each, what)) for each in kind.offers] for kind in self.kinds]
        return np.array(table).reshape(len(self.kinds), -1)

    def _entered(self, each: Entering) -> FloatArray:
        """The chance, at every node, that a campaign would have entered."""
        nodes, dwell = self.panels.nodes, each.attack.dwell
        chance = each.success(nodes.ravel())
        if dwell is not None:
            law = law_of_delay(dwell, self.world.horizon - float(self.panels.bounds[0]))
            chance = self.panels.memory(lambda now, since: law.cdf(now - since), law.bends) @ chance
        return each.attack.works_on * chance.reshape(nodes.shape)

    def _functions(self, times: FloatArray) -> FloatArray:
        """What panels must resolve: the chances, each as the part of a population that it is about."""
        by_kind = installed(list(self._installations), times, self.world.horizon) * self._parts[:, None]
        return np.stack([np.zeros(len(times)), *by_kind, *(each.success(times) for each in self._entering)])

    @cached_property
    def _parts(self) -> FloatArray:
        """The largest part of a population that has each installation."""
        parts = np.zeros(len(self._installations))
        for kind in self.kinds:
            servers = sum(each.servers for each in self.kinds if each.population == kind.population)
            for each in kind.installations:
                if each is not None and servers > 0:
                    row = self._installations[each]
                    parts[row] = max(parts[row], kind.servers / servers)
        return parts

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


def _different(items: Iterable[Item]) -> dict[Item, int]:
    """Different items, with the row of each."""
    return {each: row for row, each in enumerate(dict.fromkeys(items))}
