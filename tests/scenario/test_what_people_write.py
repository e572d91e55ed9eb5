"""What people write in files: it is read as it stands, or refused with its place, and never read as something else."""

from __future__ import annotations

import re
import textwrap
import warnings
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.model.world import Worlds
from sim.problems import InputError
from sim.scenario.config import as_number, read_text
from sim.scenario.moments import EARLIEST, LATEST, read_moment
from sim.scenario.quantities import read_duration, read_number, read_rate, read_whole
from sim.sweeps.plan import StudyPlan
from sim.sweeps.study_file import load_plan

SMALL = """\
name: Small
start: 2024-03-01
horizon: 30d
replications: 4
populations: {p: {organizations: 50}}
remediations:
  u: {available: 3d, adoption: {law: exponential, mean: 7d}}
campaigns:
  s: {begins: 1d, strategy: random, addresses: 100, rate: 4/h, success: 0.3}
"""


def written(folder: Path, text: str, name: str = "small.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refusal(path: Path) -> list[str]:
    """The lines with which a scenario is refused."""
    with pytest.raises(InputError) as caught:
        sim.load(path)
    return caught.value.lines


def planned(folder: Path, text: str, table: str = "") -> StudyPlan:
    """A study of the small scenario."""
    written(folder, SMALL)
    (folder / "points.csv").write_bytes(table.encode())
    return load_plan(written(folder, "scenario: small.yaml\n" + textwrap.dedent(text), "study.yaml"))


def refused(folder: Path, text: str, table: str = "") -> list[str]:
    """The lines with which a study of the small scenario is refused."""
    with pytest.raises(InputError) as caught:
        planned(folder, text, table)
    return [line.replace(f"{folder}/", "") for line in caught.value.lines]


# Numbers.


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0), ("10", 10), ("1_000", 1000), ("250_000.5", 250_000.5), ("+5", 5), ("-5", -5), (".5", 0.5),
        ("5.", 5), ("1.50", 1.5), ("1e3", 1000), ("1E-3", 0.001), ("1.0", 1), ("0.000", 0), ("0e5", 0),
    ],
)  # fmt: skip
def test_a_number_reads_as_written(text: str, number: float) -> None:
    assert as_number(text) == number
    assert read_text(text, "file").data == number


@pytest.mark.parametrize(
    "text",
    ["000", "010", "007.5", "-01", "0_1", "0x10", "0o7", "0b1", "1__0", "1_", "_1", "1_._5", "1e-400", "１２", "٣",
     "1.000", "12.000", "0X1F", "1:00", "1e", "1,000"],
)  # fmt: skip
def test_what_only_some_take_for_a_number_is_refused_as_a_count(text: str) -> None:
    """faults: 06-thousands-in-a-list, and all the other numbers of YAML."""
    value = read_text(text, "file").data
    assert value == text
    with pytest.raises(ValueError, match=r"is not a number|three digits after a point|too small"):
        read_whole(value)


@pytest.mark.parametrize("text", ["000d", "01d", "1__0d", "1_d", "0x1d", "１d", "1,000d", "1e-400d", "1 000d", "1.d"])
def test_what_only_some_take_for_a_quantity_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a|is not finite|too small"):
        read_duration(text)
    with pytest.raises(ValueError, match=r"is not a|is not finite|too small"):
        read_rate(text.replace("d", "/d"))
    with pytest.raises(ValueError, match=r"is not a|is not finite|too small"):
        read_moment(text)


def test_minus_nothing_is_nothing() -> None:
    assert str(read_number(-0.0)) == str(read_whole(0)) + ".0"


@pytest.mark.parametrize("value", [".nan", ".inf", "-.inf", "1e309", "-1e309", "1e400", ".NaN", ".INF"])
def test_no_number_of_a_file_is_infinite_or_none(tmp_path: Path, value: str) -> None:
    [line] = refusal(written(tmp_path, SMALL.replace("success: 0.3", f"success: {value}")))
    assert "campaigns.s.success" in line
    assert "is not a finite number" in line


