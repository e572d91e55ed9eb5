"""Small scenarios that between them use every strategy, every law and every option, for the tests of engines.

`SCENARIOS` maps a name to a document in the config grammar. Fleets are small enough for the event engine. All moments
and rates of the ones with ties are sums of powers of two, so that a probe and an installation fall at the same float.
"""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]


def document(name: str, horizon: str = "30d", **sections: Any) -> Document:
    """A scenario with a name and a horizon that starts on 1 January 2021, and whatever else is given."""
    return {"name": name, "start": "2021-01-01", "horizon": horizon, **sections}


SCENARIOS: dict[str, Document] = {
    each["name"]: each
    for each in (
        document(
            "steady_scan",
            populations={"office": {"organizations": 60, "vulnerable": 0.9, "reachable": 0.8}},
            remediations={
                "update": {"available": "3d", "adoption": {"law": "exponential", "mean": "9d"}, "uptake": 0.9}
            },
            campaigns={
                "scan": {"begins": "1d", "strategy": "random", "addresses": 200, "rate": "20/d", "success": 0.6}
            },
        ),
        document(
            "list_against_fixed_delay",
            populations={
                "small": {"organizations": 16},
                "large": {"organizations": 8, "servers_per_organization": 2, "deployment": "hybrid"},
            },
            remediations={"update": {"available": "2d", "adoption": {"law": "fixed", "value": "3d"}, "protects": 0.7}},
            campaigns={
                "list": {"begins": "2d", "strategy": "permutation", "rate": "8/d", "success": {"web": 0.8, "root": 0.5}}
            },
        ),
        document(
            "espionage_by_tag",
            populations={
                "ministry": {"organizations": 15, "tags": ["high_value"], "vulnerable": 0.7},
                "institute": {"organizations": 20, "tags": ["high_value", "research"]},
                "shop": {"organizations": 15},
                "tenant": {"organizations": 9, "deployment": "cloud", "tags": ["high_value"]},
            },
            remediations={
                "update": {
                    "available": "4d",
                    "adoption": {"law": "uniform", "low": "0d", "high": "12d"},
                    "by_population": {
                        "ministry": {"uptake": 0.6},
                        "institute": {"adoption": {"law": "uniform", "low": "2d", "high": "5d"}},
                    },
                }
            },
            campaigns={
                "espionage": {
                    "begins": "3d",
                    "aims": {"tags": ["high_value"]},
                    "strategy": "hit_list",
                    "rate": "2/d",
                    "pace": {"1d": 2.5, "8d": 0.5, "2d": 1.5},
                    "success": 0.75,
                }
            },
        ),
        document(
            "two_remedies",
            populations={
                "small": {"organizations": 30},
                "hybrid": {
                    "organizations": 12,
                    "servers_per_organization": 2,
                    "deployment": "hybrid",
                    "tags": ["slow"],
                },
            },
            remediations={
                "mitigation": {
                    "available": "1d",
                    "adoption": {"law": "exponential", "half_life": "5d"},
                    "uptake": 0.7,
                    "protects": 0.6,
                    "pace": {"start": 0.5, "6d": 3.0},
                },
                "update": {
                    "available": "5d",
                    "adoption": {"law": "weibull", "scale": "8d", "shape": 0.7},
                    "applies_to": {"deployment": ["hybrid"]},
                },
            },
            campaigns={
                "scan": {"begins": "0d", "strategy": "random", "addresses": 54, "rate": "4/d", "pace": {"9d": 4}}
            },
        ),
        document(
            "two_campaigns",
            populations={
                "chain": {
                    "organizations": 14,
                    "servers_per_organization": {"law": "exponential", "mean": 1.6},
                    "deployment": "hybrid",
                },
                "single": {"organizations": 25, "reachable": 0.7},
            },
            remediations={
                "update": {"available": "6d", "adoption": {"law": "lognormal", "median": "6d", "sigma": 1.2}}
            },
            campaigns={
                "wide": {
                    "begins": "2d",
                    "ends": "2d 20h",
                    "strategy": "permutation",
                    "addresses": 500,
                    "rate": "300/d",
                    "works_on": 0.6,
                },
                "narrow": {"begins": "4d", "aims": {"deployment": "hybrid"}, "strategy": "hit_list", "rate": "3/d"},
            },
        ),
        document(
            "uncertain_world",
            timeline={"fix": "10d", "exploit": "fix + 4d"},
            populations={"one": {"organizations": 25}, "two": {"organizations": 10, "servers_per_organization": 2}},
            remediations={
                "update": {
                    "available": "fix",
                    "adoption": {"law": "gamma", "mean": "7d", "shape": 2.5},
                    "pace": {"exploit": 2.0},
                }
            },
            campaigns={
                "scan": {
                    "begins": "2d",
                    "strategy": "random",
                    "addresses": 100,
                    "rate": "4/d",
                    "pace": {"exploit": 3.0},
                }
            },
            uncertain={
                "campaigns.scan.rate": {"law": "lognormal", "median": "4/d", "sigma": 0.6},
                "timeline.fix": {"law": "uniform", "low": "6d", "high": "14d"},
                "remediations.update.adoption.shape": {"law": "uniform", "low": 1.0, "high": 4.0},
            },
        ),
        document(
            "several_passes",
            populations={
                "aimed": {"organizations": 40, "vulnerable": 0.8},
                "spared": {"organizations": 15},
                "also": {"organizations": 10, "servers_per_organization": 2, "reachable": 0.5},
            },
            remediations={
                "update": {
                    "available": "3d",
                    "adoption": {"law": "gamma", "mean": "10d", "shape": 0.6},
                    "by_population": {"also": {"pace": {"5d": 0.0, "9d": 4.0}, "protects": 0.8}},
                }
            },
            campaigns={
                "list": {
                    "begins": "12h",
                    "aims": {"populations": ["aimed", "also"]},
                    "strategy": "permutation",
                    "addresses": 90,
                    "rate": "45/d",
                    "pace": {"4d": 0.0, "6d": 2.0, "10d": 0.25},
                    "success": 0.2,
                }
            },
        ),
        document(
            "hit_list_cut_short",
            populations={
                "clinic": {"organizations": 30, "reachable": 0.6, "tags": ["health"]},
                "practice": {"organizations": 20, "tags": ["health"]},
            },
            remediations={
                "update": {
                    "available": "1d",
                    "adoption": {"law": "fixed", "value": "2d"},
                    "uptake": 0.6,
                    "applies_to": {"tags": "health"},
                }
            },
            campaigns={
                "espionage": {"begins": "1d", "ends": "5d", "strategy": "hit_list", "rate": "8/d", "works_on": 0.7}
            },
        ),
        document(
            "crowded",
            horizon="40d",
            timeline={"fix": "2021-01-11", "burst": "fix + 6d"},
            populations={
                "ministry": {
                    "organizations": 8,
                    "servers_per_organization": 3,
                    "deployment": "hybrid",
                    "tags": ["high_value", "eu"],
                },
                "office": {"organizations": 20, "vulnerable": 0.85, "reachable": 0.9, "tags": ["eu"]},
                "shop": {"organizations": 12, "servers_per_organization": {"law": "uniform", "low": 0.2, "high": 2.8}},
                "tenant": {"organizations": 5, "deployment": "cloud"},
            },
            remediations={
                "update": {
                    "available": "fix",
                    "adoption": {"law": "weibull", "scale": "9d", "shape": 1.6},
                    "uptake": 0.85,
                    "pace": {"fix - 2d": 1.5, "burst": 2.0},
                    "by_population": {"shop": {"available": "fix + 3d", "uptake": 0.5}},
                },
                "mitigation": {
                    "available": "fix - 1d",
                    "adoption": {"law": "exponential", "half_life": "4d"},
                    "uptake": 0.5,
                    "protects": 0.5,
                    "applies_to": {"tags": ["eu"]},
                },
                "moving": {
                    "available": "start",
                    "adoption": {"law": "lognormal", "median": "40d", "sigma": 0.8},
                    "applies_to": {"deployment": ["on_prem", "hybrid"]},
                },
            },
            campaigns={
                "espionage": {
                    "begins": "1d",
                    "ends": "fix + 2d",
                    "aims": {"tags": "high_value"},
                    "strategy": "hit_list",
                    "rate": "1/d",
                    "success": {"phish": 0.9, "escalate": 0.7},
                },
                "scan": {
                    "begins": "5d",
                    "strategy": "permutation",
                    "addresses": 400,
                    "rate": "25/d",
                    "pace": {"fix": 3.0, "burst": 8.0},
                    "success": 0.5,
                },
                "others": {
                    "begins": "burst",
                    "aims": {"deployment": ["on_prem"], "populations": ["office", "shop"]},
                    "strategy": "random",
                    "addresses": 300,
                    "rate": "60/d",
                    "works_on": 0.5,
                },
            },
        ),
        document(
            "slow_start",
            populations={
                "group": {
                    "organizations": 15,
                    "servers_per_organization": {"law": "lognormal", "median": 1.3, "sigma": 0.6},
                }
            },
            remediations={
                "update": {
                    "available": "start - 1d",
                    "adoption": {"law": "weibull", "scale": "10d", "shape": 2.2},
                    "pace": {"6d": 0.0, "10d": 1.5},
                }
            },
            campaigns={
                "scan": {
                    "begins": "3d",
                    "ends": "18d",
                    "strategy": "random",
                    "addresses": 1000,
                    "rate": "150/d",
                    "success": {"reach": 0.9, "write": 0.8},
                },
                "list": {
                    "begins": "9d",
                    "strategy": "permutation",
                    "rate": "3/d",
                    "pace": {"12d": 0.0, "14d": 1.0},
                    "success": 0.4,
                    "works_on": 0.8,
                },
            },
        ),
        document(
            "staggered_regions",
            populations={
                "north": {"organizations": 20, "tags": ["north"]},
                "south": {"organizations": 20, "tags": ["south"], "vulnerable": 0.6},
                "cloud": {"organizations": 7, "deployment": "cloud", "tags": ["north"]},
            },
            remediations={
                "update": {
                    "available": "2d",
                    "adoption": {"law": "lognormal", "median": "4d", "sigma": 0.9},
                    "pace": {"1d": 2.0, "10d": 0.5},
                    "by_population": {
                        "south": {"available": "7d", "pace": {"3d": 0.5, "12d": 3.0}},
                        "north": {"adoption": {"law": "gamma", "mean": "5d", "shape": 4.0}, "protects": 0.9},
                    },
                }
            },
            campaigns={
                "north": {
                    "begins": "0d",
                    "aims": {"deployment": "on_prem", "tags": ["north"]},
                    "strategy": "permutation",
                    "addresses": 60,
                    "rate": "10/d",
                    "success": 0.3,
                },
                "south": {"begins": "4d", "aims": {"populations": "south"}, "strategy": "hit_list", "rate": "2/d"},
            },
        ),
        document(
            "uncertain_espionage",
            timeline={"leak": "5d"},
            populations={
                "bank": {"organizations": 10, "servers_per_organization": 3, "tags": ["quick"]},
                "school": {"organizations": 20, "reachable": 0.9},
            },
            remediations={
                "mitigation": {
                    "available": "leak + 1d",
                    "adoption": {"law": "uniform", "low": "1d", "high": "20d"},
                    "protects": 0.8,
                    "applies_to": {"populations": ["bank", "school"]},
                },
                "update": {
                    "available": "leak + 5d",
                    "adoption": {"law": "exponential", "mean": "6d"},
                    "uptake": 0.75,
                    "applies_to": {"tags": ["quick"]},
                },
            },
            campaigns={"espionage": {"begins": "leak", "strategy": "hit_list", "rate": "4/d", "success": 0.5}},
            uncertain={
                "campaigns.espionage.success": {"law": "uniform", "low": 0.2, "high": 0.9},
                "timeline.leak": {"law": "exponential", "mean": "6d"},
                "remediations.update.adoption.mean": {"law": "gamma", "mean": "6d", "shape": 2.0},
            },
        ),
        document(
            "fixed_ahead_of_start",
            populations={"plant": {"organizations": 10, "servers_per_organization": 6, "vulnerable": 0.8}},
            remediations={
                "update": {
                    "available": "start - 6d",
                    "adoption": {"law": "exponential", "half_life": "12d"},
                    "pace": {"start - 3d": 0.5, "start + 8d": 2.0},
                }
            },
            campaigns={
                "early": {
                    "begins": "start - 2d",
                    "ends": "6d",
                    "strategy": "random",
                    "addresses": 60,
                    "rate": "5/d",
                    "pace": {"start - 5d": 2.0, "start": 3.0},
                    "works_on": 0.5,
                },
                "late": {"begins": "10d", "strategy": "random", "addresses": 100, "rate": "8/d"},
            },
        ),
        document(
            "two_fixed_delays",
            populations={
                "first": {"organizations": 6, "servers_per_organization": 6},
                "second": {"organizations": 10, "vulnerable": 0.9},
            },
            remediations={
                "mitigation": {
                    "available": "1d",
                    "adoption": {"law": "fixed", "value": "1d"},
                    "protects": 0.5,
                    "applies_to": {"populations": ["first"]},
                },
                "update": {
                    "available": "2d",
                    "adoption": {"law": "fixed", "value": "6d"},
                    "pace": {"4d": 2.0},
                    "by_population": {"second": {"adoption": {"law": "uniform", "low": "1d", "high": "9d"}}},
                },
            },
            campaigns={
                "list": {"begins": "1d", "strategy": "permutation", "addresses": 64, "rate": "16/d", "success": 0.3},
                "hits": {
                    "begins": "3d",
                    "strategy": "hit_list",
                    "rate": "8/d",
                    "success": 0.5,
                    "aims": {"populations": "first"},
                },
            },
        ),
    )
}
