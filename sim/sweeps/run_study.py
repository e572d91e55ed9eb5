"""Running a study: a folder that keeps whatever is finished, and tables once everything is."""

from __future__ import annotations

import errno
import json
import math
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.engines import engine_named
from sim.model.world import Worlds
from sim.problems import InputError, Problem
from sim.records.csv_tables import write_csv
from sim.records.file_names import file_name
from sim.records.living import living_folder, remove_files
from sim.records.locks import LOCK, OWNER, InUseError, held
from sim.records.manifest import CheckedFields, Text, checked
from sim.records.ownership import MANIFEST, OF_FILE_MANAGERS, is_empty, marker_of
from sim.records.places import as_input_error, check_place, refused, resolved
from sim.records.provenance import model_digest, provenance, versions
from sim.records.whole import write_whole
from sim.runs.progress import about_time
from sim.runs.progress import progress as shown_progress
from sim.runs.threads import number_of_workers
from sim.scenario.moments import Calendar
from sim.scenario.reading import LARGEST_GRID

from .execute import execute
from .plan import StudyPlan
from .shards import FOLDER, Shelf, done_by_point, finished, remove_shards, remove_unfinished, shapes_of, write_shard
from .study import CHARTS, FAILURES, INCOMPLETE, STUDY, TABLES, Study, open_study
from .study_file import load_plan
from .tables import DONE, write_tables
from .tasks import ABOUT, Base, Failure, Task, computed
from .workers import number_of_local_workers, runner, stop_if_started_by_a_study

if TYPE_CHECKING:
    import distributed

FloatArray = NDArray[np.float64]
Source = str | Path | Mapping[str, Any] | StudyPlan
CHARTS_FOLDER = "charts"
OWN = (ABOUT, MANIFEST, LOCK, OWNER, FOLDER, CHARTS_FOLDER)
LONGEST_OWNER = 1_000
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
PRECISE = ("numpy", "scipy", "python")
"""What can change the last bits of a number."""


class NotedIdentity(CheckedFields):
    """What must stay the same in a study, as its folder notes it."""

    scenario: Text
    engine: Text
    design: Text
    parameters: list[Text]


class NotedVersions(CheckedFields):
    """Versions of what can change the last bits of a number."""

    numpy: Text
    scipy: Text
    python: Text


class NotedAbout(CheckedFields):
    """What a study is about, as its folder notes it."""

    identity: NotedIdentity
    model: Text
    versions: NotedVersions
    times: list[int | float]


class Noted(CheckedFields):
    """What of a folder's notes is compared with a study that is to go on there."""

    about: NotedAbout
    points: list[Text]
    replications: int


@dataclass(frozen=True)
class Status:
    """How far a study is, in replications of all its points."""

    folder: Path
    points: int
    replications: int
    done: int
    is_written: bool

    def __str__(self) -> str:
        if self.is_written:
            return f"finished: {self.points} points, {self.replications} replications, in {self.folder}"
        state = f"{self.done} of {self.replications} replications of {self.points} points are done"
        return f"{state}, in {self.folder}; running the study {'goes on there' if self.done else 'begins there'}"


@dataclass(frozen=True)
class Estimate:
    """What a study would take: its size, seconds on a number of workers, and bytes on the disk."""

    points: int
    replications: int
    seconds: float
    workers: int
    size: int
    done: int

    def __str__(self) -> str:
        lines = [
            f"points            {self.points:,}",
            f"replications      {self.replications:,} in all, {self.done:,} of them done",
            f"estimated time    {about_time(self.seconds)} on {self.workers} workers",
            f"disk              {about_size(self.size)}",
        ]
        return "\n".join(lines)


