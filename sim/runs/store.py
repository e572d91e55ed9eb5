"""Result folders: written whole or not at all, and read back to the last bit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from sim.engines import NAMES, engine_named
from sim.model.measures import ALL
from sim.model.world import Worlds
from sim.outcomes import CURVE_NAMES, DENOMINATOR_COLUMNS, OUTCOME_NAMES
from sim.problems import InputError, Problem
from sim.records.csv_tables import write_csv
from sim.records.file_names import file_name
from sim.records.manifest import ANEW, CheckedFields, Digest, Manifest, damaged, read_manifest
from sim.records.netcdf import read_netcdf
from sim.records.ownership import MANIFEST, FolderKind
from sim.records.parquet import Column, read_checked
from sim.records.whole import UnfinishedFolder, check_folder, whole_folder
from sim.scenario.scenario import Scenario

from .precision import Precision
from .result import Result
from .statistics import LEVELS

RESULT = FolderKind("result", maker="run")
REPLICATIONS, CURVES_FILE = "replications.parquet", "curves.nc"
IN_CURVES = "replications_in_curves"


class PrecisionNoted(CheckedFields):
    """What came of a wanted precision, as manifests have it."""

    wanted: Annotated[float, Field(gt=0, lt=1)]
    outcome: Literal[OUTCOME_NAMES]  # type: ignore[valid-type]  # the names are constants
    most: Annotated[int, Field(ge=1)]
    replications: Annotated[int, Field(ge=1)]
    got: dict[str, Annotated[float, Field(ge=0)] | None]

    def precision(self) -> Precision:
        """As results have it."""
        return Precision(**self.model_dump())


class RunManifest(Manifest):
    """What manifests of results and of comparisons hold."""

    status: Literal["done"]
    digest: Digest
    engine: Literal[NAMES]  # type: ignore[valid-type]  # the names are constants
    seed: Annotated[int, Field(ge=0)]
    replications: Annotated[int, Field(ge=1)]
    precision: PrecisionNoted | None = None
    scenario: dict[str, Any]


def default_folder(scenario: Scenario, engine: str) -> Path:
    """`results/<name>-<digest>`, with the engine's name if it is not the default one."""
    name = file_name(scenario.name, "scenario")
    return Path("results") / f"{name}-{scenario.digest}{engine_named(engine).suffix}"


@contextmanager
def result_folder(
    out: str | Path | None, scenario: Scenario, engine: str, numbers: Iterable[int] | None = None
) -> Iterator[UnfinishedFolder]:
    """A folder for a result in the making. Raises InputError if a result cannot be written there.

    An existing folder is replaced only if it holds a result of the same scenario and engine that nobody changed, or
    nothing. Where the number of replications is not known yet, `numbers` are those that can come out, and any of them
    will do. None is the default folder, to be named once more when the number is known.
    """
    candidates = [with_replications(scenario, number) for number in numbers or (scenario.replications,)]
    for candidate in candidates if out is None else ():
        check_folder(default_folder(candidate, engine), RESULT, _other_result([candidate], engine))
    chosen = default_folder(scenario, engine) if out is None else out
    with whole_folder(chosen, RESULT, _other_result(candidates, engine)) as unfinished:
        yield unfinished


def with_replications(scenario: Scenario, number: int) -> Scenario:
    """The scenario with another number of replications."""
    return scenario.model_copy(update={"replications": number})


def case_digest(scenario: Scenario) -> str:
    """Eight hexadecimal digits of a case: of its scenario, in however many replications it is raced."""
    return with_replications(scenario, 1).digest[:8]


def _other_result(candidates: Iterable[Scenario], engine: str) -> Callable[[Mapping[str, Any]], str | None]:
    return other_digest("result", {each.digest for each in candidates}, engine)


def other_digest(what: str, digests: set[str], engine: str) -> Callable[[Mapping[str, Any]], str | None]:
    """Says of a manifest that it is of something else than one of these, None if it is not."""

    def other(manifest: Mapping[str, Any]) -> str | None:
        digest, made_by = manifest.get("digest"), manifest.get("engine")
        if isinstance(digest, str) and digest in digests and made_by == engine:
            return None
        return f"another {what} (digest {digest}, engine {made_by})"

    return other


def write_result(result: Result, unfinished: UnfinishedFolder, draw: Callable[[Path], None] | None = None) -> Path:
    """Write a result; `draw` may add figures to the folder it is given. Returns the folder."""
    folder = unfinished.content
    result.estimates.to_parquet(folder / "estimates.parquet", index=False)
    write_csv(result.estimates, folder / "estimates.csv")
    result.per_replication.to_parquet(folder / REPLICATIONS, index=False)
    # Through memory: HDF5 does not survive a disk that fills up under it.
    (folder / CURVES_FILE).write_bytes(result.to_xarray().to_netcdf(engine="h5netcdf"))
    result.scenario.save(folder / "scenario.yaml")
    if draw is not None:
        draw(folder)
    return unfinished.put(manifest_of(result))


def manifest_of(result: Result) -> dict[str, Any]:
    """Everything needed to make the result again."""
    return {
        "digest": result.scenario.digest,
        "engine": result.engine,
        "seed": result.scenario.seed,
        "replications": len(result.counts),
        **result.provenance,
        **({} if result.precision is None else {"precision": result.precision.to_dict()}),
        "scenario": result.scenario.to_dict(),
    }


