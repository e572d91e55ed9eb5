"""Whatever a config says, the outcome is a race or a clear error: never a traceback."""

from __future__ import annotations

import copy
import io
import json
import math
import re
import tempfile
import warnings
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from ruamel.yaml import YAML

from sim.engines.vectorized import simulate
from sim.model.assumptions import assumptions
from sim.model.blocks import Population
from sim.model.config import load, read_text, scenario_from
from sim.model.laws import LAWS
from sim.model.measures import CURVES, curves, outcome_counts
from sim.model.outcomes import OUTCOMES
from sim.model.problems import InputError, ScenarioWarning
from sim.model.scenario import Scenario
from sim.model.world import Worlds

MOST_SERVERS = 1e5
FUZZ = settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

SMALL = """\
name: small
start: 2021-01-01
horizon: 60d
populations:
  everyone: {organizations: 40}
remediations:
  update:
    available: 10d
    adoption: {law: exponential, mean: 8d}
campaigns:
  scan: {begins: 5d, strategy: permutation, rate: 6/d}
"""
RICH = """\
name: rich, with everything
start: 2021-01-03
horizon: 2021-05-14
replications: 7
seed: 0
resolution: 6h
timeline:
  scanning: 2021-02-26
  fix: 2021-03-02T22:00:00Z
  directive: fix + 1d
  exploit: directive - 2h
populations:
  big:
    organizations: 20
    servers_per_organization: {law: gamma, mean: 3, shape: 2}
    deployment: hybrid
    tags: [vip, us]
    reachable: 0.95
  tiny:
    organizations: 50
    servers_per_organization: 2
    vulnerable: 0.9
    reachable: 0.8
    tags: us
  online: {organizations: 10, servers_per_organization: 0, deployment: cloud}
remediations:
  update:
    available: fix
    adoption: {law: weibull, scale: 4d, shape: 0.7}
    uptake: 0.9
    protects: 0.95
    pace: {directive: 2.0, 2021-03-20: 0.5}
    applies_to: {deployment: [on_prem, hybrid]}
    by_population:
      tiny: {adoption: {law: lognormal, median: 1w 2d, sigma: 0.8}, uptake: 0.5, pace: {fix: 0}}
  tool: {available: fix + 10d, adoption: {law: uniform, low: 1d, high: 20d}, uptake: 0.5}
campaigns:
  targeted:
    begins: 2d
    ends: fix
    aims: {tags: [vip], populations: [big]}
    strategy: hit_list
    rate: 3/d
    success: {first-link: 0.5, CVE-2021-27065: 0.8}
  mass:
    begins: scanning
    ends: fix + 20d
    strategy: permutation
    addresses: 1_000
    rate: 100/d
    pace: {fix: 3.0, exploit: 6}
    success: 0.3
    works_on: 0.7
  noise: {begins: start, strategy: random, addresses: 4_000_000_000, rate: 40/s, success: 0.2}
uncertain:
  campaigns.mass.rate: {law: lognormal, median: 100/d, sigma: 0.5}
  timeline.fix: {law: uniform, low: 55d, high: 62d}
  remediations.update.adoption.shape: {law: uniform, low: 0.5, high: 1.5}
  populations.tiny.vulnerable: {law: uniform, low: 0.2, high: 0.9}
  populations.tiny.organizations: {law: uniform, low: 10, high: 60}
  campaigns.targeted.success.first-link: {law: uniform, low: 0.2, high: 0.9}
sources:
  remediations.update.adoption: a blog, 9 March 2021
plausible:
  compromised: [0.12, 0.30]
"""
WAVES = """\
{"name": "waves", "start": "2020-02-28T12:00:00+02:00", "horizon": "end", "seed": 12,
 "timeline": {"end": "10w", "fix": "3w 2d", "alarm": "end - 2w"},
 "populations": {"a": {"organizations": 30, "servers_per_organization": {"law": "fixed", "value": 3}, "tags": ["x"]},
                 "b": {"organizations": 25, "vulnerable": 0.5}},
 "remediations": {"patch": {"available": "fix", "adoption": {"law": "exponential", "half_life": "90m"},
                            "pace": {"start": 0.0, "alarm": 2}, "applies_to": {"populations": "a"}}},
 "campaigns": {"one": {"begins": "start", "strategy": "random", "addresses": 500, "rate": "1_000/w"},
               "two": {"begins": "fix - 2d", "ends": "horizon", "strategy": "hit_list", "rate": "1/min", "success": 0.5,
                       "aims": {"deployment": ["on_prem", "cloud"]}}},
 "uncertain": {"timeline.fix": {"law": "gamma", "mean": "20d", "shape": 4},
               "remediations.patch.adoption.half_life": {"law": "exponential", "mean": "2h"}}}
"""
TEXTS = (SMALL, RICH, WAVES)
DOCUMENTS = tuple(read_text(text, "base").data for text in TEXTS)
LAW_PIECES: list[Any] = [
    {"law": "lognormal", "median": 1, "sigma": 50},
    {"law": "weibull", "scale": "1d", "shape": 0.001},
    {"law": "weibull", "scale": 1e300, "shape": 1e-300},
    {"law": "uniform", "low": 0, "high": 3},
    {"law": "uniform", "low": "0d", "high": "1_000d"},
    {"law": "uniform", "low": "0/d", "high": "1e300/d"},
    {"law": "fixed", "value": 0},
    {"law": "fixed", "value": "1e300d"},
    {"law": "gamma", "mean": "1e-300d", "shape": 1e-9},
    {"law": "exponential", "mean": "0d"},
    {"law": "exponential", "mean": 1, "half_life": 2},
    {"law": ["fixed"], "value": 1},
    {"law": None},
]


