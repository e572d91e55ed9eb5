"""Assumptions: every value that a scenario rests on, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from itertools import accumulate
from typing import Any

from pydantic import BaseModel

from sim.cards import CardTable, Fold
from sim.problems import Path

from .blocks import Override, Population
from .grammar import FrozenMap, fields_of, is_law
from .moments import Moment, written_date
from .paths import children
from .quantities import Days, PerDay, written_number
from .reading import Fields

ASSUMED, ASSUMED_BY_DEFAULT = "assumed", "assumed (default)"
TOP = ("start", "horizon", "timeline", "populations", "remediations", "campaigns", "aftermath")
UNITS: dict[Path, str] = {("actors", "arrivals"): "groups a day", ("opens",): "local time"}
"""Of values whose kind does not say it, by the end of their path."""
LABELS = ("tags", "aims", "applies_to")
EMPTY = {"window": "at any time", "freeze": "none", "rings": "all at once"}
"""What empty lists of an override mean, which take something back."""


@dataclass(frozen=True)
class Assumption:
    """One value that a scenario rests on.

    Attributes
    ----------
    path : str
        Where it stands.
    value : str
        How it is written; of an uncertain one its law.
    unit : str
        Its unit, empty where it has none.
    source : str
        Where it comes from, `assumed`, or `assumed (default)` where the file does not name it.
    """

    path: str
    value: str
    unit: str
    source: str

    @property
    def is_assumed(self) -> bool:
        """Whether no source is given for it."""
        return self.source in (ASSUMED, ASSUMED_BY_DEFAULT)


def assumptions(scenario: Fields) -> list[Assumption]:
    """Every value of a scenario with its source, in the order of the file; uncertain values show their law.

    Parameters
    ----------
    scenario : Scenario
        What is assumed.

    Returns
    -------
    list of Assumption
        Each with `path`, `value`, `unit`, `source` and `is_assumed`.

    Examples
    --------
    >>> rows = sim.assumptions(sim.load("first_steps"))
    >>> next(row.unit for row in rows if row.path == "campaigns.mass_scan.rate")
    'probes a day'
    """
    rows = []
    uncertain = _rows_below(scenario.uncertain)
    for path, value, is_default in _values(scenario, (), False):
        dotted = ".".join(map(str, path))
        source = _source(scenario, path) or (ASSUMED_BY_DEFAULT if is_default else ASSUMED)
        unit = "multiple" if "pace" in path else UNITS.get(path[-2:]) or UNITS.get(path[-1:]) or _unit(value)
        text = EMPTY[str(path[-1])] if value == () else _value_text(value)
        rows.append(Assumption(dotted, text, unit, source))
        rows += [
            Assumption(
                row,
                f"uncertain: {scenario.uncertain[row]}",
                unit if row == dotted else _unit_inside(value, row),
                scenario.sources.get(f"uncertain.{row}", ASSUMED),
            )
            for row in uncertain.get(dotted, ())
        ]
    return rows


def assumed_in_words(rows: Sequence[Assumption]) -> str:
    """How many values have a source, and how many are assumed."""
    assumed = sum(row.is_assumed for row in rows)
    noun = "value" if len(rows) == 1 else "values"
    return f"{len(rows)} {noun}: {len(rows) - assumed} with a source, {assumed} assumed"


def folds_of(rows: Sequence[Assumption]) -> list[Fold]:
    """The values of every section of a scenario, to be shown on demand."""
    sections: dict[str, list[Assumption]] = {}
    for row in rows:
        sections.setdefault(row.path.split(".")[0], []).append(row)
    heads = ("path", "value", "unit", "source")
    return [
        Fold(f"{name} ({assumed_in_words(found)})", CardTable(heads, [astuple(row) for row in found], words=4))
        for name, found in sections.items()
    ]


def _rows_below(rows: Iterable[str]) -> dict[str, list[str]]:
    """The rows at or below every path."""
    below: dict[str, list[str]] = {}
    for row in rows:
        for path in accumulate(row.split("."), lambda path, part: f"{path}.{part}"):
            below.setdefault(path, []).append(row)
    return below


def _values(node: Any, path: Path, is_default: bool) -> Iterator[tuple[Path, Any, bool]]:
    """Leaves with their paths, and whether nobody wrote them down."""
    if not isinstance(node, BaseModel | FrozenMap | tuple):
        yield path, node, is_default
        return
    for key, entry in children(node).items():
        if isinstance(node, Override) and key in EMPTY and entry == ():
            yield (*path, key), entry, False
        if (not path and key not in TOP) or key in LABELS or entry is None or entry in ({}, ()):
            continue
        if isinstance(node, Population) and not node.runs_servers and key not in ("organizations", "deployment"):
            continue
        default = isinstance(node, BaseModel) and entry == fields_of(type(node))[key].default
        yield from _values(entry, (*path, key), default)


def _source(scenario: Fields, path: Path) -> str | None:
    """The source given for a path, or for the nearest block around it."""
    for length in range(len(path), 0, -1):
        source = scenario.sources.get(".".join(map(str, path[:length])))
        if source is not None:
            return str(source)
    return None


def _value_text(value: Any) -> str:
    if isinstance(value, Days | PerDay | Moment | str) or (is_law(value)):
        return str(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return written_number(value)
    return written_date(value)


def _unit(value: Any) -> str:
    if isinstance(value, PerDay):
        return "probes a day"
    if isinstance(value, Days):
        return "days"
    if isinstance(value, Moment):
        return "moment (UTC)"
    if isinstance(value, bool | str | tuple):
        return ""
    if isinstance(value, int):
        return "count"
    if isinstance(value, float):
        return "share"
    if is_law(value):
        return "law of delays" if any(isinstance(each, Days) for each in vars(value).values()) else "law of counts"
    return "date (UTC)"


def _unit_inside(value: Any, row: str) -> str:
    return _unit(children(value).get(row.rsplit(".", 1)[-1]))
