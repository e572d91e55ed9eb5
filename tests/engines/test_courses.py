"""Remediations that come and leave a server in the race: expectations in closed form, held against formulas.

Theory. Where campaigns, installations and removals have constant hazards, a server goes from state to state as a Markov
chain does, and the chance of each state is the exponential of a matrix. Lists have other laws, which are means over
days. Generated scenarios with such remediations are in `test_closed_form`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import linalg
from test_closed_form import ADOPTION, DAYS, HAZARD, again, count, one

from sim.engines import expected
from sim.engines.closed_form import expect, why_not
from sim.model.world import World
from sim.outcomes import CURVE_NAMES, OUTCOME_NAMES

FloatArray = NDArray[np.float64]
Rate = tuple[Any, Any, float]
SCAN = {"begins": "0d", "strategy": "random", "addresses": 10_000, "rate": f"{HAZARD * 10_000}/d"}
BOTH = {"scan": SCAN, "other": {**SCAN, "rate": f"{2 * HAZARD * 10_000}/d"}}
OTHER = 2 * HAZARD


def chances(rates: Sequence[Rate], days: float, begin: dict[Any, float]) -> dict[Any, float]:
    """The chance of each state after some days, by the rates at which servers go from one to another."""
    names = list(dict.fromkeys([*begin, *(name for before, after, _ in rates for name in (before, after))]))
    generator = np.zeros((len(names), len(names)))
    for before, after, rate in rates:
        generator[names.index(before), names.index(after)] += rate
        generator[names.index(before), names.index(before)] -= rate
    at_end = np.array([begin.get(name, 0.0) for name in names]) @ linalg.expm(generator * days)
    return dict(zip(names, at_end.tolist(), strict=True))


def curve(world: World, name: str, days: float) -> float:
    return float(expect(world, np.array([days, DAYS])).curves[CURVE_NAMES.index(name), 0, 0])


# Some campaigns are stopped


SHARE, EVICTS, UNTIL = 0.4, 0.3, 14.3
IN_PART = {"protects": {"scan": 1.0, "other": SHARE}, "evicts": EVICTS}
"""Installed, it closes the hole on some servers, and stops only one of two campaigns on the others."""


def stopped_in_part() -> dict[str, float]:
    """Fallen by whom, and whether what is installed closed the hole; `both` came where the second could, too."""
    part, shut = ADOPTION * (1 - SHARE), ADOPTION * SHARE
    rates = [("open", "by scan", HAZARD), ("open", "by other", OTHER), ("open", "part", part), ("open", "shut", shut)]
    rates += [("part", "by other late", OTHER), ("by scan", "both", OTHER), ("by other", "both", HAZARD)]
    for fallen in ("by scan", "by other"):
        rates += [(fallen, "evicted", ADOPTION * EVICTS), (fallen, f"{fallen}, too late", shut * (1 - EVICTS))]
        rates += [(fallen, f"{fallen}, part", part * (1 - EVICTS))]
    rates += [("by scan, part", "both", OTHER)]
    return chances(rates, DAYS, {"open": 1.0})


def test_a_remediation_that_stops_one_of_two_campaigns_by_formula() -> None:
    world, share = one(fix=IN_PART, campaigns=BOTH), stopped_in_part()
    assert not why_not(world)
    clean = share["shut"]
    exposed = share["open"] + share["part"]
    assert count(world, "protected_in_time") == pytest.approx(1000 * clean, abs=1e-4)
    assert count(world, "still_exposed") == pytest.approx(1000 * exposed, abs=1e-4)
    assert count(world, "compromised") == pytest.approx(1000 * (1 - clean - exposed), abs=1e-4)
    assert count(world, "multiply_compromised") == pytest.approx(1000 * share["both"], abs=1e-4)


def test_who_is_closed_too_late_where_some_campaigns_are_stopped_by_formula() -> None:
    """Footholds end with an installation that evicts, which comes once, before a fall or after it."""
    shut, others = ADOPTION * SHARE * (1 - EVICTS), ADOPTION * (1 - SHARE) * (1 - EVICTS)
    rates = [("open", "part", ADOPTION * (1 - SHARE)), ("open", "shut", ADOPTION * SHARE)]
    rates += [("open", "fallen", HAZARD + OTHER), ("part", "lives", OTHER), ("fallen", "late", shut)]
    rates += [("fallen", "lives", others), ("fallen", "evicted", ADOPTION * EVICTS)]
    share, world = chances(rates, DAYS, {"open": 1.0}), one(fix=IN_PART, campaigns=BOTH)
    assert count(world, "protected_too_late") == pytest.approx(1000 * share["late"], abs=1e-4)
    live = share["fallen"] + share["lives"] + share["late"]
    assert count(world, "live_footholds") == pytest.approx(1000 * live, abs=1e-4)


def test_what_stops_those_who_do_not_come_at_all() -> None:
    """It stops the one campaign that comes, on all servers, but others would get in, so that it closes nothing."""
    walled: dict[str, Any] = {"populations": {"p": {"organizations": 1000}, "q": {"organizations": 1, "tags": ["q"]}}}
    campaigns = {"scan": SCAN, "other": {**SCAN, "aims": {"tags": ["q"]}}}
    world = one(fix={"protects": {"scan": 1.0, "other": 0.0}}, campaigns=campaigns, **walled)
    counts = dict(zip(("servers", "compromised"), expect(world, world.grid()).counts[:2, 1].tolist(), strict=True))
    both = HAZARD + ADOPTION
    assert counts["compromised"] == pytest.approx(1000 * HAZARD / both * -np.expm1(-both * DAYS), abs=1e-4)
    assert expect(world, world.grid()).counts[4, 1] == pytest.approx(0.0, abs=1e-6)


def breached(spared: FloatArray, share: FloatArray, never: float, servers: int) -> float:
    """The share of organizations of some servers with one that is not spared, by when they install something."""
    return float(1 - np.sum(share * spared**servers) - (1 - share.sum()) * never**servers)


def installed_on_days() -> tuple[FloatArray, FloatArray]:
    """40,000 days, and on each the chance that an organization installs something."""
    step = DAYS / 40_000
    days = np.arange(step / 2, DAYS, step)
    return days, ADOPTION * np.exp(-ADOPTION * days) * step


@pytest.mark.parametrize("exposed", [1.0, 0.7])
def test_organizations_of_servers_on_which_some_campaigns_are_stopped_by_formula(exposed: float) -> None:
    population = {"organizations": 1000, "servers_per_organization": 3, "vulnerable": exposed}
    world = one(fix=IN_PART, campaigns=BOTH, population=population)
    days, share = installed_on_days()
    by_then = np.exp(-(HAZARD + OTHER) * days)
    spared = SHARE * by_then + (1 - SHARE) * by_then * np.exp(-OTHER * (DAYS - days))
    spared, never = (1 - exposed * (1 - each) for each in (spared, np.exp(-(HAZARD + OTHER) * DAYS)))
    exact = 1000 * breached(spared, share, float(never), 3)
    assert count(world, "organizations_breached") == pytest.approx(exact, abs=5e-3)


def test_organizations_that_are_protected_until_a_moment_by_formula() -> None:
    world = one(fix={"until": f"{UNTIL}d", "protects": 0.8}, population={"servers_per_organization": 3})
    days, share = installed_on_days()
    shut = np.where(days < UNTIL, UNTIL - days, 0.0)
    never = np.exp(-HAZARD * DAYS)
    spared = 0.8 * np.exp(-HAZARD * (DAYS - shut)) + 0.2 * never
    exact = 1000 * breached(spared, share, float(never), 3)
    assert count(world, "organizations_breached") == pytest.approx(exact, abs=5e-3)
    shut = np.where(days < 10, 10 - days, 0.0)
    spared = 0.8 * np.exp(-HAZARD * (10 - shut)) + 0.2 * np.exp(-HAZARD * 10)
    exact = 1000 * breached(spared, share, float(np.exp(-HAZARD * 10)), 3)
    assert curve(world, "organizations_breached", 10.0) == pytest.approx(exact, abs=5e-3)


def test_organizations_of_staggered_servers_that_are_protected_until_a_moment_by_formula() -> None:
    """The second of two servers is protected five days after the first, if that is before protection ends."""
    world = one(fix={"until": f"{UNTIL}d", "stagger": "5d"}, population={"servers_per_organization": 2})
    days, share = installed_on_days()
    shut = np.maximum(UNTIL - days, 0), np.maximum(UNTIL - days - 5, 0)
    spared = np.sqrt(np.exp(-HAZARD * (DAYS - shut[0])) * np.exp(-HAZARD * (DAYS - shut[1])))
    exact = 1000 * breached(spared, share, float(np.exp(-HAZARD * DAYS)), 2)
    assert count(world, "organizations_breached") == pytest.approx(exact, abs=5e-3)


def test_organizations_of_staggered_servers_beside_a_remediation_that_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Held against points: the fix comes to one server after the other, and a workaround for a time to all at once."""
    monkeypatch.setattr(expected, "POINTS", 2**12)
    adoption = {"law": "exponential", "mean": "8d"}
    workaround = {"available": "0d", "adoption": adoption, "until": "15d", "protects": 0.9}
    fix = {"available": "2d", "adoption": adoption, "stagger": "3d"}
    remediations = {"workaround": workaround, "fix": fix}
    world = one(remediations=remediations, campaigns=BOTH, population={"servers_per_organization": 3})
    found, points = expect(world, world.grid()), expected.expect_by_points(world, world.grid())
    row = OUTCOME_NAMES.index("organizations_breached")
    assert abs(found.counts[row, 0] - points.counts[row, 0]) < 5 * points.error[row, 0]
    assert points.error[row, 0] < 2


