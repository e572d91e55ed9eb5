"""The command line: `patchrace run proxylogon`. A file a command; its help shows them in this order."""

import gc

# What is loaded and drawn is made of very many objects that stay, or that need no collector to go. By default it would
# go over them so often that this takes a sixth of most commands.
gc.set_threshold(50_000, 20, 50)

from . import run, compare, study, sensitivity, report, explore, check, rerun, schema  # noqa: E402, F401, I001
from .console import main  # noqa: E402

__all__ = ["main"]
