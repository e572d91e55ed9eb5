"""Folders that grow in their place, such as a study's: files of ours are put into them, and the rest survives."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from sim.problems import plain_text

from .ownership import MANIFEST, FolderKind, files_noted, is_unchanged, marker_of
from .regular_files import checksums
from .unfinished import CONTENT, unfinished
from .whole import marked, write_whole

UNDER_WAY = "being written"


class UnfinishedFiles:
    """Files in the making for a folder of ours: fill `content`, then `put` them in their places."""

    def __init__(self, folder: Path, kind: FolderKind, content: Path) -> None:
        self.content = content
        self._folder, self._kind = folder, kind

    def put(self, manifest: Mapping[str, Any]) -> Path:
        """Put every file in its place, whole, the manifest last, to which the checksums are added; returns the folder.

        Files of before that are not made any more are removed. A file that somebody changed, or that somebody else put
        where one of ours belongs, is kept under another name, and that is said on standard error.
        """
        folder, kind, files = self._folder, self._kind, checksums(self.content)
        before = noted_in(folder, kind)
        if marker_of(folder, kind) is None:
            _set_aside(folder / MANIFEST)
        # Noted before anything is moved: what an interruption leaves here is known as ours.
        noted = {name: sorted(each) for name, each in before.items()}
        finished = marked(manifest, kind, files)
        write_whole(folder / MANIFEST, _text({**finished, "status": UNDER_WAY, "files_before": noted}))
        for name in {**before, **files}:
            path, ours = folder / name, before.get(name, set()) | ({files[name]} if name in files else set())
            if name not in files:
                remove_unchanged(folder, {name: ours})
            elif not is_unchanged(folder, name, ours):
                _set_aside(path)
        for name in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            os.replace(self.content / name, folder / name)
        write_whole(folder / MANIFEST, _text(finished))
        return folder


@contextmanager
def living_folder(folder: Path, kind: FolderKind) -> Iterator[UnfinishedFiles]:
    """Files for a folder of ours that grows in its place. Whatever fails on the way, the folder is as it was."""
    if not folder.is_dir():
        _set_aside(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with unfinished(folder / kind.name) as hidden:
        (hidden / CONTENT).mkdir()
        yield UnfinishedFiles(folder, kind, hidden / CONTENT)


def noted_in(folder: Path, kind: FolderKind) -> dict[str, set[str]]:
    """The checksums of our files in a folder, by their names."""
    return files_noted(marker_of(folder, kind) or {})


def remove_unchanged(folder: Path, noted: Mapping[str, set[str]]) -> None:
    """Remove files of ours that nobody changed."""
    for name, each in noted.items():
        if is_unchanged(folder, name, each):
            (folder / name).unlink()


def remove_files(folder: Path, kind: FolderKind) -> None:
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