# Protection ends


LAPSE = 0.15
AFTER_A_LAW = {"until": {"law": "exponential", "mean": f"{1 / LAPSE}d"}, "protects": 0.8, "evicts": EVICTS}


def lapsing(fallen: Sequence[str] = ()) -> list[Rate]:
    """Installed on a server that nobody was in, on four of five it protects; so it does where intruders stay in."""
    rates = [("open", "shut", 0.8 * ADOPTION), ("open", "once", 0.2 * ADOPTION), ("shut", "back", LAPSE)]
    for each in fallen:
        rates += [(each, f"{each}, shut", 0.8 * (1 - EVICTS) * ADOPTION), (each, "evicted", EVICTS * ADOPTION)]
        rates += [(each, f"{each}, once", 0.2 * (1 - EVICTS) * ADOPTION), (f"{each}, shut", f"{each}, back", LAPSE)]
    return rates


def test_protection_that_ends_at_some_time_by_formula() -> None:
    hazards = [
        (state, f"by {name} {state}", hazard)
        for state in ("open", "once", "back")
        for name, hazard in (("scan", HAZARD), ("other", OTHER))
    ]
    fallen = {"by scan open": OTHER, "by other open": HAZARD}
    later = [(f"{each}{then}", "both", hazard) for each, hazard in fallen.items() for then in ("", ", once", ", back")]
    later += [(f"by scan {state}", "both", OTHER) for state in ("once", "back")]
    later += [(f"by other {state}", "both", HAZARD) for state in ("once", "back")]
    share = chances([*lapsing(list(fallen)), *hazards, *later], DAYS, {"open": 1.0})
    world = one(fix=AFTER_A_LAW, campaigns=BOTH)
    assert not why_not(world)
    assert count(world, "protected_in_time") == pytest.approx(1000 * share["shut"], abs=2e-4)
    exposed = share["open"] + share["once"] + share["back"]
    assert count(world, "still_exposed") == pytest.approx(1000 * exposed, abs=2e-4)
    assert count(world, "multiply_compromised") == pytest.approx(1000 * share["both"], abs=2e-4)


