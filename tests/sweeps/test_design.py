"""Designs and study files: which points a study has, and what is wrong with a file."""

from __future__ import annotations

import re
import textwrap
import warnings
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.sweeps.design import (
    LATIN_HYPERCUBE,
    SOBOL_SEQUENCE,
    Level,
    Listed,
    Parameter,
    Range,
    grid,
    tidy,
    uniforms,
    with_columns_exchanged,
    zipped,
)
from sim.sweeps.plan import StudyPlan
from sim.sweeps.study_file import load_plan, shipped_studies

RATE, FIX = "campaigns.mass_scan.rate", "timeline.fix"
SCALE = "remediations.update.adoption.scale"


def plan_of(folder: Path, text: str, name: str = "study.yaml") -> StudyPlan:
    path = folder / name
    path.write_text("scenario: first_steps\nreplications: 2\n" + textwrap.dedent(text), encoding="utf-8")
    return load_plan(path)


def changes(plan: StudyPlan) -> list[dict[str, object]]:
    return [point.changes for point in plan.points]


def numbers(plan: StudyPlan, index: int = 0) -> list[float]:
    return [point.levels[index].number for point in plan.points]


def refused(folder: Path, text: str) -> list[str]:
    with pytest.raises(sim.InputError) as caught:
        plan_of(folder, text)
    return [str(problem) for problem in caught.value.problems]


def test_a_grid_has_every_combination_and_the_last_parameter_varies_fastest(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, f"vary:\n  {SCALE}: [5d, 10d]\n  {FIX}: [2024-03-10, 2024-03-15, scanning + 20d]\n")
    assert [tuple(point.levels[index].label for index in (0, 1)) for point in plan.points] == [
        ("5d", "2024-03-10"),
        ("5d", "2024-03-15"),
        ("5d", "scanning + 20d"),
        ("10d", "2024-03-10"),
        ("10d", "2024-03-15"),
        ("10d", "scanning + 20d"),
    ]
    assert numbers(plan, 1) == [9, 14, 25] * 2
    assert [each.unit for each in plan.parameters] == ["days", "days after start"]


def test_a_zip_takes_values_side_by_side(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, f"design: zip\nvary:\n  {SCALE}: [5d, 10d, 5d]\n  {FIX}: [10d, 20d, 30d]\n")
    assert changes(plan) == [{SCALE: "5d", FIX: "10d"}, {SCALE: "10d", FIX: "20d"}, {SCALE: "5d", FIX: "30d"}]


def test_ranges_are_even_or_even_in_the_logarithm(tmp_path: Path) -> None:
    even = plan_of(tmp_path, f"vary:\n  {SCALE}: {{from: 1d, to: 2d, steps: 11}}\n")
    assert even.points[3].label == "1.3d"
    assert numbers(even) == [tidy(1 + step / 10) for step in range(11)]
    log = plan_of(tmp_path, f"vary:\n  {RATE}: {{from: 10/d, to: 1_000/d, scale: log, steps: 3}}\n")
    assert [point.levels[0].value for point in log.points] == ["10/d", "100/d", "1_000/d"]
    down = plan_of(tmp_path, f"vary:\n  {FIX}: {{from: 2024-03-20, to: 2024-03-10, steps: 3}}\n")
    assert [point.levels[0].label for point in down.points] == ["2024-03-20", "2024-03-15", "2024-03-10"]


def test_whole_numbers_stay_whole_and_do_not_repeat(tmp_path: Path) -> None:
    steps = "vary:\n  populations.small_firms.organizations: {{from: 1, to: 3, steps: {}}}\n"
    plan = plan_of(tmp_path, steps.format(3))
    assert [point.levels[0].value for point in plan.points] == [1, 2, 3]
    [problem] = refused(tmp_path, steps.format(9))
    assert "has 9 steps, but only 3 different values: steps 1 and 2 are both 1" in problem


