"""Long work goes on in processes: the answers are the same, in the same order, whatever happens to a process."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from functools import partial

import pytest

import sim
from sim.engines import engine_named
from sim.model.world import Worlds
from sim.problems import Problem
from sim.runs import parallel
from sim.runs.parallel import in_parallel


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes are taken after the first item."""
    monkeypatch.setattr(parallel, "PATIENCE", 0.0)
    monkeypatch.setattr(parallel, "WORTH_IT", 0.0)
    monkeypatch.setattr(parallel, "AT_ONCE", 0.0)


def squared(here: int, item: int) -> tuple[int, bool]:
    """An answer, and whether another process gave it."""
    return item**2, os.getpid() != here


def fails_at(number: int, item: int) -> int:
    if item == number:
        raise sim.InputError([Problem(("here",), str(item), "is the one")])
    return item


def dies_elsewhere(here: int, item: int) -> int:
    if item == 4 and os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def test_answers_come_in_order_from_other_processes() -> None:
    found = list(in_parallel(partial(squared, os.getpid()), range(30), 2))
    assert [answer for answer, _ in found] == [item**2 for item in range(30)]
    assert not found[0][1]
    assert any(elsewhere for _, elsewhere in found[1:])


def test_one_worker_stays_here() -> None:
    assert not any(elsewhere for _, elsewhere in in_parallel(partial(squared, os.getpid()), range(30), 1))


def test_an_error_there_is_the_error_here() -> None:
    with pytest.raises(sim.InputError) as caught:
        list(in_parallel(partial(fails_at, 7), range(30), 2))
    assert caught.value.problems == (Problem(("here",), "7", "is the one"),)
    assert list(in_parallel(partial(fails_at, 99), range(5), 2)) == list(range(5))


def fails_late_elsewhere(here: int, item: int) -> int:
    if os.getpid() != here:
        time.sleep(0.2)
    if item:
        raise sim.InputError([Problem(("here",), str(item), "is wrong")])
    return item


def test_the_first_error_in_order_counts_wherever_it_comes_from() -> None:
    """Item 1 goes to the other process; another one fails here long before."""
    with pytest.raises(sim.InputError) as caught:
        list(in_parallel(partial(fails_late_elsewhere, os.getpid()), range(9), 2))
    assert caught.value.problems == (Problem(("here",), "1", "is wrong"),)


def test_this_process_is_one_of_the_workers() -> None:
    found = [elsewhere for _, elsewhere in in_parallel(partial(squared, os.getpid()), range(300), 2)]
    assert 0 < sum(found) < 299


def test_the_work_of_a_process_that_dies_is_done_here() -> None:
    assert list(in_parallel(partial(dies_elsewhere, os.getpid()), range(12), 2)) == list(range(12))


def test_who_stops_listening_leaves_processes_that_work() -> None:
    answers = in_parallel(partial(squared, os.getpid()), range(1000), 2)
    assert [next(answers)[0] for _ in range(3)] == [0, 1, 4]
    answers.close()  # type: ignore[attr-defined]  # a generator
    assert len(list(in_parallel(partial(squared, os.getpid()), range(9), 2))) == 9


def inside(_: int) -> bool:
    return any(elsewhere for _, elsewhere in in_parallel(partial(squared, os.getpid()), range(9), 2))


def test_a_process_of_somebody_else_works_alone() -> None:
    """It may have no children, and a forked one does not know those of its parent."""
    assert any(elsewhere for _, elsewhere in in_parallel(partial(squared, os.getpid()), range(30), 2))
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map(inside, [1, 2]) == [False, False]


@pytest.mark.parametrize("engine", ["vectorized", "events", "expected", "counts"])
def test_runs_and_comparisons_are_the_same_to_the_bit(engine: str) -> None:
    scenario = sim.Scenario.from_dict(
        {
            "name": "Two processes",
            "start": "2021-01-01",
            "horizon": "20d",
            "replications": 6,
            "populations": {"shops": {"organizations": 40}},
            "remediations": {"patch": {"available": "5d", "adoption": {"law": "exponential", "mean": "5d"}}},
            "campaigns": {"scan": {"begins": "2d", "strategy": "random", "addresses": 100, "rate": "10/d"}},
            "uncertain": {"campaigns.scan.rate": {"law": "lognormal", "median": "10/d", "sigma": 0.5}},
        }
    )
    one, two = (sim.run(scenario, engine=engine, workers=workers) for workers in (1, 2))
    assert (one.counts == two.counts).all()
    assert (one.bands == two.bands).all()
    assert (one.drawn["campaigns.scan.rate"] == two.drawn["campaigns.scan.rate"]).all()
    if engine_named(engine).compares:
        policies = {"late": {"remediations.patch.available": "9d"}}
        single, double = (sim.compare(scenario, policies, engine=engine, workers=workers) for workers in (1, 2))
        assert (single.counts == double.counts).all()


def test_worlds_and_engines_can_be_sent() -> None:
    import pickle

    worlds = Worlds(sim.load("proxylogon"))
    sent = pickle.loads(pickle.dumps((worlds, engine_named("vectorized"))))
    assert sent[1] is engine_named("vectorized")
    assert sent[0][3].drawn == worlds[3].drawn
