"""The words of the interactive page, for its script: texts of the client's language with places for what it works out.

A place is a name in braces, `{count}`. What depends on who patches is there for each kind of deployment.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.scenario.blocks import CLOUD, HOSTED
from sim.wording.language import Language, Value
from sim.wording.tense import IS, Tense

DEPLOYMENTS = {
    "on_prem": "explore-place-on-prem",
    "hybrid": "explore-place-hybrid",
    HOSTED: "explore-place-hosted",
    CLOUD: "explore-place-cloud",
}
"""Where servers may run, and the text for it, in the order of the control."""
FACTORS = {"0.25": "quarter", "0.5": "half", "1": "same", "2": "twice", "4": "four"}
"""Speeds of attackers that have words."""

PLACES: Mapping[str, tuple[str, ...]] = {
    "chance-about": ("count",),
    "chance-above": ("count",),
    "chance-of": ("count", "of"),
    "days-decimal": ("count",),
    "minutes-decimal": ("count",),
    "at-most": ("count",),
    "at-least": ("count",),
    "range-between": ("low", "high"),
    "range-is": ("count",),
    "futures-alike": ("most", "range"),
    "futures-few": ("count", "futures"),
    "futures-many": ("count",),
    "futures-both": ("few", "many"),
    "futures-apart": ("half", "ends"),
    "futures-apart-none": ("futures", "ends"),
    "explore-before-the-fix": ("count", "of"),
    "explore-factor-times": ("times",),
    "explore-planned": ("days",),
    "explore-in-place": ("days",),
    "explore-week-later": ("count", "of"),
    "explore-days-later": ("days", "count", "of"),
    "explore-money": ("cost", "amount"),
    "explore-money-below": ("cost", "amount"),
    "explore-houses-title": ("of", "count"),
    "explore-houses": ("of", "count"),
    "explore-plan": ("plan", "days", "protection", "count", "of", "range"),
    "explore-plan-with": ("name",),
    "explore-plan-without": ("name",),
    "explore-chosen-day": ("days",),
}
"""Texts, and what the script puts into them."""


def common(language: Language, tense: Tense) -> dict[str, Any]:
    """Texts that are the same whoever patches."""
    say = language.text
    texts: dict[str, Any] = {key: _with_places(language, key, tense) for key in PLACES}
    texts |= {name: _counted(language, name) for name in ("days", "hours", "minutes", "explore-servers")}
    texts |= {
        "chance-none": say("chance-none"),
        "chance-below-one": say("chance-below-one"),
        "explore-any": say("explore-any"),
        "explore-none": say("explore-none"),
        "explore-too-few": say("explore-too-few"),
        "explore-alike": say("explore-alike"),
        "explore-ends": say("explore-ends"),
        "explore-axis-short": say("explore-axis-short"),
        "explore-at-once": say("explore-at-once"),
        "explore-in-place-at-once": say("explore-in-place-at-once"),
        "explore-plan-nothing": say("explore-plan-nothing"),
        "factors": {factor: say(f"explore-factor.{part}") for factor, part in FACTORS.items()},
    }
    return texts


def by_deployment(language: Language, tense: Tense) -> dict[str, dict[str, str]]:
    """Texts that depend on who patches, for each kind of deployment."""
    return {name: _for(language, tense, name == HOSTED) for name in DEPLOYMENTS}


def _for(language: Language, tense: Tense, hosted: bool) -> dict[str, str]:
    now: dict[str, Value] = {"hosted": hosted, "tense": IS.name}
    past: dict[str, Value] = {"hosted": hosted, "tense": tense.where_past.name}
    told: dict[str, Value] = {"hosted": hosted, "tense": tense.name, "of": "{of}", "days": "{days}", "count": "{count}"}
    texts = {
        key: language.text(key, **now)
        for key in (
            "explore-page-title",
            "explore-day-label",
            "explore-chart-title",
            "explore-mitigation-label",
            "explore-none-gets-in",
        )
    }
    texts |= {key: language.text(key, **past) for key in ("explore-filled", "explore-axis-day")}
    texts |= {
        "explore-axis": language.text("explore-axis", of="{of}", **past),
        "explore-curve": language.text(
            "explore-curve",
            of="{of}",
            first="{first}",
            days="{days}",
            now="{now}",
            shown="{shown}",
            last="{last}",
            **past,
        ),
        "explore-houses-alt": language.text("explore-houses-alt", houses="{houses}", **past),
    }
    for number, is_one in (("one", True), ("other", False)):
        for kind, average in (("none", False), ("alike", False), ("average", True)):
            futures: dict[str, Value] = {"futures": "{futures}"} if average else {}
            key = f"page-race-{kind}"
            texts[f"{key}.{number}"] = language.text(key, is_one=is_one, average=average, **told, **futures)
    return texts


def _with_places(language: Language, key: str, tense: Tense) -> str:
    places: dict[str, Value] = {name: f"{{{name}}}" for name in PLACES[key]}
    return language.text(key, tense=tense.where_past.name, **places)


def _counted(language: Language, key: str) -> dict[str, str]:
    """One of something, and any other number of it."""
    return {"one": language.text(key, count=1), "other": language.text(key, count="{count}")}
