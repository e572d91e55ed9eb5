"""The file of a client: what is read from it, and what is said of a wrong one."""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import sim
from sim.clients.client import ANYBODY, TODAY, Mitigation, Money
from sim.clients.shown_names import shown_client, shown_plan
from sim.problems import InputError
from sim.scenario.quantities import Days

LEAST: dict[str, Any] = {"name": "Test Ltd", "deployment": "on_prem", "patches_after": "7d"}


def picture(kind: str = "PNG", size: tuple[int, int] = (30, 10), colours: str = "RGB") -> bytes:
    """A picture as a file of some kind."""
    kept = io.BytesIO()
    Image.new(colours, size, "#0072B2").save(kept, kind)
    return kept.getvalue()


PNG = picture()


def test_the_example_is_read_and_fits_the_case_it_names(root: Path) -> None:
    client = sim.load_client(root / "configs" / "client.example.yaml")
    assert client.name == "Example Bakery Ltd"
    assert (client.servers, client.mailboxes, float(client.patches_after)) == (1, 25, 7.0)
    assert client.cost_of_breach == Money(50_000, "EUR")
    assert str(client.cost_of_breach) == "50,000 EUR"
    assert sim.own_race(sim.load("proxylogon"), client, replications=2).fix == "security_update"


def test_every_key_of_a_client_is_in_the_example(root: Path) -> None:
    text = (root / "configs" / "client.example.yaml").read_text(encoding="utf-8")
    for key in ("name", "like", "deployment", "servers", "mailboxes", "fix", "patches_after", "mitigation", "plans"):
        assert f"{key}:" in text, key
    for key in ("cost_of_breach", "brand", "logo", "colour", "accent", "remediation", "after"):
        assert f"{key}:" in text, key


def test_defaults() -> None:
    client = sim.Client.from_dict(LEAST)
    assert {name: float(plan.patches_after) for name, plan in client.plans.items()} == {
        "in a day": 1,
        "in a week": 7,
        "in a month": 30,
    }
    assert client.servers == 1
    assert client.mitigation_of(client.plan_as_today()) is None
    assert client.cost_of_breach is None


def test_a_plan_without_a_mitigation_keeps_that_of_the_client() -> None:
    plans = {"a": {"patches_after": "1d"}, "b": {"patches_after": "1d", "mitigation": "none"}}
    client = sim.Client.from_dict({**LEAST, "mitigation": {"remediation": "rule", "after": "6h"}, "plans": plans})
    assert client.mitigation_of(client.plans["a"]) == Mitigation(remediation="rule", after=Days(0.25))
    assert client.mitigation_of(client.plans["b"]) is None


def test_a_client_is_frozen() -> None:
    client = sim.Client.from_dict(LEAST)
    with pytest.raises(ValueError, match="frozen"):
        client.servers = 2
    with pytest.raises(TypeError, match="frozen"):
        client.plans["x"] = client.plans["in a day"]


def test_text_stays_text() -> None:
    assert sim.Client.from_dict({**LEAST, "name": "<script>alert(1)</script>"}).name == "<script>alert(1)</script>"


def test_a_logo_is_read_from_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(PNG)
    (tmp_path / "client.yaml").write_text("name: A\ndeployment: on_prem\npatches_after: 1d\nbrand: {logo: logo.png}\n")
    client = sim.load_client(tmp_path / "client.yaml")
    assert client.logo is not None
    with Image.open(io.BytesIO(client.logo.content)) as kept:
        assert (kept.format, kept.size, kept.getpixel((3, 3))) == ("PNG", (30, 10), (0, 0x72, 0xB2))
    assert (client.logo.media, client.logo.size) == ("image/png", (30, 10))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "there is no such file"),
        (b"<svg onload='alert(1)'/>", "says neither viewBox nor width and height"),
        (b"GIF89a", "is no SVG, PNG, JPEG or WebP picture"),
    ],
)
def test_what_is_no_logo_is_told(content: bytes | None, message: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "logo.png").write_bytes(content)
    with pytest.raises(sim.InputError) as caught:
        sim.Client.from_dict({**LEAST, "brand": {"logo": "logo.png"}}, tmp_path)
    assert str(caught.value).startswith("brand.logo: 'logo.png': ")
    assert message in str(caught.value)


WRONG = """\
name: ""
likes: small_firms
deployment: onprem
servers: 0
mailboxes: many
patches_after: 7
mitigation: {remediation: x, afer: 1d}
plans:
  now: {patches_after: soon}
cost_of_breach: 50_000
brand: {colour: rouge, acent: "#123456"}
"""


