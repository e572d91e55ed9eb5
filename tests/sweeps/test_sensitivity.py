"""Sensitivity: indices that are known, indices of the race by two engines, and what swings say."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from commands import patchrace, patchrace_alone
from scipy.stats import ttest_1samp, ttest_ind
from small_race import small_study

import sim
from sim.runs.statistics import difference_of_means, exceeds_noise
from sim.sweeps import sensitivity as module
from sim.sweeps.design import GRID, SOBOL_INDICES, Level, Parameter, Range, sampled
from sim.sweeps.sensitivity import sobol_indices
from sim.sweeps.study import Study

STUDY = """\
name: What matters
design: sobol_indices
samples: 64
replications: 4
vary:
  campaigns.scan.rate: {from: 20/d, to: 120/d, scale: log}
  remediations.update.adoption.scale: {from: 2d, to: 16d}
  remediations.update.uptake: {law: uniform, low: 0.85, high: 0.95}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sensitivity")


@pytest.fixture(scope="module")
def study(folder: Path) -> Study:
    return small_study(folder, "what_matters", STUDY)


def ishigami(samples: int, seed: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The function of Ishigami and Homma 1990 (doi:10.1109/ISUMA.1990.151285), a = 7, b = 0.1, at the points of a
    design of ours."""
    everywhere = Range(-np.pi, np.pi, False, lambda number: Level(str(number), number, number))
    parameters = [Parameter(name, "number", everywhere) for name in ("x1", "x2", "x3")]
    points = sampled(SOBOL_INDICES, parameters, samples, seed)
    x1, x2, x3 = np.array([[level.number for level in point.levels] for point in points]).T
    values: np.ndarray[tuple[int], np.dtype[np.float64]] = np.sin(x1) + 7 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1)
    return values


FIRST, TOTAL = (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437)
"""Indices of Ishigami's function in closed form, as in the documentation of scipy.stats.sobol_indices."""


def test_known_indices_come_out() -> None:
    first, total, interactions = sobol_indices(ishigami(4096, seed=1), 3)
    assert first[0] == pytest.approx(FIRST, abs=0.01)
    assert total[0] == pytest.approx(TOTAL, abs=0.01)
    assert interactions[0] == pytest.approx(1 - sum(FIRST), abs=0.01)


def test_intervals_hold_the_known_indices() -> None:
    for seed in range(5):
        first, total, interactions = sobol_indices(ishigami(512, seed), 3)
        for found, true in ((first, FIRST), (total, TOTAL), (interactions, 1 - sum(FIRST))):
            assert np.all(found[1] <= np.array(true))
            assert np.all(np.array(true) <= found[2])
            assert np.all(found[2] - found[1] < 0.5)


def test_the_bootstrap_is_the_same_every_time_and_with_any_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    values = ishigami(64, seed=0)
    once = sobol_indices(values, 3, seed=5)
    np.random.seed(0)  # noqa: NPY002  # that it changes nothing is what this is about
    monkeypatch.setattr(module, "NUMBERS_AT_ONCE", 5_000)
    assert all(np.array_equal(*pair) for pair in zip(once, sobol_indices(values, 3, seed=5), strict=True))
    assert not np.array_equal(once[0], sobol_indices(values, 3, seed=6)[0])


def test_one_parameter_explains_everything() -> None:
    everywhere = Range(0.0, 1.0, False, lambda number: Level(str(number), number, number))
    points = sampled(SOBOL_INDICES, [Parameter("x", "number", everywhere)], 256, 0)
    first, total, interactions = sobol_indices(np.array([point.levels[0].number for point in points]), 1)
    assert (float(first[0, 0]), float(total[0, 0])) == pytest.approx((1, 1), abs=0.05)
    assert interactions[0] < 0.05


def agree(found: sim.Sensitivity, exact: sim.Sensitivity) -> None:
    """Indices of two engines at the same points, within the intervals of the one that has luck."""
    table = found.indices.set_index("path")
    for row in exact.indices.to_dict("records"):
        mine = table.loc[row["path"]]
        assert mine.first_low <= row["first_order"] <= mine.first_high, row["path"]
        assert mine.total_low <= row["total"] <= mine.total_high, row["path"]
    assert list(found.indices.path) == list(exact.indices.path)


def test_the_race_has_the_indices_of_its_expectation(study: Study, folder: Path) -> None:
    exact = small_study(folder, "exact", STUDY.replace("replications: 4", "replications: 1\nengine: expected"))
    found = sim.sensitivity(study)
    agree(found, sim.sensitivity(exact))
    assert found.mean == pytest.approx(sim.sensitivity(exact).mean, rel=0.05)
    assert found.luck < 0.02


@pytest.mark.verify
def test_the_race_has_the_indices_of_its_expectation_with_many_samples(folder: Path) -> None:
    text = STUDY.replace("samples: 64", "samples: 256")
    found = small_study(folder, "many", text.replace("replications: 4", "replications: 20"))
    exact = small_study(folder, "many_exact", text.replace("replications: 4", "replications: 1\nengine: expected"))
    agree(sim.sensitivity(found), sim.sensitivity(exact))


def test_the_sentence_names_what_matters_and_what_hardly_does(study: Study) -> None:
    found = sim.sensitivity(study)
    first = found.indices.iloc[0]
    assert f"{first.label} explains {100 * first.total:.0f} %" in found.sentence
    assert "Update uptake hardly matters: less than 5 %" in found.sentence
    assert "Interactions" in found.sentence
    assert found.sentence in str(found)
    assert "64 samples, 4 replications" in str(found)
    assert list(found.indices.total) == sorted(found.indices.total, reverse=True)


def test_luck_is_told_apart(study: Study) -> None:
    values = study.values("compromised")
    by_hand = values.mean(axis=1).var()
    noise = np.random.Generator(np.random.SFC64(1)).normal(0, 2 * by_hand**0.5, values.shape)
    assert module._luck(values + noise) == pytest.approx(0.5, abs=0.06)
    assert module._luck(values + noise.mean(axis=0)) == pytest.approx(module._luck(values))
    assert np.isnan(module._luck(values[:, :1]))


def test_an_outcome_that_does_not_vary_is_said_so(study: Study) -> None:
    found = sim.sensitivity(study, outcome="servers")
    assert found.sentence == "servers is 400 at every point: nothing that varies here makes a difference."
    assert found.indices.empty
    assert "nan" not in str(found)


def test_only_the_right_design_has_indices(study: Study) -> None:
    with pytest.raises(sim.InputError, match=r"design grid, and Sobol indices need sobol_indices.*patchrace study"):
        sim.sensitivity(replace(study, design=GRID))
    with pytest.raises(KeyError, match="did you mean 'compromised'"):
        sim.sensitivity(study, outcome="compromized")


def test_failed_points_and_few_samples_are_refused(study: Study, folder: Path) -> None:
    failed = replace(study)
    failed.__dict__["points"] = study.points.assign(status=["failed", *study.points.status[1:]])
    with pytest.raises(sim.InputError, match=r"1 failed points of 320 .*need all"):
        sim.sensitivity(failed)
    few = small_study(folder, "few", STUDY.replace("samples: 64", "samples: 2"))
    with pytest.raises(sim.InputError, match="has 2 samples"):
        sim.sensitivity(few)


def test_swings_of_samples_are_conditional_means_in_the_outer_parts(study: Study) -> None:
    swings = sim.swings(study).set_index("path")
    means, rates = study.values("compromised").mean(axis=1)[:128], study.points["campaigns.scan.rate"][:128]
    order = np.argsort(rates.to_numpy())
    row = swings.loc["campaigns.scan.rate"]
    low, high = means[order[:26]], means[order[-26:]]
    assert row.low_mean == pytest.approx(low.mean())
    assert row.high_error == pytest.approx(high.std(ddof=1) / 26**0.5)
    assert row.difference == pytest.approx(high.mean() - low.mean())
    assert row.low.startswith("at most 2")
    assert row.low.endswith(" per day")
    assert row.high.startswith("at least ")
    assert list(np.abs(swings.difference)) == sorted(np.abs(swings.difference), reverse=True)


def test_swings_of_a_grid_average_over_the_other_parameters_world_by_world(folder: Path) -> None:
    text = """\
replications: 6
vary:
  campaigns.scan.rate: [30/d, 60/d, 120/d]
  remediations.update.adoption:
    alternatives:
      slow: {law: fixed, value: 20d}
      quick: {law: fixed, value: 1d}
      middling: {law: fixed, value: 6d}
  remediations.update.uptake: [0.9]
"""
    study = small_study(folder, "grid", text)
    swings = sim.swings(study).set_index("path")
    values = study.values("compromised").reshape(3, 3, 6)
    rate, adoption = swings.loc["campaigns.scan.rate"], swings.loc["remediations.update.adoption"]
    assert (rate.low, rate.high) == ("30 per day", "120 per day")
    assert (adoption.low, adoption.high) == ("quick", "slow")
    paired = values[2].mean(axis=0) - values[0].mean(axis=0)
    assert rate.difference == pytest.approx(paired.mean())
    assert rate.difference_error == pytest.approx(paired.std(ddof=1) / 6**0.5)
    interval = ttest_1samp(paired, 0).confidence_interval(0.95)
    assert rate.difference_half_width == pytest.approx((interval.high - interval.low) / 2)
    assert adoption.low_mean == pytest.approx(values[:, 1].mean())
    assert "remediations.update.uptake" not in swings.index


def test_swings_of_samples_have_the_interval_of_their_few_points(folder: Path) -> None:
    text = "design: latin_hypercube\nsamples: 15\nvary: {campaigns.scan.rate: {from: 15/d, to: 240/d, scale: log}}"
    study = small_study(folder, "few_points", text)
    swing = sim.swings(study).iloc[0]
    means, rates = study.values("compromised").mean(axis=1), study.points["campaigns.scan.rate"].to_numpy()
    low, high = means[rates <= np.quantile(rates, 0.2)], means[rates >= np.quantile(rates, 0.8)]
    assert len(low) == len(high) == 3
    interval = ttest_ind(high, low, equal_var=False).confidence_interval(0.95)
    assert swing.difference_half_width == pytest.approx((interval.high - interval.low) / 2)
    ends = ttest_1samp(low, 0).confidence_interval(0.95)
    assert swing.low_half_width == pytest.approx((ends.high - ends.low) / 2)


def test_one_world_has_no_interval_and_no_noise(folder: Path) -> None:
    study = small_study(folder, "one_world", "replications: 1\nvary: {campaigns.scan.rate: [30/d, 120/d]}")
    swing = sim.swings(study).iloc[0]
    assert np.isnan([swing.low_half_width, swing.high_half_width, swing.difference_half_width]).all()
    assert exceeds_noise(swing.difference, swing.difference_half_width)
    assert not exceeds_noise(0.0, float("nan"))


def test_unrelated_means_without_spread_differ_without_error() -> None:
    assert difference_of_means(np.ones(3), np.zeros(4)) == (0.0, 0.0)
    assert np.isnan(difference_of_means(np.ones(1), np.zeros(4))).all()


def test_the_command_answers_and_writes(study: Study, folder: Path) -> None:
    done = patchrace_alone("sensitivity", str(study.folder), "--out", "answer", "--json", folder=folder)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["sentence"] == sim.sensitivity(study).sentence
    assert [row["path"] for row in answer["indices"]] == list(sim.sensitivity(study).indices.path)
    files = {path.relative_to(folder / "answer").as_posix() for path in (folder / "answer").rglob("*.*")}
    charts = {f"charts/{name}.{kind}" for name in ("sensitivity_indices", "tornado") for kind in ("png", "svg")}
    assert files == charts | {"indices.csv", "swings.csv", "sensitivity.json", "manifest.json"}
    other = ("sensitivity", study.folder, "--outcome", "still_exposed", "--out")
    refused = patchrace(*other, "answer", folder=folder)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "--out answer: holds the sensitivity of another outcome" in refused.stderr
    again = patchrace(*other, "other", folder=folder)
    assert again.stdout.startswith("What matters\nstill_exposed, all populations: mean ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], ["nowhere", "is not a study"]),
        (["what_matters", "--outcome", "population"], ["--outcome", "unknown outcome 'population'"]),
        (["what_matters", "--population", "firm"], ["--population", "did you mean 'firms'"]),
        (["what_matters", "--out", "what_matters"], ["--out what_matters", "name another folder"]),
        (["what_matters", "--out", "small.yaml"], ["--out small.yaml", "is a file"]),
    ],
)
def test_bad_input_gets_one_clear_message(arguments: list[str], words: list[str], study: Study, folder: Path) -> None:
    assert study.folder == folder / "what_matters"
    done = patchrace("sensitivity", *arguments, folder=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert all(word in done.stderr for word in words), done.stderr


def test_help_teaches_by_example(folder: Path) -> None:
    done = patchrace("sensitivity", "--help", folder=folder)
    assert done.returncode == 0
    assert "patchrace sensitivity results/" in done.stdout
    assert "design: sobol_indices" in done.stdout
