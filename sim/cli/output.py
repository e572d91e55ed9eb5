"""What a command prints."""

from __future__ import annotations

import io
import json
import math
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from sim.problems import ScenarioWarning, plain_text

if TYPE_CHECKING:
    import pandas as pd


def show(text: object, stream: TextIO | None = None) -> None:
    """Print text from files and folders so that nothing in it steers the terminal."""
    print("\n".join(map(plain_text, str(text).split("\n"))), file=stream or sys.stdout)


def print_json(answer: dict[str, Any]) -> None:
    """Print one JSON object in ASCII, which every encoding of a terminal or a file has in common."""
    text = json.dumps(answer, allow_nan=False) + "\n"
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("ascii"))
        sys.stdout.buffer.flush()
    else:
        sys.stdout.write(text)


def print_where(what: str, folder: Path) -> None:
    """Say where something was written, after an empty line."""
    show(f"\n{what}: {folder}")


def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """A table as JSON has it; what cannot be computed, or is infinite, is null."""
    return [
        {
            str(key): None if isinstance(value, float) and not math.isfinite(value) else value
            for key, value in row.items()
        }
        for row in table.to_dict("records")
    ]


@contextmanager
def warnings_on_stderr() -> Iterator[None]:
    """Show warnings of scenarios as one line each on standard error, and each only once."""
    usual = warnings.showwarning
    told: set[str] = set()

    def tell(message: Any, category: Any, *rest: Any, **more: Any) -> None:
        if issubclass(category, ScenarioWarning):
            if str(message) not in told:
                show(f"note: {message}", sys.stderr)
            told.add(str(message))
        else:
            usual(message, category, *rest, **more)

    with warnings.catch_warnings():
        warnings.simplefilter("always", ScenarioWarning)
        warnings.showwarning = tell
        yield
