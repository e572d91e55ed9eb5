"""Pages of the site: their code is executed, the files that they name are there, and nothing comes from outside."""

from __future__ import annotations

import inspect
import re
import tomllib
import typing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import conf
import distributed
import make_api
import make_command_line
import make_files
import make_rooms
import pandas as pd
import pytest
import xarray as xr
from check_site import check, loads
from ruamel.yaml import YAML
from sphinx.ext import napoleon
from typer.main import get_command

import sim
from sim.cli.app import app
from sim.engines import NAMES
from sim.report.explore.error import DAYS_EACH, SETTINGS
from sim.sweeps.design import DESIGNS

GUIDES = ("clients", "clusters", "studies", "start", "performance", "model")
EXECUTED_BY_TESTS = {
    "README.md": "tests/test_readme.py",
    "docs/clients.md": "tests/test_readme.py",
    "docs/gallery.md": "tests/charts/test_gallery.py",
    "docs/studies.md": "tests/sweeps/test_design.py",
    "docs/clusters.md": "tests/docs/test_pages.py",
}
"""Pages with Python code that the build of the site does not execute, and the test that does."""
MADE = ("docs/_build", "docs/reference", "results/new")
"""What pages name and is not in the repository: commands write it."""


def pages(root: Path) -> dict[str, str]:
    """The pages of the site that are files of the repository, by their paths."""
    found = [*root.glob("*.md"), *root.glob("docs/*.md"), *root.glob("configs/*/README.md"), root / "results/README.md"]
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in found}


def test_every_page_with_python_code_is_executed(root: Path) -> None:
    assert {name for name, text in pages(root).items() if "```python" in text} == set(EXECUTED_BY_TESTS)
    for page, test in EXECUTED_BY_TESTS.items():
        assert Path(page).name in (root / test).read_text(encoding="utf-8"), page
    settings = (root / "docs" / "conf.py").read_text(encoding="utf-8")
    assert 'nb_execution_mode = "force"' in settings
    assert re.search(r"sphinx-build .*-W ", (root / "Makefile").read_text(encoding="utf-8"))


