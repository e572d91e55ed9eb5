"""The command `patchrace study`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.problems import InputError, Problem

from .app import app
from .options import Replications, Settings
from .output import print_where, show

if TYPE_CHECKING:
    from sim.sweeps.study import Study

EXAMPLES = """\b
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


@app.command(epilog=EXAMPLES, short_help="Run a study (a parameter sweep); goes on where it stopped.")
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
    from sim.runs.store import folder_of
    from sim.scenario.config import read_setting
    from sim.sweeps import run_study
    from sim.sweeps.study_file import load_plan
    from sim.sweeps.workers import StudyStoppedError

    changes = dict(read_setting(text) for text in settings or ())
    if replications is not None:
        changes["replications"] = replications
    if scheduler is not None and workers is not None:
        raise InputError([Problem((), None, "does not go with --scheduler, whose workers are used", "--workers")])
    plan = load_plan(file, changes=changes)
    folder = run_study.default_folder(plan) if out is None else folder_of(out)
    if status:
        show(run_study.status(plan, folder))
        return
    if dry_run:
        show(run_study.estimate(plan, workers, folder))
        return
    try:
        found = run_study.run_study(plan, workers=workers, scheduler=scheduler, out=folder, fresh=fresh, progress=True)
    except KeyboardInterrupt:
        show(f"stopped; {run_study.status(plan, folder)}", sys.stderr)
        raise typer.Exit(1) from None
    except StudyStoppedError as error:
        show(f"error: {error}\n{run_study.status(plan, folder)}", sys.stderr)
        raise typer.Exit(1) from None
    if not no_charts and len(found.finished):
        try:
            _draw_study(found)
        except KeyboardInterrupt:
            show(f"stopped; the tables are written, charts may be missing: {folder}", sys.stderr)
            raise typer.Exit(1) from None
    show(found)
    print_where("Tables" if no_charts else "Tables and figures", folder)
    if len(found.finished) < len(found.changes):
        raise typer.Exit(1)


def _draw_study(study: Study) -> None:
    """Draw the charts that fit a study, into its folder."""
    from sim import charts
    from sim.records.living import living_folder
    from sim.sweeps.run_study import CHARTS_FOLDER
    from sim.sweeps.study import CHARTS

    with living_folder(study.folder / CHARTS_FOLDER, CHARTS) as unfinished:
        charts.save_study(study, unfinished.content)
        unfinished.put({"digest": study.manifest["digest"]})
