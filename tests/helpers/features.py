"""Every feature of the grammar, and scenarios made of their combinations: small fleets, for the tests of engines.

`FEATURES` maps a feature to its levels; the first is its plainest. A level is what it adds to a draft. A new feature of
the grammar joins all combinations by one line here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

Document = dict[str, Any]
Row = dict[str, str]
HALF_DAY = 0.5
HORIZON = 24.0
FEWEST_ADDRESSES = 120
"""More than there are servers."""
SOON, MORE = 7.0, 6
"""A horizon by which servers have fallen often enough, if they do so within a day; how many times as many there are."""
LAWS: dict[str, Callable[[float], Document]] = {
    "exponential": lambda mean: {"law": "exponential", "mean": f"{mean}d"},
    "half_life": lambda mean: {"law": "exponential", "half_life": f"{mean}d"},
    "weibull": lambda mean: {"law": "weibull", "scale": f"{mean}d", "shape": 0.7},
    "lognormal": lambda mean: {"law": "lognormal", "median": f"{mean}d", "sigma": 0.8},
    "gamma": lambda mean: {"law": "gamma", "mean": f"{mean}d", "shape": 2},
    "loglogistic": lambda mean: {"law": "loglogistic", "median": f"{mean}d", "shape": 1.5},
    "uniform": lambda mean: {"law": "uniform", "low": "0d", "high": f"{2 * mean}d"},
    "fixed": lambda mean: {"law": "fixed", "value": f"{mean}d"},
    "empirical": lambda mean: {"law": "empirical", "points": [["0d", 0.1], [f"{mean}d", 0.5], [f"{3 * mean}d", 0.9]]},
    "mixture": lambda mean: {
        "law": "mixture",
        "components": [
            {"share": 0.3, "law": "fixed", "value": f"{mean / 2}d"},
            {"share": 0.6, "after": f"{mean / 3}d", "law": "exponential", "mean": f"{mean}d"},
        ],
    },
    "at_most": lambda mean: {"law": "weibull", "scale": f"{mean}d", "shape": 0.6, "at_most": f"{2 * mean}d"},
}


@dataclass
class Draft:
    """A scenario in the making. `random` chooses all numbers; on a lattice all times are multiples of 12 h.

    Worms of `contacts` a day that each foothold makes with servers, where that is written, are as fast as that.
    """

    random: np.random.Generator
    is_lattice: bool = False
    horizon: float = HORIZON
    contacts: float | None = None
    populations: dict[str, Document] = field(default_factory=lambda: {"first": {"tags": ["special"]}})
    remediations: dict[str, Document] = field(default_factory=dict)
    campaigns: dict[str, Document] = field(default_factory=dict)
    aftermath: Document = field(default_factory=dict)
    uncertain: Document = field(default_factory=dict)
    timeline: Document = field(default_factory=dict)

    def time(self, low: float, high: float) -> float:
        """A time between two others, in days."""
        if self.is_lattice:
            return float(self.random.integers(round(low / HALF_DAY), round(high / HALF_DAY) + 1)) * HALF_DAY
        return round(float(self.random.uniform(low, high)), 3)

    def share(self, low: float = 0.3, high: float = 0.8) -> float:
        """A share between two others."""
        return round(float(self.random.uniform(low, high)), 2)

    def delay(self, mean: float, kind: str | None = None) -> Document:
        """A law of a delay. On a lattice, one of the multiples of 12 h, none at all among them."""
        if not self.is_lattice:
            return LAWS[kind or str(self.random.choice(list(LAWS)))](
                round(mean * float(self.random.uniform(0.5, 1.5)), 3)
            )
        if kind == "fixed":
            return {"law": "fixed", "value": f"{self.time(0, mean)}d"}
        values = [0.0, HALF_DAY, self.time(HALF_DAY, mean + HALF_DAY), self.time(mean, 2 * mean + 1)]
        shares = [0.3, 0.2, 0.3, 0.15 if kind in ("empirical", "mixture") else 0.2]
        components = [
            {"share": share, "law": "fixed", "value": f"{value}d"} for share, value in zip(shares, values, strict=True)
        ]
        return {"law": "mixture", "components": components}

    @property
    def remedy(self) -> Document:
        """The remediation that features shape."""
        return self.remediations["update"]

    @property
    def campaign(self) -> Document:
        """The campaign that features shape."""
        return self.campaigns["scan"]

    def every(self, **entries: Any) -> None:
        """Give every population the same entries."""
        for each in self.populations.values():
            each.update(entries)

    def document(self, name: str) -> Document:
        """The scenario."""
        sections = ("timeline", "populations", "remediations", "campaigns", "aftermath", "uncertain")
        found = {key: getattr(self, key) for key in sections if getattr(self, key)}
        return {"name": name, "start": "2021-01-06", "horizon": f"{self.horizon}d", "resolution": "3d", **found}


Level = Callable[[Draft], None]


def nothing(_: Draft) -> None:
    """The plainest level of most features."""


def lattice(draft: Draft) -> None:
    draft.is_lattice = True


def organizations(draft: Draft, extra: Mapping[str, Document]) -> None:
    draft.populations.update({name: dict(each) for name, each in extra.items()})
    for name, each in draft.populations.items():
        each.setdefault("organizations", int(draft.random.integers(2, 10)) if name != "empty" else 0)


def remedies(draft: Draft, names: tuple[str, ...]) -> None:
    for name in names:
        draft.remediations[name] = {"available": f"{draft.time(0, 8)}d", "adoption": draft.delay(5)}


def campaigns(draft: Draft, names: tuple[str, ...]) -> None:
    for name in names:
        draft.campaigns[name] = {"begins": f"{draft.time(0, 5)}d", "strategy": "permutation"}
        if name != "scan" and draft.random.random() < 0.5:
            draft.campaigns[name]["success"] = draft.share()


def strategy(name: str, kind: str) -> Level:
    def add(draft: Draft) -> None:
        if name in draft.campaigns:
            draft.campaigns[name]["strategy"] = kind

    return add


def foothold(kind: str) -> Level:
    """A campaign through footholds, with features of its own at random."""

    def add(draft: Draft) -> None:
        draft.campaigns["walk"] = {"entry": "foothold", "begins": f"{draft.time(0, 6)}d", "strategy": kind}
        for feature in ("ends", "pace", "speeding", "success", "works_on", "actors", "dwell", "addresses"):
            levels = list(FEATURES[feature].values())
            shaped = Draft(draft.random, draft.is_lattice, campaigns={"scan": draft.campaigns["walk"]})
            levels[int(draft.random.integers(len(levels)))](shaped)
        walk = draft.campaigns["walk"]
        if "ends" in walk and float(walk["ends"][:-1]) <= float(walk["begins"][:-1]):
            walk["ends"] = "12d"  # one that ends before it begins is refused

    return add


def on_campaign(**entries: Callable[[Draft], Any]) -> Level:
    return lambda draft: draft.campaign.update({key: entry(draft) for key, entry in entries.items()})


def on_remedy(**entries: Callable[[Draft], Any]) -> Level:
    def add(draft: Draft) -> None:
        if draft.remediations:
            draft.remedy.update({key: entry(draft) for key, entry in entries.items()})

    return add


def on_aftermath(**entries: Callable[[Draft], Any]) -> Level:
    return lambda draft: draft.aftermath.update({key: entry(draft) for key, entry in entries.items()})


def adoption(kind: str) -> Level:
    return on_remedy(adoption=lambda draft: draft.delay(5, kind))


def waves(draft: Draft) -> list[Document]:
    share = draft.share()
    return [
        {"share": share, "at": f"{draft.time(0, 6)}d"},
        {"share": round(1 - share, 2), "at": f"{draft.time(4, 12)}d"},
    ]


def rings(draft: Draft) -> list[Document]:
    """Three rings, of which the last but one comes last."""
    first, times = draft.share(0.2, 0.5), sorted(draft.time(0.5, 5) for _ in range(2))
    return [
        {"share": first},
        {"share": round(0.8 - first, 2), "after": f"{times[1]}d"},
        {"share": 0.2, "after": f"{times[0]}d"},
    ]


def pace(draft: Draft, multiples: tuple[float, ...]) -> Document:
    times = sorted({draft.time(1, 14) for _ in multiples})
    return {f"{time}d": multiple for time, multiple in zip(times, multiples, strict=False)}


def crew(draft: Draft) -> Document:
    """Technicians, whose window is the alternative to that of the remediation."""
    found: Document = {"technicians": int(draft.random.integers(1, 3)), "hours_per_server": draft.delay(1.5)}
    if draft.random.random() < 0.5:
        windows: list[Any] = [WINDOW, {"opens": "tue 12:00", "lasts": "36h"}, CALENDAR]
        found["window"] = windows[int(draft.random.integers(len(windows)))]
    orders = [[], ["special"], ["random"], ["special", "random"]]
    return {**found, "order": orders[int(draft.random.integers(len(orders)))]}


def alarm(when: str, *effects: str) -> Level:
    """An alarm, and what hangs on it: what the moments of these effects are."""

    def add(draft: Draft) -> None:
        bring(draft, when)
        reaches = int(draft.random.integers(1, 4)) if draft.random.random() < 0.6 else draft.share(0.1, 0.5)
        draft.timeline["alarm"] = {"when": when, "reaches": reaches, "then": f"{draft.time(0, 2)}d"}
        if draft.random.random() < 0.3:
            draft.timeline["alarm"]["population"] = "first"
        for effect in effects:
            moment = "alarm" if draft.random.random() < 0.5 else f"alarm + {draft.time(0, 3)}d"
            hang(draft, effect, moment)

    return add


def bring(draft: Draft, when: str) -> None:
    """Let there be what an alarm waits for."""
    if when == "tenants_reached":
        draft.populations["first"]["deployment"] = "hybrid"
        draft.aftermath.setdefault("pivot", {"probability": draft.share(), "delay": draft.delay(3)})
    elif when in ("detected", "evicted"):
        draft.aftermath.setdefault("detection", draft.delay(1))
    if when == "evicted":
        draft.aftermath.setdefault("cleanup", draft.delay(1))
    if when == "reentered" and "walk" not in draft.campaigns:
        foothold("random")(draft)


def hang(draft: Draft, effect: str, moment: str) -> None:
    """Let something hang on a moment."""
    if effect == "attack":
        draft.campaign["pace"] = {**draft.campaign.get("pace", {}), moment: draft.share(2, 6)}
    elif effect == "begin":
        draft.campaigns["late"] = {"begins": moment, "strategy": "random", "addresses": FEWEST_ADDRESSES}
    elif effect == "end":
        draft.campaign["ends"] = moment
    elif effect == "join" and draft.campaign["strategy"] != "worm":
        draft.campaign["actors"] = {"first": 1, "arrivals": f"{draft.share(0.1, 0.4)}/d", "until": moment}
    elif effect == "disclose":
        draft.aftermath["disclosure"] = moment
    elif draft.remediations and effect == "lapse":
        draft.remedy["until"] = moment
    elif draft.remediations and effect == "hurry":
        draft.remedy["pace"] = {**draft.remedy.get("pace", {}), moment: draft.share(2, 6)}
    elif draft.remediations and effect == "freeze" and "crew" not in draft.remedy:
        draft.remedy["freeze"] = {"from": moment, "until": f"{draft.time(8, 20)}d"}
    elif draft.remediations and effect == "open":
        draft.remediations["emergency"] = {"available": moment, "adoption": draft.delay(2), "evicts": draft.share()}


def priority(draft: Draft) -> None:
    """Some servers come first in every list."""
    for each in draft.campaigns.values():
        each["priority"] = {"special": draft.share(2, 8)}


def soon_or_late(draft: Draft, late: float) -> float:
    """The mean of a delay: where it is short, servers fall again and again."""
    return 0.4 if draft.random.random() < 0.5 else late


def falls_often(draft: Draft) -> None:
    """A worm comes back within the gap of two probes, and servers fall again and again, up to the horizon."""
    draft.horizon, draft.contacts = SOON, draft.share(2.5, 3.5)
    draft.campaign["begins"] = f"{draft.time(0, 1)}d"
    draft.populations["first"]["organizations"] *= MORE
    draft.aftermath.update(detection=draft.delay(0.4), cleanup=draft.delay(0.4))


WINDOW = {"opens": "sat 00:00", "lasts": "2d"}
CALENDAR = [
    {"opens": "second tue + 3d 13:00", "lasts": "4d", "timezone": "Europe/Berlin"},
    {"opens": "last mon 09:00", "lasts": "60h", "timezone": "Asia/Tokyo"},
    {"opens": "first sun 00:00", "lasts": "12h"},
]
"""Openings at 0:00 and 12:00 in UTC."""
FEATURES: dict[str, dict[str, Level]] = {
    "times": {"any": nothing, "lattice": lattice},
    "populations": {
        "one": lambda draft: organizations(draft, {}),
        "two": lambda draft: organizations(draft, {"second": {}}),
        "empty": lambda draft: organizations(draft, {"second": {}, "empty": {"tags": ["special"]}}),
        "cloud": lambda draft: organizations(draft, {"second": {}, "cloudy": {"deployment": "cloud"}}),
    },
    "servers": {
        "one": nothing,
        "three": lambda draft: draft.populations["first"].update(servers_per_organization=3),
        "geometric": lambda draft: draft.every(servers_per_organization={"law": "geometric", "mean": 2}),
        "gamma": lambda draft: draft.populations["first"].update(
            servers_per_organization={"law": "gamma", "mean": 2, "shape": 2}
        ),
    },
    "deployment": {
        "on_prem": nothing,
        "hybrid": lambda draft: draft.populations["first"].update(deployment="hybrid"),
        "hosted": lambda draft: draft.populations["first"].update(deployment="hosted"),
    },
    "vulnerable": {"all": nothing, "some": lambda draft: draft.every(vulnerable=draft.share(0.5, 0.9))},
    "reachable": {
        "all": nothing,
        "some": lambda draft: draft.populations["first"].update(reachable=draft.share(0.5, 0.9)),
    },
    "mailboxes": {"none": nothing, "some": lambda draft: draft.every(mailboxes_per_organization=2)},
    "remediations": {
        "one": lambda draft: remedies(draft, ("update",)),
        "none": nothing,
        "two": lambda draft: remedies(draft, ("update", "workaround")),
    },
    "available": {
        "moment": nothing,
        "before": on_remedy(available=lambda _: "0d"),
        "waves": on_remedy(available=waves),
    },
    "adoption": {kind: adoption(kind) for kind in LAWS},
    "uptake": {"all": nothing, "some": on_remedy(uptake=Draft.share)},
    "protects": {
        "all": nothing,
        "some": on_remedy(protects=Draft.share),
        "none": on_remedy(protects=lambda _: 0),
        "by_campaign": on_remedy(protects=lambda draft: {"scan": draft.share(0, 1), "others": draft.share(0.3, 1)}),
    },
    "until": {
        "never": nothing,
        "moment": on_remedy(until=lambda draft: f"{draft.time(4, 16)}d"),
        "law": on_remedy(until=lambda draft: draft.delay(3)),
    },
    "evicts": {"none": nothing, "some": on_remedy(evicts=Draft.share), "all": on_remedy(evicts=lambda _: 1)},
    "adoption_pace": {"even": nothing, "changing": on_remedy(pace=lambda draft: pace(draft, (2.0, 0.0, 0.5)))},
    "prerequisite": {
        "none": nothing,
        "some": on_remedy(prerequisite=lambda draft: {"share": draft.share(), "delay": draft.delay(2)}),
    },
    "rings": {"none": nothing, "some": on_remedy(rings=rings)},
    "stagger": {"none": nothing, "some": on_remedy(stagger=lambda draft: f"{draft.time(0.5, 2)}d")},
    "window": {
        "none": nothing,
        "weekly": on_remedy(window=lambda _: WINDOW),
        "two": on_remedy(window=lambda _: [WINDOW, {"opens": "tue 12:00", "lasts": "12h"}]),
        "calendar": on_remedy(window=lambda _: CALENDAR),
        "crew": on_remedy(crew=crew),
    },
    "freeze": {
        "none": nothing,
        "some": on_remedy(freeze=lambda draft: {"from": f"{draft.time(2, 9)}d", "until": f"{draft.time(10, 14)}d"}),
    },
    "by_population": {
        "none": nothing,
        "some": on_remedy(by_population=lambda draft: {"first": {"adoption": draft.delay(3), "evicts": draft.share()}}),
    },
    "applies_to": {"all": nothing, "some": on_remedy(applies_to=lambda _: {"tags": ["special"]})},
    "campaigns": {
        "one": lambda draft: campaigns(draft, ("scan",)),
        "two": lambda draft: campaigns(draft, ("scan", "other")),
        "three": lambda draft: campaigns(draft, ("other", "scan", "third")),
    },
    "strategy": {kind: strategy("scan", kind) for kind in ("permutation", "random", "hit_list", "worm")},
    "other_strategy": {kind: strategy("other", kind) for kind in ("permutation", "random", "hit_list", "worm")},
    "addresses": {
        "aimed": nothing,
        "more": on_campaign(addresses=lambda draft: FEWEST_ADDRESSES + int(draft.random.integers(60))),
    },
    "success": {
        "sure": nothing,
        "some": on_campaign(success=Draft.share),
        "chain": on_campaign(success=lambda draft: {"in": draft.share(), "up": draft.share(0.6, 1)}),
    },
    "works_on": {"all": nothing, "some": on_campaign(works_on=Draft.share)},
    "ends": {"never": nothing, "early": on_campaign(ends=lambda draft: f"{draft.time(5, 12)}d")},
    "pace": {
        "even": nothing,
        "faster": on_campaign(pace=lambda draft: pace(draft, (2.0, 4.0))),
        "pausing": on_campaign(pace=lambda draft: pace(draft, (0.0, 2.0, 0.0))),
    },
    "speeding": {
        "none": nothing,
        "ramp": on_campaign(ramp=lambda draft: f"{draft.time(1, 8)}d"),
        "growth": on_campaign(growth=lambda draft: {"doubling": f"{draft.time(1, 5)}d", "limit": draft.share(2, 9)}),
    },
    "actors": {
        "one": nothing,
        "two": on_campaign(actors=lambda _: {"first": 2}),
        "arriving": on_campaign(
            actors=lambda draft: {
                "first": 1,
                "arrivals": f"{draft.share(0.1, 0.4)}/d",
                "until": f"{draft.time(8, 16)}d",
            }
        ),
    },
    "dwell": {"none": nothing, "some": on_campaign(dwell=lambda draft: draft.delay(2))},
    "aims": {"all": nothing, "some": on_campaign(aims=lambda _: {"tags": ["special"]})},
    "foothold": {"none": nothing, **{kind: foothold(kind) for kind in ("permutation", "random", "hit_list")}},
    "priority": {"none": nothing, "some": priority},
    "detection": {
        "never": nothing,
        "some": on_aftermath(detection=lambda draft: draft.delay(soon_or_late(draft, 4))),
        "at_once": on_aftermath(detection=lambda _: {"law": "fixed", "value": "0d"}),
    },
    "cleanup": {
        "never": nothing,
        "some": on_aftermath(cleanup=lambda draft: draft.delay(soon_or_late(draft, 3))),
        "at_once": on_aftermath(cleanup=lambda _: {"law": "fixed", "value": "0d"}),
    },
    "cleanup_protects": {
        "always": nothing,
        "some": on_aftermath(cleanup_protects=Draft.share),
        "never": on_aftermath(cleanup_protects=lambda _: 0),
    },
    "reinfection": {"none": nothing, "some": on_aftermath(reinfection=lambda _: True)},
    "reaction": {
        "none": nothing,
        "some": on_aftermath(reaction=lambda draft: draft.delay(2)),
        "at_once": on_aftermath(reaction=lambda _: {"law": "fixed", "value": "0d"}),
    },
    "aftermath_by_population": {
        "none": nothing,
        "some": on_aftermath(
            by_population=lambda draft: {"first": {"detection": draft.delay(2), "cleanup_share": draft.share()}}
        ),
    },
    "cleanup_share": {"all": nothing, "some": on_aftermath(cleanup_share=Draft.share)},
    "disclosure": {"start": nothing, "later": on_aftermath(disclosure=lambda draft: f"{draft.time(3, 9)}d")},
    "pivot": {
        "none": nothing,
        "some": on_aftermath(pivot=lambda draft: {"probability": draft.share(), "delay": draft.delay(3)}),
    },
    "alarm": {
        "none": nothing,
        "compromised": alarm("compromised", "hurry", "attack", "open"),
        "protected": alarm("protected_in_time", "attack", "begin", "lapse"),
        "detected": alarm("detected", "open", "end", "join", "freeze"),
        "reentered": alarm("reentered", "hurry", "disclose"),
        "evicted": alarm("evicted", "begin", "hurry"),
        "tenants": alarm("tenants_reached", "open", "attack"),
    },
    "uncertain": {
        "nothing": nothing,
        "rate": lambda draft: draft.uncertain.update({RATE: {"law": "lognormal", "sigma": 0.4}}),
    },
    "again": {"seldom": nothing, "often": falls_often},
}
IMPORTANT = (
    "times", "servers", "reachable", "evicts", "strategy", "success", "ends", "pace", "speeding", "actors", "priority",
    "foothold", "detection", "reinfection",
)  # fmt: skip
"""Features of which every triple is combined."""
OFTEN = ("again", "often")
RATE = "campaigns.scan.rate"
NO_EXPECTATION = {("strategy", "worm"), ("other_strategy", "worm"), ("window", "crew")}
NO_EXPECTATION |= {OFTEN} | {("alarm", level) for level in FEATURES["alarm"] if level != "none"}
"""Levels with which servers depend on each other, so that no expectation is computed."""
OPEN_ONCE: Row = {"until": "never", "protects": "all", "reinfection": "none", "reaction": "none"}
"""Levels with which no server may be open more than once."""
QUIET = {
    ("populations", "one"), ("remediations", "none"), ("protects", "none"), ("by_population", "some"),
    ("applies_to", "some"), ("campaigns", "one"), ("detection", "never"), ("detection", "at_once"),
    ("cleanup", "never"), ("cleanup_protects", "always"), ("reaction", "some"), ("reaction", "at_once"),
}  # fmt: skip
"""Levels that leave others little to do: they are drawn less often."""
FALLS_AGAIN: Row = dict([OFTEN]) | {
    "strategy": "worm", "detection": "some", "cleanup": "some", "cleanup_protects": "never", "reinfection": "some",
    "disclosure": "start",
}  # fmt: skip
"""Levels that go with servers that fall often."""
PLAIN: Row = {feature: next(iter(levels)) for feature, levels in FEATURES.items()}


def scenario_of(row: Row, number: int) -> Document:
    """The scenario of a combination; `number` chooses its numbers."""
    draft = Draft(np.random.default_rng(number))
    for feature, levels in FEATURES.items():
        draft.random = _numbers_of(feature, number)
        levels[row[feature]](draft)
    draft.random = _numbers_of("", number)
    for campaign in draft.campaigns.values():
        _fitting(campaign, draft)
    if RATE in draft.uncertain:
        draft.uncertain[RATE]["median"] = draft.campaign["rate"]
    for remediation in draft.remediations.values():
        if "crew" in remediation:
            remediation.pop("stagger", None)
    if "cleanup" in draft.aftermath or "reaction" in draft.aftermath:
        draft.aftermath.setdefault("detection", draft.delay(4))
    return draft.document(f"combination {number}")


def _numbers_of(feature: str, number: int) -> np.random.Generator:
    """The numbers of a feature, which stay as they are when others are taken back."""
    return np.random.default_rng((number, *feature.encode()))


def _fitting(campaign: Document, draft: Draft) -> None:
    """Leave out what does not go with a strategy, and choose a rate that makes a race of it."""
    if campaign["strategy"] == "hit_list":
        campaign.pop("addresses", None)
    else:
        campaign.pop("priority", None)
    if campaign["strategy"] in ("random", "worm"):
        campaign.setdefault("addresses", FEWEST_ADDRESSES)
    if draft.contacts is not None and "addresses" in campaign:
        campaign["addresses"] *= MORE
    if campaign["strategy"] == "worm":
        campaign.pop("actors", None)
        seeds = int(draft.random.integers(1, 4)) if draft.contacts is None else 20
        campaign["initially_compromised"] = {"first": seeds} if draft.random.random() < 0.3 else seeds
    low, high = (12, 24) if campaign.get("addresses") else (2, 4)
    rate = float(draft.random.choice([low, high])) if draft.is_lattice else round(draft.random.uniform(low, high), 2)
    if campaign["strategy"] == "worm" and draft.contacts is not None:
        organizations = sum(each["organizations"] for each in draft.populations.values())
        links = campaign.get("success", 1.0)
        chance = math.prod(links.values()) if isinstance(links, dict) else links
        rate = round(draft.contacts * campaign["addresses"] / organizations / chance / campaign.get("works_on", 1.0), 2)
    campaign["rate"] = f"{rate}/d"


def any_row(random: np.random.Generator, *, has_expectation: bool = False) -> Row:
    """A combination at random; if wanted, one of which there is an expectation."""
    row = {}
    for feature in FEATURES:
        levels, upper = _drawn_levels(feature, has_expectation)
        row[feature] = levels[int(np.searchsorted(upper, random.random() * upper[-1], side="right"))]
    return row


@cache
def _drawn_levels(feature: str, has_expectation: bool) -> tuple[list[str], np.ndarray]:
    """The levels that are drawn of a feature, and their weights, added up."""
    levels = [each for each in FEATURES[feature] if not has_expectation or (feature, each) not in NO_EXPECTATION]
    weights = dict.fromkeys(QUIET, 0.2) | {OFTEN: 0.0}
    return levels, np.cumsum([weights.get((feature, each), 1.0) for each in levels])
