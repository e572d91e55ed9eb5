"""What a client does on Monday: a few steps in order, for its own situation."""

from __future__ import annotations

from collections.abc import Iterator

from sim.clients import unattacked
from sim.clients.own_race import OwnRace, PlanOutcome
from sim.clients.who_patches import who_patches
from sim.sweeps.levels import days_text
from sim.wording.chances import chance_of
from sim.wording.rounding import whole_number


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
    if chosen.patches_after != today.patches_after:
        sooner, later = days_text(chosen.patches_after), days_text(today.patches_after)
        yield f"Say who patches, and set the day: {sooner} after the fix is out, not {later}."
    else:
        yield f"Say who patches, and keep your pace: {days_text(today.patches_after)} after the fix is out."
    yield f"{_until_then(race, chosen)}If you cannot patch by then, {_off_the_internet(race)}."
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


def _until_then(race: OwnRace, chosen: PlanOutcome) -> str:
    """What protects until the patch: the mitigation of the plan, and when it is out."""
    if chosen.mitigation is None:
        return ""
    days = race.mitigations_after[chosen.mitigation.remediation]
    out = f", which is out about {days_text(round(days))} after the fix" if round(days) > 0 else ""
    return f"Until then, use the {race.until_then(chosen)}{out}. "


def _off_the_internet(race: OwnRace, them: str, patched: str) -> str:
    mail = " (your mail stops meanwhile)" if race.client.mailboxes else ""
    return f"take {them} off the internet until {patched}{mail}"
