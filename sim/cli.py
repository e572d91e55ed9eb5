"""The command line: `patchrace run proxylogon`."""

from __future__ import annotations

import io
import json
import math
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from sim.model.problems import InputError, Problem, ScenarioWarning, plain_text
from sim.model.quantities import LARGEST_WHOLE, MOST_REPLICATIONS

if TYPE_CHECKING:
    import pandas as pd

    from sim.model.config import Document
    from sim.model.scenario import Scenario
    from sim.studies.comparison import Comparison
    from sim.studies.result import Result
    from sim.studies.study import Study

EXAMPLES_RUN = """\b
Examples:
    patchrace run first_steps
    patchrace run proxylogon --replications 50
    patchrace run my.yaml --set timeline.fix=2021-02-20 --out results/earlier
    patchrace run my.yaml --json > answer.json
    patchrace run first_steps --precision 0.02      as many worlds as it takes to know the mean to 2 %

What comes out: a summary here, and a folder with tables (CSV, Parquet), curves (NetCDF) and charts (PNG, SVG).
"""

EXAMPLES_COMPARE = """\b
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

EXAMPLES_CHECK = """\b
Examples:
    patchrace check proxylogon
    patchrace check my.yaml --set campaigns.scan.rate=50_000/d

Every value is listed with its unit and its source, or as assumed. A file with errors gets one line for each.
"""

EXAMPLES_RERUN = """\b
Examples:
    patchrace rerun results/proxylogon-january-to-may-2021-0123456789abcdef
    patchrace rerun results/first-steps-0123456789abcdef --replication 17 --out servers.csv

Runs a finished result again from its manifest, and says whether the tables come out identical.
"""

EXAMPLES_SCHEMA = """\b
Examples:
    patchrace schema --out schemas
    patchrace schema > scenario.schema.json

An editor that knows the schema completes keys, says what they mean, and marks mistakes while you type. In VS Code with
the YAML extension, and wherever yaml-language-server runs, the first line of a scenario names it:

\b
    # yaml-language-server: $schema=schemas/scenario.schema.json
"""

EXAMPLES_STUDY = """\b
Examples:
    patchrace study proxylogon/patch_speed --dry-run
    patchrace study my_study.yaml
    patchrace study my_study.yaml --workers 0 --replications 5 --out results/trial
    patchrace study my_study.yaml --scheduler tcp://head-node:8786 --out /shared/my_study

A study (a parameter sweep) runs a scenario at every point of a design, in the same worlds. What is finished is on the
disk at once: after Ctrl-C, a crash or a closed lid the same command goes on where it stopped. In the study file:

\b
    scenario: proxylogon
    design: grid
    replications: 100
    vary:
      remediations.security_update.adoption.median: [2d, 4d, 8d]
      campaigns.mass_scan.rate: {from: 5_000/d, to: 80_000/d, scale: log, steps: 5}
"""

EXAMPLES_SENSITIVITY = """\b
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

EXAMPLES_REPORT = """\b
Examples:
    cp configs/client.example.yaml my_client.yaml           then write your client's situation into it
    patchrace report proxylogon --client my_client.yaml
    patchrace report my.yaml --client my_client.yaml --out results/for-the-meeting
    patchrace report results/proxylogon-... --client my_client.yaml     the case of a result, with its charts

What comes out, in a folder of this case and client, results/<case>-<digest>-report-<client>-<digest>: report.pdf (one
page, tagged), report.html (one file, loads nothing), slides.pptx (charts can be edited) and figures. A report that
somebody edited, or of another client or case, is never replaced. Nothing leaves this machine. In the client's file:

\b
    name: Example Bakery Ltd
    deployment: on_prem             # on_prem | hybrid | cloud
    patches_after: 7d               # today: so long after the fix is available
"""

EXAMPLES_EXPLORE = """\b
Examples:
    patchrace explore first_steps
    patchrace explore proxylogon --client configs/client.example.yaml --out bakery.html
    patchrace explore my.yaml --replications 100 --set campaigns.scan.rate=50_000/d

What comes out: one HTML file, to open in a browser or to send to a client. Whoever reads it moves the day of the patch,
how hard attackers scan, the kind and number of servers and what protects until then, and sees the chance of a breach at
once. It works without a network. How far it is from the full computation is measured, told here and on the page.
"""

