"""Running the tasks of a study: in this process, or on Dask workers, local or of a cluster. One code path for all."""

from __future__ import annotations

import logging
import multiprocessing
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol

from sim.model.problems import InputError, Problem, shown

from .tasks import Done, Failure, Task, perform, reason_of

if TYPE_CHECKING:
    from distributed import Client, Future, LocalCluster

SHORTEST, LONGEST = 2.0, 30.0
"""Seconds for which tasks are run together, so that one file holds them: what is lost at most when the power goes."""
SHARDS_IN_ALL = 1000
MOST_TOGETHER = 500
AHEAD = 2
"""How many bundles of tasks a worker has, so that it never waits for the next."""
PATIENCE = 60.0
"""Seconds for which a scheduler without workers is waited for."""


class SchedulerLostError(RuntimeError):
    """The scheduler went away while tasks were under way."""


@contextmanager
def _told_if_lost() -> Iterator[None]:
    from distributed import CancelledError

    try:
        yield
    except (CancelledError, OSError):
        raise SchedulerLostError("the Dask scheduler is gone; what is finished is kept: run the study again") from None


class Runner(Protocol):
    """Somewhere to run bundles of tasks."""

    @property
    def capacity(self) -> int:
        """How many bundles may be under way."""

    def submit(self, tasks: Sequence[Task]) -> None:
        """Start a bundle."""

    def next(self) -> tuple[Sequence[Task], Done | BaseException]:
        """Wait for a bundle that is under way: its tasks, and what became of them."""


class InProcess:
    """Runs tasks here, one bundle after the other."""

    capacity = 1

    def __init__(self, folder: str, identity: str) -> None:
        self._study = (folder, identity)
        self._waiting: deque[Sequence[Task]] = deque()

    def submit(self, tasks: Sequence[Task]) -> None:
        """Keep a bundle for later."""
        self._waiting.append(tasks)

    def next(self) -> tuple[Sequence[Task], Done | BaseException]:
        """Run the bundle that has waited longest."""
        tasks = self._waiting.popleft()
        return tasks, perform(*self._study, tasks)


class OnDask:
    """Runs tasks on the workers of a Dask client. A worker that dies is replaced, and its tasks go to others."""

    def __init__(self, client: Client, folder: str, identity: str) -> None:
        from distributed import as_completed

        self._client = client
        self._study = (folder, identity)
        self._tasks: dict[str, Sequence[Task]] = {}
        self._completed = as_completed([], loop=client.loop)

    @property
    def capacity(self) -> int:
        """So many that every thread of every worker has the next one at hand."""
        with _told_if_lost():
            return max(1, AHEAD * int(sum(self._client.nthreads().values())))

    def submit(self, tasks: Sequence[Task]) -> None:
        """Send a bundle to the scheduler."""
        with _told_if_lost():
            future = self._client.submit(perform, *self._study, tasks, pure=False)
        self._tasks[str(future.key)] = tasks
        self._completed.add(future)

    def next(self) -> tuple[Sequence[Task], Done | BaseException]:
        """Wait for any bundle."""
        with _told_if_lost():
            future: Future[Done] = next(self._completed)
            tasks = self._tasks.pop(str(future.key))
            error = future.exception()
            found: Done | BaseException = future.result() if error is None else error
            future.release()
        return tasks, found

    def stop(self) -> None:
        """Let nothing go on."""
        self._completed.clear()
        with suppress(OSError, RuntimeError):
            self._client.cancel(list(self._tasks), force=True)


@contextmanager
def runner(
    folder: str, identity: str, workers: int | None, scheduler: str | None, client: Client | None
) -> Iterator[Runner]:
    """Somewhere to run tasks: here if `workers` is 0; else on the client, the scheduler's address, or local workers."""
    is_local = scheduler is None and client is None
    if is_local and workers is None and find_spec("distributed") is None:
        print("note: without Dask this runs in one process; patchrace[studies] uses all of them", file=sys.stderr)
        workers = 0
    if is_local and workers == 0:
        yield InProcess(folder, identity)
        return
    with _client(workers, scheduler, client) as connected:
        on_dask = OnDask(connected, folder, identity)
        try:
            yield on_dask
        except BaseException:
            on_dask.stop()
            raise


@contextmanager
def _client(workers: int | None, scheduler: str | None, client: Client | None) -> Iterator[Client]:
    try:
        import dask
        from distributed import Client
    except ImportError:
        message = "needs Dask: install patchrace[studies], or run with --workers 0, in this process"
        raise InputError([Problem((), None, message, "a study on several workers")]) from None
    if client is not None:
        if client.asynchronous:
            raise InputError([Problem(("client",), shown(client), "is asynchronous; pass a Client that is not")])
        yield client
        return
    if scheduler is not None:
        with _connected(scheduler) as connected:
            yield connected
        return
    settings = {"distributed.scheduler.allowed-failures": 1, "distributed.admin.system-monitor.interval": "5s"}
    with dask.config.set(settings):
        with _spared_from_interrupts():
            cluster = _local_cluster(workers)
        with cluster, Client(cluster) as connected:
            yield connected