def nest(kind: str, depth: int) -> Any:
    """A list or mapping in a list or mapping, and so on."""
    value: Any = 1
    for _ in range(depth):
        value = [value] if kind == "list" else {"a": value}
    return value


NUMBERS: list[Any] = [0, 1, 2, -1, 3, 10**13, 10**400, math.nan, math.inf, -math.inf, -0.0, 0.5, 1.5]
NUMBERS += [1e5, 1e12, 1e-300, 5e-324, 1e300, 1.8e308]
WORDS = ["", " ", "\n", "a\nb", "\ud800", "é", "\x00", "\u2028", "\u0663d", "2021-03-02\n", "a" * 500]
WORDS += ["null", "6:00", "-3d", "1e400d", "1e300d", "0d", "5e-324d", "2w 3d", "3 d", "1_0/s"]
WORDS += ["1e306/s", "0/d", "5e-324/d", "50%", "1_000", "nan", "inf"]
WORDS += ["start", "horizon", "fix", "fix + 1d", "end - 1e9w", "horizon + 1d", "fix + fix"]
WORDS += ["2021-02-30", "2021-3-2", "2021-03-02T25:00"]
WORDS += ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "random", "permutation"]
WORDS += ["hit_list", "cloud", "all", "big", "us"]
ODD: list[Any] = [None, True, False, [], {}, [[]], [None], {"": None}, {None: 1}, {1: 2}, {"a\nb": 1}, (), ("us",)]
ODD += [b"bytes", {1, 2}, object(), int, 1j, np.int64(3), np.float64(0.5), np.array([[1, 2], [3, 4]]), timedelta(3)]
ODD += [date(2021, 3, 2), date(1, 1, 1), date(9999, 12, 31), datetime(2021, 3, 2, 4)]
ODD += [datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))]
ODD += [datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-14)))]
ODD += [{"tags": ["nobody"]}, {"populations": ["big"]}, {"deployment": "cloud"}, *LAW_PIECES]
ODD += [{"fix": 1e300}, {"fix": 0, "start": 1e-300}, {"a": 1e-200, "b": 1e-200}]
DEEP = st.builds(nest, st.sampled_from(["list", "dict"]), st.sampled_from([3, 30, 70, 150]))
PLAIN_JUNK = st.one_of(
    st.sampled_from(NUMBERS),
    st.sampled_from(WORDS),
    st.sampled_from(ODD),
    DEEP,
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.floats(min_value=0, allow_nan=False).map(lambda number: f"{number}d"),
    st.floats(min_value=0, allow_nan=False).map(lambda number: f"{number}/d"),
)
KEYS: list[Any] = ["organizations", "law", "mean", "all", "start", "horizon", "aims", "tags", "by_population"]
KEYS += ["uncertain", "seed", "value"]
KEYS += ["resolution", "fix", "end", "populations.tiny.organizations", "campaigns", "timeline."]
KEYS += ["populationz", "tagz", "x.y", "-"]
KEYS += ["", "a\nb", " ", "\ud800", "\u2028", "a" * 300, None, 1, 2.5, True, date(2021, 3, 2), ("a", "b"), math.nan]
NAMES = st.one_of(st.sampled_from(KEYS), st.sampled_from(KEYS), st.text(max_size=4))
SIZES = st.one_of(
    st.sampled_from([0, 1, 2, 3, 0.5, 1e-300, 5e-324, 1e-9, 1e9, 1e18, 1e290]),
    st.floats(min_value=0, allow_nan=False, allow_infinity=False),
)
SHARES = st.one_of(st.sampled_from([0, 1, 0.5, 5e-324, 1 - 2**-53]), st.floats(0, 1))
WHOLE = st.one_of(st.integers(0, 60), st.sampled_from([300, 5_000, 2**31, 2**32, 10**12]))
DURATIONS = st.builds("{}{}".format, SIZES, st.sampled_from("wdhms"))
RATES = st.builds("{}/{}".format, SIZES, st.sampled_from("wdhs"))
MOMENTS = st.one_of(
    DURATIONS,
    st.sampled_from(["start", "horizon", "fix", "end", "alarm", "directive"]),
    st.sampled_from(["2021-01-01", "2020-12-01", "2021-12-01T04:05:06.789Z", "9999-12-31"]),
    st.builds("{} {} {}".format, st.sampled_from(["start", "horizon", "fix", "end"]), st.sampled_from("+-"), DURATIONS),
)


