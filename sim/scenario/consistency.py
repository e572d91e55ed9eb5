"""Problems that show only when the parts of a scenario are read together."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from sim.problems import MOST_SHOWN, Path, Problem, first, nearest, shown

from .blocks import HYBRID, Aftermath, AftermathOverride, Alarm, Campaign, Filter, Freeze, Population, Remediation
from .grammar import OTHERS, FrozenMap
from .moments import (
    AN_INSTANT,
    CALENDAR_HELP,
    EARLIEST,
    HORIZON,
    LATEST,
    START,
    Calendar,
    Moment,
    days_between,
    read_moment,
    written_date,
)

MOST_MAILBOXES = 10**18


@dataclass
class Draft:
    """As much of a scenario as could be read. `names` also holds the names of entries that could not."""

    start: datetime
    horizon: Moment | None
    timeline: Mapping[str, Moment | Alarm]
    populations: Mapping[str, Population]
    remediations: Mapping[str, Remediation]
    campaigns: Mapping[str, Campaign]
    aftermath: Aftermath | None = None
    uncertain: Collection[str] = ()
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def complete(self, section: str) -> bool:
        """Whether every entry of a section could be read."""
        return set(self.names[section]) == set(getattr(self, section))


def problems_in(draft: Draft) -> list[Problem]:
    """Every problem between the parts of a scenario."""
    named = {name: draft.timeline.get(name, Moment(offset=float("nan"))) for name in draft.names["timeline"]}
    calendar = Calendar(draft.start, draft.horizon, named)
    problems = list(calendar.problems)
    problems += _outside_calendar(draft, calendar)
    problems += first(_moment_problems(draft, calendar))
    problems += _too_many_mailboxes(draft)
    for section in ("populations", "remediations", "campaigns"):
        for name, block in getattr(draft, section).items():
            problems += [Problem((section, name, *each.path), each.value, each.message) for each in block.check()]
    if draft.aftermath is not None:
        problems += [Problem(("aftermath", *each.path), each.value, each.message) for each in draft.aftermath.check()]
    for name, campaign in draft.campaigns.items():
        problems += _campaign_problems(name, campaign, draft, calendar)
    problems += _freeze_problems(draft, calendar)
    problems += first(_protecting_problems(draft))
    return [*problems, *first(_unknown_populations(draft))]


def _outside_calendar(draft: Draft, calendar: Calendar) -> Iterable[Problem]:
    """Problems of a race that does not lie between its start and a horizon that tables can hold as dates."""
    if not EARLIEST <= draft.start <= LATEST:
        yield Problem((START,), written_date(draft.start), f"is outside the calendar: {CALENDAR_HELP}")
    elif draft.horizon is not None and calendar.days(draft.horizon) < AN_INSTANT:
        message = f"is not after start ({draft.start.date().isoformat()}), by a microsecond at least"
        yield Problem((HORIZON,), str(draft.horizon), message)
    elif draft.horizon is not None and calendar.days(draft.horizon) > days_between(draft.start, LATEST):
        yield Problem((HORIZON,), str(draft.horizon), f"is outside the calendar: {CALENDAR_HELP}")


def _moment_problems(draft: Draft, calendar: Calendar) -> Iterable[Problem]:
    """Problems of moments: names that nobody defined, and times that no number can hold."""
    timeline: list[tuple[Path, Moment]] = [
        (("timeline", name), moment) for name, moment in draft.timeline.items() if isinstance(moment, Moment)
    ]
    for path, moment in _moments(draft):
        if problem := calendar.check(moment, path):
            yield problem
    for path, moment in timeline:
        if calendar.alarm_of(moment) and (problem := calendar.check(moment, path)):
            yield problem
    if draft.horizon is not None and (found := calendar.alarm_of(draft.horizon)):
        yield Problem((HORIZON,), str(draft.horizon), f"hangs on the alarm {found[0]}; a race ends at a known moment")
    for path, moment in (*timeline, *_moments(draft)):
        if math.isinf(calendar.days(moment)):
            yield Problem(path, str(moment), "is further from the start than any number; write an earlier moment")


def _too_many_mailboxes(draft: Draft) -> Iterable[Problem]:
    """A problem of mailboxes that, all together, whole numbers of 64 bits cannot count."""
    mailboxes = {name: each.organizations * each.mailboxes_per_organization for name, each in draft.populations.items()}
    if (number := sum(mailboxes.values())) > MOST_MAILBOXES:
        largest = max(mailboxes, key=lambda name: mailboxes[name])
        value = draft.populations[largest].mailboxes_per_organization
        message = f"makes {number:.2g} mailboxes in all; at most {MOST_MAILBOXES:.0e} can be counted"
        yield Problem(("populations", largest, "mailboxes_per_organization"), shown(value), message)


def _unknown_populations(draft: Draft) -> Iterable[Problem]:
    known = dict.fromkeys(draft.names["populations"])
    for name, alarm in draft.timeline.items():
        if isinstance(alarm, Alarm) and alarm.population is not None and alarm.population not in known:
            place: Path = ("timeline", name, "population")
            yield Problem(place, shown(alarm.population), f"unknown population; {nearest(alarm.population, known)}")
    for name, campaign in draft.campaigns.items():
        if isinstance(campaign.initially_compromised, FrozenMap):
            for population in campaign.initially_compromised:
                path: Path = ("campaigns", name, "initially_compromised", population)
                block = draft.populations.get(population)
                if population not in known:
                    yield Problem(path, None, f"unknown population; {nearest(population, known)}")
                elif block is not None and not (block.runs_servers and campaign.aims.matches(population, block)):
                    yield Problem(path, None, "has no servers that this campaign aims at")
    for name, remediation in draft.remediations.items():
        for population in remediation.by_population:
            if population not in known:
                path = ("remediations", name, "by_population", population)
                yield Problem(path, None, f"unknown population; {nearest(population, known)}")
    for population in () if draft.aftermath is None else draft.aftermath.by_population:
        if population not in known:
            path = ("aftermath", "by_population", population)
            yield Problem(path, None, f"unknown population; {nearest(population, known)}")


def _protecting_problems(draft: Draft) -> Iterable[Problem]:
    """Problems of remediations that stop one campaign more often than another."""
    known = dict.fromkeys(draft.names["campaigns"])
    for path, block in _blocks(draft):
        shares = getattr(block, "protects", None)
        if not isinstance(shares, FrozenMap):
            continue
        for name in shares:
            where: Path = (*path, "protects", name)
            campaign = draft.campaigns.get(name)
            if name not in known and name != OTHERS:
                yield Problem(where, None, f"unknown campaign; {nearest(name, [*known, OTHERS])}")
            elif campaign is not None and campaign.entry == "foothold":
                yield Problem(where, None, "comes through footholds, which no protection stops; remove the key")
        through_hole = (
            name for name in known if name not in draft.campaigns or draft.campaigns[name].entry != "foothold"
        )
        missing = [name for name in through_hole if name not in shares]
        if OTHERS not in shares and (missing or not known):
            named = f": {', '.join(missing)}" if missing else ""
            message = f"missing key; {OTHERS} says how often it stops the campaigns that are not named{named}"
            yield Problem((*path, "protects", OTHERS), None, message)


def warnings_in(draft: Draft) -> list[Problem]:
    """What is allowed but probably not meant; the first of each kind."""
    kinds = (
        _nothing_happens,
        _silent_alarms,
        _over_before_it_begins,
        _idle_filters,
        _idle_overrides,
        _idle_freezes,
        _paces_at_one_moment,
    )
    return [each for kind in kinds for each in islice(kind(draft), MOST_SHOWN)]


def _nothing_happens(draft: Draft) -> Iterable[Problem]:
    """No campaign at all; and what comes only after the horizon, as far as moments are certain."""
    if not draft.names["campaigns"]:
        yield Problem(("campaigns",), None, "there are none, so nothing is compromised")
    calendar = Calendar(draft.start, draft.horizon, draft.timeline)
    if draft.horizon is None or any(path.partition(".")[0] in ("timeline", "horizon") for path in draft.uncertain):
        return
    for section, key, effect in (
        ("campaigns", "begins", "so this campaign does nothing"),
        ("remediations", "available", "so nobody installs this"),
    ):
        for name, block in getattr(draft, section).items():
            written = getattr(block, key)
            moments = [wave.at for wave in written] if isinstance(written, tuple) else [written]
            is_certain = not any(path.startswith(f"{section}.{name}.{key}") for path in draft.uncertain)
            if is_certain and all(calendar.days(moment) > calendar.days(draft.horizon) for moment in moments):
                yield Problem((section, name, key), str(moments[0]), f"is after the horizon, {effect}")


def _over_before_it_begins(draft: Draft) -> Iterable[Problem]:
    """Remediations that stop protecting before anybody has them, as far as moments are certain."""
    calendar = Calendar(draft.start, draft.horizon, draft.timeline)
    if any(path.partition(".")[0] in ("timeline", "remediations") for path in draft.uncertain):
        return
    for name, remediation in draft.remediations.items():
        for population in draft.populations:
            seen = remediation.seen_by(population)
            written = seen.available
            moments = [wave.at for wave in written] if isinstance(written, tuple) else [written]
            if isinstance(seen.until, Moment) and all(calendar.days(seen.until) <= calendar.days(at) for at in moments):
                message = "is not after it is available, so that it protects nobody"
                yield Problem(("remediations", name, "until"), str(seen.until), message)
                break


def _silent_alarms(draft: Draft) -> Iterable[Problem]:
    """Alarms that can never go off, because nothing of what they count can happen."""
    aftermaths: list[Aftermath | AftermathOverride] = []
    if draft.aftermath is not None:
        aftermaths += [draft.aftermath, *draft.aftermath.by_population.values()]
    detects = any(each.detection is not None for each in aftermaths)
    evicts = detects or any(
        each.evicts > 0 or any(override.evicts for override in each.by_population.values())
        for each in draft.remediations.values()
    )
    possible = {
        "detected": detects,
        "evicted": evicts,
        "reentered": any(each.entry == "foothold" for each in draft.campaigns.values()),
        "tenants_reached": any(each.pivot is not None for each in aftermaths),
    }
    for name, alarm in draft.timeline.items():
        if not isinstance(alarm, Alarm):
            continue
        counted = [each for key, each in draft.populations.items() if alarm.population in (None, key)]
        if alarm.when == "tenants_reached":
            most = float(sum(each.organizations for each in counted if each.deployment == HYBRID))
        else:
            varies = any(each.sizes_vary for each in counted)
            most = math.inf if varies else float(sum(each.least_servers for each in counted))
        if not possible.get(alarm.when, True) or not most:
            yield Problem(("timeline", name, "when"), alarm.when, "never happens here, so this alarm never goes off")
        elif isinstance(alarm.reaches, int) and alarm.reaches > most:
            message = f"is more than the {most:_.0f} that there are, so this alarm never goes off"
            yield Problem(("timeline", name, "reaches"), f"{alarm.reaches:_}", message)


def _idle_filters(draft: Draft) -> Iterable[Problem]:
    """Filters that name what no population is or has, or that match no server."""
    filters: list[tuple[Path, Filter]] = [
        (("campaigns", name, "aims"), each.aims) for name, each in draft.campaigns.items()
    ]
    filters += [(("remediations", name, "applies_to"), each.applies_to) for name, each in draft.remediations.items()]
    tags = dict.fromkeys(tag for each in draft.populations.values() for tag in each.tags)
    for path, chosen in filters:
        for key, words, known in (
            ("populations", chosen.populations, draft.populations),
            ("tags", chosen.tags, tags),
        ):
            for word in words or ():
                if word not in known:
                    yield Problem(
                        (*path, key), repr(word), f"no population has this {key[:-1]}; {nearest(word, known)}"
                    )
        if not aimed_servers(chosen, draft.populations):
            yield Problem(path, None, "matches no server, so this has no effect")


def _idle_overrides(draft: Draft) -> Iterable[Problem]:
    """Overrides for populations that the remediation never reaches."""
    for name, remediation in draft.remediations.items():
        for key in remediation.by_population:
            population = draft.populations[key]
            if not (population.runs_servers and remediation.applies_to.matches(key, population)):
                path = ("remediations", name, "by_population", key)
                yield Problem(path, None, "the remediation does not reach this population, so this has no effect")


def _idle_freezes(draft: Draft) -> Iterable[Problem]:
    """Freezes that are over before the start and anything available, or begin after the horizon, if that is certain."""
    calendar = Calendar(draft.start, draft.horizon, draft.timeline)
    if draft.horizon is None or any(path.startswith(("timeline.", "remediations.")) for path in draft.uncertain):
        return
    available = [calendar.days(moment) for path, moment in _moments(draft) if "available" in path[2:]]
    for path, block in _blocks(draft):
        for index, freeze in enumerate(getattr(block, "freeze", None) or ()):
            where = (*path, "freeze", index)
            if calendar.days(freeze.begins) > calendar.days(draft.horizon):
                yield Problem((*where, "from"), str(freeze.begins), "is after the horizon, so this has no effect")
            elif calendar.days(freeze.until) <= min(0.0, *available):
                yield Problem((*where, "until"), str(freeze.until), "is not after the start, so this has no effect")


def _paces_at_one_moment(draft: Draft) -> Iterable[Problem]:
    """Two multiples of a pace at the same moment, of which the last counts."""
    calendar = Calendar(draft.start, draft.horizon, draft.timeline)
    for path, block in _blocks(draft):
        seen: dict[float, str] = {}
        for key, multiple in (block.pace or {}).items():
            days = calendar.days(read_moment(key))
            if days in seen and block.pace[seen[days]] != multiple:
                yield Problem(
                    (*path, "pace", key), None, f"is the same moment as {seen[days]}; only the last one counts"
                )
            seen[days] = key


def aimed_servers(chosen: Filter, populations: Mapping[str, Population]) -> int:
    """How many servers, at least, the populations have that a filter lets pass."""
    return sum(each.least_servers for name, each in populations.items() if chosen.matches(name, each))


def too_few_addresses(name: str, campaign: Campaign, servers: int) -> Problem | None:
    """The problem of a campaign that has fewer addresses than servers it aims at, or None."""
    if campaign.addresses is None or campaign.addresses >= servers:
        return None
    message = f"is less than the {servers:_} servers aimed at; write at least that many"
    return Problem(("campaigns", name, "addresses"), f"{campaign.addresses:_}", message)


def _blocks(draft: Draft) -> Iterable[tuple[Path, Any]]:
    for name, campaign in draft.campaigns.items():
        yield ("campaigns", name), campaign
    for name, remediation in draft.remediations.items():
        yield ("remediations", name), remediation
        for key, override in remediation.by_population.items():
            yield ("remediations", name, "by_population", key), override


def _moments(draft: Draft) -> Iterable[tuple[Path, Moment]]:
    if draft.aftermath is not None:
        yield ("aftermath", "disclosure"), draft.aftermath.disclosure
        for key, override in draft.aftermath.by_population.items():
            if override.disclosure is not None:
                yield ("aftermath", "by_population", key, "disclosure"), override.disclosure
    for path, block in _blocks(draft):
        if isinstance(getattr(block, "until", None), Moment):
            yield (*path, "until"), block.until
        for key in ("available", "begins", "ends"):
            moment = getattr(block, key, None)
            if isinstance(moment, tuple):
                for index, wave in enumerate(moment):
                    yield (*path, key, index, "at"), wave.at
            elif moment is not None:
                yield (*path, key), moment
        for index, freeze in enumerate(getattr(block, "freeze", None) or ()):
            yield (*path, "freeze", index, "from"), freeze.begins
            yield (*path, "freeze", index, "until"), freeze.until
        if getattr(block, "actors", None) is not None and block.actors.until is not None:
            yield (*path, "actors", "until"), block.actors.until
        for key in block.pace or ():
            yield (*path, "pace", key), read_moment(key)


def _freeze_problems(draft: Draft, calendar: Calendar) -> Iterable[Problem]:
    """Problems of freezes that end before they begin, that overlap, or that a crew cannot foresee."""
    for path, block in _blocks(draft):
        seen: list[tuple[float, float, Freeze]] = []
        for index, freeze in enumerate(getattr(block, "freeze", None) or ()):
            where: Path = (*path, "freeze", index)
            if getattr(block, "crew", None) is not None:
                yield from _unforeseen(freeze, where, calendar)
            if _days_between(freeze.begins, freeze.until, calendar) <= 0:
                message = f"is not after the freeze begins ({freeze.begins})"
                yield Problem((*where, "until"), str(freeze.until), message)
                continue
            begins, ends = calendar.days(freeze.begins), calendar.days(freeze.until)
            for since, until, other in seen:
                if begins < until and since < ends:
                    message = f"overlaps the freeze from {other.begins} until {other.until}; write one for both"
                    yield Problem((*where, "from"), str(freeze.begins), message)
                    break
            seen.append((begins, ends, freeze))


def _unforeseen(freeze: Freeze, where: Path, calendar: Calendar) -> Iterable[Problem]:
    """Problems of a freeze of a crew that hangs on an alarm."""
    for key, moment in (("from", freeze.begins), ("until", freeze.until)):
        if found := calendar.alarm_of(moment):
            message = f"hangs on the alarm {found[0]}, but a crew begins no work that a freeze would interrupt"
            yield Problem((*where, key), str(moment), f"{message}; write a moment that it can foresee")


def _days_between(one: Moment, other: Moment, calendar: Calendar) -> float:
    """How many days after a moment another one is; nan where only the race can tell."""
    first, second = calendar.alarm_of(one), calendar.alarm_of(other)
    if first and second and first[0] == second[0]:
        return second[1] - first[1]
    return calendar.days(other) - calendar.days(one)


def _campaign_problems(name: str, campaign: Campaign, draft: Draft, calendar: Calendar) -> list[Problem]:
    where: Path = ("campaigns", name)
    problems = []
    if campaign.ends is not None and calendar.days(campaign.ends) < calendar.days(campaign.begins):
        message = f"is before the campaign begins ({campaign.begins})"
        problems.append(Problem((*where, "ends"), str(campaign.ends), message))
    until = None if campaign.actors is None else campaign.actors.until
    if until is not None and calendar.days(until) <= calendar.days(campaign.begins):
        message = f"is not after the campaign begins ({campaign.begins}), so that no group could join"
        problems.append(Problem((*where, "actors", "until"), str(until), message))
    if campaign.addresses is None:
        return problems
    few = too_few_addresses(name, campaign, aimed_servers(campaign.aims, draft.populations))
    return [*problems, few] if few else problems
