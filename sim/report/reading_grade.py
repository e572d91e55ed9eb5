"""How easy a text is to read, in years at school: by the Flesch-Kincaid grade, and in German by a Viennese formula."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sim.wording.language import ENGLISH, Language

SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+")
WORD = re.compile(r"[^\W_]+(?:[-.,'’][^\W_]+)*")
EASY = 8.0
"""The highest grade that a report may have: what people of about 14 years read with ease."""
FORMULAS = {"en": "Flesch-Kincaid", "de": "first Wiener Sachtextformel"}
"""By language."""
VOWELS = re.compile(r"aa|ee|oo|ie|ei|ai|ey|ay|eu|äu|au|ou|(?<!q)u|(?<!updat)e|[aioyäöü]", re.IGNORECASE)
"""What a German syllable has one of: a vowel, or several that are one sound. The last one of update is silent."""
MANY_SYLLABLES, MANY_LETTERS = 3, 6
"""From so many syllables on, and above so many letters, a German word is hard."""

Words = list[str]


def reading_grade(texts: Iterable[str], language: Language = ENGLISH) -> float:
    """The grade of paragraphs: 8 is for the eighth year at school, by the formula of `FORMULAS`."""
    sentences = [WORD.findall(each) for text in texts for each in SENTENCE_ENDS.split(text)]
    sentences = [each for each in sentences if each]
    words = [word for each in sentences for word in each]
    if not words:
        return 0.0
    return (_german if language.code == "de" else _english)(words, len(sentences))


def _english(words: Words, sentences: int) -> float:
    """The Flesch-Kincaid grade of words in so many sentences.

    Source: Kincaid, Fishburne, Rogers and Chissom 1975, Derivation of new readability formulas, Research Branch Report
    8-75, Naval Technical Training Command. Syllables are counted by the package syllapy; a number in digits has one.
    """
    import syllapy

    syllables: int = sum(max(1, sum(syllapy.count(part.lower()) for part in word.split("-"))) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def _german(words: Words, sentences: int) -> float:
    """The first Wiener Sachtextformel of words in so many sentences: a year at school in Austria.

    Source: Bamberger and Vanecek 1984, Lesen - Verstehen - Lernen - Schreiben, Jugend und Volk, Vienna.
    """
    syllables = [german_syllables(word) for word in words]
    many, one = (100 * sum(map(fits, syllables)) / len(words) for fits in (MANY_SYLLABLES.__le__, (1).__eq__))
    long = 100 * sum(len(word) > MANY_LETTERS for word in words) / len(words)
    return 0.1935 * many + 0.1672 * len(words) / sentences + 0.1297 * long - 0.0327 * one - 0.875


def german_syllables(word: str) -> int:
    """The syllables of a German word by its groups of vowels; a number in digits has one."""
    return max(1, len(VOWELS.findall(word)))