def test_footholds_behind_protection_that_ends_by_formula() -> None:
    hazards = [("open", "in", HAZARD), ("once", "in for good", HAZARD), ("back", "in for good", HAZARD)]
    share = chances([*lapsing(["in"]), *hazards], DAYS, {"open": 1.0})
    world = one(fix=AFTER_A_LAW)
    late = share["in, shut"] + share["in, back"]
    assert count(world, "protected_too_late") == pytest.approx(1000 * late, abs=2e-4)
    assert curve(world, "compromised_protected", DAYS) == pytest.approx(1000 * share["in, shut"], abs=2e-4)
    live = late + share["in"] + share["in, once"] + share["in for good"]
    assert count(world, "live_footholds") == pytest.approx(1000 * live, abs=2e-4)


REMOVAL = 1 / 8
CLEANED = {
    "disclosure": "0d",
    "detection": {"law": "exponential", "mean": f"{1 / REMOVAL}d"},
    "cleanup": {"law": "fixed", "value": "0d"},
}


def until_a_moment(rates: list[Rate], days: float) -> dict[str, float]:
    """The chances of states some days after the moment at which protection ends; what comes then does nothing."""
    before = chances([*lapsing_until(rates), *rates], UNTIL, {"open": 1.0})
    begin: dict[str, float] = {}
    for name, chance in before.items():
        after = name.replace("in, shut", "in, back").replace("shut", "back")
        begin[after] = begin.get(after, 0.0) + chance
    return chances(rates, days, begin)


