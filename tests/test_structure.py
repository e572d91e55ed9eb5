"""The structure of the package: imports point one way, and importing has no side effects."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

LAYERS = [
    "model.problems",
    "records.regular_files",
    "records.ownership",
    "records.unfinished",
    "records.places",
    "records.whole",
    "records.living",
    "records.manifest",
    "records.parquet",
    "records.netcdf",
    "records.marked_page",
    "model.quantities",
    "model.moments",
    "model.outcomes",
    "model.inversion",
    "model.laws",
    "model.luck",
    "model.passes",
    "model.clocks",
    "model.grammar",
    "model.blocks",
    "model.paths",
    "model.consistency",
    "model.reading",
    "model.scenario",
    "model.assumptions",
    "model.schema",
    "model.config",
    "model.policies",
    "model.world",
    "model.crowd",
    "model.fleet",
    "model.lists",
    "model.adoption",
    "model.scanning",
    "model.entry_chance",
    "model.aftermath",
    "model.race",
    "model.measures",
    "model.states",
    "model.incidence",
    "engines.vectorized",
    "engines.events",
    "engines.expected",
    "engines",
    "studies.progress",
    "studies.provenance",
    "studies.processors",
    "studies.threads",
    "studies.summary",
    "studies.precision",
    "studies.file_names",
    "studies.csv_tables",
    "studies.result",
    "studies.store",
    "studies.replicate",
    "studies.rerun",
    "studies.paired",
    "wording.rounding",
    "wording.chances",
    "wording.frequency",
    "studies.pairing",
    "studies.comparison_text",
    "studies.comparison",
    "studies.comparison_store",
    "studies.compare",
    "studies.design",
    "studies.plan",
    "studies.varied",
    "studies.csv_points",
    "studies.study_file",
    "studies.shards",
    "studies.tasks",
    "studies.workers",
    "studies.execute",
    "studies.locks",
    "studies.tables",
    "studies.study",
    "studies.run_study",
    "studies.levels",
    "studies.sensitivity",
    "studies.sensitivity_folder",
    "charts.alt_text",
    "studies.logo",
    "studies.client",
    "studies.situation",
    "studies.unattacked",
    "studies.own_race",
    "studies.own_race_by_speed",
    "studies.waiting",
    "charts.letters",
    "charts.style",
    "charts.save",
    "charts.bare",
    "charts.named_moments",
    "charts.race_over_time",
    "charts.who_was_compromised",
    "charts.life_of_breached",
    "charts.by_deployment",
    "charts.where_tenants_were_reached",
    "charts.label_lanes",
    "charts.timeline",
    "charts.paired_differences",
    "charts.outcomes",
    "charts.scales",
    "charts.response",
    "charts.response_of_samples",
    "charts.heat_map",
    "charts.small_multiples",
    "charts.tornado",
    "charts.sensitivity_indices",
    "charts.of_study",
    "charts.icons",
    "charts.icon_arrays",
    "charts.icons_of_plan",
    "charts.waterfall",
    "charts.cost_of_waiting",
    "charts.waiting_of_client",
    "charts.possible_worlds",
    "charts.race_animation",
    "charts.chance_by_patch_day",
    "charts.chance_by_speed",
    "charts",
    "report.reading_grade",
    "report.brand",
    "report.deadlines",
    "report.how_sure",
    "report.what_to_do",
    "report.page",
    "report.needed",
    "report.figures",
    "report.templates",
    "report.web_page",
    "report.paper",
    "report.slide_text",
    "report.slide_parts",
    "report.slide_charts",
    "report.slide_deck",
    "report.slides",
    "report.write",
    "report.explore_table",
    "report.explore_error",
    "report.explore_page",
    "report.explore",
    "cli",
]
"""Every module may import only from those above it."""
ONLY_IN = {
    "simpy": ["engines.events"],
    "matplotlib": ["charts."],
    "distributed": ["studies.workers"],
    "jinja2": ["report."],
    "typst": ["report."],
    "typer": ["cli"],
    "pptx": ["report.slide_"],
    "xlsxwriter": ["report.slide_charts"],
}


def modules(root: Path) -> dict[str, Path]:
    """Modules of the package by their names below `sim`; packages that only name things are left out."""
    found = {}
    for path in sorted((root / "sim").rglob("*.py")):
        name = ".".join(path.relative_to(root / "sim").with_suffix("").parts).removesuffix(".__init__")
        if name not in ("__init__", "records", "model", "studies", "wording", "report"):
            found[name] = path
    return found


def imports(path: Path, name: str) -> list[str]:
    """Absolute names of the modules that a file imports, also inside functions; not those for type checking only."""
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    names: list[str] = []
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parent = f"sim.{package}" if node.level else ""
            base = ".".join(part for part in (parent, node.module or "") if part)
            names += [base] if node.module else [f"{base}.{alias.name}" for alias in node.names]
            names += [f"{base}.{alias.name}" for alias in node.names if f"{base}.{alias.name}"[4:] in LAYERS]
    return names


def test_every_module_has_its_place(root: Path) -> None:
    assert sorted(modules(root)) == sorted(LAYERS)


def test_imports_point_one_way(root: Path) -> None:
    for name, path in modules(root).items():
        inside = [each[4:] for each in imports(path, name) if each.startswith("sim.") and each[4:] in LAYERS]
        for imported in inside:
            assert LAYERS.index(imported) < LAYERS.index(name) or imported == name, f"{name} imports {imported}"


def test_heavy_packages_stay_where_they_belong(root: Path) -> None:
    for name, path in modules(root).items():
        for imported in imports(path, name):
            homes = ONLY_IN.get(imported.split(".")[0])
            assert homes is None or any(name.startswith(home) or name == "charts" for home in homes), (name, imported)


def test_generators_are_made_in_luck_alone(root: Path) -> None:
    for name, path in modules(root).items():
        text = path.read_text(encoding="utf-8")
        makes = any(word in text for word in ("default_rng", "SeedSequence", "np.random.seed", "import random"))
        assert makes == (name == "model.luck"), name


def test_model_and_engines_know_no_wall_clock(root: Path) -> None:
    for name, path in modules(root).items():
        if name.startswith(("model.", "engines")):
            assert not {"time", "random"} & {each.split(".")[0] for each in imports(path, name)}, name
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
        sim.__getattr__("nothing_of_the_kind")
