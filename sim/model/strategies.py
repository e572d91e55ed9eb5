"""Scanning strategies: in which order an actor probes, and the law of its first success on a server.

Each strategy says it three ways that fit each other: by luck (array code), probe by probe (events), and as a chance by
a time (expectations). With p, the chance that a probe succeeds, and an actor that has sent k probes, the chance that it
has succeeded on a server is

- `random` among M addresses: 1 - exp(-k p / M), by Poisson thinning (Kingman 1993, Poisson Processes, section 5.1);
- `worm` among M addresses: as `random`, where all live footholds of the worm send probes;
- `permutation` of M addresses: after q whole passes and r probes of the next one, 1 - (1 - p)^q (1 - p r / M), as the
  position of a server is equally likely to be any;
- `hit_list` of M servers: p min(k / M, 1), or p times the chance to be among the first k where priorities differ.

Which keys go with a strategy in a file is said in `sim.scenario.strategy_rules`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.scenario.laws import Exponential

from .clocks import FASTEST, NEVER

FloatArray = NDArray[np.float64]
PROBES_AT_ONCE = 512
Probes = Iterator[tuple[FloatArray, list[int]]]
"""Runs of probes one after the other: the effort at which each is sent, and the target that it reaches, by index."""


class Strategy(ABC):
    """How an actor goes through addresses: at random (RandomScan), or through a list (ListScan).

    `bytes_a_server` is the memory that has to be kept for each server aimed at.
    """

    bytes_a_server = 0

    @abstractmethod
    def probes(self, weights: Sequence[float], addresses: int | None, random: np.random.Generator) -> Probes:
        """The probes of an actor by its effort, with the targets that they reach; those at no target are left out.

        `weights` holds the priority of each target.
        """


class RandomScan(Strategy):
    """Addresses at random, with replacement."""

    def law(self, success: float, addresses: int | None) -> Exponential:
        """Probes until the first success on a server: exponential by Poisson thinning."""
        return Exponential(min((addresses or 0) / success, FASTEST))

    def spared(self, success: float, probes: Sequence[FloatArray], size: float) -> FloatArray:
        """The chance that no actor has succeeded on a server, given the probes of each: they add up to one."""
        return np.asarray(np.exp(-sum(probes) * success / size))

    def probes(self, weights: Sequence[float], addresses: int | None, random: np.random.Generator) -> Probes:
        """See Strategy: Poisson probing, each address equally likely at every probe."""
        return self._probes(0.0, len(weights), addresses, random)

    def _probes(self, effort: float, targets: int, addresses: int | None, random: np.random.Generator) -> Probes:
        """The same from an effort on."""
        share = targets / (addresses or 1)
        while targets:
            efforts = effort + np.cumsum(random.standard_exponential(PROBES_AT_ONCE)) / share
            chosen = random.integers(targets, size=PROBES_AT_ONCE)
            yield np.asarray(efforts, dtype=np.float64), chosen.tolist()
            effort = float(efforts[-1])


class Worm(RandomScan):
    """Addresses at random, probed by every server that the worm holds; `clock` is that of one of them."""

    bytes_a_server = 120

    def probes_from(self, effort: float, targets: int, addresses: int | None, random: np.random.Generator) -> Probes:
        """The same, of a server that was entered when the clock of one read this effort."""
        return self._probes(effort, targets, addresses, random)


class ListScan(Strategy):
    """A list of M addresses in an order of one's own, in which every server is equally likely to stand anywhere.

    With `repeats` the list is gone through again from its end. `luck_of_passes` names the part of a decision from which
    the luck of `passes` is drawn.
    """

    bytes_a_server = 60
    repeats = True
    luck_of_passes = "passes"

    @abstractmethod
    def chance(self, success: float, lists: FloatArray) -> FloatArray:
        """The chance that an actor has succeeded on a server, by the lists, or parts of one, it has gone through.

        Of a part, only the chance that the server is in it counts.
        """

    @abstractmethod
    def first_of(self, actors: int | NDArray[np.int64], success: float, size: FloatArray, u: FloatArray) -> FloatArray:
        """Probes of each of some actors, with orders of their own, until the first success of any on a server, by luck.

        The inverse of 1 - (1 - chance)^actors; `inf` where none ever succeeds.
        """

    @abstractmethod
    def passes(self, success: float, u: FloatArray) -> FloatArray:
        """At which of an actor's probes of a server it falls, by luck: 1 for the first; `inf` if at none."""

    def probes(self, weights: Sequence[float], addresses: int | None, random: np.random.Generator) -> Probes:
        """See Strategy: probe k of an actor falls exactly when its clock reads k."""
        if not len(weights):
            return
        size = addresses or len(weights)
        positions = np.sort(random.choice(size, len(weights), replace=False)).astype(np.float64) + 1
        order = np.argsort(random.standard_exponential(len(weights)) / np.array(weights)).tolist()
        passed = 0.0
        while True:
            yield passed + positions, order
            if not self.repeats:
                return
            passed += size


class HitList(ListScan):
    """The servers aimed at, each once, by priority."""

    repeats = False
    luck_of_passes = "success"

    def chance(self, success: float, lists: FloatArray) -> FloatArray:
        """See ListScan."""
        return np.asarray(success * np.minimum(lists, 1.0))

    def first_of(self, actors: int | NDArray[np.int64], success: float, size: FloatArray, u: FloatArray) -> FloatArray:
        """See ListScan."""
        inside = -np.expm1(np.log(1 - u) / actors) / success
        return np.asarray(np.where(inside > 1, NEVER, np.maximum(np.ceil(inside * size), 1.0)))

    def passes(self, success: float, u: FloatArray) -> FloatArray:
        """See ListScan: the first or none."""
        return np.ones(u.shape) if success == 1 else np.where(u < success, 1.0, NEVER)


class Permutation(ListScan):
    """All addresses in one order, then again in the same order."""

    def chance(self, success: float, lists: FloatArray) -> FloatArray:
        """See ListScan."""
        passes = np.floor(lists)
        return np.asarray(1 - (1 - success) ** passes * (1 - success * (lists - passes)))

    def first_of(self, actors: int | NDArray[np.int64], success: float, size: FloatArray, u: FloatArray) -> FloatArray:
        """See ListScan."""
        if success == 1:
            return HIT_LIST.first_of(actors, success, size, u)
        spared, in_a_pass = np.log(1 - u) / actors, np.log1p(-success)
        passes = np.floor(spared / in_a_pass)
        inside = -np.expm1(spared - passes * in_a_pass) / success
        position = np.minimum(np.maximum(np.ceil(inside * size), 1.0), size)
        return np.asarray(passes * size + position, dtype=np.float64)

    def passes(self, success: float, u: FloatArray) -> FloatArray:
        """See ListScan: geometric."""
        if success == 1:
            return np.ones(u.shape)
        return np.asarray(np.maximum(np.ceil(np.log(1 - u) / np.log1p(-success)), 1.0))


RANDOM, PERMUTATION, HIT_LIST, WORM = RandomScan(), Permutation(), HitList(), Worm()
STRATEGIES: dict[str, Strategy] = {"random": RANDOM, "permutation": PERMUTATION, "hit_list": HIT_LIST, "worm": WORM}
"""By the names of `sim.scenario.strategy_rules`."""
