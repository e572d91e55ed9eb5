"""Folders of comparisons: written whole or not at all, read back to the last bit."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from sim.engines import engine_named
from sim.model.measures import ALL
from sim.outcomes import DENOMINATOR_COLUMNS, OUTCOME_NAMES
from sim.problems import ScenarioWarning
from sim.records.csv_tables import write_csv
from sim.records.file_names import file_name
from sim.records.manifest import damaged, read_manifest
from sim.records.ownership import MANIFEST, FolderKind
from sim.records.parquet import Column, read_checked
from sim.records.whole import UnfinishedFolder, check_folder, whole_folder
from sim.scenario.policies import arms_of, read_policies, scenarios_of
from sim.scenario.scenario import Scenario

from .comparison import Comparison, digest_of
from .effects import EFFECTS
from .store import (
    REPLICATIONS,
    RunManifest,
    check_digest,
    folder_of,
    naming_manifest,
    other_digest,
    scenario_in,
    with_replications,
)

COMPARISON = FolderKind("comparison", maker="compare")


class ComparisonManifest(RunManifest):
    """What the manifest of a comparison holds."""

    arms: Annotated[list[str], Field(min_length=2)]
    populations: list[str]
    policies: dict[str, dict[str, Any]]


def default_comparison_folder(arms: Mapping[str, Scenario], engine: str) -> Path:
    """`results/<name>-comparison-<digest>`, with the engine's name if it is not the default one."""
    scenario = next(iter(arms.values()))
    name = file_name(scenario.name, "scenario")
    return Path("results") / f"{name}-comparison-{digest_of(arms)}{engine_named(engine).suffix}"


@contextmanager
def comparison_folder(
    out: str | Path | None, arms: Mapping[str, Scenario], engine: str, numbers: Iterable[int] | None = None
) -> Iterator[UnfinishedFolder]:
    """A folder for a comparison in the making. Raises InputError if a comparison cannot be written there.

    An existing folder is replaced only if it holds the same comparison and nobody changed it, or nothing. Where the
    number of replications is not known yet, `numbers` are those that can come out, and any of them will do. None is the
    default folder, to be named once more when the number is known.
    """
    candidates: list[Mapping[str, Scenario]] = [
        {name: with_replications(scenario, number) for name, scenario in arms.items()} for number in numbers or ()
    ]
    candidates = candidates or [arms]
    for candidate in candidates if out is None else ():
        check_folder(default_comparison_folder(candidate, engine), COMPARISON, _other([candidate], engine))
    chosen = default_comparison_folder(arms, engine) if out is None else out
    with whole_folder(chosen, COMPARISON, _other(candidates, engine)) as unfinished:
        yield unfinished


def _other(candidates: Iterable[Mapping[str, Scenario]], engine: str) -> Callable[[Mapping[str, Any]], str | None]:
    return other_digest("comparison", {digest_of(arms) for arms in candidates}, engine)


def write_comparison(
    comparison: Comparison, unfinished: UnfinishedFolder, draw: Callable[[Path], None] | None = None
) -> Path:
    """Write a comparison; `draw` may add figures to the folder it is given. Returns the folder."""
    folder = unfinished.content
    tables = {"differences": comparison.differences, "estimates": comparison.estimates}
    if comparison.effects is not None:
        tables["effects"] = comparison.effects
    tables["replications"] = comparison.per_replication
    for name, table in tables.items():
        table.to_parquet(folder / f"{name}.parquet", index=False)
        write_csv(table, folder / f"{name}.csv")
    comparison.scenario.save(folder / "scenario.yaml")
    if draw is not None:
        draw(folder)
    return unfinished.put(comparison_manifest(comparison))


def comparison_manifest(comparison: Comparison) -> dict[str, Any]:
    """Everything needed to make the comparison again."""
    return {
        "digest": comparison.digest,
        "engine": comparison.engine,
        "seed": comparison.scenario.seed,
        "replications": comparison.replications,
        "arms": list(comparison.arms),
        "populations": list(comparison.populations),
        **comparison.provenance,
        **({} if comparison.precision is None else {"precision": comparison.precision.to_dict()}),
        "policies": {name: dict(changes) for name, changes in comparison.policies.items()},
        "scenario": comparison.scenario.to_dict(),
    }


