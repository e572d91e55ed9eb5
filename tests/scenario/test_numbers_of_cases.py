"""What the page of a case says that came out is what comes out."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.runs.comparison_text import change, half_width_of, row_of
from sim.runs.result import rounded

POLICIES = {
    "first come, first served": "first_come_first_served",
    "offices at random": "offices_too_at_random",
    "two technicians more": "two_more_technicians",
    "Saturdays too": "saturdays_too",
}


def rows_of(page: Path, head: str) -> list[list[str]]:
    """The rows of the table of a page that has such a head, as they are written."""
    lines = page.read_text(encoding="utf-8").splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith(f"| {head} |")) + 2
    table = lines[first : lines.index("", first)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


@pytest.mark.verify
def test_the_page_of_the_provider_says_how_many_technicians_save_how_many(root: Path) -> None:
    scenario = sim.load("msp")
    for number, mean, worlds in rows_of(root / "configs/msp/README.md", "technicians"):
        changed = scenario.replace({"remediations.update.crew.technicians": int(number)})
        frame = sim.run(changed, workers=1).estimates
        row = frame[(frame["outcome"] == "compromised") & (frame["population"] == "all")].iloc[0]
        assert [mean, worlds] == [rounded(row["mean"]), f"{rounded(row['p05'])} to {rounded(row['p95'])}"]


@pytest.mark.verify
def test_the_page_of_the_provider_says_whom_first(root: Path) -> None:
    compared = sim.compare(sim.load("msp"), root / "configs/msp/policies.yaml", workers=1)
    table = rows_of(root / "configs/msp/README.md", "instead")
    assert [POLICIES[name] for name, *_ in table] == list(compared.compared)
    for name, *cells in table:
        rows = [row_of(compared, POLICIES[name], "compromised", whom) for whom in ("all", "clinics", "offices")]
        told = [change(row["mean_difference"]) for row in rows]
        number, word = told[0].split()
        assert cells == [f"{number} ± {rounded(half_width_of(rows[0]))} {word}", *(_whole(each) for each in told[1:])]


def _whole(told: str) -> str:
    """A difference of one or more as a whole number."""
    number, word = told.split()
    return f"{float(number):.0f} {word}" if float(number) >= 1 else told
