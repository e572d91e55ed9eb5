"""The interactive page: one file that computes a client's chance of a breach anew as its reader moves the controls.

The page holds a table (`explore_table`), and its script reads it with the same formulas as `Table.chances`. How far
that is from the model's closed forms is measured whenever a page is written, and stands on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from sim.clients.client import NO_MITIGATION, PLANS, Client, ResponsePlan, commonest_deployment
from sim.clients.own_race import own_race, read_replications
from sim.clients.situation import BEFORE, SHOWN_AT_LEAST, SHOWN_BEYOND, WEEK, Situation
from sim.clients.unattacked import check_somebody_is_attacked
from sim.model.world import World, Worlds
from sim.problems import InputError, Problem
from sim.records.file_names import file_name, own_file_name
from sim.records.marked_page import owner_of, why_not_replaced, with_mark
from sim.records.places import as_input_error, refused
from sim.records.whole import check_file, write_file
from sim.report.needed import needed
from sim.runs.progress import progress as shown_progress
from sim.runs.store import case_digest
from sim.runs.threads import number_of_workers
from sim.scenario.quantities import Days
from sim.scenario.scenario import Scenario
from sim.wording.language import ENGLISH, Language, language_of
from sim.wording.tense import tense_of

from .error import SETTINGS, PageError, measured
from .page import WHAT, PageContent, latest_mitigation, page
from .table import MOST_SERVERS, Builder, ChanceTable, speeds, worlds_that_fit

SPEEDS = (9, 17, 33, 65)
"""How many speeds a table has; more of them where fewer do not suffice, and there is room."""
LARGEST_ERROR = 0.01
MOST_WORLDS = 200
USUAL_DAY = 7.0
SHORTEST = 0.5
"""Days after the fix that a page has to show."""
HTML = (".html", ".htm")


@dataclass(frozen=True)
class ExplorePage:
    """A page that was written.

    Attributes
    ----------
    path : Path
        Where it is.
    error : PageError
        By how much it is off.
    worlds, size : int
        Of how many worlds it is, and its bytes.

    Examples
    --------
    >>> sim.write_explore_page(sim.load("first_steps"), out="page.html", replications=5).path.exists()
    True
    """

    path: Path
    error: PageError
    worlds: int
    size: int

    def __str__(self) -> str:
        return (
            f"Interactive page: {self.path} ({self.size / 1e6:.1f} MB, {self.worlds} worlds)\n"
            f"Against the full computation, {self.error}."
        )


def write_explore_page(
    scenario: Scenario,
    client: Client | None = None,
    *,
    out: str | Path | None = None,
    language: str | None = None,
    replications: int | None = None,
    workers: int | None = None,
    progress: bool = False,
) -> ExplorePage:
    """Write the interactive page of a scenario, for a client or for anybody.

    Parameters
    ----------
    scenario : Scenario
        The case.
    client : Client, optional
        The values at which the page starts; by default a business of the common kind.
    out : str or Path, optional
        An HTML file, or a folder for one; by default `results/<case>-<digest>-explore-<client>-<digest>.html`. A page
        of the same client and case that nobody edited is replaced, any other file is not.
    language : str, optional
        The two letters of its language; by default the client's, and without a client English.
    replications : int, optional
        Number of worlds; by default the scenario's, at most 200, and fewer where a page has no room for them.
    workers : int, optional
        Threads; by default one per processor, at most 8. Changes no bit of the result.
    progress : bool
        Whether to show how far it is, once it takes more than two seconds.

    Returns
    -------
    ExplorePage
        Where it is and how exact.

    Raises
    ------
    InputError
        If the client does not fit the scenario, if nobody in it runs a server or is attacked, if a page cannot
        hold the worlds, if it would be off by more than 1 of 100, or if it cannot be written.

    Examples
    --------
    >>> page = sim.write_explore_page(sim.load("first_steps"), out="page.html", replications=5)
    >>> page.path.name
    'page.html'
    """
    needed("jinja2", WHAT)
    spoken = (ENGLISH.code if client is None else client.language) if language is None else language
    words = language_of(spoken)
    client = None if client is None else client.model_copy(update={"language": spoken})
    chosen = _file_in(out, scenario, client, words)
    owner = owner_of("explore", case_digest(scenario), "" if client is None else client.name)
    why_not = partial(why_not_replaced, owner=owner, maker="explore")
    check_file(chosen, why_not)
    threads = number_of_workers(workers)
    drawn = Worlds(scenario)
    if reason := drawn[0].hangs_on_the_race:
        instead = "report" if scenario.remediations else "run"
        message = (
            f"{reason} hangs on the race of all servers, so that another speed of attacks is another race in every "
            f"world, which no page can hold for each; take `patchrace {instead}`, with `--set` for another speed"
        )
        raise InputError([Problem((), None, message)])
    number = min(scenario.replications, MOST_WORLDS) if replications is None else read_replications(replications)
    if not drawn.are_alike:
        _fits(number, worlds_that_fit(1, SPEEDS[0]))
    worlds = [drawn[index] for index in range(1 if drawn.are_alike else number)]
    start = _anybody(scenario, worlds, spoken) if client is None else _where_it_is_counted(scenario, client)
    check_somebody_is_attacked(scenario)
    situations = _situations(scenario, start, worlds)
    builder = Builder(situations, worlds, number, threads)
    fitting = worlds_that_fit(builder.curves, SPEEDS[0])
    if len(worlds) > fitting:
        if replications is not None:
            _fits(number, fitting)
        number, worlds = fitting, worlds[:fitting]
        builder = Builder(situations, worlds, number, threads)
    last = min([_last(case, worlds) for case in situations], default=max(SHOWN_AT_LEAST, _latest(start)))
    end = _end(start, last)
    table, error = _close_enough(builder, situations, worlds, start, (end, last), threads, progress)
    race, today = own_race(scenario, start, replications=number, workers=workers), date.today()
    content = PageContent(
        scenario=scenario.model_copy(update={"replications": number}),
        client=start,
        is_named=client is not None,
        table=table,
        error=error,
        shown=end,
        last=min(last, end + WEEK),
        sentence=replace(race, tense=tense_of(scenario, today)).sentence(),
        written=today,
    )
    text = with_mark(page(content), owner)
    path = write_file(chosen, text, why_not)
    return ExplorePage(path, error, number, len(text.encode()))


def _file_in(out: str | Path | None, scenario: Scenario, client: Client | None, language: Language) -> Path:
    """The file that is meant: by default, and in a folder, `<case>-<digest>-explore-<client>-<digest>.html`."""
    whose = "" if client is None else f"-{own_file_name(client.name, 'client')}"
    case = f"{file_name(scenario.name, 'scenario')}-{case_digest(scenario)}"
    name = f"{case}-explore{whose}{language.suffix}.html"
    if out is None:
        return Path("results") / name
    with as_input_error(out):
        given = Path(out).expanduser()
    if given.suffix.lower() in HTML and not given.is_dir():
        return given
    if not given.suffix or given.is_dir():
        return given / name
    raise refused(out, "is no name of an HTML file; name one such as explore.html, or a folder")


def _close_enough(
    builder: Builder,
    situations: list[Situation],
    worlds: list[World],
    start: Client,
    ends: tuple[float, float],
    threads: int,
    progress: bool,
) -> tuple[ChanceTable, PageError]:
    """The first table whose averages are off by less than 1 of 100. Raises InputError if none is."""
    end, last = ends
    first = min([-BEFORE, *(float(part.available.min()) for part in _measures(builder))])
    days = {float(plan.patches_after) for plan in (start.plan_as_today(), *start.plans.values())}
    kept = days | {day + WEEK for day in days} | {end}
    servers = max(MOST_SERVERS, start.servers)
    fitting = (number for number in SPEEDS if len(worlds) <= worlds_that_fit(builder.curves, number))
    for number in fitting:
        bar = partial(shown_progress, total=len(worlds), unit="worlds", shown=progress)
        table = builder.table(speeds(number), kept, first, min(last, end + WEEK), bar)
        bar = partial(shown_progress, total=SETTINGS, unit="settings tried", shown=progress)
        error = measured(table, situations, worlds, servers, (end, latest_mitigation(start)), threads, bar)
        if error.largest <= LARGEST_ERROR:
            return table, error
    message = (
        f"jumps too much for an interactive page, as it does where few servers are on a list: {error}; "
        "fewer worlds leave room for a finer table"
    )
    raise InputError([Problem((), None, message, "the chance of a breach")])


def _measures(builder: Builder) -> Iterator[Any]:
    return (measure for choice in builder.choices for member in choice.members for measure in member.measures)


def _situations(scenario: Scenario, start: Client, worlds: list[World]) -> list[Situation]:
    """Whatever a reader can be like: each deployment with servers as a whole, and its populations one by one.

    Raises InputError if the client does not fit the scenario; what does not fit otherwise is left out.
    """
    kinds: dict[str, list[str]] = {}
    for name, population in scenario.populations.items():
        if population.runs_servers and (population.organizations or name == start.like):
            kinds.setdefault(population.deployment, []).append(name)
    try:
        own = Situation(scenario, start)
        own.last_day(worlds)
    except InputError as error:
        raise start.locate(error) from None
    found = []
    for deployment, names in kinds.items():
        choices = (
            [*names] if len(names) == 1 and start.like == names[0] else [None, *names] if len(names) > 1 else [None]
        )
        for like in choices:
            is_own = (like, deployment) == (start.like, start.deployment)
            case = own if is_own else _situation(scenario, start, like, deployment)
            # Those whose fix comes so late that the client's own days would lie beyond the simulated time are left out.
            if case is not None and _last(case, worlds) >= max(_latest(start), SHORTEST):
                found.append(case)
    if not found:
        raise InputError([Problem(("populations",), None, "hold nobody who runs a server and gets a fix for it")])
    return found


def _situation(scenario: Scenario, start: Client, like: str | None, deployment: str) -> Situation | None:
    """A client in another place, with its own fix and mitigations where they fit there; None without any fix."""
    elsewhere = start.model_copy(update={"like": like, "deployment": deployment})
    bare = {"mitigation": NO_MITIGATION, "plans": PLANS}
    for changes in ({}, bare, {**bare, "fix": None}):
        try:
            return Situation(scenario, elsewhere.model_copy(update=changes))
        except InputError:
            continue
    return None


def _where_it_is_counted(scenario: Scenario, client: Client) -> Client:
    """The client with the deployment of the population that it is like, which the page offers together."""
    like = None if client.like is None else scenario.populations.get(client.like)
    if like is None or not (like.runs_servers and client.runs_servers):
        return client
    return client.model_copy(update={"deployment": like.deployment})


def _anybody(scenario: Scenario, worlds: list[World], language: str) -> Client:
    """A client to start with where nobody is named, with plans that fit into the simulated time."""
    deployment = commonest_deployment(scenario)
    if deployment is None:
        raise InputError([Problem(("populations",), None, "hold nobody who runs a server, so nobody can be hit")])
    anybody = Client.from_dict(
        {"name": "anybody", "deployment": deployment, "patches_after": "1h", "language": language}
    )
    last = _last(Situation(scenario, anybody), worlds)
    plans = {name: plan for name, plan in PLANS.items() if plan.patches_after <= last}
    day = Days(min(USUAL_DAY, max(last, 0.0)))
    return anybody.model_copy(
        update={"patches_after": day, "plans": plans or {"now": ResponsePlan(patches_after=day)}}
    )  # fmt: skip


def _last(case: Situation, worlds: list[World]) -> float:
    """The last day after the fix that is simulated in every world."""
    return min(world.horizon - case.available(world, kind, case.fix) for world in worlds for kind in case.kinds)


def _end(start: Client, last: float) -> float:
    """The last day that the page shows."""
    wanted = min(last, max(SHOWN_AT_LEAST, SHOWN_BEYOND * _latest(start)))
    return max(int(2 * wanted) / 2, _latest(start))


def _latest(start: Client) -> float:
    """The latest day on which the client patches, with any of its plans."""
    return float(max(start.patches_after, *(plan.patches_after for plan in start.plans.values())))


def _fits(number: int, fitting: int) -> None:
    """Raises InputError if a page has no room for a number of worlds."""
    if number > fitting:
        message = f"is more than the {fitting} worlds that a page has room for with this scenario"
        raise InputError([Problem(("replications",), str(number), message)])
