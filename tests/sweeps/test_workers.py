"""Workers of a study: replaced when they die, also while they start; a study without any says so (faults: item 7)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest

import sim
from sim.sweeps import workers
from sim.sweeps.tasks import Done, Task
from sim.sweeps.workers import OnClient, OnDask, StudyStoppedError, runner

if TYPE_CHECKING:
    from distributed import Client, LocalCluster

STUDY = {"scenario": "first_steps", "replications": 2, "vary": {"timeline.fix": ["10d", "13d"]}}
PRELOAD = str(Path(__file__).parents[1] / "helpers" / "dying_worker.py")
pytestmark = pytest.mark.filterwarnings("ignore::sim.ScenarioWarning")


@pytest.fixture
def deaths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """Lets so many local workers be killed while they start."""
    import dask
    import distributed  # noqa: F401  # reads its settings when it is imported

    folder = tmp_path / "deaths"
    folder.mkdir()
    monkeypatch.setenv("DEATHS_OF_WORKERS", str(folder))

    def decree(number: int) -> None:
        for each in range(number):
            (folder / f"{each}").touch()

    with dask.config.set({"distributed.worker.preload": [PRELOAD]}):
        yield decree


def local_workers() -> list[psutil.Process]:
    """Worker processes that this process started."""
    found = []
    for process in psutil.Process().children():
        try:
            if "spawn_main" in " ".join(process.cmdline()):
                found.append(process)
        except psutil.Error:
            continue
    return found


def is_true(condition: Callable[[], bool]) -> None:
    """Wait until something is; a test that waits in vain is ended by its time limit."""
    while not condition():
        time.sleep(0.02)


def test_workers_that_are_killed_while_they_start_are_replaced(tmp_path: Path, deaths: Callable[[int], None]) -> None:
    deaths(5)
    found = sim.run_study(STUDY, workers=2, out=tmp_path / "out")
    assert list(found.finished) == [0, 1]
    assert not list((tmp_path / "deaths").iterdir())


def test_workers_that_never_start_end_the_study_with_the_cause(
    tmp_path: Path, deaths: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "STARTS", 3)
    deaths(100)
    with pytest.raises(StudyStoppedError, match="end while they start: something kills them"):
        sim.run_study(STUDY, workers=1, out=tmp_path / "out")
    assert list(sim.run_study(STUDY, workers=0, out=tmp_path / "out").finished) == [0, 1]


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="no masks of signals on this system")
def test_no_worker_sees_ctrl_c_not_even_one_that_replaces_another(tmp_path: Path) -> None:
    with runner(str(tmp_path), "", 1, None, None) as runs:
        is_true(lambda: OnDask.workers.fget(runs) == 1)  # type: ignore[attr-defined]
        (first,) = local_workers()
        first.kill()
        is_true(lambda: [each.pid != first.pid for each in local_workers()] == [True])
        (second,) = local_workers()
        second.send_signal(signal.SIGINT)
        runs.submit([Task("a", {}, (0,))])
        _, found = runs.next()
        assert isinstance(found, sim.InputError)  # there is no study in the folder, which only a worker can tell
        assert [each.pid for each in local_workers()] == [second.pid]


@pytest.fixture
def cluster() -> Iterator[LocalCluster]:
    from distributed import LocalCluster

    with LocalCluster(n_workers=0, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50) as found:
        yield found


def test_a_scheduler_without_workers_is_told(cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    from distributed import Client

    monkeypatch.setattr(workers, "PATIENCE", 0.5)
    with Client(cluster) as client:
        runs = OnDask(client, "nowhere", "")
        runs.submit([Task("a", {}, (0,))])
        with pytest.raises(StudyStoppedError, match="has had no workers"):
            runs.next()


def test_the_clients_own_workers_are_waited_for_but_not_silently(
    cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from distributed import Client

    monkeypatch.setattr(workers, "PATIENCE", 0.5)
    told: list[str] = []

    def without(self: OnClient) -> None:
        original(self)
        told.append(capsys.readouterr().err)
        cluster.scale(1)

    original = OnClient._without_workers
    monkeypatch.setattr(OnClient, "_without_workers", without)
    with Client(cluster) as client:
        runs = OnClient(client, "nowhere", "")
        runs.submit([Task("a", {}, (0,))])
        _, found = runs.next()
    assert isinstance(found, sim.InputError)
    assert "no workers" in told[0]
    assert "waiting for some" in told[0]


SCHEDULER = """
import time
from distributed import LocalCluster
if __name__ == "__main__":
    cluster = LocalCluster(n_workers=1, threads_per_worker=1, processes=False, protocol="tcp://",
                           dashboard_address="127.0.0.1:0")
    print(cluster.scheduler_address, flush=True)
    time.sleep(10_000)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no process can be stopped on this system")
def test_a_scheduler_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from distributed import Client

    with subprocess.Popen([sys.executable, "-c", SCHEDULER], stdout=subprocess.PIPE, text=True) as scheduler:
        try:
            assert scheduler.stdout is not None
            client: Client = Client(scheduler.stdout.readline().strip(), set_as_default=False)
            runs = OnDask(client, "nowhere", "")
            runs.submit([Task("a", {}, (0,))])
            runs.next()
            os.kill(scheduler.pid, signal.SIGSTOP)
            monkeypatch.setattr(workers, "PATIENCE", 1.0)
            with pytest.raises(StudyStoppedError, match="has not answered"):
                is_true(lambda: runs.capacity < 0)  # an answer may be under way
        finally:
            scheduler.kill()
        client.close(timeout=1)


class Handed:
    """A bundle that was finished, whose worker died before it handed over what became of it."""

    def __init__(self, *answers: Done | BaseException | None) -> None:
        self._answers = list(answers)
        self.status = "finished"

    def exception(self, timeout: float) -> BaseException | None:  # noqa: ARG002
        answer = self._answers.pop(0)
        if isinstance(answer, TimeoutError):
            raise answer
        assert not isinstance(answer, Done)
        return answer

    def result(self, timeout: float) -> Done:  # noqa: ARG002
        answer = self._answers.pop(0)
        if isinstance(answer, Done):
            return answer
        self.status = "pending" if isinstance(answer, TimeoutError) else "error"
        assert isinstance(answer, BaseException)
        raise answer


def test_what_a_dead_worker_did_not_hand_over_is_waited_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[None] = []
    monkeypatch.setattr(OnDask, "_look", lambda _: looks.append(None))
    runs: Any = OnDask.__new__(OnDask)
    done, killed = Done(3, 1.0, ()), ValueError("killed")
    assert runs._outcome(Handed(None, done)) is done
    assert not looks
    assert runs._outcome(Handed(None, TimeoutError(), TimeoutError(), None, done)) is done
    assert len(looks) == 2
    assert runs._outcome(Handed(None, killed, killed)) is killed
    with pytest.raises(StudyStoppedError, match="scheduler is gone"):
        runs._outcome(Gone())


class Gone(Handed):
    """A bundle whose scheduler is gone."""

    def exception(self, timeout: float) -> BaseException | None:  # noqa: ARG002
        raise ConnectionError
