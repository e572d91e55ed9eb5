"""Charts look as they were accepted, but for their text: `make pictures` accepts how they look now.

Look at what changed in tests/pictures before you commit it.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.text import Text

import sim
from sim.charts.drawing.style import LOOK

NAMES = sorted(name for name in sim.charts.__all__ if not name.startswith(("save", "alt_text", "race_animation")))
TOLERANCE = 1
"""Root mean square of the differences of colour levels, 0 to 255: lines may be drawn a little differently elsewhere."""
TOLERANCE_OF_CELLS = 12
"""Versions of Matplotlib put the borders of cells one dot further."""
CELLS = {"heat_map", "small_multiples"}


def compared(name: str) -> Any:
    """A chart, with how it is compared."""
    how = pytest.mark.mpl_image_compare(
        tolerance=TOLERANCE_OF_CELLS if name in CELLS else TOLERANCE,
        style=LOOK,
        remove_text=True,
        savefig_kwargs={"dpi": 50},
    )
    return pytest.param(name, marks=how)


@pytest.mark.parametrize("name", [compared(name) for name in NAMES])
def test_picture(name: str, gallery: ModuleType, lines_of_gallery: dict[str, Any]) -> Figure:
    drawn = gallery.drawn(gallery.ENTRIES[name], lines_of_gallery)
    figure: Figure = (drawn[0] if isinstance(drawn, tuple) else drawn).get_figure(root=True)
    for legend in figure.findobj(Legend):
        legend.set_visible(False)  # its place depends on the width of letters
    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        text.set_text("")  # the plugin removes titles and labels of axes alone
    return figure
