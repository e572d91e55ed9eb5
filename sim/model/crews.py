"""Crews: technicians who install a remediation, one server after the other, in the order of a queue.

A server joins the queue when its organization is ready. A technician who is free takes the first server of the queue
whose work fits into what is left of the window. Work that fits into none is begun when the longest one opens. What does
not fit waits, and so does the technician: for the next opening, or the next server.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .adoption import queued
from .clocks import NEVER, instant
from .fleet import Fleet
from .luck import Luck
from .passes import joined
from .world import Remedy, Technicians, World

FloatArray = NDArray[np.float64]
Waiting = tuple[int, float, float, int]
"""A job in a queue: its rank, when it came (0 where that does not matter), its luck, and its number."""


def with_crews(world: World, fleet: Fleet, luck: Luck) -> World:
    """The same world, in which it is known when crews are done with each server."""
    if all(remedy.crew is None for remedy in world.remedies):
        return world
    remedies = (
        remedy if remedy.crew is None else _done(world, remedy, remedy.crew, fleet, luck) for remedy in world.remedies
    )
    return replace(world, remedies=tuple(remedies))


def _done(world: World, remedy: Remedy, crew: Technicians, fleet: Fleet, luck: Luck) -> Remedy:
    """A remediation, with when its crew is done with each server."""
    groups = [group for group in fleet.groups if group.name in remedy.offers]
    everybody = [group.everybody for group in groups]
    decision = f"remediation/{remedy.name}"
    coming = joined([queued(remedy.name, remedy.offers[each.population], each, luck) for each in everybody], np.float64)
    work = joined([crew.work.quantile(each.luck(f"{decision}/work", luck)) for each in everybody], np.float64)
    draws = joined([each.luck(f"{decision}/queue", luck) for each in everybody], np.float64)
    ranks = np.repeat(
        [crew.rank(world.populations[group.name]) for group in groups], [group.servers for group in groups]
    )
    finished = finishing_times(crew, Jobs(coming, work, ranks, draws), world.last_instant)
    bounds = np.cumsum([0, *(group.servers for group in groups)])
    offers = {
        group.name: replace(remedy.offers[group.name], finished=finished[start:stop])
        for group, start, stop in zip(groups, bounds[:-1], bounds[1:], strict=True)
    }
    return replace(remedy, offers={name: offers[name] for name in remedy.offers})


@dataclass(frozen=True)
class Jobs:
    """The servers that a crew has to work on: when each comes, how long it takes (days), its rank, and its luck."""

    coming: FloatArray
    work: FloatArray
    ranks: NDArray[np.intp]
    luck: FloatArray


def finishing_times(crew: Technicians, jobs: Jobs, last: float) -> FloatArray:
    """When each job is done; days, `inf` if not by the last instant of a race."""
    finished = np.full(len(jobs.coming), NEVER)
    order = np.lexsort((jobs.luck, jobs.coming))
    arrivals = [int(job) for job in order[: np.searchsorted(jobs.coming[order], last, side="right")]]
    arrivals.reverse()
    free = [instant(float(jobs.coming[arrivals[-1]]))] * min(crew.technicians, len(arrivals)) if arrivals else []
    queue: list[Waiting] = []
    too_long: list[Waiting] = []  # for what is left of this window, and so for all that will be left of it
    reopens = NEVER
    while free and (queue or too_long or arrivals):
        begins = heapq.heappop(free)  # not rounded, so that the rounding of many jobs does not add up
        time = instant(begins)
        if time > last:
            break
        while arrivals and jobs.coming[arrivals[-1]] <= time:
            job = arrivals.pop()
            place = 0.0 if crew.is_random else float(jobs.coming[job])
            heapq.heappush(queue, (int(jobs.ranks[job]), place, float(jobs.luck[job]), job))
        if time >= reopens:
            queue += too_long
            heapq.heapify(queue)
            too_long, reopens = [], NEVER
        longest = crew.longest_work(time)
        chosen = _first_that_fits(queue, too_long, jobs.work, longest)
        if too_long and reopens == NEVER:
            reopens = crew.open_times.next_opening(time)
        if chosen is not None:
            ends = begins + float(jobs.work[chosen])
            finished[chosen] = instant(ends)
            heapq.heappush(free, ends)
        else:
            next_arrival = float(jobs.coming[arrivals[-1]]) if arrivals and longest >= 0 else NEVER
            heapq.heappush(free, min(next_arrival, crew.open_times.next_opening(time)))
    return finished


def _first_that_fits(queue: list[Waiting], too_long: list[Waiting], work: FloatArray, longest: float) -> int | None:
    """Take the first job that can begin out of a queue; None if none can. Others go to `too_long`."""
    while queue and longest >= 0:
        first = heapq.heappop(queue)
        if work[first[-1]] <= longest:
            return first[-1]
        too_long.append(first)
    return None
