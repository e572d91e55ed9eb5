"""A client's own race by how hard attackers scan: the same worlds, in which all campaigns probe faster or slower."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.scenario.scenario import Scenario

from .client import Client
from .own_race import OwnRace, own_race

FloatArray = NDArray[np.float64]
AS_WRITTEN = 1.0
SPEEDS = (0.25, 0.5, AS_WRITTEN, 2.0, 4.0)


@dataclass(frozen=True)
class OwnRaceBySpeed:
    """A client's races by attack speed.

    Attributes
    ----------
    races : tuple of OwnRace
        From the slowest; one of them is as the scenario is written.

    Examples
    --------
    >>> by_speed.as_written.attack_speed
    1.0
    """

    races: tuple[OwnRace, ...]

    @property
    def speeds(self) -> tuple[float, ...]:
        """How many times as fast as the scenario says attackers probe in each of `races`."""
        return tuple(race.attack_speed for race in self.races)

    @property
    def as_written(self) -> OwnRace:
        """The race with attacks as the scenario says."""
        return self.races[self.speeds.index(AS_WRITTEN)]

    @property
    def days(self) -> FloatArray:
        """Days after the fix is available, the same in all races."""
        return self.as_written.days

    @property
    def mean(self) -> FloatArray:
        """The chance to be breached, in the shape (speeds, days)."""
        return np.stack([race.mean for race in self.races])


def own_race_by_speed(
    scenario: Scenario,
    client: Client,
    *,
    speeds: Sequence[float] = SPEEDS,
    replications: int | None = None,
    workers: int | None = None,
) -> OwnRaceBySpeed:
    """A client's own race with attackers who probe more slowly, or faster, than the scenario says.

    Parameters
    ----------
    scenario : Scenario
        The case.
    client : Client
        Its situation.
    speeds : sequence of float
        How many times as fast as the scenario says; 1 is always among them.
    replications, workers : int, optional
        As in `own_race`.

    Returns
    -------
    OwnRaceBySpeed
        A race for each speed, from the slowest.

    Raises
    ------
    InputError
        If the client does not fit the scenario.

    Examples
    --------
    >>> found = sim.own_race_by_speed(sim.load("proxylogon"), client, speeds=[2.0], replications=2)
    >>> found.speeds
    (1.0, 2.0)
    """
    ordered = sorted({AS_WRITTEN, *speeds})
    return OwnRaceBySpeed(
        tuple(
            own_race(scenario, client, replications=replications, workers=workers, attack_speed=speed)
            for speed in ordered
        )
    )
