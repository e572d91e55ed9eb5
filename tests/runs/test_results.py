"""Answers: what a race, a trace and a result say, and that a result folder is written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from numpy.typing import NDArray
from scenarios import SCENARIOS, Document, document

import sim
from sim.outcomes import CURVE_NAMES, DENOMINATOR_COLUMNS, DENOMINATOR_NAMES, OUTCOMES

FloatArray = NDArray[np.float64]
NAMES = [each.name for each in OUTCOMES]
ESTIMATES = ["outcome", "population", "mean", "sd", "standard_error", "p05", "p50", "p95", "share"]
FRAME = [
    "population",
    "organization",
    "server",
    "exposed",
    "fix_available_at",
    "protected_at",
    "compromised_at",
    "compromised_by",
    "compromised_again_at",
    "entered_again_at",
    "detected_at",
    "evicted_at",
    "reentered_at",
    "pivoted_at",
    "outcome",
]
TRACE = ["time", "what", "population", "organization", "server", "by"]
FILES = {"curves.nc", "estimates.csv", "estimates.parquet", "manifest.json", "replications.parquet", "scenario.yaml"}
BOTH_ENGINES = pytest.mark.parametrize("engine", ["vectorized", "events"])


def scenario(name: str = "crowded", **keys: Any) -> sim.Scenario:
    return sim.Scenario.from_dict(SCENARIOS[name] | {"seed": 3, "replications": 8} | keys)


UNCERTAIN = "uncertain_world"
OTHER = scenario(seed=4)
FAILS_UNDER_WAY: Document = document(
    "fails under way",
    replications=20,
    populations={"aimed": {"organizations": 3}},
    campaigns={"hits": {"begins": "1d", "strategy": "hit_list", "rate": "1/d", "success": 0.5}},
    uncertain={"campaigns.hits.success": {"law": "lognormal", "median": 0.6, "sigma": 0.6}},
)


def same(one: sim.Result, other: sim.Result) -> bool:
    """Whether two results say the same, to the last bit."""
    arrays = [(one.counts, other.counts), (one.bands, other.bands), (one.days, other.days)]
    arrays += [(one.drawn[path], other.drawn[path]) for path in one.drawn]
    same_arrays = all(first.tobytes() == second.tobytes() for first, second in arrays)
    same_tables = one.estimates.equals(other.estimates) and one.per_replication.equals(other.per_replication)
    same_source = (one.scenario.digest, one.engine) == (other.scenario.digest, other.engine)
    return same_arrays and same_tables and same_source and set(one.drawn) == set(other.drawn)


def names_in(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


# The folder of a result


@BOTH_ENGINES
@pytest.mark.parametrize("name", ["crowded", UNCERTAIN])
def test_a_result_read_back_is_identical(tmp_path: Path, name: str, engine: str) -> None:
    written = sim.run(scenario(name), engine=engine, out=tmp_path / "result")
    assert same(written, sim.open_result(tmp_path / "result"))
    assert same(written, sim.run(scenario(name), engine=engine))


@pytest.mark.parametrize("resolution", ["0.1d", "1h", "7m", "5d", "90d"])
def test_times_of_curves_read_back_are_identical(tmp_path: Path, resolution: str) -> None:
    written = sim.run(scenario(resolution=resolution, horizon="23d 5h 7m"), out=tmp_path / "result")
    assert written.days.tobytes() == sim.open_result(tmp_path / "result").days.tobytes()


def test_one_replication_read_back_is_identical(tmp_path: Path) -> None:
    written = sim.run(scenario(replications=1), out=tmp_path / "result")
    assert same(written, sim.open_result(tmp_path / "result"))


def test_provenance_is_read_back(tmp_path: Path) -> None:
    written = sim.run(scenario(), out=tmp_path / "result")
    assert sim.open_result(tmp_path / "result").provenance == written.provenance
    assert {"versions", "git", "machine", "created"} <= set(written.provenance)


def test_the_folder_holds_these_files_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    sim.run(scenario(), out=tmp_path / "deep" / "er" / "result")
    assert names_in(tmp_path / "deep" / "er" / "result") == FILES
    assert names_in(tmp_path / "deep" / "er") == {"result"}


def test_without_out_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    sim.run(scenario())
    assert names_in(tmp_path) == set()


def test_the_manifest_holds_what_is_needed_to_run_again(tmp_path: Path) -> None:
    result = sim.run(scenario(UNCERTAIN), engine="events", out=tmp_path / "result")
    manifest = json.loads((tmp_path / "result" / "manifest.json").read_text(encoding="utf-8"))
    again = sim.Scenario.from_dict(manifest["scenario"])
    assert again.digest == manifest["digest"] == result.scenario.digest
    expected = {"status": "done", "engine": "events", "seed": 3, "replications": 8}
    assert {key: manifest[key] for key in expected} == expected
    assert same(result, sim.run(again, engine=manifest["engine"]))


def test_the_scenario_in_the_folder_is_the_one_that_ran(tmp_path: Path) -> None:
    result = sim.run(scenario(), out=tmp_path / "result")
    assert sim.load(tmp_path / "result" / "scenario.yaml").digest == result.scenario.digest


def test_tables_in_the_folder_are_those_of_the_result(tmp_path: Path) -> None:
    result = sim.run(scenario(UNCERTAIN), out=tmp_path / "result")
    assert pd.read_parquet(tmp_path / "result" / "estimates.parquet").equals(result.estimates)
    assert pd.read_parquet(tmp_path / "result" / "replications.parquet").equals(result.per_replication)
    pd.testing.assert_frame_equal(pd.read_csv(tmp_path / "result" / "estimates.csv"), result.estimates, rtol=1e-14)
    with xr.open_dataset(tmp_path / "result" / "curves.nc", engine="h5netcdf") as curves:
        xr.testing.assert_identical(curves.load(), result.to_xarray())


def test_its_own_folder_is_replaced(tmp_path: Path) -> None:
    first = sim.run(scenario(), out=tmp_path / "result")
    sim.run(scenario(name="crowded"), out=tmp_path / "result")
    assert same(first, sim.open_result(tmp_path / "result"))
    assert names_in(tmp_path) == {"result"}


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "result").mkdir()
    sim.run(scenario(), out=tmp_path / "result")
    assert names_in(tmp_path / "result") == FILES


@pytest.mark.parametrize("engine", ["vectorized", "events"])
def test_the_folder_of_another_result_is_refused(tmp_path: Path, engine: str) -> None:
    owner = sim.run(scenario(), out=tmp_path / "result")
    other = OTHER if engine == "vectorized" else scenario()
    with pytest.raises(sim.InputError, match="another result"):
        sim.run(other, engine=engine, out=tmp_path / "result")
    assert same(owner, sim.open_result(tmp_path / "result"))
    assert names_in(tmp_path) == {"result"}


@pytest.mark.parametrize("content", ["notes.txt", "manifest.json"])
def test_a_folder_of_something_else_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / content).write_text("{}", encoding="utf-8")
    with pytest.raises(sim.InputError, match="not a result"):
        sim.run(scenario(), out=tmp_path / "mine")
    assert names_in(tmp_path / "mine") == {content}
    assert names_in(tmp_path) == {"mine"}


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "result").write_text("mine", encoding="utf-8")
    with pytest.raises(sim.InputError, match="is a file"):
        sim.run(scenario(), out=tmp_path / "result")
    assert (tmp_path / "result").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("below", ["result", "deep/result"])
def test_a_path_below_a_file_is_refused(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(sim.InputError, match="cannot be written"):
        sim.run(scenario(), out=tmp_path / "file" / below)


@pytest.mark.parametrize("path", ["a\0b", "x" * 300])
def test_a_path_that_cannot_be_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(sim.InputError):
        sim.run(scenario(), out=path)
    assert names_in(tmp_path) == set()


def test_the_home_folder_is_understood_everywhere_in_the_same_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    written = sim.run(scenario(), out="~/result")
    assert same(written, sim.open_result("~/result"))


def test_the_folder_one_is_in_is_written_or_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    try:
        written = sim.run(scenario(), out=".")
    except sim.InputError:
        assert names_in(tmp_path / "here") == set()
    else:
        assert same(written, sim.open_result(tmp_path / "here"))
    assert names_in(tmp_path) == {"here"}


def _fail(*_: Any, **__: Any) -> None:
    raise OSError(28, "No space left on device")


STAGES = {
    "estimates": "pandas.DataFrame.to_parquet",
    "csv": "pandas.DataFrame.to_csv",
    "curves": "xarray.Dataset.to_netcdf",
    "scenario": "sim.scenario.scenario.Scenario.save",
    "manifest": "sim.runs.store.manifest_of",
    "rename": "sim.records.unfinished.os.replace",
}


@pytest.mark.parametrize("stage", STAGES)
def test_a_failure_while_writing_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(STAGES[stage], _fail)
        with pytest.raises((OSError, sim.InputError)):
            sim.run(scenario(), out=tmp_path / "result")
    assert names_in(tmp_path) == set()


@pytest.mark.parametrize("stage", STAGES)
def test_a_failure_while_writing_keeps_the_result_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    before = sim.run(scenario(), out=tmp_path / "result")
    with monkeypatch.context() as patch:
        patch.setattr(STAGES[stage], _fail)
        with pytest.raises((OSError, sim.InputError)):
            sim.run(scenario(), out=tmp_path / "result")
    assert same(before, sim.open_result(tmp_path / "result"))
    assert names_in(tmp_path) == {"result"}


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("seed", range(4))
def test_a_run_that_fails_under_way_leaves_nothing(tmp_path: Path, workers: int, seed: int) -> None:
    """In the first replication or, with other seeds, in a later one."""
    failing = sim.Scenario.from_dict(FAILS_UNDER_WAY | {"seed": seed})
    with pytest.raises(sim.InputError, match=r"campaigns\.hits\.success.*replication \d+"):
        sim.run(failing, workers=workers, out=tmp_path / "result")
    assert names_in(tmp_path) == set()


def test_an_interrupted_run_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.engines.vectorized.measures_of", interrupt)
    with pytest.raises(KeyboardInterrupt):
        sim.run(scenario(), workers=1, out=tmp_path / "result")
    assert names_in(tmp_path) == set()


@pytest.mark.parametrize("success", [0.5, {"web": 0.5, "root": 1.0}])
def test_a_draw_outside_its_domain_is_an_error_that_names_its_path(success: Any) -> None:
    hits = FAILS_UNDER_WAY["campaigns"]["hits"] | {"success": success}
    path = "campaigns.hits.success" + (".root" if isinstance(success, dict) else "")
    uncertain = {path: {"law": "lognormal", "median": 0.6, "sigma": 0.6}}
    drawn = sim.Scenario.from_dict(FAILS_UNDER_WAY | {"campaigns": {"hits": hits}, "uncertain": uncertain})
    with pytest.raises(sim.InputError, match=path.replace(".", r"\.")):
        sim.run(drawn)


# Reading a folder


@pytest.mark.parametrize("file", sorted(FILES - {"manifest.json"}))
def test_a_changed_file_is_noticed(tmp_path: Path, file: str) -> None:
    sim.run(scenario(), out=tmp_path / "result")
    changed = tmp_path / "result" / file
    changed.write_bytes(changed.read_bytes() + b" ")
    with pytest.raises(sim.InputError, match=file):
        sim.open_result(tmp_path / "result")


@pytest.mark.parametrize("file", sorted(FILES))
def test_a_missing_file_is_noticed(tmp_path: Path, file: str) -> None:
    sim.run(scenario(), out=tmp_path / "result")
    (tmp_path / "result" / file).unlink()
    with pytest.raises(sim.InputError, match=file):
        sim.open_result(tmp_path / "result")


MANIFESTS: dict[str, Callable[[str], str]] = {
    "cut off": lambda text: text[: len(text) // 2],
    "empty": lambda _: "",
    "a list": lambda _: "[]",
    "not done": lambda text: text.replace('"status": "done"', '"status": "running"'),
    "another format": lambda text: text.replace("patchrace result 1", "patchrace result 0"),
}


@pytest.mark.parametrize("damage", MANIFESTS)
def test_a_damaged_manifest_is_refused(tmp_path: Path, damage: str) -> None:
    sim.run(scenario(), out=tmp_path / "result")
    manifest = tmp_path / "result" / "manifest.json"
    manifest.write_text(MANIFESTS[damage](manifest.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(sim.InputError):
        sim.open_result(tmp_path / "result")


@pytest.mark.parametrize("path", ["missing", "file", "file/below", "a\0b"])
def test_what_is_no_result_is_refused(tmp_path: Path, path: str) -> None:
    (tmp_path / "file").write_text("{}", encoding="utf-8")
    with pytest.raises(sim.InputError):
        sim.open_result(f"{tmp_path}/{path}")


# Estimates

COUNTS = np.array([[[6, 4], [3, 1]], [[6, 4], [0, 4]], [[6, 4], [1, 2]], [[6, 4], [2, 0]]])
"""Servers and compromised (rows) of two populations (columns) in four replications."""


def made(counts: NDArray[Any]) -> sim.Result:
    """A result with given numbers of servers and of compromised ones in two populations."""
    populations = {"north": {"organizations": 9}, "south": {"organizations": 9}}
    table = np.zeros((len(counts), len(NAMES), 3), dtype=np.int64)
    table[:, :2, 1:] = counts
    table[:, :, 0] = table[:, :, 1:].sum(axis=2)
    denominators = np.zeros((len(counts), len(DENOMINATOR_NAMES), 3), dtype=np.int64)
    denominators[:, 0] = table[:, 0]
    return sim.Result(
        sim.Scenario.from_dict(document("made", populations=populations)),
        "vectorized",
        table,
        denominators,
        np.zeros((len(CURVE_NAMES), 3, 1, 4)),
        np.zeros(1),
    )


def row(result: sim.Result, outcome: str, population: str) -> dict[str, float]:
    table = result.estimates
    chosen = table[(table.outcome == outcome) & (table.population == population)]
    return {key: float(chosen[key].to_numpy()[0]) for key in ESTIMATES[2:]}


def test_estimates_have_exactly_these_columns_and_rows() -> None:
    table = made(COUNTS).estimates
    assert list(table.columns) == ESTIMATES
    expected = [(outcome, population) for outcome in NAMES for population in ("all", "north", "south")]
    assert list(zip(table.outcome, table.population, strict=True)) == expected


def test_estimates_by_hand() -> None:
    """North: 3, 0, 1, 2 of 6: mean 1.5, sd sqrt(5/3); quantile p lies at place 3 p of 0, 1, 2, 3."""
    sd = np.sqrt(5 / 3)
    expected = {"mean": 1.5, "sd": sd, "standard_error": sd / 2, "p05": 0.15, "p50": 1.5, "p95": 2.85, "share": 0.25}
    assert row(made(COUNTS), "compromised", "north") == pytest.approx(expected, abs=1e-14)


def test_all_populations_by_hand() -> None:
    """Together: 4, 4, 3, 2 of 10."""
    sd = np.sqrt((2 * 0.75**2 + 0.25**2 + 1.25**2) / 3)
    expected = {"mean": 3.25, "sd": sd, "standard_error": sd / 2, "p05": 2.15, "p50": 3.5, "p95": 4.0, "share": 0.325}
    assert row(made(COUNTS), "compromised", "all") == pytest.approx(expected, abs=1e-14)


def test_one_replication_has_no_spread() -> None:
    found = row(made(COUNTS[:1]), "compromised", "south")
    assert np.isnan(found["sd"])
    assert np.isnan(found["standard_error"])
    assert (found["mean"], found["p05"], found["p50"], found["p95"], found["share"]) == (1, 1, 1, 1, 0.25)


def test_share_is_of_the_mean_number_of_servers() -> None:
    counts = COUNTS.copy()
    counts[:, 0, 0] = [2, 4, 6, 12]
    assert row(made(counts), "compromised", "north")["share"] == pytest.approx(1.5 / 6, abs=1e-14)


def test_share_of_nothing_is_nan() -> None:
    counts = COUNTS.copy()
    counts[:, :, 1] = 0
    assert np.isnan(row(made(counts), "compromised", "south")["share"])
    assert row(made(counts), "compromised", "all")["share"] == pytest.approx(0.25)


def test_estimates_of_a_run_are_those_of_its_counts() -> None:
    result = sim.run(scenario("two_remedies", replications=25))
    for outcome in NAMES:
        values, found = result.values(outcome, "hybrid"), row(result, outcome, "hybrid")
        assert found["mean"] == pytest.approx(np.mean(values), abs=1e-12)
        assert found["standard_error"] == pytest.approx(np.std(values, ddof=1) / 5, abs=1e-12)
        assert found["p95"] == pytest.approx(np.quantile(values, 0.95), abs=1e-12)


def test_replications_have_a_row_for_each_population_and_their_draws() -> None:
    result = sim.run(scenario(UNCERTAIN))
    table = result.per_replication
    paths = list(SCENARIOS[UNCERTAIN]["uncertain"])
    assert list(table.columns) == ["replication", "seed", "population", *paths, *NAMES, *DENOMINATOR_COLUMNS]
    assert (table["of servers"] == table.servers).all()
    assert len(table) == 8 * 3
    assert table[table.population == "one"].compromised.tolist() == result.values("compromised", "one").tolist()
    race = sim.simulate(scenario(UNCERTAIN), 6)
    assert table[(table.replication == 6) & (table.population == "two")][paths].iloc[0].to_dict() == race.world.drawn


@pytest.mark.parametrize("call", [("compromized",), ("compromised", "nowhere")])
def test_unknown_names_are_refused_with_the_nearest(call: tuple[str, ...]) -> None:
    with pytest.raises(KeyError, match="known here"):
        made(COUNTS).values(*call)


def test_bands_are_quantiles_of_curves_over_replications() -> None:
    result = sim.run(scenario("two_campaigns", replications=11))
    races = [sim.simulate(scenario("two_campaigns"), replication) for replication in range(11)]
    curves = np.array([[np.count_nonzero(race.compromised_at <= day) for day in result.days] for race in races])
    expected = np.stack([curves.mean(axis=0), *np.quantile(curves, (0.05, 0.5, 0.95), axis=0)], axis=-1)
    assert result.curve("compromised_cumulative") == pytest.approx(expected, abs=1e-9)


def test_a_report_names_the_scenario_and_its_mean() -> None:
    result = sim.run(scenario())
    assert "crowded" in str(result)
    assert "8 replications" in str(result)
    assert f"{result.values('compromised').mean():.0f}" in str(result)


def test_a_report_says_what_shares_divide_by() -> None:
    """Organizations in the cloud run no servers: they are in the denominator, and cannot be breached."""
    result = sim.run(sim.load("hybrid").replace({"replications": 2}))
    (line,) = [line for line in str(result).splitlines() if line.endswith("that run servers")]
    exposed = result.values("organizations_breached").mean() / 2_000
    told = f"organizations_breached 3,000 organizations; {exposed:.1%} of the 2,000 that run servers"
    assert " ".join(line.split()) == told
    assert "tenants_reached                1,000  hybrid organizations" in str(result)
    plain = sim.run(sim.load("first_steps").replace({"replications": 2}))
    assert "organizations_breached         2,300  organizations\n" in str(plain)


def test_progress_says_nothing_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    sim.run(scenario(), progress=True)
    assert capsys.readouterr().out == ""


BAD: list[tuple[Callable[..., Any], dict[str, Any]]] = [
    (sim.run, {"workers": -1}),
    (sim.run, {"workers": 1.5}),
    (sim.run, {"workers": True}),
    (sim.run, {"engine": "vectorizedd"}),
    (sim.simulate, {"replication": -1}),
    (sim.simulate, {"replication": 0.0}),
    (sim.simulate, {"engine": "fast"}),
    (sim.trace, {"replication": "first"}),
]


@pytest.mark.parametrize(("function", "arguments"), BAD)
def test_bad_arguments_are_input_errors(function: Callable[..., Any], arguments: dict[str, Any]) -> None:
    with pytest.raises(sim.InputError, match=next(iter(arguments))):
        function(scenario(), **arguments)


# Labelled arrays


def test_curves_as_labelled_arrays() -> None:
    result = sim.run(scenario())
    curves = result.to_xarray()
    assert dict(curves.sizes) == {"time": len(result.days), "population": 5, "quantile": 3}
    assert curves.population.values.tolist() == ["all", *SCENARIOS["crowded"]["populations"]]
    assert curves["quantile"].values.tolist() == [0.05, 0.5, 0.95]
    assert set(curves.data_vars) == {name for curve in CURVE_NAMES for name in (curve, f"{curve}_mean")}
    assert all(curves[name].dims == ("time", "population", "quantile") for name in CURVE_NAMES)
    assert all(curves[f"{name}_mean"].dims == ("time", "population") for name in CURVE_NAMES)


def test_labelled_arrays_say_what_they_count() -> None:
    curves = sim.run(scenario(replications=1)).to_xarray()
    of_organizations = {"organizations_breached", "tenants_reached"}
    for name in CURVE_NAMES:
        unit = "organizations" if name in of_organizations else "servers"
        assert curves[name].attrs["units"] == curves[f"{name}_mean"].attrs["units"] == unit


def test_labelled_arrays_hold_the_bands() -> None:
    result = sim.run(scenario())
    chosen = result.to_xarray().sel(population="office")
    expected = result.curve("vulnerable", "office")
    assert (chosen.vulnerable_mean.values == expected[:, 0]).all()
    assert (chosen.vulnerable.values == expected[:, 1:]).all()


def test_times_of_curves_are_dates() -> None:
    times = sim.run(scenario(resolution="12h")).to_xarray().time.values
    assert np.issubdtype(times.dtype, np.datetime64)
    assert times[0] == np.datetime64("2021-01-01")
    assert times[1] == np.datetime64("2021-01-01T12:00")
    assert times[-1] == np.datetime64("2021-02-10")
    assert (np.diff(times) > np.timedelta64(0)).all()


def test_times_of_curves_are_distinct_where_the_horizon_is_a_multiple_of_the_step() -> None:
    times = sim.run(scenario("steady_scan", horizon="5h", resolution="1h")).to_xarray().time.values
    assert len(times) == len(np.unique(times)) == 6


# A race as a table


@BOTH_ENGINES
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_race_as_a_table(name: str, engine: str) -> None:
    race = sim.simulate(scenario(name), 2, engine=engine)
    frame = race.to_frame()
    assert list(frame.columns) == FRAME
    assert (frame.compromised_at.to_numpy() == race.compromised_at).all()
    assert (frame.protected_at.to_numpy() == race.protected_at).all()
    assert (frame.fix_available_at.to_numpy() == race.fix_available_at).all()
    assert not frame.duplicated(["population", "organization", "server"]).any()
    assert (frame.groupby(["population", "organization"], observed=True).server.min() == 1).all()
    assert (frame.compromised_by.isna() == (frame.compromised_at == np.inf)).all()
    assert set(frame.compromised_by.dropna()) <= set(SCENARIOS[name]["campaigns"])


@BOTH_ENGINES
@pytest.mark.parametrize("name", SCENARIOS)
def test_endings_in_the_table_divide_the_servers_as_outcomes_do(name: str, engine: str) -> None:
    result = sim.run(scenario(name), engine=engine)
    frame = sim.simulate(scenario(name), 3, engine=engine).to_frame()
    for population in result.populations:
        outcome = {each: int(result.values(each, population)[3]) for each in NAMES}
        ending = frame[frame.population == population].outcome.value_counts()
        assert ending["protected_in_time"] == outcome["protected_in_time"]
        assert ending["still_exposed"] == outcome["still_exposed"]
        assert ending["protected_too_late"] == outcome["protected_too_late"]
        assert ending["compromised"] + ending["protected_too_late"] == outcome["compromised"]
        assert ending.sum() - ending["not_exposed"] == outcome["servers"]


def test_when_a_fix_was_available_to_each_server() -> None:
    """Moving is possible from the start; without it, shops wait for the update, three days longer than others."""
    frame = sim.simulate(scenario()).to_frame().groupby("population", observed=True).fix_available_at
    assert frame.first().to_dict() == {"ministry": 0.0, "office": 0.0, "shop": 0.0}
    later = {name: each for name, each in SCENARIOS["crowded"]["remediations"].items() if name != "moving"}
    frame = sim.simulate(scenario(remediations=later)).to_frame().groupby("population", observed=True).fix_available_at
    assert frame.first().to_dict() == {"ministry": 9.0, "office": 9.0, "shop": 13.0}


# The trace of a race

WHO = ["population", "organization", "server"]


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_trace_is_in_the_order_of_time(name: str) -> None:
    trace = sim.trace(scenario(name), 1)
    assert list(trace.columns) == TRACE
    assert trace.time.is_monotonic_increasing
    assert set(trace.what) <= {"probed", "compromised", "installed", "failed"}
    assert set(trace.by) <= set(SCENARIOS[name]["campaigns"]) | set(SCENARIOS[name]["remediations"])


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_trace_tells_the_same_race(name: str) -> None:
    frame = sim.simulate(scenario(name), 1, engine="events").to_frame()
    trace = sim.trace(scenario(name), 1)
    hit = trace[trace.what == "compromised"].set_index(WHO)
    expected = frame[frame.compromised_at < np.inf].set_index(WHO)
    assert hit.time.sort_index().to_dict() == expected.compromised_at.to_dict()
    assert hit.by.to_dict() == expected.compromised_by.astype(str).to_dict()
    installed = trace[trace.what == "installed"].groupby(WHO).time.min()
    assert installed.to_dict() == frame[frame.protected_at < np.inf].set_index(WHO).protected_at.to_dict()


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_compromise_in_a_trace_follows_its_probe(name: str) -> None:
    trace = sim.trace(scenario(name), 1)
    probes = trace[trace.what == "probed"].drop(columns="what")
    hits = trace[trace.what == "compromised"].drop(columns="what")
    assert len(hits.merge(probes.drop_duplicates())) == len(hits)
    assert not hits.duplicated(WHO).any()


@pytest.mark.parametrize("name", SCENARIOS)
def test_nothing_in_a_trace_comes_after_the_horizon(name: str) -> None:
    race = sim.simulate(scenario(name), 1, engine="events")
    assert sim.trace(scenario(name), 1).time.max() <= race.world.horizon
