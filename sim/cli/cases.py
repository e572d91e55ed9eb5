"""What a command is given: a scenario with changes, or a finished result."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sim.problems import InputError, Problem

if TYPE_CHECKING:
    from sim.runs.result import Result
    from sim.scenario.config import Document
    from sim.scenario.scenario import Scenario


def scenario_of(
    config: str, settings: list[str] | None, replications: int | None, seed: int | None
) -> tuple[Scenario, Document]:
    """A scenario with changes, and the document in which it stands. Raises InputError."""
    from sim.scenario.config import find_config, read, read_setting, scenario_from

    changes = dict(read_setting(text) for text in settings or ())
    if replications is not None:
        changes["replications"] = replications
    if seed is not None:
        changes["seed"] = seed
    document = read(find_config(config))
    return scenario_from(document, changes), document


def case_of(
    case: str, settings: list[str] | None, replications: int | None, seed: int | None
) -> tuple[Result | None, Scenario, Document | None]:
    """A scenario with the document it stands in, or a finished result with its scenario."""
    from sim.records.ownership import MANIFEST
    from sim.runs.store import open_result
    from sim.scenario.config import is_regular_file, is_there, shipped

    is_result = is_regular_file(Path(case) / MANIFEST)
    if not is_result and (not is_there(Path(case)) or not Path(case).is_dir() or case in shipped()):
        return None, *scenario_of(case, settings, replications, seed)
    given = {"--set": settings, "--replications": replications, "--seed": seed}
    problems = [
        Problem((), None, "does not go with a result, which is finished", key)
        for key, value in given.items()
        if value is not None
    ]
    if problems:
        raise InputError(problems)
    result = open_result(case)
    return result, result.scenario, None
