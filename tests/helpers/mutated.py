"""Mutations of what this program reads: of bytes, of text, of documents at every depth, and of the files of folders."""

from __future__ import annotations

import copy
import hashlib
import io
import json
import random
import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import h5py  # type: ignore[import-untyped]  # it has no types
import numpy as np
import pandas as pd
from nasty import CHARACTERS, KEYS, LAW_PIECES, NUMBERS, PIECES, STRANGE, WORDS

from sim.scenario.config import LARGEST_FILE, read_text

MANIFEST = "manifest.json"
LARGE = 1 / 400
"""So many configs are made as large as they may be; reading one takes a hundred times as long."""
NUMBER = re.compile(r"\d[\d_]*(?:\.\d+)?")
TOKEN = re.compile(r"[^\s,:\[\]{}]+")
EXTREME = ("0", "-1", "1e308", "1e-320", "9" * 400, "1_000", "1,000", "1.000", "007", "0x10", "½", "٣", "1e9", "1e15")
UNITS = ("d", "w", "h", "m", "s", "min", "/d", "/s", "/w", " d", "D", "%", "y", "d/d", "/0", "d d", "°")
CELL_MARKS = (",", ";", "\t", '"', "\n", "\r\n", "=", "@", "", " ", "1,000", '"a', "\x00", "﻿")
CELLS: tuple[Any, ...] = (np.nan, np.inf, -1, 0, 10**18, 0.5, "", "x", None)


def places(document: Any) -> Iterator[tuple[Any, Any]]:
    """Every container in a document with every key or index in it."""
    keys = document if isinstance(document, dict) else range(len(document)) if isinstance(document, list) else ()
    for key in list(keys):
        yield document, key
        yield from places(document[key])


