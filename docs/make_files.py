"""Makes the page of files and tables: every column, curve and outcome with its unit.

Outcomes, curves and what shares divide by come from sim.outcomes. The columns come from tables that are made here, of a
small run, comparison and study; each of them is explained below, or the page is refused.
"""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

import sim
from sim.outcomes import CURVES, DENOMINATORS, OUTCOMES, denominator_of

Meanings = Mapping[str, tuple[str, str]]

INTRODUCTION = """\
# Files and tables

Which files a folder holds is in [Results](../../results/README.md) and, of a study, in
[Studies](../studies.md#what-comes-out). Here is what stands in them, and in the tables that Python gives. CSV and
Parquet hold the same columns. Times are days since the `start` of the scenario, in UTC, and never is `inf`; rates are
per day. Population `all` is all populations together.
"""

OF_OUTCOME = "of the outcome"
WHICH: Meanings = {
    "outcome": ("", "which outcome, by its name"),
    "population": ("", "which population, or `all`"),
    "policy": ("", "which policy; the baseline is one of them where it has rows"),
    "point": ("", "which point of the design, from 0"),
    "replication": ("", "which world, from 0"),
    "seed": ("", "the seed of the scenario"),
}
SPREAD: Meanings = {
    "p05": (OF_OUTCOME, "the 0.05 quantile over worlds; more replications do not make the spread smaller"),
    "p50": (OF_OUTCOME, "the median"),
    "p95": (OF_OUTCOME, "the 0.95 quantile"),
}
ESTIMATES: Meanings = {
    **WHICH,
    "mean": (OF_OUTCOME, "the mean over worlds: what is estimated"),
    "sd": (OF_OUTCOME, "the standard deviation across worlds"),
    "standard_error": (OF_OUTCOME, "Monte Carlo error of the mean, `sd` / √replications; empty for one replication"),
    **SPREAD,
    "share": ("1", "the mean, divided by the mean of what the outcome is a share of; empty where that is 0"),
    "replications": ("", "of how many replications"),
    "error": (OF_OUTCOME, "numerical error, of the engine `expected` only"),
}
DIFFERENCES: Meanings = {
    **WHICH,
    "effect": (
        "",
        "`saved`: compromised in the baseline only; `lost`: with the policy only; `gone` and `added`: compromised "
        "servers that only the baseline, or only the policy, has",
    ),
    "mean": ("servers", "the mean over worlds"),
    "mean_difference": (OF_OUTCOME, "policy minus baseline in the same world, the mean over worlds"),
    "standard_error": (OF_OUTCOME, "Monte Carlo error of that mean"),
    "low": (OF_OUTCOME, "lower end of its 95 % interval (Student's t)"),
    "high": (OF_OUTCOME, "upper end"),
    **SPREAD,
    "share_of_baseline": ("1", "the mean difference, divided by the mean of the baseline"),
    "unpaired_replications": ("", "how many replications worlds of their own would need for the same standard error"),
}
POINTS: Meanings = {
    **WHICH,
    "label": ("", "all parameters of the point, as written"),
    "status": ("", "`done` or `failed`"),
}
INDICES: Meanings = {
    "path": ("", "the parameter, by its path"),
    "label": ("", "the same, shorter"),
    "first_order": ("1", "share of the variance that the parameter explains alone"),
    "first_low": ("1", "lower end of its 95 % interval"),
    "first_high": ("1", "upper end"),
    "total": ("1", "share of the variance in which it takes part, with interactions"),
    "total_low": ("1", "lower end of its 95 % interval"),
    "total_high": ("1", "upper end"),
}
SWINGS: Meanings = {
    "path": ("", "the parameter, by its path"),
    "label": ("", "the same, shorter"),
    "low": ("", "where the parameter is low, in words"),
    "high": ("", "where it is high"),
    "low_mean": (OF_OUTCOME, "mean of the outcome there"),
    "low_error": (OF_OUTCOME, "its standard error"),
    "low_half_width": (OF_OUTCOME, "half of its 95 % interval"),
    "high_mean": (OF_OUTCOME, "mean of the outcome where the parameter is high"),
    "high_error": (OF_OUTCOME, "its standard error"),
    "high_half_width": (OF_OUTCOME, "half of its 95 % interval"),
    "difference": (OF_OUTCOME, "high minus low"),
    "difference_error": (OF_OUTCOME, "its standard error"),
    "difference_half_width": (OF_OUTCOME, "half of its 95 % interval"),
}
SERVERS: Meanings = {
    "population": ("", "which population"),
    "organization": ("", "number of the organization in its population, from 0"),
    "server": ("", "number of the server in its organization, from 1"),
    "exposed": ("", "whether it is vulnerable and reachable: only then it is in the race"),
    "fix_available_at": ("days", "when the first fix is available to it"),
    "protected_at": ("days", "when it is first protected from everybody"),
    "compromised_at": ("days", "when it is first entered, before being protected"),
    "compromised_by": ("", "by which campaign"),
    "compromised_again_at": ("days", "when it is entered anew after an intruder was removed"),
    "entered_again_at": ("days", "when another campaign enters it through the vulnerability"),
    "detected_at": ("days", "when the intruder is detected"),
    "evicted_at": ("days", "when the first foothold ends"),
    "reentered_at": ("days", "when another campaign enters it through the foothold"),
    "pivoted_at": ("days", "when an intruder reaches the cloud tenant from it"),
    "outcome": ("", "how it ended"),
}
EVENTS: Meanings = {
    "time": ("days", "when"),
    "what": (
        "",
        "probed, compromised, installed, failed, lapsed, detected, evicted, cleaned, closed, reentered, pivoted, alarm",
    ),
    "population": ("", "whose server"),
    "organization": ("", "number of the organization in its population, from 0"),
    "server": ("", "number of the server in its organization, from 1"),
    "by": ("", "which campaign or remediation"),
}
CLIENT: Meanings = {
    "day": ("days", "the day of patching, after the fix"),
    "mean": ("1", "the chance of a breach before it, the mean over worlds"),
    "p05": ("1", "the 0.05 quantile over worlds"),
    "p50": ("1", "the median"),
    "p95": ("1", "the 0.95 quantile"),
}
STUDY = {
    "name": "Columns of studies",
    "scenario": "first_steps",
    "design": "sobol_indices",
    "samples": 8,
    "replications": 2,
    "vary": {
        "campaigns.mass_scan.rate": {"from": "500/d", "to": "2_000/d"},
        "campaigns.mass_scan.success": {"from": 0.05, "to": 0.1},
    },
}


