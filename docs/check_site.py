"""Looks through a built site for anything that a browser would load from outside: `make docs` ends with it.

A link that a reader may follow is none. What scripts load by themselves stands in no tag: so the addresses in the
site's own scripts are those that are known and not loaded.
"""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from pathlib import Path

LOADED = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "iframe": ("src",),
    "frame": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "input": ("src",),
    "link": ("href",),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"),
    "feimage": ("href", "xlink:href"),
    "base": ("href",),
}
"""Attributes by tag whose address is loaded without a click."""
NOT_LOADED = {"canonical", "next", "prev", "search", "index", "author", "help", "license", "alternate"}
"""What a `link` may be without being loaded."""
OUTSIDE = re.compile(r"^\s*(?:https?:|wss?:|ftp:|//)", re.IGNORECASE)
IN_STYLE = re.compile(r"(?:url\(\s*|@import\s+)[\"']?\s*((?:https?:)?//[^\"')\s]+)", re.IGNORECASE)
IN_SCRIPT = re.compile(
    r"(?:import\s*\(|import\s|from\s|fetch\s*\(|importScripts\s*\(|\.src\s*=|\.href\s*=)\s*[\"'`]((?:https?:)?//[^\"'`]+)"
)


class Page(HTMLParser):
    """Collects what a page loads from outside."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at the attributes of a tag."""
        values = {name: value or "" for name, value in attrs}
        self._inside = tag
        if tag == "link" and set(values.get("rel", "").lower().split()) <= NOT_LOADED:
            return
        if tag == "meta" and "refresh" in values.get("http-equiv", "").lower():
            self._add(tag, values.get("content", "").lower().partition("url=")[2])
        for name in LOADED.get(tag, ()):
            addresses = values.get(name, "").split(",") if name == "srcset" else [values.get(name, "")]
            for address in addresses:
                self._add(tag, address)
        self.found += [f"style: {address}" for address in IN_STYLE.findall(values.get("style", ""))]

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        """Leave a style or a script."""
        self._inside = ""

    def handle_data(self, data: str) -> None:
        """Look into styles and scripts."""
        if self._inside == "style":
            self.found += [f"style: {address}" for address in IN_STYLE.findall(data)]
        elif self._inside == "script":
            self.found += [f"script: {address}" for address in IN_SCRIPT.findall(data)]

    def _add(self, tag: str, address: str) -> None:
        if OUTSIDE.match(address):
            self.found.append(f"{tag}: {address.strip()}")


def loads(path: Path) -> list[str]:
    """What a file of a site loads from outside."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".css":
        return [f"style: {address}" for address in IN_STYLE.findall(text)]
    if path.suffix in (".js", ".mjs"):
        return [f"script: {address}" for address in IN_SCRIPT.findall(text)]
    page = Page()
    page.feed(text)
    page.close()
    return page.found


def check(folder: Path) -> list[str]:
    """What any file of a site loads from outside, each with the name of the file."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix in (".html", ".css", ".js", ".mjs", ".svg"))
    return [f"{path.relative_to(folder)}: {each}" for path in paths for each in loads(path)]


def main() -> None:
    """Look through the site in the folder that is named; exit code 1 if something is loaded from outside."""
    folder = Path(sys.argv[1])
    pages = len(list(folder.rglob("*.html")))
    if not pages:
        raise SystemExit(f"{folder} holds no page")
    if found := check(folder):
        raise SystemExit("\n".join(["These pages load from outside:", *found]))
    print(f"{pages} pages in {folder}; none loads anything from outside")


if __name__ == "__main__":
    main()
