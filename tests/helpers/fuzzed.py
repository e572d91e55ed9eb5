"""What is fuzzed: kinds of input, what they are made of, and what reads them."""

from __future__ import annotations

import hashlib
import io
import json
import random
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from features import any_row, scenario_of
from mutated import mutated_bytes, mutated_config, mutated_folder, mutated_setting, mutated_table
from PIL import Image
from rich_scenarios import RICH, SMALL, WAVES
from whole_grammar import WHOLE
from whole_race import expected_servers, race_is_whole
from written_folders import GRID, INDICES, RACE, USES, run_study

import sim
from sim.engines import EXPECTED, expected
from sim.model.world import World, Worlds
from sim.problems import InputError
from sim.report.page import page_of
from sim.report.web_page import web_page
from sim.runs.compare import plan_for, raced
from sim.runs.rerun import rerun_one
from sim.scenario.assumptions import assumptions
from sim.scenario.config import read, read_setting, scenario_from
from sim.scenario.scenario import Scenario
from sim.sweeps.sensitivity_folder import write_sensitivity

Files = Mapping[str, bytes]
MOST_SERVERS, MOST_PROBES, MOST_ACTORS, MOST_DAYS, MOST_RUN = 1_000, 2_000, 20, 1_000, 20
"""What is raced is smaller: a large race takes long, and that is no fault of its reading."""
NUMBER_COMBINED = 40
NUMBER_AS_YAML = 12
"""So many documents are also read as YAML, which takes far longer than JSON."""
TODAY = date(2024, 6, 3)
RACE_YAML = json.dumps(RACE).encode()
STUDIES: tuple[str, ...] = (
    """\
scenario: race.yaml
name: "A study: of fixes"
question: Which?
replications: 2
set: {campaigns.scan.rate: 50/d}
vary:
  timeline.fix: [6d, 2024-03-09, start + 1w]
  remediations.update.adoption.median: {from: 1d, to: 16d, scale: log, steps: 3}
""",
    """\
scenario: race.yaml
design: zip
engine: expected
vary:
  populations.north.organizations: [10, 20, 100]
  remediations.update.adoption:
    alternatives:
      slow: {law: lognormal, median: 6d, sigma: 0.5}
      fast: {law: fixed, value: 1d}
      never: {law: exponential, mean: 1_000d}
""",
    """\
scenario: race.yaml
design: sobol_indices
samples: 8
design_seed: 3
vary:
  campaigns.scan.rate: {law: lognormal, median: 60/d, sigma: 0.4}
  campaigns.scan.success: {from: 0.1, to: 0.9}
  timeline.fix: {from: 2024-03-05, to: 2024-03-15}
""",
    """\
{scenario: first_steps, design: latin_hypercube, samples: 5,
 vary: {timeline.scanning: {law: uniform, low: 1d, high: 9d}}}
""",
)
TABLE_STUDY = b"{scenario: race.yaml, design: table, table: points.csv, replications: 2}"
TABLES = (
    """\
timeline.fix,campaigns.scan.rate,populations.north.organizations
6d,30/d,10
2024-03-09,60/d,100
start + 1d,1/h,5
""",
    """\
campaigns.scan.success,remediations.update.adoption
0.5,"{law: fixed, value: 1d}"
1,"{law: exponential, mean: 2w}"
""",
)
POLICIES = (
    """\
early: {timeline.fix: 4d}
idle: {}
both: &both
  remediations.update.adoption: {law: lognormal, median: 1d, sigma: 0.7}
  remediations.update.window: {opens: sat 22:00, lasts: 6h}
  campaigns.scan.success: 0.4
""",
    "faster: {remediations.update.adoption.median: 12h, populations.north.vulnerable: 0.5}\nnone: {remediations: {}}\n",
)
CLIENTS = (
    """\
name: Example Bakery Ltd
like: north
deployment: on_prem
servers: 2
mailboxes: 25
patches_after: 7d
fix: update
plans:
  in a day: {patches_after: 1d}
  in a month: {patches_after: 10d, mitigation: none}
cost_of_breach: 50_000 EUR
brand: {logo: logo.png, colour: "#1F3A5F", accent: "#D55E00"}
""",
    "name: Praxis Dr. Müller\ndeployment: hybrid\npatches_after: 36h\nmitigation: {remediation: tool, after: 1d}\n",
)
CLIENT_RACE = {
    **RACE,
    "replications": 2,
    "populations": {"north": {"organizations": 20}, "mixed": {"organizations": 5, "deployment": "hybrid"}},
    "remediations": {
        **RACE["remediations"],
        "tool": {"available": "9d", "adoption": {"law": "fixed", "value": "1d"}, "protects": 0.8},
    },
}
SETTINGS = (
    "timeline.fix=40d",
    "campaigns.scan.strategy=permutation",
    "populations.north={organizations: 3}",
    "uncertain={}",
    "remediations.update.pace={fix: 2.0}",
    "campaigns.scan.success={CVE-2021-1: 0.5}",
)


