"""CSV files that a spreadsheet opens as text and numbers only: nothing in them is a formula.

Spreadsheets run a cell that begins with = + - or @, also behind spaces, a tab or a line break, and where semicolons
separate cells a part of a cell is one too. An apostrophe before such a beginning makes it text (OWASP, CSV Injection);
`read_csv` takes exactly those apostrophes away again.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas as pd

BEGINNINGS = r"(^|[;,|\t\r\n\"])"
FORMULA = r"(?=[ ']*[=+\-@\t\r＝＋－＠])"
LIVE = re.compile(BEGINNINGS + FORMULA)
INERT = re.compile(BEGINNINGS + "'" + FORMULA)


def inert(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return LIVE.sub(r"\1'", text)


def as_it_was(text: str) -> str:
    """The text that `inert` was given."""
    return INERT.sub(r"\1", text)


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table, without its index, in which texts and the names of columns are inert."""
    safe = _changed(table, inert)
    texts = (each for name in safe.columns for each in (name, *safe[name]) if isinstance(each, str))
    # A line may end in a carriage return too, which is not reason enough for quotes by itself.
    quoting: Literal[0, 2] = csv.QUOTE_NONNUMERIC if any("\r" in each for each in texts) else csv.QUOTE_MINIMAL
    safe.to_csv(path, index=False, quoting=quoting)


def read_csv(path: Path, texts: Iterable[str] = (), **options: Any) -> pd.DataFrame:
    """Read a table that `write_csv` wrote; `texts` are the columns that hold text whatever it looks like.

    Raises ValueError if it is none.
    """
    import pandas as pd

    try:
        table = pd.read_csv(path, dtype={inert(name): str for name in texts}, **options)
    except pd.errors.ParserError as error:
        raise ValueError(str(error).rpartition("C error: ")[2]) from None
    return _changed(table, as_it_was)


def _changed(table: pd.DataFrame, change: Callable[[str], str]) -> pd.DataFrame:
    """A table with all its texts, and the names of its columns, changed."""
    from pandas.api.types import is_numeric_dtype

    texts = [name for name in table.columns if not is_numeric_dtype(table[name].dtype)]
    columns = {name: [change(each) if isinstance(each, str) else each for each in table[name]] for name in texts}
    return table.assign(**columns).rename(columns=change)
