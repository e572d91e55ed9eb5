"""The interactive page in a browser: what its script says is what the model says, offline, by keyboard, on a phone."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from english import ENGLISH_WORDS
from explored import data_of, table_of
from scenarios import document

import sim
from sim.model.luck import Luck
from sim.report.brand import contrast
from sim.report.explore.table import Setting
from sim.wording.chances import count_of, is_one

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REPLICATIONS = 60
CLIENT: dict[str, Any] = {
    "name": "</script><script>alert('x')</script>",
    "like": "small_firms",
    "deployment": "on_prem",
    "patches_after": "30h",
    "plans": {"now": {"patches_after": "1d", "mitigation": "none"}, "<b>later</b>": {"patches_after": "20d"}},
    "cost_of_breach": "40_000 EUR",
    "brand": {"colour": "#F2C200"},
}
RARE = document(
    "rare",
    start="2090-01-01",  # coming, so that it is not told as past
    horizon="90d",
    replications=20,
    populations={"own": {"organizations": 100}},
    remediations={"fix": {"available": "10d", "adoption": {"law": "fixed", "value": "7d"}}},
    campaigns={"scan": {"begins": "4d", "strategy": "random", "addresses": 20_000, "rate": "2/d", "success": 0.5}},
)
TEXTS = "h1, h2, h3, p, label, .value, small, li span, td, th, caption, summary, select, button, strong, svg text"
COLOURS_OF_TEXT = """(texts) => {
    const digits = (part) => Number(part).toString(16).padStart(2, "0");
    const hex = (colour) => "#" + colour.match(/\\d+/g).slice(0, 3).map(digits).join("");
    const behind = (element) => {
        const colour = getComputedStyle(element).backgroundColor;
        return colour === "rgba(0, 0, 0, 0)" ? behind(element.parentElement) : hex(colour);
    };
    const ink = (element) => getComputedStyle(element)[element.closest("svg") ? "fill" : "color"];
    return [...document.querySelectorAll(texts)]
        .filter((each) => each.textContent.trim())
        .map((each) => [each.textContent, hex(ink(each)), behind(each)]);
}"""
"""Every text that is shown, with its colour and the one behind it."""
COLLISIONS = """() => {
    const found = [];
    const boxes = [...document.querySelectorAll("#chart text, #chart circle.plan, #chart circle.you")].map((each) => {
        const box = each.getBoundingClientRect();
        const name = each.textContent || each.getAttribute("class");
        const isSign = each.classList.contains("sign");
        const isDot = each.tagName === "circle";
        const [left, right, top, bottom] = [box.left + 1, box.right - 1, box.top + 2, box.bottom - 2];
        return { name, isSign, isDot, left, right, top, bottom };
    });
    boxes.forEach((one, index) => {
        for (const other of boxes.slice(index + 1)) {
            if ((one.isDot && other.isSign) || (one.isSign && other.isDot)) continue;
            if (one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom)
                found.push(`${one.name} over ${other.name}`);
        }
    });
    return found;
}"""
"""What is printed over what in the curve; the letter of a dot stands on it."""
CROWDED = {
    "name": "株式会社東京情報システム運用管理計画書", "deployment": "on_prem", "patches_after": "1d",
    "plans": {
        "Notfallwartungsfenster der Rechenzentrumsbetriebsgesellschaft": {"patches_after": "1d"},
        "株式会社東京情報システム運用管理計画書": {"patches_after": "2d"},
        "at once": {"patches_after": "0d"},
        "three days": {"patches_after": "3d"},
    },
}  # fmt: skip
"""A client whose plans lie close to each other, and have long names."""
MOVES = 20
FAST_ENOUGH = 50.0
"""Milliseconds within which people see an answer as immediate."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages by name."""
    folder = tmp_path_factory.mktemp("pages")
    client = sim.Client.from_dict(CLIENT)
    pages = {
        "client": sim.write_explore_page(
            sim.load("first_steps"), client=client, out=folder / "client.html", replications=REPLICATIONS
        ),
        "anybody": sim.write_explore_page(
            sim.load("hybrid"), client=None, out=folder / "anybody.html", replications=REPLICATIONS
        ),
        "crowded": sim.write_explore_page(
            sim.load("first_steps"), client=sim.Client.from_dict(CROWDED), out=folder / "crowded.html", replications=5
        ),
        "rare": sim.write_explore_page(sim.Scenario.from_dict(RARE), client=None, out=folder / "rare.html"),
    }
    return {name: page.path for name, page in pages.items()}


