"""What a report says to a client: the same words and numbers for paper, screen and slides.

Everything a client reads stands here once, so the forms cannot differ. Chances are natural frequencies with one
denominator (Gigerenzer and Edwards 2003, BMJ 327:741), and every difference is one of the numbers that are printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from importlib import metadata

import numpy as np

from sim.charts.clients.futures_of_client import DOTS
from sim.charts.drawing.letters import fonts_for, isolated, plain
from sim.clients import unattacked
from sim.clients.client import ANYBODY, Client
from sim.clients.countries import country_name
from sim.clients.logo import Logo
from sim.clients.own_race import NO_ATTACK_YET, OwnRace, too_few
from sim.clients.plan_letters import mark_of
from sim.clients.plan_outcome import PlanOutcome
from sim.clients.situation import WEEK
from sim.clients.who_patches import who_patches
from sim.runs.statistics import FEWEST_FOR_A_RANGE
from sim.scenario.assumptions import assumptions
from sim.scenario.blocks import HOSTED, HYBRID
from sim.scenario.grammar import HAPPENED, INVENTED
from sim.scenario.scenario import Scenario
from sim.sweeps.levels import days_text
from sim.wording.chances import at_most, chance_of, count_of, money_of, range_of
from sim.wording.names import POPULATIONS, REMEDIATIONS, called
from sim.wording.rounding import whole_number
from sim.wording.tense import IS, WOULD_HAVE_BEEN, last_day, tense_of

from .brand import Colours, colours_of
from .costs import costs_of, on_costs, patching_text, together_text
from .deadlines import WORST, deadlines, deadlines_for, written
from .fact_box import FactBox, fact_box
from .how_sure import how_sure
from .open_to_attack import open_to_attack
from .reading_grade import reading_grade
from .section import Section
from .what_to_do import best_plan, what_to_do
from .year_view import year_section

NOT_A_FORECAST = "Illustrative model, not a forecast or an audit."
STAYS_HERE = "Nothing left this machine to make this report, and the report loads and sends nothing."
GLOSSARY = (
    ("Flaw", "a mistake in software that lets strangers in.", r"flaw"),
    ("Fix", "the update that closes the flaw. To patch is to install it.", r"fix|patch"),
    ("Breach", "strangers got into a server before it was patched.", r"breach"),
    ("Open to attack", "attacks have begun, and the server is not protected yet.", r"open to attack"),
    ("Simulated future", "one way the race may go, worked out by a computer.", r"futures?\b"),
)
"""Words, what they mean, and how a text that uses them begins to spell them."""
PLAN_COLUMNS = {
    "name": "Plan",
    "when": "You patch",
    "until_then": "Until then",
    "breached": "Breached",
    "futures": "Range",
    "more": "Against best",
    "money": "Average cost",
    "patching": "A patch",
    "together": "Together",
}
LIMITS = (
    "Whether you will be breached. The numbers count businesses like yours.",
    "Whether you have been breached already. Only a check of your servers can tell.",
    "What comes after a breach, what a fix that fails does, and what other flaws or fake mails do.",
)


PLACES = {"on_prem": "at your own site", HYBRID: "at your own site, tied to the cloud", HOSTED: "at your provider"}
DEADLINES_NOTE = (
    "Days count from the fix. These rules may not bind {}, and other rules of your country may. To meet one does not "
    "make you safe."
)


NUMBERS = ("No", "One", "Two", "Three", "Four", "Five")


@dataclass(frozen=True)
class PlanRow:
    """A plan as a table has it.

    Attributes
    ----------
    mark : str
        What stands for it on the curve: a letter, or `You`.
    name, when, until_then, breached, futures, more, money, patching, together : str
        Its cells, under the heads of `Page.plan_columns`.
    count, low, high : int
        Businesses that are breached, of `Page.of`: the mean, and the ends of the range that holds 9 of 10 futures.
    is_today : bool
        Whether it is what the client does today.
    """

    mark: str
    name: str
    when: str
    until_then: str
    breached: str
    futures: str
    more: str
    money: str
    count: int
    low: int
    high: int
    is_today: bool
    patching: str = ""
    together: str = ""


@dataclass(frozen=True)
class DeadlineRow:
    """An official deadline, and whether the client's pace of today meets it.

    Attributes
    ----------
    rule, within : str
        Its name, and how long it gives in words.
    days : float or None
        How long it gives in days; None where it asks for the next upgrade.
    status, binds, country : str
        Whether it is in force, whom it binds, and whose rule it is.
    today : str
        Whether the client's pace of today meets it.
    is_in_force : bool
        Whether it holds on the day of the report.
    """

    rule: str
    within: str
    days: float | None
    status: str
    binds: str
    country: str
    today: str
    is_in_force: bool


@dataclass(frozen=True)
class Page:
    """A report in words.

    Attributes
    ----------
    race : OwnRace
        What it rests on.
    on : date
        The day that it bears.
    title, situation, headline, scope : str
        Its title, what is known of the client, what was found, and of which case.
    facts : FactBox or None
        Icons and numbers, as today and with the best plan; None where nobody attacks.
    how_likely, waiting, what_to_do, how_sure, limits : Section
        The answers; `sections` has them in order.
    year : Section or None
        What several flaws a year come to; None where the client's file names no rate.
    plans : tuple of PlanRow
        From the smallest chance to the largest, what the client does today among them; none where the case has no
        attack on such servers.
    deadlines : tuple of DeadlineRow
        Official ones, the shortest first.
    deadlines_note : str
        What is to be said below them.
    glossary : tuple of (str, str)
        Words and what they mean.
    sources : tuple of str
        What the page names: the case, and where the official deadlines stand.
    all_sources : tuple of str
        Every source of a value of the case.
    basis : str
        What it rests on, in a line.
    colours : Colours
        The client's, so that they can be read.
    prepared_by : str
        Who advises the client, and how to reach them, as sentences; empty where the client's file names nobody.
    warnings : tuple of str
        What had to be changed, such as a colour.
    """

    race: OwnRace
    on: date
    title: str
    situation: str
    headline: str
    scope: str
    facts: FactBox | None
    how_likely: Section
    waiting: Section
    what_to_do: Section
    how_sure: Section
    limits: Section
    plans: tuple[PlanRow, ...]
    deadlines: tuple[DeadlineRow, ...]
    deadlines_note: str
    glossary: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    all_sources: tuple[str, ...]
    basis: str
    colours: Colours
    prepared_by: str = ""
    year: Section | None = None
    warnings: tuple[str, ...] = ()

    @property
    def of(self) -> int:
        """The round number of businesses that every chance is a count of."""
        return self.race.denominator

    @property
    def tells_ends(self) -> bool:
        """Whether futures lie at two ends, today or with the best plan, so that they are drawn as dots."""
        best = best_plan(self.race)
        return any(tells_ends(self.race, plan) for plan in (self.race.today, best) if plan is not None)

    @property
    def today(self) -> PlanRow:
        """What the client does today, among the plans."""
        return next(row for row in self.plans if row.is_today)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The answers in the order in which people ask."""
        year = () if self.year is None else (self.year,)
        return (self.how_likely, self.waiting, *year, self.what_to_do, self.how_sure, self.limits)

    @property
    def plan_columns(self) -> dict[str, str]:
        """The columns of the table of plans that say something: fields of a row, and their heads."""
        heads = {**PLAN_COLUMNS, "breached": f"Breached, of {self.of:,}"}
        if self.race.client.is_hosted:
            heads["when"] = "Provider patches"
        return {key: head for key, head in heads.items() if any(getattr(row, key) for row in self.plans)}

    @property
    def takes(self) -> str:
        """Whose days are held against official deadlines, at the head of their column."""
        return "Your provider" if self.race.client.is_hosted else "You"

    @property
    def plans_note(self) -> str:
        """What the table of plans counts."""
        who = who_patches(self.race.client)
        text = f"Counted are businesses like yours that are breached before {who.they_patch}."
        text += "" if all(plan.mean for plan in self.race.all_plans) else f" 0: {NO_ATTACK_YET}."
        text += " A range holds 9 of 10 simulated futures." if not self.race.without_range else ""
        if self.race.client.cost_of_breach:
            text += " Average cost: of breaches."
            text += "" if any(row.together for row in self.plans) else " What it costs to patch faster is not counted."
        return text

    @property
    def curve_caption(self) -> str:
        """What the curve shows."""
        race, tense = self.race, self.race.tense.where_past
        rises, before = race.mean[-1] > race.before_the_fix(), race.before_the_fix()
        are = tense.would or "are"
        later = f"The later {who_patches(race.client, tense).you_patch}, the more {are} breached first. "
        text = f"{later if rises else ''}Letters: the plans. Line: the average."
        if not race.without_range:
            text += " Dashed: half of the simulated futures are below it. Bands: the middle 5 and 9 of 10 futures."
        return f"{text} Grey: breached before the fix {tense.is_out}, on average." if before else text

    @property
    def futures_caption(self) -> str:
        """What the dots show."""
        return f"Each dot is 1 of {DOTS} simulated futures, all as likely. The line is their average."

    @property
    def icons_caption(self) -> str:
        """What the icons show."""
        return f"Each house is one of {self.of:,} businesses like yours. All meet the same attacks."

    def running_text(self) -> Iterator[str]:
        """Every sentence that a client is meant to read, without titles, tables and sources."""
        yield self.headline
        yield self.scope
        yield self.situation
        for section in self.sections:
            yield from section.texts
        for word, meaning in self.glossary:
            yield f"{word}: {meaning}"
        yield self.deadlines_note

    @property
    def glossary_title(self) -> str:
        """How many words are explained."""
        number = len(self.glossary)
        return f"{NUMBERS[number]} {'word' if number == 1 else 'words'}"

    @property
    def grade(self) -> float:
        """The Flesch-Kincaid grade of the running text."""
        return reading_grade(self.running_text())


