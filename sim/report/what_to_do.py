"""What a client does on Monday: a few steps in order, for its own situation."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan

from sim.clients import unattacked
from sim.clients.own_race import OwnRace
from sim.clients.plan_outcome import PlanOutcome
from sim.clients.what_helps import KEEP, SOONER, Change
from sim.clients.who_patches import who_patches
from sim.sweeps.levels import days_text
from sim.wording.chances import chance_of, count_of
from sim.wording.rounding import whole_number

AT_ONCE = "at once when the fix is out"


def what_to_do(race: OwnRace) -> tuple[str, ...]:
    """Steps in the order in which to take them."""
    return tuple(_steps(race)) if race.is_attacked else unattacked.what_to_do(race.scenario, race.client)


def best_plan(race: OwnRace) -> PlanOutcome | None:
    """The plan that spares most, if any spares more than what is done today, as printed."""
    number, best = race.denominator, min(race.plans, key=lambda plan: plan.mean)
    return best if whole_number(best.mean * number) < whole_number(race.today.mean * number) else None


def _steps(race: OwnRace) -> Iterator[str]:
    chosen = best_plan(race) or race.today
    yield from _of_provider(race) if race.client.is_hosted else _of_client(race)
    yield f"{_look(race)}{_already_breached(race, chosen)}."
    yield (
        "If you find signs, save the logs, call for help, change all passwords, and ask whether the law makes you "
        "report it."
    )


def _of_client(race: OwnRace) -> Iterator[str]:
    """Steps until the patch of a client that patches its servers itself."""
    if race.client.servers == 1:
        yield "Check whether your server has the flaw and can be reached from the internet."
    else:
        yield "List the servers that have the flaw and can be reached from the internet."
    yield from _what_helps(race)
    if not _sooner_helps(race):
        yield f"Say who patches, and keep your pace: {_when(race.today)}.{_nothing_else(race)}"
        yield f"If you cannot patch by then, {_off(race)}."


def _of_provider(race: OwnRace) -> Iterator[str]:
    """Steps until the patch of a client whose provider patches: what to ask for."""
    servers = "your server has" if race.client.servers == 1 else "your servers have"
    yield f"Ask your provider whether {servers} the flaw, and how soon it patches. Have that put in writing."
    yield from _what_helps(race)
    if not _sooner_helps(race):
        yield f"Ask your provider to keep its pace: {_when(race.today)}.{_nothing_else(race)}"
        yield f"If your provider cannot patch by then, ask it to {_off(race)}."


def helping(race: OwnRace) -> list[Change]:
    """Changes that spare more than noise, as printed, from what spares most."""
    return [change for change in race.changes if change.is_clear and whole_number(change.spares * race.denominator)]


def _sooner_helps(race: OwnRace) -> bool:
    return any(change.kind == SOONER for change in helping(race))


def _nothing_else(race: OwnRace) -> str:
    return "" if helping(race) else " Other changes that were tried spare no more than noise."


def _what_helps(race: OwnRace) -> Iterator[str]:
    for change in helping(race):
        yield f"{_change(race, change)} {_spares(race, change)}"


def _when(plan: PlanOutcome) -> str:
    return f"{days_text(plan.patches_after)} after the fix is out" if plan.patches_after else AT_ONCE


def _change(race: OwnRace, change: Change) -> str:
    """A step that the simulation says helps, in the words of an order, or of what to ask a provider for."""
    hosted, outcome = race.client.is_hosted, change.outcome
    if change.kind == SOONER:
        later = f"not {days_text(race.today.patches_after)}{'' if outcome.patches_after else ' later'}"
        if hosted:
            ask = f"Ask for a patch {_when(outcome)}, {later}. If it says no, look for another provider."
            return f"{ask} If your provider cannot patch by then, ask it to {_off(race)}."
        return (
            f"Say who patches, and set the day: {_when(outcome)}, {later}. If you cannot patch by then, {_off(race)}."
        )
    assert outcome.mitigation is not None
    name = race.until_then(outcome)
    days = race.in_place_after(outcome)
    when = f"{days_text(days)} after the fix" if days > 0 else "by the day of the fix"
    you_patch = who_patches(race.client).you_patch
    if change.kind == KEEP:
        return f"Go on with the {name}, in place about {when}, until {you_patch}."
    return f"{'Ask for' if hosted else 'Use'} the {name} until {you_patch}, in place about {when}."


def _off(race: OwnRace) -> str:
    """Taking servers off the internet, by whoever patches them."""
    if race.client.is_hosted:
        return _off_the_internet(race, "your server" if race.client.servers == 1 else "your servers", "it does")
    return _off_the_internet(race, "it" if race.client.servers == 1 else "them", "you do")


def _spares(race: OwnRace, change: Change) -> str:
    """How much that spares, and how much of it may be noise."""
    number = race.denominator
    spares = race.tense.verb("spares", "spare", "spared")
    what = "A patch on that day" if change.kind == SOONER else "That alone"
    text = f"{what} {spares} {count_of(_as_printed(race, change), number)} of {number:,}"
    if change.noise == 0:
        return f"{text}."
    worlds = len(race.chances)
    if isnan(change.noise):
        return f"{text}; one simulated future does not tell how much of that is noise."
    noise = whole_number(change.noise * number)
    size = f"about {noise:,}" if noise else "less than 1"
    return f"{text}, give or take {size}: the noise of {worlds:,} simulated futures."


def _as_printed(race: OwnRace, change: Change) -> float:
    """What a change spares as the difference of the counts that the page prints, where it prints both."""
    number = race.denominator
    if change.kind == KEEP:
        return change.spares
    printed = whole_number(race.today.mean * number) - whole_number(change.outcome.mean * number)
    return printed / number if printed > 0 else change.spares


def _look(race: OwnRace) -> str:
    who_looks = "ask your provider to look" if race.client.is_hosted else "look"
    return f"The fix does not throw out who is already in. So {who_looks} for signs of a break-in on each server"


def _already_breached(race: OwnRace, chosen: PlanOutcome) -> str:
    """How many servers are breached when they are patched, as the end of a sentence."""
    number, chance = race.denominator, float(chosen.of_a_server.mean())
    if not chance:
        return ""
    text = f", even if {who_patches(race.client).you_patch} after {days_text(chosen.patches_after)}: by then "
    text += f"{chance_of(chance, number)} such servers {race.tense.be(chance, number)} breached"
    if race.client.servers > 1:
        text += f" (a business with {race.client.servers:,} is breached if one of them is)"
    return text


def _off_the_internet(race: OwnRace, them: str, patched: str) -> str:
    mail = " (your mail stops meanwhile)" if race.client.mailboxes else ""
    return f"take {them} off the internet until {patched}{mail}"
