"""Whatever a config says, the outcome is a race or a clear error: never a traceback."""

from __future__ import annotations

import copy
import io
import json
import tempfile
import warnings
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from mutated import at, paths
from nasty import CHARACTERS, KEYS, LAW_PIECES, NUMBERS, ODD, PIECES, WORDS, nest
from rich_scenarios import DOCUMENTS, RICH, SMALL, TEXTS, WAVES
from ruamel.yaml import YAML
from whole_race import race_is_whole, refused_clearly

from sim.problems import InputError, ScenarioWarning
from sim.scenario.config import load, read_text, scenario_from
from sim.scenario.laws import LAWS
from sim.scenario.scenario import Scenario

FUZZ = settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

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
        path = draw(st.sampled_from([path for path in paths(document) if not isinstance(at(document, path), list)]))
        if not isinstance(value := at(document, path), dict) or "law" in value:
            at(document, path[:-1])[path[-1]] = draw(fitting(path, value))
    for _ in range(draw(st.integers(0, 1))):
        numbers = [path for path in paths(document) if not isinstance(at(document, path), dict | list | str)]
        path = draw(st.sampled_from(numbers))
        document.setdefault("uncertain", {})[".".join(map(str, path))] = draw(laws(SIZES))
    return document


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """A valid document after one to four changes."""
    document = copy.deepcopy(draw(st.sampled_from(DOCUMENTS)))
    for _ in range(draw(st.integers(1, 4))):
        every = list(paths(document))
        if not every:
            return document
        path = draw(st.sampled_from(every))
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
                other = draw(st.sampled_from(every))
                holder[key] = copy.deepcopy(at(document, other))
            case "insert" if isinstance(at(document, path), dict):
                at(document, path)[draw(NAMES)] = copy.deepcopy(draw(PLAIN_JUNK))
            case "row" if isinstance(document.setdefault("uncertain", {}), dict):
                dotted = ".".join(map(str, draw(st.sampled_from(every))))
                document["uncertain"][dotted] = copy.deepcopy(draw(st.sampled_from(LAW_PIECES)))
    return document


def only_nonsense_warns() -> None:
    """Make the warnings that come with a nan into errors; what overflows is never, and that is right."""
    warnings.simplefilter("ignore", ScenarioWarning)
    warnings.filterwarnings("ignore", "overflow", RuntimeWarning)
    warnings.filterwarnings("error", "invalid|divide", RuntimeWarning)


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
    known = st.sampled_from([".".join(map(str, path)) for path in paths(base.to_dict())])
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
