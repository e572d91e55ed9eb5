"""What a report says to a client: the same words and numbers for paper, screen and slides.

Everything a client reads stands here once, so the forms cannot differ. Chances are natural frequencies with one
denominator (Gigerenzer and Edwards 2003, BMJ 327:741), and every difference is one of the numbers that are printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from importlib import metadata

import numpy as np

from sim.charts.drawing.letters import fonts_for, isolated, plain
from sim.clients import unattacked
from sim.clients.client import ANYBODY, PLANS, Client
from sim.clients.countries import country_name
from sim.clients.logo import Logo
from sim.clients.own_race import OwnRace, too_few
from sim.clients.plan_letters import mark_of
from sim.clients.plan_outcome import TWENTY, PlanOutcome
from sim.clients.shown_names import shown_client, shown_plan
from sim.clients.situation import WEEK
from sim.runs.statistics import FEWEST_FOR_A_RANGE
from sim.scenario.assumptions import assumptions
from sim.scenario.blocks import HYBRID
from sim.scenario.grammar import HAPPENED, INVENTED
from sim.scenario.scenario import Scenario
from sim.wording.chances import at_most, chance_of, count_of, is_one, money_of, range_of
from sim.wording.language import ENGLISH, Language, Value, capitalized
from sim.wording.names import POPULATIONS, REMEDIATIONS, about_in, called, case_in
from sim.wording.rounding import whole_number
from sim.wording.tense import IS, WOULD_HAVE_BEEN, last_day, tense_of

from .brand import Colours, colours_of
from .costs import costs_of, on_costs, patching_text, together_text
from .deadlines import WORST, deadlines, deadlines_for
from .fact_box import FactBox, fact_box
from .how_sure import how_sure
from .open_to_attack import open_to_attack
from .reading_grade import reading_grade
from .section import Section
from .stopgap import stopgap_in_place
from .what_to_do import best_plan, what_to_do
from .year_view import year_section

NOT_TOLD = "–"
"""Whether a pace meets a rule that does not hold."""
WORDS = (
    "page-word-flaw",
    "page-word-fix",
    "page-word-breach",
    "page-word-open",
    "page-word-stopgap",
    "page-word-future",
)
"""Texts of the words that a page may explain, in their order."""


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
    spread : str
        How far futures differ behind an average in the headline; empty where they lie near it.
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
    spread: str
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
    def findings(self) -> tuple[str, ...]:
        """What was found: the headline, and what lies behind an average in it."""
        return tuple(filter(None, (self.headline, self.spread)))

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
    def words(self) -> Language:
        """The language that it is written in."""
        return self.race.client.words

    @property
    def plan_columns(self) -> dict[str, str]:
        """The columns of the table of plans that say something: fields of a row, and their heads."""
        say = self.race.say
        heads = {
            "name": say("page-column-plan"),
            "when": say("page-column-when"),
            "until_then": say("page-column-until-then"),
            "breached": say("page-column-breached", of=self.of),
            "futures": say("page-column-futures"),
            "more": say("page-column-more"),
            "money": say("page-column-money"),
            "patching": say("page-column-patching"),
            "together": say("page-column-together"),
        }
        return {key: head for key, head in heads.items() if any(getattr(row, key) for row in self.plans)}

    @property
    def deadline_columns(self) -> dict[str, str]:
        """The columns of the table of deadlines: fields of a row, and their heads."""
        say = self.race.say
        return {
            "rule": say("page-deadline-rule"),
            "country": say("page-deadline-country"),
            "within": say("page-deadline-within"),
            "today": self.takes,
            "status": say("page-deadline-status"),
        }

    @property
    def takes(self) -> str:
        """Whose days are held against official deadlines, at the head of their column."""
        return self.race.say("page-deadline-who")

    @property
    def plans_note(self) -> str:
        """What the table of plans counts."""
        race, say = self.race, partial(self.race.say, tense=IS.name)
        texts = [say("page-plans-note")]
        if not all(plan.mean for plan in race.all_plans):
            texts.append(say("page-plans-note-none"))
        if not race.without_range:
            from_zero = all(row.low == 0 and row.high < self.of for row in self.plans)
            texts.append(say("page-plans-note-range", from_zero=from_zero, of=self.of))
        if race.client.cost_of_breach:
            texts.append(say("page-plans-note-money"))
            if not any(row.together for row in self.plans):
                texts.append(say("page-plans-note-patching"))
        return " ".join(texts)

    @property
    def curve_caption(self) -> str:
        """What the curve shows."""
        race, say = self.race, partial(self.race.say, tense=self.race.tense.where_past.name)
        before = race.before_the_fix()
        texts = [say("page-curve-later")] if race.mean[-1] > before else []
        texts += stopgap_in_place(race)
        texts.append(say("page-curve-lines"))
        if not race.without_range:
            texts.append(say("page-curve-bands"))
        if before:
            texts.append(say("page-curve-before-the-fix"))
        return " ".join(texts)

    @property
    def futures_caption(self) -> str:
        """What the dots show."""
        return self.race.say("page-dots-caption", dots=TWENTY, worlds=len(self.race.chances))

    @property
    def icons_caption(self) -> str:
        """What the icons show, and how many of them no patch could spare."""
        return " ".join([self.race.say("page-icons-caption", of=self.of), *_before_the_fix(self.race)])

    @property
    def not_a_forecast(self) -> str:
        """What the whole is, and what it is not."""
        return self.race.say("page-not-a-forecast")

    @property
    def stays_here(self) -> str:
        """That making and reading it sends nothing."""
        return self.race.say("page-stays-here")

    def running_text(self) -> Iterator[str]:
        """Every sentence that a client is meant to read, without titles, tables and sources."""
        yield from self.findings
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
        return self.race.say("page-words", number=len(self.glossary))

    @property
    def grade(self) -> float:
        """For how many years at school the running text is easy, by the formula for its language."""
        return reading_grade(self.running_text(), self.words)


def page_of(race: OwnRace, on: date) -> Page:
    """What a report of a client's race says on a day."""
    client, scenario = race.client, race.scenario
    race = replace(race, tense=tense_of(scenario, on))
    say = race.say
    colours, warnings = colours_of(client.brand)
    rows = assumptions(scenario)
    assumed = sum(row.is_assumed for row in rows)
    sourced = dict.fromkeys(row.source for row in rows if not row.is_assumed)
    attacked = race.is_attacked
    rules = tuple(_deadline_rows(race, on)) if attacked else ()
    sure = how_sure(race, assumed, len(rows)) if attacked else unattacked.what_else(scenario, client)
    page = Page(
        race=race,
        on=on,
        title=_title(race),
        situation=_situation(race),
        headline=_headline(race),
        spread=_behind_the_average(race),
        scope=" ".join(filter(None, (scope(scenario, len(race.chances), on, client.words), counted(race)))),
        facts=fact_box(race),
        how_likely=Section(say("page-how-likely"), _how_likely(race)),
        waiting=Section(say("page-waiting"), _waiting(race)),
        what_to_do=Section(say("page-what-to-do"), what_to_do(race), is_list=True),
        how_sure=Section(say("page-how-sure"), sure, is_list=True),
        limits=Section(say("page-limits", is_attacked=attacked), _limits(race), is_list=True),
        plans=tuple(_plan_rows(race)) if attacked else (),
        deadlines=rules,
        deadlines_note=_deadlines_note(race, rules) if attacked else "",
        glossary=(),
        sources=tuple(_sources(race, len(rows), assumed)),
        all_sources=tuple(map(plain, sourced)),
        basis=_basis(race, on),
        colours=colours,
        prepared_by=prepared_by(client),
        year=year_section(race, best_plan(race)),
        warnings=warnings,
    )
    return replace(page, glossary=tuple(_glossary(page)))


