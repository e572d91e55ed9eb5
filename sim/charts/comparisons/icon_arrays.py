"""Icon arrays: of 100 like yours, how many are hit with one plan and with another, in the same worlds."""

from __future__ import annotations

from matplotlib.axes import Axes

from sim.charts.drawing.alt_text import describe
from sim.charts.drawing.icons import BUILDING, SERVER, SIZE, Side, changed, draw_two_arrays
from sim.charts.drawing.style import caption, comparison_line, entitle, in_our_look, new_axes
from sim.model.measures import ALL
from sim.outcomes import OUTCOMES
from sim.runs.comparison import Comparison
from sim.runs.comparison_text import is_unclear, row_of
from sim.wording.frequency import Frequency, change_in_words, frequency

ICONS = 100
VERBS = {
    "compromised": "compromised",
    "organizations_breached": "breached",
    "tenants_reached": "reached in the cloud",
    "still_exposed": "still exposed",
}
KINDS = {"organizations": "organizations", "hybrid_organizations": "hybrid organizations", "servers": "servers"}


@in_our_look
def icon_arrays(
    comparison: Comparison,
    ax: Axes | None = None,
    *,
    policy: str | None = None,
    outcome: str = "organizations_breached",
    population: str = ALL,
    whom: str | None = None,
) -> Axes:
    """Draw 100 icons for the baseline and 100 for a policy: hit, spared by the policy, and the rest.

    Icons and printed numbers are rounded once, so they agree; what a policy spares is the difference of the two.

    Parameters
    ----------
    comparison : Comparison
        What `sim.compare` gave.
    ax : Axes, optional
        Where to draw; by default new axes.
    policy : str, optional
        By default the first policy.
    outcome, population : str
        What is counted, and of whom; by default breached organizations of all.
    whom : str, optional
        Who the 100 are, as in "businesses like yours"; by default the population or what is counted.

    Returns
    -------
    Axes
        The axes drawn on.

    Raises
    ------
    KeyError
        For an unknown name.
    ValueError
        For an outcome of mailboxes.

    Examples
    --------
    >>> ax = sim.charts.icon_arrays(comparison, policy="emergency", population="small_firms")
    """
    policy = comparison.compared[0] if policy is None else policy
    kind = next((each.denominator for each in OUTCOMES if each.name == outcome), "")
    before, after = (
        frequency(comparison.values(arm, outcome, population), comparison.denominator(arm, outcome, population), ICONS)
        for arm in (comparison.baseline, policy)
    )
    if kind not in KINDS:
        raise ValueError(f"{outcome} counts {kind.replace('_', ' ')}; icons stand for {', '.join(KINDS.values())}")
    whom = whom or _whom(kind, population)
    verb = VERBS.get(outcome, outcome.replace("_", " "))
    ax = new_axes(SIZE) if ax is None else ax
    left, right = (
        Side(_words(name).capitalize(), found.number, f"{found} {verb}", found.spread.replace("futures ", "futures\n"))
        for name, found in ((comparison.baseline, before), (policy, after))
    )
    count = changed(left, right)
    key = {"hit": verb, "spared": f"spared by this plan: {count}", "more": f"more with this plan: {count}"}
    draw_two_arrays(ax, left, right, ICONS, SERVER if kind == "servers" else BUILDING, key | {"rest": f"not {verb}"})
    row = row_of(comparison, policy, outcome, population)
    finding = _finding((comparison.baseline, policy), whom, verb, before, after, bool(is_unclear(row)))
    entitle(ax, finding, change_in_words(before, after, verb))
    text = f"Every icon is one of {ICONS} {whom}. Both plans face the same attacks in the same simulated futures. "
    caption(ax, text + comparison_line(comparison), 12)
    describe(
        ax,
        f"Two arrays of {ICONS} icons. {finding}. {_words(comparison.baseline).capitalize()}: {before} {verb}, "
        f"{before.spread}. {_words(policy).capitalize()}: {after} {verb}, {after.spread}.",
    )
    return ax


def _finding(plans: tuple[str, str], whom: str, verb: str, before: Frequency, after: Frequency, unclear: bool) -> str:
    old, new = (f"\N{LEFT DOUBLE QUOTATION MARK}{_words(plan)}\N{RIGHT DOUBLE QUOTATION MARK}" for plan in plans)
    if not before.exact and not after.exact:
        return f"Of {before.of} {whom}, none is {verb} with {old} or {new}"
    text = f"Of {before.of} {whom}, {before.bare} {before.verb} {verb} with {old} and {after.bare} with {new}"
    return f"{text}: no clear difference" if unclear else text


def _whom(kind: str, population: str) -> str:
    if population == ALL:
        return KINDS[kind]
    return f"{KINDS[kind]} of {_words(population)}" if kind == "servers" else _words(population)


def _words(name: str) -> str:
    return name.replace("_", " ")
