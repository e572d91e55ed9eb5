"""Engines: ways to the same race, with the same probability law."""

from __future__ import annotations

from collections.abc import Callable

from sim.model.problems import InputError, Problem, nearest, shown
from sim.model.race import Race
from sim.model.world import World

NAMES = ("vectorized", "events")


def engine(name: str) -> Callable[[World], Race]:
    """The engine of a name. Raises InputError if there is none."""
    if name == "vectorized":
        from . import vectorized

        return vectorized.simulate
    if name == "events":
        from . import events

        return events.simulate
    raise InputError([Problem(("engine",), shown(name), f"unknown engine; {nearest(str(name), NAMES)}")])