def lapsing_until(rates: list[Rate]) -> list[Rate]:
    is_of_two = any(before == "by scan" for before, _, _ in rates)
    fallen = ["by scan", "by other"] if is_of_two else ["in"]
    return [("open", "shut", ADOPTION), *((each, f"{each}, shut", ADOPTION) for each in fallen)]


def test_protection_until_a_moment_with_removals_by_formula() -> None:
    """Of those who were in when it came, and are not removed, as many are open as if it had never come."""
    rates = [("open", "in", HAZARD), ("back", "in", HAZARD)]
    rates += [(each, "removed", REMOVAL) for each in ("in", "in, shut", "in, back")]
    world = one(fix={"until": f"{UNTIL}d"}, aftermath=CLEANED)
    assert not why_not(world)
    share = until_a_moment(rates, DAYS - UNTIL)
    assert count(world, "still_exposed") == pytest.approx(1000 * (share["open"] + share["back"]), abs=1e-4)
    assert count(world, "live_footholds") == pytest.approx(1000 * (share["in"] + share["in, back"]), abs=1e-4)
    before = chances([*lapsing_until(rates), *rates], 10.0, {"open": 1.0})
    assert curve(world, "compromised_protected", 10.0) == pytest.approx(1000 * before["in, shut"], abs=1e-4)
    assert curve(world, "compromised_protected", 20.0) == pytest.approx(0.0, abs=1e-4)
    assert curve(world, "compromised_open", 20.0) == pytest.approx(
        1000 * sum(until_a_moment(rates, 20 - UNTIL)[each] for each in ("in", "in, back")), abs=1e-4
    )


def test_two_campaigns_around_protection_until_a_moment_by_formula() -> None:
    """The first before it is installed and the other after it has ended, or both after; unless removed between."""
    rates = [("open", "by scan", HAZARD), ("open", "by other", OTHER)]
    rates += [("back", "by scan", HAZARD), ("back", "by other", OTHER)]
    for name, hazard in (("by scan", OTHER), ("by other", HAZARD)):
        rates += [(name, "both", hazard), (f"{name}, back", "both", hazard)]
        rates += [(f"{name}{then}", "removed", REMOVAL) for then in ("", ", shut", ", back")]
    before = chances([*lapsing_until(rates), *rates], UNTIL, {"open": 1.0})
    begin: dict[str, float] = {}
    for name, chance in before.items():
        begin[name.replace("shut", "back")] = begin.get(name.replace("shut", "back"), 0.0) + chance
    share = chances(rates, DAYS - UNTIL, begin)
    world = one(fix={"until": f"{UNTIL}d"}, campaigns=BOTH, aftermath=CLEANED)
    assert count(world, "multiply_compromised") == pytest.approx(1000 * share["both"], abs=1e-4)


