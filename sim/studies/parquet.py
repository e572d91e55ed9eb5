"""Reading Parquet files without threads: Arrow's may outlive the interpreter, and abort a process that did its work.

See https://github.com/apache/arrow/issues/34314.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


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
