"""Names that a client did not choose, in its language: those of the usual plans, of what it does today, and its own.

They are names in code and in files, so they stay as they are there; what is shown of them is a text.
"""

from __future__ import annotations

from .client import ANYBODY, PLANS, TODAY, Client
from .situation import AT_ONCE, PLANS_OF_LITTLE_TIME

USUAL = PLANS | PLANS_OF_LITTLE_TIME
PLAN_KEYS = dict(zip(PLANS, ("plan-in-a-day", "plan-in-a-week", "plan-in-a-month"), strict=True)) | {
    AT_ONCE: "answers-plan-at-once",
    TODAY: "plan-as-today",
}


def shown_plan(client: Client, name: str) -> str:
    """A plan as its client reads it: a usual plan, or as today, in its language, else the name in its file."""
    is_usual = client.plans.get(name) == USUAL.get(name)
    return client.words.text(PLAN_KEYS[name]) if name in PLAN_KEYS and is_usual else name


def shown_client(client: Client) -> str:
    """A client's name; of whom nothing is known, a text."""
    return client.words.text("client-anybody") if client.name == ANYBODY else client.name
