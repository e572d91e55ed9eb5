"""What the README shows is what the program does."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import sim


@pytest.fixture(scope="module")
def readme(root: Path) -> str:
    return (root / "README.md").read_text(encoding="utf-8")


def block(text: str, language: str) -> str:
    """The first code block of a language."""
    found = re.search(rf"```{language}\n(.*?)\n```", text, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_example_is_the_shipped_scenario(readme: str, root: Path) -> None:
    """But for its words in other languages."""
    shipped = (root / "configs" / "first_steps" / "scenario.yaml").read_text(encoding="utf-8")
    shown = re.sub(r"(?m)^translations:.*\n(?: .*\n)*", "", shipped).rstrip()
    assert block(readme, "yaml") == shown
    assert len(shown.splitlines()) <= 40


def test_the_summary_is_what_the_example_gives(readme: str) -> None:
    shown = block(readme, "text")
    result = sim.run(sim.load("first_steps"))
    assert shown.startswith(str(result))
    assert f"first-steps-{result.scenario.digest}" in shown


def test_the_comparison_is_what_the_shipped_policies_give(readme: str, root: Path) -> None:
    shown = readme[readme.index("### Compare policies") :]
    assert "patchrace compare next_flaw --policies configs/next_flaw/policies.yaml --baseline weekly" in shown
    policies = root / "configs" / "next_flaw" / "policies.yaml"
    comparison = sim.compare(sim.load("next_flaw"), policies, baseline="weekly")
    assert str(comparison).startswith(block(shown, "text"))


def test_the_python_lines_run(readme: str) -> None:
    pytest.importorskip("matplotlib")
    code = block(readme, "python")
    names: dict[str, object] = {}
    exec(compile(code, "README.md", "exec"), names)
    saved = names["saved"]
    assert float(saved.mean()) > 0  # type: ignore[attr-defined]  # what the page's code left


def test_the_lock_without_make_holds_what_reports_and_studies_need(readme: str, root: Path) -> None:
    assert "pip install --require-hashes -r requirements.lock" in readme
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    wanted = [*project["project"]["dependencies"], *extras["report"], *extras["studies"]]
    wanted += project["dependency-groups"]["install"]
    names = {re.split(r"[^a-z0-9-]", each.lower().replace("_", "-").replace(".", "-"))[0] for each in wanted}
    for lock in ("requirements.lock", "requirements-dev.lock"):
        locked = re.findall(r"(?m)^([a-z0-9-]+)==", (root / lock).read_text(encoding="utf-8"))
        assert names <= set(locked), lock


def test_links_to_files_lead_somewhere(root: Path) -> None:
    for page in (root / "README.md", *(root / "docs").glob("*.md"), *(root / "configs").rglob("*.md")):
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert target.startswith("http") or (page.parent / target).exists(), (page.name, target)


def test_commands_of_the_readme_exist(readme: str) -> None:
    assert set(re.findall(r"patchrace (\w+)", readme)) >= {"run", "compare", "check", "rerun"}
    makefile = (Path(__file__).parents[1] / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"\bmake ([a-z]+)", readme):
        if target not in ("this", "and", "it"):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_python_lines_of_the_page_on_clients_run(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = (root / "docs" / "clients.md").read_text(encoding="utf-8")
    names: dict[str, object] = {}
    for code in re.findall(r"```python\n(.*?)\n```", page, re.DOTALL):
        exec(compile(code, "clients.md", "exec"), names)
    assert (tmp_path / "results" / "for-the-bakery" / "report.pdf").exists()
    assert (tmp_path / "results" / "bakery.html").exists()


def test_the_client_on_the_page_is_one(root: Path, tmp_path: Path) -> None:
    page = (root / "docs" / "clients.md").read_text(encoding="utf-8")
    (tmp_path / "client.yaml").write_text(block(page, "yaml"))
    assert float(sim.load_client(tmp_path / "client.yaml").patches_after) == 7
