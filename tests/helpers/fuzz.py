"""A fuzzer: inputs of every kind, mutated by fixed seeds, are used or refused with a located error, and nothing else.

    python tests/helpers/fuzz.py --minutes 10

A finding is any other exception, a warning that is not a ScenarioWarning, more than two seconds of a processor, or
memory that grows. What it came from is written below `results/fuzz/`, shrunk where that is possible.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from itertools import count
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

import psutil
from fuzz_bench import REFUSED, USED, Bench, Finding
from fuzzed import KINDS, Kind
from written_folders import write_all

STUCK = 120.0
"""Seconds on the clock after which a process that tells nothing is ended."""
MEMORY = 3 * 2**30
MOST_GROWTH = 300 * 2**20
BATCH = 40
SETTLED = 30
"""After so many batches a process holds all that it will ever load."""
WRITTEN = "written"
IN_MEMORY = Path("/dev/shm")
"""Where inputs are written if there is such a folder: many small ones, each read once."""
RESULTS = Path(__file__).parents[2] / "results" / "fuzz"


def work(top: Path, module: str, names: Sequence[str], channel: Connection, current: Any) -> None:
    """A process that tries batches of inputs until there is none, and tells if it is itself at fault."""
    try:
        try_batches(top, module, names, channel, current)
    except Exception:
        channel.send(("broken", traceback.format_exc()))


def try_batches(top: Path, module: str, names: Sequence[str], channel: Connection, current: Any) -> None:
    """Try batches of inputs, and tell of each what it came to and how much memory is held."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    own = Path(tempfile.mkdtemp(dir=top))
    shutil.copytree(top / WRITTEN, own, dirs_exist_ok=True)
    bench = Bench(own, kinds_of(module, names))
    for name in names:
        for what in bench.whole(name):
            if what not in (USED, REFUSED):
                channel.send(("finding", Finding(name, "whole", what)))
    process = psutil.Process()
    resource.setrlimit(resource.RLIMIT_AS, (process.memory_info().vms + MEMORY, resource.RLIM_INFINITY))
    gc.collect()
    gc.freeze()  # what is loaded stays, and need not be looked through after every batch
    channel.send(("ready", None))
    while (batch := channel.recv()) is not None:
        name, seed, first, number = batch
        found: Counter[str] = Counter()
        started = time.process_time()
        for index in range(first, first + number):
            current.value = index
            outcome = bench.tried(name, f"{seed}/{name}/{index}")
            if isinstance(outcome, Finding):
                channel.send(("finding", outcome))
            found[outcome if isinstance(outcome, str) else "found"] += 1
        current.value = -1
        gc.collect()
        channel.send(("batch", (name, found, time.process_time() - started, process.memory_info().rss)))


def kinds_of(module: str, names: Sequence[str]) -> dict[str, Kind]:
    """Kinds by their names, of a module that every process reads by itself."""
    kinds: Mapping[str, Kind] = import_module(module).KINDS
    return {name: kinds[name] for name in names}


class Worker:
    """A process with what it is doing. Memory is compared with what it held after its first batches."""

    def __init__(self, top: Path, module: str, names: Sequence[str]) -> None:
        context = multiprocessing.get_context("spawn")
        self.channel, there = context.Pipe()
        self.current = context.Value("l", -1)
        self.process = context.Process(target=work, args=(top, module, names, there, self.current), daemon=True)
        self.process.start()
        there.close()
        self.batch: tuple[str, str, int, int] | None = None
        self.seen, self.since = -2, time.monotonic()
        self.memory: list[int] = []

    def is_stuck(self) -> bool:
        """Whether the same input has been tried for a long time."""
        if self.batch is None or self.current.value != self.seen:
            self.seen, self.since = self.current.value, time.monotonic()
        return time.monotonic() - self.since > STUCK

    def give(self, batch: tuple[str, str, int, int] | None) -> None:
        """Let it try a batch; none ends it."""
        self.batch = batch
        self.channel.send(batch)


