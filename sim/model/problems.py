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
        dotted = ".".join(map(str, self.path))
        return ": ".join(part for part in (self.place, dotted, self.value, self.message) if part)

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
    """A value as an error message quotes it: short, and with text in quotes."""
    text = value.isoformat() if isinstance(value, date) else repr(value)
    return text if len(text) <= limit else text[: limit - 3] + "..."


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint that names the closest known name and lists the others."""
    names = list(known)
    close = difflib.get_close_matches(str(name), names, n=1, cutoff=0.5)
    hint = f"did you mean {close[0]!r}? " if close else ""
    listed = ", ".join(names[:20]) + (", ..." if len(names) > 20 else "")
    return hint + (f"known here: {listed}" if names else "nothing is known here")
