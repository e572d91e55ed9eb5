"""Study files: a scenario, what varies in it, and by which design. A study is a parameter sweep."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path as FilePath
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, PlainValidator, ValidationError

from sim.engines import DEFAULT
from sim.engines import NAMES as ENGINES
from sim.problems import InputError, Path, Problem, ScenarioWarning, nearest, shown
from sim.scenario.config import Document, find_config, is_regular_file, is_there, load, read, shipped
from sim.scenario.grammar import (
    MISSING_KEY,
    UNKNOWN_KEY,
    Block,
    Count,
    CountFromOne,
    FrozenMap,
    Replications,
    Text,
    read_mapping,
    translated,
)
from sim.scenario.paths import split
from sim.scenario.scenario import Scenario

from .csv_points import read_points
from .design import (
    DESIGNS,
    GRID,
    SAMPLED,
    SOBOL_INDICES,
    SOBOL_SEQUENCE,
    TABLE,
    ZIP,
    Listed,
    Parameter,
    Point,
    grid,
    is_power_of_two,
    sampled,
    zipped,
)
from .parameter_reader import ParameterReader
from .plan import StudyPlan, changed

MOST_POINTS = 100_000
MOST_IN_ALL = 20_000_000
"""Replications of all points together."""
MOST_VARIED, MOST_CELLS = 100, 1_000_000
"""Paths that vary, and values of them at all points together."""
POINTS_CHECKED = 40
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
    replications: Replications | None = None
    """Worlds at every point, the same ones; by default the scenario's."""
    engine: Annotated[str, PlainValidator(partial(_one_of, ENGINES, "engine"))] = DEFAULT
    """vectorized, events, expected or counts."""
    set: Paths = FrozenMap()
    """Changes to the scenario that hold at every point, by dotted path."""
    vary: Paths = FrozenMap()
    """What varies, by dotted path: a list, a range, a law (sampled designs) or named alternatives."""
    table: Text | None = None
    """For the design table: a CSV file whose header holds dotted paths, and each row a point."""


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
    if not is_there(path) and str(source) in studies:
        return studies[str(source)]
    if not is_there(path) and path.suffix == "":
        message = f"is neither a file nor a shipped study; {nearest(str(source), studies)}"
        raise InputError([Problem((), shown(str(source)), message)])
    return path


