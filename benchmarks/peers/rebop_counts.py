"""rebop, exact stochastic simulation of counts in Rust, with an exponential delay of the same median."""

import numpy as np
import rebop
import workload as w

ABOUT, BIAS = "exact on counts, exponential delay of the patch", 0.05


def phase(open_, hit, hazard, patching, seed):
    """A phase of as many days as there are before the release, and after it, with constant hazards."""
    model = rebop.Gillespie()
    model.add_reaction(hazard, ["S"], ["C"])
    if patching > 0:
        model.add_reaction(patching, ["S"], [])
    found = model.run({"S": open_, "C": hit}, tmax=w.RELEASE, nb_steps=w.RELEASE, rng=seed)
    return found["S"].values, found["C"].values


def race(servers, seed):
    """The number compromised by each day: before the fix; then those who patch and those who never do."""
    left, first = phase(servers, 0, w.HAZARD_BEFORE, 0.0, 3 * seed + 1)
    never = int(np.random.default_rng(seed).binomial(int(left[-1]), w.NEVER))
    _, second = phase(int(left[-1]) - never, int(first[-1]), w.HAZARD_AFTER, np.log(2) / w.MEDIAN, 3 * seed + 2)
    _, third = phase(never, 0, w.HAZARD_AFTER, 0.0, 3 * seed + 3)
    return np.concatenate([first, second[1:] + third[1:]])
