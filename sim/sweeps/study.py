"""A finished study, as loaded from its folder: tables, curves, and what it was about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from sim.cards import CardTable, card
from sim.engines import NAMES, engine_named
from sim.model.measures import ALL
from sim.outcomes import CURVE_NAMES, DENOMINATOR_COLUMNS, OUTCOME_NAMES, position
from sim.problems import InputError, Problem
from sim.records.csv_tables import read_csv
from sim.records.living import UNDER_WAY
from sim.records.manifest import CheckedFields, Digest, Manifest, Text, check_files, checked, damaged, reading
from sim.records.netcdf import check_netcdf
from sim.records.ownership import MANIFEST, FolderKind, marker_of
from sim.records.parquet import Column, read_checked
from sim.records.regular_files import read_json
from sim.runs.result import rounded
from sim.runs.statistics import LEVELS, STATISTICS, half_width
from sim.runs.store import folder_of, naming_manifest, scenario_in
from sim.scenario.assumptions import assumed_in_words, assumptions
from sim.scenario.scenario import Scenario

from .design import DESIGNS, GRID, SOBOL_INDICES
from .design import NAMES as OF_NAMES
from .plan import changed
from .study_file import MOST_POINTS
from .tables import CURVES_FILE, DONE, ESTIMATES, FAILED, POINTS, REPLICATIONS
from .tasks import ABOUT

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

FloatArray = NDArray[np.float64]
STUDY = FolderKind("study", maker="study", marker=ABOUT)
"""A study's folder is known from its first moment on, by what it is about."""
TABLES = FolderKind("study", maker="study")
"""What a manifest of the tables in such a folder is known by."""
CHARTS = FolderKind("study charts", maker="study")
FAILURES = "failures.csv"
INCOMPLETE = "incomplete"
OTHER = "name a folder that `patchrace study` wrote"


class VariedNoted(CheckedFields):
    """A parameter of a study, as manifests have it."""

    path: Text
    unit: Text
    label: Text


class StudyManifest(Manifest):
    """What the manifest of a study's tables holds."""

    status: Literal["done", "incomplete"]
    name: Text
    question: Text
    digest: Digest
    design: Literal[DESIGNS]  # type: ignore[valid-type]  # the names are constants
    engine: Literal[NAMES]  # type: ignore[valid-type]  # the names are constants
    seed: Annotated[int, Field(ge=0)]
    replications: Annotated[int, Field(ge=1)]
    parameters: list[VariedNoted]
    points: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=MOST_POINTS)]
    scenario: dict[str, Any]


MOST_SHOWN = 24
"""The most points that a text or a notebook shows."""
Cells = tuple[str, str, str, str]


@dataclass(frozen=True)
class StudyParameter:
    """A parameter of a study.

    Attributes
    ----------
    path : str
        Where it stands in the scenario.
    unit : str
        That of its numbers; `name` where it has names.
    label : str
        The end of its path in words.
    """

    path: str
    unit: str
    label: str


