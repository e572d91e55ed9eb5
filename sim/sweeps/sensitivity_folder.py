"""Folders of sensitivity: tables and figures, written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.records.csv_tables import write_csv
from sim.records.ownership import FolderKind
from sim.records.provenance import provenance
from sim.records.whole import whole_folder

from .sensitivity import Sensitivity

if TYPE_CHECKING:
    import pandas as pd

SENSITIVITY = FolderKind("sensitivity", maker="sensitivity")
INDICES, SWINGS, ANSWER, CHARTS = "indices.csv", "swings.csv", "sensitivity.json", "charts"


def answer(found: Sensitivity, swung: pd.DataFrame) -> dict[str, Any]:
    """Everything as one object that JSON can hold; what cannot be computed is null."""
    rest = found.interactions
    return {
        **_about(found),
        "samples": found.samples,
        "replications": found.replications,
        "mean": found.mean,
        "sd": found.sd,
        "indices": found.indices.to_dict("records"),
        "interactions": {"share": rest.share, "low": rest.low, "high": rest.high},
        "luck": _or_null(found.luck),
        "swings": [{key: _or_null(value) for key, value in row.items()} for row in swung.to_dict("records")],
        "sentence": found.sentence,
    }


def _about(found: Sensitivity) -> dict[str, Any]:
    """Of what a sensitivity is."""
    return {"study": found.name, "outcome": found.outcome, "population": found.population}


def _or_null(value: Any) -> Any:
    return None if value != value else value


def write_sensitivity(found: Sensitivity, swung: pd.DataFrame, out: str | Path, draw: Callable[[Path], Any]) -> Path:
    """Write tables, and figures by `draw`, which gets a folder for them. Returns the folder.

    A folder is replaced only if it holds the sensitivity of the same outcome and study and nobody changed it. Raises
    InputError if it holds something else, or cannot be written.
    """
    about = _about(found)

    def other(manifest: Mapping[str, Any]) -> str | None:
        if all(manifest.get(key) == value for key, value in about.items()):
            return None
        return "the sensitivity of another outcome, population or study"

    with whole_folder(out, SENSITIVITY, other) as unfinished:
        folder = unfinished.content
        write_csv(found.indices, folder / INDICES)
        write_csv(swung, folder / SWINGS)
        text = json.dumps(answer(found, swung), indent=1, ensure_ascii=False, allow_nan=False)
        (folder / ANSWER).write_text(text + "\n", encoding="utf-8")
        draw(folder / CHARTS)
        return unfinished.put({**about, **provenance()})
