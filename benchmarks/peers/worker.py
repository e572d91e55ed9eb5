"""Runs one tool in its environment: reads servers and a seed by line, answers with seconds and the curve."""

import importlib
import json
import os
import sys
import time


def main() -> None:
    """Answer until the input ends."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a tool prints, some when they are first imported, does not come between
    tool = importlib.import_module(sys.argv[1])
    print(json.dumps({"about": tool.ABOUT, "bias": tool.BIAS}), file=out, flush=True)
    for line in sys.stdin:
        servers, seed = map(int, line.split())
        wall, processor = time.perf_counter(), time.process_time()
        curve = [float(each) for each in tool.race(servers, seed)]
        spent = {"wall": time.perf_counter() - wall, "processor": time.process_time() - processor}
        print(json.dumps({**spent, "curve": curve}), file=out, flush=True)


if __name__ == "__main__":
    main()
