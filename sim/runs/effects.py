"""Pairing: the same server in two races of one world, which it won or lost under one policy and not under the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.model.clocks import NEVER
from sim.model.fleet import Group
from sim.model.race import Race

if TYPE_CHECKING:
    import pandas as pd

EFFECTS = ("saved", "lost", "gone", "added")
"""Compromised servers: in the baseline alone; with the policy alone; in the baseline, where the policy has no such
server; with the policy, where the baseline has no such server. So saved + gone - lost - added is the difference."""

Index = NDArray[np.intp] | slice


def count_effects(baseline: Race, policy: Race, populations: tuple[str, ...]) -> NDArray[np.int64]:
    """Counts of servers by effect (rows, as in EFFECTS) and population (columns: all, then each in order).

    Servers are matched by population, number of the organization and ordinal in it. Both races must be of the same
    replication and of an engine that takes luck from the world.
    """
    counts = np.zeros((len(EFFECTS), 1 + len(populations)), dtype=np.int64)
    before, after = ({group.name: group for group in race.fleet.groups} for race in (baseline, policy))
    for column, name in enumerate(populations, start=1):
        counts[:, column] = _count(baseline, before.get(name), policy, after.get(name))
    counts[:, 0] = counts.sum(axis=1)
    return counts


def _count(baseline: Race, before: Group | None, policy: Race, after: Group | None) -> tuple[int, int, int, int]:
    hit_before, hit_after = _hit(baseline, before), _hit(policy, after)
    if before is None or after is None:
        return 0, 0, int(np.count_nonzero(hit_before)), int(np.count_nonzero(hit_after))
    here, there = in_both(before, after)
    same_before, same_after = hit_before[here], hit_after[there]
    return (
        int(np.count_nonzero(same_before & ~same_after)),
        int(np.count_nonzero(same_after & ~same_before)),
        int(np.count_nonzero(hit_before) - np.count_nonzero(same_before)),
        int(np.count_nonzero(hit_after) - np.count_nonzero(same_after)),
    )


def _hit(race: Race, group: Group | None) -> NDArray[np.bool_]:
    """Whether each server of a population is compromised."""
    return np.zeros(0, dtype=bool) if group is None else race.compromised_at[group.span] < NEVER


def in_both(one: Group, other: Group) -> tuple[Index, Index]:
    """Where the servers that both have stand among those of each: same organization, same ordinal, in one order."""
    sizes = [np.broadcast_to(np.asarray(group.sizes, dtype=np.int64), (group.organizations,)) for group in (one, other)]
    if np.array_equal(sizes[0], sizes[1]):
        return slice(None), slice(None)
    organizations = min(one.organizations, other.organizations)
    shared = np.minimum(sizes[0][:organizations], sizes[1][:organizations])
    ordinal = np.arange(int(shared.sum())) - np.repeat(np.cumsum(shared) - shared, shared)
    firsts = [(np.cumsum(each) - each)[:organizations] for each in sizes]
    here, there = (np.repeat(first, shared) + ordinal for first in firsts)
    return here, there


def affected_servers(baseline: Race, policy: Race) -> pd.DataFrame:
    """One row per affected server: who it is, what the policy does to it, and its life under both.

    Times are days since the start, `inf` for never; they are missing where one of the two has no such server.
    """
    who = ["population", "organization", "server"]
    life = ["compromised_at", "compromised_by", "protected_at", "outcome"]
    sides = [_life(race)[who + life] for race in (baseline, policy)]
    both = sides[0].merge(sides[1], how="outer", on=who, suffixes=("_baseline", "_policy"))
    before, after = (both[f"compromised_at_{side}"] for side in ("baseline", "policy"))
    hit_before, hit_after = before < NEVER, after < NEVER
    ways = [hit_before & after.isna(), hit_after & before.isna(), hit_before & ~hit_after, hit_after & ~hit_before]
    names = ["gone", "added", "saved", "lost"]
    both.insert(len(who), "effect", np.select(ways, names, ""))
    return both[both["effect"] != ""].reset_index(drop=True)


def _life(race: Race) -> pd.DataFrame:
    frame = race.to_frame()
    labels = ["population", "compromised_by", "outcome"]
    return frame.astype(dict.fromkeys(labels, object))
