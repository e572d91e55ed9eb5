"""When windows open: `sat 22:00`, `daily 01:00`, `third fri 22:30` or `second tue + 3d 20:00`, by the clocks of a zone.

Where clocks are put forward, a local time that does not exist is later by as much; where they are put back, a local
time that there is twice is the first of the two. That is what calendars do (RFC 5545, section 3.3.5).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import cache, lru_cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from .moments import days_between
from .quantities import Days, duration_from_text

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ENDINGS = ("day", "sday", "nesday", "rsday", "day", "urday", "day")
ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}
"""Which of the same weekdays of a month, as an index."""
DAILY, FIFTH, UTC = "daily", "fifth", "UTC"
MOST_OFFSET = 28
"""Days that an opening can be away from its weekday of the month."""
EXAMPLES = "sat 22:00, daily 01:00, third fri 22:30, last sun 02:00 or second tue + 3d 20:00"
ZONE_EXAMPLES = "an IANA name such as Europe/Berlin, America/New_York or UTC"
WEEKDAY = "|".join(
    day + ending[:letters] for day, ending in zip(WEEKDAYS, ENDINGS, strict=True) for letters in range(len(ending) + 1)
)
OPENS = re.compile(
    rf"(?:{DAILY}|(?:({'|'.join([*ORDINALS, FIFTH])})\s+)?({WEEKDAY})(?:\s*([+-])\s*(\S.*?))?)"
    r"\s+([0-9]{1,2}):([0-9]{2})",
    re.IGNORECASE,
)
ZONES_OF_NOBODY = ("Factory",)
LONGEST_NAME = 60


@dataclass(frozen=True)
class Recurrence:
    """A local time that recurs: every day; every `weekday` (Monday is 0); or, by its `ordinal`, one in every month.

    The one in a month can be `offset` days away from that weekday.
    """

    at: time
    weekday: int | None = None
    ordinal: str | None = None
    offset: int = 0

    def __str__(self) -> str:
        if self.weekday is None:
            return f"{DAILY} {self.at:%H:%M}"
        offset = f"{'-' if self.offset < 0 else '+'} {Days(abs(self.offset))}" if self.offset else ""
        return " ".join(filter(None, (self.ordinal, WEEKDAYS[self.weekday], offset, f"{self.at:%H:%M}")))

    @property
    def often(self) -> str:
        """How often it recurs."""
        return "daily" if self.weekday is None else "weekly" if self.ordinal is None else "monthly"

    @property
    def period(self) -> int:
        """The least number of days from one to the next."""
        return {"daily": 1, "weekly": 7, "monthly": 28}[self.often]

    def dates(self, year: int) -> Iterator[date]:
        """The local dates of a year, ascending; an offset may lead out of it."""
        if self.weekday is None:
            yield from _every(1, date(year, 1, 1), date(year, 12, 31))
        elif self.ordinal is None:
            first = date(year, 1, 1)
            yield from _every(7, first + timedelta((self.weekday - first.weekday()) % 7), date(year, 12, 31))
        else:
            for month in range(1, 13):
                first = date(year, month, 1)
                last = (first + timedelta(31)).replace(day=1) - timedelta(1)
                same = list(_every(7, first + timedelta((self.weekday - first.weekday()) % 7), last))
                yield same[ORDINALS[self.ordinal]] + timedelta(self.offset)


def _every(days: int, first: date, last: date) -> Iterator[date]:
    return (first + timedelta(number) for number in range(0, (last - first).days + 1, days))


@lru_cache(maxsize=1024)
def recurrence(text: str) -> Recurrence:
    """What an opening means. Raises ValueError with what would be accepted."""
    match = OPENS.fullmatch(text.strip())
    if match is None or int(match[5]) > 23 or int(match[6]) > 59:
        raise ValueError(f"is not an opening; write {EXAMPLES}")
    ordinal, weekday, sign, offset = match[1] and match[1].lower(), match[2], match[3], match[4]
    at = time(int(match[5]), int(match[6]))
    if weekday is None:
        return Recurrence(at)
    day = weekday[:3].lower()
    if ordinal == FIFTH:
        raise ValueError(f"most months have no fifth {day}; write {', '.join(ORDINALS)}")
    if offset is None:
        return Recurrence(at, WEEKDAYS.index(day), ordinal)
    if ordinal is None:
        raise ValueError(f"only a weekday of the month has an offset; write for example second {day} + 3d 20:00")
    days = float(duration_from_text(offset))
    if not (days.is_integer() and days <= MOST_OFFSET):
        raise ValueError(f"an offset is a number of whole days, at most {MOST_OFFSET}d; write second tue + 3d 20:00")
    return Recurrence(at, WEEKDAYS.index(day), ordinal, -int(days) if sign == "-" else int(days))


def read_opening(value: Any) -> str:
    """When a window opens, in one spelling."""
    if not isinstance(value, str):
        raise ValueError(f"is not an opening; write {EXAMPLES}")
    return str(recurrence(value))


def read_timezone(value: Any) -> str:
    """The IANA name of a time zone."""
    if not isinstance(value, str):
        raise ValueError(f"is not a time zone; write {ZONE_EXAMPLES}")
    name = value.strip()
    if name not in zone_names():
        close = _closest_zone(name[:LONGEST_NAME])
        raise ValueError(f"unknown time zone; {f'did you mean {close!r}? ' if close else ''}write {ZONE_EXAMPLES}")
    return name


@cache
def zone_names() -> frozenset[str]:
    """The names of all time zones."""
    names = resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
    return frozenset(names).difference(ZONES_OF_NOBODY)


@lru_cache(maxsize=1024)
def _closest_zone(name: str) -> str | None:
    """The time zone that an unknown name may mean: another spelling, a city alone, or one that is much alike."""
    spelled = name.casefold().replace(" ", "_")
    names = {each.casefold(): each for each in sorted(zone_names())}
    cities = {each.rpartition("/")[2]: each for each in names if "/" in each and not each.startswith("etc/")}
    if "/" in spelled:
        return next((names[each] for each in difflib.get_close_matches(spelled, names, n=1, cutoff=0.7)), None)
    return names.get(spelled) or names.get(cities.get(spelled, ""))


@cache
def _zone(name: str) -> ZoneInfo:
    """A time zone as the package tzdata has it, not the machine, so that locked packages give the same numbers."""
    with resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


@lru_cache(maxsize=1024)
def opening_days(opens: str, zone: str, start: datetime, first: int, last: int) -> NDArray[np.float64]:
    """When a window opens in the local years from `first` to `last`, in days after the start; ascending, read-only."""
    found, local = recurrence(opens), _zone(zone)
    days = [
        days_between(start, datetime.combine(day, found.at, local).astimezone(timezone.utc).replace(tzinfo=None))
        for year in range(first, last + 1)
        for day in found.dates(year)
    ]
    opening = np.array(days, dtype=np.float64)
    opening.setflags(write=False)
    return opening
