"""What waiting costs a client: from its best plan to its worst, what each step adds in the same simulated futures."""

from __future__ import annotations

from matplotlib.axes import Axes

from sim.charts.drawing.alt_text import describe
from sim.charts.drawing.style import basis_line, caption, entitle, in_our_look, new_axes, shortened
from sim.charts.drawing.waterfall import Waterfall, direction, draw_waterfall, letters_below, waterfall, width_for
from sim.charts.drawing.wrapping import wrapped
from sim.clients import unattacked
from sim.clients.client import Money
from sim.clients.own_race import OwnRace
from sim.clients.plan_outcome import PlanOutcome
from sim.clients.waiting import WaitingPlan, plans_of_client
from sim.sweeps.levels import days_text

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
    fall = waterfall(steps, race.denominator, digits=0)  # as the table beside it prints them
    outcomes = [race.today if step.name == race.today.name else race.plan(step.name) for step in steps]
    ax = new_axes((width_for(steps), 5.6)) if ax is None else ax

    def money(more: float) -> str:
        return f"on average about\n{_expected(more, race.denominator, cost)} {direction(more)}" if cost else ""

    labels = [_label(outcome, race, letters_below(ax, len(steps))) for outcome in outcomes]
    draw_waterfall(ax, fall, labels, money if cost else None, not race.without_range)
    ax.set_ylabel(f"breached, of {race.denominator:,} businesses like yours")
    finding = _finding(race, fall, outcomes)
    entitle(ax, finding, _basis(race, steps))
    caption(ax, _caption(race), 34 + 14 * max(label.count("\n") for label in labels))
    describe(ax, f"Waterfall chart. {finding}. {fall.in_words([_name(outcome, race) for outcome in outcomes])}")
    return ax


def _finding(race: OwnRace, fall: Waterfall, outcomes: list[PlanOutcome]) -> str:
    if not race.is_attacked:
        return unattacked.finding(race.scenario, race.client)
    of = f"of {race.denominator:,} businesses like yours breached"
    if len(outcomes) == 1:
        return f"{_name(outcomes[0], race)}: {fall.bare_level(0)} {of}"
    first, last = (days_text(outcome.patches_after) for outcome in (outcomes[0], outcomes[-1]))
    if first == last:
        first, last = (_name(outcome, race) for outcome in (outcomes[0], outcomes[-1]))
        return f"{last} instead of {first}: {fall.in_all()} {of}"
    return f"Patched after {last} instead of {first}: {fall.in_all()} {of}"


def _basis(race: OwnRace, steps: list[WaitingPlan]) -> str:
    if not race.client.runs_servers:
        return f"{shortened(race.client.name)} runs its service at a cloud provider, who has to patch it"
    if len(steps) == 1:
        return f"{shortened(race.client.name)} has no plan but what is done today"
    return "On top of each bar: what it adds to the one before it, in the same simulated futures"


def _label(outcome: PlanOutcome, race: OwnRace, letters: float) -> str:
    """What stands below a bar, in lines of so many letters: the plan, its day, and what is done until then."""
    lines = wrapped(_name(outcome, race), letters)
    if race.client.runs_servers:
        lines.append(days_text(outcome.patches_after))
    if outcome.mitigation is not None:
        lines += wrapped(f"with {shortened(race.until_then(outcome))}", letters)
    return "\n".join(lines)


def _name(outcome: PlanOutcome, race: OwnRace) -> str:
    """The plan, and whether it is what the client does today."""
    if outcome is not race.today:
        return shortened(outcome.name, LONGEST)
    alike = [plan.name for plan in race.plans if plan.comes_to_the_same_as(outcome)]
    return f"{shortened(alike[0], LONGEST)} (as today)" if alike and race.client.runs_servers else outcome.name


def _expected(more: float, of: int, cost: Money) -> str:
    return f"{abs(more) / of * cost.amount:,.0f} {cost.currency}"


def _caption(race: OwnRace) -> str:
    text = ""
    if race.client.cost_of_breach and race.is_attacked:
        text = (
            f"Money: the added chance times what a breach costs you ({race.client.cost_of_breach}, as given). It is an "
            "average over many businesses: each of them loses all of it or nothing. "
        )
    if race.is_attacked and race.without_range:
        text += f"{race.without_range}, so no range is told: that is no certainty. "
    return text + basis_line(race.scenario, len(race.chances))
