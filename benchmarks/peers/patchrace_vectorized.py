"""patchrace, one replication with all outcomes and curves, server by server."""

from functools import lru_cache

import workload as w

import sim
from sim.engines import engine_named
from sim.model.world import Worlds
from sim.outcomes import CURVE_NAMES

ABOUT, BIAS = "exact, server by server, all outcomes and curves", 0.0
ENGINE = "vectorized"


@lru_cache(maxsize=1)
def scenario(servers):
    """W1 as a scenario."""
    return sim.Scenario.from_dict(
        {
            "name": "W1",
            "start": "2021-01-01",
            "horizon": f"{w.HORIZON}d",
            "resolution": "1d",
            "replications": 1,
            "timeline": {"release": f"{w.RELEASE}d"},
            "populations": {"servers": {"organizations": servers}},
            "remediations": {
                "patch": {
                    "available": "release",
                    "uptake": 1 - w.NEVER,
                    "adoption": {"law": "lognormal", "median": f"{w.MEDIAN}d", "sigma": w.SIGMA},
                }
            },
            "campaigns": {
                "attack": {
                    "begins": "start",
                    "strategy": "random",
                    "addresses": servers,
                    "rate": f"{w.HAZARD_BEFORE * servers:.0f}/d",
                    "pace": {"release": w.HAZARD_AFTER / w.HAZARD_BEFORE},
                }
            },
        }
    )


@lru_cache(maxsize=1)
def worlds(servers):
    """Its worlds, which are resolved once in a run."""
    found = Worlds(scenario(servers))
    return found, found[0].grid()


def race(servers, seed, engine=ENGINE):
    """One replication, as a run makes it."""
    found, days = worlds(servers)
    measured = engine_named(engine).measure(found[seed], days)
    return measured.curves[CURVE_NAMES.index("compromised_cumulative"), 0]