def _title(race: OwnRace) -> str:
    client = race.client
    told: dict[str, Value] = {"client": isolated(shown_client(client)), "anybody": client.name == ANYBODY}
    return race.say("page-title", **told) if race.is_attacked else race.say("page-title-unattacked", **told)


def _basis(race: OwnRace, on: date) -> str:
    language, scenario = race.client.words, race.scenario
    return language.text(
        "page-basis",
        day=language.date(on),
        case=plain(case_in(scenario, language)),
        digest=scenario.digest,
        seed=str(scenario.seed),
        futures=language.text("futures-count", count=len(race.chances)),
        version=metadata.version("patchrace"),
    )


def _sources(race: OwnRace, values: int, assumed: int) -> Iterator[str]:
    """What the page names: the case, that organizations in the cloud have no server, and the official deadlines."""
    case = plain(case_in(race.scenario, race.client.words))
    yield race.say("page-source-case", case=case, sourced=values - assumed, values=values, assumed=assumed)
    for each in unattacked.sources(race.scenario, race.client):
        yield race.say("page-source-cloud", source=plain(each))
    for rule in deadlines_for(WORST, race.client.country, race.client.words) if race.is_attacked else ():
        told: dict[str, Value] = {"rule": rule.rule, "source": rule.source, "checked": rule.checked}
        if rule.assumed:
            yield race.say("page-source-deadline-assumed", assumed=rule.assumed, **told)
        else:
            yield race.say("page-source-deadline", **told)


