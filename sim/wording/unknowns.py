"""What is uncertain, as people call it: `campaigns.mass_scan.rate` is how fast attackers search for servers."""

from __future__ import annotations

from sim.scenario.reading import Fields

from .names import POPULATIONS, REMEDIATIONS, TIMELINE, called

KNOWN = {
    "how fast attackers search for servers": ("campaigns", "rate"),
    "how often their attack works": ("campaigns", "success"),
    "when attackers speed up": ("campaigns", "pace"),
    "when attackers begin": ("campaigns", "begins"),
    "when attackers stop": ("campaigns", "ends"),
    "how many groups attack": ("campaigns", "actors"),
    "on how many servers their attack works": ("campaigns", "works_on"),
    "how long attackers need on a server": ("campaigns", "dwell"),
    "what attackers do": ("campaigns", ""),
    "how fast others patch": (REMEDIATIONS, ""),
    "how many servers can be reached": (POPULATIONS, "reachable"),
    "how many servers have the flaw": (POPULATIONS, "vulnerable"),
    "how many servers there are": (POPULATIONS, ""),
    "how fast break-ins are found": ("aftermath", "detection"),
    "when people begin to look for break-ins": ("aftermath", "disclosure"),
    "how fast servers are cleaned": ("aftermath", "cleanup"),
    "how many servers are cleaned": ("aftermath", "cleanup_share"),
    "how many cleaned servers are safe": ("aftermath", "cleanup_protects"),
    "how fast firms react to a break-in": ("aftermath", "reaction"),
    "how often intruders go on into the cloud": ("aftermath", "pivot"),
    "what happens after a break-in": ("aftermath", ""),
}
"""What rows are about, by their block and a key below its name; an empty key is any."""


def in_words(scenario: Fields, path: str) -> str:
    """An uncertain row as people call it."""
    parts = path.split(".")
    block = parts[0]
    keys = parts[1:] if block == "aftermath" else parts[2:]
    if block == REMEDIATIONS:
        name = called(scenario, REMEDIATIONS, parts[1])
        words_of = {"available": f"when the {name} is out", "protects": f"how well the {name} protects"}
        words_of |= {"until": f"how long the {name} protects", "freeze": "when nothing is installed"}
        if about := next((words for key, words in words_of.items() if key in keys), ""):
            return about
    if block == TIMELINE:
        return f"the day of {called(scenario, TIMELINE, parts[1])}"
    return next(words for words, (blocks, key) in KNOWN.items() if block == blocks and (not key or key in keys))


def unknowns(scenario: Fields, most: int | None = None) -> list[str]:
    """Everything uncertain in a case, each once, in the order of the file; those beyond `most` as a number."""
    names = list(dict.fromkeys(in_words(scenario, path) for path in scenario.uncertain))
    if most is None or len(names) <= most:
        return names
    return [*names[: most - 1], f"{len(names) - most + 1} more"]
