"""What a replication costs, in numbers drawn and calls: it guards against slow-downs on any machine, however busy."""

from __future__ import annotations

import numpy as np
import pytest
from one_scan import W1

import sim
from sim.model.luck import FloatArray, Luck, Numbers, Who

FIRST_RACE = W1 | {"populations": {"servers": {"organizations": 100_000}}, "replications": 1}
"""One campaign, one remediation, 100,000 servers."""
MOST = {"W1": (2.2, 3), "proxylogon": (11.5, 350), "first_steps": (5.4, 15)}
"""Numbers drawn for a server, and calls that draw them; a tenth above what was measured."""


@pytest.mark.parametrize("case", MOST)
def test_a_replication_draws_no_more_luck_than_it_needs(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = sim.Scenario.from_dict(FIRST_RACE) if case == "W1" else sim.load(case)
    drawn: list[int] = []
    draw = Luck.of

    def counting(luck: Luck, decision: str, population: str, who: Who | Numbers) -> FloatArray:
        found = draw(luck, decision, population, who)
        drawn.append(len(found))
        return found

    monkeypatch.setattr(Luck, "of", counting)
    result = sim.run(scenario.replace({"replications": 1}), workers=1)
    servers = float(np.sum(result.values("servers")))
    luck_of_a_server, calls = MOST[case]
    assert sum(drawn) / servers <= luck_of_a_server
    assert len(drawn) <= calls
