"""One process at a time in a folder, also where the file system has no locks."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK = ".lock"
OWNER = ".lock.owner"
WITHOUT_LOCKS = (errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK)
"""How file systems say that they have none."""


class InUseError(Exception):
    """Another process holds the folder, or may hold it; the message says which, and what to do."""


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder for this process alone. Raises InUseError if another one has it, OSError if it cannot be written.

    The system's lock on `.lock` decides, and is gone with its process. Beside it `.lock.owner` names the process while
    it holds the folder. Where the file system has no locks, that file alone decides: one that a dead process of this
    machine left behind is taken over; of another machine nothing is known, so the user decides.
    """
    from filelock import FileLock, SoftFileLock, Timeout

    system, owner = FileLock(folder / LOCK, fallback_to_soft=False), SoftFileLock(folder / OWNER)
    has_locks = _acquired(system, folder)
    try:
        if has_locks:
            (folder / OWNER).unlink(missing_ok=True)  # its process is gone: it would hold the system's lock
        try:
            owner.acquire(timeout=0)
        except Timeout:
            raise InUseError(
                f"is in use by another process ({_holder(folder)}), or was left behind by it: this file system has no "
                f"locks that tell. If that process is gone, remove {folder / OWNER}, and run this again"
            ) from None
        try:
            yield
        finally:
            owner.release()
    finally:
        system.release()


def _acquired(system: BaseFileLock, folder: Path) -> bool:
    """Take the system's lock; False if the file system has none."""
    from filelock import Timeout

    try:
        system.acquire(timeout=0)
    except Timeout:
        raise InUseError(f"is in use by another process ({_holder(folder)}); wait for it, or stop it") from None
    except OSError as error:
        if error.errno not in WITHOUT_LOCKS:
            raise
        return False
    return True


def _holder(folder: Path) -> str:
    """The process that holds a folder, in words, from the lines that filelock's SoftFileLock writes."""
    try:
        lines = (folder / OWNER).read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError):
        return "unknown"
    if len(lines) < 2 or not lines[0].isdecimal() or not lines[1].isprintable():
        return "unknown"
    return f"process {lines[0]} on {lines[1].split('?')[0]}"
