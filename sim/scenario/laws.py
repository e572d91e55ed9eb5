"""Laws of delays, rates and counts. Each turns luck, a uniform number, into a value by its quantile function.

A law is any object with `quantile(u)`, `cdf(x)`, `mean` and `median`; arrays in, arrays of the same shape out, in the
unit of what the law describes (delays in days). None of them gives NaN: what is too large for a float is `inf`, which
for a delay is never. Luck is a multiple of 2^-53, so 1 - u is exact, and log(1 - u), which
is several times faster than log1p(-u), loses nothing. Formulas: Johnson, Kotz and Balakrishnan, Continuous Univariate
Distributions, 2nd edition, 1994.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import pairwise
from typing import Any, ClassVar, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from scipy import special

from .inversion import TOLERANCE, InverseTable
from .quantities import Days, PerDay, written_number

FloatArray = NDArray[np.float64]
LOG_2 = math.log(2)
SHARES_ROUNDING = 1e-9
NODES_OF_A_PANEL = 16
without_warnings = np.errstate(over="ignore", under="ignore", divide="ignore")
"""For laws whose values can be too large or too small for a float."""


@runtime_checkable
class Law(Protocol):
    """What the model needs of a law."""

    @property
    def mean(self) -> float:
        """Expected value."""

    @property
    def median(self) -> float:
        """Value that half of the draws do not exceed."""

    def quantile(self, u: FloatArray) -> FloatArray:
        """The value below which a share `u`, in [0, 1), of the draws falls."""

    def cdf(self, x: FloatArray) -> FloatArray:
        """The share of draws that do not exceed `x`."""


@runtime_checkable
class WithCutMean(Law, Protocol):
    """A law that has its own formula for the mean when it is cut."""

    def mean_up_to(self, cut: float) -> float:
        """The mean of the smaller one of a draw and `cut`."""


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise ValueError(message)


class Written:
    """A law of this module: it has a name in configs, and says which parameters carry a unit."""

    name: ClassVar[str]
    quantities: ClassVar[tuple[str, ...]]

    @classmethod
    def parameters(cls) -> tuple[str, ...]:
        """Names of the parameters, as in a config."""
        return tuple(field.name for field in fields(cls))  # type: ignore[arg-type]  # every subclass is a dataclass

    def written(self) -> dict[str, Any]:
        """The law as a mapping in the config grammar, quantities as they are."""
        return {"law": self.name, **{key: getattr(self, key) for key in self.parameters()}}

    def __str__(self) -> str:
        values = {key: getattr(self, key) for key in self.parameters()}
        texts = (
            f"{key} {value if isinstance(value, Days | PerDay) else written_number(value)}"
            for key, value in values.items()
        )
        return ", ".join([self.name, *texts])


@dataclass(frozen=True)
class Fixed(Written):
    """Always the same value."""

    value: float
    name: ClassVar[str] = "fixed"
    quantities: ClassVar[tuple[str, ...]] = ("value",)

    @property
    def mean(self) -> float:
        return self.value

    @property
    def median(self) -> float:
        return self.value

    def mean_up_to(self, cut: float) -> float:
        return min(self.value, cut)

    def quantile(self, u: FloatArray) -> FloatArray:
        return np.full_like(u, self.value, dtype=np.float64)

    def cdf(self, x: FloatArray) -> FloatArray:
        return np.where(np.asarray(x) >= self.value, 1.0, 0.0)


@dataclass(frozen=True)
class Uniform(Written):
    """Equally likely anywhere from `low` to `high`."""

    low: float
    high: float
    name: ClassVar[str] = "uniform"
    quantities: ClassVar[tuple[str, ...]] = ("low", "high")

    def __post_init__(self) -> None:
        _require(self.low <= self.high, "low must not exceed high")

    @property
    def mean(self) -> float:
        return (self.low + self.high) / 2

    @property
    def median(self) -> float:
        return self.mean

    def mean_up_to(self, cut: float) -> float:
        if cut >= self.high:
            return self.mean
        return cut if cut <= self.low else cut - (cut - self.low) ** 2 / (2 * (self.high - self.low))

    def quantile(self, u: FloatArray) -> FloatArray:
        return np.asarray(self.low + u * (self.high - self.low))

    @without_warnings
    def cdf(self, x: FloatArray) -> FloatArray:
        if self.low == self.high:
            return np.where(np.asarray(x) >= self.low, 1.0, 0.0)
        return np.clip((np.asarray(x) - self.low) / (self.high - self.low), 0.0, 1.0)


class _Memoryless(Written):
    """What both ways of writing an exponential law share."""

    mean: float
    quantities: ClassVar[tuple[str, ...]]
    name: ClassVar[str] = "exponential"

    def mean_up_to(self, cut: float) -> float:
        return -self.mean * math.expm1(-cut / self.mean)

    @without_warnings
    def quantile(self, u: FloatArray) -> FloatArray:
        found = np.asarray(1 - u)
        np.log(found, out=found)
        found *= -self.mean
        return found

    @without_warnings
    def cdf(self, x: FloatArray) -> FloatArray:
        return np.asarray(-np.expm1(-np.maximum(x, 0.0) / self.mean))


@dataclass(frozen=True)
class Exponential(_Memoryless):
    """Memoryless, written by its mean."""

    mean: float
    quantities: ClassVar[tuple[str, ...]] = ("mean",)

    def __post_init__(self) -> None:
        _require(self.mean > 0, "mean must be greater than 0")

    @property
    def median(self) -> float:
        return self.mean * LOG_2


@dataclass(frozen=True)
class HalfLife(_Memoryless):
    """Memoryless, written by its half-life."""

    half_life: float
    quantities: ClassVar[tuple[str, ...]] = ("half_life",)

    def __post_init__(self) -> None:
        _require(self.half_life > 0, "half_life must be greater than 0")

    @property
    def mean(self) -> float:  # type: ignore[override]  # read-only here, a field in Exponential
        return self.half_life / LOG_2

    @property
    def median(self) -> float:
        return self.half_life


@dataclass(frozen=True)
class Weibull(Written):
    """Shape below 1: a quick start and a long tail. Shape above 1: a slow start."""

    scale: float
    shape: float
    name: ClassVar[str] = "weibull"
    quantities: ClassVar[tuple[str, ...]] = ("scale",)

    def __post_init__(self) -> None:
        _require(self.scale > 0, "scale must be greater than 0")
        _require(self.shape > 0, "shape must be greater than 0")

    @property
    def mean(self) -> float:
        return self.scale * float(special.gamma(1 + 1 / self.shape))

    @property
    def median(self) -> float:
        return self.scale * float(np.power(LOG_2, 1 / self.shape))

    @without_warnings
    def quantile(self, u: FloatArray) -> FloatArray:
        return np.asarray(self.scale * (-np.log(1 - u)) ** (1 / self.shape))

    @without_warnings
    def cdf(self, x: FloatArray) -> FloatArray:
        return np.asarray(-np.expm1(-((np.maximum(x, 0.0) / self.scale) ** self.shape)))


@dataclass(frozen=True)
class Lognormal(Written):
    """The logarithm is normal with standard deviation `sigma`; `median` is its middle."""

    median: float
    sigma: float
    name: ClassVar[str] = "lognormal"
    quantities: ClassVar[tuple[str, ...]] = ("median",)

    def __post_init__(self) -> None:
        _require(self.median > 0, "median must be greater than 0")
        _require(self.sigma > 0, "sigma must be greater than 0")

    @property
    def mean(self) -> float:
        with np.errstate(over="ignore"):
            return float(np.multiply(self.median, np.exp(np.square(self.sigma) / 2)))

    @without_warnings
    def quantile(self, u: FloatArray) -> FloatArray:
        found = np.asarray(special.ndtri(u))  # changed in place, as new memory costs time
        found *= self.sigma
        np.exp(found, out=found)
        found *= self.median
        return found

    @without_warnings
    def cdf(self, x: FloatArray) -> FloatArray:
        return np.asarray(special.ndtr(np.log(np.maximum(x, 0.0) / self.median) / self.sigma))


@dataclass(frozen=True)
class Gamma(Written):
    """Sum-like delays: shape 1 is exponential, larger shapes are more regular."""

    mean: float
    shape: float
    name: ClassVar[str] = "gamma"
    quantities: ClassVar[tuple[str, ...]] = ("mean",)

    def __post_init__(self) -> None:
        _require(self.mean > 0, "mean must be greater than 0")
        _require(self.shape > 0, "shape must be greater than 0")

    @property
    def median(self) -> float:
        return float(self.quantile(np.array([0.5]))[0])

    @without_warnings
    def quantile(self, u: FloatArray) -> FloatArray:
        return np.asarray(np.fmax(special.gammaincinv(self.shape, u) / self.shape * self.mean, 0.0))

    @without_warnings
    def cdf(self, x: FloatArray) -> FloatArray:
        return np.asarray(special.gammainc(self.shape, np.maximum(x, 0.0) / self.mean * self.shape))


@dataclass(frozen=True)
class LogLogistic(Written):
    """Like the lognormal in the middle, with a heavier tail: the odds of having happened grow as a power of time."""

    median: float
    shape: float
    name: ClassVar[str] = "loglogistic"
    quantities: ClassVar[tuple[str, ...]] = ("median",)

    def __post_init__(self) -> None:
        _require(self.median > 0, "median must be greater than 0")
        _require(self.shape > 0, "shape must be greater than 0")

    @property
    def mean(self) -> float:
        angle = math.pi / self.shape
        return self.median * angle / math.sin(angle) if self.shape > 1 else math.inf

    @without_warnings
    def quantile(self, u: FloatArray) -> FloatArray:
        return np.asarray(self.median * (u / (1 - u)) ** (1 / self.shape))

    @without_warnings
    def cdf(self, x: FloatArray) -> FloatArray:
        odds = (np.maximum(x, 0.0) / self.median) ** self.shape
        return np.asarray(1 - 1 / (1 + odds))


@dataclass(frozen=True)
class Geometric(Written):
    """Whole numbers from 1: the trial at which something of constant chance first happens."""

    mean: float
    name: ClassVar[str] = "geometric"
    quantities: ClassVar[tuple[str, ...]] = ("mean",)

    def __post_init__(self) -> None:
        _require(self.mean >= 1, "mean must be at least 1")

    @property
    def median(self) -> float:
        return float(self.quantile(np.array([0.5]))[0])

    def mean_up_to(self, cut: float) -> float:
        whole, fail = math.floor(cut), 1 - 1 / self.mean
        return self.mean * (1 - fail**whole) + (cut - whole) * fail**whole

    @without_warnings
    def quantile(self, u: FloatArray) -> FloatArray:
        if self.mean == 1:
            return np.ones_like(u)
        return np.maximum(np.ceil(np.log(1 - u) / math.log1p(-1 / self.mean)), 1.0)

    @without_warnings
    def cdf(self, x: FloatArray) -> FloatArray:
        return np.asarray(1 - (1 - 1 / self.mean) ** np.maximum(np.floor(x), 0.0))


@dataclass(frozen=True)
class Empirical(Written):
    """A measured curve: `points` of time and cumulative share, linear between; what it does not reach is never."""

    points: tuple[tuple[float, float], ...]
    name: ClassVar[str] = "empirical"
    quantities: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        times, shares = zip(*self.points, strict=True)
        _require(all(a < b for a, b in pairwise(times)), "times of points must increase")
        _require(all(a <= b for a, b in pairwise(shares)), "shares of points must not decrease")

    @property
    def mean(self) -> float:
        times, shares = self._columns()
        if shares[-1] < 1:
            return math.inf
        return float(times[0] * shares[0] + np.sum(np.diff(shares) * (times[1:] + times[:-1]) / 2))

    @property
    def median(self) -> float:
        return float(self.quantile(np.array([0.5]))[0])

    def mean_up_to(self, cut: float) -> float:
        times, shares = self._columns()
        if cut <= times[0]:
            return cut
        grid = np.append(times[times < cut], cut)
        return float(times[0] + np.trapezoid(1 - np.interp(grid, times, shares), grid))

    def quantile(self, u: FloatArray) -> FloatArray:
        times, shares = self._columns()
        u = np.asarray(u, dtype=np.float64)
        right = np.clip(np.searchsorted(shares, u, side="left"), 1, len(shares) - 1)
        left = right - 1
        rise = np.where(shares[right] > shares[left], shares[right] - shares[left], 1.0)
        inside = times[left] + (u - shares[left]) / rise * (times[right] - times[left])
        found = np.where(u <= shares[0], times[0], inside)
        return np.where(u > shares[-1], np.inf, found)

    def cdf(self, x: FloatArray) -> FloatArray:
        times, shares = self._columns()
        return np.asarray(np.interp(x, times, shares, left=0.0))

    def written(self) -> dict[str, Any]:
        return {"law": self.name, "points": [list(point) for point in self.points]}

    def __str__(self) -> str:
        first, last = self.points[0], self.points[-1]
        return f"empirical, {len(self.points)} points from {first[0]} to {last[0]}, where {last[1]} is reached"

    def _columns(self) -> tuple[FloatArray, FloatArray]:
        table = np.array(self.points, dtype=np.float64)
        return table[:, 0], table[:, 1]


@dataclass(frozen=True)
class Component:
    """A part of a mixture: a share of the whole that follows a law, `after` a delay."""

    share: float
    law: Law
    after: float = Days(0)


@dataclass(frozen=True)
class Mixture(Written):
    """Rings and waves: each component has a share, and what all of them together do not reach is never."""

    components: tuple[Component, ...]
    name: ClassVar[str] = "mixture"
    quantities: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        _require(len(self.components) > 0, "a mixture needs at least one component")
        _require(self._total <= 1 + SHARES_ROUNDING, "the shares of a mixture must not add up to more than 1")

    @property
    def _total(self) -> float:
        return sum(part.share for part in self.components)

    @property
    def mean(self) -> float:
        if self._total < 1 - SHARES_ROUNDING:
            return math.inf
        return sum(part.share * (part.after + part.law.mean) for part in self.components)

    @property
    def median(self) -> float:
        return float(self.quantile(np.array([0.5]))[0])

    def mean_up_to(self, cut: float) -> float:
        parts = ((part.share, part.law, min(part.after, cut)) for part in self.components)
        reached = sum(share * (after + _mean_up_to(law, cut - after)) for share, law, after in parts)
        return reached + max(1 - self._total, 0.0) * cut

    def cdf(self, x: FloatArray) -> FloatArray:
        x = np.asarray(x, dtype=np.float64)
        return np.asarray(sum(part.share * part.law.cdf(x - part.after) for part in self.components))

    def quantile(self, u: FloatArray) -> FloatArray:
        shape = np.shape(u)
        u = np.ravel(np.asarray(u, dtype=np.float64))
        found, beyond = self._table.quantile(u)
        reached = self.cdf(np.array([np.inf]))  # less than all shares together where a component itself leaves some out
        return np.where(beyond & (u >= reached - SHARES_ROUNDING), np.inf, found).reshape(shape)

    @cached_property
    def _table(self) -> InverseTable:
        u = np.append(np.linspace(0, 1, 512, endpoint=False), 1 - np.logspace(-3, -15.9, 64))
        nodes = np.concatenate([part.after + part.law.quantile(_within_reach(part.law, u)) for part in self.components])
        nodes = nodes[np.isfinite(nodes)]
        beyond = np.nextafter(nodes, np.inf)  # where rounding of `after` puts a node just before its jump
        return InverseTable.of(
            self.cdf, np.unique(np.where(self.cdf(beyond) - self.cdf(nodes) > TOLERANCE, beyond, nodes))
        )

    def written(self) -> dict[str, Any]:
        parts = []
        for part in self.components:
            after = {"after": part.after} if part.after else {}
            inner = part.law.written() if isinstance(part.law, Written) else {"law": repr(part.law)}
            parts.append({"share": part.share, **after, **inner})
        return {"law": self.name, "components": parts}

    def __str__(self) -> str:
        parts = (
            f"{written_number(part.share)} of {part.law}" + (f" after {Days(part.after)}" if part.after else "")
            for part in self.components
        )
        return f"mixture: {'; '.join(parts)}"


def _within_reach(law: Law, u: FloatArray) -> FloatArray:
    """Shares in [0, 1) scaled to what a law ever reaches, with the end of one that leaves some out."""
    reached = float(law.cdf(np.array([np.inf]))[0])
    return u if reached > 1 - SHARES_ROUNDING else np.append(u * reached, reached)


@dataclass(frozen=True)
class AtMost(Written):
    """A law that is cut: draws beyond `at_most` become it."""

    law: Law
    at_most: float
    name: ClassVar[str] = "at_most"
    quantities: ClassVar[tuple[str, ...]] = ()

    @property
    def mean(self) -> float:
        return _mean_up_to(self.law, self.at_most)

    @property
    def median(self) -> float:
        return min(self.law.median, self.at_most)

    def mean_up_to(self, cut: float) -> float:
        return _mean_up_to(self.law, min(self.at_most, cut))

    def quantile(self, u: FloatArray) -> FloatArray:
        return np.minimum(self.law.quantile(u), self.at_most)

    def cdf(self, x: FloatArray) -> FloatArray:
        return np.where(np.asarray(x) >= self.at_most, 1.0, self.law.cdf(x))

    def written(self) -> dict[str, Any]:
        inner = self.law.written() if isinstance(self.law, Written) else {"law": repr(self.law)}
        return {**inner, "at_most": self.at_most}

    def __str__(self) -> str:
        return f"{self.law}, at most {self.at_most}"


def _mean_up_to(law: Law, cut: float) -> float:
    """The mean of the smaller one of a draw and `cut`."""
    return law.mean_up_to(cut) if isinstance(law, WithCutMean) else _area_above(law, cut)


def _area_above(law: Law, cut: float) -> float:
    """The integral of 1 - cdf from 0 to `cut`: by Gauss and Legendre between quantiles, where it bends most evenly."""
    halves = 0.5 ** np.arange(1, 53)
    inner = law.quantile(np.concatenate([halves, 1 - halves]))
    ends = np.unique(np.concatenate([[0.0, cut], inner[(inner > 0) & (inner < cut)]]))
    places, weights = np.polynomial.legendre.leggauss(NODES_OF_A_PANEL)
    widths = np.diff(ends)
    times = ends[:-1, None] + widths[:, None] * (places + 1) / 2
    return float(np.sum(widths / 2 * ((1 - law.cdf(times)) @ weights)))


LAWS: dict[str, tuple[type[Any], ...]] = {
    "fixed": (Fixed,),
    "uniform": (Uniform,),
    "exponential": (Exponential, HalfLife),
    "weibull": (Weibull,),
    "lognormal": (Lognormal,),
    "gamma": (Gamma,),
    "loglogistic": (LogLogistic,),
    "geometric": (Geometric,),
    "empirical": (Empirical,),
    "mixture": (Mixture,),
}
"""The laws by the names that configs use; where a law can be written in several ways, each is a class."""
