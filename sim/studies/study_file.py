"""Study files: a scenario, what varies in it, and by which design. A study is a parameter sweep."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path as FilePath
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, PlainValidator, TypeAdapter, ValidationError

from sim.engines import DEFAULT
from sim.engines import NAMES as ENGINES
from sim.model.config import Document, find_config, load, read, read_text, shipped
from sim.model.grammar import (
    MISSING_KEY,
    UNKNOWN_KEY,
    Block,
    Count,
    CountFromOne,
    FrozenMap,
    Text,
    read_law,
    read_mapping,
    translated,
)
from sim.model.moments import Calendar, read_date, read_moment
from sim.model.paths import find, split, unit_of
from sim.model.problems import InputError, Path, Problem, ScenarioWarning, nearest, shown
from sim.model.quantities import Days, PerDay, read_duration, read_number, read_rate, read_whole
from sim.model.scenario import Scenario, written_form

from .design import (
    DESIGNS,
    GRID,
    NAMES,
    SAMPLED,
    SOBOL_INDICES,
    SOBOL_SEQUENCE,
    TABLE,
    ZIP,
    Level,
    Listed,
    Parameter,
    Point,
    Range,
    Spread,
    grid,
    is_power_of_two,
    sampled,
    tidy,
    unique,
    zipped,
)

DAYS, PER_DAY, NUMBER, MOMENT = "days", "per day", "number", "days after start"
MOST_POINTS = 100_000
POINTS_CHECKED = 200
MOST_STEPS = 10_000
NOT_VARIED = ("name", "start", "replications", "resolution", "seed", "sources", "plausible")
SHOWN_DIGITS = 4
LINEAR, LOG = "linear", "log"
VALUES_HELP = "write a list of values, or {from: 1d, to: 16d, scale: log, steps: 5}"
Paths = Annotated[dict[str, Any], BeforeValidator(read_mapping), AfterValidator(FrozenMap)]


def _one_of(names: Sequence[str], what: str, value: Any) -> str:
    if value not in names:
        raise ValueError(f"unknown {what}; {nearest(str(value), names)}")
    return str(value)


class StudyFields(Block):
    """The fields of a study file."""

    scenario: Text
    """The scenario that is varied: a path, from the folder of this file, or the name of a shipped scenario."""
    name: Text | None = None
    """Title of tables and charts."""
    question: Text | None = None
    """What the study is to answer, in a sentence."""
    design: Annotated[str, PlainValidator(partial(_one_of, DESIGNS, "design"))] = GRID
    """How values are combined: grid, zip, latin_hypercube, sobol_sequence, sobol_indices or table."""
    samples: CountFromOne | None = None
    """Number of points of a sampled design; sobol_indices runs (number of parameters + 2) times as many."""
    design_seed: Count = 0
    """Seed of a sampled design; the worlds have the scenario's."""
    replications: CountFromOne | None = None
    """Worlds at every point, the same ones; by default the scenario's."""
    engine: Annotated[str, PlainValidator(partial(_one_of, ENGINES, "engine"))] = DEFAULT
    """vectorized, events or expected."""
    set: Paths = FrozenMap()
    """Changes to the scenario that hold at every point, by dotted path."""
    vary: Paths = FrozenMap()
    """What varies, by dotted path: a list, a range, a law (sampled designs) or named alternatives."""
    table: Text | None = None
    """For the design table: a CSV file whose header holds dotted paths, and each row a point."""


@dataclass(frozen=True)
class Plan:
    """A study as planned: `scenario` with what holds at every point, and the points in the order of the design."""

    name: str
    question: str
    scenario: Scenario
    design: str
    engine: str
    parameters: tuple[Parameter, ...]
    points: tuple[Point, ...]

    def scenario_at(self, point: Point) -> Scenario:
        """The scenario of a point. Raises InputError if the values do not fit together."""
        return changed(self.scenario, point.changes)

    @property
    def identity(self) -> dict[str, Any]:
        """What must stay the same for finished work to count; points and replications may be added."""
        return {
            "scenario": self.scenario.replace({"replications": 1}).digest,
            "engine": self.engine,
            "design": self.design,
            "parameters": [each.path for each in self.parameters],
        }

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that change with everything that can change a number of the study."""
        content = {**self.identity, "replications": self.scenario.replications, "points": [p.key for p in self.points]}
        return hashlib.blake2b(json.dumps(content).encode(), digest_size=8).hexdigest()


def changed(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """A changed scenario, without warnings of what is the same at every point."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ScenarioWarning)
        return scenario.replace(changes)