@contextmanager
def naming_manifest(place: Path, *path: str) -> Iterator[None]:
    """Tell what is wrong with a scenario in a manifest as one problem of it."""
    try:
        yield
    except InputError as error:
        first = error.problems[0]
        raise InputError([Problem((*path, *first.path), first.value, first.message, str(place))]) from None
    except (ArithmeticError, LookupError, TypeError, ValueError, RecursionError) as error:
        raise InputError([Problem(path, None, f"cannot be read ({error}); {ANEW}", str(place))]) from None


def scenario_in(document: Mapping[str, Any], place: Path) -> Scenario:
    """The scenario in a manifest. Raises InputError, with one problem, if it is none."""
    with naming_manifest(place, "scenario"):
        return Scenario.from_dict(document)


def check_digest(manifest: RunManifest, digest: str, scenario: Scenario, place: Path) -> None:
    """Raises InputError if the scenario of a manifest is not the one that the manifest says it is."""
    if (digest, scenario.seed) != (manifest.digest, manifest.seed):
        message = f"is not what was run: it was changed, or comes from another version; {ANEW}"
        raise InputError([Problem(("scenario",), None, message, str(place))])


def open_result(folder: str | Path) -> Result:
    """Read a folder that `sim.run` or `patchrace run` wrote.

    Parameters
    ----------
    folder : str or Path
        The folder of the result.

    Returns
    -------
    Result
        As it was, to the last bit.

    Raises
    ------
    InputError
        If it is not a finished result, or a file of it was changed.

    Examples
    --------
    >>> written = sim.run(sim.load("first_steps").replace({"replications": 2}), out="two-worlds")
    >>> sim.open_result("two-worlds").estimates.equals(written.estimates)
    True
    """
    folder = folder_of(folder)
    manifest = read_manifest(folder, RESULT, RunManifest, (REPLICATIONS, CURVES_FILE))
    scenario = scenario_in(manifest.scenario, folder / MANIFEST)
    check_digest(manifest, scenario.digest, scenario, folder / MANIFEST)
    names, number = (ALL, *scenario.populations), scenario.replications
    if number != manifest.replications:
        raise damaged(folder / MANIFEST, f"has {manifest.replications} replications and a scenario of {number}")
    counts, denominators, drawn = _read_replications(folder / REPLICATIONS, scenario)
    with naming_manifest(folder / MANIFEST, "scenario"):
        days = Worlds(scenario)[0].grid()
    shape = (len(days), len(names))
    wanted = {name: (*shape, len(LEVELS)) for name in CURVE_NAMES} | {f"{name}_mean": shape for name in CURVE_NAMES}
    curves, notes = read_netcdf(folder / CURVES_FILE, wanted, (IN_CURVES,))
    parts = [np.concatenate([curves[f"{name}_mean"][..., None], curves[name]], axis=-1) for name in CURVE_NAMES]
    return Result(
        scenario=scenario,
        engine=manifest.engine,
        counts=counts,
        denominators=denominators,
        bands=np.stack(parts).transpose(0, 2, 1, 3),
        days=days,
        drawn=drawn,
        provenance=manifest.provenance(),
        curves_kept=_number_in_curves(folder / CURVES_FILE, notes.get(IN_CURVES, number), number),
        precision=None if manifest.precision is None else manifest.precision.precision(),
    )


def _read_replications(path: Path, scenario: Scenario) -> tuple[Any, Any, dict[str, Any]]:
    """Counts, what shares divide by, and drawn values of every replication."""
    names, number = (ALL, *scenario.populations), scenario.replications
    columns = {"replication": Column.WHOLE, "population": Column.TEXT}
    columns |= dict.fromkeys((*OUTCOME_NAMES, *DENOMINATOR_COLUMNS), Column.COUNT)
    columns |= dict.fromkeys(scenario.varying, Column.PERHAPS)
    table = read_checked(path, columns, number * len(names))
    in_order = np.array_equal(table["replication"], np.repeat(np.arange(number), len(names)))
    if not in_order or list(table["population"]) != list(names) * number:
        raise damaged(path, "does not hold every replication and population in their order")
    counts, denominators = (
        np.stack([table[name].to_numpy().reshape(-1, len(names)) for name in group], axis=1)
        for group in (OUTCOME_NAMES, DENOMINATOR_COLUMNS)
    )
    first = table["population"] == ALL
    return (
        counts,
        denominators,
        {path: table.loc[first, path].to_numpy(dtype=np.float64) for path in scenario.varying},
    )


def _number_in_curves(path: Path, noted: Any, number: int) -> int:
    kept = np.asarray(noted)
    if kept.size != 1 or kept.dtype.kind not in "iu" or not 1 <= int(kept.reshape(-1)[0]) <= number:
        raise damaged(path, f"has curves of some other number of replications than 1 to {number}")
    return int(kept.reshape(-1)[0])


def folder_of(folder: str | Path) -> Path:
    """The path of a folder that a user named. Raises InputError if it cannot be one."""
    try:
        path = Path(folder).expanduser()
        path.is_dir()
    except (RuntimeError, OSError, ValueError, TypeError) as error:
        raise InputError(
            [Problem((), None, f"is no path: {getattr(error, 'strerror', None) or error}", str(folder))]
        ) from None
    return path
