"""What an engine is, and the list of them: one probability law, several ways to its numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.measures import measures_of
from sim.model.race import Race
from sim.model.steps import Grid
from sim.model.world import World, Worlds, in_replication
from sim.problems import InputError, Problem, nearest, shown
from sim.scenario.scenario import Scenario

from .measured import Measured

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Engine:
    """A way to the numbers of a world.

    An engine `plays` races, server by server; None if it has none. `measures` is what a world comes to; None where a
    race is played for it. With `has_luck` numbers vary with the luck of servers and are whole; without, they are means.
    With `pairs` the same server has the same luck under every policy, so that policies can be compared one by one.
    `why_not` says why the engine cannot do a world; it is empty where it can. `leaves_out` says what its numbers of a
    scenario leave out; it is empty where they are exact.
    """

    name: str
    summary: str
    plays: Callable[[World], Race] | None = None
    measures: Callable[[World, FloatArray], Measured] | None = None
    why_not: Callable[[World], str] = lambda _: ""
    leaves_out: Callable[[Scenario], str] = lambda _: ""
    has_luck: bool = True
    pairs: bool = False

    def __reduce__(self) -> tuple[Callable[[str], Engine], tuple[str]]:
        return engine_named, (self.name,)

    @property
    def has_servers(self) -> bool:
        """Whether there are races, server by server."""
        return self.plays is not None

    @property
    def count_type(self) -> Any:
        """The NumPy type of counts."""
        return np.int64 if self.has_luck else np.float64

    @property
    def curve_type(self) -> Any:
        """The NumPy type in which curves are kept."""
        if not self.has_luck:
            return np.float32
        return np.int32 if self.has_servers else np.int64

    @property
    def suffix(self) -> str:
        """What names of folders say of the engine: nothing of the default one."""
        return "" if self.name == DEFAULT else f"-{self.name}"

    def finds_all_alike(self, worlds: Worlds) -> bool:
        """Whether every world comes to the same: nothing is uncertain, and servers have no luck."""
        return not self.has_luck and worlds.are_certain

    def race(self, world: World) -> Race:
        """The race in one world. Raises InputError if there is none, or the world cannot be played."""
        if self.plays is None:
            message = "has no single race; take another engine"
            raise InputError([Problem(("engine",), shown(self.name), message)])
        try:
            return self.plays(world)
        except InputError as error:
            raise in_replication(error, world.replication) from None

    def measure(self, world: World, days: FloatArray) -> Measured:
        """What one world comes to, with curves at `days`. Raises InputError if the world cannot be computed."""
        reason = self.why_not(world)
        if reason:
            problem = Problem(("engine",), shown(self.name), f"{reason}; take {DEFAULT}")
            raise (
                InputError([problem])
                if world.replication == 0
                else in_replication(InputError([problem]), world.replication)
            )
        if self.measures is None:
            race = self.race(world)
            return Measured.exact(measures_of(race.world, race.by_group(), Grid(days)), race.world)
        try:
            return self.measures(world, days)
        except InputError as error:
            raise in_replication(error, world.replication) from None

    @property
    def compares(self) -> bool:
        """Whether policies can be compared: nothing but the policy differs."""
        return self.pairs or not self.has_luck

    def check_compares(self) -> None:
        """Raise InputError if policies cannot be compared with this engine."""
        if not self.compares:
            others = " or ".join(each.name for each in ENGINES if each.compares)
            message = f"plays every policy with luck of its own, so nothing is paired; take {others}"
            raise InputError([Problem(("engine",), shown(self.name), message)])


def _play_in_arrays(world: World) -> Race:
    from .vectorized import simulate

    return simulate(world)


def _measure_in_arrays(world: World, days: FloatArray) -> Measured:
    from .vectorized import measure

    return measure(world, days)


def _count(world: World, days: FloatArray) -> Measured:
    from .counts import measure

    return measure(world, days)


def _why_not_count(world: World) -> str:
    from .counts import why_not

    return why_not(world)


def _play_events(world: World) -> Race:
    from .events import simulate  # brings simpy, which others do without

    return simulate(world)


def _expect(world: World, days: FloatArray) -> Measured:
    from .expected import expect

    return expect(world, days)


def _why_not_expect(world: World) -> str:
    for alarm in world.alarms:
        return f"has no expectation of the alarm {alarm.name}, which makes all servers depend on each other"
    for remedy in world.remedies:
        if remedy.crew is not None:
            return f"has no expectation of {remedy.name}, whose crew has all servers in one queue"
    from .mean_field import why_not

    return why_not(world)


def _mean_field(scenario: Scenario) -> str:
    from .mean_field import says

    return says(scenario)


VECTORIZED = Engine(
    "vectorized", "exact, server by server, fast", plays=_play_in_arrays, measures=_measure_in_arrays, pairs=True
)
EVENTS = Engine("events", "literal, event by event, for small fleets", plays=_play_events)
EXPECTED = Engine(
    "expected",
    "means without luck",
    measures=_expect,
    why_not=_why_not_expect,
    leaves_out=_mean_field,
    has_luck=False,
)
COUNTS = Engine(
    "counts", "the law of the counts, for any number of independent servers", measures=_count, why_not=_why_not_count
)
ENGINES = (VECTORIZED, EVENTS, EXPECTED, COUNTS)
NAMES = tuple(each.name for each in ENGINES)
AUTO = "auto"
MAKE_SERVERS_DEPEND = ("evicts", "servers_per_organization")
"""Values that may rule counts out in one world and not in another."""
DEFAULT = VECTORIZED.name


def choices(engines: Iterable[Engine] = ENGINES) -> str:
    """Engines and what each is, as help lists them."""
    *others, last = [f"{each.name} ({each.summary})" for each in engines]
    return f"{', '.join(others)} or {last}"


def engine_for(name: str, scenario: Scenario, fits: Callable[[Engine], bool] = lambda _: True) -> Engine:
    """The engine of a name; for `auto` the cheapest one that is exact for a scenario and fits what is asked for.

    Raises InputError if there is none of this name.
    """
    if name != AUTO:
        return engine_named(name, (*NAMES, AUTO))
    may_differ = any(path.rpartition(".")[2] in MAKE_SERVERS_DEPEND for path in scenario.uncertain)
    can_count = fits(COUNTS) and not may_differ and not COUNTS.why_not(Worlds(scenario)[0])
    return COUNTS if can_count else VECTORIZED


def engine_named(name: str, known: Sequence[str] = NAMES) -> Engine:
    """The engine of a name. Raises InputError, with the names that are known, if there is none."""
    for each in ENGINES:
        if each.name == name:
            return each
    raise InputError([Problem(("engine",), shown(name), f"unknown engine; {nearest(str(name), known)}")])
