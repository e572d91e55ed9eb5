"""How often servers fall that campaigns enter which go through lists, where those that were cleaned up may fall again.

A list comes to a server whenever it has gone through once more. So where a server stands on a list says when all its
visits are, and given these, falls follow from each other: a server is open to a visit if it was not entered before, or
was cleaned up since then and not entered between. How many fall at a time is how many are visited then, times the
chance that these are open. Where they stand on the list that visits them follows from the time; where they stand on
another is an integral. A third list would be an integral within that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.model.world import Attack

from .actors import Actor, actors_of
from .falls import HARDLY, CleanUps, Falls, Following, ways
from .panels import Panels, TooRoughError, crowded
from .server_chances import Entering

FloatArray = NDArray[np.float64]
BETWEEN, BETWEEN_WEIGHTS = crowded(12)


class FallsOnLists(Following):
    """The same of campaigns with lists, of one or two actors in all."""

    def __init__(self, panels: Panels, cleanups: CleanUps) -> None:
        super().__init__(panels, cleanups)
        self._known: dict[tuple[Actor, ...], list[list[FloatArray]]] = {}

    def one_by_one(self, entering: Sequence[Entering], walking: Sequence[Attack] = ()) -> Iterator[FloatArray]:
        """See Following; nobody is walking."""
        assert not walking
        actors, nodes = actors_of(entering), self._panels.nodes
        open_, visits = self._open(actors), [actor.success * actor.lists(nodes) for actor in actors]
        for number in range(max([1, *map(len, open_)])):
            fallen = np.zeros(nodes.shape)
            for chances, visit in zip(open_, visits, strict=True):
                if number < len(chances):
                    fallen += self._panels.cumulative(chances[number], visit)
            yield fallen

    def at_once(self, entering: Sequence[Entering]) -> Iterator[tuple[Actor, Falls]]:
        """By actor, what one more visit of all servers that gets in would come to at each node."""
        nothing = np.zeros(self._panels.nodes.shape)
        for share, able in ways(entering):
            owners = [(campaign, number) for campaign in able for number in range(len(actors_of([campaign])))]
            actors = actors_of(able)
            for actor, owner, chances in zip(actors, owners, self._open(actors), strict=True):
                never, once = (*chances, nothing, nothing)[:2]
                several = self._several_at_once(able, *owner)
                every = np.sum(chances, axis=0)
                yield actor, Falls(*(share * each for each in (never, every, once, several, nothing)))

    def _several_at_once(self, entering: Sequence[Entering], campaign: Entering, number: int) -> FloatArray:
        """Servers open that one campaign has entered, at a visit of an actor of another one; none got in before."""
        found = np.zeros(self._panels.nodes.shape)
        for one in entering:
            if one is not campaign:
                others = [each for each in entering if each is not one]
                before = sum(len(actors_of([each])) for each in others[: others.index(campaign)])
                found += self._entered_and_open(one) * self._open(actors_of(others))[before + number][0]
        return found

    def _open(self, actors: Sequence[Actor]) -> list[list[FloatArray]]:
        """By actor, the chances that a server which it visits is open and fell never, once, ... before."""
        if tuple(actors) not in self._known:
            if self._cleanups.bends:
                raise TooRoughError  # how far two visits are apart would matter at once
            others = ([each for each in actors if each is not actor] for actor in actors)
            self._known[tuple(actors)] = [
                list(self._open_to(actor, rest)) for actor, rest in zip(actors, others, strict=True)
            ]
        return self._known[tuple(actors)]

    def _open_to(self, actor: Actor, others: Sequence[Actor]) -> Iterator[FloatArray]:
        """The chances, by node, that a server which an actor visits then is open and fell never, once, ... before."""
        now = self._panels.nodes.ravel()
        lists = actor.lists(now)
        times = actor.visits(lists % 1.0, np.floor(lists))[:, None, :]
        successes = np.full(times.shape[-1], actor.success)
        weights = np.ones((len(now), 1))
        for other in others:
            places, weights = self._places(actor, other, times[:, 0])
            more = other.visits(places, other.lists(now)[:, None])
            times = np.concatenate([np.broadcast_to(times, (*places.shape, times.shape[-1])), more], axis=-1)
            successes = np.append(successes, np.full(more.shape[-1], other.success))
        order = np.argsort(times, axis=-1)
        times = np.take_along_axis(times, order, axis=-1)
        successes = np.where(times > -np.inf, successes[order], 0.0)
        last = np.broadcast_to(now[:, None, None], (*times.shape[:2], 1))
        for chance in self._open_at_last(np.concatenate([times, last], axis=-1), successes):
            yield (weights * chance).sum(axis=1).reshape(self._panels.nodes.shape)

    def _places(self, actor: Actor, other: Actor, own: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Places of servers on the list of another actor, and their weights, by node.

        They lie between those that it visits now, at an `own` visit of the actor, or where anything may bend.
        """
        now = self._panels.nodes.ravel()
        ends = self._cleanups.disclosure, actor.clock.end, other.clock.end, *actor.clock.starts, *other.clock.starts
        moments = other.lists(np.minimum(ends, self._panels.bounds[-1])) % 1.0
        always = np.unique([0.0, *moments, 1.0])
        seen = other.lists(np.concatenate([now[:, None], own], axis=1)) % 1.0
        cuts = np.sort(np.concatenate([seen, np.broadcast_to(always, (len(now), len(always)))], axis=1))
        lengths = np.diff(cuts)[..., None]
        shape = (len(now), -1)
        return (cuts[:, :-1, None] + lengths * BETWEEN).reshape(shape), (lengths * BETWEEN_WEIGHTS).reshape(shape)

    def _open_at_last(self, times: FloatArray, successes: FloatArray) -> Iterator[FloatArray]:
        """The chances that a server is open at the last of some times, and has fallen so often before, from 0 on.

        Visits (last axis) at the other times get in with a chance if it is.
        """
        back = [self._back(times[..., :visit], times[..., visit, None]) for visit in range(times.shape[-1])]
        fallen = np.zeros(successes.shape)
        open_ = np.ones(times.shape[:-1])
        for visit in range(successes.shape[-1]):
            fallen[..., visit] = open_ * successes[..., visit]
            open_ = open_ - fallen[..., visit]
        yield open_
        while fallen.max(initial=0.0) > HARDLY:
            before, fallen, open_ = fallen, np.zeros(fallen.shape), np.zeros(open_.shape)
            for visit, since in enumerate(back):
                returned = since.copy()
                if visit:
                    returned[..., :-1] -= back[visit - 1]
                open_ = open_ + (before[..., :visit] * returned).sum(axis=-1)
                if visit < successes.shape[-1]:
                    fallen[..., visit] = open_ * successes[..., visit]
                    open_ = open_ - fallen[..., visit]
            yield open_

    def _back(self, fallen: FloatArray, now: FloatArray) -> FloatArray:
        """The chances that servers which fell at some times are back in the race."""
        since = np.where(fallen > -np.inf, fallen, now)
        return (1 - self._cleanups.protects) * (1 - self._cleanups.left(np.broadcast_to(now, since.shape), since))
