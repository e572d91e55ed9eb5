"""The fact box of a page: icons and numbers, as today and with the best plan, side by side.

In the manner of the fact boxes of the Harding Center for Risk Literacy: both sides count the same round number of
people, and numbers stand beside icons (McDowell et al. 2016, Medical Decision Making 36:939).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.charts.clients.icons_of_plan import state_in_words, states_of, what_is_done
from sim.charts.drawing.letters import isolated
from sim.clients.own_race import OwnRace
from sim.clients.plan_outcome import PlanOutcome
from sim.clients.shown_names import shown_plan
from sim.wording.chances import is_one
from sim.wording.language import capitalized

from .what_to_do import best_plan

TODAY, PLAN, KEY = "icons_today", "icons_plan", "key_"
"""Names of pictures: the icons of both sides, and what those of a key begin with."""


@dataclass(frozen=True)
class FactSide:
    """One side: its `heading`, what is `done`, the `number` and what it is a number `of`, and how `futures` differ.

    `picture` is the name of its icons.
    """

    heading: str
    done: str
    number: str
    of: str
    futures: str
    picture: str


@dataclass(frozen=True)
class FactBox:
    """The `title`, one or two `sides`, and the `key`: the states of icons with their words."""

    title: str
    sides: tuple[FactSide, ...]
    key: tuple[tuple[str, str], ...]

    def texts(self) -> Iterator[str]:
        """Its words that are a client's to read, but for the numbers alone."""
        yield self.title
        for side in self.sides:
            yield from (f"{side.number} {side.of}.", side.futures)


def fact_box(race: OwnRace) -> FactBox | None:
    """The fact box of a client's race; None where nobody attacks it, so that there is nothing to count."""
    if not race.is_attacked:
        return None
    best = best_plan(race)
    plans = [race.today] if best is None else [race.today, best]
    return FactBox(
        race.say("page-facts-title", of=race.denominator),
        tuple(_side(race, plan) for plan in plans),
        tuple(_key(race, best)),
    )


def _side(race: OwnRace, plan: PlanOutcome) -> FactSide:
    number, is_today, language = race.denominator, plan is race.today, race.client.words
    name = isolated(shown_plan(race.client, plan.name))
    found = plan.frequency(number)
    return FactSide(
        heading=race.say("page-facts-today") if is_today else race.say("page-facts-plan", plan=name),
        done=" ".join(what_is_done(plan, race).split()),
        number=found.count_in(language) if plan.mean else language.text("chance-none"),
        of=race.say("page-facts-of", of=number, is_one=is_one(plan.mean, number)),
        futures=f"{capitalized(race.without_range or plan.futures(number, language))}.",
        picture=TODAY if is_today else PLAN,
    )


def _key(race: OwnRace, best: PlanOutcome | None) -> Iterator[tuple[str, str]]:
    for state in states_of(race, race.today if best is None else best):
        yield state, state_in_words(state, race.client.words)
