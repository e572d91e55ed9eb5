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
    """Parts of sentences: `that patch`, `if you patch`, `before they patch`, `the fix is out`, and their verbs."""

    patch: str
    if_you: str
    they_patch: str
    is_out: str
    would: str

    @property
    def is_in(self) -> str:
        """`is in`, or of what is past `was in`."""
        return self.is_out.replace("out", "in")

    def be(self, chance: float, number: int) -> str:
        """`is` or `are`, `would be`, `would have been`."""
        return self.would or is_or_are(chance, number)

    def counted(self, chance: float, number: int) -> str:
        """A chance as a count with its verb: `about 23 are`, `about 23 would be`."""
        return f"{count_of(chance, number)} {self.be(chance, number)}"

    def verb(self, present: str, base: str, participle: str) -> str:
        """A verb in this tense: `spares`, `would spare`, `would have spared`."""
        if not self.would:
            return present
        return f"would have {participle}" if self is WOULD_HAVE_BEEN else f"would {base}"


IS = Tense("patch", "If you patch", "they patch", "is out", "")
WOULD_BE = Tense("patched", "If you patched", "they patched", "is out", "would be")
WOULD_HAVE_BEEN = Tense("had patched", "If you had patched", "they patched", "was out", "would have been")


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
