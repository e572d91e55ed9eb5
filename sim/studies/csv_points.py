"""The points of a study from a CSV file: a header of dotted paths, and a row of values for each point."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from sim.model.config import read_text
from sim.model.problems import InputError, Problem

from .varied import plain


def read_table(file: Path) -> tuple[list[str], list[tuple[int, list[Any]]]]:
    """A CSV file as paths and rows, each with its line; cells are read as in a config. Raises InputError."""

    def refuse(message: str, line: int | None = None) -> InputError:
        return InputError([Problem((), None, message, f"{file}:{line}" if line else str(file))])

    try:
        with open(file, encoding="utf-8-sig", newline="") as opened:
            reader = csv.reader(opened)
            lines = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except OSError as error:
        raise refuse(f"cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise refuse("is not UTF-8 text") from None
    except csv.Error as error:
        raise refuse(f"is not a CSV file: {error}") from None
    if len(lines) < 2:
        raise refuse("needs a header of dotted paths and at least one row of values")
    paths = [cell.strip() for cell in lines[0][1]]
    repeated = {path for path in paths if paths.count(path) > 1}
    if repeated:
        raise refuse(f"names a path twice: {', '.join(sorted(repeated))}", 1)
    rows = []
    for line, cells in lines[1:]:
        if len(cells) != len(paths):
            raise refuse(f"has {len(cells)} cells where the header has {len(paths)}", line)
        if any(not cell.strip() for cell in cells):
            raise refuse("has an empty cell; every point needs every value", line)
        rows.append((line, [plain(read_text(cell.strip(), f"{file}:{line}").data) for cell in cells]))
    return paths, rows