# Lists.


@pytest.mark.parametrize(
    "values",
    ["[1,000, 2,000, 4,000]", "[1,500, 2,750]", "[0,1, 0,25]", "[10, 2,500]", "[1,2, 3]", "[1,000]", "[10, 000]"],
)
def test_a_list_is_never_read_as_another_list(tmp_path: Path, values: str) -> None:
    """faults: 06-thousands-in-a-list, which ran with 1, 0, 2, 0 and 4."""
    [line] = refused(tmp_path, f"vary:\n  populations.p.organizations: {values}\n")
    assert line.startswith("study.yaml:3:")
    assert "1_500" in line or "1_000" in line


@pytest.mark.parametrize(
    "values", ["[1,500,2,750]", "[1, 500, 2, 750]", "[ 1 , 500 , 2 , 750 ]", "[1,\n    500, 2, 750]"]
)
def test_a_list_with_commas_of_one_kind_is_read(tmp_path: Path, values: str) -> None:
    plan = planned(tmp_path, f"set: {{campaigns.s.addresses: 1000}}\nvary:\n  populations.p.organizations: {values}\n")
    assert [point.levels[0].value for point in plan.points] == [1, 500, 2, 750]


SCALE, SUCCESS, RATE, ENDS = (
    "remediations.u.adoption.mean",
    "campaigns.s.success",
    "campaigns.s.rate",
    "campaigns.s.ends",
)


@pytest.mark.parametrize(
    ("vary", "one", "other"),
    [
        (f"{SCALE}: [24h, 1d, 7d, 1w]", "'1d'", "same value as '24h'"),
        (f"{SUCCESS}: [0.1, 0.10]", "'0.1'", "stands twice"),
        (f"{SUCCESS}: [0.1, 1e-1]", "'0.1'", "stands twice"),
        (f"{RATE}: [1/h, 24/d]", "'24/d'", "same value as '1/h'"),
        (f"{RATE}: [1_000/d, 1000/d]", "'1000/d'", "same value as '1_000/d'"),
        (f"{ENDS}: [2024-03-11, 10d]", "'10d'", "same value as '2024-03-11'"),
        (f"{ENDS}: [start + 10d, 10d]", "'10d'", "same value as 'start + 10d'"),
        (f"{RATE}: {{alternatives: {{slow: 1/h, fast: 2/h, quiet: 24/d}}}}", "'quiet'", "same value as 'slow'"),
        (
            "remediations.u.adoption: [{law: exponential, mean: 1d}, {law: exponential, mean: 24h}]",
            "'exponential 24h'",
            "same value as 'exponential 1d'",
        ),
        ("populations.p.organizations: {from: 1, to: 3, steps: 5}", "", "steps 2 and 3 are both 2"),
        (f"{SUCCESS}: {{from: 0.1, to: 0.10000000001, steps: 300}}", "", "are both 0.1"),
    ],
)
def test_one_value_stands_once_in_whatever_unit(tmp_path: Path, vary: str, one: str, other: str) -> None:
    """faults: 12-one-value-in-two-units."""
    lines = refused(tmp_path, f"vary:\n  {vary}\n")
    assert one in lines[0]
    assert other in lines[0]
    assert lines[0].startswith("study.yaml:3:")


