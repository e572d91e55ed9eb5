"""A preload of Dask workers in tests: one point kills whatever process computes it, as memory that runs out would."""

from __future__ import annotations

import os
import signal

from sim.sweeps import tasks
from sim.sweeps.shards import Rows

POISON = {"timeline.fix": "13d", "campaigns.mass_scan.rate": "1414.21356237/d"}
honest = getattr(tasks.compute, "honest", tasks.compute)


def compute(base: tasks.Base, task: tasks.Task) -> Rows:
    if dict(task.changes) == POISON:
        os.kill(os.getpid(), signal.SIGKILL)
    done: Rows = honest(base, task)
    return done


compute.honest = honest  # type: ignore[attr-defined]  # a preload may run twice
tasks.compute = compute
