"""Tables of a finished study, in the order of its design: made point by point, so that memory stays small."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.engines import engine_named
from sim.model.measures import ALL
from sim.outcomes import CURVE_NAMES, CURVES, OUTCOMES
from sim.records.csv_tables import write_csv
from sim.records.parquet import read_frame
from sim.runs.statistics import LEVELS, bands, replication_columns, statistics

from .design import NAMES, Parameter, Point
from .plan import StudyPlan
from .shards import Rows, Shelf

if TYPE_CHECKING:
    import pandas as pd

FloatArray = NDArray[np.float64]
POINTS, ESTIMATES, REPLICATIONS, CURVES_FILE = "points", "estimates", "replications", "curves.nc"
SMALL = 200_000
"""The most rows that are written as CSV too."""
ROWS_AT_ONCE = 20_000
POINTS_AT_ONCE = 16
OUTCOME_NAMES = [each.name for each in OUTCOMES]
DONE, FAILED = "done", "failed"


def write_tables(plan: StudyPlan, days: FloatArray, shelf: Shelf, complete: Sequence[bool], folder: Path) -> None:
    """Write every table of a study into a folder. Points that are not complete appear in `points` only."""
    import h5netcdf

    write_csv(points_table(plan, complete), folder / f"{POINTS}.csv")
    replications = plan.scenario.replications
    in_memory = io.BytesIO()  # HDF5 does not survive a disk that fills up under it; compressed, curves are small
    with h5netcdf.File(in_memory, "w") as file:
        curves = _CurvesFile(plan, days, file)
        estimates, rows = _Writer(folder / f"{ESTIMATES}.parquet"), _Writer(folder / f"{REPLICATIONS}.parquet")
        for number, point in enumerate(plan.points):
            if not complete[number]:
                curves.add(None)
                continue
            found = shelf.rows(point.key, replications)
            estimates.add(estimate_columns(plan, number, point, found))
            rows.add(rows_of_replications(plan, number, point, found))
            curves.add(bands(found.curves))
        curves.flush()
        estimates.close()
        rows.close()
    (folder / CURVES_FILE).write_bytes(in_memory.getbuffer())
    if estimates.rows <= SMALL:
        write_csv(read_frame(folder / f"{ESTIMATES}.parquet"), folder / f"{ESTIMATES}.csv")


def points_table(plan: StudyPlan, complete: Sequence[bool]) -> pd.DataFrame:
    """One row per point: its number, the value of every parameter, all as written, and whether it is done."""
    import pandas as pd

    columns: dict[str, Any] = {"point": np.arange(len(plan.points))}
    for index, parameter in enumerate(plan.parameters):
        columns[parameter.path] = [_value(point, index, parameter) for point in plan.points]
    columns["label"] = [point.label for point in plan.points]
    columns["status"] = [DONE if each else FAILED for each in complete]
    return pd.DataFrame(columns)


def _value(point: Point, index: int, parameter: Parameter) -> float | str:
    level = point.levels[index]
    return level.label if parameter.unit == NAMES else level.number


def _of_point(plan: StudyPlan, number: int, point: Point, rows: int) -> dict[str, Any]:
    """The columns that tell the point of a row, and its parameters."""
    columns: dict[str, Any] = {"point": np.full(rows, number)}
    for index, parameter in enumerate(plan.parameters):
        columns[parameter.path] = np.full(rows, _value(point, index, parameter), dtype=_kind(parameter))
    return columns


def _kind(parameter: Parameter) -> Any:
    return object if parameter.unit == NAMES else np.float64


def estimate_columns(plan: StudyPlan, number: int, point: Point, found: Rows) -> dict[str, Any]:
    """A row per outcome and population, with the parameters of the point; `error` is that of the expected engine."""
    names = (ALL, *plan.scenario.populations)
    columns = _of_point(plan, number, point, len(OUTCOMES) * len(names))
    columns["outcome"] = np.repeat(np.array(OUTCOME_NAMES, dtype=object), len(names))
    columns["population"] = np.tile(np.array(names, dtype=object), len(OUTCOMES))
    columns |= {key: value.ravel() for key, value in statistics(found.counts, found.denominators).items()}
    columns["replications"] = np.full(len(columns["point"]), len(found))
    if not engine_named(plan.engine).has_luck:
        columns["error"] = found.error.max(axis=0).ravel()
    return columns


def rows_of_replications(plan: StudyPlan, number: int, point: Point, found: Rows) -> dict[str, Any]:
    """A row per replication and population: parameters, and what the table of a run has."""
    scenario = plan.scenario
    drawn = {path: found.drawn[:, index] for index, path in enumerate(scenario.varying)}
    columns = replication_columns(scenario.seed, tuple(scenario.populations), drawn, found.counts, found.denominators)
    return _of_point(plan, number, point, len(columns["replication"])) | columns


class _Writer:
    """Writes a Parquet file in pieces of many rows."""

    def __init__(self, path: Path) -> None:
        self.rows = 0
        self._path = path
        self._writer: Any = None
        self._parts: list[Mapping[str, Any]] = []
        self._waiting = 0

    def add(self, columns: Mapping[str, Any]) -> None:
        """Append rows."""
        self._parts.append(columns)
        number = len(columns["point"])
        self.rows += number
        self._waiting += number
        if self._waiting >= ROWS_AT_ONCE:
            self._flush()

    def close(self) -> None:
        """Write what is left. A table without rows has no columns."""
        self._flush()
        if self._writer is not None:
            self._writer.close()

    def _flush(self) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        if not self._parts and self._writer is not None:
            return
        names = list(self._parts[0]) if self._parts else []
        table = pa.table({name: np.concatenate([part[name] for part in self._parts]) for name in names})
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._path, table.schema, compression="zstd")
        self._writer.write_table(table)
        self._parts, self._waiting = [], 0


class _CurvesFile:
    """Writes a NetCDF file of curves with the dimensions point, time and quantile, many points at a time."""

    def __init__(self, plan: StudyPlan, days: FloatArray, file: Any) -> None:
        self._file, self._points, self._times = file, len(plan.points), len(days)
        file.dimensions = {"point": self._points, "time": self._times, "quantile": len(LEVELS)}
        file.attrs.update(study=plan.name, digest=plan.digest, seed=plan.scenario.seed, engine=plan.engine)
        file.attrs["populations"] = "all together"
        since = f"days since {plan.scenario.start:%Y-%m-%d %H:%M:%S}"
        self._coordinate("point", np.arange(self._points), long_name="point of the design")
        self._coordinate("time", days, units=since, calendar="standard")
        self._coordinate("quantile", np.array(LEVELS), long_name="quantile over replications")
        for each in CURVES:
            self._variable(each.name, ("point", "time", "quantile"), each.unit)
            self._variable(f"{each.name}_mean", ("point", "time"), each.unit)
        self._first, self._waiting = 0, list[FloatArray]()

    def _coordinate(self, name: str, values: NDArray[Any], **attributes: str) -> None:
        self._file.create_variable(name, (name,), data=values).attrs.update(attributes)

    def _variable(self, name: str, dimensions: tuple[str, ...], unit: str) -> None:
        sizes = (min(POINTS_AT_ONCE, self._points), self._times, len(LEVELS))[: len(dimensions)]
        variable = self._file.create_variable(
            name, dimensions, "f4", chunks=sizes, compression="gzip", compression_opts=1, fillvalue=np.nan
        )
        variable.attrs["units"] = unit

    def add(self, found: FloatArray | None) -> None:
        """Append the bands of the next point; None if it has none."""
        empty = np.full((len(CURVE_NAMES), self._times, 1 + len(LEVELS)), np.nan)
        self._waiting.append(empty if found is None else found)
        if len(self._waiting) == POINTS_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write what was appended."""
        if self._waiting:
            which = slice(self._first, self._first + len(self._waiting))
            for index, name in enumerate(CURVE_NAMES):
                table = np.stack([each[index] for each in self._waiting])
                self._file[name][which] = table[..., 1:]
                self._file[f"{name}_mean"][which] = table[..., 0]
            self._first += len(self._waiting)
            self._waiting = []
