"""Values of parameters on the axis of a chart: numbers, logarithms, dates or names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.ticker import FuncFormatter, NullFormatter, NullLocator
from numpy.typing import NDArray

from sim.studies.design import NAMES
from sim.studies.levels import in_words
from sim.studies.study import Study, Varied
from sim.studies.study_file import DAYS, MOMENT, PER_DAY

if TYPE_CHECKING:
    import pandas as pd

Value = float | str
MOST_TICKS = 12
WIDTH_OF_A_LETTER = 0.0135
"""Of a horizontal axis, at the usual size."""
SPREAD_OF_A_LOG = 4.0
"""An axis is logarithmic only if its values span at least such a factor."""


@dataclass(frozen=True)
class Scale:
    """A parameter on an axis. `values` are those it takes, in ascending order, or names in the order of the design."""

    parameter: Varied
    start: datetime
    values: tuple[Value, ...]

    @property
    def is_named(self) -> bool:
        """Whether the values are names, with no order and no distance."""
        return self.parameter.unit == NAMES

    @property
    def is_log(self) -> bool:
        """Whether the values are spaced rather by factors than by differences."""
        if self.is_named or self.parameter.unit == MOMENT or len(self.values) < 3:
            return False
        numbers = np.array(self.values, dtype=np.float64)
        if numbers[0] <= 0 or numbers[-1] / numbers[0] < SPREAD_OF_A_LOG:
            return False
        evenly = np.quantile(numbers, np.linspace(0, 1, min(len(numbers), 9)))
        return _unevenness(np.log(evenly)) < _unevenness(evenly)

    @property
    def label(self) -> str:
        """The parameter in words, with its unit."""
        unit = {DAYS: " (days)", PER_DAY: " (per day)"}.get(self.parameter.unit, "")
        return self.parameter.label + unit

    def position(self, value: Value) -> float:
        """Where a value stands on the axis."""
        if isinstance(value, str):
            return float(self.values.index(value))
        return float(date2num(self.start + timedelta(days=value))) if self.parameter.unit == MOMENT else float(value)

    def positions(self, values: Sequence[Value] | NDArray[Any]) -> list[float]:
        """Where values stand on the axis."""
        return [self.position(each) for each in values]

    def words(self, value: Value) -> str:
        """A value in words, with its unit."""
        return in_words(value, self.parameter.unit, self.start)

    def tick(self, value: Value) -> str:
        """A value as it stands at an axis whose label has the unit."""
        return in_words(value, self.parameter.unit if self.parameter.unit == MOMENT else "", self.start)

    def setting(self, value: Value) -> str:
        """The parameter and its value in a sentence: `adoption scale at 2 days`."""
        if self.is_named:
            return f"{self.parameter.label} “{value}”"
        return f"{self.parameter.label} {self._at} {self.words(value)}"

    def instead(self, one: Value, other: Value) -> str:
        """Two values in a sentence: `adoption scale at 2 days instead of 16 days`."""
        last = f"“{other}”" if self.is_named else self.words(other)
        return f"{self.setting(one)} instead of {last}"

    @property
    def _at(self) -> str:
        return "on" if self.parameter.unit == MOMENT else "at"

    def put_below(self, ax: Axes) -> None:
        """Make the horizontal axis of a chart that of the parameter, with a mark at every value if they fit."""
        if self.is_log:
            ax.set_xscale("log")
        positions = self.positions(self.values)
        if len(self.values) <= MOST_TICKS:
            shown = self._fitting(positions)
            ax.set_xticks([positions[each] for each in shown], [self.tick(self.values[each]) for each in shown])
            ax.xaxis.set_minor_locator(NullLocator())
        else:
            self._usual_ticks(ax.xaxis)
        if self.is_named:
            ax.set_xlim(-0.5, len(self.values) - 0.5)
        ax.set_xlabel(self.label)

    def _usual_ticks(self, axis: Axis) -> None:
        if self.parameter.unit == MOMENT:
            locator = AutoDateLocator(maxticks=9)
            axis.set_major_locator(locator)
            axis.set_major_formatter(ConciseDateFormatter(locator))
        else:
            axis.set_major_formatter(FuncFormatter(lambda number, _: self.tick(float(number))))
            axis.set_minor_formatter(NullFormatter())

    def _fitting(self, positions: list[float]) -> list[int]:
        """Which values have room for their text, from the last one down."""
        places = np.log(positions) if self.is_log else np.array(positions)
        whole = max(float(np.ptp(places)), 1e-12) * 1.1
        shown: list[int] = []
        for each in reversed(range(len(positions))):
            room = WIDTH_OF_A_LETTER * (2 + len(self.tick(self.values[each])))
            if not shown or self.is_named or abs(places[shown[-1]] - places[each]) / whole >= room:
                shown.append(each)
        return shown[::-1]


def _unevenness(numbers: NDArray[np.float64]) -> float:
    steps = np.diff(numbers)
    return float(steps.std() / max(steps.mean(), 1e-300))


def scale_of(study: Study, parameter: Varied, table: pd.DataFrame) -> Scale:
    """The scale of a parameter, with the values that it takes in a table of finished points."""
    column = table[parameter.path]
    if parameter.unit == NAMES:
        values: tuple[Value, ...] = tuple(dict.fromkeys(column))
    else:
        values = tuple(float(each) for each in np.unique(column.to_numpy(dtype=np.float64)))
    return Scale(parameter, study.scenario.start, values)


def named(study: Study, path: str) -> Varied:
    """The parameter with a path. Raises KeyError, naming those there are."""
    for each in study.parameters:
        if each.path == path:
            return each
    raise KeyError(f"{path!r} does not vary here; known: {', '.join(each.path for each in study.parameters)}")


def some(values: Sequence[Value], most: int) -> list[Value]:
    """At most so many of the values, evenly chosen, the first and the last among them."""
    if len(values) <= most:
        return list(values)
    return [values[round(each)] for each in np.linspace(0, len(values) - 1, most)]