def shipped_studies() -> dict[str, FilePath]:
    """The studies that come with the package, by name: `proxylogon/patch_speed`."""
    return {
        f"{incident}/{path.stem}": path
        for incident, scenario in shipped().items()
        for path in sorted((scenario.parent / "studies").glob("*.yaml"))
    }


def find_study(source: str | FilePath) -> FilePath:
    """The file that a path or the name of a shipped study means."""
    path, studies = FilePath(source), shipped_studies()
    if not path.exists() and str(source) in studies:
        return studies[str(source)]
    if not path.exists() and path.suffix == "":
        message = f"is neither a file nor a shipped study; {nearest(str(source), studies)}"
        raise InputError([Problem((), shown(str(source)), message)])
    return path


def load_plan(source: str | FilePath, changes: Mapping[str, Any] | None = None) -> Plan:
    """Read a study file. Raises InputError with every problem, each with its place.

    `changes` are made to the scenario after those of `set`, as `--set` does.
    """
    file = find_study(source)
    document = read(file)
    try:
        return _Reader(document, file, changes or {}).plan()
    except InputError as error:
        raise document.locate(error) from None


class _Reader:
    """Reads one study file, step by step."""

    def __init__(self, document: Document, file: FilePath, changes: Mapping[str, Any]) -> None:
        self.document, self.file, self.changes = document, file, changes
        self.fields = self._fields()
        self.scenario = self._scenario()
        self._names = tuple(self.scenario.populations)
        self.calendar = Calendar(self.scenario.start, self.scenario.horizon, self.scenario.timeline)

    def plan(self) -> Plan:
        """The plan, with every value tried once."""
        fields = self.fields
        self._check_keys()
        parameters, points = self._from_table() if fields.design == TABLE else self._from_vary()
        if len(points) > MOST_POINTS:
            message = f"gives {len(points):,} points; at most {MOST_POINTS:,} are possible"
            raise InputError([Problem(("design",), fields.design, message)])
        self.scenario = self._without_rows([split(parameter.path) for parameter in parameters])
        title = fields.name or f"{self.scenario.name}: {self.file.stem.replace('_', ' ')}"
        plan = Plan(
            title, fields.question or "", self.scenario, fields.design, fields.engine, parameters, tuple(points)
        )
        self._try(plan)
        return plan

    def _fields(self) -> StudyFields:
        data = self.document.data
        if not isinstance(data, Mapping):
            raise InputError([Problem((), shown(data), "a study is a mapping of keys and values")])
        problems = list(self.document.problems)
        try:
            fields = StudyFields.model_validate(data)
        except ValidationError as error:
            for each in (part for one in error.errors() for part in translated(one, ())):
                message = each.message
                if message == UNKNOWN_KEY:
                    message = f"unknown key; {nearest(str(each.path[-1]), StudyFields.model_fields)}"
                elif message == MISSING_KEY:
                    message = "missing key; every study names the scenario that it varies"
                problems.append(Problem(each.path, each.value, message))
        if problems:
            raise InputError(problems)
        return fields

    def _scenario(self) -> Scenario:
        beside = self.file.parent / self.fields.scenario
        try:
            path = beside if beside.is_file() else find_config(self.fields.scenario)
            scenario = load(path if path.is_absolute() or path.is_file() else beside)
        except InputError as error:
            if any(":" in each.place for each in error.problems):
                raise
            raise InputError([Problem(("scenario",), each.value, str(each)) for each in error.problems]) from None
        try:
            scenario = scenario.replace(self.fields.set) if self.fields.set else scenario
        except InputError as error:
            raise InputError([self._beneath("set", self.fields.set, each) for each in error.problems]) from None
        try:
            scenario = scenario.replace(self.changes) if self.changes else scenario
        except InputError as error:
            raise InputError([each.at("--set") for each in error.problems]) from None
        if self.fields.replications is not None and "replications" not in self.changes:
            scenario = scenario.replace({"replications": self.fields.replications})
        return scenario

    def _beneath(self, section: str, rows: Mapping[str, Any], problem: Problem) -> Problem:
        """A problem of a changed scenario as one of the row that changed it."""
        dotted = ".".join(map(str, problem.path))
        row = max(rows, key=lambda each: len(_shared(split(each), problem.path)))
        message = problem.message if split(row) == problem.path else f"{dotted}: {problem.message}"
        return Problem((section, row), problem.value, message)

    def _check_keys(self) -> None:
        fields = self.fields
        problems = []
        if fields.design == TABLE:
            if fields.table is None:
                problems.append(Problem(("table",), None, "missing key; the design table needs a CSV file"))
            if fields.vary:
                message = "does not go with the design table; the header of its file says what varies"
                problems.append(Problem(("vary",), None, message))
        else:
            if not fields.vary:
                problems.append(Problem(("vary",), None, "missing key; a study varies at least one path"))
            if fields.table is not None:
                problems.append(Problem(("table",), fields.table, "goes with the design table only"))
        if fields.design in SAMPLED and fields.samples is None:
            problems.append(Problem(("samples",), None, f"missing key; {fields.design} needs a number of points"))
        if fields.design not in SAMPLED and fields.samples is not None:
            message = f"goes with {', '.join(SAMPLED)}; a {fields.design} has the points that its values give"
            problems.append(Problem(("samples",), str(fields.samples), message))
        if fields.design in (SOBOL_SEQUENCE, SOBOL_INDICES) and not is_power_of_two(fields.samples or 1):
            message = "must be a power of two, such as 64, 128 or 256: a Sobol sequence is balanced only there"
            problems.append(Problem(("samples",), str(fields.samples), message))
        if problems:
            raise InputError(problems)

    def _from_vary(self) -> tuple[tuple[Parameter, ...], list[Point]]:
        fields = self.fields
        parameters, problems = [], []
        for dotted, entry in fields.vary.items():
            try:
                parameters.append(self._parameter(str(dotted), entry))
            except InputError as error:
                problems += [Problem(("vary", dotted, *each.path), each.value, each.message) for each in error.problems]
            except ValueError as error:
                problems.append(Problem(("vary", dotted), shown(entry), str(error)))
        if problems:
            raise InputError(problems)
        if fields.design in SAMPLED:
            assert fields.samples is not None
            self._check_size(fields.samples * (len(parameters) + 2 if fields.design == SOBOL_INDICES else 1))
            return tuple(parameters), sampled(fields.design, parameters, fields.samples, fields.design_seed)
        sizes = {each.path: len(each.values.levels) for each in parameters if isinstance(each.values, Listed)}
        if fields.design == ZIP and len(set(sizes.values())) > 1:
            listed = ", ".join(f"{path} has {size}" for path, size in sizes.items())
            message = f"a zip takes as many values of every path; here {listed}"
            raise InputError([Problem(("vary",), None, message)])
        number = 1
        for size in sizes.values():
            number *= size
        self._check_size(number if fields.design == GRID else 1)
        return tuple(parameters), (grid if fields.design == GRID else zipped)(parameters)

    def _check_size(self, points: int) -> None:
        if points > MOST_POINTS:
            message = f"gives {points:,} points; at most {MOST_POINTS:,} are possible"
            raise InputError([Problem(("design",), self.fields.design, message)])

    def _parameter(self, dotted: str, entry: Any) -> Parameter:
        if split(dotted)[0] in NOT_VARIED or dotted == "uncertain":
            raise ValueError(f"{split(dotted)[0]} cannot vary; name another value of the scenario")
        if dotted == "populations" or (dotted.startswith("populations.") and split(dotted)[1] not in self._names):
            raise ValueError(f"every point has the same populations; {nearest(dotted[12:], self._names)}")
        if isinstance(entry, Mapping) and "alternatives" in entry:
            return self._alternatives(dotted, entry)
        if isinstance(entry, Mapping) and "law" in entry:
            return self._spread(dotted, entry)
        if isinstance(entry, Mapping) and {"from", "to"} & set(entry):
            return self._range(dotted, entry)
        if not isinstance(entry, list | tuple):
            raise ValueError(f"is neither a list nor a range; {VALUES_HELP}")
        return self._listed(dotted, entry)

    def _unit(self, dotted: str, *examples: Any) -> str:
        """The unit of what stands at a path, or, where nothing stands there, of the values it is to take."""
        try:
            unit = unit_of(find(self.scenario, split(dotted)))
        except LookupError:
            unit = None
        if unit is not None:
            return unit
        for each in (DAYS, PER_DAY, NUMBER, MOMENT):
            if all(self._number(example, each) is not None for example in examples):
                return each
        return NAMES

    def _number(self, value: Any, unit: str) -> float | None:
        """A written value as a number in a unit; None if it is none."""
        readers = {DAYS: read_duration, PER_DAY: read_rate, NUMBER: read_number}
        try:
            if unit == MOMENT:
                days = self.calendar.days(read_moment(value))
                return days if days == days else None
            return float(readers[unit](value)) if unit in readers else None
        except ValueError:
            return None

    def _listed(self, dotted: str, entry: Sequence[Any]) -> Parameter:
        if not entry:
            raise ValueError(f"has no values; {VALUES_HELP}")
        unit = self._unit(dotted, *entry)
        numbers = [self._number(each, unit) for each in entry]
        if any(number is None for number in numbers):
            unit = NAMES
        levels = [
            Level(_label(value), _plain(value), float("nan") if number is None or unit == NAMES else number)
            for value, number in zip(entry, numbers, strict=True)
        ]
        self._check_levels(dotted, levels, [(index,) for index in range(len(levels))])
        kept = tuple(levels) if self.fields.design == ZIP else unique(levels)
        return Parameter(dotted, unit, Listed(kept))

    def _alternatives(self, dotted: str, entry: Mapping[str, Any]) -> Parameter:
        extra = [key for key in entry if key != "alternatives"]
        if extra:
            raise InputError([Problem((extra[0],), shown(entry[extra[0]]), "unknown key; alternatives stand alone")])
        named = entry["alternatives"]
        if not isinstance(named, Mapping) or not named:
            raise ValueError("alternatives are names and what each stands for: {alternatives: {fast: ..., slow: ...}}")
        levels = [Level(str(name), _plain(value), float("nan")) for name, value in named.items()]
        self._check_levels(dotted, levels, [("alternatives", str(name)) for name in named])
        return Parameter(dotted, NAMES, Listed(tuple(levels)))

    def _check_levels(self, dotted: str, levels: Sequence[Level], places: Sequence[Path]) -> None:
        """Try every value on its own. Raises InputError with what is wrong with any.

        Whether values fit to other parts of the scenario shows only at the points.
        """
        problems, path = [], split(dotted)
        for level, place in zip(levels, places, strict=True):
            try:
                changed(self.scenario, {dotted: level.value})
            except InputError as error:
                for each in error.problems:
                    below = ".".join(map(str, each.path[len(path) :]))
                    if each.path[: len(path)] == path[: len(each.path)]:
                        message = f"{below}: {each.message}" if below else each.message
                        problems.append(Problem(place, each.value or shown(level.value), message))
        if problems:
            raise InputError(problems)

    def _range(self, dotted: str, entry: Mapping[str, Any]) -> Parameter:
        is_sampled = self.fields.design in SAMPLED
        known = ("from", "to", "scale") if is_sampled else ("from", "to", "scale", "steps")
        problems = [
            Problem((key,), None, "missing key; a range has from and to") for key in ("from", "to") if key not in entry
        ]
        for key in entry:
            if key not in known:
                reason = "samples says how many points there are" if key == "steps" else nearest(str(key), known)
                problems.append(Problem((key,), shown(entry[key]), f"unknown key; {reason}"))
        scale = entry.get("scale", LINEAR)
        if scale not in (LINEAR, LOG):
            problems.append(Problem(("scale",), shown(scale), f"is neither {LINEAR} nor {LOG}"))
        steps = 0
        if not is_sampled:
            if "steps" not in entry:
                problems.append(Problem(("steps",), None, "missing key; how many values from the first to the last?"))
            else:
                steps, problem = self._steps(entry["steps"])
                problems += [problem] if problem else []
        if problems:
            raise InputError(problems)
        unit = self._unit(dotted, entry["from"], entry["to"])
        ends = []
        for key in ("from", "to"):
            number = self._number(entry[key], unit)
            if number is None:
                wanted = {DAYS: "a duration", PER_DAY: "a rate", NUMBER: "a number", MOMENT: "a moment"}
                message = f"is not {wanted.get(unit, 'a number, a duration, a rate or a moment')}; {VALUES_HELP}"
                problems.append(Problem((key,), shown(entry[key]), message))
            else:
                ends.append(number)
        if problems:
            raise InputError(problems)
        if scale == LOG and min(ends) <= 0:
            raise ValueError("a range on a log scale needs ends above 0")
        if ends[0] == ends[1]:
            raise ValueError("begins where it ends; a range needs two different ends")
        level_of = self._level_of(dotted, unit)
        self._check_levels(dotted, [level_of(end) for end in ends], [("from",), ("to",)])
        values = Range(ends[0], ends[1], scale == LOG, level_of)
        return Parameter(dotted, unit, values if is_sampled else values.steps(steps))

    def _steps(self, value: Any) -> tuple[int, Problem | None]:
        try:
            steps = read_whole(value, least=2)
        except ValueError as error:
            return 0, Problem(("steps",), shown(value), str(error))
        if steps > MOST_STEPS:
            return 0, Problem(("steps",), shown(value), f"is more than {MOST_STEPS:,}")
        return steps, None

    def _spread(self, dotted: str, entry: Mapping[str, Any]) -> Parameter:
        if self.fields.design not in SAMPLED:
            raise ValueError(
                f"a law goes with {', '.join(SAMPLED)}; {VALUES_HELP}; "
                "where laws are the alternatives, write {alternatives: {fast: {law: ...}, slow: {law: ...}}}"
            )
        unit = self._unit(dotted)
        if unit == NAMES:
            raise ValueError("only a number, a duration, a rate or a moment that is written can be spread by a law")

        def quantity(value: Any) -> Any:
            number = self._number(value, unit)
            if number is None:
                raise ValueError(f"is not in the unit of what it describes ({unit})")
            return {DAYS: Days, PER_DAY: PerDay, MOMENT: Days}.get(unit, float)(number)

        law_of: TypeAdapter[Any] = TypeAdapter(
            Annotated[Any, BeforeValidator(lambda value: read_law(value, quantity=quantity))]
        )
        try:
            law = law_of.validate_python(entry)
        except ValidationError as error:
            raise InputError(part for one in error.errors() for part in translated(one, ())) from None
        level_of = self._level_of(dotted, unit)
        self._check_levels(dotted, [level_of(law.median)], [()])
        return Parameter(dotted, unit, Spread(law, level_of))

    def _level_of(self, dotted: str, unit: str) -> Any:
        """A function from a number in a unit to a value as the scenario has it."""
        try:
            present = find(self.scenario, split(dotted))
        except LookupError:
            present = None
        is_whole = isinstance(present, int) and not isinstance(present, bool)
        start = self.scenario.start

        def level(number: float) -> Level:
            exact = tidy(number)
            if unit == DAYS:
                return Level(shown_duration(number), str(Days(exact)), exact)
            if unit == PER_DAY:
                return Level(str(PerDay(tidy(number, SHOWN_DIGITS))), str(PerDay(exact)), exact)
            if unit == MOMENT:
                on = start + timedelta(days=number)
                return Level(f"{on:%Y-%m-%d %H:%M}".removesuffix(" 00:00"), str(Days(exact)), exact)
            value = round(number) if is_whole else exact
            return Level(f"{tidy(value, SHOWN_DIGITS):g}", value, float(value))

        return level

    def _from_table(self) -> tuple[tuple[Parameter, ...], list[Point]]:
        assert self.fields.table is not None
        file = self.file.parent / self.fields.table
        paths, rows = read_table(file)
        columns, problems = [], list[Problem]()
        for index, path in enumerate(paths):
            try:
                columns.append(self._listed(path, [row[index] for _, row in rows]))
            except InputError as error:
                problems += [
                    Problem((path,), each.value, each.message, f"{file}:{_line(rows, each)}") for each in error.problems
                ]
            except ValueError as error:
                problems.append(Problem((path,), None, str(error), f"{file}:1"))
        if problems:
            raise InputError(problems)
        points = []
        for _, row in rows:
            levels = tuple(
                Level(
                    _label(value),
                    value,
                    float("nan") if column.unit == NAMES else (self._number(value, column.unit) or 0.0),
                )
                for value, column in zip(row, columns, strict=True)
            )
            points.append(Point(tuple(paths), levels))
        return tuple(columns), points

    def _without_rows(self, paths: Sequence[Path]) -> Scenario:
        """The scenario without the uncertain rows of what varies, and says so."""
        kept = {}
        for row, law in self.scenario.uncertain.items():
            if any(split(row)[: len(path)] == path for path in paths):
                note = f"{self.file}: {row} varies, so its uncertain row is removed"
                warnings.warn(ScenarioWarning(note), stacklevel=2)
            else:
                kept[row] = law
        return (
            changed(self.scenario, {"uncertain": kept}) if len(kept) < len(self.scenario.uncertain) else self.scenario
        )

    def _try(self, plan: Plan) -> None:
        """Try points all over the design, for values that do not fit together. Raises InputError for the first."""
        step = max(1, len(plan.points) // POINTS_CHECKED)
        for index in range(0, len(plan.points), step):
            try:
                plan.scenario_at(plan.points[index])
            except InputError as error:
                values = ", ".join(f"{path}: {shown(value)}" for path, value in plan.points[index].changes.items())
                raise InputError(
                    Problem(("vary",), each.value, f"{'.'.join(map(str, each.path))}: {each.message} (with {values})")
                    for each in error.problems
                ) from None


def shown_duration(days: float) -> str:
    """A duration to a few digits: 1.3d, 5.5h, 20m."""
    number, unit = next(
        ((days * per, unit) for per, unit in ((1, "d"), (24, "h")) if days * per >= 1), (days * 1440, "m")
    )
    return f"{tidy(number, SHOWN_DIGITS):g}{unit}"


def _shared(one: Path, other: Path) -> list[Any]:
    return [first for first, second in zip(one, other, strict=False) if str(first) == str(second)]


def _line(rows: Sequence[tuple[int, list[Any]]], problem: Problem) -> int:
    return rows[int(problem.path[0])][0] if problem.path else 1


def _plain(value: Any) -> Any:
    """A value as a config has it, with dates as text."""
    if isinstance(value, date):
        return read_date(value).isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    return written_form(value)


def _label(value: Any) -> str:
    plain = _plain(value)
    if isinstance(plain, Mapping):
        return " ".join(str(entry) for entry in plain.values())
    if isinstance(plain, list):
        return ", ".join(_label(entry) for entry in plain)
    return re.sub(r"T00:00:00$", "", str(plain))


def read_table(file: FilePath) -> tuple[list[str], list[tuple[int, list[Any]]]]:
    """A CSV file as paths and rows, each with its line; cells are read as in a config. Raises InputError."""

    def refuse(message: str, line: int | None = None) -> InputError:
        return InputError([Problem((), None, message, f"{file}:{line}" if line else str(file))])

    try:
        with open(file, encoding="utf-8-sig", newline="") as opened:
            reader = csv.reader(opened)
            lines = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except OSError as error:
        raise refuse(f"cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise refuse("is not UTF-8 text") from None
    except csv.Error as error:
        raise refuse(f"is not a CSV file: {error}") from None
    if len(lines) < 2:
        raise refuse("needs a header of dotted paths and at least one row of values")
    paths = [cell.strip() for cell in lines[0][1]]
    repeated = {path for path in paths if paths.count(path) > 1}
    if repeated:
        raise refuse(f"names a path twice: {', '.join(sorted(repeated))}", 1)
    rows = []
    for line, cells in lines[1:]:
        if len(cells) != len(paths):
            raise refuse(f"has {len(cells)} cells where the header has {len(paths)}", line)
        if any(not cell.strip() for cell in cells):
            raise refuse("has an empty cell; every point needs every value", line)
        rows.append((line, [_plain(read_text(cell.strip(), f"{file}:{line}").data) for cell in cells]))
    return paths, rows
