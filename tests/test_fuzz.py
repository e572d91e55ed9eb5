"""Inputs of every kind, mutated by fixed seeds: a short run of `make fuzz`, and that it finds what goes wrong."""

from __future__ import annotations

import shutil
import warnings
from collections import Counter
from pathlib import Path

import broken_kinds
import fuzz
import numpy as np
import pytest
from commands import assert_refused, patchrace
from fuzz_bench import REFUSED, USED, Bench, Finding
from fuzzed import KINDS
from mutated import noted_checksum
from scipy import stats
from written_folders import write_all

import sim
from sim.model.crowd import _thinning

INPUTS, VERIFIED = 60, 600
SHARES = {
    "result": 0.3,
    "comparison": 0.5,
    "indices": 0.1,
    "curves": 0.1,
    "going_on": 0.1,
    "going_on_with_indices": 0.1,
}
"""Of these numbers, for kinds that take longer each."""
SECONDS = 20.0
"""Ten times what `make fuzz` allows: no test may depend on how fast the machine is."""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    top = tmp_path_factory.mktemp("fuzz")
    write_all(top)
    return Bench(top, KINDS, SECONDS)


@pytest.fixture
def broken(tmp_path: Path) -> Bench:
    return Bench(tmp_path, broken_kinds.KINDS, 0.1)


@pytest.fixture(autouse=True)
def _results_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "RESULTS", tmp_path / "results")


@pytest.mark.parametrize("inputs", [INPUTS, pytest.param(VERIFIED, marks=pytest.mark.verify)])
@pytest.mark.parametrize("kind", KINDS)
def test_mutated_inputs_are_used_or_refused_with_their_place(bench: Bench, kind: str, inputs: int) -> None:
    assert set(bench.whole(kind)) == {USED}
    outcomes = [bench.tried(kind, f"test/{kind}/{index}") for index in range(round(SHARES.get(kind, 1) * inputs))]
    found = [f"{each.seed}: {each.what}\n{each.detail}" for each in outcomes if isinstance(each, Finding)]
    assert not found, "\n\n".join(found)
    assert {USED, REFUSED} == set(outcomes)


def test_the_same_seed_makes_the_same_input(bench: Bench) -> None:
    for kind in ("scenario", "study", "table", "result"):
        made = [bench.input(kind, f"1/{kind}/{index}") for index in range(30)]
        assert made == [bench.input(kind, f"1/{kind}/{index}") for index in range(30)]
        assert sum(each not in bench.seeds[kind] for each in made) > 25


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("raises", "KeyError in broken_kinds.py:_raises"),
        ("warns", "RuntimeWarning at broken_kinds.py"),
        ("refuses_without_place", "AssertionError"),
        ("refuses_in_words_of_python", "AssertionError"),
        ("computes_for_ever", "took too long"),
        ("takes_memory", "MemoryError in broken_kinds.py:_takes_memory"),
    ],
)
def test_what_goes_wrong_is_found(broken: Bench, kind: str, what: str) -> None:
    assert broken.whole(kind) == [USED]
    inputs = 3 if kind == "computes_for_ever" else 30
    findings = [each for index in range(inputs) if isinstance(each := broken.tried(kind, f"1/{kind}/{index}"), Finding)]
    assert findings
    assert all(each.what.startswith(what) for each in findings)


def test_what_goes_wrong_is_shrunk(broken: Bench) -> None:
    found = [each for index in range(60) if isinstance(each := broken.tried("raises", f"1/raises/{index}"), Finding)]
    assert min(len(each.files["f.yaml"]) for each in found) == 0
    assert max(len(each.files["f.yaml"]) for each in found) <= len("first")
    assert all(broken.outcome("raises", each.files)[0] == each.what for each in found)


