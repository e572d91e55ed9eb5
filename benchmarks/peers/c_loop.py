"""A loop in C, compiled when it is first wanted."""

import ctypes
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import workload as w

ABOUT, BIAS = "exact, server by server, one curve, in C", 0.0
LIBRARY = Path(tempfile.mkdtemp()) / "race.so"
subprocess.run(
    ["gcc", "-O3", "-march=native", "-shared", "-fPIC", "-o", LIBRARY, Path(__file__).with_suffix(".c"), "-lm"],
    check=True,
)
LOOP = ctypes.CDLL(str(LIBRARY)).race
REAL, WHOLE, PLACE = ctypes.c_double, ctypes.c_int64, ctypes.c_void_p
LOOP.argtypes = [ctypes.c_uint64, WHOLE, REAL, REAL, REAL, REAL, PLACE, WHOLE, REAL, PLACE]
APART = 0.01
UNPATCHED = np.array([w.unpatched(day * APART) for day in range(round((w.HORIZON - w.RELEASE) / APART) + 1)])


def race(servers, seed):
    """The number compromised by each day."""
    curve = np.zeros(w.HORIZON + 1, dtype=np.int64)
    times = (w.HAZARD_BEFORE, w.HAZARD_AFTER, w.RELEASE, w.HORIZON)
    LOOP(seed, servers, *times, UNPATCHED.ctypes.data, len(UNPATCHED), APART, curve.ctypes.data)
    return curve