def stop_if_started_by_a_study() -> None:
    """End this process if it is a local worker that runs the user's script again; the one that started it tells so."""
    if getattr(multiprocessing.current_process(), "_inheriting", False):
        raise SystemExit(1)


def _local_cluster(workers: int | None) -> LocalCluster:
    """Local worker processes. Raises InputError if they cannot start."""
    from distributed import LocalCluster

    try:
        return LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            memory_limit=0,
            dashboard_address="127.0.0.1:0",
            silence_logs=50,
        )
    except RuntimeError:
        message = 'cannot be started; in a script, call this below `if __name__ == "__main__":`, or pass workers=0'
        raise InputError([Problem((), None, message, "local processes")]) from None


@contextmanager
def _spared_from_interrupts() -> Iterator[None]:
    """Let processes that are started here ignore Ctrl-C: it is for this process, which then stops them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    usual = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)


@contextmanager
def _connected(scheduler: str) -> Iterator[Client]:
    """A client of a scheduler that has workers. Raises InputError if there is none, or none with workers."""
    from distributed import Client

    def refuse(message: str) -> InputError:
        return InputError([Problem((), None, message, f"--scheduler {scheduler}")])

    logs = [logging.getLogger(f"distributed.{name}") for name in ("client", "core", "batched")]
    usual = [log.level for log in logs]
    for log in logs:
        log.setLevel(logging.CRITICAL)  # a lost connection is told in one line, not as its traceback
    try:
        client = Client(scheduler, timeout=10)
    except (OSError, ValueError, TypeError) as error:
        raise refuse(f"no scheduler answers there; write tcp://host:8786 ({error})") from None
    try:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise refuse(f"has no workers after {PATIENCE:.0f} s") from None
        yield client
    finally:
        client.close()
        for log, level in zip(logs, usual, strict=True):
            log.setLevel(level)


def execute(pending: Sequence[Task], runs: Runner, workers: int) -> Iterator[Done]:
    """Run tasks until all are finished or have failed; yields what became of each bundle.

    Bundles grow until they take a few seconds. Tasks whose worker died are run again at the end, each alone, so that
    the one that kills its worker is found, and nothing else suffers.
    """
    queue, suspects = deque(pending), list[Task]()
    pace, under_way = Pace(sum(len(task.replications) for task in pending), workers), 0
    while queue or under_way:
        while queue and under_way < runs.capacity:
            runs.submit(take(queue, pace.replications))
            under_way += 1
        tasks, found = runs.next()
        under_way -= 1
        if isinstance(found, Done):
            pace.learn(found)
            yield found
        elif _is_killed(found):
            suspects += tasks
        else:
            yield Done(0, 0.0, _all_failed(tasks, reason_of(found)))
    for task in suspects:
        yield _alone(task, runs)


def _alone(task: Task, runs: Runner) -> Done:
    """Run a task with nothing else under way."""
    runs.submit([task])
    _, found = runs.next()
    if isinstance(found, Done):
        return found
    reason = "its worker died every time: killed, or out of memory" if _is_killed(found) else reason_of(found)
    return Done(0, 0.0, _all_failed([task], reason))


def _is_killed(error: BaseException) -> bool:
    return type(error).__name__ == "KilledWorker"


def _all_failed(tasks: Sequence[Task], reason: str) -> tuple[Failure, ...]:
    return tuple(Failure(task.key, task.replications[0], reason) for task in tasks)


class Pace:
    """How many replications to run together, from how long they took so far."""

    def __init__(self, in_all: int, workers: int) -> None:
        self._in_all, self._workers = in_all, max(1, workers)
        self._replications, self._seconds = 0, 0.0

    def learn(self, done: Done) -> None:
        """Take note of a finished bundle."""
        self._replications += done.replications
        self._seconds += done.seconds

    @property
    def replications(self) -> int:
        """As many as take a few seconds: one at first, and never so many that a worker has nothing to do at the end."""
        if self._replications == 0:
            return 1
        each = self._seconds / self._replications
        wanted = min(max(SHORTEST, each * self._in_all / SHARDS_IN_ALL), LONGEST)
        fair = -(-self._in_all // (AHEAD * self._workers))
        return max(1, min(int(wanted / max(each, 1e-9)), fair, MOST_TOGETHER))


def take(queue: deque[Task], replications: int) -> list[Task]:
    """The next tasks with so many replications together; the last is cut if it has too many."""
    taken: list[Task] = []
    while queue and replications > 0:
        task = queue.popleft()
        if len(task.replications) > replications:
            queue.appendleft(Task(task.key, task.changes, task.replications[replications:]))
            task = Task(task.key, task.changes, task.replications[:replications])
        taken.append(task)
        replications -= len(task.replications)
    return taken


def number_of_workers(workers: int | None, runs: Any) -> int:
    """How many run at the same time."""
    return 1 if workers == 0 else max(1, runs.capacity // AHEAD)
