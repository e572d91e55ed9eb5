"""The command line: `patchrace run proxylogon`. A file a command; its help shows them in this order."""

from . import run, compare, study, sensitivity, report, explore, check, rerun, schema  # noqa: F401, I001
from .console import main

__all__ = ["main"]
