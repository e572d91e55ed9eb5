"""Three engines, one law, over combinations of all features: every pair of levels, every triple of the important ones.

Theory. In one world, races with different luck are independent samples of one law. Of the engines `vectorized` and
`events` (which has randomness of its own) the counts of every outcome in every population and of every curve are
compared in mean, in variance and, for the outcomes, in law (chi-square); `expected` must agree with the means of both
within its stated error. Standardized differences are held to Bonferroni bounds one by one; those of all scenarios
together must spread as much as chance has it, and so must they in those with any one feature.
Half of the combinations are on a lattice where every time is a multiple of 12 h, so that much happens at one instant.
Tolerance. Seeds were fixed before the first run; two right engines would fail once in a hundred choices of them.

A failure is shrunk: features are taken back one by one as long as the engines still disagree. What is left is printed
as a scenario, to be run by hand and kept as a test.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import covering
import numpy as np
import pytest
from features import FALLS_AGAIN, FEATURES, NO_EXPECTATION, OFTEN, PLAIN, Row, scenario_of
from numpy.typing import NDArray
from ruamel.yaml import YAML
from samples import away_from_mode, distribution_p, error_of_variance
from scipy import stats

import sim
from sim.engines import events, expected
from sim.engines.engine import EVENTS, EXPECTED, VECTORIZED
from sim.engines.measured import Measured
from sim.model import aftermath, alarms, lists
from sim.model.crowd import Crowd
from sim.model.luck import Luck, Numbers
from sim.model.world import Attack, World, Worlds
from sim.outcomes import CURVE_NAMES, OUTCOME_NAMES, OUTCOMES
from sim.scenario.moments import AN_INSTANT

FloatArray = NDArray[np.float64]
SEED = 20210302
BLOCKS = 4
VERIFIED, FIRST_VERIFIED = 3000, 1000
"""Combinations in `make verify`, and their first number; in the usual tests there are as many as it takes."""
RACES, VERIFIED_RACES = 26, 200
FEWER = 3
"""Races of a combination with a worm, which take longest, are divided by this."""
AGAIN_RACES = 10
FEWEST = 14
"""Variances are compared only where so many races differ from the most frequent count."""
POINTS = 2**10
LEVEL, SMALLEST = 0.01, 1e-9
COMPARISONS = 200
"""A bound on the comparisons in one scenario."""


@dataclass(frozen=True)
class Found:
    """What the engines gave in one world: samples in the shape (races, counts), expectations, and what is counted."""

    names: list[str]
    units: FloatArray
    vectorized: FloatArray
    events: FloatArray
    expected: FloatArray | None
    error: FloatArray


def world_of(row: Row, number: int) -> World:
    """One world of a combination."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sim.ScenarioWarning)
        return Worlds(sim.Scenario.from_dict(scenario_of(row, number) | {"seed": number}))[0]


def counted(measured: Measured) -> FloatArray:
    """What is compared of all that a world comes to: outcomes by population, and curves of all on some days."""
    return np.concatenate([measured.counts.ravel(), measured.curves[:, 0, some_of(measured.curves.shape[-1])].ravel()])


def some_of(days: int) -> list[int]:
    """Every second of some days, by index, and the last."""
    return [*range(1, days - 1, 2), days - 1]


