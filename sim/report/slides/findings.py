"""What each slide found, as its title: one sentence, with no number that the page does not have."""

from __future__ import annotations

from sim.clients.what_helps import KEEP, SOONER
from sim.report.page import Page, tells_ends
from sim.report.what_to_do import best_plan, helping
from sim.wording.chances import chance_of, is_one
from sim.wording.language import Value, capitalized

MOST_IN_WORDS = 5
"""The most deadlines that a title counts."""


def how_likely(page: Page) -> str:
    """How many are breached, as the client does today."""
    race, mean, language = page.race, page.race.today.mean, page.race.client.words
    told: dict[str, Value] = {"count": chance_of(mean, page.of, language), "is_one": is_one(mean, page.of)}
    if tells_ends(race, race.today):
        title = race.say("slides-likely-at-ends", futures=race.today.futures(page.of, language), **told)
    else:
        title = race.say("slides-likely", **told)
    return capitalized(title)


def plans(page: Page) -> str:
    """What the best plan spares."""
    if best_plan(page.race) is None:
        return page.race.say("slides-no-plan-spares")
    return page.waiting.texts[-1]


def what_to_do(page: Page) -> str:
    """What helps most, of what was tried."""
    race, helps, say = page.race, helping(page.race), page.race.say
    if not helps:
        return say("slides-keep-pace")
    if helps[0].kind == SOONER:
        return say("slides-helps-sooner")
    mitigation = race.until_then(helps[0].outcome)
    if helps[0].kind == KEEP:
        return say("slides-helps-keep", mitigation=mitigation)
    return say("slides-helps-use", mitigation=mitigation)


def deadlines(page: Page) -> str:
    """How many of the deadlines in force the client misses."""
    say = page.race.say
    days = [row.days for row in page.deadlines if row.is_in_force and row.days is not None]
    late = sum(page.race.today.patches_after > each for each in days)
    if not 0 < len(days) <= MOST_IN_WORDS:
        return say("slides-deadlines")
    if not late:
        return say("slides-deadlines-met")
    return say("slides-deadlines-missed", missed=late, number=len(days))


def how_sure(page: Page) -> tuple[str, str]:
    """The first sentence on how sure it is, and the rest of its paragraph."""
    first, _, rest = page.how_sure.texts[0].partition(". ")
    return first.rstrip("."), rest
