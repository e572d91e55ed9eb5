"""Docstrings of public names: sections that name every parameter, examples that run, errors that are raised."""

from __future__ import annotations

import ast
import doctest
import inspect
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import make_api
import pytest
from numpydoc.docscrape import ClassDoc, FunctionDoc

import sim
from sim.scenario.schema import OVERRIDDEN

NAMES = {name: getattr(home, name) for home in (sim, sim.charts) for name in home.__all__}
NAMES.pop("charts")
OPTIONS = doctest.NORMALIZE_WHITESPACE
WITHOUT_EXAMPLE = {"ScenarioWarning"}
METHODS = {
    f"{name}.{each}": method
    for name, found in NAMES.items()
    if inspect.isclass(found) and found.__module__.startswith("sim.")
    for each, method in make_api.members(found).items()
    if not isinstance(inspect.getattr_static(found, each), property) and len(inspect.signature(method).parameters) > 1
}
"""Methods of public classes that take something."""
TYPES = {make_api.full_name(each): each for each in make_api.types()}
NEEDED = {
    "values": {"outcome": "compromised"},
    "denominator": {"outcome": "compromised"},
    "mean_by_point": {"outcome": "compromised"},
    "curve": {"name": "compromised_open"},
    "effect": {"effect": "saved"},
}
"""What else must be given where a name is tried."""
CHOSEN_BY_NAME = ("outcome", "population", "policy", "plan", "name", "effect", "across", "up", "by", "against")
"""Parameters that take the name of something that a result has."""


def sections(found: Any) -> Any:
    """The sections of a docstring, as numpydoc reads them."""
    return ClassDoc(found) if inspect.isclass(found) else FunctionDoc(found)


def listed(found: Any, section: str) -> list[str]:
    """The names in a section of a docstring, in its order."""
    return [part for each in sections(found)[section] for part in each.name.split(", ")]


def fields_of(found: type) -> Iterator[tuple[str, type]]:
    """The public fields of a class, and which class has each."""
    for owner in reversed([each for each in found.__mro__ if each.__module__.startswith("sim.")]):
        yield from ((name, owner) for name in inspect.get_annotations(owner) if not name.startswith(("_", "model_")))


def with_text_below(owner: type) -> set[str]:
    """The fields of a class that a text below them explains, which Sphinx and editors show."""
    (body,) = (node.body for node in ast.parse(inspect.getsource(owner)).body if isinstance(node, ast.ClassDef))
    return {
        field.target.id
        for field, text in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(text, ast.Expr)
    }


@pytest.mark.parametrize("name", sorted({name for name in NAMES if inspect.isfunction(NAMES[name])} | METHODS.keys()))
def test_every_parameter_is_described(name: str) -> None:
    function = NAMES.get(name) or METHODS[name]
    parameters = inspect.signature(function).parameters
    named = [each.lstrip("*") for each in listed(function, "Parameters")]
    assert named == [each for each in parameters if each not in ("self", "cls")]
    for each in sections(function)["Parameters"]:
        assert each.type, f"{each.name} has no type"
        for part in each.name.lstrip("*").split(", "):
            assert (parameters[part].default is None) == ("optional" in each.type), f"{part}: {each.type}"
    gives_something = inspect.signature(function).return_annotation not in (None, "None")
    assert bool(sections(function)["Returns"]) == gives_something


@pytest.mark.parametrize("name", sorted(name for name in NAMES if inspect.isclass(NAMES[name])))
def test_every_attribute_of_a_public_class_is_described(name: str) -> None:
    fields = {each for each, _ in fields_of(NAMES[name])}
    assert fields - set(listed(NAMES[name], "Attributes")) == set()


@pytest.mark.parametrize("name", TYPES)
def test_every_field_of_a_type_that_is_given_or_taken_is_explained(name: str) -> None:
    """In a section of its own, in a text below the field, by its name in the text of the class, or where that says."""
    documented = set(listed(TYPES[name], "Attributes"))
    for field, owner in fields_of(TYPES[name]):
        said_elsewhere = with_text_below(OVERRIDDEN[owner]) if owner in OVERRIDDEN else set()
        assert field in documented | with_text_below(owner) | said_elsewhere or f"`{field}`" in (
            TYPES[name].__doc__ or ""
        ), field


