"""Values of parameters on the axis of a chart: numbers, logarithms, dates or names."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.dates import AutoDateLocator, date2num
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator
from numpy.typing import NDArray

from sim.sweeps.design import NAMES
from sim.sweeps.levels import digits_for, in_words
from sim.sweeps.parameter_reader import DAYS, MOMENT, PER_DAY
from sim.sweeps.study import Study, StudyParameter

if TYPE_CHECKING:
    import pandas as pd

Value = float | str
MOST_TICKS = 12
MOST_EXACT = 6
"""The most dates that are shown with their time of day."""
LETTERS = 90
"""The most that fit below a chart of the usual width."""
HEIGHT_OF_A_LINE = 14
"""In points; a letter takes half of it in width."""
WIDTH_OF_A_LETTER = 0.0135
"""Of a horizontal axis, at the usual size."""
SPREAD_OF_A_LOG = 4.0
"""An axis is logarithmic only if its values span at least such a factor."""


@dataclass(frozen=True)
class Scale:
    """A parameter on an axis. `values` are those it takes, in ascending order, or names in the order of the design."""

    parameter: StudyParameter
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
        """The parameter in words, with its unit, or with the year of its dates."""
        unit = {DAYS: "days", PER_DAY: "per day", MOMENT: f"{self._year}, UTC" if self._year else "UTC"}.get(
            self.parameter.unit
        )
        return f"{self.parameter.label} ({unit})" if unit else self.parameter.label

    @property
    def _year(self) -> str:
        """The year of all dates; nothing if there are several."""
        if self.parameter.unit != MOMENT:
            return ""
        years = {(self.start + timedelta(days=float(each))).year for each in self.values}
        return str(*years) if len(years) == 1 else ""

    @property
    def _is_day_enough(self) -> bool:
        """Whether their days distinguish many dates."""
        days = {in_words(each, MOMENT, self.start, roughly=True) for each in self.values}
        return len(self.values) > MOST_EXACT and len(days) == len(self.values)

    def position(self, value: Value) -> float:
        """Where a value stands on the axis."""
        if isinstance(value, str):
            return float(self.values.index(value))
        return float(date2num(self.start + timedelta(days=value))) if self.parameter.unit == MOMENT else float(value)

    def positions(self, values: Sequence[Value] | NDArray[Any]) -> list[float]:
        """Where values stand on the axis."""
        return [self.position(each) for each in values]

    @cached_property
    def _digits(self) -> int:
        """The number of digits that distinguishes its values."""
        return digits_for(self.values, self.parameter.unit, self.start)

    def words(self, value: Value) -> str:
        """A value in words, with its unit."""
        return in_words(value, self.parameter.unit, self.start, digits=self._digits)

    def tick(self, value: Value) -> str:
        """A value as it stands at an axis whose label has the unit, or the year."""
        if self.parameter.unit != MOMENT:
            return in_words(value, "", self.start, digits=digits_for(self.values, "", self.start))
        text = in_words(value, MOMENT, self.start, roughly=self._is_day_enough, digits=self._digits)
        return text.replace(f" {self._year}", "") if self._year else text

    def setting(self, value: Value) -> str:
        """The parameter and its value in a sentence: `adoption scale at 2 days`."""
        at = "" if self.is_named else " on" if self.parameter.unit == MOMENT else " at"
        return f"{self.parameter.label}{at} {self.quoted(value)}"

    def quoted(self, value: Value) -> str:
        """A value in words; names in quotation marks."""
        return f"“{value}”" if self.is_named else self.words(value)

    def instead(self, one: Value, other: Value) -> str:
        """Two values in a sentence: `adoption scale at 2 days instead of 16 days`."""
        return f"{self.setting(one)} instead of {self.quoted(other)}"

    def put_below(self, ax: Axes) -> float:
        """Make the horizontal axis of a chart that of the parameter, with a mark at every value if they fit.

        Returns how many points more than usual its text takes below the chart.
        """
        if self.is_log:
            ax.set_xscale("log")
        positions, lower = self.positions(self.values), 0.0
        if self.is_named:
            lower = write_below(ax, positions, [self.tick(each) for each in self.values])
            ax.set_xlim(-0.5, len(self.values) - 0.5)
        elif len(self.values) <= MOST_TICKS:
            shown = self._fitting(positions)
            ax.set_xticks([positions[each] for each in shown], [self.tick(self.values[each]) for each in shown])
            ax.xaxis.set_minor_locator(NullLocator())
        else:
            self._usual_ticks(ax.xaxis)
        ax.set_xlabel(f"{self.label[:-1]}, logarithmic)" if self.is_log and self.label.endswith(")") else self.label)
        return lower

    def _usual_ticks(self, axis: Axis) -> None:
        if self.parameter.unit == MOMENT:
            days = float(date2num(self.start))
            axis.set_major_locator(AutoDateLocator(maxticks=7))
            axis.set_major_formatter(FuncFormatter(lambda number, _: self.tick(float(number) - days)))
            return
        if self.is_log:
            axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
            axis.set_minor_locator(NullLocator())
        axis.set_major_formatter(FuncFormatter(lambda number, _: self.tick(float(number))))

    def _fitting(self, positions: list[float]) -> list[int]:
        """Which values have room for their text, from the last one down."""
        places = np.log(positions) if self.is_log else np.array(positions)
        whole = max(float(np.ptp(places)), 1e-12) * 1.1
        shown: list[int] = []
        for each in reversed(range(len(positions))):
            room = WIDTH_OF_A_LETTER * (2 + len(self.tick(self.values[each])))
            if not shown or abs(places[shown[-1]] - places[each]) / whole >= room:
                shown.append(each)
        return shown[::-1]


def write_below(ax: Axes, positions: Sequence[float], texts: Sequence[str], width: float = 1.0) -> float:
    """Write texts below a horizontal axis: straight, else on several lines, else upright, as they fit.

    `width` is that of the axes, as a share of the usual one. Returns how many points more than one line they take.
    """
    room = LETTERS * width / max(1, len(texts)) - 1
    wrapped = [textwrap.fill(text, max(int(room), 1), break_long_words=False) for text in texts]
    lines = [line for text in wrapped for line in text.splitlines()]
    if max(map(len, lines), default=0) <= room:
        ax.set_xticks(positions, wrapped)
        return HEIGHT_OF_A_LINE * (max(text.count("\n") for text in wrapped) if wrapped else 0)
    ax.set_xticks(positions, texts, rotation=90)
    return HEIGHT_OF_A_LINE / 2 * max(0, max(map(len, texts)) - 2)


def _unevenness(numbers: NDArray[np.float64]) -> float:
    steps = np.diff(numbers)
    return float(steps.std() / max(steps.mean(), 1e-300))


def scale_of(study: Study, parameter: StudyParameter, table: pd.DataFrame) -> Scale:
    """The scale of a parameter, with the values that it takes in a table of finished points."""
    column = table[parameter.path]
    if parameter.unit == NAMES:
        values: tuple[Value, ...] = tuple(dict.fromkeys(column))
    else:
        values = tuple(float(each) for each in np.unique(column.to_numpy(dtype=np.float64)))
    return Scale(parameter, study.scenario.start, values)


def named(study: Study, path: str) -> StudyParameter:
    """The parameter with a path. Raises KeyError, naming those there are."""
    for each in study.parameters:
        if each.path == path:
            return each
    raise KeyError(f"{path!r} does not vary here; known: {', '.join(each.path for each in study.parameters)}")


def some(values: Sequence[Value], most: int) -> list[Value]:
    """At most a number of the values, evenly chosen, the first and the last among them."""
    if len(values) <= most:
        return list(values)
    return [values[round(each)] for each in np.linspace(0, len(values) - 1, most)]
