"""The types of values in a config, for pydantic: what is written goes in, what the model uses comes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Annotated, Any, NoReturn, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, PlainValidator
from pydantic_core import PydanticCustomError

from .laws import LAWS, Law
from .moments import HORIZON, NAME, START, Moment, read_date, read_moment
from .problems import Problem, nearest, shown
from .quantities import Days, PerDay, read_duration, read_number, read_positive, read_rate, read_share, read_whole

Key = TypeVar("Key")
Entry = TypeVar("Entry")
NESTED = "nested"
DEPLOYMENTS = ("on_prem", "hybrid", "cloud")
STRATEGIES = ("random", "permutation", "hit_list")


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


def nested(problems: list[Problem]) -> PydanticCustomError:
    """An error that carries problems of parts of a value, each with a path inside it."""
    return PydanticCustomError(NESTED, "invalid", {"problems": tuple(problems)})


def read_law(value: Any, *, quantity: Callable[[Any], Any]) -> Law:
    """Read `{law: weibull, scale: 4d, shape: 0.7}`; `quantity` reads the parameters that carry a unit."""
    if not isinstance(value, Mapping):
        if isinstance(value, Law):
            return value
        raise ValueError(f"is not a law; write for example {{law: fixed, value: ...}}; laws are {', '.join(LAWS)}")
    if "law" not in value:
        raise nested([Problem(("law",), None, f"missing key; laws are {', '.join(LAWS)}")])
    name = value["law"]
    if not isinstance(name, str) or name not in LAWS:
        raise nested([Problem(("law",), shown(name), f"unknown law; {nearest(str(name), LAWS)}")])
    given = {key: entry for key, entry in value.items() if key != "law"}
    forms = LAWS[name]
    form = next((form for form in forms if set(form.parameters()) <= set(given)), forms[0])
    needed = " or ".join(", ".join(each.parameters()) for each in forms)
    problems = [
        Problem((key,), None, f"missing key; {name} needs {needed}") for key in form.parameters() if key not in given
    ]
    arguments: dict[str, Any] = {}
    for key, entry in given.items():
        if key not in form.parameters():
            problems.append(Problem((key,), shown(entry), f"unknown parameter; {name} takes {needed}"))
            continue
        try:
            arguments[key] = quantity(entry) if key in form.quantities else read_positive(entry)
        except ValueError as error:
            problems.append(Problem((key,), shown(entry), str(error)))
    if problems:
        raise nested(problems)
    law: Law = form(**arguments)
    return law


def read_servers(value: Any) -> int | Law:
    """A whole number of servers, or a law of it."""
    if isinstance(value, Mapping) or (isinstance(value, Law) and not isinstance(value, int)):
        return read_law(value, quantity=read_number)
    return read_whole(value)


def read_success(value: Any) -> float | FrozenMap[str, float]:
    """A probability, or the links of an exploit chain, all of which have to hold."""
    if not isinstance(value, Mapping):
        return read_share(value)
    problems, links = [], {}
    for link, share in value.items():
        try:
            links[str(link)] = read_share(share)
        except ValueError as error:
            problems.append(Problem((link,), shown(share), str(error)))
    if not value:
        raise ValueError("an exploit chain needs at least one link")
    if problems:
        raise nested(problems)
    return FrozenMap(links)


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
    return tuple(words)


def read_choice(value: Any, *, options: tuple[str, ...]) -> str:
    """One of a few words."""
    if value not in options:
        raise ValueError(f"is not one of them; {nearest(str(value), options)}")
    return str(value)


def read_deployments(value: Any) -> tuple[str, ...]:
    """A list of deployments; a single one stands for a list of one."""
    return tuple(read_choice(word, options=DEPLOYMENTS) for word in read_list(value))


def read_text(value: Any) -> str:
    """Any text."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("is not a text")
    return value


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


Duration = Annotated[Days, PlainValidator(read_duration)]
Rate = Annotated[PerDay, PlainValidator(read_rate)]
Share = Annotated[float, PlainValidator(read_share)]
Positive = Annotated[float, PlainValidator(read_positive)]
Count = Annotated[int, PlainValidator(read_whole)]
CountFromOne = Annotated[int, PlainValidator(partial(read_whole, least=1))]
Instant = Annotated[Moment, PlainValidator(read_moment)]
Date = Annotated[datetime, PlainValidator(read_date)]
DelayLaw = Annotated[Law, PlainValidator(partial(read_law, quantity=read_duration))]
ServersLaw = Annotated[int | Law, PlainValidator(read_servers)]
Success = Annotated[float | FrozenMap[str, float], PlainValidator(read_success)]
Pace = Annotated[FrozenMap[str, float], PlainValidator(read_pace)]
Deployment = Annotated[str, PlainValidator(partial(read_choice, options=DEPLOYMENTS))]
Strategy = Annotated[str, PlainValidator(partial(read_choice, options=STRATEGIES))]
Words = Annotated[tuple[str, ...], PlainValidator(read_list)]
Text = Annotated[str, PlainValidator(read_text)]
Range = Annotated[tuple[float, float], PlainValidator(read_range)]
Deployments = Annotated[tuple[str, ...], PlainValidator(read_deployments)]
Name = Annotated[str, PlainValidator(read_name)]
Named = Annotated[dict[Name, Entry], BeforeValidator(read_mapping), AfterValidator(FrozenMap)]
