"""Dotted paths into a scenario: `campaigns.mass_scan.rate`. The same path serves every part of the program."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from sim.problems import InputError, Path, Problem, nearest, shown

from .grammar import Block, attributes_of
from .laws import AtMost, Component, Mixture, Written
from .moments import Moment, read_moment
from .quantities import Days, PerDay, read_whole

WORDS = ("name", "about", "labels", "translations", "sources")
"""Keys at the top of a scenario that hold words for readers, and change no number."""
NOT_UNCERTAIN = (*WORDS, "start", "horizon", "replications", "seed", "resolution", "uncertain", "plausible")


@lru_cache(maxsize=16_384)
def split(dotted: str) -> Path:
    """`a.b.c` as a tuple."""
    return tuple(part.strip() for part in str(dotted).split("."))


def children(node: Any) -> dict[str, Any]:
    """What a path can name below a node."""
    if isinstance(node, Block):
        return {key: getattr(node, attribute) for key, attribute in attributes_of(type(node))}
    if isinstance(node, AtMost):
        return {**children(node.law), "at_most": node.at_most}
    if isinstance(node, Mixture):
        return {"components": node.components}
    if isinstance(node, Component):
        return {"share": node.share, "after": node.after, **children(node.law)}
    if isinstance(node, Written):
        return {key: getattr(node, key) for key in node.parameters()}
    if isinstance(node, tuple):
        return {str(index): entry for index, entry in enumerate(node)}
    if isinstance(node, Mapping):
        return {str(key): entry for key, entry in node.items()}
    return {}


def find(root: Any, path: Path) -> Any:
    """The value at a path. Raises LookupError with a hint if there is none."""
    node = root
    for depth, part in enumerate(path):
        if isinstance(node, Mapping) and part in node:
            node = node[part]
            continue
        below = children(node)
        key = _key(str(part), below)
        if key not in below:
            where = ".".join(map(str, path[:depth]))
            raise LookupError(f"no {shown(part)} in {where or 'the scenario'}; {nearest(str(part), below)}")
        node = below[key]
    return node


def _key(part: str, below: Mapping[str, Any]) -> str:
    """The key that a part of a path means: `fix+2d` is `fix + 2d`."""
    return part if part in below else spelled(part)


def spelled(part: str) -> str:
    """A part of a path in one spelling: `fix+2d` is `fix + 2d`."""
    try:
        return str(read_moment(part))
    except ValueError:
        return part


def unit_of(value: Any) -> str | None:
    """The unit of what stands at a path, or None where it is nothing that can be uncertain."""
    if isinstance(value, Days):
        return "days"
    if isinstance(value, PerDay):
        return "per day"
    if isinstance(value, Moment):
        return "days after start"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return "number"


def like(present: Any, number: float) -> Any:
    """A number drawn for a path, as the kind of value that stands there now."""
    if not math.isfinite(number):
        raise ValueError("is not a finite number")
    if isinstance(present, Days):
        return Days(number)
    if isinstance(present, PerDay):
        return PerDay(number)
    if isinstance(present, Moment):
        return read_moment(Days(number))
    return read_whole(round(number)) if isinstance(present, int) else float(number)


def put(root: Any, path: Path, number: float) -> Any:
    """A copy with a number at a path, validated by the block that holds it.

    Raises InputError, naming the path, if the number is outside the domain of what stands there.
    """
    try:
        return _with_numbers(root, [(path, number)])
    except ValidationError as error:
        first = error.errors()[0]
        context = first.get("ctx", {})
        reason = context["problems"][0].message if "problems" in context else str(context.get("error", first["msg"]))
    except ValueError as error:
        reason = str(error)
    raise InputError([Problem(path, shown(float(number)), f"is drawn for it by uncertain, and {reason}")])


def put_all(root: Any, numbers: Mapping[Path, float]) -> Any:
    """A copy with numbers at paths, each block validated once. Raises InputError as `put` does."""
    try:
        return _with_numbers(root, list(numbers.items()))
    except ValueError:
        for path, number in numbers.items():  # one by one, to say which it is
            root = put(root, path, number)
        return root


def _with_numbers(node: Any, numbers: list[tuple[Path, float]]) -> Any:
    """A copy of a node with numbers at paths below it."""
    below = children(node)
    inside: dict[str, list[tuple[Path, float]]] = {}
    for path, number in numbers:
        inside.setdefault(_key(str(path[0]), below), []).append((path[1:], number))
    changed = {key: _changed(below[key], each) for key, each in inside.items()}
    if isinstance(node, Block):
        return _validated(node, changed)
    if isinstance(node, tuple):
        return tuple(changed.get(str(index), entry) for index, entry in enumerate(node))
    if isinstance(node, Mapping):
        return type(node)({**node, **changed})  # type: ignore[call-arg]  # a FrozenMap
    return _with_parameters(node, changed)


def _changed(present: Any, numbers: list[tuple[Path, float]]) -> Any:
    """What comes in place of a value: with numbers at paths below it, or the number itself where a path ends."""
    path, number = numbers[-1]
    return _with_numbers(present, numbers) if path else like(present, number)


def _validated(node: Block, changed: Mapping[str, Any]) -> Block:
    """A block with some keys changed, validated; the scenario itself is as valid as its blocks."""
    if hasattr(node, "uncertain"):
        return node.model_copy(update=changed)
    block = type(node).model_validate({**children(node), **changed})
    problems = block.check()
    if problems:
        before = node.check()
        for problem in problems:
            if problem not in before:
                raise ValueError(problem.message)
    return block


def _with_parameters(law: Any, changed: Mapping[str, Any]) -> Any:
    """A law with some parameters changed, also where it is cut or part of a mixture."""
    if not isinstance(law, AtMost | Component):
        return dataclasses.replace(law, **changed)
    own = ("at_most",) if isinstance(law, AtMost) else ("share", "after")
    inner = {key: value for key, value in changed.items() if key not in own}
    outer = {key: value for key, value in changed.items() if key in own}
    return dataclasses.replace(law, law=_with_parameters(law.law, inner) if inner else law.law, **outer)
