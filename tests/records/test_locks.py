"""One process at a time in a folder, also where the file system has no locks (faults: item 7)."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from sim.records.locks import LOCK, OWNER, InUseError, held

HOLDER = """
import fcntl, os, sys
from pathlib import Path

def refuse(*_):
    raise OSError(ERROR, "no locks here")

if ERROR:
    fcntl.flock = refuse
from sim.records.locks import held
holds = held(Path(sys.argv[1]))
holds.__enter__()
print("held", flush=True)
sys.stdin.read()
os._exit(0)
"""
fcntl = pytest.importorskip("fcntl")


def without_locks(monkeypatch: pytest.MonkeyPatch, error: int) -> None:
    def refuse(*_: object) -> None:
        raise OSError(error, "no locks here")

    monkeypatch.setattr(fcntl, "flock", refuse)


def holder(folder: Path, error: int = 0) -> subprocess.Popen[str]:
    """A process that holds a folder until its input ends, and then dies without letting go."""
    code = HOLDER.replace("ERROR", str(error))
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


@pytest.mark.parametrize("error", [0, errno.ENOSYS, errno.ENOTSUP, errno.ENOLCK])
def test_a_living_process_is_named_and_a_dead_one_is_taken_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    if error:
        without_locks(monkeypatch, error)
    with holder(tmp_path, error) as process:
        with (
            pytest.raises(
                InUseError, match=f"in use by another process \\(process {process.pid} on {socket.gethostname()}"
            ),
            held(tmp_path),
        ):
            pass
        process.communicate("")
    assert (tmp_path / OWNER).exists()
    with held(tmp_path):
        assert (tmp_path / OWNER).read_text(encoding="utf-8").startswith(f"{os.getpid()}\n")
    assert not (tmp_path / OWNER).exists()


def test_an_owner_on_another_machine_is_told_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / OWNER).write_text("4711\nnode17\n99\n", encoding="utf-8")
    without_locks(monkeypatch, errno.ENOLCK)
    with pytest.raises(InUseError) as told, held(tmp_path):
        pass
    assert "process 4711 on node17" in str(told.value)
    assert f"If that process is gone, remove {tmp_path / OWNER}" in str(told.value)
    (tmp_path / OWNER).unlink()
    with held(tmp_path):
        pass


def test_with_locks_an_owner_that_was_left_on_another_machine_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / OWNER).write_text("4711\nnode17\n99\n", encoding="utf-8")
    with held(tmp_path):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) in ([LOCK], [])


def test_an_owner_that_says_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / OWNER).write_bytes(b"\x1b[2Jwho\xff\n")
    without_locks(monkeypatch, errno.ENOSYS)
    with pytest.raises(InUseError, match=r"\(unknown\), or was left behind"), held(tmp_path):
        pass


def test_another_error_is_no_missing_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch, errno.EIO)
    with pytest.raises(OSError, match="no locks here"), held(tmp_path):
        pass
