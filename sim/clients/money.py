"""Money as people write it, and what a patch costs by the hour."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import PlainValidator

from sim.problems import Problem
from sim.scenario.grammar import Block, Duration, inside, nested
from sim.scenario.quantities import NUMBER, Days, read_number
from sim.wording.rounding import whole_number

MOST_MONEY = 1e12
HOURS_A_DAY = 24
SIGNS = {"€": "EUR", "£": "GBP", "₹": "INR", "₪": "ILS", "₩": "KRW", "₺": "TRY", "₴": "UAH"}
"""Signs of one currency alone; the dollar and the yen sign have several."""
FACTORS = {"k": 1e3, "m": 1e6}
THOUSANDS = "[ ,'\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{RIGHT SINGLE QUOTATION MARK}]"
"""What people write between groups of three digits; a point is not among them, as some read it as that of a decimal."""
GROUPED = rf"[1-9][0-9]{{0,2}}(?:{THOUSANDS}[0-9]{{3}})+(?:\.[0-9]{{1,2}})?"
CURRENCY = rf"[A-Z]{{3}}|[{''.join(SIGNS)}]"
MONEY = re.compile(rf"(?:({CURRENCY})\s*)?({GROUPED}|{NUMBER})\s*([kKmM])?\s*({CURRENCY})?")
LIKE_THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+(?!\d)")


@dataclass(frozen=True)
class Money:
    """An amount of money.

    Attributes
    ----------
    amount : float
        In whole units of the currency.
    currency : str
        Its three letters.
    """

    amount: float
    currency: str

    def __str__(self) -> str:
        return f"{self.amount:,.0f} {self.currency}"


def read_money(value: Any) -> Money:
    """An amount and its currency as people write it: `50_000 EUR`, `€50k`, `50,000 EUR`, `50 000 €`."""
    match = MONEY.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or (match[1] is None) == (match[4] is None):
        raise ValueError("is not an amount of money; write a number and a currency, for example 50_000 EUR")
    before, written, factor, after = match.groups()
    if LIKE_THOUSANDS.match(written):
        raise ValueError(
            "has three digits after a point, which some read as thousands; write 180_000 EUR, or 180.00 EUR"
        )
    number = read_number(re.sub(THOUSANDS, "", written)) * FACTORS.get((factor or "").lower(), 1.0)
    amount = whole_number(number)
    if not 1 <= amount <= MOST_MONEY:
        raise ValueError(f"is not between 1 and {MOST_MONEY:,.0f}")
    currency = before or after
    return Money(amount, SIGNS.get(currency, currency))


MoneyOrNone = Annotated[Money | None, PlainValidator(read_money)]


class Patching(Block):
    """What it costs to patch all servers once, by the hour."""

    work: Duration = Days(0)
    """Working time of all who patch."""
    hour_of_work: MoneyOrNone = None
    """What an hour of it costs."""
    downtime: Duration = Days(0)
    """How long the servers are off meanwhile."""
    hour_of_downtime: MoneyOrNone = None
    """What an hour without them costs."""


def read_patching(value: Any) -> Patching | Money:
    """What a patch costs, by the hour or as an amount. Raises ValueError with what is wrong."""
    if not isinstance(value, Mapping):
        return read_money(value)
    read = Patching.model_validate(dict(value))
    problems = []
    for length, price in (("work", "hour_of_work"), ("downtime", "hour_of_downtime")):
        if bool(getattr(read, length)) != (getattr(read, price) is not None):
            written, missing = (length, price) if getattr(read, length) else (price, length)
            problems.append(Problem((written,), None, f"needs {missing} beside it"))
    if not problems and not (read.work or read.downtime):
        problems.append(
            Problem((), None, "costs nothing; write work with hour_of_work, or downtime with hour_of_downtime")
        )
    prices = [each for each in (read.hour_of_work, read.hour_of_downtime) if each is not None]
    if len({each.currency for each in prices}) > 1:
        problems.append(
            Problem(("hour_of_downtime",), str(prices[1]), f"is not in {prices[0].currency}, as hour_of_work is")
        )
    if problems:
        raise nested(problems)
    return read


def amount_of(patching: Patching | Money) -> Money:
    """What one patch of all servers costs."""
    if isinstance(patching, Money):
        return patching
    parts = ((patching.work, patching.hour_of_work), (patching.downtime, patching.hour_of_downtime))
    paid = [(HOURS_A_DAY * float(length), price) for length, price in parts if price is not None]
    return Money(sum(hours * price.amount for hours, price in paid), paid[0][1].currency)


PatchingCost = Annotated[Patching | Money | None, PlainValidator(inside(read_patching))]
