"""A question of the client with its answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """A question of the client, its `title`, and the answer: `texts` in short paragraphs, or points where `is_list`."""

    title: str
    texts: tuple[str, ...]
    is_list: bool = False
