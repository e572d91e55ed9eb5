"""What is wrong with an input: where it stands, what it says, and what would be accepted."""

from __future__ import annotations

import difflib
import heapq
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import islice, pairwise
from typing import Any

Path = tuple[str | int, ...]
MOST_SHOWN = 50
"""The most problems reported at once; who has more mends these first."""
MOST_FOUND = 4 * MOST_SHOWN
"""After this number of problems of one kind nobody looks for more: a bad file costs no more than a good one."""
MOST_COMPARED, MOST_ALIKE = 300, 4
"""The most known names that an unknown one is compared with, and the most of these that are compared closely."""
LONGEST_COMPARED = 100
STEERING = ("Cc", "Cf", "Cs", "Zl", "Zp")
JOINERS = "\u200c\u200d"


class ScenarioWarning(UserWarning):
    """Something in a scenario that is allowed but probably not meant."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with an input.

    Attributes
    ----------
    path : tuple of (str or int)
        The dotted path, part by part; empty for the whole.
    value : str or None
        What stands there; None where nothing does.
    message : str
        What is wrong with it, and what would be accepted.
    place : str
        `file:line:column`, or the file, where it is known.
    """

    path: Path
    value: str | None
    message: str
    place: str = ""

    def __str__(self) -> str:
        dotted = _one_line(".".join(map(str, self.path)), 200)
        parts = (_one_line(self.place), dotted, _one_line(self.value or "", 100), _one_line(self.message))
        return ": ".join(part for part in parts if part)

    def at(self, place: str) -> Problem:
        """The same problem, located."""
        return replace(self, place=place)


class InputError(ValueError):
    """An input cannot be used.

    Attributes
    ----------
    problems : tuple of Problem
        Every reason found, in the order of the file, with its place.

    Examples
    --------
    >>> try:
    ...     sim.load("first_steps", changes={"replications": 0})
    ... except sim.InputError as error:
    ...     print(len(error.problems))
    1
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.lines))

    @property
    def lines(self) -> list[str]:
        """What to tell: a line for each of the first problems, and one for how many more there are."""
        lines = [str(each) for each in self.problems[:MOST_SHOWN]]
        more = len(self.problems) - MOST_SHOWN
        return [*lines, f"... and at least {more:,} more problems; mend these first"] if more > 0 else lines

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.problems,)


def shown(value: Any, limit: int = 60) -> str:
    """A value as an error message quotes it: short, on one line, and with text in quotes."""
    try:
        text = value.isoformat() if isinstance(value, date) else repr(value)
    except (ValueError, RecursionError):
        text = f"a {type(value).__name__} too large to show"
    return _one_line(text, limit)


def plain_text(text: str) -> str:
    """Text in which whatever could steer a terminal, turn the direction of a line or break a file stands as its code.

    These are control and format characters (but for the joiners that scripts need), line and paragraph separators, lone
    halves of surrogate pairs and what Unicode calls no characters: `ESC [ 31 m` becomes `\\x1b[31m`.
    """
    return text if text.isprintable() else "".join(map(_shown_letter, text))


def _shown_letter(letter: str) -> str:
    is_none = ord(letter) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(letter) <= 0xFDEF
    if is_none or (unicodedata.category(letter) in STEERING and letter not in JOINERS):
        return _code_of(letter)
    return letter


def _code_of(letter: str) -> str:
    return letter.encode("unicode_escape", "surrogatepass").decode("ascii")


def _one_line(text: str, limit: int = 600) -> str:
    """Text without anything that could break or colour the line, or cannot be seen in it, cut to a length."""
    plain = "".join(each if each.isprintable() else _code_of(each) for each in text[: 2 * limit])
    return plain if len(plain) <= limit else plain[: limit - 3] + "..."


def first(problems: Iterable[Problem]) -> list[Problem]:
    """The first of many problems: more than are reported."""
    return list(islice(problems, MOST_FOUND))


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint that names the closest known name and lists the others."""
    names = list(known)
    close = _closest(str(name)[:LONGEST_COMPARED], names[:MOST_COMPARED])
    hint = f"did you mean {close!r}? " if close else ""
    listed = ", ".join(name[:60] for name in names[:20]) + (", ..." if len(names) > 20 else "")
    return hint + (f"known here: {listed}" if names else "nothing is known here")


def _closest(name: str, names: list[str]) -> str | None:
    """The most similar name, or None. Only those that share most pairs of letters are compared closely."""
    pairs = _pairs(name)
    short = [each for each in names if len(each) <= LONGEST_COMPARED]
    alike = heapq.nlargest(MOST_ALIKE, short, key=lambda each: _likeness(pairs, _pairs(each)))
    return next(iter(difflib.get_close_matches(name, alike, n=1, cutoff=0.5)), None)


@lru_cache(maxsize=4096)
def _pairs(name: str) -> frozenset[str]:
    """The letters of a name, and those that follow each other."""
    return frozenset([*name, *map("".join, pairwise(name))])


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other) or 1)
