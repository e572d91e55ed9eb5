"""The timeline of an incident: its named moments as labels on stems, and the race under it on the same dates."""

from __future__ import annotations

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.dates import date2num

from sim.charts.drawing.alt_text import describe
from sim.charts.drawing.label_lanes import Lane, lanes, text_width
from sim.charts.drawing.named_moments import NamedMoment, named_moments
from sim.charts.drawing.style import BLACK, BLUE, LOOK, SIZE, caption, curves_line, entitle, new_figure, provenance_line
from sim.model.measures import ALL
from sim.runs.result import Result

from .race_over_time import STATES_ARE, draw_states, finding, spread_of_worlds

POINTS, LANE = 10.0, 17.0
"""Size of the labels, and from one lane of labels to the next, in points."""
GAP = 8.0
"""Least distance of a label from the stem beside it, in points."""
RACE = 4.0
"""Inches of the race."""
ACROSS = SIZE[0] * 0.775 * 72
"""Points across the axes of a new figure."""


def timeline(result: Result, axes: tuple[Axes, Axes] | None = None, *, population: str = ALL) -> tuple[Axes, Axes]:
    """Draw the named moments above and the states of servers below, on the same dates.

    Parameters
    ----------
    result : Result
        What `sim.run` gave.
    axes : tuple of Axes, optional
        Where to draw: the moments, and the race; by default new ones.
    population : str
        A population, or all.

    Returns
    -------
    tuple of Axes
        Both axes.

    Raises
    ------
    KeyError
        For an unknown population.

    Examples
    --------
    >>> above, below = sim.charts.timeline(proxylogon)
    """
    moments = named_moments(result)
    above, below = _new_pair(result, moments) if axes is None else axes
    figure = above.get_figure(root=True)
    assert figure is not None
    across = above.bbox.width / figure.dpi * 72
    draw_states(below, result, population)
    placed = _placed(result, moments, across)
    _draw_moments(above, moments, placed)
    for moment in moments:
        below.axvline(date2num(moment.date), color=BLACK, linewidth=0.7, linestyle=":", alpha=0.65, zorder=0.5)
    above.set_xlim(*date2num(result.dates[[0, -1]]))
    found, spread = finding(result, population), spread_of_worlds(result, population)
    entitle(above, found, spread)
    caption(below, f"{STATES_ARE}{curves_line(result)}{provenance_line(result)}")
    listed = "; ".join(f"{moment.name} {moment.text}" for moment in moments)
    describe(above, f"Timeline with the race under it. {found}. {spread}. " + (f"Moments: {listed}." if listed else ""))
    return above, below


def _new_pair(result: Result, moments: list[NamedMoment]) -> tuple[Axes, Axes]:
    """Two axes one above the other, the upper one as high as its labels need."""
    highest = max((lane.height for lane in _placed(result, moments, ACROSS)), default=0)
    lane_inches = (highest + 1.6) * LANE / 72
    with mpl.rc_context(LOOK):
        figure = new_figure((SIZE[0], (lane_inches + RACE) / 0.77))
        above, below = figure.subplots(2, 1, height_ratios=[lane_inches, RACE], gridspec_kw={"hspace": 0.02})
    return above, below


def _placed(result: Result, moments: list[NamedMoment], across: float) -> list[Lane]:
    places = [moment.days / float(result.days[-1]) * across for moment in moments]
    return lanes(places, [text_width(_label(moment), POINTS) for moment in moments], across, GAP)


def _draw_moments(ax: Axes, moments: list[NamedMoment], placed: list[Lane]) -> None:
    highest = max((lane.height for lane in placed), default=0)
    for moment, lane in zip(moments, placed, strict=True):
        at, height = date2num(moment.date), lane.height + 0.8
        ax.plot([at, at], [0, height], color=BLACK, linewidth=0.8)
        ax.plot(at, 0, marker="D" if moment.is_uncertain else "o", color=BLUE, markersize=6, markeredgecolor="white",
                clip_on=False, zorder=3)  # fmt: skip
        side, apart = ("right", -3) if lane.to_the_left else ("left", 3)
        ax.annotate(
            _label(moment), (at, height), (apart, 0), textcoords="offset points", ha=side, va="center",
            fontsize=POINTS, color=BLACK, annotation_clip=False,
        )  # fmt: skip
    ax.set_ylim(0, highest + 1.6)
    ax.set_yticks([])
    ax.tick_params(axis="x", labelbottom=False, length=0)
    ax.spines["left"].set_visible(False)
    ax.spines["bottom"].set(linewidth=2, color=BLUE)
    ax.grid(visible=False)


def _label(moment: NamedMoment) -> str:
    return f"{moment.name}, {moment.text}"
