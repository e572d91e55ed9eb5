"""Lines that fit, in scripts with and without spaces between words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sim.charts.drawing.wrapping import is_wide, letters_of, wrapped

CHINESE = "株式会社東京情報システム"


def test_words_stay_whole_and_wide_letters_part_anywhere() -> None:
    assert wrapped("one two three", 8) == ["one two", "three"]
    assert wrapped(CHINESE, 4 * letters_of("株")) == ["株式会社", "東京情報", "システム"]
    assert wrapped("plan 株式 two", 9) == ["plan 株式", "two"]
    assert wrapped("", 9) == []


@given(st.text("ab 株式", max_size=30), st.integers(2, 20))
def test_no_line_is_longer_than_asked_for_and_no_letter_is_lost(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    words = ["".join(" " if is_wide(letter) else letter for letter in line).split() for line in lines]
    for line, parts in zip(lines, words, strict=True):
        assert letters_of(line) <= max([width, *map(len, parts)])
