"""Where the time of a replication goes: by parts, each beside the least that its work takes.

Parts are timed inside a replication, without what they call of each other. The least is the same work on as many
numbers in arrays that are in the processor's cache, by the quickest of some calls. What is above it are calls, and
memory that other parts have used in between. `python benchmarks/parts.py`; with `--write` the table goes into
docs/performance.md.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

import numpy as np
from page import put_on_page

import sim
from sim.engines.vectorized import measure
from sim.model import lists
from sim.model.clocks import Clock
from sim.model.luck import Luck, first_numbers
from sim.model.measures import Measures
from sim.model.times import ByLuck
from sim.model.world import Worlds
from sim.scenario.laws import LAWS

sys.path.insert(0, str(Path(__file__).parent / "peers"))
from patchrace_vectorized import scenario as first_race  # type: ignore[import-not-found]  # beside this file, found by its path

IN_CACHE = 16_384
REPLICATIONS, ROUNDS = 30, 100
RANDOM = np.random.default_rng(1).random(IN_CACHE)
BITS = np.random.default_rng(1).integers(2**64, size=IN_CACHE, dtype=np.uint64)
Work = Callable[[], Any]
TITLES = {
    "luck": "luck: a hash for each decision",
    "quantiles": "quantiles of laws",
    "clocks": "clocks, read and inverted",
    "order": "lists, put in order",
    "compared": "entries and protections compared in luck",
    "curves": "outcomes and curves",
    "world": "the world: what is uncertain, moments, clocks",
    "": "all else: who is left, and who comes first",
}


class Timer:
    """Seconds of the processor by part, and how many numbers each kind of work was done on."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.numbers: dict[tuple[str, Hashable], int] = defaultdict(int)
        self.work: dict[tuple[str, Hashable], Work] = {}
        self._inside = [0.0]

    def watch(self, owner: Any, name: str, part: str, kind: Callable[..., tuple[Hashable, int, Work]] | None) -> None:
        """Time a function. `kind` tells of a call what is done, on how many numbers, and the same on IN_CACHE."""
        timed = getattr(owner, name)

        def watching(*given: Any, **named: Any) -> Any:
            self._inside.append(0.0)
            started = time.process_time()
            answer = timed(*given, **named)
            took = time.process_time() - started
            self.seconds[part] += took - self._inside.pop()
            self._inside[-1] += took
            if kind is not None:
                key, number, work = kind(*given)
                self.numbers[part, key] += number
                self.work.setdefault((part, key), work)
            return answer

        setattr(owner, name, watching)

    def least(self, part: str) -> float:
        """Seconds that the work of a part takes in the cache."""
        return sum(
            number * quickest(self.work[key]) / IN_CACHE for key, number in self.numbers.items() if key[0] == part
        )


def quickest(work: Work) -> float:
    """Seconds of the processor of the quickest of some calls."""
    found = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        found.append(time.process_time() - started)
    return min(found)


def watched(timer: Timer) -> None:
    """Have a timer watch all parts."""
    who = first_numbers(0, IN_CACHE)
    for name, chance in (("of", ()), ("bits", ()), ("below", (0.2,)), ("who_is_below", (0.2,))):
        drawn = getattr(Luck, name)
        timer.watch(
            Luck,
            name,
            "luck",
            lambda _, __, ___, them, *____, name=name, drawn=drawn, chance=chance: (
                name,
                _length(them),
                lambda: drawn(Luck(1, 0), "a", "b", who, *chance),
            ),
        )
    for law in {law for laws in LAWS.values() for law in laws}:
        quantile = law.quantile
        timer.watch(law, "quantile", "quantiles", lambda it, u, do=quantile: (it, np.size(u), lambda: do(it, RANDOM)))
    reaches, reading = Clock.reaches, Clock.reading
    timer.watch(
        Clock, "reaches", "clocks", lambda it, x: ((it, ""), np.size(x), lambda: reaches(it, RANDOM * _end(it)))
    )
    timer.watch(Clock, "reading", "clocks", lambda it, x: (it, np.size(x), lambda: reading(it, RANDOM * 100)))
    order_of = lists.order_of
    timer.watch(lists, "order_of", "order", lambda bits: ("", len(bits), lambda: order_of(BITS)))
    timer.watch(ByLuck, "sooner_than", "compared", None)
    timer.watch(Measures, "add", "curves", None)
    timer.watch(Worlds, "__getitem__", "world", None)


def _length(who: Any) -> int:
    return len(who) if isinstance(who, np.ndarray) else len(who.mixed)


def _end(clock: Clock) -> float:
    return clock.total if clock.total < np.inf else 100.0


def table(name: str, scenario: sim.Scenario, timer: Timer) -> list[str]:
    """What the parts of a replication of a scenario take, on average over some."""
    worlds = Worlds(scenario)
    days = worlds[0].grid()
    servers = 0.0
    for replication in range(1 + REPLICATIONS):
        if replication == 1:  # the first one fills what is kept
            timer.seconds.clear()
            timer.numbers.clear()
            started = time.process_time()
        measured = measure(worlds[replication], days)
        servers += float(measured.counts[0, 0])
    timer.seconds[""] = time.process_time() - started - sum(timer.seconds.values())
    servers /= 1 + REPLICATIONS
    lines = [f"| {name}, {servers:,.0f} servers | ms | ns a server | least |", "|---|---:|---:|---:|"]
    for part, title in TITLES.items():
        seconds, least = timer.seconds[part] / REPLICATIONS, timer.least(part) / REPLICATIONS
        if seconds > 0:
            known = f"{least * 1e3:.1f} ms" if least else ""
            lines.append(f"| {title} | {seconds * 1e3:.1f} | {seconds / servers * 1e9:.0f} | {known} |")
    total = sum(timer.seconds.values()) / REPLICATIONS
    return [*lines, f"| together | {total * 1e3:.1f} | {total / servers * 1e9:.0f} | |", ""]


def main() -> None:
    """Measure, print, and put it into the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    given = parser.parse_args()
    timer = Timer()
    watched(timer)
    lines = [
        *table("one campaign, one remediation", first_race(400_000), timer),
        *table("ProxyLogon", sim.load("proxylogon"), timer),
    ]
    print("\n".join(lines))
    if given.write:
        put_on_page("parts", "\n".join(lines).rstrip())


if __name__ == "__main__":
    main()
