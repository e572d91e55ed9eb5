"""Docstrings of public names: numpydoc sections that name every parameter, and examples that run."""

from __future__ import annotations

import doctest
import inspect
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from numpydoc.docscrape import ClassDoc, FunctionDoc

import sim

NAMES = {name: getattr(home, name) for home in (sim, sim.charts) for name in home.__all__}
NAMES.pop("charts")
OPTIONS = doctest.NORMALIZE_WHITESPACE
WITHOUT_EXAMPLE = {"ScenarioWarning"}


def sections(name: str) -> Any:
    """The sections of a docstring, as numpydoc reads them."""
    found = NAMES[name]
    return ClassDoc(found) if inspect.isclass(found) else FunctionDoc(found)


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_is_described(name: str) -> None:
    if inspect.isfunction(NAMES[name]):
        listed = [part for each in sections(name)["Parameters"] for part in each.name.split(", ")]
        assert listed == list(inspect.signature(NAMES[name]).parameters), name
        assert sections(name)["Returns"], name


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
