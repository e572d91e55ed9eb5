"""Folders of sensitivity: tables and figures, written whole under a temporary name, then put in their place."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.model.problems import InputError, Problem

from .csv_tables import write_csv
from .sensitivity import Sensitivity

if TYPE_CHECKING:
    import pandas as pd

INDICES, SWINGS, ANSWER, CHARTS = "indices.csv", "swings.csv", "sensitivity.json", "charts"


def answer(found: Sensitivity, swung: pd.DataFrame) -> dict[str, Any]:
    """Everything as one object that JSON can hold; what cannot be computed is null."""
    rest = found.interactions
    return {
        "study": found.name,
        "outcome": found.outcome,
        "population": found.population,
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


def _or_null(value: Any) -> Any:
    return None if value != value else value


def write_sensitivity(found: Sensitivity, swung: pd.DataFrame, out: str | Path, draw: Callable[[Path], Any]) -> Path:
    """Write tables, and figures by `draw`, which gets a folder for them. Returns the folder.

    Raises InputError if the folder holds something else, or cannot be written.
    """
    folder = Path(out).expanduser()

    def refuse(message: str) -> InputError:
        return InputError([Problem((), None, message, f"--out {folder}")])

    names = (INDICES, SWINGS, ANSWER, CHARTS)
    temporary = folder.absolute().with_name(f".{folder.absolute().name}.unfinished-{os.getpid()}")
    try:
        if folder.exists() and not folder.is_dir():
            raise refuse("is a file, not a folder; name another folder")
        if folder.exists() and not {each.name for each in folder.iterdir()} <= set(names):
            raise refuse("holds something that is not a sensitivity; name another folder")
        temporary.mkdir(parents=True)
        write_csv(found.indices, temporary / INDICES)
        write_csv(swung, temporary / SWINGS)
        text = json.dumps(answer(found, swung), indent=1, ensure_ascii=False, allow_nan=False)
        (temporary / ANSWER).write_text(text + "\n", encoding="utf-8")
        draw(temporary / CHARTS)
        folder.mkdir(exist_ok=True)
        shutil.rmtree(folder / CHARTS, ignore_errors=True)
        for name in names:
            os.replace(temporary / name, folder / name)
    except OSError as error:
        raise refuse(f"cannot be written: {error.strerror or error}") from None
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return folder
