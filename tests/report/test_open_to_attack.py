"""When attacks begin, and how long a client is open to them: what is said is what the clocks of the campaigns say."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

import sim
from sim.model.entry_chance import first_probe
from sim.model.world import Worlds
from sim.report.open_to_attack import open_to_attack

NEXT: dict[str, Any] = {"name": "Test Ltd", "like": "mid_sized", "deployment": "on_prem", "servers": 3}
KIND: dict[str, Any] = {"name": "Test Ltd", "like": "small_firms", "deployment": "on_prem"}


def said(case: str | sim.Scenario, client: dict[str, Any], worlds: int = 200) -> list[str]:
    scenario = sim.load(case) if isinstance(case, str) else case
    return list(open_to_attack(sim.own_race(scenario, sim.Client.from_dict(client), replications=worlds)))


def begins(worlds: int) -> np.ndarray[Any, Any]:
    """Days from the disclosure, on which the fix comes, to the first probe in each world of next_flaw."""
    drawn = Worlds(sim.load("next_flaw"))
    return np.array([first_probe(drawn[at], "mid_sized") - drawn[at].moments["disclosure"] for at in range(worlds)])


def test_when_attacks_begin_does_not_depend_on_when_the_client_patches() -> None:
    days = begins(200)
    early, median = int(100 * np.mean(days < 0) + 0.5), round(float(np.sort(days)[99]))
    for patches_after in ("1d", "10d", "20d", "30d"):
        first, *_ = said("next_flaw", {**NEXT, "patches_after": patches_after})
        assert first == (
            f"In about {early} of 100 simulated futures, attacks begin before the fix is out. "
            f"In half of the futures, they begin later than about {median} days after the fix."
        )
    assert 20 < early < 40
    assert median > 5


@pytest.mark.parametrize("day", [1, 10, 20, 30])
def test_a_client_is_open_for_the_days_that_half_of_the_futures_have(day: int) -> None:
    spans = np.maximum(day - begins(200), 0)
    _, text = said("next_flaw", {**NEXT, "patches_after": f"{day}d"})
    spared, median = int(100 * np.mean(spans == 0) + 0.5), float(np.sort(spans)[99])
    assert f"n about {spared} of 100 futures no attack comes before you patched" in text
    if median >= 1:
        assert (
            f"in half of the futures your servers would be open to attack for more than about {round(median)} days"
            in text
        )
    elif median > 0:
        assert f"your servers would be open to attack for more than about {round(24 * median)} hours," in text
    else:
        assert "open to attack" not in text


def test_a_mitigation_ends_it() -> None:
    """The workaround of first_steps is out 2 days after the fix, the client takes 2, attacks begin 9 before."""
    stopgap = {"remediation": "workaround", "after": "2d"}
    begun, text = said("first_steps", {**KIND, "patches_after": "21d", "mitigation": stopgap}, 20)
    assert begun == "In this case, attacks begin about 9 days before the fix."
    assert "open to attack for about 13 days, from the first attack until the emergency setting is in place." in text
    assert "30 days" not in text
    without = said("first_steps", {**KIND, "patches_after": "21d"}, 20)[1]
    assert "open to attack for about 30 days, from the first attack until you patched." in without


def test_a_mitigation_that_protects_some_leaves_the_others_open() -> None:
    scenario = sim.load("first_steps").replace({"remediations.workaround.protects": 0.6})
    stopgap = {"remediation": "workaround", "after": "2d"}
    *_, some, others = said(scenario, {**KIND, "patches_after": "21d", "mitigation": stopgap}, 20)
    assert "for about 13 days" in some
    assert others.startswith("It protects about 60 of 100 servers. Where it does not, ")
    assert "for about 30 days, from the first attack until you patched" in others


@pytest.mark.parametrize("worlds", [1, 9])
def test_of_too_few_futures_nothing_is_said(worlds: int) -> None:
    assert said("next_flaw", {**NEXT, "patches_after": "10d"}, worlds) == []


def test_an_attack_that_comes_after_the_patch_leaves_nobody_open() -> None:
    scenario = sim.load("first_steps").replace({"campaigns.mass_scan.begins": "fix + 12d"})
    begun, text = said(scenario, {**KIND, "patches_after": "10d"}, 20)
    assert begun == "In this case, attacks begin about 12 days after the fix."
    assert text == "With the flaw, no attack of this case comes before you patched."


def test_attacks_that_may_not_begin_at_all_are_said_to() -> None:
    """In 2 of 3 futures the campaign begins after the horizon."""
    scenario = sim.load("first_steps")
    late = {"law": "mixture", "components": [
        {"share": 0.34, "law": "fixed", "value": "20d"}, {"share": 0.66, "law": "fixed", "value": "300d"},
    ]}  # fmt: skip
    changed = scenario.replace({"uncertain.timeline.scanning": late})
    first, text = said(changed, {**KIND, "patches_after": "10d"}, 100)
    assert "In more than half of the futures, they do not begin in the simulated time." in first
    assert re.search(r"[Ii]n about 6\d of 100 futures no attack comes before you patched", text)
