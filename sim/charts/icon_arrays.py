"""Icon arrays: of 100 like yours, how many are hit with one plan and with another, in the same worlds."""

from __future__ import annotations

from collections.abc import Iterable

from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from sim.model.measures import ALL
from sim.model.outcomes import OUTCOMES
from sim.studies.comparison import Comparison
from sim.studies.comparison_text import is_unclear, row_of
from sim.studies.frequency import Frequency, frequency

from .alt_text import describe
from .style import BLACK, BLUE, GREY, ORANGE, basis_line, caption, entitle, new_axes

ICONS, ACROSS = 100, 10
APART = 13.5
"""From one array to the next, in icons."""
HOUSE = Path([(-0.36, -0.4), (0.36, -0.4), (0.36, 0.08), (0, 0.42), (-0.36, 0.08), (-0.36, -0.4)], closed=True)
BOX = Path([(-0.28, -0.42), (0.28, -0.42), (0.28, 0.42), (-0.28, 0.42), (-0.28, -0.42)], closed=True)
TICK = Path([(-0.17, -0.09), (-0.04, -0.23), (0.19, 0.09)])
SLOTS = Path([(-0.16, 0.2), (0.16, 0.2), (-0.16, 0.02), (0.16, 0.02)], [Path.MOVETO, Path.LINETO] * 2)
PLUS = Path([(-0.16, -0.1), (0.16, -0.1), (0, -0.26), (0, 0.06)], [Path.MOVETO, Path.LINETO] * 2)
VERBS = {
    "compromised": "compromised",
    "organizations_breached": "breached",
    "tenants_reached": "reached in the cloud",
    "still_exposed": "still exposed",
}
KINDS = {"organizations": "organisations", "hybrid_organizations": "hybrid organisations", "servers": "servers"}


def icon_arrays(
    comparison: Comparison,
    ax: Axes | None = None,
    policy: str | None = None,
    outcome: str = "organizations_breached",
    population: str = ALL,
    whom: str | None = None,
) -> Axes:
    """Draw 100 icons for the baseline and 100 for a policy (by default the first): hit, spared by the policy, the rest.

    `whom` says who the 100 are, as in "businesses like yours"; by default the population or what is counted. Icons
    and printed numbers are rounded once, so they agree; what a policy spares is the difference of the two. Raises
    KeyError for an unknown name, ValueError for an outcome of mailboxes.
    """
    policy = comparison.compared[0] if policy is None else policy
    kind = next((each.denominator for each in OUTCOMES if each.name == outcome), "")
    before, after = (
        frequency(comparison.values(arm, outcome, population), comparison.whole(arm, outcome, population), ICONS)
        for arm in (comparison.baseline, policy)
    )
    if kind not in KINDS:
        raise ValueError(f"{outcome} counts {kind.replace('_', ' ')}; icons stand for {', '.join(KINDS.values())}")
    whom = whom or _whom(kind, population)
    verb = VERBS.get(outcome, outcome.replace("_", " "))
    ax = new_axes((10.0, 5.6)) if ax is None else ax
    outline, detail = (BOX, SLOTS) if kind == "servers" else (HOUSE, None)
    _array(ax, 0, outline, detail, before.number, 0, 0)
    spared, more = max(before.number - after.number, 0), max(after.number - before.number, 0)
    _array(ax, APART, outline, detail, after.number - more, spared, more)
    for left, name, found in ((0.0, comparison.baseline, before), (APART, policy, after)):
        _tell(ax, left, name, found, verb)
    _key(ax, outline, detail, verb, spared, more)
    ax.set_xlim(-0.7, APART + 18.2)
    ax.set_ylim(-4.0, 10.9)
    ax.set_aspect("equal")
    ax.set_axis_off()
    row = row_of(comparison, policy, outcome, population)
    finding = _finding((comparison.baseline, policy), whom, verb, before, after, bool(is_unclear(row)))
    entitle(ax, finding, _basis(before, after, verb))
    text = f"Every icon is one of {ICONS} {whom}. Both plans face the same attacks in the same simulated futures. "
    caption(ax, text + basis_line(comparison.scenario, comparison.replications_made), 12)
    describe(
        ax,
        f"Two arrays of {ICONS} icons. {finding}. {_words(comparison.baseline).capitalize()}: {before} {verb}, "
        f"{before.spread}. {_words(policy).capitalize()}: {after} {verb}, {after.spread}.",
    )
    return ax