def load_plan(source: str | FilePath | Mapping[str, Any], *, changes: Mapping[str, Any] | None = None) -> StudyPlan:
    """Read a study (a parameter sweep) from a file, a shipped one by its name, or a document of the same grammar.

    Parameters
    ----------
    source : str, Path or mapping
        For example "proxylogon/patch_speed".
    changes : mapping, optional
        Changes to its scenario by dotted path, which hold at every point.

    Returns
    -------
    StudyPlan
        What `sim.run_study` runs.

    Raises
    ------
    InputError
        With every problem, each with its place.

    Examples
    --------
    >>> plan = sim.load_plan("first_steps/patch_speed")
    >>> len(plan.points)
    20
    """
    if isinstance(source, Mapping):
        file, document = FilePath("study"), Document("study", dict(source))
    else:
        file = find_study(source)
        document = read(file, "a study names a scenario and what varies in it")
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
        self.varied = ParameterReader(self.scenario, self.fields.design, len(self.fields.vary))

    def plan(self) -> StudyPlan:
        """The plan, with every value tried once."""
        fields = self.fields
        self._check_keys()
        parameters, points = self._from_table() if fields.design == TABLE else self._from_vary()
        self._check_work(len(points))
        self._warn_of_overrides([split(parameter.path) for parameter in parameters])
        self.scenario = self._without_rows([split(parameter.path) for parameter in parameters])
        title = fields.name or f"{self.scenario.name}: {self.file.stem.replace('_', ' ')}"
        plan = StudyPlan(
            title, fields.question or "", self.scenario, fields.design, fields.engine, parameters, tuple(points)
        )
        self._try(plan)
        return plan

    def _fields(self) -> StudyFields:
        data = self.document.data
        if not isinstance(data, Mapping):
            raise InputError([Problem((), shown(data), "a study is a mapping of keys and values")])
        problems = list(self.document.problems)
        if "populations" in data and "scenario" not in data:
            raise InputError([Problem((), None, "this is a scenario, not a study; run it with `patchrace run`")])
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
            path = beside if is_regular_file(beside) else find_config(self.fields.scenario)
            scenario = load(path if path.is_absolute() or is_regular_file(path) else beside)
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
        row = dotted if dotted in rows else max(rows, key=lambda each: len(_shared(split(each), problem.path)))
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
        if len(fields.vary) > MOST_VARIED:
            raise InputError(
                [Problem(("vary",), None, f"names {len(fields.vary):,} paths; at most {MOST_VARIED} can vary")]
            )
        parameters, problems = [], self._overlaps()
        for dotted, entry in fields.vary.items():
            try:
                parameters.append(self.varied.parameter(str(dotted), entry))
            except InputError as error:
                problems += [Problem(("vary", dotted, *each.path), each.value, each.message) for each in error.problems]
            except ValueError as error:
                problems.append(Problem(("vary", dotted), shown(entry), str(error)))
        if problems:
            raise InputError(problems)
        if fields.design in SAMPLED:
            assert fields.samples is not None
            times = len(parameters) + 2 if fields.design == SOBOL_INDICES else 1
            self._check_size(fields.samples * times, len(parameters))
            return tuple(parameters), sampled(fields.design, parameters, fields.samples, fields.design_seed)
        sizes = {each.path: len(each.values.levels) for each in parameters if isinstance(each.values, Listed)}
        if fields.design == ZIP and len(set(sizes.values())) > 1:
            listed = ", ".join(f"{path} has {size}" for path, size in sizes.items())
            message = f"a zip takes as many values of every path; here {listed}"
            raise InputError([Problem(("vary",), None, message)])
        number = 1
        for size in sizes.values():
            number *= size
        if fields.design == GRID:
            self._check_size(number, len(parameters))
            return tuple(parameters), grid(parameters)
        points = zipped(parameters)
        for one, other in _same_points(points):
            message = f"the values of all paths at {other + 1} are those at {one + 1}; every point stands once"
            raise InputError([Problem(("vary",), None, message)])
        return tuple(parameters), points

    def _overlaps(self) -> list[Problem]:
        """Paths that vary together with something inside them that varies or is set, so that it would not count."""
        problems = []
        for dotted in self.fields.vary:
            path = split(dotted)
            for section, rows in (("vary", self.fields.vary), ("set", self.fields.set)):
                inside = [row for row in rows if split(row)[: len(path)] == path and (section, row) != ("vary", dotted)]
                problems += [
                    Problem(("vary", dotted), None, f"would replace {row} of {section}; only one of them can count")
                    for row in inside
                ]
        return problems

    def _check_size(self, points: int, parameters: int) -> None:
        most = min(MOST_POINTS, MOST_CELLS // parameters)
        if points > most:
            message = f"gives {points:,} points; at most {most:,} are possible"
            raise InputError([Problem(("design",), self.fields.design, message)])

    def _check_work(self, points: int) -> None:
        """Raises InputError for more replications than anybody could wait for, or keep."""
        number = points * self.scenario.replications
        if number > MOST_IN_ALL:
            message = f"are {number:,} in all, at {points:,} points; at most {MOST_IN_ALL:,} are possible"
            raise InputError([Problem(("replications",), f"{self.scenario.replications:,}", message)])

    def _from_table(self) -> tuple[tuple[Parameter, ...], list[Point]]:
        assert self.fields.table is not None
        file = self.file.parent / self.fields.table
        paths, rows = read_points(file)
        self.varied = ParameterReader(self.scenario, self.fields.design, len(paths))
        columns, problems = [], list[Problem]()
        for path in paths:
            if any(other != path and split(other)[: len(split(path))] == split(path) for other in paths):
                message = "would replace another path of the header, which lies inside it; only one of them can count"
                problems.append(Problem((path,), None, message, f"{file}:1"))
        for index, path in enumerate(paths):
            try:
                columns.append(self.varied.listed(path, [row[index] for _, row in rows]))
            except InputError as error:
                problems += [
                    Problem((path,), each.value, each.message, f"{file}:{_line(rows, each)}") for each in error.problems
                ]
            except ValueError as error:
                problems.append(Problem((path,), None, str(error), f"{file}:1"))
        if problems:
            raise InputError(problems)
        points = zipped(columns)
        for one, other in _same_points(points):
            message = f"is the same point as line {rows[one][0]}; every point stands once"
            raise InputError([Problem((), None, message, f"{file}:{rows[other][0]}")])
        return tuple(columns), points

    def _warn_of_overrides(self, paths: Sequence[Path]) -> None:
        """Say which populations have a value of their own where a remediation's varies."""
        for path in paths:
            remediation = (
                self.scenario.remediations.get(str(path[1])) if path[0] == "remediations" and path[2:] else None
            )
            key = str(path[2]) if path[2:] else ""
            if remediation is not None and key != "by_population":
                own = [name for name, each in remediation.by_population.items() if key in each.model_fields_set]
                if own:
                    note = f"{'.'.join(map(str, path))} varies, but not for {', '.join(own)}: {key} of their own"
                    warnings.warn(ScenarioWarning(f"{self.file}: {note}"), stacklevel=2)

    def _without_rows(self, paths: Sequence[Path]) -> Scenario:
        """The scenario without the uncertain rows of what varies, and says so."""
        rows = self.scenario.uncertain
        gone = [row for row in rows if any(split(row)[: len(path)] == path for path in paths)]
        if not gone:
            return self.scenario
        replaced = f"{', '.join(gone)}: varied here, so not drawn as uncertain"
        warnings.warn(ScenarioWarning(f"{self.file}: {replaced}"), stacklevel=2)
        return changed(self.scenario, {"uncertain": {row: law for row, law in rows.items() if row not in gone}})

    def _try(self, plan: StudyPlan) -> None:
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


def _same_points(points: Sequence[Point]) -> Iterator[tuple[int, int]]:
    """Positions of points that are one, each with the first that is the same."""
    seen: dict[str, int] = {}
    for position, point in enumerate(points):
        before = seen.setdefault(point.key, position)
        if before != position:
            yield before, position


def _shared(one: Path, other: Path) -> list[Any]:
    return [first for first, second in zip(one, other, strict=False) if str(first) == str(second)]


def _line(rows: Sequence[tuple[int, list[Any]]], problem: Problem) -> int:
    return rows[int(problem.path[0])][0] if problem.path else 1
