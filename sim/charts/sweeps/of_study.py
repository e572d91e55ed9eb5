"""Which charts fit a study, written into a folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from sim.charts.drawing.save import save
from sim.problems import InputError
from sim.sweeps.design import GRID, NAMES, SAMPLED, SOBOL_INDICES, ZIP
from sim.sweeps.sensitivity import Sensitivity, independent, sensitivity
from sim.sweeps.study import Study, StudyParameter

from .heat_map import heat_map
from .response import response
from .response_of_samples import response_of_samples
from .scales import named
from .sensitivity_indices import sensitivity_indices
from .small_multiples import small_multiples
from .tornado import tornado

if TYPE_CHECKING:
    import pandas as pd

MOST_RESPONSES = 6


def save_study(study: Study, folder: str | Path) -> list[Path]:
    """Write every chart that fits a study into a folder, as PNG and SVG.

    Failed points are left out, and the captions say so. A study without a finished point has no charts.

    Parameters
    ----------
    study : Study
        What `sim.run_study` gave.
    folder : str or Path
        Where files go; made if it is not there.

    Returns
    -------
    list of Path
        The files.

    Examples
    --------
    >>> files = sim.charts.save_study(grid, "charts")
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if not len(study.finished):
        return []
    return [path for name, chart in fitting(study).items() for path in save(chart, folder, name)]


def save_sensitivity(study: Study, found: Sensitivity, swung: pd.DataFrame, folder: str | Path) -> list[Path]:
    """Write the charts of a sensitivity and of the swings that go with it, as PNG and SVG.

    Parameters
    ----------
    study : Study
        A study of the design `sobol_indices`.
    found : Sensitivity
        What `sim.sensitivity` gave of it.
    swung : DataFrame
        What `sim.swings` gave of it.
    folder : str or Path
        Where files go; made if it is not there.

    Returns
    -------
    list of Path
        The files.

    Examples
    --------
    >>> found, swung = sim.sensitivity(unknowns), sim.swings(unknowns)
    >>> files = sim.charts.save_sensitivity(unknowns, found, swung, "charts")
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    drawn = partial(tornado, study, outcome=found.outcome, population=found.population, rows=swung)
    files = save(partial(sensitivity_indices, study, found), folder, "sensitivity_indices")
    return files + save(drawn, folder, "tornado")


def fitting(study: Study) -> dict[str, Callable[[], Axes]]:
    """The charts that have something to say about a study, by the name of their file."""
    varying = _varying(study)
    if study.design in SAMPLED:
        charts: dict[str, Callable[[], Axes]] = {"tornado": partial(tornado, study)}
        if study.design == SOBOL_INDICES:
            charts |= _of_indices(study)
        if not len(independent(study)):
            return {}
        for each in varying[:MOST_RESPONSES]:
            charts[f"response_{_slug(each)}"] = partial(response_of_samples, study, against=each.path)
        return charts
    if study.design == ZIP or len(varying) < 2:
        return {"response": partial(response, study, against=varying[0].path if varying else None)}
    if study.design != GRID:
        return {"tornado": partial(tornado, study)}
    paths = [each.path for each in varying]
    if len(paths) == 2:
        # an axis for numbers, lines for names
        against, by = sorted(paths, key=lambda path: named(study, path).unit == NAMES)
        return {
            "response": partial(response, study, against=against, by=by),
            "heat_map": partial(heat_map, study, across=paths[0], up=paths[1]),
        }
    charts = {"tornado": partial(tornado, study)}
    if len(paths) == 3:
        across, up, by = paths
        charts["small_multiples"] = partial(small_multiples, study, across=across, up=up, by=by)
    return charts


def _varying(study: Study) -> Sequence[StudyParameter]:
    """The parameters that take more than one value at the finished points."""
    points = study.points.iloc[study.finished]
    return [each for each in study.parameters if points[each.path].nunique() > 1]


def _of_indices(study: Study) -> dict[str, Callable[[], Axes]]:
    """Indices, where the study has what they need."""
    try:
        found = sensitivity(study)
    except InputError:
        return {}
    return {"sensitivity_indices": partial(sensitivity_indices, study, found)}


def _slug(parameter: StudyParameter) -> str:
    return re.sub(r"[^a-z0-9]+", "_", parameter.label.lower()).strip("_")
