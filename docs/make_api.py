"""Makes the page of the Python interface from `sim.__all__` and `sim.charts.__all__`, grouped by room."""

from __future__ import annotations

import inspect
from importlib import import_module
from types import ModuleType

import sim

ORDER = ("scenario", "model", "engines", "runs", "sweeps", "clients", "report")
"""Rooms in the order of the page; those that are not named come last."""
INTRODUCTION = """\
Python
======

All of it is ``import sim``. What writes to the disk says so; nothing else does. Wrong input raises
:class:`sim.InputError`, which says where it stands and what would be accepted.
"""


def page() -> str:
    """The page, in reStructuredText."""
    rooms: dict[str, list[str]] = {}
    for name in sim.__all__:
        found = getattr(sim, name)
        if not isinstance(found, ModuleType):
            rooms.setdefault(room_of(found), []).append(f"sim.{name}")
    ordered = sorted(rooms, key=lambda room: (ORDER.index(room) if room in ORDER else len(ORDER), room))
    parts = [INTRODUCTION, *(section(room.capitalize(), about(f"sim.{room}"), rooms[room]) for room in ordered)]
    for name in sim.__all__:
        found = getattr(sim, name)
        if isinstance(found, ModuleType):
            names = [f"sim.{name}.{each}" for each in found.__all__]
            parts.append(section(name.capitalize(), about(found.__name__), names))
    return "\n".join(parts)


def room_of(found: object) -> str:
    """The folder or file of the package in which a name is defined."""
    module = inspect.getmodule(found)
    assert module is not None, found
    return module.__name__.split(".")[1]


def about(module: str) -> str:
    """The first paragraph of what a module says of itself."""
    return inspect.cleandoc(import_module(module).__doc__ or "").partition("\n\n")[0]


def section(title: str, text: str, names: list[str]) -> str:
    """A heading, a sentence, and a table of names with a page each."""
    listed = "\n".join(f"   {name}" for name in names)
    return f"{title}\n{'-' * len(title)}\n\n{text}\n\n.. autosummary::\n   :toctree: api\n\n{listed}\n"
