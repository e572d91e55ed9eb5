"""The letters of a client's plans: the same in its table, on its curve, and on the page to explore."""

from __future__ import annotations

from .client import Client
from .own_race import OwnRace
from .plan_outcome import PlanOutcome

LETTERS = "ABCDEFGH"


def you(client: Client) -> str:
    """The mark of what a client does today.

    Parameters
    ----------
    client : Client
        In whose language.

    Returns
    -------
    str
        A word.
    """
    return client.words.text("page-mark-you")


def mark_of(race: OwnRace, plan: PlanOutcome) -> str:
    """What stands for a plan: its letter in the order of the client's plans, or the mark of what is done today.

    Parameters
    ----------
    race : OwnRace
        Of the client.
    plan : PlanOutcome
        One of its plans, or what it does today.

    Returns
    -------
    str
        The mark. A plan that comes to the same as today's way has today's.
    """
    if plan is race.today or plan.comes_to_the_same_as(race.today):
        return you(race.client)
    return LETTERS[next(index for index, each in enumerate(race.plans) if each is plan)]


def marked(race: OwnRace) -> tuple[tuple[str, PlanOutcome], ...]:
    """The plans with their marks, in the order of the client, and then what it does today; none twice.

    Parameters
    ----------
    race : OwnRace
        Of the client.

    Returns
    -------
    tuple of (str, PlanOutcome)
        Marks and outcomes.
    """
    others = [plan for plan in race.plans if not plan.comes_to_the_same_as(race.today)]
    return tuple((mark_of(race, plan), plan) for plan in (*others, race.today))
