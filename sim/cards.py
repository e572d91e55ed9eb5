"""Cards: how a notebook shows an object. A piece of HTML without a script, which takes its colours from the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from .problems import plain_text

BOX = (
    "border:1px solid rgba(128,128,128,.45);border-radius:6px;padding:.6em .9em;max-width:60em;"
    "overflow-x:auto;line-height:1.45"
)
QUIET = "opacity:.75"
GRID = "border-collapse:collapse;margin-top:.5em;font-size:inherit;font-variant-numeric:tabular-nums"
CELL = "padding:.15em .7em;border-bottom:1px solid rgba(128,128,128,.25);white-space:nowrap"


@dataclass(frozen=True)
class CardTable:
    """A table of texts. The first `words` columns hold words, the others numbers, which stand on the right."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    words: int = 1


@dataclass(frozen=True)
class Fold:
    """What is shown when its title is clicked."""

    title: str
    content: CardTable | str


def card(title: str, facts: str, *parts: CardTable | Fold | str) -> str:
    """HTML of a title, a line of facts, and paragraphs, tables and folds. All texts are escaped here."""
    inside = [f'<div style="font-weight:600">{_text(title)}</div>', f'<div style="{QUIET}">{_text(facts)}</div>']
    return f'<div style="{BOX}">{"".join([*inside, *map(_part, parts)])}</div>'


def _part(part: CardTable | Fold | str) -> str:
    if isinstance(part, Fold):
        return (
            f'<details style="margin-top:.5em"><summary style="cursor:pointer">{_text(part.title)}</summary>'
            f"{_part(part.content)}</details>"
        )
    if isinstance(part, str):
        return f'<div style="margin-top:.5em">{"<br>".join(map(_text, part.splitlines()))}</div>'
    heads = "".join(_cell("th", head, index < part.words) for index, head in enumerate(part.heads))
    rows = "".join(
        f"<tr>{''.join(_cell('td', text, index < part.words) for index, text in enumerate(row))}</tr>"
        for row in part.rows
    )
    table = f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>"
    return f'<table style="{GRID}">{table}</table>'


def _cell(kind: str, text: str, is_word: bool) -> str:
    return f'<{kind} style="{CELL};text-align:{"left" if is_word else "right"}">{_text(text)}</{kind}>'


def _text(text: str) -> str:
    return escape(plain_text(text))
