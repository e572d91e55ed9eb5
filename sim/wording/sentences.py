"""Outcomes in the words of a sentence: `5,400 fewer servers are compromised`."""

from __future__ import annotations

from sim.model.measures import ALL
from sim.outcomes import denominator_of, outcome_named
from sim.runs.result import about

from .language import Language


def about_in(value: float, language: Language) -> str:
    """A count of servers to three digits, as a language writes numbers."""
    text = about(value)
    return language.number(float(text.replace(",", "")), len(text.partition(".")[2]))


def whole_of(outcome: str, language: Language) -> str:
    """What the share of an outcome is of, behind a number of it: `hybrid organizations`."""
    whole = denominator_of(outcome)
    return language.text("outcome-whole", name=whole.name, title=whole.title)


def happened(outcome: str, language: Language) -> str:
    """What happens to those whom an outcome counts, behind a verb: `protected in time`."""
    title = outcome_named(outcome).title.removeprefix("organizations ")
    return language.text("outcome-happened", outcome=outcome, title=title)


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