def page_of(race: OwnRace, on: date) -> Page:
    """What a report of a client's race says on a day."""
    client, scenario = race.client, race.scenario
    race = replace(race, tense=tense_of(scenario, on))
    colours, warnings = colours_of(client.brand)
    rows = assumptions(scenario)
    assumed = sum(row.is_assumed for row in rows)
    sourced = dict.fromkeys(row.source for row in rows if not row.is_assumed)
    attacked = race.is_attacked
    page = Page(
        race=race,
        on=on,
        title=f"What {'waiting to patch costs' if attacked else 'one flaw may mean for'} {_named(client)}",
        situation=_situation(race),
        headline=_headline(race),
        scope=" ".join(filter(None, (scope(scenario, len(race.chances), on), counted(race)))),
        facts=fact_box(race),
        how_likely=Section("How likely is it for us?", _how_likely(race)),
        waiting=Section("What does waiting cost?", _waiting(race)),
        what_to_do=Section("What do we do on Monday?", what_to_do(race), is_list=True),
        how_sure=Section(
            "How sure is this?",
            how_sure(race, assumed, len(rows)) if attacked else unattacked.what_else(scenario, client),
            is_list=True,
        ),
        limits=Section(
            f"What {'the numbers do' if attacked else 'this page does'} not say", _limits(race), is_list=True
        ),
        plans=tuple(_plan_rows(race)) if attacked else (),
        deadlines=tuple(_deadline_rows(race, on)) if attacked else (),
        deadlines_note=_deadlines_note(race) if attacked else "",
        glossary=(),
        sources=(
            f"Case: {plain(scenario.name)}; {len(rows) - assumed} of its {len(rows)} values have a source, "
            f"{assumed} are assumed.",
            *(
                f"That organizations in the cloud have no server: {plain(each)}."
                for each in unattacked.sources(scenario, client)
            ),
            *_deadline_sources(race),
        ),
        all_sources=tuple(map(plain, sourced)),
        basis=(
            f"{written(on)}. Case {plain(scenario.name)}, digest {scenario.digest}, seed {scenario.seed}, "
            f"{simulated(len(race.chances))}, patchrace {metadata.version('patchrace')}."
        ),
        colours=colours,
        prepared_by=prepared_by(client),
        year=year_section(race, best_plan(race)),
        warnings=warnings,
    )
    return replace(page, glossary=tuple(_glossary(page)))


