"""How far the interactive page is from the computation that it stands for, measured where it is not exact."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.clients.client import NO_MITIGATION, Mitigation
from sim.clients.situation import Situation
from sim.model.world import World
from sim.runs.statistics import LEVELS
from sim.runs.threads import in_threads
from sim.sweeps.design import LATIN_HYPERCUBE, uniforms
from sim.wording.language import ENGLISH, Language

from .table import FASTEST, SLOWEST, ChanceTable, Setting

FloatArray = NDArray[np.float64]
SETTINGS, DAYS_EACH = 40, 6
UNMITIGATED = 0.5
"""The share of settings without a mitigation, where there is one to take."""


@dataclass(frozen=True)
class PageError:
    """By how much an interactive page was off: chances, so 0.01 is 1 of 100.

    Attributes
    ----------
    settings : int
        How many settings of its controls were tried.
    largest, typical : float
        The most that a mean was off, and what means were off on average.
    of_range : float
        The most that an end of the range was off which holds 9 of 10 worlds.
    """

    settings: int
    largest: float
    typical: float
    of_range: float

    def __str__(self) -> str:
        return self.said_in(ENGLISH)

    def said_in(self, language: Language) -> str:
        """How far the page was off, as the end of a sentence.

        Parameters
        ----------
        language : Language
            In whose words.

        Returns
        -------
        str
            The words.
        """
        return language.text(
            "explore-error",
            settings=self.settings,
            largest=language.number(_of_100(self.largest), 2),
            typical=language.number(_of_100(self.typical), 2),
            ends=language.number(_of_100(self.of_range), 2),
        )


def measured(
    table: ChanceTable,
    situations: Sequence[Situation],
    worlds: Sequence[World],
    most_servers: int,
    latest: tuple[float, float],
    workers: int,
    shown: Callable[[Iterable[Any]], Iterable[Any]] = iter,
) -> PageError:
    """The error of a table at settings all over what its controls reach, most of them off its grid.

    `worlds` are those kept in the table. `latest` are the last day of patching and that of a mitigation.
    """
    last, last_mitigation = latest
    seed = worlds[0].scenario.seed
    means, ends = [], []
    for place in shown(uniforms(LATIN_HYPERCUBE, 5 + DAYS_EACH, SETTINGS, seed)):
        setting = _setting(table, place[:5], most_servers, last_mitigation)
        days = np.sort(table.days[0] + place[5:] * (last - table.days[0]))
        true = computed(table, situations[setting.choice], worlds, setting, days, workers)
        read = table.chances(setting, days)
        means.append(np.abs(true.mean(axis=0) - read.mean(axis=0)))
        ends.append(np.abs(_ends(true) - _ends(read)))
    return PageError(SETTINGS * DAYS_EACH, float(np.max(means)), float(np.mean(means)), float(np.max(ends)))


def computed(
    table: ChanceTable,
    case: Situation,
    worlds: Sequence[World],
    setting: Setting,
    days: FloatArray,
    workers: int,
) -> FloatArray:
    """What the closed forms give at a setting, in the shape (worlds, days)."""
    mitigation = None
    if setting.mitigation is not None:
        name = table.choices[setting.choice].mitigations[setting.mitigation]
        mitigation = Mitigation.model_validate({"remediation": name, "after": f"{setting.after}d"})
    changes = {"servers": setting.servers, "fix": case.fix, "mitigation": mitigation or NO_MITIGATION}
    exact = Situation(case.scenario, case.client.model_copy(update=changes))

    def one(index: int) -> FloatArray:
        return exact.breached(worlds[index].with_faster_attacks(setting.factor), days, mitigation)

    return np.stack(list(in_threads(one, range(len(worlds)), workers)))


def _setting(table: ChanceTable, place: FloatArray, most_servers: int, last_mitigation: float) -> Setting:
    """A setting from numbers in [0, 1): choice, speed, servers, mitigation and its day."""
    choice = int(place[0] * len(table.choices))
    names = table.choices[choice].mitigations
    mitigation = int((place[3] - UNMITIGATED) / (1 - UNMITIGATED) * len(names)) if place[3] >= UNMITIGATED else None
    return Setting(
        choice=choice,
        factor=SLOWEST * (FASTEST / SLOWEST) ** float(place[1]),
        servers=round(math.exp(float(place[2]) * math.log(most_servers))),
        mitigation=mitigation if names else None,
        after=round(float(place[4]) * last_mitigation, 3),
    )


def _ends(chances: FloatArray) -> FloatArray:
    return np.asarray(np.quantile(chances, (LEVELS[0], LEVELS[-1]), axis=0))


def _of_100(chance: float) -> float:
    """Rounded up to two decimals, so that `at most` stays true."""
    return math.ceil(chance * 10_000 - 1e-9) / 100
