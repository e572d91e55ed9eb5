"""The report as a page on screens from a phone to a desk: nothing is cut off, and letters are of its own typeface."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import sim
from sim.report.figures import NARROW, PHONE, WIDTH, pictures
from sim.report.page import page_of
from sim.report.templates import data_address
from sim.report.web_page import web_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CLIENT: dict[str, Any] = {
    "name": "Notfallwartungsfenster der Rechenzentrumsbetriebsgesellschaft",
    "deployment": "hybrid", "servers": 3, "patches_after": "21d", "cost_of_breach": "50_000 EUR",
    "plans": {
        "Notfallwartungsfenster am Wochenende": {"patches_after": "1d"},
        "株式会社東京情報システム運用管理計画書": {"patches_after": "2d"},
        "in drei Tagen": {"patches_after": "3d"},
        "in a month": {"patches_after": "30d"},
    },
}  # fmt: skip
WIDTHS = (360, 500, 768, 1000, 1280)
LETTERS_OF_PICTURES = 9.5 / 72
"""Inches of the letters of a picture that is shown at its own size."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A page with all that it may have, and its pictures as the page holds them."""
    race = sim.own_race(sim.load("next_flaw"), sim.Client.from_dict(CLIENT))
    page = page_of(race, date(2026, 11, 24))
    assert page.tells_ends
    drawn = pictures(page)
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(web_page(page, drawn), encoding="utf-8")
    return path, {name: data_address(each.svg, "image/svg+xml") for name, each in drawn.items()}


@pytest.fixture(scope="module")
def opened(browser: Browser, written: tuple[Path, dict[str, str]]) -> Iterator[Page]:
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(written[0].as_uri())
    yield page
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_sticks_out_and_no_text_lies_on_another(opened: Page, width: int) -> None:
    opened.set_viewport_size({"width": width, "height": 800})
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    found = opened.evaluate(
        """(width) => {
            const kinds = "h1, h2, h3, p, li, td, tbody th, caption, dt, dd, img, figcaption";
            const shown = [...document.querySelectorAll(kinds)]
                .filter((each) => each.offsetParent && !each.querySelector("p, li, img"))
                .map((each) => [each.textContent.trim().slice(0, 40) || each.alt, each.getBoundingClientRect()])
                .filter(([, box]) => box.width > 1);
            const wrong = shown.filter(([, box]) => box.left < -0.5 || box.right > width + 0.5).map(([text]) => text);
            shown.forEach(([one, box], index) => {
                for (const [other, next] of shown.slice(index + 1)) {
                    if (box.left < next.right - 1 && next.left < box.right - 1 && box.top < next.bottom - 1
                        && next.top < box.bottom - 1) wrong.push(`${one} over ${other}`);
                }
            });
            return wrong;
        }""",
        width,
    )
    assert found == []


@pytest.mark.parametrize("width", WIDTHS)
def test_pictures_fit_the_screen_and_their_letters_are_no_larger_than_the_text(
    opened: Page, written: tuple[Path, dict[str, str]], width: int
) -> None:
    opened.set_viewport_size({"width": width, "height": 800})
    text = opened.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    for name in ("curve", "futures"):
        picture = opened.locator("figure img").nth(("curve", "futures").index(name))
        picture.scroll_into_view_if_needed()
        narrow = width <= 640
        opened.wait_for_function(
            "([index, source]) => document.querySelectorAll('figure img')[index].currentSrc === source",
            arg=[("curve", "futures").index(name), written[1][name + (NARROW if narrow else "")]],
        )
        shown = (picture.bounding_box() or {"width": 0})["width"]
        letters = LETTERS_OF_PICTURES * shown / (PHONE if narrow else WIDTH)
        assert 9 < letters <= text
    icons = [(each.bounding_box() or {"width": 0})["width"] for each in opened.locator(".side img").all()]
    assert len(icons) == 2
    assert min(icons) > 110  # each of ten icons across can be seen


def test_the_page_is_set_in_its_own_typeface(opened: Page) -> None:
    assert opened.evaluate("document.fonts.ready.then(() => document.fonts.check('16px Fira Sans'))")
    assert opened.evaluate("[...document.fonts].map((each) => each.status)") == ["loaded", "loaded"]
    assert opened.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Fira Sans"')


def test_the_answer_prints_on_the_first_page_and_nothing_else(browser: Browser, tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    client = sim.Client.from_dict({"name": "Bakery", "deployment": "on_prem", "patches_after": "10d"})
    page = page_of(sim.own_race(sim.load("first_steps"), client, replications=20), date(2026, 11, 24))
    (tmp_path / "report.html").write_text(web_page(page, pictures(page)), encoding="utf-8")
    opened = browser.new_page()
    opened.goto((tmp_path / "report.html").as_uri())
    opened.pdf(path=tmp_path / "printed.pdf", prefer_css_page_size=True)
    opened.close()
    first = pypdf.PdfReader(tmp_path / "printed.pdf").pages[0].extract_text()
    assert page.what_to_do.texts[-1].split()[-1] in first
    assert "What do we do on Monday?" in first
    assert "How likely is it for us?" not in first
