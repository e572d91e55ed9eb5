"""The interactive page: its table against the model, what it says about itself, and that names in it stay text."""

from __future__ import annotations

import math
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from commands import patchrace, patchrace_alone
from explored import Elements, data_of, table_of
from hypothesis import given
from hypothesis import strategies as st
from scenarios import Document, document

import sim
from sim.clients.client import typical_client
from sim.clients.situation import Situation
from sim.model.world import Worlds
from sim.report.brand import contrast, readable_on
from sim.report.deadlines import deadlines_for
from sim.report.explore import explore as pages
from sim.report.explore.error import PageError, computed, measured
from sim.report.explore.page import positions
from sim.report.explore.table import (
    HIGHEST,
    LOWEST,
    MOST_SERVERS,
    MOST_VALUES,
    STEP,
    Builder,
    ChanceTable,
    Setting,
    code_of,
    hazard_of,
    speeds,
    worlds_that_fit,
)
from sim.runs.store import case_digest

REPLICATIONS = 30
CLIENT: dict[str, Any] = {"name": "Test Ltd", "deployment": "on_prem", "patches_after": "7d"}
ANSWERING = {"remediation": "workaround", "after": "1d"}
TWO_KINDS: Document = document(
    "two kinds",
    horizon="60d",
    seed=5,
    replications=REPLICATIONS,
    populations={
        "firms": {"organizations": 300},
        "shops": {"organizations": 200},
        "banks": {"organizations": 100, "tags": ["special"]},
        "mixed": {"organizations": 50, "deployment": "hybrid", "tags": ["special"]},
        "tenants": {"organizations": 900, "deployment": "cloud"},
    },
    remediations={
        "fix": {"available": "10d", "adoption": {"law": "fixed", "value": "7d"}},
        "filter": {"available": "13d", "adoption": {"law": "fixed", "value": "1d"}, "protects": 0.8},
        "eviction": {"available": "20d", "adoption": {"law": "fixed", "value": "1d"}, "protects": 0.0, "evicts": 0.5},
    },
    campaigns={
        "scan": {"begins": "4d", "strategy": "random", "addresses": 20_000, "rate": "300/d", "success": 0.8},
        "pick": {
            "begins": "6d",
            "aims": {"tags": ["special"]},
            "strategy": "hit_list",
            "rate": "5/d",
            "success": 0.7,
            "dwell": {"law": "exponential", "mean": "2d"},
        },
    },
    uncertain={
        "campaigns.scan.rate": {"law": "lognormal", "median": "300/d", "sigma": 0.7},
        "remediations.filter.protects": {"law": "uniform", "low": 0.6, "high": 0.9},
    },
)


def two_kinds(**changes: Any) -> sim.Scenario:
    return sim.Scenario.from_dict({**TWO_KINDS, **changes})


def test_codes_keep_hazards_to_less_than_a_ten_thousandth_of_a_chance() -> None:
    hazards = np.concatenate([[0.0], np.geomspace(LOWEST, HIGHEST, 5_000)])
    kept = hazard_of(code_of(hazards).astype(float))
    for servers in (1, 7, MOST_SERVERS, 1_000):
        assert np.abs(np.exp(-servers * hazards) - np.exp(-servers * kept)).max() <= STEP / (2 * math.e) + 1e-12 < 1e-4
    assert kept[0] == 0
    assert code_of(np.array([0.0, LOWEST / 3, 1e9])).tolist() == [0, 1, 2**16 - 1], "a small chance is not none"


@pytest.fixture(scope="module")
def built() -> tuple[list[Situation], list[Any], ChanceTable]:
    """Every choice of the scenario with two kinds, its worlds, and a table of them."""
    scenario = two_kinds()
    drawn = Worlds(scenario)
    worlds = [drawn[index] for index in range(REPLICATIONS)]
    start = sim.Client.from_dict(CLIENT)
    situations = pages._situations(scenario, start, worlds)
    table = Builder(situations, worlds, REPLICATIONS, 1).table(speeds(9), [7.0, 14.0], -14.0, 47.0)
    return situations, worlds, table


def test_choices_are_deployments_and_populations_that_run_servers(built: tuple[Any, Any, ChanceTable]) -> None:
    choices = built[2].choices
    assert [(each.deployment, each.like) for each in choices] == [
        ("on_prem", None),
        ("on_prem", "firms"),
        ("on_prem", "shops"),
        ("on_prem", "banks"),
        ("hybrid", None),
    ]
    assert all(each.fix == "fix" for each in choices)
    assert all(each.mitigations == ("filter",) for each in choices), "a remediation that protects nobody is none"


