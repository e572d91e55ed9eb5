"""Mutations of folders that this program wrote: of manifests at every depth, and of the bytes of files."""

from __future__ import annotations

import copy
import hashlib
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

STRANGE: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 3, 10**30, -0.5, 1e308, "", "x", "1d", "never", "../x", "/dev/zero", "manifest.json",
    "\x1b[31m", "ü" * 500, [], [[]], {}, {"law": "lognormal"}, [1, "a", None],
)  # fmt: skip
"""Values that no key of a manifest expects, and some that many do."""


def places(document: Any) -> Iterator[tuple[Any, Any]]:
    """Every container in a document with every key or index in it."""
    keys = document if isinstance(document, dict) else range(len(document)) if isinstance(document, list) else ()
    for key in list(keys):
        yield document, key
        yield from places(document[key])


def _retyped(value: Any) -> Any:
    if isinstance(value, bool | int | float):
        return str(value)
    if isinstance(value, str):
        return [value]
    return json.dumps(value)


def mutated_document(document: Any, chance: random.Random) -> Any:
    """A document with one place of it dropped, replaced, retyped, doubled, renamed or exchanged with another."""
    changed = copy.deepcopy(document)
    every = list(places(changed))
    # Points of studies and days of curves are many and alike: half of the mutations are near the top.
    inside, key = chance.choice([each for each in every if each[0] is changed] if chance.random() < 0.5 else every)
    match chance.randrange(6):
        case 0:
            del inside[key]
        case 1 | 2:
            inside[key] = copy.deepcopy(chance.choice(STRANGE))
        case 3:
            inside[key] = _retyped(inside[key])
        case 4:
            other, name = chance.choice(every)
            inside[key] = copy.deepcopy(other[name])
        case _:
            if isinstance(inside, list):
                inside.insert(key, inside[key])
            else:
                inside[f"{key}{chance.choice(STRANGE)}"] = inside.pop(key)
    return changed


def mutated_bytes(content: bytes, chance: random.Random) -> bytes:
    """Bytes that are cut off, or of which some are changed, removed, doubled or made zero."""
    start = chance.randrange(max(1, len(content)))
    length = chance.choice((1, 2, 8, 64))
    match chance.randrange(6):
        case 0:
            return content[:start]
        case 1:
            return content[:start] + content[start + length :]
        case 2:
            return content[: start + length] + content[start:]
        case 3:
            return content[:start] + bytes(length) + content[start + length :]
        case _:
            changed = bytearray(content)
            for _ in range(length):
                changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
            return bytes(changed)


def with_document(path: Path, chance: random.Random) -> Callable[[], None]:
    """Mutate a JSON file; returns what makes it as it was."""
    before = path.read_bytes()
    path.write_text(json.dumps(mutated_document(json.loads(before), chance), ensure_ascii=False), encoding="utf-8")
    return lambda: _restore(path, before)


def with_bytes(folder: Path, name: str, chance: random.Random) -> Callable[[], None]:
    """Mutate a file of a folder, and note the new checksum in its manifest; returns what makes both as they were."""
    path, manifest = folder / name, folder / "manifest.json"
    before, noted = path.read_bytes(), manifest.read_bytes()
    path.write_bytes(mutated_bytes(before, chance))
    document = json.loads(noted)
    document["files"][name] = hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
    manifest.write_text(json.dumps(document), encoding="utf-8")

    def restore() -> None:
        _restore(path, before)
        _restore(manifest, noted)

    return restore


def _restore(path: Path, content: bytes) -> None:
    path.write_bytes(content)
