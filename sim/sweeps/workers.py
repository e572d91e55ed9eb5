"""Where the tasks of a study run: in this process, or on Dask workers, local or of a cluster.

A cluster that Dask knows needs no change here: docs/clusters.md.
"""

from __future__ import annotations

import logging
import multiprocessing
import multiprocessing.resource_tracker
import os
import queue
import signal
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sim.problems import InputError, Problem, shown
from sim.runs.processors import number_of_processors

from .tasks import Done, Task, perform

if TYPE_CHECKING:
    from distributed import Client, Future, LocalCluster

AHEAD = 2
"""How many bundles of tasks a worker has, so that it never waits for the next."""
BEAT = 1.0
"""Seconds between looks at the workers."""
HANDING_OVER = 10.0
"""Seconds for which a worker that has finished is waited for before a look whether it is still there."""
PATIENCE = 60.0
"""Seconds for which a scheduler that has no workers, or does not answer, is waited for."""
PATIENCE_AT_START = 300.0
"""The same for local processes, which a machine that is slow or busy starts slowly."""
STARTS = 50
"""The number of local processes in a row that may end while they start."""
DEATHS = 3
"""The number of local processes in a row that must die of a task before it is given up, as some die of other causes."""
UNGUARDED = "PATCHRACE_UNGUARDED"
"""Names, while local processes start, the file by which one tells that it runs the user's script again."""


class StudyStoppedError(RuntimeError):
    """A study cannot go on, through no fault of a point; what is finished is kept."""


@contextmanager
def _lost_as_error() -> Iterator[None]:
    from distributed import CancelledError

    try:
        yield
    except TimeoutError:
        raise StudyStoppedError(
            f"the Dask scheduler has not answered for {PATIENCE:.0f} s; what is finished is kept: run the study again"
        ) from None
    except (CancelledError, OSError):
        raise StudyStoppedError("the Dask scheduler is gone; what is finished is kept: run the study again") from None


class Runner(Protocol):
    """Somewhere to run bundles of tasks."""

    @property
    def workers(self) -> int:
        """How many bundles run at the same time."""

    @property
    def capacity(self) -> int:
        """How many bundles may be under way."""

    def submit(self, tasks: Sequence[Task]) -> None:
        """Start a bundle."""

    def next(self) -> tuple[Sequence[Task], Done | BaseException]:
        """Wait for a bundle that is under way: its tasks, and what became of them."""


class InProcess:
    """Runs tasks here, one bundle after the other."""

    workers = capacity = 1

    def __init__(self, folder: str, identity: str) -> None:
        self._study = (folder, identity)
        self._waiting: deque[Sequence[Task]] = deque()

    def submit(self, tasks: Sequence[Task]) -> None:
        """Keep a bundle for later."""
        self._waiting.append(tasks)

    def next(self) -> tuple[Sequence[Task], Done | BaseException]:
        """Run the bundle that has waited longest."""
        tasks = self._waiting.popleft()
        try:
            return tasks, perform(*self._study, tasks)
        except Exception as error:
            return tasks, error


