"""A scenario: frozen, validated, and able to say of every value where it comes from."""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path as FilePath
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, TypeAdapter, ValidationError

from .blocks import Campaign, Filter, Override, Population, Remediation
from .consistency import Draft, problems_in, warnings_in
from .grammar import (
    NESTED,
    Block,
    CountFromOne,
    Date,
    Duration,
    FrozenMap,
    Instant,
    Named,
    Positive,
    Range,
    Text,
    Count,
    read_law,
    read_mapping,
    read_name,
)
from .laws import Fixed, Law, Written
from .moments import Moment, days_between, written_date
from .paths import NOT_UNCERTAIN, find, split, unit_of
from .problems import InputError, Path, Problem, ScenarioWarning, nearest, shown
from .quantities import Days, PerDay, read_duration, read_number, read_rate

SECTIONS: dict[str, Any] = {"timeline": Instant, "populations": Population, "remediations": Remediation, "campaigns": Campaign}
OUTCOMES_WITH_A_SHARE = ("compromised", "compromised_before_fix", "compromised_after_fix", "protected_in_time", "still_exposed", "protected_too_late")
UNITS = {"days": read_duration, "days after start": read_duration, "per day": read_rate, "number": read_number}
NOT_IN_DIGEST = ("name", "sources", "plausible")
GRID_POINTS = 400
LARGEST_GRID = 100_000
STEPS = ("1m", "5m", "15m", "1h", "3h", "6h", "12h", "1d", "1w", "4w", "52w")

STAND_INS: dict[str, Any] = {
    "organizations": 0,
    "available": Moment(offset=float("nan")),
    "begins": Moment(offset=float("nan")),
    "adoption": Fixed(Days(0)),
    "strategy": "permutation",
    "rate": PerDay(0),
}
"""What stands in for required keys that could not be read, so that the rest of a file can still be checked."""

Paths = Annotated[dict[str, Any], BeforeValidator(read_mapping), AfterValidator(FrozenMap)]


