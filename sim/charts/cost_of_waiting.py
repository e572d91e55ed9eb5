"""The cost of waiting: from the fastest plan to the slowest, what each further delay adds in the same worlds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from sim.model.measures import ALL
from sim.model.outcomes import DENOMINATOR_TEXTS, OUTCOMES
from sim.studies.comparison import Comparison
from sim.studies.comparison_text import SINGULAR, UNITS
from sim.studies.result import about
from sim.studies.waiting import Plan, plans

from .alt_text import describe
from .style import BLACK, BLUE, GREY, ORANGE, basis_line, caption, entitle, new_axes

WIDTH = 0.6
OF = 100


def cost_of_waiting(
    comparison: Comparison,
    ax: Axes | None = None,
    outcome: str = "compromised",
    population: str = ALL,
    order: Sequence[str] | None = None,
    cost_of_breach: float | None = None,
    currency: str = "EUR",
) -> Axes:
    """Draw a waterfall of plans: how many of 100 with the first, and how many each step to the next adds.

    Plans stand from the fewest to the most, or in the `order` given. With `cost_of_breach`, what one of them costs in
    `currency`, each step is told in money too; without it the chart knows no money. Raises KeyError for an unknown
    name.
    """
    steps = plans(comparison, outcome, population, OF, order)
    digits = _digits(steps)
    levels = [round(step.level.exact, digits) for step in steps]
    # Steps are differences of the rounded levels, so that what is printed adds up.
    added = [0.0, *(round(after - before, digits) for before, after in pairwise(levels))]
    ax = new_axes((max(10.0, 2.6 * len(steps)), 5.4)) if ax is None else ax
    top = max(*levels, 1.0) * 1.45
    for position, (step, level, more) in enumerate(zip(steps, levels, added, strict=True)):
        bottom = min(level, level - more)
        ax.bar(position, bottom, WIDTH, color="#d9e6ef", edgecolor=BLUE, linewidth=1.2)
        ax.text(position, 0.025 * top, f"{level:.{digits}f} of {OF}", ha="center", va="bottom", fontsize=12.5,
                color=BLACK)  # fmt: skip
        if position:
            face, hatch = (ORANGE, "///") if more > 0 else ("white", "...")
            ax.bar(position, abs(more), WIDTH, bottom=bottom, color=face, hatch=hatch, edgecolor=BLACK, linewidth=1.0)
            before = levels[position - 1]
            ends = [position - 1 + WIDTH / 2, position - WIDTH / 2]
            ax.plot(ends, [before, before], color=BLACK, linewidth=1.0, linestyle=":")
            _label(ax, (position, max(level, before)), step, more, digits, cost_of_breach, currency)
    ax.set_xticks(range(len(steps)), [step.name.replace("_", " ") for step in steps], fontsize=12)
    ax.set_xlim(-0.6, len(steps) - 0.4)
    ax.set_ylim(0, top)
    ax.yaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.set_ylabel(f"{_what(outcome)}, of {OF} {_whole(outcome)}")
    ax.grid(axis="x", visible=False)
    finding = _finding(steps, added, digits, outcome)
    whom = "" if population == ALL else f"; {population.replace('_', ' ')} only"
    entitle(
        ax,
        finding,
        f"On top of each bar: what this plan adds to the one before it, in the same simulated futures{whom}",
    )
    basis = basis_line(comparison.scenario, comparison.replications_made)
    caption(ax, f"{_reading(cost_of_breach, currency, outcome)}{basis}", 34)
    describe(ax, f"Waterfall chart. {finding}. {_told(steps, levels, added, digits)}")
    return ax


def _digits(steps: list[Plan]) -> int:
    """Decimals to print: none, but one where a step would otherwise vanish."""
    return int(any(0 < abs(step.added) < 1 for step in steps))


def _label(
    ax: Axes, at: tuple[float, float], step: Plan, more: float, digits: int, cost: float | None, currency: str
) -> None:
    """What a step adds: the number, how far worlds differ, and the money if a cost was given."""
    small = [f"{_range(step, digits)}\nin 9 of 10 futures"]
    if not step.is_clear:
        small.insert(0, "no clear difference")
    if cost is not None:
        small.append(f"{currency} {about(abs(more) * cost)} {_direction(more)}")
    note = ax.annotate(
        "\n".join(small), at, (0, 5), textcoords="offset points", ha="center", va="bottom", fontsize=9.5, color=GREY,
        linespacing=1.3,
    )  # fmt: skip
    ax.annotate(
        f"{abs(more):.{digits}f} {_direction(more)}", (0.5, 1), (0, 2), xycoords=note, textcoords="offset points",
        ha="center", va="bottom", fontsize=14, fontweight="bold", color=BLACK,
    )  # fmt: skip


def _range(step: Plan, digits: int) -> str:
    low, high = (round(each, digits) for each in (step.low, step.high))
    if low < 0 < high:
        return f"between {-low:.{digits}f} fewer and {high:.{digits}f} more"
    ends = sorted((abs(low), abs(high)))
    return f"between {ends[0]:.{digits}f} and {ends[1]:.{digits}f} {_direction(low + high)}"


def _direction(more: float) -> str:
    return "fewer" if more < 0 else "more"


def _finding(steps: list[Plan], added: list[float], digits: int, outcome: str) -> str:
    """What lies between the first plan and the last."""
    first, last, in_all = _name(steps[0]), _name(steps[-1]), sum(added)
    of = f"of {OF} {_whole(outcome)} {_what(outcome)}"
    if len(steps) == 1:
        return f"{first.capitalize()}: {steps[0].level.exact:.{digits}f} {of}"
    return f"{last.capitalize()} instead of {first}: {abs(in_all):.{digits}f} {_direction(in_all)} {of}"


def _told(steps: list[Plan], levels: list[float], added: list[float], digits: int) -> str:
    """The bars in words, for the alt text."""
    parts = [f"{_name(steps[0])} {levels[0]:.{digits}f} of {OF}"]
    for step, level, more in zip(steps[1:], levels[1:], added[1:], strict=True):
        parts.append(f"{_name(step)} {level:.{digits}f}, {abs(more):.{digits}f} {_direction(more)}")
    return "; ".join(parts).capitalize() + "."


def _reading(cost: float | None, currency: str, outcome: str) -> str:
    if cost is None:
        return ""
    one = SINGULAR[UNITS[outcome]]
    return (
        f"Money: per {OF} {_whole(outcome)}, if each {one} {_what(outcome)} costs {currency} {cost:,.0f} (as given). "
    )


def _what(outcome: str) -> str:
    return outcome.replace("organizations_", "").replace("_", " ")


def _whole(outcome: str) -> str:
    return next(DENOMINATOR_TEXTS[each.denominator] for each in OUTCOMES if each.name == outcome)


def _name(step: Plan) -> str:
    return step.name.replace("_", " ")
