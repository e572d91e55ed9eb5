"""Designs of a study: which values its parameters take together, as points in a fixed order."""

from __future__ import annotations

import hashlib
import itertools
import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.luck import Luck
from sim.problems import InputError, Problem
from sim.scenario.laws import Law
from sim.scenario.scenario import written_form

FloatArray = NDArray[np.float64]
GRID, ZIP, TABLE = "grid", "zip", "table"
LATIN_HYPERCUBE, SOBOL_SEQUENCE, SOBOL_INDICES = "latin_hypercube", "sobol_sequence", "sobol_indices"
LISTED = (GRID, ZIP, TABLE)
SAMPLED = (LATIN_HYPERCUBE, SOBOL_SEQUENCE, SOBOL_INDICES)
DESIGNS = (*LISTED, *SAMPLED)
DIGITS = 12
LEAST_DIGITS, MOST_DIGITS = 5, 17
"""Of labels that the usual digits do not tell apart."""
MOST_LABELS = 1000
"""Nobody reads more labels than these for their brevity."""
NAMES = "name"
"""The unit of a parameter whose values are not numbers."""


@dataclass(frozen=True)
class Level:
    """One value of a parameter: its `label`, its `value` as a config has it, its `number` (nan if it is none)."""

    label: str
    value: Any
    number: float


@dataclass(frozen=True)
class Listed:
    """Values one after the other, `levels`; a sampled design takes each equally often."""

    levels: tuple[Level, ...]

    def at(self, uniform: float) -> Level:
        """The value at a uniform number in [0, 1)."""
        return self.levels[min(int(uniform * len(self.levels)), len(self.levels) - 1)]

    def sampled(self, uniforms: FloatArray) -> list[Level]:
        """The values at uniform numbers in [0, 1)."""
        return [self.at(float(uniform)) for uniform in uniforms]


@dataclass(frozen=True)
class Range:
    """Everything from `low` to `high`, evenly, or where `is_log` evenly in the logarithm.

    `level_of` makes a value of a number, and of a number of digits for its label where the usual one is not enough.
    """

    low: float
    high: float
    is_log: bool
    level_of: Callable[..., Level]

    def at(self, uniform: float) -> Level:
        """The value at a uniform number in [0, 1)."""
        return self.sampled(np.array([uniform]))[0]

    def sampled(self, uniforms: FloatArray) -> list[Level]:
        """The values at uniform numbers in [0, 1)."""
        if self.is_log:
            return apart(self.low * (self.high / self.low) ** uniforms, self.level_of)
        return apart(self.low + (self.high - self.low) * uniforms, self.level_of)

    def steps(self, number: int) -> Listed:
        """Evenly spaced values from `low` to `high`, both included. Raises ValueError if two of them are the same."""
        space = np.geomspace if self.is_log else np.linspace
        levels = apart(space(self.low, self.high, number), self.level_of)
        twice = next(same_values(levels), None)
        if twice is not None:
            different = len({level.number for level in levels})
            one, other = (position + 1 for position in twice)
            label = levels[twice[0]].label
            raise ValueError(
                f"has {number:,} steps, but only {different:,} different values: steps {one} and {other} are both "
                f"{label}; write fewer steps, or a list"
            )
        return Listed(tuple(levels))


@dataclass(frozen=True)
class Distributed:
    """Values distributed as a `law` says; `level_of` makes a value of a number, as for a `Range`."""

    law: Law
    level_of: Callable[..., Level]

    def sampled(self, uniforms: FloatArray) -> list[Level]:
        """The values at uniform numbers in [0, 1). Raises ValueError if one cannot be a value of a scenario."""
        return apart(self.law.quantile(uniforms), self.level_of)


@dataclass(frozen=True)
class Parameter:
    """What varies.

    Attributes
    ----------
    path : str
        Where it stands in the scenario.
    unit : str
        That of its numbers; `name` where it has names.
    values : Listed, Range or Distributed
        What it takes.
    """

    path: str
    unit: str
    values: Listed | Range | Distributed

    @property
    def label(self) -> str:
        """The end of its path in words: `security update adoption scale`."""
        return " ".join(self.path.split(".")[1:] or [self.path]).replace("_", " ")


