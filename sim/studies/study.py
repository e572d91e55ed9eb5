"""A finished study, as loaded from its folder: tables, curves, and what it was about."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.model.measures import ALL
from sim.model.problems import InputError, Problem, nearest
from sim.model.scenario import Scenario

from .csv_tables import read_csv
from .design import GRID, NAMES
from .parquet import read_frame
from .plan import changed
from .result import OUTCOME_NAMES, rounded
from .store import MANIFEST, checksum
from .summary import half_width
from .tables import CURVES_FILE, DONE, ESTIMATES, POINTS, REPLICATIONS
from .tasks import ABOUT

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

FloatArray = NDArray[np.float64]
FORMAT = "patchrace study 1"
FAILURES = "failures.csv"


@dataclass(frozen=True)
class Varied:
    """A parameter of a study: its path, the unit of its numbers (`name` where it has names), its label in words."""

    path: str
    unit: str
    label: str


@dataclass(frozen=True)
class Study:
    """What a study came to. Tables are read when they are asked for.

    `scenario` is what was varied, with all that holds at every point; `changes` holds what each point changed in it.
    """

    folder: Path
    name: str
    question: str
    scenario: Scenario
    design: str
    engine: str
    parameters: tuple[Varied, ...]
    changes: Sequence[Mapping[str, Any]]
    manifest: Mapping[str, Any]

    @cached_property
    def points(self) -> pd.DataFrame:
        """One row per point: its number, its parameters, all as written, and whether it is done or failed."""
        texts = ["label", *(each.path for each in self.parameters if each.unit == NAMES)]
        return read_csv(self.folder / f"{POINTS}.csv", texts, keep_default_na=False)

    @cached_property
    def estimates(self) -> pd.DataFrame:
        """One row per point, outcome and population, with the parameters of the point.

        Durations are in days, rates per day, moments in days after the start.
        """
        return read_frame(self.folder / f"{ESTIMATES}.parquet")

    @cached_property
    def replications(self) -> pd.DataFrame:
        """One row per point, replication and population, with parameters, seed, uncertain values and outcomes."""
        return read_frame(self.folder / f"{REPLICATIONS}.parquet")

    @cached_property
    def failures(self) -> pd.DataFrame:
        """Points without a result, and why."""
        import pandas as pd

        path = self.folder / FAILURES
        return (
            read_csv(path, ["label", "reason"])
            if path.exists()
            else pd.DataFrame(columns=["point", "replication", "reason"])
        )

    @cached_property
    def curves(self) -> xr.Dataset:
        """Curves of all populations together, by point, time and quantile; the mean of each is `<curve>_mean`."""
        import xarray as xr

        with xr.open_dataset(self.folder / CURVES_FILE, engine="h5netcdf") as found:
            curves = found.load()
        for parameter in self.parameters:
            curves = curves.assign_coords({parameter.path: ("point", self.points[parameter.path].to_numpy())})
            curves[parameter.path].attrs["units"] = parameter.unit
        return curves

    def values(self, outcome: str, population: str = ALL) -> FloatArray:
        """An outcome of every finished point and replication, in the shape (points, replications).

        The same replication is the same world at every point, so that differences along the first axis are paired.
        Raises KeyError, naming the nearest, for an unknown name.
        """
        populations = (ALL, *self.scenario.populations)
        for name, names, kind in ((outcome, OUTCOME_NAMES, "outcome"), (population, populations, "population")):
            if name not in names:
                raise KeyError(f"unknown {kind} {name!r}; {nearest(name, names)}")
        table = read_frame(self.folder / f"{REPLICATIONS}.parquet", ["population", outcome])
        of_population = table[outcome][table.population == population]
        return of_population.to_numpy(dtype=np.float64).reshape(-1, self.scenario.replications)

    def mean_by_point(self, outcome: str, population: str = ALL) -> pd.DataFrame:
        """The rows of `estimates` of one outcome and population, a row per finished point."""
        table = self.estimates
        return table[(table.outcome == outcome) & (table.population == population)].reset_index(drop=True)

    def to_xarray(self) -> xr.Dataset:
        """The estimates as labelled arrays, by outcome, population, and point; in a grid, by parameter instead."""
        paths = [each.path for each in self.parameters]
        kept, dropped = (paths, ["point"]) if self.design == GRID else (["point"], paths)
        found: xr.Dataset = self.estimates.drop(columns=dropped).set_index([*kept, "outcome", "population"]).to_xarray()
        for parameter in self.parameters:
            if parameter.path in found.coords:
                found[parameter.path].attrs["units"] = parameter.unit
        return found

    def scenario_at(self, point: int) -> Scenario:
        """The scenario of a point, ready for `sim.run` or `sim.simulate`."""
        return changed(self.scenario, self.changes[point])

    @property
    def finished(self) -> NDArray[np.intp]:
        """Numbers of the points that are done."""
        return np.flatnonzero((self.points.status == DONE).to_numpy())

    def __repr__(self) -> str:
        made = f"{len(self.changes)} points, {self.scenario.replications} replications each, {self.design}"
        return f"<Study {self.name!r}: {made}>"

    def __str__(self) -> str:
        return report(self)


def report(study: Study, outcome: str = "compromised", most: int = 24) -> str:
    """A table in plain text: what the outcome was at each point, how sure the mean is, and how far worlds differ."""
    number, replications = len(study.changes), study.scenario.replications
    failed = number - len(study.finished)
    lines = [study.name, *([study.question] if study.question else [])]
    lines.append(f"{number} points, {replications} replications each (the same worlds at every point)")
    lines.append(f"seed {study.scenario.seed}, engine {study.engine}, digest {study.manifest['digest']}")
    if failed:
        lines.append(f"{failed} of the points failed: see {study.folder / FAILURES}")
    if failed == number:
        return "\n".join(lines)
    table = study.mean_by_point(outcome)
    labels = study.points.label.to_numpy()[table.point.to_numpy()]
    width = max(30, *(len(label) for label in labels[:most]))
    lines += ["", ", ".join(each.label for each in study.parameters)]
    lines.append(f"{'':<{width}}{outcome:>14}  {'± Monte Carlo':<14}   9 of 10 worlds")
    columns = (table[name].to_numpy(dtype=np.float64) for name in ("mean", "standard_error", "p05", "p95"))
    rows = list(zip(labels, *columns, strict=True))
    for label, mean, error, low, high in rows[:most]:
        shown = "(one world)" if np.isnan(error) else f"± {rounded(half_width(error, replications))}"
        lines.append(f"{label:<{width}}{rounded(mean):>14}  {shown:<14}   {rounded(low)} to {rounded(high)}")
    if len(rows) > most:
        lines.append(f"... and {len(rows) - most} more in estimates.csv")
    return "\n".join(lines)


def load_study(folder: str | Path) -> Study:
    """Read a study folder. Raises InputError if it is not finished, or a file of it was changed."""
    folder = Path(folder).expanduser()

    def refuse(message: str) -> InputError:
        return InputError([Problem((), None, message, str(folder))])

    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            raise refuse("is not a study; name a folder that `patchrace study` wrote")
        wrong = [name for name, each in manifest["files"].items() if checksum(folder / name) != each]
    except FileNotFoundError as error:
        missing = Path(str(error.filename)).name
        if missing != MANIFEST:
            what = f"misses {missing}; run the study again, which does only what is missing"
        elif (folder / ABOUT).exists():
            what = "is not finished; run the study again, it goes on where it stopped"
        else:
            what = "is not a study; name a folder that `patchrace study` wrote"
        raise refuse(what) from None
    except OSError as error:
        raise refuse(f"cannot be read: {error.strerror or error}") from None
    except InputError:
        raise
    except (ValueError, KeyError, TypeError):
        raise refuse("has a manifest that cannot be read; run the study again") from None
    if wrong:
        raise refuse(f"was changed after it was written: {', '.join(wrong)}; run the study again")
    return Study(
        folder=folder,
        name=manifest["name"],
        question=manifest["question"],
        scenario=Scenario.from_dict(manifest["scenario"]),
        design=manifest["design"],
        engine=manifest["engine"],
        parameters=tuple(Varied(**each) for each in manifest["parameters"]),
        changes=tuple(manifest["points"]),
        manifest=manifest,
    )
