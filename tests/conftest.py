"""Settings that all tests share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from hypothesis import settings

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


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return Path(__file__).parents[1]


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
            opened = playwright.chromium.launch(executable_path=executable, args=BROWSER_ARGUMENTS)
        except Error as error:
            _without_browser(f"it does not start: {error}")
        yield opened
        opened.close()


def _without_browser(reason: str) -> NoReturn:
    message = f"no chromium: {reason}"
    if os.environ.get("PATCHRACE_NEEDS_BROWSER") == "1":
        pytest.fail(message)
    pytest.skip(message)
