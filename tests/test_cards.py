"""Cards: what a notebook shows has the numbers of the text, no script, and nothing unescaped."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from scenarios import SCENARIOS

import sim
from sim.cards import CardTable, Fold, card

HOSTILE = '<script>alert(1)</script> & "quoted" \u202e name'
NO_CLOSING = {"br"}


class Balanced(HTMLParser):
    """Checks that every element is closed, and that nothing runs or is loaded."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag != "script"
        assert {name for name, _ in attrs} <= {"style"}, attrs
        if tag not in NO_CLOSING:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def is_whole(text: str) -> None:
    """Well-formed HTML without a script that loads nothing."""
    parser = Balanced()
    parser.feed(text)
    parser.close()
    assert parser.open == []
    assert "http" not in text


def words(text: str) -> str:
    """What a reader sees."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


@pytest.fixture(scope="module")
def shown(lines_of_gallery: dict[str, Any]) -> dict[str, Any]:
    """One object of every kind that has a card."""
    names = lines_of_gallery
    found = {name: names[name] for name in ("first_steps", "result", "comparison", "grid", "race", "one_world")}
    return found | {"sensitivity": sim.sensitivity(names["unknowns"])}


KINDS = ["first_steps", "result", "comparison", "grid", "race", "one_world", "sensitivity"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_card_is_whole_and_says_where_its_numbers_come_from(kind: str, shown: dict[str, Any]) -> None:
    text = shown[kind]._repr_html_()
    is_whole(text)
    assert kind == "sensitivity" or "seed" in words(text)
    assert kind in ("one_world", "sensitivity") or "assumed" in words(text)


@pytest.mark.parametrize("kind", ["result", "comparison", "grid", "race", "sensitivity"])
def test_a_card_has_every_number_of_the_text(kind: str, shown: dict[str, Any]) -> None:
    """A table of the text is a table of the card; a card may fold it."""
    seen = words(shown[kind]._repr_html_())
    for number in re.findall(r"[+-]?[\d,.]*\d%?", str(shown[kind])):
        assert number in seen, number


def test_counts_of_a_race_are_those_of_its_servers(shown: dict[str, Any]) -> None:
    race = shown["one_world"]
    seen = words(race._repr_html_())
    for number in race.to_frame().groupby(["population", "outcome"], observed=True).size():
        assert f"{number:,}" in seen


def test_whatever_users_wrote_is_escaped() -> None:
    for text in (
        card(HOSTILE, HOSTILE, HOSTILE, CardTable([HOSTILE], [[HOSTILE]]), Fold(HOSTILE, HOSTILE)),
        sim.load("first_steps").replace({"name": '<b> & "x"'})._repr_html_(),
    ):
        is_whole(text)
        assert "<script" not in text
        assert "\u202e" not in text


@pytest.mark.parametrize("name", list(SCENARIOS)[:3])
def test_one_world_has_a_card(name: str) -> None:
    one = sim.run(sim.Scenario.from_dict(SCENARIOS[name]).replace({"replications": 1}))
    is_whole(one._repr_html_())
    assert "(one world)" in words(one._repr_html_())


def test_a_case_without_campaigns_has_a_card() -> None:
    document = sim.load("first_steps").to_dict()
    document.pop("campaigns")
    document.pop("uncertain", None)
    document.pop("labels", None)
    document.pop("translations", None)
    quiet = sim.Scenario.from_dict(document).replace({"replications": 2})
    is_whole(sim.run(quiet)._repr_html_())
    is_whole(quiet._repr_html_())
