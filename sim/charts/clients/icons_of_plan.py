"""A client's icon arrays: of 100 businesses like theirs, who is breached as they patch today, and who with a plan."""

from __future__ import annotations

import textwrap

from matplotlib.axes import Axes

from sim.charts.drawing.alt_text import describe
from sim.charts.drawing.icons import BUILDING, GRIDS, SIZE, TOP, Side, changed, draw_array, draw_icons, draw_two_arrays
from sim.charts.drawing.style import basis_line, caption, entitle, in_our_look, new_axes, shortened
from sim.clients import unattacked
from sim.clients.own_race import OwnRace
from sim.clients.plan_outcome import PlanOutcome
from sim.wording.chances import count_of, is_one
from sim.wording.frequency import Frequency, share_of_change
from sim.wording.language import ENGLISH, Language, Value

from .names_on_charts import in_the_cloud, plan_on_chart

LONGEST = 26
SPREAD_WIDTH = 38
"""Letters of a line below an array."""


@in_our_look
def icons_of_plan(race: OwnRace, ax: Axes | None = None, *, plan: str | None = None) -> Axes:
    """Draw businesses like the client as icons: what it does today beside a plan.

    Marked are those whom the plan spares, or who are hit in addition. There are `race.denominator` icons, but at most
    1,000: of smaller chances the caption says how many of 10,000.

    Parameters
    ----------
    race : OwnRace
        What `sim.own_race` gave.
    ax : Axes, optional
        Where to draw; by default new axes.
    plan : str, optional
        A plan of the client by its name; by default the one of least chance.

    Returns
    -------
    Axes
        The axes drawn on.

    Raises
    ------
    KeyError
        For an unknown plan.

    Examples
    --------
    >>> ax = sim.charts.icons_of_plan(race)
    """
    chosen = min(race.plans, key=lambda each: each.mean) if plan is None else race.plan(plan)
    of = min(race.denominator, max(GRIDS))
    before, after = race.today.frequency(of), chosen.frequency(of)
    ax = new_axes(SIZE) if ax is None else ax
    language, say = race.client.words, race.client.words.text
    name = plan_on_chart(race.client, chosen.name, LONGEST)
    left, right = (
        Side(heading, found.number, _number(found, race), _spread(found, race), what_is_done(outcome, race))
        for heading, found, outcome in (
            (race.say("chart-side-today"), before, race.today),
            (say("chart-side-plan", plan=name), after, chosen),
        )
    )
    count = changed(left, right)
    key = {"spared": say("chart-key-spared", count=count), "more": say("chart-key-more", count=count)}
    key |= {state: state_in_words(state, language) for state in ("hit", "rest")}
    draw_two_arrays(ax, left, right, of, BUILDING, key)
    finding = _finding(race, name, before, after)
    entitle(ax, finding, _basis(race, before, after))
    caption(ax, _caption(race, chosen, of), 12)
    sides = "; ".join(
        say("chart-side-alt", heading=side.heading, done=side.below_heading, count=side.number, spread=side.spread)
        for side in (left, right)
    )
    describe(ax, say("chart-icons-alt", number=of, finding=finding, sides=sides))
    return ax


def icons_alone(race: OwnRace, ax: Axes, plan: PlanOutcome, against: PlanOutcome | None = None) -> Axes:
    """Draw the icons of a plan without a word, marking what it spares or adds `against` another."""
    of = min(race.denominator, max(GRIDS))
    grid = GRIDS[of]
    hit = plan.frequency(of).number
    change = 0 if against is None else hit - against.frequency(of).number
    ax.set_aspect("equal")
    ax.set_axis_off()
    draw_array(ax, grid, 0.0, BUILDING, (hit - max(change, 0), max(-change, 0), max(change, 0)))
    ax.set(xlim=(0, grid.width), ylim=(grid.bottom, TOP))
    say = race.client.words.text
    if change < 0:
        describe(ax, say("chart-houses-spared", number=of, hit=hit, count=-change))
    elif change > 0:
        describe(ax, say("chart-houses-more", number=of, hit=hit, count=change))
    else:
        describe(ax, say("chart-houses", number=of, hit=hit))
    return ax


def sign_alone(ax: Axes, state: str, language: Language = ENGLISH) -> Axes:
    """Draw one icon of a state, for a key."""
    draw_icons(ax, [(0.5, 0.5)], 1.0, BUILDING, state)
    ax.set_aspect("equal")
    ax.set_axis_off()
    ax.set(xlim=(0, 1), ylim=(0, 1))
    describe(ax, language.text("chart-sign", state=state_in_words(state, language)))
    return ax


