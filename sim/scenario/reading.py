"""Reading a scenario from a document: every field that can be read, and every problem of all of them at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache, partial
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, TypeAdapter, ValidationError

from sim.outcomes import OUTCOMES_WITH_A_SHARE
from sim.problems import MOST_FOUND, InputError, Path, Problem, first, nearest, shown

from .blocks import (
    About,
    Actors,
    Aftermath,
    AftermathOverride,
    Alarm,
    Availability,
    Campaign,
    Crew,
    Filter,
    Freeze,
    Growth,
    InTimeline,
    Override,
    Pivot,
    Population,
    Prerequisite,
    Remediation,
    Ring,
    Window,
)
from .consistency import Draft, problems_in
from .grammar import (
    LONGEST_LABEL,
    MISSING_KEY,
    UNKNOWN_KEY,
    Block,
    Count,
    Date,
    Duration,
    FrozenMap,
    Instant,
    Named,
    Range,
    Replications,
    Text,
    fields_of,
    in_one_line,
    kind,
    law_of,
    read_mapping,
    read_name,
    read_text,
    translated,
)
from .laws import Fixed, Law
from .moments import Calendar, Moment, days_between, read_date
from .paths import NOT_UNCERTAIN, children, find, put, split, unit_of
from .quantities import Days, PerDay, read_duration, read_number, read_rate

SECTIONS: dict[str, Any] = {
    "timeline": InTimeline,
    "populations": Population,
    "remediations": Remediation,
    "campaigns": Campaign,
}
UNITS: dict[str, Callable[[Any], Any]] = {"days": read_duration, "per day": read_rate, "number": read_number}
LARGEST_GRID = 100_000
LANGUAGE = re.compile("[a-z]{2}")
ABOUT_WORDS = ("what", "when", "whom")
"""Keys of about that hold words."""
INNER_BLOCKS: dict[str, type[BaseModel]] = {
    "aims": Filter,
    "applies_to": Filter,
    "by_population": Override,
    "available": Availability,
    "prerequisite": Prerequisite,
    "rings": Ring,
    "window": Window,
    "freeze": Freeze,
    "crew": Crew,
    "growth": Growth,
    "actors": Actors,
    "pivot": Pivot,
}
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


class Fields(Block):
    """The fields of a scenario.

    The text below each is what editors and docs/config.md say about it.
    """

    name: Text
    """Title of tables and charts."""
    about: About | None = None
    """What the case is about, for people: reports and pages say it."""
    start: Date
    """When the simulated time begins, in UTC."""
    horizon: Instant
    """When it ends, after start; inclusive."""
    replications: Replications = 200
    """Number of worlds that are simulated."""
    seed: Count = 0
    """The luck of all worlds: the same seed gives the same numbers."""
    resolution: Duration | None = None
    """Step of the curves, which never affects an outcome; without the key, one that gives at most 400 points."""
    timeline: Named[InTimeline] = Field(default_factory=FrozenMap)
    """Named moments, for use wherever a moment is written; some may be alarms, which come from the race."""
    populations: Named[Population]
    """Who can be hit; at least one."""
    remediations: Named[Remediation] = Field(default_factory=FrozenMap)
    """What protects."""
    campaigns: Named[Campaign] = Field(default_factory=FrozenMap)
    """Who attacks."""
    aftermath: Aftermath | None = None
    """What happens to compromised servers; without the key, nothing."""
    labels: Annotated[Paths, kind("labels")] = Field(default_factory=FrozenMap)
    """What people call populations, remediations, campaigns and moments, by dotted path; clients read no other name."""
    translations: Annotated[Paths, kind("translations")] = Field(default_factory=FrozenMap)
    """The name, about and labels in other languages, which by their two letters hold texts by path, as about.what."""
    uncertain: Annotated[Paths, kind("uncertain")] = Field(default_factory=FrozenMap)
    """What nobody knows: laws by dotted path, drawn once per world. A law of a moment counts from the start."""
    sources: Annotated[Paths, kind("sources")] = Field(default_factory=FrozenMap)
    """Where values come from, by dotted path of a value, a block, or `uncertain.` and a path; the rest is assumed."""
    plausible: Annotated[Paths, kind("plausible")] = Field(default_factory=FrozenMap)
    """Ranges of the mean share by outcome, of servers, organizations or mailboxes as in tables; tests check them."""


@cache
def _adapter(field: str) -> TypeAdapter[Any]:
    info = Fields.model_fields[field]
    annotation: Any = info.annotation
    for item in info.metadata:
        annotation = Annotated[annotation, item]
    return TypeAdapter(annotation)


@cache
def _entry_adapter(section: str) -> TypeAdapter[Any]:
    return TypeAdapter(SECTIONS[section])


def draft_of(fields: Mapping[str, Any], document: Mapping[str, Any]) -> Draft:
    """What could be read, for checks between the parts."""
    names = {
        section: tuple(map(str, document.get(section) or ())) for section in SECTIONS if _is_mapping(document, section)
    }
    return Draft(
        start=fields.get("start", datetime(1970, 1, 1)),
        horizon=fields.get("horizon"),
        aftermath=fields.get("aftermath"),
        uncertain=tuple(fields.get("uncertain", {})),
        names={section: names.get(section, ()) for section in SECTIONS},
        **{section: fields.get(section, {}) for section in SECTIONS},
    )


def _is_mapping(document: Mapping[str, Any], section: str) -> bool:
    return isinstance(document.get(section), Mapping)


def read_fields(document: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Every field that can be read, and every problem of all of them."""
    fields: dict[str, Any] = {}
    problems: list[Problem] = []
    problems += first(
        Problem((key,), shown(value), f"unknown key; {nearest(str(key), Fields.model_fields)}")
        for key, value in document.items()
        if key not in Fields.model_fields
    )
    for key, info in Fields.model_fields.items():
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
    if document.get("populations") == {}:
        problems.append(Problem(("populations",), "{}", "is empty; a scenario needs at least one population"))
    draft = draft_of(fields, document)
    if "start" in fields:
        around = {each.path[:length] for each in problems for length in range(len(each.path) + 1)}
        between = [*problems_in(draft), *_grid_problems(fields)]
        problems += [each for each in between if each.path not in around]
    problems += _row_problems(fields, {each.path for each in problems})
    return fields, problems


