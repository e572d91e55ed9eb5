"""A result: what many replications of one scenario came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.cards import CardTable, Fold, card
from sim.engines import engine_named
from sim.model.measures import ALL
from sim.outcomes import CURVE_NAMES, CURVES, DENOMINATORS, OUTCOME_NAMES, denominator_of, position
from sim.scenario.assumptions import assumed_in_words, assumptions
from sim.scenario.scenario import Scenario

from . import statistics as summary
from .precision import Precision

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

FloatArray = NDArray[np.float64]
Counts = NDArray[np.int64] | FloatArray
NANOSECONDS_A_DAY = 86_400 * 10**9
ALWAYS_SHOWN = 7

Cells = tuple[str, str, str, str, str]
HEADS: Cells = ("all populations", "mean", "± Monte Carlo", "share", "9 of 10 worlds")
HEADS_BY_POPULATION: Cells = ("compromised, by population", "mean", "of servers", "share", "9 of 10 worlds")
ASSUMED_HELP = "sim.assumptions(result.scenario) lists them; result.scenario shows them."


@dataclass(frozen=True)
class Result:
    """Counts and curves of the replications of a scenario. Make one with `sim.run`, read one with `sim.open_result`.

    Attributes
    ----------
    scenario : Scenario
        What was assumed.
    engine : str
        The engine by its name.
    counts : ndarray
        In the shape (replications, outcomes, populations); the populations are all together first, then each.
    denominators : ndarray
        What shares divide by, in the shape (replications, denominators, populations).
    bands : ndarray
        In the shape (curves, populations, times, 4): the mean and the pointwise quantiles 0.05, 0.5 and 0.95 over
        replications.
    days : ndarray
        The times of the curves in days since the start.
    drawn : mapping
        By path, the uncertain value of every replication, and the moment of every alarm (days, `inf` if never).
    provenance : mapping
        Versions, the digest of the model's code, checkout, kind of machine and time.
    error : ndarray or None
        The numerical error of the counts of the `expected` engine, the largest over worlds, in the shape (outcomes,
        populations); 0 for the others. Of what `leaves_out` says it knows nothing.
    curves_kept : int or None
        The number of replications, the first ones, of which the bands are made where memory does not hold the curves of
        all; None means all.
    precision : Precision or None
        What came of a wanted precision.

    Examples
    --------
    >>> few = sim.run(sim.load("first_steps").replace({"replications": 3}))
    >>> few.values("compromised").shape
    (3,)
    """

    scenario: Scenario
    engine: str
    counts: Counts
    denominators: Counts
    bands: FloatArray
    days: FloatArray
    drawn: Mapping[str, FloatArray] = field(default_factory=dict)
    provenance: Mapping[str, Any] = field(default_factory=dict)
    error: FloatArray | None = None
    curves_kept: int | None = None
    precision: Precision | None = None

    @property
    def replications_in_curves(self) -> int:
        """Of how many replications, the first ones, the bands of curves are made."""
        return len(self.counts) if self.curves_kept is None else self.curves_kept

    @property
    def populations(self) -> tuple[str, ...]:
        """Names of the populations, without `all`."""
        return tuple(self.scenario.populations)

    @cached_property
    def estimates(self) -> pd.DataFrame:
        """One row per outcome and population: mean, Monte Carlo error, and the spread across worlds.

        `mean` with its Monte Carlo `standard_error` (nan for one replication) is what is estimated; `sd` and the
        quantiles `p05`, `p50` and `p95` are the spread across worlds. `share` divides the mean by the mean of what the
        outcome is a share of, and is nan where that is 0.
        """
        return summary.estimates(self.counts, self.denominators, self.populations)

    @cached_property
    def per_replication(self) -> pd.DataFrame:
        """One row per replication and population: seed, what varies by path, outcomes, and what shares divide by.

        The last stand in columns such as `of servers`.
        """
        import pandas as pd

        columns = summary.replication_columns(
            self.scenario.seed, self.populations, self.drawn, self.counts, self.denominators
        )
        return pd.DataFrame(columns)

    @property
    def replications(self) -> int:
        """Number of worlds."""
        return len(self.counts)

    def values(self, outcome: str, population: str = ALL) -> Counts:
        """The outcome of every replication.

        Parameters
        ----------
        outcome, population : str
            What is counted, and of whom; by default of all populations together.

        Returns
        -------
        ndarray
            In the shape (replications,).

        Raises
        ------
        KeyError
            Naming the nearest, for an unknown name.
        """
        return self.counts[:, position(outcome, OUTCOME_NAMES, "outcome"), self._column(population)]

    def denominator(self, outcome: str, population: str = ALL) -> Counts:
        """What the share of an outcome divides by, of every replication.

        Parameters
        ----------
        outcome, population : str
            What is counted, and of whom; by default of all populations together.

        Returns
        -------
        ndarray
            In the shape (replications,): servers, organizations or mailboxes.

        Raises
        ------
        KeyError
            Naming the nearest, for an unknown name.
        """
        return self.denominators[:, DENOMINATORS.index(denominator_of(outcome)), self._column(population)]

    def curve(self, name: str, population: str = ALL) -> FloatArray:
        """A curve at each of `days`: its mean and pointwise quantiles.

        Parameters
        ----------
        name, population : str
            The curve, such as compromised_open, and of whom; by default of all populations together.

        Returns
        -------
        ndarray
            In the shape (times, 4): the mean and the quantiles 0.05, 0.5 and 0.95 over replications.

        Raises
        ------
        KeyError
            Naming the nearest, for an unknown name.
        """
        curve: FloatArray = self.bands[position(name, CURVE_NAMES, "curve"), self._column(population)]
        return curve

    @property
    def dates(self) -> NDArray[np.datetime64]:
        """The times of the curves as dates in UTC, in the shape (times,)."""
        return as_dates(self.scenario.start, self.days)

    def to_xarray(self) -> xr.Dataset:
        """The curves as labelled arrays: each by time, population and quantile, and its mean as `<curve>_mean`.

        Returns
        -------
        Dataset
            `time` is in UTC; the unit of every curve is its attribute `units`.
        """
        import xarray as xr

        coordinates = {"time": self.dates, "population": [ALL, *self.populations], "quantile": list(summary.LEVELS)}
        arrays: dict[str, Any] = {}
        for index, each in enumerate(CURVES):
            name, unit = each.name, {"units": each.unit}
            table = self.bands[index].transpose(1, 0, 2)
            arrays[name] = (("time", "population", "quantile"), table[:, :, 1:], unit)
            arrays[f"{name}_mean"] = (("time", "population"), table[:, :, 0], unit)
        notes: dict[str, Any] = {
            "scenario": self.scenario.name,
            "digest": self.scenario.digest,
            "replications": len(self.counts),
        }
        notes |= {"seed": self.scenario.seed, "engine": self.engine}
        kept = self.replications_in_curves
        if kept < len(self.counts):
            notes |= {"replications_in_curves": kept, "comment": f"curves of the first {kept} replications"}
        return xr.Dataset(arrays, coordinates, notes)

    def __repr__(self) -> str:
        made = f"{len(self.counts)} replications, seed {self.scenario.seed}, engine {self.engine}"
        return f"<Result of {self.scenario.name!r}: {made}>"

    def __str__(self) -> str:
        return text_of_result(self)

    def _repr_html_(self) -> str:
        title, facts, *_ = str(self).splitlines()
        notes = "\n".join([*_notes(self), *alarms_of(self), *([str(self.precision)] if self.precision else [])])
        rows = assumptions(self.scenario)
        return card(
            title,
            facts,
            *([self.leaves_out] if self.leaves_out else []),
            CardTable(HEADS, _outcome_cells(self)),
            Fold("compromised, by population", CardTable(HEADS_BY_POPULATION, _population_cells(self))),
            *([Fold("what shares are of", notes)] if notes else []),
            Fold(f"what it rests on: {assumed_in_words(rows)}", ASSUMED_HELP),
        )

    @property
    def leaves_out(self) -> str:
        """What the numbers of its engine leave out, in words: for worms, `expected` is a mean field; mostly nothing."""
        return engine_named(self.engine).leaves_out(self.scenario)

    def _column(self, population: str) -> int:
        return position(population, (ALL, *self.populations), "population")


def as_dates(start: datetime, days: FloatArray) -> NDArray[np.datetime64]:
    """Days since the start as dates in UTC."""
    offsets = np.round(days * NANOSECONDS_A_DAY).astype("timedelta64[ns]")
    dates: NDArray[np.datetime64] = np.datetime64(start, "ns") + offsets
    return dates


def rounded(value: float) -> str:
    """A count of servers as people read it: whole, with thousands grouped; small means keep a digit."""
    return f"{value:,.0f}" if abs(value) >= 10 or float(value).is_integer() else f"{value:.1f}"


def about(value: float) -> str:
    """A count of servers to three digits: more would claim a precision that no simulation of this kind has."""
    if abs(value) >= 1000:
        return f"{float(f'{value:.3g}'):,.0f}"
    return rounded(value)


def text_of_result(result: Result) -> str:
    """A table in plain text: what came out, how sure the mean is, and how far worlds differ."""
    scenario, replications = result.scenario, len(result.counts)
    lines = [
        scenario.name,
        f"{replications} replications, seed {scenario.seed}, engine {result.engine}, digest {scenario.digest}",
        *([result.leaves_out] if result.leaves_out else []),
        "",
        _line(HEADS),
        *map(_line, _outcome_cells(result)),
    ]
    notes = [*_notes(result), *alarms_of(result)]
    lines += ["", *notes] if notes else []
    lines += ["", summary.too_few(replications)] if replications < summary.FEWEST_FOR_A_RANGE else []
    lines += ["", _line(HEADS_BY_POPULATION), *map(_line, _population_cells(result))]
    if result.precision is not None:
        lines += ["", str(result.precision)]
    return "\n".join(lines)


def _outcome_cells(result: Result) -> list[Cells]:
    """A row for every outcome that is always shown, or that ever happened."""
    return [
        _cells(outcome, result.values(outcome), _plus_minus(result.values(outcome)), result.denominator(outcome))
        for outcome in _shown_outcomes(result)
    ]


def _population_cells(result: Result) -> list[Cells]:
    """A row for the compromised servers of every population."""
    found = []
    for population in result.populations:
        servers = result.values("servers", population)
        found.append(_cells(population, result.values("compromised", population), rounded(servers.mean()), servers))
    return found


def _shown_outcomes(result: Result) -> list[str]:
    return [name for name in OUTCOME_NAMES if name in OUTCOME_NAMES[:ALWAYS_SHOWN] or result.values(name).any()]


def _notes(result: Result) -> list[str]:
    """What shares divide by, where that is not servers."""
    notes = [line for outcome in _shown_outcomes(result) for line in _note(result, outcome)]
    return ["shares are of servers, but for", *notes] if notes else []


def alarms_of(result: Result) -> list[str]:
    """When every alarm went off: a line each."""
    start = result.scenario.start
    lines = []
    for path, moments in result.drawn.items():
        if path in result.scenario.uncertain:
            continue
        known = np.sort(moments[moments < np.inf])
        often = f"{path.partition('.')[2]}: comes in {len(known):,} of {len(moments):,} worlds"
        if len(known):
            low, middle, high = as_dates(start, np.quantile(known, (0.05, 0.5, 0.95)))
            often += f", half of them by {_minute(middle)}, 9 of 10 between {_minute(low)} and {_minute(high)}"
        lines.append(often)
    return lines


def _minute(date: np.datetime64) -> str:
    return str(date.astype("datetime64[m]")).replace("T", " ")


def _plus_minus(values: Counts) -> str:
    if len(values) == 1:
        return "(one world)"
    return f"± {rounded(summary.half_width(summary.standard_error(values), len(values)))}"


def _note(result: Result, outcome: str) -> list[str]:
    """What the share of an outcome divides by, where that is not servers: one line, or none.

    Organizations without servers count, though nothing of theirs is in the race; the share of the others is given too.
    """
    denominator = denominator_of(outcome)
    if denominator == denominator_of("servers"):
        return []
    total = result.denominator(outcome).mean()
    note = f"{outcome}{rounded(total):>{max(36 - len(outcome), 10)}}  {denominator.title}"
    if denominator.name == "organizations":
        runs = [name for name, each in result.scenario.populations.items() if each.runs_servers]
        exposed = sum(float(result.denominator(outcome, name).mean()) for name in runs)
        if 0 < exposed < total:
            note += f"; {result.values(outcome).mean() / exposed:.1%} of the {rounded(exposed)} that run servers"
    return [note]


def _cells(label: str, values: Counts, beside: str, denominators: Counts) -> Cells:
    share = f"{values.mean() / denominators.mean():.1%}" if denominators.any() else "-"
    low, high = np.quantile(values, (0.05, 0.95))
    return label, rounded(values.mean()), beside, share, f"{rounded(low)} to {rounded(high)}"


def _line(cells: Cells) -> str:
    label, mean, beside, share, spread = cells
    return f"{label}{mean:>{max(36 - len(label), 10)}}  {beside:<15}{share:>7}   {spread}"
