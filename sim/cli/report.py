"""The command `patchrace report`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.problems import InputError

from .app import app
from .cases import case_of
from .clients import client_of
from .options import Case, ClientLanguage, Replications, Seed, Settings, Workers
from .output import show

if TYPE_CHECKING:
    pass

EXAMPLES = """\b
Examples:
    cp configs/client.example.yaml my_client.yaml           then write your client's situation into it
    patchrace report proxylogon --client my_client.yaml
    patchrace report my.yaml --client my_client.yaml --out results/for-the-meeting
    patchrace report results/proxylogon-... --client my_client.yaml     the case of a result, with its charts
    patchrace report proxylogon --client my_client.yaml --out for-the-meeting.docx
    patchrace report proxylogon --client my_client.yaml --email         the text for an e-mail, to be pasted
    patchrace report proxylogon --client my_client.yaml --language de   in German

What comes out, in a folder of this case and client, results/<case>-<digest>-report-<client>-<digest>: report.pdf (two
pages, tagged), report.html (one file, loads nothing), report.docx, slides.pptx (charts can be edited), email.txt
(short, to be pasted) and figures. A report that somebody edited, or of another client or case, is never replaced. --out
page.docx writes that file alone. Nothing leaves this machine. In the client's file:

\b
    name: Example Bakery Ltd
    deployment: on_prem             # on_prem | hybrid | hosted | cloud
    patches_after: 7d               # today: so long after the fix is available
"""


@app.command(epilog=EXAMPLES, short_help="Write what a case means for one client: PDF, page, Word, slides, e-mail.")
def report(
    case: Case,
    client: Annotated[
        Path | None,
        typer.Option("--client", metavar="FILE", help="The client's file; without it, a business of the common kind."),
    ] = None,
    language: ClientLanguage = None,
    settings: Settings = None,
    replications: Replications = None,
    seed: Seed = None,
    workers: Workers = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="Folder, by default results/<case>-...-report-<client>-..., or a .pdf, .html, .docx, .pptx or .txt.",
        ),
    ] = None,
    email: Annotated[
        bool, typer.Option("--email", help="Print the short text for an e-mail instead of what was written.")
    ] = False,
) -> None:
    """Write what a case means for one client: two pages as PDF, HTML and Word, slides, an e-mail and figures."""
    from sim.report.write import write_report

    result, scenario, document = case_of(case, settings, replications, seed)
    about = client_of(client, scenario, language)
    try:
        report = write_report(result or scenario, about, out=out, workers=workers, progress=True)
    except InputError as error:
        raise document.locate(error) if document else error from None
    for text in report.page.warnings:
        show(f"warning: {client}: {text}", sys.stderr)
    show(report.email if email else report)
