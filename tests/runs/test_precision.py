"""A run to a precision is a plain run with as many replications as it needed, and says what it reached."""

from __future__ import annotations

import json
import math
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scenarios import SCENARIOS

import sim
from sim.charts.runs.life_of_breached import life_of_breached
from sim.charts.runs.race_over_time import race_over_time
from sim.engines import Engine, expected
from sim.outcomes import CURVE_NAMES
from sim.runs import parallel, replicate
from sim.runs.precision import FEWEST, Aim, aim_for, relative_half_width, rung

UNCERTAIN = sim.Scenario.from_dict(SCENARIOS["uncertain_world"] | {"seed": 3, "replications": 5})
NOBODY = UNCERTAIN.replace({"campaigns.scan.success": 0})


def run(scenario: sim.Scenario = UNCERTAIN, **options: Any) -> sim.Result:
    """A run in which a precision that is not reached is no surprise."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sim.ScenarioWarning)
        return sim.run(scenario, **options)


def half_width(result: sim.Result, outcome: str = "compromised") -> float:
    from scipy.stats import sem, t

    values = result.values(outcome)
    return float(t.ppf(0.975, len(values) - 1) * sem(values) / values.mean())


# The rule


def test_the_ladder_of_numbers() -> None:
    assert [rung(number) for number in (1, 10, 11, 31, 60, 61, 80, 81, 100, 101, 151, 9_999, 10_001)] == [
        10, 10, 12, 40, 60, 80, 80, 100, 100, 120, 200, 10_000, 12_000
    ]  # fmt: skip


def test_the_half_width_by_hand() -> None:
    assert relative_half_width(np.array([1, 2, 3])) == pytest.approx(4.302653 / math.sqrt(3) / 2)
    assert relative_half_width(np.array([4, 4])) == 0
    assert relative_half_width(np.array([0, 0, 0])) is None
    assert relative_half_width(np.array([3])) == math.inf


def test_the_next_number_follows_from_the_estimated_need() -> None:
    aim = Aim(0.1, "compromised", 1_000)
    values = np.tile([9, 11], 50)
    got = relative_half_width(values)
    assert got is not None
    assert aim.following(100, {"": values}) == 100
    assert Aim(got, "compromised", 1_000).following(100, {"": values}) == 100
    assert Aim(got / 1.5, "compromised", 1_000).following(100, {"": values}) == rung(math.ceil(2.25 * 100))
    assert Aim(got / 9, "compromised", 1_000).following(100, {"": values}) == 400
    assert Aim(got / 9, "compromised", 300).following(100, {"": values}) == 300
    assert Aim(got / 9, "compromised", 100).following(100, {"": values}) == 100


def test_the_least_precise_of_several_decides_and_a_mean_of_zero_asks_for_nothing() -> None:
    rough, exact, none = np.tile([5, 15], 50), np.full(100, 7), np.zeros(100, dtype=np.int64)
    aim = Aim(0.05, "compromised", 1_000)
    assert aim.following(100, {"a": exact, "b": none}) == 100
    assert aim.following(100, {"a": exact, "b": none, "c": rough}) == aim.following(100, {"c": rough}) > 100


def test_every_number_that_comes_out_is_one_that_can() -> None:
    aim = Aim(0.01, "compromised", 700)
    assert aim.possible(35) == [35, 40, 50, 60, 80, 100, 120, 150, 200, 250, 300, 400, 500, 600, 700]
    assert aim.possible(5)[0] == FEWEST == 30
    made, values = 35, np.array([1, 9] * 400)
    while (following := aim.following(made, {"": values[:made]})) != made:
        assert following in aim.possible(35)
        made = following


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"precision": 0}, "precision: 0"),
        ({"precision": 2}, r"precision: 2.*0\.02"),
        ({"precision": True}, "precision: True"),
        ({"precision": float("nan")}, "precision: nan"),
        ({"precision": "0.02"}, "precision: '0.02'"),
        ({"precision": 0.1, "precision_of": "compromissed"}, "did you mean 'compromised'"),
        ({"precision": 0.1, "most": 29}, "most: 29.*30 replications"),
        ({"precision": 0.1, "most": 50.0}, "most: 50.0.*whole number"),
        ({"most": 50}, "most: 50: belongs to a precision"),
        ({"precision_of": "evicted"}, "precision_of: 'evicted': belongs to a precision"),
    ],
)
def test_an_aim_that_does_not_fit_is_refused(options: dict[str, Any], words: str) -> None:
    with pytest.raises(sim.InputError, match=words):
        sim.run(UNCERTAIN, **options)


def test_fewer_at_most_than_the_scenario_begins_with_is_refused() -> None:
    with pytest.raises(sim.InputError, match="200 replications with which it begins"):
        aim_for(0.1, "compromised", 100, 200)


# Runs


@pytest.mark.parametrize(("engine", "workers"), [("vectorized", 1), ("vectorized", 3), ("expected", 2)])
def test_it_is_a_plain_run_with_that_number_to_the_last_bit(
    engine: str, workers: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expected, "POINTS", 2**10)  # quicker; so all work is done here, as processes have their own
    monkeypatch.setattr(parallel, "WORTH_IT", math.inf)
    result = run(precision=0.09, engine=engine, workers=workers, out=tmp_path / "precise")
    number = len(result.counts)
    assert number > 30
    plain = sim.run(UNCERTAIN.replace({"replications": number}), engine=engine, out=tmp_path / "plain")
    assert result.scenario == plain.scenario
    assert result.counts.tobytes() == plain.counts.tobytes()
    assert result.bands.tobytes() == plain.bands.tobytes()
    manifests = [json.loads((tmp_path / name / "manifest.json").read_text("utf-8")) for name in ("precise", "plain")]
    tables = [{name: each["files"][name] for name in each["files"] if name != "curves.nc"} for each in manifests]
    assert tables[0] == tables[1]
    assert manifests[0]["digest"] == manifests[1]["digest"]
    assert all(np.array_equal(result.drawn[path], plain.drawn[path]) for path in plain.drawn)


def test_it_stops_at_the_precision_and_not_before() -> None:
    result = run(precision=0.05)
    assert result.precision is not None
    assert result.precision.reached
    assert half_width(result) <= 0.05
    assert half_width(run(UNCERTAIN.replace({"replications": 30}))) > 0.05
    assert f"reached with {len(result.counts)} replications" in str(result)
    assert 30 < len(result.counts) < 5_000


def test_no_replication_is_made_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    measure = Engine.measure

    def noting(engine: Engine, world: Any, days: Any) -> Any:
        made.append(world.replication)
        return measure(engine, world, days)

    monkeypatch.setattr(Engine, "measure", noting)
    result = run(precision=0.05, workers=1)
    assert made == list(range(len(result.counts)))


def test_the_replications_of_the_scenario_are_the_fewest() -> None:
    assert len(run(precision=0.9).counts) == 30
    assert len(run(UNCERTAIN.replace({"replications": 47}), precision=0.9).counts) == 47


def test_what_is_not_reached_is_said_and_warned_of() -> None:
    with pytest.warns(sim.ScenarioWarning, match="NOT reached.*45 replications, the most that are allowed"):
        result = sim.run(UNCERTAIN, precision=0.001, most=45)
    assert len(result.counts) == 45
    assert result.precision is not None
    assert not result.precision.reached
    assert "NOT reached" in str(result)
    assert f"± {100 * half_width(result):.2g} %" in str(result)


def test_a_share_of_zero_is_no_precision() -> None:
    with pytest.warns(sim.ScenarioWarning, match="in 30 replications the mean is 0, and no precision is a share of 0"):
        result = sim.run(NOBODY, precision=0.1)
    assert len(result.counts) == 30


def test_another_outcome_can_be_named() -> None:
    result = run(precision=0.1, precision_of="compromised_before_fix")
    assert half_width(result, "compromised_before_fix") <= 0.1
    assert len(result.counts) > len(run(precision=0.1).counts)


def test_what_was_reached_is_read_back(tmp_path: Path) -> None:
    result = run(precision=0.001, most=40, out=tmp_path / "result")
    assert sim.open_result(tmp_path / "result").precision == result.precision
    assert run(out=tmp_path / "plain").precision is None


# Folders


def test_a_folder_of_something_else_is_refused_before_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sim.run(UNCERTAIN.replace({"seed": 9}), out=tmp_path / "other")
    monkeypatch.setattr(replicate, "replicated", None)
    with pytest.raises(sim.InputError, match="holds another result"):
        sim.run(UNCERTAIN, precision=0.1, out=tmp_path / "other")


def test_its_own_folder_is_replaced_whatever_number_came_out(tmp_path: Path) -> None:
    first = run(precision=0.2, out=tmp_path / "result")
    second = run(precision=0.06, out=tmp_path / "result")
    assert len(first.counts) < len(second.counts) == len(sim.open_result(tmp_path / "result").counts)
    with pytest.raises(sim.InputError, match="holds another result"):
        run(out=tmp_path / "result")


# Curves of fewer replications


@pytest.fixture
def few_curves(monkeypatch: pytest.MonkeyPatch) -> sim.Result:
    """A result with memory for the curves of three of its replications."""
    scenario = sim.load("hybrid").replace({"replications": 5})
    width, times = 1 + len(scenario.populations), len(sim.simulate(scenario).world.grid())
    monkeypatch.setattr(replicate, "CURVE_MEMORY", 4 * len(CURVE_NAMES) * width * times * 3 + 1)
    return sim.run(scenario)


def test_curves_of_fewer_replications_say_so(few_curves: sim.Result, tmp_path: Path) -> None:
    from sim.runs.store import result_folder, write_result

    assert few_curves.replications_in_curves == 3
    three = sim.run(few_curves.scenario.replace({"replications": 3}))
    assert few_curves.bands.tobytes() == three.bands.tobytes()
    with result_folder(tmp_path / "result", few_curves.scenario, "vectorized") as unfinished:
        write_result(few_curves, unfinished)
    read = sim.open_result(tmp_path / "result")
    assert read.replications_in_curves == 3
    assert read.to_xarray().attrs["replications_in_curves"] == 3
    assert "first 3" in read.to_xarray().attrs["comment"]
    for chart in (race_over_time, life_of_breached):
        texts = [each.get_text() for each in chart(read).texts]
        assert any("first 3 of 5 replications" in " ".join(text.split()) for text in texts)


def test_curves_of_all_replications_say_nothing() -> None:
    result = sim.run(UNCERTAIN)
    assert result.replications_in_curves == 5
    assert "replications_in_curves" not in result.to_xarray().attrs
    assert not any("Curves and bands" in each.get_text() for each in race_over_time(result).texts)