@dataclass(frozen=True)
class Study:
    """What a study came to. Tables are read when they are asked for. Make one with `sim.run_study`, read one with
    `sim.open_study`.

    Attributes
    ----------
    folder : Path
        Where it is.
    name, question : str
        Its title, and what it is to answer.
    scenario : Scenario
        What was varied, with all that holds at every point.
    design : str
        How the values were combined: grid, zip, table, latin_hypercube, sobol_sequence or sobol_indices.
    engine : str
        The engine by its name.
    parameters : tuple of StudyParameter
        What varies: `path`, `unit`, `label`.
    changes : tuple of mapping
        What each point changed in the scenario, by path.
    manifest : mapping
        What the study's `manifest.json` holds: versions, digests, and all of the above.

    Examples
    --------
    >>> grid.mean_by_point("compromised")[rate].nunique()
    5
    """

    folder: Path
    name: str
    question: str
    scenario: Scenario
    design: str
    engine: str
    parameters: tuple[StudyParameter, ...]
    changes: Sequence[Mapping[str, Any]]
    manifest: Mapping[str, Any]

    @cached_property
    def points(self) -> pd.DataFrame:
        """One row per point: its number, its parameters, `label` with all as written, and `status`, done or failed."""
        path = self.folder / f"{POINTS}.csv"
        with reading(path):
            points = read_csv(path, ["label", *self._texts()], keep_default_na=False)
            numbers = [each.path for each in self.parameters if each.unit != OF_NAMES]
            columns = ["point", *(each.path for each in self.parameters), "label", "status"]
            if list(points.columns) != columns or len(points) != len(self.changes):
                raise damaged(path, f"does not hold {len(self.changes)} points with their parameters")
            if not np.array_equal(points["point"], np.arange(len(points))):
                raise damaged(path, "does not hold the points in their order")
            if not points["status"].isin([DONE, FAILED]).all():
                raise damaged(path, f"has a status other than {DONE} and {FAILED}")
            if any(points[name].dtype.kind not in "if" or points[name].isna().any() for name in numbers):
                raise damaged(path, "has something else than numbers of a parameter")
        return points

    def _texts(self) -> dict[str, Any]:
        return {each.path: str for each in self.parameters if each.unit == OF_NAMES}

    def _of_point(self) -> dict[str, Column]:
        """The columns of a table that tell the point of a row, and its parameters."""
        kinds = {each.path: Column.TEXT if each.unit == OF_NAMES else Column.PERHAPS for each in self.parameters}
        return {"point": Column.WHOLE, **kinds}

    def _read(self, name: str, columns: Mapping[str, Column], rows_a_point: int, only: Sequence[str]) -> pd.DataFrame:
        """A table with a number of rows for each finished point, in their order. Without any, it has no columns."""
        import pandas as pd

        path, number = self.folder / f"{name}.parquet", len(self.finished)
        if not number:
            return pd.DataFrame()
        table = read_checked(path, columns, number * rows_a_point, [*only])
        if "point" in only and not np.array_equal(table["point"], np.repeat(self.finished, rows_a_point)):
            raise damaged(path, "does not hold the finished points in their order")
        populations = [ALL, *self.scenario.populations]
        if list(table["population"]) != populations * (len(table) // len(populations)):
            raise damaged(path, "does not hold every population in its order")
        return table

    @property
    def replications(self) -> int:
        """Number of worlds at every point."""
        return self.scenario.replications

    @cached_property
    def estimates(self) -> pd.DataFrame:
        """One row per point, outcome and population, with the parameters of the point.

        Durations are in days, rates per day, moments in days after the start.
        """
        columns = {**self._of_point(), "outcome": Column.TEXT, "population": Column.TEXT}
        columns |= dict.fromkeys(STATISTICS, Column.PERHAPS) | {"replications": Column.WHOLE}
        columns |= {} if engine_named(self.engine).has_luck else {"error": Column.NUMBER}
        width = 1 + len(self.scenario.populations)
        table = self._read(ESTIMATES, columns, len(OUTCOME_NAMES) * width, list(columns))
        outcomes = [name for name in OUTCOME_NAMES for _ in range(width)] * len(self.finished)
        if len(table) and list(table["outcome"]) != outcomes:
            raise damaged(self.folder / f"{ESTIMATES}.parquet", "does not hold every outcome in its order")
        return table

    @cached_property
    def per_replication(self) -> pd.DataFrame:
        """One row per point, replication and population, with parameters, seed, uncertain values and outcomes."""
        columns = self._of_replications()
        return self._read(REPLICATIONS, columns, self._rows_of_replications, list(columns))

    @property
    def _rows_of_replications(self) -> int:
        return self.scenario.replications * (1 + len(self.scenario.populations))

    def _of_replications(self) -> dict[str, Column]:
        columns = {**self._of_point(), "replication": Column.WHOLE, "seed": Column.WHOLE, "population": Column.TEXT}
        columns |= dict.fromkeys(self.scenario.varying, Column.PERHAPS)
        columns |= dict.fromkeys(OUTCOME_NAMES, Column.COUNT)
        return columns | dict.fromkeys(DENOMINATOR_COLUMNS, Column.COUNT)

    @cached_property
    def failures(self) -> pd.DataFrame:
        """Points without a result, and why."""
        import pandas as pd

        path = self.folder / FAILURES
        if not path.exists():
            return pd.DataFrame(columns=["point", "replication", "reason"])
        with reading(path):
            return read_csv(path, ["label", "reason"])

    @cached_property
    def curves(self) -> xr.Dataset:
        """Curves of all populations together, by point, time and quantile; the mean of each is `<curve>_mean`."""
        import xarray as xr

        path = self.folder / CURVES_FILE
        check_netcdf(path)
        with reading(path):
            with xr.open_dataset(path, engine="h5netcdf") as found:
                sizes = {"point": len(self.changes), "time": found.sizes["time"], "quantile": len(LEVELS)}
                for name in CURVE_NAMES:
                    shapes = (dict(found[name].sizes), dict(found[f"{name}_mean"].sizes))
                    if shapes != (sizes, {key: sizes[key] for key in ("point", "time")}):
                        raise damaged(path, f"does not hold {name!r} at every point")
                curves = found.load()
            for parameter in self.parameters:
                curves = curves.assign_coords({parameter.path: ("point", self.points[parameter.path].to_numpy())})
                curves[parameter.path].attrs["units"] = parameter.unit
        return curves

    def values(self, outcome: str, population: str = ALL) -> FloatArray:
        """An outcome of every finished point and replication.

        The same replication is the same world at every point, so that differences along the first axis are paired.

        Parameters
        ----------
        outcome, population : str
            What is counted, and of whom; by default of all populations together.

        Returns
        -------
        ndarray
            In the shape (points, replications).

        Raises
        ------
        KeyError
            Naming the nearest, for an unknown name.
        """
        self._check_names(outcome, population)
        columns = self._of_replications()
        table = self._read(REPLICATIONS, columns, self._rows_of_replications, ["population", outcome])
        of_population = table[outcome][table.population == population]
        return of_population.to_numpy(dtype=np.float64).reshape(-1, self.scenario.replications)

    def mean_by_point(self, outcome: str, population: str = ALL) -> pd.DataFrame:
        """The rows of `estimates` of one outcome and population.

        Parameters
        ----------
        outcome, population : str
            What is counted, and of whom; by default of all populations together.

        Returns
        -------
        DataFrame
            A row per finished point.

        Raises
        ------
        KeyError
            Naming the nearest, for an unknown name.
        """
        self._check_names(outcome, population)
        table = self.estimates
        return table[(table.outcome == outcome) & (table.population == population)].reset_index(drop=True)

    def _check_names(self, outcome: str, population: str) -> None:
        """Raises KeyError, naming the nearest, for an unknown name."""
        position(outcome, OUTCOME_NAMES, "outcome")
        position(population, (ALL, *self.scenario.populations), "population")

    def to_xarray(self) -> xr.Dataset:
        """The estimates as labelled arrays, by outcome, population, and point; in a grid, by parameter instead.

        Returns
        -------
        Dataset
            With the columns of `estimates`; units of parameters are their attribute `units`.
        """
        paths = [each.path for each in self.parameters]
        kept, dropped = (paths, ["point"]) if self.design == GRID else (["point"], paths)
        table = self.estimates.drop(columns=dropped).set_index([*kept, "outcome", "population"])
        with reading(self.folder / f"{ESTIMATES}.parquet"):  # two points of a grid that somebody made equal
            found: xr.Dataset = table.to_xarray()
        for parameter in self.parameters:
            if parameter.path in found.coords:
                found[parameter.path].attrs["units"] = parameter.unit
        return found

    def scenario_at(self, point: int) -> Scenario:
        """The scenario of a point, ready for `sim.run` or `sim.simulate`.

        Parameters
        ----------
        point : int
            Its number, from 0, as in `points`.

        Returns
        -------
        Scenario
            With what the point changes.

        Raises
        ------
        InputError
            If the manifest's changes do not fit the scenario.
        IndexError
            For a point that there is not.
        """
        changes = self.changes[point]
        with naming_manifest(self.folder / MANIFEST, "points", str(point)):
            return changed(self.scenario, changes)

    @property
    def finished(self) -> NDArray[np.intp]:
        """Numbers of the points that are done, ascending."""
        return np.flatnonzero((self.points.status == DONE).to_numpy())

    def __repr__(self) -> str:
        made = f"{len(self.changes)} points, {self.scenario.replications} replications each, {self.design}"
        return f"<Study {self.name!r}: {made}>"

    def __str__(self) -> str:
        return text_of_study(self)

    def _repr_html_(self) -> str:
        return _card_of_study(self)


def text_of_study(study: Study, outcome: str = "compromised") -> str:
    """A table in plain text: what the outcome was at each point, how sure the mean is, and how far worlds differ."""
    lines = _about(study)
    if len(study.finished):
        rows = _cells_of(study, outcome)
        width = max(30, *(len(cells[0]) for cells in rows[:MOST_SHOWN]))
        lines += ["", _varying(study), _line(("", *_heads(outcome)), width)]
        lines += [_line(cells, width) for cells in rows[:MOST_SHOWN]]
        lines += _more(rows)
    return "\n".join(lines)


def _card_of_study(study: Study, outcome: str = "compromised") -> str:
    """The study as a notebook shows it."""
    facts = "; ".join(_about(study)[2 if study.question else 1 :])
    parts: list[CardTable | str] = [study.question] if study.question else []
    if len(study.finished):
        rows = _cells_of(study, outcome)
        parts += [CardTable((_varying(study), *_heads(outcome)), rows[:MOST_SHOWN]), *_more(rows)]
    return card(study.name, facts, *parts, f"{assumed_in_words(assumptions(study.scenario))}.")


def _about(study: Study) -> list[str]:
    """Of what a study is, line by line."""
    number, replications = len(study.changes), study.scenario.replications
    failed = number - len(study.finished)
    lines = [study.name, *([study.question] if study.question else [])]
    lines.append(f"{number} points, {replications} replications each (the same worlds at every point)")
    lines.append(f"seed {study.scenario.seed}, engine {study.engine}, digest {study.manifest['digest']}")
    if failed:
        lines.append(f"{failed} of the points failed: see {study.folder / FAILURES}")
    return lines


def _varying(study: Study) -> str:
    return ", ".join(each.label for each in study.parameters)


def _heads(outcome: str) -> tuple[str, str, str]:
    return outcome, "± Monte Carlo", "9 of 10 worlds"


def _cells_of(study: Study, outcome: str) -> list[Cells]:
    """A row for each finished point."""
    table, replications = study.mean_by_point(outcome), study.scenario.replications
    labels = study.points.label.to_numpy()[table.point.to_numpy()]
    columns = (table[name].to_numpy(dtype=np.float64) for name in ("mean", "standard_error", "p05", "p95"))
    rows = []
    for label, mean, error, low, high in zip(labels, *columns, strict=True):
        shown = "(one world)" if np.isnan(error) else f"± {rounded(half_width(error, replications))}"
        rows.append((str(label), rounded(mean), shown, f"{rounded(low)} to {rounded(high)}"))
    return rows


def _line(cells: Cells, width: int) -> str:
    label, mean, error, spread = cells
    return f"{label:<{width}}{mean:>14}  {error:<14}   {spread}"


def _more(rows: list[Cells]) -> list[str]:
    return [f"... and {len(rows) - MOST_SHOWN} more in estimates.csv"] if len(rows) > MOST_SHOWN else []


def open_study(folder: str | Path) -> Study:
    """Read a folder that `sim.run_study` or `patchrace study` wrote.

    Parameters
    ----------
    folder : str or Path
        The folder of the study.

    Returns
    -------
    Study
        Its tables are read when they are asked for.

    Raises
    ------
    InputError
        If it is not finished, or a file of it was changed.

    Examples
    --------
    >>> sim.open_study(grid.folder).name
    'Patch speed by attack speed'
    """
    folder = folder_of(folder)
    manifest = _read_manifest(folder)
    check_files(folder, manifest, TABLES, "run the study again")
    place = folder / MANIFEST
    scenario = scenario_in(manifest.scenario, place)
    if (scenario.seed, scenario.replications) != (manifest.seed, manifest.replications):
        raise damaged(place, "has another seed or another number of replications than its scenario")
    if len({each.path for each in manifest.parameters}) < len(manifest.parameters):
        raise damaged(place, "names a parameter twice")
    if manifest.design == SOBOL_INDICES and len(manifest.points) % (len(manifest.parameters) + 2):
        raise damaged(place, f"has {len(manifest.points)} points, which are no {SOBOL_INDICES}")
    return Study(
        folder=folder,
        name=manifest.name,
        question=manifest.question,
        scenario=scenario,
        design=manifest.design,
        engine=manifest.engine,
        parameters=tuple(StudyParameter(each.path, each.unit, each.label) for each in manifest.parameters),
        changes=tuple(manifest.points),
        manifest=manifest.model_dump(),
    )


def _read_manifest(folder: Path) -> StudyManifest:
    """The manifest of a study that is finished. Raises InputError, with what to do, if there is none."""

    def refuse(message: str) -> InputError:
        return InputError([Problem((), None, message, str(folder))])

    has_begun = marker_of(folder, STUDY) is not None
    goes_on = "is not finished; run the study again, it goes on where it stopped"
    try:
        document = read_json(folder / MANIFEST)
    except (FileNotFoundError, NotADirectoryError):
        raise refuse(goes_on if has_begun else f"is not a study; {OTHER}") from None
    except OSError as error:
        raise refuse(f"cannot be read: {error.strerror or error}") from None
    except ValueError as error:
        raise refuse(f"has a {MANIFEST} that cannot be read ({error}); run the study again") from None
    if not isinstance(document, dict) or document.get("format") != TABLES.format:
        raise refuse(f"is not a study; {OTHER}")
    if document.get("status") == UNDER_WAY:
        raise refuse(goes_on)
    return checked(StudyManifest, document, folder / MANIFEST)
