"""Writing folders and files whole or not at all, and only over what is ours."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from sim.problems import InputError, Problem

from .ownership import MANIFEST, FolderKind, why_not_replaced
from .places import as_input_error, checked_folder, refused, resolved
from .regular_files import checksums, content
from .unfinished import CONTENT, put_folder, unfinished

LARGEST_FILE_LOOKED_AT = 2**30
Other = Callable[[Mapping[str, Any]], str | None]
WhyNot = Callable[[bytes], str | None]


class UnfinishedFolder:
    """A folder in the making: fill `content`, then `put` it in its place."""

    def __init__(self, out: str | Path, kind: FolderKind, other: Other, hidden: Path) -> None:
        self.content = hidden / CONTENT
        self._out, self._kind, self._other, self._hidden = Path(out), kind, other, hidden

    def rename(self, folder: Path) -> None:
        """Name another folder beside the first one for it."""
        self._out = folder

    def put(self, manifest: Mapping[str, Any]) -> Path:
        """Write the manifest, which marks the folder as finished and as ours, and put it in its place; returns that.

        `format`, `status` and the checksums of all files are added to the manifest. Raises OSError, or InputError if
        somebody put something else there meanwhile.
        """
        text = json.dumps(marked(manifest, self._kind, checksums(self.content)), indent=1, ensure_ascii=False)
        (self.content / MANIFEST).write_text(text + "\n", encoding="utf-8")
        folder = resolved(self._out)
        reason = why_not_replaced(folder, self._kind, self._other) if folder.exists() else None
        if reason is None:
            put_folder(self._hidden, folder)
            return folder if self._out.is_symlink() else self._out.expanduser()
        beside = next(each for each in _numbered(folder) if not os.path.lexists(each))
        put_folder(self._hidden, beside)
        raise refused(self._out, f"{reason}. What came out meanwhile is in {beside}")


def marked(manifest: Mapping[str, Any], kind: FolderKind, files: Mapping[str, str]) -> dict[str, Any]:
    """A manifest that marks a finished folder as one of a kind of ours, with these files."""
    return {"format": kind.format, "status": "done", **manifest, "files": dict(files)}


def _numbered(folder: Path) -> Iterator[Path]:
    number = 2
    while True:
        yield folder.with_name(f"{folder.name}-{number}")
        number += 1


def check_folder(out: str | Path, kind: FolderKind, other: Other) -> Path:
    """The folder that is meant by a name. Raises InputError if a folder of a kind cannot be written there.

    `other` says of the marker of a folder of this kind what it holds, if that must not be replaced.
    """
    folder = checked_folder(out, kind.name)
    with as_input_error(out):
        reason = why_not_replaced(folder, kind, other) if folder.exists() else None
    if reason is not None:
        raise refused(out, reason)
    return folder


@contextmanager
def whole_folder(out: str | Path, kind: FolderKind, other: Other) -> Iterator[UnfinishedFolder]:
    """A folder of a kind, to be filled and put in its place. Whatever fails on the way, nothing is there, or is left.

    Everything that can be refused is refused on entry, with an InputError. See `check_folder`.
    """
    folder = check_folder(out, kind, other)
    with ExitStack() as stack:
        with as_input_error(out):
            folder.parent.mkdir(parents=True, exist_ok=True)
            hidden = stack.enter_context(unfinished(folder))
            (hidden / CONTENT).mkdir()
        yield UnfinishedFolder(out, kind, other, hidden)


def _is_something_else(before: bytes) -> str | None:  # noqa: ARG001  # whatever it is
    return "is there already, and holds something else"


def check_file(out: str | Path, why_not: WhyNot = _is_something_else) -> Path:
    """The file that is meant by a name. Raises InputError if it cannot be written, or must not be replaced.

    `why_not` says of what a file holds why that must not be replaced, or None if it is ours and may be.
    """
    path = _path_of(out)
    before = _before(out, path)
    reason = None if before is None else why_not(before)
    if reason is not None:
        raise refused(out, f"{reason}; name another")
    return path


def write_file(out: str | Path, whole: str | bytes, why_not: WhyNot = _is_something_else) -> Path:
    """Write a file whole or not at all; returns its path. Raises InputError as `check_file`.

    A file that holds the same already is left as it is.
    """
    path = _path_of(out)
    if _before(out, path) == _encoded(whole):
        return path
    check_file(out, why_not)
    with as_input_error(out):
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, whole)
    return path


def write_whole(path: Path, text: str) -> None:
    """Write a file of ours in a folder of ours, whole or not at all. Raises InputError if it cannot be written."""
    try:
        _write(path, text)
    except OSError as error:
        raise InputError([Problem((), None, f"cannot be written: {error.strerror or error}", str(path))]) from None


def _encoded(whole: str | bytes) -> bytes:
    return whole.encode() if isinstance(whole, str) else whole


def _write(path: Path, whole: str | bytes) -> None:
    with unfinished(path) as hidden:
        with (hidden / CONTENT).open("wb") as file:
            file.write(_encoded(whole))
            file.flush()
            os.fsync(file.fileno())
        os.replace(hidden / CONTENT, path)
        settle(path.parent)


def settle(folder: Path) -> None:
    """Make a rename in a folder durable, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _path_of(out: str | Path) -> Path:
    """The file that is meant: what a link names, and otherwise the path as it was given."""
    with as_input_error(out):
        return resolved(out) if Path(out).is_symlink() or str(out).startswith("~") else Path(out)


def _before(out: str | Path, path: Path) -> bytes | None:
    """What a file holds, None if there is none. Raises InputError if no file can be written there."""
    with as_input_error(out):
        if path.is_dir():
            raise refused(out, "is a folder; name a file")
        if os.path.lexists(path):
            if not path.is_file():
                raise refused(out, "is no regular file; name another")
            return content(path, LARGEST_FILE_LOOKED_AT)
        parent = next(each for each in path.absolute().parents if each.exists())
        if not parent.is_dir() or not os.access(parent, os.W_OK):
            raise refused(out, "cannot be written: no permission, or a part of its path is a file")
        return None
