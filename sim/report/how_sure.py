"""How sure the numbers of a report are: the spread of futures, what it comes from, and apart from it the error."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.clients.own_race import OwnRace
from sim.runs.statistics import half_width, standard_error
from sim.wording.chances import at_most, range_between
from sim.wording.language import Value
from sim.wording.rounding import whole_number
from sim.wording.unknowns import in_words

from .what_to_do import helping

MOST_UNKNOWNS = 3


def how_sure(race: OwnRace, assumed: int, values: int) -> tuple[str, ...]:
    """Points on the spread, its causes, what is assumed, and the error of the average."""
    say = race.client.words.text
    return (*_spread(race), say("answers-sure-guesses", values=values, assumed=assumed), _error(race))


def _spread(race: OwnRace) -> Iterator[str]:
    """How far futures differ and what moves them most, or why that is not told."""
    language = race.client.words
    if race.has_too_few_futures:
        yield language.text("answers-sure-too-few", worlds=len(race.chances))
    elif race.worlds_differ:
        number = race.denominator
        between = range_between(*race.today.range, number, language)
        low, high = race.today.range
        from_zero = whole_number(low * number) == 0 < whole_number(high * number) < number
        told: dict[str, Value] = {"between": between, "of": number, "most": at_most(high, number, language)}
        yield language.text("answers-sure-range", from_zero=from_zero, **told)
        unknowns = moving_most(race)
        if unknowns:
            yield language.text("answers-sure-unknowns", unknowns=language.listed(unknowns))
    else:
        yield language.text("answers-sure-changes-nothing" if race.scenario.uncertain else "answers-sure-alike")


def moving_most(race: OwnRace) -> list[str]:
    """What moves the client's chance most, in words, by its rank correlation with the chance over futures."""
    from scipy.stats import rankdata

    if not np.ptp(race.today.chances):
        return []
    ranks = rankdata(race.today.chances)
    strength = {
        path: abs(float(np.corrcoef(rankdata(drawn), ranks)[0, 1]))
        for path, drawn in race.drawn.items()
        if np.ptp(drawn) > 0
    }
    strongest = sorted(strength, key=strength.__getitem__, reverse=True)
    clear = [path for path in strongest if strength[path] > chance_of_nothing(len(ranks))]
    return list(dict.fromkeys(in_words(race.scenario, path, race.client.words) for path in clear))[:MOST_UNKNOWNS]


def chance_of_nothing(worlds: int) -> float:
    """A rank correlation that two unrelated values exceed in fewer than 5 of 100 cases (normal approximation)."""
    return 1.96 / float(np.sqrt(max(worlds - 1, 1)))


def _error(race: OwnRace) -> str:
    """How far off the average may be, as the number of futures is limited and sums are not exact."""
    worlds, say = len(race.chances), race.client.words.text
    if worlds == 1 and race.scenario.uncertain:
        return say("answers-sure-error-unknown")
    number, error = race.denominator, race.error
    if race.worlds_differ and worlds > 1:
        error += half_width(standard_error(race.today.chances), worlds)
    shift = "anywhere" if error > 0.5 else "little" if number * error < 1 else "some"
    count = 0 if shift == "anywhere" else round(number * error)
    told: dict[str, Value] = {"worlds": worlds, "shift": shift, "count": count, "of": number}
    return say("answers-sure-error", **told, **_error_of_steps(race))


def _error_of_steps(race: OwnRace) -> dict[str, Value]:
    """How far off at most what the steps for Monday say that they spare may be, as there are few futures."""
    noise = max((change.noise for change in helping(race) if change.noise > 0), default=0.0)
    most = whole_number(noise * race.denominator)
    return {"spared": "some" if most else "little" if noise else "none", "most": most}
