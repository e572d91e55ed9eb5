"""Writing a report: a folder with the page as PDF and HTML, slides and figures, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sim import charts
from sim.charts.letters import without_warnings_of_letters
from sim.model.scenario import Scenario
from sim.studies.client import Client, typical_client
from sim.studies.file_names import file_name
from sim.studies.own_race import own_race
from sim.studies.progress import progress as shown_progress
from sim.studies.result import Result
from sim.studies.store import MANIFEST, Destination, checksums, discard, reserve, write_folder

from .figures import pictures, save_figures
from .needed import needed
from .page import Page, page_of, with_missing_letters
from .paper import paper
from .slides import slides
from .web_page import web_page

FORMAT = "patchrace report 1"
PACKAGES = {"typst": "PDF files", "jinja2": "web pages", "pptx": "slides", "syllapy": "reading grades"}
PDF, HTML, SLIDES, FIGURES = "report.pdf", "report.html", "slides.pptx", "figures"


@dataclass(frozen=True)
class Report:
    """A report that was written: its folder, and what it says."""

    folder: Path
    page: Page

    def __str__(self) -> str:
        page = self.page
        lines = [page.title, "", page.headline, *page.how_likely.texts, *page.waiting.texts, ""]
        lines += [
            f"{name:<12}{self.folder / name}" for name in (PDF, HTML, SLIDES, FIGURES) if (self.folder / name).exists()
        ]
        return "\n".join([*lines, "", f"Reading grade {page.grade:.1f} (Flesch-Kincaid; 8 or less is easy)."])


def write_report(
    case: Scenario | Result,
    client: Client | None = None,
    out: str | Path | None = None,
    on: date | None = None,
    workers: int | None = None,
    progress: bool = False,
) -> Report:
    """Write what a scenario, or a result of it, means for one client; returns the report.

    Without a `client`, it is about businesses of the kind that the scenario has most of. `out` is a folder, by default
    `results/report-<client>`; it is replaced if it holds a report of this client. `on` is the day that the report
    bears and that decides which deadlines are in force, by default today. `progress` shows how far it is, if it takes
    more than two seconds. Raises InputError if the client does not fit
    the scenario, or if nothing can be written there.
    """
    result = case if isinstance(case, Result) else None
    scenario = case.scenario if isinstance(case, Result) else case
    client = typical_client(scenario) if client is None else client
    for package, what in PACKAGES.items():
        needed(package, what)
    destination = _prepare(default_folder(client) if out is None else out, client)
    try:
        race = own_race(scenario, client, workers=workers, progress=progress)
        page = with_missing_letters(page_of(race, date.today() if on is None else on))
        folder = write_folder(destination, lambda temporary: _fill(temporary, page, result, progress))
    finally:
        discard(destination)
    return Report(folder, page)


def default_folder(client: Client) -> Path:
    """`results/report-<client>`."""
    return Path("results") / f"report-{file_name(client.name, 'client')}"


def _prepare(out: str | Path, client: Client) -> Destination:
    def refusal(folder: Path) -> str | None:
        try:
            manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            owner = manifest["client"] if manifest["format"] == FORMAT else None
        except (OSError, ValueError, KeyError, TypeError):
            owner = None
        if owner is None:
            return "holds something that is not a report; name another folder"
        if owner != client.name:
            return f"holds the report of another client ({owner}); name another folder"
        found = checksums(folder)
        own = {name for name, noted in manifest["files"].items() if found.get(name, noted) == noted} | {MANIFEST}
        changed = sorted(set(found) - own)
        if changed:
            return f"holds files that were changed or added since ({', '.join(changed[:5])}); name another folder"
        return None

    return reserve(out, refusal)


def _fill(folder: Path, page: Page, result: Result | None, progress: bool) -> dict[str, Any]:
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
    race = page.race
    return {
        "format": FORMAT,
        "status": "done",
        "client": race.client.name,
        "digest": race.scenario.digest,
        "replications": len(race.chances),
        "on": page.on.isoformat(),
        "reading_grade": round(page.grade, 2),
        **race.provenance,
        "client_file": race.client.to_dict(),
        "scenario": race.scenario.to_dict(),
        "files": checksums(folder),
    }
