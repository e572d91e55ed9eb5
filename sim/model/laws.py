"""Laws of delays, rates and counts. Each turns luck, a uniform number, into a value by its quantile function.

A law is any object with `quantile(u)`, `cdf(x)`, `mean` and `median`; arrays in, arrays of the same shape out, in the
unit of what the law describes (delays in days). Luck is a multiple of 2^-53, so 1 - u is exact, and log(1 - u), which
is several times faster than log1p(-u), loses nothing. Formulas: Johnson, Kotz and Balakrishnan, Continuous Univariate
Distributions, 2nd edition, 1994, chapters 14 (lognormal), 17 (gamma), 19 (exponential), 21 (Weibull), 26 (uniform).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from scipy import special

from .quantities import Days, PerDay, written_number

FloatArray = NDArray[np.float64]
LOG_2 = math.log(2)


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

    def quantile(self, u: FloatArray) -> FloatArray:
        return np.asarray(self.low + u * (self.high - self.low))

    def cdf(self, x: FloatArray) -> FloatArray:
        if self.low == self.high:
            return np.where(np.asarray(x) >= self.low, 1.0, 0.0)
        return np.clip((np.asarray(x) - self.low) / (self.high - self.low), 0.0, 1.0)


class _Memoryless(Written):
    """What both ways of writing an exponential law share."""

    mean: float
    quantities: ClassVar[tuple[str, ...]]
    name: ClassVar[str] = "exponential"

    def quantile(self, u: FloatArray) -> FloatArray:
        return np.asarray(-self.mean * np.log(1 - u))

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
        return float(self.scale * special.gamma(1 + 1 / self.shape))

    @property
    def median(self) -> float:
        return float(self.scale * np.power(LOG_2, 1 / self.shape))

    def quantile(self, u: FloatArray) -> FloatArray:
        return np.asarray(self.scale * (-np.log(1 - u)) ** (1 / self.shape))

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
        return float(self.median * np.exp(min(self.sigma**2 / 2, 700.0)))

    def quantile(self, u: FloatArray) -> FloatArray:
        return np.asarray(self.median * np.exp(self.sigma * special.ndtri(u)))

    def cdf(self, x: FloatArray) -> FloatArray:
        with np.errstate(divide="ignore"):
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

    def quantile(self, u: FloatArray) -> FloatArray:
        return np.asarray(special.gammaincinv(self.shape, u) * (self.mean / self.shape))

    def cdf(self, x: FloatArray) -> FloatArray:
        return np.asarray(special.gammainc(self.shape, np.maximum(x, 0.0) * (self.shape / self.mean)))


LAWS: dict[str, tuple[type[Any], ...]] = {
    "fixed": (Fixed,),
    "uniform": (Uniform,),
    "exponential": (Exponential, HalfLife),
    "weibull": (Weibull,),
    "lognormal": (Lognormal,),
    "gamma": (Gamma,),
}
"""The laws by the names that configs use; where a law can be written in several ways, each is a class."""