def page() -> str:
    """The page, in Markdown."""
    scenario = sim.load("first_steps").replace({"replications": 2})
    few = {f"populations.{name}.organizations": 3 for name in scenario.populations}
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", sim.ScenarioWarning)
        result = sim.run(scenario)
        comparison = sim.compare(scenario, {"earlier": {"timeline.fix": "2024-03-10"}})
        study = sim.run_study(STUDY, workers=0, out=Path(folder) / "study")
        effects = comparison.effects
        assert effects is not None
        client = sim.Client.from_dict({"name": "Example", "deployment": "on_prem", "patches_after": "7d"})
        drawn = dict.fromkeys(scenario.uncertain, ("days, per day, or 1", "the uncertain value that the world drew"))
        varied = {
            each.path: ("days, per day, or 1", "the value of what varies, at this point") for each in study.parameters
        }
        worlds = {**WHICH, **drawn, **outcome_meanings()}
        parts = [
            INTRODUCTION,
            "## Outcomes\n\nNumbers of a race at its horizon.\n",
            table(
                ("outcome", "unit", "meaning", "share of", "is the sum of"),
                (
                    (f"`{each.name}`", each.unit, each.meaning, denominator_of(each.name).title, names(each.parts))
                    for each in OUTCOMES
                ),
            ),
            "## What shares divide by\n",
            table(
                ("name", "unit", "in words", "column in `replications`"),
                ((f"`{each.name}`", each.unit, each.title, f"`{each.column}`") for each in DENOMINATORS),
            ),
            "## Curves\n\nNumbers over time, in `curves.nc` and `Result.to_xarray()`: by `time` (UTC), `population` "
            "and `quantile` (0.05, 0.5 and 0.95, pointwise over replications), with a variable `<curve>_mean` beside "
            "each. The states add up to all servers at every instant. In a study, curves are by `point` in place of "
            "population, of all populations together.\n",
            table(
                ("curve", "unit", "is a state", "comes to the outcome"),
                (
                    (f"`{each.name}`", each.unit, "yes" if each.is_state else "", names([each.outcome or ""]))
                    for each in CURVES
                ),
            ),
            columns("Estimates", "`Result.estimates`: a row per outcome and population.", result.estimates, ESTIMATES),
            columns(
                "Replications",
                "`Result.per_replication`: a row per replication and population.",
                result.per_replication,
                worlds,
            ),
            columns(
                "Differences of a comparison",
                "`Comparison.differences`: a row per policy, outcome and population. `Comparison.estimates` and "
                "`Comparison.per_replication` have the columns of a result, and `policy`.",
                comparison.differences,
                DIFFERENCES,
            ),
            columns(
                "Servers saved and lost",
                "`Comparison.effects`: a row per policy, effect and population.",
                effects,
                {key: (unit.replace(OF_OUTCOME, "servers"), text) for key, (unit, text) in DIFFERENCES.items()},
            ),
            columns(
                "Estimates of a study",
                "`Study.estimates`: a row per point, outcome and population. `Study.per_replication` has the columns "
                "of a result's, with the point and what varies.",
                study.estimates,
                {**ESTIMATES, **varied},
            ),
            columns("Points of a study", "`Study.points`: a row per point.", study.points, {**POINTS, **varied}),
            columns(
                "Sobol indices",
                "`Sensitivity.indices`: a row per parameter, the most important first.",
                sim.sensitivity(study).indices,
                INDICES,
            ),
            columns("Swings", "`sim.swings(study)`: a row per parameter.", sim.swings(study), SWINGS),
            columns(
                "Servers of one world",
                "`Race.to_frame()`: a row per server.",
                sim.simulate(scenario).to_frame(),
                SERVERS,
            ),
            columns(
                "Events of one world",
                "`sim.trace(scenario)`: a row per event.",
                sim.trace(scenario.replace(few)),
                EVENTS,
            ),
            columns(
                "The curve of a client",
                "`OwnRace.to_frame()`: a row per day of patching.",
                sim.own_race(scenario, client).to_frame(),
                CLIENT,
            ),
        ]
    return "\n".join(parts)


def outcome_meanings() -> dict[str, tuple[str, str]]:
    """Outcomes, and what shares divide by, as columns."""
    found = {each.name: (each.unit, each.meaning) for each in OUTCOMES}
    return found | {each.column: (each.unit, f"all {each.title}, for shares") for each in DENOMINATORS}


def columns(title: str, text: str, found: pd.DataFrame, meanings: Meanings) -> str:
    """A section for a table. Stops the build if a column is not explained."""
    if unknown := [name for name in found.columns if name not in meanings]:
        raise SystemExit(f"docs/make_files.py: {title} has columns that it does not explain: {', '.join(unknown)}")
    rows = ((f"`{name}`", *meanings[name]) for name in found.columns)
    return f"## {title}\n\n{text}\n\n{table(('column', 'unit', 'meaning'), rows)}"


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table in Markdown."""
    lines = [" | ".join(cells) for cells in (head, ("---",) * len(head), *rows)]
    return "\n".join(f"| {line} |" for line in lines) + "\n"


def names(found: Iterable[str]) -> str:
    """Names as code."""
    return ", ".join(f"`{each}`" for each in found if each)