@dataclass
class Tally:
    """What was tried, and what was found, every fault once."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    seconds: Counter[str] = field(default_factory=Counter)
    findings: dict[tuple[str, str], Finding] = field(default_factory=dict)
    times_found: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, finding: Finding) -> None:
        """Note a finding; of several with the same fault, the smallest is kept."""
        key = (finding.kind, finding.what)
        self.times_found[key] += 1
        before = self.findings.get(key)
        if before is None or _size(finding) < _size(before):
            self.findings[key] = finding
            _write(finding)
            print(f"found: {finding.kind}: {finding.what} (seed {finding.seed})", flush=True)

    def __str__(self) -> str:
        lines = [f"{'kind':<24}{'inputs':>8}{'used':>8}{'refused':>9}{'found':>7}{'ms each':>9}"]
        for name, found in [*self.counts.items(), ("all", sum(self.counts.values(), Counter[str]()))]:
            number = found.total()
            seconds = self.seconds.total() if name == "all" else self.seconds[name]
            each = 1_000 * seconds / max(1, number)
            lines.append(f"{name:<24}{number:>8,}{found[USED]:>8,}{found[REFUSED]:>9,}{found['found']:>7,}{each:>9.1f}")
        for (kind, what), finding in self.findings.items():
            lines.append(f"{kind}: {what}: {self.times_found[kind, what]} times, such as {folder_of(finding)}")
        return "\n".join(lines)


def _size(finding: Finding) -> int:
    return sum(map(len, finding.files.values()))


def folder_of(finding: Finding) -> Path:
    """Where a finding is written."""
    return RESULTS / re.sub(r"[^\w.-]+", "-", f"{finding.kind}-{finding.what}")


def _write(finding: Finding) -> None:
    folder = folder_of(finding)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "finding.txt").write_text(f"seed {finding.seed}\n{finding.what}\n{finding.detail}", "utf-8", "replace")
    for name, content in finding.files.items():
        (folder / "input" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "input" / name).write_bytes(content)


def batches(kinds: Mapping[str, Kind], seed: str, inputs: int) -> Iterator[tuple[str, str, int, int]]:
    """Batches of all kinds in turn, in their shares, as many inputs as are wanted."""
    given = dict.fromkeys(kinds, 0)
    for _ in count():
        left = inputs - sum(given.values())
        if left <= 0:
            return
        name = min(kinds, key=lambda each: (given[each] + BATCH) / kinds[each].share)
        number = min(BATCH, left)
        yield name, seed, given[name], number
        given[name] += number


def fuzz(names: Sequence[str], seed: str, inputs: int, minutes: float, processes: int, module: str = "fuzzed") -> Tally:
    """Try inputs in processes until so many are tried, or so many minutes are over."""
    tally = Tally()
    queue = batches(kinds_of(module, names), seed, inputs)
    rest: list[tuple[str, str, int, int]] = []
    ends = time.monotonic() + 60 * minutes
    with tempfile.TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as folder:
        top = Path(folder)
        (top / WRITTEN).mkdir()
        write_all(top / WRITTEN)
        workers = [Worker(top, module, names) for _ in range(processes)]
        while workers:
            ready = {id(each) for each in wait([worker.channel for worker in workers], timeout=1)}
            for worker in list(workers):
                if id(worker.channel) in ready:
                    _hear(worker, tally)
                elif worker.process.is_alive() and not worker.is_stuck():
                    continue
                if not worker.process.is_alive() or worker.is_stuck():
                    workers.remove(worker)
                    if (lost := _lost(worker, tally, seed)) is not None:
                        rest.append(lost)
                        workers.append(Worker(top, module, names))
                elif worker.batch is None:
                    batch = rest.pop() if rest else next(queue, None) if time.monotonic() < ends else None
                    worker.give(batch)
                    if batch is None:
                        worker.process.join(STUCK)
                        workers.remove(worker)
    return tally


def _hear(worker: Worker, tally: Tally) -> None:
    """Note what a process tells, and that it waits, if so."""
    try:
        what, told = worker.channel.recv()
    except EOFError:
        worker.process.join(STUCK)
        return
    if what == "finding":
        tally.add(told)
        return
    if what == "broken":
        raise RuntimeError(f"the fuzzer itself is at fault, in {worker.batch}, input {worker.current.value}\n{told}")
    if what == "batch":
        name, found, seconds, memory = told
        tally.counts.setdefault(name, Counter()).update(found)
        tally.seconds[name] += seconds
        worker.memory.append(memory)
        start = worker.memory[SETTLED : SETTLED + 1]
        if start and memory - start[0] > MOST_GROWTH:
            tally.add(Finding(name, f"{worker.batch}", "memory grows", f"{start[0]:,} to {memory:,} bytes"))
    worker.batch = None


def _lost(worker: Worker, tally: Tally, seed: str) -> tuple[str, str, int, int] | None:
    """Note the input that ended a process, or at which it was stuck; returns what is left of its batch."""
    was_stuck = worker.process.is_alive()
    worker.process.kill()
    worker.process.join()
    if worker.batch is None:
        raise RuntimeError("a process of the fuzzer ended before it tried anything")
    name, _, first, number = worker.batch
    index = max(first, worker.current.value)
    what = "never returned" if was_stuck else f"ended the process ({worker.process.exitcode})"
    tally.add(Finding(name, f"{seed}/{name}/{index}", what))
    return name, seed, index + 1, max(0, first + number - index - 1)


def main(arguments: list[str] | None = None) -> int:
    """Fuzz as told on the command line; 1 if there is any finding."""
    parser = argparse.ArgumentParser(description="Mutate inputs of every kind, and see each used or refused.")
    parser.add_argument("--seed", default="1", help="of all inputs; the same seed makes the same ones")
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--kind", action="append", choices=list(KINDS), help="only this kind; can be given again")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--one", metavar="SEED", help="try only the input of this seed, as a finding tells it")
    options = parser.parse_args(arguments)
    started = time.monotonic()
    if options.one:
        return one(options.one)
    tally = fuzz(options.kind or list(KINDS), options.seed, options.inputs, options.minutes, options.processes)
    print(tally)
    print(f"{(time.monotonic() - started) / 60:.1f} minutes, {tally.seconds.total() / 60:.1f} of processors")
    return 1 if tally.findings else 0


def one(seed: str) -> int:
    """Try the input of one seed, and write it down if it is a finding."""
    with tempfile.TemporaryDirectory() as folder:
        write_all(Path(folder))
        name = seed.split("/")[1]
        bench = Bench(Path(folder), KINDS)
        bench.whole(name)
        outcome = bench.tried(name, seed)
    if isinstance(outcome, Finding):
        _write(outcome)
        print(outcome.detail, folder_of(outcome))
        return 1
    print(outcome)
    return 0


if __name__ == "__main__":
    sys.exit(main())
