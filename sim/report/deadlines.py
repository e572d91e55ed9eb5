"""Official patch deadlines: which apply to a flaw, and whether they are in force on a day.

The rules stand in `deadlines.csv`, each row with its source and when that was checked. A cell with yes or no is a
signal that the flaw must have or must not have; an empty one does not matter. `days` is empty where the rule says to
fix it with the next upgrade, or gives no number. `countries` are where it may bind, by two letters, or `*` for all;
`yardstick` says that it is a measure where no country is named. What is `assumed` stands apart from the source.

What people read of a row stands in `deadlines_words.csv` in the other languages: names of rules only where they hold
words, sources never.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from importlib import resources

from sim.wording.language import ENGLISH, HOURS_A_DAY, Language
from sim.wording.rounding import whole_number

FILE, WORDS = "deadlines.csv", "deadlines_words.csv"
ALL = "*"
DAYS_IN_HOURS = 3
"""Fewer days are told as hours."""
SIGNALS = {"yes": True, "no": False, "": None}


@dataclass(frozen=True)
class Flaw:
    """What a deadline depends on. The default is a flaw of the kind that this program is about."""

    exposed: bool = True
    """It can be reached from the internet."""
    known_exploited: bool = True
    """Attacks that use it are known."""
    automatable: bool = True
    """Attacks can be automated from finding a server to getting in."""
    total_impact: bool = True
    """Whoever gets in controls the server."""
    severe: bool = True
    """Its maker calls it critical or high, or its CVSS score is at least 7.0, or nobody says how severe it is."""


WORST = Flaw()
"""Faces the internet, known to be exploited, automatable, with total impact."""


@dataclass(frozen=True)
class Deadline:
    """One rule: patch within `days` (None: with the next upgrade), for flaws with these signals.

    Its words are those of its `language`.
    """

    rule: str
    issuer: str
    countries: tuple[str, ...]
    yardstick: bool
    binds: str
    exposed: bool | None
    known_exploited: bool | None
    automatable: bool | None
    total_impact: bool | None
    severe: bool | None
    days: float | None
    also: str
    clock_starts: str
    in_force_from: date | None
    revoked_on: date | None
    retires_about: date | None
    proposed_on: date | None
    assumed: str
    source: str
    checked: str
    language: Language = ENGLISH

    def applies_to(self, flaw: Flaw) -> bool:
        """Whether a flaw has the signals that the rule asks for."""
        return all(getattr(self, each.name) in (None, getattr(flaw, each.name)) for each in fields(Flaw))

    def is_of(self, country: str) -> bool:
        """Whether it may bind somebody in a country."""
        return country in self.countries or ALL in self.countries

    def is_in_force(self, on: date) -> bool:
        """Whether the rule holds on a day, as far as the data tell."""
        if self.proposed_on is not None:
            return False
        begun = self.in_force_from is None or self.in_force_from <= on
        return begun and (self.revoked_on is None or on < self.revoked_on)

    def status(self, on: date) -> str:
        """What holds on a day, in words."""
        say, written = self.language.text, self.language.date
        if self.proposed_on is not None:
            return say("answers-deadline-proposed", day=written(self.proposed_on))
        if self.in_force_from is not None and on < self.in_force_from:
            return say("answers-deadline-not-before", day=written(self.in_force_from))
        if self.revoked_on is not None and self.revoked_on <= on:
            return say("answers-deadline-revoked", day=written(self.revoked_on))
        if self.retires_about is None:
            return say("answers-deadline-in-force")
        year = str(self.retires_about.year)
        return say("answers-deadline-retired" if self.retires_about <= on else "answers-deadline-retiring", year=year)

    @property
    def country(self) -> str:
        """The country whose rule it is."""
        return self.issuer.rpartition("(")[2].rstrip(")")

    def within(self) -> str:
        """The deadline in words."""
        if self.days is None:
            return self.also
        in_hours = self.days < DAYS_IN_HOURS
        count = whole_number(self.days * HOURS_A_DAY) if in_hours else whole_number(self.days)
        text = self.language.text("hours" if in_hours else "days", count=count)
        return self.language.text("answers-deadline-and", within=text, also=self.also) if self.also else text


@cache
def deadlines(language: Language = ENGLISH) -> tuple[Deadline, ...]:
    """All rules in the words of a language, in the order of the file."""
    words = _words(language)
    return tuple(_read({key: words.get(cell, cell) for key, cell in row.items()}, language) for row in _rows(FILE))


def deadlines_for(flaw: Flaw = WORST, country: str | None = None, language: Language = ENGLISH) -> tuple[Deadline, ...]:
    """The rules that apply to a flaw, historical ones too (see `status`), the shortest first.

    Those that may bind somebody in a country, or where none is named, the yardsticks.
    """
    found = [
        each
        for each in deadlines(language)
        if each.applies_to(flaw) and (each.yardstick if country is None else each.is_of(country))
    ]
    return tuple(sorted(found, key=lambda each: float("inf") if each.days is None else each.days))


def _rows(file: str) -> list[dict[str, str]]:
    text = resources.files("sim.report").joinpath(file).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _words(language: Language) -> dict[str, str]:
    """What the words of a row are in a language, by their English ones; none for English."""
    return {} if language == ENGLISH else {row[ENGLISH.code]: row[language.code] for row in _rows(WORDS)}


def _read(row: dict[str, str], language: Language) -> Deadline:
    return Deadline(
        rule=row["rule"],
        issuer=row["issuer"],
        countries=tuple(row["countries"].split()),
        yardstick=row["yardstick"] == "yes",
        binds=row["binds"],
        exposed=SIGNALS[row["exposed"]],
        known_exploited=SIGNALS[row["known_exploited"]],
        automatable=SIGNALS[row["automatable"]],
        total_impact=SIGNALS[row["total_impact"]],
        severe=SIGNALS[row["severe"]],
        days=float(row["days"]) if row["days"] else None,
        also=row["also"],
        clock_starts=row["clock_starts"],
        in_force_from=_date(row["in_force_from"]),
        revoked_on=_date(row["revoked_on"]),
        retires_about=_date(row["retires_about"]),
        proposed_on=_date(row["proposed_on"]),
        assumed=row["assumed"],
        source=row["source"],
        checked=row["checked"],
        language=language,
    )


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
