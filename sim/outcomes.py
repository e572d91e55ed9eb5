"""The outcomes of a race: what each counts, and what its share divides by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """A number of a race at its horizon. `denominator` names what its share divides by, one of DENOMINATORS.

    Every outcome is a count, and adds up over populations.
    """

    name: str
    unit: str
    denominator: str
    meaning: str


OUTCOMES = (
    Outcome("servers", "servers", "servers", "vulnerable and reachable servers"),
    Outcome("compromised", "servers", "servers", "entered through the vulnerability before being protected"),
    Outcome("compromised_before_fix", "servers", "servers", "compromised before any fix was available to them"),
    Outcome("compromised_after_fix", "servers", "servers", "compromised when a fix was available to them"),
    Outcome("protected_in_time", "servers", "servers", "protected, never compromised"),
    Outcome("still_exposed", "servers", "servers", "neither compromised nor protected"),
    Outcome("protected_too_late", "servers", "servers", "compromised, then protected while the foothold lived on"),
    Outcome("live_footholds", "servers", "servers", "compromised and not evicted at the horizon"),
    Outcome("multiply_compromised", "servers", "servers", "entered through the vulnerability by two or more campaigns"),
    Outcome("reentered", "servers", "servers", "entered through a foothold by another campaign"),
    Outcome("organizations_breached", "organisations", "organizations", "organisations with a compromised server"),
    Outcome("tenants_reached", "organisations", "hybrid_organizations", "hybrid ones whose cloud tenant was reached"),
    Outcome(
        "mailboxes_exposed_on_prem", "mailboxes", "mailboxes_on_prem", "on their servers, of breached organisations"
    ),
    Outcome("mailboxes_exposed_cloud", "mailboxes", "mailboxes_cloud", "in the cloud, of reached tenants"),
)
"""The outcomes of a race, in the order in which tables show them."""

OUTCOME_NAMES = tuple(each.name for each in OUTCOMES)

DENOMINATORS = ("servers", "organizations", "hybrid_organizations", "mailboxes_on_prem", "mailboxes_cloud")
"""What shares divide by."""

DENOMINATOR_COLUMNS = tuple(f"of {name}" for name in DENOMINATORS)
"""Their columns in tables of replications, which hold the outcome `servers` too."""

DENOMINATOR_TEXTS = dict(
    zip(
        DENOMINATORS,
        ("servers", "organisations", "hybrid organisations", "mailboxes on premises", "mailboxes in the cloud"),
        strict=True,
    )
)
"""What shares divide by, in words."""

OUTCOMES_WITH_A_SHARE = tuple(each.name for each in OUTCOMES if each.name != "servers")
"""Those whose share says something: `servers` is its own denominator."""
