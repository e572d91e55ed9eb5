"""What people call a case and its parts: its labels, and without one, the name in its file, quoted.

Names in files are made for files: `disable_ssl_vpn` tells a reader little, with underscores or without. Quoted, it is
at least told as what its author calls it, and can be asked about.
"""

from __future__ import annotations

from collections.abc import Mapping

from sim.scenario.blocks import About
from sim.scenario.reading import ABOUT_WORDS, Fields

from .language import ENGLISH, Language

POPULATIONS, REMEDIATIONS, CAMPAIGNS, TIMELINE = "populations", "remediations", "campaigns", "timeline"


def called(scenario: Fields, section: str, name: str, language: Language = ENGLISH) -> str:
    """The label of an entry of a section; else its name, quoted: `emergency setting`, `“disable ssl vpn”`."""
    path = f"{section}.{name}"
    label = _translated(scenario, path, language) or scenario.labels.get(path)
    return language.text("quoted", name=name.replace("_", " ")) if label is None else str(label)


def case_in(scenario: Fields, language: Language) -> str:
    """What a case is called, in a language as far as the case has its name in it."""
    return _translated(scenario, "name", language) or scenario.name


def about_in(scenario: Fields, language: Language) -> About | None:
    """What a case is about, in a language as far as the case has words in it; None where it does not say."""
    if scenario.about is None:
        return None
    words = {key: _translated(scenario, f"about.{key}", language) for key in ABOUT_WORDS}
    return scenario.about.model_copy(update={key: text for key, text in words.items() if text is not None})


def _translated(scenario: Fields, path: str, language: Language) -> str | None:
    words: Mapping[str, str] = scenario.translations.get(language.code, {})
    return words.get(path)
