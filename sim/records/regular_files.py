"""Reading files that somebody may have changed: regular ones inside their folder only, and never without a limit."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
from io import BufferedReader
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, NoReturn

LARGEST_JSON = 64_000_000
"""Bytes: ten times the manifest of a study with as many points as a study can have and few values each."""
LARGEST_FILE = 16 * 2**30
LONGEST_NAME = 400


def opened(path: Path, largest: int = LARGEST_FILE) -> BufferedReader:
    """A regular file, opened for reading. Raises OSError for anything else: a pipe never answers, a device never ends.

    Files of more than `largest` bytes are refused too.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "is no regular file", str(path))
        if found.st_size > largest:
            raise OSError(errno.EFBIG, f"is larger than {largest:,} bytes, which no such file is", str(path))
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def content(path: Path, largest: int) -> bytes:
    """All bytes of a regular file. Raises OSError."""
    with opened(path, largest) as file:
        return file.read(largest)


def checksum(path: Path) -> str:
    """The checksum of a regular file, as manifests keep it. Raises OSError."""
    with opened(path) as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def read_json(path: Path) -> Any:
    """A JSON file. Raises OSError, or ValueError if it is not JSON of UTF-8 without NaN, or nested too deeply."""
    try:
        found = json.loads(content(path, LARGEST_JSON).decode("utf-8"), parse_constant=_refuse_constant)
        # Half of a letter can be written in JSON, but in no file or terminal.
        json.dumps(found, ensure_ascii=False).encode("utf-8")
    except RecursionError:
        raise ValueError("is nested too deeply") from None
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def name_inside(name: str) -> str:
    """The name itself, if it names something below a folder. Raises ValueError."""
    plain = PurePosixPath(name)
    if not name or name != plain.as_posix() or plain.is_absolute() or {".", ".."} & {*plain.parts, name}:
        raise ValueError("is no name of a file inside the folder")
    if len(name) > LONGEST_NAME or "\0" in name or (os.name == "nt" and PureWindowsPath(name).anchor):
        raise ValueError("is no name of a file inside the folder")
    return name


def file_inside(folder: Path, name: str) -> Path:
    """The path of a regular file in a folder. Raises OSError if it leads out of the folder or is something else."""
    path = folder / name_inside(name)
    if not path.resolve(strict=True).is_relative_to(folder.resolve()):
        raise OSError(errno.EINVAL, "leads out of the folder", str(path))
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, "is no regular file", str(path))
    return path


def files_below(folder: Path) -> dict[str, Path]:
    """Everything below a folder that is not a folder, by its path in it; links are not followed. Raises OSError."""
    found: dict[str, Path] = {}

    def fail(error: OSError) -> NoReturn:
        raise error

    for directory, folders, files in os.walk(folder, onerror=fail):
        links = [name for name in folders if (Path(directory) / name).is_symlink()]
        for name in sorted([*files, *links]):
            path = Path(directory) / name
            found[path.relative_to(folder).as_posix()] = path
    return found


def checksums(folder: Path) -> dict[str, str]:
    """A checksum of every file of a folder, by its path in it."""
    return {name: checksum(path) for name, path in sorted(files_below(folder).items())}
