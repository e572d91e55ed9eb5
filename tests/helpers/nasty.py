"""Values, keys and pieces of text that go wrong easily, for the tests that mutate inputs."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta, timezone
from typing import Any

import numpy as np

STRANGE: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 3, 10**30, -0.5, 1e308, "", "x", "1d", "never", "../x", "/dev/zero", "manifest.json",
    "\x1b[31m", "ü" * 500, [], [[]], {}, {"law": "lognormal"}, [1, "a", None],
)  # fmt: skip
"""Values that no key of a manifest expects, and some that many do."""
LAW_PIECES: list[Any] = [
    {"law": "lognormal", "median": 1, "sigma": 50},
    {"law": "weibull", "scale": "1d", "shape": 0.001},
    {"law": "weibull", "scale": 1e300, "shape": 1e-300},
    {"law": "uniform", "low": 0, "high": 3},
    {"law": "uniform", "low": "0d", "high": "1_000d"},
    {"law": "uniform", "low": "0/d", "high": "1e300/d"},
    {"law": "fixed", "value": 0},
    {"law": "fixed", "value": "1e300d"},
    {"law": "gamma", "mean": "1e-300d", "shape": 1e-9},
    {"law": "exponential", "mean": "0d"},
    {"law": "exponential", "mean": 1, "half_life": 2},
    {"law": ["fixed"], "value": 1},
    {"law": None},
]


def nest(kind: str, depth: int) -> Any:
    """A list or mapping in a list or mapping, and so on."""
    value: Any = 1
    for _ in range(depth):
        value = [value] if kind == "list" else {"a": value}
    return value


NUMBERS: list[Any] = [0, 1, 2, -1, 3, 10**13, 10**400, math.nan, math.inf, -math.inf, -0.0, 0.5, 1.5]
NUMBERS += [1e5, 1e12, 1e-300, 5e-324, 1e300, 1.8e308]
WORDS = ["", " ", "\n", "a\nb", "\ud800", "é", "\x00", "\u2028", "\u0663d", "2021-03-02\n", "a" * 500]
WORDS += ["null", "6:00", "-3d", "1e400d", "1e300d", "0d", "5e-324d", "2w 3d", "3 d", "1_0/s"]
WORDS += ["1e306/s", "0/d", "5e-324/d", "50%", "1_000", "nan", "inf"]
WORDS += ["start", "horizon", "fix", "fix + 1d", "end - 1e9w", "horizon + 1d", "fix + fix"]
WORDS += ["2021-02-30", "2021-3-2", "2021-03-02T25:00"]
WORDS += ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "random", "permutation"]
WORDS += ["hit_list", "cloud", "all", "big", "us"]
ODD: list[Any] = [None, True, False, [], {}, [[]], [None], {"": None}, {None: 1}, {1: 2}, {"a\nb": 1}, (), ("us",)]
ODD += [b"bytes", {1, 2}, object(), int, 1j, np.int64(3), np.float64(0.5), np.array([[1, 2], [3, 4]]), timedelta(3)]
ODD += [date(2021, 3, 2), date(1, 1, 1), date(9999, 12, 31), datetime(2021, 3, 2, 4)]
ODD += [datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))]
ODD += [datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-14)))]
ODD += [{"tags": ["nobody"]}, {"populations": ["big"]}, {"deployment": "cloud"}, *LAW_PIECES]
ODD += [{"fix": 1e300}, {"fix": 0, "start": 1e-300}, {"a": 1e-200, "b": 1e-200}]
KEYS: list[Any] = ["organizations", "law", "mean", "all", "start", "horizon", "aims", "tags", "by_population"]
KEYS += ["uncertain", "seed", "value"]
KEYS += ["resolution", "fix", "end", "populations.tiny.organizations", "campaigns", "timeline."]
KEYS += ["populationz", "tagz", "x.y", "-"]
KEYS += ["", "a\nb", " ", "\ud800", "\u2028", "a" * 300, None, 1, 2.5, True, date(2021, 3, 2), ("a", "b"), math.nan]
CHARACTERS = list("{}[]:,#&*!|>'\"%@`-? \n\t\r\x00\x07\x85\u2028\ufeff\ud800\u00e9_./0193deinfw+~=<")
PIECES = ["- ", ": ", "? ", "&a ", "*a", "!!int ", "!x ", "<<: *a", "---\n", "...\n", "%YAML 1.1\n", "\n  ", "{a: b}"]
PIECES += [
    "'",
    '"\\ud800"',
    '"\\n"',
    '"\\x00"',
    "[" * 100,
    "{a: " * 100,
    "- " * 100,
    "x" * 3000,
    "1" * 5000,
    "0x" + "f" * 5000,
]
PIECES += [".nan", ".inf", "-.inf", "0b11", "0o17", "1e999", "~", "null", "yes", "6:00", "2021-02-30"]
PIECES += ["0000-00-00", "2021-03-02 25:61:61"]
PIECES += ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]
