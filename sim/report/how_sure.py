"""How sure the numbers of a report are: the spread of futures, what it comes from, and apart from it the error."""

from __future__ import annotations

import numpy as np

from sim.clients.own_race import ALIKE, OwnRace
from sim.runs.comparison_text import listed
from sim.runs.statistics import half_width, standard_error
from sim.wording.chances import range_between
from sim.wording.unknowns import in_words

MOST_UNKNOWNS = 3


def how_sure(race: OwnRace, assumed: int, values: int) -> tuple[str, ...]:
    """Points on the spread, its causes, what is assumed, and the error of the average."""
    number = race.denominator
    points = []
    if not race.without_range:
        between = range_between(*race.today.range, number)
        points.append(
            f"In 9 of 10 simulated futures, {between} of {number:,} are breached. Plan for this range; if the guesses "
            "are wrong, the truth may lie outside."
        )
        unknowns = moving_most(race)
        if unknowns:
            points.append(f"Nobody knows all the facts. What moves the numbers most is {listed(unknowns)}.")
    elif race.without_range != ALIKE:
        points.append(f"{race.without_range}. Work out more.")
    else:
        why = (
            "What is unknown in this case changes nothing for you."
            if race.scenario.uncertain
            else f"{ALIKE}, as the case marks nothing as unknown."
        )
        points.append(f"{why} That is no proof.")
    points.append(f"The case rests on {values} values. {assumed} of them are guesses.")
    points.append(_error(race))
    return tuple(points)


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
    return list(dict.fromkeys(in_words(race.scenario, path) for path in clear))[:MOST_UNKNOWNS]


def chance_of_nothing(worlds: int) -> float:
    """A rank correlation that two unrelated values exceed in fewer than 5 of 100 cases (normal approximation)."""
    return 1.96 / float(np.sqrt(max(worlds - 1, 1)))


def futures(number: int) -> str:
    """A number of futures, in words: `1 future`, `200 futures`."""
    return "1 future" if number == 1 else f"{number:,} futures"


def _error(race: OwnRace) -> str:
    """How far off the average may be, as the number of futures is limited and sums are not exact."""
    worlds = len(race.chances)
    if worlds == 1 and race.scenario.uncertain:
        return "How far the average is off is not known either."
    number, error = race.denominator, race.error
    if race.worlds_differ and worlds > 1:
        error += half_width(standard_error(race.today.chances), worlds)
    size = "less than 1" if number * error < 1 else f"about {number * error:.0f}"
    shift = "anywhere" if error > 0.5 else f"by {size} of {number:,}"
    return (
        f"The computer worked out {futures(worlds)}. With more, the average could shift {shift}. "
        "The guesses would not get any truer."
    )
