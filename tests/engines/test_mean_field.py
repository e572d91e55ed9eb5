"""Worms in the expected engine: the logistic curve, large fleets of the vectorized engine, and what is said of it.

Theory. With many footholds a worm follows its mean (Kurtz 1970, doi:10.2307/3212147). Without remedies that is the
logistic curve. Tolerance. Of the logistic, 0.2 % of the servers; of fleets, the Monte Carlo error and 0.5 % of the
servers, because a fleet of thousands is not without end. Seeds were fixed before the first run.
"""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np
import pytest
from features import OPEN_ONCE, any_row, scenario_of
from matplotlib.text import Text

import sim
from sim.charts.drawing.style import provenance_line
from sim.engines import EXPECTED
from sim.model.aftermath import Removals
from sim.model.world import Worlds
from sim.outcomes import CURVE_NAMES, OUTCOME_NAMES

Document = dict[str, Any]
TIMES, WORLDS, LIMIT, NOT_ENDLESS = 1000, 6, 4.0, 0.005
HOSTS, GROWTH = 359_000, 43.2
SEEDS_OF_OTHERS = 0.02
"""Servers from which a worm with a dwell begins may count as entered by it once more, where others enter them too."""


def epidemic(**sections: Any) -> Document:
    worm = {"begins": "6h", "strategy": "worm", "addresses": HOSTS, "rate": f"{GROWTH}/d", "initially_compromised": 1}
    return {
        "name": "epidemic",
        "start": "2021-01-01",
        "horizon": "1d",
        "resolution": "15m",
        "replications": 1,
        "populations": {"hosts": {"organizations": HOSTS}},
        "campaigns": {"worm": worm},
    } | sections


def expected(document: Document) -> sim.Result:
    return sim.run(sim.Scenario.from_dict(document), engine="expected", workers=1)


def logistic(days: Any) -> Any:
    grown = np.exp(GROWTH * np.maximum(days - 0.25, 0.0))
    return np.where(days > 0.25, HOSTS * grown / (HOSTS - 1 + grown), 0.0)


def test_a_worm_alone_is_the_logistic_curve() -> None:
    found = expected(epidemic())
    curve = found.bands[CURVE_NAMES.index("compromised_cumulative"), 0, :, 0]
    due = logistic(found.days)
    assert np.abs(curve - due).max() < 0.002 * HOSTS
    early = (due > 2) & (due < 2000)
    assert early.sum() > 10
    assert np.abs(curve[early] / due[early] - 1).max() < 0.01
    assert found.values("compromised")[0] == pytest.approx(logistic(1.0), rel=1e-3)


