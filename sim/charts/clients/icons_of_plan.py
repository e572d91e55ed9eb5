"""A client's icon arrays: of 100 businesses like theirs, who is breached as they patch today, and who with a plan."""

from __future__ import annotations

import textwrap

from matplotlib.axes import Axes

from sim.charts.drawing.alt_text import describe
from sim.charts.drawing.icons import BUILDING, GRIDS, SIZE, Side, draw_two_arrays
from sim.charts.drawing.style import basis_line, caption, entitle, new_axes, shortened
from sim.clients import unattacked
from sim.clients.own_race import OwnRace
from sim.clients.plan_outcome import PlanOutcome
from sim.clients.who_patches import who_patches
from sim.sweeps.levels import days_text
from sim.wording.chances import chance_in_words
from sim.wording.frequency import Frequency, change_in_words

WHOM = "businesses like yours"
LONGEST = 26
SPREAD_WIDTH = 38
"""Letters of a line below an array."""


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
            _done(outcome, race),
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


def _finding(race: OwnRace, name: str, before: Frequency, after: Frequency) -> str:
    if not race.is_attacked:
        return unattacked.finding(race.scenario, race.client)
    of, you_patch = f"Of {before.of:,} {WHOM}", who_patches(race.client).you_patch
    if not before.exact and not after.exact:
        return f"In this case, {of[0].lower()}{of[1:]}, none is breached as {you_patch} today, and none with {name}"
    if before.bare == after.bare and before.bare[0].isdigit():
        return f"{of}, {before.bare} {before.verb} breached as {you_patch} today, and as many with {name}"
    return f"{of}, {before.bare} {before.verb} breached as {you_patch} today, and {after.bare} with {name}"


def _basis(race: OwnRace, before: Frequency, after: Frequency) -> str:
    if not race.client.runs_servers:
        return f"{shortened(race.client.name)} runs its service at a cloud provider, who has to patch it"
    if before.number == after.number:
        return "The two differ by less than one icon" if before.exact != after.exact else "The two do not differ"
    return change_in_words(before, after, "breached")


def _done(outcome: PlanOutcome, race: OwnRace) -> str:
    """When all is patched, and what is done until then."""
    if not race.client.runs_servers:
        return "your provider has to patch"
    text = f"patched {days_text(outcome.patches_after)} after the fix"
    if outcome.mitigation is None:
        return text
    return f"{text},\n{shortened(race.until_then(outcome))} until then"


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
