"""A logo as SVG, written anew from what only draws: no script, no animation, nothing that is fetched from elsewhere.

Elements and attributes are kept if they are on a list, and dropped otherwise. What would have been fetched is not
dropped in silence, as the logo would look different: the file is refused.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element, TreeBuilder, tostring
from xml.parsers import expat

from sim.problems import shown

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
GROUPS = {"a": "g", "switch": "g"}
"""Links and choices: what they hold is kept."""
ELEMENTS = re.compile(
    "svg|g|defs|symbol|use|path|rect|circle|ellipse|line|polyline|polygon|text|tspan|image|linearGradient|"
    "radialGradient|stop|pattern|clipPath|mask|marker|style"
)
ATTRIBUTES = re.compile(
    "id|class|style|d|x|y|[xy][12]|c[xy]|r|r[xy]|f[xyr]|d[xy]|rotate|width|height|viewBox|preserveAspectRatio|points|"
    "transform|gradient(?:Transform|Units)|spreadMethod|offset|pattern(?:Units|ContentUnits|Transform)|clipPathUnits|"
    "mask(?:Units|ContentUnits)|marker(?:Units|Width|Height)|ref[XY]|orient|textLength|lengthAdjust|"
    "fill(?:-opacity|-rule)?|stroke(?:-(?:width|linecap|linejoin|miterlimit|dasharray|dashoffset|opacity))?|opacity|"
    "color|display|visibility|overflow|clip-path|clip-rule|mask|marker-(?:start|mid|end)|stop-(?:color|opacity)|"
    "paint-order|vector-effect|font-(?:family|size|weight|style|variant|stretch)|(?:letter|word)-spacing|text-anchor|"
    "text-decoration|(?:dominant|alignment)-baseline|baseline-shift"
)
FUNCTIONS = re.compile("url|rgba?|hsla?|matrix|translate[xy]?|scale[xy]?|rotate|skew[xy]|calc|var")
CALL = re.compile(r"([a-z-]+)\s*\(")
INSIDE = re.compile(r"url\(\s*[\"']?#([^\"')\s]+)[\"']?\s*\)", re.IGNORECASE)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
PICTURE = re.compile(r"data:image/(?:png|jpe?g|webp);base64,([A-Za-z0-9+/=\s]+)")
NUMBER = re.compile(r"\s*([0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)\s*(px|pt|pc|mm|cm|in)?\s*")
UNITS = {"px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
"""Of lengths, in dots of CSS."""
DEEPEST, MOST_DRAWN = 100, 50_000
"""Levels of elements, and elements with each use of one counted again."""
DAMAGED = "is a damaged picture"

Drawn = Callable[[bytes], tuple[bytes, str]]
"""What draws a picture inside anew: its bytes and media type."""


def is_svg(content: bytes) -> bool:
    """Whether a file begins as SVG does."""
    return re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE svg|svg[\s>/])", content) is not None


def safe_svg(content: bytes, drawn: Drawn) -> tuple[bytes, tuple[float, float]]:
    """An SVG written anew, and its width and height. Raises ValueError that says what is wrong with it."""
    try:
        root = _tree(content)
    except expat.ExpatError:
        raise ValueError(DAMAGED) from None
    if root is None or root.tag != "svg":
        raise ValueError(DAMAGED)
    for element in root.iter():
        _check(element, drawn)
    _count(root)
    size = _size(root)
    root.set("xmlns", SVG)
    root.set("width", f"{size[0]:g}")
    root.set("height", f"{size[1]:g}")
    return tostring(root), size


def _tree(content: bytes) -> Element | None:
    """The elements that are kept, with the attributes that are kept."""
    builder, parser = TreeBuilder(), expat.ParserCreate(namespace_separator=" ")
    dropped, depth = 0, 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal dropped, depth
        space, _, local = name.rpartition(" ")
        local = GROUPS.get(local, local)
        if dropped or space not in (SVG, "") or not ELEMENTS.fullmatch(local):
            dropped += 1
            return
        depth += 1
        if depth > DEEPEST:
            raise ValueError(f"has more than {DEEPEST} levels of elements; simplify it")
        builder.start(local, dict(_kept(attributes)))

    def end(name: str) -> None:
        nonlocal dropped, depth
        if dropped:
            dropped -= 1
            return
        depth -= 1
        builder.end(GROUPS.get(local := name.rpartition(" ")[2], local))

    def text(data: str) -> None:
        if not dropped and depth:
            builder.data(data)

    def entity(*_: object) -> None:
        raise ValueError("declares entities; save it as plain SVG")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.EntityDeclHandler = text, entity
    parser.Parse(content, True)
    try:
        return builder.close()
    except AssertionError:  # of the standard library, where nothing was kept
        return None


def _kept(attributes: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in attributes.items():
        if name in ("href", f"{XLINK} href"):
            yield "href", value.strip()
        elif ATTRIBUTES.fullmatch(name):
            yield name, value


def _check(element: Element, drawn: Drawn) -> None:
    """Refuse what is fetched from elsewhere, and draw pictures inside anew."""
    href = element.get("href")
    if element.tag == "image" and href is not None and (match := PICTURE.fullmatch(href)):
        try:
            inside = b64decode(match[1])
        except binascii.Error:
            raise ValueError(DAMAGED) from None
        content, media = drawn(inside)
        element.set("href", f"data:{media};base64,{b64encode(content).decode('ascii')}")
    elif href is not None and not href.startswith("#"):
        raise _outside(href)
    for value in element.attrib.values():
        if value is not element.get("href"):
            _check_style(value)
    if element.tag == "style":
        _check_style(element.text or "")


def _check_style(text: str) -> None:
    """Refuse a value or a style sheet that calls what is not known to stay inside, or hides what it calls."""
    plain = COMMENT.sub("", text)
    lower = plain.lower()
    if "\\" in plain or "@" in lower.replace("@media", ""):
        raise _outside(plain.strip())
    calls = CALL.findall(lower)
    if not all(map(FUNCTIONS.fullmatch, calls)) or calls.count("url") != len(INSIDE.findall(plain)):
        raise _outside(plain.strip())


def _outside(what: str) -> ValueError:
    return ValueError(f"refers to something outside of it, or to a font: {shown(what)}; save it with all inside")


def _count(root: Element) -> None:
    """Refuse what refers to itself, or grows beyond measure when each use of an element is drawn."""
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    counts: dict[str, int] = {}
    begun: set[str] = set()

    def of(element: Element) -> int:
        names = [name for value in element.attrib.values() for name in INSIDE.findall(value)]
        if (href := element.get("href", "")).startswith("#"):
            names.append(href[1:])
        total = 1 + sum(map(of, element)) + sum(map(of_name, names))
        if total > MOST_DRAWN:
            raise ValueError(f"draws more than {MOST_DRAWN:,} elements; simplify it")
        return total

    def of_name(name: str) -> int:
        if name in begun or len(begun) > DEEPEST:
            raise ValueError(f"has an element, {name[:DEEPEST]}, that is part of itself or of too many; simplify it")
        if name not in counts and name in named:
            begun.add(name)
            counts[name] = of(named[name])
            begun.discard(name)
        return counts.get(name, 0)

    of(root)


def _size(root: Element) -> tuple[float, float]:
    """Width and height, by the box that is shown; a file without one gets it from its own."""
    box = [float(each) for each in re.split(r"[\s,]+", root.get("viewBox", "").strip()) if _is_number(each)]
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        return box[2], box[3]
    sides = [NUMBER.fullmatch(root.get(side, "")) for side in ("width", "height")]
    lengths = [float(side[1]) * UNITS[side[2] or "px"] for side in sides if side is not None]
    if len(lengths) != 2 or min(lengths) <= 0:
        raise ValueError("says neither viewBox nor width and height; save it with its size")
    root.set("viewBox", f"0 0 {lengths[0]:g} {lengths[1]:g}")
    return lengths[0], lengths[1]


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[+-]?[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?", text) is not None