@dataclass(frozen=True)
class Kind:
    """A kind of input: whole ones, as files by name; how they are changed, with pieces of another; and their reader.

    `share` is how many of them there are among all inputs, compared with other kinds.
    """

    share: float
    seeds: Callable[[Path], list[Files]]
    mutate: Callable[[Files, random.Random, Files], Files]
    use: Callable[[Path], None]


def _picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(out, "PNG")
    return out.getvalue()


def of(name: str, texts: tuple[str, ...], beside: Files | None = None) -> Callable[[Path], list[Files]]:
    """Inputs of one file, each with the same files beside it."""
    return lambda _: [{name: text.encode(), **(beside or {})} for text in texts]


def _folder(name: str) -> Callable[[Path], list[Files]]:
    def seeds(top: Path) -> list[Files]:
        files = sorted(path for path in (top / name).rglob("*") if path.is_file() and path.suffix != ".lock")
        return [{str(path.relative_to(top)): path.read_bytes() for path in (*files, top / "race.yaml")}]

    return seeds


def configs(files: Files, chance: random.Random, other: Files) -> Files:
    """The first file changed, or now and then one beside it; pieces come from the first file of the other input."""
    first, *rest = files
    name = chance.choice(rest) if rest and chance.random() < 0.1 else first
    if name.endswith(".png"):
        return {**files, name: mutated_bytes(files[name], chance)}
    change = mutated_setting if name == "setting" else mutated_config
    return {**files, name: change(files[name], chance, next(iter(other.values())))}


def tables(files: Files, chance: random.Random, other: Files) -> Files:
    """Rows and cells changed, or anything in the file as text, or the study to which it belongs."""
    first, *_ = files
    if chance.random() < 0.15:
        return configs({name: files[name] for name in reversed(list(files))}, chance, other)
    if chance.random() < 0.2:
        return {**files, first: mutated_bytes(files[first], chance)}
    text = files[first].decode("utf-8", "surrogateescape")
    return {**files, first: mutated_table(text, chance).encode("utf-8", "surrogatepass")}


def folders(files: Files, chance: random.Random, other: Files) -> Files:
    """The files of a folder changed; the scenario beside it stays."""
    del other
    top = Path(next(iter(files))).parts[0]
    inside = {name.removeprefix(f"{top}/"): content for name, content in files.items() if name.startswith(f"{top}/")}
    beside = {name: content for name, content in files.items() if not name.startswith(f"{top}/")}
    changed = mutated_folder(inside, chance) if inside else inside
    return {**{f"{top}/{name}": content for name, content in changed.items()}, **beside}


def is_small(world: World) -> bool:
    """Whether a world is raced in no time."""
    servers = sum(map(expected_servers, world.populations.values()))
    organizations = sum(population.organizations for population in world.populations.values())
    rows = len(world.grid()) * len(world.populations)
    actors = sum(len(attack.clocks) for attack in world.attacks)
    return organizations + servers <= MOST_SERVERS and rows <= MOST_DAYS and actors <= MOST_ACTORS


def probes(world: World) -> float:
    """About how many probes hit servers."""
    servers = sum(map(expected_servers, world.populations.values()))
    return sum(
        float(clock.reading(world.horizon)) * (min(1.0, servers / attack.addresses) if attack.addresses else 1.0)
        for attack in world.attacks
        for clock in attack.clocks
    )


def is_one_of(number: int, content: bytes) -> bool:
    """Whether an input is among those, one of so many, that take the longer way."""
    return int.from_bytes(hashlib.blake2b(content, digest_size=4).digest(), "big") % number == 0


def race(scenario: Scenario, content: bytes) -> None:
    """Race a scenario if it is small, by engines that its content chooses."""
    assert Scenario.from_dict(scenario.to_dict()).digest == scenario.digest
    assert assumptions(scenario)
    worlds = Worlds(scenario)
    for replication in range(min(3, scenario.replications)):
        worlds[replication]
    if not (is_small(worlds[0]) and is_small(worlds[1])):
        return
    race_is_whole(scenario)
    few = scenario.replace({"replications": 2})
    assert str(sim.run(few, workers=1))
    if is_one_of(4, content) and probes(worlds[0]) <= MOST_PROBES:
        sim.run(few, engine="events", workers=1)
    if is_one_of(16, content + b"expected") and not EXPECTED.why_not(worlds[0]):
        with patch.object(expected, "POINTS", expected.FEWEST_POINTS):
            sim.run(few.replace({"replications": 1}), engine=EXPECTED.name, workers=1)


def use_scenario(folder: Path) -> None:
    document = read(folder / "scenario.yaml")
    try:
        race(scenario_from(document, {}), (folder / "scenario.yaml").read_bytes())
    except InputError as error:
        raise document.locate(error) from None


def use_document(folder: Path) -> None:
    """A scenario from Python: nothing has a line, but everything a path."""
    content = (folder / "document.json").read_bytes()
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return
    race(Scenario.from_dict(document), content)


