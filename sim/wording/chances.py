"""Chances and ranges of chances as natural frequencies: a count out of a round number, in words."""

from __future__ import annotations

from .language import ENGLISH, Language
from .rounding import whole_number

OF_TWENTY = 20


def count_of(chance: float, number: int, language: Language = ENGLISH) -> str:
    """A chance as a count out of a round number, without that number: `about 23`, `fewer than 1`, `none`.

    It never rounds to none, and never says all: a chance of 1 may be one that is as good as 1.
    """
    if chance <= 0:
        return language.text("chance-none")
    count = whole_number(chance * number)
    if 0 < count < number:
        return language.text("chance-about", count=count)
    return whole_count(count, chance, number, language)


def is_one(chance: float, number: int) -> bool:
    """Whether a verb that goes with the count stands in the singular, as it does with none."""
    return chance <= 0 or whole_number(chance * number) <= 1


def chance_of(chance: float, number: int, language: Language = ENGLISH) -> str:
    """A chance as a natural frequency: `about 23 of 100`."""
    return language.text("chance-of", count=count_of(chance, number, language), of=number)


def printed_money(chance: float, number: int, amount: float) -> tuple[float, bool]:
    """What a chance costs on average, by the number that is printed, and whether it is less than that."""
    count = whole_number(chance * number)
    return (0.0, False) if chance <= 0 else (max(count, 1) / number * amount, count == 0)


def money_of(chance: float, number: int, amount: float, currency: str, language: Language = ENGLISH) -> str:
    """What a chance costs on average: the number that is printed times the cost of one, so that readers can check."""
    average, is_below = printed_money(chance, number, amount)
    text = language.money(average, currency)
    return language.text("money-below", amount=text) if is_below else text


def range_of(low: float, high: float, number: int, language: Language = ENGLISH) -> str:
    """A range of chances as counts, without words: `8 to 25`; one count if both ends are the same."""
    first, last = whole_number(low * number), whole_number(high * number)
    if first == last:
        return whole_count(first, high, number, language)
    return language.text("range", low=first, high=last)


def range_between(low: float, high: float, number: int, language: Language = ENGLISH) -> str:
    """The same in words: `between 8 and 25`, `8`."""
    first, last = whole_number(low * number), whole_number(high * number)
    if first == last:
        return whole_count(first, high, number, language)
    return language.text("range-between", low=first, high=last)


def range_in_words(low: float, high: float, number: int, language: Language = ENGLISH) -> str:
    """The same as the end of a sentence: `between 8 and 25`, `it is 8`."""
    text = range_between(low, high, number, language)
    is_single = whole_number(low * number) == whole_number(high * number)
    return language.text("range-is", count=text) if is_single else text


def at_most(chance: float, number: int, language: Language = ENGLISH) -> str:
    """A chance that others do not exceed, as a count: `at most 17`, `fewer than 1`, `0`, `more than 99`."""
    return _bound("at-most", chance, number, language)


def futures_in_words(
    low: float,
    middle: float,
    high: float,
    number: int,
    two_peaks: bool,
    language: Language = ENGLISH,
    *,
    below_one: int = 1,
) -> str:
    """How far futures differ, by the 0.05, 0.5 and 0.95 quantile of their chances, as the end of a sentence.

    Where futures lie at two ends, what lies between is like few of them: then the end is said that most are far from.
    In `below_one` of 20 futures the count is less than 1: where that is the lower end, or most, it is said of so many.
    """
    say = language.text
    if not two_peaks:
        most = at_most(middle, number, language)
        return say("futures-alike", most=most, range=range_in_words(low, high, number, language))
    fewest = max(whole_number(low * number), 1)
    few = say("futures-few", count=fewest, futures=max(below_one, 1) if fewest == 1 else 1)
    many = say("futures-many", count=min(whole_number(high * number), number - 1))
    is_low, is_high = middle - low < (high - low) / 3, high - middle < (high - low) / 3
    ends = many if is_low else few if is_high else say("futures-both", few=few, many=many)
    if is_low and below_one > OF_TWENTY / 2 and whole_number(middle * number) == 0:
        return say("futures-apart-none", futures=below_one, ends=ends)
    half = _bound("at-least" if is_high else "at-most", middle, number, language)
    return say("futures-apart", half=half, ends=ends)


def _bound(key: str, chance: float, number: int, language: Language) -> str:
    count = whole_number(chance * number)
    return language.text(key, count=count) if 0 < count < number else whole_count(count, chance, number, language)


def whole_count(count: int, chance: float, number: int, language: Language) -> str:
    """A count that is rounded neither to none nor to all: `23`, `fewer than 1`, `more than 99`."""
    if count >= number:
        return language.text("chance-above", count=number - 1)
    return language.text("chance-below-one") if count == 0 < chance else language.number(count)
