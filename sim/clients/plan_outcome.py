"""What one way to respond comes to for a client: its chance to be breached, by world."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.runs.statistics import LEVELS, has_two_peaks
from sim.wording.chances import futures_in_words
from sim.wording.frequency import Frequency, frequency
from sim.wording.language import ENGLISH, Language

from .client import Mitigation
from .over_futures import OverFutures

FloatArray = NDArray[np.float64]
TWENTY = 20


@dataclass(frozen=True, repr=False)
class PlanOutcome:
    """What one way to respond comes to. Arrays are by world, in the shape (worlds,).

    A server is open to attack from the first attack on such servers until something protects it.

    Attributes
    ----------
    name : str
        The name of the plan.
    patches_after : float
        Days after the fix is available.
    mitigation : Mitigation or None
        What is done until then; None where it would come too late to change anything.
    later_by : float
        The days by which `a_week_later` is later: a week, or what is left of the simulated time.
    chances, a_week_later : ndarray
        The chance to be breached before being protected, and the same if all is patched `later_by` days later.
    of_a_server : ndarray
        The chance that one server was breached when it is patched.
    open_for, open_until_patched : OverFutures
        Days that a server is open: where what is done until then protects it, and where only the patch does. The same
        where nothing is done until then.
    mitigated : float
        The chance that what is done until then protects a server.
    """

    name: str
    patches_after: float
    mitigation: Mitigation | None
    later_by: float
    chances: FloatArray
    a_week_later: FloatArray
    of_a_server: FloatArray
    open_for: OverFutures
    open_until_patched: OverFutures
    mitigated: float

    def __repr__(self) -> str:
        return f"<PlanOutcome {self.name!r}, patched after {self.patches_after:g} days: {self.mean:.3f}>"

    @property
    def mean(self) -> float:
        """The chance to be breached."""
        return float(self.chances.mean())

    @property
    def range(self) -> tuple[float, float]:
        """Between which chances 9 of 10 worlds lie."""
        low, high = np.quantile(self.chances, (LEVELS[0], LEVELS[-1]))
        return float(low), float(high)

    @property
    def quantiles(self) -> tuple[float, float, float]:
        """The 0.05, 0.5 and 0.95 quantile of the chance over worlds."""
        low, middle, high = np.quantile(self.chances, LEVELS)
        return float(low), float(middle), float(high)

    @property
    def twentieths(self) -> FloatArray:
        """The chances of twenty futures that stand for all: the middles of twenty equal shares, in ascending order."""
        return np.asarray(np.quantile(self.chances, (np.arange(TWENTY) + 0.5) / TWENTY))

    @property
    def has_two_peaks(self) -> bool:
        """Whether futures lie at two ends, so that the mean is like few of them."""
        return has_two_peaks(self.chances)

    def futures(self, number: int, language: Language = ENGLISH) -> str:
        """How far futures differ, in words: `in half of the simulated futures at most 17, in 9 of 10 between ...`.

        Parameters
        ----------
        number : int
            The round number that chances are counts of.
        language : Language
            In whose words.

        Returns
        -------
        str
            The end of a sentence.
        """
        below_one = int(np.count_nonzero(self.twentieths * number < 1))
        return futures_in_words(*self.quantiles, number, self.has_two_peaks, language, below_one=below_one)

    @property
    def extra_of_a_week(self) -> float:
        """By how much the chance grows by waiting another week, or the `later_by` days that are left."""
        return float((self.a_week_later - self.chances).mean())

    def frequency(self, of: int) -> Frequency:
        """The chance as a count out of a round number.

        Parameters
        ----------
        of : int
            The round number.

        Returns
        -------
        Frequency
            The mean as a whole number, and between which 9 of 10 worlds lie.
        """
        return frequency(self.chances, np.ones(len(self.chances)), of)

    def comes_to_the_same_as(self, other: PlanOutcome) -> bool:
        """Whether another plan patches on the same day with the same chances, whatever it is called.

        Parameters
        ----------
        other : PlanOutcome
            Of the same race.

        Returns
        -------
        bool
            Whether nothing but the names tells them apart.
        """
        return self.patches_after == other.patches_after and np.array_equal(self.chances, other.chances)

    def only_spares(self, other: PlanOutcome) -> bool:
        """Whether all that are breached with this plan are so with the other one: it does the same, or it earlier.

        Parameters
        ----------
        other : PlanOutcome
            Of the same race.

        Returns
        -------
        bool
            False does not mean that the other plan is better.
        """
        does_as_much = other.mitigation is None or self.mitigation == other.mitigation
        return self.patches_after <= other.patches_after and does_as_much
