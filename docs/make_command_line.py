"""Makes the page of the command line from what `--help` of every command says."""

from __future__ import annotations

import inspect
import re
from typing import Any

import typer.main

from sim.cli.app import app

INTRODUCTION = """\
# Command line

What `patchrace COMMAND --help` says. Messages and progress go to standard error, what was asked for to standard output.
Exit codes: 0 done, 2 bad input, 1 anything else.
"""


def page() -> str:
    """The page, in Markdown."""
    command: Any = typer.main.get_command(app)
    context = command.make_context("patchrace", [], resilient_parsing=True)
    names = command.list_commands(context)
    rows = [f"| [`{name}`](#patchrace-{name}) | {command.get_command(context, name).short_help} |" for name in names]
    table = "\n".join(["| command | what it does |", "|---|---|", *rows])
    return "\n".join([INTRODUCTION, table, "", *(section(command.get_command(context, name)) for name in names)])


def section(command: Any) -> str:
    """What a command does, its usage, its arguments and options, and examples."""
    context = command.make_context(command.name, [], resilient_parsing=True)
    usage = " ".join(["patchrace", command.name, *command.collect_usage_pieces(context)])
    parts = [f"## patchrace {command.name}", inspect.cleandoc(command.help or ""), f"```text\n{usage}\n```"]
    rows = [row for each in command.params if not each.hidden for row in [each.get_help_record(context)] if row]
    if rows:
        table = [f"| {' '.join(code(names).split())} | {cell(text)} |" for names, text in rows]
        parts.append("\n".join(["| argument or option | meaning |", "|---|---|", *table]))
    if command.epilog:
        parts.append(f"```text\n{examples(command.epilog)}\n```")
    return "\n\n".join(parts) + "\n"


def code(names: str) -> str:
    """The names of an option as code."""
    return f"`{names.strip()}`"


def cell(text: str) -> str:
    """A text as a cell of a table: no pipes, and no words that would be links or marks."""
    return re.sub(r"([|<>*\[\]])", r"\\\1", " ".join(text.split()))


def examples(epilog: str) -> str:
    """What stands below the options, as it stands in the terminal."""
    return inspect.cleandoc(epilog.replace("\b\n", "")).strip()
