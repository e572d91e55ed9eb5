"""What most write first: NumPy, one slot per server, a loop over time."""

import numpy as np
import workload as w

ABOUT, BIAS = "steps of 0.1 days", 0.01


def race(servers, seed):
    """The number compromised by each day."""
    random = np.random.default_rng(seed)
    patch = w.RELEASE + random.lognormal(np.log(w.MEDIAN), w.SIGMA, servers)
    patch[random.random(servers) < w.NEVER] = np.inf
    compromised = np.zeros(servers, dtype=bool)
    curve = [0]
    for step in range(round(w.HORIZON / w.STEP)):
        time = step * w.STEP
        hazard = w.HAZARD_BEFORE if time < w.RELEASE - 1e-9 else w.HAZARD_AFTER
        compromised |= (random.random(servers) < 1 - np.exp(-hazard * w.STEP)) & (patch > time)
        if (step + 1) % 10 == 0:
            curve.append(int(compromised.sum()))
    return curve
