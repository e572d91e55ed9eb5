"""Sensitivity: which of the things that vary in a study move an outcome, alone and together with others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.cards import CardTable, card
from sim.model.luck import Luck
from sim.model.measures import ALL
from sim.problems import InputError, Problem
from sim.runs.comparison_text import listed
from sim.runs.result import rounded
from sim.runs.statistics import CONFIDENCE, difference_of_means, half_width, standard_error

from .design import NAMES, SAMPLED, SOBOL_INDICES
from .levels import in_words
from .parameter_reader import MOMENT
from .study import FAILURES, Study, StudyParameter

if TYPE_CHECKING:
    import pandas as pd

FloatArray = NDArray[np.float64]
RESAMPLES = 999
NUMBERS_AT_ONCE = 4_000_000
FEWEST_SAMPLES = 8
NEGLIGIBLE = 0.05
"""Below this share of the variance, interactions included, something hardly matters."""
WIDE = 0.15
"""Intervals that reach further than this to a side deserve a warning."""
SMALLEST_SPREAD = 1e-9
"""Of the mean: below it, an outcome does not vary but for the last bits of numbers."""
MANY_POINTS = 200
"""From this number of points on, a tenth of them is enough for a mean; below, a fifth is taken."""


@dataclass(frozen=True)
class Interval:
    """A share of the variance, and the ends of its 95 % bootstrap interval.

    Attributes
    ----------
    share, low, high : float
        From 0 to 1; estimates may lie a little outside.
    """

    share: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{_percent(self.share)} ({_percent(self.low)[:-2]} to {_percent(self.high)})"


HEADS = ("share of the variance", "alone", "with interactions")
INTERVALS = "in parentheses: 95 % bootstrap intervals"


@dataclass(frozen=True)
class Sensitivity:
    """Sobol indices of the mean of an outcome, by what varies; make one with `sim.sensitivity`.

    Attributes
    ----------
    name : str
        The title of the study.
    outcome, population : str
        What is counted, and of whom.
    samples, replications : int
        Rows of the design, each of which is run (number of parameters + 2) times, and worlds at every point.
    indices : DataFrame
        A row per parameter, the most important first: `path`, `label`, the shares of the variance that it explains
        alone (`first_order`) and with all interactions that it takes part in (`total`), each with the ends of its 95 %
        bootstrap interval (`first_low`, `first_high`, `total_low`, `total_high`). No rows where the outcome does not
        vary.
    interactions : Interval
        The share that no parameter explains alone.
    luck : float
        The share that is due to luck, for this number of replications (nan for one): it is hidden in the indices, most
        of it in the interactions.
    mean, sd : float
        Those of the outcome over the design.

    Examples
    --------
    >>> found = sim.sensitivity(unknowns)
    >>> found.indices["first_order"].between(-1, 1).all()
    np.True_
    """

    name: str
    outcome: str
    population: str
    samples: int
    replications: int
    mean: float
    sd: float
    indices: pd.DataFrame
    interactions: Interval
    luck: float

    @property
    def sentence(self) -> str:
        """Which unknowns matter, which hardly do, and how much comes from interactions, in plain words."""
        return " ".join(_sentences(self))

    def __str__(self) -> str:
        lines, rows = self._about(), self._cells()
        if rows:
            width = max(30, *(len(label) for label, *_ in rows)) + 2
            lines.append("")
            lines += [f"{label:<{width}}{alone:<24}{total}" for label, alone, total in (HEADS, *rows)]
            lines.append(INTERVALS)
        return "\n".join([*lines, "", self.sentence])

    def _repr_html_(self) -> str:
        title, facts, basis = self._about()
        has_rows = len(self.indices) > 0
        table = (CardTable(HEADS, self._cells(), words=3), INTERVALS) if has_rows else ()
        return card(title, facts, self.sentence, *table, basis)

    def _about(self) -> list[str]:
        whom = "all populations" if self.population == ALL else self.population
        return [
            self.name,
            f"{self.outcome}, {whom}: mean {rounded(self.mean)}, standard deviation {rounded(self.sd)} over the design",
            f"Sobol indices from {self.samples} samples, {self.replications} replications at every point",
        ]

    def _cells(self) -> list[tuple[str, str, str]]:
        """A row for each parameter: its label, and its shares with their intervals."""
        rows = []
        for row in self.indices.to_dict("records"):
            alone = Interval(row["first_order"], row["first_low"], row["first_high"])
            total = Interval(row["total"], row["total_low"], row["total_high"])
            rows.append((row["label"], str(alone), str(total)))
        return rows


def sensitivity(study: Study, *, outcome: str = "compromised", population: str = ALL) -> Sensitivity:
    """First-order and total Sobol indices of the mean of an outcome, from a study of the design `sobol_indices`.

    What varies is a share of the variance of that mean over the design: of what the study says is not known, and in the
    ranges or laws that it gives. Unknowns of the scenario that the study does not vary are averaged over and take no
    part; name them in `vary` to rank them.

    The mean is over replications. The same worlds are used at every point (common random numbers), so that luck which
    is the same everywhere cancels. What is left is luck that makes a world react otherwise than others do: with few
    replications it adds variance that looks like interactions. `luck` of the answer says how much there is.

    Parameters
    ----------
    study : Study
        Of the design `sobol_indices`, with at least 8 samples and no failed point.
    outcome, population : str
        What is counted, and of whom; by default compromised servers of all.

    Returns
    -------
    Sensitivity
        Indices with 95 % intervals, and a sentence.

    Raises
    ------
    InputError
        For another design, failed points, or too few samples.
    KeyError
        Naming the nearest, for an unknown outcome or population.

    Examples
    --------
    >>> found = sim.sensitivity(unknowns)
    >>> len(found.indices)
    3
    """
    import pandas as pd

    number = len(study.parameters)
    samples = _samples(study)
    values = study.values(outcome, population)
    means = values.mean(axis=1)
    both = means[: 2 * samples]
    mean, sd = float(both.mean()), float(both.std())
    columns = ["first_order", "first_low", "first_high", "total", "total_low", "total_high"]
    table = pd.DataFrame(
        {"path": [each.path for each in study.parameters], "label": [each.label for each in study.parameters]}
    )
    if sd <= SMALLEST_SPREAD * max(abs(mean), 1.0):
        table = table.assign(**dict.fromkeys(columns, 0.0)).iloc[:0]
        interactions, luck = Interval(0.0, 0.0, 0.0), 0.0
    else:
        first, total, rest = sobol_indices(means, number, study.scenario.seed)
        shares = np.concatenate([first, total])
        table = table.assign(**dict(zip(columns, shares, strict=True)))
        table = table.sort_values("total", ascending=False, kind="stable", ignore_index=True)
        interactions, luck = Interval(*map(float, rest)), _luck(values[: 2 * samples])
    return Sensitivity(
        study.name, outcome, population, samples, values.shape[1], mean, sd, table, interactions, luck
    )  # fmt: skip


def _samples(study: Study) -> int:
    """The number of rows of A. Raises InputError if the study cannot tell indices."""

    def refuse(message: str) -> InputError:
        return InputError([Problem((), None, message, str(study.folder))])

    if study.design != SOBOL_INDICES:
        raise refuse(
            f"is a study of the design {study.design}, and Sobol indices need {SOBOL_INDICES}: in its file write "
            f"`design: {SOBOL_INDICES}`, `samples: 128` and ranges or laws below `vary`, then run `patchrace study`"
        )
    failed = len(study.changes) - len(study.finished)
    if failed:
        raise refuse(
            f"has {failed} failed points of {len(study.changes)} ({FAILURES} says why), and Sobol indices need all; "
            "narrow what varies so that every point is possible, or run the study again"
        )
    samples = len(study.changes) // (len(study.parameters) + 2)
    if samples < FEWEST_SAMPLES:
        raise refuse(
            f"has {samples} samples, and intervals of Sobol indices need {FEWEST_SAMPLES}, better 128 or more; "
            "raise `samples` in its file and run it again: what is finished is kept"
        )
    return samples


def sobol_indices(values: FloatArray, parameters: int, seed: int = 0) -> tuple[FloatArray, FloatArray, FloatArray]:
    """First-order and total indices, and the share of interactions, each with the ends of its 95 % interval.

    `values` holds the outcome at the points of the design, in its order: the rows of A, those of B, then those of A
    with each column in turn from B. The first two arrays have the shape (3, parameters), the last (3,): estimate, low
    and high. Estimators of Saltelli et al. 2010, doi:10.1016/j.cpc.2009.09.018, as SciPy has them. Intervals are
    percentiles of the bootstrap over samples (Archer, Saltelli and Sobol 1997, doi:10.1080/00949659708811825). It takes
    the samples of a Sobol sequence for independent ones, so that intervals are rather too wide than too narrow.
    """
    from scipy.stats import sobol_indices as estimated

    table = values.reshape(parameters + 2, -1)
    samples = table.shape[1]
    generator = Luck(seed, 0, apart="bootstrap").generator("sobol indices")
    drawn = np.concatenate([np.arange(samples)[None], generator.integers(samples, size=(RESAMPLES, samples))])
    pieces = min(len(drawn) // 2, 1 + drawn.size * parameters // NUMBERS_AT_ONCE)
    first, total = [], []
    for rows in np.array_split(drawn, pieces):
        found = estimated(func={"f_A": table[0][rows], "f_B": table[1][rows], "f_AB": table[2:][:, rows]}, n=samples)
        first.append(found.first_order.reshape(len(rows), parameters))
        total.append(found.total_order.reshape(len(rows), parameters))
    alone, in_all = np.concatenate(first), np.concatenate(total)
    return _interval(alone), _interval(in_all), _interval(_interactions(alone, in_all))


def _interactions(first: FloatArray, total: FloatArray) -> FloatArray:
    """The share that no parameter explains alone, by row: 1 - sum(first), within the bounds that totals give.

    Totals count an interaction once for each of its parameters, two at least and all at most, so that the share is not
    above sum(total) - 1 and not below that over (parameters - 1). Totals are estimated more precisely.
    """
    most = np.maximum(total.sum(axis=1) - 1, 0.0)
    least = most / max(1, first.shape[1] - 1)
    bounded: FloatArray = np.clip(1 - first.sum(axis=1), least, most)
    return bounded


def _interval(shares: FloatArray) -> FloatArray:
    """The estimate (first row) and percentiles of the resamples (all others), as the first axis."""
    ends = np.quantile(shares[1:], ((1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2), axis=0)
    together: FloatArray = np.concatenate([shares[:1], ends])
    return together


def _luck(values: FloatArray) -> float:
    """The share of the variance of point means that is luck: what is left of (points, replications) after the effects
    of points and of worlds, divided by the number of replications (two-way analysis of variance)."""
    points, replications = values.shape
    if replications < 2:
        return float("nan")
    means = values.mean(axis=1)
    left = values - means[:, None] - values.mean(axis=0) + values.mean()
    variance = float(np.sum(left**2)) / ((points - 1) * (replications - 1))
    return float(min(1.0, variance / replications / means.var()))


def _percent(share: float) -> str:
    return f"{round(100 * share) + 0} %"


def _sentences(found: Sensitivity) -> list[str]:
    table = found.indices
    if table.empty:
        return [
            f"{found.outcome} is {rounded(found.mean)} at every point: nothing that varies here makes a difference."
        ]
    matters = table[table.total >= NEGLIGIBLE]
    hardly = table[(table.total < NEGLIGIBLE) & (table.total_high < NEGLIGIBLE)]
    unclear = table[(table.total < NEGLIGIBLE) & (table.total_high >= NEGLIGIBLE)]
    explained = []
    for row in matters.to_dict("records"):
        share = _percent(row["total"])
        if row["total"] - row["first_order"] >= NEGLIGIBLE:
            share = f"{_percent(row['first_order'])} alone and {share} with interactions"
        explained.append(f"{row['label']} explains {share}")
    parts = [f"Of the variance of {found.outcome}, {listed(explained)}."] if explained else []
    if len(hardly):
        verb = "matter" if len(hardly) > 1 else "matters"
        limit = _percent(NEGLIGIBLE)
        parts.append(f"{_capital(listed(list(hardly.label)))} hardly {verb}: less than {limit}, interactions included.")
    if len(unclear):
        verb = "matter" if len(unclear) > 1 else "matters"
        most = _percent(float(unclear.total_high.max()))
        parts.append(f"{_capital(listed(list(unclear.label)))} {verb} little: at most {most}, interactions included.")
    rest = found.interactions
    if len(table) > 1:
        is_clear = rest.low > 0
        what = f"make up {rest}" if is_clear else f"cannot be told from none: at most {_percent(rest.high)}"
        parts.append(f"Interactions {what}.")
    if found.luck >= NEGLIGIBLE:
        parts.append(
            f"Luck makes up {_percent(found.luck)} and looks like interactions: more replications average it out."
        )
    reach = float(np.max(table.total_high - table.total_low)) / 2
    if reach > WIDE:
        parts.append(
            f"The intervals are wide, up to ± {_percent(reach)}: more than {found.samples} samples are needed."
        )
    return parts


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def tail(study: Study) -> float:
    """The share of points that `swings` takes for the lowest and for the highest values of a sampled design."""
    return 0.1 if len(independent(study)) >= MANY_POINTS else 0.2


def independent(study: Study) -> NDArray[np.intp]:
    """Numbers of the finished points that are no copies of others but for one value: of `sobol_indices`, A and B."""
    finished = study.finished
    if study.design != SOBOL_INDICES:
        return finished
    return finished[finished < 2 * len(study.changes) // (len(study.parameters) + 2)]


def swings(study: Study, *, outcome: str = "compromised", population: str = ALL) -> pd.DataFrame:
    """How far each parameter moves the mean of an outcome, all others varying.

    In a sampled design these are conditional means in the lowest and the highest tenth (a fifth below 200 points) of
    the parameter's values, and errors come from the spread over points. In a listed design (grid, zip, table) they are
    means over the other parameters at its lowest and its highest value, and errors are Monte Carlo errors, that of the
    difference paired world by world. Names, which have no order, are ordered by their means. A parameter that takes one
    value only has no row. Failed points are left out.

    Parameters
    ----------
    study : Study
        Of any design.
    outcome, population : str
        What is counted, and of whom; by default compromised servers of all.

    Returns
    -------
    DataFrame
        A row per parameter, the largest swing first. `low` and `high` say in words where the parameter was, `low_mean`
        and `high_mean` hold the mean of the outcome there, with standard errors `low_error` and `high_error`;
        `difference` is high - low, with `difference_error`. Half of the 95 % interval of each (Student's t) is in
        `low_half_width`, `high_half_width` and `difference_half_width`; like the errors it is nan for one replication.

    Raises
    ------
    KeyError
        Naming the nearest, for an unknown outcome or population.

    Examples
    --------
    >>> sim.swings(grid)["path"].tolist()[0]
    'campaigns.mass_scan.rate'
    """
    import pandas as pd

    chosen = independent(study)
    values = study.values(outcome, population)[np.isin(study.finished, chosen)]
    points = study.points.iloc[chosen]
    rows = []
    for parameter in study.parameters:
        column = points[parameter.path].to_numpy()
        if len(values) and len(set(column)) > 1:
            rows.append(_swing(study, parameter, column, values))
    columns = [
        "path", "label", "low", "high", "low_mean", "low_error", "low_half_width", "high_mean", "high_error",
        "high_half_width", "difference", "difference_error", "difference_half_width",
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=columns)
    order = np.argsort(-np.abs(table.difference.to_numpy(dtype=np.float64)), kind="stable")
    return table.iloc[order].reset_index(drop=True)


def _swing(study: Study, parameter: StudyParameter, column: NDArray[Any], values: FloatArray) -> dict[str, Any]:
    start, is_sampled = study.scenario.start, study.design in SAMPLED
    if parameter.unit == NAMES:
        names = sorted(set(column), key=lambda name: float(values[column == name].mean()))
        low, high = column == names[0], column == names[-1]
        texts = [names[0], names[-1]]
    else:
        ends = np.quantile(column, (tail(study), 1 - tail(study))) if is_sampled else (column.min(), column.max())
        low, high = column <= ends[0], column >= ends[1]
        limits = float(column[low].max()), float(column[high].min())
        texts = [in_words(each, parameter.unit, start, roughly=is_sampled) for each in limits]
        if is_sampled and parameter.unit == MOMENT:
            texts = [f"{texts[0]} or earlier", f"{texts[1]} or later"]
        elif is_sampled:
            texts = [f"at most {texts[0]}", f"at least {texts[1]}"]
    if is_sampled:
        independent_values = [values[each].mean(axis=1) for each in (low, high)]
        apart = difference_of_means(*independent_values)
    else:
        independent_values = [values[each].mean(axis=0) for each in (low, high)]
        paired = independent_values[1] - independent_values[0]
        apart = standard_error(paired), half_width(standard_error(paired), len(paired))
    errors = [standard_error(each) for each in independent_values]
    halves = [half_width(error, len(each)) for error, each in zip(errors, independent_values, strict=True)]
    means = [float(values[each].mean()) for each in (low, high)]
    return {
        "path": parameter.path,
        "label": parameter.label,
        "low": texts[0],
        "high": texts[1],
        "low_mean": means[0],
        "low_error": errors[0],
        "low_half_width": halves[0],
        "high_mean": means[1],
        "high_error": errors[1],
        "high_half_width": halves[1],
        "difference": means[1] - means[0],
        "difference_error": apart[0],
        "difference_half_width": apart[1],
    }