def _named(client: Client) -> str:
    """The client's name within a title."""
    return client.name[0].lower() + client.name[1:] if client.name == ANYBODY else isolated(client.name)


def _glossary(page: Page) -> Iterator[tuple[str, str]]:
    """The words that a page uses, with what they mean."""
    said = " ".join(page.running_text()).lower()
    for word, meaning, spelled in GLOSSARY:
        if re.search(rf"\b(?:{spelled})", said):
            yield word, meaning


def with_missing_letters(page: Page) -> Page:
    """The same page, with a warning if no font of this machine has some of its letters."""
    fonts = fonts_for(written_by_people(page))
    return replace(page, warnings=(*page.warnings, str(fonts))) if fonts.missing else page


def written_by_people(page: Page) -> tuple[str, ...]:
    """Texts of a page that hold names."""
    return (
        page.title,
        page.headline,
        page.prepared_by,
        page.basis,
        *(row.name for row in page.plans),
        *page.all_sources,
    )


def _limits(race: OwnRace) -> tuple[str, ...]:
    onward = ("Whether intruders go on from your server into your cloud.",)
    if not race.is_attacked:
        return unattacked.limits(race.client)
    return LIMITS + (onward if race.client.deployment == HYBRID else ())


def prepared_by(client: Client) -> str:
    """Who advises a client, and how to reach them; empty where its file names nobody."""
    provider = client.provider
    if provider is None:
        return ""
    contact = "" if provider.contact is None else f" Contact: {isolated(plain(provider.contact))}."
    return f"Prepared by {isolated(plain(provider.name))}.{contact}"


