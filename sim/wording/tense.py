"""How a case is told: as what is, would be, or would have been, so that nobody takes the past for an alarm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sim.scenario.grammar import HAPPENED, INVENTED
from sim.scenario.moments import Calendar
from sim.scenario.reading import Fields


@dataclass(frozen=True)
class Tense:
    """A tense, by the name that texts depend on.

    Attributes
    ----------
    name : str
        `present`, `conditional`, or `past` for what would have been.
    """

    name: str

    @property
    def where_past(self) -> Tense:
        """This tense where a case is past, otherwise the present one: for words on axes, where no sentence begins."""
        return self if self is WOULD_HAVE_BEEN else IS


IS = Tense("present")
WOULD_BE = Tense("conditional")
WOULD_HAVE_BEEN = Tense("past")


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
