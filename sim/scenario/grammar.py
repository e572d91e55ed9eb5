"""The types of values in a config, for pydantic: what is written goes in, what the model uses comes out."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache, partial
from typing import Annotated, Any, NoReturn, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainValidator,
    ValidationError,
    WithJsonSchema,
)
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from sim.problems import InputError, Path, Problem, ScenarioWarning, nearest, plain_text, shown

from .laws import LAWS, SHARES_ROUNDING, AtMost, Component, Law, Written
from .moments import HORIZON, NAME, START, Moment, read_date, read_moment
from .openings import read_opening, read_timezone
from .quantities import (
    MOST_REPLICATIONS,
    Days,
    PerDay,
    read_duration,
    read_number,
    read_positive,
    read_rate,
    read_share,
    read_whole,
)
from .strategy_rules import STRATEGY_NAMES

Key = TypeVar("Key")
Entry = TypeVar("Entry")
NESTED = "nested"
UNKNOWN_KEY, MISSING_KEY = "unknown key", "missing key"
DEPLOYMENTS = ("on_prem", "hybrid", "hosted", "cloud")
ENTRIES = ("vulnerability", "foothold")
OTHERS = "others"
"""Stands for the campaigns that are not named."""
HAPPENED, INVENTED = "happened", "invented"
LONGEST_LABEL = 60
ALARM_STATES = ("compromised", "detected", "protected_in_time", "evicted", "reentered", "tenants_reached")
"""What alarms count. All are servers but the tenants."""
LEAST_REST = 0.001
REST_HELP = f"write shares up to exactly 1, or up to {1 - LEAST_REST} at most if the rest is never"


class FrozenMap(dict[Key, Entry]):
    """A mapping that cannot be changed after it was made."""

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("a scenario is frozen; scenario.replace({path: value}) gives a changed copy")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self),)


class Block(BaseModel):
    """A block of a config: frozen, and with no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, hide_input_in_errors=True)

    def check(self) -> list[Problem]:
        """Problems that show only when several of its keys are read together."""
        return []


