"""A race: what became of every server in one world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .adoption import fix_available
from .clocks import NEVER
from .fleet import Fleet, Group
from .passes import put_where
from .scanning import NOBODY
from .world import World

if TYPE_CHECKING:
    import pandas as pd

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Race:
    """Arrays with one entry per server, in the order of the fleet. Times are days since the start.

    `protected_at` and `compromised_at` are `inf` where it did not happen by the horizon. A compromised server that was
    patched later has both. `campaign` is the number of the campaign that came first, -1 where none did. Servers that
    are not exposed (not vulnerable, or not reachable) are in the arrays but not in the race: `exposed` tells.
    """

    world: World
    fleet: Fleet
    protected_at: FloatArray
    compromised_at: FloatArray
    campaign: NDArray[np.int16]

    @property
    def exposed(self) -> BoolArray:
        """Whether each server is in the race: vulnerable and reachable."""
        parts = [
            np.ones(group.servers, dtype=bool) if group.exposed is None else group.exposed
            for group in self.fleet.groups
        ]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=bool)

    @property
    def fix_available_at(self) -> FloatArray:
        """When a protecting remediation first was available to each server."""
        parts = [np.full(group.servers, fix_available(self.world, group.name)) for group in self.fleet.groups]
        return np.concatenate(parts) if parts else np.zeros(0)

    def to_frame(self) -> pd.DataFrame:
        """One row per server: who it is, when it was protected and compromised, by whom, and how it ended."""
        import pandas as pd

        groups = self.fleet.groups
        names = [group.name for group in groups]
        attackers = [attack.name for attack in self.world.attacks]
        counts = [group.servers for group in groups]
        return pd.DataFrame(
            {
                "population": _named(np.repeat(np.arange(len(groups)), counts), names),
                "organization": _joined([group.organization_of() for group in groups]),
                "server": _joined([group.ordinals() for group in groups]),
                "exposed": self.exposed,
                "fix_available_at": self.fix_available_at,
                "protected_at": self.protected_at,
                "compromised_at": self.compromised_at,
                "compromised_by": _named(self.campaign, attackers),
                "outcome": _named(self._outcomes(), list(ENDINGS)),
            }
        )

    def _outcomes(self) -> NDArray[np.int8]:
        compromised, protected = self.compromised_at < NEVER, self.protected_at < NEVER
        return np.select([~self.exposed, compromised & protected, compromised, protected], [0, 1, 2, 3], 4).astype(
            np.int8
        )


def _named(codes: NDArray[np.signedinteger[Any]], names: list[str]) -> pd.Categorical[str]:
    import pandas as pd

    return pd.Categorical.from_codes(codes, pd.Index(names, dtype="str"))


ENDINGS = ("not_exposed", "protected_too_late", "compromised", "protected_in_time", "still_exposed")


def _joined(parts: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


def decide(world: World, fleet: Fleet, protected: FloatArray, entered: FloatArray, campaign: NDArray[np.int16]) -> Race:
    """The race that two clocks decide: a server is compromised if it is entered before it is protected.

    At a tie protection wins; what happens after the horizon did not happen; the horizon itself counts. The arrays are
    changed in place and become the race's.
    """
    for group in fleet.groups:
        if group.exposed is not None:
            put_where(entered[group.span], ~group.exposed, NEVER)
    put_where(protected, protected > world.horizon, NEVER)
    lost = ~(entered < protected)
    lost |= entered > world.horizon
    put_where(entered, lost, NEVER)
    put_where(campaign, lost, NOBODY)
    for array in (protected, entered, campaign):
        array.setflags(write=False)
    return Race(world, fleet, protected, entered, campaign)


def members(race: Race, group: Group) -> tuple[FloatArray, FloatArray]:
    """Times of compromise and of protection of a population's exposed servers."""
    compromised, protected = race.compromised_at[group.span], race.protected_at[group.span]
    if group.exposed is None:
        return compromised, protected
    return compromised.compress(group.exposed), protected.compress(group.exposed)