def _read_section(section: str, entries: Mapping[Any, Any], problems: list[Problem]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for name, entry in entries.items():
        path = (section, name)
        if len(problems) >= MOST_FOUND:
            break
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
        found = first(problem for each in error.errors() for problem in _translated(each, path))
    except RecursionError:
        found = [Problem(path, None, "is nested too deeply")]
    problems.extend(found)
    if isinstance(value, Mapping):
        bad = {each.path[len(path)] for each in found if len(each.path) > len(path)}
        stand_ins = {key: STAND_INS[str(key)] for key in bad if key in STAND_INS}
        try:
            return adapter.validate_python(
                {**{key: entry for key, entry in value.items() if key not in bad}, **stand_ins}
            )
        except ValidationError:
            return None
    return None


def _translated(error: Any, path: Path) -> Iterator[Problem]:
    """A pydantic error as problems, with what is known where a key is unknown or missing."""
    for each in translated(error, path):
        message = each.message
        if message == UNKNOWN_KEY:
            message = f"unknown key; {nearest(str(each.path[-1]), _known_keys(each.path))}"
        elif message == MISSING_KEY:
            message = f"missing key; {_needed(each.path)}"
        yield Problem(each.path, each.value, message)


def _block_at(path: Path) -> type[BaseModel]:
    """The block whose keys are named by the last part of a path."""
    alone = {"aftermath": Aftermath, "about": About}
    section = {**SECTIONS, "timeline": Alarm, **alone}.get(str(path[0]), Fields)
    block: type[BaseModel] = section if len(path) > (1 if path[0] in alone else 2) else Fields
    for part in path[1:-1]:
        inner = AftermathOverride if (path[0], part) == ("aftermath", "by_population") else INNER_BLOCKS.get(str(part))
        block = inner or block
    return block


def _known_keys(path: Path) -> list[str]:
    return list(fields_of(_block_at(path)))


def _needed(path: Path) -> str:
    required = [key for key, info in fields_of(_block_at(path)).items() if info.is_required()]
    return f"needed here: {', '.join(required)}"


def _grid_problems(fields: Mapping[str, Any]) -> list[Problem]:
    step, horizon = fields.get("resolution"), fields.get("horizon")
    if step is None or horizon is None:
        return []
    if step == 0:
        return [Problem(("resolution",), "0d", "must be longer than 0")]
    days = Calendar(fields["start"], horizon, fields.get("timeline", {})).days(horizon)
    if days / step > LARGEST_GRID:
        message = f"gives {days / step:.7g} points on the curves; at most {LARGEST_GRID} are possible"
        return [Problem(("resolution",), str(step), message)]
    return []


def _row_problems(fields: dict[str, Any], reported: set[Path]) -> list[Problem]:
    """Problems of the rows of uncertain, sources and plausible; their laws and ranges are read here.

    A row that leads into something with a problem of its own is not judged: `reported` holds the paths of those.
    """
    problems: list[Problem] = []
    root = Fields.model_construct(**{key: fields.get(key) for key in Fields.model_fields})
    bad = {_key_of_block(each) for each in reported}
    leading = _leading_to_horizon(root)
    readers: dict[str, Callable[[Path, Any], Any]] = {
        "uncertain": lambda path, value: _read_uncertain(root, path, value, leading),
        "labels": lambda path, value: _read_label(root, path, value),
        "translations": lambda path, value: _read_translation(root, path, value),
        "sources": lambda path, value: _read_source(root, path, value),
        "plausible": _read_plausible,
    }
    for section, reader in readers.items():
        read: dict[str, Any] = {}
        for dotted, value in (fields.get(section) or {}).items():
            path = split(dotted)
            if len(problems) >= MOST_FOUND:
                break
            if section != "plausible" and any(path[:depth] in bad for depth in range(4)):
                continue
            try:
                read[str(dotted)] = reader(path, value)
            except ValidationError as error:
                problems += [each for one in error.errors() for each in _translated(one, (section, dotted))]
            except InputError as error:
                problems += [Problem((section, dotted, *p.path), p.value, p.message) for p in error.problems]
            except (ValueError, LookupError) as error:
                problems.append(Problem((section, dotted), shown(value), str(error.args[0])))
        if section in fields:
            fields[section] = FrozenMap(read)
    return problems


def _key_of_block(problem: Path) -> Path:
    """The key of a block in which a problem is: paths that lead into it are not judged."""
    return problem[: 3 if problem and problem[0] in SECTIONS else 2]


def _read_uncertain(root: Fields, path: Path, value: Any, leading_to_horizon: set[str]) -> Law:
    if path[0] in NOT_UNCERTAIN:
        raise ValueError(f"{path[0]} cannot be uncertain")
    if path[0] == "timeline" and path[1:] and path[1] in leading_to_horizon:
        raise ValueError("the horizon hangs on it, and must be the same in every world")
    present = find(root, path)
    unit = unit_of(present)
    if unit is None:
        parts = f"; name one of its parts: {', '.join(children(present))}" if children(present) else ""
        raise ValueError(f"only a number, a duration, a rate or a moment that is written can be uncertain{parts}")
    read = partial(_read_point, start=root.start) if unit == "days after start" else UNITS[unit]
    law = law_of(value, quantity=read)
    for extreme in {law.median, getattr(law, "low", law.median), getattr(law, "high", law.median)}:
        put(root, path, extreme)
    return law


def _read_point(value: Any, start: datetime | None) -> Days:
    """A moment as a parameter of a law: a duration after the start, or a date."""
    try:
        return Days(days_between(start or datetime(1970, 1, 1), read_date(value)))
    except ValueError:
        return read_duration(value)


def _leading_to_horizon(root: Fields) -> set[str]:
    """Names of the moments on which the horizon hangs."""
    names: set[str] = set()
    moment: Moment | None = root.horizon
    while moment is not None and moment.on is None and moment.anchor not in names:
        names.add(moment.anchor)
        following = (root.timeline or {}).get(moment.anchor)
        moment = following if isinstance(following, Moment) else None
    return names


def _read_source(root: Fields, path: Path, value: Any) -> str:
    if path[0] == "uncertain" and len(path) > 1:
        if ".".join(map(str, path[1:])) not in root.uncertain:
            raise ValueError(
                f"there is no such row in uncertain; {nearest('.'.join(map(str, path[1:])), root.uncertain)}"
            )
    elif find(root, path) is None:
        raise ValueError("nothing is written there that could have a source")
    if not isinstance(value, str):
        raise ValueError("is not a text; a source is a sentence or an address")
    return in_one_line(value)


def _read_label(root: Fields, path: Path, value: Any) -> str:
    if len(path) != 2 or path[0] not in SECTIONS:
        raise ValueError(f"has no label; name an entry of {', '.join(SECTIONS)}, for example populations.small_firms")
    find(root, path)
    if not isinstance(value, str) or not value.strip():
        raise ValueError("is not a text; write what people call it")
    label = in_one_line(value).strip()
    if len(label) > LONGEST_LABEL:
        raise ValueError(f"has {len(label)} letters; a label has at most {LONGEST_LABEL}")
    return label


def _read_translation(root: Fields, path: Path, value: Any) -> FrozenMap[str, str]:
    """Words in one language. Raises InputError with a problem for each that does not fit."""
    if len(path) != 1 or not LANGUAGE.fullmatch(str(path[0])):
        raise ValueError("is no language; write its two letters, for example de")
    words: dict[str, str] = {}
    problems = []
    for dotted, text in read_mapping(value).items():
        try:
            words[str(dotted)] = _read_words(root, split(dotted), text)
        except (ValueError, LookupError) as error:
            problems.append(Problem((str(dotted),), shown(text), str(error.args[0])))
    if problems:
        raise InputError(problems)
    return FrozenMap(words)


def _read_words(root: Fields, path: Path, value: Any) -> str:
    if path[0] in SECTIONS:
        return _read_label(root, path, value)
    known = ("name", *(f"about.{key}" for key in ABOUT_WORDS))
    if ".".join(map(str, path)) not in known:
        raise ValueError(f"has no translation; name one of {', '.join(known)}, or what has a label")
    return in_one_line(read_text(value))


def _read_plausible(path: Path, value: Any) -> tuple[float, float]:
    outcome = ".".join(map(str, path))
    if outcome not in OUTCOMES_WITH_A_SHARE:
        raise ValueError(f"unknown outcome; {nearest(outcome, OUTCOMES_WITH_A_SHARE)}")
    pair: tuple[float, float] = TypeAdapter(Range).validate_python(value)
    return pair
