"""Moments above a chart over time: labels on stems, of which that of the fix stands out, and marks without labels."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.transforms import ScaledTranslation

from .label_lanes import lanes, text_width
from .named_moments import NamedMoment
from .style import BLACK, GREY, shortened

POINTS, LANE = 10.0, 18.0
"""Size of the labels, and from one lane of labels to the next, in points."""
LOWEST = 15.0
"""From the axes to the middle of the lowest label, in points."""
GAP = 10.0
"""Least distance of a label from the stem beside it, in points."""


def written(moment: NamedMoment) -> str:
    """A moment with its date: `mass scanning, 26 Feb`."""
    return f"{moment.name}, {moment.text}"


def _label(moment: NamedMoment) -> str:
    """The same, with a name that has room above a chart."""
    return f"{shortened(moment.name)}, {moment.text}"


def mark_moments(
    ax: Axes, fix: NamedMoment | None, main: list[NamedMoment], others: list[NamedMoment], horizon: float
) -> float:
    """Label the fix and the main moments above the axes, mark the others; returns how high that is, in points."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    at_top = ax.get_xaxis_transform()
    for moment in others:
        ax.plot(date2num(moment.date), 1.0, transform=at_top, marker=_marker(moment), color="white",
                markeredgecolor=GREY, markersize=4, clip_on=False, zorder=3)  # fmt: skip
    labelled = sorted([*main, *filter(None, [fix])], key=lambda each: each.days)
    across = ax.bbox.width / figure.dpi * 72
    places = [moment.days / horizon * across for moment in labelled]
    widths = [text_width(_label(each), POINTS, "bold" if each is fix else "normal") for each in labelled]
    placed = lanes(places, widths, across, GAP)
    for moment, lane in zip(labelled, placed, strict=True):
        is_fix = moment is fix
        date = date2num(moment.date)
        high = LOWEST + LANE * lane.height
        shifted = at_top + ScaledTranslation(0, high / 72, figure.dpi_scale_trans)
        ax.axvline(date, color=BLACK, zorder=0.6, linewidth=1.8 if is_fix else 0.8, linestyle="-" if is_fix else ":")
        ax.annotate(
            "", (date, 1.0), (date, 1.0), at_top, shifted, annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": BLACK, "linewidth": 1.8 if is_fix else 0.8, "shrinkA": 0,
                        "shrinkB": 0},
        )  # fmt: skip
        ax.plot(date, 1.0, transform=at_top, marker=_marker(moment), color=BLACK, markersize=8 if is_fix else 6,
                markeredgecolor="white", clip_on=False, zorder=4)  # fmt: skip
        side, apart = ("right", -4) if lane.to_the_left else ("left", 4)
        box = {"boxstyle": "square,pad=0.22", "facecolor": BLACK, "edgecolor": BLACK} if is_fix else None
        ax.annotate(
            _label(moment), (date, 1.0), (apart, high), at_top, "offset points", ha=side, va="center",
            fontsize=POINTS, fontweight="bold" if is_fix else "normal", color="white" if is_fix else BLACK,
            annotation_clip=False, bbox=box,
        )  # fmt: skip
    return LANE * max((lane.height for lane in placed), default=-1) + LOWEST if labelled else 0.0


def _marker(moment: NamedMoment) -> str:
    return "D" if moment.is_uncertain else "o"
