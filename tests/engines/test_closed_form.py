"""Expectations in closed form: those of points and of races, much closer, and with the error that they state.

Theory. The closed form is compared with quadrature over points (`expect_by_points`), which shares no code with it but
the world, within the errors of both, and with the mean of races of the vectorized engine, in generated scenarios that
combine all features; with formulas where there are any; and with itself on finer panels, which must agree within the
stated error. Seeds were fixed before the first run; two right engines would fail once in a hundred choices of them.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from features import PLAIN, any_row, scenario_of
from numpy.typing import NDArray
from scipy import linalg, stats

import sim
from sim.engines import entries, expected, falls_on_lists, kind_chances, organizations, panels, server_chances
from sim.engines.closed_form import expect, why_not
from sim.engines.engine import EXPECTED, VECTORIZED
from sim.engines.expected import expect_by_points
from sim.engines.measured import Measured
from sim.engines.panels import TooRoughError, crowded, gauss
from sim.engines.smooth_laws import law_of_delay, law_of_sum
from sim.model.ranks import chance_of_rank
from sim.model.world import World, Worlds
from sim.outcomes import CURVE_NAMES, OUTCOME_NAMES
from sim.scenario.laws import (
    AtMost,
    Empirical,
    Exponential,
    Fixed,
    Gamma,
    Geometric,
    Law,
    LogLogistic,
    Lognormal,
    Uniform,
    Weibull,
)

FloatArray = NDArray[np.float64]
BY_POINTS = ("protects", "until", "reaction")
"""Features of which some levels, or all, have no closed form."""
FALL_AGAIN = {"reinfection": "some", "detection": "some", "cleanup": "some", "cleanup_protects": "some"}
SCENARIOS, RACES, LEVEL = range(102), 100, 0.01
FIRST_TO_FALL_AGAIN, FIRST_ON_LISTS, FIRST_IN_COURSES = 40, 56, 62
"""From these numbers on, servers may fall again; do so by lists; and remediations come and leave them in the race."""
FEWEST, FEWEST_AGAIN, FEWEST_IN_COURSES = 15, 5, 10
"""So many of the scenarios must have a closed form, so many of them servers that fall again, and so many the last."""
LEFT_OPEN = {**FALL_AGAIN, "evicts": "some", "protects": "some", "strategy": "random"}
IN_COURSES = (
    {"protects": "by_campaign"},
    {"until": "moment"},
    {"until": "law", "cleanup": "never"},
    LEFT_OPEN,
)


def document_of(number: int) -> dict[str, Any]:
    """A scenario with any features; lists are long, and where servers may fall again there are none."""
    random = np.random.default_rng(number)
    row = any_row(random, has_expectation=True) | {feature: PLAIN[feature] for feature in BY_POINTS}
    if number >= FIRST_IN_COURSES:
        row |= {"reinfection": "none", "servers": "one", "remediations": "two", "campaigns": "two", "actors": "one"}
        row |= {"times": "any", "window": PLAIN["window"], **IN_COURSES[number % len(IN_COURSES)]}
    else:
        row |= FALL_AGAIN if number >= FIRST_TO_FALL_AGAIN else {"reinfection": "none"}
    document = scenario_of(row, number) | {"seed": number}
    for population in document["populations"].values():
        population["organizations"] *= 3000
    may_fall_again = row["reinfection"] == "some"
    is_on_lists = FIRST_IN_COURSES > number >= FIRST_ON_LISTS
    if is_on_lists:
        with_two_lists(document, random)
    for campaign in document["campaigns"].values():
        through_foothold = campaign.get("entry") == "foothold"
        campaign["strategy"] = str(random.choice(["random", "permutation", "hit_list"][is_on_lists:]))
        if may_fall_again and not is_on_lists:
            campaign["strategy"] = "random"
        campaign["rate"] = f"{random.integers(500, 40_000)}/d"
        if campaign["strategy"] == "hit_list":
            campaign.pop("addresses", None)
        else:
            campaign.pop("priority", None)
            campaign["addresses"] = 200_000 if row["until"] == "never" else 2_000_000
        if through_foothold or may_fall_again or row["until"] != "never":
            campaign.pop("dwell", None)
        if through_foothold and may_fall_again:
            campaign.pop("works_on", None)
    document.pop("uncertain", None)
    return document


def with_two_lists(document: dict[str, Any], random: np.random.Generator) -> None:
    """Leave two campaigns of one actor each that all can be hit by, and clean-ups at no certain time."""
    campaigns = [each for each in document["campaigns"].items() if each[1].get("entry") != "foothold"][:2]
    document["campaigns"] = dict(campaigns)
    for _, campaign in campaigns:
        campaign.pop("actors", None)
        campaign.pop("priority", None)
    for population in document["populations"].values():
        population["reachable"] = 1.0
        population["servers_per_organization"] = 1
    document["aftermath"].pop("by_population", None)
    document["aftermath"]["detection"] = {"law": "weibull", "scale": "12h", "shape": 1.3}
    document["aftermath"]["cleanup"] = {"law": "lognormal", "median": f"{random.uniform(0.5, 4):.2f}d", "sigma": 0.8}


def world_of(document: dict[str, Any]) -> World:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sim.ScenarioWarning)
        return Worlds(sim.Scenario.from_dict(document))[0]


@cache
def closed() -> dict[int, tuple[World, Measured]]:
    """The worlds that have a closed form, by number, and what they come to."""
    found = {}
    for number in SCENARIOS:
        world = world_of(document_of(number))
        if not EXPECTED.why_not(world) and not why_not(world):
            try:
                found[number] = (world, expect(world, world.grid()))
            except TooRoughError:
                continue
    return found


def test_many_scenarios_have_a_closed_form() -> None:
    assert len(closed()) >= FEWEST
    again = [found.counts[OUTCOME_NAMES.index("compromised_again"), 0] > 1 for _, found in closed().values()]
    assert sum(again) >= FEWEST_AGAIN
    assert sum(number >= FIRST_IN_COURSES for number in closed()) >= FEWEST_IN_COURSES


def test_it_is_what_points_come_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """Points state no error of numbers of servers, so that those of who is never attacked are compared in share."""
    monkeypatch.setattr(expected, "POINTS", 2**11)
    for number, (world, found) in closed().items():
        points = expect_by_points(world, world.grid())
        servers = np.maximum(points.denominators[0], 1.0)
        error = np.hypot(found.error, points.error) + 1e-3 * servers * (points.error > 0).any()
        assert (np.abs(found.counts - points.counts) <= 5 * error)[1:12].all(), number
        assert np.abs(found.curves - points.curves)[:, 0].max() <= 8 * error.max(), number
        np.testing.assert_allclose(found.denominators, points.denominators, rtol=2e-3)  # points draw random sizes


def test_it_is_the_mean_of_races() -> None:
    level = LEVEL / (FEWEST * (len(OUTCOME_NAMES) + len(CURVE_NAMES)) * 10)
    most = float(stats.norm.isf(level / 2))
    for number, (world, found) in list(closed().items())[:: max(len(closed()) // 4, 1)]:
        grid = world.grid()
        races = [VECTORIZED.measure(replace(world, replication=each), grid) for each in range(RACES)]
        for what in ("counts", "curves"):
            sample = np.array([getattr(race, what) for race in races], dtype=np.float64)
            mean, sd = sample.mean(axis=0), sample.std(axis=0, ddof=1)
            off = np.abs(mean - getattr(found, what))
            noise = most * np.sqrt(np.maximum(sd**2, off) / RACES)  # of few events the variance is not known
            assert (off <= noise + found.error.max()).all(), (number, what)


def test_extreme_rates_keep_their_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    """From one probe in a billion years to ten billion a second: no warning, and what points come to."""
    monkeypatch.setattr(expected, "POINTS", 2**9)
    done = 0
    for number in SCENARIOS:
        random, document = np.random.default_rng(number), document_of(number)
        for campaign in document["campaigns"].values():
            campaign["rate"] = f"{10.0 ** random.uniform(-12, 15):.3g}/d"
        world = world_of(document)
        if EXPECTED.why_not(world) or why_not(world):
            continue
        try:
            found = expect(world, world.grid())
        except TooRoughError:
            continue
        done += 1
        points = expect_by_points(world, world.grid())
        error = np.hypot(found.error, points.error) + 2e-3 * points.denominators[0] * (points.error > 0).any()
        assert (np.abs(found.counts - points.counts) <= 5 * error)[1:12].all(), number
    assert done >= FEWEST // 2


@pytest.fixture
def finer(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Makes panels, and all other grids, several times as fine."""

    def refine() -> None:
        monkeypatch.setattr(kind_chances, "TOLERANCE", kind_chances.TOLERANCE / 100)
        monkeypatch.setattr(kind_chances, "COARSE", 4 * kind_chances.COARSE)
        monkeypatch.setattr(panels, "MOST_PANELS", 4 * panels.MOST_PANELS)
        monkeypatch.setattr(panels, "NARROW", panels.NARROW / 1000)
        monkeypatch.setattr(entries, "STEPS_TOLERANCE", entries.STEPS_TOLERANCE / 100)
        monkeypatch.setattr(organizations, "STRATA", 8 * organizations.STRATA)
        monkeypatch.setattr(organizations, "PARTS", 4 * organizations.PARTS)
        monkeypatch.setattr(organizations, "SOME", crowded(48))
        monkeypatch.setattr(falls_on_lists, "BETWEEN", gauss(24)[0])
        monkeypatch.setattr(falls_on_lists, "BETWEEN_WEIGHTS", gauss(24)[1])
        monkeypatch.setattr(organizations, "BETWEEN_NODES", 4 * organizations.BETWEEN_NODES)

    return refine


