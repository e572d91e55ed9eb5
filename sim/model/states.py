"""States: what each server of a race is at an instant."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.outcomes import STATES
from sim.scenario.moments import AN_INSTANT

from .race import Race

NOT_IN_THE_RACE = -1
BY_PRECEDENCE = ("evicted", "compromised_protected", "compromised_open", "protected_clean")
"""The first of them that holds is the state; a server of which none holds is vulnerable."""


def states_at(race: Race, day: float) -> NDArray[np.int8]:
    """The state of every server on a day after the start, as an index into STATES; NOT_IN_THE_RACE if not exposed.

    As in curves, what happens within an instant of the day has happened.
    """
    now = day + AN_INSTANT
    compromised, protected, evicted = (
        times <= now for times in (race.compromised_at, race.protected_at, race.evicted_at)
    )
    if race.lives is not None:
        protected, foothold = (each.at(now, len(evicted)) for each in (race.lives.closed, race.lives.foothold))
        evicted = ~foothold
    ways = [~race.exposed, compromised & evicted, compromised & protected, compromised, protected]
    codes = [NOT_IN_THE_RACE, *(STATES.index(name) for name in BY_PRECEDENCE)]
    return np.select(ways, codes, STATES.index("vulnerable")).astype(np.int8)