def test_populations_that_are_treated_alike_share_a_curve(built: tuple[Any, Any, ChanceTable]) -> None:
    table = built[2]
    assert table.codes.shape[0] == 2
    everybody, firms, shops, banks, hybrid = ({member.curve for member in choice.members} for choice in table.choices)
    assert firms == shops != banks == hybrid
    assert everybody == firms | banks
    assert [float(member.weight[0]) for member in table.choices[0].members] == pytest.approx([5 / 6, 1 / 6])


def test_populations_that_get_the_fix_later_have_a_curve_of_their_own(tmp_path: Path) -> None:
    fix = {**TWO_KINDS["remediations"]["fix"], "by_population": {"shops": {"available": "15d"}}}
    scenario = two_kinds(remediations={"fix": fix}, uncertain={})
    table = table_of(sim.write_explore_page(scenario, out=tmp_path / "a.html").path.read_text(encoding="utf-8"))
    firms, shops = (
        sim.own_race(scenario, sim.Client.from_dict({**CLIENT, "like": like})).today.mean for like in ("firms", "shops")
    )
    read = [float(table.chances(Setting(choice), np.array([7.0])).mean()) for choice in (1, 2, 0)]
    assert read == pytest.approx([firms, shops, read[2]], abs=1e-4)
    everybody = sim.own_race(scenario, sim.Client.from_dict(CLIENT)).today.mean
    assert read[2] == pytest.approx(everybody, abs=1e-4)
    assert abs(firms - shops) > 0.03


@pytest.mark.parametrize("mitigation", [None, 0])
@pytest.mark.parametrize("servers", [1, 4, MOST_SERVERS])
@pytest.mark.parametrize("factor", [0.25, 1.0, 4.0])
def test_on_its_grid_the_table_is_the_computation(
    built: tuple[list[Situation], list[Any], ChanceTable], factor: float, servers: int, mitigation: int | None
) -> None:
    situations, worlds, table = built
    for choice in range(len(situations)):
        setting = Setting(choice, factor, servers, mitigation, after=4.0)
        true = computed(table, situations[choice], worlds, setting, table.days, 1)
        exact = 1e-4 if mitigation is None else 2e-3
        assert np.abs(table.chances(setting, table.days) - true).max() < exact


def test_the_computation_is_that_of_own_race() -> None:
    """What pages are measured against is what `own_race` says, with a mitigation and faster attacks too."""
    scenario = sim.load("first_steps").replace({"replications": 10})
    client = sim.Client.from_dict({**CLIENT, "servers": 3, "mitigation": ANSWERING})
    worlds = [Worlds(scenario)[index] for index in range(10)]
    situations = pages._situations(scenario, client, worlds)
    table = Builder(situations, worlds, 10, 1).table(speeds(9), [], -14.0, 40.0)
    assert table.choices[0].mitigations == ("workaround",)
    found = computed(table, situations[0], worlds, Setting(0, 2.5, 3, 0, 1.0), np.array([7.0, 14.0]), 1)
    race = sim.own_race(scenario, client, attack_speed=2.5)
    assert np.array_equal(found[:, 0], race.today.chances)
    assert np.array_equal(found[:, 1], race.today.a_week_later)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[sim.ExplorePage, str]:
    """A page of the smallest shipped scenario, for anybody."""
    page = sim.write_explore_page(
        sim.load("first_steps"), out=tmp_path_factory.mktemp("page") / "page.html", replications=40
    )
    return page, page.path.read_text(encoding="utf-8")


def test_between_its_grid_the_page_is_off_by_no_more_than_it_says(written: tuple[sim.ExplorePage, str]) -> None:
    """At settings that were not tried when it was written; a little more is possible, as only some can be tried."""
    page, text = written
    table = table_of(text)
    assert page.error.largest < 0.002
    for index, (factor, servers, days) in enumerate([(0.6, 1, 5.3), (1.7, 9, 11.1), (3.3, 33, 2.2), (0.3, 2, 37.7)]):
        client = sim.Client.from_dict({**CLIENT, "servers": servers, "patches_after": f"{days}d"})
        race = sim.own_race(sim.load("first_steps"), client, replications=40, attack_speed=factor)
        read = table.chances(Setting(0, factor, servers), np.array([days]))[:, 0]
        assert float(read.mean()) == pytest.approx(race.today.mean, abs=1.5 * page.error.largest), index
        assert np.quantile(read, (0.05, 0.95)) == pytest.approx(race.today.range, abs=1.5 * page.error.of_range)


