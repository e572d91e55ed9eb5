"""What a speaker says to each slide, what will be asked then, and what the answer is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sim.report.page import NOT_A_FORECAST, STAYS_HERE, Page

SAY, ASKED, ANSWER = "Say:", "They may ask:", "Answer:"
Question = tuple[str, str]


def notes(page: Page, say: Sequence[str], questions: Iterable[Question] = ()) -> list[str]:
    """The lines of the notes below a slide."""
    lines = [SAY, *say]
    for question, answer in questions:
        lines += ["", f"{ASKED} {question}", f"{ANSWER} {answer}"]
    return [*lines, "", page.basis, NOT_A_FORECAST, STAYS_HERE]


def on_the_opening(page: Page) -> Iterator[Question]:
    """On what it is about."""
    yield "What is this about?", page.scope


def on_the_case() -> Iterator[Question]:
    """On what the numbers are."""
    yield "So is that what will happen?", f"No. {NOT_A_FORECAST} It compares what you may do, in the same futures."


def on_how_likely(page: Page) -> Iterator[Question]:
    """On the chance."""
    yield "Will we be breached?", f"The page does not say this: {_lower(page.limits.texts[0])}"
    if page.race.before_the_fix():
        patch = "that our provider patches" if page.race.client.is_hosted else "that we patch"
        yield (
            f"Why is the curve above zero before the day {patch}?",
            "Attacks of this case begin before the fix is out.",
        )


def on_waiting(page: Page) -> Iterator[Question]:
    """On waiting and what it costs."""
    if page.race.client.cost_of_breach is not None:
        yield (
            "Where does the amount come from?",
            "From your own figure for one breach, times the number that is printed. It is an average, no bill.",
        )
    yield "And if we wait for longer?", page.curve_caption


def on_plans(page: Page) -> Iterator[Question]:
    """On the table of plans."""
    yield "What exactly is counted?", page.plans_note


def on_the_year() -> Iterator[Question]:
    """On several flaws."""
    yield "Is that our risk in a year?", "No. It is of such flaws alone, at the rate that you named, and as is assumed."


def on_what_to_do(page: Page) -> Iterator[Question]:
    """On the steps."""
    race = page.race
    them = "the server" if race.client.servers == 1 else "the servers"
    if race.client.is_hosted:
        yield "What if our provider is slower?", f"Have {them} taken off the internet until it patches."
    else:
        yield "What if we are slower?", f"Then take {them} off the internet until you patch."
    yield "Is all well once the fix is in?", "No. The fix closes the door, and does not throw out who is already in."


def on_deadlines(page: Page) -> Iterator[Question]:
    """On the rules."""
    yield "Do these rules bind us?", page.deadlines_note


def on_how_sure(page: Page) -> Iterator[Question]:
    """On the spread and the error."""
    yield "How wrong can it be?", page.how_sure.texts[-1]


def on_limits(page: Page) -> Iterator[Question]:
    """On what is left out."""
    if page.plans:
        yield "Have we been breached already?", f"The page does not say this either: {_lower(page.limits.texts[1])}"


def on_sources(page: Page) -> Iterator[Question]:
    """On where it comes from."""
    yield "Can we check it?", f"Yes. Whoever has the case gets the same numbers again: {page.basis}"


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
