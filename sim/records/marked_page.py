"""Web pages that carry our mark: of what they are, and a checksum by which a page is known that somebody edited."""

from __future__ import annotations

import hashlib
import re

MARK = re.compile(rb'<meta name="patchrace" content="([0-9a-f]{16}) ([0-9a-f]{32})">\n')
AFTER = '<meta charset="utf-8">\n'
HEAD = 4_000
"""Bytes at the beginning of a page, in which the mark is."""


def owner_of(*names: str) -> str:
    """Sixteen hexadecimal digits of what a page is of."""
    found = hashlib.blake2b(digest_size=8)
    for name in names:
        text = name.encode("utf-8", "surrogatepass")
        found.update(len(text).to_bytes(8, "little") + text)
    return found.hexdigest()


def with_mark(page: str, owner: str) -> str:
    """A page with the mark of its owner in its head."""
    digits = hashlib.blake2b(page.encode(), digest_size=16).hexdigest()
    return page.replace(AFTER, f'{AFTER}<meta name="patchrace" content="{owner} {digits}">\n', 1)


def why_not_replaced(page: bytes, owner: str, maker: str) -> str | None:
    """Why a page must not be replaced by another one of an owner, or None. `maker` is the command that writes such."""
    found = MARK.search(page[:HEAD])
    if found is None:
        return f"is a file that patchrace {maker} did not write"
    rest = page[: found.start()] + page[found.end() :]
    if hashlib.blake2b(rest, digest_size=16).hexdigest().encode() != found[2]:
        return "is a page that somebody edited"
    return None if found[1].decode() == owner else "is the page of another client or case"
