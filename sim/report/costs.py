"""The cost of patching beside that of breaches, in the numbers that are printed, and which plan is the cheapest."""

from __future__ import annotations

from dataclasses import dataclass

from sim.charts.drawing.letters import isolated
from sim.clients.client import TODAY, Client, ResponsePlan
from sim.clients.own_race import OwnRace
from sim.clients.plan_outcome import PlanOutcome
from sim.wording.chances import printed_money
from sim.wording.rounding import whole_number

ASSUMED = (
    "Each amount is your figure. A patch is paid for in each future, a breach only where it comes: the sum is an "
    "average, no bill."
)


@dataclass(frozen=True)
class PlanCost:
    """What a plan costs: a patch, breaches on average, and both together, in whole units of a currency.

    `is_below` says that breaches are told as less than an amount, which `breaches` and `together` then hold.
    """

    patching: int
    breaches: int
    together: int
    is_below: bool
    currency: str

    def in_words(self, amount: int) -> str:
        """An amount with its currency."""
        return f"{amount:,} {self.currency}"


def cost_of(race: OwnRace, plan: PlanOutcome) -> PlanCost | None:
    """What a plan costs; None where the client does not say what patching costs it with each plan, and a breach."""
    breach = race.client.cost_of_breach
    patching = race.client.patching_of(_written(race.client, plan))
    if breach is None or patching is None:
        return None
    average, is_below = printed_money(plan.mean, race.denominator, breach.amount)
    paid = whole_number(patching.amount)
    return PlanCost(paid, whole_number(average), paid + whole_number(average), is_below, breach.currency)


def costs_of(race: OwnRace) -> dict[str, PlanCost]:
    """What each plan costs, by its name, what is done today among them; nothing unless all of it is known."""
    found = {plan.name: cost_of(race, plan) for plan in race.all_plans}
    known = {name: cost for name, cost in found.items() if cost is not None}
    return known if len(known) == len(found) else {}


def on_costs(race: OwnRace, best: PlanOutcome | None) -> str:
    """What the cheapest plan costs, and if it is another, what the plan costs that spares most; empty without costs."""
    costs = costs_of(race)
    if not costs:
        return ""
    plan = min(race.all_plans, key=lambda each: costs[each.name].together)
    cost = costs[plan.name]
    text = f"The cheapest on average is {_called(plan)}: {_parts(cost)}."
    sparing = race.today if best is None else best
    other = costs[sparing.name]
    if other.together > cost.together:
        text += f" What spares most, {_called(sparing)}, costs more: {_parts(other)}."
    return f"{text} {ASSUMED}"


def patching_text(cost: PlanCost | None) -> str:
    """A cell of a table."""
    return "" if cost is None else cost.in_words(cost.patching)


def together_text(cost: PlanCost | None) -> str:
    """A cell of a table."""
    return "" if cost is None else f"{'less than ' if cost.is_below else ''}{cost.in_words(cost.together)}"


def _parts(cost: PlanCost) -> str:
    below = "less than " if cost.is_below else ""
    breaches = f"{below}{cost.in_words(cost.breaches)}"
    patch = cost.in_words(cost.patching)
    return f"{below}{cost.in_words(cost.together)}, of which {patch} for the patch and {breaches} for breaches"


def _called(plan: PlanOutcome) -> str:
    return "what you do today" if plan.name == TODAY else f"the plan “{isolated(plan.name)}”"


def _written(client: Client, plan: PlanOutcome) -> ResponsePlan:
    return client.plan_as_today() if plan.name == TODAY else client.plans[plan.name]
