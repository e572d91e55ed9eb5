"""The named moments of a scenario that fall into its race, in order, with their dates as charts print them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sim.runs.result import Result
from sim.scenario.moments import Calendar, Moment


@dataclass(frozen=True)
class NamedMoment:
    """A moment of the timeline: its name in words, days since the start, date in UTC, and whether it is uncertain."""

    name: str
    days: float
    date: datetime
    is_uncertain: bool

    @property
    def text(self) -> str:
        """The date as charts print it."""
        date = f"{self.date:%d %b}".lstrip("0")
        return f"{date} (uncertain)" if self.is_uncertain else date


def named_moments(result: Result) -> list[NamedMoment]:
    """The moments from the start to the horizon, in order of time."""
    scenario = result.scenario
    calendar = Calendar(scenario.start, scenario.horizon, scenario.timeline)
    uncertain = _uncertain(result)
    return [
        NamedMoment(name.replace("_", " "), days, scenario.start + timedelta(days=days), name in uncertain)
        for days, name in sorted((calendar.days(Moment(name)), name) for name in scenario.timeline)
        if 0 <= days <= result.days[-1]
    ]


def _uncertain(result: Result) -> set[str]:
    return {path.removeprefix("timeline.") for path in result.scenario.uncertain if path.startswith("timeline.")}
