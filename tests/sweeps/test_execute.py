"""Running tasks: what comes out depends neither on how they are cut nor on what dies (faults: items 7 and 11)."""

from __future__ import annotations

import errno
from collections.abc import Callable, Sequence

import pytest

from sim.problems import InputError, Problem
from sim.sweeps.execute import Pace, execute
from sim.sweeps.tasks import Done, Failure, Task
from sim.sweeps.workers import StudyStoppedError

REPLICATIONS = 12
Outcome = Done | BaseException


class KilledWorker(Exception):  # noqa: N818  # as Dask names it
    """A worker died of a task, again and again."""


class Scripted:
    """Runs tasks by a function of a bundle, the newest first or the oldest first."""

    workers = 2
    capacity = 4

    def __init__(self, perform: Callable[[Sequence[Task]], Outcome], newest_first: bool = False) -> None:
        self._perform = perform
        self._place = -1 if newest_first else 0
        self._waiting: list[Sequence[Task]] = []
        self.ran: list[Sequence[Task]] = []

    def submit(self, tasks: Sequence[Task]) -> None:
        self._waiting.append(tasks)

    def next(self) -> tuple[Sequence[Task], Outcome]:
        tasks = self._waiting.pop(self._place)
        self.ran.append(tasks)
        return tasks, self._perform(tasks)


def pending(points: str = "abc") -> list[Task]:
    return [Task(key, {}, tuple(range(REPLICATIONS))) for key in points]


def failing_at(*bad: tuple[str, int], seconds: float = 0.1) -> Callable[[Sequence[Task]], Done]:
    """Performs tasks as a worker does: each up to the first replication that fails."""

    def perform(tasks: Sequence[Task]) -> Done:
        done, failures = 0, []
        for task in tasks:
            for replication in task.replications:
                if (task.key, replication) in bad:
                    failures.append(Failure(task.key, replication, f"replication {replication}"))
                    break
                done += 1
        return Done(done, seconds, tuple(failures))

    return perform


def first_failures(found: Sequence[Done]) -> dict[str, int]:
    first: dict[str, int] = {}
    for failure in (each for done in found for each in done.failures):
        first[failure.key] = min(failure.replication, first.get(failure.key, failure.replication))
    return first


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("together", [1, 2, 5, 7, 100])
def test_the_first_failure_of_a_point_is_found_however_tasks_are_cut(
    monkeypatch: pytest.MonkeyPatch, together: int, newest_first: bool
) -> None:
    monkeypatch.setattr(Pace, "replications", together)
    runs = Scripted(failing_at(("b", 11), ("b", 4), ("b", 5), ("c", 0), ("c", 7)), newest_first)
    found = list(execute(pending(), runs))
    assert first_failures(found) == {"b": 4, "c": 0}
    done = [(task.key, each) for tasks in runs.ran for task in tasks for each in task.replications]
    assert {("a", each) for each in range(REPLICATIONS)} <= set(done)
    assert {("b", each) for each in range(5)} <= set(done)
    assert len(done) == len(set(done))


def test_a_point_that_has_failed_is_not_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pace, "replications", 1)
    runs = Scripted(failing_at(("a", 0)))
    list(execute(pending("a"), runs))
    assert len(runs.ran) == runs.capacity


def killed_by(*bad: tuple[str, int]) -> Callable[[Sequence[Task]], Outcome]:
    """Performs tasks where some replications kill whatever process runs them."""

    def perform(tasks: Sequence[Task]) -> Outcome:
        together = {(task.key, each) for task in tasks for each in task.replications}
        return KilledWorker() if together & set(bad) else failing_at(("c", 6))(tasks)

    return perform


@pytest.mark.parametrize("together", [1, 4, 9, 100])
def test_a_replication_that_kills_its_worker_is_found_and_nothing_else_suffers(
    monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    monkeypatch.setattr(Pace, "replications", together)
    runs = Scripted(killed_by(("b", 5), ("b", 9)))
    found = list(execute(pending(), runs))
    assert first_failures(found) == {"b": 5, "c": 6}
    assert {each.reason for done in found for each in done.failures if each.key == "b"} == {
        "its worker died every time: killed, or out of memory"
    }
    assert sum(done.replications for done in found) >= REPLICATIONS + 5 + 6


def test_workers_that_are_killed_at_random_cost_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pace, "replications", 5)
    attempts: dict[str, int] = {}

    def perform(tasks: Sequence[Task]) -> Outcome:
        attempts[str(tasks)] = attempts.get(str(tasks), 0) + 1
        return KilledWorker() if attempts[str(tasks)] == 1 and len(tasks) > 1 else failing_at()(tasks)

    found = list(execute(pending(), Scripted(perform)))
    assert sum(done.replications for done in found) == 3 * REPLICATIONS
    assert not first_failures(found)


def test_bundles_are_shorter_after_workers_died() -> None:
    pace = Pace(10_000, 2)
    pace.learn(Done(100, 1.0, ()))
    before = pace.replications
    pace.lose()
    assert pace.replications == before // 2
    pace.learn(Done(100, 1.0, ()))
    assert pace.replications == before
    for _ in range(100):
        pace.lose()
    assert pace.replications == 1


def test_memory_that_does_not_suffice_to_write_is_tried_again_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pace, "replications", 100)

    def perform(tasks: Sequence[Task]) -> Outcome:
        return MemoryError() if len(tasks) > 1 else failing_at()(tasks)

    found = list(execute(pending(), Scripted(perform)))
    assert sum(done.replications for done in found) == 3 * REPLICATIONS


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), OSError),
        (InputError([Problem((), None, "is not visible to the worker", "/study")]), InputError),
        (ModuleNotFoundError("No module named 'sim'"), StudyStoppedError),
    ],
)
@pytest.mark.parametrize("before", [Done(1, 0.1, ()), KilledWorker()])
def test_what_no_other_task_can_do_better_stops_the_study_at_once(
    monkeypatch: pytest.MonkeyPatch, error: Exception, raised: type[Exception], before: Outcome
) -> None:
    monkeypatch.setattr(Pace, "replications", REPLICATIONS)
    outcomes: list[Outcome] = [before, error]
    runs = Scripted(lambda _: outcomes.pop(0))
    with pytest.raises(raised):
        list(execute(pending("a" if isinstance(before, KilledWorker) else "abc"), runs))
    assert not outcomes
