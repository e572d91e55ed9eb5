"""What people call the parts of a case: its labels, and without one, the name in its file, quoted.

Names in files are made for files: `disable_ssl_vpn` tells a reader little, with underscores or without. Quoted, it is
at least told as what its author calls it, and can be asked about.
"""

from __future__ import annotations

from sim.scenario.reading import Fields

from .language import ENGLISH, Language

POPULATIONS, REMEDIATIONS, CAMPAIGNS, TIMELINE = "populations", "remediations", "campaigns", "timeline"


def called(scenario: Fields, section: str, name: str, language: Language = ENGLISH) -> str:
    """The label of an entry of a section; else its name, quoted: `emergency setting`, `“disable ssl vpn”`."""
    label = scenario.labels.get(f"{section}.{name}")
    return language.text("quoted", name=name.replace("_", " ")) if label is None else str(label)
