"""When attacks begin, and how long a client is open to them, in words.

Both come from the clocks of the campaigns. A client is open from the first attack on servers like its own until
something protects it: what it does until the patch, or the patch. When attacks begin does not depend on the client.
"""

from __future__ import annotations

from collections.abc import Iterator

from sim.charts.drawing.letters import isolated
from sim.clients.over_futures import NEVER, OverFutures
from sim.clients.own_race import OwnRace
from sim.runs.statistics import LEVELS
from sim.wording.chances import chance_of
from sim.wording.language import Language, Value
from sim.wording.rounding import whole_number

HOURS = 24
OF_FUTURES = 100
"""Shares of futures are counts of so many."""


def open_to_attack(race: OwnRace) -> Iterator[str]:
    """Sentences on the first attack, and on how long the client is open; none where too few futures tell."""
    if race.is_attacked and not race.has_too_few_futures:
        yield first_attacks(race.first_attacks, race.client.words)
        yield from _open_for(race)


def first_attacks(first: OverFutures, language: Language) -> str:
    """How often attacks begin before the fix, and the median of their beginning."""
    if _are_alike(first):
        return language.text("answers-attacks-begin", day=_day_of_the_fix(first.median, language))
    return f"{_before_the_fix(first.share(first.days < 0), language)} {_in_half(first.median, language)}"


def _before_the_fix(early: float, language: Language) -> str:
    """In how many futures attacks begin before the fix is out."""
    if early in (0, 1):
        return language.text("answers-attacks-always-before" if early else "answers-attacks-always-after")
    return language.text("answers-attacks-before", chance=chance_of(early, OF_FUTURES, language))


def _in_half(median: float, language: Language) -> str:
    """When attacks begin in half of the futures."""
    if median == NEVER:
        return language.text("answers-attacks-not-in-time")
    text = "answers-attacks-sooner" if median < 0 else "answers-attacks-later"
    return language.text(text, day=_day_of_the_fix(median, language))


def _are_alike(found: OverFutures) -> bool:
    """Whether 9 of 10 futures are the same to a day, so that there is no spread to tell."""
    low, high = (found.quantile(level) for level in (LEVELS[0], LEVELS[-1]))
    return low == high or (high < NEVER and (low > 0) == (high > 0) and whole_number(low) == whole_number(high))


def _day_of_the_fix(day: float, language: Language) -> str:
    """A day, counted from the fix: `about 12 days before the fix`."""
    count = whole_number(abs(day))
    when = "same" if count == 0 else "before" if day < 0 else "after"
    return language.text("answers-day-of-the-fix", when=when, days=language.days(count))


def _open_for(race: OwnRace) -> Iterator[str]:
    today, client, tense = race.today, race.client, race.tense.name
    telling: dict[str, Value] = {"tense": tense, "hosted": client.is_hosted, "servers": client.servers}
    telling |= {"where": "anywhere", "until": "patch"}
    if today.mitigation is None:
        yield _span(today.open_for, client.words, telling)
        return
    yield _span(today.open_for, client.words, telling | {"until": "stopgap", "name": isolated(race.until_then(today))})
    if today.mitigated < 1:
        protected = chance_of(today.mitigated, OF_FUTURES, client.words)
        told = telling | {"where": "unprotected", "protected": protected, "none": today.mitigated <= 0}
        yield _span(today.open_until_patched, client.words, told | {"of": OF_FUTURES})


def _span(span: OverFutures, language: Language, telling: dict[str, Value]) -> str:
    """How long servers are open; `telling` says of which servers, and until when."""
    duration = _rounded(span.median, language)
    if _are_alike(span):
        text = "answers-open-for" if span.median > 0 else "answers-open-never"
        return language.text(text, duration=duration, **telling)
    share = span.share(span.days <= 0)
    spared = chance_of(share, OF_FUTURES, language)
    if span.median <= 0:
        return language.text("answers-open-hardly", spared=spared, **telling)
    text = "answers-open-for-half-or-never" if share else "answers-open-for-half"
    return language.text(text, duration=duration, spared=spared, **telling)


def _rounded(days: float, language: Language) -> str:
    """A duration in whole days, or in whole hours if it is less than one."""
    if days >= 1:
        return language.days(whole_number(days))
    return language.text("hours", count=max(whole_number(days * HOURS), 1))
