"""W1, one race for all: constants and the exact answer. Imported in every environment, so standard library only.

Servers have one hazard of compromise before a fix is released and a higher one after it; the delay of the patch is
lognormal, and a share never patches. What comes out is how many were compromised before they patched, by each day.
"""

import math

HAZARD_BEFORE, HAZARD_AFTER = 0.02, 0.15
RELEASE, HORIZON = 60, 120
MEDIAN, SIGMA, NEVER = 5.0, 1.2, 0.08
STEP = 0.1
"""Days of a step, for tools that go in steps."""


def unpatched(days: float) -> float:
    """The chance that a server is not patched so long after the release."""
    if days <= 0:
        return 1.0
    z = (math.log(days) - math.log(MEDIAN)) / SIGMA
    return NEVER + (1 - NEVER) * 0.5 * math.erfc(z / math.sqrt(2))


def exact() -> list[float]:
    """The share compromised by the end of each day, by Simpson's rule."""
    shares = [1 - math.exp(-HAZARD_BEFORE * day) for day in range(RELEASE + 1)]
    pieces = 200
    for day in range(HORIZON - RELEASE):
        total = 0.0
        for piece in range(2 * pieces + 1):
            after = day + piece / (2 * pieces)
            weight = 1 if piece in (0, 2 * pieces) else 4 if piece % 2 else 2
            total += weight * HAZARD_AFTER * math.exp(-HAZARD_AFTER * after) * unpatched(after)
        shares.append(shares[-1] + (1 - shares[RELEASE]) * total / (6 * pieces))
    return shares
