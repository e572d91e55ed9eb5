"""The vectorised engine: exact, per server, in a few passes of array code. The default."""

from __future__ import annotations

import numpy as np

from sim.model.adoption import adopt
from sim.model.fleet import build_fleet
from sim.model.race import Race, decide
from sim.model.scanning import first_entries
from sim.model.world import World


def simulate(world: World) -> Race:
    """The race in one world. Raises InputError if a drawn value does not fit or memory does not suffice."""
    luck = world.luck
    with np.errstate(over="ignore"):  # a threshold too large for a float is never reached
        fleet = build_fleet(world, luck)
        entries = first_entries(world, fleet, luck)
        return decide(world, fleet, luck, entries, adopt(world, fleet, luck))