def test_named_alternatives_replace_a_whole_block(tmp_path: Path) -> None:
    plan = plan_of(
        tmp_path,
        """
        vary:
          remediations.update.adoption:
            alternatives: {quick: {law: exponential, mean: 2d}, slow: {law: exponential, mean: 20d}}
        """,
    )
    assert [point.label for point in plan.points] == ["quick", "slow"]
    assert plan.parameters[0].unit == "name"
    assert plan.scenario_at(plan.points[1]).remediations["update"].adoption.mean == 20


def test_a_table_gives_a_point_per_row(tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text(f"{RATE},{FIX}\n500/d,2024-03-12\n 2_000/d , fix_is\n", encoding="utf-8")
    (tmp_path / "good.csv").write_text(f"{RATE},{FIX}\n500/d,2024-03-12\n2_000/d,10d\n500/d,10d\n", encoding="utf-8")
    plan = plan_of(tmp_path, "design: table\ntable: good.csv\n")
    assert changes(plan)[1] == {RATE: "2_000/d", FIX: "10d"}
    assert numbers(plan, 1) == [11, 10, 10]
    assert len(plan.points) == 3
    [problem] = refused(tmp_path, "design: table\ntable: points.csv\n")
    assert "points.csv:3" in problem
    assert "fix_is" in problem


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "needs a header"),
        ("a.b\n", "needs a header"),
        (f"{FIX},{FIX}\n1d,2d\n", "names a path twice"),
        (f"{FIX},{RATE}\n1d\n", "points.csv:2: has 1 cells where the header has 2"),
        (f"{FIX},{RATE}\n1d,\n", "points.csv:2: has an empty cell"),
        ("timeline.fxi,campaigns.mass_scan.rte\n1d,1/d\n", "rte"),
    ],
)
def test_a_bad_table_is_told_with_its_line(tmp_path: Path, content: str, expected: str) -> None:
    (tmp_path / "points.csv").write_text(content, encoding="utf-8")
    assert any(expected in problem for problem in refused(tmp_path, "design: table\ntable: points.csv\n"))


def test_sampled_designs_spread_over_ranges_laws_and_names(tmp_path: Path) -> None:
    plan = plan_of(
        tmp_path,
        f"""
        design: latin_hypercube
        samples: 40
        vary:
          {RATE}: {{from: 100/d, to: 10_000/d, scale: log}}
          {SCALE}: {{law: lognormal, median: 10d, sigma: 0.5}}
          campaigns.mass_scan.strategy: [permutation, hit_list]
          campaigns.mass_scan.addresses: {{alternatives: {{few: 5_000, many: 50_000}}}}
        """.replace("hit_list", "random"),
    )
    assert len(plan.points) == 40
    decades = np.floor(40 * np.log10(np.array(numbers(plan)) / 100) / 2)
    assert sorted(decades) == list(range(40))
    assert np.sum(np.array(numbers(plan, 1)) < 10) == 20
    assert [point.levels[2].value for point in plan.points].count("random") == 20
    assert [point.label.split(", ")[3] for point in plan.points].count("many") == 20


def test_a_sobol_sequence_grows_without_moving_its_points(tmp_path: Path) -> None:
    text = f"design: sobol_sequence\nsamples: NUMBER\nvary:\n  {RATE}: {{from: 100/d, to: 900/d}}\n"
    few, many = (changes(plan_of(tmp_path, text.replace("NUMBER", number))) for number in ("8", "16"))
    assert many[:8] == few
    other = changes(plan_of(tmp_path, text.replace("NUMBER", "8") + "design_seed: 5\n"))
    assert other != few


def test_sobol_indices_have_the_rows_that_their_estimators_need(tmp_path: Path) -> None:
    text = (
        f"design: sobol_indices\nsamples: 8\nvary:\n  {RATE}: {{from: 1/d, to: 9/d}}\n  {SCALE}: {{from: 1d, to: 9d}}\n"
    )
    plan = plan_of(tmp_path, text)
    table = np.array([numbers(plan, 0), numbers(plan, 1)]).T.reshape(4, 8, 2)
    first, second, rates, scales = table
    assert np.array_equal(rates, np.stack([second[:, 0], first[:, 1]], axis=1))
    assert np.array_equal(scales, np.stack([first[:, 0], second[:, 1]], axis=1))
    assert not np.isin(first, second).any()


