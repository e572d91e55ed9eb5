"""Provenance: with what a result was made."""

from __future__ import annotations

import platform
import subprocess
from datetime import datetime, timezone
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

PACKAGES = ("patchrace", "numpy", "scipy", "simpy", "pandas")


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
    """Versions, checkout, kind of machine and time."""
    return {
        "versions": versions(),
        "git": git_state(),
        "machine": f"{platform.system()} {platform.machine()}",
        "created": datetime.now(timezone.utc).isoformat(timespec="seconds"),
    }
