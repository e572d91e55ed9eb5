"""Writing a report, whole or not at all: a folder with every form of it and the figures, or one form as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path, PureWindowsPath
from typing import Any

from sim import charts
from sim.charts.drawing.bare import Picture
from sim.charts.drawing.letters import for_a_terminal, without_warnings_of_letters
from sim.clients.client import LOGOS, Client, typical_client
from sim.clients.own_race import own_race
from sim.clients.unattacked import check_somebody_is_attacked
from sim.problems import shown
from sim.records.file_names import file_name, own_file_name
from sim.records.ownership import FolderKind
from sim.records.whole import whole_folder, write_file
from sim.report.slides.slides import slides
from sim.runs.progress import progress as shown_progress
from sim.runs.result import Result
from sim.runs.store import case_digest
from sim.scenario.scenario import Scenario

from .email import email
from .figures import pictures, save_figures
from .needed import needed
from .page import Page, page_of, with_missing_letters
from .paper import paper
from .reading_grade import FORMULAS
from .web_page import web_page
from .word import word

REPORT = FolderKind("report", maker="report")
PACKAGES = {
    "typst": "PDF files",
    "jinja2": "web pages",
    "pptx": "slides",
    "docx": "Word files",
    "syllapy": "reading grades",
}
PDF, HTML, WORD, SLIDES, EMAIL = "report.pdf", "report.html", "report.docx", "slides.pptx", "email.txt"
FIGURES = "figures"
Form = Callable[[Page, dict[str, Picture]], bytes]
FORMS: dict[str, Form] = {
    PDF: paper,
    HTML: lambda page, drawn: web_page(page, drawn).encode(),
    WORD: word,
    SLIDES: lambda page, _: slides(page),
    EMAIL: lambda page, _: f"{email(page)}\n".encode(),
}
"""What makes each file of a report, by its name in the folder."""
NAME_OF = {Path(name).suffix: name for name in FORMS} | {".htm": HTML}
"""Which of them is meant by how the name of a single file ends."""


@dataclass(frozen=True)
class Report:
    """A report that was written.

    Attributes
    ----------
    folder : Path
        Where it is.
    page : Page
        What it says.
    files : tuple of Path
        What was written: of a folder the files and the figures, else the one file that was asked for.

    Examples
    --------
    >>> sim.write_report(sim.load("first_steps"), out="for-the-client", on=today).page.title != ""
    True
    """

    folder: Path
    page: Page
    files: tuple[Path, ...] = ()

    @property
    def email(self) -> str:
        """The report as a short text for an e-mail, with its subject."""
        return email(self.page)

    def __str__(self) -> str:
        page = self.page
        lines = [page.title, "", *page.findings, *page.how_likely.texts, *page.waiting.texts, ""]
        lines += [f"{path.name:<12}{path}" for path in self.files]
        lines = [for_a_terminal(line) for line in lines]
        grade = f"Reading grade {page.grade:.1f} ({FORMULAS[page.words.code]}; 8 or less is easy)."
        return "\n".join([*lines, "", grade])


def write_report(
    case: Scenario | Result,
    client: Client | None = None,
    *,
    out: str | Path | None = None,
    on: date | None = None,
    workers: int | None = None,
    progress: bool = False,
) -> Report:
    """Write what a scenario, or a result of it, means for one client: two pages as PDF, HTML and Word, slides,
    an e-mail and figures.

    Parameters
    ----------
    case : Scenario or Result
        A result's charts are in the report too.
    client : Client, optional
        By default a business of the kind that the scenario has most of.
    out : str or Path, optional
        A folder; by default `results/<case>-<digest>-report-<client>-<digest>`. It is replaced if it holds a report of
        this client and case that nobody changed. Or one file: what ends in .pdf, .html, .docx, .pptx or .txt is that
        form alone, and replaces nothing.
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
    name = None if out is None or Path(out).is_dir() else NAME_OF.get(Path(out).suffix.lower())
    if out is not None and name is not None:
        return _one_file(out, FORMS[name], case, client, on, workers, progress)
    folder = default_folder(scenario, client) if out is None else out
    with whole_folder(folder, REPORT, partial(_another, scenario, client)) as unfinished:
        page = _page(scenario, client, on, workers, progress)
        _fill(unfinished.content, page, result, progress)
        put = unfinished.put(_manifest(page))
        return Report(put, page, tuple(put / each for each in (*FORMS, FIGURES) if (put / each).exists()))


def _page(scenario: Scenario, client: Client, on: date | None, workers: int | None, progress: bool) -> Page:
    race = own_race(scenario, client, workers=workers, progress=progress)
    return with_missing_letters(page_of(race, date.today() if on is None else on))


def _one_file(
    out: str | Path,
    form: Form,
    case: Scenario | Result,
    client: Client,
    on: date | None,
    workers: int | None,
    progress: bool,
) -> Report:
    """One form of a report as a file by itself. A file that is there is left, unless it holds the same."""
    scenario, result = (case.scenario, case) if isinstance(case, Result) else (case, None)
    page = _page(scenario, client, on, workers, progress)
    with without_warnings_of_letters(also_ours=True):
        path = write_file(out, form(page, pictures(page, result)))
    return Report(path.parent, page, (path,))


def default_folder(scenario: Scenario, client: Client) -> Path:
    """`results/<case>-<digest>-report-<client>-<digest>`: of every client and case its own, and of another language."""
    case = f"{file_name(scenario.name, 'scenario')}-{case_digest(scenario)}"
    return Path("results") / f"{case}-report-{own_file_name(client.name, 'client')}{client.words.suffix}"


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
        *(partial(_write_form, folder / name, form, page, drawn) for name, form in FORMS.items()),
        lambda: save_figures(page, folder / FIGURES),
    ]
    if result is not None:
        steps.append(lambda: charts.save_all(result, folder / FIGURES, language=page.words))
    with without_warnings_of_letters(also_ours=True):  # the page tells them
        for step in shown_progress(steps, len(steps), "parts", progress):
            step()


def _write_form(path: Path, form: Form, page: Page, drawn: dict[str, Picture]) -> None:
    path.write_bytes(form(page, drawn))


def _manifest(page: Page) -> dict[str, Any]:
    """Everything needed to make a report again, but for the logo, of which only the file's name is kept."""
    race = page.race
    client = race.client.to_dict()
    for key in LOGOS:
        if "logo" in client.get(key, {}):
            client[key] = {**client[key], "logo": PureWindowsPath(client[key]["logo"]).name}
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
