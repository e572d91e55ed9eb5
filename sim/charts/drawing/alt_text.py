"""Alt text: what a chart shows in one or two plain sentences with the numbers, for those who do not see it."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

KEPT_AS = "alt_text"
"""Attribute of axes that holds their text: it goes where the axes go, also through pickle."""


def describe(ax: Axes, text: str) -> None:
    """Give axes their alt text, in place of one they have."""
    setattr(ax, KEPT_AS, " ".join(text.split()))


def alt_text(drawn: Axes | Figure) -> str:
    """The text of a chart for those who do not see it.

    Parameters
    ----------
    drawn : Axes or Figure
        What a chart returned, or its figure.

    Returns
    -------
    str
        That of the axes, or of all axes of a figure one after the other; empty where there is none.

    Examples
    --------
    >>> sim.charts.alt_text(sim.charts.possible_worlds(result)).split(".")[0]
    'Dot plot of 100 simulated futures'
    """
    if isinstance(drawn, Figure):
        return " ".join(filter(None, (alt_text(ax) for ax in drawn.axes)))
    return str(getattr(drawn, KEPT_AS, ""))