def use_setting(folder: Path) -> None:
    """What stands behind --set, in bytes that an argument can have."""
    text = (folder / "setting").read_bytes().replace(b"\0", b"").decode("utf-8", "surrogateescape")
    dotted, value = read_setting(text)
    scenario = scenario_from(read(folder / "race.yaml"), {dotted: value})
    race(scenario, text.encode("utf-8", "surrogateescape"))


def use_plan(folder: Path) -> None:
    plan = sim.load_plan(folder / "study.yaml")
    assert plan.digest
    ends = []
    for point in (plan.points[0], plan.points[-1]):
        with suppress(InputError):  # noted as a failure of that point
            ends.append(is_small(Worlds(plan.scenario_at(point))[0]))
    is_short = len(plan.points) * plan.scenario.replications <= MOST_RUN and plan.engine != EXPECTED.name
    content = b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file())
    if is_short and all(ends) and is_one_of(16, content):
        assert str(sim.run_study(plan, workers=0, out=folder / "run"))


def use_policies(folder: Path) -> None:
    file = folder / "policies.yaml"
    plan = plan_for(Scenario.from_dict(RACE), file, None, "vectorized", None, None, None)
    if all(is_small(Worlds(arm)[0]) for arm in plan.arms.values()):
        found = raced(plan, workers=1)
        assert str(found) if is_one_of(4, file.read_bytes()) else len(found.estimates)


def use_client(folder: Path) -> None:
    client = sim.load_client(folder / "client.yaml")
    found = sim.own_race(Scenario.from_dict(CLIENT_RACE), client, workers=1)
    assert str(found)
    assert web_page(page_of(found, TODAY), {})


def use_result(folder: Path) -> None:
    USES["result"](folder / "result")
    rerun_one(sim.open_result(folder / "result"), 0)


def use_manifest_of_study(folder: Path) -> None:
    """A study without its curves, which take a process of their own to read."""
    found = sim.open_study(folder / "grid")
    assert str(found)
    assert len(found.estimates)
    assert len(found.per_replication)
    assert found.values("compromised").shape
    found.scenario_at(0)


def use_sensitivity(folder: Path) -> None:
    """A sensitivity is replaced only where what is there is one, and unchanged."""
    study = sim.open_study(folder / "indices")
    write_sensitivity(sim.sensitivity(study), sim.swings(study), folder / "sensitivity", Path.mkdir)


def sensitivities(top: Path) -> list[Files]:
    if not (top / "sensitivity").exists():
        use_sensitivity(top)
    written = [
        path for name in ("sensitivity", "indices") for path in sorted((top / name).rglob("*")) if path.is_file()
    ]
    return [{str(path.relative_to(top)): path.read_bytes() for path in written if path.suffix != ".lock"}]


def going_on(name: str, document: dict[str, Any]) -> Callable[[Path], None]:
    """Goes on with a study in its folder."""
    return lambda folder: _go_on(folder, name, document)


def _go_on(folder: Path, name: str, document: dict[str, Any]) -> None:
    (folder / name / "manifest.json").unlink(missing_ok=True)
    run_study(document, folder, name)


COMBINATIONS = tuple(scenario_of(any_row(np.random.default_rng(number)), number) for number in range(NUMBER_COMBINED))
"""Scenarios of all features of the grammar, so that a feature that joins them is fuzzed too."""
DOCUMENTS = tuple(map(json.dumps, (RACE, *WHOLE.values(), *COMBINATIONS)))
SCENARIOS = (SMALL, RICH, WAVES, *DOCUMENTS[:NUMBER_AS_YAML])
KINDS: dict[str, Kind] = {
    "scenario": Kind(18, of("scenario.yaml", SCENARIOS), configs, use_scenario),
    "document": Kind(22, of("document.json", DOCUMENTS), configs, use_document),
    "study": Kind(14, of("study.yaml", STUDIES, {"race.yaml": RACE_YAML}), configs, use_plan),
    "table": Kind(9, of("points.csv", TABLES, {"study.yaml": TABLE_STUDY, "race.yaml": RACE_YAML}), tables, use_plan),
    "policies": Kind(14, of("policies.yaml", POLICIES), configs, use_policies),
    "client": Kind(24, of("client.yaml", CLIENTS, {"logo.png": _picture()}), configs, use_client),
    "setting": Kind(8, of("setting", SETTINGS, {"race.yaml": RACE_YAML}), configs, use_setting),
    "result": Kind(1.5, _folder("result"), folders, use_result),
    "comparison": Kind(3, _folder("comparison"), folders, lambda folder: USES["comparison"](folder / "comparison")),
    "study_folder": Kind(2, _folder("grid"), folders, use_manifest_of_study),
    "curves": Kind(0.2, _folder("grid"), folders, lambda folder: USES["grid"](folder / "grid")),
    "indices": Kind(0.3, _folder("indices"), folders, lambda folder: USES["indices"](folder / "indices")),
    "going_on": Kind(0.3, _folder("grid"), folders, going_on("grid", GRID)),
    "going_on_with_indices": Kind(0.2, _folder("indices"), folders, going_on("indices", INDICES)),
    "sensitivity": Kind(0.5, sensitivities, folders, use_sensitivity),
}
