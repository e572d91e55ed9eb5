"""The table behind the interactive page: chances of entry by world, speed of attacks and day, small enough to send.

What is kept is the hazard h = -log(1 - p) of one server, p being its chance of entry in one world. For random probing h
is proportional to the speed and to the effort spent, and for lists nearly so; hence h is read as a straight line
between days, and log h between the logarithms of speeds. Everything else (several servers, mitigations, mixed kinds,
means and ranges over worlds) is computed as `sim.clients.situation` computes it. A value is kept in 16 bits as log h:
whatever the number of servers, rounding changes a chance by at most STEP / (2 e), less than 0.0001.

Populations that all campaigns treat alike, and that get the fix at the same time, share a curve.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.clients.client import Mitigation
from sim.clients.situation import Situation
from sim.model.entry_chance import chance_of_entry
from sim.model.world import World
from sim.runs.threads import in_threads

FloatArray = NDArray[np.float64]
Codes = NDArray[np.uint16]
LOWEST, HIGHEST = 1e-9, 50.0
CODES = 2**16 - 2
STEP = math.log(HIGHEST / LOWEST) / CODES
SLOWEST, FASTEST = 0.25, 4.0
MOST_SERVERS = 50
MOST_VALUES = 375_000
"""Of 16 bits each; written as text they take 1 MB."""
LEAST_DAYS = 40
SPARSE = 2.0
ROUNDS = 12
TRIED_SPEEDS = 5
CLOSE_ENOUGH = 5e-4
TRIED_WORLDS = 40
TRIED_SERVERS = (1, 5, MOST_SERVERS)


@dataclass(frozen=True)
class Measure:
    """A mitigation for one kind: `available` in days after the fix, and the share that it `protects`, by world."""

    available: FloatArray
    protects: FloatArray


@dataclass(frozen=True)
class Member:
    """Populations of a choice that are alike: their curve, their weight by world, and each mitigation of the choice."""

    curve: int
    weight: FloatArray
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Choice:
    """What a reader can be like: one population, or (`like` is None) all of a deployment."""

    like: str | None
    deployment: str
    fix: str
    mitigations: tuple[str, ...]
    members: tuple[Member, ...]
    is_attacked: bool = True


@dataclass(frozen=True)
class Setting:
    """How the controls stand: a choice and a mitigation of it by their index, `after` in days."""

    choice: int
    factor: float = 1.0
    servers: int = 1
    mitigation: int | None = None
    after: float = 0.0


@dataclass(frozen=True)
class ChanceTable:
    """Codes of log h in the shape (curves, worlds, factors, days); `days` are days after the fix.

    Worlds that are all alike are kept once; `worlds` says how many there are.
    """

    choices: tuple[Choice, ...]
    days: FloatArray
    factors: FloatArray
    codes: Codes
    worlds: int

    def chances(self, setting: Setting, days: FloatArray) -> FloatArray:
        """The chance to be breached before each day on which it is patched, in the shape (worlds kept, days)."""
        choice = self.choices[setting.choice]
        total = np.zeros((self.codes.shape[1], len(days)))
        for member in choice.members:
            hazards = self._hazards(member.curve, setting.factor)
            entered = -np.expm1(-_between(self.days, hazards, days[None, :]))
            if setting.mitigation is not None:
                measure = member.measures[setting.mitigation]
                mitigated = (measure.available + setting.after)[:, None]
                before = -np.expm1(-_between(self.days, hazards, mitigated))
                protects = measure.protects[:, None]
                entered = protects * np.where(days > mitigated, before, entered) + (1 - protects) * entered
            total += member.weight[:, None] * (1 - (1 - entered) ** setting.servers)
        return total

    def _hazards(self, curve: int, factor: float) -> FloatArray:
        """h at each day of the table, in the shape (worlds kept, days)."""
        place = float(np.interp(math.log(factor), np.log(self.factors), np.arange(len(self.factors))))
        lower = min(int(place), len(self.factors) - 2)
        share = place - lower
        low, high = (self.codes[curve, :, index].astype(np.float64) for index in (lower, lower + 1))
        straight = (1 - share) * hazard_of(low) + share * hazard_of(high)
        bent = hazard_of((1 - share) * low + share * high)
        return np.where((low == 0) | (high == 0), straight, bent)


def hazard_of(codes: FloatArray) -> FloatArray:
    """h of codes, which may lie between whole ones; 0 is none."""
    return np.where(codes == 0, 0.0, LOWEST * np.exp((codes - 1) * STEP))


def code_of(hazards: FloatArray) -> Codes:
    """The nearest code of each h; none but 0 is coded as none."""
    kept = np.clip(hazards, LOWEST, HIGHEST)
    return np.where(hazards <= 0, 0, 1 + np.rint(np.log(kept / LOWEST) / STEP)).astype(np.uint16)


def speeds(number: int) -> FloatArray:
    """Factors from the slowest to the fastest, evenly spaced in the logarithm."""
    return np.asarray(np.geomspace(SLOWEST, FASTEST, number))


def worlds_that_fit(curves: int, factors: int) -> int:
    """How many worlds a table has room for."""
    return max(1, MOST_VALUES // (curves * factors * LEAST_DAYS))


class Builder:
    """Makes tables of some situations in some worlds: the kinds in them that differ, and their curves.

    `worlds` are those kept, `number` how many there are. Days run from `first` to `last`; `kept` are always among them.
    """

    def __init__(self, situations: Sequence[Situation], worlds: Sequence[World], number: int, workers: int) -> None:
        self._worlds, self._number, self._workers = worlds, number, workers
        self._curves: dict[Any, int] = {}
        self._examples: list[tuple[Situation, str]] = []
        self.choices = tuple(self._choice(case) for case in situations)

    @property
    def curves(self) -> int:
        """How many kinds differ."""
        return len(self._examples)

    def table(
        self,
        factors: FloatArray,
        kept: Iterable[float],
        first: float,
        last: float,
        shown: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    ) -> ChanceTable:
        """A table at some factors, with as many days as it has room for or as it takes; `shown` may tell progress."""
        room = max(LEAST_DAYS, MOST_VALUES // (self.curves * len(self._worlds) * len(factors)))
        days = self._refined(speeds(TRIED_SPEEDS), _sparse(kept, first, last), room)

        def rows(index: int) -> Codes:
            return code_of(self._hazards(index, factors, days))

        found = list(shown(in_threads(rows, range(len(self._worlds)), self._workers)))
        return ChanceTable(self.choices, days, factors, np.stack(found, axis=1), self._number)

    def _refined(self, factors: FloatArray, days: FloatArray, room: int) -> FloatArray:
        """Days between which straight lines are close enough, as far as there is room."""
        tried = range(0, len(self._worlds), max(1, len(self._worlds) // TRIED_WORLDS))

        def at(times: FloatArray) -> FloatArray:
            return np.stack(
                list(in_threads(lambda index: self._hazards(index, factors, times), tried, self._workers)), axis=1
            )

        known = at(days)
        for _ in range(ROUNDS):
            middles = (days[1:] + days[:-1]) / 2
            true, read = at(middles), (known[..., 1:] + known[..., :-1]) / 2
            off = np.zeros(len(middles))
            for servers in TRIED_SERVERS:
                apart = np.abs(np.exp(-servers * true) - np.exp(-servers * read)).mean(axis=1)
                off = np.maximum(off, apart.max(axis=(0, 1)))
            order = np.argsort(-off)[: max(room - len(days), 0)]
            chosen = order[off[order] > CLOSE_ENOUGH]
            if not len(chosen):
                break
            days = np.append(days, middles[chosen])
            sorting = np.argsort(days)
            days = days[sorting]
            known = np.concatenate([known, true[..., chosen]], axis=-1)[..., sorting]
        return days

    def _hazards(self, index: int, factors: FloatArray, days: FloatArray) -> FloatArray:
        """h in one world, in the shape (curves, factors, days)."""
        found = np.zeros((self.curves, len(factors), len(days)))
        for place, factor in enumerate(factors):
            faced = self._worlds[index].with_faster_attacks(float(factor))
            for curve, (case, kind) in enumerate(self._examples):
                chance = chance_of_entry(faced, kind, case.available(faced, kind, case.fix) + days)
                found[curve, place] = -np.log1p(-np.minimum(chance, 1 - 2.0**-53))
        return found

    def _choice(self, case: Situation) -> Choice:
        names = tuple(
            name for name in case.scenario.remediations
            if name != case.fix and not case.unfit(self._worlds[0], (), name)
        )  # fmt: skip
        shares = [case.weights(world) for world in self._worlds]
        members: dict[Any, Member] = {}
        for kind in case.kinds:
            curve = self._curve(case, kind)
            measures = tuple(self._measure(case, kind, name) for name in names)
            key = (curve, *(part.tobytes() for each in measures for part in (each.available, each.protects)))
            weight = np.array([share[kind] for share in shares])
            if key in members:
                weight = weight + members[key].weight
            members[key] = Member(curve, weight, measures)
        client = case.client
        return Choice(
            client.like, client.deployment, case.fix, names, tuple(members.values()), case.is_attacked(self._worlds)
        )

    def _curve(self, case: Situation, kind: str) -> int:
        """The index of the curve of a kind, which may be that of another one."""
        seen = tuple(
            (
                case.available(world, kind, case.fix),
                *(
                    (attack.name, attack.aims[kind])
                    for attack in world.attacks
                    if kind in attack.aims and not attack.through_foothold
                ),
            )
            for world in self._worlds
        )
        if seen not in self._curves:
            self._curves[seen] = len(self._examples)
            self._examples.append((case, kind))
        return self._curves[seen]

    def _measure(self, case: Situation, kind: str, name: str) -> Measure:
        at_once = Mitigation.model_validate({"remediation": name, "after": "0d"})
        found = [case.mitigated(world, kind, at_once) for world in self._worlds]
        fixed = np.array([case.available(world, kind, case.fix) for world in self._worlds])
        available, protects = np.array(found).T
        return Measure(np.round(available - fixed, 9), protects)


def _sparse(kept: Iterable[float], first: float, last: float) -> FloatArray:
    """A few days, to begin with."""
    wanted = np.concatenate([np.arange(first, last, SPARSE), [0.0, last], np.array(list(kept), dtype=float)])
    return np.unique(np.clip(wanted, first, last))


def _between(days: FloatArray, hazards: FloatArray, wanted: FloatArray) -> FloatArray:
    """Hazards in the shape (worlds, days), read at wanted days in the shape (worlds or 1, any)."""
    inside = np.clip(wanted, days[0], days[-1])
    lower = np.clip(np.searchsorted(days, inside, side="right") - 1, 0, len(days) - 2)
    share = (inside - days[lower]) / (days[lower + 1] - days[lower])
    rows = np.arange(len(hazards))[:, None]
    return np.asarray((1 - share) * hazards[rows, lower] + share * hazards[rows, lower + 1])
