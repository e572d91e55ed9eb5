"""A scenario: frozen, validated, and able to say of every value where it comes from."""

from __future__ import annotations

import hashlib
import io
import json
import warnings
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path as FilePath
from typing import Any

from pydantic import BaseModel

from sim.cards import card
from sim.problems import MOST_FOUND, InputError, Path, Problem, ScenarioWarning, nearest, shown
from sim.records.whole import write_whole

from .assumptions import ASSUMED, assumed_in_words, assumptions, folds_of
from .blocks import Alarm
from .consistency import warnings_in
from .grammar import fields_of, is_law
from .laws import Written
from .moments import Calendar, Moment, written_date
from .paths import WORDS, children, find, spelled, split
from .quantities import Days, PerDay, read_duration
from .reading import SECTIONS, Fields, draft_of, read_fields

NOT_SOURCED = (*WORDS, "replications", "seed", "resolution", "uncertain", "plausible")
ROWS = {"uncertain": 1, "sources": 2, "labels": 2, "translations": 2}
"""Sections whose keys are paths themselves, in the order in which changes of them are made after all others."""
NOT_IN_DIGEST = (*WORDS, "plausible")
GRID_POINTS = 400
DEEPEST = 40
LONGEST_LINE = 1_000_000
"""No text of a saved scenario is folded: a key that is would not be read again."""
STEPS = ("1m", "5m", "15m", "1h", "3h", "6h", "12h", "1d", "1w", "4w", "52w")


