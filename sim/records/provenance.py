"""Provenance: with what a result was made."""

from __future__ import annotations

import hashlib
import platform
import subprocess
from collections.abc import Iterator
from datetime import datetime, timezone
from functools import cache
from importlib import metadata
from pathlib import Path
from types import CodeType
from typing import Any

PACKAGES = ("patchrace", "numpy", "scipy", "simpy", "pandas", "tzdata")
MODEL_CODE = (
    "outcomes.py",
    "scenario/*.py",
    "model/*.py",
    "engines/*.py",
    "sweeps/design.py",
    "sweeps/plan.py",
    "sweeps/shards.py",
    "sweeps/tasks.py",
)
"""The code that can change a number of a finished part of a study, below the package."""


@cache
def versions() -> dict[str, str]:
    """Versions of this package and of those that can change a number."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "not installed"
    return found


@cache
def model_digest() -> str:
    """Sixteen hexadecimal digits that change with the code that can change a number, not with its comments."""
    folder = Path(__file__).resolve().parents[1]
    found = hashlib.blake2b(digest_size=8)
    for path in model_files(folder):
        found.update(f"{path.relative_to(folder).as_posix()}\n".encode())
        for part in _instructions(compile(path.read_bytes(), "", "exec", dont_inherit=True, optimize=2)):
            found.update(part)
    return found.hexdigest()


def _instructions(code: CodeType) -> Iterator[bytes]:
    """What compiled code does, without docstrings and the numbers of lines: instructions, names and constants."""
    arguments = (code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_flags)
    names = (code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars)
    yield code.co_code + code.co_exceptiontable
    yield repr((code.co_name, arguments, names)).encode()
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _instructions(each)
        else:  # sets are in another order in every process
            yield (repr(sorted(map(repr, each))) if isinstance(each, frozenset) else repr(each)).encode()


def model_files(folder: Path) -> list[Path]:
    """The files of MODEL_CODE in a folder of the package, in one order."""
    return sorted(path for pattern in MODEL_CODE for path in folder.glob(pattern))


@cache
def git_state() -> dict[str, Any] | None:
    """Commit of the checkout that the package runs from, and whether nothing was changed in it; None without one."""
    folder = Path(__file__).resolve().parents[2]
    if not (folder / ".git").exists():
        return None

    def ask(*arguments: str) -> str:
        return subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=True, timeout=20
        ).stdout.strip()

    try:
        return {"commit": ask("rev-parse", "HEAD"), "clean": ask("status", "--porcelain") == ""}
    except (OSError, subprocess.SubprocessError):
        return None


def provenance() -> dict[str, Any]:
    """Versions, the digest of the model's code, checkout, kind of machine and time."""
    return {
        "versions": versions(),
        "model": model_digest(),
        "git": git_state(),
        "machine": f"{platform.system()} {platform.machine()}",
        "created": datetime.now(timezone.utc).isoformat(timespec="seconds"),
    }
