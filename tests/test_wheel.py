"""The wheel that is built holds the package, the shipped scenarios and the console command."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path


def test_the_wheel_ships_the_scenarios(root: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(root)]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("patchrace-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        archive.extractall(tmp_path / "installed")
        entry_points = next(name for name in names if name.endswith("entry_points.txt"))
        assert "patchrace = sim.cli:main" in archive.read(entry_points).decode()
    assert {f"sim/report/{name}" for name in ("page.html", "page.typ", "deadlines.csv", "deadlines_words.csv")} <= names
    assert {"sim/__init__.py", "sim/configs/first_steps/scenario.yaml", "sim/configs/proxylogon/scenario.yaml"} <= names
    page = ("explore.html", "explore.css", "explore.js")
    pages = {"sim/report/deadlines.csv", *(f"sim/report/explore/{name}" for name in page)}
    assert pages <= names
    assert not any(name.startswith(("tests", "configs", "results")) for name in names)
    code = "import sim; print(sim.__file__); print(sim.load('proxylogon').name)"
    path = str(tmp_path / "installed")
    told = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {path!r}); {code}"],
        check=True, capture_output=True, text=True, cwd=tmp_path,
    ).stdout.splitlines()  # fmt: skip
    assert told[0].startswith(path)
    assert told[1] == "ProxyLogon"
