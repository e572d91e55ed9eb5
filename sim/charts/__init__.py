"""Charts: functions that take results, draw on axes and return them. They compute nothing that is not in a result."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from sim.model.blocks import HYBRID
from sim.studies.comparison import Comparison
from sim.studies.result import Result

from .by_deployment import by_deployment
from .chance_by_patch_day import chance_by_patch_day
from .life_of_breached import life_of_breached
from .paired_differences import paired_differences
from .race_over_time import race_over_time
from .style import save
from .where_tenants_were_reached import where_tenants_were_reached
from .who_was_compromised import who_was_compromised

__all__ = [
    "by_deployment",
    "chance_by_patch_day",
    "life_of_breached",
    "paired_differences",
    "race_over_time",
    "save",
    "save_all",
    "save_comparison",
    "where_tenants_were_reached",
    "who_was_compromised",
]


def save_all(result: Result, folder: str | Path) -> list[Path]:
    """Write every chart that has something to say about a result into a folder, as PNG and SVG; returns the files."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    scenario = result.scenario
    kinds = {population.deployment for population in scenario.populations.values()}
    charts = {"race_over_time": race_over_time, "who_was_compromised": who_was_compromised}
    if scenario.aftermath is not None:
        charts["life_of_breached"] = life_of_breached
    if len(kinds) > 1:
        charts["by_deployment"] = by_deployment
    if HYBRID in kinds and scenario.aftermath is not None and scenario.aftermath.pivot is not None:
        charts["where_tenants_were_reached"] = where_tenants_were_reached
    return [path for name, chart in charts.items() for path in save(partial(chart, result), folder, name)]


def save_comparison(comparison: Comparison, folder: str | Path) -> list[Path]:
    """Write the charts of a comparison into a folder, as PNG and SVG; returns the files."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    charts = {"paired_differences": partial(paired_differences, comparison)}
    if len(comparison.populations) > 1:
        charts["paired_differences_by_population"] = partial(paired_differences, comparison, by_population=True)
    return [path for name, chart in charts.items() for path in save(chart, folder, name)]
