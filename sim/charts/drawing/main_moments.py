"""The moments of a race that matter most: the fix, and when the largest attacks begin and the largest remedies come."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain, zip_longest

from sim.runs.result import Result
from sim.scenario.blocks import Availability, Remediation
from sim.wording.language import ENGLISH, Language

from .named_moments import NamedMoment, calendar_of, named_moments

MOST = 5
"""A chart with more labels is not read."""


def moments_by_weight(
    result: Result, language: Language = ENGLISH
) -> tuple[NamedMoment | None, list[NamedMoment], list[NamedMoment]]:
    """The fix, the others of the moments that matter most, and the rest, each in order of time.

    The fix is when something that protects is available to anybody. Then come in turn the moment with which the
    campaign that probes fastest through the flaw begins, that with which the remediation comes that most install, the
    next campaign, and so on.
    """
    moments = named_moments(result, language)
    fix = _fix(result, moments, language)
    others = [moment for moment in moments if moment is not fix]
    attacks, remedies = _weights_of_attacks(result), _weights_of_remedies(result)
    by_attack, by_remedy = (
        sorted((each for each in others if each.key in weights), key=lambda each: -weights[each.key])
        for weights in (attacks, remedies)
    )
    in_turn = filter(None, chain.from_iterable(zip_longest(by_attack, by_remedy)))
    ranked = list(dict.fromkeys([*in_turn, *others]))
    room = MOST - (fix is not None)
    return fix, sorted(ranked[:room], key=_days), sorted(ranked[room:], key=_days)


def _days(moment: NamedMoment) -> float:
    return moment.days


def _fix(result: Result, moments: list[NamedMoment], language: Language) -> NamedMoment | None:
    """When something that protects is available first, by its name if it has one; none that comes after the race."""
    scenario, calendar = result.scenario, calendar_of(result)
    protecting = [each for each in scenario.remediations.values() if _can_protect(each)]
    available = [wave.at for remediation in protecting for wave in _waves(remediation)]
    if not available:
        return None
    first = min(available, key=calendar.days)
    days = calendar.days(first)
    if not 0 <= days <= result.days[-1]:
        return None
    named = [moment for moment in moments if moment.days == days]
    named.sort(key=lambda moment: moment.key != first.anchor)
    if named:
        return named[0]
    name, date = language.text("chart-first-protection"), scenario.start + timedelta(days=days)
    return NamedMoment(name, days, date, is_uncertain=False, language=language)


def _can_protect(remediation: Remediation) -> bool:
    """Whether a remediation stops any campaign."""
    shares = remediation.protects
    return any(share > 0 for share in ([shares] if isinstance(shares, float) else shares.values()))


def _waves(remediation: Remediation) -> tuple[Availability, ...]:
    """The waves of a remediation; one that comes to all at once is one wave."""
    written = remediation.available
    return written if isinstance(written, tuple) else (Availability(share=1.0, at=written),)


def _weights_of_attacks(result: Result) -> dict[str, float]:
    """Probes a day, by the name of the moment with which a campaign begins that needs no foothold of another."""
    weights: dict[str, float] = {}
    for campaign in result.scenario.campaigns.values():
        if campaign.entry == "vulnerability":
            name = campaign.begins.anchor
            weights[name] = max(weights.get(name, 0.0), float(campaign.rate))
    return weights


def _weights_of_remedies(result: Result) -> dict[str, float]:
    """The share of organizations that install a remediation, by the name of the moment with which it comes."""
    weights: dict[str, float] = {}
    for remediation in result.scenario.remediations.values():
        for wave in _waves(remediation):
            name = wave.at.anchor
            weights[name] = max(weights.get(name, 0.0), wave.share * remediation.uptake)
    return weights