def _glossary(page: Page) -> Iterator[tuple[str, str]]:
    """The words that a page uses, with what they mean."""
    cells = (row.until_then for row in page.plans)
    said, say = " ".join([*page.running_text(), page.curve_caption, *cells]).lower(), page.words.text
    for word in WORDS:
        if re.search(rf"\b(?:{say(f'{word}.spelled')})", said):
            yield say(word), say(f"{word}.meaning")


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
    if not race.is_attacked:
        return unattacked.limits(race.client)
    texts = (race.say("page-limit-breached"), race.say("page-limit-already"), race.say("page-limit-afterwards"))
    return (*texts, race.say("page-limit-cloud")) if race.client.deployment == HYBRID else texts


def prepared_by(client: Client) -> str:
    """Who advises a client, and how to reach them; empty where its file names nobody."""
    provider, say = client.provider, client.words.text
    if provider is None:
        return ""
    text = say("page-prepared-by", provider=isolated(plain(provider.name)))
    if provider.contact is None:
        return text
    return f"{text} {say('page-contact', contact=isolated(plain(provider.contact)))}"


def logos_of(client: Client) -> Iterator[tuple[Logo, str]]:
    """The logos of a client and of its provider, as far as there are some, each with words for who does not see it."""
    say = client.words.text
    if client.logo is not None:
        yield client.logo, say("page-logo", name=shown_client(client))
    if client.logo_of_provider is not None and client.provider is not None:
        yield client.logo_of_provider, say("page-logo", name=client.provider.name)


def _until_then(race: OwnRace, plan: PlanOutcome) -> str:
    """What a plan does until the patch; of what is done today, also where it would be in place after the patch only."""
    if plan.mitigation is None:
        written = race.client.plan_as_today() if plan is race.today else race.client.plans.get(plan.name)
        nothing = written is None or race.client.mitigation_of(written) is None
        return race.say("page-cell-no-stopgap") if nothing else race.say("page-cell-not-in-time")
    name, days = isolated(race.until_then(plan)), race.in_place_after(plan)
    return race.say("page-cell-from-day", name=name, day=days) if days > 0 else name


def _situation(race: OwnRace) -> str:
    client = race.client
    if not client.runs_servers:
        return race.say("page-situation-cloud")
    if client.is_hosted and not race.is_attacked:
        return race.say("page-situation-provider")
    return race.say(
        "page-situation",
        servers=client.servers,
        mailboxes=client.mailboxes,
        deployment=client.deployment,
        anybody=client.name == ANYBODY,
        days=client.words.days(race.today.patches_after),
        tense=IS.name,
    )


def _headline(race: OwnRace) -> str:
    """The finding in one sentence: what the client does today against the best plan."""
    if not race.is_attacked:
        return unattacked.headline(race.scenario, race.client)
    number, today, best, language = race.denominator, race.today, best_plan(race), race.client.words
    has_ends = tells_ends(race, today)
    told: dict[str, Value] = {
        "days": language.days(today.patches_after),
        "chance": chance_of(today.mean, number, language),
        "is_one": is_one(today.mean, number),
        "average": has_ends,
    }
    text = race.say("page-headline-average" if has_ends else "page-headline-plain", **told)
    if best is None:
        return text
    planned: dict[str, Value] = {
        "plan": isolated(shown_plan(race.client, best.name)),
        "tells_day": best.patches_after != today.patches_after and not _names_its_day(best),
        "days": language.days(best.patches_after),
        "count": count_of(best.mean, number, language),
        "is_one": is_one(best.mean, number),
        "average": has_ends,
    }
    return f"{text} {race.say('page-headline-best' if best.mean else 'page-headline-best-none', **planned)}"


def _names_its_day(plan: PlanOutcome) -> bool:
    """Whether the day of a plan stands in its name, as that of the usual ones does."""
    usual = PLANS.get(plan.name)
    return usual is not None and usual.patches_after == plan.patches_after


