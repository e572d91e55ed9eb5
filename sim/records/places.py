"""Where something is to be written: what a user named, checked before any work is done."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.problems import InputError, Problem

OF_FILES = (
    ".csv", ".docx", ".htm", ".html", ".jpeg", ".jpg", ".json", ".nc", ".parquet", ".pdf", ".png", ".pptx", ".svg",
    ".txt", ".xlsx", ".yaml", ".yml", ".zip",
)  # fmt: skip
"""How names of files end, which a folder is not meant to have."""


def refused(out: str | Path, message: str) -> InputError:
    """That nothing can be written to what a user named."""
    return InputError([Problem((), None, message, f"--out {out}")])


@contextmanager
def as_input_error(out: str | Path) -> Iterator[None]:
    """Tell what a file system refuses as a problem of what the user named."""
    try:
        yield
    except InputError:
        raise
    except (OSError, RuntimeError, ValueError) as error:
        raise refused(out, f"cannot be written: {getattr(error, 'strerror', None) or error}") from None


def resolved(out: str | Path) -> Path:
    """The path that is meant, behind `~` and links. Raises InputError if there is none."""
    try:
        return Path(out).expanduser().resolve()
    except (RuntimeError, OSError, ValueError) as error:
        raise refused(out, f"is no path: {error}") from None


def checked_folder(out: str | Path, what: str) -> Path:
    """The folder that is meant by a name. Raises InputError if no folder can be written there.

    `what` says what the folder would hold, in a message for names that look like those of files.
    """
    folder = resolved(out)
    with as_input_error(out):
        check_place(folder, what, out)
        if os.path.ismount(folder):
            raise refused(out, "is where a disk is mounted, which cannot be replaced; name a folder in it")
    return folder


def check_place(folder: Path, what: str, out: str | Path | None = None) -> None:
    """Raises InputError, OSError too, where nobody means a folder of ours to be; `out` is how the user named it."""
    named = folder if out is None else out
    if folder == Path.cwd():
        raise refused(named, "is the folder you are in; name one below it")
    if folder.exists() and not folder.is_dir():
        raise refused(named, "is a file, not a folder; name another folder")
    if not folder.exists() and folder.suffix.lower() in OF_FILES:
        raise refused(named, f"is named like a file; a {what} is a folder with several files: name a folder")