def logos_of(client: Client) -> Iterator[tuple[Logo, str]]:
    """The logos of a client and of its provider, as far as there are some, each with words for who does not see it."""
    if client.logo is not None:
        yield client.logo, f"Logo of {client.name}"
    if client.logo_of_provider is not None and client.provider is not None:
        yield client.logo_of_provider, f"Logo of {client.provider.name}"


def _until_then(race: OwnRace, plan: PlanOutcome) -> str:
    """What a plan does until the patch; of what is done today, also where it would be in place after the patch only."""
    if plan.mitigation is None:
        written = race.client.plan_as_today() if plan is race.today else race.client.plans.get(plan.name)
        return "no stopgap" if written is None or race.client.mitigation_of(written) is None else "nothing in time"
    name, days = isolated(race.until_then(plan)), race.in_place_after(plan)
    return f"{name}, from about day {days}" if days > 0 else name


def _situation(race: OwnRace) -> str:
    client = race.client
    if not client.runs_servers:
        return "Your service runs in the cloud. Your provider has to patch it."
    if client.is_hosted and not race.is_attacked:
        return "Your service runs on a provider's server. Your provider has to patch it."
    servers = "One server" if client.servers == 1 else f"{client.servers:,} servers"
    boxes = f" with {client.mailboxes:,} mailboxes" if client.mailboxes else ""
    you_patch = who_patches(client).you_patch
    today = f"We assume that {you_patch}" if client.name == ANYBODY else f"Today {you_patch}"
    when = f"{days_text(race.today.patches_after)} after the fix is out"
    return f"{servers}{boxes} {PLACES[client.deployment]}. {today} {when}."


def _headline(race: OwnRace) -> str:
    """The finding in one sentence: what the client does today against the best plan."""
    if not race.is_attacked:
        return unattacked.headline(race.scenario, race.client)
    number, today, best, tense = race.denominator, race.today, best_plan(race), race.tense
    who = who_patches(race.client, tense)
    does = "it does " if race.client.is_hosted else "you do "
    text = (
        f"{who.if_you_patch} {days_text(today.patches_after)} after the fix, as {does if tense.would else ''}today, "
        f"{chance_of(today.mean, number)} businesses like yours {tense.be(today.mean, number)} breached before "
        f"{who.they_patch}"
    )
    text += f", on average: {today.futures(number)}." if tells_ends(race, today) else "."
    if best is None:
        return text
    days = f" ({days_text(best.patches_after)})" if best.patches_after != today.patches_after else ""
    why = "" if best.mean else f": {NO_ATTACK_YET}"
    average = ", on average" if tells_ends(race, today) and best.mean else ""
    it = f"it {tense.would or 'is'}"
    return f"{text} With the plan “{isolated(best.name)}”{days} {it} {count_of(best.mean, number)}{average}{why}."


def tells_ends(race: OwnRace, plan: PlanOutcome) -> bool:
    """Whether futures with a plan lie at two ends, which is said wherever its mean stands."""
    return not race.without_range and plan.has_two_peaks