def _behind_the_average(race: OwnRace) -> str:
    """How far futures with what the client does today lie apart, where its average says little of them."""
    if not race.is_attacked or not tells_ends(race, race.today):
        return ""
    return race.say(
        "page-futures-apart", of=race.denominator, futures=race.today.futures(race.denominator, race.client.words)
    )


def tells_ends(race: OwnRace, plan: PlanOutcome) -> bool:
    """Whether futures with a plan lie at two ends, which is said wherever its mean stands."""
    return not race.without_range and plan.has_two_peaks


def scope(scenario: Scenario, worlds: int, on: date, language: Language = ENGLISH) -> str:
    """What the numbers are about, so that nobody takes them for more; `worlds` is how many futures they rest on."""
    rows = assumptions(scenario)
    assumed = sum(row.is_assumed for row in rows)
    texts = [*_about(scenario, on, language), language.text("page-about-model", assumed=assumed, values=len(rows))]
    if scenario.uncertain and worlds < FEWEST_FOR_A_RANGE:
        texts.append(f"{too_few(worlds, language)}.")
    return " ".join(texts)


def _about(scenario: Scenario, on: date, language: Language) -> Iterator[str]:
    """What the case is, when and whom it is about, and whether it is past or invented."""
    about, tense, say = about_in(scenario, language), tense_of(scenario, on), language.text
    if about is None:
        yield say("page-about-flaw", case=isolated(plain(case_in(scenario, language))))
        if tense is not IS:
            yield say("page-about-ended", day=language.date(last_day(scenario)))
        return
    parts = [plain(each) for each in (about.what, about.when) if each is not None]
    yield say("page-about-case", case=isolated(", ".join(parts)))
    if about.whom is not None:
        yield say("page-about-whom", whom=isolated(plain(about.whom)))
    if about.kind == HAPPENED:
        yield say("page-about-happened")
    if about.kind == INVENTED:
        yield say("page-about-invented")


def counted(race: OwnRace) -> str:
    """What counts as the fix, when a business counts as breached, what changes nothing, and whom the client is like."""
    client, scenario = race.client, race.scenario
    if not race.is_attacked:
        return ""
    fix = called(scenario, REMEDIATIONS, race.fix, client.words)
    says_nothing = fix.casefold() == client.words.text("page-word-fix").casefold()
    texts = [] if says_nothing else [race.say("page-counted-fix", fix=isolated(fix))]
    if client.like is None:
        texts.append(race.say("page-counted-like", servers=client.servers, deployment=client.deployment))
    if client.servers > 1:
        texts.append(race.say("page-counted-servers", servers=client.servers))
    if client.mailboxes:
        texts.append(race.say("page-counted-mailboxes"))
    like = None if client.like is None else scenario.populations[client.like]
    if like is not None and like.deployment != client.deployment:
        group = isolated(called(scenario, POPULATIONS, client.like or "", client.words))
        texts.append(race.say("page-counted-group", group=group, deployment=like.deployment))
    return " ".join(texts)


def _how_likely(race: OwnRace) -> tuple[str, ...]:
    texts = [race.sentence()]
    if not race.is_attacked:
        return tuple(texts)
    return (*texts, *_before_the_fix(race), *open_to_attack(race))


def _before_the_fix(race: OwnRace) -> Iterator[str]:
    """How many are breached before the fix is out, where that is one of those counted."""
    number, before = race.denominator, race.before_the_fix()
    if whole_number(before * number):
        chance = capitalized(chance_of(before, number, race.client.words))
        told: dict[str, Value] = {"is_one": is_one(before, number), "average": not race.without_range}
        yield race.say("page-before-the-fix", chance=chance, **told)


