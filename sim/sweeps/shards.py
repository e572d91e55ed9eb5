"""Shards: what is finished of a study, durable at once. A file holds replications of one or more points.

A shard is written under a temporary name, flushed to the disk and renamed; its name is the checksum of what it holds.
So a file is whole or not there, and one that was damaged later is found.
"""

from __future__ import annotations

import errno
import math
import os
import re
import uuid
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.outcomes import CURVE_NAMES, DENOMINATOR_NAMES, OUTCOMES
from sim.records.manifest import damaged, reading
from sim.records.parquet import Column, check_lists, read_checked, read_table
from sim.records.regular_files import checksum
from sim.records.whole import settle

if TYPE_CHECKING:
    import pyarrow as pa

FloatArray = NDArray[np.float64]
FOLDER = "shards"
UNFINISHED = ".unfinished-"
SHARD, HALF_A_SHARD = re.compile(r"[0-9a-f]{32}\.parquet"), re.compile(r"\.unfinished-[0-9a-f]{32}")
ARRAYS = ("counts", "denominators", "error", "drawn", "curves")
COUNTED = ("counts", "denominators")
KEPT_OPEN = 2


@dataclass(frozen=True)
class Rows:
    """Replications of one point, in the order of `replications`.

    `counts` and `error` have the shape (replications, outcomes, populations), `denominators` (replications,
    denominators, populations), `drawn` (replications, values that vary), `curves` (replications, curves, times), all
    populations together.
    """

    replications: NDArray[np.int64]
    counts: NDArray[Any]
    denominators: NDArray[Any]
    error: FloatArray
    drawn: FloatArray
    curves: NDArray[Any]

    def __len__(self) -> int:
        return len(self.replications)


@dataclass(frozen=True)
class Shard:
    """A finished file: which replications (second) of which points (first) it holds, row by row."""

    path: Path
    keys: tuple[str, ...]
    replications: NDArray[np.int64]


def write_shard(folder: Path, blocks: Sequence[tuple[str, Rows]]) -> Path:
    """Write finished replications, by the key of their point, durably; returns the file. Raises OSError."""
    import pyarrow.parquet as pq

    directory = folder / FOLDER
    temporary = directory / f"{UNFINISHED}{uuid.uuid4().hex}"
    table = _table(blocks)
    try:
        encodings = _encodings(table)
        pq.write_table(
            table, temporary, compression="zstd", use_dictionary=["point"], column_encoding=encodings or None
        )
        with open(temporary, "rb") as file:
            os.fsync(file.fileno())
        final = directory / f"{checksum(temporary)}.parquet"
        os.replace(temporary, final)
        settle(directory)
    finally:
        temporary.unlink(missing_ok=True)
    return final


def _encodings(table: pa.Table) -> dict[str, str]:
    """Curves of whole numbers rise and fall slowly: their differences take little space."""
    import pyarrow as pa

    return {
        f"{name}.list.element": "DELTA_BINARY_PACKED"
        for name in (*COUNTED, "curves")
        if pa.types.is_integer(table.schema.field(name).type.value_type)
    }


def _table(blocks: Sequence[tuple[str, Rows]]) -> pa.Table:
    import pyarrow as pa

    columns: dict[str, Any] = {
        "point": pa.array([key for key, rows in blocks for _ in range(len(rows))], pa.string()),
        "replication": pa.array(np.concatenate([rows.replications for _, rows in blocks])),
    }
    for name in ARRAYS:
        values = np.concatenate([getattr(rows, name).reshape(len(rows), -1) for _, rows in blocks])
        width = values.shape[1]
        columns[name] = pa.FixedSizeListArray.from_arrays(pa.array(values.ravel()), width) if width else None
        if not width:
            del columns[name]
    return pa.table(columns)


def finished(folder: Path, shapes: Mapping[str, tuple[int, ...]] | None = None) -> tuple[list[Shard], list[Path]]:
    """The whole shards of a study, and files that were damaged. What has another name than a shard is not ours.

    Raises InputError for a whole one that holds something else.

    `shapes` says what a row of each array holds, where that is known.
    """
    widths = None if shapes is None else {name: math.prod(shape) for name, shape in shapes.items()}
    whole, spoilt = [], []
    for path in _named(folder, SHARD):
        if _is_whole(path):
            whole.append(_read_shard(path, widths))
        else:
            spoilt.append(path)
    return whole, spoilt


def _named(folder: Path, pattern: re.Pattern[str]) -> list[Path]:
    """What lies among the shards of a study under a name of ours."""
    directory = folder / FOLDER
    if directory.is_symlink() or not directory.is_dir():
        return []
    return [path for path in sorted(directory.iterdir()) if pattern.fullmatch(path.name) and not path.is_dir()]