def scope(scenario: Scenario, worlds: int, on: date) -> str:
    """What the numbers are about, so that nobody takes them for more; `worlds` is how many futures they rest on."""
    rows = assumptions(scenario)
    few = f" {too_few(worlds)}." if scenario.uncertain and worlds < FEWEST_FOR_A_RANGE else ""
    return (
        f"{_about(scenario, on)} It is no risk per year, and it does not say that you have the flaw. It is a model to "
        f"compare plans, not a forecast: {sum(row.is_assumed for row in rows)} of its {len(rows)} values are "
        f"guesses.{few}"
    )


def _about(scenario: Scenario, on: date) -> str:
    """What the case is, when and whom it is about, and whether it is past or invented."""
    about, tense = scenario.about, tense_of(scenario, on)
    if about is None:
        text = f"This is about one flaw, as in the case “{isolated(plain(scenario.name))}”."
        past = f" It ended on {written(last_day(scenario))}, so it tells what would have been."
        return text if tense is IS else text + past
    parts = [plain(each) for each in (about.what, about.when) if each is not None]
    text = f"This is about one case: {isolated(', '.join(parts))}."
    if about.whom is not None:
        text += f" It is about {isolated(plain(about.whom))}."
    if about.kind == HAPPENED:
        return f"{text} It is past, so it tells what would have been."
    return f"{text} The case is invented, so it tells what would be." if about.kind == INVENTED else text


def counted(race: OwnRace) -> str:
    """What counts as the fix, when a business counts as breached, what changes nothing, and whom the client is like."""
    client, texts = race.client, []
    if not race.is_attacked:
        return ""
    texts.append(f"Here, the fix is this: {isolated(called(race.scenario, REMEDIATIONS, race.fix))}.")
    if client.servers > 1:
        texts.append(f"A business is breached if one of its {client.servers:,} servers is.")
    if client.mailboxes:
        texts.append("The number of mailboxes changes nothing here.")
    like = None if client.like is None else race.scenario.populations[client.like]
    if like is not None and like.deployment != client.deployment:
        group = called(race.scenario, POPULATIONS, client.like or "")
        texts.append(
            f"You are counted with another group: {isolated(group)}. Its servers do not run where yours do, but "
            f"{PLACES[like.deployment].replace('your', 'their')}. So the attacks and the fix are those of that group."
        )
    return " ".join(texts)


def _how_likely(race: OwnRace) -> tuple[str, ...]:
    texts = [race.sentence()]
    if not race.is_attacked:
        return tuple(texts)
    number, before = race.denominator, race.before_the_fix()
    if whole_number(before * number):
        texts.append(
            f"{chance_of(before, number).capitalize()} {race.tense.be(before, number)} breached before the "
            f"fix {'was' if race.tense.would else 'is'} out. No patch {'could' if race.tense.would else 'can'} stop "
            "that part."
        )
    texts += open_to_attack(race)
    return tuple(texts)


def _waiting(race: OwnRace) -> tuple[str, ...]:
    if not race.is_attacked:
        return (unattacked.waiting(race.scenario, race.client),)
    number, extra = race.denominator, race.today.extra_of_a_week
    later_by = race.today.later_by
    later = "one week" if later_by == WEEK else days_text(later_by)
    if later_by == 0:
        day = who_patches(race.client).you_patch
        texts = [f"The simulated time ends on the day {day}, so what a week more costs is not known."]
    elif whole_number(extra * number):
        verb = race.tense.be(extra, number)
        wait = who_patches(race.client).if_you_wait.format(later)
        texts = [f"{wait} {count_of(extra, number)} more of {number:,} {verb} breached."]
    else:
        texts = [f"{later[0].upper()}{later[1:]} more changes this by less than 1 of {number:,}."]
    cost = race.client.cost_of_breach
    if cost is not None and extra > 0:
        costs = money_of(extra, number, cost.amount, cost.currency)
        texts.append(
            f"If a breach costs you {cost} (your figure), that wait costs {costs} on average. "
            "That is no bill: those not breached pay nothing, and those breached pay it all."
        )
    best = best_plan(race)
    texts += filter(None, [on_costs(race, best)])
    if best is not None:
        spared = whole_number(race.today.mean * number) - whole_number(best.mean * number)
        better = race.tense.verb("does", "do", "done")
        always = bool(np.all(best.chances < race.today.chances))
        each = f", and {better} better than today in each simulated future, taken one by one" if always else ""
        spares = race.tense.verb("spares", "spare", "spared")
        texts.append(f"The plan “{isolated(best.name)}” {spares} {spared:,} of {number:,} on average{each}.")
    return tuple(texts)


