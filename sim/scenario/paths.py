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


def put(node: Any, path: Path, number: float, *, full: Path | None = None) -> Any:
    """A copy of `node` with a number at a path, validated by the block that holds it.

    Raises InputError, naming the path, if the number is outside the domain of what stands there.
    """
    full = path if full is None else full
    below, rest = children(node), path[1:]
    key = _key(str(path[0]), below)
    present = below[key]
    try:
        value = put(present, rest, number, full=full) if rest else like(present, number)
        if isinstance(node, Block):
            return _validated(node, key, value)
        if isinstance(node, tuple):
            return tuple(value if str(index) == key else entry for index, entry in enumerate(node))
        if isinstance(node, Mapping):
            return type(node)({**node, key: value})  # type: ignore[call-arg]  # a FrozenMap
        return _with_parameter(node, key, value)
    except InputError:
        raise
    except ValidationError as error:
        first = error.errors()[0]
        context = first.get("ctx", {})
        reason = context["problems"][0].message if "problems" in context else str(context.get("error", first["msg"]))
    except ValueError as error:
        reason = str(error)
    raise InputError([Problem(full, shown(float(number)), f"is drawn for it by uncertain, and {reason}")])


def _validated(node: Block, key: str, value: Any) -> Block:
    """A block with one key changed, validated; the scenario itself is as valid as its blocks."""
    if hasattr(node, "uncertain"):
        return node.model_copy(update={key: value})
    changed = type(node).model_validate({**children(node), key: value})
    problems = changed.check()
    if problems:
        before = node.check()
        for problem in problems:
            if problem not in before:
                raise ValueError(problem.message)
    return changed


def _with_parameter(law: Any, key: str, value: Any) -> Any:
    """A law with one parameter changed, also where it is cut or part of a mixture."""
    own = ("at_most",) if isinstance(law, AtMost) else ("share", "after")
    if isinstance(law, AtMost | Component) and key not in own:
        return dataclasses.replace(law, law=_with_parameter(law.law, key, value))
    return dataclasses.replace(law, **{key: value})
