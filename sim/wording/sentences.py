"""Outcomes in the words of a sentence: `5,400 fewer servers are compromised`."""

from __future__ import annotations

from sim.model.measures import ALL
from sim.outcomes import outcome_named
from sim.runs.result import about

from .language import Language


def about_in(value: float, language: Language) -> str:
    """A count of servers to three digits, as a language writes numbers."""
    text = about(value)
    return language.number(float(text.replace(",", "")), len(text.partition(".")[2]))


def whom(outcome: str, population: str = ALL) -> str:
    """What an outcome counts: `servers`, or `servers of hospitals`."""
    noun = outcome_named(outcome).subject
    return noun if population == ALL else f"{noun} of {population.replace('_', ' ')}"


def counted(outcome: str, population: str = ALL) -> str:
    """An outcome as a label: `servers that are compromised`."""
    return f"{whom(outcome, population)} that {outcome_named(outcome).predicate}"


def said(outcome: str, population: str = ALL) -> str:
    """An outcome as the end of a sentence: `servers of hospitals are compromised`."""
    return f"{whom(outcome, population)} {outcome_named(outcome).predicate}"


def fewer_or_more(difference: float, outcome: str, population: str = ALL) -> str:
    """A difference as the beginning of a sentence: `5,400 fewer servers are compromised`."""
    word = "fewer" if difference < 0 else "more"
    return f"{about(abs(difference))} {word} {said(outcome, population)}"