def _plan_rows(race: OwnRace) -> Iterator[PlanRow]:
    """What is done today, then the plans from the one that spares most; each against the best of all.

    A plan that comes to the same as today's way is named together with it.
    """
    number, cost = race.denominator, race.client.cost_of_breach
    alike = [plan for plan in race.plans if plan.comes_to_the_same_as(race.today)]
    others = [plan for plan in race.plans if not any(plan is each for each in alike)]
    ordered = sorted((race.today, *others), key=lambda plan: plan.mean)
    today = f"{isolated(alike[0].name)} (as today)" if alike else "as today"
    least = whole_number(ordered[0].mean * number)
    costs = costs_of(race)
    until_then = any(plan.mitigation != race.today.mitigation for plan in ordered)
    for plan in ordered:
        count = whole_number(plan.mean * number)
        low, high = (whole_number(each * number) for each in plan.range)
        more = count - least
        money = "" if cost is None else money_of(plan.mean, number, cost.amount, cost.currency)
        yield PlanRow(
            mark=mark_of(race, plan),
            name=today if plan is race.today else isolated(plan.name),
            when=f"after {days_text(plan.patches_after)}",
            until_then=_until_then(race, plan) if until_then else "",
            breached=count_of(plan.mean, number) if plan.mean else "0",
            futures=_futures(race, plan),
            more=f"{more:,} more" if more else "best",
            money=money,
            count=count,
            low=low,
            high=high,
            is_today=plan is race.today,
            patching=patching_text(costs.get(plan.name)),
            together=together_text(costs.get(plan.name)),
        )


def _futures(race: OwnRace, plan: PlanOutcome) -> str:
    """The range of a plan, and below which number half of the futures lie where they lie at two ends."""
    if race.without_range:
        return ""
    text, number = range_of(*plan.range, race.denominator), race.denominator
    return f"{text}; in half {at_most(plan.quantiles[1], number)}" if plan.has_two_peaks else text


def _deadline_rows(race: OwnRace, on: date) -> Iterator[DeadlineRow]:
    """The rules of the client's country that held on the day of the case, with those that came since set back."""
    day = day_of_rules(race, on)
    met = "meets it" if race.client.is_hosted else "meet it"
    for rule in deadlines_for(WORST, race.client.country):
        late = 0.0 if rule.days is None else race.today.patches_after - rule.days
        held = rule.is_in_force(day)
        since = rule.in_force_from is not None and day < rule.in_force_from <= on
        yield DeadlineRow(
            rule=rule.rule,
            within=rule.within(),
            days=rule.days,
            status=f"{rule.status(on)}, after this case" if since else rule.status(on),
            binds=rule.binds,
            country=rule.country,
            today="–" if rule.days is None or not held else f"{days_text(late)} too late" if late > 0 else met,
            is_in_force=held,
        )


def day_of_rules(race: OwnRace, on: date) -> date:
    """The day on which rules must have held: the last one of a case that is past, for a client of a country."""
    past = race.client.country is not None and race.tense is WOULD_HAVE_BEEN
    return min(last_day(race.scenario), on) if past else on


def _deadlines_note(race: OwnRace) -> str:
    bound = "you or your provider" if race.client.is_hosted else "you"
    note, country = DEADLINES_NOTE.format(bound), race.client.country
    if country is None:
        return note
    name, known = country_name(country), any(country in each.countries for each in deadlines())
    whose = f"for this country ({name}) and for all countries" if known else f"for all countries; none for {name} alone"
    past = " The case is past: shown in full are those that held then." if race.tense is WOULD_HAVE_BEEN else ""
    return f"{note} Shown are the rules that this program knows {whose}.{past}"


def _deadline_sources(race: OwnRace) -> Iterator[str]:
    if race.is_attacked:
        for rule in deadlines_for(WORST, race.client.country):
            assumed = f" Assumed: {rule.assumed}." if rule.assumed else ""
            yield f"{rule.rule}: {rule.source} (checked {rule.checked}).{assumed}"


def simulated(number: int) -> str:
    """A number of simulated futures, in words."""
    return f"{number:,} simulated {'future' if number == 1 else 'futures'}"
