"""What collides in a figure: texts with texts, with lines and with axes, and texts beyond the edge of what is saved."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Bbox, BboxBase

TOUCH = 1.0
"""Pixels by which boxes may overlap: letters do not fill theirs."""


def collisions(figure: Figure) -> list[str]:
    """What a reader would see printed over something else, a line each; none in a good figure."""
    figure.draw_without_rendering()
    boxes = [(text, _box(text)) for text in _visible(figure)]
    found = [
        f"{_short(one)} over {_short(other)}"
        for (one, box), (other, another) in combinations(boxes, 2)
        if _shrunk(box).overlaps(_shrunk(another))
    ]
    on_white = {id(text) for legend in figure.findobj(Legend) for text in legend.get_texts()}
    for text, box in boxes:
        if id(text) in on_white or text.get_bbox_patch() is not None:
            continue
        found += [f"{_short(text)} over a line" for line in _lines(figure) if _crosses(line, _shrunk(box))]
    return found + beyond(figure, figure.get_tightbbox().transformed(figure.dpi_scale_trans))


def beyond(figure: Figure, frame: BboxBase) -> list[str]:
    """The texts that stick out of a frame in pixels."""
    return [
        f"{_short(text)} beyond the edge"
        for text, box in ((text, _box(text)) for text in _visible(figure))
        if box.x0 < frame.x0 - TOUCH
        or box.x1 > frame.x1 + TOUCH
        or box.y0 < frame.y0 - TOUCH
        or box.y1 > frame.y1 + TOUCH
    ]


def _all_axes(figure: Figure) -> Iterator[Any]:
    for ax in figure.axes:
        yield ax
        yield from ax.child_axes


def _visible(figure: Figure) -> list[Text]:
    """The texts that are drawn: not those of ticks that lie outside their axis, or of axes that are switched off."""
    undrawn: set[int] = set()
    for ax in _all_axes(figure):
        for axis in (ax.xaxis, ax.yaxis):
            low, high = sorted(axis.get_view_interval())
            slack = 1e-6 * (high - low)
            ticks: list[Any] = [*axis.get_major_ticks(), *axis.get_minor_ticks()]
            is_off = not ax.axison or not axis.get_visible()
            for tick in ticks:
                if is_off or not low - slack <= tick.get_loc() <= high + slack:
                    undrawn |= {id(tick.label1), id(tick.label2)}
            if is_off:
                undrawn |= {id(axis.label), id(axis.offsetText)}
    texts = [text for text in figure.findobj(Text) if isinstance(text, Text)]
    return [text for text in texts if text.get_visible() and text.get_text().strip() and id(text) not in undrawn]


def _lines(figure: Figure) -> list[Line2D]:
    """The lines that stand for data: neither those of the grid nor those in a legend."""
    in_front = [line for ax in _all_axes(figure) for line in ax.get_lines()]
    return [line for line in in_front if line.get_visible() and line.get_linestyle() not in ("None", "none", "", " ")]


def _crosses(line: Line2D, box: Bbox) -> bool:
    path = line.get_transform().transform_path(line.get_path())
    if line.get_clip_on() and line.axes is not None:
        inside = Bbox.intersection(box, line.axes.bbox)
        return inside is not None and inside.width > 0 and inside.height > 0 and path.intersects_bbox(inside, False)
    return bool(path.intersects_bbox(box, False))


def _box(text: Text) -> Bbox:
    """The box of the letters, without the arrow that a note may have."""
    return Text.get_window_extent(text)


def _shrunk(box: Bbox) -> Bbox:
    return box.padded(-TOUCH)


def _short(text: Text) -> str:
    return repr(" ".join(text.get_text().split())[:50])
