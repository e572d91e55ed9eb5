"""The command `patchrace rerun`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.problems import InputError, Problem

from .app import app
from .options import Workers
from .output import show

if TYPE_CHECKING:
    pass

EXAMPLES = """\b
Examples:
    patchrace rerun results/proxylogon-january-to-may-2021-0123456789abcdef
    patchrace rerun results/first-steps-0123456789abcdef --replication 17 --out servers.csv

Runs a finished result again from its manifest, and says whether the tables come out identical.
"""


@app.command(epilog=EXAMPLES, short_help="Run a result again, compare to the last bit.")
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
    from sim.runs import store
    from sim.runs.rerun import rerun_one, rerun_whole

    if out is not None and replication is None:
        raise InputError([Problem((), None, "goes with --replication", "--out")])
    before = store.open_result(result)
    if replication is None:
        same = rerun_whole(before, workers=workers, progress=True)
        what = f"{len(before.counts)} replications of {before.scenario.name}"
    else:
        race, same = rerun_one(before, replication)
        what = f"replication {replication} of {before.scenario.name}"
        if out is not None:
            show(f"Servers: {write_file(out, race.to_frame().to_csv(index=False))}")
        else:
            print(race.to_frame().groupby("outcome", observed=True).size().to_string())
    show(f"{what}: {'identical' if same else 'DIFFERENT; was it made with another version?'}")
    if not same:
        raise typer.Exit(1)
