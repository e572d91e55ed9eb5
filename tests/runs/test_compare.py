"""Policies in the same worlds: paired differences, servers saved and lost, and folders that read back."""

from __future__ import annotations

import dataclasses
import json
import math
import re
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from drawn import words
from matplotlib.figure import Figure
from numpy.typing import NDArray
from scenarios import SCENARIOS, Document, document

import sim
from sim.charts.comparisons.paired_differences import paired_differences
from sim.model.fleet import Group
from sim.runs import compare as comparing
from sim.runs.differences import intervals, unpaired_replications
from sim.runs.effects import EFFECTS, in_both

TWO_SERVERS: Document = document(
    "two servers",
    replications=3,
    populations={"first": {"organizations": 1}, "second": {"organizations": 1}},
    remediations={"update": {"available": "3d", "adoption": {"law": "fixed", "value": "1d"}}},
    campaigns={
        "early": {"begins": "1d", "aims": {"populations": ["first"]}, "strategy": "hit_list", "rate": "1/d"},
        "late": {"begins": "5d", "aims": {"populations": ["second"]}, "strategy": "hit_list", "rate": "1/d"},
    },
)
"""The first server is entered on day 2, the second would be on day 6; both are protected on day 4."""

BY_HAND: dict[str, dict[str, Any]] = {
    "faster": {"remediations.update.available": "0d"},
    "slower": {"remediations.update.adoption": {"law": "fixed", "value": "9d"}},
    "other_way_round": {
        "remediations.update.available": "0d",
        "remediations.update.by_population": {"second": {"adoption": {"law": "fixed", "value": "9d"}}},
    },
}

UNCERTAIN = sim.Scenario.from_dict(SCENARIOS["uncertain_world"] | {"seed": 3, "replications": 12})
FEW = UNCERTAIN.replace({"replications": 4})
SOME: dict[str, dict[str, Any]] = {
    "fixed_rate": {"campaigns.scan.rate": "4/d"},
    "slow": {"remediations.update.adoption": {"law": "gamma", "mean": "20d", "shape": 2.5}},
    "more_and_fewer": {"populations.one.organizations": 15, "populations.two.servers_per_organization": 3},
}


