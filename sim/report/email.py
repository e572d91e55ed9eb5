"""The report as a short text for an e-mail: what was found, what to do, and what it rests on. No links, no marks."""

from __future__ import annotations

from .page import Page

MARKS = {ord(sign): None for sign in "\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}"}
"""What sets names apart in a page; programs for mail show some of it as boxes."""


def email(page: Page) -> str:
    """A subject and a text, to be pasted as they are. Lines are not broken: a mail program does that."""
    parts = [
        page.words.text("page-mail-subject", title=page.title),
        " ".join(page.findings),
        *page.waiting.texts[:1],
        f"{page.what_to_do.title}\n" + "\n".join(f"{at}. {step}" for at, step in enumerate(page.what_to_do.texts, 1)),
        f"{page.situation} {page.scope}",
        *filter(None, [page.prepared_by]),
        f"{page.basis} {page.not_a_forecast}",
    ]
    return "\n\n".join(parts).translate(MARKS)
