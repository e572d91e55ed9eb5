"""Official deadlines: the table that stands in the data, and what holds on a day."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import product

import pytest

import sim
from sim.clients.countries import NAMES
from sim.report.deadlines import WORST, Flaw, deadlines, deadlines_for
from sim.report.page import Page, page_of

AFTER, BEFORE = date(2026, 11, 24), date(2026, 6, 9)


def directive(flaw: Flaw) -> str:
    found = [each for each in deadlines_for(flaw) if each.rule == "CISA BOD 26-04"]
    assert len(found) == 1, "every flaw has exactly one row"
    return found[0].within()


def test_the_directive_has_sixteen_rows_with_these_deadlines() -> None:
    """Binding Operational Directive 26-04, read against the decision table of CERT/CC: 3 + 2 + 6 + 3 + 2 rows."""
    found = Counter(directive(Flaw(*signals)) for signals in product((True, False), repeat=4))
    assert found == {"3 days and forensic triage": 3, "3 days": 2, "14 days": 6, "60 days": 3, "next upgrade": 2}


@pytest.mark.parametrize(
    ("exposed", "known", "automatable", "total", "within"),
    [
        (True, True, True, True, "3 days and forensic triage"),
        (True, True, False, True, "3 days and forensic triage"),
        (False, True, True, True, "3 days and forensic triage"),
        (False, True, False, True, "14 days"),
        (True, True, True, False, "3 days"),
        (True, False, True, True, "3 days"),
        (True, False, True, False, "14 days"),
        (True, False, False, True, "14 days"),
        (True, False, False, False, "60 days"),
        (False, False, True, True, "60 days"),
        (False, False, False, True, "next upgrade"),
    ],
)
def test_rows_of_the_directive(exposed: bool, known: bool, automatable: bool, total: bool, within: str) -> None:
    assert directive(Flaw(exposed, known, automatable, total)) == within


def test_what_applies_to_the_worst_kind_of_flaw() -> None:
    found = {(each.rule, each.within(), each.status(AFTER)) for each in deadlines_for(WORST)}
    assert found == {
        ("ASD Essential Eight", "48 hours", "in force, to be retired by about 2028"),
        ("CISA BOD 26-04", "3 days and forensic triage", "in force"),
        ("UK Cyber Essentials", "14 days", "in force"),
        ("CISA BOD 22-01", "14 days", "historical, revoked 10 June 2026"),
    }
    assert [each.days for each in deadlines_for(WORST)] == [2, 3, 14, 14]


def test_without_a_working_exploit_two_weeks_are_enough_in_australia() -> None:
    found = [each for each in deadlines_for(Flaw(known_exploited=False)) if each.rule == "ASD Essential Eight"]
    assert [each.within() for each in found] == ["14 days"]


def test_a_status_is_that_of_a_day() -> None:
    new, old = (next(each for each in deadlines() if each.rule == f"CISA BOD {name}") for name in ("26-04", "22-01"))
    assert (new.is_in_force(BEFORE), old.is_in_force(BEFORE)) == (False, True)
    assert (new.is_in_force(AFTER), old.is_in_force(AFTER)) == (True, False)
    assert new.status(BEFORE) == "not before 10 June 2026"
    assert old.status(BEFORE) == "in force"
    australian = next(each for each in deadlines() if each.rule == "ASD Essential Eight")
    assert "look it up" in australian.status(date(2029, 1, 1))


def test_every_row_has_a_source_and_says_when_its_clock_starts() -> None:
    for each in deadlines():
        assert each.source
        assert each.clock_starts
        assert "2026" in each.checked
        assert each.binds


# Of a country


def page_in(country: str | None, case: str = "first_steps", patches_after: str = "10d", **changes: object) -> Page:
    scenario = sim.load(case).replace({"replications": 2, **changes})
    written = {"name": "A", "deployment": "on_prem", "patches_after": patches_after}
    client = sim.Client.from_dict(written if country is None else {**written, "country": country})
    return page_of(sim.own_race(scenario, client), AFTER)


def told(page: Page) -> dict[str, tuple[str, str, str]]:
    return {row.rule: (row.within, row.today, row.status) for row in page.deadlines}


INSURANCE = ("what your policy says", "not known", "in force")


@pytest.mark.parametrize("country", ["DE", "de", "Germany", "germany"])
def test_a_client_sees_the_rules_of_its_country(country: str) -> None:
    page = page_in(country, patches_after="34d")
    assert told(page) == {
        "PCI DSS": ("30 days", "4 days too late", "in force"),
        "NIS2, in the BSI Act": ("no number of days: flaws are to be handled", "not known", "in force"),
        "NIS2, for IT providers": ("a reasonable time, or reasons in writing", "not known", "in force"),
        "Cyber insurance": INSURANCE,
    }
    assert "for this country (Germany) and for all countries" in page.deadlines_note
    cited = " ".join(page.sources)
    for clause in ("Art. 21(2)(e)", "6.6.1(a)", "requirement 6.3.3", "Assumed: that a month has 30 days"):
        assert clause in cited


def test_a_pace_that_meets_a_rule_is_told_so() -> None:
    assert told(page_in("DE", patches_after="30d"))["PCI DSS"][1] == "meet it"
    assert told(page_in("DE", patches_after="30d"))["NIS2, in the BSI Act"][1] == "not known"


def test_in_a_case_of_the_past_count_the_rules_that_held_then() -> None:
    page = page_in("DE", "proxylogon")
    assert page.race.scenario.start.year == 2021
    rows = told(page)
    assert rows["PCI DSS"] == ("30 days", "meet it", "in force")
    assert rows["NIS2, in the BSI Act"][2] == "in force, after this case"
    assert {row.rule for row in page.deadlines if row.is_in_force} == {"PCI DSS", "Cyber insurance"}
    american = told(page_in("US", "proxylogon"))
    assert american["CISA BOD 26-04"][1:] == ("–", "in force, after this case")
    assert "The case is past: “–” stands for a rule that did not hold then." in page.deadlines_note


def test_what_is_only_proposed_is_told_so_and_met_by_nobody() -> None:
    rows = told(page_in("US"))
    assert rows["HIPAA, as proposed"] == ("15 days", "–", "proposed 6 January 2025, not in force")
    assert rows["HIPAA Security Rule"][2] == "in force"
    assert rows["CISA BOD 26-04"][1] == "7 days too late"


def test_each_member_state_has_one_law_on_nis2() -> None:
    for country in [code for code in NAMES if code not in ("US", "GB", "AU")]:
        found = [each.rule for each in deadlines_for(WORST, country) if each.rule.startswith("NIS2")]
        assert len(found) == 2, country
    assert not [each for each in deadlines_for(WORST, "GB") if each.rule.startswith("NIS2")]
    assert len(NAMES) == 27 + 3


def test_without_a_country_yardsticks_of_several_are_shown() -> None:
    page = page_in(None)
    assert [row.rule for row in page.deadlines] == [each.rule for each in deadlines_for(WORST)]
    assert "Shown are" not in page.deadlines_note


def test_of_a_country_that_is_not_known_only_rules_for_all_are_shown() -> None:
    page = page_in("jp")
    assert set(told(page)) == {"PCI DSS", "Cyber insurance"}
    assert "knows for all countries; none for JP alone" in page.deadlines_note


@pytest.mark.parametrize("value", ["Germny", "D", "", 7, "DEU"])
def test_what_is_no_country_is_told(value: object) -> None:
    with pytest.raises(sim.InputError, match=r"country: .*is no country; write its two letters, such as DE or US"):
        sim.Client.from_dict({"name": "A", "deployment": "on_prem", "patches_after": "7d", "country": value})


def test_the_kingdom_has_two_codes() -> None:
    client = sim.Client.from_dict({"name": "A", "deployment": "on_prem", "patches_after": "7d", "country": "UK"})
    assert client.country == "GB"
    assert client.to_dict()["country"] == "GB"
