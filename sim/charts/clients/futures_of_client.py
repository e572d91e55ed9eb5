"""A client's futures as dots: how likely a breach is in each of twenty that are as likely, today and with a plan."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from sim.charts.drawing.alt_text import describe
from sim.charts.drawing.style import (
    BLACK,
    BREACHED,
    YOU,
    basis_line,
    caption,
    entitle,
    in_our_look,
    new_axes,
)
from sim.charts.drawing.wrapping import wrapped
from sim.clients import unattacked
from sim.clients.own_race import OwnRace
from sim.clients.plan_outcome import TWENTY, PlanOutcome
from sim.wording.chances import chance_of
from sim.wording.language import capitalized

from .names_on_charts import client_on_chart, in_the_cloud, plan_on_chart

FloatArray = NDArray[np.float64]
COLUMNS = 36
"""Places for dots from left to right; those in one place are stacked."""
LINE, GAP = 14.0, 6.0
"""Points of height above the dots of a row for each line of its words, and below these."""
LETTER = 0.59
"""The width of a letter of the words of a row, as a share of its size."""
SIZE = (10.0, 4.2)


@in_our_look
def futures_of_client(race: OwnRace, ax: Axes | None = None) -> Axes:
    """Draw twenty quantiles of the chance to be breached as dots: what the client does today, and its best plan.

    Each dot is one of twenty futures, all as likely; the line in a row is the average (quantile dots: Kay et al. 2016,
    CHI 2016:5092). Where futures lie at two ends, they show what no average and no band does.

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
    >>> ax = sim.charts.futures_of_client(race)
    """
    ax = new_axes(SIZE) if ax is None else ax
    number, language, say = race.denominator, race.client.words, race.client.words.text
    best = min(race.plans, key=lambda plan: plan.mean)
    rows = [race.today] if best.comes_to_the_same_as(race.today) else [race.today, best]
    last = min(max(*(float(plan.twentieths[-1]) for plan in rows), 1 / number) * 1.08, 1.0) * number
    stacks = [_stacked(plan.twentieths * number, last) for plan in rows]
    high, wide = _points(ax)
    letters = wide / (LETTER * float(mpl.rcParams["font.size"]))
    words = [wrapped(_average(plan, race), letters) for plan in rows]
    above = [LINE * len(lines) + GAP for lines in words]
    room = high - sum(above)
    dot = min(wide / COLUMNS, room / sum(float(below.max()) + 1 for _, below in stacks))
    base = sum(above) + sum((float(below.max()) + 1) * dot for _, below in stacks)
    for plan, (places, below), lines, taken in zip(rows, stacks, words, above, strict=True):
        top = (float(below.max()) + 1) * dot
        base -= taken + top
        ax.scatter(
            places, base + (below + 0.5) * dot, s=(0.94 * dot) ** 2, color=BREACHED, edgecolors="white", linewidths=0.5,
            zorder=3,
        )  # fmt: skip
        ax.plot([plan.mean * number] * 2, [base, base + top], color=BLACK, linewidth=1.6, zorder=2)
        ax.axhline(base, color=BLACK, linewidth=0.8, zorder=1)
        ax.annotate(
            "\n".join(lines), (0, base + top), (0, 3), linespacing=1.15,
            textcoords="offset points", va="bottom", ha="left", fontweight="bold",
            color=YOU if plan is race.today else BLACK,
        )  # fmt: skip
    ax.set_xlim(-0.02 * last, last * 1.02)
    ax.set_ylim(0, high)
    ax.set_yticks([])
    ax.grid(visible=False)
    ax.spines[["left", "right", "top"]].set_visible(False)
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda count, _: language.number(count)))
    breached = race.say("chart-axis-breached", number=number)
    ax.set_xlabel("\n".join(wrapped(breached, letters)))
    finding = _finding(race, race.today)
    entitle(ax, finding, _basis(race))
    dots = [] if race.without_range else [say("chart-dots-caption")]
    caption(ax, " ".join([*dots, basis_line(race.scenario, len(race.chances), language)]), 44)
    told = "; ".join(_futures(plan, race) for plan in rows if race.is_attacked)
    describe(ax, say("chart-dots-alt", finding=finding, dots=TWENTY, rows=told))
    for text_drawn in ax.texts:
        text_drawn.set_parse_math(False)  # a plan may be called $x$
    return ax


def _stacked(counts: FloatArray, last: float) -> tuple[FloatArray, FloatArray]:
    """Where dots stand from left to right, in columns, and how many lie below each."""
    wide = last / COLUMNS
    column = np.floor(counts / wide + 0.5)
    below = np.array([np.count_nonzero(column[:index] == each) for index, each in enumerate(column)], dtype=np.float64)
    return column * wide, below


def _points(ax: Axes) -> tuple[float, float]:
    """Height and width of axes in points, in which dots are laid out."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    box = ax.get_position()
    return box.height * figure.get_figheight() * 72, box.width * figure.get_figwidth() * 72


def _name(plan: PlanOutcome, race: OwnRace) -> str:
    """A row: the plan and its day."""
    client, days = race.client, race.client.words.days(plan.patches_after)
    if plan is race.today:
        return client.words.text("chart-row-today", days=days)
    return client.words.text("chart-row-plan", plan=plan_on_chart(client, plan.name), days=days)


def _average(plan: PlanOutcome, race: OwnRace) -> str:
    language = race.client.words
    count = chance_of(plan.mean, race.denominator, language)
    return language.text("chart-row-average", row=_name(plan, race), count=count)


def _futures(plan: PlanOutcome, race: OwnRace) -> str:
    language = race.client.words
    futures = plan.futures(race.denominator, language)
    return language.text("chart-row-futures", row=_name(plan, race), futures=futures)


def _basis(race: OwnRace) -> str:
    client = race.client
    if not client.runs_servers:
        return in_the_cloud(client)
    return client.words.text("chart-dots-basis", client=client_on_chart(client), dots=TWENTY)


def _finding(race: OwnRace, plan: PlanOutcome) -> str:
    if not race.is_attacked:
        return unattacked.finding(race.scenario, race.client)
    if race.without_range:
        return race.without_range
    number, language = race.denominator, race.client.words
    return capitalized(race.say("chart-dots-found", futures=plan.futures(number, language), number=number))
