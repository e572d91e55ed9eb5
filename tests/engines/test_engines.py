"""The two engines have one law: the event engine is the definition, the vectorized engine must agree with it.

Theory. Races of the two engines, with different seeds, are two independent samples. Per replication, counts (every
outcome, curves at four instants, organizations breached, servers per campaign) are compared in mean and in variance by
two-sample z; the distribution of `compromised` by chi-square over bins merged to at least 5 expected; times by
Kolmogorov-Smirnov on one server per replication, because servers of one world are not independent.
Tolerance. Every p must exceed LEVEL divided by a bound on the number of comparisons (Bonferroni), so that two right
engines would fail once in a hundred choices of seeds. Seeds were fixed before the first run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from samples import COMPARISONS, counts_of, disagreements, events_sample, sample
from scenarios import SCENARIOS, Document

import sim
from sim.model import adoption, lists, scanning, world
from sim.model.clocks import Clock, paced
from sim.model.fleet import Players
from sim.model.luck import NEXT_SERVER, Luck, Numbers, Who
from sim.model.strategies import PERMUTATION, RANDOM
from sim.scenario.moments import Calendar, read_moment

FloatArray = NDArray[np.float64]
REPLICATIONS = 300
SLOW_REPLICATIONS = 7000


@pytest.mark.parametrize("name", SCENARIOS)
def test_engines_have_one_law(name: str) -> None:
    assert disagreements(sample(name, "vectorized", REPLICATIONS), events_sample(name, REPLICATIONS)) == {}


@pytest.mark.verify
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", SCENARIOS)
def test_engines_have_one_law_with_many_more_replications(name: str) -> None:
    assert disagreements(sample(name, "vectorized", SLOW_REPLICATIONS), sample(name, "events", SLOW_REPLICATIONS)) == {}


def test_bonferroni_counts_all_comparisons() -> None:
    made = 0
    for each in SCENARIOS.values():
        race = sim.simulate(sim.Scenario.from_dict(each))
        made += 2 * len(counts_of(race)) + 5
    assert made <= COMPARISONS


# Each of these is a plausible mistake in the vectorized engine; the comparison must see it


def ignores_success(patch: pytest.MonkeyPatch) -> None:
    original = scanning.entry_times
    patch.setattr(
        scanning, "entry_times", lambda world, attack, *rest: original(world, replace(attack, success=1.0), *rest)
    )


def tries_again_on_a_hit_list(patch: pytest.MonkeyPatch) -> None:
    original = lists.falling_within
    patch.setattr(lists, "falling_within", lambda attack, *rest: original(replace(attack, strategy=PERMUTATION), *rest))


def forgets_other_addresses(patch: pytest.MonkeyPatch) -> None:
    original = lists._ranks
    patch.setattr(lists, "_ranks", lambda attack, *rest: original(replace(attack, addresses=None), *rest))


def forgets_pace_before_it_begins(patch: pytest.MonkeyPatch) -> None:
    def forgetful(begins: float, ends: float, speed: float, pace: list[tuple[float, float]]) -> Clock:
        return paced(begins, ends, speed, [entry for entry in pace if entry[0] > begins])

    patch.setattr(world, "paced", forgetful)


def compounds_pace(patch: pytest.MonkeyPatch) -> None:
    def compounding(begins: float, ends: float, speed: float, pace: list[tuple[float, float]]) -> Clock:
        moments, multiples = zip(*sorted(pace), strict=True) if pace else ((), ())
        return paced(begins, ends, speed, list(zip(moments, np.cumprod(multiples).tolist(), strict=True)))

    patch.setattr(world, "paced", compounding)


def lets_the_attacker_win_ties(patch: pytest.MonkeyPatch) -> None:
    original = adoption.installations

    def late(*given: Any) -> tuple[Any, FloatArray]:
        servers, times = original(*given)
        return servers, np.nextafter(times, np.inf)

    patch.setattr(adoption, "installations", late)


def protects_whole_organizations(patch: pytest.MonkeyPatch) -> None:
    shared_luck(patch, "/protects")


def works_on_whole_organizations(patch: pytest.MonkeyPatch) -> None:
    shared_luck(patch, "/works_on")


def shared_luck(patch: pytest.MonkeyPatch, decision_ending: str) -> None:
    """Let all servers of an organization share the luck of a decision: means stay, variances do not."""

    def sharing(original: Callable[..., Any]) -> Callable[..., Any]:
        def shared(luck: Luck, decision: str, population: str, who: Who | Numbers, *chance: float) -> Any:
            if not decision.endswith(decision_ending):
                return original(luck, decision, population, who, *chance)
            numbers = who.numbers if isinstance(who, Who) else who
            return original(luck, decision, population, numbers % NEXT_SERVER, *chance)

        return shared

    for name in ("of", "below", "who_is_below"):
        patch.setattr(Luck, name, sharing(getattr(Luck, name)))


def adopts_server_by_server(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Players, "luck_of_organizations", Players.luck)


def probes_at_daily_ticks(patch: pytest.MonkeyPatch) -> None:
    original = Clock.reaches
    patch.setattr(Clock, "reaches", lambda clock, threshold: np.ceil(original(clock, threshold)))


def rounds_servers_to_nearest(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("sim.model.fleet._whole_numbers", lambda law, u: np.maximum(np.rint(law.quantile(u)), 1.0))


BREAKAGES: list[tuple[Callable[[pytest.MonkeyPatch], None], str]] = [
    (ignores_success, "steady_scan"),
    (ignores_success, "several_passes"),
    (tries_again_on_a_hit_list, "uncertain_espionage"),
    (forgets_other_addresses, "two_campaigns"),
    (forgets_pace_before_it_begins, "espionage_by_tag"),
    (forgets_pace_before_it_begins, "two_remedies"),
    (compounds_pace, "several_passes"),
    (compounds_pace, "staggered_regions"),
    (lets_the_attacker_win_ties, "list_against_fixed_delay"),
    (lets_the_attacker_win_ties, "hit_list_cut_short"),
    (protects_whole_organizations, "two_fixed_delays"),
    (works_on_whole_organizations, "fixed_ahead_of_start"),
    (adopts_server_by_server, "fixed_ahead_of_start"),
    (probes_at_daily_ticks, "crowded"),
    (rounds_servers_to_nearest, "slow_start"),
]


@pytest.mark.parametrize(("breakage", "name"), BREAKAGES, ids=lambda value: getattr(value, "__name__", value))
def test_comparison_sees(breakage: Callable[[pytest.MonkeyPatch], None], name: str) -> None:
    right = events_sample(name, REPLICATIONS)
    with pytest.MonkeyPatch.context() as patch:
        breakage(patch)
        wrong = sample(name, "vectorized", REPLICATIONS)
    assert disagreements(wrong, right) != {}


# The scenarios use everything, at least twice

LAWS = ("fixed", "uniform", "exponential by mean", "exponential by half_life", "weibull", "lognormal", "gamma")
FEATURES = {
    "one remediation",
    "several remediations",
    "several campaigns",
    "several populations",
    "adoption overridden",
    "adoption pace",
    "adoption pace of 0",
    "adoption pace before available",
    "available before start",
    "aims at populations",
    "aims at deployment",
    "aims at tags",
    "applies to deployment",
    "applies to populations",
    "applies to tags",
    "addresses beyond those aimed at",
    "available overridden",
    "cloud population",
    "hybrid population",
    "ends",
    "effort pace",
    "effort pace of 0",
    "effort pace before begins",
    "list gone through again",
    "list not finished",
    "pace overridden",
    "protects",
    "protects overridden",
    "reachable",
    "servers by law",
    "several servers an organization",
    "success chain",
    "success share",
    "ties",
    "uncertain law parameter",
    "uncertain moment",
    "uncertain value",
    "uptake",
    "uptake overridden",
    "vulnerable",
    "works_on",
    *(f"strategy {strategy}" for strategy in ("random", "permutation", "hit_list")),
    *(f"adoption {law}" for law in LAWS),
}


def features(document: Document) -> set[str]:
    """Everything of the grammar that a scenario uses, and that its first races show to happen."""
    return {
        *population_features(document),
        *remediation_features(document),
        *campaign_features(document),
        *uncertain_features(document),
        *happening(sim.Scenario.from_dict(document)),
    }


def population_features(document: Document) -> Iterator[str]:
    populations = document["populations"]
    if sum(each.get("deployment") != "cloud" for each in populations.values()) > 1:
        yield "several populations"
    for each in populations.values():
        yield from (f"{each['deployment']} population" for _ in "1" if "deployment" in each)
        yield from (key for key in ("vulnerable", "reachable") if each.get(key, 1) < 1)
        servers = each.get("servers_per_organization", 1)
        if isinstance(servers, dict):
            yield "servers by law"
        elif servers > 1:
            yield "several servers an organization"


def remediation_features(document: Document) -> Iterator[str]:
    remediations = document["remediations"]
    yield "several remediations" if len(remediations) > 1 else "one remediation"
    for each in remediations.values():
        yield from (f"applies to {key}" for key in each.get("applies_to", {}))
        if days(document, each["available"]) < 0:
            yield "available before start"
        for override in each.get("by_population", {}).values():
            yield from (f"{key} overridden" for key in override)
        for offer in (each, *({**each, **override} for override in each.get("by_population", {}).values())):
            yield f"adoption {law_name(offer['adoption'])}"
            yield from (key for key in ("uptake", "protects") if offer.get(key, 1) < 1)
            yield from pace_features("adoption", offer.get("pace", {}), offer["available"], document, "available")


def campaign_features(document: Document) -> Iterator[str]:
    campaigns = document["campaigns"]
    if len(campaigns) > 1:
        yield "several campaigns"
    for each in campaigns.values():
        yield f"strategy {each['strategy']}"
        yield from (f"aims at {key}" for key in each.get("aims", {}))
        yield from (key for key in ("ends",) if key in each)
        yield from (key for key in ("works_on",) if each.get(key, 1) < 1)
        if "success" in each:
            yield "success chain" if isinstance(each["success"], dict) else "success share"
        yield from pace_features("effort", each.get("pace", {}), each["begins"], document, "begins")


def pace_features(kind: str, pace: Mapping[str, float], since: str, document: Document, named: str) -> Iterator[str]:
    if pace:
        yield f"{kind} pace"
    if 0 in pace.values():
        yield f"{kind} pace of 0"
    if any(days(document, moment) < days(document, since) for moment in pace):
        yield f"{kind} pace before {named}"


def uncertain_features(document: Document) -> Iterator[str]:
    for path in document.get("uncertain", {}):
        yield "uncertain moment" if path.startswith("timeline.") else "uncertain value"
        if ".adoption." in path:
            yield "uncertain law parameter"


def days(document: Document, moment: str) -> float:
    """A moment of a document, in days after its start."""
    scenario = sim.Scenario.from_dict(document)
    return Calendar(scenario.start, scenario.horizon, scenario.timeline).days(read_moment(moment))


def law_name(law: Mapping[str, Any]) -> str:
    """A law by the way in which it is written."""
    ways = [key for key in ("mean", "half_life") if law["law"] == "exponential" and key in law]
    return " by ".join([law["law"], *ways])


def happening(scenario: sim.Scenario) -> Iterator[str]:
    """What shows only when the scenario runs: how far lists are gone through, and ties of probes with installations."""
    for attack in sim.simulate(scenario).world.attacks:
        groups = [group for group in sim.simulate(scenario).fleet.groups if group.name in attack.aims]
        listed = sum(group.servers if group.reachable is None else int(group.reachable.sum()) for group in groups)
        probes = float(attack.clocks[0].reading(scenario_days(scenario)))
        if attack.strategy is PERMUTATION and (attack.addresses or listed) > listed:
            yield "addresses beyond those aimed at"
        if attack.strategy is PERMUTATION and attack.success < 1 and probes > 2 * (attack.addresses or listed):
            yield "list gone through again"
        if attack.strategy is not RANDOM and probes < (attack.addresses or listed):
            yield "list not finished"
    if any(has_tie(scenario, replication) for replication in range(5)):
        yield "ties"


def scenario_days(scenario: sim.Scenario) -> float:
    return Calendar(scenario.start, scenario.horizon, scenario.timeline).days(scenario.horizon)


def has_tie(scenario: sim.Scenario, replication: int) -> bool:
    """Whether a probe reaches some server at the very instant at which a remediation is installed on it."""
    trace = sim.trace(scenario, replication)
    who = ["time", "population", "organization", "server"]
    probed, installed = trace[trace.what == "probed"][who], trace[trace.what == "installed"][who]
    return bool(len(probed.merge(installed, on=who)))


@cache
def all_features() -> dict[str, frozenset[str]]:
    return {name: frozenset(features(document)) for name, document in SCENARIOS.items()}


def test_at_least_twelve_scenarios() -> None:
    assert len(SCENARIOS) >= 12


@pytest.mark.parametrize("feature", sorted(FEATURES))
def test_used_at_least_twice_in_different_company(feature: str) -> None:
    companies = {used - {feature} for used in all_features().values() if feature in used}
    assert len(companies) >= 2


def test_every_feature_of_the_scenarios_is_listed() -> None:
    assert set().union(*all_features().values()) - FEATURES == set()


def test_no_two_scenarios_use_the_same() -> None:
    assert len(set(all_features().values())) == len(SCENARIOS)
