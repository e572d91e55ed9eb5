"""Servers that a provider runs race as any others, count where servers and their mailboxes do, and have no tenant."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sim
from sim.engines.engine import NAMES
from sim.outcomes import OUTCOME_NAMES

Document = dict[str, Any]
TENANTS = ("tenants_reached", "mailboxes_exposed_cloud")


def case(deployment: str, **changes: Any) -> sim.Scenario:
    document = {
        "name": "hosted",
        "start": "2021-01-04",
        "horizon": "40d",
        "replications": 3,
        "populations": {
            "rented": {
                "organizations": 40,
                "servers_per_organization": 2,
                "deployment": deployment,
                "mailboxes_per_organization": 10,
                "vulnerable": 0.9,
            },
            "others": {"organizations": 30},
        },
        "remediations": {
            "update": {"available": "5d", "adoption": {"law": "exponential", "mean": "9d"}, "evicts": 0.5}
        },
        "campaigns": {
            "scan": {"begins": "2d", "strategy": "random", "addresses": 200, "rate": "20/d"},
            "again": {"entry": "foothold", "begins": "9d", "strategy": "random", "addresses": 200, "rate": "9/d"},
        },
        "aftermath": {
            "detection": {"law": "exponential", "mean": "9d"},
            "cleanup": {"law": "exponential", "mean": "5d"},
            "pivot": {"probability": 1, "delay": {"law": "fixed", "value": "1d"}},
        },
    }
    return sim.Scenario.from_dict({**document, **changes})


ALONE: Document = {
    "campaigns": {"scan": {"begins": "2d", "strategy": "random", "addresses": 200, "rate": "20/d"}},
    "remediations": {"update": {"available": "5d", "adoption": {"law": "exponential", "mean": "9d"}}},
    "populations": {"rented": {"organizations": 40, "mailboxes_per_organization": 10}},
    "aftermath": None,
}
"""What every engine can do."""


def changed(deployment: str, engine: str) -> sim.Scenario:
    if engine != "counts":
        return case(deployment)
    populations = {"rented": {**ALONE["populations"]["rented"], "deployment": deployment}}
    return case(deployment, **{**ALONE, "populations": populations})


@pytest.mark.parametrize("engine", NAMES)
def test_they_race_as_servers_on_premises(engine: str) -> None:
    """The same luck, the same numbers, mailboxes and their denominators among them."""
    hosted, own = (sim.run(changed(deployment, engine), engine=engine) for deployment in ("hosted", "on_prem"))
    for outcome in OUTCOME_NAMES:
        for population in ("all", *hosted.scenario.populations):
            assert np.array_equal(hosted.values(outcome, population), own.values(outcome, population)), outcome
            assert np.array_equal(hosted.denominator(outcome, population), own.denominator(outcome, population))
    assert (hosted.values("compromised", "rented") > 0).all()
    assert (hosted.values("mailboxes_exposed_on_prem") == 10 * hosted.values("organizations_breached", "rented")).all()
    assert (hosted.denominator("mailboxes_exposed_on_prem") == 400).all()


@pytest.mark.parametrize("engine", ["vectorized", "events", "expected"])
def test_nobody_steps_from_them_into_a_tenant(engine: str) -> None:
    hosted, hybrid = (sim.run(case(deployment), engine=engine) for deployment in ("hosted", "hybrid"))
    assert (hybrid.values("tenants_reached") > 0).all()
    for outcome in TENANTS:
        assert (hosted.values(outcome) == 0).all()
        assert (hosted.denominator(outcome) == 0).all()


def test_filters_choose_them() -> None:
    for chosen in ("hosted", ["hosted"], ["cloud", "hosted"]):
        aims = {"campaigns": {"scan": {**ALONE["campaigns"]["scan"], "aims": {"deployment": chosen}}}}
        frame = sim.simulate(case("hosted", **aims)).to_frame()
        hit = frame[np.isfinite(frame.compromised_at)]
        assert len(hit)
        assert set(hit.population) == {"rented"}
    update = {**ALONE["remediations"]["update"], "applies_to": {"deployment": "hosted"}}
    frame = sim.simulate(case("hosted", remediations={"update": update}, campaigns={}, aftermath=None)).to_frame()
    assert set(frame[np.isfinite(frame.protected_at)].population) == {"rented"}


def test_all_their_mailboxes_are_on_the_servers() -> None:
    rented = {"organizations": 4, "deployment": "hosted", "mailboxes_per_organization": 7}
    for share in (None, 0):
        population = case("hosted", populations={"rented": {**rented, "cloud_mailbox_share": share}}).populations[
            "rented"
        ]
        assert (population.on_prem_mailboxes, population.cloud_mailboxes) == (7, 0)
    with pytest.raises(sim.InputError, match="is always 0 where deployment is hosted; remove the key"):
        case("hosted", populations={"rented": {**rented, "cloud_mailbox_share": 0.5}})
    with pytest.raises(sim.InputError, match="must be at least 1 unless deployment is cloud"):
        case("hosted", populations={"rented": {**rented, "servers_per_organization": 0}})
