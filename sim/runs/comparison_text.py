"""A comparison in words: what each policy changes, how sure that is, and what it cost to know."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from sim.cards import CardTable, Fold, card
from sim.model.measures import ALL
from sim.outcomes import OUTCOME_NAMES, SERVERS, SINGULAR, outcome_named, position
from sim.scenario.assumptions import assumed_in_words, assumptions
from sim.scenario.scenario import Scenario

from .precision import Precision
from .result import rounded
from .statistics import FEWEST_FOR_A_RANGE, too_few

if TYPE_CHECKING:
    import pandas as pd

WIDTH = 27
Cells = tuple[str, str, str, str, str]


class Compared(Protocol):
    """What the text of a comparison says; see `sim.Comparison`, which has all of it."""

    @property
    def scenario(self) -> Scenario: ...
    @property
    def baseline(self) -> str: ...
    @property
    def compared(self) -> tuple[str, ...]: ...
    @property
    def populations(self) -> tuple[str, ...]: ...
    @property
    def replications(self) -> int: ...
    @property
    def engine(self) -> str: ...
    @property
    def digest(self) -> str: ...
    @property
    def precision(self) -> Precision | None: ...
    @property
    def leaves_out(self) -> str: ...
    @property
    def differences(self) -> pd.DataFrame: ...
    @property
    def effects(self) -> pd.DataFrame | None: ...

    def values(self, policy: str, outcome: str = ..., population: str = ...) -> Any:
        """The outcome of every replication under a policy."""

    def changes_anything(self, policy: str) -> bool:
        """Whether a policy changes anything in any world."""


def text_of_comparison(comparison: Compared) -> str:
    """Plain text: a paragraph per policy, then a table of everything that differs."""
    scenario, number = comparison.scenario, comparison.replications
    lines = [
        f"{scenario.name}: {listed(comparison.compared)} instead of {comparison.baseline}, in the same worlds",
        f"{number} replications, seed {scenario.seed}, engine {comparison.engine}, digest {comparison.digest}",
        *([comparison.leaves_out] if comparison.leaves_out else []),
    ]
    for policy in comparison.compared:
        lines += ["", *_paragraph(comparison, policy)]
    for policy in filter(comparison.changes_anything, comparison.compared):
        lines += ["", *_table(comparison, policy)]
    if comparison.replications < FEWEST_FOR_A_RANGE:
        lines += ["", too_few(comparison.replications)]
    if comparison.precision is not None:
        lines += ["", str(comparison.precision)]
    return "\n".join(lines)


def finding(comparison: Compared, policy: str, outcome: str = "compromised", population: str = ALL) -> str:
    """What a policy changes, in half a sentence: "41 fewer of 1,000 servers compromised"."""
    row = row_of(comparison, policy, outcome, population)
    servers = comparison.values(policy, "servers", population).mean()
    subject = outcome_named(outcome).title
    if outcome_named(outcome).unit == SERVERS:
        return f"{change(row['mean_difference'])} of {rounded(float(servers))} servers {subject}"
    return f"{change(row['mean_difference'])} {subject}"


def _paragraph(comparison: Compared, policy: str) -> list[str]:
    if not comparison.changes_anything(policy):
        return [f"{policy} instead of {comparison.baseline}: the same in every world, server by server"]
    row = row_of(comparison, policy, "compromised", ALL)
    lines = [f"{policy} instead of {comparison.baseline}: {finding(comparison, policy)}{_half_width(row)}"]
    share = row["share_of_baseline"]
    if row["mean_difference"] and not math.isnan(share):
        lines[0] += f", {abs(share):.1%} {'fewer' if share < 0 else 'more'}"
    if is_unclear(row):
        lines.append("  that is no clear difference: zero lies within the error; more replications would tell")
    lines.append(f"  in 9 of 10 worlds {range_of_changes(row['p05'], row['p95'])}")
    effects = _effects_in_words(comparison, policy)
    if effects:
        lines.append(f"  {effects}")
    again = row_of(comparison, policy, "compromised_again", ALL)
    if again["mean_difference"]:
        lines.append(f"  {finding(comparison, policy, 'compromised_again')}{_half_width(again)}")
    lines.append(f"  {_cost(row['unpaired_replications'], comparison.replications)}")
    return lines


def _effects_in_words(comparison: Compared, policy: str) -> str:
    frame = comparison.effects
    if frame is None:
        return ""
    rows = frame[(frame["policy"] == policy) & (frame["population"] == ALL)].set_index("effect")
    words = {"saved": "saves {}", "lost": "loses {}", "gone": "does away with {}", "added": "adds {}"}
    parts = []
    for effect, text in words.items():
        if rows.loc[effect, "mean"]:
            number = rounded(_number(rows.loc[effect, "mean"]))
            what = with_unit(number, SERVERS) if effect == "saved" else number
            parts.append(text.format(what) + _half_width(rows.loc[effect]))
        elif effect in ("saved", "lost"):
            parts.append(text.format("no server" if effect == "saved" else "none"))
    return ", ".join(parts)


def _cost(unpaired: float, number: int) -> str:
    if math.isnan(unpaired):
        return "nothing varies from world to world" if number > 1 else "one world says nothing about how sure that is"
    if math.isinf(unpaired):
        return "the difference is the same in every world; in worlds of their own no number would show it so precisely"
    return (
        f"in worlds of their own, each would have needed {rounded(math.ceil(unpaired))} replications to be so precise"
    )


def _table(comparison: Compared, policy: str) -> list[str]:
    title = heads_of(comparison, policy)[0]
    width = max(WIDTH, len(title), *map(len, comparison.populations))
    outcomes, populations = cells_of(comparison, policy)
    lines = [_line(heads_of(comparison, policy), width), *(_line(cells, width) for cells in outcomes)]
    return [*lines, "compromised, by population", *(_line(cells, width) for cells in populations)]


def heads_of(comparison: Compared, policy: str) -> Cells:
    """The heads of a table of what a policy changes."""
    return f"{policy} - {comparison.baseline}", "mean", "± Monte Carlo", "change", "9 of 10 worlds"


def cells_of(comparison: Compared, policy: str) -> tuple[list[Cells], list[Cells]]:
    """What a policy changes: a row for each outcome that differs, and the compromised of each population."""
    outcomes = []
    for outcome in OUTCOME_NAMES:
        row = row_of(comparison, policy, outcome, ALL)
        if row["mean_difference"] or row["p05"] or row["p95"] or outcome == "compromised":
            outcomes.append(_cells(outcome, row))
    of = (row_of(comparison, policy, "compromised", name) for name in comparison.populations)
    return outcomes, [_cells(name, row) for name, row in zip(comparison.populations, of, strict=True)]


def _cells(label: str, row: Any) -> Cells:
    share = row["share_of_baseline"]
    text = "-" if math.isnan(share) else f"{share:+.1%}" if abs(share) >= 0.0005 else "0.0%"
    error = "(one world)" if math.isnan(row["standard_error"]) else f"± {rounded(half_width_of(row))}"
    return label, signed(row["mean_difference"]), error, text, f"{signed(row['p05'])} to {signed(row['p95'])}"


def _line(cells: Cells, width: int) -> str:
    label, mean, error, text, spread = cells
    return f"{label:<{width}}{mean:>10}  {error:<15}{text:>8}   {spread}"


def card_of(comparison: Compared) -> str:
    """The comparison as a notebook shows it: the sentences of the text, its tables on demand."""
    lines = text_of_comparison(comparison).splitlines()
    parts: list[str | Fold] = [comparison.leaves_out] if comparison.leaves_out else []
    for policy in comparison.compared:
        parts.append("\n".join(_paragraph(comparison, policy)))
        if comparison.changes_anything(policy):
            heads, (outcomes, populations) = heads_of(comparison, policy), cells_of(comparison, policy)
            parts.append(Fold(f"{policy}: every outcome that changes", CardTable(heads, outcomes)))
            heads = ("compromised, by population", *heads[1:])
            parts.append(Fold(f"{policy}: by population", CardTable(heads, populations)))
    if comparison.precision is not None:
        parts.append(str(comparison.precision))
    rests_on = f"{assumed_in_words(assumptions(comparison.scenario))}."
    return card(lines[0], lines[1], *parts, rests_on)


def row_of(comparison: Compared, policy: str, outcome: str, population: str) -> Any:
    """The row of `differences` of a policy, an outcome and a population. Raises KeyError for an unknown outcome."""
    position(outcome, OUTCOME_NAMES, "outcome")
    frame = comparison.differences
    chosen = (frame["policy"] == policy) & (frame["outcome"] == outcome) & (frame["population"] == population)
    return frame[chosen].iloc[0]


def half_width_of(row: Any) -> float:
    """Half the width of a 95 % interval; nan for one replication."""
    return _number((row["high"] - row["low"]) / 2)


def is_unclear(row: Any) -> bool:
    """Whether a difference may as well be none: zero lies inside the 95 % interval, and it has a width."""
    return bool(row["low"] <= 0 <= row["high"] and row["low"] < row["high"])


def change(difference: float) -> str:
    """A difference as people say it: "41 fewer"."""
    if difference == 0:
        return "as many"
    return f"{rounded(abs(difference))} {'fewer' if difference < 0 else 'more'}"


def range_of_changes(low: float, high: float) -> str:
    """A range of differences as people say it: "between 12 and 70 fewer"."""
    if low == high:
        return change(low)
    if high <= 0:
        return f"between {rounded(abs(high))} and {rounded(abs(low))} fewer"
    if low >= 0:
        return f"between {rounded(low)} and {rounded(high)} more"
    return f"between {change(low)} and {change(high)}"


def with_unit(number: str, unit: str) -> str:
    """A number, as text, with its unit: "1 server"."""
    return f"{number} {SINGULAR[unit] if number == '1' else unit}"


def signed(difference: float) -> str:
    """A difference with its sign, none for what is rounded to zero."""
    text = rounded(abs(difference))
    return text if not text.strip("0.") else f"{'-' if difference < 0 else '+'}{text}"


def _half_width(row: Any) -> str:
    half = half_width_of(row)
    return "" if math.isnan(half) else f" (± {rounded(half)})"


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence: `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _number(value: Any) -> float:
    return float(value)