def _waiting(race: OwnRace) -> tuple[str, ...]:
    if not race.is_attacked:
        return (unattacked.waiting(race.scenario, race.client),)
    number, language, extra, later_by = (
        race.denominator,
        race.client.words,
        race.today.extra_of_a_week,
        race.today.later_by,
    )
    told: dict[str, Value] = {"of": number, "is_week": later_by == WEEK, "days": language.days(later_by)}
    if later_by == 0:
        texts = [race.say("page-waiting-ends", tense=IS.name)]
    elif whole_number(extra * number):
        count = count_of(extra, number, language)
        texts = [race.say("page-waiting-more", count=count, is_one=is_one(extra, number), **told)]
    else:
        texts = [race.say("page-waiting-little", **told)]
    cost = race.client.cost_of_breach
    if cost is not None and extra > 0:
        costs = money_of(extra, number, cost.amount, cost.currency, language)
        texts.append(race.say("page-waiting-costs", breach=language.money(cost.amount, cost.currency), costs=costs))
    best = best_plan(race)
    texts += filter(None, [on_costs(race, best)])
    if best is not None:
        spared = whole_number(race.today.mean * number) - whole_number(best.mean * number)
        always = bool(np.all(best.chances < race.today.chances))
        text = "page-spares-always" if always else "page-spares"
        texts.append(race.say(text, plan=isolated(shown_plan(race.client, best.name)), count=spared, of=number))
    return tuple(texts)


def _plan_rows(race: OwnRace) -> Iterator[PlanRow]:
    """What is done today, then the plans from the one that spares most; each against the best of all.

    A plan that comes to the same as today's way is named together with it.
    """
    number, cost, language = race.denominator, race.client.cost_of_breach, race.client.words
    alike = [plan for plan in race.plans if plan.comes_to_the_same_as(race.today)]
    others = [plan for plan in race.plans if not any(plan is each for each in alike)]
    ordered = sorted((race.today, *others), key=lambda plan: plan.mean)
    names = {plan.name: isolated(shown_plan(race.client, plan.name)) for plan in race.all_plans}
    if alike:
        names[race.today.name] = race.say("page-cell-as-today", plan=names[alike[0].name])
    least = whole_number(ordered[0].mean * number)
    costs = costs_of(race)
    until_then = any(plan.mitigation != race.today.mitigation for plan in ordered)
    for plan in ordered:
        count = whole_number(plan.mean * number)
        low, high = (whole_number(each * number) for each in plan.range)
        yield PlanRow(
            mark=mark_of(race, plan),
            name=names[plan.name],
            when=race.say("page-cell-when", days=language.days_after(plan.patches_after)),
            until_then=_until_then(race, plan) if until_then else "",
            breached=count_of(plan.mean, number, language) if plan.mean else language.number(0),
            futures=_futures(race, plan),
            more=race.say("page-cell-more", count=count - least),
            money="" if cost is None else money_of(plan.mean, number, cost.amount, cost.currency, language),
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
    number, language = race.denominator, race.client.words
    text = range_of(*plan.range, number, language)
    if not plan.has_two_peaks:
        return text
    return race.say("page-cell-half", range=text, most=at_most(plan.quantiles[1], number, language))


def _deadline_rows(race: OwnRace, on: date) -> Iterator[DeadlineRow]:
    """The rules of the client's country that held on the day of the case, with those that came since set back."""
    day = day_of_rules(race, on)
    for rule in deadlines_for(WORST, race.client.country, race.client.words):
        held = rule.is_in_force(day)
        since = rule.in_force_from is not None and day < rule.in_force_from <= on
        status = rule.status(on)
        yield DeadlineRow(
            rule=rule.rule,
            within=rule.within(),
            days=rule.days,
            status=race.say("page-deadline-since", status=status) if since else status,
            binds=rule.binds,
            country=rule.country,
            today=_pace(race, rule.days) if held else NOT_TOLD,
            is_in_force=held,
        )


def _pace(race: OwnRace, days: float | None) -> str:
    """Whether the client's pace of today meets a deadline."""
    if days is None:
        return race.say("page-deadline-unknown")
    late = race.today.patches_after - days
    return (
        race.say("page-deadline-late", days=race.client.words.days(late)) if late > 0 else race.say("page-deadline-met")
    )


def day_of_rules(race: OwnRace, on: date) -> date:
    """The day on which rules must have held: the last one of a case that is past, for a client of a country."""
    past = race.client.country is not None and race.tense is WOULD_HAVE_BEEN
    return min(last_day(race.scenario), on) if past else on


def _deadlines_note(race: OwnRace, rows: Sequence[DeadlineRow]) -> str:
    country, texts = race.client.country, [race.say("page-deadlines-note")]
    if country is not None:
        known = any(country in each.countries for each in deadlines())
        name = country_name(country, race.client.words)
        texts.append(race.say("page-deadlines-note-country", country=name, known=known))
        if any(row.today == NOT_TOLD for row in rows) and race.tense is WOULD_HAVE_BEEN:
            texts.append(race.say("page-deadlines-note-past"))
    return " ".join(texts)