def test_the_lines_for_a_cluster_are_understood(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All but the study itself runs: without a job, SLURM is never called."""
    asked: dict[str, Any] = {}
    signature = inspect.signature(sim.run_study)
    monkeypatch.setattr(
        sim, "run_study", lambda *given, **named: asked.update(signature.bind(*given, **named).arguments)
    )
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"```python\n(.*?)\n```", pages(root)["docs/clusters.md"], re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(code, "clusters.md", "exec"), names)
    with names["cluster"] as cluster, asked["dask_client"] as client:
        assert client.scheduler.address == cluster.scheduler.address
        assert "--nworkers 16" in cluster.job_script()


@pytest.mark.parametrize("name", ["docs/architecture.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_files_that_a_page_names_are_there(name: str, root: Path) -> None:
    named = re.findall(r"\b((?:sim|tests|docs|configs|results|notebooks)/[\w./-]*)", pages(root)[name])
    missing = [each for each in named if not (root / each.rstrip(".")).exists() and not each.startswith(MADE)]
    assert missing == []


def test_names_in_the_table_of_the_architecture_are_in_the_files_beside_them(root: Path) -> None:
    rows = [line for line in pages(root)["docs/architecture.md"].splitlines() if line.startswith("| a")]
    assert len(rows) > 10
    for row in rows:
        files = [root / name for name in re.findall(r"`(sim/[\w/]+\.py)`", row)]
        code = "\n".join(path.read_text(encoding="utf-8") for path in files)
        for name in re.findall(r"`([A-Z_]+|save_\w+|statistics|runner)`", row):
            assert re.search(rf"^(def )?{name}\b", code, re.MULTILINE), (name, row)


def test_the_picture_shows_every_room_and_imports_point_one_way(root: Path) -> None:
    rooms = make_rooms.rooms()
    there = {path.stem for path in (root / "sim").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert set(rooms) == there - {"__init__"}
    for number, room in enumerate(rooms):
        used = make_rooms.imports(room)
        assert set(used) <= set(rooms[:number]), room
        assert bool(used) == (room != "problems"), room
    assert make_rooms.picture().count("<circle") == sum(len(make_rooms.imports(room)) for room in rooms)


def test_the_page_of_python_lists_every_public_name() -> None:
    page = make_api.page()
    listed = re.findall(r"(?m)^   (sim\.[\w.]+)$", page)
    assert sorted(listed) == sorted(
        [f"sim.{name}" for name in sim.__all__ if name != "charts"]
        + [f"sim.charts.{name}" for name in sim.charts.__all__]
        + [make_api.full_name(each) for each in make_api.types()]
    )


def answers() -> dict[str, Any]:
    """Every public function, method and property, by its name."""
    found = {name: each for name, each in make_api.public().items() if inspect.isfunction(each)}
    for name, each in make_api.public().items():
        if inspect.isclass(each) and each.__module__.startswith("sim."):
            found |= {f"{name}.{inner}": function for inner, function in make_api.members(each).items()}
    return found


@pytest.mark.parametrize("name", answers())
def test_what_a_public_function_returns_has_a_page(name: str) -> None:
    """As Python itself resolves the annotation, and not as the page is made."""
    elsewhere = {"pd": pd, "xr": xr, "distributed": distributed}
    pages = re.findall(r"(?m)^   (sim\.[\w.]+)$", make_api.page())
    ahead = [typing.get_type_hints(answers()[name], localns=elsewhere).get("return")]
    while ahead:
        found = ahead.pop()
        ahead += typing.get_args(found)
        if inspect.isclass(found) and found.__module__.startswith("sim."):
            assert {f"sim.{found.__name__}", f"{found.__module__}.{found.__name__}"} & set(pages), found


def test_types_inside_of_what_is_returned_have_pages_but_the_inside_of_the_model_does_not() -> None:
    named = {each.__name__ for each in make_api.types()}
    assert {"PlanOutcome", "Frequency", "Precision", "Point", "Level", "Section", "Population", "World"} <= named
    assert not {"Clock", "Luck", "Attack"} & named


def test_a_type_is_found_by_its_own_name_and_by_that_of_its_file() -> None:
    pages = make_api.pages_of_classes()
    assert pages["Result"] == pages["sim.runs.result.Result"] == "sim.Result"
    assert pages["Precision"] == "sim.runs.precision.Precision"
    assert len({name for name in pages if "." not in name}) == len(set(pages.values())), "two types of one name"


def test_a_property_whose_first_sentence_has_a_colon_keeps_it() -> None:
    app: Any = SimpleNamespace(config=napoleon.Config())
    lines = ["One row per point: its number."]
    conf.keep_whole(app, "property", "points", None, None, lines)
    napoleon._process_docstring(app, "property", "points", None, None, lines)
    assert "One row per point: its number." in lines
    assert not any("type" in line for line in lines)


def test_the_page_of_the_command_line_shows_every_option() -> None:
    page = make_command_line.page()
    assert "## patchrace run" in page
    assert re.search(r"\| `--engine[^`]*` \| vectorized", page)
    assert "patchrace run first_steps" in page
    assert "\b" not in page


def test_a_column_that_is_not_explained_is_refused() -> None:
    with pytest.raises(SystemExit, match="a_new_one"):
        make_files.columns("Estimates", "", pd.DataFrame({"mean": [1.0], "a_new_one": [2.0]}), make_files.ESTIMATES)


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://cdn.example/a.js"></script>',
        '<link rel="stylesheet" href="//cdn.example/a.css">',
        '<link rel="preload icon" href="https://cdn.example/a.png">',
        '<img src="http://example.org/a.png">',
        '<img srcset="a.png 1x, https://example.org/a.png 2x">',
        '<iframe src="https://example.org"></iframe>',
        '<object data="https://example.org/a.svg"></object>',
        '<p style="background: url(https://example.org/a.png)">',
        "<style>@import 'https://example.org/a.css';</style>",
        '<script>import("https://example.org/a.js")</script>',
        '<meta http-equiv="refresh" content="0; URL=https://example.org">',
        '<svg><image href="https://example.org/a.png"/></svg>',
    ],
)
def test_what_comes_from_outside_is_found(text: str, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    assert len(check(tmp_path)) == 1


def test_what_a_reader_may_follow_is_let_pass(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<a href="https://example.org">there</a><link rel="canonical" href="https://example.org/page">'
        '<img src="data:image/png;base64,AA=="><script src="_static/a.js">// see https://example.org</script>',
        encoding="utf-8",
    )
    assert loads(page) == []


def test_hooks_are_local_and_run_what_make_test_runs(root: Path) -> None:
    hooks = YAML(typ="safe").load(root / ".pre-commit-config.yaml")
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    assert [each["repo"] for each in hooks["repos"]] == ["local"]
    for hook in hooks["repos"][0]["hooks"]:
        assert hook["language"] == "system"
        assert f"$(BIN)/{hook['name']}" in makefile.replace("ruff format --check", "ruff format")


def test_what_the_site_is_built_with_is_in_the_lock_for_development(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[^a-z0-9-]", each)[0] for each in project["optional-dependencies"]["docs"]}
    locked = re.findall(r"(?m)^([a-z0-9-]+)==", (root / "requirements-dev.lock").read_text(encoding="utf-8"))
    assert wanted <= set(locked)


@pytest.mark.parametrize("name", ["bug.yml", "idea.yml"])
def test_forms_for_issues_can_be_read(name: str, root: Path) -> None:
    form = YAML(typ="safe").load(root / ".github" / "ISSUE_TEMPLATE" / name)
    assert {"name", "description", "body"} <= set(form)
    assert all(each["attributes"]["label"] for each in form["body"])


def test_numbers_and_lists_on_pages_are_those_of_the_code(root: Path) -> None:
    written = pages(root)
    numbers = {5: "Five", 6: "Six", 7: "Seven", 8: "Eight"}
    assert f"{numbers[len(list(root.glob('notebooks/*.ipynb')))]} notebooks" in written["docs/index.md"]
    (engines,) = re.findall(r"`engine` \(([^)]*)\)", written["docs/studies.md"])
    assert re.findall(r"`(\w+)`", engines) == list(NAMES)
    assert re.findall(r"(?m)^\| `(\w+)` \|", written["docs/model.md"].partition("## Engines")[2]) == list(NAMES)
    (designs,) = re.findall(r"(?s)\| design \|.*?\n\n", written["docs/studies.md"])
    assert re.findall(r"(?m)^\| `(\w+)` \|", designs) == list(DESIGNS)
    assert f"measured each time at {SETTINGS * DAYS_EACH} settings" in written["docs/clients.md"]
    for folder in root.glob("configs/*/scenario.yaml"):
        assert folder.parent.name in written["README.md"]
    for study in root.glob("configs/*/studies/*.yaml"):
        assert f"`{study.parent.parent.name}/{study.stem}`" in written["docs/studies.md"]


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", *sorted(f"docs/{each}.md" for each in GUIDES)])
def test_commands_on_pages_have_the_options_that_they_are_given(name: str, root: Path) -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    known = {each: {option for one in command.params for option in one.opts} for each, command in commands.items()}
    targets = re.findall(r"(?m)^([a-z-]+):", (root / "Makefile").read_text(encoding="utf-8"))
    code = "\n".join(re.findall(r"(?s)```sh\n(.*?)```", pages(root)[name]))
    for command, rest in re.findall(r"patchrace ([a-z]+)([^#\n]*)", code):
        assert set(re.findall(r"--[a-z-]+", rest)) <= known[command], (command, rest)
    assert set(re.findall(r"(?m)^make ([a-z-]+)", code)) <= set(targets)
    for option in re.findall(r"`(--[a-z-]+)", pages(root)[name]):
        assert any(option in each for each in known.values()), option
