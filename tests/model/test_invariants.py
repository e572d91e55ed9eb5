"""What holds in every race of every scenario: found by hypothesis, and at the instants where it is delicate.

Scenarios are drawn so that moments, delays and probes often fall together. Counts are whole, and two races of one
replication share their luck bit for bit, so comparisons are exact; only instants that are computed in two ways are the
same if they differ by less than a tenth of a millisecond.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from numpy.typing import NDArray
from scenarios import Document, document

import sim
from sim.model import adoption
from sim.outcomes import CURVE_NAMES

FloatArray = NDArray[np.float64]
ENGINES = ("vectorized", "events")
BOTH_ENGINES = pytest.mark.parametrize("engine", ENGINES)
HORIZON_HOURS = 240
SAME_INSTANT = 1e-9
"""Days: 17 h + 2 h and 19 h may differ by the last bit of a float, and are one instant."""
RATES = (1, 4, 8, 30)
STATES = ("vulnerable", "protected_clean", "compromised_open", "compromised_protected")
ENDS_AS = {
    "compromised_cumulative": "compromised",
    "protected_clean": "protected_in_time",
    "vulnerable": "still_exposed",
    "compromised_protected": "protected_too_late",
}
quick = settings(max_examples=60, derandomize=True, deadline=None)


# Scenarios


def hours(low: int, high: int) -> SearchStrategy[str]:
    """A duration of some multiple of three hours."""
    return st.integers(low // 3, high // 3).map(lambda k: f"{3 * k}h")


PACE = st.dictionaries(hours(0, HORIZON_HOURS), st.sampled_from([0.0, 0.5, 2.0, 6.0]), max_size=3)
DAYS = st.sampled_from(["1d", "2d", "3.5d", "9d"])
SHARE = st.sampled_from([0.0, 0.4, 0.8, 1.0])
LAWS = st.one_of(
    st.fixed_dictionaries({"law": st.just("fixed"), "value": st.sampled_from(["0d", "0.5d", "1d", "2d", "5d"])}),
    st.fixed_dictionaries({"law": st.just("uniform"), "low": st.sampled_from(["0d", "1d"]), "high": DAYS}),
    st.fixed_dictionaries({"law": st.just("exponential"), "mean": DAYS}),
    st.fixed_dictionaries({"law": st.just("exponential"), "half_life": DAYS}),
    st.fixed_dictionaries({"law": st.just("weibull"), "scale": DAYS, "shape": st.sampled_from([0.6, 2.0])}),
    st.fixed_dictionaries({"law": st.just("lognormal"), "median": DAYS, "sigma": st.sampled_from([0.3, 1.2])}),
    st.fixed_dictionaries({"law": st.just("gamma"), "mean": DAYS, "shape": st.sampled_from([0.5, 3.0])}),
)
SERVERS = st.one_of(st.integers(1, 3), st.just({"law": "uniform", "low": 0.5, "high": 2.5}))
SOME: SearchStrategy[Document] = st.one_of(st.just({}), st.just({"populations": ["first"]}))


def populations() -> SearchStrategy[Document]:
    """One to three populations; the first runs servers, so that filters always match some."""
    numbers = {"organizations": st.integers(1, 8), "vulnerable": SHARE, "reachable": SHARE}
    own = st.fixed_dictionaries(numbers | {"servers_per_organization": SERVERS, "deployment": st.just("on_prem")})
    other = st.fixed_dictionaries(
        numbers | {"servers_per_organization": SERVERS, "deployment": st.sampled_from(["hybrid", "cloud"])}
    )
    return st.fixed_dictionaries({"first": own}, optional={"second": other, "third": own})


def remediations(least: int = 0) -> SearchStrategy[Document]:
    """Up to two remediations."""
    keys = {"available": hours(0, HORIZON_HOURS), "adoption": LAWS, "uptake": SHARE, "protects": SHARE, "pace": PACE}
    return named("fix", st.fixed_dictionaries({**keys, "applies_to": SOME}), least)


def campaigns(least: int = 0) -> SearchStrategy[Document]:
    """Up to three campaigns of every strategy."""
    return named("attack", campaign(), least)


@st.composite
def campaign(draw: st.DrawFn) -> Document:
    """A campaign of any strategy; of some, the list is longer than the servers aimed at, or gone through again."""
    strategy = draw(st.sampled_from(["random", "permutation", "hit_list"]))
    begins = draw(st.integers(0, HORIZON_HOURS // 3))
    made: Document = {
        "begins": f"{3 * begins}h",
        "strategy": strategy,
        "rate": f"{draw(st.sampled_from(RATES))}/d",
        "pace": draw(PACE),
        "success": draw(st.one_of(SHARE, st.just({"web": 0.9, "root": 0.5}))),
        "works_on": draw(SHARE),
        "aims": draw(SOME),
    }
    if strategy == "random" or (strategy == "permutation" and draw(st.booleans())):
        made["addresses"] = draw(st.sampled_from([72, 200]))
    if draw(st.booleans()):
        made["ends"] = f"{3 * draw(st.integers(begins, HORIZON_HOURS // 3))}h"
    return made


def named(kind: str, one: SearchStrategy[Document], least: int) -> SearchStrategy[Document]:
    """Several of a kind, with names."""
    return st.lists(one, min_size=least, max_size=3).map(
        lambda made: {f"{kind}_{n}": each for n, each in enumerate(made)}
    )


def documents(least_remediations: int = 0, least_campaigns: int = 0) -> SearchStrategy[Document]:
    """A whole scenario."""
    return st.builds(
        lambda seed, **sections: document("drawn", f"{HORIZON_HOURS}h", seed=seed, replications=1, **sections),
        seed=st.integers(0, 10**12),
        populations=populations(),
        remediations=remediations(least_remediations),
        campaigns=campaigns(least_campaigns),
    )


def race_of(document_: Document, engine: str = "vectorized") -> sim.Race:
    return sim.simulate(sim.Scenario.from_dict(document_), engine=engine)


def result_of(document_: Document, engine: str = "vectorized") -> sim.Result:
    return sim.run(sim.Scenario.from_dict(document_), engine=engine, workers=1)


def curve(result: sim.Result, name: str, population: str = "all") -> FloatArray:
    """A curve of a result with one replication."""
    return result.curve(name, population)[:, 0]


def without(document_: Document, section: str, name: str) -> Document:
    return document_ | {section: {key: each for key, each in document_[section].items() if key != name}}


def changed(document_: Document, section: str, name: str, **keys: Any) -> Document:
    return document_ | {section: document_[section] | {name: document_[section][name] | keys}}


def same_times(one: sim.Race, other: sim.Race) -> bool:
    """Whether two races are equal in all times of servers, bit for bit."""
    pairs = ((one.compromised_at, other.compromised_at), (one.protected_at, other.protected_at))
    return all(first.tobytes() == second.tobytes() for first, second in pairs)


# Every race


@BOTH_ENGINES
@quick
@given(drawn=documents())
def test_servers_are_conserved_at_every_instant(engine: str, drawn: Document) -> None:
    result = result_of(drawn, engine)
    for population in ("all", *result.populations):
        parts = np.array([curve(result, state, population) for state in STATES])
        assert (parts >= 0).all()
        assert (parts.sum(axis=0) == result.values("servers", population)[0]).all()
        both = curve(result, "compromised_open", population) + curve(result, "compromised_protected", population)
        assert (both == curve(result, "compromised_cumulative", population)).all()


@BOTH_ENGINES
@quick
@given(drawn=documents())
def test_populations_add_up(engine: str, drawn: Document) -> None:
    result = result_of(drawn, engine)
    assert (result.counts[:, :, 0] == result.counts[:, :, 1:].sum(axis=2)).all()
    for name in CURVE_NAMES:
        assert (curve(result, name) == sum(curve(result, name, each) for each in result.populations)).all()


@BOTH_ENGINES
@quick
@given(drawn=documents())
def test_curves_go_only_one_way(engine: str, drawn: Document) -> None:
    result = result_of(drawn, engine)
    for population in ("all", *result.populations):
        assert (np.diff(curve(result, "vulnerable", population)) <= 0).all()
        for name in ("protected_clean", "compromised_protected", "compromised_cumulative"):
            assert (np.diff(curve(result, name, population)) >= 0).all()


@BOTH_ENGINES
@quick
@given(drawn=documents())
def test_curves_end_at_the_outcomes(engine: str, drawn: Document) -> None:
    result = result_of(drawn, engine)
    for population in ("all", *result.populations):
        for name, outcome in ENDS_AS.items():
            assert curve(result, name, population)[-1] == result.values(outcome, population)[0]


@BOTH_ENGINES
@quick
@given(drawn=documents())
def test_outcomes_divide_the_servers(engine: str, drawn: Document) -> None:
    result = result_of(drawn, engine)
    for population in ("all", *result.populations):
        count = {row: int(result.values(row, population)[0]) for row in ("servers", "compromised", *ENDS_AS.values())}
        assert count["compromised"] + count["protected_in_time"] + count["still_exposed"] == count["servers"]
        before, after = (result.values(f"compromised_{when}_fix", population)[0] for when in ("before", "after"))
        assert before + after == count["compromised"] >= count["protected_too_late"]


@BOTH_ENGINES
@quick
@given(drawn=documents())
def test_curves_count_the_servers_of_the_race(engine: str, drawn: Document) -> None:
    race, result = race_of(drawn, engine), result_of(drawn, engine)
    hit, safe = race.compromised_at[race.exposed], race.protected_at[race.exposed]
    for index, instant in enumerate(result.days):
        entered, protected = hit <= instant + SAME_INSTANT, safe <= instant + SAME_INSTANT
        states = (~entered & ~protected, ~entered & protected, entered & ~protected, entered & protected)
        never_hit = protected & (hit < np.inf) & ~entered
        assert not never_hit.any()
        assert [curve(result, name)[index] for name in STATES] == [np.count_nonzero(each) for each in states]


@BOTH_ENGINES
@quick
@given(drawn=documents())
def test_who_is_compromised_was_open_to_the_campaign(engine: str, drawn: Document) -> None:
    race = race_of(drawn, engine)
    hit = race.compromised_at < np.inf
    assert (hit == (race.campaign >= 0)).all()
    assert race.exposed[hit].all()
    assert (race.compromised_at[hit] < race.protected_at[hit]).all()
    assert (race.compromised_at[hit] <= race.world.horizon).all()
    names = race.to_frame().population.to_numpy()
    for number, attack in enumerate(race.world.attacks):
        own = race.campaign == number
        assert set(names[own]) <= set(attack.aims)
        assert (race.compromised_at[own] > attack.clocks[0].starts[0]).all() if own.any() else True
        assert (race.compromised_at[own] <= attack.clocks[0].end).all()


# One change in the same world


@quick
@given(drawn=documents(least_remediations=1))
def test_zero_uptake_is_no_remediation(drawn: Document) -> None:
    for name in drawn["remediations"]:
        refused = race_of(changed(drawn, "remediations", name, uptake=0))
        assert same_times(refused, race_of(without(drawn, "remediations", name)))


@quick
@given(drawn=documents(least_remediations=1))
def test_protecting_nobody_is_no_remediation(drawn: Document) -> None:
    for name in drawn["remediations"]:
        useless = race_of(changed(drawn, "remediations", name, protects=0))
        assert same_times(useless, race_of(without(drawn, "remediations", name)))


@quick
@given(drawn=documents(least_campaigns=1), key=st.sampled_from(["rate", "success", "works_on"]))
def test_a_campaign_without_probes_or_success_is_no_campaign(drawn: Document, key: str) -> None:
    for name in drawn["campaigns"]:
        idle = race_of(changed(drawn, "campaigns", name, **{key: "0/d" if key == "rate" else 0}))
        assert same_times(idle, race_of(without(drawn, "campaigns", name)))


@quick
@given(drawn=documents(least_remediations=1, least_campaigns=1), earlier=st.integers(1, 40))
def test_an_earlier_fix_hurts_nobody(drawn: Document, earlier: int) -> None:
    for name, each in drawn["remediations"].items():
        sooner = _hours_before(each["available"], 3 * earlier)
        assert nobody_is_hurt(race_of(changed(drawn, "remediations", name, available=sooner)), race_of(drawn))


@quick
@given(drawn=documents(least_remediations=1, least_campaigns=1), factor=st.sampled_from([0.0625, 0.3, 0.5, 0.9]))
def test_a_faster_adoption_hurts_nobody(drawn: Document, factor: float) -> None:
    for name, each in drawn["remediations"].items():
        faster = {key: _times(entry, factor) for key, entry in each["adoption"].items()}
        assert nobody_is_hurt(race_of(changed(drawn, "remediations", name, adoption=faster)), race_of(drawn))


@quick
@given(drawn=documents(least_remediations=1, least_campaigns=1), key=st.sampled_from(["uptake", "protects"]))
def test_more_uptake_or_a_better_fix_hurts_nobody(drawn: Document, key: str) -> None:
    for name in drawn["remediations"]:
        assert nobody_is_hurt(race_of(changed(drawn, "remediations", name, **{key: 1})), race_of(drawn))


@quick
@given(drawn=documents(least_campaigns=1), factor=st.sampled_from([0.0625, 0.3, 0.5, 0.9]))
def test_a_lower_rate_hurts_nobody(drawn: Document, factor: float) -> None:
    for name, each in drawn["campaigns"].items():
        slower = changed(drawn, "campaigns", name, rate=f"{float(each['rate'][:-2]) * factor!r}/d")
        assert nobody_is_hurt(race_of(slower), race_of(drawn))


@quick
@given(drawn=documents(least_campaigns=1))
def test_a_longer_horizon_changes_nothing_before_it(drawn: Document) -> None:
    short, long = race_of(drawn), race_of(drawn | {"horizon": f"{2 * HORIZON_HOURS}h"})
    end = short.world.horizon
    for one, other in ((short.compromised_at, long.compromised_at), (short.protected_at, long.protected_at)):
        assert np.where(other <= end, other, np.inf).tobytes() == one.tobytes()


def nobody_is_hurt(better: sim.Race, worse: sim.Race) -> bool:
    """Whether each server is compromised no earlier, if at all, and protected no later."""
    later = (better.compromised_at >= worse.compromised_at).all()
    return bool(later and (better.protected_at <= worse.protected_at).all())


def _hours_before(moment: str, earlier: int) -> str:
    shifted = int(moment[:-1]) - earlier
    return f"{shifted}h" if shifted >= 0 else f"start - {-shifted}h"


def _times(entry: Any, factor: float) -> Any:
    """A parameter of a law, shorter if it is a duration."""
    is_duration = isinstance(entry, str) and entry.endswith("d") and entry[0].isdigit()
    return f"{float(entry[:-1]) * factor!r}d" if is_duration else entry


# Delicate instants. Times are tenths of a day, which floats do not hold exactly, and eighths, which they do

TENTHS = [(begins, servers) for begins in (0, 1, 3, 7, 26, 56) for servers in (1, 2, 3, 6, 7, 12, 30)]
EARLY = {"begins": "start - 3.1d", "strategy": "hit_list", "rate": "0.001/d", "aims": {"populations": "bystander"}}
"""A campaign before the start that does nothing, so that the event engine's clock begins at an odd time."""


