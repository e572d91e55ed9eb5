"""The public names follow one habit: subjects come first, options by their name, and a name means one thing."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import sim

SUBJECTS = {
    "scenario",
    "client",
    "case",
    "study",
    "result",
    "ax",
    "axes",
    "outcome",
    "population",
    "replication",
    "plan",
}
"""What may stand without its name: what a function is about, the axes to draw on, and which number of a table."""
TYPES = {
    "replications": "int | None",
    "seed": "int | None",
    "workers": "int | None",
    "progress": "bool",
    "out": "str | Path | None",
}
"""Options that mean the same wherever they stand."""


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function, chart and method, by its name."""
    for home in (sim, sim.charts):
        for name in home.__all__:
            found = getattr(home, name)
            if inspect.isfunction(found):
                yield name, found
            elif inspect.isclass(found) and found.__module__.startswith("sim."):
                for each, method in vars(found).items():
                    if inspect.isfunction(method) and not each.startswith("_"):
                        yield f"{name}.{each}", method


FUNCTIONS = dict(functions())


@pytest.mark.parametrize("name", FUNCTIONS)
def test_options_are_given_by_name(name: str) -> None:
    for each in inspect.signature(FUNCTIONS[name]).parameters.values():
        if each.default is not each.empty and each.kind is not each.KEYWORD_ONLY:
            assert each.name in SUBJECTS, each


@pytest.mark.parametrize("name", FUNCTIONS)
def test_an_option_means_the_same_everywhere(name: str) -> None:
    for each in inspect.signature(FUNCTIONS[name]).parameters.values():
        if each.name in TYPES and each.kind is each.KEYWORD_ONLY:
            assert each.annotation == TYPES[each.name], each


def test_who_writes_says_so() -> None:
    takes_out = {name for name, each in FUNCTIONS.items() if "out" in inspect.signature(each).parameters}
    always = {name for name in takes_out if name.startswith("write_")}
    assert always == {"write_report", "write_explore_page"}
    assert takes_out - always == {"run", "compare", "run_study"}


def test_reading_has_one_verb_for_what_people_write_and_one_for_what_we_wrote() -> None:
    names = set(sim.__all__)
    assert {name for name in names if name.startswith("load")} == {"load", "load_client", "load_plan"}
    assert {name for name in names if name.startswith("open_")} == {"open_result", "open_comparison", "open_study"}


def test_replications_is_a_number_everywhere() -> None:
    result = sim.run(sim.load("first_steps").replace({"replications": 2}))
    assert result.replications == result.scenario.replications == 2
    assert set(result.per_replication["replication"]) == {0, 1}
