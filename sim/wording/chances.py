"""Chances and ranges of chances as natural frequencies: a count out of a round number, in words."""

from __future__ import annotations

from .rounding import whole_number


def count_of(chance: float, number: int) -> str:
    """A chance as a count out of a round number, without that number: `about 23`, `fewer than 1`, `none`.

    It never rounds to none, and never says all: a chance of 1 may be one that is as good as 1.
    """
    if chance <= 0:
        return "none"
    count = whole_number(chance * number)
    if count == 0:
        return "fewer than 1"
    return f"more than {number - 1:,}" if count >= number else f"about {count:,}"


def is_or_are(chance: float, number: int) -> str:
    """The verb that goes with it."""
    return "is" if chance <= 0 or whole_number(chance * number) <= 1 else "are"


def chance_in_words(chance: float, number: int) -> str:
    """A chance as a count out of a round number, with its verb: `about 23 are`, `fewer than 1 is`."""
    return f"{count_of(chance, number)} {is_or_are(chance, number)}"


def chance_of(chance: float, number: int) -> str:
    """A chance as a natural frequency: `about 23 of 100`."""
    return f"{count_of(chance, number)} of {number:,}"


def printed_money(chance: float, number: int, amount: float) -> tuple[float, bool]:
    """What a chance costs on average, by the number that is printed, and whether it is less than that."""
    count = whole_number(chance * number)
    return (0.0, False) if chance <= 0 else (max(count, 1) / number * amount, count == 0)


def money_of(chance: float, number: int, amount: float, currency: str) -> str:
    """What a chance costs on average: the number that is printed times the cost of one, so that readers can check."""
    average, is_below = printed_money(chance, number, amount)
    return f"{'less than ' if is_below else ''}{average:,.0f} {currency}"


def range_of(low: float, high: float, number: int) -> str:
    """A range of chances as counts, without words: `8 to 25`; one count if both ends are the same."""
    first, last = whole_number(low * number), whole_number(high * number)
    return _one_count(first, high, number) if first == last else f"{first:,} to {last:,}"


def range_between(low: float, high: float, number: int) -> str:
    """The same in words: `between 8 and 25`, `8`."""
    first, last = whole_number(low * number), whole_number(high * number)
    return _one_count(first, high, number) if first == last else f"between {first:,} and {last:,}"


def range_in_words(low: float, high: float, number: int) -> str:
    """The same as the end of a sentence: `between 8 and 25`, `it is 8`."""
    is_one = whole_number(low * number) == whole_number(high * number)
    return f"{'it is ' if is_one else ''}{range_between(low, high, number)}"


def at_most(chance: float, number: int) -> str:
    """A chance that others do not exceed, as a count: `at most 17`, `fewer than 1`, `0`, `more than 99`."""
    count = whole_number(chance * number)
    return f"at most {count:,}" if 0 < count < number else _one_count(count, chance, number)


def futures_in_words(low: float, middle: float, high: float, number: int, two_peaks: bool) -> str:
    """How far futures differ, by the 0.05, 0.5 and 0.95 quantile of their chances, as the end of a sentence.

    Where futures lie at two ends, what lies between is like few of them: then the end is said that most are far from.
    """
    if not two_peaks:
        most = at_most(middle, number)
        return f"in half of the simulated futures {most}, in 9 of 10 {range_in_words(low, high, number)}"
    few = f"in 1 of 20 fewer than {max(whole_number(low * number), 1):,}"
    many = f"in 1 of 20 more than {min(whole_number(high * number), number - 1):,}"
    is_low, is_high = middle - low < (high - low) / 3, high - middle < (high - low) / 3
    ends = many if is_low else few if is_high else f"{few}, {many}"
    half = at_most(middle, number).replace("most", "least") if is_high else at_most(middle, number)
    return f"in half of the simulated futures {half}, {ends}"


def _one_count(count: int, chance: float, number: int) -> str:
    """A count that is rounded neither to none nor to all."""
    if count == number:
        return f"more than {number - 1:,}"
    return "fewer than 1" if count == 0 < chance else f"{count:,}"
