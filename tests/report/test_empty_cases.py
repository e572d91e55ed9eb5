"""A case in which nothing happens is warned of in a run, and refused where a client would be told of it."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest
from commands import assert_refused, patchrace
from matplotlib.text import Text

import sim
from sim.report.write import write_report

EMPTY: dict[str, Any] = {
    "name": "Empty",
    "start": "2026-01-01",
    "horizon": "20d",
    "replications": 12,
    "populations": {"firms": {"organizations": 50}},
    "remediations": {"update": {"available": "2d", "adoption": {"law": "exponential", "mean": "5d"}}},
    "campaigns": {"scan": {"begins": "5d", "strategy": "random", "addresses": 1_000, "rate": "400/d"}},
}
SCAN = EMPTY["campaigns"]["scan"]
CASES: dict[str, dict[str, Any]] = {
    "no campaign": {"campaigns": {}},
    "a campaign after the horizon": {"campaigns": {"scan": {**SCAN, "begins": "22d"}}},
    "a campaign whose day is unknown and too late": {
        "timeline": {"scanning": "22d"},
        "campaigns": {"scan": {**SCAN, "begins": "scanning"}},
        "uncertain": {"timeline.scanning": {"law": "uniform", "low": "21d", "high": "25d"}},
    },
    "a campaign that fails": {"campaigns": {"scan": {**SCAN, "success": 0}}},
    "a campaign that works on nothing": {"campaigns": {"scan": {**SCAN, "works_on": 0}}},
    "a campaign that aims at nobody": {"campaigns": {"scan": {**SCAN, "aims": {"tags": ["bank"]}}}},
    "a campaign through footholds that nobody made": {"campaigns": {"scan": {**SCAN, "entry": "foothold"}}},
    "nobody to attack": {"populations": {"firms": {"organizations": 0}}},
}
CLIENT = sim.Client.from_dict({"name": "Test Ltd", "like": "firms", "deployment": "on_prem", "patches_after": "3d"})


def case(name: str) -> sim.Scenario:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sim.ScenarioWarning)
        return sim.Scenario.from_dict({**EMPTY, **CASES[name]})


@pytest.mark.parametrize("name", CASES)
def test_no_report_is_written_of_a_case_in_which_nothing_happens(name: str, tmp_path: Path) -> None:
    for write in (write_report, sim.write_explore_page):
        with pytest.raises(sim.InputError, match=r"campaigns: attack nobody in the simulated time"):
            write(case(name), CLIENT, out=tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", [name for name in CASES if name != "nobody to attack"])
@pytest.mark.parametrize("engine", ["vectorized", "events", "auto"])
def test_a_run_in_which_nothing_happens_warns(name: str, engine: str) -> None:
    with pytest.warns(sim.ScenarioWarning, match="no server is compromised in any of the 12 worlds"):
        assert not sim.run(case(name), engine=engine).values("compromised").any()


def test_a_run_in_which_something_happens_does_not_warn() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", sim.ScenarioWarning)
        assert sim.run(sim.Scenario.from_dict(EMPTY)).values("compromised").any()


def test_a_client_whom_nobody_attacks_in_a_case_with_attacks_gets_its_page() -> None:
    from datetime import date

    from sim.report.page import page_of

    two = {"firms": {"organizations": 50}, "hosts": {"organizations": 50, "tags": ["bank"]}}
    scenario = sim.Scenario.from_dict(
        {**EMPTY, "populations": two, "campaigns": {"scan": {**SCAN, "aims": {"tags": ["bank"]}}}}
    )
    sim.clients.unattacked.check_somebody_is_attacked(scenario)
    assert page_of(sim.own_race(scenario, CLIENT), date(2026, 11, 27)).headline.startswith("In this case, nobody")


def test_the_command_refuses_with_the_place_and_says_each_note_once(tmp_path: Path) -> None:
    file = tmp_path / "empty.yaml"
    sim.Scenario.from_dict({**EMPTY}).save(file)
    late = ["--set", "campaigns.scan.begins=22d"]
    refused = patchrace("report", str(file), *late, "--out", "out", folder=tmp_path)
    assert_refused(refused, "empty.yaml", "campaigns", "attack nobody in the simulated time")
    ran = patchrace("run", str(file), *late, "--no-charts", "--out", "run", folder=tmp_path)
    assert ran.returncode == 0
    assert ran.stderr.count("is after the horizon, so this campaign does nothing") == 1
    assert ran.stderr.count("no server is compromised in any of the 12 worlds") == 1


@pytest.mark.parametrize("worlds", [1, 2, 9, 10])
def test_too_few_worlds_are_said_to_be_too_few(worlds: int) -> None:
    scenario = sim.Scenario.from_dict({**EMPTY, "replications": worlds})
    text = str(sim.run(scenario))
    assert ("too few to tell where 9 of 10 lie" in text) == (worlds < 10)
    drawn = sim.charts.race_over_time(sim.run(scenario)).get_figure(root=True)
    assert drawn is not None
    words = " ".join(each.get_text() for each in drawn.findobj(Text))
    assert ("9 of 10 simulated worlds" in " ".join(words.split())) == (worlds >= 10)
