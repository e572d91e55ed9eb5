"""Charts look as they were accepted, but for their text: `make pictures` accepts how they look now.

Look at what changed in tests/pictures before you commit it.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

import sim
from sim.charts.style import LOOK

NAMES = sorted(name for name in sim.charts.__all__ if not name.startswith(("save", "alt_text", "race_animation")))
TOLERANCE = 3
"""Root mean square of the differences of grey levels: lines may be drawn a little differently elsewhere."""


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.mpl_image_compare(tolerance=TOLERANCE, style=LOOK, remove_text=True, savefig_kwargs={"dpi": 50})
def test_picture(name: str, gallery: ModuleType, lines_of_gallery: dict[str, Any]) -> Figure:
    drawn = gallery.drawn(gallery.ENTRIES[name], lines_of_gallery)
    figure: Figure = (drawn[0] if isinstance(drawn, tuple) else drawn).get_figure(root=True)
    for text in figure.findobj(Text):
        text.set_text("")  # the plugin removes titles and labels of axes alone
    return figure
