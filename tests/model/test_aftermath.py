"""Footholds, clean-up, re-entry and tenants, in cases that are worked out by hand."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

import sim
from sim.model.measures import curves, outcome_counts
from sim.outcomes import CURVE_NAMES, OUTCOMES

NEVER = np.inf
ENGINES = ["vectorized", "events"]


def fixed(value: str) -> dict[str, Any]:
    return {"law": "fixed", "value": value}


def scenario(**changes: Any) -> sim.Scenario:
    """Four servers, one probed each day from day 1 on, a fix on day 2 that each organization installs a day later.

    By hand: the first server is entered on day 1, the second on day 2; the other two are protected on day 3, when the
    third probe falls (at a tie protection wins). So two of four are compromised, both are patched on day 3, too late.
    """
    document: dict[str, Any] = {
        "name": "By hand",
        "start": "2024-01-01",
        "horizon": "20d",
        "resolution": "1d",
        "populations": {"office": {"organizations": 4}},
        "remediations": {"update": {"available": "2d", "adoption": fixed("1d")}},
        "campaigns": {"list": {"begins": "0d", "strategy": "hit_list", "rate": "1/d"}},
    }
    return sim.Scenario.from_dict(document | changes)


def counts(race: sim.Race) -> dict[str, int]:
    table = outcome_counts(race)[:, 0]
    return {outcome.name: int(value) for outcome, value in zip(OUTCOMES, table, strict=True)}


def sorted_times(times: Any) -> list[float]:
    return sorted(float(time) for time in times)


@pytest.mark.parametrize("engine", ENGINES)
def test_breached_then_patched(engine: str) -> None:
    race = sim.simulate(scenario(), engine=engine)
    found = counts(race)
    assert (found["compromised"], found["protected_too_late"], found["live_footholds"]) == (2, 2, 2)
    assert (found["compromised_before_fix"], found["compromised_after_fix"]) == (1, 1)
    assert found["protected_in_time"] == 2
    assert sorted_times(race.compromised_at) == [1, 2, NEVER, NEVER]


@pytest.mark.parametrize("engine", ENGINES)
def test_clean_up_follows_disclosure_and_detection(engine: str) -> None:
    aftermath = {"disclosure": "5d", "detection": fixed("2d"), "cleanup": fixed("3d")}
    race = sim.simulate(scenario(aftermath=aftermath), engine=engine)
    assert sorted_times(race.detected_at) == [7, 7, NEVER, NEVER]
    assert sorted_times(race.evicted_at) == [10, 10, NEVER, NEVER]
    found = counts(race)
    assert (found["protected_too_late"], found["live_footholds"]) == (2, 0)
    table = dict(zip(CURVE_NAMES, curves(race, race.world.grid())[:, 0], strict=True))
    assert table["compromised_protected"][[2, 3, 9, 10]].tolist() == [0, 2, 2, 0]
    assert table["evicted"][[9, 10]].tolist() == [0, 2]
    assert table["live_footholds"][[0, 1, 2, 9, 10]].tolist() == [0, 1, 2, 2, 0]


@pytest.mark.parametrize("engine", ENGINES)
def test_clean_up_before_the_patch_closes_the_hole(engine: str) -> None:
    """Cleaned on day 1.5 and 2.5, before the patch on day 3: nobody is patched too late, and nobody comes again."""
    aftermath = {"detection": fixed("6h"), "cleanup": fixed("6h")}
    race = sim.simulate(scenario(aftermath=aftermath), engine=engine)
    assert sorted_times(race.evicted_at) == [1.5, 2.5, NEVER, NEVER]
    assert sorted_times(race.protected_at) == [1.5, 2.5, 3, 3]
    found = counts(race)
    assert (found["protected_too_late"], found["live_footholds"], found["protected_in_time"]) == (0, 0, 2)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_remediation_that_evicts_but_does_not_protect(engine: str) -> None:
    """A court-ordered removal on day 8 clears both intruders, and leaves holes as they are."""
    removal = {"available": "8d", "adoption": fixed("0d"), "protects": 0, "evicts": 1}
    race = sim.simulate(scenario(remediations={"removal": removal}), engine=engine)
    assert sorted_times(race.evicted_at) == [8, 8, 8, 8]
    assert not np.isfinite(race.protected_at).any()
    found = counts(race)
    assert (found["compromised"], found["live_footholds"], found["compromised_before_fix"]) == (4, 0, 4)


@pytest.mark.parametrize("engine", ENGINES)
def test_an_installation_before_the_compromise_evicts_nobody(engine: str) -> None:
    removal = {"available": "0d", "adoption": fixed("12h"), "protects": 0, "evicts": 1}
    race = sim.simulate(scenario(remediations={"removal": removal}), engine=engine)
    assert not np.isfinite(race.evicted_at).any()


@pytest.mark.parametrize("engine", ENGINES)
def test_an_evicting_update_is_not_too_late(engine: str) -> None:
    update = {"available": "2d", "adoption": fixed("1d"), "evicts": 1}
    race = sim.simulate(scenario(remediations={"update": update}), engine=engine)
    assert sorted_times(race.evicted_at) == [3, 3, NEVER, NEVER]
    found = counts(race)
    assert (found["compromised"], found["protected_too_late"], found["live_footholds"]) == (2, 0, 0)


@pytest.mark.parametrize("engine", ENGINES)
def test_others_walk_through_an_open_door_patched_or_not(engine: str) -> None:
    """A second list begins on day 10 with a probe a day: it enters whichever server has a foothold when it comes by."""
    others = {"entry": "foothold", "begins": "10d", "strategy": "hit_list", "rate": "1/d"}
    first = {"begins": "0d", "strategy": "hit_list", "rate": "1/d"}
    race = sim.simulate(scenario(campaigns={"list": first, "others": others}), engine=engine)
    reentered = np.isfinite(race.reentered_at)
    assert np.array_equal(reentered, np.isfinite(race.compromised_at))
    assert set(sorted_times(race.reentered_at)[:2]) <= {11, 12, 13, 14}
    assert counts(race)["reentered"] == 2
    assert counts(race)["multiply_compromised"] == 0


@pytest.mark.parametrize("engine", ENGINES)
def test_nobody_walks_through_a_door_that_was_closed(engine: str) -> None:
    others = {"entry": "foothold", "begins": "10d", "strategy": "permutation", "rate": "100/d"}
    first = {"begins": "0d", "strategy": "hit_list", "rate": "1/d"}
    aftermath = {"detection": fixed("1d"), "cleanup": fixed("1d")}
    race = sim.simulate(scenario(campaigns={"list": first, "others": others}, aftermath=aftermath), engine=engine)
    assert counts(race)["reentered"] == 0


@pytest.mark.parametrize("engine", ENGINES)
def test_a_second_campaign_counts_until_the_patch(engine: str) -> None:
    """The second list probes at half past each day: it too enters those that it reaches before day 3."""
    first = {"begins": "0d", "strategy": "hit_list", "rate": "100/d"}
    second = {"begins": "1d", "strategy": "hit_list", "rate": "4/d"}
    race = sim.simulate(scenario(campaigns={"first": first, "second": second}), engine=engine)
    assert counts(race)["compromised"] == 4
    assert sorted_times(race.entered_again_at) == [1.25, 1.5, 1.75, 2]
    assert counts(race)["multiply_compromised"] == 4


@pytest.mark.parametrize("engine", ENGINES)
def test_a_dwell_that_ends_after_the_patch_saves_the_server(engine: str) -> None:
    campaign = {"begins": "0d", "strategy": "hit_list", "rate": "1/d", "dwell": fixed("36h")}
    race = sim.simulate(scenario(campaigns={"list": campaign}), engine=engine)
    assert sorted_times(race.compromised_at) == [2.5, NEVER, NEVER, NEVER]


@pytest.mark.parametrize("engine", ENGINES)
def test_tenants_and_mailboxes_of_hybrid_organizations(engine: str) -> None:
    """Three servers each: the first organization's tenant is reached two days after its first server is entered."""
    population = {
        "organizations": 2,
        "servers_per_organization": 3,
        "deployment": "hybrid",
        "mailboxes_per_organization": 100,
        "cloud_mailbox_share": 0.6,
    }
    populations = {
        "hybrid": population,
        "on_premises": {"organizations": 2, "mailboxes_per_organization": 50},
        "cloud": {"organizations": 5, "deployment": "cloud", "mailboxes_per_organization": 10},
    }
    campaign = {"begins": "0d", "strategy": "hit_list", "rate": "100/d"}
    aftermath = {"pivot": {"probability": 1, "delay": fixed("2d")}}
    changes = {"populations": populations, "campaigns": {"list": campaign}, "aftermath": aftermath}
    race = sim.simulate(scenario(**changes), engine=engine)
    found = counts(race)
    assert (found["organizations_breached"], found["tenants_reached"]) == (4, 2)
    assert (found["mailboxes_exposed_on_prem"], found["mailboxes_exposed_cloud"]) == (2 * 40 + 2 * 50, 2 * 60)
    result = sim.run(scenario(**changes).replace({"replications": 1}), engine=engine)
    shares = result.estimates.set_index(["outcome", "population"])["share"]
    assert shares["organizations_breached", "all"] == pytest.approx(4 / 9)
    assert shares["tenants_reached", "all"] == 1
    assert shares["mailboxes_exposed_cloud", "all"] == pytest.approx(120 / (120 + 50))
    assert np.isnan(shares["tenants_reached", "on_premises"])