def test_what_is_installed_after_protection_has_ended_evicts_and_protects_nobody_by_formula() -> None:
    rates = [("open", "in", HAZARD), ("in", "out", ADOPTION), ("back", "in for good", HAZARD)]
    before = chances([*rates, ("open", "back", ADOPTION)], UNTIL, {"open": 1.0})
    shut = -np.expm1(-(HAZARD + ADOPTION) * UNTIL) * ADOPTION / (HAZARD + ADOPTION)
    begin = {"open": before["open"], "in": before["in"], "back": shut}
    after = [*rates, ("open", "back", ADOPTION)]
    share = chances(after, DAYS - UNTIL, begin)
    world = one(fix={"until": f"{UNTIL}d", "evicts": 1.0})
    live = share["in"] + share["in for good"]
    assert count(world, "live_footholds") == pytest.approx(1000 * live, abs=1e-4)


def test_protection_that_is_over_as_it_begins_on_some_servers() -> None:
    """It never begins there, and on the others it does not end by the horizon."""
    lasts = {"law": "empirical", "points": [["0d", 0.25], ["41d", 0.25], ["42d", 1.0]]}
    found, plain = (expect(one(fix=fix), np.array([10.0, DAYS])) for fix in ({"until": lasts}, {"protects": 0.75}))
    np.testing.assert_allclose(found.counts, plain.counts, atol=1e-4)
    np.testing.assert_allclose(found.curves, plain.curves, atol=1e-4)


@pytest.mark.parametrize("until", [{"law": "fixed", "value": "6d"}, "14.3d"], ids=["law", "moment"])
def test_two_lists_and_protection_that_ends_by_formula(until: Any) -> None:
    """Lists of two actors visit a server at any time of 50 days, that of another of 80; the mean over 40,000 days."""
    servers = 10**6
    lists: dict[str, dict[str, Any]] = {
        name: {"begins": "0d", "strategy": "hit_list", "rate": f"{servers / days}/d", "success": success}
        for name, days, success in (("a", 50, 0.9), ("b", 80, 0.5))
    }
    lists["a"] |= {"actors": {"first": 2}, "works_on": 0.75}
    world = one(population={"organizations": servers}, campaigns=lists, fix={"until": until})
    assert not why_not(world)
    step = DAYS / 40_000
    begins = np.arange(step / 2, DAYS, step)
    ends = np.minimum(np.full(begins.shape, UNTIL) if isinstance(until, str) else begins + 6, DAYS)
    open_ = DAYS - np.maximum(ends - begins, 0)
    spared, never = (
        (0.25 + 0.75 * (1 - 0.9 * days / 50) ** 2) * (1 - 0.5 * days / 80) for days in (open_, np.array(DAYS))
    )
    none = np.sum(ADOPTION * np.exp(-ADOPTION * begins) * spared) * step + np.exp(-ADOPTION * DAYS) * never
    assert count(world, "compromised") == pytest.approx(servers * (1 - none), rel=2e-6)


def test_protection_that_ends_here_and_stops_some_campaigns_there() -> None:
    """Two populations, each with a remediation of its own: what they come to is what each does alone."""
    remediations = {
        name: {
            "available": "0d",
            "adoption": {"law": "exponential", "mean": "10d"},
            "applies_to": {"tags": [name]},
            **fix,
        }
        for name, fix in (("ends", AFTER_A_LAW), ("part", IN_PART))
    }
    populations = {name: {"organizations": 1000, "tags": [name]} for name in remediations}
    together = one(populations=populations, remediations=remediations, campaigns=BOTH)
    assert not why_not(together)
    found = expect(together, together.grid())
    for column, fix in enumerate((AFTER_A_LAW, IN_PART), start=1):
        alone = one(fix=fix, campaigns=BOTH)
        by_itself = expect(alone, alone.grid())
        np.testing.assert_allclose(found.counts[:, column], by_itself.counts[:, 0], atol=1e-3)
        np.testing.assert_allclose(found.curves[:, column], by_itself.curves[:, 0], atol=1e-3)