def one_pass(begins: str, servers: int, rate: str, horizon: str = "40d", ends: str | None = None) -> Document:
    """A hit list of so many servers, in organizations of one, gone through from `begins` on, whatever happens."""
    hits: Document = {"begins": begins, "strategy": "hit_list", "rate": rate, "aims": {"populations": "aimed"}}
    return document(
        "one pass",
        horizon,
        replications=1,
        populations={"aimed": {"organizations": servers}, "bystander": {"organizations": 1}},
        campaigns={"hits": hits | ({"ends": ends} if ends else {}), "early": EARLY},
    )


def fixed_fix(available: str, value: str) -> Document:
    """Everybody installs the fix after the same delay."""
    return {"fix": {"available": available, "adoption": {"law": "fixed", "value": value}}}


def hits(document_: Document, engine: str) -> int:
    return int(np.count_nonzero(race_of(document_, engine).compromised_at < np.inf))


def tenths(number: int) -> str:
    return f"{number / 10}d"


@BOTH_ENGINES
@pytest.mark.parametrize(("begins", "servers"), TENTHS)
def test_the_horizon_counts(engine: str, begins: int, servers: int) -> None:
    drawn = one_pass(tenths(begins), servers, "10/d", horizon=tenths(begins + servers))
    assert hits(drawn, engine) == servers