@st.composite
def laws(draw: st.DrawFn, quantities: st.SearchStrategy[Any]) -> dict[str, Any]:
    """A law whose parameters have the right units, whatever their size."""
    name = draw(st.sampled_from(sorted(LAWS)))
    form = draw(st.sampled_from(LAWS[name]))
    return {"law": name, **{key: draw(quantities if key in form.quantities else SIZES) for key in form.parameters()}}


def fitting(path: tuple[Any, ...], value: Any) -> st.SearchStrategy[Any]:
    """Values of the kind that stands at a path, of any size."""
    if path[0] == "uncertain":
        return st.one_of(laws(SIZES), laws(SHARES), laws(DURATIONS), laws(RATES))
    if isinstance(value, dict) and "law" in value:
        return laws(SIZES if path[-1] == "servers_per_organization" else DURATIONS)
    if path[-1] in ("organizations", "addresses", "seed", "servers_per_organization", "replications"):
        return WHOLE
    if path[-1] == "rate":
        return RATES
    if path[-1] in ("begins", "ends", "available", "horizon", "start") or path[0] == "timeline":
        return MOMENTS
    if path[-1] in ("vulnerable", "reachable", "uptake", "protects", "works_on", "success") or "success" in path:
        return SHARES
    return st.one_of(SIZES, DURATIONS)