# Evictions that leave the hole open


LEFT_OPEN = {"protects": 0.3, "evicts": 0.6}
ONE_LEAVES_OPEN = {"fix": (ADOPTION, LEFT_OPEN)}
TWO_LEAVE_OPEN = {**ONE_LEAVES_OPEN, "reset": (0.2, {"protects": 0.0, "evicts": 1.0})}
Removing = dict[str, tuple[float, dict[str, float]]]


def remediations_of(removing: Removing) -> dict[str, Any]:
    return {
        name: {"available": "0d", "adoption": {"law": "exponential", "mean": f"{1 / rate}d"}, **effects}
        for name, (rate, effects) in removing.items()
    }


def falling_again(removing: Removing, removal: float, closes: float) -> dict[tuple[int, bool, bool], float]:
    """The chances of how often a server fell, at most twice, whether an intruder is in, and whether the hole is closed.

    Each remediation comes once, and the state says which have.
    """
    begin = (0, False, False, frozenset[str]())
    rates: list[tuple[Any, Any, float]] = []
    states, new = {begin}, [begin]
    while new:
        state = new.pop()
        fell, is_in, closed, came = state
        to: list[tuple[Any, float]] = []
        if not closed and not is_in:
            to.append(((min(fell + 1, 2), True, False, came), HAZARD))
        if is_in:
            to += [
                ((fell, False, closed or after, came), removal * chance)
                for after, chance in ((True, closes), (False, 1 - closes))
            ]
        for name, (rate, effects) in removing.items():
            if name not in came:
                for protects in (False, True):
                    for evicts in (False, True):
                        chance = effects["protects"] if protects else 1 - effects["protects"]
                        chance *= effects["evicts"] if evicts else 1 - effects["evicts"]
                        to.append(((fell, is_in and not evicts, closed or protects, came | {name}), rate * chance))
        for after, rate in to:
            if rate > 0 and after != state:
                rates.append((state, after, rate))
                new += [after] if after not in states else []
                states.add(after)
    found: dict[tuple[int, bool, bool], float] = {}
    for (fell, is_in, closed, _), chance in chances(rates, DAYS, {begin: 1.0}).items():
        found[fell, is_in, closed] = found.get((fell, is_in, closed), 0.0) + chance
    return found


@pytest.mark.parametrize("removing", [ONE_LEAVES_OPEN, TWO_LEAVE_OPEN], ids=["one", "two"])
@pytest.mark.parametrize("is_cleaned", [True, False])
def test_evictions_that_leave_servers_open_by_formula(removing: Removing, is_cleaned: bool) -> None:
    remediations = remediations_of(removing)
    if is_cleaned:
        world, share = again(remediations=remediations), falling_again(removing, 1 / 4, 0.3)
    else:
        aftermath = {"disclosure": "0d", "reinfection": True}
        world, share = one(remediations=remediations, aftermath=aftermath), falling_again(removing, 0.0, 0.0)
    assert not why_not(world)

    def number(fell: set[int], is_in: set[bool], closed: set[bool]) -> Any:
        some = (share.get(state, 0.0) for state in product(fell, is_in, closed))
        return pytest.approx(1000 * sum(some), abs=2e-4)

    any_way = {True, False}
    assert count(world, "compromised_again") == number({2}, any_way, any_way)
    assert count(world, "live_footholds") == number({1, 2}, {True}, any_way)
    assert count(world, "protected_in_time") == number({0}, any_way, {True})
    assert curve(world, "compromised_open", DAYS) == number({1, 2}, {True}, {False})


