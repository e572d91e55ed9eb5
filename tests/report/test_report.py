"""`patchrace report`: a folder for one client, written whole or not at all."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
from commands import assert_refused, patchrace, patchrace_alone, patchrace_in

import sim
from sim.clients.client import typical_client
from sim.report import write
from sim.runs.store import case_digest

KINDS = ("on_prem", "hybrid")
CLIENT = """\
name: Example Bakery Ltd
like: small_firms
deployment: on_prem
patches_after: 10d
"""


@pytest.fixture
def without_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the whole charts, which take most of the time, where a test is about the folder."""
    monkeypatch.setattr(write, "save_figures", lambda *_: [])


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A report of the smallest shipped scenario for a client."""
    folder = tmp_path_factory.mktemp("report")
    (folder / "client.yaml").write_text(CLIENT)
    return folder, patchrace_alone("report", "first_steps", "--client", "client.yaml", folder=folder)


def test_a_report_is_a_folder_with_every_form(reported: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, done = reported
    assert done.returncode == 0, done.stderr
    (report,) = (folder / "results").iterdir()
    case = case_digest(sim.load("first_steps"))
    assert re.fullmatch(rf"first-steps-{case}-report-example-bakery-ltd-[0-9a-f]{{8}}", report.name)
    files = {path.relative_to(report).as_posix() for path in report.rglob("*") if path.is_file()}
    assert {"report.pdf", "report.html", "slides.pptx", "manifest.json"} <= files
    assert {f"figures/chance_by_patch_day.{kind}" for kind in ("png", "svg", "pdf")} <= files
    assert (report / "report.pdf").read_bytes().startswith(b"%PDF")
    assert (report / "slides.pptx").read_bytes().startswith(b"PK")
    chart = (report / "figures" / "chance_by_patch_day.svg").read_text()
    today = f"{date.today().day} {date.today():%B %Y}"
    for words in (today, "First steps", "patchrace 0.", "Illustrative model, not a forecast or an audit"):
        assert words in " ".join(" ".join(re.findall(r">([^<]+)<", chart)).split()), words
    manifest = json.loads((report / "manifest.json").read_text())
    assert set(manifest["files"]) == files - {"manifest.json"}
    assert manifest["reading_grade"] <= 8
    assert manifest["on"] == date.today().isoformat()
    assert sim.Client.from_dict(manifest["client_file"]).name == "Example Bakery Ltd"
    assert sim.Scenario.from_dict(manifest["scenario"]).digest == manifest["digest"]


def test_the_command_says_what_the_page_says(reported: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, done = reported
    client = sim.load_client(folder / "client.yaml")
    assert sim.own_race(sim.load("first_steps"), client).sentence() in done.stdout
    assert "report.pdf" in done.stdout
    assert "Reading grade" in done.stdout
    assert done.stderr == ""


@pytest.mark.usefixtures("without_figures")
def test_a_report_replaces_that_of_the_same_client_only(
    reported: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, _ = reported
    (folder / "other.yaml").write_text(CLIENT.replace("Example Bakery Ltd", "Another Firm"))
    (report,) = (folder / "results").iterdir()
    out = f"results/{report.name}"
    again = patchrace("report", "first_steps", "--client", "client.yaml", "--replications", "5", folder=folder)
    assert again.returncode == 0, again.stderr
    assert json.loads((folder / out / "manifest.json").read_text())["replications"] == 5
    refused = patchrace("report", "first_steps", "--client", "other.yaml", "--out", out, folder=folder)
    assert_refused(refused, "holds the report of another client ('Example Bakery Ltd')")
    (folder / "full").mkdir()
    (folder / "full" / "thesis.txt").write_text("years of work")
    refused = patchrace("report", "first_steps", "--client", "client.yaml", "--out", "full", folder=folder)
    assert_refused(refused, "holds something that is not a report")
    assert (folder / "full" / "thesis.txt").exists()


@pytest.mark.usefixtures("without_figures")
def test_a_report_that_somebody_worked_on_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "client.yaml").write_text(CLIENT)
    command = ("report", "first_steps", "--client", "client.yaml", "--replications", "2", "--out", "told")
    assert patchrace(*command, folder=tmp_path).returncode == 0
    (tmp_path / "told" / "notes.txt").write_text("for the meeting")
    with (tmp_path / "told" / "slides.pptx").open("ab") as slides:
        slides.write(b"edited")
    refused = patchrace(*command, folder=tmp_path)
    assert_refused(refused, "holds files that were changed or added since (notes.txt, slides.pptx)")
    assert (tmp_path / "told" / "notes.txt").exists()


@pytest.mark.usefixtures("without_figures")
def test_a_link_to_a_report_stays_one(tmp_path: Path) -> None:
    (tmp_path / "client.yaml").write_text(CLIENT)
    (tmp_path / "link").symlink_to("real")
    for _ in range(2):
        done = patchrace(
            "report", "first_steps", "--client", "client.yaml", "--replications", "2", "--out", "link", folder=tmp_path
        )
        assert done.returncode == 0, done.stderr
        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "real" / "report.pdf").exists()
    assert {path.name for path in tmp_path.iterdir()} == {"client.yaml", "link", "real"}


@pytest.mark.usefixtures("without_figures")
def test_a_terminal_without_quotation_marks_is_no_error(tmp_path: Path) -> None:
    done = patchrace_in("ascii", "report", "first_steps", "--replications", "2", "--out", "told", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert b"?" in done.stdout


@pytest.mark.usefixtures("without_figures")
def test_a_folder_named_like_a_shipped_case_hides_nothing(tmp_path: Path) -> None:
    (tmp_path / "first_steps").mkdir()
    done = patchrace("report", "first_steps", "--replications", "2", "--out", "told", folder=tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.usefixtures("without_figures")
def test_a_result_is_reported_with_its_charts(tmp_path: Path) -> None:
    ran = patchrace("run", "first_steps", "--replications", "8", "--out", "ran", "--no-charts", folder=tmp_path)
    assert ran.returncode == 0, ran.stderr
    (tmp_path / "client.yaml").write_text(CLIENT)
    in_german = ("--client", "client.yaml", "--language", "de")
    done = patchrace("report", "ran", *in_german, "--out", "told", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    manifest = json.loads((tmp_path / "told" / "manifest.json").read_text())
    assert manifest["replications"] == 8
    assert manifest["digest"] == sim.open_result(tmp_path / "ran").scenario.digest
    assert (tmp_path / "told" / "figures" / "race_over_time.png").exists()
    drawn = (tmp_path / "told" / "figures" / "who_was_compromised.svg").read_text(encoding="utf-8")
    assert "Gehackte Server, nach Gruppen" in drawn
    assert "Das ganze Rennen in diesem Fall" in (tmp_path / "told" / "report.html").read_text(encoding="utf-8")
    explored = patchrace("explore", "ran", "--client", "client.yaml", "--out", "page.html", folder=tmp_path)
    assert explored.returncode == 0, explored.stderr
    assert "8 worlds" in explored.stdout
    refused = patchrace("report", "ran", "--set", "horizon=40d", "--seed", "3", folder=tmp_path)
    assert_refused(refused, "--set: does not go with a result", "--seed: does not go with a result")


@pytest.mark.usefixtures("without_figures")
def test_without_a_client_the_report_is_about_the_common_kind(tmp_path: Path) -> None:
    done = patchrace("report", "hybrid", "--replications", "3", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "your business" in done.stdout
    populations = sim.load("hybrid").populations.values()
    numbers = {kind: sum(each.organizations for each in populations if each.deployment == kind) for kind in KINDS}
    assert numbers[typical_client(sim.load("hybrid")).deployment] == max(numbers.values()) > 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("first_steps", "--client", "missing.yaml"), ("missing.yaml", "there is no such file")),
        (("no_such_case",), ("no_such_case",)),
        (("empty",), ("empty", "is not a finished result")),
        (("first_steps", "--client", "bad.yaml"), ("bad.yaml:2:1: colour", "unknown key", "bad.yaml:1:1: name")),
        (("first_steps", "--client", "strange.yaml"), ("strange.yaml:2:1: like", "did you mean 'small_firms'")),
        (("first_steps", "--client", "client.yaml", "--out", "client.yaml"), ("client.yaml: is a file, not a folder",)),
    ],
)
def test_what_cannot_be_reported_is_told(tmp_path: Path, arguments: tuple[str, ...], words: tuple[str, ...]) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "client.yaml").write_text(CLIENT)
    (tmp_path / "bad.yaml").write_text("name: ''\ncolour: red\ndeployment: on_prem\npatches_after: 1d\n")
    (tmp_path / "strange.yaml").write_text(CLIENT.replace("small_firms", "small_firm"))
    assert_refused(patchrace("report", *arguments, folder=tmp_path), *words)
    assert not (tmp_path / "results").exists() or not any((tmp_path / "results").iterdir())


@pytest.mark.usefixtures("without_figures")
def test_colours_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    (tmp_path / "client.yaml").write_text(CLIENT + "brand: {colour: '#FFEE00', accent: '#FFEE00'}\n")
    done = patchrace("report", "first_steps", "--client", "client.yaml", "--replications", "3", folder=tmp_path)
    assert done.returncode == 0
    assert "warning: client.yaml: brand.colour: #FFEE00 on white has a contrast of 1.2" in done.stderr
    assert "brand.accent" in done.stderr


def test_a_report_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise OSError("no space left")

    monkeypatch.setattr(write, "slides", fail)
    with pytest.raises(OSError, match="no space left"):
        sim.write_report(sim.load("first_steps").replace({"replications": 2}), out=tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_package_that_is_missing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    with pytest.raises(sim.InputError, match="need typst, which is not installed; run make install"):
        sim.write_report(sim.load("first_steps").replace({"replications": 2}), out=tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
