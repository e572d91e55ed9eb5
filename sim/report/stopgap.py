"""From which day on what a client does until the patch flattens the curve of waiting, in words."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.charts.drawing.letters import isolated
from sim.clients.own_race import OwnRace
from sim.clients.situation import WEEK

FLATTER = 0.5
"""How many times as steep the curve may be in the week after a stopgap, at most, to be called flatter for it."""


def stopgap_in_place(race: OwnRace) -> Iterator[str]:
    """A sentence where the curve bends because a stopgap is in place; nothing where it does not."""
    stopgap = race.stopgap()
    if stopgap is None or not 0 < stopgap[1] <= race.days[-1] - WEEK:
        return
    name, day = stopgap
    before, there, after = np.interp([max(day - WEEK, 0), day, day + WEEK], race.days, race.mean)
    if (after - there) / WEEK < FLATTER * (there - before) / min(day, WEEK):
        yield race.say("page-curve-stopgap", day=day, name=isolated(name), tense=race.tense.where_past.name)
