"""The interactive page as one HTML text: what its script needs to know, put into a template with style and script."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.charts.drawing.letters import isolated, plain
from sim.charts.drawing.typeface import font_faces
from sim.clients import unattacked
from sim.clients.client import COLOUR, Client, Mitigation
from sim.clients.own_race import too_few
from sim.clients.plan_outcome import TWENTY
from sim.clients.shown_names import shown_plan
from sim.clients.situation import WEEK
from sim.records.provenance import versions
from sim.report.brand import colours_of
from sim.report.deadlines import deadlines_for
from sim.report.logos import address
from sim.report.page import prepared_by, scope
from sim.report.templates import filled, packaged
from sim.runs.statistics import EVEN, FEWEST_FOR_A_RANGE, FEWEST_FOR_A_SHAPE
from sim.scenario.assumptions import assumptions
from sim.scenario.blocks import CLOUD
from sim.scenario.scenario import Scenario
from sim.wording.frequency import DENOMINATORS
from sim.wording.language import Language
from sim.wording.names import POPULATIONS, REMEDIATIONS, called, case_in
from sim.wording.tense import tense_of

from .error import PageError
from .table import FASTEST, LOWEST, MOST_SERVERS, SLOWEST, STEP, ChanceTable, Choice, Member
from .texts import DEPLOYMENTS, by_deployment, common

FloatArray = NDArray[np.float64]
GENERATOR = "patchrace explore"
HALF_DAYS_UNTIL = 14
USUAL_LATEST = 30.0
STEPS_A_DOUBLING = 4
WHAT = "interactive pages"
UNSAFE_IN_HTML = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class PageContent:
    """What a page is made of. `client` stands for the start; `is_named` says whether it is somebody's own file.

    Days go to `shown`, and what comes a week later to `last`. `sentence` is shown where no script runs.
    """

    scenario: Scenario
    client: Client
    is_named: bool
    table: ChanceTable
    error: PageError
    shown: float
    last: float
    sentence: str
    written: date


def page(content: PageContent) -> str:
    """The whole page, which loads nothing from anywhere."""
    client, scenario = content.client, content.scenario
    script, data = packaged("explore/explore.js"), _data(content)
    language, tense = client.words, tense_of(scenario, content.written)
    name, case = isolated(client.name) if content.is_named else "", isolated(plain(case_in(scenario, client.words)))
    rows, day = assumptions(scenario), language.date(content.written)
    fill = partial(
        filled,
        "explore/explore.html",
        WHAT,
        generator=GENERATOR,
        script=script,
        script_hash=_hash(script),
        data=_json(data),
        language=language,
        say=language.text,
        who=by_deployment(language, tense)[client.deployment],
        title=language.text("explore-title", name=name) if name else language.text("explore-title-anybody"),
        name=name,
        logo=address(client.logo),
        prepared_by=prepared_by(client),
        logo_of_provider=address(client.logo_of_provider),
        case=case,
        deadlines=_deadlines(content),
        has_mitigations=any(choice.mitigations for choice in content.table.choices),
        sentence=content.sentence,
        written=day,
        are_alike=content.table.worlds > 1 == content.table.codes.shape[1],
        error=content.error.said_in(language),
        dots=TWENTY,
        scope=scope(scenario, content.table.worlds, content.written, language),
        not_a_forecast=language.text("page-not-a-forecast"),
        assumed=sum(row.is_assumed for row in rows),
        values=len(rows),
        facts=language.text(
            "explore-facts",
            day=day,
            case=case,
            digest=scenario.digest,
            version=versions()["patchrace"],
            seed=str(scenario.seed),
            worlds=content.table.worlds,
        ),
    )
    letters = [fill(style="", style_hash=""), json.dumps(data, ensure_ascii=False)]
    style = font_faces(letters) + _colours(client) + packaged("explore/explore.css")
    return fill(style=style, style_hash=_hash(style))


def _data(content: PageContent) -> dict[str, Any]:
    """What the script reads: the table, what the controls offer and where they start, and what is marked on the curve.

    `yardsticks` are the plans by which the denominator of all frequencies is chosen, also where none is shown.
    """
    table, client, scenario = content.table, content.client, content.scenario
    tense = tense_of(scenario, content.written)
    plans = client.plans if content.is_named else {}
    days = {float(plan.patches_after) for plan in (client.plan_as_today(), *client.plans.values())}
    return {
        "codes": base64.b64encode(table.codes.astype("<u2").tobytes()).decode(),
        "shape": table.codes.shape,
        "language": client.words.tag,
        "texts": common(client.words, tense),
        "textsByDeployment": by_deployment(client.words, tense),
        "dots": TWENTY,
        "fewest": FEWEST_FOR_A_SHAPE,
        "even": EVEN,
        "lowest": LOWEST,
        "step": STEP,
        "days": table.days.tolist(),
        "factors": table.factors.tolist(),
        "worlds": table.worlds,
        "choices": [_choice(scenario, each, client.words) for each in table.choices],
        "cloud": CLOUD,
        "unattacked": {
            key: unattacked.sentence(scenario, client.model_copy(update={"deployment": key})) for key in DEPLOYMENTS
        },
        "few": too_few(table.worlds, client.words)
        if content.scenario.uncertain and table.worlds < FEWEST_FOR_A_RANGE
        else "",
        "deployments": {key: client.words.text(text) for key, text in DEPLOYMENTS.items()},
        "remediations": {name: called(scenario, REMEDIATIONS, name, client.words) for name in scenario.remediations},
        "denominators": DENOMINATORS,
        "shown": content.shown,
        "last": content.last,
        "week": WEEK,
        "positions": {
            "day": positions(content.shown, days),
            "factor": speeds_offered(),
            "servers": sorted({*range(1, MOST_SERVERS + 1), client.servers}),
            "after": positions(latest_mitigation(client), _days_of_mitigations(client)),
        },
        "start": {
            "deployment": client.deployment,
            "like": client.like,
            "day": float(client.patches_after),
            "factor": 1.0,
            "servers": client.servers,
            **_mitigation(client.mitigation),
        },
        "yardsticks": [
            {"day": float(plan.patches_after), **_of_plan(plan.mitigation)} for plan in client.plans.values()
        ],
        "plans": [
            {"name": isolated(shown_plan(client, name)), "day": float(plan.patches_after), **_of_plan(plan.mitigation)}
            for name, plan in plans.items()
        ],
        "deadlines": [each["days"] for each in _deadlines(content)],
        "cost": None
        if client.cost_of_breach is None
        else {"amount": client.cost_of_breach.amount, "currency": client.cost_of_breach.currency},
    }  # fmt: skip


def latest_mitigation(client: Client) -> float:
    """The latest day after it is available on which something can protect until the patch."""
    return max(USUAL_LATEST, *_days_of_mitigations(client), 0.0)


def _days_of_mitigations(client: Client) -> set[float]:
    named = [client.mitigation, *(plan.mitigation for plan in client.plans.values())]
    return {float(each.after) for each in named if isinstance(each, Mitigation)}


def positions(last: float, kept: set[float]) -> list[float]:
    """The days at which a slider stops: half days for two weeks, then whole ones, and those that must be there."""
    usual = {step / 2 for step in range(2 * HALF_DAYS_UNTIL)} | {
        float(day) for day in range(HALF_DAYS_UNTIL, int(last) + 1)
    }
    return sorted(day for day in usual | kept if day <= last)


def speeds_offered() -> list[float]:
    """The speeds at which the slider stops."""
    steps = round(np.log2(FASTEST / SLOWEST) * STEPS_A_DOUBLING)
    return [float(SLOWEST * 2 ** (step / STEPS_A_DOUBLING)) for step in range(steps + 1)]


def _choice(scenario: Scenario, choice: Choice, language: Language) -> dict[str, Any]:
    return {
        "like": choice.like,
        "label": "" if choice.like is None else called(scenario, POPULATIONS, choice.like, language),
        "deployment": choice.deployment,
        "mitigations": [
            {"name": name, "label": called(scenario, REMEDIATIONS, name, language)} for name in choice.mitigations
        ],
        "members": [_member(each) for each in choice.members],
        "isAttacked": choice.is_attacked,
    }


def _member(member: Member) -> dict[str, Any]:
    return {
        "curve": member.curve,
        "weight": _by_world(member.weight),
        "measures": [
            {"available": _by_world(each.available), "protects": _by_world(each.protects)} for each in member.measures
        ],
    }


def _by_world(values: FloatArray) -> list[float]:
    """One number where it is the same in all worlds."""
    return [float(values[0])] if np.ptp(values) == 0 else [float(f"{value:.10g}") for value in values]


def _mitigation(value: Mitigation | str | None) -> dict[str, Any]:
    if isinstance(value, Mitigation):
        return {"mitigation": value.remediation, "after": float(value.after)}
    return {"mitigation": None, "after": 0.0}


def _of_plan(value: Mitigation | str | None) -> dict[str, Any]:
    """The mitigation of a plan; without one of its own it does what the controls say."""
    return {"asUsual": value is None, **_mitigation(value)}


def _deadlines(content: PageContent) -> list[dict[str, Any]]:
    """Official deadlines that hold on the day of writing and fall on the days shown, the shortest first."""
    say = content.client.words.text
    return [
        {
            "days": each.days,
            "words": say("chart-deadline", rule=each.rule, within=each.within(), status=each.status(content.written)),
            "more": say("explore-deadline-more", issuer=each.issuer, binds=each.binds, clock=each.clock_starts),
        }
        for each in deadlines_for(country=content.client.country, language=content.client.words)
        if each.days is not None and each.days <= content.shown and each.is_in_force(content.written)
    ]


def _colours(client: Client) -> str:
    """The brand as properties of the style."""
    colours, _ = colours_of(client.brand)
    if not all(COLOUR.fullmatch(each) for each in (colours.head, colours.on_head, colours.rule)):
        raise ValueError("a colour of the brand is not # and six hexadecimal digits")
    return f":root {{ --brand: {colours.head}; --on-brand: {colours.on_head}; --accent: {colours.rule}; }}\n"


def _json(data: Mapping[str, Any]) -> str:
    """JSON that stays text inside a script element, whatever names it holds."""
    return json.dumps(data, ensure_ascii=True, allow_nan=False, separators=(",", ":")).translate(UNSAFE_IN_HTML)


def _hash(text: str) -> str:
    """By which a browser knows that a style or script is the page's own."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