class Opened:
    """A page in a browser without a network, and everything that went wrong in it."""

    def __init__(self, browser: Browser, path: Path, **options: Any) -> None:
        self.context = browser.new_context(offline=True, **options)
        self.context.set_default_timeout(0)  # however slow the machine is; pytest ends what hangs
        self.page: Page = self.context.new_page()
        self.wrong: list[str] = []
        self.page.on("console", lambda message: self.wrong.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("dialog", self._spoke)
        self.page.on("request", self._asked)
        self.page.goto(path.as_uri())

    def _spoke(self, dialog: Any) -> None:
        self.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _asked(self, request: Any) -> None:
        if not request.url.startswith(("file:", "data:")):
            self.wrong.append(f"request: {request.url}")

    def press(self, name: str, key: str, times: int = 1) -> None:
        self.page.focus(f"#{name}")
        for _ in range(times):
            self.page.keyboard.press(key)

    def move_to(self, name: str, value: float) -> None:
        """Move a slider by its keys to one of its positions."""
        values = np.array(self.positions[name])
        index = int(np.argmin(np.abs(values - value)))
        assert values[index] == value
        now = int(self.page.input_value(f"#{name}"))
        self.press(name, "ArrowRight" if index > now else "ArrowLeft", abs(index - now))

    @property
    def positions(self) -> Any:
        return data_of(self.page.content())["positions"]

    @property
    def sentence(self) -> str:
        return self.page.inner_text("#sentence")

    @property
    def chances(self) -> list[float]:
        """Mean, both ends of the range, and the mean a week later."""
        return [
            float(self.page.get_attribute("#chart", f"data-{key}") or "nan") for key in ("mean", "low", "high", "later")
        ]


@pytest.fixture
def opened(browser: Browser, files: dict[str, Path]) -> Iterator[Opened]:
    """The client's page."""
    found = Opened(browser, files["client"])
    yield found
    found.context.close()
    assert found.wrong == []


@pytest.fixture
def anybody(browser: Browser, files: dict[str, Path]) -> Iterator[Opened]:
    """The page of the hybrid case, for anybody."""
    found = Opened(browser, files["anybody"])
    yield found
    found.context.close()
    assert found.wrong == []


def race(**changes: Any) -> sim.OwnRace:
    speed = changes.pop("attack_speed", 1.0)
    return sim.own_race(
        sim.load("first_steps"),
        sim.Client.from_dict({**CLIENT, **changes}),
        replications=REPLICATIONS,
        workers=None,
        attack_speed=speed,
    )


def test_it_starts_with_the_client_offline_and_in_silence(opened: Opened) -> None:
    assert opened.sentence == race().sentence()
    assert "30 hours" in opened.sentence
    assert "For </script><script>alert('x')</script> · First steps" in opened.page.inner_text("header")
    assert "“<b>later</b>”, 20 days after the fix" in opened.page.inner_text("#plans")
    assert opened.page.title().startswith("</script><script>alert('x')")


def test_sliders_moved_by_keys_say_what_own_race_says(opened: Opened) -> None:
    opened.move_to("day", 20.0)
    assert opened.sentence == race(patches_after="20d").sentence()
    opened.move_to("factor", 2.0)
    assert opened.sentence == race(patches_after="20d", attack_speed=2.0).sentence()
    opened.move_to("servers", 3)
    expected = race(patches_after="20d", attack_speed=2.0, servers=3)
    assert opened.sentence == expected.sentence()
    exact = [expected.today.mean, *expected.today.range, float(expected.today.a_week_later.mean())]
    assert opened.chances == pytest.approx(exact, abs=1e-3)
    count = round(100 * expected.today.extra_of_a_week)
    money = f"At 40,000 EUR per breach, that delay costs {count * 400:,} EUR on average"
    assert money in opened.page.inner_text("#money")
    assert opened.page.inner_text("#later") == f"A week later: about {count} more of 100."
    assert f"about {round(100 * expected.today.mean)} breached" in opened.page.inner_text("#icons-title")
    assert opened.page.get_attribute("#icons", "aria-label") == (
        f"100 houses, of which {round(100 * expected.today.mean)} are filled: breached before they patch."
    )


def test_the_curve_is_that_of_own_race(opened: Opened) -> None:
    path = opened.page.get_attribute("#chart .mean", "d") or ""
    across, up = np.array([float(number) for number in re.findall(r"[\d.]+", path)]).reshape(-1, 2).T
    expected = race()
    after = expected.days >= 0
    assert len(up) == after.sum()
    assert np.corrcoef(across, expected.days[after])[0, 1] == pytest.approx(1)
    zero, top = (float(opened.page.get_attribute(f"#chart .grid >> nth={index}", "y1") or 0) for index in (0, -1))
    highest = float(opened.page.text_content("#chart .tick >> nth=5") or "nan")
    assert (zero - up) / (zero - top) * highest / 100 == pytest.approx(expected.mean[after], abs=2e-3)
    early = round(100 * float(expected.mean[after][0]))
    assert opened.page.inner_text("#before-words") == f"before the fix is out: about {early} of 100"


def test_a_mitigation_chosen_by_keys_says_what_own_race_says(opened: Opened) -> None:
    assert not opened.page.is_visible("#after")
    opened.move_to("day", 20.0)
    opened.press("mitigation", "ArrowDown")
    opened.move_to("after", 3.0)
    chosen = race(patches_after="20d", mitigation={"remediation": "workaround", "after": "3d"})
    assert opened.sentence == chosen.sentence()
    assert opened.chances[0] < race(patches_after="20d").today.mean - 0.05
    of_plan = f"1 day after the fix, without protection until then: about {round(100 * chosen.plans[0].mean)} of 100"
    assert of_plan in opened.page.inner_text("#plans")


def test_the_end_of_the_simulated_time_is_told(opened: Opened) -> None:
    opened.move_to("day", 44.0)
    assert opened.page.inner_text("#later").startswith("2 days later, where the simulated time ends: ")
    opened.press("day", "End")
    assert opened.page.inner_text("#later") == "The simulated time ends on this day."
    assert not opened.page.is_visible("#money")
    assert opened.sentence == race(patches_after="46d").sentence()


def test_another_kind_and_the_cloud(anybody: Opened) -> None:
    scenario = sim.load("hybrid")
    anybody.page.select_option("#deployment", "hybrid")
    client = {"name": "x", "deployment": "hybrid", "patches_after": "7d"}
    assert (
        anybody.sentence == sim.own_race(scenario, sim.Client.from_dict(client), replications=REPLICATIONS).sentence()
    )
    anybody.page.select_option("#deployment", "cloud")
    assert anybody.sentence.startswith("In this case, nobody attacks a service that runs in the cloud, as its author")
    assert not anybody.page.is_visible("#icons")
    assert not anybody.page.is_visible("#chart")
    assert anybody.page.inner_text("#later") == ""
    assert not anybody.page.is_visible("#servers")
    assert not anybody.page.is_visible("#mitigation-control")
    for name in ("#day", "#factor", "#after", "#show-deadlines"):  # nothing that they do would be seen
        assert not anybody.page.is_visible(name), name
    anybody.page.select_option("#deployment", "hybrid")
    for name in ("#day", "#factor", "#servers", "#show-deadlines"):
        assert anybody.page.is_visible(name), name


def test_a_provider_patches_hosted_servers(browser: Browser, tmp_path: Path) -> None:
    rented = {"organizations": 500, "deployment": "hosted"}
    scenario = sim.load("first_steps").replace({"populations.rented": rented, "replications": 5})
    page = sim.write_explore_page(scenario, out=tmp_path / "page.html", replications=5)
    opened = Opened(browser, page.path)
    labels = ("#page-title", "#day-label", "#chart-title", "#filled-words", "#axis-title")

    def shown() -> str:
        return "\n".join([opened.sentence, *(opened.page.inner_text(each) for each in labels)])

    before = shown()
    assert "you patch" in before
    assert "provider" not in before
    opened.page.select_option("#deployment", "hosted")
    client = sim.Client.from_dict({"name": "x", "deployment": "hosted", "patches_after": "7d"})
    assert opened.sentence == sim.own_race(scenario, client, replications=5).sentence()
    assert "whose provider patched 7 days after the fix" in opened.sentence
    for each in labels:
        assert "provider patches" in opened.page.inner_text(each), each
    opened.page.select_option("#deployment", "cloud")
    assert opened.sentence.startswith("In this case, attackers go for servers that a provider runs.")
    opened.page.click("#reset")
    assert shown() == before
    assert opened.wrong == []
    opened.context.close()


def test_the_script_reads_the_table_as_python_does(anybody: Opened, files: dict[str, Path]) -> None:
    table = table_of(files["anybody"].read_text(encoding="utf-8"))
    days, factors = anybody.positions["day"], anybody.positions["factor"]
    generator = Luck(5, 0).generator("settings")
    for _ in range(25):
        day, factor, servers, after, choice = (int(generator.integers(0, top)) for top in (40, 17, 50, 20, 2))
        anybody.page.evaluate(
            """([choice, day, factor, servers, mitigation, after]) => {
                const set = (id, value, event) => {
                    const control = document.getElementById(id);
                    control.value = value;
                    control.dispatchEvent(new Event(event));
                };
                set("deployment", choice, "change");
                set("mitigation", mitigation, "change");
                for (const [id, value] of Object.entries({ day, factor, servers, after })) set(id, value, "input");
            }""",
            [table.choices[choice].deployment, day, factor, servers, "cleaning_tool", after],
        )
        mitigation = table.choices[choice].mitigations.index("cleaning_tool")
        setting = Setting(choice, factors[factor], servers + 1, mitigation, anybody.positions["after"][after])
        now, later = table.chances(setting, np.array([days[day], days[day] + 7])).T
        expected = [now.mean(), *np.quantile(now, (0.05, 0.95)), later.mean()]
        assert anybody.chances == pytest.approx(expected, abs=1e-9)


def test_small_chances_get_a_larger_denominator(browser: Browser, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["rare"])
    client = {"name": "x", "deployment": "on_prem", "patches_after": "7d"}
    expected = sim.own_race(sim.Scenario.from_dict(RARE), sim.Client.from_dict(client)).sentence()
    assert opened.sentence == expected
    assert expected.startswith("Of 1,000 businesses")
    assert "futures" not in expected
    assert not opened.page.is_visible("#band-key")
    opened.move_to("factor", 4.0)
    opened.move_to("servers", 50)
    assert opened.sentence.startswith("Of 100 businesses")
    opened.context.close()


@pytest.mark.parametrize("chance", [0.0, 0.0123, 0.125, 0.375, 0.625, 0.985, 0.9999, 1.0])
def test_the_script_rounds_as_python_does(
    browser: Browser, files: dict[str, Path], tmp_path: Path, chance: float
) -> None:
    """Halves too: a page whose servers are all entered at once, with so large a share of those that have servers."""
    text = files["rare"].read_text(encoding="utf-8")
    data = data_of(text)
    data["codes"] = base64.b64encode(b"\xff\xff" * int(np.prod(data["shape"]))).decode()
    data["choices"][0]["members"][0]["weight"] = [chance]
    before, _, rest = text.partition('id="data">')
    page = tmp_path / "rounded.html"
    page.write_text(f'{before}id="data">{json.dumps(data)}{rest[rest.index("</script>") :]}', encoding="utf-8")
    opened = Opened(browser, page)
    assert opened.chances[0] == chance
    verb = "is" if is_one(chance, 100) else "are"
    assert f"fix is out, {count_of(chance, 100)} {verb} breached" in opened.sentence
    opened.context.close()
    assert opened.wrong == []


def test_the_way_back(opened: Opened) -> None:
    before = opened.sentence
    opened.press("day", "End")
    opened.press("factor", "Home")
    opened.page.select_option("#deployment", "cloud")
    assert opened.sentence != before
    opened.press("reset", "Enter")
    assert opened.sentence == before


def test_every_control_has_a_name_and_says_its_value_in_words(opened: Opened) -> None:
    opened.page.select_option("#mitigation", "workaround")
    names = {
        "The day you patch": "30 hours after the fix is out",
        "How hard attackers scan": "as hard as in the case",
        "Number of servers": "1 server",
        "In place on which day": "at once when it is available",
    }
    for name, words in names.items():
        slider = opened.page.get_by_role("slider", name=name, exact=True)
        assert slider.get_attribute("aria-valuetext") == words
    for name in ("Where your servers run", "Which of them you are like", "Protection until you patch"):
        assert opened.page.get_by_role("combobox", name=name, exact=True).count() == 1
    assert opened.page.get_by_role("checkbox", name="Show official deadlines").count() == 1
    assert opened.page.get_by_role("button", name="Back to the start").count() == 1
    assert opened.page.locator("input, select, button").count() == len(names) + 3 + 2
    opened.press("factor", "ArrowLeft", 4)
    assert opened.page.get_attribute("#factor", "aria-valuetext") == "half as hard as in the case"


def test_pictures_and_the_sentence_are_told_to_screen_readers(opened: Opened) -> None:
    assert opened.page.get_attribute("#sentence", "aria-live") == "polite"
    before = opened.page.get_by_role("img", name="A curve of how many of 100").get_attribute("aria-label")
    opened.press("day", "ArrowRight", 10)
    assert opened.page.get_attribute("#chart", "aria-label") != before
    opened.page.click("summary")
    opened.page.wait_for_selector("tr.now")
    assert opened.page.inner_text("tr.now").startswith("6 days (chosen)\tabout ")


def test_the_focus_can_be_seen(opened: Opened) -> None:
    opened.page.keyboard.press("Tab")
    seen = opened.page.evaluate("""() => {
        const style = getComputedStyle(document.activeElement);
        return [document.activeElement.id, style.outlineStyle, parseFloat(style.outlineWidth)];
    }""")
    assert seen == ["day", "solid", 3]


def test_deadlines_can_be_left_out(opened: Opened) -> None:
    lines = opened.page.locator("#chart .deadline")
    assert lines.count() == opened.page.locator("#deadlines li").count() > 0
    opened.press("show-deadlines", "Space")
    assert lines.count() == 0
    assert not opened.page.is_visible("#deadlines")


def test_the_answer_comes_at_once(opened: Opened) -> None:
    """Until style and layout are computed anew; the fastest of twenty moves, as a busy machine stutters."""
    for name in ("day", "factor", "servers"):
        times = opened.page.evaluate(
            """([name, moves]) => Array.from({ length: moves }, (_, move) => {
                const slider = document.getElementById(name);
                slider.value = (move * 7) % Number(slider.max);
                const begun = performance.now();
                slider.dispatchEvent(new Event("input"));
                document.body.getBoundingClientRect();
                return performance.now() - begun;
            })""",
            [name, MOVES],
        )
        assert min(times) < FAST_ENOUGH, (name, times)


@pytest.mark.parametrize("page", ["client", "anybody"])
@pytest.mark.parametrize("width", [320, 360, 800, 1280])
def test_nothing_sticks_out(browser: Browser, files: dict[str, Path], width: int, page: str) -> None:
    opened = Opened(browser, files[page], viewport={"width": width, "height": 740})
    opened.page.click("summary")
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    outside = opened.page.evaluate(
        """(width) => [...document.querySelectorAll("#chart text, #icons path, p, label, select, td")]
            .map((each) => [each.textContent, each.getBoundingClientRect()])
            .filter(([, box]) => box.width > 1 && (box.left < -0.5 || box.right > width + 0.5))
            .map(([text]) => text)""",
        width,
    )
    assert outside == []
    opened.context.close()


@pytest.mark.parametrize("width", [320, 360, 560, 768, 1000, 1280])
def test_nothing_is_printed_over_anything_else(browser: Browser, files: dict[str, Path], width: int) -> None:
    """Texts of the curve and the dots on it, wherever the slider of the day stands; plans of one day too."""
    opened = Opened(browser, files["crowded"], viewport={"width": width, "height": 740})
    for day in (0, 1, 2, 5, 14, 40, 60):
        opened.page.evaluate(
            """(day) => {
                const slider = document.getElementById("day");
                slider.value = data_positions.findIndex((each) => each >= day);
                slider.dispatchEvent(new Event("input", { bubbles: true }));
            }""".replace("data_positions", json.dumps(opened.positions["day"])),
            day,
        )
        assert opened.page.evaluate(COLLISIONS) == [], day
    opened.context.close()
    assert opened.wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_by_day_and_by_night(browser: Browser, files: dict[str, Path], scheme: Any) -> None:
    opened = Opened(browser, files["client"], color_scheme=scheme)
    opened.page.click("summary")
    opened.page.wait_for_selector("tr.now")
    found = opened.page.evaluate(COLOURS_OF_TEXT, TEXTS)
    assert len(found) > 60
    poor = [row for row in found if contrast(row[1].upper(), row[2].upper()) < 4.5]
    assert poor == []
    night = opened.page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    assert night == (scheme == "dark")
    opened.context.close()


def test_a_script_that_is_not_the_pages_own_does_not_run(
    browser: Browser, files: dict[str, Path], tmp_path: Path
) -> None:
    changed = tmp_path / "changed.html"
    text = files["client"].read_text(encoding="utf-8")
    changed.write_text(text.replace("</main>", "<script>document.title = 'taken'</script></main>"), encoding="utf-8")
    opened = Opened(browser, changed)
    assert opened.page.title() != "taken"
    assert any("Content Security Policy" in each for each in opened.wrong)
    opened.context.close()


def test_without_scripts_the_start_is_told(browser: Browser, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["client"], java_script_enabled=False)
    assert opened.sentence == race().sentence()
    assert "needs JavaScript" in opened.page.inner_text("main")
    opened.context.close()


GERMAN = {
    "name": "Bäckerei Muster", "deployment": "on_prem", "patches_after": "9d", "servers": 2, "language": "de",
    "country": "DE", "cost_of_breach": "40_000 EUR", "plans": {"sofort": "0d", "in a week": "7d"},
    "provider": {"name": "Beispiel IT", "contact": "+49 30 1234"},
}  # fmt: skip
ALL_WORDS = """() => [
    document.title,
    document.body.innerText,
    ...[...document.querySelectorAll("option")].map((each) => each.textContent),
    ...[...document.querySelectorAll("[aria-label]")].map((each) => each.getAttribute("aria-label")),
    ...[...document.querySelectorAll("[aria-valuetext]")].map((each) => each.getAttribute("aria-valuetext")),
].join("\\n")"""
"""What a page says to eyes and ears."""


@pytest.mark.parametrize("deployment", ["on_prem", "hosted"])
def test_a_page_in_german_has_no_word_of_english_and_the_numbers_of_the_model(
    deployment: str, browser: Browser, tmp_path: Path
) -> None:
    scenario = sim.load("first_steps")
    if deployment == "hosted":
        populations = {
            name: {**each, "deployment": "hosted"} for name, each in scenario.to_dict()["populations"].items()
        }
        scenario = sim.Scenario.from_dict({**scenario.to_dict(), "populations": populations})
    client = sim.Client.from_dict({**GERMAN, "deployment": deployment})
    written = sim.write_explore_page(scenario, client=client, out=tmp_path / "de.html", replications=REPLICATIONS)
    opened = Opened(browser, written.path)
    assert opened.page.get_attribute("html", "lang") == "de-DE"
    assert opened.sentence == sim.own_race(scenario, client, replications=REPLICATIONS).sentence()
    for days, factor in ((0.0, 1.0), (2.5, 4.0), (14.0, 0.25)):
        opened.move_to("day", days)
        opened.move_to("factor", factor)
        opened.page.click("summary")
        expected = sim.own_race(
            scenario, client.replace({"patches_after": f"{days}d"}), replications=REPLICATIONS, attack_speed=factor
        )
        assert opened.page.inner_text("#icons-title").endswith(
            f"gehackt: {count_of(expected.today.mean, 100, client.words)}"
        )
        said = opened.page.evaluate(ALL_WORDS).replace("First steps", "")
        assert not set(ENGLISH_WORDS.findall(said)) - {"A"}, said  # the letter of a plan
    assert "„innerhalb einer Woche“, 7 Tage nach Erscheinen: etwa " in opened.page.inner_text("#plans")
    assert "Bei 40.000 EUR je Einbruch kostet diese Verzögerung " in opened.page.inner_text("#money")
    assert "Erstellt von Beispiel IT. Kontakt: +49 30 1234." in opened.page.inner_text("footer")
    opened.context.close()
    assert opened.wrong == []
