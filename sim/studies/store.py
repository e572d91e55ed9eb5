"""Result folders: written whole under a temporary name and renamed, or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Set
from pathlib import Path
from typing import Any

import numpy as np

from sim.model.measures import ALL, CURVES
from sim.model.outcomes import DENOMINATORS, OUTCOME_NAMES
from sim.model.problems import InputError, Problem
from sim.model.scenario import Scenario
from sim.model.world import Worlds

from .csv_tables import write_csv
from .file_names import file_name
from .parquet import read_frame
from .precision import Precision
from .result import Result

FORMAT = "patchrace result 1"
MANIFEST = "manifest.json"
PROVENANCE = ("versions", "model", "git", "machine", "created")
Destination = tuple[Path, Path]


def default_folder(scenario: Scenario, engine: str) -> Path:
    """`results/<name>-<digest>`, with the engine's name if it is not the default one."""
    name = file_name(scenario.name, "scenario")
    suffix = "" if engine == "vectorized" else f"-{engine}"
    return Path("results") / f"{name}-{scenario.digest}{suffix}"


def prepare(out: str | Path, scenario: Scenario, engine: str, numbers: Iterable[int] | None = None) -> Destination:
    """The folder, and a fresh temporary one beside it. Raises InputError if a result cannot be written there.

    An existing folder is replaced only if it holds a result of the same scenario and engine, or nothing. Where the
    number of replications is not known yet, `numbers` are those that can come out, and any of them will do.
    """
    digests = {_with_replications(scenario, number).digest for number in numbers or (scenario.replications,)}
    return reserve(out, lambda folder: _refusal(folder, digests, engine))


def prepare_default(scenario: Scenario, engine: str, numbers: Iterable[int] | None = None) -> Destination:
    """As `prepare`, for the default folder; `settled` names it when the number of replications is known."""
    for number in numbers or ():
        candidate = _with_replications(scenario, number)
        folder = default_folder(candidate, engine)
        if folder.exists():
            discard(prepare(folder, candidate, engine))
    return prepare(default_folder(scenario, engine), scenario, engine, numbers)


def settled(destination: Destination, folder: Path) -> Destination:
    """The same temporary folder, to be renamed to a folder beside it."""
    return folder, destination[1]


def _with_replications(scenario: Scenario, number: int) -> Scenario:
    return scenario.model_copy(update={"replications": number})


def _refusal(folder: Path, digests: Set[str], engine: str) -> str | None:
    """Why a result must not replace what a folder holds, or None."""
    owner = _owner(folder)
    if owner is None:
        return "holds something that is not a result; name another folder"
    if owner[0] not in digests or owner[1] != engine:
        return f"holds another result (digest {owner[0]}, engine {owner[1]}); name another folder"
    return None


def reserve(out: str | Path, refusal: Callable[[Path], str | None]) -> Destination:
    """The folder, and a fresh temporary one beside it. Raises InputError if nothing can be written there.

    `refusal` says of a folder with something in it why that must not be replaced, or None if it may be.
    """
    folder = Path(out)

    def refuse(message: str) -> InputError:
        return InputError([Problem((), None, message, f"--out {out}")])

    try:
        folder = resolved(out)
        if folder == Path.cwd():
            raise refuse("is the folder you are in; name one below it")
        if folder.exists() and not folder.is_dir():
            raise refuse("is a file, not a folder; name another folder")
        if folder.exists() and any(folder.iterdir()):
            reason = refusal(folder)
            if reason is not None:
                raise refuse(reason)
        temporary = folder.with_name(f".{folder.name}.unfinished-{os.getpid()}")
        temporary.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir()
    except InputError:
        raise
    except (OSError, ValueError) as error:
        raise refuse(f"cannot be written: {getattr(error, 'strerror', None) or error}") from None
    return folder if Path(out).is_symlink() else Path(out).expanduser(), temporary


def resolved(out: str | Path) -> Path:
    """The path that is meant, behind `~` and links. Raises InputError if there is none."""
    try:
        return Path(out).expanduser().resolve()
    except (RuntimeError, OSError, ValueError) as error:
        raise InputError([Problem((), None, f"is no path: {error}", f"--out {out}")]) from None


def _owner(folder: Path) -> tuple[str, str] | None:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return (manifest["digest"], manifest["engine"]) if manifest["format"] == FORMAT else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def discard(destination: Destination) -> None:
    """Remove what was prepared for a result that will not be written."""
    shutil.rmtree(destination[1], ignore_errors=True)


def write_result(result: Result, destination: Destination, draw: Callable[[Path], None] | None = None) -> Path:
    """Write a result; `draw` may add figures to the folder it is given. Returns the folder."""

    def fill(temporary: Path) -> dict[str, Any]:
        result.estimates.to_parquet(temporary / "estimates.parquet", index=False)
        write_csv(result.estimates, temporary / "estimates.csv")
        result.replications.to_parquet(temporary / "replications.parquet", index=False)
        # Through memory: HDF5 does not survive a disk that fills up under it.
        (temporary / "curves.nc").write_bytes(result.to_xarray().to_netcdf(engine="h5netcdf"))
        result.scenario.save(temporary / "scenario.yaml")
        if draw is not None:
            draw(temporary)
        return manifest_of(result, temporary)

    return write_folder(destination, fill)


