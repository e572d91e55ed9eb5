"""What a careful NumPy user writes: one draw per server, no time loop."""

import numpy as np
import workload as w

ABOUT, BIAS = "exact, server by server, one curve", 0.0


def race(servers, seed):
    """The number compromised by each day."""
    random = np.random.Generator(np.random.SFC64(seed))
    cut = w.HAZARD_BEFORE * w.RELEASE
    effort = random.standard_exponential(servers)
    time = np.where(effort < cut, effort / w.HAZARD_BEFORE, w.RELEASE + (effort - cut) / w.HAZARD_AFTER)
    late = np.flatnonzero(effort >= cut)
    patch = w.RELEASE + random.lognormal(np.log(w.MEDIAN), w.SIGMA, late.size)
    patch[random.random(late.size) < w.NEVER] = np.inf
    time[late[time[late] > patch]] = np.inf
    return np.cumsum(np.bincount(np.ceil(time[time <= w.HORIZON]).astype(np.int64), minlength=w.HORIZON + 1))
