"""A client's own race: closed forms held equal to the engine, and the words that tell them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scenarios import Document, document

import sim
from sim.model.entry_chance import STRATA, chance_of_entry, error_of_chance, first_probe
from sim.model.world import Worlds
from sim.sweeps.levels import days_text
from sim.wording.chances import count_of, is_one

CLIENT: dict[str, Any] = {"name": "Test Ltd", "like": "own", "deployment": "on_prem", "patches_after": "7d"}
FIX = 5.0
ENGINE_SERVERS = 4_000
REPLICATIONS = 25


def case(organizations: int = ENGINE_SERVERS, others: Document | None = None, **campaigns: Any) -> Document:
    """A scenario in which the population `own` is patched a fixed time after the fix, and by nothing else."""
    return document(
        "own",
        horizon="40d",
        seed=11,
        replications=REPLICATIONS,
        populations={"own": {"organizations": organizations, "tags": ["special"]}, **(others or {})},
        remediations={"fix": {"available": f"{FIX}d", "adoption": {"law": "fixed", "value": "7d"}}},
        campaigns=campaigns,
    )


OTHERS: Document = {"others": {"organizations": ENGINE_SERVERS, "reachable": 0.5}}
DWELL = {"law": "lognormal", "median": "3d", "sigma": 0.9}
RANDOM: Document = {"begins": "1d", "strategy": "random", "addresses": 20_000, "rate": "1_500/d", "success": 0.6}
LIST: Document = {"begins": "2d", "strategy": "permutation", "rate": "900/d", "success": {"web": 0.8, "root": 0.5}}
HITS: Document = {"begins": "2d", "strategy": "hit_list", "rate": "300/d", "success": 0.7}

CASES: dict[str, Document] = {
    "random": case(scan=RANDOM),
    "random_with_pace_and_end": case(scan={**RANDOM, "pace": {"6d": 3.0, "9d": 0.5}, "ends": "11d"}),
    "random_with_ramp": case(scan={**RANDOM, "ramp": "8d", "works_on": 0.7}),
    "random_with_growth_and_actors": case(
        scan={
            **RANDOM,
            "rate": "200/d",
            "growth": {"doubling": "2d", "limit": 6},
            "actors": {"arrivals": "0.5/d", "until": "12d"},
        }
    ),
    "permutation": case(scan=LIST),
    "permutation_over_many_passes": case(scan={**LIST, "rate": "6_000/d", "success": 0.1}),
    "permutation_among_others": case(others=OTHERS, scan={**LIST, "addresses": 12_000}),
    "permutation_of_a_list_of_random_length": case(others=OTHERS, scan=LIST),
    "permutation_with_actors_and_dwell": case(
        scan={
            **LIST,
            "rate": "300/d",
            "dwell": DWELL,
            "works_on": 0.8,
            "actors": {"first": 2, "arrivals": "0.3/d", "until": "15d"},
        }
    ),
    "hit_list": case(others=OTHERS, scan=HITS),
    "hit_list_with_dwell": case(scan={**HITS, "dwell": {"law": "exponential", "mean": "4d"}}),
    "hit_list_with_priority": case(others=OTHERS, scan={**HITS, "priority": {"special": 4}}),
    "short_hit_list_with_priority": case(
        30, {"others": {"organizations": 40}}, scan={**HITS, "rate": "2/d", "priority": {"special": 4}}
    ),
    "campaigns_together": case(
        others=OTHERS, scan=RANDOM, listed={**LIST, "rate": "200/d", "works_on": 0.5}, picked={**HITS, "rate": "100/d"}
    ),
    "through_footholds_too": case(scan=RANDOM, walkers={**RANDOM, "entry": "foothold", "begins": "0d"}),
    "aimed_at_others": case(others=OTHERS, scan={**LIST, "aims": {"populations": ["others"]}}, few=RANDOM),
}


def clients_chance(scenario: sim.Scenario, days: float, servers: int = 1, **more: Any) -> np.ndarray[Any, Any]:
    client = sim.Client.from_dict({**CLIENT, "patches_after": f"{days}d", "servers": servers, **more})
    return sim.own_race(scenario, client).today.chances


@pytest.mark.parametrize("days", [1.0, 7.0, 20.0])
@pytest.mark.parametrize("name", CASES)
def test_the_chance_is_the_compromised_share_of_the_engine(name: str, days: float) -> None:
    """World by world, a population that is patched on a day loses the share F(day): within 4 standard errors."""
    scenario = sim.Scenario.from_dict(CASES[name]).replace({"remediations.fix.adoption.value": f"{days}d"})
    chances = clients_chance(scenario, days)
    result = sim.run(scenario, workers=1)
    compromised, servers = result.values("compromised", "own"), result.values("servers", "own")
    error = np.sqrt(np.sum(servers * chances * (1 - chances))) / np.sum(servers)
    bound = error_of_chance(Worlds(scenario)[0], "own")
    assert compromised.sum() / servers.sum() == pytest.approx(
        np.average(chances, weights=servers), abs=4 * error + bound + 1e-4
    )


@pytest.mark.parametrize("name", ["random", "permutation", "hit_list", "permutation_with_actors_and_dwell"])
def test_an_organization_is_breached_if_any_of_its_servers_is(name: str) -> None:
    scenario = sim.Scenario.from_dict(CASES[name]).replace({"populations.own.servers_per_organization": 3})
    chances = clients_chance(scenario, 7, servers=3)
    breached = sim.run(scenario, workers=1).values("organizations_breached", "own")
    error = np.sqrt(np.mean(chances * (1 - chances)) / (REPLICATIONS * ENGINE_SERVERS))
    assert breached.mean() / ENGINE_SERVERS == pytest.approx(chances.mean(), abs=4 * error + 1e-3)


ALONE: dict[str, dict[str, Any]] = {
    "next_flaw/public_sector": {"remediations.update.window": []},
    "next_flaw/large_hybrid": {"remediations.update.window": []},
    "proxylogon/law_firms": {
        "remediations.one_click_mitigation.uptake": 0,
        "remediations.automatic_mitigation.uptake": 0,
        "remediations.security_update.available": "fix",
        "remediations.security_update.pace": {},
        "remediations.security_update.prerequisite.share": 0,
    },
}


@pytest.mark.filterwarnings("ignore::sim.ScenarioWarning")
@pytest.mark.parametrize("name", ALONE)
def test_the_shipped_cases_agree_with_the_engine_world_by_world(name: str) -> None:
    incident, population = name.split("/")
    fix = "update" if incident == "next_flaw" else "security_update"
    adoption = {"law": "fixed", "value": "20d"}
    changes: dict[str, Any] = {f"remediations.{fix}.{key}": entry for key, entry in (("uptake", 1), ("stagger", "0d"))}
    changes |= {f"remediations.{fix}.by_population.{population}": {"adoption": adoption}, "replications": 6}
    changes |= {f"populations.{population}.organizations": 3_000, "aftermath": {}}
    scenario = sim.load(incident).replace({**changes, **ALONE[name]})
    deployment = scenario.populations[population].deployment
    chances = clients_chance(scenario, 20, like=population, deployment=deployment)
    result = sim.run(scenario, workers=1)
    servers = result.values("servers", population)
    shares = result.values("compromised", population) / servers
    assert shares == pytest.approx(chances, abs=4 * 0.5 / np.sqrt(servers.min()) + 0.002)
    assert shares.max() > 0.1


def test_a_client_may_be_like_a_population_of_another_deployment() -> None:
    scenario = sim.load("next_flaw")
    own = {"name": "x", "like": "mid_sized", "deployment": "on_prem", "servers": 3, "patches_after": "7d"}
    other = sim.own_race(scenario, sim.Client.from_dict({**own, "deployment": "hybrid"}), replications=5)
    assert np.array_equal(other.chances, sim.own_race(scenario, sim.Client.from_dict(own), replications=5).chances)


def test_a_wave_that_reaches_nobody_is_not_the_fix() -> None:
    scenario = sim.Scenario.from_dict(CASES["random"])
    waves = [{"share": 0, "at": "1d"}, {"share": 1, "at": "5d"}]
    changed = scenario.replace({"remediations.fix.available": waves})
    assert np.array_equal(clients_chance(changed, 7), clients_chance(scenario, 7))


def test_servers_on_a_short_list_depend_on_each_other_by_less_than_is_told() -> None:
    short = case(3, scan={**LIST, "rate": "1/d", "success": 1.0})
    scenario = sim.Scenario.from_dict(short).replace(
        {"populations.own.servers_per_organization": 2, "replications": 4000}
    )
    client = sim.Client.from_dict({**CLIENT, "servers": 2, "patches_after": "2d"})
    race = sim.own_race(scenario, client)
    probes = 4  # of the 6 servers, sent before day 7 at one a day from day 2 on: the probe at day 7 itself is too late
    both_spared = (6 - probes) * (5 - probes) / (6 * 5)
    assert race.today.chances[0] == pytest.approx(1 - (1 - probes / 6) ** 2)
    assert 0 < 1 - both_spared - race.today.chances[0] <= race.error == pytest.approx(2 / 12)


def test_a_mitigation_protects_from_its_own_day_on() -> None:
    scenario = sim.Scenario.from_dict(CASES["random"]).replace(
        {
            "remediations.setting": {
                "available": "6d",
                "adoption": {"law": "fixed", "value": "2d"},
                "protects": 0.7,
            }
        }
    )
    mitigation = {"remediation": "setting", "after": "2d"}
    chances = clients_chance(scenario, 7, fix="fix", mitigation=mitigation)
    result = sim.run(scenario, workers=1)
    share = result.values("compromised").sum() / result.values("servers").sum()
    error = np.sqrt(chances.mean() / (REPLICATIONS * ENGINE_SERVERS))
    assert share == pytest.approx(chances.mean(), abs=4 * error)
    assert chances.mean() < clients_chance(scenario, 7, fix="fix").mean() - 0.05


@pytest.mark.parametrize(
    ("keys", "reason"),
    [({"until": "9d"}, "stops protecting after a while"), ({"protects": {"others": 0.5}}, "from some campaigns")],
)
def test_what_protects_for_a_while_or_from_some_campaigns_is_refused(keys: dict[str, Any], reason: str) -> None:
    rule = {"available": "1d", "adoption": {"law": "fixed", "value": "0d"}} | keys
    scenario = sim.Scenario.from_dict(CASES["random"]).replace({"remediations.rule": rule})
    assert np.array_equal(clients_chance(scenario, 7), clients_chance(sim.Scenario.from_dict(CASES["random"]), 7))
    for asked in ({"fix": "rule"}, {"mitigation": {"remediation": "rule", "after": "2d"}}):
        with pytest.raises(sim.InputError, match=reason):
            clients_chance(scenario, 7, **asked)


def test_a_mitigation_after_the_fix_changes_nothing() -> None:
    scenario = sim.Scenario.from_dict(CASES["random"]).replace(
        {"remediations.setting": {"available": "20d", "adoption": {"law": "fixed", "value": "2d"}}}
    )
    late = clients_chance(scenario, 7, mitigation={"remediation": "setting", "after": "1d"})
    assert np.array_equal(late, clients_chance(scenario, 7))


def test_a_uniform_dwell_is_integrated_within_the_bound() -> None:
    """All servers are entered at day 2 by a campaign that never fails, so the chance is the law of the dwell."""
    fast = {**LIST, "rate": "1e9/d", "success": 1.0, "dwell": {"law": "uniform", "low": "0d", "high": "10d"}}
    world = Worlds(sim.Scenario.from_dict(case(scan=fast)))[0]
    times = np.linspace(2, 14, 500)
    chances = chance_of_entry(world, "own", times)
    assert error_of_chance(world, "own") == 1 / (2 * STRATA)
    assert np.max(np.abs(chances - np.clip((times - 2) / 10, 0, 1))) <= 1 / (2 * STRATA) + 1e-5


def test_protection_wins_at_a_tie() -> None:
    """With a probe on every whole day, the probe on the day of the patch does not count, also where the list ends."""
    steady = {**LIST, "rate": "1/d", "success": 1.0, "ends": "6d"}
    world = Worlds(sim.Scenario.from_dict(case(10, scan=steady)))[0]
    chances = chance_of_entry(world, "own", np.array([0.0, 2.0, 3.0, 3.1, 6.0, 6.1, 39.0]))
    assert chances == pytest.approx([0, 0, 0, 0.1, 0.3, 0.4, 0.4])


def test_a_client_is_open_from_the_first_attack_until_it_is_protected() -> None:
    scenario = sim.Scenario.from_dict(case(scan={**LIST, "rate": "1/d"}))
    client = sim.Client.from_dict(CLIENT)
    assert first_probe(Worlds(scenario)[0], "own") == 3
    race = sim.own_race(scenario, client)
    assert race.first_attacks.median == 3 - FIX
    assert race.today.open_for.median == race.today.open_until_patched.median == pytest.approx(FIX + 7 - 3)
    nobody = sim.own_race(sim.Scenario.from_dict(case()), client)
    assert nobody.today.open_for.median == 0
    assert nobody.first_attacks.median == np.inf
    assert nobody.today.mean == 0


def test_a_probe_that_works_on_no_server_is_no_attack() -> None:
    idle = {**LIST, "begins": "1d", "works_on": 0.0}
    world = Worlds(sim.Scenario.from_dict(case(idle=idle, scan={**LIST, "rate": "1/d"})))[0]
    assert first_probe(world, "own") == 3


def test_a_mitigation_ends_the_time_in_which_a_server_is_open() -> None:
    scenario = sim.Scenario.from_dict(case(scan={**LIST, "rate": "1/d"})).replace(
        {"remediations.setting": {"available": "4d", "adoption": {"law": "fixed", "value": "2d"}, "protects": 0.7}}
    )
    client = sim.Client.from_dict({**CLIENT, "fix": "fix", "mitigation": {"remediation": "setting", "after": "2d"}})
    today = sim.own_race(scenario, client).today
    assert today.open_for.median == pytest.approx(4 + 2 - 3)
    assert today.open_until_patched.median == pytest.approx(FIX + 7 - 3)
    assert today.mitigated == pytest.approx(0.7)


def test_the_median_over_futures_is_that_of_weighted_days() -> None:
    from sim.clients.over_futures import OverFutures

    found = OverFutures(np.array([[1.0, 9.0], [2.0, np.inf]]), np.array([[0.6, 0.4], [0.9, 0.1]]))
    assert found.median == 2.0
    assert found.quantile(0.3) == 1.0
    assert found.quantile(0.31) == 2.0
    assert found.quantile(1.0) == np.inf
    assert found.share(found.days < 9) == pytest.approx(0.75)


def test_a_client_like_nobody_in_particular_is_like_all_of_its_deployment() -> None:
    both = case(others={"others": {"organizations": 12_000}}, scan={**HITS, "rate": "4_000/d"})
    both["campaigns"]["scan"]["aims"] = {"tags": ["special"]}
    scenario = sim.Scenario.from_dict(both)
    alone, together = clients_chance(scenario, 7), clients_chance(scenario, 7, like=None)
    assert together == pytest.approx(alone / 4)


def test_of_one_server_the_chance_is_told_too() -> None:
    scenario = sim.load("first_steps")
    several = sim.own_race(
        scenario, sim.Client.from_dict({**CLIENT, "like": "hospitals", "servers": 3}), replications=20
    )
    single = sim.own_race(
        scenario, sim.Client.from_dict({**CLIENT, "like": "hospitals", "servers": 1}), replications=20
    )
    for plan, alone in zip((several.today, *several.plans), (single.today, *single.plans), strict=True):
        assert np.array_equal(plan.of_a_server, alone.chances)
        assert np.allclose(plan.chances, 1 - (1 - plan.of_a_server) ** 3)


def test_the_curve_rises_and_meets_the_plans() -> None:
    race = sim.own_race(
        sim.load("first_steps"), sim.Client.from_dict({**CLIENT, "like": "small_firms"}), replications=40
    )
    assert race.chances.shape == (40, len(race.days))
    assert np.all(np.diff(race.chances, axis=1) >= -1e-12)
    assert race.days[0] == -14
    for plan in (race.today, *race.plans):
        assert np.interp(plan.patches_after, race.days, race.mean) == pytest.approx(plan.mean, abs=1e-12)
    extra = race.mean[race.days == 14] - race.mean[race.days == 7]
    assert race.extra_of_a_week[race.days == 7] == pytest.approx(extra)
    assert race.today.extra_of_a_week == pytest.approx(float(extra[0]))
    assert np.isnan(race.extra_of_a_week[-1])
    assert race.before_the_fix() == pytest.approx(race.mean[race.days == 0][0])


def test_workers_change_no_bit() -> None:
    scenario, client = sim.load("first_steps"), sim.Client.from_dict({**CLIENT, "like": "hospitals", "servers": 3})
    one, two = (sim.own_race(scenario, client, replications=20, workers=workers) for workers in (1, 2))
    assert np.array_equal(one.chances, two.chances)


def test_fewer_worlds_are_the_first_ones() -> None:
    scenario, client = sim.load("first_steps"), sim.Client.from_dict({**CLIENT, "like": "small_firms"})
    few, many = (sim.own_race(scenario, client, replications=number) for number in (5, 9))
    assert np.array_equal(few.chances, many.chances[:5])
    assert list(few.drawn) == ["campaigns.mass_scan.rate"]
    assert few.scenario.replications == 5
    assert few.provenance["versions"]


def test_a_client_in_the_cloud_cannot_be_hit() -> None:
    client = sim.Client.from_dict({**CLIENT, "like": None, "deployment": "cloud"})
    race = sim.own_race(sim.load("first_steps"), client, replications=3)
    assert race.today.mean == 0
    assert not race.chances.any()
    assert "in the cloud" in race.sentence()
    assert "breached" not in race.sentence()


def test_the_sentence_has_one_denominator_and_a_range() -> None:
    race = sim.own_race(sim.load("first_steps"), sim.Client.from_dict({**CLIENT, "like": "small_firms"}))
    low, half, high = (round(100 * float(np.quantile(race.today.chances, level))) for level in (0.05, 0.5, 0.95))
    mean = round(100 * race.today.mean)
    assert race.sentence() == (
        f"Of 100 businesses like yours that patched 7 days after the fix is out, about {mean} would be breached "
        f"on average; in half of the simulated futures at most {half}, in 9 of 10 between {low} and {high}."
    )
    assert all(race.sentence(plan).startswith("Of 100 businesses") for plan in race.plans)


def test_small_chances_get_a_larger_denominator_and_are_never_rounded_to_none() -> None:
    rare = sim.Scenario.from_dict(case(scan={**RANDOM, "rate": "1/d"}))
    race = sim.own_race(rare, sim.Client.from_dict(CLIENT))
    assert race.denominator == 1_000
    assert race.sentence() == (
        "Of 1,000 businesses like yours that patch 7 days after the fix is out, fewer than 1 is breached."
    )


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0, "none is"),
        (0.001, "fewer than 1 is"),
        (0.01, "about 1 is"),
        (0.234, "about 23 are"),
        (0.9999, "more than 99 are"),
    ],
)
def test_frequencies_are_rounded_honestly(chance: float, words: str) -> None:
    assert f"{count_of(chance, 100)} {'is' if is_one(chance, 100) else 'are'}" == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "1 day"),
        (7, "7 days"),
        (1.5, "36 hours"),
        (0.25, "6 hours"),
        (10.5, "10.5 days"),
        (1 / 16, "90 minutes"),
        (1 / 1440, "1 minute"),
        (1 / 86400, "0.0 minutes"),
    ],
)
def test_days_are_said_as_people_say_them(days: float, words: str) -> None:
    assert days_text(days) == words


@pytest.mark.parametrize(
    ("changes", "place", "message"),
    [
        ({"like": "small_firm"}, "like", "did you mean 'small_firms'"),
        ({"deployment": "cloud"}, "deployment", "is on_prem; both or neither must run servers"),
        ({"like": None, "deployment": "hybrid"}, "deployment", "no population of this deployment has organizations"),
        ({"fix": "updates"}, "fix", "did you mean 'update'"),
        ({"patches_after": "52w"}, "patches_after", "is after the end of the simulated time"),
        ({"mitigation": {"remediation": "work", "after": "1d"}}, "mitigation.remediation", "did you mean 'workaround'"),
        ({"plans": {"x": {"patches_after": "90d"}}}, "plans.x.patches_after", "46.0 days after the fix"),
    ],
)
def test_what_does_not_fit_the_scenario_is_told(changes: dict[str, Any], place: str, message: str) -> None:
    client = sim.Client.from_dict({**CLIENT, "like": "small_firms", **changes})
    with pytest.raises(sim.InputError) as caught:
        sim.own_race(sim.load("first_steps"), client, replications=2)
    assert str(caught.value).startswith(f"{place}: ")
    assert message in str(caught.value)


def test_a_scenario_without_a_fix_is_told() -> None:
    scenario = sim.Scenario.from_dict({**case(scan=RANDOM), "remediations": {}})
    with pytest.raises(sim.InputError, match="no fix to wait for"):
        sim.own_race(scenario, sim.Client.from_dict(CLIENT))


@pytest.mark.parametrize("number", [0, -1, 2.5, "many"])
def test_replications_that_are_no_number_are_told(number: Any) -> None:
    with pytest.raises(sim.InputError, match="replications"):
        sim.own_race(
            sim.load("first_steps"), sim.Client.from_dict({**CLIENT, "like": "small_firms"}), replications=number
        )


def test_faster_attacks_are_those_of_a_scenario_with_a_higher_rate() -> None:
    scenario = sim.load("first_steps")
    law = {"law": "lognormal", "median": "2_000/d", "sigma": 0.5}
    faster = scenario.replace({"uncertain.campaigns.mass_scan.rate": law})
    client = sim.Client.from_dict({**CLIENT, "like": "small_firms"})
    twice = sim.own_race(scenario, client, replications=20, attack_speed=2.0)
    assert np.allclose(twice.chances, sim.own_race(faster, client, replications=20).chances, rtol=0, atol=1e-12)
    assert twice.mean[-1] > sim.own_race(scenario, client, replications=20).mean[-1]


@pytest.mark.parametrize("speed", [0.0, -1.0, float("nan"), float("inf")])
def test_an_attack_speed_that_is_none_is_told(speed: float) -> None:
    client = sim.Client.from_dict({**CLIENT, "like": "small_firms"})
    with pytest.raises(sim.InputError, match="attack_speed"):
        sim.own_race(sim.load("first_steps"), client, replications=2, attack_speed=speed)


def test_a_mitigation_that_comes_too_late_is_none() -> None:
    scenario = sim.load("first_steps")  # its workaround is out two days after the fix
    late = {"remediation": "workaround", "after": "1d"}
    client = sim.Client.from_dict(
        {
            **CLIENT,
            "like": "small_firms",
            "patches_after": "3d",
            "mitigation": late,
            "plans": {"quick": {"patches_after": "1d"}, "slow": {"patches_after": "4d"}},
        }
    )
    race = sim.own_race(scenario, client, replications=5)
    assert [plan.mitigation for plan in (race.today, race.plan("quick"))] == [None, None]
    slow = race.plan("slow").mitigation
    assert slow is not None
    assert slow.remediation == "workaround"
    assert race.mitigations_after == {"workaround": pytest.approx(2.0)}


def test_the_curve_is_a_table_too() -> None:
    race = sim.own_race(
        sim.load("first_steps"), sim.Client.from_dict({**CLIENT, "like": "small_firms"}), replications=10
    )
    frame = race.to_frame()
    assert list(frame.columns) == ["day", "mean", "p05", "p50", "p95"]
    assert np.array_equal(frame[["p05", "p50", "p95"]].to_numpy(), race.bands)
    assert np.array_equal(frame["mean"], race.mean)
    assert len(repr(race.today)) < 100


def test_the_usual_plans_are_those_that_fit_into_the_simulated_time() -> None:
    scenario = sim.load("first_steps")
    client = sim.Client.from_dict({"name": "x", "deployment": "on_prem", "patches_after": "1d"})
    for horizon, names in (("20d", ["in a day"]), ("26d", ["in a day", "in a week"]), ("14.5d", ["at once"])):
        shorter = sim.Scenario.from_dict({**scenario.to_dict(), "horizon": horizon})
        own = client.replace({"patches_after": "6h"})
        assert [plan.name for plan in sim.own_race(shorter, own, replications=2).plans] == names
    named = sim.Client.from_dict({**client.to_dict(), "plans": {"late": {"patches_after": "30d"}}})
    with pytest.raises(sim.InputError, match=r"plans\.late\.patches_after"):
        sim.own_race(sim.Scenario.from_dict({**scenario.to_dict(), "horizon": "20d"}), named, replications=2)


def test_more_worlds_than_tell_anything_are_refused() -> None:
    client = sim.Client.from_dict({**CLIENT, "like": "small_firms"})
    with pytest.raises(sim.InputError, match="more than 100,000 worlds"):
        sim.own_race(sim.load("first_steps"), client, replications=10**9)