def test_processes_that_die_or_are_stuck_are_replaced_and_their_inputs_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fuzz, "STUCK", 5)
    monkeypatch.setattr(fuzz, "BATCH", 2)
    tally = fuzz.fuzz(["dies", "sleeps", "raises"], "1", 6, 60, 1, "broken_kinds")
    assert {"ended the process (-9)", "never returned"} <= {what for _, what in tally.findings}
    assert tally.counts["raises"].total() == 2
    assert "found: dies" in capsys.readouterr().out
    finding = tally.findings["dies", "ended the process (-9)"]
    assert (fuzz.folder_of(finding) / "finding.txt").read_text().startswith(f"seed {finding.seed}")


def test_memory_that_is_kept_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "MOST_GROWTH", 50 * 2**20)
    monkeypatch.setattr(fuzz, "SETTLED", 2)
    tally = fuzz.fuzz(["keeps_memory"], "1", 200, 60, 1, "broken_kinds")
    assert ("keeps_memory", "memory grows") in tally.findings


def test_batches_have_their_shares() -> None:
    given: Counter[str] = Counter()
    for name, seed, first, number in fuzz.batches(KINDS, "7", 10_000):
        assert (seed, first) == ("7", given[name])
        given[name] += number
    assert given.total() == 10_000
    for name, kind in KINDS.items():
        share = kind.share / sum(each.share for each in KINDS.values())
        assert given[name] == pytest.approx(10_000 * share, abs=4 * fuzz.BATCH)


LONG = "0" * 300


def test_a_horizon_within_an_instant_of_the_start_is_refused() -> None:
    """Fuzz, document: a RuntimeWarning of a division by 1e-320."""
    scenario = {"name": "x", "start": "2024-03-01", "populations": {"a": {"organizations": 2}}}
    with pytest.raises(sim.InputError, match="horizon: 1e-320d: is not after start"):
        sim.Scenario.from_dict({**scenario, "horizon": "1e-320d"})
    assert sim.run(sim.Scenario.from_dict({**scenario, "horizon": "1s", "replications": 1}), workers=1).days[-1] > 0


def test_a_study_of_a_scenario_with_a_long_name_is_refused(tmp_path: Path) -> None:
    """Fuzz, study: an OSError, file name too long."""
    path = tmp_path / "study.yaml"
    path.write_text(f"{{scenario: x{LONG}, vary: {{timeline.fix: [1d, 2d]}}}}")
    with pytest.raises(sim.InputError, match=rf"study\.yaml:1:2: scenario: 'x{LONG[:40]}"):
        sim.load_plan(path)
    with pytest.raises(sim.InputError, match="is neither a file nor a shipped study"):
        sim.load_plan(LONG)


def test_points_of_a_study_that_are_no_table_are_refused_in_plain_words(bench: Bench) -> None:
    """Fuzz, study_folder: the message held an exception's name."""
    folder = bench.top / "grid"
    shutil.copytree(folder, bench.top / "spoilt")
    path = bench.top / "spoilt" / "points.csv"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[:2], f"{lines[2]},1,2", *lines[3:]]))
    manifest = bench.top / "spoilt" / "manifest.json"
    manifest.write_bytes(noted_checksum(manifest.read_bytes(), "points.csv", path.read_bytes()))
    with pytest.raises(sim.InputError, match=r"points\.csv: cannot be read \(Expected 5 fields in line 3, saw 7\)"):
        _ = sim.open_study(bench.top / "spoilt").points


def test_folders_with_too_long_names_are_refused(tmp_path: Path) -> None:
    """Fuzz, study: what reads the state of a study told an OSError."""
    refused = patchrace("study", "first_steps/patch_speed", "--status", "--out", LONG, folder=tmp_path)
    assert_refused(refused, LONG[:100], "is no path: File name too long")


def test_a_list_of_thinned_organizations_warns_of_nothing() -> None:
    """Fuzz, scenario: a DeprecationWarning of SciPy, of numbers of servers that are no whole numbers by their type."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        chances = _thinning(30, 0.7)
    assert chances.sum(axis=0) == pytest.approx(np.ones(30))
    assert chances[:, 20] == pytest.approx(stats.binom.pmf(np.arange(30), 20, 0.7))
