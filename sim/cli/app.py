"""The command `patchrace` itself."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(
    help="Simulate the race between attackers and patches: how many servers are compromised before they are protected.",
    epilog="Start with: patchrace run first_steps",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


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
