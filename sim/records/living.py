"""Folders that grow in their place, such as a study's: files of ours are put into them, and the rest survives."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import Any

from sim.problems import plain_text

from .ownership import MANIFEST, Kind, files_noted, is_unchanged, marker_of
from .regular_files import checksums
from .unfinished import CONTENT, unfinished
from .whole import write_whole

UNDER_WAY = "being written"


def put_files(folder: Path, kind: Kind, make: Callable[[Path], Mapping[str, Any]]) -> None:
    """Write files into a folder of ours, each whole, the manifest last.

    `make` writes the files to the folder that it gets, and returns the manifest, without `format` and `files`. Files of
    before that are not made any more are removed. A file that somebody changed, or that somebody else put where one of
    ours belongs, is kept under another name, and that is said on standard error.
    """
    if not folder.is_dir():
        _set_aside(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with unfinished(folder / kind.name) as hidden:
        made = hidden / CONTENT
        made.mkdir()
        manifest = {"format": kind.format, "status": "done", **make(made)}
        files = checksums(made)
        before = noted_in(folder, kind)
        if marker_of(folder, kind) is None:
            _set_aside(folder / MANIFEST)
        # Noted before anything is moved: what an interruption leaves here is known as ours.
        noted = {name: sorted(each) for name, each in before.items()}
        under_way = {**manifest, "status": UNDER_WAY, "files": files, "files_before": noted}
        write_whole(folder / MANIFEST, _text(under_way))
        for name in {**before, **files}:
            path, ours = folder / name, before.get(name, set()) | ({files[name]} if name in files else set())
            if name not in files:
                remove_unchanged(folder, {name: ours})
            elif not is_unchanged(folder, name, ours):
                _set_aside(path)
        for name in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            os.replace(made / name, folder / name)
        write_whole(folder / MANIFEST, _text({**manifest, "files": files}))


def noted_in(folder: Path, kind: Kind) -> dict[str, set[str]]:
    """The checksums of our files in a folder, by their names."""
    return files_noted(marker_of(folder, kind) or {})


def remove_unchanged(folder: Path, noted: Mapping[str, set[str]]) -> None:
    """Remove files of ours that nobody changed."""
    for name, each in noted.items():
        if is_unchanged(folder, name, each):
            (folder / name).unlink()


def remove_files(folder: Path, kind: Kind) -> None:
    """Remove what we put into a folder, but for what somebody changed, and the manifest last."""
    remove_unchanged(folder, noted_in(folder, kind))
    if marker_of(folder, kind) is not None:
        (folder / MANIFEST).unlink()


def _set_aside(path: Path) -> None:
    """Give what stands where a file of ours belongs another name, and say so."""
    if not os.path.lexists(path):
        return
    names = (path.with_name(f"{path.stem}.kept{number}{path.suffix}") for number in count(1))
    kept = next(each for each in names if not os.path.lexists(each))
    os.replace(path, kept)
    print(plain_text(f"note: a file that this program did not write is kept as {kept}"), file=sys.stderr)


def _text(manifest: Mapping[str, Any]) -> str:
    return json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
