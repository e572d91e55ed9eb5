"""Things in the making: a hidden folder beside the place where they belong, which its process holds by a lock.

The lock of the system is gone with its process, however that ended, so that what a killed one left behind differs
from what a living one, of this machine or another, works on. Where a file system has no locks, nothing is known, and
nothing is removed.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from .regular_files import name_inside, read_json

if TYPE_CHECKING:
    from filelock import BaseFileLock

FORMAT = "patchrace unfinished 1"
MARK, LOCK, CONTENT, REPLACED = "unfinished.json", "lock", "content", "replaced"
SHOWN_BYTES = 100
"""Of a name, in the name of the hidden folder: more may be too long for the file system."""


@contextmanager
def unfinished(target: Path) -> Iterator[Path]:
    """A hidden folder beside a target, for what is to be there; it is gone in the end. Raises OSError.

    What killed processes left in the same place is removed first.
    """
    remove_left_behind(target.parent)
    shown = os.fsencode(target.name)[:SHOWN_BYTES].decode("utf-8", "ignore")
    folder = Path(tempfile.mkdtemp(prefix=f".{shown}.unfinished-", dir=target.parent))
    lock = _lock(folder)
    try:
        with suppress(OSError, NotImplementedError):  # a file system without locks
            lock.acquire(timeout=0)
        _note(folder, target)
        yield folder
    finally:
        try:
            _put_back(folder)
            _remove(folder, lock)
        finally:
            lock.release()


def put_folder(folder: Path, target: Path) -> None:
    """Move the finished content to its place; what is there is moved away first, and back if that fails."""
    if _target_of(folder) != target:
        _note(folder, target)
    if target.exists():
        os.replace(target, folder / REPLACED)
    try:
        os.replace(folder / CONTENT, target)
    except OSError:
        _put_back(folder)
        raise


def remove_left_behind(place: Path) -> None:
    """Remove what killed processes left unfinished in a folder; what they had moved away goes back to where it was."""
    from filelock import Timeout

    for folder in _hidden(place):
        if _target_of(folder) is None:
            continue
        lock = _lock(folder)
        try:
            lock.acquire(timeout=0)
        except (Timeout, OSError, NotImplementedError):  # somebody's work, or no locks on this disk: left alone
            continue
        try:
            with suppress(OSError):
                _put_back(folder)
                _remove(folder, lock)
        finally:
            lock.release()


def _hidden(place: Path) -> list[Path]:
    try:
        return [each for each in place.glob(".*.unfinished-*") if each.is_dir() and not each.is_symlink()]
    except OSError:
        return []


def _lock(folder: Path) -> BaseFileLock:
    from filelock import FileLock

    return FileLock(folder / LOCK, thread_local=False, fallback_to_soft=False)


def _note(folder: Path, target: Path) -> None:
    """Mark the folder as ours, and note for what it is. The lock is held before there is a mark."""
    text = json.dumps({"format": FORMAT, "for": target.name})
    (folder / MARK).write_text(text + "\n", encoding="utf-8", errors="surrogateescape")


def _target_of(folder: Path) -> Path | None:
    """The place for which a hidden folder is; None if the folder is not ours."""
    try:
        mark = read_json(folder / MARK)
        if (folder / MARK).is_symlink() or mark["format"] != FORMAT or "/" in name_inside(mark["for"]):
            return None
        return folder.with_name(mark["for"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _put_back(folder: Path) -> None:
    """Move what was to be replaced back, if nothing came in its place."""
    target = _target_of(folder)
    if target is not None and (folder / REPLACED).exists() and not os.path.lexists(target):
        os.replace(folder / REPLACED, target)


def _remove(folder: Path, lock: BaseFileLock) -> None:
    """Remove a hidden folder that is locked, the mark last: whatever stops this on the way, the rest stays marked."""
    for path in (folder / CONTENT, folder / REPLACED):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    lock.release()
    with suppress(OSError):
        for path in (folder / LOCK, folder / MARK):
            path.unlink(missing_ok=True)
        folder.rmdir()
