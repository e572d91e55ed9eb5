"""Charts: functions that take results, draw on axes and return them. They compute nothing that is not in a result."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from matplotlib.axes import Axes

from sim.charts.clients.chance_by_patch_day import chance_by_patch_day
from sim.charts.clients.chance_by_speed import chance_by_speed
from sim.charts.clients.futures_of_client import futures_of_client
from sim.charts.clients.icons_of_plan import icons_of_plan
from sim.charts.clients.waiting_of_client import waiting_of_client
from sim.charts.comparisons.cost_of_waiting import cost_of_waiting
from sim.charts.comparisons.icon_arrays import icon_arrays
from sim.charts.comparisons.paired_differences import paired_differences
from sim.charts.drawing.alt_text import alt_text
from sim.charts.drawing.save import save
from sim.charts.runs.by_deployment import by_deployment
from sim.charts.runs.fallen_again import fallen_again
from sim.charts.runs.life_of_breached import life_of_breached
from sim.charts.runs.possible_worlds import possible_worlds
from sim.charts.runs.race_animation import race_animation, race_at
from sim.charts.runs.race_over_time import race_over_time
from sim.charts.runs.where_tenants_were_reached import where_tenants_were_reached
from sim.charts.runs.who_was_compromised import who_was_compromised
from sim.charts.sweeps.heat_map import heat_map
from sim.charts.sweeps.of_study import save_sensitivity, save_study
from sim.charts.sweeps.response import response
from sim.charts.sweeps.response_of_samples import response_of_samples
from sim.charts.sweeps.sensitivity_indices import sensitivity_indices
from sim.charts.sweeps.small_multiples import small_multiples
from sim.charts.sweeps.tornado import tornado
from sim.runs.comparison import Comparison
from sim.runs.result import Result
from sim.scenario.blocks import HYBRID
from sim.wording.language import ENGLISH, Language

__all__ = [
    "alt_text",
    "by_deployment",
    "chance_by_patch_day",
    "chance_by_speed",
    "cost_of_waiting",
    "fallen_again",
    "futures_of_client",
    "heat_map",
    "icon_arrays",
    "icons_of_plan",
    "life_of_breached",
    "paired_differences",
    "possible_worlds",
    "race_animation",
    "race_at",
    "race_over_time",
    "response",
    "response_of_samples",
    "save",
    "save_all",
    "save_comparison",
    "save_sensitivity",
    "save_study",
    "sensitivity_indices",
    "small_multiples",
    "tornado",
    "waiting_of_client",
    "where_tenants_were_reached",
    "who_was_compromised",
]


def save_all(result: Result, folder: str | Path, *, language: Language = ENGLISH) -> list[Path]:
    """Write every chart that has something to say about a result into a folder, as PNG and SVG.

    Parameters
    ----------
    result : Result
        What `sim.run` gave.
    folder : str or Path
        Where files go; made if it is not there.
    language : Language
        In whose words.

    Returns
    -------
    list of Path
        The files.

    Examples
    --------
    >>> files = sim.charts.save_all(result, "charts")
    >>> files[0].name
    'race_over_time.png'
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    scenario = result.scenario
    kinds = {population.deployment for population in scenario.populations.values()}
    charts: dict[str, Callable[..., Axes]] = {
        "race_over_time": race_over_time,
        "who_was_compromised": who_was_compromised,
        "possible_worlds": possible_worlds,
    }
    if scenario.aftermath is not None:
        charts["life_of_breached"] = life_of_breached
    if result.values("compromised_again").any():
        charts["fallen_again"] = fallen_again
    if len(kinds) > 1:
        charts["by_deployment"] = by_deployment
    if HYBRID in kinds and scenario.aftermath is not None and scenario.aftermath.pivot is not None:
        charts["where_tenants_were_reached"] = where_tenants_were_reached
    drawn = {name: partial(chart, result, language=language) for name, chart in charts.items()}
    return [path for name, draw in drawn.items() for path in save(draw, folder, name)]


def save_comparison(comparison: Comparison, folder: str | Path) -> list[Path]:
    """Write the charts of a comparison into a folder, as PNG and SVG.

    Parameters
    ----------
    comparison : Comparison
        What `sim.compare` gave.
    folder : str or Path
        Where files go; made if it is not there.

    Returns
    -------
    list of Path
        The files.

    Examples
    --------
    >>> files = sim.charts.save_comparison(comparison, "charts")
    >>> files[0].name
    'paired_differences.png'
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    charts: dict[str, Callable[[], Axes]] = {
        "paired_differences": partial(paired_differences, comparison),
        "cost_of_waiting": partial(cost_of_waiting, comparison),
    }
    if len(comparison.populations) > 1:
        charts["paired_differences_by_population"] = partial(paired_differences, comparison, by_population=True)
    for policy in comparison.compared:
        name = f"icon_arrays_{policy}" if len(comparison.compared) > 1 else "icon_arrays"
        charts[name] = partial(icon_arrays, comparison, policy=policy, outcome="compromised")
    return [path for name, chart in charts.items() for path in save(chart, folder, name)]