def about_size(size: float) -> str:
    """Bytes to two digits: about 85 MB."""
    power = min(max(int(math.log10(max(size, 1))) // 3, 1), 3)
    number, unit = size / 1000**power, ("kB", "MB", "GB")[power - 1]
    return f"about {number:.2g} {unit}" if number < 100 else f"about {number:.0f} {unit}"


def default_folder(plan: StudyPlan) -> Path:
    """`results/study-<name>`: the same for a study that grows, so that it finds what is done."""
    name = file_name(plan.name, "study", 60)
    return Path("results") / f"study-{name}"


def run_study(
    study: Source,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    dask_client: distributed.Client | None = None,
    out: str | Path | None = None,
    fresh: bool = False,
    progress: bool = False,
) -> Study:
    """Run what is missing of a study (a parameter sweep), and write its tables. The same call goes on after a stop.

    A study may grow: points and replications can be added.

    Parameters
    ----------
    study : str, Path, mapping or StudyPlan
        A file, the name of a shipped study, a document of the same grammar, or what `sim.load_plan` gave.
    workers : int, optional
        Local processes; by default one per processor where Dask is installed, 0 to run in this one. Changes no bit of
        the result.
    scheduler : str, optional
        The address of a Dask scheduler, whose workers must see the folder.
    dask_client : distributed.Client, optional
        The client of a Dask cluster.
    out : str or Path, optional
        The folder of the study; by default `results/study-<name>`.
    fresh : bool
        Whether to remove what the folder holds of another study.
    progress : bool
        Whether to show how far it is, once it takes more than two seconds.

    Returns
    -------
    Study
        The finished study.

    Raises
    ------
    InputError
        If the study or an option does not fit, if the folder holds something else or is in use, or if there are no
        workers.
    OSError
        If the disk is full or went away. What is finished is kept: the same call goes on when there is room again.

    Examples
    --------
    >>> document = {"scenario": "first_steps", "replications": 2, "vary": {"timeline.fix": ["10d", "20d"]}}
    >>> study = sim.run_study(document, workers=0, out="study")
    >>> study.values("compromised").shape
    (2, 2)
    """
    stop_if_started_by_a_study()
    plan = study if isinstance(study, StudyPlan) else load_plan(study)
    folder = resolved(out or default_folder(plan))
    engine_named(plan.engine)
    number_of_workers(workers)  # refuses what is no number, as everywhere
    with locked(folder, fresh):
        return _run(plan, folder, workers, scheduler, dask_client, progress)


def _run(
    plan: StudyPlan,
    folder: Path,
    workers: int | None,
    scheduler: str | None,
    dask_client: distributed.Client | None,
    progress: bool,
) -> Study:
    days = common_days(plan)
    identity = _take_over(plan, folder, days)
    if (folder / MANIFEST).exists():
        with suppress(InputError):
            before = open_study(folder)
            if before.manifest["digest"] == plan.digest and before.manifest["status"] == DONE:
                return before
    remove_unfinished(folder)
    shelf = _shelf(plan, folder, days, tell=True)
    pending = missing(plan, shelf)
    failures: list[Failure] = []
    if pending:
        todo = sum(len(task.replications) for task in pending)
        total = len(plan.points) * plan.scenario.replications
        with runner(str(folder), identity, workers, scheduler, dask_client) as runs, _unwritten_as_error(folder):
            for done in shown_progress(
                execute(pending, runs),
                total,
                "replications",
                progress,
                size=lambda each: each.replications,
                before=total - todo,
            ):
                failures += done.failures
        shelf = _shelf(plan, folder, days, tell=False)
    with _unwritten_as_error(folder):
        _write(plan, folder, days, shelf, failures)
    return open_study(folder)


@contextmanager
def _unwritten_as_error(folder: Path) -> Iterator[None]:
    """Say of a full disk, or one that went away, that the study goes on when it is there again."""
    try:
        yield
    except OSError as error:
        what = os.strerror(error.errno) if error.errno else str(error)
        remedy = "make room" if error.errno in NO_ROOM else "see that it can be written"
        message = f"{what}; what is finished is kept: {remedy}, and run the study again"
        raise OSError(error.errno or errno.EIO, message, str(folder)) from error


def missing(plan: StudyPlan, shelf: Shelf) -> list[Task]:
    """What is still to be done, in the order of the design; equal points are computed once."""
    tasks: dict[str, Task] = {}
    for point in plan.points:
        todo = shelf.missing(point.key, plan.scenario.replications)
        if todo:
            tasks.setdefault(point.key, Task(point.key, point.changes, tuple(todo)))
    return list(tasks.values())


def common_days(plan: StudyPlan) -> FloatArray:
    """The times of curves, the same at every point: to the latest horizon, where horizons differ.

    Raises InputError if they are too many.
    """
    base = Worlds(plan.scenario)[0]
    horizons = [base.horizon]
    moving = {"horizon", "timeline"}
    if any(each.path.split(".")[0] in moving for each in plan.parameters):
        for point in plan.points:
            scenario = plan.scenario_at(point)
            horizons.append(Calendar(scenario.start, scenario.horizon, scenario.timeline).days(scenario.horizon))
    if max(horizons) / base.step > LARGEST_GRID:
        message = (
            f"gives {max(horizons) / base.step:.7g} points on the curves, which share their times; at most "
            f"{LARGEST_GRID} are possible, and a longer resolution gives fewer"
        )
        raise InputError([Problem(("horizon",), f"{max(horizons):.7g}d", message, f"study {plan.name}")])
    steps = int(np.ceil(max(horizons) / base.step * (1 - 1e-12)))
    return np.append(np.arange(steps) * base.step, max(horizons))


def _shelf(plan: StudyPlan, folder: Path, days: FloatArray, tell: bool) -> Shelf:
    """What is finished. Damaged files are removed, so that what they held is done again."""
    shapes = shapes_of(1 + len(plan.scenario.populations), len(plan.scenario.varying), len(days))
    whole, damaged = finished(folder, shapes)
    for path in damaged:
        path.unlink(missing_ok=True)
    if damaged and tell:
        print(f"{len(damaged)} damaged files are removed; what they held is run again", file=sys.stderr)
    return Shelf(whole, shapes)


@contextmanager
def locked(folder: Path, fresh: bool = False) -> Iterator[None]:
    """Hold a folder for this process alone. Raises InputError if another one has it, or it holds something else."""
    with ExitStack() as stack:
        with as_input_error(folder):
            check_place(folder, "study")
            if folder.exists() and any(folder.iterdir()) and not _is_study(folder):
                raise refused(folder, "holds something that is not a study; name another folder")
            (folder / FOLDER).mkdir(parents=True, exist_ok=True)
            try:
                stack.enter_context(held(folder))
            except InUseError as error:
                raise refused(folder, str(error)) from None
        if fresh:
            _empty(folder)
        _mark(folder)
        yield


def _is_study(folder: Path) -> bool:
    """Whether a folder is a study's: by its mark, or because it holds no more than a study that was killed at once."""
    if any((folder / name).is_symlink() for name in OWN):
        return False
    return marker_of(folder, STUDY) is not None or all(_is_a_beginning(each) for each in folder.iterdir())


def _is_a_beginning(path: Path) -> bool:
    """Whether something holds nothing that anybody could miss: an empty lock, its owner, a folder without shards."""
    if path.is_dir():
        return path.name == FOLDER and is_empty(path)
    longest = {LOCK: 0, OWNER: LONGEST_OWNER}.get(path.name, -1)
    return path.name in OF_FILE_MANAGERS or path.lstat().st_size <= longest


def _mark(folder: Path) -> None:
    """Mark a folder as a study's from its first moment."""
    if marker_of(folder, STUDY) is None:
        write_whole(folder / ABOUT, json.dumps({"format": STUDY.format}))


def _empty(folder: Path) -> None:
    """Remove what a study wrote, and nothing else; what it is about last, so that a half-emptied folder stays its."""
    remove_shards(folder)
    remove_files(folder / CHARTS_FOLDER, CHARTS)
    remove_files(folder, TABLES)
    if marker_of(folder, STUDY) is not None:
        write_whole(folder / ABOUT, json.dumps({"format": STUDY.format}))


def _about(plan: StudyPlan, days: FloatArray) -> dict[str, Any]:
    """What a study is about, as its folder notes it."""
    about = {
        "format": STUDY.format,
        "name": plan.name,
        "identity": plan.identity,
        "model": model_digest(),
        "versions": {name: versions()[name] for name in PRECISE},
        "times": [len(days), float(days[-1])],
    }
    return {
        **about,
        "identity": _digest_of(about),
        "about": about,
        "engine": plan.engine,
        "scenario": plan.scenario.replace({"replications": 1}).to_dict(),
        "days": days.tolist(),
        "points": [point.key for point in plan.points],
        "replications": plan.scenario.replications,
    }


def _check_same(folder: Path, content: Mapping[str, Any]) -> None:
    """Raises InputError if what a folder holds is of another study or another model."""

    def refuse(message: str) -> InputError:
        return InputError([Problem((), None, message, f"--out {folder}")])

    before = marker_of(folder, STUDY)
    if before is None and os.path.lexists(folder / ABOUT):
        raise refuse("holds something that is not a study; name another folder")
    if before is None or set(before) == {"format"}:
        return
    try:
        noted = checked(Noted, before, folder / ABOUT)
        reasons = _differences(noted.model_dump(), content)
    except InputError:
        reasons = [f"{ABOUT} cannot be read"]
    if reasons:
        choice = "--fresh removes it and starts afresh, --out names another folder"
        raise refuse(f"holds another study: {'; '.join(reasons)}. {choice}")


def _take_over(plan: StudyPlan, folder: Path, days: FloatArray) -> str:
    """Note what the folder is about. Raises InputError if what it holds is of another study or another model."""
    content = _about(plan, days)
    _check_same(folder, content)
    try:
        text = json.dumps(content, ensure_ascii=False)
    except TypeError:
        message = "holds a law of your own, which a file cannot hold; a study needs laws of the grammar"
        raise InputError([Problem(("scenario",), None, message)]) from None
    write_whole(folder / ABOUT, text)
    return str(content["identity"])


def _digest_of(about: Mapping[str, Any]) -> str:
    import hashlib

    return hashlib.blake2b(json.dumps(about, sort_keys=True).encode(), digest_size=8).hexdigest()


def _differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Why finished work does not count, in words."""
    was, is_now = before["about"], now["about"]
    reasons = []
    for key, what in (("scenario", "scenario"), ("engine", "engine"), ("design", "design")):
        if was["identity"][key] != is_now["identity"][key]:
            reasons.append(f"the {what} was {was['identity'][key]} and is {is_now['identity'][key]}")
    if was["identity"]["parameters"] != is_now["identity"]["parameters"]:
        reasons.append(f"what varies was {', '.join(was['identity']['parameters'])}")
    if was["model"] != is_now["model"]:
        reasons.append(f"the model's code was {was['model']} and is {is_now['model']}")
    reasons += [
        f"{name} was {was['versions'][name]} and is {is_now['versions'][name]}"
        for name in PRECISE
        if was["versions"][name] != is_now["versions"][name]
    ]
    gone = len(set(before["points"]) - set(now["points"]))
    if gone and not reasons:
        reasons.append(f"{gone} of its {len(before['points'])} points are no longer there (points may be added)")
    if before["replications"] > now["replications"]:
        reasons.append(f"it has {before['replications']} replications, more than {now['replications']}")
    if was["times"] != is_now["times"] and not reasons:
        reasons.append("its curves go to another horizon")
    return reasons


def _write(plan: StudyPlan, folder: Path, days: FloatArray, shelf: Shelf, failures: Sequence[Failure]) -> None:
    """Write tables beside the shards: each whole, the manifest last."""
    complete = [not shelf.missing(point.key, plan.scenario.replications) for point in plan.points]

    with living_folder(folder, TABLES) as unfinished:
        write_tables(plan, days, shelf, complete, unfinished.content)
        if not all(complete):
            _write_failures(plan, failures, unfinished.content / FAILURES)
        plan.scenario.save(unfinished.content / "scenario.yaml")
        unfinished.put(
            {
                "status": DONE if all(complete) else INCOMPLETE,
                "name": plan.name,
                "question": plan.question,
                "digest": plan.digest,
                "design": plan.design,
                "engine": plan.engine,
                "seed": plan.scenario.seed,
                "replications": plan.scenario.replications,
                **provenance(),
                "parameters": [{"path": p.path, "unit": p.unit, "label": p.label} for p in plan.parameters],
                "points": [point.changes for point in plan.points],
                "scenario": plan.scenario.to_dict(),
            }
        )


def _write_failures(plan: StudyPlan, failures: Sequence[Failure], path: Path) -> None:
    """One row for each point that failed: its first replication without a result, and why."""
    import pandas as pd

    first: dict[str, Failure] = {}
    for failure in sorted(failures, key=lambda each: each.replication):
        first.setdefault(failure.key, failure)
    numbers: dict[str, list[int]] = {}
    for number, point in enumerate(plan.points):
        numbers.setdefault(point.key, []).append(number)
    rows = sorted(
        (number, each.replication, plan.points[number].label, each.reason)
        for each in first.values()
        for number in numbers[each.key]
    )
    write_csv(pd.DataFrame(rows, columns=["point", "replication", "label", "reason"]), path)


def status(study: Source, out: str | Path | None = None) -> Status:
    """How far a study is; changes nothing."""
    plan = study if isinstance(study, StudyPlan) else load_plan(study)
    folder = resolved(out or default_folder(plan))
    if (folder / ABOUT).exists():
        _check_same(folder, _about(plan, common_days(plan)))
    done = done_by_point(finished(folder)[0]) if folder.is_dir() else {}
    wanted = range(plan.scenario.replications)
    number = sum(len(done.get(point.key, set()) & set(wanted)) for point in plan.points)
    return Status(folder, len(plan.points), len(plan.points) * len(wanted), number, _is_written(folder))


def _is_written(folder: Path) -> bool:
    """Whether the tables of a study are there, all of them."""
    return (marker_of(folder, TABLES) or {}).get("status") in (DONE, INCOMPLETE)


def estimate(study: Source, workers: int | None = None, out: str | Path | None = None) -> Estimate:
    """What a study would still take, from one replication at its first, middle and last point."""
    import tempfile

    plan = study if isinstance(study, StudyPlan) else load_plan(study)
    base = Base(plan.scenario, plan.engine, common_days(plan))
    chosen = sorted({0, len(plan.points) // 2, len(plan.points) - 1})
    tried = [Task(plan.points[each].key, plan.points[each].changes, (0,)) for each in chosen]
    computed(base, tried[0])  # the first is slower: imports and caches
    started = time.perf_counter()
    found = [(task.key, *computed(base, task)) for task in tried]
    seconds = (time.perf_counter() - started) / len(tried)
    rows = [(key, each) for key, done, _ in found for each in done]
    if not rows:
        reasons = dict.fromkeys(failure.reason for _, _, failure in found if failure is not None)
        raise InputError([Problem((), None, reason, f"study {plan.name}") for reason in reasons])
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / FOLDER).mkdir()
        size = write_shard(Path(folder), rows).stat().st_size // len(rows)
    state, used = status(plan, out), number_of_local_workers(workers)
    left = state.replications - state.done
    return Estimate(
        state.points, state.replications, left * seconds / used, used, 2 * state.replications * size, state.done
    )
