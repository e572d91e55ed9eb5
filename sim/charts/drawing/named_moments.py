"""The named moments of a scenario that fall into its race, in order, with their dates as charts print them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from sim.runs.result import Result
from sim.scenario.moments import Calendar, Moment
from sim.wording.language import ENGLISH, Language
from sim.wording.names import TIMELINE, called


@dataclass(frozen=True)
class NamedMoment:
    """A moment of the timeline: its name in words, days since the start, date in UTC, and whether it is uncertain.

    An alarm, which comes from the race, has its median over worlds.
    """

    name: str
    days: float
    date: datetime
    is_uncertain: bool
    is_alarm: bool = False
    key: str = ""
    """Its name in the scenario; none for a fix that comes at a moment without a name."""
    language: Language = ENGLISH

    @property
    def text(self) -> str:
        """The date as charts print it."""
        day, say = day_on_chart(self.date, self.language), self.language.text
        if self.is_alarm:
            return say("chart-moment-median", day=day)
        return say("chart-moment-uncertain", day=day) if self.is_uncertain else day


def day_on_chart(date: datetime, language: Language = ENGLISH) -> str:
    """A day of a year that is told elsewhere: `26 Feb`."""
    return language.text("chart-day", day=date.day, month=date.month)


def named_moments(result: Result, language: Language = ENGLISH) -> list[NamedMoment]:
    """The moments from the start to the horizon, in order of time; of alarms, those that come in most worlds."""
    scenario = result.scenario
    calendar = calendar_of(result)
    uncertain = _uncertain(result)
    return [
        NamedMoment(
            called(scenario, TIMELINE, name, language),
            days,
            scenario.start + timedelta(days=days),
            name in uncertain,
            calendar.alarm_of(Moment(name)) is not None,
            name,
            language,
        )
        for days, name in sorted((calendar.days(Moment(name)), name) for name in scenario.timeline)
        if 0 <= days <= result.days[-1]
    ]


def calendar_of(result: Result) -> Calendar:
    """The calendar of a scenario, with the alarms where they are in the median over worlds."""
    scenario = result.scenario
    alarms = {path.partition(".")[2]: moments for path, moments in result.drawn.items() if path in _alarms(result)}
    medians = {name: float(np.quantile(moments, 0.5, method="higher")) for name, moments in alarms.items()}
    return Calendar(scenario.start, scenario.horizon, scenario.timeline, medians)


def _alarms(result: Result) -> set[str]:
    return set(result.scenario.varying) - set(result.scenario.uncertain)


def _uncertain(result: Result) -> set[str]:
    return {path.removeprefix("timeline.") for path in result.scenario.uncertain if path.startswith("timeline.")}
