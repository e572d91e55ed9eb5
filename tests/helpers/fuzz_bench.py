"""Inputs tried one by one: what each comes to, and what is left of one that goes wrong when it is shrunk."""

from __future__ import annotations

import io
import random
import re
import shutil
import signal
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType
from typing import NoReturn

from fuzzed import KINDS, Files, Kind
from whole_race import refused_clearly

from sim.problems import InputError, ScenarioWarning

USED, REFUSED = "used", "refused"
MOST_SECONDS = 2.0
"""Of a processor, so that it does not matter how busy the machine is."""
STEPS, MOST_TRIES, MOST_SLOW_TRIES = 4, 300, 20
WITHOUT_PLACE = ("document", "setting")
"""Kinds that come from Python or a command line, where nothing has a line."""


@dataclass(frozen=True)
class Finding:
    """What went wrong, in a few words that are the same for the same fault, with the input and where it arose."""

    kind: str
    seed: str
    what: str
    detail: str = ""
    files: Files = field(default_factory=dict)


class TookTooLongError(BaseException):
    """An input took more than its seconds; no reader of files catches this."""


def mutated_input(
    kind: Kind, seeds: list[Files], seed: str, others: list[Files], steps: list[int] | None = None
) -> Files:
    """The input of a seed, after its steps, or only some of them."""
    chance = random.Random(seed)
    files, number = chance.choice(seeds), chance.choice((1, 1, 1, 2, STEPS))
    for step in range(number) if steps is None else steps:
        one = random.Random(f"{seed}/{step}")
        files = kind.mutate(files, one, one.choice(others)) or files
    return files


class Bench:
    """Folders with whole inputs, in which inputs of every kind are tried one after the other."""

    def __init__(self, top: Path, kinds: Mapping[str, Kind] = KINDS, seconds: float = MOST_SECONDS) -> None:
        self.top, self.kinds, self.seconds = top, kinds, seconds
        self.folder = top / "tried"
        with quiet():
            self.seeds = {name: kind.seeds(top) for name, kind in kinds.items()}
        self.configs = [files for seeds in self.seeds.values() for files in seeds if len(seeds) > 1]
        self.configs = self.configs or [files for seeds in self.seeds.values() for files in seeds]

    def whole(self, name: str) -> list[str]:
        """What the inputs come to that are not changed, after whose use everything is loaded."""
        return [self.outcome(name, files, float("inf"))[0] for files in self.seeds[name]]

    def input(self, name: str, seed: str, steps: list[int] | None = None) -> Files:
        """The input of a seed."""
        return mutated_input(self.kinds[name], self.seeds[name], seed, self.configs, steps)

    def outcome(self, name: str, files: Files, seconds: float | None = None) -> tuple[str, str]:
        """That an input was used or refused, or what went wrong, with the details."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for path, content in files.items():
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_bytes(content)
        try:
            with (
                warnings.catch_warnings(record=True) as caught,
                redirect_stderr(io.StringIO()),
                limited(self.seconds if seconds is None else seconds),
            ):
                warnings.simplefilter("always")
                what, detail = USED, ""
                try:
                    self.kinds[name].use(self.folder)
                except InputError as error:
                    what, detail = REFUSED, str(error)
                    refused_clearly(error)
                    for problem in error.problems:
                        assert problem.place or name in WITHOUT_PLACE, f"has no place: {problem}"
        except TookTooLongError as error:
            return f"took too long {where(error)}", traceback.format_exc()
        except Exception as error:
            return f"{type(error).__name__} {where(error)}", traceback.format_exc()
        for each in caught:
            if not issubclass(each.category, ScenarioWarning):
                place = f"{Path(each.filename).name}:{each.lineno}"
                return f"{each.category.__name__} at {place}", f"{place}: {each.category.__name__}: {each.message}"
        return what, detail

    def tried(self, name: str, seed: str) -> str | Finding:
        """What the input of a seed comes to; what went wrong is shrunk."""
        files = self.input(name, seed)
        what, detail = self.outcome(name, files)
        if what in (USED, REFUSED):
            return what
        if what.startswith("took too long") and self.outcome(name, files)[0] in (USED, REFUSED):
            return USED  # once more does not take long: something was loaded for the first time
        smaller = self.shrunk(name, seed, files, what)
        return Finding(name, seed, what, self.outcome(name, smaller)[1] or detail, smaller)

    def shrunk(self, name: str, seed: str, files: Files, what: str) -> Files:
        """A smaller input with the same fault: one step, then fewer lines, words and letters of what changed."""
        left = iter(range(MOST_SLOW_TRIES if what.startswith("took too long") else MOST_TRIES))

        def fails(smaller: Files) -> bool:
            return next(left, None) is not None and self.outcome(name, smaller)[0] == what

        for step in range(STEPS):
            if fails(smaller := self.input(name, seed, [step])):
                files = smaller
                break
        whole = [seed_files for seed_files in self.seeds[name] if seed_files.keys() == files.keys()]
        for path, content in files.items():
            changed = all(each[path] != content for each in whole)
            if changed and len(content) < 20_000 and not path.endswith((".parquet", ".nc", ".png")):
                files = {**files, path: _fewer(content, partial(_fails_with, fails, files, path))}
        return files


def _fails_with(fails: Callable[[Files], bool], files: Files, path: str, content: bytes) -> bool:
    return fails({**files, path: content})


def _fewer(content: bytes, fails: Callable[[bytes], bool]) -> bytes:
    """Content without the lines, words and bytes that do not matter for the fault."""
    for pattern in (rb"[^\n]*\n|[^\n]+", rb"\s+|[^\s,:{}\[\]]+|[,:{}\[\]]", rb"(?s)."):
        parts = re.findall(pattern, content)
        size = max(1, len(parts) // 2)
        while True:
            start = 0
            while start < len(parts):
                fewer = parts[:start] + parts[start + size :]
                if fails(b"".join(fewer)):
                    parts = fewer
                else:
                    start += size
            if size == 1:
                break
            size //= 2
        content = b"".join(parts)
    return content


def where(error: BaseException) -> str:
    """The last line of this program that an exception came through, or of the fuzzer."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/sim/" in frame.filename] or frames
    return f"in {Path(ours[-1].filename).name}:{ours[-1].name}" if ours else ""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise after so many seconds of the processor."""

    def too_long(_: int, __: FrameType | None) -> NoReturn:
        raise TookTooLongError

    if seconds == float("inf"):
        yield
        return
    before = signal.signal(signal.SIGPROF, too_long)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def quiet() -> Iterator[None]:
    """Without warnings of the inputs that are written first."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
