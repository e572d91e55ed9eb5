"""Running the tasks of a study on whatever runs them, until all are finished or have failed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

from sim.problems import InputError

from .tasks import Done, Failure, Task, one_by_one, reason_of
from .workers import AHEAD, Runner, StudyStoppedError

SHORTEST, LONGEST = 2.0, 30.0
"""Seconds for which tasks are run together, so that one file holds them: what is lost at most when the power goes."""
SHARDS_IN_ALL = 1000
MOST_TOGETHER = 500


def execute(pending: Sequence[Task], runs: Runner) -> Iterator[Done]:
    """Run tasks until all are finished or have failed; yields what became of each bundle.

    Bundles grow until they take a few seconds. Tasks whose worker died are run again at the end, each alone, so that
    the one that kills its worker is found, and nothing else suffers. A point that has failed is not gone on with, but
    what comes before its failure is: so the first failure of a point is the same however the work was cut. Raises
    OSError, InputError or StudyStoppedError at once if no task can be finished any more.
    """
    queue, suspects, failed = deque(pending), list[Task](), dict[str, int]()
    pace, under_way = Pace(sum(len(task.replications) for task in pending), runs.workers), 0

    def noted(done: Done) -> Done:
        for each in done.failures:
            failed[each.key] = min(each.replication, failed.get(each.key, each.replication))
        return done

    def is_in_vain(task: Task) -> bool:
        return task.key in failed and task.replications[0] > failed[task.key]

    while queue or under_way:
        while queue and under_way < runs.capacity:
            runs.submit(take(queue, pace.replications))
            under_way += 1
        tasks, found = runs.next()
        under_way -= 1
        if _is_lost(found):
            suspects += tasks
            pace.lose()
            continue
        done = noted(_done(found))
        pace.learn(done)
        if done.failures:
            queue = deque(task for task in queue if not is_in_vain(task))
        yield done
    for task in sorted(suspects, key=lambda task: task.replications[0]):
        if not is_in_vain(task):
            for done in _alone(task, runs):
                yield noted(done)


def _alone(task: Task, runs: Runner) -> Iterator[Done]:
    """Run a task with nothing else under way: as a whole, then each replication until one has failed."""
    runs.submit([task])
    _, found = runs.next()
    if not _is_lost(found):
        yield _done(found)
        return
    if len(task.replications) == 1:
        reason = "its worker died every time: killed, or out of memory"
        yield Done(0, 0.0, (Failure(task.key, task.replications[0], reason),))
        return
    for each in one_by_one(task):
        for done in _alone(each, runs):
            yield done
            if done.failures:
                return


def _is_lost(found: Done | BaseException) -> bool:
    """Whether tasks may do better alone: their worker died, or had too little memory to write what it had."""
    return isinstance(found, MemoryError) or type(found).__name__ == "KilledWorker"


def _done(found: Done | BaseException) -> Done:
    """What became of tasks. Raises what stops the study: nothing about a task, but about where it runs."""
    if isinstance(found, Done):
        return found
    if isinstance(found, OSError | InputError):
        raise found
    raise StudyStoppedError(f"{reason_of(found)}; what is finished is kept: run the study again") from found


class Pace:
    """How many replications to run together, from how long they took so far."""

    def __init__(self, in_all: int, workers: int) -> None:
        self._in_all, self._workers = in_all, max(1, workers)
        self._replications, self._seconds = 0, 0.0
        self._lost = 0

    def learn(self, done: Done) -> None:
        """Take note of a finished bundle."""
        self._replications += done.replications
        self._seconds += done.seconds
        self._lost = max(0, self._lost - 1)

    def lose(self) -> None:
        """Take note of a bundle whose worker died: half as long have a better chance, until one is finished again."""
        self._lost += 1

    @property
    def replications(self) -> int:
        """As many as take a few seconds: one at first, and few enough that no worker has nothing to do at the end."""
        if self._replications == 0:
            return 1
        each = self._seconds / self._replications
        wanted = min(max(SHORTEST, each * self._in_all / SHARDS_IN_ALL), LONGEST)
        fair = -(-self._in_all // (AHEAD * self._workers))
        return max(1, min(int(wanted / max(each, 1e-9)), fair, MOST_TOGETHER) >> self._lost)


def take(queue: deque[Task], replications: int) -> list[Task]:
    """The next tasks with a number of replications together; the last is cut if it has too many."""
    taken: list[Task] = []
    while queue and replications > 0:
        task = queue.popleft()
        if len(task.replications) > replications:
            queue.appendleft(Task(task.key, task.changes, task.replications[replications:]))
            task = Task(task.key, task.changes, task.replications[:replications])
        taken.append(task)
        replications -= len(task.replications)
    return taken