def fields_of(block: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a block by their keys as written, some of which are no names in Python."""
    return {info.alias or name: info for name, info in block.model_fields.items()}


@cache
def attributes_of(block: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """The attributes of a block by their keys as written."""
    return tuple(zip(fields_of(block), block.model_fields, strict=True))


def kind(name: str) -> WithJsonSchema:
    """Marks a type of values for editors: `sim.scenario.schema` says how each kind is written."""
    return WithJsonSchema({"kind": name})


def nested(problems: list[Problem]) -> PydanticCustomError:
    """An error that carries problems of parts of a value, each with a path inside it."""
    return PydanticCustomError(NESTED, "invalid", {"problems": tuple(problems)})


def inside(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A reader whose own use of pydantic reports its problems with their paths."""

    def reading(value: Any) -> Any:
        try:
            return read(value)
        except ValidationError as error:
            raise nested([problem for each in error.errors() for problem in translated(each, ())]) from None

    return reading


def translated(error: Any, path: Path) -> list[Problem]:
    """A pydantic error as problems below a path, without the hints that only the whole document allows."""
    where = (*path, *(part for part in error["loc"] if part != "[key]"))
    kind, context = error["type"], error.get("ctx", {})
    if kind == NESTED:
        return [Problem((*where, *each.path), each.value, each.message) for each in context["problems"]]
    if kind == "extra_forbidden":
        return [Problem(where, shown(error.get("input")), UNKNOWN_KEY)]
    if kind == "missing":
        return [Problem(where, None, MISSING_KEY)]
    if kind in ("model_type", "model_attributes_type", "dict_type", "mapping_type"):
        return [Problem(where, shown(error.get("input")), "is not a mapping; write keys and values")]
    if kind == "value_error":
        return [Problem(where, shown(error.get("input")), str(context["error"]))]
    return [Problem(where, shown(error.get("input")), str(error["msg"]))]


def read_law(value: Any, *, quantity: Callable[[Any], Any]) -> Law:
    """Read `{law: weibull, scale: 4d, shape: 0.7}`; `quantity` reads the parameters that carry a unit.

    An object with `quantile`, `cdf`, `mean` and `median`, from Python, is a law as it stands.
    """
    if not isinstance(value, Mapping):
        if is_law(value):
            law_of_own: Law = value
            return law_of_own
        raise ValueError(f"is not a law; write for example {{law: fixed, value: ...}}; laws are {', '.join(LAWS)}")
    if "law" not in value:
        raise nested([Problem(("law",), None, f"missing key; laws are {', '.join(LAWS)}")])
    name = value["law"]
    if not isinstance(name, str) or name not in LAWS:
        raise nested([Problem(("law",), shown(name), f"unknown law; {nearest(str(name), LAWS)}")])
    given = {key: entry for key, entry in value.items() if key not in ("law", "at_most")}
    problems: list[Problem] = []
    arguments = _law_arguments(name, given, quantity, problems)
    cut = _part("at_most", value["at_most"], quantity, problems) if "at_most" in value else None
    if problems:
        raise nested(problems)
    law: Law = _form_of(name, given)(**arguments)
    return law if cut is None else AtMost(law, cut)


def law_of(value: Any, *, quantity: Callable[[Any], Any]) -> Law:
    """A law as `read_law` reads it. Raises InputError with paths inside it, or ValueError."""
    try:
        return read_law(value, quantity=quantity)
    except PydanticCustomError as error:
        context: Any = error.context
        raise InputError(context["problems"]) from None


def _form_of(name: str, given: Mapping[str, Any]) -> Any:
    """The class for the way in which a law is written."""
    forms = LAWS[name]
    return next((form for form in forms if set(form.parameters()) <= set(given)), forms[0])


def _law_arguments(
    name: str, given: Mapping[str, Any], quantity: Callable[[Any], Any], problems: list[Problem]
) -> dict[str, Any]:
    """The parameters of a law, read; what is wrong with them is appended to `problems`."""
    form = _form_of(name, given)
    needed = " or ".join(", ".join(each.parameters()) for each in LAWS[name])
    readers: dict[str, Callable[[Any], Any]] = {
        "points": partial(_read_points, quantity=quantity),
        "components": partial(_read_components, quantity=quantity),
        **dict.fromkeys(form.quantities, quantity),
    }
    missing = (key for key in form.parameters() if key not in given)
    problems += [Problem((key,), None, f"missing key; {name} needs {needed}") for key in missing]
    arguments = {}
    for key, entry in given.items():
        if key in form.parameters():
            arguments[key] = _part(key, entry, readers.get(key, read_positive), problems)
        else:
            problems.append(Problem((key,), shown(entry), f"unknown parameter; {name} takes {needed}"))
    return arguments


def _part(key: Any, value: Any, read: Callable[[Any], Any], problems: list[Problem]) -> Any:
    """A part of a value, read; what is wrong with it is appended to `problems`."""
    try:
        return read(value)
    except PydanticCustomError as error:
        context: Any = error.context
        problems += [Problem((key, *each.path), each.value, each.message) for each in context["problems"]]
    except ValueError as error:
        problems.append(Problem((key,), shown(value), str(error)))
    return None


def _read_points(value: Any, *, quantity: Callable[[Any], Any]) -> tuple[tuple[float, float], ...]:
    """Points of a measured curve: `[[1d, 0.1], [7d, 0.6]]`."""
    if not isinstance(value, list | tuple) or len(value) < 2:
        raise ValueError("is not a list of at least two points; write for example [[1d, 0.1], [7d, 0.6]]")
    problems: list[Problem] = []
    points = []
    for index, point in enumerate(value):
        if not isinstance(point, list | tuple) or len(point) != 2:
            problems.append(Problem((index,), shown(point), "is not a point; write a time and a share, [7d, 0.6]"))
            continue
        inner: list[Problem] = []
        time = _part(0, point[0], quantity, inner)
        share = _part(1, point[1], read_share, inner)
        problems += [Problem((index, *each.path), each.value, each.message) for each in inner]
        points.append((time, share))
    if problems:
        raise nested(problems)
    if _is_nearly_whole(points[-1][1]):
        raise ValueError(f"the last point reaches {points[-1][1]:.12g}; {REST_HELP}")
    return tuple(points)


def _is_nearly_whole(total: float) -> bool:
    """Whether shares reach so nearly 1 that nobody means the rest."""
    return SHARES_ROUNDING < 1 - total < LEAST_REST - SHARES_ROUNDING


def _check_shares(shares: list[float]) -> None:
    """Refuse shares that all but add up to 1, and warn of those that do so but for the rounding of their digits."""
    total = sum(shares)
    if _is_nearly_whole(total):
        raise ValueError(f"the shares add up to {total:.12g}; {REST_HELP}")
    digits = max(-int(Decimal(repr(share)).as_tuple().exponent) for share in shares)
    most_rounded = len(shares) * 0.5 * 10.0**-digits + SHARES_ROUNDING
    are_rounded = len(shares) > 1 and (digits > 1 or len(set(shares)) == 1)
    if are_rounded and SHARES_ROUNDING < 1 - total <= most_rounded:
        listed = " + ".join(f"{share:.12g}" for share in shares[:10]) + (" + ..." if len(shares) > 10 else "")
        message = f"the shares of a mixture, {listed}, add up to {total:.12g}, so {1 - total:.3g} of all is never"
        warnings.warn(ScenarioWarning(f"{message}; if they are only rounded, let them add up to 1"), stacklevel=2)


def _read_components(value: Any, *, quantity: Callable[[Any], Any]) -> tuple[Component, ...]:
    """Components of a mixture: `[{share: 0.1, law: ...}, {share: 0.9, after: 2d, law: ...}]`."""
    if not isinstance(value, list | tuple) or not value:
        raise ValueError("is not a list; write for example [{share: 0.1, after: 2d, law: fixed, value: 1d}]")
    problems: list[Problem] = []
    components = []
    for index, entry in enumerate(value):
        inner: list[Problem] = []
        if isinstance(entry, Component):
            components.append(entry)
            continue
        if not isinstance(entry, Mapping) or "share" not in entry:
            inner.append(Problem(("share",), None, "missing key; a component has share, after and a law"))
        else:
            share = _part("share", entry["share"], read_share, inner)
            after = _part("after", entry["after"], quantity, inner) if "after" in entry else Days(0)
            rest = {key: part for key, part in entry.items() if key not in ("share", "after")}
            law = _part("", rest, partial(read_law, quantity=quantity), inner)
            if not inner:
                components.append(Component(share, law, after))
        problems += [
            Problem((index, *(part for part in each.path if part != "")), each.value, each.message) for each in inner
        ]
    if problems:
        raise nested(problems)
    _check_shares([part.share for part in components])
    return tuple(components)


def is_law(value: Any) -> bool:
    """Whether a value is a law: one of ours, or any object with the four things that the model needs of one."""
    return isinstance(value, Written) or all(hasattr(value, name) for name in ("quantile", "cdf", "mean", "median"))


def read_servers(value: Any) -> int | Law:
    """A whole number of servers, or a law of it."""
    if isinstance(value, Mapping) or is_law(value):
        return read_law(value, quantity=read_number)
    return read_whole(value)


def read_success(value: Any) -> float | FrozenMap[str, float]:
    """A probability, or the links of an exploit chain, all of which have to hold."""
    if not isinstance(value, Mapping):
        return read_share(value)
    problems, links = [], {}
    for link, share in value.items():
        try:
            links[in_one_line(str(link))] = read_share(share)
        except ValueError as error:
            problems.append(Problem((link,), shown(share), str(error)))
    if not value:
        raise ValueError("an exploit chain needs at least one link")
    if problems:
        raise nested(problems)
    return FrozenMap(links)


def read_protects(value: Any) -> float | FrozenMap[str, float]:
    """A probability, or probabilities by campaign, with `others` for those that are not named."""
    if not isinstance(value, Mapping):
        return read_share(value)
    if not value:
        raise ValueError("names no campaign; write {mass_scan: 0.9, others: 0.5}, or a number for all campaigns")
    problems: list[Problem] = []
    shares = {in_one_line(str(name)): _part(name, share, read_share, problems) for name, share in value.items()}
    if problems:
        raise nested(problems)
    return FrozenMap(shares)


def read_until(value: Any) -> Moment | Law:
    """A moment, or a law of how long something lasts."""
    if isinstance(value, Mapping) or is_law(value):
        return read_law(value, quantity=read_duration)
    return read_moment(value)


def read_yes(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError("is neither true nor false")
    return value


def read_priority(value: Any) -> FrozenMap[str, float]:
    """Weights by tag."""
    if not isinstance(value, Mapping):
        raise ValueError("is not a mapping; write tags and weights, for example {high_value: 5}")
    problems: list[Problem] = []
    weights = {in_one_line(str(tag)): _part(tag, weight, read_positive, problems) for tag, weight in value.items()}
    if problems:
        raise nested(problems)
    return FrozenMap(weights)


def read_reaches(value: Any) -> int | float:
    """How many it takes to set off an alarm: a whole number from 1, or a share above 0, which has a decimal point."""
    help_text = "write a whole number from 1, such as 1000, or a share with a decimal point, such as 0.05"
    number = read_number(value)
    if number <= 1 and (isinstance(value, float) or "." in str(value)):
        if number == 0:
            raise ValueError(f"is nothing to reach; {help_text}")
        return number
    try:
        return read_from_one(value)
    except ValueError as error:
        raise ValueError(f"{error}; {help_text}") from None


def read_initially(value: Any) -> int | FrozenMap[str, int]:
    """A number of servers, or numbers by population."""
    if not isinstance(value, Mapping):
        return read_from_one(value)
    if not value:
        raise ValueError("names no population; write {small_business: 3}, or a number of all servers aimed at")
    problems: list[Problem] = []
    found = {in_one_line(str(name)): _part(name, number, read_from_one, problems) for name, number in value.items()}
    if problems:
        raise nested(problems)
    return FrozenMap(found)


LINE_BREAKS = re.compile(r"[\t\r\n]+")


def read_pace(value: Any) -> FrozenMap[str, float]:
    """Multiples of the speed by the moment from which they hold."""
    if not isinstance(value, Mapping):
        raise ValueError("is not a pace; write moments and multiples, for example {fix: 3.0}")
    problems, entries = [], {}
    for moment, multiple in value.items():
        for part in (lambda m=moment: read_moment(m), lambda m=multiple: read_number(m)):
            try:
                part()
            except ValueError as error:
                problems.append(Problem((moment,), shown(multiple), str(error)))
        if not problems:
            entries[str(read_moment(moment))] = read_number(multiple)
    if problems:
        raise nested(problems)
    return FrozenMap(entries)


def read_list(value: Any) -> tuple[str, ...]:
    """A list of words; a single word stands for a list of one."""
    words = (value,) if isinstance(value, str) else value
    if not isinstance(words, list | tuple) or not all(isinstance(word, str) for word in words):
        raise ValueError("is not a list of words; write for example [high_value, us]")
    return tuple(map(in_one_line, words))


def read_choice(value: Any, *, options: tuple[str, ...]) -> str:
    """One of a few words."""
    if value not in options:
        raise ValueError(f"is not one of them; {nearest(str(value), options)}")
    return str(value)


def read_deployments(value: Any) -> tuple[str, ...]:
    """A list of deployments; a single one stands for a list of one."""
    return tuple(read_choice(word, options=DEPLOYMENTS) for word in read_list(value))


def in_one_line(text: str) -> str:
    """A text as everything shows it: on one line, with control characters as their codes."""
    return text if text.isprintable() else plain_text(LINE_BREAKS.sub(" ", text.strip("\t\r\n")))


def read_text(value: Any) -> str:
    """Any text; it is shown on one line."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("is not a text")
    if "\0" in value:
        raise ValueError("holds a NUL character, which files and charts cannot hold")
    return in_one_line(value)


def read_range(value: Any) -> tuple[float, float]:
    """A pair of shares, low and high."""
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ValueError("is not a pair; write [low, high], for example [0.12, 0.30]")
    low, high = read_share(value[0]), read_share(value[1])
    if low > high:
        raise ValueError("low exceeds high")
    return low, high


def read_name(value: Any) -> str:
    """A name of a population, remediation, campaign or moment."""
    if not isinstance(value, str) or not NAME.fullmatch(value):
        raise ValueError("is not a name; names begin with a letter and hold letters, digits, _ and -")
    if value in (START, HORIZON, "all"):
        raise ValueError(f"{value!r} is reserved; choose another name")
    return value


def read_mapping(value: Any) -> Any:
    """A mapping; anything else gets a clear word."""
    if not isinstance(value, Mapping | BaseModel):
        raise ValueError("is not a mapping; write keys and values")
    return value


Duration = Annotated[Days, PlainValidator(read_duration), kind("duration")]
Rate = Annotated[PerDay, PlainValidator(read_rate), kind("rate")]
Share = Annotated[float, PlainValidator(read_share), kind("share")]
Positive = Annotated[float, PlainValidator(read_positive), kind("positive")]
Count = Annotated[int, PlainValidator(read_whole), kind("count")]
Replications = Annotated[
    int, PlainValidator(partial(read_whole, least=1, most=MOST_REPLICATIONS)), kind("replications")
]
read_from_one = partial(read_whole, least=1)
CountFromOne = Annotated[int, PlainValidator(read_from_one), kind("count_from_one")]
Instant = Annotated[Moment, PlainValidator(read_moment), kind("moment")]
Date = Annotated[datetime, PlainValidator(read_date), kind("date")]
DelayLaw = Annotated[Law, PlainValidator(partial(read_law, quantity=read_duration)), kind("delay_law")]
ServersLaw = Annotated[int | Law, PlainValidator(read_servers), kind("servers")]
Protects = Annotated[float | FrozenMap[str, float], PlainValidator(read_protects), kind("protects")]
Until = Annotated[Moment | Law, PlainValidator(read_until), kind("until")]
Yes = Annotated[bool, PlainValidator(read_yes), kind("yes")]
Success = Annotated[float | FrozenMap[str, float], PlainValidator(read_success), kind("success")]
Pace = Annotated[FrozenMap[str, float], PlainValidator(read_pace), kind("pace")]
CaseKind = Annotated[str, PlainValidator(partial(read_choice, options=(HAPPENED, INVENTED))), kind("case_kind")]
EntryThrough = Annotated[str, PlainValidator(partial(read_choice, options=ENTRIES)), kind("entry")]
Deployment = Annotated[str, PlainValidator(partial(read_choice, options=DEPLOYMENTS)), kind("deployment")]
Strategy = Annotated[str, PlainValidator(partial(read_choice, options=STRATEGY_NAMES)), kind("strategy")]
InitiallyCompromised = Annotated[int | FrozenMap[str, int], PlainValidator(read_initially), kind("initially")]
Priority = Annotated[FrozenMap[str, float], PlainValidator(read_priority), kind("priority")]
Opening = Annotated[str, PlainValidator(read_opening), kind("opening")]
Timezone = Annotated[str, PlainValidator(read_timezone), kind("timezone")]
Words = Annotated[tuple[str, ...], PlainValidator(read_list), kind("words")]
Text = Annotated[str, PlainValidator(read_text), kind("text")]
Reaches = Annotated[int | float, PlainValidator(read_reaches), kind("reaches")]
AlarmState = Annotated[str, PlainValidator(partial(read_choice, options=ALARM_STATES)), kind("alarm_state")]
Range = Annotated[tuple[float, float], PlainValidator(read_range), kind("range")]
Deployments = Annotated[tuple[str, ...], PlainValidator(read_deployments), kind("deployments")]
Name = Annotated[str, PlainValidator(read_name), kind("name")]
Named = Annotated[dict[Name, Entry], BeforeValidator(read_mapping), AfterValidator(FrozenMap)]
