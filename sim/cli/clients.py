"""The client of a command: of its file, in the language that was asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sim.problems import InputError, Problem

if TYPE_CHECKING:
    from sim.clients.client import Client
    from sim.scenario.scenario import Scenario


def client_of(path: Path | None, scenario: Scenario, language: str | None) -> Client | None:
    """The client of a file; without one None, or if a language was asked for, a business of whom nothing is known.

    Raises InputError with every problem of the file, or of the language.
    """
    from sim.clients.client import load_client, typical_client

    client = None if path is None else load_client(path)
    if language is None:
        return client
    check_language(language)
    asked = typical_client(scenario) if client is None else client
    return asked.model_copy(update={"language": language})


def check_language(language: str | None) -> None:
    """Raise InputError if a language was asked for that is none, naming the option."""
    from sim.wording.language import language_of

    try:
        if language is not None:
            language_of(language)
    except InputError as error:
        raise InputError(Problem((), each.value, each.message, "--language") for each in error.problems) from None
