"""The structure of the package: imports point one way, and importing has no side effects."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from sim.records import provenance
from sim.records.provenance import model_files

CHANGES_NO_NUMBER = re.compile(r"problems|cards|records(\..*)?|sweeps|scenario|model|engines")
"""What the tasks of a study import that cannot change a number: messages, cards, files, folders by themselves."""


def modules(root: Path) -> dict[str, Path]:
    """The files of the package by the names of their modules below `sim`."""
    found = {}
    for path in sorted((root / "sim").rglob("*.py")):
        found[".".join(path.relative_to(root / "sim").with_suffix("").parts).removesuffix(".__init__")] = path
    return found


def imports(path: Path, package: str) -> Iterator[str]:
    """Absolute names of what a file imports, also inside functions, with the names that it takes from there."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")
            above = ".".join(parents[: len(parents) + 1 - node.level]) if node.level else ""
            base = ".".join(part for part in (above, node.module or "") if part)
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def imported_by(name: str, files: dict[str, Path]) -> set[str]:
    """The modules of the package that one needs, and those need."""
    found, new = set(), [name]
    while new:
        found.add(each := new.pop())
        folder = each if files[each].name == "__init__.py" else each.rpartition(".")[0]
        below = {one.removeprefix("sim.") for one in imports(files[each], f"sim.{folder}".rstrip("."))}
        new += sorted((below & set(files)) - found)
    return found


def test_the_digest_of_the_model_covers_all_that_can_change_a_number(root: Path) -> None:
    """A study goes on only with the code that began it. What its tasks import is in the digest, or cannot matter."""
    files, covered = modules(root), model_files(root / "sim")
    needed = imported_by("sweeps.tasks", files)
    assert {"engines.events", "engines.expected", "scenario.laws", "model.race", "outcomes"} <= needed
    left_out = {name for name in needed if files[name] not in covered and not CHANGES_NO_NUMBER.fullmatch(name)}
    assert left_out == set()


def test_the_digest_of_the_model_changes_with_the_code_and_not_with_its_comments(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(root / "sim", tmp_path / "sim")
    monkeypatch.setattr(provenance, "__file__", str(tmp_path / "sim" / "records" / "provenance.py"))
    compute = provenance.model_digest.__wrapped__
    before = compute()
    for name in ("outcomes.py", "scenario/laws.py", "model/clocks.py", "engines/expected.py", "sweeps/tasks.py"):
        path = tmp_path / "sim" / name
        text = path.read_text(encoding="utf-8")
        path.write_text(text + "\n# a comment\n", encoding="utf-8")
        assert compute() == before
        path.write_text(text + "\nANOTHER = 1\n", encoding="utf-8")
        assert compute() != before, name
        path.write_text(text, encoding="utf-8")
    assert compute() == before


def test_a_name_stands_for_one_class(root: Path) -> None:
    places: dict[str, list[str]] = {}
    for module, path in modules(root).items():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(module)
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_generators_are_made_in_luck_alone(root: Path) -> None:
    for name, path in modules(root).items():
        text = path.read_text(encoding="utf-8")
        makes = any(word in text for word in ("default_rng", "SeedSequence", "np.random.seed", "import random"))
        assert makes == (name == "model.luck"), name


def test_model_and_engines_know_no_wall_clock(root: Path) -> None:
    for name, path in modules(root).items():
        if name.startswith(("scenario.", "model.", "engines")):
            assert not {"time", "random"} & {each.split(".")[0] for each in imports(path, f"sim.{name}")}, name
            assert "now()" not in path.read_text(encoding="utf-8"), name


@pytest.fixture(scope="module")
def loaded_by_import() -> dict[str, list[str]]:
    """What a fresh interpreter has loaded, and what is in its folder, after `import sim`."""
    code = "import json, os, sys; import sim; print(json.dumps({'modules': list(sys.modules), 'files': os.listdir()}))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    found: dict[str, list[str]] = json.loads(out)
    return found


@pytest.mark.parametrize(
    "package",
    ["matplotlib", "pandas", "xarray", "pyarrow", "simpy", "typer", "rich", "tqdm", "jinja2", "typst", "pptx", "PIL"],
)
def test_importing_leaves_heavy_packages_alone(package: str, loaded_by_import: dict[str, list[str]]) -> None:
    assert package not in loaded_by_import["modules"]


def test_importing_leaves_scipy_stats_alone(loaded_by_import: dict[str, list[str]]) -> None:
    assert "scipy.stats" not in loaded_by_import["modules"]


def test_public_names_exist() -> None:
    import sim

    assert all(getattr(sim, name) is not None for name in sim.__all__)
    assert set(sim.__all__) | {"__version__", "__doc__"} <= set(dir(sim))
    assert sim.__version__ == metadata.version("patchrace")
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        _ = getattr(sim, "nothing_of" + "_the_kind")
