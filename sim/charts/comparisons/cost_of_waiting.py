"""The cost of waiting: from the fastest plan to the slowest, what each further delay adds in the same worlds."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from sim.charts.drawing.alt_text import describe
from sim.charts.drawing.style import caption, comparison_line, entitle, in_our_look, new_axes
from sim.charts.drawing.waterfall import Waterfall, direction, draw_waterfall, letters_below, waterfall, width_for
from sim.charts.drawing.wrapping import wrapped
from sim.clients.waiting import plans
from sim.model.measures import ALL
from sim.outcomes import SINGULAR, denominator_of, outcome_named
from sim.runs.comparison import Comparison
from sim.runs.result import about

OF = 100


@in_our_look
def cost_of_waiting(
    comparison: Comparison,
    ax: Axes | None = None,
    *,
    outcome: str = "compromised",
    population: str = ALL,
    order: Sequence[str] | None = None,
    cost_of_breach: float | None = None,
    currency: str = "EUR",
) -> Axes:
    """Draw a waterfall of plans: how many of 100 with the first, and how many each step to the next adds.

    Parameters
    ----------
    comparison : Comparison
        What `sim.compare` gave.
    ax : Axes, optional
        Where to draw; by default new axes.
    outcome, population : str
        What is counted, and of whom; by default compromised servers of all.
    order : sequence of str, optional
        Names of the plans in their order; by default from the fewest to the most.
    cost_of_breach : float, optional
        What one of them costs; with it each step is given in money too. Without it the chart knows no money.
    currency : str
        In which currency.

    Returns
    -------
    Axes
        The axes drawn on.

    Raises
    ------
    KeyError
        For an unknown name.

    Examples
    --------
    >>> ax = sim.charts.cost_of_waiting(comparison)
    """
    steps = plans(comparison, outcome, population, OF, order)
    fall = waterfall(steps, OF)
    names = [step.name.replace("_", " ") for step in steps]
    ax = new_axes((width_for(steps), 5.4)) if ax is None else ax

    def money(more: float) -> str:
        return f"{currency} {about(abs(more) * (cost_of_breach or 0))} {direction(more)}"

    labels = ["\n".join(wrapped(name, letters_below(ax, len(names)))) for name in names]
    draw_waterfall(ax, fall, labels, None if cost_of_breach is None else money)
    ax.set_ylabel(f"{_what(outcome)}, of {OF} {denominator_of(outcome).title}")
    finding = _finding(fall, names, outcome)
    whom = "" if population == ALL else f"; {population.replace('_', ' ')} only"
    entitle(
        ax,
        finding,
        f"On top of each bar: what this plan adds to the one before it, in the same simulated futures{whom}",
    )
    basis = comparison_line(comparison)
    caption(
        ax,
        f"{_reading(cost_of_breach, currency, outcome)}{basis}",
        34 + 14 * max(label.count("\n") for label in labels),
    )
    describe(ax, f"Waterfall chart. {finding}. {fall.in_words(names)}")
    return ax


def _finding(fall: Waterfall, names: list[str], outcome: str) -> str:
    """What lies between the first plan and the last."""
    of = f"of {OF} {denominator_of(outcome).title} {_what(outcome)}"
    if len(names) == 1:
        return f"{names[0].capitalize()}: {fall.bare_level(0)} {of}"
    return f"{names[-1].capitalize()} instead of {names[0]}: {fall.in_all()} {of}"


def _reading(cost: float | None, currency: str, outcome: str) -> str:
    if cost is None:
        return ""
    one = SINGULAR[outcome_named(outcome).unit]
    per = f"{OF} {denominator_of(outcome).title}"
    return f"Money: per {per}, if each {one} {_what(outcome)} costs {currency} {cost:,.0f} (as given). "


def _what(outcome: str) -> str:
    return outcome.replace("organizations_", "").replace("_", " ")