def _is_whole(path: Path) -> bool:
    """Whether a file is as it was written. Raises OSError if it cannot be read now."""
    try:
        return not path.is_symlink() and checksum(path) == path.stem
    except OSError as error:
        if error.errno in (errno.EINVAL, errno.EFBIG):  # no regular file, or an endless one
            return False
        raise


def _read_shard(path: Path, widths: Mapping[str, int] | None) -> Shard:
    """Which rows a whole file holds. Raises InputError if somebody made it."""
    frame = read_checked(path, {"point": Column.TEXT, "replication": Column.WHOLE}, None)
    if widths is not None:
        check_lists(path, {name: width for name, width in widths.items() if width})
    replications = frame["replication"].to_numpy()
    if (replications < 0).any():
        raise damaged(path, "has replications below 0")
    return Shard(path, tuple(frame["point"]), replications)


def remove_unfinished(folder: Path) -> None:
    """Remove what a killed process left behind."""
    for path in _named(folder, HALF_A_SHARD):
        path.unlink(missing_ok=True)


def remove_shards(folder: Path) -> None:
    """Remove all that is finished."""
    for path in _named(folder, SHARD):
        path.unlink(missing_ok=True)


def done_by_point(shards: Iterable[Shard]) -> dict[str, set[int]]:
    """Which replications of every point are finished."""
    done: dict[str, set[int]] = {}
    for shard in shards:
        for key, replication in zip(shard.keys, shard.replications.tolist(), strict=True):
            done.setdefault(key, set()).add(replication)
    return done


def shapes_of(width: int, varying: int, times: int) -> dict[str, tuple[int, ...]]:
    """The shape of a row of each array, by the number of populations, values that vary and times."""
    return {
        "counts": (len(OUTCOMES), width),
        "denominators": (len(DENOMINATOR_NAMES), width),
        "error": (len(OUTCOMES), width),
        "drawn": (varying,),
        "curves": (len(CURVE_NAMES), times),
    }


class Shelf:
    """Finished replications by point. Keeps a few shards in memory, whatever their number."""

    def __init__(self, shards: Sequence[Shard], shapes: Mapping[str, tuple[int, ...]]) -> None:
        self._shards, self._shapes = list(shards), dict(shapes)
        self._open: OrderedDict[int, Rows] = OrderedDict()
        self._places: dict[str, dict[int, tuple[int, int]]] = {}
        for number, shard in enumerate(self._shards):
            for row, (key, replication) in enumerate(zip(shard.keys, shard.replications.tolist(), strict=True)):
                self._places.setdefault(key, {})[replication] = (number, row)

    def missing(self, key: str, replications: int) -> list[int]:
        """Which of the first replications of a point are not finished."""
        known = self._places.get(key, {})
        return [each for each in range(replications) if each not in known]

    def rows(self, key: str, replications: int) -> Rows:
        """The first replications of a point, in order. All must be finished."""
        places = [self._places[key][each] for each in range(replications)]
        parts: dict[str, list[NDArray[Any]]] = {name: [] for name in ARRAYS}
        for number, rows in _runs(places):
            shard = self._read(number)
            for name in ARRAYS:
                parts[name].append(getattr(shard, name)[rows])
        arrays: dict[str, Any] = {name: np.concatenate(values) for name, values in parts.items()}
        return Rows(np.arange(replications), **arrays)

    def _read(self, number: int) -> Rows:
        if number in self._open:
            self._open.move_to_end(number)
            return self._open[number]
        path = self._shards[number].path
        with reading(path):
            table = read_table(path)
            arrays: dict[str, Any] = {}
            for name, shape in self._shapes.items():
                values = np.zeros(0)
                if name in table.column_names:
                    values = table[name].combine_chunks().flatten().to_numpy(zero_copy_only=False)
                arrays[name] = values.reshape(len(table), *shape)
                if name in COUNTED and not (np.isfinite(values) & (values >= 0)).all():
                    raise ValueError(f"has something else than numbers of 0 or more in {name!r}")
            self._open[number] = Rows(table["replication"].to_numpy(), **arrays)
        if len(self._open) > KEPT_OPEN:
            self._open.popitem(last=False)
        return self._open[number]


def _runs(places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, list[int]]]:
    """Rows of the same shard that follow each other, together."""
    current, rows = -1, list[int]()
    for number, row in places:
        if number != current and rows:
            yield current, rows
            rows = []
        current = number
        rows.append(row)
    if rows:
        yield current, rows
