"""Charts: functions that take results, draw on axes and return them. They compute nothing that is not in a result."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from sim.studies.result import Result

from .race_over_time import race_over_time
from .style import save
from .who_was_compromised import who_was_compromised

__all__ = ["race_over_time", "save", "save_all", "who_was_compromised"]


def save_all(result: Result, folder: str | Path) -> list[Path]:
    """Write every chart of a result into a folder, as PNG and SVG; returns the files."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    charts = {"race_over_time": race_over_time, "who_was_compromised": who_was_compromised}
    return [path for name, chart in charts.items() for path in save(partial(chart, result), folder, name)]
