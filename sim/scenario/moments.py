"""Moments: dates, durations after the start, and `name + 8d`, resolved to days since the start."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timezone
from typing import Any

from pydantic import BaseModel

from sim.problems import MOST_FOUND, Problem, nearest, shown

from .quantities import DURATION_PART, Days, duration_from_text, why_no_number

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
START, HORIZON = "start", "horizon"
WHOLE_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?$")
DATE_HELP = "2021-03-02 or 2021-03-02T22:00:00Z; an offset needs a name, as in fix + 2d"
MOMENT_HELP = (
    "a date (2021-03-02), a date with a time (2021-03-02T22:00:00Z), a duration after the start (14d), "
    "or a name and an offset (fix + 8d)"
)
SECONDS_A_DAY = 86400
INSTANTS_A_DAY = 2.0**36
AN_INSTANT = 1 / INSTANTS_A_DAY
"""The shortest time, in days: about a microsecond. What happens closer together happens at one instant."""
EARLIEST, LATEST = datetime(1678, 1, 1), datetime(2261, 12, 31)
"""What tables hold as dates: pandas and xarray count nanoseconds since 1970 in 64 bits."""
CALENDAR_HELP = f"tables hold dates from {EARLIEST.date()} to {LATEST.date()}"


@dataclass(frozen=True)
class Moment:
    """A point in time as written: a date in UTC, `on`, or an `offset` in days from a named moment, the `anchor`."""

    anchor: str = START
    offset: float = 0.0
    on: datetime | None = None

    def __str__(self) -> str:
        if self.on is not None:
            return written_date(self.on)
        sign = "-" if self.offset < 0 else "+"
        if self.anchor == START and self.offset > 0:
            return str(Days(self.offset))
        return self.anchor if self.offset == 0 else f"{self.anchor} {sign} {Days(abs(self.offset))}"


def written_date(on: datetime) -> str:
    """A date, with its time of day only where there is one. A zone of its own is kept for whoever reads it."""
    if on.tzinfo is not None:
        return on.isoformat()
    return on.date().isoformat() if on.time() == time() else on.isoformat() + "Z"


def read_date(value: Any) -> datetime:
    """A date or a datetime in UTC (without a zone, UTC is meant), returned without its zone."""
    if isinstance(value, str) and DATE.match(value.strip()):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            reason = "is not a date that exists" if WHOLE_DATE.match(value.strip()) else "is not a date"
            raise ValueError(f"{reason}; write {DATE_HELP}") from None
    if isinstance(value, datetime):
        try:
            return value.astimezone(timezone.utc).replace(tzinfo=None) if value.tzinfo else value
        except OverflowError:
            raise ValueError(f"is outside the calendar in UTC; write {DATE_HELP}") from None
    if isinstance(value, date):
        return datetime.combine(value, time())
    raise ValueError(f"is not a date; write {DATE_HELP}")


def read_moment(value: Any) -> Moment:
    """Read a moment in any of its written forms. Raises ValueError with what would be accepted."""
    if isinstance(value, Moment):
        return value
    if isinstance(value, Days):
        return Moment(START, float(value))
    if isinstance(value, date) or (isinstance(value, str) and DATE.match(value.strip())):
        return Moment(on=read_date(value))
    if isinstance(value, str):
        text = value.strip()
        if name := NAME.match(text):
            return _from_name(name[0], text[name.end() :].lstrip())
        if DURATION_PART.match(text):
            return Moment(START, float(duration_from_text(text)))
        if reason := why_no_number(text):
            raise ValueError(f"{reason}is not a moment; write {MOMENT_HELP}")
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise ValueError(f"a bare number is not a moment; write {MOMENT_HELP}")
    raise ValueError(f"is not a moment; write {MOMENT_HELP}")


def _from_name(name: str, rest: str) -> Moment:
    """A named moment, or one that is `rest`, such as `+ 8d`, away from it."""
    if not rest:
        return Moment(name)
    sign, offset = rest[0], rest[1:].lstrip()
    if sign in "+-" and offset:
        days = float(duration_from_text(offset))
        return Moment(name, -days if sign == "-" else days)
    hint = " with spaces around + and -" if "-" in name else ""
    raise ValueError(f"is not a moment; write {MOMENT_HELP}{hint}")


def is_in_calendar(start: datetime, days: float) -> bool:
    """Whether tables can hold the date that is a number of days after the start."""
    return days_between(start, EARLIEST) <= days <= days_between(start, LATEST)


def days_between(start: datetime, on: datetime) -> float:
    """Days from one date to another, exact to the microsecond."""
    return (on - start).total_seconds() / SECONDS_A_DAY


InTimeline = Moment | BaseModel
"""What a name of the timeline stands for: a moment as written, or an alarm, whose moment comes from the race."""


class Calendar:
    """Every named moment of a scenario, in days since its start.

    Moments may refer to each other; `problems` lists the unknown and the circular ones, which resolve to nan. So do
    alarms, unless `alarms` says when each is: those that it does not name are never.
    """

    def __init__(
        self,
        start: datetime,
        horizon: Moment | None,
        timeline: Mapping[str, InTimeline],
        alarms: Mapping[str, float] | None = None,
    ) -> None:
        self.start = start
        self.problems: list[Problem] = []
        moments = {name: each for name, each in timeline.items() if isinstance(each, Moment)}
        self._written = {HORIZON: horizon, **moments}
        self._alarms = tuple(name for name in timeline if name not in moments)
        self._known: dict[str, float] = {START: 0.0}
        for name in self._alarms:
            self._known[name] = float("nan") if alarms is None else alarms.get(name, float("inf"))
        for name, moment in self._written.items():
            self._resolve_name(name, moment)

    @property
    def names(self) -> list[str]:
        """The names that a moment may refer to."""
        return [START, *self._written, *self._alarms]

    def days(self, moment: Moment) -> float:
        """Days from the start to a moment; nan where its name cannot be resolved."""
        if moment.on is not None:
            return days_between(self.start, moment.on)
        return self._known.get(moment.anchor, float("nan")) + moment.offset

    def check(self, moment: Moment, path: tuple[str | int, ...]) -> Problem | None:
        """The problem with a moment that refers to a name nobody defined, or None."""
        if moment.on is not None or moment.anchor in self.names:
            return self._before_an_alarm(moment, path)
        name, minus, offset = moment.anchor.rpartition("-")
        is_offset = bool(minus) and name in self.names and DURATION_PART.fullmatch(offset)
        hint = f"write '{name} - {offset}' with spaces" if is_offset else nearest(moment.anchor, self.names)
        return Problem(path, str(moment), f"unknown moment {shown(moment.anchor)}; {hint}")

    def alarm_of(self, moment: Moment) -> tuple[str, float] | None:
        """The alarm on which a moment hangs, and how many days after it the moment is; None if on none."""
        offset, seen = 0.0, set[str]()
        while moment.on is None and moment.anchor not in seen:
            offset += moment.offset
            if moment.anchor in self._alarms:
                return moment.anchor, offset
            seen.add(moment.anchor)
            following = self._written.get(moment.anchor)
            if following is None:
                return None
            moment = following
        return None

    def _before_an_alarm(self, moment: Moment, path: tuple[str | int, ...]) -> Problem | None:
        """The problem of a moment that is before the alarm on which it hangs, when nobody can know of it; or None."""
        found = self.alarm_of(moment)
        if found is None or found[1] >= 0:
            return None
        alarm = found[0]
        message = f"is before the alarm {alarm}, which nobody can foresee; write {alarm}, or {alarm} + 2d"
        return Problem(path, str(moment), message)

    def _resolve_name(self, name: str, moment: Moment | None) -> None:
        """Resolve a name and all those on which it hangs, each once."""
        chain, current = {name: moment}, moment
        while current is not None and current.on is None and current.anchor not in self._known:
            if current.anchor in chain or current.anchor not in self._written:
                self._note_problem_of(list(chain), current)
                self._known.update(dict.fromkeys(chain, float("nan")))
                return
            current = chain.setdefault(current.anchor, self._written[current.anchor])
        for known, written in reversed(chain.items()):
            self._known[known] = float("nan") if written is None else self.days(written)

    def _note_problem_of(self, chain: list[str], last: Moment) -> None:
        """The problem of a chain of names whose last moment is circular, or refers to a name nobody defined."""
        if len(self.problems) >= MOST_FOUND:
            return
        if last.anchor not in chain:
            problem = self.check(last, self._path(chain[-1]))
            self.problems += [problem] if problem else []
            return
        circle = chain[chain.index(last.anchor) :]
        inside = set(circle)
        first = circle.index(next(name for name in self._written if name in inside))
        circle = [*circle[first:], *circle[: first + 1]]
        message = f"circular moments: {' -> '.join(circle)}"
        self.problems.append(Problem(self._path(circle[0]), str(self._written[circle[0]]), message))

    def _path(self, name: str) -> tuple[str, ...]:
        return (name,) if name == HORIZON else ("timeline", name)
