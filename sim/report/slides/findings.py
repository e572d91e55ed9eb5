"""What each slide found, as its title: one sentence, with no number that the page does not have."""

from __future__ import annotations

from sim.clients.what_helps import KEEP, SOONER
from sim.report.page import NUMBERS, Page, tells_ends
from sim.report.what_to_do import best_plan, helping
from sim.wording.chances import chance_of


def how_likely(page: Page) -> str:
    """How many are breached, as the client does today."""
    race, mean = page.race, page.race.today.mean
    average = f", on average: {race.today.futures(page.of)}" if tells_ends(race, race.today) else ""
    count = chance_of(mean, page.of)
    return f"{count[0].upper()}{count[1:]} businesses like yours {race.tense.be(mean, page.of)} breached{average}"


def plans(page: Page) -> str:
    """What the best plan spares."""
    if best_plan(page.race) is None:
        return f"No plan spares more than what {'your provider does' if page.race.client.is_hosted else 'you do'} today"
    return page.waiting.texts[-1]


def what_to_do(page: Page) -> str:
    """What helps most, of what was tried."""
    race, helps = page.race, helping(page.race)
    if not helps:
        return "Keep your pace, and look for break-ins"
    if helps[0].kind == SOONER:
        return f"What helps most: {'a provider that patches' if race.client.is_hosted else 'to patch'} sooner"
    name = race.until_then(helps[0].outcome)
    return f"What helps most: {'to go on with ' if helps[0].kind == KEEP else ''}the {name} until the patch"


def deadlines(page: Page) -> str:
    """How many of the deadlines in force the client misses."""
    whose = "Your provider’s pace" if page.race.client.is_hosted else "Your pace"
    days = [row.days for row in page.deadlines if row.is_in_force and row.days is not None]
    late = sum(page.race.today.patches_after > each for each in days)
    if not days or max(late, len(days)) >= len(NUMBERS):
        return "Official deadlines"
    if not late:
        return f"{whose} meets each of these deadlines that is in force"
    return f"{whose} is too slow for {NUMBERS[late].lower()} of {NUMBERS[len(days)].lower()} deadlines in force"


def how_sure(page: Page) -> tuple[str, str]:
    """The first sentence on how sure it is, and the rest of its paragraph."""
    first, _, rest = page.how_sure.texts[0].partition(". ")
    return first.rstrip("."), rest