@pytest.mark.parametrize("design", ["zip", "table"])
def test_values_side_by_side_may_stand_again_but_not_in_another_unit(tmp_path: Path, design: str) -> None:
    """faults: 12-one-value-in-two-units, in a table."""

    def study(scales: list[str], successes: list[str], reader: Any) -> Any:
        if design == "zip":
            text = f"design: zip\nvary:\n  {SCALE}: [{', '.join(scales)}]\n  {SUCCESS}: [{', '.join(successes)}]\n"
            return reader(tmp_path, text)
        rows = "\n".join(map(",".join, zip(scales, successes, strict=True)))
        return reader(tmp_path, "design: table\ntable: points.csv\n", f"{SCALE},{SUCCESS}\n{rows}\n")

    assert len(study(["1d", "1d", "2d"], ["0.1", "0.2", "0.1"], planned).points) == 3
    [line] = study(["1d", "24h", "2d"], ["0.1", "0.2", "0.1"], refused)
    assert "same value as '1d'" in line
    [line] = study(["1d", "2d", "1d"], ["0.1", "0.2", "0.1"], refused)
    assert "every point stands once" in line
    assert design == "zip" or line.startswith("points.csv:4: is the same point as line 2")


@pytest.mark.parametrize(
    ("vary", "number"),
    [
        (f"{SUCCESS}: {{from: 0.1, to: 0.10001, steps: 11}}", 11),
        (f"{RATE}: {{from: 1_000_000/d, to: 1_000_010/d, steps: 11}}", 11),
        (f"{SCALE}: {{from: 1d, to: 1.00001d, steps: 5}}", 5),
        (f"{ENDS}: {{from: 20d, to: 20.0001d, steps: 9}}", 9),
        ("campaigns.s.addresses: {from: 1000001, to: 1000009, steps: 9}", 9),
        (f"{SUCCESS}: [0.30000001, 0.30000002]", 2),
        ("remediations.u.adoption: [{law: uniform, low: 1d, high: 2d}, {high: 1d, law: uniform, low: 2h}]", 2),
    ],
)
def test_near_values_have_labels_of_their_own(tmp_path: Path, vary: str, number: int) -> None:
    plan = planned(tmp_path, f"vary:\n  {vary}\n")
    assert len(plan.points) == number
    assert len({point.label for point in plan.points}) == number


def test_near_values_of_a_sampled_design_have_labels_of_their_own(tmp_path: Path) -> None:
    plan = planned(tmp_path, f"design: latin_hypercube\nsamples: 50\nvary:\n  {SCALE}: {{from: 1d, to: 1.0001d}}\n")
    assert len({point.label for point in plan.points}) == 50
    usual = planned(tmp_path, f"design: latin_hypercube\nsamples: 4\nvary:\n  {SCALE}: {{from: 1d, to: 9d}}\n")
    assert max(len(point.label) for point in usual.points) <= len("1.234d")


# Shares.


def with_adoption(law: str) -> str:
    return SMALL.replace("{law: exponential, mean: 7d}", law)


def mixture(*shares: float) -> str:
    parts = ", ".join(f"{{share: {share}, law: fixed, value: {day}d}}" for day, share in enumerate(shares))
    return with_adoption(f"{{law: mixture, components: [{parts}]}}")


@pytest.mark.parametrize("shares", [(0.3333, 0.3333, 0.3333), (0.5, 0.4998), (0.9998,), (0.1666,) * 6])
def test_shares_that_all_but_add_up_to_one_are_refused(tmp_path: Path, shares: tuple[float, ...]) -> None:
    """A mixture whose shares are rounded must not lose the rest without a word."""
    [line] = refusal(written(tmp_path, mixture(*shares)))
    assert f"the shares add up to {sum(shares):.12g}; write shares up to exactly 1, or up to 0.999 at most" in line
    assert "small.yaml:7:" in line


