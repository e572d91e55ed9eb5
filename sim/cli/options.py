"""Arguments and options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.engines import DEFAULT, choices
from sim.scenario.quantities import LARGEST_WHOLE, MOST_REPLICATIONS

Config = Annotated[
    str,
    typer.Argument(
        metavar="CONFIG",
        help="A scenario file, or a shipped one: first_steps, proxylogon, hybrid, next_flaw, code_red, msp, esxiargs.",
    ),
]
Case = Annotated[
    str,
    typer.Argument(
        metavar="CASE",
        help="A scenario file, a shipped one (first_steps, proxylogon, hybrid, next_flaw), or a folder of "
        "`patchrace run`.",
    ),
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change a value, for example timeline.fix=40d. Repeatable."),
]
Replications = Annotated[
    int | None,
    typer.Option("--replications", min=1, max=MOST_REPLICATIONS, help="Number of worlds, instead of the file's."),
]
Seed = Annotated[int | None, typer.Option("--seed", min=0, max=LARGEST_WHOLE, help="Seed, instead of the file's.")]
Engine = Annotated[
    str,
    typer.Option(
        "--engine",
        help=f"{choices()}; auto: counts where it can, else {DEFAULT}.",
    ),
]
Workers = Annotated[
    int | None,
    typer.Option("--workers", min=0, help="Processes, for long runs; by default one per processor. Changes no result."),
]


Precision = Annotated[
    float | None,
    typer.Option(
        "--precision",
        metavar="SHARE",
        help="Add worlds until the mean is known to this share of itself (95 %), for example 0.02. At least 30 worlds.",
    ),
]
PrecisionOf = Annotated[
    str | None,
    typer.Option(
        "--precision-of",
        metavar="OUTCOME",
        help="With --precision: the outcome whose mean counts; by default compromised.",
    ),
]
Most = Annotated[int | None, typer.Option("--most", help="With --precision: the most worlds; by default 10,000.")]
NoCharts = Annotated[bool, typer.Option("--no-charts", help="Write tables only.")]
ClientLanguage = Annotated[
    str | None,
    typer.Option("--language", metavar="LANGUAGE", help="en or de, instead of that in the client's file."),
]