@dataclass(frozen=True)
class Point:
    """One combination of values: a `Level` in `levels` for each of `paths`, in the order of the parameters."""

    paths: tuple[str, ...]
    levels: tuple[Level, ...]

    @property
    def changes(self) -> dict[str, Any]:
        """What is changed in the scenario, by path."""
        return {path: level.value for path, level in zip(self.paths, self.levels, strict=True)}

    @property
    def label(self) -> str:
        """All its values as written."""
        return ", ".join(level.label for level in self.levels)

    @property
    def key(self) -> str:
        """Sixteen hexadecimal digits that tell it from other points, whatever the order of the paths."""
        text = json.dumps({path: written_form(value) for path, value in self.changes.items()}, sort_keys=True)
        return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def apart(numbers: FloatArray, level_of: Callable[..., Level]) -> list[Level]:
    """The levels of numbers, with as many digits in their labels as it takes to tell different ones apart."""
    levels = [level_of(float(number)) for number in numbers]
    more = range(LEAST_DIGITS, MOST_DIGITS + 1) if len(numbers) <= MOST_LABELS else (DIGITS, MOST_DIGITS)
    for digits in more:
        if len({level.label for level in levels}) >= len({level.number for level in levels}):
            break
        levels = [level_of(float(number), digits) for number in numbers]
    return levels


def same_values(levels: Sequence[Level]) -> Iterator[tuple[int, int]]:
    """Positions of levels that are one value, each with the first that is the same, in whatever unit it is written."""
    seen: dict[Any, int] = {}
    for position, level in enumerate(levels):
        is_number = math.isfinite(level.number)
        value = tidy(level.number) if is_number else json.dumps(written_form(level.value), sort_keys=True)
        before = seen.setdefault(value, position)
        if before != position:
            yield before, position


def tidy(number: float, digits: int = DIGITS) -> float:
    """A number without the last bits that interpolation leaves: 0.30000000000000004 is 0.3."""
    return float(f"{number:.{digits}g}")


def grid(parameters: Sequence[Parameter]) -> list[Point]:
    """Every combination; the last parameter varies fastest."""
    return _points(parameters, itertools.product(*(_levels(each) for each in parameters)))


def zipped(parameters: Sequence[Parameter]) -> list[Point]:
    """The first values of all, the second values of all, and so on. Raises ValueError if their numbers differ."""
    return _points(parameters, zip(*(_levels(each) for each in parameters), strict=True))


def _levels(parameter: Parameter) -> tuple[Level, ...]:
    assert isinstance(parameter.values, Listed)
    return parameter.values.levels


def _points(parameters: Sequence[Parameter], rows: Any) -> list[Point]:
    paths = tuple(each.path for each in parameters)
    return [Point(paths, tuple(row)) for row in rows]


def sampled(design: str, parameters: Sequence[Parameter], samples: int, seed: int) -> list[Point]:
    """The points of a sampled design, from SciPy's quasi-Monte Carlo module.

    Raises InputError, naming the parameter, if a drawn value cannot be one of a scenario.
    """
    number = len(parameters)
    if design == SOBOL_INDICES:
        base = uniforms(SOBOL_SEQUENCE, 2 * number, samples, seed)
        table = with_columns_exchanged(base[:, :number], base[:, number:])
    else:
        table = uniforms(design, number, samples, seed)
    columns = []
    for index, each in enumerate(parameters):
        try:
            columns.append(each.values.sampled(table[:, index]))
        except ValueError as error:
            raise InputError([Problem(("vary", each.path), None, str(error))]) from None
    return _points(parameters, zip(*columns, strict=True))


def uniforms(design: str, dimensions: int, samples: int, seed: int) -> FloatArray:
    """Points of the unit cube in the shape (samples, dimensions): a Latin hypercube, or a scrambled Sobol sequence.

    More samples only append to a Sobol sequence; a Latin hypercube changes altogether.
    """
    from scipy.stats import qmc

    generator = Luck(seed, 0, apart="design").generator(design)
    sampler = qmc.LatinHypercube if design == LATIN_HYPERCUBE else qmc.Sobol
    table: FloatArray = sampler(dimensions, rng=generator).random(samples)
    return np.minimum(table, 1 - 2.0**-53)


def with_columns_exchanged(first: FloatArray, second: FloatArray) -> FloatArray:
    """The rows of A, of B, and of A with each column in turn from B (Saltelli et al. 2010,
    doi:10.1016/j.cpc.2009.09.018)."""
    exchanged = []
    for column in range(first.shape[1]):
        table = first.copy()
        table[:, column] = second[:, column]
        exchanged.append(table)
    return np.concatenate([first, second, *exchanged])


def is_power_of_two(number: int) -> bool:
    """Whether a Sobol sequence of this length is balanced."""
    return number > 0 and math.log2(number).is_integer()
