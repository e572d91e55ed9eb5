"""English that is left in the texts of another language."""

from __future__ import annotations

import re
from collections.abc import Iterable

ENGLISH = re.compile(
    r"\b(the|your|yours|you|of|and|with|patch|patched|patches|patching|after|before|is|are|were|would|have|been|"
    r"businesses|breached|breach|futures|future|fix|day|days|hours|minutes|average|more|fewer|between|from|no|not|none|"
    r"on|to|by|than|that|which|who|how|about|at|or|it|as|servers|organizations|tenants|mailboxes|population|compromised|"
    r"exposed|cleaned|worlds?|simulated|replications|seed|mean|bars|lines|bands|share)\b",
    re.IGNORECASE,
)
"""Words of every English sentence here that are no German ones."""


def english_left(texts: Iterable[str], given: Iterable[str] = ()) -> list[str]:
    """The texts in which English words are left, but for what somebody gave: names, labels, other words."""
    found = []
    longest_first = sorted(filter(None, given), key=len, reverse=True)
    for text in (" ".join(each.split()) for each in texts):
        rest = text
        for each in longest_first:
            rest = rest.replace(" ".join(each.split()), "")
        if ENGLISH.search(rest):
            found.append(text)
    return found
