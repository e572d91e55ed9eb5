"""What a year of several flaws comes to, in words, with what that assumes."""

from __future__ import annotations

from collections.abc import Iterator

from sim.charts.drawing.letters import isolated
from sim.clients.own_race import NO_ATTACK_YET, OwnRace
from sim.clients.plan_outcome import PlanOutcome
from sim.clients.who_patches import who_patches
from sim.clients.year import Year, year_of
from sim.runs.result import about
from sim.sweeps.levels import days_text
from sim.wording.chances import count_of, printed_money

from .costs import costs_of
from .section import Section

TITLE = "What does a year come to?"
ASSUMED = (
    "Assumed: such flaws come by chance, independently of each other; each is like the one of this case, and your "
    "servers have it; whoever is breached is cleaned before the next."
)


def year_section(race: OwnRace, best: PlanOutcome | None) -> Section | None:
    """The year's view of what is done today and of the best plan; None where the client names no rate of flaws."""
    if race.client.such_flaws is None or not race.is_attacked:
        return None
    return Section(TITLE, tuple(_texts(race, best, float(race.client.such_flaws))))


def _texts(race: OwnRace, best: PlanOutcome | None, flaws_a_day: float) -> Iterator[str]:
    number, today = race.denominator, year_of(race.today, flaws_a_day)
    planned = None if best is None else year_of(best, flaws_a_day)
    name = "" if best is None else f"the plan “{isolated(best.name)}”"
    flaws = f"{float(f'{today.flaws:.3g}'):g}"
    text = (
        f"Take {flaws} such {'flaw' if flaws == '1' else 'flaws'} a year on average, in some years more and in some "
        f"fewer. If "
        f"{who_patches(race.client).you_patch} each {days_text(race.today.patches_after)} after its fix, as today, "
        f"{count_of(today.each_its_own, number)} of {number:,} businesses like yours would be breached at least once a "
        f"year{_why(today)}."
    )
    with_plan = "" if planned is None else f" With {name} it would be {count_of(planned.each_its_own, number)}"
    yield f"{text}{with_plan}{_why(planned)}." if planned is not None else text
    if race.worlds_differ and today.breaches:
        alike = f"{count_of(today.all_alike, number)}"
        alike += (
            ""
            if planned is None or not planned.breaches
            else f", and {count_of(planned.all_alike, number)} with {name}"
        )
        yield (
            "That takes it that each flaw has a future of its own. If what is unknown is the same for all flaws of a "
            f"year, breaches come together, and it would be {alike}."
        )
    yield from _costs(race, today, best, planned, name)
    yield ASSUMED


def _why(year: Year) -> str:
    """The reason where a count is none."""
    return "" if year.breaches else f": {NO_ATTACK_YET}"


def _costs(race: OwnRace, today: Year, best: PlanOutcome | None, planned: Year | None, name: str) -> Iterator[str]:
    """What a year costs on average; nothing where the client names no cost of a breach."""
    breach = race.client.cost_of_breach
    if breach is None:
        return

    costs = costs_of(race)

    def a_year(plan: PlanOutcome, year: Year) -> str:
        printed, is_below = printed_money(plan.mean, race.denominator, breach.amount)  # what the table says of a flaw
        a_flaw = (plan.mean * breach.amount if is_below else printed) + (costs[plan.name].patching if costs else 0.0)
        return f"{about(year.flaws * a_flaw)} {breach.currency}"

    what = "Patches and breaches together" if costs else "Breaches"
    text = f"{what} would cost {a_year(race.today, today)} a year on average"
    yield f"{text}." if best is None or planned is None else f"{text}, and {a_year(best, planned)} with {name}."
