"""What a speaker says to each slide, what will be asked then, and what the answer is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sim.report.page import Page

Question = tuple[str, str]


def notes(page: Page, say: Sequence[str], questions: Iterable[Question] = ()) -> list[str]:
    """The lines of the notes below a slide."""
    words = page.race.say
    lines = [words("slides-say"), *say]
    for question, answer in questions:
        lines += ["", words("slides-asked", question=question), words("slides-answer", answer=answer)]
    return [*lines, "", page.basis, page.not_a_forecast, page.stays_here]


def on_the_opening(page: Page) -> Iterator[Question]:
    """On what it is about."""
    yield page.race.say("slides-ask-about"), page.scope


def on_the_case(page: Page) -> Iterator[Question]:
    """On what the numbers are."""
    say = page.race.say
    answer = say("slides-ask-what-will-happen.answer", not_a_forecast=page.not_a_forecast)
    yield say("slides-ask-what-will-happen"), answer


def on_how_likely(page: Page) -> Iterator[Question]:
    """On the chance."""
    say = page.race.say
    yield say("slides-ask-will-we-be"), say("slides-ask-will-we-be.answer", limit=_lower(page.limits.texts[0]))
    if page.race.before_the_fix():
        question = say("slides-ask-above-zero")
        yield question, say("slides-ask-above-zero.answer")


def on_waiting(page: Page) -> Iterator[Question]:
    """On waiting and what it costs."""
    say = page.race.say
    if page.race.client.cost_of_breach is not None:
        yield say("slides-ask-amount"), say("slides-ask-amount.answer")
    yield say("slides-ask-longer"), page.curve_caption


def on_plans(page: Page) -> Iterator[Question]:
    """On the table of plans."""
    yield page.race.say("slides-ask-counted"), page.plans_note


def on_the_year(page: Page) -> Iterator[Question]:
    """On several flaws."""
    say = page.race.say
    yield say("slides-ask-year"), say("slides-ask-year.answer")


def on_what_to_do(page: Page) -> Iterator[Question]:
    """On the steps."""
    say = page.race.say
    question = say("slides-ask-slower")
    yield question, say("slides-ask-slower.answer", servers=page.race.client.servers)
    yield say("slides-ask-all-well"), say("slides-ask-all-well.answer")


def on_deadlines(page: Page) -> Iterator[Question]:
    """On the rules."""
    yield page.race.say("slides-ask-bound"), page.deadlines_note


def on_how_sure(page: Page) -> Iterator[Question]:
    """On the spread and the error."""
    yield page.race.say("slides-ask-wrong"), page.how_sure.texts[-1]


def on_limits(page: Page) -> Iterator[Question]:
    """On what is left out."""
    say = page.race.say
    if page.plans:
        yield say("slides-ask-were-we"), say("slides-ask-were-we.answer", limit=_lower(page.limits.texts[1]))


def on_sources(page: Page) -> Iterator[Question]:
    """On where it comes from."""
    say = page.race.say
    yield say("slides-ask-check"), say("slides-ask-check.answer", basis=page.basis)


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