def played(world: World, races: int) -> Found:
    """Races of both engines in one world, with luck of their own, and the expectation where that is exact.

    Where alarms change a world, groups that join are drawn again: there, each race has a world of its own.
    """
    grid = world.grid()
    days = grid[some_of(len(grid))]
    worlds = Worlds(world.scenario)
    samples = [
        np.array(
            [
                counted(engine.measure(worlds[number] if world.alarms else replace(world, replication=number), grid))
                for number in range(first, first + races)
            ]
        )
        for first, engine in ((0, VECTORIZED), (races if world.alarms else 0, EVENTS))
    ]
    has_none = EXPECTED.why_not(world) or EXPECTED.leaves_out(world.scenario)
    expectation = None if has_none else expected.expect(world, grid)
    populations = ["all", *world.populations]
    mailboxes = max((each.mailboxes_per_organization for each in world.populations.values()), default=1)
    names = [f"{outcome} of {population}" for outcome in OUTCOME_NAMES for population in populations]
    names += [f"{curve} at {day:g} d" for curve in CURVE_NAMES for day in days]
    units = [float(mailboxes or 1) if outcome.unit == "mailboxes" else 1.0 for outcome in OUTCOMES for _ in populations]
    # The error of curves is not stated; at the horizon it is that of the outcome, and nowhere is it much more.
    on_curves = np.ones(len(CURVE_NAMES) * len(days))
    error = np.zeros(len(names))
    if expectation is not None:
        error = np.append(expectation.error.ravel(), on_curves * expectation.error.max())
    return Found(
        names=names,
        units=np.append(units, on_curves),
        vectorized=samples[0].astype(np.float64),
        events=samples[1].astype(np.float64),
        expected=None if expectation is None else counted(expectation),
        error=error,
    )


def z_of_means(found: Found) -> Iterator[tuple[str, FloatArray]]:
    """Standardized differences of means, by pair of engines, of those that can do the world.

    Where a sample holds too few events for its variance to be known, they are taken as Poisson: a difference of d needs
    a variance of at least d a race. An expectation is held against the larger variance of both samples, as events that
    come several at once make one of few races look more certain than it is.
    """
    pairs = (
        ("vectorized and events", found.vectorized, found.events),
        ("expected and vectorized", None, found.vectorized),
        ("expected and events", None, found.events),
    )
    for name, one, other in pairs:
        mean = found.expected if one is None else one.mean(axis=0)
        if mean is None:
            continue
        difference = mean - other.mean(axis=0)
        variances = [each.var(axis=0, ddof=1) for each in (found.vectorized, found.events)]  # two samples of one law
        variance = (other.var(axis=0, ddof=1) if one is not None else np.maximum(*variances)) / len(other)
        variance += found.error**2 if one is None else one.var(axis=0, ddof=1) / len(one)
        least = np.abs(difference) * found.units / len(other)
        error = np.sqrt(np.maximum(variance, least))
        yield name, np.divide(difference, error, out=np.zeros_like(error), where=np.abs(difference) > 1e-6)


