"""What tests read off a drawn chart."""

from __future__ import annotations

from typing import Any


def words(ax: Any) -> str:
    """All text of a figure in one string, with line breaks folded."""
    texts = ax.figure.findobj(lambda artist: hasattr(artist, "get_text"))
    return " ".join(" ".join(artist.get_text().split()) for artist in texts)


def title(ax: Any) -> str:
    """The title in one line."""
    return " ".join(ax.get_title(loc="left").split())
