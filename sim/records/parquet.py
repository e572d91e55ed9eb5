"""Reading Parquet files: those of our own, and tables that somebody may have changed, checked before they are used.

Without threads: Arrow's may outlive the interpreter, and abort a process that did its work. See
https://github.com/apache/arrow/issues/34314.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .manifest import damaged, reading

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

BYTES_A_VALUE = 8


class Column(Enum):
    """What a column of a table holds."""

    TEXT = "texts"
    WHOLE = "whole numbers"
    COUNT = "numbers of 0 or more"
    NUMBER = "numbers"
    PERHAPS = "numbers, some of them missing"


def read_table(source: Path | bytes, columns: Sequence[str] | None = None) -> pa.Table:
    """A Parquet file, or the content of one, as an Arrow table."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    opened = pa.BufferReader(source) if isinstance(source, bytes) else source
    with pq.ParquetFile(opened) as file:
        return file.read(columns=None if columns is None else list(columns), use_threads=False)


def read_frame(path: Path, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """A Parquet file as a data frame."""
    frame: pd.DataFrame = read_table(path, columns).to_pandas(use_threads=False)
    return frame


def read_checked(
    path: Path, columns: Mapping[str, Column], rows: int | None, only: Sequence[str] | None = None
) -> pd.DataFrame:
    """A table with that many rows and at least these columns. Raises InputError with the first thing that is wrong.

    Where `rows` is None, it may have any number that memory holds. `only` names the columns that are wanted; by
    default, all that are checked.
    """
    import pyarrow.parquet as pq

    wanted = list(columns) if only is None else list(only)
    with reading(path):
        # Texts stay in the dictionary that the file has of them, so that few bytes cannot become many.
        texts = [name for name in wanted if columns[name] is Column.TEXT]
        with pq.ParquetFile(path, read_dictionary=texts) as file:
            names, types = file.schema_arrow.names, file.schema_arrow.types
            missing = [name for name in columns if names.count(name) != 1]
            if missing:
                raise damaged(path, f"has no column {missing[0]!r}, or two")
            number = file.metadata.num_rows
            if rows is not None and number != rows:
                raise damaged(path, f"has {number:,} rows instead of {rows:,}")
            for name, kind in columns.items():
                if not _fits(types[names.index(name)], kind):
                    raise damaged(path, f"has {types[names.index(name)]} in {name!r} instead of {kind.value}")
            _check_memory(path, number, len(wanted))
            table = file.read(columns=wanted, use_threads=False)
        if len(table) != number:
            raise damaged(path, f"has {len(table):,} rows instead of {number:,}")
        frame: pd.DataFrame = table.replace_schema_metadata(None).to_pandas(use_threads=False)
        for name in wanted:
            is_missing = table[name].null_count and columns[name] is not Column.PERHAPS
            if is_missing or not _is_allowed(frame[name].to_numpy(), columns[name]):
                raise damaged(path, f"has something else than {columns[name].value} in {name!r}")
            if columns[name] is Column.TEXT:
                frame[name] = frame[name].astype(object)
    return frame


def check_lists(path: Path, widths: Mapping[str, int | None]) -> None:
    """Raises InputError if columns of a table are not lists of the given lengths; None allows any length."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with reading(path), pq.ParquetFile(path) as file:
        schema, rows = file.schema_arrow, file.metadata.num_rows
        for name, width in widths.items():
            kind = schema.field(name).type
            is_list = pa.types.is_fixed_size_list(kind) and kind.list_size == (width or kind.list_size)
            if not is_list or not (pa.types.is_integer(kind.value_type) or pa.types.is_floating(kind.value_type)):
                raise damaged(path, f"has no lists of {width or 'some'} numbers in {name!r}")
            _check_memory(path, rows, kind.list_size)


def _fits(kind: pa.DataType, column: Column) -> bool:
    import pyarrow as pa

    if column is Column.TEXT:
        of = kind.value_type if pa.types.is_dictionary(kind) else kind
        return bool(pa.types.is_string(of) or pa.types.is_large_string(of))
    if column is Column.WHOLE:
        return bool(pa.types.is_int64(kind))
    return bool(pa.types.is_int64(kind) or pa.types.is_float64(kind))


def _is_allowed(values: Any, column: Column) -> bool:
    if column in (Column.TEXT, Column.PERHAPS):
        return True
    if not np.isfinite(values).all():
        return False
    return column is not Column.COUNT or bool((values >= 0).all())


def _check_memory(path: Path, rows: int, columns: int) -> None:
    """Raises InputError for a table that memory cannot hold: a small file can say that it has any number of rows."""
    import psutil

    if rows * columns * BYTES_A_VALUE > psutil.virtual_memory().available:
        raise damaged(path, f"says that it has {rows:,} rows, more than the memory of this machine holds")