class OnDask:
    """Runs tasks on the workers of a Dask client. The tasks of a worker that dies go to others."""

    def __init__(self, client: Client, folder: str, identity: str) -> None:
        self._client = client
        self._study = (folder, identity)
        self._under_way: dict[str, tuple[Future[Done], Sequence[Task]]] = {}
        self._finished: queue.SimpleQueue[Future[Done]] = queue.SimpleQueue()
        self._looked = self._had_workers = time.monotonic()
        self._is_told = False

    @property
    def workers(self) -> int:
        """The threads of all workers that the scheduler has now."""
        with _lost_as_error():
            threads = self._client.nthreads(callback_timeout=PATIENCE)
        return int(sum(threads.values()))

    @property
    def capacity(self) -> int:
        """Enough that every thread of every worker has the next one at hand."""
        return max(1, AHEAD * self.workers)

    def submit(self, tasks: Sequence[Task]) -> None:
        """Send a bundle to the scheduler."""
        with _lost_as_error():
            future = self._client.submit(perform, *self._study, tasks, pure=False)
            self._under_way[str(future.key)] = (future, tasks)
            future.add_done_callback(self._finished.put)

    def next(self) -> tuple[Sequence[Task], Done | BaseException]:
        """Wait for any bundle. Raises StudyStoppedError if none can come."""
        future: Future[Done] | None = None
        while future is None:
            if time.monotonic() - self._looked >= BEAT:
                self._look()
                self._looked = time.monotonic()
            with suppress(queue.Empty):
                future = self._finished.get(timeout=BEAT)
        _, tasks = self._under_way.pop(str(future.key))
        found = self._outcome(future)
        future.release()
        return tasks, found

    def _outcome(self, future: Future[Done]) -> Done | BaseException:
        """What became of a bundle. If its worker dies before it has handed that over, another one runs it again."""
        while True:
            with _lost_as_error(), suppress(TimeoutError):
                error: BaseException | None = future.exception(timeout=HANDING_OVER)
                if error is not None:
                    return error
                try:
                    done: Done = future.result(timeout=HANDING_OVER)
                    return done
                except Exception:
                    if future.status != "error":
                        raise
            self._look()

    def stop(self) -> None:
        """Let nothing go on."""
        with suppress(OSError, RuntimeError):
            self._client.cancel([future for future, _ in self._under_way.values()], force=True)

    def _look(self) -> None:
        """See whether there are workers."""
        if self.workers:
            self._had_workers, self._is_told = time.monotonic(), False
        elif not self._is_told and time.monotonic() - self._had_workers > PATIENCE:
            self._is_told = True
            self._without_workers()

    def _without_workers(self) -> None:
        """What to do about a scheduler that has had no workers for long."""
        raise StudyStoppedError(
            f"the Dask scheduler has had no workers for {PATIENCE:.0f} s; what is finished is kept: start workers, and "
            "run the study again"
        )


class OnClient(OnDask):
    """Runs tasks on the client of the caller, whose workers may still wait in the queue of a cluster."""

    def _without_workers(self) -> None:
        """Tell, and wait on."""
        print(f"note: the Dask scheduler has had no workers for {PATIENCE:.0f} s; waiting for some", file=sys.stderr)


class OnLocalProcesses(OnDask):
    """Runs tasks on processes of this machine."""

    def __init__(self, client: Client, folder: str, identity: str, processes: LocalProcesses) -> None:
        super().__init__(client, folder, identity)
        self._processes = processes

    @property
    def workers(self) -> int:
        """As many as are wanted: one that died is being replaced."""
        return self._processes.number

    def _look(self) -> None:
        """Replace processes that have ended."""
        self._processes.look_after(super().workers)


class LocalProcesses:
    """Local worker processes, each of which is replaced when it ends, also while it starts.

    Dask's nanny of each worker starts it again when it ends, but gives up if it ends during its first start.
    """

    def __init__(self, number: int, note: Path) -> None:
        from distributed import LocalCluster

        self.number = number
        self._note = note
        self._ended_at_start = 0
        self._had_workers = time.monotonic()
        multiprocessing.resource_tracker.ensure_running()  # it unblocks the signals of the thread that starts it
        self.cluster: LocalCluster = LocalCluster(
            n_workers=0,
            threads_per_worker=1,
            processes=True,
            memory_limit=0,
            dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
            death_timeout=PATIENCE_AT_START,
        )
        try:
            self.cluster.sync(_block_interrupts)
            self.cluster.scale(number)
        except BaseException:
            self.cluster.close()
            raise

    def look_after(self, alive: int) -> None:
        """Replace what has ended; `alive` workers are there. Raises InputError or StudyStoppedError if none comes."""
        if self._note.exists():
            message = 'cannot be started; in a script, call this below `if __name__ == "__main__":`, or pass workers=0'
            raise InputError([Problem((), None, message, "local processes")])
        self._ended_at_start += self.cluster.sync(self._replace, callback_timeout=PATIENCE_AT_START)
        now = time.monotonic()
        if alive:
            self._ended_at_start, self._had_workers = 0, now
        if self._ended_at_start > STARTS or now - self._had_workers > PATIENCE_AT_START:
            raise StudyStoppedError(
                "local processes end while they start: something kills them, or the memory does not suffice; what is "
                "finished is kept: run the study again, with fewer --workers, or with --workers 0 in one process"
            )

    async def _replace(self) -> int:
        """Start a process for each whose nanny gave up; returns their number."""
        from distributed.core import Status

        nannies = self.cluster.workers
        ended = [name for name, nanny in nannies.items() if nanny.status in (Status.closed, Status.failed)]
        for name in ended:
            del nannies[name]
        self.cluster.scale(self.number)
        return len(ended)


