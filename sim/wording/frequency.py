"""Natural frequencies: a share as a count out of 100, rounded once, so that pictures, titles and captions agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.runs.differences import intervals

from .chances import whole_count
from .language import ENGLISH, Language
from .rounding import whole_number

Counts = NDArray[Any]
FloatArray = NDArray[np.float64]
DENOMINATORS = (100, 1_000, 10_000)


@dataclass(frozen=True)
class Frequency:
    """A share as a count out of a round number.

    Attributes
    ----------
    of : int
        The round number.
    exact : float
        The mean, not rounded; `number` is the mean in whole numbers.
    low, high : int
        In 9 of 10 worlds it is between these.
    sure_within : float
        Half the 95 % interval of the mean, not rounded; nan for one world.
    """

    of: int
    exact: float
    low: int
    high: int
    sure_within: float

    @property
    def number(self) -> int:
        """The mean in whole numbers."""
        return whole_number(self.exact)

    def __str__(self) -> str:
        return f"{self.bare} of {self.of:,}"

    @property
    def bare(self) -> str:
        """The number without what it is of; neither none nor all if that is only rounded."""
        return self.count_in(ENGLISH)

    def count_in(self, language: Language) -> str:
        """The same in the words of a language."""
        return whole_count(self.number, self.exact, self.of, language)

    @property
    def is_one(self) -> bool:
        """Whether a verb that goes with the number stands in the singular."""
        return self.number == 1 or self.number == 0 < self.exact

    @property
    def verb(self) -> str:
        """`is` or `are`, as the number asks for."""
        return "is" if self.is_one else "are"

    @property
    def spread(self) -> str:
        """How far worlds differ, in words."""
        return f"in 9 of 10 simulated futures {between(self.low, self.high)}"


def frequency(counts: Counts, whole: Counts, of: int = 100) -> Frequency:
    """The frequency of what was counted in every replication among the whole of each; 0 where there is nothing."""
    shares = per(counts, whole, of)
    found = intervals(shares)
    half = float((found["high"] - found["low"]) / 2)
    mean = of * float(counts.mean()) / float(whole.mean()) if whole.any() else 0.0
    return Frequency(of, mean, whole_number(float(found["p05"])), whole_number(float(found["p95"])), half)


def change_in_words(before: Frequency, after: Frequency, verb: str) -> str:
    """By how many of the same round number two frequencies differ, then by which share of the first."""
    change = after.number - before.number
    if change == 0:
        return "Averages over simulated futures; how far these differ stands below each plan"
    direction = "fewer" if change < 0 else "more"
    text = f"{abs(change):,} {direction} of {before.of:,} {verb}, on average over simulated futures"
    share = share_of_change(before, after)
    if share is None:
        return text
    size = "more than 95%" if share == 100 and direction == "fewer" else f"about {share}%"
    return f"{text}: {size} {direction}"


def share_of_change(before: Frequency, after: Frequency) -> int | None:
    """By how many in a hundred of the first two frequencies differ; None where the first or the second is none.

    To the nearest 5, which holds for the exact shares as well as for the printed numbers.
    """
    if before.number == 0 or after.exact == 0:
        return None
    return 5 * round(20 * abs(after.exact - before.exact) / before.exact)


def per(counts: Counts, whole: Counts, of: int = 100) -> FloatArray:
    """What was counted in every replication, per `of` of the whole; 0 where there is nothing."""
    shares = np.zeros(len(counts))
    np.divide(of * counts, whole, out=shares, where=whole > 0)
    return shares


def between(low: int, high: int, language: Language = ENGLISH) -> str:
    """A range of whole numbers in words; one number if both ends are the same."""
    return language.number(low) if low == high else language.text("range-between", low=low, high=high)


def denominator_for(largest: float) -> int:
    """The round number that all chances are counts of, if the largest is this one: 100, or more where it is small."""
    if largest <= 0:
        return DENOMINATORS[0]
    return next((each for each in DENOMINATORS if largest * each >= 1), DENOMINATORS[-1])
