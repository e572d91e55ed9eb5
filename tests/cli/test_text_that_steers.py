"""Text from files never steers what shows it: a terminal, a chart, a table, a spreadsheet, in whatever encoding."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from commands import EXECUTABLE, patchrace, patchrace_in
from hypothesis import example, given
from hypothesis import strategies as st

import sim
from sim.problems import InputError, Problem, plain_text
from sim.records.csv_tables import as_it_was, inert, read_csv, write_csv
from sim.sweeps.study_file import load_plan

SMALL = """\
name: Small
start: 2024-03-01
horizon: 30d
replications: 2
populations: {p: {organizations: 50}}
remediations:
  u: {available: 3d, adoption: {law: exponential, mean: 7d}}
campaigns:
  s: {begins: 1d, strategy: random, addresses: 100, rate: 4/h, success: 0.3}
"""
NAME = r'"</script> $\\frac{ \e[31mRED\e]0;pwn\a \u202eevil \x9b31m \u2066a\u2069 \ufffe\x7f =1+1 \n next \ud83d z"'
STEERING = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def assert_steers_nothing(text: str) -> None:
    odd = [letter for letter in text if unicodedata.category(letter) in STEERING and letter != "\n"]
    assert odd == []
    assert "\ufffe" not in text


def test_text_is_shown_as_it_is_but_for_what_steers() -> None:
    assert (
        plain_text("Müller & Söhne, 株式会社　東京, می‌خواهم, 🧑‍💻, a b")
        == "Müller & Söhne, 株式会社　東京, می‌خواهم, 🧑‍💻, a b"
    )
    assert plain_text("\x1b[31m\x9b\u202e\u2066\u200e\ud800\ufffe\u2028\x00\t\n") == (
        r"\x1b[31m\x9b\u202e\u2066\u200e\ud800\ufffe\u2028\x00\t\n"
    )


@given(st.text(st.characters()))
@example("\U000e0041\U0001fffe\ufdd0")
def test_text_that_was_made_plain_stays_so_and_steers_nothing(text: str) -> None:
    plain = plain_text(text)
    assert plain_text(plain) == plain
    assert all(unicodedata.category(each) not in STEERING or each in "\u200c\u200d" for each in plain)
    plain.encode("utf-8")


def test_names_tags_links_and_sources_hold_nothing_that_steers(tmp_path: Path) -> None:
    """faults: 17-escapes-in-a-name."""
    text = SMALL.replace("name: Small", f"name: {NAME}").replace("50}", f"50, tags: [{NAME}]}}")
    text = text.replace("success: 0.3", f"success: {{{NAME}: 0.3}}, aims: {{tags: [{NAME}]}}")
    path = tmp_path / "small.yaml"
    path.write_text(text + f"sources: {{campaigns.s.rate: {NAME}}}\n", encoding="utf-8")
    scenario = sim.load(path)
    assert_steers_nothing(json.dumps(scenario.to_dict(), ensure_ascii=False))
    assert r"\x1b[31mRED\x1b]0;pwn\x07 \u202eevil \x9b31m" in scenario.name
    assert scenario.populations["p"].tags == scenario.campaigns["s"].aims.tags == (scenario.name,)
    scenario.save(tmp_path / "again.yaml")
    assert sim.load(tmp_path / "again.yaml").name == scenario.name


def test_a_text_of_several_lines_stands_on_one() -> None:
    document = {"start": "2024-03-01", "horizon": "9d", "populations": {"p": {"organizations": 1}}}
    assert sim.Scenario.from_dict({**document, "name": "one\ntwo\r\n\tthree\n"}).name == "one two three"


def test_the_command_line_prints_nothing_that_steers(tmp_path: Path) -> None:
    """faults: 17-escapes-in-a-name, in run, check and rerun, and in charts."""
    text = SMALL.replace("name: Small", f"name: {NAME}") + f"sources: {{campaigns.s.rate: {NAME}}}\n"
    (tmp_path / "small.yaml").write_text(text, encoding="utf-8")
    folder = "result \x1b[31m\u202e"
    for arguments in (("run", "small.yaml", "--out", folder), ("check", "small.yaml"), ("rerun", folder)):
        done = patchrace(*arguments, folder=tmp_path)
        assert done.returncode == 0, done.stderr
        assert_steers_nothing(done.stdout)
        assert_steers_nothing(done.stderr.replace("\r", "\n"))
        assert r"\x1b[31mRED" in done.stdout
    charts = list((tmp_path / folder / "charts").glob("*.svg"))
    assert len(charts) > 1
    for chart in charts:
        ElementTree.parse(chart)
        assert_steers_nothing(chart.read_text(encoding="utf-8").replace("\t", " "))


def test_errors_and_notes_steer_nothing(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL.replace("rate: 4/h", f"rate: {NAME}"), encoding="utf-8")
    done = patchrace("run", "small.yaml", folder=tmp_path)
    assert done.returncode == 2
    assert_steers_nothing(done.stderr)
    (tmp_path / "small.yaml").write_text(SMALL.replace("rate: 4/h", f"rate: 4/h, aims: {{tags: [{NAME}]}}"))
    done = patchrace("check", "small.yaml", folder=tmp_path)
    assert "note: " in done.stderr
    assert_steers_nothing(done.stderr)


def test_a_problem_is_one_line_whatever_is_in_it() -> None:
    problem = Problem(("a\nb", "\x1b[2J"), "\u202e", "wrong\u2028\x9b", "file\r:1")
    assert_steers_nothing(str(InputError([problem])))
    assert "\n" not in str(problem)


# Encodings.


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp932", "utf-16", "cp037"])
def test_json_is_json_in_any_locale(tmp_path: Path, encoding: str) -> None:
    """faults: 09-json-on-windows."""
    name = "Müller & Söhne “東京” 🧑‍💻"
    (tmp_path / "small.yaml").write_text(SMALL.replace("Small", name), encoding="utf-8")
    arguments = ("run", "small.yaml", "--json", "--no-charts", "--out", encoding)
    done = patchrace_in(encoding, *arguments, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.decode("ascii"))["scenario"] == name


def in_a_process(encoding: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Run the console command in a process of its own, in whose locale there is an encoding."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    command = [str(EXECUTABLE), *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, timeout=300)


@pytest.mark.parametrize(
    ("encoding", "patchrace"), [("ascii", in_a_process), ("cp1252", patchrace_in), ("cp932", patchrace_in)]
)
def test_other_output_does_not_fail_in_any_locale(
    tmp_path: Path, encoding: str, patchrace: Callable[..., subprocess.CompletedProcess[bytes]]
) -> None:
    text = SMALL.replace("Small", "“東京” 🧑‍💻 é").replace("rate: 4/h", "rate: 4/h, aims: {tags: [東京]}")
    (tmp_path / "small.yaml").write_text(text, encoding="utf-8")
    for arguments in (("check", "small.yaml"), ("run", "small.yaml", "--no-charts", "--out", "東")):
        done = patchrace(encoding, *arguments, folder=tmp_path)
        assert done.returncode == 0, done.stderr
        assert b"Traceback" not in done.stderr
    done = patchrace(encoding, "schema", folder=tmp_path)
    assert "properties" in json.loads(done.stdout.decode(encoding))


# Spreadsheets.

LIVE = [
    '=HYPERLINK("http://evil";"x")', "@SUM(1)", "-2+3+cmd|'/C calc'!A0", "+1+1", "\t=1+1", "\r=1", "\n=1", " =1+1",
    "  @x", "'=1", "''=1", "a;=1+1", "a,=1", 'a"=1', "a\n=1", "a; =1", "a;'=1", "＝1+1", "|=1", "\t", "\rx", "-", "=",
]  # fmt: skip


@pytest.mark.parametrize("text", LIVE)
def test_no_cell_is_a_formula_and_each_reads_back_as_it_was(text: str) -> None:
    """faults: 21-formulas-in-names."""
    written = inert(text)
    for separator in (";", ",", "\t", "|", "\n", "\r", '"'):
        for cell in written.split(separator):
            assert not re.match(r"[ ]*[=+\-@＝＋－＠]", cell)
    assert as_it_was(written) == text


@pytest.mark.parametrize("text", ["plain", "3 days", "'quoted'", "it's", "a = b", "2024-03-01", "1e-5", "x-y", ""])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert inert(text) == text == as_it_was(text)


@given(st.text(st.sampled_from("=+-@\t\r\n ;,|\"'aä＝1"), max_size=12))
def test_every_text_reads_back_as_it_was(text: str) -> None:
    assert as_it_was(inert(text)) == text


def test_a_table_with_formulas_reads_back_as_it_was(tmp_path: Path) -> None:
    table = pd.DataFrame({"point": range(len(LIVE)), "a.=b;=c": LIVE, "number": [-1.5] * len(LIVE)})
    write_csv(table, tmp_path / "table.csv")
    with (tmp_path / "table.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert [cell for cell in cells if re.match(r"\s*[=+\-@]", cell)] == ["-1.5"] * len(LIVE)
    pd.testing.assert_frame_equal(read_csv(tmp_path / "table.csv", ["a.=b;=c"], keep_default_na=False), table)


@pytest.mark.filterwarnings("ignore::sim.ScenarioWarning")
def test_a_study_of_formulas_writes_none_and_reads_its_names_back(tmp_path: Path) -> None:
    """faults: 21-formulas-in-names."""
    names = LIVE[:3]
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    alternatives = {name: f"{number + 1}/h" for number, name in enumerate(names)}
    study = {"scenario": "small.yaml", "vary": {"campaigns.s.rate": {"alternatives": alternatives}}}
    (tmp_path / "study.yaml").write_text(json.dumps(study), encoding="utf-8")
    found = sim.run_study(tmp_path / "study.yaml", workers=0, out=tmp_path / "out")
    for name in ("points.csv", "estimates.csv"):
        text = (tmp_path / "out" / name).read_text(encoding="utf-8")
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert "'@SUM(1)" in cells
        assert [cell for cell in cells if re.match(r"\s*[=+\-@]", cell) and not re.fullmatch(r"-?[\d.e-]+", cell)] == []
    loaded = sim.open_study(tmp_path / "out")
    assert list(loaded.points["campaigns.s.rate"]) == list(found.points.label) == names
    assert set(loaded.to_xarray()["campaigns.s.rate"].to_numpy()) == set(names)


def test_alternatives_that_look_alike_are_refused(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    study = (
        r'{"scenario": "small.yaml", "vary": {"campaigns.s.rate": {"alternatives": {"\u001b": "1/h", "\\x1b": "2/h"}}}}'
    )
    (tmp_path / "study.yaml").write_text(study, encoding="utf-8")
    with pytest.raises(InputError, match="names two alternatives alike"):
        load_plan(tmp_path / "study.yaml")
