"""When attacks begin, and how long a client is open to them, in words.

Both come from the clocks of the campaigns. A client is open from the first attack on servers like its own until
something protects it: what it does until the patch, or the patch. When attacks begin does not depend on the client.
"""

from __future__ import annotations

from collections.abc import Iterator

from sim.charts.drawing.letters import isolated
from sim.clients.over_futures import NEVER, OverFutures
from sim.clients.own_race import ALIKE, OwnRace
from sim.clients.who_patches import who_patches
from sim.runs.statistics import LEVELS
from sim.sweeps.levels import days_text
from sim.wording.chances import chance_of
from sim.wording.rounding import whole_number

HOURS = 24
OF_FUTURES = 100
"""Shares of futures are counts of so many."""


def open_to_attack(race: OwnRace) -> Iterator[str]:
    """Sentences on the first attack, and on how long the client is open; none where too few futures tell."""
    if race.is_attacked and race.without_range in ("", ALIKE):
        yield first_attacks(race.first_attacks)
        yield from _open_for(race)


def first_attacks(first: OverFutures) -> str:
    """How often attacks begin before the fix, and the median of their beginning."""
    if _are_alike(first):
        return f"In this case, attacks begin {_day_of_the_fix(first.median)}."
    early = first.share(first.days < 0)
    if early in (0, 1):
        when = "before the fix is out" if early else "only after the fix is out"
        texts = [f"In each simulated future, attacks begin {when}"]
    else:
        texts = [f"In {chance_of(early, OF_FUTURES)} simulated futures, attacks begin before the fix is out"]
    if first.median == NEVER:
        texts.append("In more than half of the futures, they do not begin in the simulated time")
    else:
        sooner = "sooner" if first.median < 0 else "later"
        texts.append(f"In half of the futures, they begin {sooner} than {_day_of_the_fix(first.median)}")
    return "".join(f"{text}. " for text in texts).rstrip()


def _are_alike(found: OverFutures) -> bool:
    """Whether 9 of 10 futures are the same to a day, so that there is no spread to tell."""
    low, high = (found.quantile(level) for level in (LEVELS[0], LEVELS[-1]))
    return low == high or (high < NEVER and (low > 0) == (high > 0) and whole_number(low) == whole_number(high))


def _day_of_the_fix(day: float) -> str:
    """A day, counted from the fix: `about 12 days before the fix`."""
    count = whole_number(abs(day))
    if count == 0:
        return "on about the day of the fix"
    return f"about {days_text(count)} {'before' if day < 0 else 'after'} the fix"


def _open_for(race: OwnRace) -> Iterator[str]:
    today, servers, tense = race.today, race.client.servers, race.tense
    they = f"your {'server' if servers == 1 else 'servers'} {tense.would or ('is' if servers == 1 else 'are')}"
    patch = who_patches(race.client, tense).you_patch
    if today.mitigation is None:
        yield f"With the flaw, {_span(today.open_for, they, patch)}."
        return
    name = isolated(race.until_then(today))
    yield f"With the flaw, {_span(today.open_for, they, f'the {name} {tense.is_in} place')}."
    if today.mitigated < 1:
        others = f"It protects {chance_of(today.mitigated, OF_FUTURES)} servers. Where it does not, "
        yield f"{others}{_span(today.open_until_patched, they, patch)}."


def _span(span: OverFutures, they: str, until: str) -> str:
    """How long servers are open, in half a sentence that begins with `they`."""
    if _are_alike(span):
        if span.median <= 0:
            return f"no attack of this case comes before {until}"
        return f"{they} open to attack for {_about(span.median)}, from the first attack until {until}"
    spared = span.share(span.days <= 0)
    text = f"in {chance_of(spared, OF_FUTURES)} futures no attack comes before {until}" if spared else ""
    if span.median <= 0:
        return text
    half = f"{they} open to attack for more than {_about(span.median)} in half of the futures"
    half += f", from the first attack until {until}"
    return f"{half}; {text}" if text else half


def _about(days: float) -> str:
    if days >= 1:
        return f"about {days_text(whole_number(days))}"
    hours = max(whole_number(days * HOURS), 1)
    return f"about {hours} {'hour' if hours == 1 else 'hours'}"
