"""Draws which room of the package imports which, from the imports in the code, as SVG for light and dark pages."""

from __future__ import annotations

import ast
import textwrap
import tomllib
from collections import Counter
from html import escape
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROW, CELL, TOP, LEFT, LETTERS = 46, 34, 86, 470, 58


def rooms() -> list[str]:
    """The folders and files of the package, those that use no other first: the layers of import-linter, upside down."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    (layers,) = (each["layers"] for each in contracts if each["type"] == "layers")
    return list(reversed(layers))


def files(room: str) -> list[Path]:
    """The Python files of a room."""
    folder = ROOT / "sim" / room
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]


def about(room: str) -> str:
    """The first sentence of what a room says of itself."""
    path = ROOT / "sim" / room / "__init__.py"
    text = ast.get_docstring(ast.parse((path if path.exists() else files(room)[0]).read_text(encoding="utf-8")))
    assert text is not None, room
    return text.partition("\n\n")[0].replace("\n", " ").replace("`", "")


def imports(room: str) -> Counter[str]:
    """How many statements of a room import each other one, those for typing and inside functions too."""
    found: Counter[str] = Counter()
    for path in files(room):
        package = path.relative_to(ROOT).parent.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found.update(_room(alias.name.split(".")) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                above = package[: len(package) + 1 - node.level] if node.level else ()
                base = [*above, *(node.module or "").split(".")]
                found.update(
                    {_room(base)}
                    if len(base) > 1 and base[1]
                    else {_room([*base[:1], alias.name]) for alias in node.names}
                )
    return Counter({name: number for name, number in found.items() if name not in ("", room)})


def _room(parts: list[str]) -> str:
    """The room of a dotted name; empty for other packages."""
    return parts[1] if len(parts) > 1 and parts[0] == "sim" else ""


def picture() -> str:
    """The picture: a row a room with what it is, and a dot for each room that it uses."""
    order = rooms()
    found = {room: imports(room) for room in order}
    width, height = LEFT + CELL * len(order) + 20, TOP + ROW * len(order) + 10
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        'aria-labelledby="rooms-title rooms-text" style="max-width: 100%; height: auto; '
        'font-family: sans-serif; color: var(--pst-color-text-base, #222)" fill="currentColor">',
        '<title id="rooms-title">Which room of the package uses which</title>',
        f'<desc id="rooms-text">{escape(said(order, found))}</desc>',
    ]
    for number, room in enumerate(order):
        y, x = TOP + ROW * number, LEFT + CELL * number
        parts.append(f'<rect x="0" y="{y}" width="{width}" height="{ROW}" opacity="{0.06 if number % 2 else 0}"/>')
        parts.append(f'<text x="8" y="{y + 28}" font-size="15" font-weight="bold">{room}</text>')
        lines = textwrap.wrap(about(room), LETTERS)[:2]
        for line, text in enumerate(lines):
            below = y + (28 if len(lines) == 1 else 20 + 16 * line)
            parts.append(f'<text x="102" y="{below}" font-size="12" opacity="0.85">{escape(text)}</text>')
        at = f"{x + CELL / 2 + 4:g}"
        parts.append(
            f'<text transform="rotate(-55 {at} {TOP - 8})" x="{at}" y="{TOP - 8}" font-size="13">{room}</text>'
        )
        parts.append(
            f'<rect x="{x + 9}" y="{y + ROW / 2 - 8:g}" width="16" height="16" rx="3" fill="none" '
            'stroke="currentColor" opacity="0.45"/>'
        )
        for other, statements in found[room].items():
            dot = f'cx="{LEFT + CELL * order.index(other) + CELL / 2:g}" cy="{y + ROW / 2:g}"'
            tip = f"{room} uses {other}: {statements} import{'s' if statements > 1 else ''}"
            radius = min(4 + statements**0.5, 13)
            parts.append(f'<circle {dot} r="{radius:.1f}" opacity="0.75"><title>{tip}</title></circle>')
    return "\n".join([*parts, "</svg>\n"])


def said(order: list[str], found: dict[str, Counter[str]]) -> str:
    """The same in words."""
    lines = []
    for room in order:
        used = [other for other in order if found[room][other]]
        lines.append(f"{room} uses {', '.join(used) if used else 'no other'}.")
    return " ".join(lines)
