"""Small scenarios that use everything that came with footholds, organizations and the whole grammar, at least twice."""

from __future__ import annotations

from typing import Any

from scenarios import Document, document


def law(name: str, **parameters: Any) -> dict[str, Any]:
    return {"law": name, **parameters}


RINGS = law(
    "mixture",
    components=[
        {"share": 0.3, "law": "fixed", "value": "1d"},
        {"share": 0.6, "after": "2d", "law": "weibull", "scale": "9d", "shape": 0.7},
    ],
)
WEEKEND = {"opens": "sat 22:00", "lasts": "6h", "timezone": "America/New_York"}
MEASURED = law("empirical", points=[["1d", 0.1], ["4d", 0.5], ["20d", 0.8]])

WHOLE: dict[str, Document] = {
    each["name"]: each
    for each in (
        document(
            "rings_and_removal",
            horizon="40d",
            populations={
                "mixed": {
                    "organizations": 14,
                    "servers_per_organization": law("geometric", mean=2),
                    "deployment": "hybrid",
                    "mailboxes_per_organization": 10,
                    "cloud_mailbox_share": 0.4,
                    "vulnerable": 0.9,
                },
                "single": {"organizations": 12, "mailboxes_per_organization": 3, "tags": ["us"]},
            },
            remediations={
                "update": {
                    "available": [{"share": 0.5, "at": "7d"}, {"share": 0.5, "at": "12d"}],
                    "adoption": RINGS,
                    "rings": [{"share": 0.3}, {"share": 0.7, "after": "3d"}],
                    "stagger": "2d",
                    "window": [WEEKEND, {"opens": "tue 02:00", "lasts": "3h"}],
                    "freeze": {"from": "10d", "until": "17d"},
                    "prerequisite": {"share": 0.4, "delay": law("loglogistic", median="2d", shape=2)},
                    "evicts": 0.3,
                    "protects": 0.9,
                },
                "removal": {
                    "available": "25d",
                    "adoption": law("fixed", value="0d"),
                    "uptake": 0.5,
                    "protects": 0,
                    "evicts": 1,
                    "applies_to": {"tags": "us"},
                },
            },
            campaigns={
                "scan": {
                    "begins": "0d",
                    "strategy": "random",
                    "addresses": 200,
                    "rate": "6/d",
                    "ramp": "6d",
                    "dwell": law("exponential", mean="2d"),
                    "success": 0.6,
                },
                "others": {"entry": "foothold", "begins": "9d", "strategy": "random", "addresses": 200, "rate": "13/d"},
            },
            aftermath={
                "disclosure": "7d",
                "detection": law("exponential", mean="9d"),
                "cleanup": law("gamma", mean="4d", shape=2),
                "cleanup_share": 0.6,
                "pivot": {"probability": 0.5, "delay": law("exponential", mean="6d")},
            },
        ),
        document(
            "groups_that_join",
            horizon="30d",
            populations={
                "high": {"organizations": 12, "tags": ["high_value"], "reachable": 0.8},
                "low": {"organizations": 12, "servers_per_organization": 2, "deployment": "hybrid"},
            },
            remediations={
                "update": {
                    "available": [{"share": 0.25, "at": "5d"}, {"share": 0.75, "at": "9d"}],
                    "adoption": MEASURED,
                    "pace": {"10d": 2.0},
                    "prerequisite": {"share": 0.5, "delay": law("fixed", value="2d")},
                    "by_population": {
                        "low": {
                            "rings": [{"share": 0.5, "after": "2d"}, {"share": 0.5}],
                            "stagger": "30h",
                            "evicts": 0.5,
                        }
                    },
                },
            },
            campaigns={
                "lists": {
                    "begins": "1d",
                    "strategy": "permutation",
                    "addresses": 80,
                    "rate": "5/d",
                    "success": 0.4,
                    "actors": {"first": 1, "arrivals": "0.15/d", "until": "20d"},
                    "dwell": law("uniform", low="0d", high="3d"),
                    "works_on": 0.8,
                },
                "spies": {
                    "begins": "2d",
                    "strategy": "hit_list",
                    "rate": "2/d",
                    "success": 0.6,
                    "priority": {"high_value": 5},
                },
                "walkers": {
                    "entry": "foothold",
                    "begins": "4d",
                    "strategy": "permutation",
                    "addresses": 50,
                    "rate": "6/d",
                    "success": 0.5,
                    "dwell": law("fixed", value="1d"),
                },
            },
            aftermath={
                "detection": law("empirical", points=[["0d", 0.0], ["10d", 0.7]]),
                "cleanup": law("fixed", value="1d"),
                "pivot": {"probability": 0.7, "delay": law("loglogistic", median="3d", shape=1.5)},
            },
        ),
        document(
            "growth_and_a_cut_tail",
            horizon="30d",
            populations={"plant": {"organizations": 15, "servers_per_organization": law("geometric", mean=1.5)}},
            remediations={
                "update": {
                    "available": "8d",
                    "adoption": law("lognormal", median="6d", sigma=1.2, at_most="10d"),
                    "window": {"opens": "daily 00:00", "lasts": "12h", "timezone": "Australia/Lord_Howe"},
                    "freeze": [{"from": "9d", "until": "13d"}, {"from": "16d", "until": "20d"}],
                    "stagger": "1d",
                },
                "leaving": {
                    "available": "10d",
                    "adoption": law("exponential", mean="30d"),
                    "evicts": 1,
                    "applies_to": {"deployment": "on_prem"},
                },
            },
            campaigns={
                "worms": {
                    "begins": "1d",
                    "strategy": "random",
                    "addresses": 120,
                    "rate": "1/d",
                    "growth": {"doubling": "3d", "limit": 12},
                    "actors": {"first": 2, "arrivals": "0.1/d", "until": "15d"},
                    "pace": {"12d": 0.5},
                },
                "burst": {
                    "begins": "6d",
                    "ends": "16d",
                    "strategy": "permutation",
                    "rate": "4/d",
                    "ramp": "5d",
                    "success": 0.5,
                },
                "hunters": {"entry": "foothold", "begins": "5d", "strategy": "hit_list", "rate": "1/d", "success": 0.7},
            },
            aftermath={"disclosure": "9d", "detection": RINGS, "cleanup": law("exponential", mean="5d", at_most="6d")},
        ),
        document(
            "who_comes_again",
            horizon="25d",
            populations={
                "clinic": {
                    "organizations": 10,
                    "servers_per_organization": 3,
                    "deployment": "hybrid",
                    "mailboxes_per_organization": 6,
                    "cloud_mailbox_share": 0.5,
                    "tags": ["care"],
                },
                "cloudy": {"organizations": 5, "deployment": "cloud", "mailboxes_per_organization": 4},
            },
            remediations={
                "update": {"available": "6d", "adoption": law("loglogistic", median="5d", shape=1.8), "uptake": 0.8},
                "tool": {"available": "9d", "adoption": law("exponential", mean="6d"), "protects": 0.7, "evicts": 0.6},
            },
            campaigns={
                "first": {
                    "begins": "0d",
                    "strategy": "hit_list",
                    "rate": "3/d",
                    "priority": {"care": 2},
                    "success": 0.5,
                },
                "second": {
                    "begins": "2d",
                    "strategy": "random",
                    "addresses": 40,
                    "rate": "2/d",
                    "growth": {"doubling": "4d", "limit": 5},
                },
                "others": {
                    "entry": "foothold",
                    "begins": "3d",
                    "strategy": "random",
                    "addresses": 40,
                    "rate": "2/d",
                    "works_on": 0.5,
                },
            },
            aftermath={
                "disclosure": "4d",
                "detection": law("exponential", mean="6d"),
                "cleanup": law("weibull", scale="3d", shape=0.8),
                "cleanup_share": 0.7,
                "pivot": {"probability": 0.4, "delay": law("fixed", value="2d")},
            },
            uncertain={
                "campaigns.second.rate": law("lognormal", median="2/d", sigma=0.4),
                "aftermath.pivot.probability": law("uniform", low=0.2, high=0.6),
            },
        ),
    )
}
