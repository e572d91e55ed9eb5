"""Settings that all tests share."""

from __future__ import annotations

import gc
import importlib.util
import math
import os
import shutil
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, NoReturn

import psutil
import pytest
from drawn import close_all
from hypothesis import settings

from sim.runs import parallel
from sim.runs.processors import number_of_processors

if TYPE_CHECKING:
    from playwright.sync_api import Browser

settings.register_profile("fixed", derandomize=True, deadline=None)
settings.load_profile("fixed")

BROWSER_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# The collector of garbage took a tenth of the time: it comes less often, and leaves out what is there to stay.
gc.set_threshold(20_000, 20, 20)

# All processors are busy with tests: threads of linear algebra would only wait for each other, here and in processes
# that tests start. Workers of xdist read this, as they start after it; NumPy of this process may have been loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that share the gallery's results, so that one worker computes them and not each of three."""
    items.sort(key=lambda item: "lines_of_gallery" not in getattr(item, "fixturenames", ()))


def pytest_collection_finish() -> None:
    """Let the collector of garbage leave out all modules and tests."""
    gc.collect()
    gc.freeze()


def pytest_xdist_auto_num_workers() -> int:
    """How many processes run the tests: one more than processors, as some tests only wait for processes of their own.

    Each may take a gigabyte of memory. Above six the longest test is what takes the time.
    """
    return max(1, min(number_of_processors() + 1, psutil.virtual_memory().available // 2**30, 6))


@pytest.fixture(scope="session", autouse=True)
def _alone() -> Iterator[None]:
    """Play races in the tests' own process, except where processes are the subject: all processors are busy anyway."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parallel, "WORTH_IT", math.inf)
        yield


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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium as the system has it. Where there is none, a test that needs it is skipped, but CI sees it fail.

    One module at a time: while it runs, its process cannot run an event loop for anything else.
    """
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        _without_browser("playwright is not installed")
    if executable is None:
        _without_browser("there is none on the path")
    with sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(executable_path=executable, args=BROWSER_ARGUMENTS, timeout=0)
        except Error as error:
            _without_browser(f"it does not start: {error}")
        yield opened
        opened.close()


def _without_browser(reason: str) -> NoReturn:
    message = f"no chromium: {reason}"
    if os.environ.get("PATCHRACE_NEEDS_BROWSER") == "1":
        pytest.fail(message)
    pytest.skip(message)