class Scenario(Block):
    """Everything that is assumed about one race. Read one with `sim.load` or `Scenario.from_dict`.

    Times are days since `start`; rates are per day. `uncertain` holds laws by path, drawn once per replication;
    `sources` holds texts by path; `plausible` holds ranges of the mean share by outcome.
    """

    name: Text
    start: Date
    horizon: Instant
    replications: CountFromOne = 200
    seed: Count = 0
    resolution: Duration | None = None
    timeline: Named[Instant] = Field(default_factory=FrozenMap)
    populations: Named[Population]
    remediations: Named[Remediation] = Field(default_factory=FrozenMap)
    campaigns: Named[Campaign] = Field(default_factory=FrozenMap)
    uncertain: Paths = Field(default_factory=FrozenMap)
    sources: Paths = Field(default_factory=FrozenMap)
    plausible: Paths = Field(default_factory=FrozenMap)

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Scenario:
        """A scenario from a document in the config grammar. Raises InputError with every problem found."""
        fields, problems = _read(document)
        if not problems:
            scenario = cls.model_construct(**fields)
            for each in warnings_in(_draft(fields, document)):
                warnings.warn(ScenarioWarning(str(each)), stacklevel=2)
            return scenario
        raise InputError(problems)

    def to_dict(self) -> dict[str, Any]:
        """The scenario as a document in the config grammar, without the keys that have their default."""
        written: dict[str, Any] = written_form(self)
        return written

    def replace(self, changes: Mapping[str, Any]) -> Scenario:
        """A changed copy: `scenario.replace({"campaigns.mass_scan.rate": "1_000/d"})`.

        Values are in the config grammar. A row of `uncertain` at or below a changed path is removed, with a warning.
        Raises InputError if a path or a value does not fit.
        """
        document = self.to_dict()
        for dotted, value in changes.items():
            set_path(document, split(dotted), written_form(value))
            for row in [row for row in document.get("uncertain", {}) if _covers(dotted, row)]:
                del document["uncertain"][row]
                note = f"{row} is set to {shown(written_form(value))}, so its uncertain row is removed"
                warnings.warn(ScenarioWarning(note), stacklevel=2)
        return Scenario.from_dict(document)

    def save(self, path: str | FilePath) -> None:
        """Write the scenario as YAML; `sim.load` reads back one with the same digest."""
        from ruamel.yaml import YAML

        yaml = YAML(typ="safe", pure=True)
        yaml.default_flow_style = False
        yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # keep the order of the file
        with open(path, "w", encoding="utf-8") as file:
            yaml.dump(self.to_dict(), file)

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that change with everything that can change a number.

        Name, sources and plausible ranges do not count; layout and units of the file do not either (`14d` is `2w`).
        """
        counted = {key: entry for key, entry in self.to_dict().items() if key not in NOT_IN_DIGEST}
        text = json.dumps(counted, separators=(",", ":"), ensure_ascii=False)
        return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _covers(changed: str, row: str) -> bool:
    return row == changed or row.startswith(changed + ".")


def written_form(value: Any) -> Any:
    """A value as it would stand in a config."""
    if isinstance(value, BaseModel):
        entries = {key: getattr(value, key) for key in type(value).model_fields}
        kept = {key: entry for key, entry in entries.items() if _is_written(value, key, entry)}
        return {key: written_form(entry) for key, entry in kept.items()}
    if isinstance(value, Written):
        return {"law": value.name, **{key: written_form(getattr(value, key)) for key in value.parameters()}}
    if isinstance(value, Mapping):
        return {str(key): written_form(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [written_form(entry) for entry in value]
    if isinstance(value, datetime):
        return written_date(value)
    return str(value) if isinstance(value, Days | PerDay | Moment) else value


def _is_written(block: BaseModel, key: str, entry: Any) -> bool:
    field = type(block).model_fields[key]
    return field.is_required() or entry != field.get_default(call_default_factory=True)


def set_path(document: dict[str, Any], path: Path, value: Any) -> None:
    """Set a value in a document. The last part may be new; a part before it that is a name must exist."""
    node: Any = document
    for depth, part in enumerate(path[:-1]):
        if not isinstance(node, dict):
            break
        if part not in node:
            if depth == 0 and part not in Scenario.model_fields:
                raise InputError([Problem(path, None, f"unknown path; {nearest(str(part), Scenario.model_fields)}")])
            if depth == 1 and path[0] in SECTIONS:
                raise InputError([Problem(path, None, f"there is no {part!r} in {path[0]}; {nearest(str(part), node)}")])
            node[part] = {}
        node = node[part]
    if not isinstance(node, dict):
        raise InputError([Problem(path, shown(value), f"there is nothing below {'.'.join(map(str, path[:-1]))!r}")])
    node[path[-1]] = value


def curve_step(scenario: Scenario, horizon: float) -> float:
    """Step of the grid of curves in days: as written, or the least usual step that gives at most 400 points."""
    if scenario.resolution is not None:
        return float(scenario.resolution)
    steps = [float(read_duration(step)) for step in STEPS]
    return next((step for step in steps if horizon / step <= GRID_POINTS), horizon / GRID_POINTS)


@cache
def _adapter(field: str) -> TypeAdapter[Any]:
    info = Scenario.model_fields[field]
    annotation: Any = info.annotation
    for item in info.metadata:
        annotation = Annotated[annotation, item]
    return TypeAdapter(annotation)


@cache
def _entry_adapter(section: str) -> TypeAdapter[Any]:
    return TypeAdapter(SECTIONS[section])


def _draft(fields: Mapping[str, Any], document: Mapping[str, Any]) -> Draft:
    names = {section: tuple(map(str, document.get(section) or ())) for section in SECTIONS if _is_mapping(document, section)}
    return Draft(
        start=fields.get("start", datetime(1970, 1, 1)),
        horizon=fields.get("horizon"),
        names={section: names.get(section, ()) for section in SECTIONS},
        **{section: fields.get(section, {}) for section in SECTIONS},
    )


def _is_mapping(document: Mapping[str, Any], section: str) -> bool:
    return isinstance(document.get(section), Mapping)


def _read(document: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Every field that can be read, and every problem of all of them."""
    if not isinstance(document, Mapping):
        return {}, [Problem((), shown(document), "a scenario is a mapping of keys and values")]
    fields: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, value in document.items():
        if key not in Scenario.model_fields:
            problems.append(Problem((key,), shown(value), f"unknown key; {nearest(str(key), Scenario.model_fields)}"))
    for key, info in Scenario.model_fields.items():
        if key not in document:
            if info.is_required():
                problems.append(Problem((key,), None, "missing key; every scenario needs it"))
            else:
                fields[key] = info.get_default(call_default_factory=True)
        elif key in SECTIONS and isinstance(document[key], Mapping):
            fields[key] = FrozenMap(_read_section(key, document[key], problems))
        else:
            value = _read_value(_adapter(key), document[key], (key,), problems)
            if value is not None:
                fields[key] = value
    for required in ("populations",):
        if document.get(required) == {}:
            problems.append(Problem((required,), "{}", "is empty; a scenario needs at least one population"))
    draft = _draft(fields, document)
    if "start" in fields:
        reported = {each.path for each in problems}
        between = [*problems_in(draft), *_grid_problems(fields)]
        problems += [each for each in between if each.path not in reported]
    problems += _row_problems(fields, document)
    return fields, problems


