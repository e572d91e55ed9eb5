"""What is wrong with an input: where it stands, what it says, and what would be accepted."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

Path = tuple[str | int, ...]


class ScenarioWarning(UserWarning):
    """Something in a scenario that is allowed but probably not meant."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with an input.

    `path` is the dotted path as a tuple, `value` is what stands there (None where nothing does), and
    `place` is `file:line:column` where it is known.
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
    """An input cannot be used; `problems` holds every reason found, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.problems,)


def shown(value: Any, limit: int = 60) -> str:
    """A value as an error message quotes it: short, on one line, and with text in quotes."""
    try:
        text = value.isoformat() if isinstance(value, date) else repr(value)
    except (ValueError, RecursionError):
        text = f"a {type(value).__name__} too large to show"
    return _one_line(text, limit)


def _one_line(text: str, limit: int = 600) -> str:
    """Text without anything that could break or colour the line, cut to a length."""
    plain = "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text[: 2 * limit])
    return plain if len(plain) <= limit else plain[: limit - 3] + "..."


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint that names the closest known name and lists the others."""
    names = list(known)
    close = difflib.get_close_matches(str(name)[:100], names, n=1, cutoff=0.5)
    hint = f"did you mean {close[0]!r}? " if close else ""
    listed = ", ".join(name[:60] for name in names[:20]) + (", ..." if len(names) > 20 else "")
    return hint + (f"known here: {listed}" if names else "nothing is known here")
