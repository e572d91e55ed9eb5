"""Precision: as many replications as a mean needs, in a schedule that depends on nothing but what came out.

A half-width below a wanted share of the mean is the stopping rule of sequential estimation (Chow and Robbins 1965,
Annals of Mathematical Statistics 36:457; Law, Simulation Modeling and Analysis, chapter 9). It looks at the data before
it stops, so its intervals cover the truth a little less often than they say, most of all after few replications: hence
at least 30, and few looks, each after many new replications.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.outcomes import OUTCOME_NAMES
from sim.problems import InputError, Problem, nearest, shown

from .statistics import half_width

FEWEST = 30
"""Below this number of replications, a standard error is too uncertain to stop on."""
OUTCOME = "compromised"
MOST = 10_000
"""The default outcome and the default for the most replications."""
RUNGS = (10, 12, 15, 20, 25, 30, 40, 50, 60, 80)
LARGEST_STEP = 4
"""The most times the replications that are added at once: the first estimate of the need is a rough one."""

Values = NDArray[np.int64] | NDArray[np.float64]


@dataclass(frozen=True)
class Aim:
    """A precision that is wanted: the half-width of the 95 % interval of an outcome's mean, as a share of that mean.

    `most` replications are made at the most. Make one with `aim_for`.
    """

    share: float
    outcome: str
    most: int

    def first(self, replications: int) -> int:
        """Number of replications after which to look for the first time, by the number that a scenario asks for."""
        return max(FEWEST, replications)

    def following(self, made: int, samples: Mapping[str, Values]) -> int:
        """Number of replications after which to look again; `made` itself when to stop.

        `samples` holds the outcome of every replication so far, by name of what is compared. A mean of zero asks for
        nothing: a share of it is no precision, however many replications there are.
        """
        need = made
        for values in samples.values():
            got = relative_half_width(values)
            if got is not None and got > self.share:
                need = max(need, made + 1, math.ceil(min(got / self.share, 1e6) ** 2 * made))
        if need == made or made >= self.most:
            return made
        return min(rung(min(need, LARGEST_STEP * made)), self.most)

    def possible(self, replications: int) -> list[int]:
        """Every number of replications that can come out, in rising order."""
        number = self.first(replications)
        numbers = [number]
        while number < self.most:
            number = min(rung(number + 1), self.most)
            numbers.append(number)
        return numbers

    def outcome_of(self, samples: Mapping[str, Values]) -> Precision:
        """What came out, from the outcome of all replications by name of what is compared."""
        made = len(next(iter(samples.values())))
        got = {name: relative_half_width(values) for name, values in samples.items()}
        return Precision(self.share, self.outcome, self.most, made, got)


@dataclass(frozen=True)
class Precision:
    """What came of a wanted precision.

    Attributes
    ----------
    wanted : float
        The half-width of the 95 % interval of the mean that was wanted, as a share of that mean.
    outcome : str
        Whose mean it is.
    most, replications : int
        How many were allowed, and how many were made.
    got : mapping
        What came out, by the name of what was compared (a single run has the name ""); None where the mean is 0.
    """

    wanted: float
    outcome: str
    most: int
    replications: int
    got: Mapping[str, float | None] = field(default_factory=dict)

    @property
    def reached(self) -> bool:
        """Whether every mean is as precise as was wanted."""
        return not self.without_mean and not self.too_wide

    @property
    def without_mean(self) -> list[str]:
        """Names of those whose mean is 0."""
        return [name for name, got in self.got.items() if got is None]

    @property
    def too_wide(self) -> list[str]:
        """Names of those whose mean is known less precisely than was wanted."""
        return [name for name, got in self.got.items() if got is not None and got > self.wanted]

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "wanted": self.wanted,
            "outcome": self.outcome,
            "most": self.most,
            "replications": self.replications,
            "reached": self.reached,
            "got": dict(self.got),
        }

    def __str__(self) -> str:
        made = f"{self.replications:,} replications"
        wanted = f"± {_percent(self.wanted)} of the mean of {self.outcome}"
        if self.reached:
            return f"Precision: {wanted} was wanted, and reached with {made}."
        reasons = []
        if self.too_wide:
            widths = ", ".join(_with_name(name, f"± {_percent(self.got[name])}") for name in self.too_wide)
            limit = ", the most that are allowed," if self.replications >= self.most else ""
            reasons.append(f"{made}{limit} give {widths}")
        if self.without_mean:
            names = ", ".join(name for name in self.without_mean if name)
            whose = f" with {names}" if names else ""
            reasons.append(f"in {made} the mean{whose} is 0, and no precision is a share of 0")
        return f"Precision NOT reached: {wanted} was wanted; {'; '.join(reasons)}."


def aim_for(share: float | None, outcome: str | None, most: int | None, replications: int) -> Aim | None:
    """A checked aim, or None where no precision is wanted. Raises InputError if something does not fit.

    `replications` is what the scenario asks for; a run to a precision never makes fewer. What is None is as usual:
    OUTCOME, and MOST replications. Neither means anything without a precision, and is refused then.
    """
    problems = []
    if share is None:
        for name, value in (("precision_of", outcome), ("most", most)):
            if value is not None:
                problems.append(Problem((name,), shown(value), "belongs to a precision, and none is given"))
        if problems:
            raise InputError(problems)
        return None
    outcome, most = OUTCOME if outcome is None else outcome, MOST if most is None else most
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 < share < 1:
        problems.append(Problem(("precision",), shown(share), "is not a share between 0 and 1; 0.02 is ± 2 %"))
    if outcome not in OUTCOME_NAMES:
        problems.append(
            Problem(("precision_of",), shown(outcome), f"unknown outcome; {nearest(str(outcome), OUTCOME_NAMES)}")
        )
    if isinstance(most, bool) or not isinstance(most, int | np.integer):
        problems.append(Problem(("most",), shown(most), "is not a whole number"))
    elif most < max(FEWEST, replications):
        message = f"is fewer than the {max(FEWEST, replications):,} replications with which it begins"
        if replications > FEWEST:
            message += "; set fewer replications to begin with"
        problems.append(Problem(("most",), shown(most), message))
    if problems:
        raise InputError(problems)
    return Aim(float(share), outcome, int(most))


def rung(number: int) -> int:
    """The least of 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, ... that is not less than a number."""
    scale = 1
    while RUNGS[-1] * scale < number:
        if 10 * RUNGS[0] * scale >= number:
            return 10 * RUNGS[0] * scale
        scale *= 10
    return next(each * scale for each in RUNGS if each * scale >= number)


def relative_half_width(values: Values) -> float | None:
    """Half the width of the 95 % interval (Student's t) of a mean, as a share of it; None if the mean is 0.

    Sums are rounded once, so that no machine's way of adding up decides how many replications are made.
    """
    number = len(values)
    entries = values.tolist()
    mean = math.fsum(entries) / number
    if mean == 0:
        return None
    if number == 1:
        return math.inf
    variance = math.fsum((entry - mean) ** 2 for entry in entries) / (number - 1)
    return half_width(math.sqrt(variance / number), number) / abs(mean)


def _percent(share: float | None) -> str:
    return "any" if share is None else f"{100 * share:.2g} %" if share < 0.995 else f"{100 * share:,.0f} %"


def _with_name(name: str, text: str) -> str:
    return f"{text} ({name})" if name else text