@pytest.mark.parametrize(
    "shares", [(0.7,), (0.4, 0.3), (0.9,), (0.99,), (0.1, 0.85), (1.0,), (0.1,) * 10, (0.3333, 0.6667)]
)
def test_shares_that_add_up_or_clearly_do_not_are_taken_as_they_are(tmp_path: Path, shares: tuple[float, ...]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sim.load(written(tmp_path, mixture(*shares)))


@pytest.mark.parametrize("shares", [(0.33,) * 3, (0.333,) * 3, (0.14,) * 7, (0.3,) * 3])
def test_shares_that_may_only_be_rounded_are_told(tmp_path: Path, shares: tuple[float, ...]) -> None:
    with pytest.warns(sim.ScenarioWarning, match="so 0.* of all is never; if they are only rounded"):
        sim.load(written(tmp_path, mixture(*shares)))


def test_a_measured_curve_that_all_but_reaches_one_is_refused(tmp_path: Path) -> None:
    curve = "{{law: empirical, points: [[1d, 0.1], [9d, {}]]}}"
    [line] = refusal(written(tmp_path, with_adoption(curve.format(0.9998))))
    assert "the last point reaches 0.9998; write shares up to exactly 1, or up to 0.999 at most" in line
    for reached in (1, 0.999, 0.97):
        sim.load(written(tmp_path, with_adoption(curve.format(reached))))


def test_waves_that_all_but_add_up_to_one_are_refused_with_their_sum(tmp_path: Path) -> None:
    waves = "available: [{share: 0.5, at: 3d}, {share: 0.49999999, at: 4d}]"
    [line] = refusal(written(tmp_path, SMALL.replace("available: 3d", waves)))
    assert "the shares add up to 0.99999999; they must add up to 1" in line


# Dates.


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("horizon: 30d", "horizon: 9999-12-31", "horizon"),
        ("horizon: 30d", "horizon: 300y", "horizon"),
        ("horizon: 30d", "horizon: 99999d", "horizon"),
        ("horizon: 30d", "horizon: 1e300d", "horizon"),
        ("horizon: 30d", "horizon: end\ntimeline: {end: 2262-01-01}", "horizon"),
        ("start: 2024-03-01", "start: 1600-01-01", "start"),
        ("start: 2024-03-01", "start: 1677-12-31", "start"),
        ("start: 2024-03-01", "start: 2300-01-01", "start"),
        ("start: 2024-03-01", "start: 9999-12-31T23:59:59-12:00", "start"),
    ],
)
def test_a_race_outside_what_tables_hold_is_refused_in_one_line(tmp_path: Path, old: str, new: str, key: str) -> None:
    """faults: 10-far-horizon, which ended in a traceback; years before 1678 came out as others."""
    lines = refusal(written(tmp_path, SMALL.replace(old, new)))
    assert len(lines) == 1
    assert re.search(rf"small\.yaml:[23]:\d+: {key}: ", lines[0])
    assert "300y" in new or "calendar" in lines[0]


@pytest.mark.parametrize(("start", "horizon"), [(EARLIEST, "9d"), (LATEST, None)])
def test_a_race_at_the_ends_of_the_calendar_has_its_dates(tmp_path: Path, start: Any, horizon: str | None) -> None:
    begins = start if horizon else "2261-12-22"
    text = SMALL.replace("2024-03-01", str(begins)[:10]).replace("30d", horizon or f"{start:%Y-%m-%d}")
    result = sim.run(sim.load(written(tmp_path, text)))
    assert str(result.dates[0])[:10] == str(begins)[:10]
    assert str(result.to_xarray().time.to_index()[-1].date()) == ("1678-01-10" if horizon else "2261-12-31")


def test_a_moment_after_the_race_may_be_as_late_as_it_likes(tmp_path: Path) -> None:
    text = SMALL.replace("begins: 1d", "begins: 1d, ends: 9999-12-31") + "timeline: {late: 1e9d, early: 0001-01-01}\n"
    scenario = sim.load(written(tmp_path, text))
    from sim.charts.drawing.named_moments import named_moments

    assert named_moments(sim.run(scenario)) == []


def test_moments_that_add_up_to_more_than_any_number_are_refused(tmp_path: Path) -> None:
    text = SMALL.replace("begins: 1d", "begins: b") + "timeline: {a: 1e308d, b: a + 1e308d}\n"
    assert any(
        "timeline.b: a + 1" in line and "further from the start" in line for line in refusal(written(tmp_path, text))
    )


