"""Reading NetCDF files that somebody may have changed.

The library behind them, HDF5, never returns from some damaged files, and ends the process with others. So a process of
its own, with limits of time and memory, reads such a file first.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .manifest import damaged, reading
from .regular_files import checksum

READER = """
import sys
try:
    import resource
    for limit, value in ((resource.RLIMIT_AS, int(sys.argv[2])), (resource.RLIMIT_CPU, int(sys.argv[3]))):
        resource.setrlimit(limit, (value, value))
except (ImportError, OSError, ValueError):
    pass
import h5py
def visit(name, found):
    list(found.attrs.items())
    if isinstance(found, h5py.Dataset):
        if found.size * found.dtype.itemsize > int(sys.argv[2]):
            raise ValueError
        for part in found.iter_chunks() if found.shape and found.chunks else [()]:
            found[part]
with h5py.File(sys.argv[1], "r") as file:
    list(file.attrs.items())
    file.visititems(visit)
"""
MEMORY = 4 * 2**30
SECONDS, BYTES_A_SECOND = 5, 5_000_000
"""Of a processor; reading takes a hundredth of it."""
LONGEST = 30
"""Wall time allowed for each second of processor time, as a machine may be busy."""


def check_netcdf(path: Path) -> None:
    """Raises InputError if a file cannot be read to its end, in whatever way that ends."""
    with reading(path):
        content = checksum(path)
    _check(path, content)


@lru_cache(maxsize=1000)
def _check(path: Path, content: str) -> None:  # noqa: ARG001  # what was checked once is not checked again
    size = path.stat().st_size
    seconds = SECONDS + size // BYTES_A_SECOND
    limits = map(str, (MEMORY + 4 * size, seconds))
    command = [sys.executable, "-P", "-c", READER, str(path.absolute()), *limits]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LONGEST * seconds,
            check=False,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
    except subprocess.TimeoutExpired:
        raise damaged(path, "is damaged: reading it does not end") from None
    if done.returncode != 0:
        raise damaged(path, "is damaged: it is not a whole NetCDF file")


def read_netcdf(
    path: Path, variables: Mapping[str, tuple[int, ...]], optional: tuple[str, ...] = ()
) -> tuple[dict[str, NDArray[np.float64]], dict[str, Any]]:
    """Variables of a file by name, of these shapes, and those of its attributes that are `optional` and there.

    Raises InputError with the first thing that is wrong.
    """
    import h5netcdf

    check_netcdf(path)
    found: dict[str, NDArray[np.float64]] = {}
    with reading(path), h5netcdf.File(path, "r") as file:
        for name, shape in variables.items():
            variable = file.variables.get(name)
            if variable is None or tuple(variable.shape) != shape or np.dtype(variable.dtype).kind != "f":
                raise damaged(path, f"has no {name!r} of {' x '.join(map(str, shape))} numbers")
            found[name] = np.asarray(variable[...], dtype=np.float64)
            if not np.isfinite(found[name]).all():
                raise damaged(path, f"has something else than numbers in {name!r}")
        attributes = {name: file.attrs[name] for name in optional if name in file.attrs}
    return found, attributes