def test_the_error_that_is_told_is_the_largest_found(built: tuple[Any, Any, ChanceTable]) -> None:
    situations, worlds, table = built
    error = measured(table, situations, worlds, MOST_SERVERS, (40.0, 30.0), 1)
    assert 0 < error.typical < error.largest < 0.005
    blurred = ChanceTable(table.choices, table.days[::6], table.factors, table.codes[..., ::6], table.worlds)
    assert measured(blurred, situations, worlds, MOST_SERVERS, (40.0, 30.0), 1).largest > 4 * error.largest


def test_an_error_is_told_rounded_up() -> None:
    told = str(PageError(240, 0.001201, 0.00011, 0.0040))
    assert "240 settings" in told
    assert "at most 0.13 of 100 (by 0.02 on average)" in told
    assert "range by at most 0.40 of 100" in told


def test_a_page_that_would_be_wrong_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "LARGEST_ERROR", 1e-9)
    with pytest.raises(sim.InputError, match="jumps too much"):
        sim.write_explore_page(sim.load("first_steps"), out=tmp_path / "page.html", replications=5)
    assert not list(tmp_path.iterdir())


def test_a_page_gets_a_finer_table_where_it_needs_one(tmp_path: Path) -> None:
    """A list that is gone through within days, equally fast in all worlds: where it ends, the chance has a kink."""
    listed = {"begins": "2d", "strategy": "hit_list", "rate": "300/d", "success": 0.7, "priority": {"special": 4}}
    populations = {"own": {"organizations": 4_000, "tags": ["special"]}, "others": {"organizations": 4_000}}
    scenario = two_kinds(populations=populations, campaigns={"pick": listed}, uncertain={})
    page = sim.write_explore_page(scenario, out=tmp_path / "a.html")
    assert page.error.largest <= pages.LARGEST_ERROR
    assert len(table_of(page.path.read_text(encoding="utf-8")).factors) > pages.SPEEDS[0]


def test_the_page_loads_nothing_and_is_small(written: tuple[sim.ExplorePage, str]) -> None:
    page, text = written
    assert page.size == page.path.stat().st_size < 1_000_000
    elements = Elements(text)
    for tag, attributes in elements.found:
        assert tag not in ("link", "iframe", "object", "embed", "base"), tag
        assert not {"href", "action", "srcset", "data", "background"} & set(attributes), (tag, attributes)
        assert attributes.get("src", "data:").startswith("data:")
        assert not any(key.startswith("on") for key in attributes), (tag, attributes)
    assert not re.search(r"url\((?!data:font/woff;base64,)", text)
    assert len(re.findall("@font-face", text)) == 2
    assert "@import" not in text
    assert re.findall(r"https?://[^\s\"']+", text) == ["http://www.w3.org/2000/svg"], "the name of SVG, not an address"
    (policy,) = (each["content"] for tag, each in elements.found if "Content-Security-Policy" in each.values())
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_page_says_what_it_is(written: tuple[sim.ExplorePage, str]) -> None:
    page, text = written
    footer = re.sub(r"<[^>]+>|\s+", " ", text[text.index("<footer>") : text.index("</footer>")])
    footer = re.sub(r" +", " ", footer)
    scenario = sim.load("first_steps").replace({"replications": 40})
    assert str(page.error) in footer
    month = f"{date.today():%B %Y}"
    for words in (
        "Illustrative model, not a forecast or an audit",
        "loads nothing and sends nothing",
        "First steps",
        scenario.digest,
        "seed 1",
        "40 simulated futures",
        month,
        "38 are assumed",
    ):
        assert words in footer, words


def test_deadlines_come_from_the_data_with_their_status(written: tuple[sim.ExplorePage, str]) -> None:
    text, today = written[1], date.today()
    for each in deadlines_for():
        shown = each.days is not None and each.is_in_force(today)
        assert (f"{each.rule}: {each.within()} ({each.status(today)})" in text) == shown, each


def test_the_sentence_stands_there_without_a_script(written: tuple[sim.ExplorePage, str]) -> None:
    client = sim.Client.from_dict(CLIENT)
    assert sim.own_race(sim.load("first_steps"), client, replications=40).sentence() in written[1]


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "</script><b>x", "{{ 7 * 7 }} & 'quotes' \"too\"", "$x$"]
)
def test_names_stay_text(name: str, tmp_path: Path) -> None:
    scenario = two_kinds(name=name)
    client = sim.Client.from_dict({**CLIENT, "name": name, "plans": {name: {"patches_after": "3d"}}})
    text = sim.write_explore_page(scenario, client=client, out=tmp_path / "page.html", replications=3).path.read_text(
        encoding="utf-8"
    )
    elements = Elements(text)
    assert [tag for tag, _ in elements.found].count("script") == 2
    assert "b" not in [tag for tag, _ in elements.found]
    assert data_of(text)["plans"][0]["name"] == name
    assert f"For {name} · {name}" in "".join(elements.texts["p"])
    assert "<" not in text[text.index('id="data">') + 10 : text.index("</script>", text.index('id="data">'))]