def test_a_study_refuses_dates_outside_the_calendar_with_their_line(tmp_path: Path) -> None:
    """faults: 20-date-out-of-calendar with 15c.csv."""
    table = "design: table\ntable: points.csv\n"
    [line] = refused(tmp_path, table, "campaigns.s.begins\n9999-12-31T23:59:59-12:00\n")
    assert line.startswith("points.csv:2: campaigns.s.begins: '9999-12-31T23:59:59-12:00': is outside the calendar")
    [line] = refused(tmp_path, table, "campaigns.s.begins\n1d\n9999-12-31\n")
    assert line.startswith("points.csv:3: campaigns.s.begins: '9999-12-31': leads outside the calendar")
    for vary in ("[1d, 1e9d]", "[9999-12-31T23:59:59-12:00]", "{from: 1d, to: 1e6d, steps: 3}"):
        [line] = refused(tmp_path, f"vary:\n  campaigns.s.begins: {vary}\n")
        assert line.startswith("study.yaml:3:")
        assert "outside the calendar" in line


@pytest.mark.parametrize(
    ("path", "law"),
    [
        (SCALE, "{law: mixture, components: [{share: 0.6, law: exponential, mean: 2d}]}"),
        (SCALE, "{law: empirical, points: [[1d, 0], [2d, 0.5]]}"),
        (RATE, "{law: lognormal, median: 1/d, sigma: 1e300}"),
        ("campaigns.s.begins", "{law: loglogistic, median: 1d, shape: 0.1}"),
    ],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # of laws as wide as these
def test_a_sampled_value_that_is_none_is_refused(tmp_path: Path, path: str, law: str) -> None:
    """faults: 20-sampled-law-never."""
    [line] = refused(tmp_path, f"design: latin_hypercube\nsamples: 20\nvary:\n  {path}: {law}\n")
    assert line.startswith(f"study.yaml:5:3: vary.{path}: ")
    assert "draws a value that is never" in line or "outside the calendar" in line


# YAML and CSV.


@pytest.mark.parametrize(
    ("head", "line"),
    [("%YAML 1.1\n---\n", 1), ("%YAML 1.3\n---\n", 1), ("# x\n\n%TAG ! tag:x\n---\n", 3), ("%OWN x\n---\n", 1)],
)
def test_directives_of_yaml_are_refused(tmp_path: Path, head: str, line: int) -> None:
    """faults: 22-yaml-1.1, in which 1:00 was 60."""
    [told] = refusal(written(tmp_path, head + SMALL.replace("replications: 4", "replications: 1:00")))
    assert f"small.yaml:{line}:1: " in told
    assert "configs are YAML 1.2, without directives" in told


def test_a_directive_that_changes_nothing_may_stand(tmp_path: Path) -> None:
    assert sim.load(written(tmp_path, "%YAML 1.2\n---\n" + SMALL)).replications == 4


@pytest.mark.parametrize(("separator", "name"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")])
def test_a_table_with_other_separators_is_told_which(tmp_path: Path, separator: str, name: str) -> None:
    """faults: 14-semicolons, as a spreadsheet saves it where numbers have decimal commas."""
    rows = [separator.join(row) for row in ((SUCCESS, "remediations.u.uptake"), ("0,1", "0,9"), ("0,2", "0,8"))]
    [line] = refused(tmp_path, "design: table\ntable: points.csv\n", "\ufeff" + "\r\n".join(rows))
    assert (
        line == f"points.csv:1: is separated by {name}; write commas between cells, and points in numbers: 0.1, not 0,1"
    )


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (f"{SUCCESS}\n\"0,1\"\n", "points.csv:2: campaigns.s.success: '0,1': "),
        (f"{SUCCESS}\n01\n", "begins with a zero"),
        (f"{SUCCESS}\n[0.1\n", "points.csv:2: cell '[0.1': is not YAML"),
        (f"{SUCCESS}\n\"{{a: 1, a: 2}}\"\n", "points.csv:2: cell '{a: 1, a: 2}': duplicate key"),
        (f"{SUCCESS},\n0.1,0.2\n", "points.csv:1: has a column without a path"),
        ("seed\n3\n", "seed cannot vary"),
        ("name\nx\n", "name cannot vary"),
        ("populations\n3\n", "every point has the same populations"),
        ("remediations.u,remediations.u.adoption.mean\nx,2d\n", "would replace another path"),
    ],
)  # fmt: skip
def test_a_table_is_read_as_strictly_as_a_list(tmp_path: Path, table: str, expected: str) -> None:
    lines = refused(tmp_path, "design: table\ntable: points.csv\n", table)
    assert any(expected in line and line.startswith("points.csv:") for line in lines), lines


def test_a_table_that_is_no_file_is_refused(tmp_path: Path) -> None:
    for name in (".", "none.csv", "a" * 5000):
        assert len(refused(tmp_path, f"design: table\ntable: {name}\n")) == 1


# Groups that join.


@pytest.mark.parametrize(
    ("actors", "expected"),
    [
        ("{first: 1, arrivals: 1e18/d, until: 10d}", "until: 10d: is not after the campaign begins (10d)"),
        ("{first: 1, arrivals: 1/d, until: 9d}", "until: 9d: is not after the campaign begins (10d)"),
        ("{first: 1, arrivals: 1e18/d, until: 11d}", "arrivals: 1e+18/d: brings more than 1000"),
        ("{first: 1, arrivals: 1e18/d, until: 10.0000001d}", "brings more than 1000 actors"),
        ("{first: 1_000_000_000_000}", "first: 1000000000000: brings more than 1000 actors"),
    ],
)
def test_groups_without_end_are_refused(tmp_path: Path, actors: str, expected: str) -> None:
    """faults: 15-endless-arrivals, of which reading took all memory."""
    text = SMALL.replace("begins: 1d,", f"begins: 10d, actors: {actors},")

    def worlds() -> None:
        Worlds(sim.load(written(tmp_path, text)))[0]

    with pytest.raises(InputError) as caught:
        worlds()
    assert expected in str(caught.value)


@pytest.mark.timeout(60)
def test_arrivals_that_are_too_close_to_move_the_clock_end(tmp_path: Path) -> None:
    """faults: 15-endless-arrivals, where the end is drawn to be the beginning."""
    actors = "begins: 10d, actors: {arrivals: 1e18/d, until: 11d},"
    text = SMALL.replace("begins: 1d,", actors) + "uncertain: {campaigns.s.actors.until: {law: fixed, value: 10d}}\n"
    world = Worlds(sim.load(written(tmp_path, text)))[0]
    assert len(world.attacks[0].clocks) == 1


def test_more_worlds_than_anybody_could_wait_for_are_refused() -> None:
    with pytest.raises(sim.InputError, match=r"replications: .*is more than 1_000_000"):
        sim.load("first_steps").replace({"replications": 1_000_001})
    assert sim.load("first_steps").replace({"replications": 1_000_000}).replications == 1_000_000
    study = {
        "scenario": "first_steps",
        "replications": 1_000_000,
        "vary": {"campaigns.mass_scan.rate": {"from": "1/d", "to": "99/d", "steps": 21}},
    }
    with pytest.raises(sim.InputError, match=r"replications: 1,000,000: are 21,000,000 in all, at 21 points"):
        load_plan(study)


def test_a_table_that_is_cut_off_inside_quotes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text('campaigns.mass_scan.rate\n"1/d\n', encoding="utf-8")
    (tmp_path / "study.yaml").write_text("scenario: first_steps\ndesign: table\ntable: points.csv\n", encoding="utf-8")
    with pytest.raises(sim.InputError, match=r"points\.csv.*is not a CSV file"):
        load_plan(tmp_path / "study.yaml")
