"""The cost of patching beside that of breaches, in the numbers that are printed, and which plan is the cheapest."""

from __future__ import annotations

from dataclasses import dataclass

from sim.charts.drawing.letters import isolated
from sim.clients.client import TODAY, Client, ResponsePlan
from sim.clients.own_race import OwnRace
from sim.clients.plan_outcome import PlanOutcome
from sim.clients.shown_names import shown_plan
from sim.wording.chances import printed_money
from sim.wording.language import Language, Value
from sim.wording.rounding import whole_number


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
    language: Language

    def in_words(self, amount: int, is_below: bool = False) -> str:
        """An amount with its currency, or that it is less than that."""
        text = self.language.money(amount, self.currency)
        return self.language.text("money-below", amount=text) if is_below else text


def cost_of(race: OwnRace, plan: PlanOutcome) -> PlanCost | None:
    """What a plan costs; None where the client does not say what patching costs it with each plan, and a breach."""
    breach = race.client.cost_of_breach
    patching = race.client.patching_of(_written(race.client, plan))
    if breach is None or patching is None:
        return None
    average, is_below = printed_money(plan.mean, race.denominator, breach.amount)
    paid = whole_number(patching.amount)
    return PlanCost(
        paid, whole_number(average), paid + whole_number(average), is_below, breach.currency, race.client.words
    )


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
    say = race.client.words.text
    plan, sparing = min(race.all_plans, key=lambda each: costs[each.name].together), best or race.today
    texts = [say("answers-costs-cheapest", **_parts(race, plan, costs[plan.name]))]
    if costs[sparing.name].together > costs[plan.name].together:
        texts.append(say("answers-costs-sparing", **_parts(race, sparing, costs[sparing.name])))
    alike = len(costs) > 1 and len({cost.patching for cost in costs.values()}) == 1
    return " ".join([*texts, say("answers-costs-assumed", alike=alike)])


def patching_text(cost: PlanCost | None) -> str:
    """A cell of a table."""
    return "" if cost is None else cost.in_words(cost.patching)


def together_text(cost: PlanCost | None) -> str:
    """A cell of a table."""
    return "" if cost is None else cost.in_words(cost.together, cost.is_below)


def _parts(race: OwnRace, plan: PlanOutcome, cost: PlanCost) -> dict[str, Value]:
    """A plan, what it costs, and for what."""
    return {
        "is_today": plan.name == TODAY,
        "plan": isolated(shown_plan(race.client, plan.name)),
        "together": together_text(cost),
        "patch": patching_text(cost),
        "breaches": cost.in_words(cost.breaches, cost.is_below),
    }


def _written(client: Client, plan: PlanOutcome) -> ResponsePlan:
    return client.plan_as_today() if plan.name == TODAY else client.plans[plan.name]
