"""Writing a report: a folder with the page as PDF and HTML, slides and figures, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path, PureWindowsPath
from typing import Any

from sim import charts
from sim.charts.drawing.letters import for_a_terminal, without_warnings_of_letters
from sim.clients.client import Client, typical_client
from sim.clients.own_race import own_race
from sim.clients.unattacked import check_somebody_is_attacked
from sim.problems import shown
from sim.records.file_names import file_name, own_file_name
from sim.records.ownership import FolderKind
from sim.records.whole import whole_folder
from sim.report.slides.slides import slides
from sim.runs.progress import progress as shown_progress
from sim.runs.result import Result
from sim.runs.store import case_digest
from sim.scenario.scenario import Scenario

from .figures import pictures, save_figures
from .needed import needed
from .page import Page, page_of, with_missing_letters
from .paper import paper
from .web_page import web_page

REPORT = FolderKind("report", maker="report")
PACKAGES = {"typst": "PDF files", "jinja2": "web pages", "pptx": "slides", "syllapy": "reading grades"}
PDF, HTML, SLIDES, FIGURES = "report.pdf", "report.html", "slides.pptx", "figures"


@dataclass(frozen=True)
class Report:
    """A report that was written.

    Attributes
    ----------
    folder : Path
        Where it is.
    page : Page
        What it says.

    Examples
    --------
    >>> sim.write_report(sim.load("first_steps"), out="for-the-client", on=today).page.title != ""
    True
    """

    folder: Path
    page: Page

    def __str__(self) -> str:
        page = self.page
        lines = [page.title, "", page.headline, *page.how_likely.texts, *page.waiting.texts, ""]
        lines += [
            f"{name:<12}{self.folder / name}" for name in (PDF, HTML, SLIDES, FIGURES) if (self.folder / name).exists()
        ]
        lines = [for_a_terminal(line) for line in lines]
        return "\n".join([*lines, "", f"Reading grade {page.grade:.1f} (Flesch-Kincaid; 8 or less is easy)."])


def write_report(
    case: Scenario | Result,
    client: Client | None = None,
    *,
    out: str | Path | None = None,
    on: date | None = None,
    workers: int | None = None,
    progress: bool = False,
) -> Report:
    """Write what a scenario, or a result of it, means for one client: one page as PDF and HTML, slides and figures.

    Parameters
    ----------
    case : Scenario or Result
        A result's charts are in the report too.
    client : Client, optional
        By default a business of the kind that the scenario has most of.
    out : str or Path, optional
        A folder; by default `results/<case>-<digest>-report-<client>-<digest>`. It is replaced if it holds a report of
        this client and case that nobody changed.
    on : date, optional
        The day that the report bears and that decides which deadlines are in force; by default today.
    workers : int, optional
        Threads; by default one per processor, at most 8. Changes no bit of the result.
    progress : bool
        Whether to show how far it is, once it takes more than two seconds.

    Returns
    -------
    Report
        Its folder, and what it says.

    Raises
    ------
    InputError
        If the client does not fit the scenario, if nobody is attacked in it, or if nothing can be written there.

    Examples
    --------
    >>> report = sim.write_report(sim.load("first_steps"), out="for-the-client", on=today)
    >>> sorted(path.name for path in report.folder.glob("*.pdf"))
    ['report.pdf']
    """
    result = case if isinstance(case, Result) else None
    scenario = case.scenario if isinstance(case, Result) else case
    client = typical_client(scenario) if client is None else client
    for package, what in PACKAGES.items():
        needed(package, what)
    check_somebody_is_attacked(scenario)
    folder = default_folder(scenario, client) if out is None else out
    with whole_folder(folder, REPORT, partial(_another, scenario, client)) as unfinished:
        race = own_race(scenario, client, workers=workers, progress=progress)
        page = with_missing_letters(page_of(race, date.today() if on is None else on))
        _fill(unfinished.content, page, result, progress)
        return Report(unfinished.put(_manifest(page)), page)


def default_folder(scenario: Scenario, client: Client) -> Path:
    """`results/<case>-<digest>-report-<client>-<digest>`: of every client and case its own."""
    case = f"{file_name(scenario.name, 'scenario')}-{case_digest(scenario)}"
    return Path("results") / f"{case}-report-{own_file_name(client.name, 'client')}"


def _another(scenario: Scenario, client: Client, manifest: Mapping[str, Any]) -> str | None:
    """What a report is of, if not of this client and case."""
    if manifest.get("client") != client.name:
        return f"the report of another client ({shown(manifest.get('client'))})"
    if manifest.get("case") != case_digest(scenario):
        return f"this client's report of another case ({shown(manifest.get('case'))})"
    return None


def _fill(folder: Path, page: Page, result: Result | None, progress: bool) -> None:
    with without_warnings_of_letters(also_ours=True):
        drawn = pictures(page, result)
    steps: list[Callable[[], object]] = [
        lambda: (folder / PDF).write_bytes(paper(page, drawn)),
        lambda: (folder / HTML).write_text(web_page(page, drawn), encoding="utf-8"),
        lambda: (folder / SLIDES).write_bytes(slides(page)),
        lambda: save_figures(page, folder / FIGURES),
    ]
    if result is not None:
        steps.append(lambda: charts.save_all(result, folder / FIGURES))
    with without_warnings_of_letters(also_ours=True):  # the page tells them
        for step in shown_progress(steps, len(steps), "parts", progress):
            step()


def _manifest(page: Page) -> dict[str, Any]:
    """Everything needed to make a report again, but for the logo, of which only the file's name is kept."""
    race = page.race
    client = race.client.to_dict()
    if "logo" in client.get("brand", {}):
        client["brand"] = {**client["brand"], "logo": PureWindowsPath(client["brand"]["logo"]).name}
    return {
        "client": race.client.name,
        "case": case_digest(race.scenario),
        "digest": race.scenario.digest,
        "replications": len(race.chances),
        "on": page.on.isoformat(),
        "reading_grade": round(page.grade, 2),
        **race.provenance,
        "client_file": client,
        "scenario": race.scenario.to_dict(),
    }
