"""A race of 400 servers, small enough to run hundreds of points of a study in a test."""

from __future__ import annotations

from pathlib import Path

import sim
from sim.sweeps.study import Study

SCENARIO = """\
name: Small race
start: 2024-03-01
horizon: 40d
replications: 4
seed: 3
timeline: {fix: 10d}
populations: {firms: {organizations: 400}}
remediations:
  update: {available: fix, adoption: {law: weibull, scale: 8d, shape: 0.9}, uptake: 0.9}
campaigns:
  scan: {begins: 3d, strategy: random, addresses: 1_000, rate: 60/d, success: 0.5}
"""


def small_study(folder: Path, name: str, text: str) -> Study:
    """A study of the small race, run in this process into `folder / name`."""
    (folder / "small.yaml").write_text(SCENARIO, encoding="utf-8")
    (folder / f"{name}.yaml").write_text(f"scenario: small.yaml\n{text}", encoding="utf-8")
    return sim.run_study(folder / f"{name}.yaml", workers=0, out=folder / name)