def open_comparison(folder: str | Path) -> Comparison:
    """Read a folder that `sim.compare` or `patchrace compare` wrote.

    Parameters
    ----------
    folder : str or Path
        The folder of the comparison.

    Returns
    -------
    Comparison
        As it was, to the last bit.

    Raises
    ------
    InputError
        If it is not a finished comparison, or a file of it was changed.

    Examples
    --------
    >>> few = sim.load("first_steps").replace({"replications": 2})
    >>> written = sim.compare(few, {"earlier": {"timeline.fix": "5d"}}, out="earlier")
    >>> sim.open_comparison("earlier").differences.equals(written.differences)
    True
    """
    folder = folder_of(folder)
    manifest = read_manifest(folder, COMPARISON, ComparisonManifest, (REPLICATIONS,))
    scenario = scenario_in(manifest.scenario, folder / MANIFEST)
    arms = _arms_in(manifest, scenario, folder / MANIFEST)
    counts, denominators, effect_counts, drawn = _read_replications(folder / REPLICATIONS, manifest, arms)
    return Comparison(
        scenario=scenario,
        policies=manifest.policies,
        arms=tuple(arms),
        engine=manifest.engine,
        populations=tuple(manifest.populations),
        counts=counts,
        denominators=denominators,
        effect_counts=effect_counts,
        drawn=drawn,
        provenance=manifest.provenance(),
        precision=None if manifest.precision is None else manifest.precision.precision(),
    )


def _arms_in(manifest: ComparisonManifest, scenario: Scenario, place: Path) -> dict[str, Scenario]:
    """What was raced. Raises InputError if arms and populations are not those of the scenario and its policies."""
    with naming_manifest(place, "policies"), warnings.catch_warnings():
        warnings.simplefilter("ignore", ScenarioWarning)
        changed = scenarios_of(scenario, read_policies(manifest.policies))
        arms = arms_of(changed, scenario, manifest.arms[0])
        digest = digest_of(arms)
    check_digest(manifest, digest, scenario, place)
    populations = dict.fromkeys(name for each in arms.values() for name in each.populations)
    if list(arms) != manifest.arms or list(populations) != manifest.populations:
        raise damaged(place, "has arms or populations that are not those of its policies")
    if scenario.replications != manifest.replications:
        raise damaged(place, f"has {manifest.replications} replications and a scenario of {scenario.replications}")
    return arms


def _read_replications(
    path: Path, manifest: ComparisonManifest, arms: Mapping[str, Scenario]
) -> tuple[Any, Any, Any, dict[str, dict[str, Any]]]:
    """Counts, what shares divide by, effects on servers, and drawn values by arm."""
    names, number = (ALL, *manifest.populations), manifest.replications
    shape = (len(arms), number, len(names))
    baseline, has_servers = manifest.arms[0], engine_named(manifest.engine).has_servers
    columns = {"policy": Column.TEXT, "replication": Column.WHOLE, "population": Column.TEXT}
    columns |= dict.fromkeys((*OUTCOME_NAMES, *DENOMINATOR_COLUMNS), Column.COUNT)
    columns |= dict.fromkeys(EFFECTS if has_servers else (), Column.PERHAPS)
    columns |= dict.fromkeys((path for each in arms.values() for path in each.varying), Column.PERHAPS)
    frame = read_checked(path, columns, len(arms) * number * len(names))
    in_order = np.array_equal(frame["replication"], np.tile(np.repeat(np.arange(number), len(names)), len(arms)))
    if not in_order or list(frame["population"]) != list(names) * (number * len(arms)):
        raise damaged(path, "does not hold every replication and population in their order")
    if list(frame["policy"]) != [arm for arm in arms for _ in range(number * len(names))]:
        raise damaged(path, "does not hold every policy in its order")

    def read(columns: Iterable[str]) -> Any:
        return np.stack([frame[name].to_numpy().reshape(shape) for name in columns], axis=2)

    effect_counts = None
    if has_servers:
        policies = frame[frame["policy"] != baseline]
        if not np.isfinite(policies[list(EFFECTS)].to_numpy(dtype=np.float64)).all():
            raise damaged(path, "does not say of every policy which servers it saves and loses")
        numbers = [policies[name].to_numpy(dtype=np.int64) for name in EFFECTS]
        effect_counts = np.stack([each.reshape(len(arms) - 1, *shape[1:]) for each in numbers], axis=2)
    alone = frame[frame["population"] == ALL]
    drawn = {
        arm: {each: rows[each].to_numpy(dtype=np.float64) for each in scenario.varying}
        for arm, scenario, rows in ((arm, each, alone[alone["policy"] == arm]) for arm, each in arms.items())
    }
    return read(OUTCOME_NAMES), read(DENOMINATOR_COLUMNS), effect_counts, drawn