@st.composite
def stretched(draw: st.DrawFn) -> Any:
    """A valid document in which one to four values have another size, and sometimes another row of `uncertain`."""
    document = copy.deepcopy(draw(st.sampled_from(DOCUMENTS)))
    if draw(st.booleans()):
        document.pop("uncertain", None)
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from([path for path in places(document) if not isinstance(at(document, path), list)]))
        if not isinstance(value := at(document, path), dict) or "law" in value:
            at(document, path[:-1])[path[-1]] = draw(fitting(path, value))
    for _ in range(draw(st.integers(0, 1))):
        numbers = [path for path in places(document) if not isinstance(at(document, path), dict | list | str)]
        path = draw(st.sampled_from(numbers))
        document.setdefault("uncertain", {})[".".join(map(str, path))] = draw(laws(SIZES))
    return document


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of everything in a document but the document itself."""
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, entry in list(entries):
        yield (*path, key)
        if len(path) < 8:
            yield from places(entry, (*path, key))


def at(node: Any, path: tuple[Any, ...]) -> Any:
    """What stands at a path."""
    for part in path:
        node = node[part]
    return node


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """A valid document after one to four changes."""
    document = copy.deepcopy(draw(st.sampled_from(DOCUMENTS)))
    for _ in range(draw(st.integers(1, 4))):
        paths = list(places(document))
        if not paths:
            return document
        path = draw(st.sampled_from(paths))
        holder, key = at(document, path[:-1]), path[-1]
        match draw(st.sampled_from(["replace", "replace", "replace", "delete", "rename", "swap", "insert", "row"])):
            case "replace":
                holder[key] = copy.deepcopy(draw(PLAIN_JUNK))
            case "delete":
                del holder[key]
            case "rename" if isinstance(holder, dict):
                new = draw(NAMES)
                renamed = {(new if old == key else old): value for old, value in holder.items()}
                holder.clear()
                holder.update(renamed)
            case "swap":
                other = draw(st.sampled_from(paths))
                holder[key] = copy.deepcopy(at(document, other))
            case "insert" if isinstance(at(document, path), dict):
                at(document, path)[draw(NAMES)] = copy.deepcopy(draw(PLAIN_JUNK))
            case "row" if isinstance(document.setdefault("uncertain", {}), dict):
                dotted = ".".join(map(str, draw(st.sampled_from(paths))))
                document["uncertain"][dotted] = copy.deepcopy(draw(st.sampled_from(LAW_PIECES)))
    return document


def expected_servers(population: Population) -> float:
    """How many servers a population has on average."""
    each = population.servers_per_organization
    if not population.runs_servers:
        return 0
    return population.organizations * (each if isinstance(each, int) else max(each.mean, 1.0))


def race_is_whole(scenario: Scenario) -> None:
    """Simulate one world, unless it is large, and check that no server is lost or counted twice."""
    assert all(row.path and row.value for row in assumptions(scenario))
    world = Worlds(scenario)[0]
    organizations = max(population.organizations for population in world.populations.values())
    if organizations > MOST_SERVERS or not sum(map(expected_servers, world.populations.values())) <= MOST_SERVERS:
        return
    race = simulate(world)
    counts = {outcome.name: count for outcome, count in zip(OUTCOMES, outcome_counts(race), strict=True)}
    assert (counts["servers"] == counts["compromised"] + counts["protected_in_time"] + counts["still_exposed"]).all()
    assert (counts["compromised"] == counts["compromised_before_fix"] + counts["compromised_after_fix"]).all()
    assert counts["servers"][0] == np.count_nonzero(race.exposed) <= race.fleet.servers == len(race.compromised_at)
    assert not np.isnan(race.compromised_at).any()
    assert not np.isnan(race.protected_at).any()
    grid = world.grid()
    assert (grid[0], grid[-1]) == (0, world.horizon)
    assert (np.diff(grid) > 0).all()
    over_time = curves(race, grid)
    assert (over_time[:4].sum(axis=0) == counts["servers"][:, None]).all()
    assert (over_time >= 0).all()
    assert (over_time[CURVES.index("compromised_cumulative"), :, -1] == counts["compromised"]).all()
    assert len(race.to_frame()) == race.fleet.servers


def only_nonsense_warns() -> None:
    """Make the warnings that come with a nan into errors; what overflows is never, and that is right."""
    warnings.simplefilter("ignore", ScenarioWarning)
    warnings.filterwarnings("ignore", "overflow", RuntimeWarning)
    warnings.filterwarnings("error", "invalid|divide", RuntimeWarning)


def refused_clearly(error: InputError) -> None:
    """Every problem is told in one line of reasonable length."""
    assert error.problems
    for problem in error.problems:
        text = str(problem)
        assert problem.message.strip()
        assert text.isprintable(), repr(text)
        assert len(text) < 2_500, text
        assert not re.search("Error|object at 0x", problem.message), text


def outcome_of(document: Any) -> None:
    """Load and race a document, or see it refused."""
    before = repr(document)
    with warnings.catch_warnings():
        only_nonsense_warns()
        try:
            scenario = Scenario.from_dict(document)
        except InputError as error:
            refused_clearly(error)
            return
        finally:
            assert repr(document) == before
        assert Scenario.from_dict(scenario.to_dict()).digest == scenario.digest
        try:
            race_is_whole(scenario)
        except InputError as error:
            refused_clearly(error)


def outcome_of_text(text: str) -> None:
    """Load and race a config text, or see it refused with the place."""
    with warnings.catch_warnings():
        only_nonsense_warns()
        try:
            race_is_whole(scenario_from(read_text(text, "f.yaml"), {}))
        except InputError as error:
            refused_clearly(error)


def test_the_documents_that_are_mutated_are_valid() -> None:
    for text in TEXTS:
        race_is_whole(scenario_from(read_text(text, "base.yaml"), {}))


@FUZZ
@given(mutated())
def test_a_mutated_document_gives_a_race_or_a_clear_error(document: Any) -> None:
    outcome_of(document)


@FUZZ
@given(stretched())
def test_values_of_any_size_give_a_race_or_a_clear_error(document: Any) -> None:
    outcome_of(document)


def as_text(document: Any) -> str | None:
    """A document as YAML, or as JSON, or None where neither can write it."""
    out = io.StringIO()
    try:
        YAML(typ="safe", pure=True).dump(document, out)
    except Exception:  # ruamel cannot write all the junk
        return None
    return out.getvalue()


@settings(FUZZ, max_examples=50)
@given(mutated())
def test_a_mutated_document_written_as_yaml_gives_a_race_or_a_clear_error(document: Any) -> None:
    text = as_text(document)
    if text is not None:
        outcome_of_text(text)


CHARACTERS = list("{}[]:,#&*!|>'\"%@`-? \n\t\r\x00\x07\x85\u2028\ufeff\ud800\u00e9_./0193deinfw+~=<")
PIECES = ["- ", ": ", "? ", "&a ", "*a", "!!int ", "!x ", "<<: *a", "---\n", "...\n", "%YAML 1.1\n", "\n  ", "{a: b}"]
PIECES += [
    "'",
    '"\\ud800"',
    '"\\n"',
    '"\\x00"',
    "[" * 100,
    "{a: " * 100,
    "- " * 100,
    "x" * 3000,
    "1" * 5000,
    "0x" + "f" * 5000,
]
PIECES += [".nan", ".inf", "-.inf", "0b11", "0o17", "1e999", "~", "null", "yes", "6:00", "2021-02-30"]
PIECES += ["0000-00-00", "2021-03-02 25:61:61"]
PIECES += ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]
SNIPPETS = st.one_of(st.sampled_from(CHARACTERS), st.sampled_from(PIECES), st.text(max_size=6))


@st.composite
def edited(draw: st.DrawFn) -> str:
    """The text of a valid config after a few random edits."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 5))):
        here = draw(st.integers(0, len(text)))
        there = min(len(text), here + draw(st.sampled_from([0, 0, 1, 2, 5, 30])))
        match draw(st.sampled_from(["insert", "insert", "token", "copy", "move"])):
            case "insert":
                text = text[:here] + draw(SNIPPETS) + text[there:]
            case "token":
                start = max(text.rfind(" ", 0, here), text.rfind("\n", 0, here)) + 1
                ends = [end for mark in " \n,}]" if (end := text.find(mark, here)) >= 0]
                text = text[:start] + draw(SNIPPETS) + text[min(ends, default=len(text)) :]
            case "copy":
                text = text[:there] + text[here:there] + text[there:]
            case "move":
                text = text[:here] + text[there:] + text[here:there]
    return text


