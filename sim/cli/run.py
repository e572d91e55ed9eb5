"""The command `patchrace run`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.engines import DEFAULT
from sim.problems import InputError

from .app import app
from .cases import scenario_of
from .options import Config, Engine, Most, NoCharts, Precision, PrecisionOf, Replications, Seed, Settings, Workers
from .output import print_json, print_where, rows, show

if TYPE_CHECKING:
    from sim.runs.result import Result

EXAMPLES = """\b
Examples:
    patchrace run first_steps
    patchrace run proxylogon --replications 50
    patchrace run my.yaml --set timeline.fix=2021-02-20 --out results/earlier
    patchrace run my.yaml --json > answer.json
    patchrace run first_steps --precision 0.02      as many worlds as it takes to know the mean to 2 %

What comes out: a summary here, and a folder with tables (CSV, Parquet), curves (NetCDF) and charts (PNG, SVG).
"""


@app.command(epilog=EXAMPLES, short_help="Run a scenario, write tables and charts.")
def run(
    config: Config,
    settings: Settings = None,
    replications: Replications = None,
    seed: Seed = None,
    engine: Engine = DEFAULT,
    workers: Workers = None,
    precision: Precision = None,
    precision_of: PrecisionOf = None,
    most: Most = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the result; by default results/<name>-<digest>.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the estimates as one JSON object, and nothing else.")
    ] = False,
    no_charts: NoCharts = False,
) -> None:
    """Run a scenario: who is compromised before being protected, when, and how sure that is."""
    from sim.engines import AUTO, NAMES, engine_for, engine_named
    from sim.runs import replicate, store
    from sim.runs.precision import aim_for

    if engine != AUTO:
        engine_named(engine, (*NAMES, AUTO))
    scenario, document = scenario_of(config, settings, replications, seed)
    aim = aim_for(precision, precision_of, most, scenario.replications)
    numbers = None if aim is None else aim.possible(scenario.replications)
    try:
        engine = engine_for(engine, scenario).name
        with store.result_folder(out, scenario, engine, numbers) as unfinished:
            result = replicate.run(
                scenario,
                engine=engine,
                workers=workers,
                progress=True,
                precision=precision,
                precision_of=precision_of,
                most=most,
            )
            if out is None:
                unfinished.rename(store.default_folder(result.scenario, engine))
            folder = store.write_result(result, unfinished, None if no_charts else _draw(result))
    except InputError as error:
        raise document.locate(error) from None
    if as_json:
        print_json(_answer(result))
    else:
        show(result)
        print_where("Tables and figures", folder)


def _draw(result: Result) -> Callable[[Path], None]:
    def draw(folder: Path) -> None:
        from sim import charts

        charts.save_all(result, folder / "charts")

    return draw


def _answer(result: Result) -> dict[str, Any]:
    """The object that `run --json` prints."""
    precision = {} if result.precision is None else {"precision": result.precision.to_dict()}
    return {
        "scenario": result.scenario.name,
        "engine": result.engine,
        "seed": result.scenario.seed,
        "replications": len(result.counts),
        **precision,
        "estimates": rows(result.estimates),
    }
