"""What is ours: one rule for all commands that write.

A folder is ours by a marker, a JSON file in it whose `format` names the kind of folder; never by the names of what is
in it. Of a folder of ours, those files are ours that its manifest names, as long as they have the checksum noted there.
A file is ours by what stands in it. Only what is ours is ever replaced or removed.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .regular_files import checksum, file_inside, files_below, read_json

MANIFEST = "manifest.json"
OF_FILE_MANAGERS = (".DS_Store", "Thumbs.db", "desktop.ini")
"""What programs that show folders leave in them; it belongs to nobody."""
MOST_NAMED = 5


@dataclass(frozen=True)
class FolderKind:
    """A kind of folder: what it holds, the command that writes it, and the file that marks it."""

    name: str
    maker: str
    marker: str = MANIFEST

    @property
    def format(self) -> str:
        """What a marker of this kind has as its `format`."""
        return f"patchrace {self.name} 1"


def marker_of(folder: Path, kind: FolderKind) -> Mapping[str, Any] | None:
    """The marker of a folder of a kind; None if the folder is none."""
    path = folder / kind.marker
    try:
        found = None if path.is_symlink() else read_json(path)
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.get("format") == kind.format else None


def files_noted(manifest: Mapping[str, Any]) -> dict[str, set[str]]:
    """The checksums that a manifest notes of every file: one, or where it was interrupted, those before and after."""
    noted: dict[str, set[str]] = {}
    for key in ("files", "files_before"):
        files = manifest.get(key)
        for name, each in files.items() if isinstance(files, Mapping) else ():
            noted.setdefault(name, set()).update(map(str, each if isinstance(each, list) else [each]))
    return noted


def is_unchanged(folder: Path, name: str, checksums: Container[str]) -> bool:
    """Whether a file of a folder is there as it was noted, and no link to another one."""
    try:
        return not (folder / name).is_symlink() and checksum(file_inside(folder, name)) in checksums
    except (OSError, ValueError, RuntimeError):
        return False


def is_empty(folder: Path) -> bool:
    """Whether a folder holds nothing that anybody could miss."""
    return all(each.name in OF_FILE_MANAGERS for each in folder.iterdir())


def changed_or_added(folder: Path, manifest: Mapping[str, Any], marker: str = MANIFEST) -> list[str]:
    """Names of files in a folder of ours that are not as its manifest notes them. Raises OSError."""
    noted = files_noted(manifest)
    return [
        name
        for name, path in sorted(files_below(folder).items())
        if name != marker and path.name not in OF_FILE_MANAGERS and not is_unchanged(folder, name, noted.get(name, ()))
    ]


def why_not_replaced(folder: Path, kind: FolderKind, other: Callable[[Mapping[str, Any]], str | None]) -> str | None:
    """Why what a folder holds must not be replaced by something of a kind, or None. Raises OSError.

    `other` says of the marker of such a folder what it holds, if that is of another case than what is to be written.
    """
    if is_empty(folder):
        return None
    manifest = marker_of(folder, kind)
    if manifest is None:
        return f"holds something that is not a {kind.name}; name another folder"
    reason = other(manifest)
    if reason is not None:
        return f"holds {reason}; name another folder"
    changed = changed_or_added(folder, manifest, kind.marker)
    if changed:
        return f"holds files that were changed or added since ({some_of(changed)}); name another folder"
    return None


def some_of(names: list[str]) -> str:
    """Some names, and how many there are besides."""
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
