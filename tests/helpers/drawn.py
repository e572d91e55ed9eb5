"""What tests read off a drawn chart."""

from __future__ import annotations

import sys
from typing import Any

from matplotlib.patches import Rectangle
from matplotlib.text import Text

from sim.charts import alt_text


def words(ax: Any) -> str:
    """All text of a figure in one string, with line breaks folded."""
    texts = ax.figure.findobj(lambda artist: hasattr(artist, "get_text"))
    return " ".join(" ".join(artist.get_text().split()) for artist in texts)


def said_by(ax: Any) -> list[str]:
    """Every text of a drawn chart, then the one for those who do not see it."""
    return [text.get_text() for text in ax.figure.findobj(Text)] + [alt_text(ax)]


def title(ax: Any) -> str:
    """The title in one line."""
    return " ".join(ax.get_title(loc="left").split())


def bars(ax: Any) -> list[Rectangle]:
    """The rectangles of a chart."""
    return [patch for patch in ax.patches if isinstance(patch, Rectangle)]


def close_all() -> None:
    """Close all figures: pyplot, once imported, keeps every one."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close("all")


def render(ax: Any) -> None:
    """Draw everything once, as saving would."""
    ax.figure.draw_without_rendering()
