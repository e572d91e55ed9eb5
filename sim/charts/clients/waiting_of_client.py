"""What waiting costs a client: from its best plan to its worst, what each step adds in the same simulated futures."""

from __future__ import annotations

from matplotlib.axes import Axes

from sim.charts.drawing.alt_text import describe
from sim.charts.drawing.style import basis_line, caption, entitle, in_our_look, new_axes, shortened
from sim.charts.drawing.waterfall import Waterfall, draw_waterfall, letters_below, waterfall, width_for
from sim.charts.drawing.wrapping import wrapped
from sim.clients import unattacked
from sim.clients.client import Money
from sim.clients.own_race import OwnRace
from sim.clients.plan_outcome import PlanOutcome
from sim.clients.shown_names import shown_plan
from sim.clients.waiting import WaitingPlan, plans_of_client

from .names_on_charts import client_on_chart, in_the_cloud, plan_on_chart

LONGEST = 36


@in_our_look
def waiting_of_client(race: OwnRace, ax: Axes | None = None) -> Axes:
    """Draw a waterfall of what a client does today and its plans, from the smallest chance to the largest.

    Each step says how many more are breached, how far futures differ, and, only if the client says what a breach costs,
    what that comes to on average.

    Parameters
    ----------
    race : OwnRace
        What `sim.own_race` gave.
    ax : Axes, optional
        Where to draw; by default new axes.

    Returns
    -------
    Axes
        The axes drawn on.

    Examples
    --------
    >>> ax = sim.charts.waiting_of_client(race)
    """
    steps, cost = plans_of_client(race), race.client.cost_of_breach
    language, say = race.client.words, race.client.words.text
    fall = waterfall(steps, race.denominator, digits=0, language=language)  # as the table beside it prints them
    outcomes = [race.today if step.name == race.today.name else race.plan(step.name) for step in steps]
    ax = new_axes((width_for(steps), 5.6)) if ax is None else ax

    def money(more: float) -> str:
        return _money(race, cost, more) if cost else ""

    labels = [_label(outcome, race, letters_below(ax, len(steps))) for outcome in outcomes]
    draw_waterfall(ax, fall, labels, money if cost else None, not race.without_range)
    ax.set_ylabel(say("chart-waiting-axis", number=race.denominator))
    finding = _finding(race, fall, outcomes)
    entitle(ax, finding, _basis(race, steps))
    caption(ax, _caption(race), 34 + 14 * max(label.count("\n") for label in labels))
    bars = fall.in_words([_name(outcome, race) for outcome in outcomes])
    describe(ax, say("chart-waterfall-alt", finding=finding, bars=bars))
    return ax


def _finding(race: OwnRace, fall: Waterfall, outcomes: list[PlanOutcome]) -> str:
    if not race.is_attacked:
        return unattacked.finding(race.scenario, race.client)
    number, language, say = race.denominator, race.client.words, race.client.words.text
    if len(outcomes) == 1:
        return say("chart-waiting-one", plan=_name(outcomes[0], race), level=fall.bare_level(0), number=number)
    first, last = outcomes[0], outcomes[-1]
    if first.patches_after == last.patches_after:
        ends = {"first": _name(first, race), "last": _name(last, race)}
        return say("chart-waiting-plans", step=fall.in_all(), number=number, **ends)
    ends = {"first": language.days_after(first.patches_after), "last": language.days_after(last.patches_after)}
    return say("chart-waiting-days", step=fall.in_all(), number=number, **ends)


def _basis(race: OwnRace, steps: list[WaitingPlan]) -> str:
    client = race.client
    if not client.runs_servers:
        return in_the_cloud(client)
    if len(steps) == 1:
        return client.words.text("chart-waiting-no-plan", client=client_on_chart(client))
    return client.words.text("chart-waiting-basis")


def _label(outcome: PlanOutcome, race: OwnRace, letters: float) -> str:
    """What stands below a bar, in lines of so many letters: the plan, its day, and what is done until then."""
    lines = wrapped(_name(outcome, race), letters)
    if race.client.runs_servers:
        lines.append(race.client.words.days(outcome.patches_after))
    if outcome.mitigation is not None:
        mitigation = shortened(race.until_then(outcome))
        lines += wrapped(race.client.words.text("chart-waiting-with", mitigation=mitigation), letters)
    return "\n".join(lines)


def _name(outcome: PlanOutcome, race: OwnRace) -> str:
    """The plan, and whether it is what the client does today."""
    if outcome is not race.today:
        return plan_on_chart(race.client, outcome.name, LONGEST)
    alike = [plan.name for plan in race.plans if plan.comes_to_the_same_as(outcome)]
    if not alike or not race.client.runs_servers:
        return shown_plan(race.client, outcome.name)
    return race.client.words.text("chart-waiting-as-today", plan=plan_on_chart(race.client, alike[0], LONGEST))


def _money(race: OwnRace, cost: Money, more: float) -> str:
    """What an added number costs on average, on two lines."""
    language, say = race.client.words, race.client.words.text
    amount = language.money(abs(more) / race.denominator * cost.amount, cost.currency)
    return f"{say('chart-waiting-money.first')}\n{say('chart-waiting-money.second', amount=amount, fewer=more < 0)}"


def _caption(race: OwnRace) -> str:
    language, texts = race.client.words, []
    if race.client.cost_of_breach and race.is_attacked:
        cost = race.client.cost_of_breach
        texts.append(language.text("chart-waiting-caption-money", cost=language.money(cost.amount, cost.currency)))
    if race.is_attacked and race.without_range:
        texts.append(language.text("chart-waiting-caption-no-range", why=race.without_range))
    return " ".join([*texts, basis_line(race.scenario, len(race.chances), language)])
