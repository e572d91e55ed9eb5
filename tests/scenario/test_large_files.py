"""Files of any size and content are read or refused in bounded time and memory: work grows as files do, not faster."""

from __future__ import annotations

import difflib
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import sim
from sim.problems import MOST_SHOWN, InputError, Problem, nearest
from sim.scenario.config import LARGEST_FILE, LONGEST_TEXT, MOST_VALUES, read_text
from sim.scenario.moments import read_moment
from sim.scenario.quantities import read_duration, read_number, read_rate
from sim.sweeps.csv_points import LARGEST_TABLE, read_points
from sim.sweeps.study_file import load_plan

HEAD = "name: x\nstart: 2024-01-01\nhorizon: 30d\n"
ONE = HEAD + "populations: {p: {organizations: 1}}\n"


def lines(text: str, number: int) -> str:
    """A line again and again; `#` is its number."""
    return "".join(text.replace("#", str(each)) + "\n" for each in range(number))


def populations(number: int) -> str:
    return HEAD + "populations:\n" + lines("  p#: {organizations: 1, tags: [t#]}", number)


# Files with so many of something.
FILES: dict[str, Callable[[int], str]] = {
    "populations": populations,
    "populations with a wrong key": lambda number: HEAD + "populations:\n" + lines("  p#: {organizations: 1}", number),
    "unknown keys": lambda number: ONE + lines("key#: 1", number),
    "sources": lambda number: (
        populations(number // 2) + "sources:\n" + lines("  populations.p#.organizations: a text", number // 2)
    ),
    "unknown sources": lambda number: (
        populations(number // 2) + "sources:\n" + lines("  populations.q#: a text", number // 2)
    ),
    "a long chain of moments": lambda number: ONE + "timeline:\n" + chain(number, "1d"),
    "a circle of moments": lambda number: ONE + "timeline:\n" + chain(number, "t0"),
    "moments that lead into a circle": lambda number: ONE + "timeline:\n" + chain(number, f"t{number}"),
    "moments that lead nowhere": lambda number: ONE + "timeline:\n" + chain(number, "nowhere"),
    "unknown moments": lambda number: ONE + "timeline:\n" + lines("  t#: nowhere#", number),
    "paces": lambda number: (
        ONE + "campaigns:\n  c:\n    {begins: 1d, strategy: permutation, rate: 1/d, pace: {"
        + ", ".join(f"{each}h: 2" for each in range(number)) + "}}\n"
    ),
    "a list": lambda number: ONE + "sources: [" + ", ".join(f"{each}d" for each in range(number)) + "]\n",
    "a list without spaces": lambda number: ONE + "sources: [" + ",".join("1" * number) + "]\n",
    "duplicate keys": lambda number: ONE + lines("seed: 1", number),
    "empty lists": lambda number: ONE + "sources: [" + "[], " * number + "]\n",
    "aliases": lambda number: ONE + "sources: {a: &a 1" + lines(", b#: *a", number) + "}\n",
    "unknown links": lambda number: (
        ONE + "campaigns:\n  c:\n    {begins: 1d, strategy: permutation, rate: 1/d, success: {"
        + ", ".join(f"a{each}: 2" for each in range(number)) + "}}\n"
    ),
    "comments": lambda number: ONE + lines("# nothing", number),
    "policies that nobody knows": lambda number: (
        populations(number // 2) + "remediations:\n  r:\n    available: 1d\n    adoption: {law: fixed, value: 1d}\n"
        "    by_population:\n" + lines("      q#: {uptake: 1}", number // 2)
    ),
}  # fmt: skip


def chain(number: int, end: str) -> str:
    """Moments each of which hangs on the next."""
    return "".join(f"  t{each}: t{each + 1}\n" for each in range(number)) + f"  t{number}: {end}\n"


def read(text: str, folder: Path) -> None:
    path = folder / "large.yaml"
    path.write_text(text, encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with suppress(InputError):
            sim.load(path)


def calls_in(work: Callable[[], Any]) -> int:
    """How many functions some work calls: a measure of time that is the same on every machine."""
    calls = 0

    def count(_: FrameType, event: str, __: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.timeout(300)
@pytest.mark.parametrize("file", FILES)
def test_four_times_the_file_is_no_more_than_some_four_times_the_work(tmp_path: Path, file: str) -> None:
    read(FILES[file](100), tmp_path)  # what is made once
    few, many = (calls_in(partial(read, FILES[file](number), tmp_path)) for number in (100, 400))
    assert many < 6 * few


@pytest.mark.timeout(300)
@pytest.mark.parametrize("file", FILES)
def test_the_largest_file_of_a_kind_is_read_or_refused(tmp_path: Path, file: str) -> None:
    """What is quadratic takes minutes here."""
    number = 4_000
    while len(FILES[file](2 * number)) < LARGEST_FILE and number < 100_000:
        number *= 2
    read(FILES[file](number), tmp_path)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "text",
    [
        "a" + "-a" * 500_000 + "\n+ x", "a" + "-" * 1_000_000 + "\nx", "a -" + " " * 1_000_000 + "\nx",
        "1" * 1_000_000, "1_" * 500_000 + "x", "1d " * 300_000 + "x", "1d2" * 300_000, " " * 1_000_000 + "x",
        "1" + " " * 1_000_000 + "x", "a" + "-1" * 500_000, "a-1" + "e-1" * 300_000 + "x", "0" * 1_000_000,
        "2021-01-01" + "T" * 1_000_000, "0." * 500_000, "1,000" * 200_000, "1.000" * 200_000, "1e" * 500_000,
        "/" * 1_000_000, "1/" * 500_000,
    ],
)  # fmt: skip
def test_a_long_text_takes_time_in_proportion(text: str) -> None:
    """A regular expression whose parts match the same letters would take hours."""
    for reader in (read_moment, read_duration, read_rate, read_number):
        with suppress(ValueError):
            reader(text)


@pytest.mark.parametrize(
    "text", ["a" * (LONGEST_TEXT + 1), "'" + "a" * (LONGEST_TEXT + 1) + "'", ">\n" + " a\n" * LONGEST_TEXT]
)
def test_a_text_longer_than_any_sentence_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"file:2:4: is a text of more than 10,000 letters"):
        read_text(f"a: 1\nb: {text}\n", "file")


def test_a_file_with_more_values_than_any_is_refused_where_they_begin_to_be_too_many() -> None:
    read_text("a: [" + "1, " * (MOST_VALUES - 10) + "]", "file")
    with pytest.raises(InputError, match=rf"file:1:\d+: holds more than {MOST_VALUES:,} keys and values"):
        read_text("a: [" + "1, " * (MOST_VALUES + 10) + "]", "file")


def test_a_file_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from ruamel.yaml.reader import Reader

    made = []
    usual = Reader.__init__

    def counted(self: Any, *arguments: Any, **more: Any) -> None:
        made.append(self)
        usual(self, *arguments, **more)

    monkeypatch.setattr(Reader, "__init__", counted)
    read_text(ONE, "file")
    assert len(made) == 1


def test_a_hint_compares_closely_with_a_few_names_only(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    usual = difflib.get_close_matches

    def counted(name: str, names: list[str], **more: Any) -> Any:
        compared.append(len(names))
        return usual(name, names, **more)

    monkeypatch.setattr(difflib, "get_close_matches", counted)
    names = [f"population_{number}" for number in range(800)]
    assert "did you mean 'population_17'?" in nearest("populaton_17", names)
    assert nearest("x" * 1_000_000, ["y" * 1_000_000]).startswith("known here: yyy")
    assert sum(compared) < 10


def test_the_first_of_many_problems_are_told_and_how_many_more_there_are() -> None:
    error = InputError(Problem(("a", number), None, "is wrong") for number in range(MOST_SHOWN + 7))
    assert error.lines[0] == "a.0: is wrong"
    assert error.lines[MOST_SHOWN:] == ["... and at least 7 more problems; mend these first"]
    assert str(error) == "\n".join(error.lines)
    assert len(InputError(error.problems[:MOST_SHOWN]).lines) == MOST_SHOWN


# Tables and studies.

TABLES = {
    "rates": "campaigns.mass_scan.rate\n" + "".join(f"{number}/d\n" for number in range(1, 9_000)),
    "the same cells": "campaigns.mass_scan.rate\n" + "1/d\n" * 40_000,
    "dates": "timeline.fix\n"
    + "".join(f"2024-03-{1 + number % 28:02d}T00:{number % 60:02d}\n" for number in range(9_000)),
    "wrong values": "campaigns.mass_scan.success\n" + "".join(f"{number}\n" for number in range(2, 9_000)),
    "lines": "a\n" + "1\n" * (LARGEST_TABLE // 2 - 1),
    "columns": ",".join("a" * (LARGEST_TABLE // 2 - 9)) + "\n1\n",
    "nothing": "\n" * LARGEST_TABLE,
    "too much": "\n" * (LARGEST_TABLE + 1),
    "laws": "remediations.update.adoption\n" + "".join(f'"{{law: fixed, value: {n}h}}"\n' for n in range(5_000)),
}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("table", TABLES)
def test_a_large_table_is_read_or_refused(tmp_path: Path, table: str) -> None:
    (tmp_path / "points.csv").write_text(TABLES[table], encoding="utf-8")
    path = tmp_path / "study.yaml"
    path.write_text("scenario: first_steps\ndesign: table\ntable: points.csv\n", encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if table == "rates":
            assert len(load_plan(path).points) == 8_999
            return
        with pytest.raises(InputError) as caught:
            load_plan(path)
    assert 0 < len(caught.value.lines) <= MOST_SHOWN + 1


def test_a_cell_is_read_once_however_often_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.sweeps import csv_points

    seen = []
    usual = read_text

    def counted(text: str, file: str) -> Any:
        seen.append(text)
        return usual(text, file)

    monkeypatch.setattr(csv_points, "read_text", counted)
    (tmp_path / "points.csv").write_text("a\n" + "[x]\n" * 500, encoding="utf-8")
    assert len(read_points(tmp_path / "points.csv")[1]) == 500
    assert seen == ["[x]"]


@pytest.mark.timeout(300)
def test_a_long_list_is_tried_in_the_whole_scenario_a_few_times_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sim.sweeps import parameter_reader
    from sim.sweeps import plan as plans

    tried = []

    def counted(scenario: sim.Scenario, changes: Any) -> sim.Scenario:
        tried.append(changes)
        return plans.changed(scenario, changes)

    monkeypatch.setattr(parameter_reader, "changed", counted)
    path = tmp_path / "study.yaml"
    values = ", ".join(f"{number}/d" for number in range(1, 2_001))
    path.write_text(f"scenario: first_steps\nvary:\n  campaigns.mass_scan.rate: [{values}]\n", encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert len(load_plan(path).points) == 2_000
    assert 2 <= len(tried) < 50
    path.write_text(path.read_text(encoding="utf-8").replace("777/d", "777/x"), encoding="utf-8")
    with pytest.raises(InputError, match=r"study\.yaml:3:\d+: vary.campaigns.mass_scan.rate.*'777/x'"):
        load_plan(path)
