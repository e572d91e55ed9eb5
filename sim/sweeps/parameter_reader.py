"""What varies in a study: lists, ranges, laws and alternatives for a path of the scenario, read and tried."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sim.problems import MOST_SHOWN, InputError, Path, Problem, nearest, shown
from sim.scenario.grammar import in_one_line, law_of
from sim.scenario.moments import CALENDAR_HELP, Calendar, Moment, is_in_calendar, read_date, read_moment
from sim.scenario.paths import WORDS, find, put, split, unit_of
from sim.scenario.quantities import Days, PerDay, read_duration, read_number, read_rate, read_whole
from sim.scenario.scenario import Scenario, written_form

from .design import NAMES, SAMPLED, TABLE, ZIP, Distributed, Level, Listed, Parameter, Range, same_values, tidy
from .plan import changed

DAYS, PER_DAY, NUMBER, MOMENT = "days", "per day", "number", "days after start"
MOST_STEPS = 10_000
NOT_VARIED = (*WORDS, "start", "replications", "resolution", "seed", "plausible")
SHOWN_DIGITS = 4
MOST_OF_A_DATE = 12
"""With more digits than these a moment is shown in days after the start."""
TRIED_WHOLE = 20
"""The most numbers, of all paths together, that are tried in the whole scenario one by one."""
MOST_NAMES = 200
LINEAR, LOG = "linear", "log"
VALUES_HELP = "write a list of values, or {from: 1d, to: 16d, scale: log, steps: 5}"


class ParameterReader:
    """Reads what the paths of one scenario are to be, for one design."""

    def __init__(self, scenario: Scenario, design: str, parameters: int = 1) -> None:
        self._scenario, self._design = scenario, design
        self._tries = max(2, TRIED_WHOLE // max(parameters, 1))
        self._names = tuple(scenario.populations)
        self._calendar = Calendar(scenario.start, scenario.horizon, scenario.timeline)

    def parameter(self, dotted: str, entry: Any) -> Parameter:
        """A path with its values. Raises ValueError or InputError, with paths below the entry, if they do not fit."""
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
        self._check_path(dotted)
        if not entry:
            raise ValueError(f"has no values; {VALUES_HELP}")
        unit = self._unit(dotted, *entry)
        numbers = [self.number(each, unit) for each in entry]
        if any(number is None for number in numbers):
            unit = NAMES
        levels = [
            Level(label(value), plain(value), float("nan") if number is None or unit == NAMES else number)
            for value, number in zip(entry, numbers, strict=True)
        ]
        if unit == NAMES and len({level.label for level in levels}) > MOST_NAMES:
            odd = [index for index, number in enumerate(numbers) if number is None][:MOST_SHOWN]
            self._check_levels(dotted, [levels[index] for index in odd], [(index,) for index in odd], unit)
            raise ValueError(f"has more than {MOST_NAMES} values that are not numbers; write fewer")
        self._check_dates(unit, levels)
        levels = _with_distinct_labels(levels)
        self._check_levels(dotted, levels, [(index,) for index in range(len(levels))], unit)
        return Parameter(dotted, unit, Listed(tuple(levels)))

    def _check_dates(self, unit: str, levels: Sequence[Level]) -> None:
        start = self._scenario.start
        problems = [
            Problem((index,), shown(level.label), f"leads outside the calendar: {CALENDAR_HELP}")
            for index, level in enumerate(levels)
            if unit == MOMENT and not is_in_calendar(start, level.number)
        ]
        if problems:
            raise InputError(problems[:MOST_SHOWN])

    def _check_path(self, dotted: str) -> None:
        if split(dotted)[0] in NOT_VARIED or dotted == "uncertain":
            raise ValueError(f"{in_one_line(str(split(dotted)[0]))} cannot vary; name another value of the scenario")
        if dotted == "populations" or (dotted.startswith("populations.") and split(dotted)[1] not in self._names):
            raise ValueError(f"every point has the same populations; {nearest(dotted[12:], self._names)}")

    def _alternatives(self, dotted: str, entry: Mapping[str, Any]) -> Parameter:
        self._check_path(dotted)
        extra = [key for key in entry if key != "alternatives"]
        if extra:
            raise InputError([Problem((extra[0],), shown(entry[extra[0]]), "unknown key; alternatives stand alone")])
        named = entry["alternatives"]
        if not isinstance(named, Mapping) or not named:
            raise ValueError("alternatives are names and what each stands for: {alternatives: {fast: ..., slow: ...}}")
        if len(named) > MOST_NAMES:
            raise ValueError(f"has {len(named):,} alternatives; at most {MOST_NAMES} are possible")
        levels = [Level(in_one_line(str(name)), plain(value), float("nan")) for name, value in named.items()]
        if len({level.label for level in levels}) < len(levels):
            raise ValueError("names two alternatives alike, but for letters that cannot be shown; choose other names")
        self._check_levels(dotted, levels, [("alternatives", str(name)) for name in named], NAMES)
        return Parameter(dotted, NAMES, Listed(tuple(levels)))

    def _check_levels(self, dotted: str, levels: Sequence[Level], places: Sequence[Path], unit: str) -> None:
        """Try every value on its own. Raises InputError with what is wrong with any, or which two are one.

        Whether values fit to other parts of the scenario shows only at the points. Of many numbers, most are tried in
        the block alone in which they stand.
        """
        problems: list[Problem] = []
        digests: dict[str, int] = {}
        tried = dict[str, int]()
        step = 1 if unit == NAMES else max(1, len(levels) // self._tries)
        for index, (level, place) in enumerate(zip(levels, places, strict=True)):
            if len(problems) >= MOST_SHOWN or tried.setdefault(str(level.value), index) != index:
                continue
            if index % step and index + 1 < len(levels) and self._fits(dotted, level):
                continue
            try:
                scenario = changed(self._scenario, {dotted: level.value})
            except InputError as error:
                problems += self._at_level(error, dotted, level, place)
                continue
            if unit == NAMES and (before := digests.setdefault(scenario.digest, index)) != index:
                problems.append(_same(levels[before], level, place))
        if not problems:
            is_side_by_side = self._design in (ZIP, TABLE)
            problems = [
                _same(levels[one], levels[other], places[other])
                for one, other in same_values(levels)
                if not (is_side_by_side and levels[one].label == levels[other].label)
            ]
        if problems:
            raise InputError(problems[:MOST_SHOWN])

    def _fits(self, dotted: str, level: Level) -> bool:
        """Whether a number is one that may stand at a path, as far as the block around it can tell."""
        path = split(dotted)
        if path[0] == "timeline":
            return True
        if path == ("horizon",):
            return level.number > 0 and self._scenario.resolution is None
        try:
            present = find(self._scenario, path)
            is_whole = isinstance(present, int)
            if unit_of(present) is None or (is_whole and not level.number.is_integer()):
                return False
            put(self._scenario, path, level.number)
        except (InputError, LookupError):
            return False
        return True

    def _at_level(self, error: InputError, dotted: str, level: Level, place: Path) -> Iterator[Problem]:
        """What is wrong with a value itself, at the place where it stands."""
        path = split(dotted)
        for each in error.problems:
            below = ".".join(map(str, each.path[len(path) :]))
            if each.path[: len(path)] == path[: len(each.path)]:
                message = f"{below}: {each.message}" if below else each.message
                yield Problem(place, each.value or shown(level.value), message)

    def _range(self, dotted: str, entry: Mapping[str, Any]) -> Parameter:
        self._check_path(dotted)
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
        self._check_levels(dotted, [level_of(end) for end in ends], [("from",), ("to",)], unit)
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
        self._check_path(dotted)
        unit = self._unit(dotted)
        if unit == NAMES:
            raise ValueError("only a number, a duration, a rate or a moment that is written can be spread by a law")

        def quantity(value: Any) -> Any:
            number = self.number(value, unit)
            if number is None:
                raise ValueError(f"is not in the unit of what it describes ({unit})")
            return {DAYS: Days, PER_DAY: PerDay, MOMENT: Days}.get(unit, float)(number)

        law = law_of(entry, quantity=quantity)
        level_of = self._level_of(dotted, unit)
        self._check_levels(dotted, [level_of(law.median)], [()], unit)
        return Parameter(dotted, unit, Distributed(law, level_of))

    def _level_of(self, dotted: str, unit: str) -> Any:
        """A function from a number in a unit to a value as the scenario has it."""
        try:
            present = find(self._scenario, split(dotted))
        except LookupError:
            present = None
        is_whole = isinstance(present, int) and not isinstance(present, bool)
        start = self._scenario.start

        def level(number: float, digits: int = SHOWN_DIGITS) -> Level:
            if not math.isfinite(number):
                raise ValueError(
                    "draws a value that is never, or larger than any number; let the shares of its law add up to 1, or "
                    "cut it with at_most"
                )
            exact = tidy(number)
            if unit == DAYS:
                return Level(shown_duration(number, digits), str(Days(exact)), exact)
            if unit == PER_DAY:
                return Level(str(PerDay(tidy(number, digits))), str(PerDay(exact)), exact)
            if unit == MOMENT:
                return Level(shown_moment(start, number, digits), str(Moment(offset=exact)), exact)
            value = round(number) if is_whole else exact
            return Level(_rounded(value, digits), value, float(value))

        return level


def _rounded(number: float, digits: int) -> str:
    return f"{tidy(number, digits):.{max(digits, 6)}g}"


def _same(one: Level, other: Level, place: Path) -> Problem:
    what = "stands twice" if one.label == other.label else f"is the same value as {shown(one.label)}"
    return Problem(place, shown(other.label), f"{what}; every value stands once, in one way of writing it")


def _with_distinct_labels(levels: list[Level]) -> list[Level]:
    """Levels whose labels differ where their values do: where short ones do not, with all that is written."""
    values: dict[str, set[str]] = {}
    for level in levels:
        values.setdefault(level.label, set()).add(json.dumps(level.value, sort_keys=True))
    return [
        replace(level, label=in_one_line(json.dumps(level.value, ensure_ascii=False)))
        if len(values[level.label]) > 1 and not isinstance(level.value, int | float)
        else level
        for level in levels
    ]


def shown_duration(days: float, digits: int = SHOWN_DIGITS) -> str:
    """A duration to a few digits: 1.3d, 5.5h, 20m."""
    number, unit = next(
        ((days * per, unit) for per, unit in ((1, "d"), (24, "h")) if days * per >= 1), (days * 1440, "m")
    )
    return f"{_rounded(number, digits)}{unit}"


def shown_moment(start: datetime, days: float, digits: int = SHOWN_DIGITS) -> str:
    """A date, with its time where it has one: to the minute, or to the microsecond where more digits are wanted.

    Raises ValueError if tables cannot hold the date.
    """
    if not is_in_calendar(start, days):
        raise ValueError(f"leads outside the calendar: {CALENDAR_HELP}")
    on = start + timedelta(days=days)
    if digits > MOST_OF_A_DATE:
        return f"{days:.{digits}g}d"
    return f"{on:%Y-%m-%d %H:%M}".removesuffix(" 00:00") if digits == SHOWN_DIGITS else on.isoformat(" ")


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
        return in_one_line(" ".join(str(entry) for entry in written.values()))
    if isinstance(written, list):
        return ", ".join(label(entry) for entry in written)
    return in_one_line(str(written).removesuffix("T00:00:00"))