WORLDS_CHECKED = 20
INTERRUPTED = 130
"""With what typer ends on Ctrl-C."""

app = typer.Typer(
    help="Simulate the race between attackers and patches: how many servers are compromised before they are protected.",
    epilog="Start with: patchrace run first_steps",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Config = Annotated[
    str,
    typer.Argument(
        metavar="CONFIG", help="A scenario file, or a shipped one: first_steps, proxylogon, hybrid, next_flaw."
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
        help="vectorized (exact, fast), events (literal, for small fleets) or expected (means without luck).",
    ),
]
Workers = Annotated[
    int | None, typer.Option("--workers", min=0, help="Threads; by default one per processor. Changes no result.")
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


@app.command(epilog=EXAMPLES_RUN, short_help="Run a scenario, write tables and charts.")
def run(
    config: Config,
    settings: Settings = None,
    replications: Replications = None,
    seed: Seed = None,
    engine: Engine = "vectorized",
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
    from sim.engines import measuring
    from sim.studies import replicate, store
    from sim.studies.precision import aim_for

    measuring(engine)
    scenario, document = _scenario(config, settings, replications, seed)
    aim = aim_for(precision, precision_of, most, scenario.replications)
    numbers = None if aim is None else aim.possible(scenario.replications)
    try:
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
        _print_json(_answer(result))
    else:
        _show(result)
        _print_where("Tables and figures", folder)


@app.command(epilog=EXAMPLES_COMPARE, short_help="Compare policies in the same worlds.")
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
        str, typer.Option("--engine", help="vectorized (exact, server by server) or expected (means without luck).")
    ] = "vectorized",
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
    from sim.studies import comparison_store as store
    from sim.studies.compare import plan_for, raced

    scenario, document = _scenario(config, settings, replications, seed)
    plan = plan_for(scenario, policies, baseline, engine, precision, precision_of, most)
    try:
        with store.comparison_folder(out, plan.arms, engine, plan.numbers) as unfinished:
            comparison = raced(plan, workers, progress=True)
            if out is None:
                unfinished.rename(store.default_comparison_folder(comparison.scenarios, engine))
            draw = None if no_charts else _draw_comparison(comparison)
            folder = store.write_comparison(comparison, unfinished, draw)
    except InputError as error:
        raise document.locate(error) from None
    if as_json:
        _print_json(_comparison_answer(comparison))
    else:
        _show(comparison)
        _print_where("Tables and figures", folder)


@app.command(epilog=EXAMPLES_STUDY, short_help="Run a study (a parameter sweep); goes on where it stopped.")
def study(
    file: Annotated[
        str, typer.Argument(metavar="STUDY", help="A study file, or the name of a shipped one: proxylogon/patch_speed.")
    ],
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", min=0, help="Local processes; by default one per processor; 0 runs here, without Dask."
        ),
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="ADDRESS", help="A Dask scheduler, such as tcp://host:8786.")
    ] = None,
    settings: Settings = None,
    replications: Replications = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder of the study; by default results/study-<name>.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell points, replications, estimated time and disk.")
    ] = False,
    status: Annotated[bool, typer.Option("--status", help="Only tell what is done.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Remove what the folder holds of another study.")] = False,
    no_charts: Annotated[bool, typer.Option("--no-charts", help="Write tables only.")] = False,
) -> None:
    """Run a study (a parameter sweep): a scenario at every point of a design, in the same worlds."""
    from sim.model.config import read_setting
    from sim.studies import run_study
    from sim.studies.store import folder_of
    from sim.studies.study_file import load_plan
    from sim.studies.workers import StudyStoppedError

    changes = dict(read_setting(text) for text in settings or ())
    if replications is not None:
        changes["replications"] = replications
    if scheduler is not None and workers is not None:
        raise InputError([Problem((), None, "does not go with --scheduler, whose workers are used", "--workers")])
    plan = load_plan(file, changes)
    folder = run_study.default_folder(plan) if out is None else folder_of(out)
    if status:
        _show(run_study.status(plan, folder))
        return
    if dry_run:
        _show(run_study.estimate(plan, workers, folder))
        return
    try:
        found = run_study.run_study(plan, workers=workers, scheduler=scheduler, out=folder, fresh=fresh, progress=True)
    except KeyboardInterrupt:
        _show(f"stopped; {run_study.status(plan, folder)}", sys.stderr)
        raise typer.Exit(1) from None
    except StudyStoppedError as error:
        _show(f"error: {error}\n{run_study.status(plan, folder)}", sys.stderr)
        raise typer.Exit(1) from None
    if not no_charts and len(found.finished):
        try:
            _draw_study(found)
        except KeyboardInterrupt:
            _show(f"stopped; the tables are written, charts may be missing: {folder}", sys.stderr)
            raise typer.Exit(1) from None
    _show(found)
    _print_where("Tables" if no_charts else "Tables and figures", folder)
    if len(found.finished) < len(found.changes):
        raise typer.Exit(1)