async def _block_interrupts() -> None:
    """Let processes that this thread starts never see Ctrl-C: it is for this process, which then stops them."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


@contextmanager
def _local_processes(number: int) -> Iterator[LocalProcesses]:
    """Start local processes, and stop them in the end."""
    import dask

    settings = {"distributed.scheduler.allowed-failures": DEATHS - 1, "distributed.admin.system-monitor.interval": "5s"}
    with tempfile.TemporaryDirectory(prefix="patchrace-") as folder, dask.config.set(settings):
        note = Path(folder) / "unguarded"
        os.environ[UNGUARDED] = str(note)
        try:
            try:
                processes = LocalProcesses(number, note)
            except (OSError, RuntimeError) as error:
                message = f"cannot be started; --workers 0 runs in this one ({error})"
                raise InputError([Problem((), None, message, "local processes")]) from None
            try:
                yield processes
            finally:
                with suppress(TimeoutError):
                    processes.cluster.close(timeout=PATIENCE)
        finally:
            os.environ.pop(UNGUARDED, None)


def stop_if_started_by_a_study() -> None:
    """End this process if it is a local worker that runs the user's script again; its parent reports it."""
    if getattr(multiprocessing.current_process(), "_inheriting", False):
        if UNGUARDED in os.environ:
            Path(os.environ[UNGUARDED]).touch()
        raise SystemExit(1)


def number_of_local_workers(workers: int | None) -> int:
    """How many tasks run at the same time on this machine, if a number of processes is asked for."""
    if workers is None:
        return number_of_processors() if find_spec("distributed") is not None else 1
    return max(1, workers)


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
    with _on_dask(folder, identity, workers, scheduler, client) as on_dask:
        try:
            yield on_dask
        except BaseException:
            on_dask.stop()
            raise


@contextmanager
def _no_worker_given_up() -> Iterator[None]:
    """Let clusters of this process keep workers that are killed again and again.

    A Dask cluster looks for a worker `distributed.deploy.lost-worker-timeout` after every loss of it, by default 15
    seconds, and if it is not there, gives it up for good. One that was killed again a moment before is not there: it
    is starting. So studies ended up without workers, and waited for ever.
    """
    import dask

    with dask.config.set({"distributed.deploy.lost-worker-timeout": "1000d"}):
        yield


@contextmanager
def _on_dask(
    folder: str, identity: str, workers: int | None, scheduler: str | None, client: Client | None
) -> Iterator[OnDask]:
    try:
        from distributed import Client
    except ImportError:
        message = "needs Dask: install patchrace[studies], or run with --workers 0, in this process"
        raise InputError([Problem((), None, message, "a study on several workers")]) from None
    if client is not None:
        if client.asynchronous:
            raise InputError([Problem(("dask_client",), shown(client), "is asynchronous; pass a Client that is not")])
        with _no_worker_given_up():
            yield OnClient(client, folder, identity)
    elif scheduler is not None:
        with _connected(scheduler) as connected:
            yield OnDask(connected, folder, identity)
    else:
        number = number_of_local_workers(workers)
        with (
            _quiet("asyncio"),
            _no_worker_given_up(),
            _local_processes(number) as processes,
            Client(processes.cluster) as connected,
        ):
            yield OnLocalProcesses(connected, folder, identity, processes)


@contextmanager
def _connected(scheduler: str) -> Iterator[Client]:
    """A client of a scheduler that has workers. Raises InputError if there is none, or none with workers."""
    from distributed import Client

    def refuse(message: str) -> InputError:
        return InputError([Problem((), None, message, f"--scheduler {scheduler}")])

    with _quiet("distributed.client", "distributed.core", "distributed.batched"):
        try:
            client = Client(scheduler, timeout=10, set_as_default=False)  # which would stay so if nobody answers
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


@contextmanager
def _quiet(*names: str) -> Iterator[None]:
    """Keep losses that are reported in one line from being logged as tracebacks, too."""
    logs = [logging.getLogger(name) for name in names]
    usual = [log.level for log in logs]
    for log in logs:
        log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for log, level in zip(logs, usual, strict=True):
            log.setLevel(level)
