"""The console command, as tests run it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

EXECUTABLE = Path(sys.executable).with_name("patchrace")


def patchrace(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the console command in a folder."""
    command = [str(EXECUTABLE), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def assert_refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """Exit code 2, nothing on standard output, no traceback, and every word in the message."""
    assert done.returncode == 2, done
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert all(word in done.stderr for word in words), done.stderr
