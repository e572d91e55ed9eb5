"""Alarms: moments that come from the race itself.

What an alarm changes comes strictly after what sets it off. So the race without an alarm is right up to that instant,
and says when it is: the first at which the count reaches what it takes, an order statistic of the times. With
the moment known, the race is played again, until no alarm is left that goes off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from .clocks import NEVER
from .passes import joined
from .race import GroupRace
from .world import Trigger, World

FloatArray = NDArray[np.float64]
TENANTS = "tenants_reached"


def with_alarms(world: World, play: Callable[[World], Iterable[GroupRace]]) -> World:
    """The same world, in which it is known when every alarm goes off; `play` gives the race of a world."""
    waiting = world.alarms
    while waiting:
        times = dict(zip(waiting, _set_off(waiting, play(world)), strict=True))
        first_change = min(alarm.acts_at(time) for alarm, time in times.items())
        heard = [alarm for alarm, time in times.items() if time < first_change]
        if not heard:
            break
        world = world.with_alarms({alarm.name: alarm.acts_at(times[alarm]) for alarm in heard})
        waiting = tuple(alarm for alarm in waiting if alarm not in heard)
    return world


def _set_off(alarms: tuple[Trigger, ...], race: Iterable[GroupRace]) -> list[float]:
    """When each of some alarms is set off in a race; days, `inf` if never."""
    times: list[list[FloatArray]] = [[] for _ in alarms]
    among = [0] * len(alarms)
    for part in race:
        for index, alarm in enumerate(alarms):
            if alarm.population in (None, part.group.name):
                times[index].append(_times_of(alarm.when, part))
                among[index] += _possible(alarm.when, part)
    return [
        _order_statistic(joined(found, np.float64), alarm.needed(number))
        for alarm, found, number in zip(alarms, times, among, strict=True)
    ]


def _possible(when: str, part: GroupRace) -> int:
    """How many there are of what an alarm counts."""
    if when != TENANTS:
        return len(part.protected_at)
    return part.group.organizations if part.pivoted_at is not None else 0


def _times_of(when: str, part: GroupRace) -> FloatArray:
    """When each of what an alarm counts comes so far, those that never do left out or `inf`."""
    if when == "compromised":
        return part.compromised_at
    if when == "protected_in_time":
        return np.delete(part.protected_at, part.hits) if part.lives is None else part.lives.protected_clean_at()
    if when == TENANTS:
        return np.zeros(0) if part.pivoted_at is None else part.earliest(part.pivoted_at)
    found = {"detected": part.detected_at, "evicted": part.evicted_at, "reentered": part.reentered_at}[when]
    return np.zeros(0) if found is None else found


def _order_statistic(times: FloatArray, number: float) -> float:
    """The time of a number of them, counted from 1; `inf` if there are fewer."""
    if number > len(times):
        return NEVER
    place = int(number) - 1
    return float(np.partition(times, place)[place])
