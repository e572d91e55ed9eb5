"""The languages of what clients read: all words of one stand in one file, numbers, dates and money follow its locale.

The files are in `texts/`, in the grammar of Project Fluent (https://projectfluent.org): a key, and the words that it
stands for, which may depend on numbers and on what is passed. Sentences are whole in them, as no two languages put
one together alike. Code names keys and passes values; it holds no words that a client reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from sim.problems import InputError, Problem, nearest, shown

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

LOCALES = {"en": "en_GB", "de": "de_DE"}
"""The locale of every language, by its two letters (ISO 639-1)."""
HOURS_A_DAY, MINUTES_A_DAY = 24, 24 * 60

Value = str | int | float | bool


@dataclass(frozen=True)
class Language:
    """A language, with its words and its way to write numbers.

    Attributes
    ----------
    code : str
        The two letters, one of `LOCALES`.

    Examples
    --------
    >>> Language("de").number(12_000)
    '12.000'
    """

    code: str

    @property
    def locale(self) -> str:
        """How its numbers and dates are written, as in `en_GB`."""
        return LOCALES[self.code]

    @property
    def tag(self) -> str:
        """The same for files that name their language, as in `en-GB`."""
        return self.locale.replace("_", "-")

    @property
    def suffix(self) -> str:
        """What names of files in it end with; those in English need none."""
        return "" if self == ENGLISH else f"-{self.code}"

    def text(self, key: str, /, **values: Value) -> str:
        """The words of a key, with values put in.

        Parameters
        ----------
        key : str
            Its name in the file of texts; `key.part` is an attribute of it.
        **values : str, int, float or bool
            What the words hold or depend on. Numbers are written as the language writes them, yes and no stand for a
            bool.

        Returns
        -------
        str
            The words, on one line.

        Raises
        ------
        LookupError
            If there is no such key.
        ValueError
            If a value is missing.
        """
        name, _, part = key.partition(".")
        message = self._bundle.get_message(name)
        pattern = message.attributes[part] if part else message.value
        if pattern is None:
            raise LookupError(f"{key!r} has no words of its own in {self.code}.ftl")
        said = {name: ("no", "yes")[each] if isinstance(each, bool) else each for name, each in values.items()}
        words, errors = self._bundle.format_pattern(pattern, said)
        if errors:
            raise ValueError(f"{key!r} of {self.code}.ftl: {errors[0]}")
        return str(words).replace("\n", " ")

    def number(self, value: float, digits: int = 0) -> str:
        """A number with so many decimals: `12,000` in English, `12.000` in German."""
        from babel.numbers import format_decimal

        exact = Decimal(value)  # so that ties go as Python's own formatting takes them
        return format_decimal(exact, format="#,##0" + ("." + "0" * digits if digits else ""), locale=self.locale)

    def date(self, on: date) -> str:
        """A day as people write it: `2 March 2021`, `2. März 2021`."""
        from babel.dates import format_date

        return format_date(on, "long", locale=self.locale)

    def percent(self, share: float, digits: int = 0) -> str:
        """A share in percent with so many decimals: `38%` in English, `38 %` in German, on one line."""
        return self.text("percent", number=self.number(100 * share, digits))

    def money(self, amount: float, currency: str) -> str:
        """A whole amount with the three letters of its currency behind it, as files hold it."""
        return f"{self.number(amount)} {currency}"

    def days(self, days: float) -> str:
        """A duration as people say it: `7 days`, `36 hours`, `90 minutes`."""
        return self._duration(days, "")

    def days_after(self, days: float) -> str:
        """The same behind a word such as after, where some languages bend it: `7 Tagen`."""
        return self._duration(days, "-after")

    def listed(self, names: Sequence[str]) -> str:
        """Names as a list: `a, b and c`."""
        if len(names) < 2:
            return "".join(names)
        return self.text("list", first=", ".join(names[:-1]), last=names[-1])

    def _duration(self, days: float, form: str) -> str:
        if days == round(days):
            return self.text(f"days{form}", count=round(days))
        for name, in_a_day in ((f"hours{form}", HOURS_A_DAY), (f"minutes{form}", MINUTES_A_DAY)):
            count = days * in_a_day
            if days < 3 and abs(count - round(count)) < 1e-6:
                return self.text(name, count=round(count))
        if days < 1 / HOURS_A_DAY:
            return self.text(f"minutes{form}-decimal", count=self.number(days * MINUTES_A_DAY, 1))
        return self.text(f"days{form}-decimal", count=self.number(days, 1))

    @property
    def _bundle(self) -> FluentBundle:
        return _bundle_of(self.code)


@cache
def _bundle_of(code: str) -> FluentBundle:
    from fluent.runtime import FluentBundle, FluentResource

    bundle = FluentBundle([LOCALES[code]], use_isolating=False)
    text = resources.files("sim.wording").joinpath(f"texts/{code}.ftl").read_text(encoding="utf-8")
    bundle.add_resource(FluentResource(text))
    return bundle


ENGLISH = Language("en")


def language_of(code: str) -> Language:
    """The language with these two letters.

    Parameters
    ----------
    code : str
        One of `LOCALES`.

    Returns
    -------
    Language
        With its words and its way to write numbers.

    Raises
    ------
    InputError
        If it is none of them.
    """
    if code not in LOCALES:
        raise InputError([Problem(("language",), shown(code), f"is no language; {nearest(str(code), LOCALES)}")])
    return Language(code)


def capitalized(text: str) -> str:
    """A text as the beginning of a sentence."""
    return f"{text[:1].upper()}{text[1:]}"