def check_error(world: World, coarse: Measured) -> None:
    """That a world on finer grids comes to the same within the error; curves of all, anywhere."""
    fine = expect(world, world.grid())
    assert (np.abs(fine.counts - coarse.counts) <= coarse.error + 1e-9).all()
    servers = coarse.counts[0, 0]
    assert np.abs(fine.curves - coarse.curves)[:, 0].max() <= max(float(coarse.error.max()), 3e-6 * servers)


def test_the_stated_error_is_that_of_the_panels(finer: Callable[[], None]) -> None:
    coarse = list(closed().items())[::3]
    finer()
    for _, (world, found) in coarse:
        check_error(world, found)


def proxylogon(number: int) -> World:
    return Worlds(sim.load("proxylogon"))[number]


def no_points(*_: object) -> None:
    raise AssertionError("points were taken for servers")


def test_proxylogon_is_closed_form_and_its_error_below_a_millionth(
    finer: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expected, "_scrambled", no_points)
    worlds = [proxylogon(number) for number in range(4)]
    found = [EXPECTED.measure(world, world.grid()) for world in worlds]
    mailboxes = [name.startswith("mailboxes") for name in OUTCOME_NAMES]
    for each in found:
        assert (each.error[~np.array(mailboxes), 0] <= 1e-6 * each.counts[0, 0]).all()
    finer()
    for world, each in zip(worlds[:2], found, strict=False):
        check_error(world, each)


