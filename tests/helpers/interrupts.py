"""Ctrl-C for processes that tests start."""

from __future__ import annotations

import signal


def heed_interrupts() -> None:
    """What runs in the background of a shell ignores Ctrl-C, and so would what it starts: for the new one."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