def test_columns_are_exchanged_one_at_a_time() -> None:
    first, second = np.zeros((2, 3)), np.ones((2, 3))
    table = with_columns_exchanged(first, second).reshape(5, 2, 3)
    assert np.array_equal(table[2:].sum(axis=(1)), 2 * np.eye(3))


def test_uniform_points_are_below_one_and_balanced() -> None:
    for design in (LATIN_HYPERCUBE, SOBOL_SEQUENCE):
        table = uniforms(design, 3, 64, seed=3)
        assert table.max() < 1
        assert np.all(np.arange(64) == np.sort(np.floor(64 * table), axis=0).T)


def test_the_same_point_has_the_same_key_in_any_order() -> None:
    one = Parameter("a", "number", Listed((Level("1", 1, 1.0),)))
    other = Parameter("b", "number", Listed((Level("2", 2, 2.0), Level("3", 3, 3.0))))
    forth, back = grid([one, other]), grid([other, one])
    assert [point.key for point in forth] == [point.key for point in back]
    assert len({point.key for point in forth}) == 2
    with pytest.raises(ValueError, match=r"shorter|longer"):
        zipped([one, other])


def test_every_value_of_a_range_is_inside_it() -> None:
    span = Range(2.0, 32.0, True, lambda number: Level("", number, number))
    assert span.at(0.0).number == 2
    assert span.at(0.5).number == pytest.approx(8)
    assert span.at(1 - 2.0**-53).number <= 32


def test_what_varies_is_not_drawn_as_uncertain_too(tmp_path: Path) -> None:
    with pytest.warns(sim.ScenarioWarning, match=r"mass_scan\.rate: varied here"):
        plan = plan_of(tmp_path, f"vary:\n  {RATE}: [1/d]\n")
    assert RATE not in plan.scenario.uncertain


def test_populations_with_a_value_of_their_own_are_named(tmp_path: Path) -> None:
    with pytest.warns(sim.ScenarioWarning, match="varies, but not for hospitals: adoption of their own"):
        plan_of(tmp_path, f"vary:\n  {SCALE}: [1d]\n")
    with warnings.catch_warnings():
        warnings.simplefilter("error", sim.ScenarioWarning)
        plan_of(tmp_path, "vary:\n  remediations.update.uptake: [0.5]\n")


def test_set_holds_at_every_point(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, f"set:\n  horizon: 40d\nvary:\n  {FIX}: [10d, 20d]\n")
    assert {str(plan.scenario_at(point).horizon) for point in plan.points} == {"40d"}