@app.command(epilog=EXAMPLES_SENSITIVITY, short_help="Tell which unknowns of a study move an outcome.")
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
    from sim.studies import sensitivity as indices
    from sim.studies.sensitivity_folder import answer, write_sensitivity
    from sim.studies.study import load_study

    loaded = load_study(study)
    try:
        found = indices.sensitivity(loaded, outcome, population)
    except KeyError as error:
        option = "--population" if error.args[0].startswith("unknown population") else "--outcome"
        raise InputError([Problem((), None, error.args[0], option)]) from None
    swung = indices.swings(loaded, outcome, population)
    if out is not None:
        from sim import charts

        write_sensitivity(found, swung, out, partial(charts.save_sensitivity, loaded, found, swung))
    if as_json:
        _print_json(answer(found, swung))
        return
    _show(found)
    if out is not None:
        _print_where("Tables and figures", out)


@app.command(epilog=EXAMPLES_REPORT, short_help="Write what a case means for one client: PDF, page, slides.")
def report(
    case: Case,
    client: Annotated[
        Path | None,
        typer.Option("--client", metavar="FILE", help="The client's file; without it, a business of the common kind."),
    ] = None,
    settings: Settings = None,
    replications: Replications = None,
    seed: Seed = None,
    workers: Workers = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder; by default results/<case>-...-report-<client>-....")
    ] = None,
) -> None:
    """Write what a case means for one client: one page as PDF and HTML, slides and figures."""
    from sim.report.write import write_report
    from sim.studies.client import load_client

    about = None if client is None else load_client(client)
    result, scenario, document = _case(case, settings, replications, seed)
    try:
        report = write_report(result or scenario, about, out, workers=workers, progress=True)
    except InputError as error:
        raise document.locate(error) if document else error from None
    for text in report.page.warnings:
        _show(f"warning: {client}: {text}", sys.stderr)
    _show(report)


@app.command(epilog=EXAMPLES_EXPLORE, short_help="Write an interactive page: your chance of a breach.")
def explore(
    case: Case,
    client: Annotated[
        Path | None,
        typer.Option(
            "--client", metavar="FILE", help="A client's file, as configs/client.example.yaml: the start values."
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help="HTML file, or a folder for it; by default results/<case>-<digest>-explore-<client>-<digest>.html.",
        ),
    ] = None,
    replications: Replications = None,
    settings: Settings = None,
    workers: Workers = None,
) -> None:
    """Write an interactive page for one's own situation: the chance of a breach by the day of the patch."""
    from sim.report import explore as pages
    from sim.studies.client import load_client

    _, scenario, document = _case(case, settings, None, None)
    about = None if client is None else load_client(client)
    try:
        written = pages.explore(scenario, about, out, replications, workers, progress=True)
    except InputError as error:
        raise document.locate(error) if document else error from None
    _show(written)


@app.command(epilog=EXAMPLES_CHECK, short_help="Check a scenario, list what it assumes.")
def check(config: Config, settings: Settings = None) -> None:
    """Check a scenario, and list everything it assumes with its source."""
    from rich.console import Console
    from rich.table import Column, Table

    from sim.model.assumptions import assumptions
    from sim.model.fleet import check_memory
    from sim.model.world import Worlds

    scenario, document = _scenario(config, settings, None, None)
    worlds = Worlds(scenario)
    try:
        for replication in range(min(scenario.replications, WORLDS_CHECKED)):
            check_memory(worlds[replication])
    except InputError as error:
        raise document.locate(error) from None
    rows = assumptions(scenario)
    table = Table(
        *(Column(name, overflow="fold") for name in ("path", "value", "unit", "source")),
        title=f"{scenario.name} ({scenario.digest})",
        title_justify="left",
    )
    for row in rows:
        table.add_row(*map(plain_text, (row.path, row.value, row.unit, row.source)))
    console = Console(width=None if sys.stdout.isatty() else 200, highlight=False, markup=False)
    console.print(table)
    assumed = sum(row.is_assumed for row in rows)
    print(f"{len(rows)} values: {len(rows) - assumed} with a source, {assumed} assumed.")
    if scenario.uncertain:
        print(f"{len(scenario.uncertain)} of them are uncertain, and drawn anew in every world.")


