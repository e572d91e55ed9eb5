"""A client's icon arrays: of 100 businesses like theirs, who is breached as they patch today, and who with a plan."""

from __future__ import annotations

import textwrap

from matplotlib.axes import Axes

from sim.charts.drawing.alt_text import describe
from sim.charts.drawing.icons import BUILDING, GRIDS, SIZE, TOP, Side, draw_array, draw_icons, draw_two_arrays
from sim.charts.drawing.style import basis_line, caption, entitle, in_our_look, new_axes, shortened
from sim.clients import unattacked
from sim.clients.own_race import OwnRace
from sim.clients.plan_outcome import PlanOutcome
from sim.clients.who_patches import who_patches
from sim.sweeps.levels import days_text
from sim.wording.chances import chance_in_words
from sim.wording.frequency import Frequency, change_in_words

WHOM = "businesses like yours"
KEYS = {"hit": "breached", "spared": "spared by this plan", "more": "breached in addition", "rest": "not breached"}
"""States of icons in words."""
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
    name = f"\N{LEFT DOUBLE QUOTATION MARK}{shortened(chosen.name, LONGEST)}\N{RIGHT DOUBLE QUOTATION MARK}"
    left, right = (
        Side(
            heading,
            found.number,
            f"{found} breached" if race.is_attacked else "not attacked in this case",
            _spread(found, race),
            what_is_done(outcome, race),
        )
        for heading, found, outcome in (
            ("As today" if race.client.is_hosted else "As you do today", before, race.today),
            (f"Plan {name}", after, chosen),
        )
    )
    draw_two_arrays(ax, left, right, of, BUILDING, "breached")
    finding = _finding(race, name, before, after)
    entitle(ax, finding, _basis(race, before, after))
    caption(ax, _caption(race, chosen, of), 12)
    sides = "; ".join(f"{side.heading}, {side.below_heading}: {side.number}, {side.spread}" for side in (left, right))
    describe(ax, f"Two arrays of {of:,} icons. {finding}. {sides}.")
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
    marked = f", {abs(change):,} of the others marked as {KEYS['spared']}" if change < 0 else ""
    marked = f", {change:,} of them marked as {KEYS['more']}" if change > 0 else marked
    describe(ax, f"{of:,} houses in rows, {hit:,} of them {KEYS['hit']}{marked}.")
    return ax


def sign_alone(ax: Axes, state: str) -> Axes:
    """Draw one icon of a state, for a key."""
    draw_icons(ax, [(0.5, 0.5)], 1.0, BUILDING, state)
    ax.set_aspect("equal")
    ax.set_axis_off()
    ax.set(xlim=(0, 1), ylim=(0, 1))
    describe(ax, f"A house, the sign of: {KEYS[state]}.")
    return ax


def states_of(race: OwnRace, plan: PlanOutcome) -> tuple[str, ...]:
    """The states that icons of today and of a plan have, in the order of a key."""
    of = min(race.denominator, max(GRIDS))
    before, after = race.today.frequency(of).number, plan.frequency(of).number
    changed = ("spared",) if after < before else ("more",) if after > before else ()
    return ("hit", *changed, "rest")


def _finding(race: OwnRace, name: str, before: Frequency, after: Frequency) -> str:
    if not race.is_attacked:
        return unattacked.finding(race.scenario, race.client)
    tense = race.tense.where_past
    of, you_patch = f"Of {before.of:,} {WHOM}", who_patches(race.client, tense).you_patch
    verb = tense.would or before.verb
    if not before.exact and not after.exact:
        none = f"none {tense.would or 'is'} breached as {you_patch} today, and none with {name}"
        return f"In this case, {of[0].lower()}{of[1:]}, {none}"
    if before.bare == after.bare and before.bare[0].isdigit():
        return f"{of}, {before.bare} {verb} breached as {you_patch} today, and as many with {name}"
    return f"{of}, {before.bare} {verb} breached as {you_patch} today, and {after.bare} with {name}"


def _basis(race: OwnRace, before: Frequency, after: Frequency) -> str:
    if not race.client.runs_servers:
        return f"{shortened(race.client.name)} runs its service at a cloud provider, who has to patch it"
    if before.number == after.number:
        return "The two differ by less than one icon" if before.exact != after.exact else "The two do not differ"
    return change_in_words(before, after, "breached")


def what_is_done(outcome: PlanOutcome, race: OwnRace) -> str:
    """When all is patched, and what is done until then."""
    if not race.client.runs_servers:
        return "your provider has to patch"
    text = f"patched {days_text(outcome.patches_after)} after the fix"
    if outcome.mitigation is None:
        return text
    return f"{text},\n{shortened(race.until_then(outcome))} {race.when_in_place(outcome)}"


def _spread(found: Frequency, race: OwnRace) -> str:
    if not race.is_attacked:
        return "that is how its author wrote it"
    if race.without_range:
        return textwrap.fill(f"{race.without_range}: that is no certainty", SPREAD_WIDTH)
    return found.spread.replace("futures ", "futures\n")


def _caption(race: OwnRace, chosen: PlanOutcome, of: int) -> str:
    text = f"Every icon is one of {of:,} {WHOM}. Both ways face the same attacks in the same simulated futures. "
    if not (chosen.only_spares(race.today) or race.today.only_spares(chosen)):
        text += "Marked is the difference: some are spared who are not marked, and as many are hit instead. "
    if race.denominator > of:
        you_patch = who_patches(race.client).you_patch
        today, planned = (chance_in_words(each.mean, race.denominator) for each in (race.today, chosen))
        text += f"Of {race.denominator:,} businesses, {today} breached as {you_patch} today, {planned} with the plan. "
    return text + basis_line(race.scenario, len(race.chances))
