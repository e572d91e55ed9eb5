"""A preload of Dask workers in tests: one dies while it starts for each file that a folder holds."""

from __future__ import annotations

import os
import signal
from pathlib import Path

for path in sorted(Path(os.environ["DEATHS_OF_WORKERS"]).iterdir()):
    try:
        path.unlink()
    except FileNotFoundError:
        continue
    os.kill(os.getpid(), signal.SIGKILL)
