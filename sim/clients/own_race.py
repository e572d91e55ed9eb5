"""The race of one organization: its chance to be breached, by the day on which it patches.

In every world of a scenario, the chance that a server of the client's kind was entered before it is protected follows
from the campaigns' clocks in closed form (`sim.model.entry_chance`), so there is no luck of servers in it: what differs
between worlds is what nobody knows. An organization is breached if any of its servers is. Given the world, servers are
taken as independent: exact for random probing; servers on one list cannot have the same position, which changes the
chance of n servers among M addresses by at most n (n - 1) / (2 M) for each order in which the list is gone through
(Freedman 1977, Journal of the American Statistical Association 72:681).

Where something hangs on the race of all servers, a worm or an alarm, that race is played first, in every world; the
client is one more organization, which changes nothing in it. So futures then differ by luck too, that of the outbreak.

What is counted: the client's servers have the flaw, can be reached from outside, and are all patched at once, so many
days after the fix is available to the first who get it; with a mitigation, each server is protected from then on with
the remediation's `protects`. A breach after that day, through a fix that does not work, is not counted, nor is what
follows from a breach: clean-up, re-entry, or the step from a hybrid organization's server into its cloud tenant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.cards import CardTable, card
from sim.engines.vectorized import settled
from sim.model.world import Worlds
from sim.outcomes import position
from sim.problems import InputError, Problem, shown
from sim.records.provenance import provenance
from sim.runs.progress import progress as shown_progress
from sim.runs.statistics import FEWEST_FOR_A_RANGE, LEVELS
from sim.runs.threads import in_threads, number_of_workers
from sim.scenario.assumptions import assumed_in_words, assumptions
from sim.scenario.quantities import read_whole
from sim.scenario.scenario import Scenario
from sim.sweeps.levels import days_text
from sim.wording.chances import count_of, is_one
from sim.wording.frequency import denominator_for
from sim.wording.language import ENGLISH, Language, Value
from sim.wording.names import REMEDIATIONS, called
from sim.wording.tense import IS, Tense, tense_of

from . import unattacked
from .client import TODAY, Client, Mitigation
from .over_futures import OverFutures
from .plan_outcome import PlanOutcome
from .situation import STEP, WEEK, Situation
from .what_helps import Change, compared, tried

if TYPE_CHECKING:
    import pandas as pd

FloatArray = NDArray[np.float64]
HALF = (0.25, 0.75)
MOST_WORLDS = 100_000


@dataclass(frozen=True, repr=False)
class OwnRace:
    """A client's chance to be breached by the day on which it patches, in the worlds of a scenario.

    Attributes
    ----------
    scenario : Scenario
        What was assumed, with as many replications as there are worlds.
    client : Client
        Whose race it is; where it names no plans, with those of the usual ones that fit into the simulated time.
    fix : str
        The name of the remediation, empty in the cloud.
    days : ndarray
        Days after the fix is available.
    chances : ndarray
        The chance to be breached, in the shape (worlds, days).
    today : PlanOutcome
        What the client does now.
    plans : tuple of PlanOutcome
        The plans that it may choose.
    error : float
        The most by which a chance can be off for its integrals and approximations, and for servers on one list.
    attack_speed : float
        How many times as fast as the scenario says all campaigns probe.
    tense : Tense
        Whether the case is told as what is, would be, or would have been.
    changes : tuple of Change
        What would help, one change at a time against today, from what spares most.
    mitigations_after : mapping
        How many days after the fix each mitigation of the client is out, on average.
    first_attacks : OverFutures
        When the first attack on servers like the client's comes, by the clocks of the campaigns: days after the fix.
        It does not depend on when the client patches.
    is_attacked : bool
        Whether the case has an attack on such servers at all: without one, a chance of 0 says how the case was written,
        and nothing about the client.
    drawn : mapping
        By path, the uncertain value of every world.
    provenance : mapping
        As in `Result`.

    Examples
    --------
    >>> race.mean.shape == race.days.shape
    True
    """

    scenario: Scenario
    client: Client
    fix: str
    days: FloatArray
    chances: FloatArray
    today: PlanOutcome
    plans: tuple[PlanOutcome, ...]
    error: float
    first_attacks: OverFutures
    is_attacked: bool = True
    attack_speed: float = 1.0
    mitigations_after: Mapping[str, float] = field(default_factory=dict)
    drawn: Mapping[str, FloatArray] = field(default_factory=dict)
    provenance: Mapping[str, Any] = field(default_factory=dict)
    tense: Tense = IS
    changes: tuple[Change, ...] = ()

    @property
    def mean(self) -> FloatArray:
        """The chance at each of `days`, over all worlds."""
        return np.asarray(self.chances.mean(axis=0))

    @property
    def bands(self) -> FloatArray:
        """The 0.05, 0.5 and 0.95 quantile (columns) over worlds, at each of `days`."""
        return np.asarray(np.quantile(self.chances, LEVELS, axis=0).T)

    @property
    def middle_half(self) -> FloatArray:
        """The 0.25 and 0.75 quantile (columns) over worlds, at each of `days`."""
        return np.asarray(np.quantile(self.chances, HALF, axis=0).T)

    @property
    def worlds_differ(self) -> bool:
        """Whether anything is uncertain that matters here; without it there is no range to tell."""
        return bool(np.ptp(self.chances, axis=0).max(initial=0.0) > 0)

    @property
    def without_range(self) -> str:
        """Why no range is given, as a sentence without its end; empty where one is."""
        if self.has_too_few_futures:
            return too_few(len(self.chances), self.client.words)
        return "" if self.worlds_differ else self.client.words.text("page-alike")

    @property
    def extra_of_a_week(self) -> FloatArray:
        """By how much the chance grows by waiting a week, from each of `days`; nan in the last week."""
        ahead = round(WEEK / STEP)
        return np.append(self.mean[ahead:] - self.mean[:-ahead], np.full(ahead, np.nan))

    @property
    def denominator(self) -> int:
        """The round number of businesses that frequencies are counts of: 100, or more where chances are small."""
        return denominator_for(max(plan.mean for plan in self.all_plans))

    @property
    def has_too_few_futures(self) -> bool:
        """Whether so few worlds were worked out that they tell no range."""
        return bool(self.scenario.uncertain) and len(self.chances) < FEWEST_FOR_A_RANGE

    def say(self, key: str, /, **values: Value) -> str:
        """A text in the client's language that depends on who patches, and on the tense in which the case is told.

        Parameters
        ----------
        key : str
            Of the text.
        values : str, int, float or bool
            What it holds or depends on, by name, besides `hosted` and `tense`.

        Returns
        -------
        str
            The words.
        """
        return self.client.words.text(key, **{"hosted": self.client.is_hosted, "tense": self.tense.name, **values})

    def sentence(self, plan: PlanOutcome | None = None) -> str:
        """What a plan comes to, as a natural frequency.

        Parameters
        ----------
        plan : PlanOutcome, optional
            One of `all_plans`; by default what the client does today.

        Returns
        -------
        str
            A sentence.
        """
        plan = self.today if plan is None else plan
        if not self.is_attacked:
            return unattacked.sentence(self.scenario, self.client)
        number, language = self.denominator, self.client.words
        told: dict[str, Value] = {
            "of": number,
            "days": language.days(plan.patches_after),
            "count": count_of(plan.mean, number, language),
            "is_one": is_one(plan.mean, number),
            "average": bool(plan.mean) and not self.without_range,
        }
        if plan.mean == 0:
            return self.say("page-race-none", **told)
        if self.has_too_few_futures:
            return f"{self.say('page-race-alike', **told)} {self.without_range}."
        if self.without_range:
            return self.say("page-race-alike", **told)
        return self.say("page-race-average", futures=plan.futures(number, language), **told)

    def until_then(self, plan: PlanOutcome) -> str:
        """What a plan does until the patch, as people call it.

        Parameters
        ----------
        plan : PlanOutcome
            One of `all_plans`, or the outcome of a change.

        Returns
        -------
        str
            Its name for people; empty where it does nothing.
        """
        return "" if plan.mitigation is None else self._named(plan.mitigation)

    def in_place_after(self, plan: PlanOutcome) -> int:
        """How long after the fix what a plan does until the patch is in place, in half of the worlds.

        Parameters
        ----------
        plan : PlanOutcome
            One that does something until then.

        Returns
        -------
        int
            Whole days; 0 or less where it is in place when the fix is out.
        """
        assert plan.mitigation is not None
        return self._in_place(plan.mitigation)

    def stopgap(self) -> tuple[str, int] | None:
        """What the client does today until the patch, however late that comes.

        Returns
        -------
        (str, int) or None
            Its name for people, and after how many whole days from the fix it is in place in half of the worlds; None
            where it does nothing.
        """
        mitigation = self.client.mitigation_of(self.client.plan_as_today())
        return None if mitigation is None else (self._named(mitigation), self._in_place(mitigation))

    def _named(self, mitigation: Mitigation) -> str:
        return called(self.scenario, REMEDIATIONS, mitigation.remediation, self.client.words)

    def _in_place(self, mitigation: Mitigation) -> int:
        return round(self.mitigations_after[mitigation.remediation] + mitigation.after)

    @property
    def all_plans(self) -> tuple[PlanOutcome, ...]:
        """What the client does today, and its plans."""
        return (self.today, *self.plans)

    def plan(self, name: str) -> PlanOutcome:
        """A plan by its name.

        Parameters
        ----------
        name : str
            One of those in `plans`.

        Returns
        -------
        PlanOutcome
            What it comes to.

        Raises
        ------
        KeyError
            Naming the nearest, for an unknown one.
        """
        return self.plans[position(name, tuple(plan.name for plan in self.plans), "plan")]

    def before_the_fix(self) -> float:
        """The chance to be breached before the fix is available."""
        return float(np.interp(0.0, self.days, self.mean))

    def to_frame(self) -> pd.DataFrame:
        """The curve as a table.

        Returns
        -------
        DataFrame
            A row per `day` (after the fix is available), with `mean`, `p05`, `p50` and `p95` of the chance over worlds.
        """
        import pandas as pd

        low, middle, high = self.bands.T
        return pd.DataFrame({"day": self.days, "mean": self.mean, "p05": low, "p50": middle, "p95": high})

    def __repr__(self) -> str:
        return f"<OwnRace of {self.client.name!r} in {self.scenario.name!r}: {len(self.chances)} worlds>"

    def __str__(self) -> str:
        lines = [self.sentence(), ""]
        lines += [f"{name:<14}{days:>12}{mean:>8}   {span}" for name, days, mean, span in self._cells()]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        facts = f"{self.client.name} in {self.scenario.name}: {len(self.chances)} worlds, seed {self.scenario.seed}"
        heads = ("plan", "patched after", "chance of a breach", "9 of 10 worlds")
        rows = assumptions(self.scenario)
        return card(self.sentence(), facts, CardTable(heads, self._cells()), f"{assumed_in_words(rows)}.")

    def _cells(self) -> list[tuple[str, str, str, str]]:
        """A row for what the client does today and for each plan."""
        rows = []
        for plan in self.all_plans:
            low, high = plan.range
            days = days_text(plan.patches_after)
            rows.append((plan.name, days, f"{plan.mean:.1%}", f"{low:.1%} to {high:.1%}"))
        return rows


def own_race(
    scenario: Scenario,
    client: Client,
    *,
    replications: int | None = None,
    workers: int | None = None,
    attack_speed: float = 1.0,
    progress: bool = False,
) -> OwnRace:
    """A client's chance to be breached by the day on which it patches, in the worlds of a scenario.

    Parameters
    ----------
    scenario : Scenario
        The case.
    client : Client
        Its situation.
    replications : int, optional
        Number of worlds; by default the scenario's.
    workers : int, optional
        Threads; by default one per processor, at most 8. Changes no bit of the result.
    attack_speed : float
        How many times as fast as the scenario says every campaign probes.
    progress : bool
        Whether to show how far it is, once it takes more than two seconds.

    Returns
    -------
    OwnRace
        Chances by world and day of patching.

    Raises
    ------
    InputError
        If the client does not fit the scenario, located where the client was read from a file, or an option is none.

    Examples
    --------
    >>> client = sim.load_client("configs/client.example.yaml")
    >>> race = sim.own_race(sim.load("proxylogon"), client, replications=5)
    >>> race.chances.shape == (5, len(race.days))
    True
    """
    if not isinstance(attack_speed, int | float) or not 0 < attack_speed < float("inf"):
        raise InputError([Problem(("attack_speed",), shown(attack_speed), "is not a number above 0")])
    number = scenario.replications if replications is None else read_replications(replications)
    if number > MOST_WORLDS:
        message = f"are more than {MOST_WORLDS:,} worlds, which tell no more about one client"
        raise InputError([Problem(("replications",), str(number), message)])
    worlds, threads = Worlds(scenario), number_of_workers(workers)
    different, hangs = 1 if worlds.are_alike else number, bool(worlds[0].hangs_on_the_race)
    try:
        case = Situation(scenario, client)
        settling = in_threads(
            lambda index: settled(worlds[index].with_faster_attacks(attack_speed)), range(different), threads
        )
        faced = list(shown_progress(settling, different, "races of all servers", progress and hangs))
        case = case.with_plans_that_fit(faced)
        last = case.last_day(faced)
        grid = case.grid(last)
    except InputError as error:
        raise client.locate(error) from None
    client = case.client
    changes = tried(case, faced)
    plans = [(TODAY, client.plan_as_today()), *client.plans.items(), *changes]
    responses = [plan for _, plan in plans]
    races = in_threads(lambda index: case.race(faced[index], grid, responses, last), range(different), threads)
    answers = list(shown_progress(races, different, "worlds", progress))
    repeats = number if different == 1 else 1

    def stacked(parts: Iterator[Any]) -> FloatArray:
        return np.repeat(np.stack(list(parts)), repeats, axis=0)

    weights = stacked(answer.weights for answer in answers)
    attacked = stacked(answer.attacked for answer in answers)
    mitigated = stacked(answer.mitigated for answer in answers)
    outcomes = []
    for index, (name, plan) in enumerate(plans):
        chances, a_week_later, of_a_server = stacked(answer.plans[index] for answer in answers).T
        until_then = client.mitigation_of(plan) if case.is_in_time(faced, plan) else None
        later_by = min(WEEK, last - plan.patches_after)
        patched = float(plan.patches_after)
        days, protects = mitigated[:, index, 0], mitigated[:, index, 1]
        open_for, open_until_patched = (
            OverFutures(np.maximum(until - attacked, 0.0), weights) for until in (np.minimum(days, patched), patched)
        )
        share = 0.0 if until_then is None else float((protects * weights).sum() / len(weights))
        outcomes.append(
            PlanOutcome(
                name=name,
                patches_after=patched,
                mitigation=until_then,
                later_by=later_by,
                chances=chances,
                a_week_later=a_week_later,
                of_a_server=of_a_server,
                open_for=open_for,
                open_until_patched=open_until_patched,
                mitigated=share,
            )
        )
    named = {each.remediation for each in map(client.mitigation_of, responses) if each and case.kinds}
    own = 1 + len(client.plans)
    helps = [compared(kind, outcomes[0], each) for (kind, _), each in zip(changes, outcomes[own:], strict=True)]
    return OwnRace(
        scenario=scenario.model_copy(update={"replications": number}),
        client=client,
        fix=case.fix,
        days=grid,
        chances=stacked(answer.curve for answer in answers),
        today=outcomes[0],
        plans=tuple(outcomes[1:own]),
        changes=tuple(sorted(helps, key=lambda each: -each.spares)),
        error=max(case.error(world) for world in faced),
        first_attacks=OverFutures(attacked, weights),
        is_attacked=case.is_attacked(faced),
        mitigations_after={name: case.after_the_fix(faced, name) for name in sorted(named)},
        attack_speed=attack_speed,
        drawn={path: np.array([world.drawn[path] for world in faced]) for path in scenario.uncertain},
        provenance=provenance(),
        tense=tense_of(scenario),
    )


def too_few(worlds: int, language: Language = ENGLISH) -> str:
    """What is said of so few worlds that they tell no range, as a sentence without its end."""
    return language.text("page-too-few", worlds=worlds)


def read_replications(value: int) -> int:
    """A number of worlds. Raises InputError if it is none."""
    try:
        return read_whole(value, least=1)
    except ValueError as error:
        raise InputError([Problem(("replications",), shown(value), str(error))]) from None