def _array(
    ax: Axes, left: float, outline: Path, detail: Path | None, hit: int, spared: int, more: int, icons: int = ICONS
) -> None:
    """Icons row by row from the top: those hit, then those spared or hit in addition, then the rest."""
    places = [(left + number % ACROSS, ACROSS - 1 - number // ACROSS) for number in range(icons)]
    changed = hit + spared + more
    groups = (
        (places[:hit], "hit"),
        (places[hit : hit + spared], "spared"),
        (places[hit + spared : changed], "more"),
        (places[changed:], "rest"),
    )
    for group, state in groups:
        _icons(ax, group, outline, detail, state)


def _icons(ax: Axes, places: Iterable[tuple[float, float]], outline: Path, detail: Path | None, state: str) -> None:
    """Icons of one state: each differs in its fill and in what is drawn inside, not in colour alone."""
    face, edge, inside, ink = {
        "hit": (BLACK, BLACK, detail, "white"),
        "spared": ("#cfe4f3", BLUE, TICK, BLUE),
        "more": (ORANGE, BLACK, PLUS, BLACK),
        "rest": ("white", "#9a9a9a", detail, "#9a9a9a"),
    }[state]
    places = list(places)
    if not places:
        return
    collection = PathCollection(
        [outline.transformed(Affine2D().translate(*place)) for place in places],
        facecolors=face, edgecolors=edge, linewidths=1.1, label=state,
    )  # fmt: skip
    ax.add_collection(collection, autolim=False)
    if inside is not None:
        drawn = [inside.transformed(Affine2D().translate(*place)) for place in places]
        ax.add_collection(
            PathCollection(drawn, facecolors="none", edgecolors=ink, linewidths=1.8 if inside is TICK else 1.2),
            autolim=False,
        )


def _tell(ax: Axes, left: float, name: str, found: Frequency, verb: str) -> None:
    """The plan above its array; its number and how far worlds differ below."""
    ax.text(left - 0.45, 10.0, _words(name).capitalize(), fontsize=13, fontweight="bold", color=BLACK)
    ax.text(left - 0.45, -1.75, f"{found} {verb}", fontsize=15, fontweight="bold", color=BLACK)
    ranges = found.spread.replace("futures ", "futures\n")
    ax.text(left - 0.45, -2.25, ranges, fontsize=10.5, color=GREY, va="top", linespacing=1.4)


def _key(ax: Axes, outline: Path, detail: Path | None, verb: str, spared: int, more: int) -> None:
    """What the icons mean, to the right of both arrays."""
    left = APART + 11.2
    entries = [("hit", verb), ("rest", f"not {verb}")]
    if spared:
        entries.insert(1, ("spared", f"spared by this plan: {spared}"))
    if more:
        entries.insert(1, ("more", f"more with this plan: {more}"))
    for line, (state, text) in enumerate(entries):
        height = 8.6 - 1.7 * line
        _icons(ax, [(left, height)], outline, detail, state)
        ax.text(left + 0.9, height, text, fontsize=11, va="center", color=BLACK)


def _finding(plans: tuple[str, str], whom: str, verb: str, before: Frequency, after: Frequency, unclear: bool) -> str:
    old, new = (f"\N{LEFT DOUBLE QUOTATION MARK}{_words(plan)}\N{RIGHT DOUBLE QUOTATION MARK}" for plan in plans)
    if not before.exact and not after.exact:
        return f"Of {before.of} {whom}, none is {verb} with {old} or {new}"
    text = f"Of {before.of} {whom}, {_bare(before)} {_are(before)} {verb} with {old} and {_bare(after)} with {new}"
    return f"{text}: no clear difference" if unclear else text


def _basis(before: Frequency, after: Frequency, verb: str) -> str:
    change = after.number - before.number
    if change == 0:
        return "Averages over simulated futures; how far these differ stands below each plan"
    direction = "fewer" if change < 0 else "more"
    text = f"{abs(change)} {direction} of {before.of} {verb}, on average over simulated futures"
    if before.number == 0:
        return text
    # To the nearest 5 %, which holds for the exact shares as well as for the printed numbers.
    share = 5 * round(20 * abs(after.exact - before.exact) / before.exact)
    return f"{text}: about {share}% {direction}"


def _are(found: Frequency) -> str:
    return "is" if found.number == 1 or _bare(found).startswith("fewer") else "are"


def _bare(found: Frequency) -> str:
    """The number without what it is of."""
    return str(found).removesuffix(f" of {found.of:,}")


def _whom(kind: str, population: str) -> str:
    if population == ALL:
        return KINDS[kind]
    return f"{KINDS[kind]} of {_words(population)}" if kind == "servers" else _words(population)


def _words(name: str) -> str:
    return name.replace("_", " ")
