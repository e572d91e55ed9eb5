"""Small multiples: heat maps of an outcome by two parameters, one for each value of a third."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from sim.charts.drawing.style import BLACK, caption, entitle, in_our_look, new_axes, study_line
from sim.model.measures import ALL
from sim.sweeps.study import Study
from sim.wording.sentences import counted

from .heat_map import draw_cells, draw_key, left_out, lowest_and_highest, means_by, two_scales
from .scales import named, scale_of, some

MOST_PANELS = 6
GAP = 0.035


@in_our_look
def small_multiples(
    study: Study,
    ax: Axes | None = None,
    *,
    outcome: str = "compromised",
    population: str = ALL,
    across: str | None = None,
    up: str | None = None,
    by: str | None = None,
) -> Axes:
    """Draw a heat map for each value of a third parameter (six at most), all on one scale of colours.

    Further parameters are averaged over. The panels are inset axes of `ax`.

    Parameters
    ----------
    study : Study
        What `sim.run_study` gave.
    ax : Axes, optional
        Where to draw; by default new axes.
    outcome, population : str
        What is counted, and of whom; by default compromised servers of all.
    across, up, by : str, optional
        Paths of the parameters; by default the first, the second and the third.

    Returns
    -------
    Axes
        The axes drawn on.

    Raises
    ------
    KeyError
        For an unknown name, or a path that does not vary.
    ValueError
        If the study varies fewer than three parameters.

    Examples
    --------
    >>> ax = sim.charts.small_multiples(cube, across=rate, up=speed, by="timeline.fix")
    """
    table = study.mean_by_point(outcome, population)
    paths = [each.path for each in study.parameters]
    free = [path for path in paths if path not in (across, up, by)]
    if len(paths) < 3:
        raise ValueError(f"small multiples need three parameters, and {study.name} varies {len(paths)}")
    across, up, by = (path or free.pop(0) for path in (across, up, by))
    horizontal, vertical = two_scales(study, table, across, up)
    third = scale_of(study, named(study, by), table)
    ax = new_axes((12.0, min(9.0, 2.6 + 0.62 * len(vertical.values)))) if ax is None else ax
    shown = some(third.values, MOST_PANELS)
    tables = [(means_by(table[table[by] == each], horizontal, vertical), third.setting(each)) for each in shown]
    together = np.stack([cells for cells, _ in tables])
    limits = float(np.nanmin(together)), float(np.nanmax(together))
    ax.set_axis_off()
    lower = 0.0
    width = (1 - GAP * (len(shown) - 1)) / len(shown)
    for number, (cells, setting) in enumerate(tables):
        panel = ax.inset_axes((number * (width + GAP), 0, width, 1))
        lower = max(lower, draw_cells(panel, cells, horizontal, vertical, limits, 1.2 * width))
        panel.set_xlabel("")
        panel.set_title(setting, fontsize=10.5, fontweight="bold", loc="left", color=BLACK)
        if number:
            panel.set_yticks([])
            panel.set_ylabel("")
    ax.annotate(
        horizontal.label, (0.5, 0), (0, -32 - lower), "axes fraction", "offset points", ha="center", fontsize=11,
        annotation_clip=False,
    )  # fmt: skip
    draw_key(ax, limits, counted(outcome, population))
    entitle(ax, *lowest_and_highest(tables, horizontal, vertical, outcome, population))
    some_only = f"{len(shown)} of {len(third.values)} values of {third.parameter.label} are drawn. "
    text = some_only if len(shown) < len(third.values) else ""
    caption(ax, f"Cells: mean. {text}{left_out(together)}{study_line(study)}", 46 + lower)
    return ax
