"""Official patch deadlines: which apply to a flaw, and whether they are in force on a day.

The rules stand in `deadlines.csv`, each row with its source and when that was checked. A cell with yes or no is a
signal that the flaw must have or must not have; an empty one does not matter. `days` is empty where the rule says to
fix it with the next upgrade, or gives no number. `countries` are where it may bind, by two letters, or `*` for all;
`yardstick` says that it is a measure where no country is named. What is `assumed` stands apart from the source.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from importlib import resources

FILE = "deadlines.csv"
ALL = "*"
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
    """One rule: patch within `days` (None: with the next upgrade), for flaws with these signals."""

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
        if self.proposed_on is not None:
            return f"proposed {written(self.proposed_on)}, not in force"
        if self.in_force_from is not None and on < self.in_force_from:
            return f"not before {written(self.in_force_from)}"
        if self.revoked_on is not None and self.revoked_on <= on:
            return f"historical, revoked {written(self.revoked_on)}"
        if self.retires_about is not None and self.retires_about <= on:
            return f"was to be retired by about {self.retires_about.year}; look it up"
        if self.retires_about is not None:
            return f"in force, to be retired by about {self.retires_about.year}"
        return "in force"

    @property
    def country(self) -> str:
        """The country whose rule it is."""
        return self.issuer.rpartition("(")[2].rstrip(")")

    def within(self) -> str:
        """The deadline in words."""
        if self.days is None:
            return self.also
        text = f"{self.days * 24:.0f} hours" if self.days < 3 else f"{self.days:.0f} days"
        return f"{text} and {self.also}" if self.also else text


@cache
def deadlines() -> tuple[Deadline, ...]:
    """All rules, in the order of the file."""
    text = resources.files("sim.report").joinpath(FILE).read_text(encoding="utf-8")
    return tuple(_read(row) for row in csv.DictReader(text.splitlines()))


def deadlines_for(flaw: Flaw = WORST, country: str | None = None) -> tuple[Deadline, ...]:
    """The rules that apply to a flaw, historical ones too (see `status`), the shortest first.

    Those that may bind somebody in a country, or where none is named, the yardsticks.
    """
    found = [
        each
        for each in deadlines()
        if each.applies_to(flaw) and (each.yardstick if country is None else each.is_of(country))
    ]
    return tuple(sorted(found, key=lambda each: float("inf") if each.days is None else each.days))


def _read(row: dict[str, str]) -> Deadline:
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
    )


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def written(on: date) -> str:
    """A day as people write it."""
    return f"{on.day} {on:%B %Y}"
