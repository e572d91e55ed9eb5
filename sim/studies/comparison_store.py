"""Folders of comparisons: written whole or not at all, read back to the last bit."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from sim.model.measures import ALL
from sim.model.outcomes import DENOMINATORS, OUTCOME_NAMES
from sim.model.scenario import Scenario

from .comparison import Comparison, digest_of
from .csv_tables import write_csv
from .file_names import file_name
from .pairing import EXCHANGES
from .parquet import read_frame
from .precision import Precision
from .store import MANIFEST, PROVENANCE, Destination, checksums, discard, read_manifest, reserve, write_folder

FORMAT = "patchrace comparison 1"


def default_comparison_folder(arms: Mapping[str, Scenario], engine: str) -> Path:
    """`results/<name>-comparison-<digest>`, with the engine's name if it is not the default one."""
    scenario = next(iter(arms.values()))
    name = file_name(scenario.name, "scenario")
    suffix = "" if engine == "vectorized" else f"-{engine}"
    return Path("results") / f"{name}-comparison-{digest_of(arms)}{suffix}"


def prepare_comparison(
    out: str | Path | None, arms: Mapping[str, Scenario], engine: str, numbers: Iterable[int] | None = None
) -> Destination:
    """The folder, and a fresh temporary one beside it. Raises InputError if a comparison cannot be written there.

    An existing folder is replaced only if it holds the same comparison, or nothing. Where the number of replications is
    not known yet, `numbers` are those that can come out, and any of them will do. None is the default folder.
    """
    candidates: list[Mapping[str, Scenario]] = [_with_replications(arms, number) for number in numbers or ()]
    candidates = candidates or [arms]
    for candidate in candidates if out is None else ():
        folder = default_comparison_folder(candidate, engine)
        if folder.exists():
            discard(_reserved(folder, [candidate], engine))
    return _reserved(default_comparison_folder(arms, engine) if out is None else out, candidates, engine)


def _with_replications(arms: Mapping[str, Scenario], number: int) -> Mapping[str, Scenario]:
    return {name: scenario.model_copy(update={"replications": number}) for name, scenario in arms.items()}


def _reserved(out: str | Path, candidates: Iterable[Mapping[str, Scenario]], engine: str) -> Destination:
    digests = {digest_of(arms) for arms in candidates}

    def refusal(folder: Path) -> str | None:
        try:
            manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            owner = (manifest["digest"], manifest["engine"]) if manifest["format"] == FORMAT else None
        except (OSError, ValueError, KeyError, TypeError):
            owner = None
        if owner is None:
            return "holds something that is not a comparison; name another folder"
        if owner[0] not in digests or owner[1] != engine:
            return f"holds another comparison (digest {owner[0]}, engine {owner[1]}); name another folder"
        return None

    return reserve(out, refusal)


def write_comparison(
    comparison: Comparison, destination: Destination, draw: Callable[[Path], None] | None = None
) -> Path:
    """Write a comparison; `draw` may add figures to the folder it is given. Returns the folder."""

    def fill(folder: Path) -> dict[str, Any]:
        tables = {"differences": comparison.differences, "estimates": comparison.estimates}
        if comparison.exchanged is not None:
            tables["exchanged"] = comparison.exchanged
        tables["replications"] = comparison.replications
        for name, table in tables.items():
            table.to_parquet(folder / f"{name}.parquet", index=False)
            write_csv(table, folder / f"{name}.csv")
        comparison.scenario.save(folder / "scenario.yaml")
        if draw is not None:
            draw(folder)
        return comparison_manifest(comparison, folder)

    return write_folder(destination, fill)


def comparison_manifest(comparison: Comparison, folder: Path) -> dict[str, Any]:
    """Everything needed to make the comparison again, and a checksum of each of its files."""
    return {
        "format": FORMAT,
        "status": "done",
        "digest": comparison.digest,
        "engine": comparison.engine,
        "seed": comparison.scenario.seed,
        "replications": comparison.replications_made,
        "arms": list(comparison.arms),
        "populations": list(comparison.populations),
        **comparison.provenance,
        **({} if comparison.precision is None else {"precision": comparison.precision.to_dict()}),
        "policies": {name: dict(changes) for name, changes in comparison.policies.items()},
        "scenario": comparison.scenario.to_dict(),
        "files": checksums(folder),
    }


def load_comparison(folder: str | Path) -> Comparison:
    """Read the folder of a comparison. Raises InputError if it is not a finished one, or a file of it was changed."""
    folder = Path(folder).expanduser()
    manifest = read_manifest(folder, FORMAT, "comparison", "compare")
    scenario = Scenario.from_dict(manifest["scenario"])
    arms, populations = tuple(manifest["arms"]), tuple(manifest["populations"])
    frame = read_frame(folder / "replications.parquet")
    shape = (len(arms), manifest["replications"], 1 + len(populations))

    def read(names: Iterable[str]) -> Any:
        return np.stack([frame[name].to_numpy().reshape(shape) for name in names], axis=2)

    exchanges = None
    if EXCHANGES[0] in frame:
        policies = frame[frame["policy"] != arms[0]]
        columns = [policies[name].to_numpy(dtype=np.int64) for name in EXCHANGES]
        exchanges = np.stack([each.reshape(len(arms) - 1, *shape[1:]) for each in columns], axis=2)
    before = (*OUTCOME_NAMES, *DENOMINATORS, *EXCHANGES, "policy", "replication", "seed", "population")
    paths = [name for name in frame.columns if name not in before]
    alone = frame[frame["population"] == ALL]
    drawn = {
        arm: {path: rows[path].to_numpy(dtype=np.float64) for path in paths if rows[path].notna().all()}
        for arm, rows in ((arm, alone[alone["policy"] == arm]) for arm in arms)
    }
    return Comparison(
        scenario=scenario,
        policies=manifest["policies"],
        arms=arms,
        engine=manifest["engine"],
        populations=populations,
        counts=read(OUTCOME_NAMES),
        below=read(DENOMINATORS),
        exchanges=exchanges,
        drawn=drawn,
        provenance={key: manifest.get(key) for key in PROVENANCE},
        precision=Precision.from_dict(manifest["precision"]) if "precision" in manifest else None,
    )