def disagreements(found: Found, level: float) -> list[str]:
    """Where the engines differ by more than chance explains at a level."""
    most = float(stats.t.isf(level / 2, 2 * len(found.vectorized) - 2))
    wrong = [
        f"{name}: mean of {what} {z:+.1f} standard errors"
        for name, all_z in z_of_means(found)
        for what, z in zip(found.names, all_z, strict=True)
        if abs(z) > most
    ]
    for column, what in enumerate(found.names):
        one, other = found.vectorized[:, column], found.events[:, column]
        if min(away_from_mode(one), away_from_mode(other)) >= max(len(one) // 2, FEWEST):
            error = np.sqrt(error_of_variance(one) + error_of_variance(other))
            z = (one.var(ddof=1) - other.var(ddof=1)) / max(error, SMALLEST)
            if abs(z) > most + 1:  # of samples so small it has heavier tails than the normal
                wrong.append(f"vectorized and events: variance of {what} {z:+.1f} standard errors")
        if "of all" in what and distribution_p(one, other) < level:
            wrong.append(f"vectorized and events: law of {what}")
    return wrong


def fails(row: Row, number: int, races: int, level: float) -> bool:
    """Whether the engines disagree on a combination."""
    return bool(disagreements(played(world_of(row, number), races), level))


def shrunk(row: Row, number: int, races: int, level: float) -> Row:
    """The combination with as few features as it takes for the engines to disagree."""
    for feature, plain in PLAIN.items():
        if row[feature] != plain:
            simpler = {**row, feature: plain}
            try:
                row = simpler if fails(simpler, number, races, level) else row
            except sim.InputError:
                continue
    return row


def told(row: Row, number: int, wrong: list[str], races: int, level: float) -> str:
    """A failure in words, and as a scenario that is left of it."""
    small = shrunk(row, number, races, level)
    text = io.StringIO()
    YAML().dump(scenario_of(small, number) | {"replications": 400}, text)
    features_left = {key: level for key, level in small.items() if level != PLAIN[key]}
    return "\n".join([f"combination {number}: {features_left}", *wrong[:12], text.getvalue()])


@cache
def combinations() -> tuple[tuple[int, Row], ...]:
    return tuple(enumerate(covering.covering(0, SEED)))


def checked(rows: list[tuple[int, Row]], races: int) -> None:
    """Hold the engines equal on combinations, one by one and all together."""
    level = LEVEL / (COMPARISONS * 4 * len(rows))
    together: dict[str, list[tuple[Row, float]]] = {}
    failures = []
    for number, row in rows:
        found = played(world_of(row, number), races // FEWER if "worm" in row.values() else races)
        assert len(found.names) <= COMPARISONS
        wrong = disagreements(found, level)
        if wrong:
            failures.append(told(row, number, wrong, races, level))
        for name, all_z in z_of_means(found):
            for what, z, column in zip(found.names, all_z, found.vectorized.T, strict=True):
                if what.endswith(" of all") and away_from_mode(column) >= len(column) // 2:
                    together.setdefault(f"{name}: {what}", []).append((row, float(z)))
    assert not failures, "\n\n".join(failures)
    assert not [each for key, pairs in together.items() for each in unlike_chance(key, pairs)]


def unlike_chance(key: str, pairs: list[tuple[Row, float]]) -> Iterator[str]:
    """How standardized differences of one outcome over scenarios are unlike draws from a normal law.

    Their squares add up to a chi-square; their sum over the scenarios with one level of a feature is normal. Five
    standard deviations leave room for variances that were estimated, and for the number of features.
    """
    z = np.array([each for _, each in pairs])
    if abs(float(np.mean(z**2)) - 1) > 5 * np.sqrt(2.5 / len(z)):
        yield f"{key}: the mean square of {len(z)} standardized differences is {np.mean(z**2):.2f}, not 1"
    for feature, levels in FEATURES.items():
        for level in levels:
            some = np.array([each for row, each in pairs if row[feature] == level])
            if len(some) and abs(some.sum()) > 5 * np.sqrt(len(some)):
                yield f"{key}: with {feature} {level}, {len(some)} standardized differences add up to {some.sum():+.1f}"


@pytest.fixture(autouse=True)
def few_points(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer points for expectations: quicker, and their stated error must cover that."""
    monkeypatch.setattr(expected, "POINTS", POINTS)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("block", range(BLOCKS))
def test_engines_have_one_law_in_every_combination(block: int) -> None:
    rows = [each for each in combinations() if OFTEN not in each[1].items()]
    checked(rows[block::BLOCKS], RACES)


@pytest.mark.timeout(900)
def test_engines_have_one_law_where_servers_fall_again_and_again() -> None:
    checked([each for each in combinations() if OFTEN in each[1].items()], AGAIN_RACES * FEWER)


@pytest.mark.verify
def test_the_comparison_sees_a_server_that_goes_on_with_probes_of_a_former_foothold(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(events.Server, "is_held", lambda server, _, time: server.has_foothold(time))
    with pytest.raises(AssertionError, match="vectorized and events: "):
        test_engines_have_one_law_where_servers_fall_again_and_again()


@pytest.mark.verify
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("block", range(VERIFIED // 100))
def test_engines_have_one_law_in_thousands_of_combinations(block: int) -> None:
    rows = covering.covering(VERIFIED, SEED + 1)
    checked(
        [(FIRST_VERIFIED + number, row) for number, row in enumerate(rows)][block :: VERIFIED // 100], VERIFIED_RACES
    )


def test_every_pair_of_levels_and_every_important_triple_is_combined() -> None:
    rows = [row for _, row in combinations()]
    assert 100 < len(rows) < 500
    assert {pair for row in rows for pair in covering.pairs(row)} >= set(covering.wanted_pairs())
    assert {triple for row in rows for triple in covering.triples(row)} >= set(covering.wanted_triples())


def test_every_pair_and_triple_of_which_there_is_an_expectation_is_combined_without_the_others() -> None:
    rows = [row for _, row in combinations() if NO_EXPECTATION.isdisjoint(row.items())]
    for every, groups in ((covering.wanted_pairs, covering.pairs), (covering.wanted_triples, covering.triples)):
        seen = {group for row in rows for group in groups(row)}
        assert seen >= {group for group in every() if NO_EXPECTATION.isdisjoint(group)}


def test_every_level_is_combined_with_servers_that_fall_again_and_again() -> None:
    seen = {each for _, row in combinations() if OFTEN in row.items() for each in row.items()}
    others = {(name, level) for name, levels in FEATURES.items() for level in levels if name not in FALLS_AGAIN}
    assert seen >= others


# Each of these is a plausible mistake; the comparison must see it


def places_with_replacement(patch: pytest.MonkeyPatch) -> None:
    def independent(u: FloatArray, listed: NDArray[np.bool_], size: FloatArray) -> FloatArray:
        return np.where(listed, np.floor(u * size[:, None]) + 1, np.inf)

    patch.setattr(lists, "places_without_replacement", independent)


def spreads_a_list_evenly(patch: pytest.MonkeyPatch) -> None:
    def even(attack: Attack, _: str, places: FloatArray, __: Luck) -> FloatArray:
        return (np.argsort(np.argsort(places)) + 1.0) * (attack.addresses or len(places)) / len(places)

    patch.setattr(lists, "_ranks", even)


def lists_of_mean_length(patch: pytest.MonkeyPatch) -> None:
    def mean(crowd: Crowd, name: str, own: str, organizations: Numbers, _: Luck) -> FloatArray:
        return np.full(len(organizations), np.rint(crowd.law(name, own).mean))

    patch.setattr(Crowd, "beside", mean)


def entries_that_win_ties(patch: pytest.MonkeyPatch) -> None:
    exact = events.Server.is_closed
    patch.setattr(events.Server, "is_closed", lambda server, time, name: exact(server, time - AN_INSTANT, name))


def worms_that_are_never_removed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(aftermath.Removals, "evicted", lambda _self, servers, _entered: np.full(len(servers), np.inf))


def alarms_that_are_one_late(patch: pytest.MonkeyPatch) -> None:
    def one_later(times: FloatArray, number: float) -> float:
        return float(np.sort(times)[int(number)]) if number < len(times) else np.inf

    patch.setattr(alarms, "_order_statistic", one_later)


LENGTHS = {"reachable": "some", "strategy": "hit_list"}
BREAKAGES: list[tuple[Callable[[pytest.MonkeyPatch], None], Row]] = [
    (places_with_replacement, {"servers": "three", "strategy": "hit_list", "adoption": "fixed"}),
    (alarms_that_are_one_late, {"strategy": "random", "alarm": "compromised"}),
    (spreads_a_list_evenly, {"strategy": "permutation", "addresses": "more"}),
    (lists_of_mean_length, LENGTHS),
    (
        worms_that_are_never_removed,
        {"servers": "three", "remediations": "none", "strategy": "worm", "detection": "at_once", "cleanup": "at_once"},
    ),
    (entries_that_win_ties, {"times": "lattice", "available": "before", "campaigns": "three", "adoption": "fixed"}),
]


@pytest.mark.parametrize(("breakage", "changes"), BREAKAGES, ids=lambda value: getattr(value, "__name__", ""))
def test_the_comparison_sees(breakage: Callable[[pytest.MonkeyPatch], None], changes: Row) -> None:
    row, level = PLAIN | changes, 1e-5
    assert not fails(row, 2, 300, level)
    with pytest.MonkeyPatch.context() as patch:
        breakage(patch)
        assert fails(row, 2, 300, level)


def test_a_failure_is_shrunk_to_what_it_takes() -> None:
    row = PLAIN | LENGTHS | {"mailboxes": "some", "cleanup_share": "some"}
    with pytest.MonkeyPatch.context() as patch:
        lists_of_mean_length(patch)
        small = shrunk(row, 2, 300, 1e-5)
        text = told(row, 2, ["wrong"], 300, 1e-5)
    assert small == PLAIN | {"reachable": "some"}  # a permutation is as wrong as a hit list
    assert "reachable" in text
    assert "mailboxes" not in text
