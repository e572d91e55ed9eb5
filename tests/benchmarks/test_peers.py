"""The comparison with other tools goes on without one that fails, and says why."""

from __future__ import annotations

import importlib
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

TALKS = """
import numpy_direct
print("a word of welcome")
ABOUT, BIAS = "talks when it is imported", 0.0
def race(servers, seed):
    print("and again")
    return numpy_direct.race(servers, seed)
"""
BREAKS = """
import numpy_direct
ABOUT, BIAS = "breaks with many servers", 0.0
def race(servers, seed):
    if servers > 2000:
        raise MemoryError("more servers than it can hold")
    return numpy_direct.race(servers, seed)
"""
IS_NOT_THERE = "import a_package_that_is_not_there"


@pytest.fixture
def peers(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The command with few and small races, and three tools of which two fail."""
    monkeypatch.syspath_prepend(root / "benchmarks")
    command = importlib.import_module("peers")
    scripts = shutil.copytree(root / "benchmarks" / "peers", tmp_path / "peers")
    tools = {"talks": TALKS, "breaks": BREAKS, "is_not_there": IS_NOT_THERE}
    for name, text in tools.items():
        (scripts / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(command, "SCRIPTS", scripts)
    monkeypatch.setattr(command, "OWN", ("numpy_direct",))
    monkeypatch.setattr(command, "ELSEWHERE", dict.fromkeys(tools, ()))
    monkeypatch.setattr(command, "environment", lambda _: Path(sys.executable))
    monkeypatch.setattr(command, "NAMES", {name: name for name in ("numpy_direct", *tools)})
    monkeypatch.setattr(command, "SIZES", (1_000, 10_000))
    monkeypatch.setattr(command, "ROUNDS", 1)
    monkeypatch.setattr(command, "CHECKS", 4)
    monkeypatch.setattr(sys, "argv", ["peers.py", "--all"])
    return command


def test_tools_that_fail_are_left_out_with_the_reason(peers: Any, capsys: pytest.CaptureFixture[str]) -> None:
    peers.main()
    *rows, _, left_out = capsys.readouterr().out.splitlines()
    assert [row.split(" | ")[0].strip("| ") for row in rows[2:]] == ["numpy_direct", "talks"]
    assert "is_not_there (ModuleNotFoundError: No module named 'a_package_that_is_not_there')" in left_out
    assert "breaks (with 10,000 servers: MemoryError: more servers than it can hold)" in left_out


def test_a_tool_of_this_project_must_not_fail(peers: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "OWN", ("breaks",))
    with pytest.raises(SystemExit, match="breaks: with 10,000 servers: MemoryError: more servers than it can hold"):
        peers.main()


def test_what_cannot_be_installed_says_so(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(root / "benchmarks")
    command = importlib.import_module("peers")
    monkeypatch.setattr(command, "ENVIRONMENTS", tmp_path)
    monkeypatch.setattr(command, "ELSEWHERE", {"nothing": ()})
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    with pytest.raises(command.ToolError, match="it cannot be installed: no reason given"):
        command.environment("nothing")
