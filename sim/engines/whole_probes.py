"""Probes of lists are whole, one at a time: what is off where they are taken for a stream, and how it is put right.

By any time, an actor has sent up to half a probe more or less than the stream that stands for it, the less so the more
probes it sends between two changes of anything else: such differences cancel from one probe to the next, but for those
of the last. So the numbers at a time are put right by what the whole probes until then enter beyond the stream, and
what is left is a part of half a probe: what else changes while one is sent.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sim.model.clocks import Clock

from .kind_chances import Chances, law_of_cleaning
from .kinds import Kind
from .panels import BESIDE, FloatMap
from .server_chances import Entering
from .smooth_laws import bends

FloatArray = NDArray[np.float64]
MANY_PROBES = 5e-7
"""Half a probe of a longer list is little enough anyway."""
MOST_CLOCKS = 16
DELAYS = 500


def is_put_right(each: Entering) -> bool:
    """Whether what whole probes of a campaign come to is told from a stream of probes."""
    return each.is_on_a_list and each.attack.dwell is None and each.half_a_probe > MANY_PROBES


def more_by_whole_probes(chances: Chances, times: FloatArray) -> FloatArray:
    """How much likelier it is that campaigns have entered by each time, by kind and campaign."""
    found = np.zeros((len(chances.kinds), len(chances.campaigns), len(times)))
    known: dict[Entering, FloatArray] = {}
    for row, kind in enumerate(chances.kinds):
        for each in filter(is_put_right, kind.entering):
            if each not in known:
                known[each] = each.attack.works_on * each.more_by_whole_probes(times)
            found[row, chances.campaigns.index(each.name)] = known[each]
    return found


def off_in(chances: Chances, number: int) -> float:
    """By how much chances of servers of a kind, by its number, are off at most for lists, once that is put right."""
    lists = (each for each in chances.kinds[number].entering if each.is_on_a_list)
    return math.hypot(*(_off(chances, number, each) for each in lists))


def _off(chances: Chances, number: int, each: Entering) -> float:
    if each.half_a_probe <= MANY_PROBES:
        return each.off
    return each.half_a_probe * _changes_in_a_probe(chances, number, each) + each.off_by_length


def _changes_in_a_probe(chances: Chances, number: int, each: Entering) -> float:
    """How much all chances that have to do with servers of a kind change at most while a campaign sends one probe."""
    clocks = {clock for clock in each.attack.clocks if clock.total > 0}
    if len(clocks) > MOST_CLOCKS:
        return 1.0
    kind, panels = chances.kinds[number], chances.panels
    most = 0.0
    for clock in clocks:
        now, later = _probes_of(clock, panels.nodes.ravel(), chances.world.horizon)
        functions = np.concatenate([chances.installed[number], chances.spared[number]])
        changes = np.abs(panels.at(later, functions) - panels.at(now, functions)).max(axis=1, initial=0.0).sum()
        for walker in kind.walking:
            changes += np.abs(walker.successes(later) - walker.successes(now)).max(initial=0.0)
        longest = float((later - now).max(initial=0.0))
        most = max(most, float(changes) + sum(_change_of(*law, longest) for law in _laws(chances, kind, each)))
    return min(most, 1.0)


def _probes_of(clock: Clock, times: FloatArray, horizon: float) -> tuple[FloatArray, FloatArray]:
    """Some times at which a clock runs, and for each of them when it has sent one probe more."""
    last = float(clock.reaches(np.floor(np.array([clock.total])))[0])
    running = times[(times >= clock.starts[0]) & (times <= min(last, horizon))]
    return running, np.minimum(clock.reaches(clock.reading(running) + 1), horizon)


def _laws(chances: Chances, kind: Kind, each: Entering) -> Iterator[tuple[FloatMap, list[float]]]:
    """Chances that something has happened some time after an entry, or a success, and where they may jump."""
    first, horizon = float(chances.panels.bounds[0]), chances.world.horizon
    cleaned = law_of_cleaning(kind.cleaning, horizon, first)
    if cleaned is not None:
        yield cleaned.cdf, list(cleaned.bends)
    if kind.cleaning is not None and kind.cleaning.pivot is not None:
        yield kind.cleaning.pivot[1].cdf, list(bends(kind.cleaning.pivot[1]))
    if each.attack.dwell is not None:
        yield each.attack.dwell.cdf, list(bends(each.attack.dwell))


def _change_of(chance: FloatMap, jumps: list[float], step: float) -> float:
    """How much a chance rises at most within a step."""
    most = max([1.0, *jumps])
    delays = np.concatenate([np.linspace(0.0, most, DELAYS), np.geomspace(1e-6, 1e6, DELAYS), np.array(jumps)])
    return float((chance(delays + step) - chance(delays - BESIDE)).max())
