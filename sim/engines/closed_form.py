"""Expectations in closed form: integrals over time instead of over the luck of servers.

Given the world, when each campaign would enter a server and when each remediation is installed on it are independent.
So a race is a matter of a few functions of time, one for each campaign and each installation (`sim.engines.kinds`), and
everything that is counted is an integral over the time of the entry (`sim.engines.entries`). Servers of one
organization share their installations, which matters to organizations alone (`sim.engines.organizations`). Servers
that may fall again do so from one fall to the next (`sim.engines.falls`).

What takes more dimensions is done by points: `why_not`, and docs/performance.md, say where.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.model.clocks import NEVER
from sim.model.measures import Measures
from sim.model.steps import Grid
from sim.model.strategies import ListScan
from sim.model.world import Attack, World
from sim.outcomes import OUTCOMES
from sim.scenario.blocks import HYBRID, Population
from sim.scenario.laws import Law
from sim.scenario.moments import AN_INSTANT

from .entries import EntryChances
from .falls import why_not as why_not_fall
from .kind_chances import Chances
from .kinds import MOST_KINDS, Kind, at_least, enters, has_few_servers, walks_through
from .lapsing import why_not as why_not_lapse
from .measured import Measured
from .organizations import Found, Organizations
from .panels import TooRoughError
from .server_chances import Entering, entering
from .walks import why_not as why_not_walk
from .whole_probes import more_by_whole_probes, off_in

FloatArray = NDArray[np.float64]
ERROR = 5e-7
"""By how much integrals are off at most, as a share of the servers; tests measure it."""
MOST_EVICTING = 6
PART_OF_A_PROBE = 1e-4
"""The most by which the chance on a list may be off."""


def why_not(world: World) -> str:
    """Why a world has no closed form; empty if it may have one."""
    if not any(each.runs_servers for each in world.populations.values()):
        return "nobody runs servers"
    for name in sorted(world.opens_again):
        if reason := _why_not_again(world, name):
            return reason
    for attack in world.attacks:
        if attack.through_foothold and (reason := why_not_walk(world, attack)):
            return reason
        if not isinstance(attack.strategy, ListScan) or not any(_comes(attack, name) for name in world.populations):
            continue
        listed = entering(world, attack, next(iter(attack.aims)))
        if attack.through_foothold and listed.half_a_probe > PART_OF_A_PROBE:
            return f"{attack.name} enters through footholds by a short list"
        if listed.off_by_length > PART_OF_A_PROBE:
            return f"the length of the list of {attack.name} differs much by luck"
    if not all(isinstance(law, Hashable) for law in _laws(world)):
        return "it has laws that cannot be told apart"
    if sum(any(each.evicts > 0 for each in remedy.offers.values()) for remedy in world.remedies) > MOST_EVICTING:
        return f"more than {MOST_EVICTING} remediations evict"
    for name, population in world.populations.items():
        if not has_few_servers(population):
            return f"organizations of {name} may have more than {MOST_KINDS} servers"
    return ""


def _why_not_again(world: World, population: str) -> str:
    """Why servers of a population, which may be open more than once, have no closed form; empty if they have one."""
    cleaning = world.cleanings.get(population)
    if cleaning is not None and cleaning.reaction is not None:
        return f"organizations of {population} react"
    if reason := why_not_lapse(world, population):
        return reason
    in_part = [
        remedy.name for remedy in world.remedies if population in remedy.offers and remedy.offers[population].stops
    ]
    if len(in_part) > 1:
        return f"{in_part[0]} and {in_part[1]} each stop some campaigns more often than others in {population}"
    if in_part and cleaning is not None and cleaning.reinfection:
        return f"{in_part[0]} stops some campaigns more often than others in {population}, where servers may fall again"
    return "" if cleaning is None or not cleaning.reinfection else why_not_fall(world, population)


def _laws(world: World) -> Iterator[Law | None]:
    """The laws of delays."""
    for remedy in world.remedies:
        for offer in remedy.offers.values():
            yield from (offer.adoption, None if offer.prerequisite is None else offer.prerequisite[1])
    yield from (attack.dwell for attack in world.attacks)
    for cleaning in world.cleanings.values():
        yield from (cleaning.detection, cleaning.cleanup, None if cleaning.pivot is None else cleaning.pivot[1])


def expect(world: World, days: FloatArray) -> Measured:
    """What a world comes to on average, of which `why_not` says nothing.

    Raises TooRoughError where that takes functions that are not smooth between known times, or too many of them.
    """
    chances = Chances(world)
    measures, times = Measures(world, Grid(days), float), days + AN_INSTANT
    error = np.zeros((len(OUTCOMES), 1 + len(world.populations)))
    by_kind = {name: each.by_kind(len(chances.kinds)) for name, each in chances.servers.items()}
    kinds = _by_kind(chances, times)
    happened = _happened(chances, kinds, np.array(list(by_kind.values())), times)
    entered = chances.panels.at(times[-1:], kinds.happened["entered"])[:, 0]
    for column, (name, population) in enumerate(world.populations.items(), start=1):
        if name not in by_kind:
            measures.add_counts(name, 0, population.organizations, 0, {})
            continue
        number = list(by_kind).index(name)
        upto = {what: each[number] for what, each in happened.items()}
        organizations = _organizations(chances, name, times, kinds.reached, entered)
        upto |= {what: each.upto for what, each in organizations.items()}
        by_step = {what: np.diff(each, prepend=0.0) for what, each in upto.items()}
        before_fix = _before_fix(chances, chances.servers[name].kinds[0], by_kind[name])
        measures.add_counts(name, by_kind[name].sum(), population.organizations, before_fix, by_step)
        error[:, column] = _errors(chances, name, by_kind[name].sum(), organizations, kinds.off)
    error[:, 0] = np.linalg.norm(error[:, 1:], axis=1)
    counts, curves = (np.maximum(each, 0.0) for each in (measures.counts, measures.curves))  # not a hair below
    return Measured(counts, measures.denominators, curves, error)


def _happened(chances: Chances, kinds: _ByKind, number: FloatArray, times: FloatArray) -> dict[str, FloatArray]:
    """To how many servers what has happened by each time, by population (rows); there is a `number` of each kind."""
    together = np.stack([each.reshape(len(chances.kinds), -1) for each in kinds.happened.values()])
    by_node = (number @ together).reshape(len(together), len(number), *chances.panels.nodes.shape)
    upto = dict(zip(kinds.happened, chances.panels.at(times, by_node), strict=True))
    return upto | {what: upto[what] + number @ each for what, each in kinds.more.items()}


@dataclass(frozen=True)
class _ByKind:
    """What becomes of servers of each kind.

    `happened` is by kind and node, and `more` what is to be added by kind and time, as probes are whole; `off` is by
    how much chances are off for lists afterwards, by the number of the kind, and `reached`, of kinds whose tenants can
    be, the chance by time.
    """

    happened: dict[str, FloatArray] = field(default_factory=dict)
    more: dict[str, FloatArray] = field(default_factory=dict)
    reached: dict[int, FloatArray] = field(default_factory=dict)
    off: dict[int, float] = field(default_factory=dict)


def _by_kind(chances: Chances, times: FloatArray) -> _ByKind:
    populations, shape = chances.world.populations, (len(chances.kinds), *chances.panels.nodes.shape)
    hybrid = {
        kind for name, each in chances.servers.items() for kind in each.kinds if populations[name].deployment == HYBRID
    }
    by_kind = _ByKind()
    for numbers, some in chances.by_cleaning():
        entries, cleaning = EntryChances(some), some.kinds[0].cleaning
        for what, found in entries.happened().items():
            by_kind.happened.setdefault(what, np.zeros(shape))[numbers] = found
        for what, found in entries.by_whole_probes(more_by_whole_probes(some, times), times).items():
            by_kind.more.setdefault(what, np.zeros((len(chances.kinds), len(times))))[numbers] = found
        for place, number in enumerate(numbers):
            by_kind.off[number] = off_in(some, place) if entries.has_one_course else _half_a_probe(some.kinds[place])
        places = [place for place, number in enumerate(numbers) if number in hybrid]
        if places and cleaning is not None and cleaning.pivot is not None:
            by_time = entries.reached(places, times)
            by_kind.reached.update({numbers[place]: each for place, each in zip(places, by_time, strict=True)})
    return by_kind


def _half_a_probe(kind: Kind) -> float:
    """By how much chances of servers of a kind are off at most, as probes are whole."""
    return math.hypot(*(each.off for each in kind.entering if each.is_on_a_list))


def _before_fix(chances: Chances, kind: int, servers: FloatArray) -> float:
    """How many servers of a population are entered before a remediation that protects is available to them.

    `servers` are those of every kind, and `kind` is one of these: remediations are available to all at once.
    """
    own = [each for each in chances.kinds[kind].offers if each is not None and each.protects_at_most > 0]
    waves = [[(at, wave.share) for at, wave in zip(each.can_be_installed, each.waves, strict=True)] for each in own]
    moments = np.array(sorted({moment for each in waves for moment, _ in each} | {NEVER}))
    later = [math.prod(sum(share for at, share in each if at > moment) for each in waves) for moment in moments]
    later[-1] = 0.0
    horizon = chances.world.horizon
    until = np.where(moments > horizon, horizon + AN_INSTANT, moments - AN_INSTANT)
    more = more_by_whole_probes(chances, until)
    attempted = 1 - (chances.panels.at(np.minimum(moments, horizon), chances.spared) - more).prod(axis=1)
    return float(-np.diff(later, prepend=1.0) @ (servers @ attempted))


def _organizations(
    chances: Chances, name: str, times: FloatArray, reached: Mapping[int, FloatArray], entered: FloatArray
) -> dict[str, Found]:
    """Organizations of one population that are breached, if they are not the same as its servers, and reached.

    `entered` is, by kind, the chance that a server is entered in the end.
    """
    population, servers = chances.world.populations[name], chances.servers[name]
    may_be_reached = population.deployment == HYBRID and servers.kinds[0] in reached
    if population.servers_per_organization != 1:
        several = Organizations(chances, name)
        found = {"breached": several.breached(times)}
        if may_be_reached:
            found["reached"] = several.reached(reached, entered, found["breached"])
        return found
    if not may_be_reached:
        return {}
    upto = servers.organizations * servers.exposed * reached[servers.kinds[0]]
    return {"reached": Found(upto, 0.0)}


def _errors(
    chances: Chances, name: str, servers: float, organizations: Mapping[str, Found], off: Mapping[int, float]
) -> FloatArray:
    """The errors by outcome of one population, given those of chances on lists by kind."""
    population, numbers = chances.world.populations[name], chances.servers[name].kinds
    kind = chances.kinds[numbers[0]]
    lists = [each for each in kind.entering if each.is_on_a_list]
    on_lists = max(off[number] for number in numbers)
    walked = [each.off for each in kind.walking]
    share = math.hypot(ERROR, on_lists, *walked)
    of_organizations = (
        share if population.servers_per_organization == 1 else math.hypot(ERROR, _half_a_probe(kind), *walked)
    )
    if max(on_lists, of_organizations) > PART_OF_A_PROBE:
        raise TooRoughError
    own, beside = (
        population.organizations * of_organizations,
        population.organizations * _on_one_list(population, lists),
    )
    errors = {what: math.hypot(own, each.error, beside) for what, each in organizations.items()}
    breached, reached = errors.get("breached", own), errors.get("reached", own)
    by_outcome = {
        "organizations_breached": breached,
        "tenants_reached": reached,
        "mailboxes_exposed_on_prem": breached * population.on_prem_mailboxes,
        "mailboxes_exposed_cloud": reached * population.cloud_mailboxes,
    }
    return np.array([by_outcome.get(each.name, servers * share) for each in OUTCOMES])


def _on_one_list(population: Population, lists: Sequence[Entering]) -> float:
    """The most by which organizations are off because their servers take different places on a list.

    The chance that two of M places are both among the first k is off by at most 1 / (4 (M - 1)).
    """
    if not lists or population.servers_per_organization == 1:
        return 0.0
    pairs = sum(ordinal * chance for ordinal, chance in enumerate(at_least(population)))
    return pairs * sum(each.attack.success * each.half_a_probe / 2 for each in lists)


def _comes(attack: Attack, population: str) -> bool:
    """Whether a campaign can enter servers of a population, through the vulnerability or footholds."""
    return enters(attack, population) or walks_through(attack, population)