def large(number: int) -> Document:
    """A generated scenario with a worm, and a thousand times the servers and the probes."""
    row = any_row(np.random.default_rng((number, 14))) | {"strategy": "worm", "alarm": "none"} | OPEN_ONCE
    document = scenario_of(row, number) | {"seed": number, "replications": WORLDS}
    document.pop("uncertain", None)
    for population in document["populations"].values():
        population["organizations"] *= TIMES
    for campaign in document["campaigns"].values():
        if "addresses" in campaign:
            campaign["addresses"] *= TIMES
        begun = campaign.get("initially_compromised")
        if isinstance(begun, dict):
            campaign["initially_compromised"] = {name: each * TIMES // 10 for name, each in begun.items()}
        elif begun:
            campaign["initially_compromised"] = begun * TIMES // 10
        else:
            campaign["rate"] = f"{float(campaign['rate'].split('/')[0]) * TIMES}/d"
    return document


NUMBERS = (10, 16, 14, 24, 42, 0)
"""Some of which there is a mean field. In the first and others, much hangs on when footholds end."""


@pytest.mark.parametrize("number", NUMBERS)
def test_large_fleets_come_near_it(number: int) -> None:
    assert not differences(number)


@pytest.mark.verify
@pytest.mark.parametrize("number", range(100, 160))
def test_many_large_fleets_come_near_it(number: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sim.ScenarioWarning)
        if EXPECTED.why_not(Worlds(sim.Scenario.from_dict(large(number)))[0]):
            pytest.skip("it has no mean field")
    assert not differences(number)


def differences(number: int) -> list[str]:
    """The outcomes in which the mean field of a scenario is not what its fleets come to."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sim.ScenarioWarning)
        scenario = sim.Scenario.from_dict(large(number))
    assert not EXPECTED.why_not(Worlds(scenario)[0])
    means = sim.run(scenario.replace({"replications": 1}), engine="expected", workers=1)
    fleets = sim.run(scenario, engine="vectorized", workers=1)
    found = []
    for outcome in OUTCOME_NAMES:
        values, total = fleets.values(outcome), float(fleets.denominator(outcome).mean())
        error = float(np.std(values, ddof=1)) / math.sqrt(WORLDS)
        more = SEEDS_OF_OTHERS if outcome == "multiply_compromised" else NOT_ENDLESS
        if abs(float(means.values(outcome)[0]) - values.mean()) > LIMIT * error + more * total:
            found.append(outcome)
    return found


def test_the_comparison_sees_footholds_that_live_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = Removals.over_by
    monkeypatch.setattr(Removals, "over_by", lambda removals, time: np.full_like(exact(removals, time), -np.inf))
    assert "compromised" in differences(NUMBERS[0])


def test_a_worm_begins_from_parts_of_each_population() -> None:
    document = epidemic(populations={"hosts": {"organizations": 3000}, "clinics": {"organizations": 1000}})
    document["campaigns"]["worm"] |= {"initially_compromised": {"clinics": 30}, "rate": "1e-9/d"}
    found = expected(document)
    assert found.values("compromised", "clinics")[0] == pytest.approx(30, rel=1e-3)
    assert found.values("compromised", "hosts")[0] == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize("keys", [{"success": 0}, {"dwell": {"law": "fixed", "value": "2d"}}], ids=str)
def test_a_worm_that_gets_nowhere_keeps_what_it_begins_from(keys: Document) -> None:
    document = epidemic()
    document["campaigns"]["worm"] |= {"initially_compromised": 500, **keys}
    found = expected(document)
    assert found.values("compromised")[0] == pytest.approx(500, rel=2e-3)
    assert found.values("multiply_compromised")[0] == 0


def test_a_result_says_that_it_is_a_mean_field_and_claims_no_less_error() -> None:
    found = expected(epidemic())
    said = "mean field: the worm worm spreads as in a fleet without end"
    assert said in str(found)
    assert said in found._repr_html_()
    assert said.capitalize() in provenance_line(found)
    row = OUTCOME_NAMES.index("compromised")
    assert found.error is not None
    assert found.error[row, 0] >= 0.001 * found.values("compromised")[0]
    compared = sim.compare(found.scenario, {"slower": {"campaigns.worm.rate": "20/d"}}, engine="expected")
    assert said in str(compared)
    assert said in compared._repr_html_()
    for draw in (sim.charts.paired_differences, sim.charts.cost_of_waiting, sim.charts.icon_arrays):
        texts = " ".join(text.get_text() for text in draw(compared).figure.findobj(Text))
        assert said.capitalize() in " ".join(texts.split())
    other = sim.run(found.scenario.replace({"campaigns.worm.rate": "1/d"}), engine="vectorized", workers=1)
    assert "mean field" not in str(other) + provenance_line(other)


CREW = {"available": "0d", "crew": {"technicians": 2, "hours_per_server": {"law": "fixed", "value": "1h"}}}
ADOPTION = {"adoption": {"law": "exponential", "mean": "1d"}}
SECOND = {"begins": "0d", "strategy": "worm", "addresses": HOSTS, "rate": "1/d", "initially_compromised": 1}


@pytest.mark.parametrize(
    ("sections", "reason"),
    [
        ({"timeline": {"alarm": {"when": "compromised", "reaches": 10}}}, "no expectation of the alarm alarm"),
        ({"remediations": {"update": CREW | ADOPTION}}, "no expectation of update, whose crew"),
        ({"aftermath": {"detection": ADOPTION["adoption"], "reinfection": True}}, "servers of hosts may be open more"),
        ({"campaigns": epidemic()["campaigns"] | {"twin": SECOND}}, "no expectation of two worms, worm and twin"),
    ],
    ids=str,
)
def test_what_has_no_mean_field_is_refused_with_the_reason(sections: Document, reason: str) -> None:
    with pytest.raises(sim.InputError, match=reason):
        expected(epidemic(**sections))