def test_all_problems_of_a_file_are_told_at_once_with_their_places(tmp_path: Path) -> None:
    (tmp_path / "client.yaml").write_text(WRONG, encoding="utf-8")
    with pytest.raises(sim.InputError) as caught:
        sim.load_client(tmp_path / "client.yaml")
    lines = [line.removeprefix(f"{tmp_path / 'client.yaml'}:") for line in str(caught.value).splitlines()]
    expected = [
        ("1:1: name: ", "is not a text"),
        ("2:1: likes: ", "did you mean 'like'"),
        ("3:1: deployment: ", "did you mean 'on_prem'"),
        ("4:1: servers: ", "at least 1"),
        ("5:1: mailboxes: ", "is not a number"),
        ("6:1: patches_after: ", "a bare number is not a duration"),
        ("7:1: mitigation.after: ", "missing key; needed here: remediation, after"),
        ("7:30: mitigation.afer: ", "did you mean 'after'"),
        ("9:9: plans.now.patches_after: ", "is not a duration"),
        ("10:1: cost_of_breach: ", "50_000 EUR"),
        ("11:9: brand.colour: ", "'#0072B2'"),
        ("11:24: brand.acent: ", "did you mean 'accent'"),
    ]
    assert len(lines) == len(expected), lines
    for line, (place, message) in zip(lines, expected, strict=True):
        assert line.startswith(place), (line, place)
        assert message in line


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"plans": {}}, "holds 0 plans; name one to 4"),
        ({"plans": {"as today": {"patches_after": "1d"}}}, "is the name of what the client does without a plan"),
        ({"plans": {str(n): {"patches_after": "1d"} for n in range(5)}}, "holds 5 plans"),
        ({"plans": [1]}, "is not a mapping"),
        ({"plans": {"": {"patches_after": "1d"}}}, "is not a text"),
        ({"mitigation": "patching"}, "or none"),
        ({"name": "two\nlines"}, "on one line"),
        ({"name": "x" * 200}, "at most 120 letters"),
        ({"cost_of_breach": "-5 EUR"}, "is not an amount of money"),
        ({"brand": "red"}, "is not a mapping"),
    ],
)
def test_other_mistakes(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(sim.InputError, match=next(iter(changes))) as caught:
        sim.Client.from_dict({**LEAST, **changes})
    assert message in str(caught.value)


def test_missing_keys_are_named() -> None:
    with pytest.raises(sim.InputError) as caught:
        sim.Client.from_dict({"name": "A"})
    assert str(caught.value).count("missing key; needed here: name, deployment, patches_after") == 2


@pytest.mark.parametrize("content", ["", "- a\n", "just text\n"])
def test_a_file_that_is_no_client_is_told(content: str, tmp_path: Path) -> None:
    (tmp_path / "client.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(sim.InputError, match="a client needs name, deployment and patches_after"):
        sim.load_client(tmp_path / "client.yaml")


def test_a_client_that_does_not_fit_the_scenario_is_told_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "client.yaml"
    file.write_text("name: A\ndeployment: on_prem\nlike: small_firm\npatches_after: 1d\n", encoding="utf-8")
    with pytest.raises(sim.InputError, match="did you mean 'small_firms'") as caught:
        sim.own_race(sim.load("first_steps"), sim.load_client(file), replications=2)
    assert str(caught.value).startswith(f"{file}:3:1: like: ")


@pytest.mark.parametrize("money", ["180.000 EUR", "1.000 USD", "50.125 CHF"])
def test_a_point_that_some_read_as_thousands_is_refused(money: str) -> None:
    with pytest.raises(sim.InputError, match="180_000 EUR"):
        sim.Client.from_dict({"name": "x", "deployment": "on_prem", "patches_after": "1d", "cost_of_breach": money})


@pytest.mark.parametrize(("money", "amount"), [("180.00 EUR", 180), ("1.5 EUR", 2), ("1e5 EUR", 1e5)])
def test_other_points_are_taken(money: str, amount: float) -> None:
    client = sim.Client.from_dict(
        {"name": "x", "deployment": "on_prem", "patches_after": "1d", "cost_of_breach": money}
    )
    assert client.cost_of_breach is not None
    assert client.cost_of_breach.amount == amount


def test_a_changed_copy_keeps_the_rest(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(PNG)
    written = {"name": "x", "deployment": "on_prem", "patches_after": "1d", "brand": {"logo": "logo.png"}}
    client = sim.Client.from_dict(written, tmp_path)
    changed = client.replace({"patches_after": "2w", "cost_of_breach": "5_000 EUR"})
    assert float(changed.patches_after) == 14
    assert float(client.patches_after) == 1
    assert changed.logo == client.logo is not None
    assert changed.brand.logo == "logo.png"
    assert sim.Client.from_dict({**changed.to_dict(), "brand": {}}).cost_of_breach == Money(5_000, "EUR")
    with pytest.raises(sim.InputError, match="colour"):
        client.replace({"colour": "red"})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (picture()[:-45], "is a damaged picture"),
        (picture("JPEG", (200, 200))[:300], "is a damaged picture"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "is a damaged picture"),
        (picture("PNG", (8_001, 8_000), "1"), "is 8001 by 8000 dots; make the picture smaller"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0N \0\0N \x08\x02\0\0\0" + zlib.crc32(b"x").to_bytes(4, "big"), "picture"),
    ],
)
def test_a_logo_that_cannot_be_drawn_is_told(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "logo.png").write_bytes(content)
    with pytest.raises(sim.InputError, match=words) as caught:
        sim.Client.from_dict({**LEAST, "brand": {"logo": "logo.png"}}, tmp_path)
    assert str(caught.value).startswith("brand.logo: 'logo.png': ")


@pytest.mark.parametrize(
    ("money", "read"),
    [
        ("€50k", (50_000, "EUR")),
        ("50,000 EUR", (50_000, "EUR")),
        ("50 000 €", (50_000, "EUR")),
        ("50\N{NARROW NO-BREAK SPACE}000 €", (50_000, "EUR")),
        ("CHF 50'000", (50_000, "CHF")),
        ("£1.5m", (1_500_000, "GBP")),
        ("1,250,000.50 EUR", (1_250_001, "EUR")),
    ],
)
def test_money_is_read_as_people_write_it(money: str, read: tuple[int, str]) -> None:
    client = sim.Client.from_dict({**LEAST, "cost_of_breach": money})
    assert client.cost_of_breach == Money(*read)
    assert sim.Client.from_dict(client.to_dict()) == client


@pytest.mark.parametrize(
    "money", ["$50", "50", "EUR 50 EUR", "50,00 EUR", "5,0000 EUR", "€50.000", "¥900", "1,234,56 EUR"]
)
def test_money_that_may_mean_two_things_is_refused(money: str) -> None:
    with pytest.raises(sim.InputError, match="cost_of_breach"):
        sim.Client.from_dict({**LEAST, "cost_of_breach": money})


@pytest.mark.parametrize(
    ("colour", "read"), [("navy", "#000080"), ("#fff", "#FFFFFF"), ("Teal", "#008080"), ("#0072b2", "#0072B2")]
)
def test_colours_are_read_as_people_write_them(colour: str, read: str) -> None:
    assert sim.Client.from_dict({**LEAST, "brand": {"colour": colour}}).brand.colour == read


def test_a_plan_may_be_its_day_alone() -> None:
    short = sim.Client.from_dict({**LEAST, "plans": {"fast": "1d", "slow": {"patches_after": "9d"}}})
    assert short == sim.Client.from_dict(
        {**LEAST, "plans": {"fast": {"patches_after": "1d"}, "slow": {"patches_after": "9d"}}}
    )
    with pytest.raises(sim.InputError, match="is not a duration"):
        sim.Client.from_dict({**LEAST, "plans": {"fast": "soon"}})


@pytest.mark.parametrize("money", ["0 EUR", "0.2 EUR", "1e300 EUR"])
def test_money_that_no_breach_costs_is_refused(money: str) -> None:
    with pytest.raises(sim.InputError, match="is not between 1 and 1,000,000,000,000"):
        sim.Client.from_dict({**LEAST, "cost_of_breach": money})


def test_plans_that_differ_by_spaces_alone_are_told() -> None:
    plans = {"a": {"patches_after": "1d"}, " a ": {"patches_after": "2d"}}
    with pytest.raises(sim.InputError, match="holds 'a' more than once"):
        sim.Client.from_dict({**LEAST, "plans": plans})


def test_a_language_is_one_of_those_that_there_are() -> None:
    client = sim.Client.from_dict(
        {"name": "Bäckerei", "deployment": "on_prem", "patches_after": "7d", "language": "de"}
    )
    assert client.words.text("client-anybody") == "Ihr Unternehmen"
    assert client.to_dict()["language"] == "de"
    with pytest.raises(InputError, match="language: 'fr': is not one of them"):
        client.replace({"language": "fr"})


def test_names_that_clients_did_not_choose_are_shown_in_their_language() -> None:
    client = sim.Client.from_dict({"name": ANYBODY, "deployment": "on_prem", "patches_after": "7d", "language": "de"})
    assert [shown_plan(client, each) for each in (*client.plans, TODAY)] == [
        "innerhalb eines Tages",
        "innerhalb einer Woche",
        "innerhalb eines Monats",
        "wie heute",
    ]
    assert shown_client(client) == "Ihr Unternehmen"
    own = client.replace({"name": "Your Store", "plans": {"in a day": "2d", "fast": "1d"}})
    assert [shown_plan(own, each) for each in own.plans] == ["in a day", "fast"]
    assert shown_client(own) == "Your Store"
