"""Extreme inputs keep their meaning: no warning, no NaN, no overflow, and the same means from every engine.

Theory. The expectation is computed by quadrature; the means of the vectorized engine and of the counts must agree with
it within five standard errors and its own error.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

import sim
from sim.engines.engine import COUNTS, EXPECTED, VECTORIZED
from sim.model.world import Worlds

RACES = 60
SCAN = {"begins": "1d", "strategy": "random", "addresses": 1_000, "rate": "100/d"}
PATCH = {"available": "5d", "adoption": {"law": "exponential", "mean": "5d"}}
PLAIN = {
    "name": "extreme",
    "start": "2021-01-01",
    "horizon": "20d",
    "populations": {"p": {"organizations": 200}},
    "remediations": {"patch": PATCH},
    "campaigns": {"scan": SCAN},
}
THOUSANDS = {f"{1 + number / 200}d": 1.0 + number % 3 for number in range(3000)}
CASES: dict[str, dict[str, Any]] = {
    "a rate of almost nothing": {"campaigns": {"scan": SCAN | {"rate": "1e-12/d"}}},
    "a rate beyond any network": {"campaigns": {"scan": SCAN | {"rate": "1e15/d"}}},
    "a list at a rate beyond any network": {
        "campaigns": {"scan": {"begins": "1d", "strategy": "permutation", "rate": "1e15/d", "success": 0.5}}
    },
    "a horizon of seconds": {
        "horizon": "30s",
        "remediations": {"patch": {"available": "5s", "adoption": {"law": "exponential", "mean": "10s"}}},
        "campaigns": {"scan": {"begins": "1s", "strategy": "random", "addresses": 1_000, "rate": "50/s"}},
    },
    "a horizon of centuries": {
        "horizon": "85_000d",
        "resolution": "1_000d",
        "remediations": {"patch": {"available": "5d", "adoption": {"law": "exponential", "mean": "30_000d"}}},
        "campaigns": {"scan": SCAN | {"rate": "0.02/d"}},
    },
    "everybody takes it": {"remediations": {"patch": PATCH | {"uptake": 1.0, "protects": 1.0}}},
    "nobody takes it": {"remediations": {"patch": PATCH | {"uptake": 0.0}}},
    "it protects nobody": {"remediations": {"patch": PATCH | {"protects": 0.0}}},
    "it works on nobody": {"campaigns": {"scan": SCAN | {"works_on": 0.0}}},
    "nobody is vulnerable": {"populations": {"p": {"organizations": 200, "vulnerable": 0.0}}},
    "one server": {"populations": {"p": {"organizations": 1}}},
    "a success of almost never": {"campaigns": {"scan": SCAN | {"success": 1e-12, "rate": "1e14/d"}}},
    "a list with a success of almost never": {
        "campaigns": {"scan": {"begins": "1d", "strategy": "permutation", "rate": "1e14/d", "success": 1e-12}}
    },
    "thousands of moments": {"campaigns": {"scan": SCAN | {"pace": THOUSANDS}}},
    "thousands of moments to adopt": {"remediations": {"patch": PATCH | {"pace": THOUSANDS}}},
    "a pace beyond floats": {"campaigns": {"scan": SCAN | {"rate": "1e200/d", "pace": {"2d": 1e200}}}},
    "delays at the end of floats": {
        "remediations": {
            "patch": {"available": "5d", "adoption": {"law": "lognormal", "median": "1e300d", "sigma": 1e3}}
        }
    },
    "growth beyond floats": {
        "campaigns": {"scan": SCAN | {"growth": {"doubling": "1m", "limit": 1e300}}},
    },
}


@pytest.mark.parametrize("name", CASES)
def test_extremes_keep_their_meaning(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sim.ScenarioWarning)
        worlds = Worlds(sim.Scenario.from_dict(PLAIN | CASES[name]))
    days = worlds[0].grid()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        expected = EXPECTED.measure(worlds[0], days)
        for engine in (VECTORIZED, COUNTS):
            if engine.why_not(worlds[0]):
                continue
            measured = [engine.measure(worlds[number], days) for number in range(RACES)]
            counts = np.array([each.counts for each in measured], dtype=np.float64)
            curves = np.array([each.curves for each in measured], dtype=np.float64)
            assert (curves >= 0).all()
            assert (curves <= counts[:, :1, :, None]).all()
            noise = 5 * np.sqrt(np.maximum(counts.var(axis=0, ddof=1), 1.0 / RACES) / RACES)
            off = np.abs(counts.mean(axis=0) - expected.counts)
            assert (off <= noise + 5 * expected.error + 1e-9).all(), (engine.name, off.max())