@given(st.integers(0, 0xFFFFFF))
def test_text_on_the_brand_colour_can_be_read(number: int) -> None:
    colour = f"#{number:06X}"
    assert contrast(readable_on(colour), colour) >= 4.5


def test_a_slider_stops_at_the_days_of_the_client() -> None:
    found = positions(20.5, {1.3, 7.0, 30.0})
    assert found[:5] == [0.0, 0.5, 1.0, 1.3, 1.5]
    assert found[-3:] == [18.0, 19.0, 20.0]
    assert 30.0 not in found


def test_a_fix_that_others_get_late_does_not_move_the_clients_days(tmp_path: Path) -> None:
    document = two_kinds().to_dict()
    document["remediations"]["fix"]["by_population"] = {"banks": {"available": "55d"}}
    client = sim.Client.from_dict({**CLIENT, "like": "firms", "patches_after": "30d"})
    written = sim.write_explore_page(
        sim.Scenario.from_dict(document), client=client, out=tmp_path / "page.html", replications=4
    )
    data = data_of(written.path.read_text())
    assert data["start"]["day"] == 30.0
    assert 30.0 in data["positions"]["day"]
    assert data["days"][-1] >= 37.0


def test_every_slider_can_stand_where_it_starts(tmp_path: Path) -> None:
    mitigation = {"remediation": "filter", "after": "40d"}
    client = sim.Client.from_dict(
        {**CLIENT, "like": "firms", "servers": 70, "patches_after": "30h", "mitigation": mitigation}
    )
    data = data_of(
        sim.write_explore_page(two_kinds(), client=client, out=tmp_path / "page.html", replications=4).path.read_text()
    )
    for name, positions_of in data["positions"].items():
        assert data["start"][name] in positions_of, name


def test_the_start_is_the_clients(tmp_path: Path) -> None:
    client = sim.Client.from_dict(
        {**CLIENT, "like": "hospitals", "servers": 70, "patches_after": "30h", "mitigation": ANSWERING,
         "plans": {"at once": {"patches_after": "1d", "mitigation": "none"}, "so": {"patches_after": "9d"}}}
    )  # fmt: skip
    data = data_of(
        sim.write_explore_page(
            sim.load("first_steps"), client=client, out=tmp_path / "a.html", replications=3
        ).path.read_text(encoding="utf-8")
    )
    start = {"deployment": "on_prem", "like": "hospitals", "day": 1.25, "factor": 1.0, "servers": 70}
    assert data["start"] == {**start, "mitigation": "workaround", "after": 1.0}
    assert 1.25 in data["positions"]["day"]
    assert data["positions"]["servers"][-1] == 70
    assert [(each["name"], each["day"], each["asUsual"], each["mitigation"]) for each in data["plans"]] == [
        ("at once", 1.0, False, None),
        ("so", 9.0, True, None),
    ]


def test_the_start_without_a_client_is_the_commonest_deployment_as_in_a_report(tmp_path: Path) -> None:
    hybrid, on_prem = ({"organizations": 10, "deployment": each} for each in ("hybrid", "on_prem"))
    populations = {"few": hybrid, "many": {**on_prem, "organizations": 30, "tags": ["special"]}}
    scenario = two_kinds(populations=populations, replications=3)
    written = sim.write_explore_page(scenario, out=tmp_path / "page.html").path.read_text(encoding="utf-8")
    assert data_of(written)["start"]["deployment"] == typical_client(scenario).deployment == "on_prem"


def test_a_fix_named_by_the_client_is_the_fix(tmp_path: Path) -> None:
    client = sim.Client.from_dict({**CLIENT, "fix": "filter"})
    text = sim.write_explore_page(two_kinds(), client=client, out=tmp_path / "a.html", replications=3).path.read_text(
        encoding="utf-8"
    )
    assert all(choice.mitigations == ("fix",) for choice in table_of(text).choices)


def test_worlds_that_are_alike_are_kept_once(tmp_path: Path) -> None:
    text = sim.write_explore_page(two_kinds(uncertain={}), out=tmp_path / "a.html").path.read_text(encoding="utf-8")
    table = table_of(text)
    assert table.codes.shape[1] == 1
    assert table.worlds == REPLICATIONS
    assert "no certainty" in text
    assert "simulated futures between" not in text


