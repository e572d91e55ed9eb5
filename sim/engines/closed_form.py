"""Expectations in closed form: integrals over time instead of over the luck of servers.

Given the world, when each campaign would enter a server and when each remediation is installed on it are independent.
So a race is a matter of a few functions of time, one for each campaign and each installation (`sim.engines.kinds`), and
everything that is counted is an integral over the time of the entry (`sim.engines.entries`). Servers of one
organization share their installations, which matters to organizations alone (`sim.engines.organizations`).
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from sim.model.measures import Measures
from sim.model.steps import Grid
from sim.model.strategies import ListScan
from sim.model.world import Attack, World
from sim.outcomes import OUTCOMES
from sim.scenario.blocks import HYBRID
from sim.scenario.laws import Law
from sim.scenario.moments import AN_INSTANT

from .entries import LAGS_ERROR, Entries
from .kinds import MOST_KINDS, Chances, at_least, cleaning_of, enters, has_few_servers, kinds
from .measured import Measured
from .organizations import Found, Organizations
from .server_chances import entering

FloatArray = NDArray[np.float64]
ERROR = 5e-7
"""By how much integrals are off at most, as a share of the servers; tests measure it."""
MOST_EVICTING = 6
PART_OF_A_PROBE = 1e-4
"""The largest chance of half a probe of a list, on average over which probes are taken."""


def why_not(world: World) -> str:
    """Why a world has no closed form; empty if it may have one."""
    for name in sorted(world.opens_again):
        return f"servers of {name} may be open more than once"
    if any(each != cleaning_of(world) for each in world.cleanings.values()):
        return "what happens to compromised servers differs between populations"
    if any(each.cleanup_protects < 1 for each in world.cleanings.values()):
        return "a clean-up may leave the hole open"
    for attack in world.attacks:
        if attack.through_foothold and (attack.dwell is not None or isinstance(attack.strategy, ListScan)):
            return f"{attack.name} enters through footholds, by a list or after a dwell"
        if not any(_lists(attack, name) for name in world.populations):
            continue
        aimed = [world.populations[name] for name in attack.aims]
        if attack.addresses is None and any(each.sizes_vary or each.reachable < 1 for each in aimed):
            return f"the length of the list of {attack.name} is luck"
        if _half_a_probe(world, attack, next(iter(attack.aims))) > PART_OF_A_PROBE:
            return f"the list of {attack.name} is short"
    if not all(isinstance(law, Hashable) for law in _laws(world)):
        return "it has laws that cannot be told apart"
    if sum(any(each.evicts > 0 for each in remedy.offers.values()) for remedy in world.remedies) > MOST_EVICTING:
        return f"more than {MOST_EVICTING} remediations evict"
    for name, population in world.populations.items():
        if not has_few_servers(population):
            return f"organizations of {name} may have more than {MOST_KINDS} servers"
        if population.sizes_vary and any(name in each.offers and each.offers[name].rings for each in world.remedies):
            return f"organizations of {name} have rings by their size, which is luck"
    if len(kinds(world)) > MOST_KINDS:
        return f"there are more than {MOST_KINDS} kinds of servers"
    return ""


def _laws(world: World) -> Iterator[Law | None]:
    """The laws of delays."""
    for remedy in world.remedies:
        for offer in remedy.offers.values():
            yield from (offer.adoption, None if offer.prerequisite is None else offer.prerequisite[1])
    yield from (attack.dwell for attack in world.attacks)
    if (cleaning := cleaning_of(world)) is not None:
        yield from (cleaning.detection, cleaning.cleanup)


def _half_a_probe(world: World, attack: Attack, population: str) -> float:
    """The chance that half a probe of each actor of a list succeeds on a server."""
    return len(attack.clocks) * attack.success / (2 * entering(world, attack, population).length)


def expect(world: World, days: FloatArray) -> Measured:
    """What a world comes to on average, of which `why_not` says nothing.

    Raises TooRoughError where that takes functions that are not smooth between known times.
    """
    chances = Chances(world, kinds(world))
    entries = Entries(chances)
    measures, happened = Measures(world, Grid(days), float), entries.happened()
    error, times = np.zeros((len(OUTCOMES), 1 + len(world.populations))), days + AN_INSTANT
    reached = _reached(chances, entries, times)
    for column, (name, population) in enumerate(world.populations.items(), start=1):
        at = [number for number, kind in enumerate(chances.kinds) if kind.population == name]
        if not at:
            measures.add_counts(name, 0, population.organizations, 0, {})
            continue
        servers = np.array([chances.kinds[number].servers for number in at])
        upto = {what: chances.panels.at(times, np.tensordot(servers, each[at], 1)) for what, each in happened.items()}
        organizations = _organizations(chances, entries, at, times, reached)
        upto |= {what: each.upto for what, each in organizations.items()}
        by_step = {what: np.diff(each, prepend=0.0) for what, each in upto.items()}
        before_fix = entries.before_fix(at, servers)
        measures.add_counts(name, servers.sum(), population.organizations, before_fix, by_step)
        error[:, column] = _errors(world, name, servers.sum(), organizations)
    error[:, 0] = np.linalg.norm(error[:, 1:], axis=1)
    return Measured(measures.counts, measures.denominators, measures.curves, error)


def _reached(chances: Chances, entries: Entries, times: FloatArray) -> dict[int, FloatArray]:
    """By number of a kind of servers from which tenants can be reached, the chance by time."""
    world, populations = chances.world, chances.world.populations
    cleaning = cleaning_of(world)
    if cleaning is None or cleaning.pivot is None:
        return {}
    kinds = [number for number, kind in enumerate(chances.kinds) if populations[kind.population].deployment == HYBRID]
    return dict(zip(kinds, entries.reached(kinds, times), strict=True)) if kinds else {}


def _organizations(
    chances: Chances, entries: Entries, at: list[int], times: FloatArray, reached: Mapping[int, FloatArray]
) -> dict[str, Found]:
    """Organizations of one population that are breached, if they are not the same as its servers, and reached."""
    if chances.world.populations[chances.kinds[at[0]].population].servers_per_organization != 1:
        several = Organizations(chances, entries, at)
        found = {"breached": several.breached(times)}
        return found | {"reached": several.reached(reached)} if at[0] in reached else found
    (number,) = at
    if number not in reached:
        return {}
    upto = chances.kinds[number].servers * reached[number]
    return {"reached": Found(upto, LAGS_ERROR * float(upto[-1]))}


def _errors(world: World, name: str, servers: float, organizations: Mapping[str, Found]) -> FloatArray:
    """The errors by outcome of one population."""
    population = world.populations[name]
    lists = (_half_a_probe(world, attack, name) for attack in world.attacks if _lists(attack, name))
    share = math.hypot(ERROR, *lists)
    own, beside = population.organizations * share, population.organizations * _on_one_list(world, name)
    errors = {what: math.hypot(own, each.error, beside) for what, each in organizations.items()}
    breached, reached = errors.get("breached", own), errors.get("reached", own)
    by_outcome = {
        "organizations_breached": breached,
        "tenants_reached": reached,
        "mailboxes_exposed_on_prem": breached * population.on_prem_mailboxes,
        "mailboxes_exposed_cloud": reached * population.cloud_mailboxes,
    }
    return np.array([by_outcome.get(each.name, servers * share) for each in OUTCOMES])


def _on_one_list(world: World, population: str) -> float:
    """The most by which organizations are off because their servers take different places on a list.

    The chance that two of M places are both among the first k is off by at most 1 / (4 (M - 1)).
    """
    pairs = sum(ordinal * chance for ordinal, chance in enumerate(at_least(world.populations[population])))
    lists = [attack for attack in world.attacks if _lists(attack, population)]
    return pairs * sum(attack.success * _half_a_probe(world, attack, population) / 2 for attack in lists)


def _lists(attack: Attack, population: str) -> bool:
    """Whether a campaign enters servers of a population by a list."""
    return isinstance(attack.strategy, ListScan) and enters(attack, population)