@pytest.mark.parametrize("name", sorted(set(NAMES) - WITHOUT_EXAMPLE))
def test_examples_run(
    name: str,
    lines_of_gallery: dict[str, Any],
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With the names of the gallery's preparation: `result`, `comparison`, `race` and so on."""
    (tmp_path / "configs").symlink_to(root / "configs")
    monkeypatch.chdir(tmp_path)
    names = {"sim": sim, "today": date(2026, 11, 24)} | lines_of_gallery
    tests = doctest.DocTestFinder(recurse=False).find(NAMES[name], name, globs=names)
    assert sum(len(each.examples) for each in tests) > 0, name
    runner = doctest.DocTestRunner(optionflags=OPTIONS)
    said: list[str] = []
    for each in tests:
        runner.run(each, out=said.append)
    assert runner.failures == 0, "".join(said)


def with_names() -> Iterator[tuple[str, str]]:
    """Every public function and method that takes the name of something that a result has, and which parameter."""
    for name, function in {**NAMES, **METHODS}.items():
        if inspect.isfunction(function) and name != "save":
            for each in inspect.signature(function).parameters.values():
                if each.name in CHOSEN_BY_NAME and "str" in str(each.annotation):
                    yield name, each.name


@pytest.mark.parametrize(("name", "parameter"), list(with_names()))
def test_an_unknown_name_is_refused_as_the_docstring_says(
    name: str, parameter: str, lines_of_gallery: dict[str, Any]
) -> None:
    function = NAMES.get(name) or METHODS[name]
    subjects = {"Result": "result", "Comparison": "comparison", "Study": "grid", "OwnRace": "race"}
    owner = name.partition(".")[0] if "." in name else None
    first = next(iter(inspect.signature(function).parameters.values()))
    subject = lines_of_gallery[subjects[owner or first.annotation]]
    if name == "sensitivity":
        subject = lines_of_gallery["unknowns"]
    if name == "small_multiples":
        subject = lines_of_gallery["cube"]
    needed = {"policy": "weekly"} if owner == "Comparison" else {}
    needed |= NEEDED.get(name.rpartition(".")[2], {})
    assert "KeyError" in [each.type for each in sections(function)["Raises"]]
    with pytest.raises(KeyError, match="nobody"):
        function(subject, **{**needed, parameter: "nobody"})


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("sim.own_race(first_steps, client, attack_speed='2')", sim.InputError),
        ("comparison.servers('weekly', 1.5)", sim.InputError),
        ("comparison.servers('weekly', 60)", sim.InputError),
        ("sim.run_study(in_two, workers=-1, out='nowhere')", sim.InputError),
        ("sim.expected(crews)", sim.InputError),
        ("sim.trace(first_steps, -1)", sim.InputError),
        ("sim.simulate(first_steps, engine='counts')", sim.InputError),
        ("sim.compare(first_steps, {'a': {}}, engine='counts')", sim.InputError),
        ("sim.compare(first_steps, {'a': {'timeline.fox': '5d'}})", sim.InputError),
        ("grid.scenario_at(99)", IndexError),
        ("sim.share_interval(5, 3)", ValueError),
        ("sim.cumulative_incidence([1, 2], ['a'])", ValueError),
        ("sim.charts.possible_worlds(result, dots=0)", ValueError),
        ("sim.charts.race_animation(one_world, 'none.gif', frames=0)", ValueError),
        ("sim.charts.small_multiples(grid)", ValueError),
        ("sim.charts.icon_arrays(comparison, outcome='mailboxes_exposed_cloud')", ValueError),
        ("sim.charts.save(print, '.', 'a', size='large')", ValueError),
    ],
)
def test_what_does_not_fit_raises_what_the_docstring_says(
    line: str, error: type[Exception], lines_of_gallery: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    called = line.partition("(")[0].replace("comparison.", "Comparison.").replace("grid.", "Study.")
    name = called.removeprefix("sim.charts.").removeprefix("sim.")
    assert error.__name__ in [each.type for each in sections(NAMES.get(name) or METHODS[name])["Raises"]]
    crews = sim.load("msp").replace({"replications": 1})
    with pytest.raises(error) as raised:
        eval(line, {"sim": sim, "crews": crews} | lines_of_gallery)
    assert type(raised.value) is error
    assert not list(tmp_path.iterdir())