@settings(FUZZ, max_examples=200)
@given(edited())
def test_an_edited_text_gives_a_race_or_a_clear_error(text: str) -> None:
    outcome_of_text(text)


@settings(FUZZ, max_examples=100)
@given(st.binary(max_size=40), st.integers(0, len(RICH)), st.integers(0, 20))
def test_a_file_of_broken_bytes_gives_a_race_or_a_clear_error(junk: bytes, where: int, lost: int) -> None:
    data = RICH.encode()
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", ScenarioWarning)
        path = Path(folder) / "scenario.yaml"
        path.write_bytes(data[:where] + junk + data[where + lost :])
        refused: InputError | None = None
        try:
            load(path)
        except InputError as error:
            refused = error
        if refused is not None:
            refused_clearly(refused)
            assert all(problem.place.startswith(str(path)) for problem in refused.problems)


@settings(FUZZ, max_examples=100)
@given(st.sampled_from(TEXTS), st.data())
def test_a_changed_path_gives_a_race_or_a_clear_error(text: str, data: st.DataObject) -> None:
    base = scenario_from(read_text(text, "base.yaml"), {})
    digest = base.digest
    known = st.sampled_from([".".join(map(str, path)) for path in places(base.to_dict())])
    below = st.builds("{}.{}".format, known, st.text(max_size=3))
    dotted = data.draw(st.one_of(known, known, below, st.text(max_size=9)))
    with warnings.catch_warnings():
        only_nonsense_warns()
        try:
            race_is_whole(base.replace({dotted: data.draw(PLAIN_JUNK)}))
        except InputError as error:
            refused_clearly(error)
    assert base.digest == digest


def test_json_and_yaml_of_one_document_are_the_same_scenario() -> None:
    plain = scenario_from(read_text(WAVES, "waves.json"), {})
    assert Scenario.from_dict(json.loads(WAVES)).digest == plain.digest


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_a_hit_list_that_nobody_is_on_hits_nobody() -> None:
    scenario = scenario_from(read_text(SMALL, "small.yaml"), {})
    changes = {
        "populations.everyone.reachable": 0,
        "campaigns.scan.strategy": "hit_list",
        "campaigns.scan.success": 0.5,
    }
    race_is_whole(scenario.replace(changes))