@BOTH_ENGINES
@pytest.mark.parametrize(("begins", "servers"), TENTHS)
def test_what_comes_a_second_after_the_horizon_does_not_count(engine: str, begins: int, servers: int) -> None:
    drawn = one_pass(f"{tenths(begins)} 1s", servers, "10/d", horizon=tenths(begins + servers))
    assert hits(drawn, engine) == servers - 1


@BOTH_ENGINES
@pytest.mark.parametrize(("begins", "servers"), TENTHS)
def test_the_end_of_a_campaign_counts(engine: str, begins: int, servers: int) -> None:
    drawn = one_pass(tenths(begins), servers + 3, "10/d", ends=tenths(begins + servers))
    assert hits(drawn, engine) == servers


@BOTH_ENGINES
@pytest.mark.parametrize("delay", [0, 1, 2])
@pytest.mark.parametrize(("begins", "servers"), TENTHS)
def test_protection_wins_a_tie_with_a_probe(engine: str, begins: int, servers: int, delay: int) -> None:
    """The last probe of the list falls at the instant of the installation, and only that one fails."""
    installed = begins + servers
    if delay > installed:
        pytest.skip("the fix would have to come before the start")
    drawn = one_pass(tenths(begins), servers, "10/d")
    drawn["remediations"] = fixed_fix(tenths(installed - delay), tenths(delay))
    assert hits(drawn, engine) == servers - 1


