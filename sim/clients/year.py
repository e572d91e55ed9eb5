"""A year of several flaws like the one of a case: the chance to be breached at least once, by how soon one patches.

Such flaws come at random, independently of each other, at an even rate (a Poisson process). Each is a flaw like that of
the case, which the client has; who is breached is cleaned before the next. A flaw that comes breaches with the chance
that the client's race has. So the flaws that breach are a Poisson process too, thinned by that chance.

What nobody knows may be drawn anew for each flaw, or be the same for all flaws of a year. Where it is the same,
breaches come together, so fewer businesses have one: by Jensen's inequality the second number is at most the first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .plan_outcome import PlanOutcome

DAYS_A_YEAR = 365


@dataclass(frozen=True)
class Year:
    """What a plan comes to over a year.

    Attributes
    ----------
    flaws, breaches : float
        How many flaws come, and how many of them breach the client, on average.
    each_its_own, all_alike : float
        The chance of at least one breach, if each flaw has a future of its own, and if all of a year have the same.
    """

    flaws: float
    breaches: float
    each_its_own: float
    all_alike: float


def year_of(plan: PlanOutcome, flaws_a_day: float) -> Year:
    """A year with a plan.

    Parameters
    ----------
    plan : PlanOutcome
        What it comes to for one flaw.
    flaws_a_day : float
        How many such flaws come a day.

    Returns
    -------
    Year
        Means and chances.
    """
    flaws = flaws_a_day * DAYS_A_YEAR
    breaches = flaws * plan.mean
    return Year(flaws, breaches, float(-np.expm1(-breaches)), float(-np.expm1(-flaws * plan.chances).mean()))
