"""Outcomes in the words of a sentence: `5,400 fewer servers are compromised`."""

from __future__ import annotations

from sim.model.measures import ALL
from sim.runs.result import about

WORDS = {
    "servers": ("servers", "can be hit"),
    "compromised": ("servers", "are compromised"),
    "compromised_before_fix": ("servers", "are compromised before a fix is available to them"),
    "compromised_after_fix": ("servers", "are compromised with a fix available to them"),
    "protected_in_time": ("servers", "are protected in time"),
    "still_exposed": ("servers", "are still exposed at the end"),
    "protected_too_late": ("servers", "are patched with an intruder inside"),
    "live_footholds": ("servers", "have an intruder inside at the end"),
    "multiply_compromised": ("servers", "are entered by two or more campaigns"),
    "reentered": ("servers", "are entered again through a foothold"),
    "organizations_breached": ("organisations", "are breached"),
    "tenants_reached": ("tenants", "are reached"),
    "mailboxes_exposed_on_prem": ("on-premises mailboxes", "are exposed"),
    "mailboxes_exposed_cloud": ("cloud mailboxes", "are exposed"),
}
"""What is counted, and what happens to it."""


def whom(outcome: str, population: str = ALL) -> str:
    """What an outcome counts: `servers`, or `servers of hospitals`."""
    noun = WORDS[outcome][0]
    return noun if population == ALL else f"{noun} of {population.replace('_', ' ')}"


def counted(outcome: str, population: str = ALL) -> str:
    """An outcome as a label: `servers that are compromised`."""
    return f"{whom(outcome, population)} that {WORDS[outcome][1]}"


def fewer_or_more(difference: float, outcome: str, population: str = ALL) -> str:
    """A difference as the beginning of a sentence: `5,400 fewer servers are compromised`."""
    word = "fewer" if difference < 0 else "more"
    return f"{about(abs(difference))} {word} {whom(outcome, population)} {WORDS[outcome][1]}"