def state_in_words(state: str, language: Language) -> str:
    """What icons of a state stand for: `breached`, `spared by this plan`."""
    say = language.text
    words = {"hit": say("chart-icon-hit"), "spared": say("chart-icon-spared"), "more": say("chart-icon-more")}
    return words.get(state) or say("chart-icon-rest")


def states_of(race: OwnRace, plan: PlanOutcome) -> tuple[str, ...]:
    """The states that icons of today and of a plan have, in the order of a key."""
    of = min(race.denominator, max(GRIDS))
    before, after = race.today.frequency(of).number, plan.frequency(of).number
    changed = ("spared",) if after < before else ("more",) if after > before else ()
    return ("hit", *changed, "rest")


def _finding(race: OwnRace, name: str, before: Frequency, after: Frequency) -> str:
    if not race.is_attacked:
        return unattacked.finding(race.scenario, race.client)
    language = race.client.words
    told: dict[str, Value] = {"tense": race.tense.where_past.name, "number": before.of, "plan": name}
    if not before.exact and not after.exact:
        return race.say("chart-icons-none", **told)
    told |= {"count": before.count_in(language), "is_one": before.is_one}
    if before.bare == after.bare and before.bare[0].isdigit():
        return race.say("chart-icons-as-many", **told)
    return race.say("chart-icons-found", other=after.count_in(language), **told)


def _basis(race: OwnRace, before: Frequency, after: Frequency) -> str:
    say = race.client.words.text
    if not race.client.runs_servers:
        return in_the_cloud(race.client)
    if before.number == after.number:
        return say("chart-icons-hardly-differ") if before.exact != after.exact else say("chart-icons-do-not-differ")
    change, share = after.number - before.number, share_of_change(before, after)
    told: dict[str, Value] = {"fewer": change < 0, "count": race.client.words.number(abs(change)), "number": before.of}
    if share is None:
        return say("chart-icons-change", **told)
    return say("chart-icons-change-and-share", share=share, nearly_all=share == 100 and change < 0, **told)


def what_is_done(outcome: PlanOutcome, race: OwnRace) -> str:
    """When all is patched, and what is done until then."""
    language, days = race.client.words, race.client.words.days(outcome.patches_after)
    if not race.client.runs_servers:
        return language.text("chart-done-in-the-cloud")
    if outcome.mitigation is None:
        return language.text("chart-done", days=days)
    mitigation, day = shortened(race.until_then(outcome)), max(race.in_place_after(outcome), 0)
    until = language.text("chart-done-until.second", mitigation=mitigation, day=day)
    return f"{language.text('chart-done-until.first', days=days)}\n{until}"


def _number(found: Frequency, race: OwnRace) -> str:
    language = race.client.words
    if not race.is_attacked:
        return language.text("chart-side-not-attacked")
    return language.text("chart-side-breached", count=found.count_in(language), number=found.of)


def _spread(found: Frequency, race: OwnRace) -> str:
    language, say = race.client.words, race.client.words.text
    if not race.is_attacked:
        return say("chart-side-as-written")
    if race.without_range:
        return textwrap.fill(say("chart-side-alike", why=race.without_range), SPREAD_WIDTH)
    alike, between = language.number(found.low), say("range-between", low=found.low, high=found.high)
    spread = say("chart-side-spread.second", range=alike if found.low == found.high else between)
    return f"{say('chart-side-spread.first')}\n{spread}"


def _caption(race: OwnRace, chosen: PlanOutcome, of: int) -> str:
    language, number = race.client.words, race.denominator
    texts = [language.text("chart-icons-caption", number=of)]
    if not (chosen.only_spares(race.today) or race.today.only_spares(chosen)):
        texts.append(language.text("chart-icons-caption-difference"))
    if number > of:
        count, other = (count_of(each.mean, number, language) for each in (race.today, chosen))
        told: dict[str, Value] = {"number": number, "count": count, "other": other}
        told |= {"is_one": is_one(race.today.mean, number), "other_is_one": is_one(chosen.mean, number)}
        texts.append(race.say("chart-icons-caption-of-more", **told))
    return " ".join([*texts, basis_line(race.scenario, len(race.chances), language)])
