"""What a client does on Monday: a few steps in order, for its own situation."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan

from sim.clients import unattacked
from sim.clients.own_race import OwnRace
from sim.clients.plan_outcome import PlanOutcome
from sim.clients.what_helps import KEEP, SOONER, Change
from sim.wording.chances import chance_of, count_of, is_one
from sim.wording.language import Value
from sim.wording.rounding import whole_number
from sim.wording.tense import WOULD_HAVE_BEEN


def what_to_do(race: OwnRace) -> tuple[str, ...]:
    """Steps in the order in which to take them."""
    return tuple(_steps(race)) if race.is_attacked else unattacked.what_to_do(race.scenario, race.client)


def best_plan(race: OwnRace) -> PlanOutcome | None:
    """The plan that spares most, if any spares more than what is done today, as printed."""
    number, best = race.denominator, min(race.plans, key=lambda plan: plan.mean)
    return best if whole_number(best.mean * number) < whole_number(race.today.mean * number) else None


def _steps(race: OwnRace) -> Iterator[str]:
    find = _told(race, "answers-step-ask" if race.client.is_hosted else "answers-step-find")
    yield f"{find} {_told(race, 'answers-step-past')}" if race.tense is WOULD_HAVE_BEEN else find
    for change in helping(race):
        yield f"{_change(race, change)} {_spares(race, change)}"
    if not any(change.kind == SOONER for change in helping(race)):
        pace = _told(race, "answers-step-keep-pace", **_when(race, race.today))
        yield pace if helping(race) else f"{pace} {_told(race, 'answers-step-nothing-else')}"
        yield _told(race, "answers-step-otherwise")
    yield _look(race, best_plan(race) or race.today)
    yield _told(race, "answers-step-signs")


def _told(race: OwnRace, key: str, /, **values: Value) -> str:
    """A text that may depend on who patches how many servers."""
    client = race.client
    return client.words.text(
        key,
        hosted=client.is_hosted,
        servers=client.servers,
        has_mail=bool(client.mailboxes),
        **{"tense": race.tense.name, **values},
    )


def helping(race: OwnRace) -> list[Change]:
    """Changes that spare more than noise, as printed, from what spares most."""
    return [change for change in race.changes if change.is_clear and whole_number(change.spares * race.denominator)]


def _when(race: OwnRace, plan: PlanOutcome) -> dict[str, Value]:
    """When a plan patches."""
    return {"at_once": not plan.patches_after, "days": race.client.words.days(plan.patches_after)}


def _change(race: OwnRace, change: Change) -> str:
    """A step that the simulation says helps, in the words of an order, or of what to ask a provider for."""
    language, outcome = race.client.words, change.outcome
    if change.kind == SOONER:
        today = race.today.patches_after
        later = {"today": language.days(today), "today_after": language.days_after(today)}
        return _told(race, "answers-step-sooner", **_when(race, outcome), **later)
    days = race.in_place_after(outcome)
    return _told(
        race,
        "answers-step-go-on" if change.kind == KEEP else "answers-step-use",
        name=race.until_then(outcome),
        after_the_fix=days > 0,
        days=language.days(days),
    )


def _spares(race: OwnRace, change: Change) -> str:
    """How much that spares."""
    number = race.denominator
    return _told(
        race,
        "answers-step-spares",
        kind="sooner" if change.kind == SOONER else "other",
        tense=race.tense.name,
        count=count_of(_as_printed(race, change), number, race.client.words),
        of=number,
        noise="unknown" if isnan(change.noise) else "known",
    )


def _as_printed(race: OwnRace, change: Change) -> float:
    """What a change spares as the difference of the counts that the page prints, where it prints both."""
    number = race.denominator
    if change.kind == KEEP:
        return change.spares
    printed = whole_number(race.today.mean * number) - whole_number(change.outcome.mean * number)
    return printed / number if printed > 0 else change.spares


def _look(race: OwnRace, chosen: PlanOutcome) -> str:
    """To look for signs of a break-in, with how many businesses are breached when they patch."""
    number, chance, language = race.denominator, chosen.mean, race.client.words
    if not chance:
        return _told(race, "answers-step-look-anyway")
    return _told(
        race,
        "answers-step-look-as-breached",
        tense=race.tense.name,
        chance=chance_of(chance, number, language),
        is_one=is_one(chance, number),
        days=language.days(chosen.patches_after),
        days_after=language.days_after(chosen.patches_after),
    )