def test_proxylogon_by_points() -> None:
    world = proxylogon(0)
    found, points = EXPECTED.measure(world, world.grid()), expect_by_points(world, world.grid())
    assert (np.abs(found.counts - points.counts) <= 4.5 * np.hypot(found.error, points.error) + 3e-4).all()
    assert np.abs(found.curves - points.curves)[:, 0].max() <= 5 * points.error[: len(CURVE_NAMES), 0].max()


def test_esxiargs_by_points(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two lists, one of which comes to every server several times, and servers that fall again."""
    monkeypatch.setattr(expected, "POINTS", 2**11)
    world = Worlds(sim.load("esxiargs"))[0]
    found, points = expect(world, world.grid()), expect_by_points(world, world.grid())
    assert (np.abs(found.counts - points.counts) <= 4.5 * np.hypot(found.error, points.error) + 3e-4).all()
    assert np.abs(found.curves - points.curves)[:, 0].max() <= 5 * points.error[: len(CURVE_NAMES), 0].max()


def test_the_error_of_esxiargs_is_below_a_millionth(finer: Callable[[], None]) -> None:
    """Its lists are short: half a probe is 9e-5 of the servers."""
    worlds = [Worlds(sim.load("esxiargs"))[number] for number in range(2)]
    found = [expect(world, world.grid()) for world in worlds]
    finer()
    for world, each in zip(worlds, found, strict=True):
        assert (each.error[:, 0] <= 1e-6 * each.counts[0, 0]).all()
        assert (np.abs(expect(world, world.grid()).counts - each.counts) <= each.error + 1e-9).all()


# Formulas

HAZARD, ADOPTION, DAYS = 0.02, 0.1, 40.0


def one(servers: int = 1, **others: Any) -> World:
    """One campaign with a constant hazard, one remediation with an exponential delay, from the start."""
    population = {"organizations": 1000, "servers_per_organization": servers}
    adoption = {"law": "exponential", "mean": f"{1 / ADOPTION}d"}
    document = {
        "name": "One",
        "start": "2021-01-01",
        "horizon": f"{DAYS}d",
        "populations": {"p": {**population, **others.pop("population", {})}},
        "remediations": {"fix": {"available": "0d", "adoption": adoption, **others.pop("fix", {})}},
        "campaigns": {
            "scan": {"begins": "0d", "strategy": "random", "addresses": 10_000, "rate": f"{HAZARD * 10_000}/d"}
        },
        **others,
    }
    return world_of(document)


def count(world: World, outcome: str) -> float:
    return float(expect(world, world.grid()).counts[OUTCOME_NAMES.index(outcome), 0])


def test_compromised_servers_by_formula() -> None:
    both = HAZARD + ADOPTION
    assert count(one(), "compromised") == pytest.approx(1000 * HAZARD / both * -np.expm1(-both * DAYS), abs=1e-4)


def test_organizations_of_three_servers_by_formula() -> None:
    """All servers are protected at once: none is entered by the time x of the patch with the chance exp(-3 h x)."""
    both = 3 * HAZARD + ADOPTION
    none = ADOPTION / both * -np.expm1(-both * DAYS) + np.exp(-both * DAYS)
    assert count(one(3), "organizations_breached") == pytest.approx(1000 * (1 - none), abs=5e-3)


def test_staggered_servers_by_formula() -> None:
    """The second of two servers is open for five days longer, within which its hazard is that alone."""
    later = 5.0
    both = 2 * HAZARD + ADOPTION
    by_end = np.exp(-2 * HAZARD * DAYS) * np.exp(-ADOPTION * DAYS)
    first = DAYS - later
    gap = np.exp(-HAZARD * later) * ADOPTION / both * -np.expm1(-both * first)
    alone = HAZARD + ADOPTION
    in_gap = np.exp(-HAZARD * DAYS) * ADOPTION / alone * (np.exp(-alone * first) - np.exp(-alone * DAYS))
    found = count(one(2, fix={"stagger": f"{later}d"}), "organizations_breached")
    assert found == pytest.approx(1000 * (1 - by_end - gap - in_gap), abs=5e-3)


def test_servers_that_are_staggered_from_one_day_on_by_formula() -> None:
    """The first is patched on day 10, the second on day 15, in seven of ten organizations."""
    fix = {"stagger": "5d", "adoption": {"law": "fixed", "value": "10d"}, "uptake": 0.7}
    none = 0.7 * np.exp(-HAZARD * 25) + 0.3 * np.exp(-HAZARD * 2 * DAYS)
    assert count(one(2, fix=fix), "organizations_breached") == pytest.approx(1000 * (1 - none), abs=5e-3)


def test_servers_of_which_some_are_protected_by_formula() -> None:
    """Each of two servers by itself, on the day that both are patched; the delay is integrated over days."""
    share, step = 0.6, DAYS / 40_000
    days = np.arange(step / 2, DAYS, step)
    protected = share * np.exp(-HAZARD * days) + (1 - share) * np.exp(-HAZARD * DAYS)
    none = np.sum(ADOPTION * np.exp(-ADOPTION * days) * protected**2) * step
    none += np.exp(-ADOPTION * DAYS) * np.exp(-2 * HAZARD * DAYS)
    found = count(one(2, fix={"protects": share}), "organizations_breached")
    assert found == pytest.approx(1000 * (1 - none), abs=5e-3)


def test_rings_in_organizations_of_random_size_by_formula() -> None:
    """Of one, two or three servers, the one, the first, and the first two are patched on day 10; others on day 15."""
    rings = [{"share": 0.5}, {"share": 0.5, "after": "5d"}]
    fix = {"rings": rings, "adoption": {"law": "fixed", "value": "10d"}}
    sizes = {"servers_per_organization": {"law": "uniform", "low": 0, "high": 3}}
    world = one(fix=fix, population=sizes)
    early, late = -np.expm1(-HAZARD * np.array([10, 15]))
    assert count(world, "servers") == pytest.approx(2000, abs=1e-5)
    assert count(world, "compromised") == pytest.approx(1000 * (4 * early + 2 * late) / 3, abs=1e-4)
    breached = 1 - np.exp(-HAZARD * np.array([10, 25, 35])).mean()
    assert count(world, "organizations_breached") == pytest.approx(1000 * breached, abs=2e-3)


def test_live_footholds_by_formula() -> None:
    """With an exponential detection and clean-up at once, the hazard of a foothold's end is constant."""
    mean = 8.0
    aftermath = {
        "disclosure": "0d",
        "detection": {"law": "exponential", "mean": f"{mean}d"},
        "cleanup": {"law": "fixed", "value": "0d"},
    }
    both = HAZARD + ADOPTION
    live = HAZARD / (both - 1 / mean) * (np.exp(-DAYS / mean) - np.exp(-both * DAYS))
    assert count(one(aftermath=aftermath), "live_footholds") == pytest.approx(1000 * live, abs=1e-3)


def test_an_evicting_remediation_by_formula() -> None:
    """Every installation evicts and protects: a foothold lives until the patch, and nobody is patched too late."""
    world = one(fix={"evicts": 1.0})
    live = np.exp(-ADOPTION * DAYS) * -np.expm1(-HAZARD * DAYS)
    assert count(world, "live_footholds") == pytest.approx(1000 * live, abs=1e-4)
    assert count(world, "protected_too_late") == pytest.approx(0.0, abs=1e-4)


def test_tenants_by_formula() -> None:
    """A step after exactly four days, which no eviction comes before."""
    aftermath = {"disclosure": "0d", "pivot": {"probability": 0.2, "delay": {"law": "fixed", "value": "4d"}}}
    both = HAZARD + ADOPTION
    entered = HAZARD / both * -np.expm1(-both * (DAYS - 4))
    found = count(one(aftermath=aftermath, population={"deployment": "hybrid"}), "tenants_reached")
    assert found == pytest.approx(200 * entered, abs=1e-3)


def test_who_is_cleaned_up_at_an_instant_steps_nowhere_then() -> None:
    four = {"law": "fixed", "value": "4d"}
    removal = {"disclosure": "0d", "detection": four, "cleanup": {"law": "fixed", "value": "0d"}}
    aftermath = {**removal, "cleanup_share": 0.25, "pivot": {"probability": 0.2, "delay": four}}
    both = HAZARD + ADOPTION
    entered = HAZARD / both * -np.expm1(-both * (DAYS - 4))
    found = count(one(aftermath=aftermath, population={"deployment": "hybrid"}), "tenants_reached")
    assert found == pytest.approx(0.75 * 200 * entered, abs=1e-3)


def test_a_certain_time_until_the_clean_up_by_formula() -> None:
    """Footholds of the last six days are left."""
    six = {"law": "fixed", "value": "6d"}
    aftermath = {"disclosure": "0d", "detection": six, "cleanup": {"law": "fixed", "value": "0d"}}
    both = HAZARD + ADOPTION
    live = HAZARD / both * (np.exp(-both * (DAYS - 6)) - np.exp(-both * DAYS))
    assert count(one(aftermath=aftermath), "live_footholds") == pytest.approx(1000 * live, abs=1e-4)


def test_footholds_that_are_cleaned_up_in_one_population_only() -> None:
    """Of two populations that are alike, one removes intruders six days after they came in, and has no pivot."""
    six = {"law": "fixed", "value": "6d"}
    removal = {"detection": six, "cleanup": {"law": "fixed", "value": "0d"}}
    hybrid = {"organizations": 1000, "deployment": "hybrid"}
    pivot = {"probability": 0.2, "delay": {"law": "fixed", "value": "7d"}}
    aftermath = {"disclosure": "0d", "pivot": pivot, "by_population": {"p": removal}}
    world = one(populations={"p": hybrid, "q": hybrid}, aftermath=aftermath)
    found = expect(world, world.grid()).counts
    both = HAZARD + ADOPTION
    entered, late = (HAZARD / both * -np.expm1(-both * days) for days in (DAYS, DAYS - 6))
    live, reached = (found[OUTCOME_NAMES.index(name), 1:] for name in ("live_footholds", "tenants_reached"))
    np.testing.assert_allclose(live, [1000 * (entered - late), 1000 * entered], atol=1e-4)
    np.testing.assert_allclose(reached, [0.0, 200 * HAZARD / both * -np.expm1(-both * (DAYS - 7))], atol=1e-4)


@pytest.mark.parametrize(("low", "high"), [(3.0, 3.0), (1.0, 5.0)])
def test_a_dwell_by_formula(low: float, high: float) -> None:
    """Entered at s, in at s + d if the patch has not come: the mean over d of exp(-a d) (1 - exp(-(h + a) (T - d)))."""
    both, dwells = HAZARD + ADOPTION, np.linspace(low, high, 20_001)
    share = np.mean(np.exp(-ADOPTION * dwells) * -np.expm1(-both * (DAYS - dwells)))
    world = one()
    law = Fixed(low) if low == high else Uniform(low, high)
    world = replace(world, attacks=tuple(replace(each, dwell=law) for each in world.attacks))
    assert count(world, "compromised") == pytest.approx(1000 * HAZARD / both * share, abs=1e-3)


@pytest.mark.parametrize(("second", "late"), [({}, 0.75), ({"protects": 0.0, "evicts": 1.0}, 0.25)])
def test_two_remediations_at_one_instant(second: dict[str, Any], late: float) -> None:
    """Each comes to half of the servers after ten days: one of them protects, and what is evicted then is not late."""
    half = {"adoption": {"law": "fixed", "value": "10d"}, "uptake": 0.5}
    remediations = {"fix": {"available": "0d", **half}, "other": {"available": "0d", **half, **second}}
    found = count(one(remediations=remediations), "protected_too_late")
    assert found == pytest.approx(1000 * late * -np.expm1(-HAZARD * 10), abs=1e-4)


def again(**others: Any) -> World:
    """Intruders are removed in a certain time, and servers are entered anew, unless the removal closes the hole."""
    removal = {"detection": {"law": "exponential", "mean": "4d"}, "cleanup": {"law": "fixed", "value": "0d"}}
    aftermath = {"disclosure": "0d", **removal, "reinfection": True, "cleanup_protects": 0.3}
    return one(aftermath=aftermath, **others)


def chain(*rates: tuple[int, int, float]) -> FloatArray:
    """The share of the servers in each state at the horizon, all in the first one before."""
    generator = np.zeros((5, 5))
    for before, after, rate in rates:
        generator[before, after] += rate
        generator[before, before] -= rate
    return np.asarray(linalg.expm(generator * DAYS)[0], dtype=np.float64)


BACK, SHUT = 0.7 / 4, 0.3 / 4
"""Rates of removals that leave the hole open, and that close it."""


def test_servers_that_fall_again_by_formula() -> None:
    """A chain: open, fallen, open again, fallen again; or out, who is patched with an intruder inside among them."""
    out = [(open_, 4, ADOPTION) for open_ in (0, 1, 2)]
    share = chain((0, 1, HAZARD), (1, 2, BACK), (2, 3, HAZARD), (1, 4, SHUT), *out)
    assert count(again(), "compromised_again") == pytest.approx(1000 * share[3], abs=1e-4)


def test_servers_that_two_campaigns_enter_between_removals_by_formula() -> None:
    """Only one has entered so far, and the hole is open: fallen, or back in the race; then the other comes."""
    scan = {"begins": "0d", "strategy": "random", "addresses": 10_000, "rate": f"{HAZARD * 10_000}/d"}
    out = [(open_, 4, ADOPTION) for open_ in (0, 1, 2)]
    others = [(1, 3, HAZARD), (2, 3, HAZARD)]
    share = chain((0, 1, 2 * HAZARD), (1, 2, BACK), (1, 4, SHUT), (2, 1, HAZARD), *others, *out)
    found = count(again(campaigns={"scan": scan, "other": scan}), "multiply_compromised")
    assert found == pytest.approx(1000 * share[3], abs=1e-4)


def test_servers_that_are_walked_into_at_some_fall_by_formula() -> None:
    """Nobody has walked in so far: open, fallen, or fallen and patched, which ends with the removal."""
    scan = {"begins": "0d", "strategy": "random", "addresses": 10_000, "rate": f"{HAZARD * 10_000}/d"}
    walk = {**scan, "entry": "foothold"}
    patched = [(1, 2, ADOPTION), (2, 3, HAZARD), (2, 4, BACK + SHUT)]
    share = chain((0, 1, HAZARD), (0, 4, ADOPTION), (1, 0, BACK), (1, 4, SHUT), (1, 3, HAZARD), *patched)
    found = count(again(campaigns={"scan": scan, "walk": walk}), "reentered")
    assert found == pytest.approx(1000 * share[3], abs=1e-4)


@pytest.mark.parametrize("strategy", ["permutation", "hit_list"])
def test_lists_that_lead_through_footholds_by_formula(strategy: str) -> None:
    """A list is gone through in 16 days. Entered at s, a server is visited so often in what is left of 40 days."""
    servers, success, days = 10**6, 0.6, np.arange(0.5, 40_000) / 1000
    scan = {"begins": "0d", "strategy": "random", "addresses": servers, "rate": f"{HAZARD * servers}/d"}
    walk = {"begins": "0d", "strategy": strategy, "rate": f"{servers / 16}/d", "success": success}
    campaigns = {"scan": scan, "walk": {**walk, "entry": "foothold"}}
    world = one(population={"organizations": servers}, remediations={}, campaigns=campaigns)
    if strategy == "hit_list":
        walked = success * np.maximum(16 - days, 0) / 16
    else:
        passes, part = np.divmod((DAYS - days) / 16, 1)
        walked = 1 - (1 - success) ** passes * (1 - success * part)
    share = np.mean(HAZARD * np.exp(-HAZARD * days) * walked) * DAYS
    assert count(world, "reentered") == pytest.approx(servers * share, rel=2e-6)


@pytest.fixture
def slow_removal() -> dict[str, Any]:
    removal = {"detection": {"law": "exponential", "mean": "8d"}, "cleanup": {"law": "exponential", "half_life": "1s"}}
    return {"disclosure": "0d", **removal, "reinfection": True, "cleanup_protects": 0.0}


def test_a_list_that_comes_again_by_formula(slow_removal: dict[str, Any]) -> None:
    """Three visits of half of the servers, two of the others, at which they may be cleaned up since the one before."""
    scan = {"begins": "0d", "strategy": "permutation", "addresses": 10**6, "rate": f"{10**6 / 16}/d"}
    world = one(remediations={}, campaigns={"scan": scan}, aftermath=slow_removal)
    back = -np.expm1(-16 / 8)
    found = count(world, "compromised_again")
    assert found == pytest.approx(1000 * (back + 0.5 * (1 - back) * back), abs=2e-3)


def test_two_lists_one_after_the_other_by_formula(slow_removal: dict[str, Any]) -> None:
    """Visits on any of the first ten days, and of the first twenty: the mean of the removal between them."""
    servers = {"organizations": 10**6}
    campaigns = {
        name: {"begins": "0d", "strategy": "hit_list", "rate": f"{10**6 / days}/d"}
        for name, days in (("a", 10), ("b", 20))
    }
    world = one(population=servers, remediations={}, campaigns=campaigns, aftermath=slow_removal)
    middles = (np.arange(2000) + 0.5) / 2000
    share = -np.expm1(-np.abs(np.subtract.outer(10 * middles, 20 * middles)) / 8).mean()
    assert count(world, "compromised_again") == pytest.approx(10**6 * share, rel=2e-6)


# Lists whose length is luck


@pytest.fixture
def many_lengths(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Makes the mean over lengths of lists one over more of them."""
    places, weights = np.polynomial.hermite_e.hermegauss(16)
    pairs = list(zip((weights / weights.sum()).tolist(), places.tolist(), strict=True))
    return lambda: monkeypatch.setattr(server_chances, "NORMAL", pairs)


@pytest.mark.parametrize("servers", [2, {"law": "gamma", "mean": 2, "shape": 2}], ids=["fixed", "varying"])
@pytest.mark.parametrize("scan", [{"strategy": "permutation"}, {"strategy": "hit_list", "priority": {"first": 4}}])
def test_lists_whose_length_is_luck(
    scan: dict[str, Any], servers: Any, many_lengths: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many servers are reachable and on the list as luck has it; it is gone through once, or almost twice."""
    monkeypatch.setattr(expected, "POINTS", 2**11)
    populations = {
        "p": {"organizations": 20_000, "reachable": 0.9, "tags": ["first"]},
        "q": {"organizations": 8_000, "reachable": 0.95, "vulnerable": 0.8, "servers_per_organization": servers},
    }
    scans = {"scan": {"begins": "1d", "rate": "1700/d", "success": 0.4, **scan}}
    world = one(populations=populations, campaigns=scans)
    assert not why_not(world)
    found, points = expect(world, world.grid()), expect_by_points(world, world.grid())
    error = np.hypot(found.error, points.error) + 1e-3 * points.denominators[0] * (points.error > 0).any()
    assert (np.abs(found.counts - points.counts) <= 5 * error)[1:12].all()
    many_lengths()
    assert (np.abs(expect(world, world.grid()).counts - found.counts) <= found.error + 1e-9).all()


def test_where_a_list_of_uncertain_length_ends() -> None:
    """The mean over 20,000 lengths of a normal law, within the error; at the mean length alone it is far off."""
    world = one(
        population={"reachable": 0.6}, campaigns={"scan": {"begins": "0d", "rate": "60/d", "strategy": "hit_list"}}
    )
    (attack,) = world.attacks
    luck = server_chances.entering(world, attack, "p")
    assert luck.spread == pytest.approx(np.sqrt(999 * 0.6 * 0.4) / luck.length)
    days = np.linspace(8, 12, 81)
    factors = 1 + luck.spread * stats.norm.ppf((np.arange(20_000) + 0.5) / 20_000)
    exact = np.minimum(np.multiply.outer(days * 60 - 0.5, 1 / (luck.length * factors)), 1.0).mean(axis=1)
    assert np.abs(luck.success(days) - exact).max() < luck.off - luck.half_a_probe
    assert np.abs(replace(luck, spread=0.0).success(days) - exact).max() > 2 * luck.off


# What has none


def test_worlds_without_a_closed_form_are_done_by_points() -> None:
    """The length of the list is luck, and differs much."""
    scan = {"begins": "0d", "strategy": "hit_list", "rate": "200/d"}
    world = one(population={"organizations": 40, "reachable": 0.9}, campaigns={"scan": scan})
    assert "length of the list of scan differs much by luck" in why_not(world)
    found, points = expected.expect(world, world.grid()), expect_by_points(world, world.grid())
    np.testing.assert_array_equal(found.counts, points.counts)


def test_nobody_is_compromised_where_nobody_runs_servers() -> None:
    world = world_of(one().scenario.to_dict() | {"populations": {"p": {"organizations": 10, "deployment": "cloud"}}})
    assert expected.expect(world, world.grid()).counts.max() == 0


def test_what_is_too_rough_is_done_by_points() -> None:
    aftermath = {
        "disclosure": "0d",
        "detection": {"law": "geometric", "mean": "3d"},
        "cleanup": {"law": "exponential", "mean": "2d"},
    }
    world = one(aftermath=aftermath, population={"organizations": 40})
    with pytest.raises(TooRoughError):
        expect(world, world.grid())
    found, points = expected.expect(world, world.grid()), expect_by_points(world, world.grid())
    np.testing.assert_array_equal(found.counts, points.counts)


# Sums of delays, and ranks


SUMS: list[tuple[Law, Law]] = [
    (Lognormal(3.5, 0.35), Lognormal(7.0, 0.8)),
    (LogLogistic(8.0, 1.5), Exponential(3.0)),
    (Weibull(4.0, 0.7), Weibull(5.0, 0.6)),
    (Gamma(4.0, 2.0), Exponential(3.0)),
    (Uniform(0.0, 4.0), Exponential(2.0)),
    (Fixed(3.0), Exponential(2.0)),
    (Exponential(5.0), Empirical(((0.0, 0.1), (4.0, 0.5), (12.0, 0.9)))),
    (AtMost(Weibull(4.0, 0.6), 8.0), Exponential(2.0)),
]


@pytest.mark.parametrize(("first", "second"), SUMS, ids=str)
def test_the_law_of_two_delays(first: Law, second: Law) -> None:
    """Against the mean over 400,000 equal shares of the second law, off by less than their number's inverse."""
    shares = 400_000
    delays = second.quantile((np.arange(shares) + 0.5) / shares)
    times = np.array([0.05, 0.5, 2.7, 5.1, 11.0, 40.0, 120.0])
    exact = [float(np.where(delays <= time, first.cdf(np.maximum(time - delays, 0.0)), 0.0).mean()) for time in times]
    for one_way in (law_of_sum(first, second, 131.0), law_of_sum(second, first, 131.0)):
        np.testing.assert_allclose(one_way.cdf(times), exact, atol=2.6e-6)
    assert law_of_sum(first, second, 131.0).cdf(np.array([-1.0]))[0] == 0


def test_whole_numbers_of_days_are_too_rough() -> None:
    with pytest.raises(TooRoughError):
        law_of_delay(Geometric(3.0), 100.0)


def exact_ranks(others: dict[float, int], weight: float, last: int) -> FloatArray:
    """The chance of at most each rank, drawing place by place; the state is how many of the first weight are drawn."""
    (heavy, many), (light, number) = others.items()
    drawn = np.arange(last + 2)
    chances, found = np.zeros(last + 2), [0.0]
    chances[0] = 1.0
    for rank in range(last):
        rest = (
            heavy * np.maximum(many - drawn, 0),
            light * np.maximum(number - rank + drawn, 0),
        )
        total = rest[0] + rest[1] + weight
        found.append(found[-1] + float(np.sum(chances * weight / total)))
        chances = np.append(0.0, (chances * rest[0] / total)[:-1]) + chances * rest[1] / total
    return np.array(found)


@pytest.mark.parametrize(("scale", "off"), [(1.0, 1e-6), (0.1, 5e-6), (0.005, 1e-4)])
@pytest.mark.parametrize("weight", [1.0, 5.0])
def test_ranks_among_many(scale: float, off: float, weight: float) -> None:
    others = {5.0: round(7000 * scale), 1.0: round(16_000 * scale)}
    others[weight] -= 1
    last = min(600, sum(others.values()) - 1)
    ranks = np.arange(last + 1.0)
    pairs = tuple((each, float(number)) for each, number in others.items())
    np.testing.assert_allclose(chance_of_rank(pairs, weight, ranks), exact_ranks(others, weight, last), atol=off)
