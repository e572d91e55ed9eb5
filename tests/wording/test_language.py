"""Languages: the same texts in each, each of them used, and numbers, dates and money as a language writes them."""

import re
from datetime import date
from importlib import resources
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast

import sim
from sim.wording.chances import at_most, chance_of, futures_in_words, money_of, range_of
from sim.wording.language import ENGLISH, LOCALES, language_of

GERMAN = language_of("de")
SOURCES = Path(sim.__file__).parent
PARTS_OF_DURATIONS = re.compile(r"(days|hours|minutes)(-after)?(-decimal)?")
"""Their keys are put together by `Language.days`."""


def texts_of(code: str) -> dict[str, ast.Message]:
    text = resources.files("sim.wording").joinpath(f"texts/{code}.ftl").read_text(encoding="utf-8")
    parsed = FluentParser().parse(text)
    junk = [each.content for each in parsed.body if isinstance(each, ast.Junk)]
    assert not junk
    messages = [each for each in parsed.body if isinstance(each, ast.Message)]
    keys = [each.id.name for each in messages]
    assert len(keys) == len(set(keys)), sorted(key for key in keys if keys.count(key) > 1)
    return {each.id.name: each for each in messages}


def parts_of(code: str) -> set[str]:
    """Keys, and those of their attributes."""
    found = texts_of(code)
    return set(found) | {f"{key}.{part.id.name}" for key, each in found.items() for part in each.attributes}


@pytest.mark.parametrize("code", LOCALES)
def test_every_language_has_the_same_texts(code: str) -> None:
    assert parts_of(code) == parts_of("en")


def test_every_text_is_used() -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in SOURCES.rglob("*")
        if path.suffix in {".py", ".html", ".js", ".typ"} and path.is_file()
    )
    inside = "".join(re.findall(r"\{ ([a-z-]+) \}", (SOURCES / "wording/texts/en.ftl").read_text(encoding="utf-8")))
    unused = [
        key
        for key in sorted(texts_of("en"))
        if not re.search(rf"[\"']{key}[.\"']", code) and key not in inside and not PARTS_OF_DURATIONS.fullmatch(key)
    ]
    assert not unused


@pytest.mark.parametrize(
    ("days", "english", "german", "after"),
    [
        (1, "1 day", "1 Tag", "1 Tag"),
        (10, "10 days", "10 Tage", "10 Tagen"),
        (1.5, "36 hours", "36 Stunden", "36 Stunden"),
        (1 / 24, "1 hour", "1 Stunde", "1 Stunde"),
        (10.26, "10.3 days", "10,3 Tage", "10,3 Tagen"),
        (0.0101, "14.5 minutes", "14,5 Minuten", "14,5 Minuten"),
        (12_000, "12,000 days", "12.000 Tage", "12.000 Tagen"),
    ],
)
def test_durations(days: float, english: str, german: str, after: str) -> None:
    assert (ENGLISH.days(days), GERMAN.days(days), GERMAN.days_after(days)) == (english, german, after)


def test_numbers_dates_and_money() -> None:
    assert (ENGLISH.number(1234.56, 1), GERMAN.number(1234.56, 1)) == ("1,234.6", "1.234,6")
    assert (ENGLISH.date(date(2021, 3, 2)), GERMAN.date(date(2021, 3, 2))) == ("2 March 2021", "2. März 2021")
    assert (ENGLISH.money(12_500, "EUR"), GERMAN.money(12_500, "EUR")) == ("12,500 EUR", "12.500 EUR")
    assert GERMAN.listed(["a", "b", "c"]) == "a, b und c"


def test_chances() -> None:
    assert [chance_of(each, 100, GERMAN) for each in (0, 0.001, 0.234, 0.999)] == [
        "keines von 100",
        "weniger als 1 von 100",
        "etwa 23 von 100",
        "mehr als 99 von 100",
    ]
    assert range_of(0.081, 0.25, 100, GERMAN) == "8 bis 25"
    assert at_most(0.17, 100, GERMAN) == "höchstens 17"
    assert money_of(0.5, 100, 90_000, "EUR", GERMAN) == "45.000 EUR"
    assert futures_in_words(0.0, 0.9, 1.0, 100, True, GERMAN) == (
        "in der Hälfte der simulierten Zukünfte mindestens 90, in 1 von 20 weniger als 1"
    )


def test_what_is_missing_is_an_error() -> None:
    with pytest.raises(LookupError):
        ENGLISH.text("no-such-text")
    with pytest.raises(ValueError, match="chance-about"):
        ENGLISH.text("chance-about")