def compare(scenario: sim.Scenario = UNCERTAIN, policies: Any = SOME, **options: Any) -> sim.Comparison:
    """A comparison, without the warnings that rows of uncertain are removed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sim.ScenarioWarning)
        return sim.compare(scenario, policies, **options)


@pytest.fixture(scope="module")
def by_hand() -> sim.Comparison:
    return compare(sim.Scenario.from_dict(TWO_SERVERS), BY_HAND)


@pytest.fixture(scope="module")
def some() -> sim.Comparison:
    return compare()


# Two servers, by hand


def effects(comparison: sim.Comparison, policy: str, effect: str, population: str = "all") -> NDArray[np.int64]:
    """Effects on servers, of a comparison that has them."""
    found = comparison.effect(policy, effect, population)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("policy", "difference", "saved", "lost"),
    [("faster", -1, 1, 0), ("slower", 1, 0, 1), ("other_way_round", 0, 1, 1)],
)
def test_two_servers_by_hand(by_hand: sim.Comparison, policy: str, difference: int, saved: int, lost: int) -> None:
    assert by_hand.values("as_configured").tolist() == [1, 1, 1]
    assert by_hand.difference(policy).tolist() == [difference] * 3
    assert [effects(by_hand, policy, effect)[0] for effect in EFFECTS] == [saved, lost, 0, 0]


def test_each_population_has_its_own_servers(by_hand: sim.Comparison) -> None:
    saved, lost = (effects(by_hand, "other_way_round", effect, "first") for effect in ("saved", "lost"))
    assert (saved.tolist(), lost.tolist()) == ([1, 1, 1], [0, 0, 0])
    saved, lost = (effects(by_hand, "other_way_round", effect, "second") for effect in ("saved", "lost"))
    assert (saved.tolist(), lost.tolist()) == ([0, 0, 0], [1, 1, 1])


def test_servers_are_listed_with_their_times_under_both(by_hand: sim.Comparison) -> None:
    table = by_hand.servers("other_way_round").set_index("effect")
    saved, lost = (table.to_dict("index")[effect] for effect in ("saved", "lost"))
    assert [saved[key] for key in ("population", "organization", "server")] == ["first", 0, 1]
    assert (saved["compromised_at_baseline"], saved["compromised_at_policy"]) == (2, math.inf)
    assert (saved["protected_at_baseline"], saved["protected_at_policy"]) == (4, 1)
    assert (lost["population"], lost["compromised_by_policy"]) == ("second", "late")
    assert (lost["compromised_at_baseline"], lost["compromised_at_policy"]) == (math.inf, 6)
    assert by_hand.servers("faster", 2)["effect"].tolist() == ["saved"]


def test_another_baseline_turns_the_question_round() -> None:
    comparison = compare(sim.Scenario.from_dict(TWO_SERVERS), BY_HAND, baseline="slower")
    assert comparison.compared == ("faster", "other_way_round")
    assert comparison.difference("faster").tolist() == [-2] * 3
    assert compare(sim.Scenario.from_dict(TWO_SERVERS), BY_HAND, baseline="as_configured").baseline == "as_configured"


def test_the_report_says_it_in_words(by_hand: sim.Comparison) -> None:
    text = str(by_hand)
    assert "faster instead of as_configured: 1 fewer of 2 servers compromised (± 0), 100.0% fewer" in text
    assert "slower instead of as_configured: 1 more of 2 servers compromised (± 0), 100.0% more" in text
    assert "saves 1 server (± 0), loses 1 (± 0)" in text
    assert "nothing varies from world to world" in text


# Statistics, by hand


def test_intervals_by_hand() -> None:
    found = intervals(np.array([-1, -2]))
    assert [float(found[name]) for name in ("mean", "standard_error")] == [-1.5, 0.5]
    assert found["high"] - found["mean"] == pytest.approx(12.7062 * 0.5, rel=1e-5)
    assert found["mean"] - found["low"] == pytest.approx(12.7062 * 0.5, rel=1e-5)
    assert [found[name] for name in ("p05", "p50", "p95")] == pytest.approx([-1.95, -1.5, -1.05])


def test_one_replication_has_no_error() -> None:
    found = intervals(np.array([3]))
    assert found["mean"] == 3
    assert all(np.isnan(found[name]) for name in ("standard_error", "low", "high"))
    assert np.isnan(unpaired_replications(np.array([3]), np.array([2])))


def test_unpaired_replications_by_hand() -> None:
    assert unpaired_replications(np.array([1, 3]), np.array([0, 1])) == 2 * (2 + 0.5) / 0.5
    assert unpaired_replications(np.array([1, 3]), np.array([0, 2])) == math.inf
    assert np.isnan(unpaired_replications(np.array([3, 3]), np.array([2, 2])))


def test_so_many_unpaired_replications_do_give_that_precision() -> None:
    """Independent seeds in each arm, as many as the table says, have the standard error of the paired ones."""
    comparison = compare(UNCERTAIN.replace({"replications": 200}), {"slow": SOME["slow"]})
    row = comparison.differences.query("outcome == 'compromised' and population == 'all'").iloc[0]
    number = round(row["unpaired_replications"])
    assert number > 400
    arms = [
        sim.run(scenario.replace({"replications": number, "seed": seed})).values("compromised")
        for seed, scenario in enumerate(comparison.scenarios.values(), start=11)
    ]
    unpaired = math.sqrt(sum(values.var(ddof=1) / len(values) for values in arms))
    assert unpaired == pytest.approx(row["standard_error"], rel=0.2)


def test_differences_are_those_of_separate_runs(some: sim.Comparison) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sim.ScenarioWarning)
        before, after = sim.run(UNCERTAIN), sim.run(UNCERTAIN.replace(SOME["slow"]))
    table = some.differences
    assert list(table) == [
        "policy", "outcome", "population", "mean_difference", "standard_error", "low", "high", "p05", "p50", "p95",
        "share_of_baseline", "unpaired_replications",
    ]  # fmt: skip
    for population in ("all", "one", "two"):
        for outcome in ("compromised", "protected_in_time", "organizations_breached"):
            values = after.values(outcome, population) - before.values(outcome, population)
            row = table.query("policy == 'slow' and outcome == @outcome and population == @population").iloc[0]
            assert some.difference("slow", outcome, population).tolist() == values.tolist()
            assert row["mean_difference"] == pytest.approx(values.mean())
            assert row["standard_error"] == pytest.approx(values.std(ddof=1) / math.sqrt(12))
            share = values.mean() / before.values(outcome, population).mean()
            assert row["share_of_baseline"] == pytest.approx(share)


def test_estimates_are_those_of_separate_runs(some: sim.Comparison) -> None:
    estimates = some.estimates[some.estimates["policy"] == "as_configured"].drop(columns="policy")
    pd.testing.assert_frame_equal(estimates.reset_index(drop=True), sim.run(UNCERTAIN).estimates)


# The same servers, the same worlds


def test_servers_that_both_have_are_matched() -> None:
    one = Group("a", 3, np.array([2, 1, 3]), 0, 6, None, None)
    other = Group("a", 2, np.array([1, 4]), 7, 5, None, None)
    larger = Group("a", 4, 2, 0, 8, None, None)
    assert [np.arange(6)[each].tolist() for each in in_both(one, other)] == [[0, 2], [0, 1]]
    assert [np.arange(8)[each].tolist() for each in in_both(one, larger)] == [[0, 1, 2, 3, 4], [0, 1, 2, 4, 5]]
    assert in_both(one, one) == (slice(None), slice(None))


@pytest.mark.parametrize("policy", SOME)
def test_effects_are_those_of_the_tables_of_servers(some: sim.Comparison, policy: str) -> None:
    for replication in range(4):
        listed = some.servers(policy, replication)["effect"].value_counts()
        for effect in ("saved", "lost", "gone", "added"):
            assert effects(some, policy, effect)[replication] == listed.get(effect, 0), (policy, effect)


@pytest.mark.parametrize("policy", SOME)
def test_exchanges_add_up_to_the_difference(some: sim.Comparison, policy: str) -> None:
    for population in ("all", "one", "two"):
        saved, lost, gone, added = (effects(some, policy, each, population) for each in EFFECTS)
        assert (lost + added - saved - gone == some.difference(policy, "compromised", population)).all()


def test_only_what_changes_size_has_servers_of_its_own(some: sim.Comparison) -> None:
    assert some.effect_counts is not None
    totals = {name: some.effect_counts[index].sum(axis=0)[2:, 0] for index, name in enumerate(some.compared)}
    assert (totals["more_and_fewer"] > 0).all()
    assert not totals["slow"].any()


def test_a_population_of_one_arm_counts_as_none_in_the_other() -> None:
    policies = {"with_more": {"populations.more": {"organizations": 30}}}
    comparison = compare(policies=policies)
    assert comparison.populations == ("one", "two", "more")
    assert not comparison.values("as_configured", "servers", "more").any()
    assert (comparison.values("with_more", "servers", "more") == 30).all()
    assert effects(comparison, "with_more", "added", "more").sum() > 0
    (row,) = comparison.differences.query("outcome == 'servers' and population == 'more'").to_dict("records")
    assert math.isnan(row["share_of_baseline"])


def test_populations_keep_their_columns_when_one_is_taken_away() -> None:
    without = {"populations": {"two": {"organizations": 10, "servers_per_organization": 2}}}
    comparison = compare(policies={"without_one": without})
    assert comparison.populations == ("one", "two")
    assert not comparison.values("without_one", "servers", "one").any()
    assert (comparison.values("without_one", "servers", "two") == 20).all()
    assert comparison.difference("without_one", "compromised", "two").tolist() == [0] * 12
    gone = comparison.effect("without_one", "gone", "one")
    assert gone is not None
    assert gone.tolist() == comparison.values("as_configured", "compromised", "one").tolist()


def test_servers_that_change_places_are_a_change(by_hand: sim.Comparison) -> None:
    assert by_hand.effect_counts is not None
    same = dataclasses.replace(by_hand, counts=np.stack([by_hand.counts[0]] * 4))
    assert same.changes_anything("other_way_round")
    none = dataclasses.replace(same, effect_counts=np.zeros_like(by_hand.effect_counts))
    assert not none.changes_anything("other_way_round")


def test_a_remedy_for_some_changes_nobody_elses_luck() -> None:
    tool = {"available": "1d", "adoption": {"law": "fixed", "value": "1d"}, "applies_to": {"populations": ["two"]}}
    comparison = compare(
        policies={"tool": {"remediations.tool": tool}, "unused": {"remediations.tool": tool | {"protects": 0}}}
    )
    assert comparison.changes_anything("tool")
    assert not comparison.changes_anything("unused")
    assert "unused instead of as_configured: the same in every world, server by server" in str(comparison)
    assert set(comparison.servers("tool")["population"]) == {"two"}
    assert not comparison.difference("tool", "compromised", "one").any()


def test_what_nobody_knows_is_drawn_the_same_under_every_policy(some: sim.Comparison) -> None:
    before = some.drawn["as_configured"]
    assert set(before) == set(UNCERTAIN.uncertain)
    assert set(some.drawn["fixed_rate"]) == set(before) - {"campaigns.scan.rate"}
    for policy in some.compared:
        for path, values in some.drawn[policy].items():
            assert values.tolist() == before[path].tolist(), (policy, path)


def test_a_removed_row_is_told_with_its_policy() -> None:
    with pytest.warns(sim.ScenarioWarning, match=r"policy fixed_rate: campaigns\.scan\.rate is set .* row is removed"):
        sim.compare(UNCERTAIN, {"fixed_rate": SOME["fixed_rate"]})


def test_a_moved_horizon_is_told() -> None:
    scenario = UNCERTAIN.replace({"uncertain": {}, "horizon": "fix + 20d"})
    with pytest.warns(sim.ScenarioWarning, match="policy early: moves the horizon from 30 to 28 days"):
        sim.compare(scenario, {"early": {"timeline.fix": "8d"}})


@pytest.mark.parametrize("engine", ["vectorized", "expected"])
def test_the_number_of_workers_does_not_matter(engine: str, tmp_path: Path) -> None:
    files = []
    for workers in (1, 3):
        compare(FEW, engine=engine, workers=workers, out=tmp_path / str(workers))
        files.append(json.loads((tmp_path / str(workers) / "manifest.json").read_text("utf-8"))["files"])
    assert files[0] == files[1]


# Engines


@pytest.fixture(scope="module")
def expectations(tmp_path_factory: pytest.TempPathFactory) -> tuple[sim.Comparison, Path]:
    """A comparison of expectations, and its folder."""
    out = tmp_path_factory.mktemp("expectations") / "comparison"
    return compare(FEW, engine="expected", out=out), out


def test_expectations_have_no_servers(expectations: tuple[sim.Comparison, Path]) -> None:
    comparison, _ = expectations
    assert comparison.effect_counts is None
    assert comparison.effects is None
    assert comparison.effect("slow", "saved") is None
    assert "saves" not in str(comparison)
    assert (comparison.difference("slow") > 0).all()
    with pytest.raises(sim.InputError, match="no single race"):
        comparison.servers("slow")


def test_expectations_of_worlds_that_are_alike_are_computed_once() -> None:
    certain = UNCERTAIN.replace({"uncertain": {}, "replications": 4})
    comparison = compare(certain, {"slow": SOME["slow"]}, engine="expected")
    assert len(set(comparison.difference("slow").tolist())) == 1
    assert comparison.replications == 4


def test_events_are_refused() -> None:
    with pytest.raises(sim.InputError, match=r"events.*luck of its own"):
        sim.compare(UNCERTAIN, SOME, engine="events")


def test_an_error_in_a_world_names_the_policy() -> None:
    policies = {
        "wild": {"uncertain": {"remediations.update.uptake": {"law": "lognormal", "median": 0.9, "sigma": 0.5}}}
    }
    scenario = UNCERTAIN.replace({"remediations.update.uptake": 0.9})
    with pytest.raises(sim.InputError, match=r"remediations\.update\.uptake.*\(policy wild\)"):
        compare(scenario, policies)


# Precision


def test_every_policy_gets_the_precision() -> None:
    comparison = compare(precision=0.05)
    assert comparison.precision is not None
    assert comparison.precision.reached
    for arm in comparison.arms:
        values = comparison.values(arm)
        assert 2.05 * values.std(ddof=1) / math.sqrt(len(values)) <= 0.0525 * values.mean()
    plain = compare(UNCERTAIN.replace({"replications": comparison.replications}))
    assert plain.digest == comparison.digest
    assert plain.per_replication.equals(comparison.per_replication)
    assert plain.differences.equals(comparison.differences)


def test_what_is_not_reached_names_the_policies() -> None:
    policies = {"nobody": {"campaigns.scan.success": 0}, "slow": SOME["slow"]}
    with pytest.warns(sim.ScenarioWarning) as told:
        comparison = sim.compare(UNCERTAIN, policies, precision=0.001, most=40)
    assert re.search(r"NOT reached.*\(slow\).*mean with nobody is 0", str(told[-1].message))
    assert comparison.replications == 40
    assert "NOT reached" in str(comparison)


# Folders


def test_a_comparison_read_back_is_identical(tmp_path: Path) -> None:
    written = compare(precision=0.001, most=35, out=tmp_path / "comparison")
    read = sim.open_comparison(tmp_path / "comparison")
    assert read.counts.tobytes() == written.counts.tobytes()
    assert read.denominators.tobytes() == written.denominators.tobytes()
    assert read.effect_counts is not None
    assert written.effect_counts is not None
    assert read.effect_counts.tobytes() == written.effect_counts.tobytes()
    assert (read.digest, read.precision, str(read)) == (written.digest, written.precision, str(written))
    assert read.provenance == written.provenance
    assert read.servers("slow", 3).equals(written.servers("slow", 3))
    for arm in written.arms:
        assert set(read.drawn[arm]) == set(written.drawn[arm])
    files = {"per_replication": "replications"}
    for name in ("differences", "effects", "estimates", "per_replication"):
        table, file = getattr(written, name), tmp_path / "comparison" / files.get(name, name)
        pd.testing.assert_frame_equal(getattr(read, name), table)
        pd.testing.assert_frame_equal(pd.read_parquet(file.with_suffix(".parquet")), table)
        assert len(pd.read_csv(file.with_suffix(".csv"))) == len(table)


def test_expectations_read_back_are_identical(expectations: tuple[sim.Comparison, Path]) -> None:
    written, folder = expectations
    read = sim.open_comparison(folder)
    assert read.counts.tobytes() == written.counts.tobytes()
    assert read.effect_counts is None


def test_a_changed_or_foreign_folder_is_refused(tmp_path: Path) -> None:
    compare(out=tmp_path / "comparison")
    sim.run(UNCERTAIN, out=tmp_path / "result")
    with pytest.raises(sim.InputError, match=r"not a finished comparison.*patchrace compare"):
        sim.open_comparison(tmp_path / "result")
    with pytest.raises(sim.InputError, match=r"not a finished result.*patchrace run"):
        sim.open_result(tmp_path / "comparison")
    with (tmp_path / "comparison" / "differences.csv").open("a") as file:
        file.write("x")
    with pytest.raises(sim.InputError, match=r"changed after it was written: differences\.csv"):
        sim.open_comparison(tmp_path / "comparison")


@pytest.mark.parametrize("other", ["a result", "another comparison", "a thesis"])
def test_another_folder_is_refused_before_the_work(other: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "folder"
    if other == "a result":
        sim.run(UNCERTAIN, out=folder)
    elif other == "another comparison":
        compare(policies={"slow": SOME["slow"]}, out=folder)
    else:
        folder.mkdir()
        (folder / "thesis.txt").write_text("mine", encoding="utf-8")
    before = sorted(path.name for path in folder.iterdir())
    monkeypatch.setattr(comparing, "raced", None)
    for precision in (None, 0.1):
        with pytest.raises(sim.InputError, match=r"another comparison|not a comparison"):
            compare(out=folder, precision=precision)
    assert sorted(path.name for path in folder.iterdir()) == before
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_its_own_folder_is_replaced(tmp_path: Path) -> None:
    compare(out=tmp_path / "comparison")
    compare(out=tmp_path / "comparison")
    compare(precision=0.5, out=tmp_path / "precise")
    compare(precision=0.08, out=tmp_path / "precise")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["comparison", "precise"]


def test_a_failure_while_writing_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sim.runs.comparison_store.comparison_manifest", fail)
    with pytest.raises(OSError, match="No space"):
        compare(out=tmp_path / "comparison")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("name", "call"), [
    ("policy", lambda each: each.values("slwo")),
    ("outcome", lambda each: each.difference("slow", "compromissed")),
    ("population", lambda each: each.difference("slow", "compromised", "oen")),
    ("effect", lambda each: each.effect("slow", "safed")),
    ("policy", lambda each: each.servers("as_configured")),
])  # fmt: skip
def test_an_unknown_name_is_a_key_error(some: sim.Comparison, name: str, call: Any) -> None:
    with pytest.raises(KeyError, match=f"unknown {name}"):
        call(some)


def test_a_replication_that_was_not_made_is_refused(some: sim.Comparison) -> None:
    with pytest.raises(sim.InputError, match="there are 12, from 0 to 11"):
        some.servers("slow", 12)


# The chart


def test_the_chart_states_the_finding_and_draws_what_is_in_the_table() -> None:
    comparison = compare(sim.load("first_steps").replace({"replications": 12}), {
        "none": {},
        "early": {"timeline.fix": "2024-03-10"},
        "late": {"timeline.fix": "2024-03-20"},
    })  # fmt: skip
    ax = Figure().add_subplot()
    assert paired_differences(comparison, ax) is ax
    row = comparison.differences.query("policy == 'early' and outcome == 'compromised' and population == 'all'").iloc[0]
    fewer = f"{-row['mean_difference']:,.0f}"
    assert (
        ax.get_title(loc="left").replace("\n", " ")
        == f"Early instead of as configured: {fewer} fewer compromised servers"
    )
    text = words(ax)
    assert f": {fewer} fewer ({-row['high']:,.0f} to {-row['low']:,.0f})" in text
    saved, lost = (effects(comparison, "early", effect).mean() for effect in ("saved", "lost"))
    assert f"saves {saved:.0f}, loses {lost:.1f}: {fewer} fewer" in text
    assert "no difference" in text
    assert "12 replications (worlds), seed 1" in text
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["late", "none", "early"]
    drawn = [line.get_xdata() for line in ax.get_lines()]
    for name in ("p05", "p95", "low", "high", "mean_difference"):
        assert any(np.isclose(np.atleast_1d(np.asarray(each)), row[name]).any() for each in drawn), name


@pytest.mark.parametrize(
    "options", [{"outcome": "tenants_reached"}, {"by_population": True}, {"outcome": "protected_in_time"}]
)
def test_the_chart_can_be_drawn_of_anything(options: dict[str, Any], by_hand: sim.Comparison) -> None:
    assert paired_differences(by_hand, **options).get_title(loc="left")


def test_the_chart_says_whom_a_policy_saves(by_hand: sim.Comparison) -> None:
    text = words(paired_differences(by_hand))
    assert "saves 1 server (1 to 1)" in text
    assert "loses 1 server (1 to 1)" in text


def test_no_clear_difference_is_said() -> None:
    scenario = UNCERTAIN.replace({"replications": 4, "seed": 2, "campaigns.scan.success": 0.9})
    policies = {"hardly": {"populations.two.organizations": 11, "populations.one.organizations": 24}}
    comparison = compare(scenario, policies)
    row = comparison.differences.query("outcome == 'compromised' and population == 'all'").iloc[0]
    assert row["low"] < 0 < row["high"]
    assert "no clear difference" in str(comparison)
    assert "no clear difference" in words(paired_differences(comparison))


def test_charts_are_written(by_hand: sim.Comparison, tmp_path: Path) -> None:
    names = {path.name for path in sim.charts.save_comparison(by_hand, tmp_path)}
    stems = ["paired_differences", "paired_differences_by_population", "cost_of_waiting"]
    stems += [f"icon_arrays_{policy}" for policy in by_hand.compared]
    assert names == {f"{stem}.{kind}" for stem in stems for kind in ("png", "svg")}


def test_what_falls_again_is_told_beside_what_is_saved() -> None:
    """Closing servers that are restored saves none at first, and many from the second fall."""
    scenario = sim.load("esxiargs").replace({"replications": 5})
    closed = {"closed": {"aftermath.cleanup_protects": 1}}
    with pytest.warns(sim.ScenarioWarning, match="uncertain row is removed"):
        found = sim.compare(scenario, closed)
    again = found.values("closed", "compromised_again") - found.values(found.baseline, "compromised_again")
    fewer = -round(float(again.mean()))
    assert fewer > 100
    assert f"  {fewer:,} fewer of 4,550 servers compromised again (±" in str(found)
    assert "saves no server, loses none" in str(found)
    small = sim.compare(sim.load("first_steps").replace({"replications": 5}), {"soon": {"timeline.fix": "10d"}})
    assert "compromised again" not in str(small).split("\n\n")[1]
