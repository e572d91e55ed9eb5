"""How a case is told: as what is, would be, or would have been, so that nobody takes the past for an alarm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sim.scenario.grammar import HAPPENED, INVENTED
from sim.scenario.moments import Calendar
from sim.scenario.reading import Fields

from .chances import count_of, is_or_are


@dataclass(frozen=True)
class Tense:
    """Parts of sentences in one tense.

    Attributes
    ----------
    is_out : str
        As in: the fix is out.
    would : str
        What comes before a participle, as in: would be breached; empty for `is` and `are`.
    name : str
        What texts in files of a language depend on: `present`, `conditional`, or `past` for what would have been.
    """

    is_out: str
    would: str
    name: str

    @property
    def where_past(self) -> Tense:
        """This tense where a case is past, otherwise the present one: for words on axes, where no sentence begins."""
        return self if self is WOULD_HAVE_BEEN else IS

    @property
    def is_in(self) -> str:
        """`is in`, or of what is past `was in`."""
        return self.is_out.replace("out", "in")

    def be(self, chance: float, number: int) -> str:
        """The verb that goes with a count: `is` or `are`, `would be`, `would have been`.

        Parameters
        ----------
        chance : float
            From 0 to 1.
        number : int
            The round number that it is a count of.

        Returns
        -------
        str
            The verb.
        """
        return self.would or is_or_are(chance, number)

    def counted(self, chance: float, number: int) -> str:
        """A chance as a count with its verb: `about 23 are`, `about 23 would be`.

        Parameters
        ----------
        chance : float
            From 0 to 1.
        number : int
            The round number that it is a count of.

        Returns
        -------
        str
            The count and the verb.
        """
        return f"{count_of(chance, number)} {self.be(chance, number)}"

    def verb(self, present: str, base: str, participle: str) -> str:
        """A verb in this tense: `spares`, `would spare`, `would have spared`.

        Parameters
        ----------
        present, base, participle : str
            Its forms.

        Returns
        -------
        str
            The one that fits.
        """
        if not self.would:
            return present
        return f"would have {participle}" if self is WOULD_HAVE_BEEN else f"would {base}"


IS = Tense("is out", "", "present")
WOULD_BE = Tense("is out", "would be", "conditional")
WOULD_HAVE_BEEN = Tense("was out", "would have been", "past")


def tense_of(scenario: Fields, on: date | None = None) -> Tense:
    """How a case is told: as it says itself, else as past if it ends before a day, where one is given."""
    kind = None if scenario.about is None else scenario.about.kind
    if kind is not None:
        return {HAPPENED: WOULD_HAVE_BEEN, INVENTED: WOULD_BE}[kind]
    return WOULD_HAVE_BEEN if on is not None and last_day(scenario) < on else IS


def last_day(scenario: Fields) -> date:
    """The day on which a case ends."""
    days = Calendar(scenario.start, scenario.horizon, scenario.timeline).days(scenario.horizon)
    return (scenario.start + timedelta(days=days)).date()