def test_parameters_of_uncertain_laws_may_vary(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, f"vary:\n  uncertain.{RATE}.sigma: [0.1, 2]\n")
    assert numbers(plan) == [0.1, 2]
    assert [plan.scenario_at(point).uncertain[RATE].sigma for point in plan.points] == [0.1, 2]


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("vary: {}\n", ":3:", "varies at least one path"),
        ("", "", "varies at least one path"),
        ("design: girid\nvary: {a: [1]}\n", ":3:", "did you mean 'grid'"),
        ("varry: {}\n", ":3:", "did you mean 'vary'"),
        ("scenario: second_steps\n", ":3:", "duplicate key"),
        (f"vary:\n  {RATE}: []\n", ":4:", "has no values"),
        (f"vary:\n  {RATE}: 40/d\n", ":4:", "neither a list nor a range"),
        (f"vary:\n  {RATE}: [40/d, 40]\n", ":4:36", "a bare number is not a rate"),
        ("vary:\n  campaigns.mass_scna.rate: [40/d]\n", ":4:", "did you mean 'mass_scan'"),
        (f"vary:\n  {RATE}: {{from: 1/d, to: 2/d}}\n", ":4:", "how many values"),
        (f"vary:\n  {RATE}: {{from: 1/d, to: 2d, steps: 2}}\n", ":4:", "is not a rate"),
        (f"vary:\n  {RATE}: {{from: 1/d, to: 2/d, steps: 1}}\n", ":4:", "at least 2"),
        (f"vary:\n  {RATE}: {{from: 1/d, to: 2/d, step: 3}}\n", ":4:", "did you mean 'steps'"),
        (f"vary:\n  {RATE}: {{from: 0/d, to: 2/d, steps: 3, scale: log}}\n", ":4:", "above 0"),
        (f"vary:\n  {RATE}: {{from: 2/d, to: 2/d, steps: 3}}\n", ":4:", "begins where it ends"),
        (f"vary:\n  {RATE}: {{law: uniform, low: 1/d, high: 2/d}}\n", ":4:", "a law goes with"),
        (f"vary:\n  {RATE}: {{alternatives: {{}}}}\n", ":4:", "alternatives are names"),
        ("vary:\n  seed: [1, 2]\n", ":4:", "seed cannot vary"),
        (
            f"vary:\n  {SCALE}: [1d]\n  remediations.update.adoption: [{{law: fixed, value: 1d}}]\n",
            ":5:",
            "only one of them",
        ),
        (f"set: {{{SCALE}: 2d}}\nvary:\n  {SCALE}: [1d]\n", ":5:", "of set; only one of them"),
        ("set: {remediations.update.uptake: 0.2}\nvary:\n  remediations.update: [{}]\n", ":5:", "of set"),
        (f"vary:\n  {SCALE}: [{', '.join(['1d'] * 10_001)}]\n", ":4:", "more than 10,000"),
        ('name: "a\\0b"\n', ":3:", "NUL"),
        ("vary:\n  populations.new: [{organizations: 3}]\n", ":4:", "same populations"),
        ("vary:\n  remediations.update.uptake: [0.5, 1.5]\n", ":4:37", "outside [0, 1]"),
        (f"samples: 4\nvary:\n  {RATE}: [1/d]\n", ":3:", "goes with latin"),
        (f"design: latin_hypercube\nvary:\n  {RATE}: [1/d]\n", "", "needs a number of points"),
        (f"design: sobol_indices\nsamples: 12\nvary:\n  {RATE}: [1/d]\n", ":4:", "power of two"),
        (f"design: zip\nvary:\n  {RATE}: [1/d]\n  {FIX}: [1d, 2d]\n", ":4:", "as many values"),
        ("design: table\n", "", "needs a CSV file"),
        (f"design: table\ntable: none.csv\nvary:\n  {RATE}: [1/d]\n", "", "does not go with the design table"),
        (f"set:\n  timeline.fxi: 3d\nvary:\n  {RATE}: [1/d]\n", ":4:", "fxi"),
        (
            f"vary:\n  {RATE}: {{from: 1/d, to: 2/d, steps: 9999}}\n  {FIX}: {{from: 1d, to: 9d, steps: 99}}\n",
            "",
            "points",
        ),
        ("vary:\n  campaigns.mass_scan.begins: [1d, 70d]\n  campaigns.mass_scan.ends: [30d]\n", "", "ends"),
    ],
)
def test_a_bad_study_file_is_told_with_place_and_remedy(tmp_path: Path, text: str, place: str, expected: str) -> None:
    told = refused(tmp_path, text)
    assert any(expected in problem and f"study.yaml{place}" in problem for problem in told), told


def test_a_scenario_that_does_not_exist_is_told_where_it_is_named(tmp_path: Path) -> None:
    path = tmp_path / "study.yaml"
    path.write_text(f"scenario: first_stepps\nvary:\n  {RATE}: [1/d]\n", encoding="utf-8")
    with pytest.raises(sim.InputError, match=r"study.yaml:1:1: scenario: .*first_steps"):
        load_plan(path)
    with pytest.raises(sim.InputError, match="neither a file nor a shipped study"):
        load_plan("proxylogn/patch_speed")


