"""What varies in a study: lists, ranges, laws and alternatives for a path of the scenario, read and tried."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, TypeAdapter, ValidationError

from sim.model.grammar import read_law, translated
from sim.model.moments import Calendar, read_date, read_moment
from sim.model.paths import find, split, unit_of
from sim.model.problems import InputError, Path, Problem, nearest, shown
from sim.model.quantities import Days, PerDay, read_duration, read_number, read_rate, read_whole
from sim.model.scenario import Scenario, written_form

from .design import NAMES, SAMPLED, TABLE, ZIP, Level, Listed, Parameter, Range, Spread, tidy, unique
from .plan import changed

DAYS, PER_DAY, NUMBER, MOMENT = "days", "per day", "number", "days after start"
MOST_STEPS = 10_000
NOT_VARIED = ("name", "start", "replications", "resolution", "seed", "sources", "plausible")
SHOWN_DIGITS = 4
LINEAR, LOG = "linear", "log"
VALUES_HELP = "write a list of values, or {from: 1d, to: 16d, scale: log, steps: 5}"


class Varied:
    """Reads what the paths of one scenario are to be, for one design."""

    def __init__(self, scenario: Scenario, design: str) -> None:
        self._scenario, self._design = scenario, design
        self._names = tuple(scenario.populations)
        self._calendar = Calendar(scenario.start, scenario.horizon, scenario.timeline)

    def parameter(self, dotted: str, entry: Any) -> Parameter:
        """A path with its values. Raises ValueError or InputError, with paths below the entry, if they do not fit."""
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
        return self.listed(dotted, entry)

    def _unit(self, dotted: str, *examples: Any) -> str:
        """The unit of what stands at a path, or, where nothing stands there, of the values it is to take."""
        try:
            unit = unit_of(find(self._scenario, split(dotted)))
        except LookupError:
            unit = None
        if unit is not None:
            return unit
        for each in (DAYS, PER_DAY, NUMBER, MOMENT):
            if all(self.number(example, each) is not None for example in examples):
                return each
        return NAMES

    def number(self, value: Any, unit: str) -> float | None:
        """A written value as a number in a unit; None if it is none."""
        readers = {DAYS: read_duration, PER_DAY: read_rate, NUMBER: read_number}
        try:
            if unit == MOMENT:
                days = self._calendar.days(read_moment(value))
                return days if days == days else None
            return float(readers[unit](value)) if unit in readers else None
        except ValueError:
            return None

    def listed(self, dotted: str, entry: Sequence[Any]) -> Parameter:
        """A path with values one after the other."""
        if not entry:
            raise ValueError(f"has no values; {VALUES_HELP}")
        if len(entry) > MOST_STEPS:
            raise ValueError(f"has {len(entry):,} values; at most {MOST_STEPS:,} are possible")
        unit = self._unit(dotted, *entry)
        numbers = [self.number(each, unit) for each in entry]
        if any(number is None for number in numbers):
            unit = NAMES
        levels = [
            Level(label(value), plain(value), float("nan") if number is None or unit == NAMES else number)
            for value, number in zip(entry, numbers, strict=True)
        ]
        self._check_levels(dotted, levels, [(index,) for index in range(len(levels))])
        kept = tuple(levels) if self._design in (ZIP, TABLE) else unique(levels)
        return Parameter(dotted, unit, Listed(kept))

    def _alternatives(self, dotted: str, entry: Mapping[str, Any]) -> Parameter:
        extra = [key for key in entry if key != "alternatives"]
        if extra:
            raise InputError([Problem((extra[0],), shown(entry[extra[0]]), "unknown key; alternatives stand alone")])
        named = entry["alternatives"]
        if not isinstance(named, Mapping) or not named:
            raise ValueError("alternatives are names and what each stands for: {alternatives: {fast: ..., slow: ...}}")
        levels = [Level(str(name), plain(value), float("nan")) for name, value in named.items()]
        self._check_levels(dotted, levels, [("alternatives", str(name)) for name in named])
        return Parameter(dotted, NAMES, Listed(tuple(levels)))

    def _check_levels(self, dotted: str, levels: Sequence[Level], places: Sequence[Path]) -> None:
        """Try every value on its own. Raises InputError with what is wrong with any.

        Whether values fit to other parts of the scenario shows only at the points.
        """
        problems, path = [], split(dotted)
        for level, place in zip(levels, places, strict=True):
            try:
                changed(self._scenario, {dotted: level.value})
            except InputError as error:
                for each in error.problems:
                    below = ".".join(map(str, each.path[len(path) :]))
                    if each.path[: len(path)] == path[: len(each.path)]:
                        message = f"{below}: {each.message}" if below else each.message
                        problems.append(Problem(place, each.value or shown(level.value), message))
        if problems:
            raise InputError(problems)

    def _range(self, dotted: str, entry: Mapping[str, Any]) -> Parameter:
        is_sampled = self._design in SAMPLED
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
            number = self.number(entry[key], unit)
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
        if self._design not in SAMPLED:
            raise ValueError(
                f"a law goes with {', '.join(SAMPLED)}; {VALUES_HELP}; "
                "where laws are the alternatives, write {alternatives: {fast: {law: ...}, slow: {law: ...}}}"
            )
        unit = self._unit(dotted)
        if unit == NAMES:
            raise ValueError("only a number, a duration, a rate or a moment that is written can be spread by a law")

        def quantity(value: Any) -> Any:
            number = self.number(value, unit)
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
            present = find(self._scenario, split(dotted))
        except LookupError:
            present = None
        is_whole = isinstance(present, int) and not isinstance(present, bool)
        start = self._scenario.start

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


def shown_duration(days: float) -> str:
    """A duration to a few digits: 1.3d, 5.5h, 20m."""
    number, unit = next(
        ((days * per, unit) for per, unit in ((1, "d"), (24, "h")) if days * per >= 1), (days * 1440, "m")
    )
    return f"{tidy(number, SHOWN_DIGITS):g}{unit}"


def plain(value: Any) -> Any:
    """A value as a config has it, with dates as text."""
    if isinstance(value, date):
        return read_date(value).isoformat()
    if isinstance(value, Mapping):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    return written_form(value)


def label(value: Any) -> str:
    """A value as charts and tables show it."""
    written = plain(value)
    if isinstance(written, Mapping):
        return " ".join(str(entry) for entry in written.values())
    if isinstance(written, list):
        return ", ".join(label(entry) for entry in written)
    return re.sub(r"T00:00:00$", "", str(written))