def _read_section(section: str, entries: Mapping[Any, Any], problems: list[Problem]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for name, entry in entries.items():
        path = (section, name)
        try:
            read_name(name)
        except ValueError as error:
            problems.append(Problem(path, None, str(error)))
        value = _read_value(_entry_adapter(section), entry, path, problems)
        if value is not None:
            read[str(name)] = value
    return read


def _read_value(adapter: TypeAdapter[Any], value: Any, path: Path, problems: list[Problem]) -> Any:
    """The value, or what is left of it without the keys that have problems, or None."""
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        found = [problem for each in error.errors() for problem in _translated(each, path, value, adapter)]
    except RecursionError:
        found = [Problem(path, None, "is nested too deeply")]
    problems.extend(found)
    if isinstance(value, Mapping):
        bad = {each.path[len(path)] for each in found if len(each.path) > len(path)}
        stand_ins = {key: STAND_INS[str(key)] for key in bad if key in STAND_INS}
        try:
            return adapter.validate_python({**{key: entry for key, entry in value.items() if key not in bad}, **stand_ins})
        except ValidationError:
            return None
    return None


def _translated(error: Any, path: Path, root: Any, adapter: TypeAdapter[Any]) -> Iterable[Problem]:
    inside = tuple(part for part in error["loc"] if part != "[key]")
    where = (*path, *inside)
    kind, context = error["type"], error.get("ctx", {})
    if kind == NESTED:
        return [Problem((*where, *each.path), each.value, each.message) for each in context["problems"]]
    if kind == "extra_forbidden":
        known = _known_keys(where)
        return [Problem(where, shown(error.get("input")), f"unknown key; {nearest(str(where[-1]), known)}")]
    if kind == "missing":
        return [Problem(where, None, f"missing key; {_needed(where)}")]
    if kind in ("model_type", "model_attributes_type", "dict_type", "mapping_type"):
        return [Problem(where, shown(error.get("input")), "is not a mapping; write keys and values")]
    if kind == "value_error":
        return [Problem(where, shown(error.get("input")), str(context["error"]))]
    return [Problem(where, shown(error.get("input")), str(error["msg"]))]


def _block_at(path: Path) -> type[BaseModel]:
    """The block whose keys are named by the last part of a path."""
    block: type[BaseModel] = SECTIONS.get(str(path[0]), Scenario) if len(path) > 2 else Scenario
    for part in path[2:-1]:
        block = {"aims": Filter, "applies_to": Filter, "by_population": Override}.get(str(part), block)
    return block


def _known_keys(path: Path) -> list[str]:
    return list(_block_at(path).model_fields)


def _needed(path: Path) -> str:
    required = [key for key, info in _block_at(path).model_fields.items() if info.is_required()]
    return f"needed here: {', '.join(required)}"


def _grid_problems(fields: Mapping[str, Any]) -> list[Problem]:
    step, horizon = fields.get("resolution"), fields.get("horizon")
    if step is None or horizon is None:
        return []
    if step == 0:
        return [Problem(("resolution",), "0d", "must be longer than 0")]
    days = days_between(fields["start"], horizon.on) if horizon.on is not None else horizon.offset
    if days / step > LARGEST_GRID:
        message = f"gives {days / step:.0f} points on the curves; at most {LARGEST_GRID} are possible"
        return [Problem(("resolution",), str(step), message)]
    return []


def _row_problems(fields: dict[str, Any], document: Mapping[str, Any]) -> list[Problem]:
    """Problems of the rows of uncertain, sources and plausible; their laws and ranges are read here."""
    problems: list[Problem] = []
    root = Scenario.model_construct(**{key: fields.get(key) for key in Scenario.model_fields})
    readers = {"uncertain": _read_uncertain, "sources": _read_source, "plausible": _read_plausible}
    for section, reader in readers.items():
        rows = fields.get(section)
        if not rows:
            continue
        read: dict[str, Any] = {}
        for dotted, value in rows.items():
            if section != "plausible" and _unreadable(split(dotted), fields, document):
                continue
            try:
                read[str(dotted)] = reader(root, split(dotted), value)
            except ValidationError as error:
                problems += [p for each in error.errors() for p in _translated(each, (section, dotted), value, _adapter(section))]
            except InputError as error:
                problems += [Problem((section, dotted, *p.path), p.value, p.message) for p in error.problems]
            except (ValueError, LookupError) as error:
                problems.append(Problem((section, dotted), shown(value), str(error.args[0])))
        fields[section] = FrozenMap(read)
    return problems


def _unreadable(path: Path, fields: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    """Whether a path leads into something whose own problems were already reported."""
    section = str(path[0])
    if section not in document:
        return False
    if section not in SECTIONS:
        return section in Scenario.model_fields and section not in fields
    entries = document[section]
    if not isinstance(entries, Mapping):
        return True
    if len(path) < 2 or path[1] not in entries:
        return False
    entry = fields.get(section, {}).get(path[1])
    return entry is None or (isinstance(entries[path[1]], Mapping) and len(path) > 2 and path[2] in entries[path[1]] and getattr(entry, str(path[2]), None) is None)


def _read_uncertain(root: Scenario, path: Path, value: Any) -> Law:
    if path[0] in NOT_UNCERTAIN:
        raise ValueError(f"{path[0]} cannot be uncertain")
    if path[0] == "timeline" and path[1:] and path[1] in _leading_to_horizon(root):
        raise ValueError("the horizon hangs on it, and must be the same in every world")
    unit = unit_of(find(root, path))
    if unit is None:
        raise ValueError("only a number, a duration, a rate or a moment can be uncertain, and only one that is written")
    law_of = TypeAdapter(Annotated[Any, BeforeValidator(lambda entry: read_law(entry, quantity=UNITS[unit]))])
    law: Law = law_of.validate_python(value)
    return law


def _leading_to_horizon(root: Scenario) -> set[str]:
    """Names of the moments on which the horizon hangs."""
    names: set[str] = set()
    moment: Moment | None = root.horizon
    while moment is not None and moment.on is None and moment.anchor not in names:
        names.add(moment.anchor)
        moment = root.timeline.get(moment.anchor)
    return names


def _read_source(root: Scenario, path: Path, value: Any) -> str:
    find(root, path)
    if not isinstance(value, str):
        raise ValueError("is not a text; a source is a sentence or an address")
    return value


def _read_plausible(root: Scenario, path: Path, value: Any) -> tuple[float, float]:
    outcome = ".".join(map(str, path))
    if outcome not in OUTCOMES_WITH_A_SHARE:
        raise ValueError(f"unknown outcome; {nearest(outcome, OUTCOMES_WITH_A_SHARE)}")
    pair: tuple[float, float] = TypeAdapter(Range).validate_python(value)
    return pair