@app.command(epilog=EXAMPLES_RERUN, short_help="Run a result again, compare to the last bit.")
def rerun(
    result: Annotated[Path, typer.Argument(metavar="RESULT", help="A folder that `patchrace run` wrote.")],
    replication: Annotated[
        int | None, typer.Option("--replication", min=0, help="Only this one, with its table of servers.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="With --replication: a new CSV file for the table of servers.")
    ] = None,
    workers: Workers = None,
) -> None:
    """Run a finished result again from its manifest, and say whether it comes out identical."""
    from sim.records.whole import write_file
    from sim.studies import store
    from sim.studies.rerun import rerun_one, rerun_whole

    if out is not None and replication is None:
        raise InputError([Problem((), None, "goes with --replication", "--out")])
    before = store.load_result(result)
    if replication is None:
        same = rerun_whole(before, workers=workers, progress=True)
        what = f"{len(before.counts)} replications of {before.scenario.name}"
    else:
        race, same = rerun_one(before, replication)
        what = f"replication {replication} of {before.scenario.name}"
        if out is not None:
            _show(f"Servers: {write_file(out, race.to_frame().to_csv(index=False))}")
        else:
            print(race.to_frame().groupby("outcome", observed=True).size().to_string())
    _show(f"{what}: {'identical' if same else 'DIFFERENT; was it made with another version?'}")
    if not same:
        raise typer.Exit(1)


@app.command(epilog=EXAMPLES_SCHEMA, short_help="Print the JSON Schema of scenario files, for editors.")
def schema(
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the schema; without it, standard output.")
    ] = None,
) -> None:
    """Print the JSON Schema of scenario files, or write it into a folder."""
    from sim.model.schema import SCHEMAS, as_text
    from sim.records.whole import write_file

    for name, make in SCHEMAS.items():
        text = as_text(make())
        if out is None:
            print(text, end="")
        else:
            _show(f"Schema: {write_file(out / name, text, partial(_is_no_schema, text))}")


def _is_no_schema(text: str, before: bytes) -> str | None:
    """Why what a file holds must not be replaced by a schema: it does not begin as one, with whose schema it is."""
    head = text[: text.index('"additionalProperties"')].encode()
    return None if before.startswith(head) else "is a file that patchrace schema did not write"


