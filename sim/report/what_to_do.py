"""What a client does on Monday: a few steps in order, for its own situation."""

from __future__ import annotations

from collections.abc import Iterator

from sim.studies.levels import days_text
from sim.studies.own_race import OwnRace

from .numbers import chance_of, is_or_are


def what_to_do(race: OwnRace) -> tuple[str, ...]:
    """Steps in the order in which to take them."""
    if not race.client.runs_servers:
        return (
            "Ask your provider how fast it patches, and whether it looks for break-ins.",
            "Check that no old server of yours is still on the internet.",
        )
    return tuple(_steps(race))


def _steps(race: OwnRace) -> Iterator[str]:
    number, today = race.denominator, race.today
    best = min(race.plans, key=lambda plan: plan.mean)
    if race.client.servers == 1:
        yield "Check whether your server has the flaw and can be reached from the internet."
    else:
        yield "List the servers that have the flaw and can be reached from the internet."
    chosen = best if best.patches_after < today.patches_after else today
    if chosen is best:
        sooner, later = days_text(best.patches_after), days_text(today.patches_after)
        yield f"Say who patches, and set the day: {sooner} after the fix is out, not {later}."
    else:
        yield f"Say who patches, and keep your pace: {days_text(today.patches_after)} after the fix is out."
    yield f"If you cannot patch by then, {_stopgap(race)}."
    chance = float(chosen.of_a_server.mean())
    look = "The fix does not throw out who is already in. So look for signs of a break-in on each server"
    if chance:
        look += (
            f", even if you patch after {days_text(chosen.patches_after)}: by then {chance_of(chance, number)} such "
        )
        look += f"servers {is_or_are(chance, number)} breached"
        if race.client.servers > 1:
            look += f" (a business with {race.client.servers:,} is breached if one of them is)"
    yield f"{look}."
    yield (
        "If you find signs, save the logs, call for help, change all passwords, and ask whether the law makes you "
        "report it."
    )


def _stopgap(race: OwnRace) -> str:
    """What protects until the fix is in: a mitigation that the client or a plan names, or going off the internet."""
    plans = (race.today, *race.plans)
    named = next((plan.mitigation.remediation for plan in plans if plan.mitigation is not None), None)
    days = round(race.mitigations_after.get(named, 0.0)) if named else 0
    out = f", out {days_text(days)} after the fix" if days > 0 else ""
    off = f"take {'it' if race.client.servers == 1 else 'them'} off the internet until you do"
    if race.client.mailboxes:
        off += " (your mail stops meanwhile)"
    return f"{off}, or use the “{named.replace('_', ' ')}”{out}" if named else off
