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


def _who(scenario: Scenario, client: Client) -> str:
    """Whose servers the case has no attack on: `own` ones, `hosted` ones, or of the `cloud`, where there are none.

    `rented` is a client in the cloud whose service may be on a server of a provider that is attacked in the case.
    """
    if client.deployment == CLOUD:
        return "rented" if has_attacked_providers(scenario) else "cloud"
    return "hosted" if client.is_hosted else "own"


def limits(client: Client) -> tuple[str, ...]:
    """What a page about such a case does not say."""
    say = client.words.text
    return say("answers-unattacked-limit-chance"), say("answers-unattacked-limit-past")


def finding(scenario: Scenario, client: Client) -> str:
    """In half a sentence, for titles."""
    return client.words.text("answers-unattacked-finding", who=_who(scenario, client))


def sentence(scenario: Scenario, client: Client) -> str:
    """What the case says, and why that is no news about the client."""
    return client.words.text("answers-unattacked-sentence", who=_who(scenario, client))


def headline(scenario: Scenario, client: Client) -> str:
    """The finding with its limit, so that it does not mislead where it stands alone."""
    return client.words.text("answers-unattacked-headline", who=_who(scenario, client))


def waiting(scenario: Scenario, client: Client) -> str:
    """What the case says about waiting."""
    return client.words.text("answers-unattacked-waiting", who=_who(scenario, client))


def what_else(scenario: Scenario, client: Client) -> tuple[str, ...]:
    """What the finding rests on, then what else could be true."""
    who, say = _who(scenario, client), client.words.text
    others = say("answers-unattacked-others")
    if who == "own":
        return say("answers-unattacked-rests-on", who=who), say("answers-unattacked-real"), others
    if who == "cloud":
        written = any(each.deployment == CLOUD for each in scenario.populations.values())
        has_source = bool(sources(scenario, client))
        rests_on = say("answers-unattacked-no-server", is_written=written, has_source=has_source)
    else:
        rests_on = say("answers-unattacked-rests-on", who=who)
    return rests_on, say("answers-unattacked-same-flaw"), say("answers-unattacked-server-of-yours"), others


def what_to_do(scenario: Scenario, client: Client) -> tuple[str, ...]:
    """Steps that find out what the case does not tell."""
    who, say = _who(scenario, client), client.words.text
    if who == "own":
        return (
            say("answers-unattacked-step-find", servers=client.servers),
            say("answers-unattacked-step-day"),
            say("answers-unattacked-step-case"),
        )
    ask, check = say("answers-unattacked-step-ask"), say("answers-unattacked-step-check")
    if who == "rented":
        return ask, say("answers-unattacked-step-hosted"), check
    return ask, check, say("answers-unattacked-step-again")


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
