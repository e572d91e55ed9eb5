"""Crews: technicians who install a remediation, one server after the other; the queue, the window, the order.

Theory. With c technicians, exponential work and all n servers there at once, the number of servers done by a time is a
pure death process with rate min(c, left) / mean. Times of fixed work are worked out by hand.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import linalg, stats

import sim
from sim.model.clocks import NEVER, instant
from sim.model.crews import Jobs, finishing_times
from sim.model.open_times import ALWAYS, OpenTimes
from sim.model.world import Technicians
from sim.scenario.laws import Exponential

Document = dict[str, Any]
HOUR = 1 / 24
RACES = {"vectorized": 1000, "events": 600}


def case(organizations: int = 12, horizon: str = "14d", start: str = "2021-01-04", **crew: Any) -> Document:
    """Servers that are all there when a crew begins, on a Monday, and a campaign that hardly does anything."""
    fixed = {"law": "fixed", "value": "0d"}
    update = {"available": "0d", "adoption": fixed, "crew": {"technicians": 1, "hours_per_server": fixed} | crew}
    scan = {"begins": "0d", "strategy": "random", "addresses": 10**12, "rate": "1e-9/d"}
    return {
        "name": "crew",
        "start": start,
        "horizon": horizon,
        "seed": 20210302,
        "populations": {"servers": {"organizations": organizations}},
        "remediations": {"update": update},
        "campaigns": {"scan": scan},
    }


def hours_of(document: Document, engine: str = "vectorized") -> list[float]:
    """When servers are protected, in hours, in order."""
    times = sim.simulate(sim.Scenario.from_dict(document), engine=engine).protected_at
    return [round(float(time) * 24, 6) for time in np.sort(times[np.isfinite(times)])]


def fixed(value: str) -> Document:
    return {"law": "fixed", "value": value}


@pytest.mark.parametrize("engine", RACES)
@pytest.mark.parametrize(("servers", "technicians"), [(8, 3), (5, 9), (12, 1)])
def test_the_number_done_has_its_exact_law(servers: int, technicians: int, engine: str) -> None:
    mean, until = 3.0, 9.0
    document = case(
        servers, f"{until}h", technicians=technicians, hours_per_server={"law": "exponential", "mean": f"{mean}h"}
    )
    generator = np.zeros((servers + 1, servers + 1))
    for left in range(1, servers + 1):
        rate = min(technicians, left) / mean
        generator[left - 1, left] += rate
        generator[left, left] -= rate
    law = linalg.expm(generator * until)[::-1, servers]
    result = sim.run(sim.Scenario.from_dict(document | {"replications": RACES[engine]}), engine=engine, workers=1)
    done = np.asarray(result.values("protected_in_time"))
    counted, due = np.bincount(done.astype(int), minlength=servers + 1), law * len(done)
    often = due >= 5
    seen, wanted = (np.append(each[often], each[~often].sum()) for each in (counted, due))
    assert stats.chisquare(seen[wanted > 0], wanted[wanted > 0]).pvalue > 0.001


@pytest.mark.parametrize("engine", RACES)
@pytest.mark.parametrize(
    ("crew", "hours"),
    [
        ({"hours_per_server": fixed("2h")}, [2, 4, 6, 8, 10]),
        ({"hours_per_server": fixed("2h"), "technicians": 2}, [2, 2, 4, 4, 6]),
        ({"hours_per_server": fixed("2h"), "technicians": 50}, [2, 2, 2, 2, 2]),
        (
            {"hours_per_server": fixed("2h"), "window": {"opens": "mon 08:00", "lasts": "5h"}},
            [10, 12, 178, 180],
        ),
        (
            {
                "hours_per_server": fixed("3h"),
                "window": [{"opens": "mon 08:00", "lasts": "4h"}, {"opens": "tue 20:00", "lasts": "7h"}],
            },
            [11, 47, 50, 179, 215],
        ),
        ({"hours_per_server": fixed("8h"), "window": {"opens": "wed 06:00", "lasts": "3h"}}, [62, 230]),
        ({"hours_per_server": fixed("30d")}, []),
        ({"hours_per_server": fixed("0h")}, [0, 0, 0, 0, 0]),
    ],
    ids=str,
)
def test_times_are_those_of_a_queue(crew: Document, hours: list[float], engine: str) -> None:
    assert hours_of(case(5, **crew), engine) == hours


@pytest.mark.parametrize("engine", RACES)
def test_tags_come_first(engine: str) -> None:
    document = case(4, technicians=1, hours_per_server=fixed("1h"), order=["clinics", "banks"])
    document["populations"] |= {
        "bank": {"organizations": 3, "tags": ["banks"]},
        "clinic": {"organizations": 2, "servers_per_organization": 2, "tags": ["banks", "clinics"]},
    }
    table = sim.simulate(sim.Scenario.from_dict(document), engine=engine).to_frame()
    hours = {
        name: sorted((part.protected_at * 24).round(6)) for name, part in table.groupby("population", observed=True)
    }
    assert hours == {"clinic": [1, 2, 3, 4], "bank": [5, 6, 7], "servers": [8, 9, 10, 11]}


def jobs(coming: list[float], work: list[float], luck: list[float]) -> Jobs:
    ranks = np.zeros(len(coming), dtype=np.intp)
    return Jobs(np.array(coming) * HOUR, np.array(work) * HOUR, ranks, np.array(luck))


def finished(given: Jobs, *, is_random: bool = False, times: OpenTimes = ALWAYS, longest: float = NEVER) -> list[float]:
    crew = Technicians(1, Exponential(1.0), times, longest, (), is_random)
    return [round(float(time) * 24, 6) for time in finishing_times(crew, given, last=30.0)]


def test_first_come_first_served_or_at_random() -> None:
    given = jobs([0, 1, 2, 3], [4, 4, 4, 4], [0.5, 0.9, 0.4, 0.1])
    assert finished(given) == [4, 8, 12, 16]
    assert finished(given, is_random=True) == [4, 16, 12, 8]


def test_the_first_that_fits_is_taken() -> None:
    days = OpenTimes((instant(8 * HOUR), instant(32 * HOUR)), (instant(16 * HOUR), instant(40 * HOUR)))
    assert finished(jobs([0, 0, 0], [5, 6, 3], [0.1, 0.2, 0.3]), times=days, longest=8 * HOUR) == [13, 38, 16]


def test_a_technician_waits_for_the_next_server() -> None:
    assert finished(jobs([0, 9, 9.5], [1, 2, 1], [0.5, 0.5, 0.5])) == [1, 11, 12]


def test_who_is_not_exposed_takes_time_too() -> None:
    document = case(400, "100h", technicians=1, hours_per_server=fixed("1h"))
    document["populations"]["servers"]["vulnerable"] = 0.5
    assert 30 < len(hours_of(document)) < 70


def test_who_never_installs_takes_no_time() -> None:
    document = case(400, "400h", technicians=1, hours_per_server=fixed("1h"))
    document["remediations"]["update"]["uptake"] = 0.5
    hours = hours_of(document)
    assert hours == [*range(1, len(hours) + 1)]
    assert 160 < len(hours) < 240


def test_more_technicians_lose_nobody_more() -> None:
    document = case(60, "3d", technicians=2, hours_per_server={"law": "gamma", "mean": "3h", "shape": 2})
    document["campaigns"]["scan"] |= {"addresses": 60, "rate": "20/d"}
    policies = {"four": {"remediations.update.crew.technicians": 4}}
    found = sim.compare(sim.Scenario.from_dict(document | {"replications": 50}), policies)
    assert (found.difference("four") <= 0).all()
    assert found.difference("four").mean() < -5


@pytest.mark.parametrize(("engine", "reason"), [("counts", "in the queue of update"), ("expected", "one queue")])
def test_engines_that_cannot_do_crews_say_so(engine: str, reason: str) -> None:
    with pytest.raises(sim.InputError, match=reason):
        sim.run(sim.Scenario.from_dict(case()), engine=engine)


@pytest.mark.parametrize(
    ("changes", "path", "message"),
    [
        ({"stagger": "1h"}, "stagger", "one server after the other by itself"),
        ({"window": {"opens": "sat 00:00", "lasts": "1d"}}, "window", "write it in crew"),
        ({"by_population": {"servers": {"stagger": "1h"}}}, "by_population.servers.stagger", "by itself"),
        ({"crew": {"technicians": 0, "hours_per_server": fixed("1h")}}, "crew.technicians", "at least 1"),
        ({"crew": {"technicians": 2}}, "crew.hours_per_server", "missing key"),
        (
            {"crew": {"technicians": 2, "hours_per_server": fixed("1h"), "order": ["random", "vip"]}},
            "crew.order",
            "the last word",
        ),
        (
            {"crew": {"technicians": 2, "hours_per_server": fixed("1h"), "windw": []}},
            "crew.windw",
            "did you mean 'window'",
        ),
    ],
    ids=str,
)
def test_mistakes_are_told_with_their_place(changes: Document, path: str, message: str) -> None:
    document = case()
    document["remediations"]["update"] |= changes
    with pytest.raises(sim.InputError) as caught:
        sim.Scenario.from_dict(document)
    found = {".".join(map(str, each.path)): each.message for each in caught.value.problems}
    assert message in found[f"remediations.update.{path}"]
