"""The command `patchrace check`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from sim.problems import InputError, plain_text

from .app import app
from .cases import scenario_of
from .options import Config, Settings

if TYPE_CHECKING:
    pass

WORLDS_CHECKED = 20

EXAMPLES = """\b
Examples:
    patchrace check proxylogon
    patchrace check my.yaml --set campaigns.scan.rate=50_000/d

Every value is listed with its unit and its source, or as assumed. A file with errors gets one line for each.
"""


@app.command(epilog=EXAMPLES, short_help="Check a scenario, list what it assumes.")
def check(config: Config, settings: Settings = None) -> None:
    """Check a scenario, and list everything it assumes with its source."""
    from rich.console import Console
    from rich.table import Column, Table

    from sim.model.fleet import check_memory
    from sim.model.world import Worlds
    from sim.scenario.assumptions import assumed_in_words, assumptions

    scenario, document = scenario_of(config, settings, None, None)
    worlds = Worlds(scenario)
    try:
        for replication in range(min(scenario.replications, WORLDS_CHECKED)):
            check_memory(worlds[replication], kept=False)
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
    print(f"{assumed_in_words(rows)}.")
    if scenario.uncertain:
        print(f"{len(scenario.uncertain)} of them are uncertain, and drawn anew in every world.")
