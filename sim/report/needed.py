"""Packages that only reports need; an error names the missing one."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from sim.problems import InputError, Problem


def needed(package: str, what: str) -> Any:
    """A package of the extra `report`. Raises InputError if it is not installed."""
    try:
        return import_module(package)
    except ModuleNotFoundError as error:
        if error.name != package.partition(".")[0]:
            raise
        message = f"need {package}, which is not installed; run make install, or pip install 'patchrace[report]'"
        raise InputError([Problem((), None, message, what)]) from None