def paths(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of everything in a document but the document itself."""
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, entry in list(entries):
        yield (*path, key)
        if len(path) < 8:
            yield from paths(entry, (*path, key))


def at(node: Any, path: tuple[Any, ...]) -> Any:
    """What stands at a path."""
    for part in path:
        node = node[part]
    return node


def _retyped(value: Any) -> Any:
    if isinstance(value, bool | int | float):
        return str(value)
    if isinstance(value, str):
        return [value]
    return as_json(value).decode("utf-8", "replace")


def _another_size(value: Any, chance: random.Random) -> Any:
    """A number, or a text that holds one, with another number in it and the same unit."""
    factor = chance.choice((0, -1, 0.001, 0.5, 1.1, 2, 10, 1e6, 1e300))
    if isinstance(value, int | float):
        return value * factor
    found = NUMBER.search(value) if isinstance(value, str) else None
    if found is None:
        return _anything(chance)
    changed = f"{float(found[0].replace('_', '')) * factor:g}"
    number = changed if chance.random() < 0.7 else chance.choice(EXTREME)
    return value[: found.start()] + number + value[found.end() :]


def _anything(chance: random.Random) -> Any:
    return copy.deepcopy(chance.choice(chance.choice((STRANGE, NUMBERS, WORDS, LAW_PIECES))))


def mutated_document(document: Any, chance: random.Random, other: Any = None) -> Any:
    """A document with one place of it dropped, replaced, retyped, doubled, renamed or exchanged with another.

    `other` is a document from which values are taken too.
    """
    changed = copy.deepcopy(document)
    every = list(places(changed))
    if not every:
        return _anything(chance)
    # Points of studies and days of curves are many and alike: half of the mutations are near the top.
    near = [each for each in every if each[0] is changed]
    inside, key = chance.choice(near if chance.random() < 0.5 else every)
    match chance.randrange(10):
        case 0:
            del inside[key]
        case 1 | 2:
            inside[key] = _anything(chance)
        case 3:
            inside[key] = _retyped(inside[key])
        case 4:
            container, name = chance.choice(list(places(other)) or every)
            inside[key] = copy.deepcopy(container[name])
        case 5:
            if isinstance(inside, list):
                inside.insert(key, inside[key])
            else:
                inside[f"{key}{chance.choice(STRANGE)}"] = inside.pop(key)
        case 6 | 7 | 8:
            inside, key = chance.choice(
                [each for each in every if not isinstance(each[0][each[1]], dict | list)] or every
            )
            inside[key] = _another_size(inside[key], chance)
        case _:
            added = str(chance.choice((*KEYS, chance.choice(every)[1])))
            if isinstance(inside[key], dict):
                inside[key][added] = _anything(chance)
            else:
                inside[key] = {added: inside[key]}
    return changed


def as_json(document: Any) -> bytes:
    """A document as JSON, which is YAML too; what JSON cannot hold stands as text."""

    def text(value: Any) -> str:
        return value.isoformat() if isinstance(value, date) else str(value)

    return json.dumps(document, ensure_ascii=False, default=text).encode("utf-8", "surrogatepass")


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
            changed = bytearray(content or b"\0")
            for _ in range(length):
                changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
            return bytes(changed)


def _exchanged(text: str, pattern: re.Pattern[str], chance: random.Random, new: str) -> str:
    found = list(pattern.finditer(text))
    if not found:
        return text + new
    part = chance.choice(found)
    return text[: part.start()] + new + text[part.end() :]


def _number(chance: random.Random) -> str:
    return chance.choice((*EXTREME, str(chance.randrange(100)), repr(chance.uniform(0, 2))))


def _letter(chance: random.Random) -> str:
    return chr(chance.choice((chance.randrange(0xD800), chance.randrange(0xE000, 0x110000))))


def mutated_text(text: str, chance: random.Random, other: str = "") -> str:
    """Text of which letters, tokens, numbers, units, lines or indents are changed; pieces come from `other` too."""
    lines = text.splitlines(keepends=True) or [""]
    here = chance.randrange(len(text) + 1)
    there = min(len(text), here + chance.choice((0, 0, 1, 2, 5, 30)))
    line = chance.randrange(len(lines))
    match chance.randrange(13):
        case 0:
            return text[:here] + chance.choice(CHARACTERS) + text[there:]
        case 1:
            return text[:here] + chance.choice(PIECES) + text[there:]
        case 2:
            return _exchanged(text, TOKEN, chance, chance.choice((*WORDS, *PIECES)))
        case 3:
            tokens = TOKEN.findall(chance.choice((text, other or text))) or [""]
            return _exchanged(text, TOKEN, chance, chance.choice(tokens))
        case 4 | 5:
            return _exchanged(text, NUMBER, chance, _number(chance))
        case 6:
            return _exchanged(text, NUMBER, chance, _number(chance) + chance.choice(UNITS))
        case 7:
            del lines[line]
        case 8:
            lines.insert(chance.randrange(len(lines) + 1), lines[line])
        case 9:
            lines.insert(line, chance.choice((other or text).splitlines(keepends=True) or [""]))
        case 10:
            lines[line] = (" " * chance.choice((1, 2, 4)) + lines[line]) if chance.random() < 0.5 else lines[line][1:]
        case 11:
            return text[:here] + _letter(chance) + text[here:]
        case _:
            return text[:there] + text[here:there] * chance.choice((1, 2, 50)) + text[there:]
    return "".join(lines)


def enlarged_text(text: str, chance: random.Random) -> str:
    """Text of nearly the size that a config may have: of many lines like one of it, or of one long value."""
    number, room = chance.choice((100, 1_000, 3_000, 9_000)), LARGEST_FILE - len(text) - 10
    lines = text.splitlines(keepends=True) or [""]
    line = chance.randrange(len(lines))
    values = TOKEN.findall(text) or ["1d"]
    match chance.randrange(5):
        case 0:  # keys that differ
            key, colon, rest = lines[line].partition(":")
            more = (f"{key}{each}{colon}{rest}" for each in range(number))
        case 1:
            more = (lines[line] for _ in range(number))
        case 2:
            piece = chance.choice(("9", "a", "a.", " ", "1d ", "fix + ", "é", "[", "{a: ", "- ", "'", "\\x41", "#"))
            return _exchanged(text, TOKEN, chance, (piece * room)[: chance.choice((5_000, 9_999, room))])
        case 3:
            several = (chance.choice(("{}d", "{}", "a{}", "0.{}", "{}/d", "2021-01-01T00:{}")), chance.choice(values))
            items = ", ".join(chance.choice(several).format(each) for each in range(number))
            return _exchanged(text, TOKEN, chance, f"[{items}]"[:room])
        case _:
            items = ", ".join(f"{chance.choice(values)}{each}: {chance.choice(values)}" for each in range(number))
            return _exchanged(text, TOKEN, chance, f"{{{items}}}"[:room])
    return "".join([*lines[:line], "".join(more)[:room], *lines[line:]])


def mutated_table(text: str, chance: random.Random) -> str:
    """The text of a CSV file of which cells, rows, columns or separators are changed."""
    rows = [line.split(",") for line in text.splitlines()] or [[""]]
    row = chance.choice(rows)
    match chance.randrange(9):
        case 0:
            row[chance.randrange(len(row))] = str(chance.choice((*WORDS, *NUMBERS)))
        case 1:
            row[chance.randrange(len(row))] = _number(chance) + chance.choice(("", chance.choice(UNITS)))
        case 2:
            row.insert(chance.randrange(len(row) + 1), chance.choice(row))
        case 3:
            del row[chance.randrange(len(row))]
        case 4:
            rows.insert(chance.randrange(len(rows) + 1), list(row))
        case 5:
            rows.remove(row)
        case 6:
            column = chance.randrange(len(row))
            for each in rows:
                del each[column : column + 1]
        case 7:
            before, after = chance.sample(CELL_MARKS, 2) if chance.random() < 0.5 else (",", ";")
            return text.replace(before, after)
        case _:
            row[chance.randrange(len(row))] += chance.choice(CELL_MARKS)
    return "\n".join(",".join(each) for each in rows) + "\n"


def mutated_setting(content: bytes, chance: random.Random, other: bytes = b"") -> bytes:
    """`PATH=VALUE` with another path, another value, or mutated as text."""
    dotted, equals, value = content.partition(b"=")
    if not equals or chance.random() < 0.2:
        return mutated_text(content.decode("utf-8", "replace"), chance).encode("utf-8", "replace")
    if chance.random() < 0.5:
        return dotted + equals + mutated_config(value, chance, other)
    parts = dotted.split(b".")
    if chance.random() < 0.5:
        parts.append(str(chance.choice(KEYS)).encode("utf-8", "replace"))
    else:
        parts[chance.randrange(len(parts))] = chance.choice(parts)
    return b".".join(parts) + equals + value


@lru_cache(maxsize=500)
def _document(content: bytes) -> Any:
    return read_text(content.decode(), "mutated").data


def mutated_config(content: bytes, chance: random.Random, other: bytes = b"") -> bytes:
    """A YAML file mutated as bytes, as text, or as the document that it holds."""
    kind = chance.randrange(20)
    if kind == 0:
        return mutated_bytes(content, chance)
    if chance.random() < LARGE:
        return enlarged_text(content.decode("utf-8", "replace"), chance).encode("utf-8", "replace")
    if kind < 9:
        text, more = (each.decode("utf-8", "surrogateescape") for each in (content, other))
        return mutated_text(text, chance, more).encode("utf-8", "surrogatepass")
    try:
        document, more_data = _document(content), _document(other or content)
    except ValueError:  # an earlier step has made it unreadable
        return mutated_bytes(content, chance)
    return as_json(mutated_document(document, chance, more_data))


def mutated_parquet(content: bytes, chance: random.Random) -> bytes:
    """A Parquet table of which a value, row or column is changed. Raises ValueError if it is none."""
    try:
        table = pd.read_parquet(io.BytesIO(content))
    except Exception as error:  # an earlier step has damaged it
        raise ValueError("is no table") from error
    column = str(chance.choice(list(table.columns)))
    match chance.randrange(7):
        case 0:
            table = table.drop(columns=column)
        case 1:
            table = table.rename(columns={column: chance.choice((*map(str, table.columns), "x", ""))})
        case 2 | 3:
            values = table[column].astype(object)
            for _ in range(chance.choice((1, 1, len(values)))):
                values.iloc[chance.randrange(len(values))] = chance.choice(CELLS)
            table[column] = values.map(str) if chance.random() < 0.5 else pd.to_numeric(values, errors="coerce")
        case 4:
            table = table.drop(index=table.index[chance.randrange(len(table))])
        case 5:
            table = pd.concat([table, table.iloc[[chance.randrange(len(table))]]])
        case _:
            table = table.sample(frac=1, random_state=chance.randrange(100))
    out = io.BytesIO()
    table.to_parquet(out, index=chance.random() < 0.2)
    return out.getvalue()


def mutated_netcdf(content: bytes, chance: random.Random) -> bytes:
    """A NetCDF file of which a variable is dropped, renamed or changed, or an attribute. Raises ValueError if none."""
    out = io.BytesIO(content)
    try:
        with h5py.File(out, "r+") as file, np.errstate(over="ignore"):
            name = chance.choice(sorted(file))
            match chance.randrange(5):
                case 0:
                    del file[name]
                case 1:
                    file.move(name, f"{name}x")
                case 2:
                    file[name][...] = chance.choice((np.nan, np.inf, -1.0, 1e300))
                case 3:
                    file.attrs[chance.choice((*file.attrs, "x"))] = chance.choice(("text", -1, 10**12, [1, 2], 0.5))
                case _:
                    del file[name]
                    file[name] = chance.choice(([1.0, 2.0], "text", 3))
    except Exception as error:  # an earlier step has damaged it
        raise ValueError("is no NetCDF") from error
    return out.getvalue()


def noted_checksum(manifest: bytes, name: str, content: bytes) -> bytes:
    """A manifest that holds the checksum of a changed file, where it can."""
    try:
        document = json.loads(manifest)
        document["files"][name] = hashlib.blake2b(content, digest_size=16).hexdigest()
    except (ValueError, KeyError, TypeError):
        return manifest
    return as_json(document)


def mutated_folder(files: dict[str, bytes], chance: random.Random) -> dict[str, bytes]:
    """The files of a folder of this program: its manifest or notes changed, or a table with its checksum, or files."""
    changed = dict(files)
    documents = [name for name in files if name.endswith(".json")]
    tables = [name for name in files if name.endswith((".parquet", ".nc", ".csv"))]
    kind = chance.randrange(20)
    if not documents:
        return changed
    if kind < 12 or not tables:
        name = chance.choice(documents)
        try:
            document = json.loads(changed[name])
        except ValueError:
            document = None
        if document is None or kind == 0:
            changed[name] = mutated_config(changed[name], chance)
        else:
            changed[name] = as_json(mutated_document(document, chance))
    elif kind < 18:
        name = chance.choice(tables)
        # A damaged NetCDF file takes a process of its own, so others come first
        name = chance.choice(tables) if name.endswith(".nc") else name
        changed[name] = _mutated_file(name, changed[name], chance)
        if MANIFEST in changed and chance.random() < 0.9:
            changed[MANIFEST] = noted_checksum(changed[MANIFEST], name, changed[name])
    elif kind == 18:
        del changed[chance.choice(list(files))]
    else:
        changed[chance.choice(list(files))] = chance.choice((b"", *files.values()))
    return changed


def _mutated_file(name: str, content: bytes, chance: random.Random) -> bytes:
    deeper = {".parquet": mutated_parquet, ".nc": mutated_netcdf}.get(Path(name).suffix)
    if deeper is not None and chance.random() < 0.7:
        try:
            return deeper(content, chance)
        except ValueError:
            pass
    return mutated_bytes(content, chance)


def with_document(path: Path, chance: random.Random) -> Callable[[], None]:
    """Mutate a JSON file; returns what makes it as it was."""
    before = path.read_bytes()
    path.write_bytes(as_json(mutated_document(json.loads(before), chance)))
    return lambda: _restore(path, before)


def with_bytes(folder: Path, name: str, chance: random.Random) -> Callable[[], None]:
    """Mutate a file of a folder, and note the new checksum in its manifest; returns what makes both as they were."""
    path, manifest = folder / name, folder / MANIFEST
    before, noted = path.read_bytes(), manifest.read_bytes()
    path.write_bytes(mutated_bytes(before, chance))
    manifest.write_bytes(noted_checksum(noted, name, path.read_bytes()))

    def restore() -> None:
        _restore(path, before)
        _restore(manifest, noted)

    return restore


def _restore(path: Path, content: bytes) -> None:
    path.write_bytes(content)
