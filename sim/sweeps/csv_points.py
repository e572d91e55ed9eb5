"""The points of a study from a CSV file: a header of dotted paths, and a row of values for each point."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any

from sim.problems import InputError, Problem, shown
from sim.scenario.config import as_number, read_text

from .parameter_reader import plain

LARGEST_TABLE = 1_000_000
"""Bytes of a CSV file."""
MOST_COLUMNS, MOST_CELLS, MOST_DIFFERENT = 100, 50_000, 10_000
"""Columns, cells, and different values of all cells together."""
OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}
NUMBER_OR_TEXT = re.compile(r"[0-9](?:[A-Za-z0-9_./+-]|:(?=[0-9])| (?=[A-Za-z0-9/]))*")
"""Cells such as 0.1, 4d, 500/d or 2021-03-02T22:00:00Z, which are a number or text and need no YAML."""


def read_points(file: Path) -> tuple[list[str], list[tuple[int, list[Any]]]]:
    """A CSV file as paths and rows, each with its line; cells are read as in a config. Raises InputError."""

    def refuse(message: str, line: int | None = None) -> InputError:
        return InputError([Problem((), None, message, f"{file}:{line}" if line else str(file))])

    try:
        if file.exists() and not file.is_file():
            raise refuse("is not a regular file")
        with open(file, "rb") as opened:
            content = opened.read(LARGEST_TABLE + 1)
        if len(content) > LARGEST_TABLE:
            raise refuse(f"is larger than {LARGEST_TABLE // 1000:,} kB; split the study")
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        filled = ((reader.line_num, row) for row in reader if any(cell.strip() for cell in row))
        lines = list(islice(filled, MOST_CELLS + 2))
    except InputError:
        raise
    except OSError as error:
        raise refuse(f"cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise refuse("is not UTF-8 text") from None
    except csv.Error as error:
        raise refuse(f"is not a CSV file: {error}") from None
    except ValueError as error:
        raise refuse(f"is not a usable path: {error}") from None
    if not lines:
        raise refuse("needs a header of dotted paths and at least one row of values")
    (header_line, header), *rest = lines
    paths = [cell.strip() for cell in header]
    for separator, name in OTHER_SEPARATORS.items():
        if any(separator in path for path in paths):
            message = f"is separated by {name}; write commas between cells, and points in numbers: 0.1, not 0,1"
            raise refuse(message, header_line)
    if not rest:
        raise refuse("needs a header of dotted paths and at least one row of values")
    if len(paths) > MOST_COLUMNS or len(paths) * len(rest) > MOST_CELLS:
        most = f"at most {MOST_COLUMNS} columns and {MOST_CELLS:,} cells are possible"
        raise refuse(f"has {len(paths):,} columns and too many rows; {most}; split the study")
    repeated = sorted(path for path, times in Counter(paths).items() if times > 1)
    if repeated:
        raise refuse(f"names a path twice: {', '.join(map(shown, repeated))}", header_line)
    if "" in paths:
        raise refuse("has a column without a path", header_line)
    cells = _Cells(refuse)
    rows = []
    for line, row in rest:
        if len(row) != len(paths):
            raise refuse(f"has {len(row)} cells where the header has {len(paths)}", line)
        if any(not cell.strip() for cell in row):
            raise refuse("has an empty cell; every point needs every value", line)
        rows.append((line, [cells.read(cell.strip(), line) for cell in row]))
    return paths, rows


class _Cells:
    """Reads cells as values of a config, each text once."""

    def __init__(self, refuse: Any) -> None:
        self._refuse = refuse
        self._read: dict[str, Any] = {}

    def read(self, text: str, line: int) -> Any:
        """The value of a cell. Raises InputError, naming its line."""
        if text in self._read:
            return self._read[text]
        if len(self._read) >= MOST_DIFFERENT:
            raise self._refuse(f"has more than {MOST_DIFFERENT:,} different values; split the study", line)
        value = as_number(text) if NUMBER_OR_TEXT.fullmatch(text) else self._from_yaml(text, line)
        self._read[text] = value
        return value

    def _from_yaml(self, text: str, line: int) -> Any:
        try:
            document = read_text(text, "cell")
            if document.problems:
                raise InputError(document.problems)
            return plain(document.data)
        except InputError as error:
            raise self._refuse(f"cell {shown(text)}: {error.problems[0].message}", line) from None
        except ValueError as error:
            raise self._refuse(f"cell {shown(text)}: {error}", line) from None
