"""Kinds of input whose readers go wrong, each in another way, to see that the fuzzer finds it."""

from __future__ import annotations

import os
import signal
import time
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path

from fuzzed import Kind, configs, of

from sim.problems import InputError, Problem

WHOLE = "name: whole\nfirst: 1\nsecond: {third: 2, fourth: [5, 6]}\n"
kept: list[bytes] = []


def _raises(text: str) -> None:
    if "whole" not in text or "first" not in text:
        raise KeyError("whole")


def _warns(text: str) -> None:
    if text != WHOLE:
        warnings.warn("odd", RuntimeWarning, stacklevel=1)


def _refuses_without_place(text: str) -> None:
    if text != WHOLE:
        raise InputError([Problem(("first",), None, "is wrong")])


def _refuses_in_lines(text: str) -> None:
    if text != WHOLE:
        raise InputError([Problem(("first",), None, "ValueError: is wrong", "f.yaml:1:1")])


def _computes_for_ever(text: str) -> None:
    while text != WHOLE:
        pass


def _takes_memory(text: str) -> None:
    if text != WHOLE:
        bytearray(2**50)


def _keeps_memory(text: str) -> None:
    kept.append(bytes([len(text) % 200]) * 2**20)


def _sleeps(text: str) -> None:
    if text != WHOLE:
        time.sleep(1e6)


def _dies(text: str) -> None:
    if text != WHOLE:
        os.kill(os.getpid(), signal.SIGKILL)


def _kind(use: Callable[[str], None]) -> Kind:
    def read(folder: Path) -> None:
        use((folder / "f.yaml").read_bytes().decode("utf-8", "replace"))

    return Kind(1, of("f.yaml", (WHOLE,)), configs, read)


KINDS: Mapping[str, Kind] = {
    "raises": _kind(_raises),
    "warns": _kind(_warns),
    "refuses_without_place": _kind(_refuses_without_place),
    "refuses_in_words_of_python": _kind(_refuses_in_lines),
    "computes_for_ever": _kind(_computes_for_ever),
    "takes_memory": _kind(_takes_memory),
    "keeps_memory": _kind(_keeps_memory),
    "sleeps": _kind(_sleeps),
    "dies": _kind(_dies),
}
