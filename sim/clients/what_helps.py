"""What would help a client, one change at a time: patching sooner, or something that protects until the patch.

Each change is tried in the client's own race with all else as today, in the same worlds, so that what it spares is a
paired difference. Taking servers off the internet from a day on is, until they are patched, as good as patching on it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.model.world import World
from sim.runs.statistics import half_width, standard_error
from sim.scenario.quantities import Days

from .client import NO_MITIGATION, Mitigation, ResponsePlan
from .plan_outcome import PlanOutcome
from .situation import Situation

SOONER, USE, KEEP = "patch sooner", "use until the patch", "keep using until the patch"
"""Kinds of changes. The last one is told from its opposite: what would be lost without it."""
SOON = Days(1)


@dataclass(frozen=True)
class Change:
    """A change to what a client does today, all else as it is.

    Attributes
    ----------
    kind : str
        Patch sooner, use something until the patch, or keep using it.
    outcome : PlanOutcome
        What it comes to; of what is kept, what is done today.
    spares : float
        The mean of the paired differences of the chance; of what is kept, against doing without.
    noise : float
        Half the 95 % interval of that mean, which more worlds would make smaller; 0 where worlds are alike, nan where
        one world tells nothing of it.
    """

    kind: str
    outcome: PlanOutcome
    spares: float
    noise: float

    @property
    def is_clear(self) -> bool:
        """Whether it spares more than noise."""
        return self.spares > 0 and not self.spares <= self.noise


def tried(case: Situation, worlds: list[World]) -> list[tuple[str, ResponsePlan]]:
    """The changes that are tried: what a plan names, else one day after the fix or after something is out."""
    client, today = case.client, case.client.plan_as_today()
    found = []
    days = [plan.patches_after for plan in client.plans.values() if plan.patches_after < today.patches_after]
    day = min(days, default=SOON if today.patches_after > SOON else Days(0))
    if day < today.patches_after:
        found.append((SOONER, ResponsePlan(patches_after=day)))
    used = client.mitigation_of(today)
    if used is not None and case.is_in_time(worlds, today):
        found.append((KEEP, ResponsePlan(patches_after=today.patches_after, mitigation=NO_MITIGATION)))
    named = {each.remediation: each for plan in client.plans.values() if (each := client.mitigation_of(plan))}
    for name in case.scenario.remediations:
        known = name == case.fix or (used is not None and name == used.remediation)
        if known or not case.kinds or case.unfit(worlds[0], (), name):
            continue
        until_then = named.get(name, Mitigation(remediation=name, after=SOON))
        plan = ResponsePlan(patches_after=today.patches_after, mitigation=until_then)
        if case.is_in_time(worlds, plan):
            found.append((USE, plan))
    return found


def compared(kind: str, today: PlanOutcome, changed: PlanOutcome) -> Change:
    """A change against today, with what it spares."""
    spared = today.chances - changed.chances if kind != KEEP else changed.chances - today.chances
    alike = float(spared.max()) == float(spared.min()) and len(spared) > 1
    noise = 0.0 if alike else half_width(standard_error(spared), len(spared))
    return Change(kind, today if kind == KEEP else changed, float(spared.mean()), noise)
