"""Settings that all tests share."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from drawn import close_all
from hypothesis import settings

settings.register_profile("fixed", derandomize=True, deadline=None)
settings.load_profile("fixed")


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return Path(__file__).parents[1]


@pytest.fixture(scope="session")
def gallery(root: Path) -> ModuleType:
    """The script that makes the gallery."""
    spec = importlib.util.spec_from_file_location("make_gallery", root / "docs" / "make_gallery.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def lines_of_gallery(gallery: ModuleType, root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the lines of the gallery use, by name."""
    names: dict[str, Any] = gallery.prepared(root, tmp_path_factory.mktemp("studies"))
    return names


@pytest.fixture(autouse=True)
def _close_figures() -> Iterator[None]:
    """Close what a test has drawn."""
    yield
    close_all()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Say what to do if a chart no longer looks as accepted."""
    report = yield
    if report.failed and item.get_closest_marker("mpl_image_compare"):
        report.sections.append(("pictures", "If the chart should look as it does now, look at it, then: make pictures"))
    return report
