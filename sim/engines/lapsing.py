"""Protection that ends: the courses in which a remediation has protected servers for a time, and does no more.

Given when it was installed, x, and when its protection ended, y, each campaign works on a server until x and from y on.
The chance that it has not entered by now, t, is that of what it did until x and since y. Where it probes at random that
is a function of x times one of y times one of t; where it goes once through a list, a sum of three such functions. So
what campaigns spare together is a sum of such products, and each is an integral over x within one over y.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from sim.model.strategies import ListScan, RandomScan
from sim.model.world import Attack, Offer, World

from .courses import Coming, Course, Second
from .falls import only_once
from .kind_chances import Chances
from .memories import Memory, memory_of_delay
from .panels import MOST_PANELS, FloatMap, TooRoughError
from .server_chances import Entering, effort_of, entering, probes_by
from .smooth_laws import bends

FloatArray = NDArray[np.float64]
MOST_TERMS = 81
SHORTEST = 4.0
"""Standard deviations by which a list may be shorter than on average."""


@dataclass(frozen=True)
class Term:
    """A product of functions by node: of when a remediation was installed, of when its protection ended, and of now."""

    installed: FloatArray
    ended: FloatArray
    now: FloatArray

    def times(self, other: Term) -> Term:
        """Its product with another."""
        return Term(self.installed * other.installed, self.ended * other.ended, self.now * other.now)

    @property
    def changes(self) -> bool:
        """Whether it is another one from now on."""
        return bool(np.ptp(self.now) > 0)


def terms_of(campaigns: Sequence[Entering], nodes: FloatArray) -> list[Term]:
    """What some campaigns spare together."""
    effort, factors = np.zeros(nodes.shape), list[list[Term]]()
    for each in campaigns:
        attack = each.attack
        if isinstance(attack.strategy, RandomScan):
            if attack.works_on == 1:
                effort = effort + effort_of(attack, nodes)
                continue
            able = [_at_random(effort_of(attack, nodes))]
        else:
            able = _products([_once(each.of_actor(clock).success(nodes)) for clock in attack.clocks if clock.total > 0])
        unable = [] if attack.works_on == 1 else [_constant(1 - attack.works_on, nodes)]
        factors.append([*unable, *(_constant(attack.works_on, nodes).times(term) for term in able)])
    return _products([[_at_random(effort)], *factors])


def _products(factors: Sequence[list[Term]]) -> list[Term]:
    """A product of sums of terms, as a sum."""
    found, *rest = factors
    for factor in rest:
        found = [one.times(other) for one, other in product(found, factor)]
    return found


def _constant(value: float, nodes: FloatArray) -> Term:
    one = np.ones(nodes.shape)
    return Term(value * one, one, one)


def _once(success: FloatArray) -> list[Term]:
    """What a list spares that comes once at most to any server."""
    one = np.ones(success.shape)
    return [Term(1 - success, one, one), Term(one, success, one), Term(one, one, -success)]


def _at_random(effort: FloatArray) -> Term:
    if not effort.max(initial=0.0) < MOST_PANELS:
        raise TooRoughError
    return Term(np.exp(-effort), np.exp(effort), np.exp(-effort))


class Lapse:
    """Servers of one kind that a remediation protects for a time; on a share of them, that is over `at_once`."""

    def __init__(self, chances: Chances, kind: int, remedy: int) -> None:
        self._panels = panels = chances.panels
        offer = chances.kinds[kind].offers[remedy]
        assert offer is not None
        self._offer, self._is_over = offer, panels.nodes > offer.until
        self.installed = self._until_it_ends(chances.installed[kind, remedy])
        self._protected = offer.uptake * offer.protects * self.installed
        self.at_once = 0.0 if offer.lasts is None else float(offer.lasts.cdf(np.zeros(1))[0])
        self._memory: Memory | None = None
        if offer.lasts is not None:
            until = chances.world.horizon - float(panels.bounds[0])
            inside = [bend for bend in bends(offer.lasts) if 0 < bend < until]
            self._memory = memory_of_delay(panels, offer.lasts.cdf, inside)
        self._campaigns = chances.kinds[kind].entering
        self._spared = [chances.spared[kind, chances.campaigns.index(each.name)] for each in self._campaigns]
        self.evicts = offer.evicts

    def _until_it_ends(self, installed: FloatArray) -> FloatArray:
        """The chance that it is installed, by node, before it protects nobody any more."""
        before = installed[~self._is_over]
        return np.where(self._is_over, before[-1] if len(before) else 0.0, installed)

    def back(self) -> tuple[FloatArray, FloatArray]:
        """Servers whose protection ended before anybody was in: how many fell by each node, and how many are open."""
        open_ = sum((each.now * self._back(each) for each in self.terms()), np.zeros(self._panels.nodes.shape))
        spared = np.prod(self._spared, axis=0) if self._spared else np.ones(open_.shape)
        returned = self._ended(self._panels.cumulative(spared, self._protected))
        return np.maximum(returned - open_, 0.0), open_

    def pairs(self) -> Iterator[tuple[FloatArray, FloatArray, FloatArray]]:
        """Of servers that are back: when one campaign comes first and another after it.

        What is to be integrated over what one does, and when others come.
        """
        for one in range(len(self._campaigns)):
            for first, second in product(self.terms([one]), self.terms(self._but(one))):
                if first.changes and second.changes:
                    yield self._back(first.times(second)), -first.now, -second.now

    def pairs_across(self) -> Iterator[tuple[FloatArray, Term]]:
        """The same of servers into which one campaign comes before the installation, and others after it has ended."""
        for one, spared in enumerate(self._spared):
            for second in self.terms(self._but(one)):
                if second.changes:
                    yield 1 - spared, second

    def held(self, earlier: FloatArray, entered: FloatArray, term: Term, left: FloatMap) -> FloatArray:
        """Footholds that were there when it was installed, did not end then, and are left when its protection is over.

        Of those who have `entered`, weighed with functions of the `earlier` time at which they did.
        """
        panels = self._panels
        if self._memory is not None:
            there = panels.cumulative(earlier, entered)
            ended = self._ended(panels.cumulative(term.installed * there, self._protected))
            return (1 - self.evicts) * panels.cumulative(term.ended, ended)
        installed = panels.cumulative(term.installed, self._protected)
        later = installed[-1, -1] - installed
        at_end = float(panels.at(np.array([self._offer.until]), term.ended)[0])
        return (1 - self.evicts) * at_end * self._is_over * left(panels.cumulative(earlier * later, entered))

    def _but(self, one: int) -> list[int]:
        return [number for number in range(len(self._campaigns)) if number != one]

    def terms(self, some: Sequence[int] | None = None) -> list[Term]:
        """What some campaigns spare together, or all."""
        numbers = range(len(self._campaigns)) if some is None else some
        return terms_of([self._campaigns[number] for number in numbers], self._panels.nodes)

    def _back(self, term: Term) -> FloatArray:
        """The integral of a term over when it was installed and when it ended, of those that are back."""
        return self._panels.cumulative(
            term.ended, self._ended(self._panels.cumulative(term.installed, self._protected))
        )

    def _ended(self, installed: FloatArray) -> FloatArray:
        """How many have no protection any more, of those on which it was installed by each node."""
        if self._memory is None or self._offer.lasts is None:
            return self._is_over * installed[..., -1:, -1:]
        jumps = np.zeros(installed.shape[:-1])
        jumps[..., 1:] = installed[..., 1:, 0] - installed[..., :-1, -1]
        over = self._offer.lasts.cdf(self._panels.nodes - self._panels.bounds[:-1, None, None])
        return np.asarray(self._memory(installed) + np.tensordot(jumps, over, 1) - self.at_once * installed)


def spared_if_installed(chances: Chances, kind: int, remedy: int, moments: FloatArray, times: FloatArray) -> FloatArray:
    """The chance that servers of a kind are spared by each time (columns), by when (rows) they have a remediation.

    Its protection ends at a moment.
    """
    panels, offer = chances.panels, chances.kinds[kind].offers[remedy]
    assert offer is not None
    assert offer.lasts is None
    everybody = chances.spared[kind].prod(axis=0)
    before, until = panels.at(times, everybody), np.minimum(moments, panels.bounds[-1])
    meanwhile, later = panels.at(until, everybody)[:, None], np.zeros((len(moments), len(times)))
    for each in Lapse(chances, kind, remedy).terms():
        at_end = panels.at(np.array([offer.until]), each.ended)
        later += (panels.at(until, each.installed) * at_end)[:, None] * panels.at(times, each.now)
    protected = np.where(times < offer.until, meanwhile, later)
    is_before = (times < moments[:, None]) | (moments[:, None] >= offer.until)
    return np.where(is_before, before, offer.protects * protected + (1 - offer.protects) * before)


class Lapses:
    """Protection that ends, of kinds each of which has one remediation at most of which it does."""

    def __init__(self, chances: Chances, left: FloatMap) -> None:
        self._chances, self._panels, self._left = chances, chances.panels, left
        self.remedies: list[int | None] = []
        for kind in chances.kinds:
            rows = (row for row, each in enumerate(kind.offers) if each is not None and ends(each))
            self.remedies.append(next(rows, None))
        self._lapses = {kind: Lapse(chances, kind, row) for kind, row in enumerate(self.remedies) if row is not None}

    @property
    def are_any(self) -> bool:
        """Whether there are any."""
        return bool(self._lapses)

    def coming(self, coming: Coming, protects: FloatArray) -> Coming:
        """What may come, if remediations protect only those on which they are installed before that ends.

        They do so with some chances, by kind and remediation.
        """
        ended, either = coming.ended.copy(), coming.either.copy()
        for kind, lapse in self._lapses.items():
            remedy = self.remedies[kind]
            share = protects[kind, remedy] * (1 - lapse.at_once)
            ended[kind, remedy] = share * lapse.installed
            closed = share * (1 - lapse.evicts)
            either[kind, remedy] = closed * lapse.installed + coming.evicted[kind, remedy]
        return Coming(ended, coming.evicted, either)

    def courses(self, coming: Coming) -> Iterator[Course]:
        """The courses after the end of protection: of servers that nobody was in before it, and of the others."""
        if not self._lapses:
            return
        shape = (len(self._chances.kinds), *self._panels.nodes.shape)
        others, fallen, open_ = coming.without(self.remedies), np.zeros(shape), np.zeros(shape)
        for kind, lapse in self._lapses.items():
            fallen[kind], open_[kind] = lapse.back()
        yield Course(others, only_once(fallen), open_, [self._second()])
        yield Course(others, None, None, [self._second_across()], reopened=self._reopened)

    def _second(self) -> Second:
        pairs = {kind: list(lapse.pairs()) for kind, lapse in self._lapses.items()}
        before, by_one, by_others = (self._table(pairs, what) for what in range(3))

        def first(earlier: FloatArray) -> FloatArray:
            return self._left(self._panels.cumulative(earlier[:, :, None] * before, by_one))

        return Second(first, by_others)

    def _second_across(self) -> Second:
        pairs = {kind: list(lapse.pairs_across()) for kind, lapse in self._lapses.items()}
        by_others = self._table({kind: [(-second.now,) for _, second in own] for kind, own in pairs.items()}, 0)

        def first(earlier: FloatArray) -> FloatArray:
            found = np.zeros((len(earlier), *by_others.shape))
            for kind, own in pairs.items():
                for place, (entered, second) in enumerate(own):
                    found[:, kind, place] = self._lapses[kind].held(earlier[:, kind], entered, second, self._left)
            return found

        return Second(first, by_others)

    def _reopened(self, earlier: FloatArray) -> FloatArray:
        """Footholds on servers that are open again."""
        found, attempted = np.zeros(earlier.shape), self._chances.attempted()
        for kind, lapse in self._lapses.items():
            one = np.ones(self._panels.nodes.shape)
            found[:, kind] = lapse.held(earlier[:, kind], attempted[kind], Term(one, one, one), self._left)
        return found

    def _table(self, rows: Mapping[int, Sequence[tuple[FloatArray, ...]]], what: int) -> FloatArray:
        """One of the functions of each row of every kind; zero where there is none."""
        most = max(map(len, rows.values()), default=0)
        found = np.zeros((len(self._chances.kinds), most, *self._panels.nodes.shape))
        for kind, own in rows.items():
            for place, each in enumerate(own):
                found[kind, place] = each[what]
        return found


def ends(offer: Offer) -> bool:
    """Whether a remediation protects servers for a time."""
    return offer.lapses and offer.uptake > 0 and offer.protects > 0


def why_not(world: World, population: str) -> str:
    """Why the end of protection in a population has no closed form; empty if it has one."""
    here = [(each.name, each.offers[population]) for each in world.remedies if population in each.offers]
    lapsing = [(name, offer) for name, offer in here if ends(offer) or (offer.lapses and offer.stops)]
    if not lapsing:
        return ""
    name, offer = lapsing[0]
    if len(lapsing) > 1 or any(each.stops for _, each in here):
        return (
            f"the protection of {name} ends in {population}, and is not all that comes and leaves servers in the race"
        )
    if offer.lasts is not None and world.populations[population].servers_per_organization != 1:
        return f"the protection of {name} ends at any time on several servers of each organization of {population}"
    cleaning = world.cleanings.get(population)
    if cleaning is not None and cleaning.reinfection:
        return f"the protection of {name} ends in {population}, where servers may fall again"
    if offer.lasts is not None and cleaning is not None and cleaning.cleanup is not None:
        return f"the protection of {name} ends at any time in {population}, where intruders are removed at any time"
    attacks = [attack for attack in world.attacks if population in attack.aims and not attack.through_foothold]
    terms = 1
    for attack in attacks:
        running = sum(clock.total > 0 for clock in attack.clocks) if attack.success > 0 else 0
        if attack.dwell is not None:
            return f"{attack.name} has a dwell in {population}, where the protection of {name} ends"
        if isinstance(attack.strategy, ListScan) and running and not _goes_through_once(world, attack, population):
            return f"a list of {attack.name} may come twice in {population}, where the protection of {name} ends"
        terms *= (attack.works_on < 1) + 3 ** (running if isinstance(attack.strategy, ListScan) else 0)
    return "" if terms <= MOST_TERMS else f"too many lists come when the protection of {name} has ended"


def _goes_through_once(world: World, attack: Attack, population: str) -> bool:
    """Whether lists of a campaign come at most once to any server."""
    assert isinstance(attack.strategy, ListScan)
    listed = entering(world, attack, population)
    shortest = listed.length * (1 - SHORTEST * listed.spread)
    probes = max(float(probes_by(clock, np.array(world.horizon))) for clock in attack.clocks)
    return not attack.strategy.repeats or probes <= shortest