class Scenario(Fields):
    """Everything that is assumed about one race, frozen. Read one with `sim.load` or `Scenario.from_dict`.

    Attributes
    ----------
    name : str
        Title of tables and charts.
    start : datetime
        When the race begins; all times are days since then.
    horizon : Moment
        When it ends.
    replications, seed : int
        How many worlds, and their seed.
    resolution : Days or None
        Step of the curves; None for one that gives at most 400 points.
    timeline : mapping
        A `Moment` by name.
    populations, remediations, campaigns : mapping
        A `Population`, `Remediation` or `Campaign` by name; durations are in days, rates per day.
    aftermath : Aftermath or None
        What happens to compromised servers.
    uncertain : mapping
        Laws by path, drawn once per replication.
    about : About or None
        What the case is about.
    labels : mapping
        What people call populations, remediations, campaigns and moments, by path.
    translations : mapping
        By language, what both say in it, by path.
    sources : mapping
        Texts by path.
    plausible : mapping
        Ranges of the mean share by outcome.

    Examples
    --------
    >>> scenario = sim.load("first_steps")
    >>> scenario.replace({"timeline.fix": "20d"}).digest != scenario.digest
    True
    """

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Scenario:
        """A scenario from a document in the config grammar.

        Parameters
        ----------
        document : mapping
            Keys and values as in a file.

        Returns
        -------
        Scenario
            The scenario, frozen.

        Raises
        ------
        InputError
            With every problem found.
        """
        if not isinstance(document, Mapping):
            raise InputError([Problem((), shown(document), "a scenario is a mapping of keys and values")])
        if _is_deep(document):
            raise InputError([Problem((), None, "is nested too deeply")])
        fields, problems = read_fields(document)
        if not problems:
            scenario = cls.model_construct(**fields)
            for each in warnings_in(draft_of(fields, document)):
                warnings.warn(ScenarioWarning(str(each)), stacklevel=2)
            return scenario
        raise InputError(problems)

    def to_dict(self) -> dict[str, Any]:
        """The scenario as a document in the config grammar, without the keys that have their default."""
        written: dict[str, Any] = written_form(self)
        return written

    def replace(self, changes: Mapping[str, Any]) -> Scenario:
        """A changed copy: `scenario.replace({"campaigns.mass_scan.rate": "1_000/d"})`.

        A row of `uncertain` at or below a changed path is removed, with a warning, and the changed value is an
        assumption, whatever source the old one had. `uncertain.` and a path changes a row of `uncertain`, or adds one;
        `uncertain.campaigns.mass_scan.rate.median` changes a parameter of its law. A warning tells of uncertain moments
        that do not follow a moment that is moved.

        Parameters
        ----------
        changes : mapping
            Values in the config grammar by dotted path.

        Returns
        -------
        Scenario
            The changed one; this one stays as it is.

        Raises
        ------
        InputError
            If a path or a value does not fit.
        """
        if _is_deep(changes):
            raise InputError([Problem((), None, "is nested too deeply")])
        document = self.to_dict()
        problems: list[Problem] = []
        paths = {split(dotted): value for dotted, value in changes.items()}
        given = {_spelled(path) for path in paths}
        for path, value in sorted(paths.items(), key=lambda change: ROWS.get(str(change[0][0]), 0)):
            if len(problems) >= MOST_FOUND:
                break
            try:
                set_path(document, path, written_form(value))
            except InputError as error:
                problems += error.problems
            for row in _remove_rows(document, "uncertain", path):
                if ("uncertain", *_spelled(split(row))) in given:
                    continue
                note = f"{row} is set to {shown(written_form(value))}, so its uncertain row is removed"
                warnings.warn(ScenarioWarning(note), stacklevel=2)
            _forget_source(document, path)
            _forget_labels(document, path)
        if problems:
            raise InputError(problems)
        changed = Scenario.from_dict(document)
        for note in _left_behind(self, changed):
            warnings.warn(ScenarioWarning(note), stacklevel=2)
        return changed

    def _repr_html_(self) -> str:
        rows = assumptions(self)
        facts = f"{written_date(self.start)} to {self.horizon}, {self.replications} replications, seed {self.seed}"
        text = f"{assumed_in_words(rows)}. Uncertain, and drawn anew in every world: {len(self.uncertain)}."
        return card(self.name, f"{facts}, digest {self.digest}", text, *folds_of(rows))

    def save(self, path: str | FilePath) -> None:
        """Write the scenario as YAML, whole or not at all; `sim.load` reads back one with the same digest.

        A file that is there is replaced.

        Parameters
        ----------
        path : str or Path
            The file.

        Raises
        ------
        InputError
            If it cannot be written.
        """
        from ruamel.yaml import YAML

        yaml = YAML(typ="safe", pure=True)
        yaml.default_flow_style = False
        yaml.width = LONGEST_LINE
        yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # keep the order of the file
        text = io.StringIO()
        yaml.dump(self.to_dict(), text)
        write_whole(FilePath(path), text.getvalue())

    @property
    def varying(self) -> tuple[str, ...]:
        """Paths of what differs from world to world: uncertain values, and the moments of alarms."""
        alarms = (name for name, each in self.timeline.items() if isinstance(each, Alarm))
        return (*self.uncertain, *(f"timeline.{name}" for name in alarms))

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that change with everything that can change a number.

        Words (name, about, labels, translations, sources) and plausible ranges do not count; layout and units of the
        file do not either (`14d` is `2w`).
        """
        counted = {key: entry for key, entry in self.to_dict().items() if key not in NOT_IN_DIGEST}
        text = json.dumps(counted, separators=(",", ":"), ensure_ascii=False)
        return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _left_behind(before: Scenario, after: Scenario) -> Iterator[str]:
    """Notes on uncertain moments that were written relative to one that a change moves: draws count from the start."""
    calendars = [Calendar(each.start, each.horizon, each.timeline) for each in (before, after)]
    for row, law in after.uncertain.items():
        moment = find(before, split(row)) if before.uncertain.get(row) == law else None
        if not isinstance(moment, Moment) or moment.on is not None:
            continue
        old, new = (calendar.days(Moment(moment.anchor)) for calendar in calendars)
        if old != new:
            yield (
                f"{row} is written as {moment}, and {moment.anchor} moves, from {Days(old)} to {Days(new)} after the "
                f"start, but the law of {row} counts from the start and stays; change uncertain.{row} too"
            )


def _remove_rows(document: dict[str, Any], section: str, path: Path) -> list[str]:
    """Remove the rows of a section at or below a path; returns them."""
    rows = document.get(section)
    covered = [row for row in rows if _covers(path, row)] if isinstance(rows, dict) else []
    for row in covered:
        del document[section][row]
    return covered


def _forget_source(document: dict[str, Any], path: Path) -> None:
    """Let a changed value be an assumption, also where a source is given for the block around it."""
    sources = document.get("sources")
    if path[0] == "uncertain" and isinstance(sources, dict):
        for row in [row for row in sources if all(a == b for a, b in zip(split(row), path, strict=False))]:
            del sources[row]
    if path[0] in NOT_SOURCED or not isinstance(sources, dict):
        return
    _remove_rows(document, "sources", path)
    _remove_rows(document, "sources", ("uncertain", *path))
    if any(split(row) == path[: len(split(row))] for row in document["sources"]):
        document["sources"][".".join(map(str, path))] = ASSUMED


def _forget_labels(document: dict[str, Any], path: Path) -> None:
    """Drop the labels, in every language, of what a change of a section leaves out, and translations of old words."""
    section, translations = document.get(str(path[0])), document.get("translations")
    translated = translations.values() if isinstance(translations, dict) else ()
    if path[0] in ("name", "about"):
        for words in filter(None, translated):
            for row in [row for row in words if split(row)[: len(path)] == path]:
                del words[row]
    if len(path) > 1 or path[0] not in SECTIONS or not isinstance(section, Mapping):
        return
    for words in (document.get("labels"), *translated):
        if isinstance(words, dict):
            for row in [row for row in words if split(row)[0] == path[0] and split(row)[1] not in section]:
                del words[row]


def _is_deep(document: Any) -> bool:
    """Whether a document is nested deeper than any scenario."""
    level = [document]
    for _ in range(DEEPEST):
        level = [each for node in level if isinstance(node, Mapping | list | tuple) for each in _entries(node)]
        if not level:
            return False
    return True


def _entries(node: Any) -> list[Any]:
    return list(node.values()) if isinstance(node, Mapping) else list(node)


def _covers(changed: Path, row: str) -> bool:
    """Whether a row of uncertain is at or below a changed path."""
    return split(row)[: len(changed)] == changed


def written_form(value: Any) -> Any:
    """A value as it would stand in a config."""
    if isinstance(value, BaseModel):
        kept = {key: entry for key, entry in children(value).items() if _is_written(value, key, entry)}
        return {key: written_form(entry) for key, entry in kept.items()}
    if isinstance(value, Written):
        return {key: written_form(entry) for key, entry in value.written().items()}
    if isinstance(value, Mapping):
        return {str(key): written_form(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [written_form(entry) for entry in value]
    if isinstance(value, datetime):
        return written_date(value)
    return str(value) if isinstance(value, Days | PerDay | Moment) else value


def _is_written(block: BaseModel, key: str, entry: Any) -> bool:
    field = fields_of(type(block))[key]
    return field.is_required() or entry != field.get_default(call_default_factory=True)


def set_path(document: dict[str, Any], path: Path, value: Any) -> None:
    """Set a value in a document. A key may be new, and so may a whole named block; any other name must exist."""
    if path[0] == "translations" and len(path) > 2:
        words = document.setdefault("translations", {}).setdefault(str(path[1]), {})
        words[".".join(map(str, path[2:]))] = value
        return
    if path[0] in ROWS and len(path) > 1:
        _set_row(document, path, value)
        return
    _set_below(document, path, value, path)


def _set_row(document: dict[str, Any], path: Path, value: Any) -> None:
    """Set a row of a section whose keys are paths, or a parameter of the law in the longest row that fits."""
    section, rest = str(path[0]), _spelled(path[1:])
    rows = document.setdefault(section, {})
    if not isinstance(rows, dict):
        raise InputError([Problem(path, shown(value), f"there is nothing below {section!r}")])
    names = {_spelled(split(row)): row for row in rows}
    length = next((length for length in range(len(rest), 0, -1) if rest[:length] in names), 0)
    if length:
        _set_below(rows, (names[rest[:length]], *rest[length:]), value, path)
    elif section == "uncertain" and not (isinstance(value, Mapping) or is_law(value)):
        dotted = ".".join(rest)
        message = (
            f"is not a law, and there is no row in uncertain of which it could be a parameter; {nearest(dotted, rows)}"
        )
        raise InputError([Problem(path, shown(value), message)])
    else:
        rows[".".join(map(str, path[1:]))] = value


def _spelled(path: Path) -> tuple[str, ...]:
    """A path in one spelling: `fix+2d` is `fix + 2d`."""
    return tuple(spelled(str(part)) for part in path)


def _set_below(top: dict[str, Any], inside: Path, value: Any, path: Path) -> None:
    """Set a value inside a part of a document; `path` is the whole path."""
    node: Any = top
    for depth, part in enumerate(inside[:-1]):
        if isinstance(node, list) and (index := _index(node, part)) is not None:
            node = node[index]
            continue
        if not isinstance(node, dict):
            break
        if part not in node:
            if depth == 0 and part not in Scenario.model_fields:
                raise InputError([Problem(path, None, f"unknown path; {nearest(str(part), Scenario.model_fields)}")])
            if depth == 1 and path[0] in SECTIONS:
                raise InputError(
                    [Problem(path, None, f"there is no {part!r} in {path[0]}; {nearest(str(part), node)}")]
                )
            node[part] = {}
        node = node[part]
    if isinstance(node, list) and (index := _index(node, inside[-1])) is not None:
        node[index] = value
        return
    if not isinstance(node, dict):
        raise InputError([Problem(path, shown(value), f"there is nothing below {'.'.join(map(str, path[:-1]))!r}")])
    if len(path) == 2 and path[0] in SECTIONS and path[1] not in node and not isinstance(value, Mapping):
        raise InputError(
            [Problem(path, shown(value), f"there is no {path[1]!r} in {path[0]}; {nearest(str(path[1]), node)}")]
        )
    node[inside[-1]] = value


def _index(entries: list[Any], part: str | int) -> int | None:
    """The number that a part of a path means in a list, or None if the list has no such part."""
    number = int(part) if str(part).isdecimal() else len(entries)
    return number if number < len(entries) else None


def curve_step(scenario: Scenario, horizon: float) -> float:
    """Step of the grid of curves in days: as written, or the least usual step that gives at most 400 points."""
    if scenario.resolution is not None:
        return float(scenario.resolution)
    steps = [float(read_duration(step)) for step in STEPS]
    return next((step for step in steps if horizon / step <= GRID_POINTS), horizon / GRID_POINTS)