@pytest.mark.parametrize("engine", ENGINES)
def test_a_pivot_needs_a_foothold_that_is_still_alive(engine: str) -> None:
    populations = {
        "hybrid": {
            "organizations": 4,
            "deployment": "hybrid",
            "cloud_mailbox_share": 1,
            "mailboxes_per_organization": 1,
        }
    }
    aftermath = {"detection": fixed("1d"), "cleanup": fixed("1d"), "pivot": {"probability": 1, "delay": fixed("2d")}}
    race = sim.simulate(scenario(populations=populations, aftermath=aftermath), engine=engine)
    assert counts(race)["tenants_reached"] == 0


def test_leaving_for_the_cloud_protects_and_evicts() -> None:
    leaving = {"available": "4d", "adoption": fixed("0d"), "evicts": 1, "protects": 1}
    found = counts(sim.simulate(scenario(remediations={"leave": leaving})))
    assert (found["compromised"], found["live_footholds"], found["protected_in_time"]) == (3, 0, 1)


def test_faster_clean_up_never_leaves_a_foothold_longer() -> None:
    """In the same worlds, server by server."""
    slow = sim.load("proxylogon")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sim.ScenarioWarning)  # fixed sizes replace uncertain ones: that is meant
        small = slow.replace({f"populations.{name}.organizations": 200 for name in slow.populations})
    fast = small.replace({"aftermath.cleanup": {"law": "fixed", "value": "0d"}})
    for replication in range(3):
        before, after = (sim.simulate(each, replication).evicted_at for each in (small, fast))
        assert np.all(after <= before)
