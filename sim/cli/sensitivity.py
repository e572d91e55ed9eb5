"""The command `patchrace sensitivity`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.problems import InputError, Problem

from .app import app
from .output import print_json, print_where, show

if TYPE_CHECKING:
    pass

EXAMPLES = """\b
Examples:
    patchrace study what_matters.yaml
    patchrace sensitivity results/study-what-matters
    patchrace sensitivity results/study-what-matters --outcome live_footholds --out results/what-matters
    patchrace sensitivity results/study-what-matters --json > answer.json

Which of the unknowns move an outcome, alone and with others: Sobol indices with 95 % intervals. The study has the
design sobol_indices; its file:

\b
    scenario: proxylogon
    design: sobol_indices
    samples: 128                    # times (number of paths + 2) points; a power of two
    replications: 20
    vary:                           # what is not known, and how far
      remediations.security_update.adoption.median: {from: 2d, to: 8d}
      campaigns.mass_scan.rate: {law: lognormal, median: 20_000/d, sigma: 0.5}
"""


@app.command(epilog=EXAMPLES, short_help="Tell which unknowns of a study move an outcome.")
def sensitivity(
    study: Annotated[
        Path, typer.Argument(metavar="STUDY", help="A folder that `patchrace study` wrote, of design sobol_indices.")
    ],
    outcome: Annotated[str, typer.Option("--outcome", help="An outcome, as in the tables.")] = "compromised",
    population: Annotated[str, typer.Option("--population", help="A population, or all.")] = "all",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object, and nothing else.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for tables and charts; none by default.")] = None,
) -> None:
    """Tell which of the things that vary in a study move an outcome, alone and together with others."""
    from sim.sweeps import sensitivity as indices
    from sim.sweeps.sensitivity_folder import answer, write_sensitivity
    from sim.sweeps.study import open_study

    loaded = open_study(study)
    try:
        found = indices.sensitivity(loaded, outcome=outcome, population=population)
    except KeyError as error:
        option = "--population" if error.args[0].startswith("unknown population") else "--outcome"
        raise InputError([Problem((), None, error.args[0], option)]) from None
    swung = indices.swings(loaded, outcome=outcome, population=population)
    if out is not None:
        from sim import charts

        write_sensitivity(found, swung, out, partial(charts.save_sensitivity, loaded, found, swung))
    if as_json:
        print_json(answer(found, swung))
        return
    show(found)
    if out is not None:
        print_where("Tables and figures", out)
