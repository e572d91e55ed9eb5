"""What is said to a client whom nobody attacks in a case: what that rests on, and what else may be true.

That nobody attacks is how the author of the case wrote it, and no finding about the client. So whatever is said of it
is about the case, says what it rests on, and names what the case leaves out. A client in the cloud has no server in any
case; where a case attacks servers that a provider runs, it is told of these, as its service may be on one.
"""

from __future__ import annotations

from sim.model.entry_chance import may_enter
from sim.model.world import Worlds, resolve
from sim.problems import InputError, Problem
from sim.scenario.assumptions import assumptions
from sim.scenario.blocks import CLOUD, HOSTED
from sim.scenario.scenario import Scenario

from .client import Client

LIMITS = (
    "Whether you will be breached. It has no number for that.",
    "Whether you have been breached already. Only a check can tell.",
)
OTHERS = "Other flaws, stolen passwords and fake mails are not in this case."
SERVER_OF_YOURS = (
    "A server of yours may have it: one at your own site that links it to the cloud, or an old one left running."
)
SAME_FLAW = "The hosted product may have the same flaw. Then your provider has to patch it, and may do so too late."
CHECK_FOR_ONE = "Check whether a server of yours still runs: an old one, or one that links your site to the cloud."


def check_somebody_is_attacked(scenario: Scenario) -> None:
    """Raise InputError if nobody is attacked in the simulated time of any world of a scenario.

    Whoever is not attacked in a case in which others are gets a page that says so.
    """
    worlds = Worlds(scenario)
    different = 1 if worlds.are_alike else scenario.replications
    if not any(may_enter(worlds[index]) for index in range(different)):
        message = (
            "attack nobody in the simulated time, so this case tells no client anything; write a campaign that begins "
            "before the horizon and can get into servers that are there"
        )
        raise InputError([Problem(("campaigns",), None, message)])


def has_attacked_providers(scenario: Scenario) -> bool:
    """Whether a campaign, as the case is written, goes for servers that a provider runs, in the simulated time.

    One whose beginning hangs on an alarm may do so.
    """
    world = resolve(scenario, 0, {})
    rented = {name for name, each in scenario.populations.items() if each.deployment == HOSTED and each.organizations}
    return any(
        not rented.isdisjoint(attack.aims) and not attack.through_foothold and attack.success > 0
        for attack in world.attacks
        if world.alarms or any(start < world.horizon for clock in attack.clocks for start in clock.starts[:1])
    )


def _may_be_hosted(scenario: Scenario, client: Client) -> bool:
    """Whether a client in the cloud may have its service on a server that is attacked in the case."""
    return client.deployment == CLOUD and has_attacked_providers(scenario)


def finding(scenario: Scenario, client: Client) -> str:
    """In half a sentence, for titles."""
    if _may_be_hosted(scenario, client):
        return "In this case, attackers go for servers that a provider runs"
    whom = {CLOUD: "a service that runs in the cloud", HOSTED: "a server that a provider runs"}
    return f"In this case, nobody attacks {whom.get(client.deployment, 'businesses like yours')}"


def sentence(scenario: Scenario, client: Client) -> str:
    """What the case says, and why that is no news about the client."""
    found = finding(scenario, client)
    if _may_be_hosted(scenario, client):
        return f"{found}. If your service runs on one of these, it is in the race: then it is hosted, not in the cloud."
    if client.is_hosted:
        return (
            f"{found}, as its author wrote no attack that gets into one in the simulated time. "
            "The service that you use may have the flaw all the same."
        )
    if client.runs_servers:
        return (
            f"{found}, as its author wrote no attack that gets into their servers in the simulated time. "
            "Real attackers may do what the case leaves out."
        )
    return (
        f"{found}, as its author wrote no server for the cloud. "
        "The service that you use may have the flaw all the same."
    )


def headline(scenario: Scenario, client: Client) -> str:
    """The finding with its limit, so that it does not mislead where it stands alone."""
    found = finding(scenario, client)
    if _may_be_hosted(scenario, client):
        return f"{found}. Whether your service runs on one of these is for your provider to tell."
    if client.is_hosted or not client.runs_servers:
        return f"{found}. Whether yours has the flaw is for your provider to tell."
    return f"{found}. That does not tell whether somebody will."


def waiting(scenario: Scenario, client: Client) -> str:
    """What the case says about waiting."""
    if _may_be_hosted(scenario, client):
        return "This page puts no number on a wait. The page for a hosted client does: see what to do."
    if client.is_hosted or not client.runs_servers:
        return (
            "This case puts no number on a wait. If your service has the flaw, it is your provider who has to be fast."
        )
    return "This case puts no number on a wait, as nobody attacks you in it."


def what_else(scenario: Scenario, client: Client) -> tuple[str, ...]:
    """What the finding rests on, then what else could be true."""
    if client.is_hosted:
        rests_on = "no attack in it gets into a server that a provider runs, in the simulated time."
        return (f"It rests on how the case was written: {rests_on}", SAME_FLAW, SERVER_OF_YOURS, OTHERS)
    if client.runs_servers:
        return (
            "It rests on how the case was written: no attack in it gets into servers like yours in the simulated time.",
            "Real attackers may aim at you, begin sooner, or use the flaw in a way that the case leaves out.",
            OTHERS,
        )
    if _may_be_hosted(scenario, client):
        rests_on = (
            "It rests on the word “cloud”, where this case has no server. Those that a provider runs are “hosted”."
        )
        return (rests_on, SAME_FLAW, SERVER_OF_YOURS, OTHERS)
    cloud = [name for name, each in scenario.populations.items() if each.deployment == CLOUD]
    wrote = "gave its organizations in the cloud no server" if cloud else "wrote nothing about the cloud"
    source = "a source for that, named below" if sources(scenario, client) else "no source for that"
    return (
        f"It rests on one choice: the author of the case {wrote}. The case has {source}.",
        SAME_FLAW,
        SERVER_OF_YOURS,
        OTHERS,
    )


def what_to_do(scenario: Scenario, client: Client) -> tuple[str, ...]:
    """Steps that find out what the case does not tell."""
    if client.runs_servers and not client.is_hosted:
        servers = "server has" if client.servers == 1 else "servers have"
        return (
            f"Check whether your {servers} the flaw and can be reached from the internet.",
            "Say who patches, and set the day. This case does not tell which day is soon enough.",
            "Ask for a case in which servers like yours are attacked.",
        )
    ask = "Ask your provider whether the service has the flaw, when it patched, and whether anyone got in before."
    if _may_be_hosted(scenario, client):
        again = "If it runs on a server with the flaw, ask for this page again with “deployment: hosted” in your file."
        return (ask, again, CHECK_FOR_ONE)
    return (ask, CHECK_FOR_ONE, "If one does, ask for this page again for that server.")


def sources(scenario: Scenario, client: Client) -> tuple[str, ...]:
    """Where the case has it from that organizations in the cloud have no server; nothing where that is assumed."""
    if client.runs_servers:
        return ()
    names = [
        name for name, each in scenario.populations.items() if each.deployment == CLOUD and client.like in (None, name)
    ]
    written = {f"populations.{name}.deployment" for name in names}
    rows = [row.source for row in assumptions(scenario) if row.path in written and not row.is_assumed]
    return tuple(dict.fromkeys(rows))