def test_a_short_simulated_time_gets_a_short_page(tmp_path: Path) -> None:
    data = data_of(
        sim.write_explore_page(two_kinds(horizon="15d"), out=tmp_path / "a.html").path.read_text(encoding="utf-8")
    )
    assert (data["shown"], data["last"], data["start"]["day"]) == (5.0, 5.0, 5.0)


def test_worlds_have_to_fit(tmp_path: Path) -> None:
    assert worlds_that_fit(3, 9) * 3 * 9 * 40 <= MOST_VALUES
    for number in (worlds_that_fit(2, 9) + 1, 10**9):
        with pytest.raises(sim.InputError, match=f"replications: {number}: is more than the"):
            sim.write_explore_page(two_kinds(), out=tmp_path / "a.html", replications=number)
    with pytest.raises(sim.InputError, match="replications: 0"):
        sim.write_explore_page(two_kinds(), out=tmp_path / "a.html", replications=0)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {
                "populations": {"tenants": {"organizations": 9, "deployment": "cloud"}},
                "campaigns": {},
                "remediations": {},
            },
            "nobody who runs a server",
        ),
        ({"remediations": {}}, "no fix to wait for"),
    ],
)
def test_a_scenario_without_a_race_is_told(changes: dict[str, Any], message: str, tmp_path: Path) -> None:
    with pytest.raises(sim.InputError, match=message):
        sim.write_explore_page(two_kinds(**{"uncertain": {}, **changes}), out=tmp_path / "a.html")


def test_a_client_that_does_not_fit_is_told(tmp_path: Path) -> None:
    client = sim.Client.from_dict({**CLIENT, "like": "firm"})
    with pytest.raises(sim.InputError, match="did you mean 'firms'"):
        sim.write_explore_page(two_kinds(), client=client, out=tmp_path / "a.html")


def test_a_file_of_somebody_else_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    sim.write_explore_page(two_kinds(), out=path, replications=2)
    assert sim.write_explore_page(two_kinds(), out=path, replications=3).worlds == 3
    path.write_text("<p>my own page</p>", encoding="utf-8")
    with pytest.raises(sim.InputError, match="did not write; name another"):
        sim.write_explore_page(two_kinds(), out=path, replications=2)
    assert path.read_text(encoding="utf-8") == "<p>my own page</p>"
    assert [each.name for each in tmp_path.iterdir()] == ["page.html"]


def test_jinja_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(
        sim.InputError, match="interactive pages: need jinja2, which is not installed; run make install"
    ):
        sim.write_explore_page(two_kinds(), out=tmp_path / "a.html")


def test_help_teaches_by_example(tmp_path: Path) -> None:
    done = patchrace("explore", "--help", folder=tmp_path)
    assert done.returncode == 0
    assert "patchrace explore first_steps" in done.stdout


def test_the_command_writes_a_page_and_tells_its_error(root: Path, tmp_path: Path) -> None:
    client = str(root / "configs/client.example.yaml")
    done = patchrace_alone(
        "explore", "proxylogon", "--client", client, "--replications", "4", "--out", "new/page.html", folder=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert "Interactive page: new/page.html" in done.stdout
    assert "averages were off by at most" in done.stdout
    text = (tmp_path / "new/page.html").read_text(encoding="utf-8")
    assert "Example Bakery Ltd" in text
    assert data_of(text)["cost"] == {"amount": 50_000.0, "currency": "EUR"}


def test_the_command_has_a_name_for_the_page(tmp_path: Path) -> None:
    done = patchrace("explore", "first_steps", "--replications", "3", "--set", "seed=4", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    digest = case_digest(sim.load("first_steps", changes={"seed": 4}))
    assert [path.name for path in (tmp_path / "results").iterdir()] == [f"first-steps-{digest}-explore.html"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--out", "page.pdf"], ["--out page.pdf", "is no name of an HTML file; name one such as explore.html"]),
        (["--out", "file/page.html"], ["--out file/page.html", "cannot be written"]),
        (["--client", "none.yaml"], ["none.yaml"]),
        (["--client", "client.yaml"], ["client.yaml:3:1: like: firm", "unknown population"]),
        (["--set", "campaigns.mass_scan.rates=3/d"], ["rates"]),
        (["--language", "german"], ["error: --language: 'german': is no language; ", "known here: en, de"]),
    ],
)
def test_the_command_refuses_with_one_line(arguments: list[str], words: list[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    (tmp_path / "client.yaml").write_text(
        "name: A\ndeployment: on_prem\nlike: firm\npatches_after: 1d\n", encoding="utf-8"
    )
    done = patchrace("explore", "first_steps", "--replications", "2", *arguments, folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, ""), done
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert all(word in done.stderr for word in words), done.stderr
