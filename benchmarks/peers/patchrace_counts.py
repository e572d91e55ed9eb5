"""patchrace, one replication with all outcomes and curves, by the law of the counts."""

import patchrace_vectorized

ABOUT, BIAS = "exact, counts only, all outcomes and curves", 0.0


def race(servers, seed):
    """One replication, as a run makes it."""
    return patchrace_vectorized.race(servers, seed, "counts")