def test_two_campaigns_around_an_eviction_that_leaves_servers_open_by_formula() -> None:
    """The second comes to a foothold of the first, or after its removal; what protects surely comes later."""
    removing = ADOPTION * LEFT_OPEN["evicts"] * (1 - LEFT_OPEN["protects"])
    shut = ADOPTION * LEFT_OPEN["protects"]
    rates = [("open", "by scan", HAZARD), ("open", "by other", OTHER), ("open", "shut", shut)]
    rates += [("open", "spent", ADOPTION - shut), ("spent", "by scan, spent", HAZARD)]
    rates += [("spent", "by other, spent", OTHER)]
    for name, hazard in (("by scan", OTHER), ("by other", HAZARD)):
        rates += [(name, "both", hazard), (name, "shut", shut), (name, f"{name}, out", removing)]
        rates += [(name, f"{name}, spent", ADOPTION - shut - removing), (f"{name}, spent", "both", hazard)]
        rates += [(f"{name}, out", "both", hazard)]
    share = chances(rates, DAYS, {"open": 1.0})
    world = one(fix=LEFT_OPEN, campaigns=BOTH, aftermath={"disclosure": "0d", "reinfection": True})
    assert count(world, "multiply_compromised") == pytest.approx(1000 * share["both"], abs=2e-4)


def test_who_is_walked_into_after_an_eviction_that_leaves_servers_open_by_formula() -> None:
    walk = {**SCAN, "entry": "foothold"}
    removing = ADOPTION * LEFT_OPEN["evicts"]
    rates = [("open", "in", HAZARD), ("in", "walked", HAZARD), ("open", "shut", ADOPTION * LEFT_OPEN["protects"])]
    rates += [("open", "spent", ADOPTION * 0.7), ("spent", "in, spent", HAZARD), ("in, spent", "walked", HAZARD)]
    rates += [("in", "spent", removing * 0.7), ("in", "shut", removing * 0.3), ("in", "in, spent", ADOPTION - removing)]
    share = chances(rates, DAYS, {"open": 1.0})
    aftermath = {"disclosure": "0d", "reinfection": True}
    world = one(fix=LEFT_OPEN, campaigns={"scan": SCAN, "walk": walk}, aftermath=aftermath)
    assert count(world, "reentered") == pytest.approx(1000 * share["walked"], abs=2e-4)


def test_evictions_that_leave_servers_open_here_and_lists_there() -> None:
    """Two populations, each with a remediation and a campaign of its own: what they come to is what each does alone."""
    removal = {
        "detection": {"law": "exponential", "mean": "4d"},
        "cleanup": {"law": "weibull", "scale": "1d", "shape": 2},
    }
    aftermath = {"disclosure": "0d", **removal, "reinfection": True, "cleanup_protects": 0.3}
    visits = {"begins": "0d", "strategy": "permutation", "addresses": 10**6, "rate": f"{10**6 / 16}/d"}
    each = {"open": (LEFT_OPEN, SCAN), "list": ({}, visits)}
    populations = {name: {"organizations": 1000, "tags": [name]} for name in each}
    mine = {name: {"tags": [name]} for name in each}
    adoption = {"law": "exponential", "mean": "10d"}
    together = one(
        populations=populations,
        remediations={
            name: {"available": "0d", "adoption": adoption, "applies_to": mine[name], **fix}
            for name, (fix, _) in each.items()
        },
        campaigns={name: {**scan, "aims": mine[name]} for name, (_, scan) in each.items()},
        aftermath=aftermath,
    )
    assert not why_not(together)
    found = expect(together, together.grid())
    for column, (fix, scan) in enumerate(each.values(), start=1):
        alone = one(fix=fix, campaigns={"scan": scan}, aftermath=aftermath)
        by_itself = expect(alone, alone.grid())
        np.testing.assert_allclose(found.counts[:, column], by_itself.counts[:, 0], atol=2e-3)


# What is left to points


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"fix": AFTER_A_LAW, "aftermath": CLEANED}, "at any time in p, where intruders are removed"),
        ({"fix": AFTER_A_LAW, "population": {"servers_per_organization": 2}}, "at any time on several servers"),
    ],
)
def test_what_is_left_to_points_says_why(change: dict[str, Any], reason: str) -> None:
    assert reason in why_not(one(**change))


def test_servers_that_fall_again_have_no_protection_that_ends() -> None:
    assert "may fall again" in why_not(again(fix=AFTER_A_LAW))
