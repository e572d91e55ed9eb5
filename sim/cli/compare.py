"""The command `patchrace compare`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.engines import DEFAULT, ENGINES, choices
from sim.problems import InputError

from .app import app
from .cases import scenario_of
from .options import Config, Most, NoCharts, Precision, PrecisionOf, Replications, Seed, Settings, Workers
from .output import print_json, print_where, rows, show

if TYPE_CHECKING:
    from sim.runs.comparison import Comparison

EXAMPLES = """\b
Examples:
    patchrace compare next_flaw --policies configs/next_flaw/policies.yaml --baseline weekly
    patchrace compare my.yaml --policies mine.yaml --replications 50 --out results/mine
    patchrace compare my.yaml --policies mine.yaml --precision 0.02 --json > answer.json

A policies file names policies, each a set of changes to the scenario by path:

\b
    emergency:
      remediations.update.adoption: {law: lognormal, median: 1d, sigma: 0.7}
    earlier_fix:
      timeline.fix: 2021-02-20

Every policy faces the same worlds as the baseline, so the difference is due to the policy alone. What comes out: what
each saves and loses here, and a folder with tables (CSV, Parquet) and charts (PNG, SVG).
"""


@app.command(epilog=EXAMPLES, short_help="Compare policies in the same worlds.")
def compare(
    config: Config,
    policies: Annotated[
        Path, typer.Option("--policies", metavar="FILE", help="A YAML file of policies: changes by path, by name.")
    ],
    baseline: Annotated[
        str | None,
        typer.Option(
            "--baseline",
            metavar="NAME",
            help="The policy that the others are compared with; by default as_configured, the scenario as it stands.",
        ),
    ] = None,
    settings: Settings = None,
    replications: Replications = None,
    seed: Seed = None,
    engine: Annotated[
        str, typer.Option("--engine", help=f"{choices(each for each in ENGINES if each.compares)}.")
    ] = DEFAULT,
    workers: Workers = None,
    precision: Precision = None,
    precision_of: PrecisionOf = None,
    most: Most = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder; by default results/<name>-comparison-<digest>.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the differences as one JSON object, and nothing else.")
    ] = False,
    no_charts: NoCharts = False,
) -> None:
    """Compare policies: which servers each saves or loses against the baseline, in the same worlds."""
    from sim.runs import comparison_store as store
    from sim.runs.compare import plan_for, raced

    scenario, document = scenario_of(config, settings, replications, seed)
    plan = plan_for(scenario, policies, baseline, engine, precision, precision_of, most)
    try:
        with store.comparison_folder(out, plan.arms, plan.engine.name, plan.numbers) as unfinished:
            comparison = raced(plan, workers, progress=True)
            if out is None:
                unfinished.rename(store.default_comparison_folder(comparison.scenarios, plan.engine.name))
            draw = None if no_charts else _draw_comparison(comparison)
            folder = store.write_comparison(comparison, unfinished, draw)
    except InputError as error:
        raise document.locate(error) from None
    if as_json:
        print_json(_comparison_answer(comparison))
    else:
        show(comparison)
        print_where("Tables and figures", folder)


def _draw_comparison(comparison: Comparison) -> Callable[[Path], None]:
    def draw(folder: Path) -> None:
        from sim import charts

        charts.save_comparison(comparison, folder / "charts")

    return draw


def _comparison_answer(comparison: Comparison) -> dict[str, Any]:
    """The object that `compare --json` prints."""
    precision = {} if comparison.precision is None else {"precision": comparison.precision.to_dict()}
    return {
        "scenario": comparison.scenario.name,
        "engine": comparison.engine,
        "seed": comparison.scenario.seed,
        "replications": comparison.replications,
        "baseline": comparison.baseline,
        "policies": list(comparison.compared),
        **precision,
        "differences": rows(comparison.differences),
        "effects": None if comparison.effects is None else rows(comparison.effects),
    }
