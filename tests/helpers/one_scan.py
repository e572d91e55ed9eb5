"""The simplest race with everything that makes it one: one campaign, one remediation, one population."""

from __future__ import annotations

from typing import Any

W1: dict[str, Any] = {
    "name": "One scan",
    "start": "2021-01-01",
    "horizon": "120d",
    "populations": {"all_servers": {"organizations": 1_000}},
    "remediations": {"patch": {"available": "60d", "adoption": {"law": "lognormal", "median": "5d", "sigma": 1.2}}},
    "campaigns": {
        "scan": {"begins": "start", "strategy": "random", "addresses": 4_300_000_000, "rate": "20_000_000/d"}
    },
}
