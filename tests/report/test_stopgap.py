"""What a page says of a curve that a stopgap bends, and of how much no patch can stop."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

import sim
from sim.report.page import Page, page_of
from sim.report.stopgap import stopgap_in_place

DAY = date(2026, 11, 24)
CLIENT: dict[str, Any] = {"name": "Example Bakery Ltd", "deployment": "on_prem", "patches_after": "10d"}
TOOL = {"remediation": "one_click_mitigation", "after": "1d"}
PAST: dict[str, Any] = {"like": "small_managed", "servers": 1, "patches_after": "7d"}


def page(case: str, **changes: Any) -> Page:
    race = sim.own_race(sim.load(case), sim.Client.from_dict({**CLIENT, **changes}), replications=40)
    return page_of(race, DAY)


def bent(**changes: Any) -> tuple[Page, list[str]]:
    told = page("proxylogon", **PAST, **changes)
    return told, list(stopgap_in_place(told.race))


def test_a_curve_that_bends_where_a_stopgap_comes_says_so() -> None:
    told, words = bent(mitigation=TOOL)
    tool, fix = np.datetime64("2021-03-15T00"), np.datetime64("2021-03-02T22")
    day = round(float((tool - fix) / np.timedelta64(1, "D")) + 1)
    assert words == [
        f"From about day {day} on, your stopgap (one-click tool) would have been in place, so the line rises less."
    ]
    assert words[0] in told.curve_caption
    before, there, after = np.interp([day - 7, day, day + 7], told.race.days, told.race.mean)
    assert after - there < 0.5 * (there - before)


def test_without_a_stopgap_nothing_is_said_of_one() -> None:
    told, words = bent()
    assert words == []
    assert "in place" not in told.curve_caption


@pytest.mark.parametrize("after", ["200d", "0h"])
def test_a_stopgap_that_bends_nothing_in_the_picture_is_not_named(after: str) -> None:
    """One that comes after the picture's end, and one that is there when the fix is."""
    remediation = "workaround" if after == "200d" else "one_click_mitigation"
    changes = {} if after == "200d" else {"remediations.one_click_mitigation.available": "2021-02-01"}
    case = sim.load("first_steps" if after == "200d" else "proxylogon").replace(changes)
    given = {**CLIENT, "mitigation": {"remediation": remediation, "after": after}}
    race = sim.own_race(case, sim.Client.from_dict(given), replications=20)
    assert race.stopgap() is not None
    assert list(stopgap_in_place(race)) == []


def test_how_many_no_patch_can_spare_stands_beside_the_icons() -> None:
    told = page("proxylogon", **PAST)
    count = int(100 * told.race.before_the_fix() + 0.5)
    assert count > 1
    sentence = (
        f"About {count} of 100 would have been breached before the fix was out, on average. "
        "No patch could stop that part."
    )
    assert told.icons_caption.endswith(sentence)
    assert sentence in told.how_likely.texts
    late_attack = sim.load("first_steps").replace({"campaigns.mass_scan.begins": "fix + 2d"})
    late = page_of(sim.own_race(late_attack, sim.Client.from_dict(CLIENT), replications=40), DAY)
    assert int(late.of * late.race.before_the_fix() + 0.5) == 0
    assert "before the fix" not in late.icons_caption


def test_a_case_of_the_past_says_what_monday_is_for() -> None:
    past, invented = page("proxylogon", **PAST), page("next_flaw", like="mid_sized")
    closed = "If its fix is not in yet, that comes first; if it is, plan the next steps for the next flaw."
    assert past.what_to_do.texts[0].endswith(closed)
    assert not any("This case is past" in text for text in invented.what_to_do.texts)


def test_dots_say_how_many_futures_they_stand_for() -> None:
    race = sim.own_race(sim.load("next_flaw"), sim.Client.from_dict({**CLIENT, "servers": 3}), replications=60)
    assert page_of(race, DAY).futures_caption.startswith("Each dot stands for 1 in 20 of the 60 simulated futures")


def test_a_range_that_ends_with_all_has_nothing_above_it() -> None:
    past = page("esxiargs", servers=2, patches_after="5d")
    assert any(row.high == past.of for row in past.plans)
    assert "A range holds 9 of 10 simulated futures, and more where it begins at 0 or ends at 100." in past.plans_note
    some = page("next_flaw", like="mid_sized")
    assert all(row.low == 0 for row in some.plans)
    assert "In 1 of 20 simulated futures, it is more than the upper end of a range." in some.plans_note
    ends = np.quantile(some.race.today.chances, 0.95)
    assert np.mean(some.race.today.chances > ends) <= 0.05 < np.mean(some.race.today.chances >= 0.9 * ends) + 0.05
    assert some.how_sure.texts[0].startswith(f"In 19 of 20 simulated futures, at most {int(100 * ends + 0.5)} of 100")
