"""What a client does on Monday: a few steps in order, for its own situation."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan

from sim.clients import unattacked
from sim.clients.own_race import OwnRace, PlanOutcome
from sim.clients.what_helps import KEEP, SOONER, Change
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
    yield from _of_provider(race, chosen) if race.client.is_hosted else _of_client(race, chosen)
    yield f"{_look(race)}{_already_breached(race, chosen)}."
    yield (
        "If you find signs, save the logs, call for help, change all passwords, and ask whether the law makes you "
        "report it."
    )


def _of_client(race: OwnRace, chosen: PlanOutcome) -> Iterator[str]:
    """Steps until the patch of a client that patches its servers itself."""
    today = race.today
    if race.client.servers == 1:
        yield "Check whether your server has the flaw and can be reached from the internet."
    else:
        yield "List the servers that have the flaw and can be reached from the internet."
    helping = [change for change in race.changes if change.is_clear and whole_number(change.spares * number)]
    for change in helping:
        yield f"{_change(race, change)} {_spares(race, change)}"
    if SOONER not in {change.kind for change in helping}:
        when = f"{days_text(today.patches_after)} after the fix is out" if today.patches_after else AT_ONCE
        other = " Other changes that were tried spare no more than noise." if not helping else ""
        yield f"Say who patches, and keep your pace: {when}.{other}"
        yield f"If you cannot patch by then, {_off_the_internet(race)}."
    chance = float(chosen.of_a_server.mean())
    look = "The fix does not throw out who is already in. So look for signs of a break-in on each server"
    if chance:
        look += (
            f", even if you patch after {days_text(chosen.patches_after)}: by then {chance_of(chance, number)} such "
        )
        look += f"servers {race.tense.be(chance, number)} breached"
        if race.client.servers > 1:
            look += f" (a business with {race.client.servers:,} is breached if one of them is)"
    yield f"{look}."
    yield (
        "If you find signs, save the logs, call for help, change all passwords, and ask whether the law makes you "
        "report it."
    )


def _change(race: OwnRace, change: Change) -> str:
    """A step that the simulation says helps, in the words of an order."""
    later, outcome = days_text(race.today.patches_after), change.outcome
    if change.kind == SOONER:
        day = f"{days_text(outcome.patches_after)} after the fix is out" if outcome.patches_after else AT_ONCE
        return (
            f"Say who patches, and set the day: {day}, not {later}{'' if outcome.patches_after else ' later'}. If you "
            "cannot patch by then, "
            f"{_off_the_internet(race)}."
        )
    assert outcome.mitigation is not None
    name = race.until_then(outcome)
    days = race.mitigations_after[outcome.mitigation.remediation] + outcome.mitigation.after
    when = f"{days_text(round(days))} after the fix" if round(days) > 0 else "by the day of the fix"
    if change.kind == KEEP:
        return f"Go on with the {name}, in place about {when}, until you patch."
    return f"Use the {name} until you patch, in place about {when}."


def _spares(race: OwnRace, change: Change) -> str:
    """How much that spares, and how much of it may be noise."""
    number = race.denominator
    spares = race.tense.verb("spares", "spare", "spared")
    text = f"That alone {spares} {count_of(change.spares, number)} of {number:,}"
    if change.noise == 0:
        return f"{text}."
    worlds = len(race.chances)
    if isnan(change.noise):
        return f"{text}; one simulated future does not tell how much of that is noise."
    noise = whole_number(change.noise * number)
    size = f"about {noise:,}" if noise else "less than 1"
    return f"{text}, give or take {size}: the noise of {worlds:,} simulated futures."


def _off_the_internet(race: OwnRace, them: str, patched: str) -> str:
    mail = " (your mail stops meanwhile)" if race.client.mailboxes else ""
    return f"take {them} off the internet until {patched}{mail}"