@BOTH_ENGINES
@pytest.mark.parametrize("passes", [1, 2, 5])
@pytest.mark.parametrize("delay", ["0d", "3d", "2.5d"])
def test_protection_wins_a_tie_in_a_permutation(engine: str, passes: int, delay: str) -> None:
    """Probes fall at 1/8, 2/8, ... of a day; the fix comes at the probe that would get into the last server."""
    servers = 24 * passes
    drawn = document(
        "tie",
        populations={"aimed": {"organizations": servers}},
        remediations=fixed_fix(f"{servers / 8 + 1 - float(delay[:-1])!r}d", delay),
        campaigns={"scan": {"begins": "1d", "strategy": "permutation", "rate": "8/d"}},
    )
    assert hits(drawn, engine) == servers - 1


@BOTH_ENGINES
@pytest.mark.parametrize(("begins", "servers"), TENTHS)
def test_who_is_hit_when_the_fix_comes_was_not_hit_before_it(engine: str, begins: int, servers: int) -> None:
    drawn = one_pass(tenths(begins), servers + 2, "10/d")
    drawn["remediations"] = fixed_fix(tenths(begins + servers), "300d")
    result = result_of(drawn, engine)
    assert result.values("compromised_before_fix")[0] == servers - 1
    assert result.values("compromised_after_fix")[0] == 3


