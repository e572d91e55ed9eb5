"""The command `patchrace explore`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.problems import InputError

from .app import app
from .cases import case_of
from .clients import check_language, client_of
from .options import Case, ClientLanguage, Replications, Settings, Workers
from .output import show

if TYPE_CHECKING:
    pass

EXAMPLES = """\b
Examples:
    patchrace explore first_steps
    patchrace explore proxylogon --client configs/client.example.yaml --out bakery.html
    patchrace explore my.yaml --replications 100 --set campaigns.scan.rate=50_000/d

What comes out: one HTML file, to open in a browser or to send to a client. Whoever reads it moves the day of the patch,
how hard attackers scan, the kind and number of servers and what protects until then, and sees the chance of a breach at
once. It works without a network. How far it is from the full computation is measured, and said here and on the page.
"""


@app.command(epilog=EXAMPLES, short_help="Write an interactive page: your chance of a breach.")
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
    language: ClientLanguage = None,
    replications: Replications = None,
    settings: Settings = None,
    workers: Workers = None,
) -> None:
    """Write an interactive page for one's own situation: the chance of a breach by the day of the patch."""
    from sim.report.explore import explore as pages

    _, scenario, document = case_of(case, settings, None, None)
    check_language(language)
    about = None if client is None else client_of(client, scenario, language)
    try:
        written = pages.write_explore_page(
            scenario,
            client=about,
            out=out,
            language=language,
            replications=replications,
            workers=workers,
            progress=True,
        )
    except InputError as error:
        raise document.locate(error) if document else error from None
    show(written)
