"""Lists of many servers, whose order is a shuffle: the law is that of an order by luck, and places stay."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

import sim
from sim.model import lists

SERVERS, OTHERS, GONE_THROUGH = 300, 200, 0.4
LEVEL = 1e-3
Document = dict[str, Any]


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MOST_IN_ORDER", 0)


def case(populations: Document, **campaign: Any) -> Document:
    return {
        "name": "long list",
        "start": "2021-01-04",
        "horizon": "10d",
        "resolution": "1d",
        "seed": 20210302,
        "replications": 1_000,
        "populations": populations,
        "campaigns": {"scan": {"begins": "0d", "strategy": "permutation", "ends": "10d"} | campaign},
    }


def compromised(document: Document) -> Any:
    return sim.run(sim.Scenario.from_dict(document), workers=1).values("compromised")


def fits(values: Any, law: Any) -> bool:
    """Whether numbers are draws from a law, by chi-square in ten bins."""
    bounds = np.unique(law.ppf(np.arange(1, 10) / 10))
    due = np.diff([0, *law.cdf(bounds), 1]) * len(values)
    found = np.bincount(np.searchsorted(bounds, values), minlength=len(due))
    return bool(stats.chisquare(found, due).pvalue > LEVEL)


def test_those_on_the_part_that_was_gone_through_fall() -> None:
    """Two populations on one list: without replacement, so that there are fewer at the ends than if independent."""
    populations = {"some": {"organizations": SERVERS // 3}, "others": {"organizations": SERVERS * 2 // 3}}
    addresses = SERVERS + OTHERS
    probes = int(addresses * GONE_THROUGH)
    found = compromised(case(populations, addresses=addresses, rate=f"{probes / 10}/d"))
    assert fits(found, stats.hypergeom(addresses, SERVERS, probes))


def test_a_list_of_the_servers_alone_has_all_of_them() -> None:
    found = compromised(case({"some": {"organizations": SERVERS}}, rate=f"{SERVERS * GONE_THROUGH / 10}/d"))
    np.testing.assert_array_equal(found, SERVERS * GONE_THROUGH)


def test_those_who_cannot_be_reached_are_others() -> None:
    populations = {"some": {"organizations": SERVERS, "reachable": 0.5}}
    addresses = SERVERS + OTHERS
    found = compromised(case(populations, addresses=addresses, rate=f"{addresses * GONE_THROUGH / 10}/d"))
    mean = SERVERS * 0.5 * GONE_THROUGH
    assert np.mean(found) == pytest.approx(mean, abs=4 * np.std(found) / np.sqrt(len(found)))


def test_a_server_keeps_its_place() -> None:
    """Entered anew in the next pass of the list: exactly one list after it fell first."""
    addresses, rate = SERVERS + OTHERS, 200
    document = case({"some": {"organizations": SERVERS}}, addresses=addresses, rate=f"{rate}/d") | {
        "aftermath": {
            "detection": {"law": "fixed", "value": "1d"},
            "cleanup": {"law": "fixed", "value": "0d"},
            "cleanup_protects": 0,
            "reinfection": True,
        }
    }
    race = sim.simulate(sim.Scenario.from_dict(document))
    apart = race.compromised_again_at - race.compromised_at
    np.testing.assert_allclose(apart, addresses / rate, rtol=1e-9)