@BOTH_ENGINES
def test_of_two_campaigns_at_one_instant_the_first_counts(engine: str) -> None:
    """The first hits at 1.25 d and 1.5 d, the second at 1.5 d and 2.5 d, so they meet on one server or on none."""
    drawn = document("meeting", populations={"aimed": {"organizations": 2}})
    listed = {"strategy": "hit_list"}
    drawn["campaigns"] = {
        "first": {"begins": "1d", "rate": "4/d", **listed},
        "second": {"begins": "12h", "rate": "1/d", **listed},
    }
    scenario = sim.Scenario.from_dict(drawn)
    races = [sim.simulate(scenario, replication, engine=engine) for replication in range(20)]
    assert all((race.campaign == 0).all() for race in races)


@BOTH_ENGINES
@pytest.mark.parametrize(("begins", "servers"), TENTHS)
def test_who_installs_at_the_horizon_is_protected(engine: str, begins: int, servers: int) -> None:
    drawn = document("at the horizon", tenths(begins + servers), populations={"aimed": {"organizations": 3}})
    drawn["remediations"] = fixed_fix(tenths(begins), tenths(servers))
    assert np.count_nonzero(race_of(drawn, engine).protected_at < np.inf) == 3


# The grid of curves

STEPS = {"0.1d": Fraction(1, 10), "1h": Fraction(1, 24), "5m": Fraction(5, 1440), "7h": Fraction(7, 24)}
POINTS = [1, 2, 3, 5, 6, 7, 9, 13, 23, 49, 86]


