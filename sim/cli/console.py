"""Running the console command: what ends it, and with which exit code."""

from __future__ import annotations

import gc
import io
import os
import sys

from sim.problems import InputError

from .app import app
from .output import show, warnings_on_stderr

COLLECTED_AFTER = (50_000, 20, 50)
"""After how many new objects Python looks for garbage: a command makes very many that stay, or need no collector to go.

As Python has it, it would go over them so often that this takes a sixth of most commands.
"""
INTERRUPTED = 130
"""With what typer ends on Ctrl-C."""


def main() -> None:
    """The console command. Exit codes: 0 done, 2 bad input, 1 anything else."""
    gc.set_threshold(*COLLECTED_AFTER)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without “ gets ?, not an error after the work is done
    try:
        with warnings_on_stderr():
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
        show(
            f"error: {error.filename or 'the result'} cannot be written or read: {error.strerror or error}",
            sys.stderr,
        )
        sys.exit(1)
