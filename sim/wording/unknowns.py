"""What is uncertain, as people call it: `campaigns.mass_scan.rate` is how fast attackers search for servers."""

from __future__ import annotations

from sim.scenario.reading import Fields

from .language import ENGLISH, Language
from .names import CAMPAIGNS, POPULATIONS, REMEDIATIONS, TIMELINE, called

AFTERMATH = "aftermath"
KNOWN = {
    (CAMPAIGNS, "rate"): "answers-unknown-rate",
    (CAMPAIGNS, "success"): "answers-unknown-success",
    (CAMPAIGNS, "pace"): "answers-unknown-pace",
    (CAMPAIGNS, "begins"): "answers-unknown-begins",
    (CAMPAIGNS, "ends"): "answers-unknown-ends",
    (CAMPAIGNS, "actors"): "answers-unknown-actors",
    (CAMPAIGNS, "works_on"): "answers-unknown-works-on",
    (CAMPAIGNS, "dwell"): "answers-unknown-dwell",
    (CAMPAIGNS, ""): "answers-unknown-attack",
    (REMEDIATIONS, "available"): "answers-unknown-available",
    (REMEDIATIONS, "protects"): "answers-unknown-protects",
    (REMEDIATIONS, "until"): "answers-unknown-until",
    (REMEDIATIONS, "freeze"): "answers-unknown-freeze",
    (REMEDIATIONS, ""): "answers-unknown-adoption",
    (POPULATIONS, "reachable"): "answers-unknown-reachable",
    (POPULATIONS, "vulnerable"): "answers-unknown-vulnerable",
    (POPULATIONS, ""): "answers-unknown-servers",
    (AFTERMATH, "detection"): "answers-unknown-detection",
    (AFTERMATH, "disclosure"): "answers-unknown-disclosure",
    (AFTERMATH, "cleanup"): "answers-unknown-cleanup",
    (AFTERMATH, "cleanup_share"): "answers-unknown-cleanup-share",
    (AFTERMATH, "cleanup_protects"): "answers-unknown-cleanup-protects",
    (AFTERMATH, "reaction"): "answers-unknown-reaction",
    (AFTERMATH, "pivot"): "answers-unknown-pivot",
    (AFTERMATH, ""): "answers-unknown-aftermath",
    (TIMELINE, ""): "answers-unknown-day",
}
"""The text of a row, by its block and a key below its name; an empty key is any."""


def in_words(scenario: Fields, path: str, language: Language = ENGLISH) -> str:
    """An uncertain row as people call it."""
    block, *parts = path.split(".")
    name = "" if block == AFTERMATH else called(scenario, block, parts.pop(0), language)
    text = next(text for (among, key), text in KNOWN.items() if among == block and (not key or key in parts))
    return language.text(text, name=name)


def unknowns(scenario: Fields, most: int | None = None, language: Language = ENGLISH) -> list[str]:
    """Everything uncertain in a case, each once, in the order of the file; those beyond `most` as a number."""
    names = list(dict.fromkeys(in_words(scenario, path, language) for path in scenario.uncertain))
    if most is None or len(names) <= most:
        return names
    return [*names[: most - 1], language.text("answers-unknown-more", count=len(names) - most + 1)]
