"""Official deadlines: the table that stands in the data, and what holds on a day."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import product

import pytest

from sim.report.deadlines import WORST, Flaw, deadlines, deadlines_for

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
