"""How easy a text is to read: the Flesch-Kincaid grade."""

from __future__ import annotations

import re
from collections.abc import Iterable

SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+")
WORD = re.compile(r"[^\W_]+(?:[-.,'’][^\W_]+)*")
EASY = 8.0
"""The highest grade that a report may have: what people of about 14 years read with ease."""


def reading_grade(texts: Iterable[str]) -> float:
    """The Flesch-Kincaid grade of paragraphs: 8 is for the eighth school year in the United States.

    Source: Kincaid, Fishburne, Rogers and Chissom 1975, Derivation of new readability formulas, Research Branch Report
    8-75, Naval Technical Training Command. Syllables are counted by the package syllapy; a number in digits has one.
    """
    import syllapy

    sentences = [WORD.findall(each) for text in texts for each in SENTENCE_ENDS.split(text)]
    sentences = [each for each in sentences if each]
    words = [word for each in sentences for word in each]
    if not words:
        return 0.0
    syllables: int = sum(max(1, sum(syllapy.count(part.lower()) for part in word.split("-"))) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
