"""Makes the page of the Python interface from `sim.__all__` and `sim.charts.__all__`, grouped by room.

Types that these give or take, and that nobody has to make, have pages too, by the names of the files that hold them.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from functools import cache, cached_property
from importlib import import_module
from types import ModuleType
from typing import Any, get_args

import sim

ORDER = ("scenario", "model", "engines", "runs", "sweeps", "clients", "report")
"""Rooms in the order of the page; those that are not named come last."""
NOT_FOLLOWED = ("model", "engines")
"""Rooms whose types have a page where results hold them; what is inside of those is for readers of the code."""
TYPES = "Types"
ABOUT_TYPES = """\
What the names above give and take. Nobody makes these: they come from functions, or are read from files.
"""
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
    parts.append(section(TYPES, ABOUT_TYPES, [full_name(each) for each in types()]))
    return "\n".join(parts)


def public() -> dict[str, Any]:
    """Every public name with what it stands for."""
    homes = (sim, *(found for name in sim.__all__ if isinstance(found := getattr(sim, name), ModuleType)))
    every = {f"{home.__name__}.{name}": getattr(home, name) for home in homes for name in home.__all__}
    return {name: found for name, found in every.items() if not isinstance(found, ModuleType)}


def types() -> list[type]:
    """Classes of the package that public names give or take, directly or inside one another, by their place."""
    named = public().values()
    found: set[type] = set()
    ahead = [each for one in named for each in classes_in(one)]
    while ahead:
        one = ahead.pop()
        if one not in found:
            found.add(one)
            ahead += [] if room_of(one) in NOT_FOLLOWED else classes_in(one)
    return sorted(found - {each for each in named if inspect.isclass(each)}, key=full_name)


@cache
def pages_of_classes() -> dict[str, str]:
    """The name of the page of every class that has one, by its name with the file that holds it, and by its own."""
    pages = {full_name(each): full_name(each) for each in types()}
    pages |= {full_name(found): name for name, found in public().items() if inspect.isclass(found)}
    return pages | {name.rpartition(".")[2]: page for name, page in pages.items()}


def full_name(found: type) -> str:
    """The name of a class with the file that holds it."""
    return f"{found.__module__}.{found.__name__}"


def classes_in(found: Any) -> list[type]:
    """The classes of the package in the signature of a function, or in the fields and members of a class."""
    if not inspect.isclass(found):
        return [each for text in written_types(found) for each in classes_named(text, found.__module__)]
    named = []
    for owner in (each for each in found.__mro__ if each.__module__.startswith("sim.")):
        fields = {name: text for name, text in inspect.get_annotations(owner).items() if name[0] != "_"}
        texts = [*fields.values(), *(text for each in members(owner).values() for text in written_types(each))]
        named += [each for text in texts for each in classes_named(str(text), owner.__module__)]
    return named


def members(owner: type) -> dict[str, Any]:
    """The public methods and properties that a class itself defines, as functions."""
    found = {}
    for name, each in list(vars(owner).items()):
        inner = each.fget if isinstance(each, property) else each.func if isinstance(each, cached_property) else each
        function: Any = getattr(inner, "__func__", inner)
        if inspect.isfunction(function) and not name.startswith("_"):
            found[name] = function
    return found


def written_types(function: Any) -> Iterator[str]:
    """What a function takes and gives, as its signature has it."""
    signature = inspect.signature(function)
    written = [each.annotation for each in signature.parameters.values()] + [signature.return_annotation]
    yield from (text for text in written if isinstance(text, str))


def classes_named(text: str, module: str) -> Iterator[type]:
    """The classes of the package that an annotation in a module names, but for what is imported for typing alone."""
    names = vars(import_module(module))
    for node in ast.walk(ast.parse(text, mode="eval")):
        if isinstance(node, ast.Name):
            yield from classes_behind(names.get(node.id))


def classes_behind(found: Any) -> Iterator[type]:
    """The classes of the package in a class, or in what stands for a type."""
    if inspect.isclass(found) and found.__module__.startswith("sim."):
        yield found
    for part in get_args(found):
        yield from classes_behind(part)


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
