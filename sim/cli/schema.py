"""The command `patchrace schema`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .app import app
from .output import show

if TYPE_CHECKING:
    pass

EXAMPLES = """\b
Examples:
    patchrace schema --out schemas
    patchrace schema > scenario.schema.json

An editor that knows the schema completes keys, says what they mean, and marks mistakes while you type. In VS Code with
the YAML extension, and wherever yaml-language-server runs, the first line of a scenario names it:

\b
    # yaml-language-server: $schema=schemas/scenario.schema.json
"""


@app.command(epilog=EXAMPLES, short_help="Print the JSON Schema of scenario files, for editors.")
def schema(
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the schema; without it, standard output.")
    ] = None,
) -> None:
    """Print the JSON Schema of scenario files, or write it into a folder."""
    from sim.records.whole import write_file
    from sim.scenario.schema import SCHEMAS, as_text

    for name, make in SCHEMAS.items():
        text = as_text(make())
        if out is None:
            print(text, end="")
        else:
            show(f"Schema: {write_file(out / name, text, partial(_is_no_schema, text))}")


def _is_no_schema(text: str, before: bytes) -> str | None:
    """Why what a file holds must not be replaced by a schema: it does not begin as one, with whose schema it is."""
    head = text[: text.index('"additionalProperties"')].encode()
    return None if before.startswith(head) else "is a file that patchrace schema did not write"
