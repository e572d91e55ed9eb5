"""Policies: named sets of changes to a scenario, read from a file like configs, with located errors."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import takewhile
from pathlib import Path as FilePath
from typing import Any

from sim.problems import InputError, Path, Problem, ScenarioWarning, nearest, shown

from .config import Document, read
from .grammar import read_name
from .moments import Calendar
from .paths import split
from .scenario import Scenario, written_form

AS_CONFIGURED = "as_configured"
"""Name of the scenario as it stands, which every policy is compared with unless another baseline is named."""
SHARED = ("name", "start", "horizon", "replications", "seed", "resolution")
"""What policies that are compared have in common."""

MOST_POLICIES = 100

Changes = Mapping[str, Any]


def read_policies(policies: Mapping[str, Changes] | str | FilePath) -> Document:
    """Policies as a document: of a file, or from Python, where nothing has a line.

    Raises InputError if the file cannot be read or is not plain YAML.
    """
    if isinstance(policies, Mapping):
        return Document("", {str(name): changes for name, changes in policies.items()})
    return read(policies, "policies need a name and {path: value} for each")


def scenarios_of(scenario: Scenario, document: Document) -> dict[str, Scenario]:
    """The scenario under each policy, by name, in the order of the document.

    Every policy changes the scenario as it stands. A changed path loses its row in `uncertain`, with a warning. Raises
    InputError with every problem of every policy, each with its place.
    """
    problems = list(document.problems)
    if not isinstance(document.data, Mapping):
        problems.append(Problem((), shown(document.data), "policies are a mapping of names to {path: value}"))
        raise document.locate(InputError(problems))
    if len(document.data) > MOST_POLICIES:
        message = f"holds {len(document.data):,} policies; at most {MOST_POLICIES} can be compared"
        raise document.locate(InputError([Problem((), None, message)]))
    known = _warnings_of(scenario, {})[1]
    changed: dict[str, Scenario] = {}
    for name, changes in document.data.items():
        found = [*_problems_of_name(name), *_problems_of_changes(name, changes)]
        if not found:
            try:
                changed[name], notes = _warnings_of(scenario, changes)
            except InputError as error:
                found = _located(error.problems, name, changes, document)
            else:
                notes += _about_horizon(scenario, changed[name])
                for note in notes:
                    if note not in known:
                        warnings.warn(ScenarioWarning(f"policy {name}: {note}"), stacklevel=2)
        problems += found
    if not document.data:
        problems.append(Problem((), "{}", "holds no policy; policies are a mapping of names to {path: value}"))
    if problems:
        raise document.locate(InputError(problems))
    return changed


def arms_of(policies: Mapping[str, Scenario], scenario: Scenario, baseline: str | None) -> dict[str, Scenario]:
    """Everything that is raced: the baseline first, then every other policy. Raises InputError if there is no such.

    The scenario as it stands is among them only as the baseline.
    """
    name = AS_CONFIGURED if baseline is None else baseline
    if name != AS_CONFIGURED and name not in policies:
        hint = nearest(str(name), [AS_CONFIGURED, *policies])
        raise InputError([Problem(("baseline",), shown(name), f"is not one of the policies; {hint}")])
    first = scenario if name == AS_CONFIGURED else policies[name]
    others = {each: changed for each, changed in policies.items() if each != name}
    if not others:
        raise InputError([Problem(("baseline",), shown(name), "is the only policy, so there is nothing to compare")])
    return {name: first, **others}


def plain(value: Any) -> Any:
    """A value of a policy as JSON can hold it, in the config grammar."""
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return written_form(value)


def _problems_of_name(name: str) -> list[Problem]:
    try:
        read_name(name)
    except ValueError as error:
        return [Problem((name,), None, str(error))]
    if name == AS_CONFIGURED:
        return [Problem((name,), None, "is what the scenario as it stands is called; choose another name")]
    return []


def _problems_of_changes(name: str, changes: Any) -> list[Problem]:
    if not isinstance(changes, Mapping):
        return [Problem((name,), shown(changes), "is not {path: value}; write {} to change nothing")]
    return [
        Problem((name, dotted), shown(value), f"is the same for every policy; change the scenario's {split(dotted)[0]}")
        for dotted, value in changes.items()
        if split(dotted)[0] in SHARED
    ]


def _warnings_of(scenario: Scenario, changes: Changes) -> tuple[Scenario, list[str]]:
    """The changed scenario, and what was warned of."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ScenarioWarning)
        changed = scenario.replace(changes)
    return changed, [str(each.message) for each in caught]


def _about_horizon(scenario: Scenario, changed: Scenario) -> list[str]:
    """A warning if a policy moves the horizon, by a moment on which it hangs."""
    before, after = (
        Calendar(each.start, each.horizon, each.timeline).days(each.horizon) for each in (scenario, changed)
    )
    if before == after:
        return []
    return [f"moves the horizon from {before:.7g} to {after:.7g} days after the start, so it counts over another span"]


def _located(problems: Iterable[Problem], name: str, changes: Changes, document: Document) -> list[Problem]:
    """Problems of a changed scenario at the changes from which they come, in the order of the document."""
    causes = [(_cause(problem, name, changes), problem) for problem in problems]
    causes.sort(key=lambda pair: document.order(pair[0]))
    return [Problem((name, *each.path), each.value, each.message, document.place(cause)) for cause, each in causes]


def _cause(problem: Problem, name: str, changes: Changes) -> Path:
    """Where in the document the change stands from which a problem most likely comes, or what is wrong in it."""

    def common(dotted: str) -> int:
        pairs = zip(split(dotted), map(str, problem.path), strict=False)
        return len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))

    dotted = ".".join(map(str, problem.path))
    cause = dotted if dotted in changes else max(changes, key=common)
    parts = len(split(cause))
    return (name, cause, *(problem.path[parts:] if common(cause) == parts else ()))
