"""What is said to a client whom nobody attacks in a case: what that rests on, and what else may be true.

That nobody attacks is how the author of the case wrote it, and no finding about the client. So whatever is said of it
is about the case, says what it rests on, and names what the case leaves out.
"""

from __future__ import annotations

from sim.scenario.assumptions import assumptions
from sim.scenario.blocks import CLOUD
from sim.scenario.scenario import Scenario

from .client import Client

LIMITS = (
    "Whether you will be breached. It has no number for that.",
    "Whether you have been breached already. Only a check can tell.",
)


def finding(client: Client) -> str:
    """In half a sentence, for titles."""
    whom = "businesses like yours" if client.runs_servers else "a service that runs in the cloud"
    return f"In this case, nobody attacks {whom}"


def sentence(client: Client) -> str:
    """What the case says, and why that is no news about the client."""
    if client.runs_servers:
        return (
            f"{finding(client)}, as its author wrote no attack that gets into their servers in the simulated time. "
            "Real attackers may do what the case leaves out."
        )
    return (
        f"{finding(client)}, as its author wrote no server for the cloud. "
        "The service that you use may have the flaw all the same."
    )


def headline(client: Client) -> str:
    """The finding with its limit, so that it does not mislead where it stands alone."""
    if client.runs_servers:
        return f"{finding(client)}. That does not tell whether somebody will."
    return f"{finding(client)}. Whether yours has the flaw is for your provider to tell."


def waiting(client: Client) -> str:
    """What the case says about waiting."""
    if client.runs_servers:
        return "This case puts no number on a wait, as nobody attacks you in it."
    return "This case puts no number on a wait. If your service has the flaw, it is your provider who has to be fast."


def what_else(scenario: Scenario, client: Client) -> tuple[str, ...]:
    """What the finding rests on, then what else could be true."""
    others = "Other flaws, stolen passwords and fake mails are not in this case."
    if client.runs_servers:
        return (
            "It rests on how the case was written: no attack in it gets into servers like yours in the simulated time.",
            "Real attackers may aim at you, begin sooner, or use the flaw in a way that the case leaves out.",
            others,
        )
    cloud = [name for name, each in scenario.populations.items() if each.deployment == CLOUD]
    wrote = "gave its organisations in the cloud no server" if cloud else "wrote nothing about the cloud"
    source = "a source for that, named below" if sources(scenario, client) else "no source for that"
    return (
        f"It rests on one choice: the author of the case {wrote}. The case has {source}.",
        "The hosted product may have the same flaw. Then your provider has to patch it, and may do so too late.",
        "A server of yours may have it: one at your own site that links it to the cloud, or an old one left running.",
        others,
    )


def what_to_do(client: Client) -> tuple[str, ...]:
    """Steps that find out what the case does not tell."""
    if client.runs_servers:
        servers = "server has" if client.servers == 1 else "servers have"
        return (
            f"Check whether your {servers} the flaw and can be reached from the internet.",
            "Say who patches, and set the day. This case does not tell which day is soon enough.",
            "Ask for a case in which servers like yours are attacked.",
        )
    return (
        "Ask your provider whether the service has the flaw, when it patched, and whether anyone got in before.",
        "Check whether a server of yours still runs: an old one, or one that links your site to the cloud.",
        "If one does, ask for this page again for that server.",
    )


def sources(scenario: Scenario, client: Client) -> tuple[str, ...]:
    """Where the case has it from that organisations in the cloud have no server; nothing where that is assumed."""
    if client.runs_servers:
        return ()
    names = [
        name for name, each in scenario.populations.items() if each.deployment == CLOUD and client.like in (None, name)
    ]
    written = {f"populations.{name}.deployment" for name in names}
    rows = [row.source for row in assumptions(scenario) if row.path in written and not row.is_assumed]
    return tuple(dict.fromkeys(rows))