def test_a_scenario_or_an_empty_file_taken_for_a_study_is_told_so(tmp_path: Path, root: Path) -> None:
    with pytest.raises(sim.InputError, match=r"this is a scenario, not a study; run it with `patchrace run`"):
        load_plan(root / "configs" / "first_steps" / "scenario.yaml")
    (tmp_path / "empty.yaml").write_text("", encoding="utf-8")
    with pytest.raises(sim.InputError, match="is empty; a study names a scenario"):
        load_plan(tmp_path / "empty.yaml")


def test_the_example_in_the_help_is_a_study(tmp_path: Path) -> None:
    from sim.cli.study import EXAMPLES

    text = textwrap.dedent(EXAMPLES.split("\b\n")[-1])
    (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
    assert len(load_plan(tmp_path / "study.yaml").points) == 15


def test_a_study_may_be_written_in_python(tmp_path: Path) -> None:
    document = {"scenario": "first_steps", "replications": 3, "vary": {FIX: ["10d", "20d"]}}
    plan = load_plan(document)
    assert changes(plan) == changes(plan_of(tmp_path, f"vary:\n  {FIX}: [10d, 20d]\n"))
    found = sim.run_study(document, workers=0, out=tmp_path / "out")
    assert found.values("compromised").shape == (2, 3)
    with pytest.raises(sim.InputError, match=r"study: vary\.timeline\.fxi\.0: .*did you mean 'fix'"):
        load_plan({**document, "vary": {"timeline.fxi": ["10d"]}})


def test_a_study_that_is_taken_for_a_scenario_is_told_so(root: Path) -> None:
    with pytest.raises(sim.InputError, match=r"this is a study, not a scenario; run it with `patchrace study`"):
        sim.load(root / "configs" / "first_steps" / "studies" / "patch_speed.yaml")


def test_shipped_studies_are_found_by_name_and_read(root: Path) -> None:
    names = set(shipped_studies())
    files = {f"{path.parents[1].name}/{path.stem}" for path in (root / "configs").glob("*/studies/*.yaml")}
    assert names == files
    assert len([name for name in names if name.startswith("proxylogon/")]) >= 4
    for name in names:
        plan = load_plan(name)
        assert plan.question.endswith("?"), name
        assert 3 <= len(plan.points) <= 1024, name


def test_the_page_of_studies_shows_a_study_that_runs(root: Path, tmp_path: Path) -> None:
    page = (root / "docs" / "studies.md").read_text(encoding="utf-8")
    shown = re.search(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert shown is not None
    shipped = load_plan("first_steps/patch_speed")
    (tmp_path / "study.yaml").write_text(shown[1].replace("../scenario.yaml", "first_steps"), encoding="utf-8")
    plan = load_plan(tmp_path / "study.yaml")
    assert changes(plan) == changes(shipped)
    for name in re.findall(r"`(\w+/\w+)`", page.split("Shipped studies:")[1].split(". Their")[0]):
        assert name in shipped_studies()
    reads, runs = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    here = runs.replace("workers=2, progress=True", f"workers=0, out={str(tmp_path / 'out')!r}")
    exec(compile(here, "studies.md", "exec"), {"__name__": "__main__"})
    here = reads.replace("results/study-first-steps-patch-speed-by-attack-speed", str(tmp_path / "out"))
    exec(compile(here, "studies.md", "exec"), {})


def test_problems_of_the_scenario_file_keep_their_place(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("name: x\nstart: 2021-01-01\nhorizon: 5\npopulations: {a: {organizations: 1}}\n")
    path = tmp_path / "study.yaml"
    path.write_text("scenario: own.yaml\nvary:\n  horizon: [1d]\n", encoding="utf-8")
    with pytest.raises(sim.InputError, match=r"own.yaml:3:\d+: horizon"):
        load_plan(path)
