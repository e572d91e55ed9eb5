"""One colour for what is breached and another for what the client does, in every chart and on every page."""

from __future__ import annotations

from datetime import date
from importlib import resources
from typing import Any

import numpy as np
import pytest
from matplotlib.colors import to_hex

import sim
from sim.charts.drawing.style import BREACHED, YOU
from sim.report.figures import pictures
from sim.report.page import page_of
from sim.report.web_page import web_page

CLIENT: dict[str, Any] = {"name": "Bakery", "deployment": "on_prem", "patches_after": "10d"}


@pytest.fixture(scope="module")
def race() -> sim.OwnRace:
    return sim.own_race(sim.load("first_steps"), sim.Client.from_dict(CLIENT), replications=30)


def test_the_curve_of_what_is_breached_has_its_colour_and_the_client_another(race: sim.OwnRace) -> None:
    ax = sim.charts.chance_by_patch_day(race)
    (curve,) = [line for line in ax.lines if line.get_linewidth() == 2.6]
    assert curve.get_color() == BREACHED
    frames = [text.get_bbox_patch() for text in ax.texts if text.get_text() == "You"]
    assert {to_hex(frame.get_facecolor()).upper() for frame in frames if frame is not None} == {YOU}


def test_icons_dots_and_bars_of_what_is_breached_have_its_colour(race: sim.OwnRace) -> None:
    icons: list[Any] = [each for each in sim.charts.icons_of_plan(race).collections if each.get_label() == "hit"]
    assert {to_hex(colour).upper() for each in icons for colour in np.atleast_2d(each.get_facecolor())} == {BREACHED}
    ax = sim.charts.futures_of_client(race)
    dots: list[Any] = list(ax.collections)
    assert {to_hex(each.get_facecolor()[0]).upper() for each in dots} == {BREACHED}
    headings = {text.get_color() for text in ax.texts if text.get_text().startswith("As today")}
    assert headings == {YOU}
    bars: list[Any] = list(sim.charts.waiting_of_client(race).patches)
    edges = {to_hex(bar.get_edgecolor()).upper() for bar in bars}
    assert BREACHED in edges


def test_pages_have_the_same_two_colours(race: sim.OwnRace) -> None:
    style = resources.files("sim.report").joinpath("explore/explore.css").read_text(encoding="utf-8")
    assert f"--you: {YOU.lower()};" in style
    assert f"--breached: {BREACHED.lower()};" in style
    for what, colour in (("mean", "breached"), ("hit", "breached"), ("you", "you"), ("down", "you")):
        (rule,) = [line for line in style.splitlines() if line.startswith(f"svg .{what} {{")]
        assert f"var(--{colour})" in rule
    page = page_of(race, date(2026, 11, 24))
    assert f"--you: {YOU};" in web_page(page, pictures(page))
