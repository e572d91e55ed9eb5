"""The console command, as tests run it."""

from __future__ import annotations

import io
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from sim.cli import main

EXECUTABLE = Path(sys.executable).with_name("patchrace")


def patchrace(*arguments: object, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder, within this process: one of its own takes a second or two to load everything."""
    done = patchrace_in("utf-8", *arguments, folder=folder)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def patchrace_in(encoding: str, *arguments: object, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a folder, within this process, on a terminal with an encoding."""
    command = ["patchrace", *map(str, arguments)]
    out, err = io.BytesIO(), io.BytesIO()
    streams = [io.TextIOWrapper(each, encoding=encoding, write_through=True) for each in (out, err)]
    with chdir(folder), redirect_stdout(streams[0]), redirect_stderr(streams[1]), pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", command)
        with pytest.raises(SystemExit) as ending:
            main()
    assert ending.value.code is None or isinstance(ending.value.code, int)
    return subprocess.CompletedProcess(command, ending.value.code or 0, out.getvalue(), err.getvalue())


def patchrace_alone(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the console command in a folder, in a process of its own, as people do."""
    command = [str(EXECUTABLE), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def assert_refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """Exit code 2, nothing on standard output, no traceback, and every word in the message."""
    assert done.returncode == 2, done
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert all(word in done.stderr for word in words), done.stderr