def _version(wanted: bool) -> None:
    if wanted:
        import sim

        print(f"patchrace {sim.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Simulate the race between attackers and patches: how many servers are compromised before they are protected."""


def _scenario(
    config: str, settings: list[str] | None, replications: int | None, seed: int | None
) -> tuple[Scenario, Document]:
    from sim.model.config import find_config, read, read_setting, scenario_from

    changes = dict(read_setting(text) for text in settings or ())
    if replications is not None:
        changes["replications"] = replications
    if seed is not None:
        changes["seed"] = seed
    document = read(find_config(config))
    return scenario_from(document, changes), document


def _case(
    case: str, settings: list[str] | None, replications: int | None, seed: int | None
) -> tuple[Result | None, Scenario, Document | None]:
    """A scenario with the document it stands in, or a finished result with its scenario."""
    from sim.model.config import is_regular_file, is_there, shipped
    from sim.records.ownership import MANIFEST
    from sim.studies.store import load_result

    is_result = is_regular_file(Path(case) / MANIFEST)
    if not is_result and (not is_there(Path(case)) or not Path(case).is_dir() or case in shipped()):
        return None, *_scenario(case, settings, replications, seed)
    given = {"--set": settings, "--replications": replications, "--seed": seed}
    problems = [
        Problem((), None, "does not go with a result, which is finished", key)
        for key, value in given.items()
        if value is not None
    ]
    if problems:
        raise InputError(problems)
    result = load_result(case)
    return result, result.scenario, None


def _draw(result: Result) -> Callable[[Path], None]:
    def draw(folder: Path) -> None:
        from sim import charts

        charts.save_all(result, folder / "charts")

    return draw


def _draw_study(study: Study) -> None:
    """Draw the charts that fit a study, into its folder."""
    from sim import charts
    from sim.records.living import put_files
    from sim.studies.run_study import CHARTS_FOLDER
    from sim.studies.study import CHARTS

    def draw(folder: Path) -> dict[str, str]:
        charts.save_study(study, folder)
        return {"digest": study.manifest["digest"]}

    put_files(study.folder / CHARTS_FOLDER, CHARTS, draw)


def _draw_comparison(comparison: Comparison) -> Callable[[Path], None]:
    def draw(folder: Path) -> None:
        from sim import charts

        charts.save_comparison(comparison, folder / "charts")

    return draw


def _show(text: object, stream: TextIO | None = None) -> None:
    """Print text from files and folders so that nothing in it steers the terminal."""
    print("\n".join(map(plain_text, str(text).split("\n"))), file=stream or sys.stdout)


def _print_json(answer: dict[str, Any]) -> None:
    """Print one JSON object in ASCII, which every encoding of a terminal or a file has in common."""
    text = json.dumps(answer, allow_nan=False) + "\n"
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("ascii"))
        sys.stdout.buffer.flush()
    else:
        sys.stdout.write(text)


def _print_where(what: str, folder: Path) -> None:
    """Say where something was written, after an empty line."""
    _show(f"\n{what}: {folder}")


def _answer(result: Result) -> dict[str, Any]:
    """The object that `run --json` prints."""
    precision = {} if result.precision is None else {"precision": result.precision.to_dict()}
    return {
        "scenario": result.scenario.name,
        "engine": result.engine,
        "seed": result.scenario.seed,
        "replications": len(result.counts),
        **precision,
        "estimates": _rows(result.estimates),
    }


def _comparison_answer(comparison: Comparison) -> dict[str, Any]:
    """The object that `compare --json` prints."""
    precision = {} if comparison.precision is None else {"precision": comparison.precision.to_dict()}
    return {
        "scenario": comparison.scenario.name,
        "engine": comparison.engine,
        "seed": comparison.scenario.seed,
        "replications": comparison.replications_made,
        "baseline": comparison.baseline,
        "policies": list(comparison.compared),
        **precision,
        "differences": _rows(comparison.differences),
        "exchanged": None if comparison.exchanged is None else _rows(comparison.exchanged),
    }


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """A table as JSON has it; what cannot be computed, or is infinite, is null."""
    return [
        {
            str(key): None if isinstance(value, float) and not math.isfinite(value) else value
            for key, value in row.items()
        }
        for row in table.to_dict("records")
    ]


@contextmanager
def _told_on_stderr() -> Iterator[None]:
    """Show warnings of scenarios as one line each on standard error."""
    usual = warnings.showwarning

    def show(message: Any, category: Any, *rest: Any, **more: Any) -> None:
        if issubclass(category, ScenarioWarning):
            _show(f"note: {message}", sys.stderr)
        else:
            usual(message, category, *rest, **more)

    with warnings.catch_warnings():
        warnings.simplefilter("always", ScenarioWarning)
        warnings.showwarning = show
        yield


def main() -> None:
    """The console command. Exit codes: 0 done, 2 bad input, 1 anything else."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without “ gets ?, not an error after the work is done
    try:
        with _told_on_stderr():
            app()
    except InputError as error:
        for line in error.lines:
            print(f"error: {line}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except SystemExit as ending:
        if ending.code != INTERRUPTED:
            raise
        print("stopped; nothing was written", file=sys.stderr)
        sys.exit(1)
    except MemoryError:
        print("error: the memory of this machine does not suffice; fewer servers or replications do", file=sys.stderr)
        sys.exit(1)
    except OSError as error:
        _show(
            f"error: {error.filename or 'the result'} cannot be written or read: {error.strerror or error}",
            sys.stderr,
        )
        sys.exit(1)


if __name__ == "__main__":
    main()
