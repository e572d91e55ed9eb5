"""Laws: quantile and cdf are inverse, mean and median are right, and bad parameters are refused."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from pydantic_core import PydanticCustomError
from scipy import integrate, stats

from sim.scenario.grammar import read_law
from sim.scenario.laws import (
    LAWS,
    AtMost,
    Component,
    Empirical,
    Exponential,
    Fixed,
    Gamma,
    Geometric,
    HalfLife,
    Law,
    LogLogistic,
    Lognormal,
    Mixture,
    Uniform,
    Weibull,
    Written,
)
from sim.scenario.quantities import read_duration, read_number

LEVELS = [0, 2.0**-53, 1e-12, 1e-6, *np.linspace(0.001, 0.999, 333), 1 - 1e-6, 1 - 1e-12, 1 - 2.0**-53]
U = np.round(np.array(LEVELS) * 2.0**53) / 2.0**53  # luck is a multiple of 2^-53
CONTINUOUS: list[Any] = [
    Uniform(2, 5),
    Uniform(0, 1e-9),
    Exponential(8),
    Exponential(1e-6),
    HalfLife(3),
    Weibull(4, 0.7),
    Weibull(4, 1),
    Weibull(9, 3.5),
    Lognormal(2, 0.8),
    Lognormal(150_000, 0.05),
    Gamma(9, 0.4),
    Gamma(9, 1),
    Gamma(1.5, 30),
    LogLogistic(5, 2.5),
]
EVERY: list[Any] = [*CONTINUOUS, Fixed(3), Fixed(0), Uniform(4, 4)]
TESTED_BELOW = (Geometric, Empirical, Mixture)
SCIPY: list[tuple[Any, Any]] = [
    (Uniform(2, 5), stats.uniform(2, 3)),
    (Exponential(8), stats.expon(scale=8)),
    (HalfLife(3), stats.expon(scale=3 / math.log(2))),
    (Weibull(4, 0.7), stats.weibull_min(0.7, scale=4)),
    (Lognormal(2, 0.8), stats.lognorm(0.8, scale=2)),
    (Gamma(9, 0.4), stats.gamma(0.4, scale=9 / 0.4)),
    (LogLogistic(5, 2.5), stats.fisk(2.5, scale=5)),
]


def named(law: Any) -> str:
    return str(law)


def test_every_law_that_a_config_can_name_is_tested() -> None:
    tested = {type(law) for law in EVERY}
    assert tested | set(TESTED_BELOW) == {form for forms in LAWS.values() for form in forms}
    assert tested == {type(law) for law, _ in SCIPY} | {Fixed}


@pytest.mark.parametrize("law", EVERY, ids=named)
def test_a_law_has_what_the_model_needs(law: Any) -> None:
    assert isinstance(law, Law)
    assert isinstance(law, Written)
    for array in (U, U.reshape(1, -1), np.zeros(0)):
        assert law.quantile(array).shape == array.shape
        assert law.cdf(array).shape == array.shape
        assert law.quantile(array).dtype == np.float64


@pytest.mark.parametrize("law", CONTINUOUS, ids=named)
def test_the_share_below_a_quantile_is_its_luck(law: Law) -> None:
    inner = U[(U > 1e-5) & (U < 1 - 1e-5)]
    np.testing.assert_allclose(law.cdf(law.quantile(inner)), inner, rtol=1e-9)


@pytest.mark.parametrize("law", EVERY, ids=named)
def test_more_luck_never_means_a_smaller_value(law: Law) -> None:
    values = law.quantile(U)
    assert (np.diff(values) >= 0).all()
    assert (values >= 0).all()
    assert np.isfinite(values).all()


@pytest.mark.parametrize("law", CONTINUOUS, ids=named)
def test_different_luck_means_different_values(law: Law) -> None:
    assert (np.diff(law.quantile(np.linspace(0.01, 0.99, 50))) > 0).all()


@pytest.mark.parametrize("law", EVERY, ids=named)
def test_the_share_is_zero_below_and_one_far_above_and_never_falls(law: Law) -> None:
    x = np.concatenate([[-1.0], np.linspace(0, 3 * law.mean + 1, 200), [1e12]])
    shares = law.cdf(x)
    assert (np.diff(shares) >= 0).all()
    assert shares[0] == 0
    assert shares[-1] == pytest.approx(1)
    assert law.cdf(np.array([np.inf]))[0] == 1


@pytest.mark.parametrize("law", EVERY, ids=named)
def test_the_mean_is_the_integral_of_the_quantile(law: Law) -> None:
    def of_log_chance(y: float) -> float:  # 1 - u = exp(-y) reaches into the tail, where the mean of a long one is made
        u = -math.expm1(-y)
        return float(law.quantile(np.array([min(u, 1 - 2.0**-53)]))[0]) * math.exp(-y)

    integral, _ = integrate.quad(of_log_chance, 0, 36.7, limit=500)
    assert law.mean == pytest.approx(integral, rel=1e-5)


@pytest.mark.parametrize("law", EVERY, ids=named)
def test_the_median_is_the_quantile_of_one_half(law: Law) -> None:
    assert law.median == pytest.approx(float(law.quantile(np.array([0.5]))[0]), rel=1e-12)


@pytest.mark.parametrize(("law", "known"), SCIPY, ids=[named(law) for law, _ in SCIPY])
def test_a_law_is_the_one_of_the_textbook(law: Law, known: Any) -> None:
    u = np.linspace(0.001, 0.999, 101)
    x = known.ppf(u)
    np.testing.assert_allclose(law.quantile(u), x, rtol=1e-10)
    np.testing.assert_allclose(law.cdf(x), known.cdf(x), rtol=1e-10)
    assert law.mean == pytest.approx(known.mean())


def test_both_ways_of_writing_an_exponential_are_one_law() -> None:
    by_mean, by_half_life = Exponential(10), HalfLife(10 * math.log(2))
    np.testing.assert_allclose(by_mean.quantile(U), by_half_life.quantile(U), rtol=1e-15)
    np.testing.assert_allclose(by_mean.cdf(U * 50), by_half_life.cdf(U * 50), rtol=1e-14)
    assert by_half_life.mean == pytest.approx(10)
    assert by_half_life.cdf(np.array([by_half_life.half_life]))[0] == pytest.approx(0.5)


def test_a_weibull_of_shape_one_and_a_gamma_of_shape_one_are_exponential() -> None:
    for same in (Weibull(8, 1), Gamma(8, 1)):
        np.testing.assert_allclose(same.quantile(U[1:]), Exponential(8).quantile(U[1:]), rtol=1e-9)


def test_fixed_and_equal_bounds_jump_at_their_value() -> None:
    for law in (Fixed(3), Uniform(3, 3)):
        assert law.cdf(np.array([3 - 1e-9, 3.0, 4.0])).tolist() == [0, 1, 1]
        assert (law.quantile(U) == 3).all()


@settings(max_examples=100)
@given(
    st.sampled_from([Exponential, HalfLife]),
    st.floats(1e-6, 1e9),
    st.integers(0, 2**53 - 1).map(lambda luck: luck / 2**53),
)
def test_an_exponential_loses_no_luck(form: Any, scale: float, luck: float) -> None:
    law = form(scale)
    expected = -law.mean * math.log1p(-luck)
    assert float(law.quantile(np.array([luck]))[0]) == pytest.approx(expected, rel=1e-14, abs=0)


@pytest.mark.parametrize(
    ("form", "arguments"),
    [
        (Uniform, {"low": 5, "high": 4}),
        (Exponential, {"mean": 0}),
        (HalfLife, {"half_life": 0}),
        (Weibull, {"scale": 0, "shape": 1}),
        (Weibull, {"scale": 1, "shape": 0}),
        (Lognormal, {"median": 0, "sigma": 1}),
        (Lognormal, {"median": 1, "sigma": 0}),
        (Gamma, {"mean": 0, "shape": 1}),
        (Gamma, {"mean": 1, "shape": 0}),
        (Exponential, {"mean": -1}),
        (Weibull, {"scale": 1, "shape": math.nan}),
    ],
)
def test_a_parameter_outside_its_domain_is_refused(form: Any, arguments: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"must (be greater than 0|not exceed high)"):
        form(**arguments)


@pytest.mark.parametrize(
    ("written", "law"),
    [
        ({"law": "fixed", "value": "2d"}, Fixed(2)),
        ({"law": "uniform", "low": "1d", "high": "12h 2d"}, Uniform(1, 2.5)),
        ({"law": "exponential", "mean": "1w"}, Exponential(7)),
        ({"law": "exponential", "half_life": "12h"}, HalfLife(0.5)),
        ({"law": "weibull", "scale": "4d", "shape": 0.7}, Weibull(4, 0.7)),
        ({"law": "lognormal", "median": "2d", "sigma": 0.8}, Lognormal(2, 0.8)),
        ({"law": "gamma", "mean": "2d", "shape": 3}, Gamma(2, 3)),
    ],
)
def test_a_law_is_read_from_its_written_form(written: dict[str, Any], law: Law) -> None:
    read = read_law(written, quantity=read_duration)
    assert read == law
    assert type(read) is type(law)


@pytest.mark.parametrize(
    ("written", "path", "message"),
    [
        ({"law": "exponentail", "mean": "1d"}, "law", "unknown law; did you mean 'exponential'? known here: fixed"),
        ({"mean": "1d"}, "law", "missing key; laws are fixed, uniform, exponential"),
        ({"law": "weibull", "scale": "1d"}, "shape", "missing key; weibull needs scale, shape"),
        ({"law": "exponential"}, "mean", "missing key; exponential needs mean or half_life"),
        ({"law": "exponential", "mean": "1d", "half_life": "1d"}, "half_life", "unknown parameter; exponential takes"),
        ({"law": "fixed", "value": 3}, "value", "a bare number is not a duration"),
        ({"law": "fixed", "value": "1d", "shape": 2}, "shape", "unknown parameter; fixed takes value"),
        ({"law": "gamma", "mean": "1d", "shape": "3d"}, "shape", "is not a number"),
        ({"law": "gamma", "mean": "1d", "shape": -3}, "shape", "must be greater than 0"),
        ({"law": "gamma", "mean": "1d", "shape": math.inf}, "shape", "is not a finite number"),
        ({"law": "gamma", "mean": "-1d", "shape": 3}, "mean", "a duration cannot be negative"),
        ({"law": 3}, "law", "unknown law"),
        ({"law": None}, "law", "unknown law"),
    ],
)
def test_a_law_that_is_written_wrongly_names_the_parameter(written: dict[str, Any], path: str, message: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        read_law(written, quantity=read_duration)
    assert caught.value.context is not None
    (problem,) = caught.value.context["problems"]
    assert problem.path == (path,)
    assert problem.message.startswith(message)


def test_a_law_of_numbers_takes_no_durations() -> None:
    read = partial(read_law, quantity=read_number)
    assert read({"law": "fixed", "value": 3}) == Fixed(3)
    with pytest.raises(PydanticCustomError):
        read({"law": "fixed", "value": "3d"})


@pytest.mark.parametrize("law", [Lognormal(1e18, 1e200), Weibull(1, 1e-9), Weibull(1e300, 1e-300), Gamma(1e300, 1e-9)])
def test_laws_with_absurd_parameters_overflow_to_infinity_and_nothing_worse(law: Law) -> None:
    with np.errstate(all="ignore"):
        assert law.mean > 1e17
        assert law.median >= 0
        assert not np.isnan(law.quantile(np.linspace(0.001, 0.999, 9))).any()


@pytest.mark.parametrize("law", [Gamma(1, 5e-324), Gamma(1e290, 1e-300)])
def test_a_gamma_law_of_hardly_any_shape_is_nearly_always_nothing(law: Law) -> None:
    with np.errstate(all="ignore"):
        assert law.quantile(np.linspace(0, 0.999, 9)).tolist() == [0] * 9


def test_a_geometric_law_is_scipys() -> None:
    law, reference = Geometric(3), stats.geom(1 / 3)
    assert np.array_equal(law.quantile(np.linspace(0.01, 0.99, 99)), reference.ppf(np.linspace(0.01, 0.99, 99)))
    middles = np.arange(-1.0, 30.0) + 0.5
    assert np.allclose(law.cdf(np.asarray(middles, dtype=np.float64)), reference.cdf(middles))
    assert (law.mean, law.median) == (3, reference.median())
    assert Geometric(1).quantile(np.array([0.0, 0.999])).tolist() == [1, 1]


def test_an_empirical_law_is_linear_between_its_points_and_never_beyond_them() -> None:
    law = Empirical(((1.0, 0.2), (3.0, 0.6), (5.0, 0.6), (9.0, 0.9)))
    found = law.quantile(np.array([0.0, 0.2, 0.4, 0.6, 0.75, 0.9, 0.95]))
    assert found == pytest.approx([1, 1, 2, 3, 7, 9, np.inf])
    assert law.cdf(np.array([0.5, 1, 2, 4, 7, 50])) == pytest.approx([0, 0.2, 0.4, 0.6, 0.75, 0.9])
    assert law.mean == math.inf
    assert Empirical(((0.0, 0.0), (2.0, 1.0))).mean == 1
    assert Empirical(((1.0, 0.5), (3.0, 1.0))).mean == 0.5 * 1 + 0.5 * 2
    with pytest.raises(ValueError, match="increase"):
        Empirical(((1.0, 0.2), (1.0, 0.6)))


MIXTURES = [
    Mixture((Component(0.3, Exponential(2)), Component(0.7, Weibull(9, 0.7), 4))),
    Mixture((Component(0.5, Uniform(0, 1)), Component(0.5, Uniform(3, 4)))),
    Mixture((Component(0.2, Lognormal(2, 0.5)), Component(0.5, Gamma(9, 3), 1))),
]


@pytest.mark.parametrize("law", MIXTURES, ids=str)
def test_a_mixture_is_inverted_exactly(law: Mixture) -> None:
    total = sum(part.share for part in law.components)
    u = np.linspace(0.0005, 0.9995, 1999) * total
    found = law.quantile(u)
    assert np.all(np.diff(found) >= 0)
    assert np.max(np.abs(law.cdf(found) - u)) < 1e-11
    assert np.all(law.cdf(np.nextafter(found, -np.inf) - 1e-9) <= u + 1e-11)


def test_what_a_mixture_does_not_reach_is_never() -> None:
    assert MIXTURES[2].quantile(np.array([0.69, 0.71])).tolist()[1] == math.inf
    assert MIXTURES[2].mean == math.inf
    assert MIXTURES[0].mean == pytest.approx(0.3 * 2 + 0.7 * (4 + Weibull(9, 0.7).mean))


def test_a_mixture_with_jumps_gives_each_point_its_share() -> None:
    law = Mixture((Component(0.25, Fixed(3)), Component(0.5, Uniform(0, 10)), Component(0.25, Fixed(1), 2)))
    found = law.quantile(np.linspace(0.0005, 0.9995, 1000))
    assert np.mean(found == 3) == pytest.approx(0.5, abs=0.002)
    assert law.median == 3


RINGS = Mixture((Component(0.25, Uniform(0, 1)), Component(0.25, Uniform(1, 2), 2), Component(0.5, Exponential(3), 9)))
NESTED = Mixture(
    (
        Component(0.4, Mixture((Component(0.5, Weibull(4, 0.7)), Component(0.3, Fixed(0.1), 0.2)))),
        Component(0.6, Lognormal(9, 1.2), 0.5),
    )
)


@pytest.mark.parametrize("law", [*MIXTURES, RINGS], ids=str)
def test_a_value_of_a_mixture_comes_back_from_its_share(law: Mixture) -> None:
    """Where the share rises; between rings it is flat, and the share says only where the flat part begins."""
    x = np.linspace(0.01, 25, 4000)
    x = x[law.cdf(x + 1e-6) - law.cdf(x - 1e-6) > 1e-9]
    np.testing.assert_allclose(law.quantile(law.cdf(x)), x, rtol=1e-9)


def test_a_flat_part_of_a_mixture_holds_no_draw() -> None:
    found = RINGS.quantile(np.array([0.0, 0.25 - 1e-12, 0.25 + 1e-12, 0.5 - 1e-12, 0.5 + 1e-12]))
    assert found == pytest.approx([0, 1, 3, 4, 9], abs=1e-9)
    every = RINGS.quantile(np.random.default_rng(5).random(20_000))
    assert not ((every > 1 + 1e-9) & (every < 3 - 1e-9)).any()
    assert not ((every > 4 + 1e-9) & (every < 9 - 1e-9)).any()
    assert every.min() >= 0


def test_a_mixture_in_a_mixture_leaves_out_what_it_leaves_out() -> None:
    """The inner one reaches 0.8 of 0.4, so 0.08 are never; its jump of 0.12 at 0.3 is met although 0.1 + 0.2 > 0.3."""
    u = np.linspace(0.0005, 0.9995, 1000)
    found = NESTED.quantile(u)
    assert np.array_equal(np.isinf(found), u > 0.92)
    assert np.mean(np.abs(found - 0.3) < 1e-12) == pytest.approx(0.12, abs=0.002)
    rising = np.isfinite(found) & (np.abs(found - 0.3) > 1e-6)
    assert np.abs(NESTED.cdf(found[rising]) - u[rising]).max() < 1e-11
    assert NESTED.mean == math.inf


def test_a_mixture_goes_on_to_the_end_of_a_measured_curve() -> None:
    law = Mixture((Component(1.0, Empirical(((0.0, 0.0), (10.0, 0.9)))),))
    found = law.quantile(np.array([0.45, 0.8995, 0.9 - 1e-6, 0.9005]))
    assert found == pytest.approx([5, 10 * 0.8995 / 0.9, 10 * (1 - 1e-6 / 0.9), math.inf], rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_mixture_is_inverted(data: st.DataObject) -> None:
    """The share at a quantile is at least its luck, and just before it at most; jumps and steep places included."""
    laws = st.sampled_from([*EVERY, Geometric(3), AtMost(Exponential(1e-3), 1.1e-3), Empirical(((0, 0.1), (4, 0.7)))])
    parts = data.draw(
        st.lists(st.tuples(st.floats(0.05, 1), laws, st.sampled_from([0, 0.1, 2.3, 90])), min_size=1, max_size=4)
    )
    total = sum(share for share, _, _ in parts) / data.draw(st.sampled_from([1.0, 0.7]))
    mixture = Mixture(tuple(Component(share / total, law, after) for share, law, after in parts))
    u = np.linspace(0, 0.999, 500)
    found = mixture.quantile(u)
    reached = np.isfinite(found)
    assert np.array_equal(reached, u < mixture.cdf(np.array([np.inf])) - 1e-9)
    step = 1e-9 * np.maximum(found[reached], 1)
    assert (mixture.cdf(found[reached] + step) >= u[reached] - 1e-11).all()
    assert (mixture.cdf(found[reached] - step) <= u[reached] + 1e-11).all()
    assert (np.diff(found[reached]) >= -step[1:]).all()


def test_a_cut_law_never_exceeds_its_cut() -> None:
    law = AtMost(Exponential(5), 7)
    assert law.quantile(U).max() == 7
    assert law.cdf(np.array([6.9, 7, 8])).tolist()[1:] == [1, 1]
    assert law.mean == pytest.approx(5 * (1 - math.exp(-7 / 5)))
    assert AtMost(Exponential(50), 7).median == 7


def test_laws_of_laws_are_read_and_written() -> None:
    written = {
        "law": "mixture",
        "components": [
            {"share": 0.1, "law": "fixed", "value": "1d"},
            {"share": 0.8, "after": "2d", "law": "exponential", "half_life": "4d", "at_most": "30d"},
        ],
    }
    law = read_law(written, quantity=read_duration)
    assert isinstance(law, Mixture)
    assert read_law(law.written(), quantity=read_duration) == law
    wrong = {
        "law": "mixture",
        "components": [{"share": 0.9, "law": "fixed", "value": "1d"}, {"share": 0.2, "law": "fixd"}],
    }
    with pytest.raises(PydanticCustomError) as caught:
        read_law(wrong, quantity=read_duration)
    (problem,) = caught.value.context["problems"]  # type: ignore[index]  # there is a context here
    assert problem.path == ("components", 1, "law")


class Shifted:
    """A law of somebody's own: everything that has these four is a law."""

    mean, median = 4.0, 3.5

    def quantile(self, u: Any) -> Any:
        return 3 + u

    def cdf(self, x: Any) -> Any:
        return np.clip(np.asarray(x) - 3, 0, 1)


def test_any_object_with_the_four_is_a_law() -> None:
    law = Shifted()
    assert read_law(law, quantity=read_duration) is law
    import sim

    scenario = sim.Scenario.from_dict(
        {
            "name": "A law of somebody's own",
            "start": "2024-01-01",
            "horizon": "30d",
            "populations": {"office": {"organizations": 200}},
            "remediations": {"update": {"available": "1d", "adoption": law}},
        }
    )
    protected = sim.simulate(scenario).protected_at
    assert protected.min() >= 4
    assert protected.max() <= 5