def write_folder(destination: Destination, fill: Callable[[Path], dict[str, Any]]) -> Path:
    """Write a folder whole or not at all: `fill` writes its files and returns its manifest. Returns the folder.

    Everything is written to the temporary folder, the manifest last, and then renamed.
    """
    folder, temporary = destination
    try:
        text = json.dumps(fill(temporary), indent=1, ensure_ascii=False)
        (temporary / MANIFEST).write_text(text + "\n", encoding="utf-8")
        _rename(temporary, folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return folder


def manifest_of(result: Result, folder: Path) -> dict[str, Any]:
    """Everything needed to make the result again, and a checksum of each of its files."""
    return {
        "format": FORMAT,
        "status": "done",
        "digest": result.scenario.digest,
        "engine": result.engine,
        "seed": result.scenario.seed,
        "replications": len(result.counts),
        **result.provenance,
        **({} if result.precision is None else {"precision": result.precision.to_dict()}),
        "scenario": result.scenario.to_dict(),
        "files": checksums(folder),
    }


def checksums(folder: Path) -> dict[str, str]:
    """A checksum of every file of a folder, by its path in it."""
    return {path.relative_to(folder).as_posix(): checksum(path) for path in sorted(folder.rglob("*")) if path.is_file()}


def checksum(path: Path) -> str:
    """The checksum of a file, as manifests keep it."""
    return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()


def _rename(temporary: Path, folder: Path) -> None:
    """Put the finished folder in its place; one that is already there is moved away first, then removed."""
    old = folder.with_name(f".{folder.name}.replaced-{os.getpid()}")
    if folder.exists():
        os.replace(folder, old)
    try:
        os.replace(temporary, folder)
    except OSError:
        if old.exists():
            os.replace(old, folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def write_whole(path: str | Path, text: str) -> None:
    """Write a text file whole or not at all. Raises InputError if it cannot be written."""
    path = Path(path)
    temporary = path.with_name(f".{path.name}.unfinished-{os.getpid()}")
    try:
        temporary.write_text(text, encoding="utf-8")
        os.replace(temporary, path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise InputError([Problem((), None, f"cannot be written: {error.strerror or error}", str(path))]) from None


def read_manifest(folder: str | Path, kind: str = FORMAT, what: str = "result", maker: str = "run") -> dict[str, Any]:
    """The manifest of a finished result. Raises InputError if the folder holds none, or a file of it was changed.

    `kind` is the format that the manifest must name, and `maker` the command that writes such folders.
    """
    folder = Path(folder).expanduser()

    def refuse(message: str) -> InputError:
        return InputError([Problem((), None, message, str(folder))])

    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if not isinstance(manifest, Mapping) or manifest.get("format") != kind or manifest.get("status") != "done":
            raise refuse(f"is not a finished {what}; name a folder that `patchrace {maker}` wrote")
        changed = [name for name, noted in manifest["files"].items() if checksum(folder / name) != noted]
    except (FileNotFoundError, NotADirectoryError) as error:
        missing = Path(str(error.filename)).name
        raise refuse(
            f"is not a finished {what} ({missing} is missing); name a folder that `patchrace {maker}` wrote"
        ) from None
    except OSError as error:
        raise refuse(f"cannot be read: {error.strerror or error}") from None
    except InputError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError):
        raise refuse("has a manifest that cannot be read; run it again") from None
    if changed:
        raise refuse(f"was changed after it was written: {', '.join(changed)}; run it again")
    return manifest


def load_result(folder: str | Path) -> Result:
    """Read a result folder. Raises InputError if it is not a finished result, or a file of it was changed."""
    import xarray as xr

    folder = Path(folder).expanduser()
    manifest = read_manifest(folder)
    scenario = Scenario.from_dict(manifest["scenario"])
    table = read_frame(folder / "replications.parquet")
    width = 1 + len(scenario.populations)
    counts, below = (
        np.stack([table[name].to_numpy().reshape(-1, width) for name in names], axis=1)
        for names in (OUTCOME_NAMES, DENOMINATORS)
    )
    drawn = {path: table.loc[table.population == ALL, path].to_numpy(dtype=np.float64) for path in scenario.uncertain}
    with xr.open_dataset(folder / "curves.nc", engine="h5netcdf") as curves:
        parts = [
            np.concatenate([curves[f"{name}_mean"].values[..., None], curves[name].values], axis=-1) for name in CURVES
        ]
        in_curves = int(curves.attrs.get("replications_in_curves", len(counts)))
    return Result(
        scenario=scenario,
        engine=manifest["engine"],
        counts=counts,
        below=below,
        bands=np.stack(parts).transpose(0, 2, 1, 3),
        days=Worlds(scenario)[0].grid(),
        drawn=drawn,
        provenance={key: manifest.get(key) for key in PROVENANCE},
        curves_kept=in_curves,
        precision=Precision.from_dict(manifest["precision"]) if "precision" in manifest else None,
    )
