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
    chance = float(today.of_a_server.mean())
    best = min(race.plans, key=lambda plan: plan.mean)
    yield "List the servers that have the flaw and can be reached from the internet."
    if best.patches_after < today.patches_after:
        sooner, later = days_text(best.patches_after), days_text(today.patches_after)
        yield f"Say who patches them, and set the day: {sooner} after the fix is out, not {later}."
    else:
        yield f"Say who patches them, and keep your pace: {days_text(today.patches_after)} after the fix is out."
    yield f"If you cannot patch by then, {_stopgap(race)}."
    yield (
        "A patch does not throw anyone out. Look for signs of a break-in on each server that was open to attack: "
        f"{chance_of(chance, number)} such servers {is_or_are(chance, number)} breached by the time you patch."
    )
    yield "If you find signs, save the logs, call for help, and change all passwords."


def _stopgap(race: OwnRace) -> str:
    """What protects until the fix is in: a mitigation that the client or a plan names, or going off the internet."""
    plans = (race.today, *race.plans)
    named = next((plan.mitigation.remediation for plan in plans if plan.mitigation is not None), None)
    off = "take them off the internet"
    return f"{off}, or use the “{named.replace('_', ' ')}”" if named else off