def in_minutes(days: Fraction) -> str:
    return f"{days * 1440}m"


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("step", STEPS)
def test_what_happens_at_a_grid_point_is_counted_there(step: str, point: int) -> None:
    at = STEPS[step] * point
    for parts in (1, 2, 3):
        drawn = document("grid", in_minutes(STEPS[step] * 100), resolution=step, replications=1)
        drawn["populations"] = {"aimed": {"organizations": 2}}
        available = STEPS[step] * (point // parts)
        drawn["remediations"] = fixed_fix(in_minutes(available), in_minutes(at - available))
        assert curve(result_of(drawn), "protected_clean")[: point + 1].tolist() == [0.0] * point + [2.0]


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("step", STEPS)
def test_what_happens_a_second_after_a_grid_point_is_counted_at_the_next(step: str, point: int) -> None:
    drawn = document("grid", in_minutes(STEPS[step] * 100), resolution=step, replications=1)
    drawn["populations"] = {"aimed": {"organizations": 2}}
    drawn["remediations"] = fixed_fix(in_minutes(STEPS[step] * point), "1s")
    assert curve(result_of(drawn), "protected_clean")[point : point + 2].tolist() == [0.0, 2.0]


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("step", STEPS)
def test_the_grid_has_every_step_and_the_horizon_once(step: str, point: int) -> None:
    days = result_of(
        document("grid", in_minutes(STEPS[step] * point), resolution=step, populations={"p": {"organizations": 1}})
    ).days
    assert days == pytest.approx([float(STEPS[step] * k) for k in range(point + 1)], abs=1e-12)


@pytest.mark.parametrize("step", STEPS)
def test_a_horizon_between_grid_points_ends_the_grid(step: str) -> None:
    horizon = STEPS[step] * Fraction(5, 2)
    drawn = document("grid", f"{float(horizon)!r}d", resolution=step, populations={"aimed": {"organizations": 2}})
    drawn["remediations"] = fixed_fix("0d", f"{float(horizon)!r}d")
    result = result_of(drawn)
    assert result.days == pytest.approx([0, *(float(STEPS[step] * k) for k in (1, 2)), float(horizon)])
    assert curve(result, "protected_clean").tolist() == [0, 0, 0, 2]


def test_what_happened_before_the_start_is_counted_at_the_start() -> None:
    drawn = document("early", populations={"aimed": {"organizations": 2}}, remediations=fixed_fix("start - 5d", "2d"))
    assert curve(result_of(drawn), "protected_clean")[0] == 2


@quick
@given(drawn=documents(), step=st.sampled_from(["1h", "5h", "0.1d", "1d", "7d", "30d"]))
def test_the_grid_does_not_change_outcomes(drawn: Document, step: str) -> None:
    coarse, fine = result_of(drawn | {"resolution": step}), result_of(drawn)
    assert (coarse.counts == fine.counts).all()
    assert same_times(race_of(drawn | {"resolution": step}), race_of(drawn))


def test_these_tests_see_a_race_that_ignores_ties(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = adoption.installations

    def late(*given: Any) -> tuple[Any, Any]:
        servers, times = exact(*given)
        return servers, times + 1e-6

    monkeypatch.setattr(adoption, "installations", late)
    with pytest.raises(AssertionError):
        test_protection_wins_a_tie_in_a_permutation("vectorized", 1, "3d")
