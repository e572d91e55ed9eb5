"""What a year of several flaws comes to, in words, with what that assumes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sim.charts.drawing.letters import isolated
from sim.clients.own_race import OwnRace
from sim.clients.plan_outcome import PlanOutcome
from sim.clients.shown_names import shown_plan
from sim.clients.year import Year, year_of
from sim.wording.chances import count_of, is_one, printed_money
from sim.wording.language import Language

from .costs import costs_of
from .section import Section


def year_section(race: OwnRace, best: PlanOutcome | None) -> Section | None:
    """The year's view of what is done today and of the best plan; None where the client names no rate of flaws."""
    if race.client.such_flaws is None or not race.is_attacked:
        return None
    title = race.client.words.text("answers-year-title")
    return Section(title, tuple(_texts(race, best, float(race.client.such_flaws))))


def _texts(race: OwnRace, best: PlanOutcome | None, flaws_a_day: float) -> Iterator[str]:
    say, today = race.client.words.text, year_of(race.today, flaws_a_day)
    planned = None if best is None else year_of(best, flaws_a_day)
    yield " ".join(_counts(race, today, best, planned))
    if race.worlds_differ and today.breaches:
        yield _alike(race, today, best, planned)
    yield from _costs(race, today, best, planned)
    yield say("answers-year-assumed")


def _counts(race: OwnRace, today: Year, best: PlanOutcome | None, planned: Year | None) -> Iterator[str]:
    """How many are breached at least once in a year, as today and with the best plan."""
    number, language = race.denominator, race.client.words
    flaws = Decimal(f"{today.flaws:.3g}")
    yield language.text(
        "answers-year-today",
        flaws=_written(flaws, language),
        is_one_flaw=flaws == 1,
        hosted=race.client.is_hosted,
        days=language.days(race.today.patches_after),
        count=count_of(today.each_its_own, number, language),
        of=number,
        is_one=is_one(today.each_its_own, number),
        none=not today.breaches,
    )
    if best is not None and planned is not None:
        yield language.text(
            "answers-year-planned",
            plan=_called(race, best),
            count=count_of(planned.each_its_own, number, language),
            is_one=is_one(planned.each_its_own, number),
            none=not planned.breaches,
        )


def _alike(race: OwnRace, today: Year, best: PlanOutcome | None, planned: Year | None) -> str:
    """The same where all flaws of a year have the same future."""
    number, language = race.denominator, race.client.words
    count, one = count_of(today.all_alike, number, language), is_one(today.all_alike, number)
    if best is None or planned is None or not planned.breaches:
        return language.text("answers-year-alike", count=count, is_one=one)
    with_plan = count_of(planned.all_alike, number, language)
    return language.text(
        "answers-year-alike-planned", count=count, is_one=one, planned=with_plan, plan=_called(race, best)
    )


def _costs(race: OwnRace, today: Year, best: PlanOutcome | None, planned: Year | None) -> Iterator[str]:
    """What a year costs on average; nothing where the client names no cost of a breach."""
    breach = race.client.cost_of_breach
    if breach is None:
        return

    costs, language = costs_of(race), race.client.words

    def a_year(plan: PlanOutcome, year: Year) -> str:
        printed, is_below = printed_money(plan.mean, race.denominator, breach.amount)  # what the table says of a flaw
        a_flaw = (plan.mean * breach.amount if is_below else printed) + (costs[plan.name].patching if costs else 0.0)
        return f"{_about(year.flaws * a_flaw, language)} {breach.currency}"

    amount, with_patches = a_year(race.today, today), bool(costs)
    if best is None or planned is None:
        yield language.text("answers-year-costs", with_patches=with_patches, amount=amount)
        return
    yield language.text(
        "answers-year-costs-planned",
        with_patches=with_patches,
        amount=amount,
        planned=a_year(best, planned),
        plan=_called(race, best),
    )


def _called(race: OwnRace, plan: PlanOutcome) -> str:
    return isolated(shown_plan(race.client, plan.name))


def _written(number: Decimal, language: Language) -> str:
    """A number with the decimals that it has."""
    shortest = format(number.normalize(), "f")
    return language.number(float(number), len(shortest.partition(".")[2]))


def _about(amount: float, language: Language) -> str:
    """An amount to three digits."""
    if amount >= 1000:
        return language.number(float(f"{amount:.3g}"))
    return language.number(amount, 0 if amount >= 10 or amount.is_integer() else 1)
