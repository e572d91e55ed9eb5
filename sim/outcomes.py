"""What a race comes to: outcomes at its horizon, curves over time, and what shares divide by.

Each with its unit, its words and how it adds up; tables, files, charts and texts take them from here. All are counts,
and add up over populations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.problems import nearest

SERVERS, ORGANISATIONS, MAILBOXES = "servers", "organizations", "mailboxes"
SINGULAR = {SERVERS: "server", ORGANISATIONS: "organization", MAILBOXES: "mailbox"}
"""The units, and what one is called."""


@dataclass(frozen=True)
class Denominator:
    """What shares divide by. `title` says it in words; `column` is its name in tables that hold the outcomes too."""

    name: str
    unit: str
    title: str

    @property
    def column(self) -> str:
        """Its column in tables of replications."""
        return f"of {self.name}"


@dataclass(frozen=True)
class Outcome:
    """A number of a race at its horizon.

    `denominator` names what its share divides by. `meaning` defines it; `subject` and `predicate` say it in a sentence:
    servers | are compromised. `parts` names outcomes that add up to it.
    """

    name: str
    unit: str
    denominator: str
    meaning: str
    predicate: str
    noun: str = ""
    parts: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """What is counted, in a sentence."""
        return self.noun or self.unit

    @property
    def title(self) -> str:
        """Its name in words."""
        return self.name.replace("_", " ")


@dataclass(frozen=True)
class Curve:
    """A number over time. Those that are states add up to all servers at every instant.

    `outcome` names the outcome that it comes to at the horizon, if any.
    """

    name: str
    unit: str = SERVERS
    is_state: bool = False
    outcome: str | None = None


DENOMINATORS = (
    Denominator("servers", SERVERS, "servers"),
    Denominator("organizations", ORGANISATIONS, "organizations"),
    Denominator("hybrid_organizations", ORGANISATIONS, "hybrid organizations"),
    Denominator("mailboxes_on_prem", MAILBOXES, "mailboxes on premises or at a provider"),
    Denominator("mailboxes_cloud", MAILBOXES, "mailboxes in the cloud"),
)
"""What shares divide by, in the order of tables and arrays."""

OUTCOMES = (
    Outcome(
        "servers",
        SERVERS,
        "servers",
        "vulnerable and reachable servers",
        "can be hit",
        parts=("compromised", "protected_in_time", "still_exposed"),
    ),
    Outcome(
        "compromised",
        SERVERS,
        "servers",
        "entered through the vulnerability before being protected",
        "are compromised",
        parts=("compromised_before_fix", "compromised_after_fix"),
    ),
    Outcome(
        "compromised_before_fix",
        SERVERS,
        "servers",
        "compromised before any fix was available to them",
        "are compromised before a fix is available to them",
    ),
    Outcome(
        "compromised_after_fix",
        SERVERS,
        "servers",
        "compromised when a fix was available to them",
        "are compromised with a fix available to them",
    ),
    Outcome("protected_in_time", SERVERS, "servers", "protected, never compromised", "are protected in time"),
    Outcome("still_exposed", SERVERS, "servers", "neither compromised nor protected", "are still exposed at the end"),
    Outcome(
        "protected_too_late",
        SERVERS,
        "servers",
        "compromised, then protected while the foothold lived on",
        "are patched with an intruder inside",
    ),
    Outcome(
        "live_footholds",
        SERVERS,
        "servers",
        "compromised and not evicted at the horizon",
        "have an intruder inside at the end",
    ),
    Outcome(
        "multiply_compromised",
        SERVERS,
        "servers",
        "entered through the vulnerability by two or more campaigns",
        "are entered by two or more campaigns",
    ),
    Outcome(
        "compromised_again",
        SERVERS,
        "servers",
        "entered anew through the vulnerability after intruders were removed",
        "are compromised again after they were cleaned",
    ),
    Outcome(
        "reentered",
        SERVERS,
        "servers",
        "entered through a foothold by another campaign",
        "are entered again through a foothold",
    ),
    Outcome(
        "organizations_breached",
        ORGANISATIONS,
        "organizations",
        "organizations with a compromised server",
        "are breached",
    ),
    Outcome(
        "tenants_reached",
        ORGANISATIONS,
        "hybrid_organizations",
        "hybrid ones whose cloud tenant was reached",
        "are reached",
        noun="tenants",
    ),
    Outcome(
        "mailboxes_exposed_on_prem",
        MAILBOXES,
        "mailboxes_on_prem",
        "on their servers or their provider's, of breached organizations",
        "are exposed",
        noun="mailboxes on servers",
    ),
    Outcome(
        "mailboxes_exposed_cloud",
        MAILBOXES,
        "mailboxes_cloud",
        "in the cloud, of reached tenants",
        "are exposed",
        noun="cloud mailboxes",
    ),
)
"""The outcomes of a race, in the order of tables and arrays."""

CURVES = (
    Curve("vulnerable", is_state=True, outcome="still_exposed"),
    Curve("protected_clean", is_state=True, outcome="protected_in_time"),
    Curve("compromised_open", is_state=True),
    Curve("compromised_protected", is_state=True),
    Curve("evicted", is_state=True),
    Curve("compromised_cumulative", outcome="compromised"),
    Curve("protected_too_late", outcome="protected_too_late"),
    Curve("live_footholds", outcome="live_footholds"),
    Curve("multiply_compromised", outcome="multiply_compromised"),
    Curve("compromised_again", outcome="compromised_again"),
    Curve("reentered", outcome="reentered"),
    Curve("organizations_breached", ORGANISATIONS, outcome="organizations_breached"),
    Curve("tenants_reached", ORGANISATIONS, outcome="tenants_reached"),
)
"""Numbers over time, in the order of tables and arrays. Those but states and live_footholds are cumulative."""

DENOMINATOR_NAMES = tuple(each.name for each in DENOMINATORS)
DENOMINATOR_COLUMNS = tuple(each.column for each in DENOMINATORS)
OUTCOME_NAMES = tuple(each.name for each in OUTCOMES)
CURVE_NAMES = tuple(each.name for each in CURVES)
STATES = tuple(each.name for each in CURVES if each.is_state)

OUTCOMES_WITH_A_SHARE = tuple(each.name for each in OUTCOMES if each.name != each.denominator)
"""Those whose share says something: `servers` is its own denominator."""


def outcome_named(name: str) -> Outcome:
    """An outcome by its name. Raises KeyError if there is none."""
    return OUTCOMES[position(name, OUTCOME_NAMES, "outcome")]


def denominator_of(outcome: str) -> Denominator:
    """What the share of an outcome divides by. Raises KeyError if there is no such outcome."""
    return DENOMINATORS[DENOMINATOR_NAMES.index(outcome_named(outcome).denominator)]


def position(name: str, names: tuple[str, ...], kind: str) -> int:
    """Where a name stands among those of its kind. Raises KeyError, with what is near, for an unknown one."""
    if name not in names:
        raise KeyError(f"unknown {kind} {name!r}; {nearest(str(name), names)}")
    return names.index(name)


def in_order(names: Sequence[str], found: Mapping[str, Any], kind: Any) -> NDArray[Any]:
    """Numbers by name as an array in the order of `names`, which are all there are."""
    assert found.keys() == set(names), set(names) ^ found.keys()
    return np.array([found[name] for name in names], dtype=kind)
