"""The report on paper: one page as a tagged PDF that screen readers can read (PDF/UA-1).

Size and margins of the page are in `page.typ`.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from datetime import datetime, timezone
from importlib import resources
from pathlib import Path
from typing import Any

from sim.charts.drawing.bare import Picture
from sim.charts.drawing.letters import FAMILY, FONT_FOLDER, fonts_for
from sim.problems import InputError, Problem

from .logos import suffix
from .needed import needed
from .page import NOT_A_FORECAST, STAYS_HERE, Page, logos_of, written_by_people

TEMPLATE = "page.typ"
FITS = (
    (1.5, 80.0),
    (1.35, 80.0),
    (1.2, 76.0),
    (1.1, 72.0),
    (1.0, 68.0),
    (1.0, 60.0),
    (0.95, 58.0),
    (0.9, 54.0),
    (0.85, 50.0),
    (0.8, 46.0),
    (0.75, 42.0),
    (0.7, 38.0),
    (0.65, 34.0),
)
"""Sizes of letters, and heights of the curve in millimetres, that are tried until all fits one page."""
LARGER = 4
"""Of these, the first are for a page without charts."""
STANDARD = "ua-1"
WIDEST_WORD, IN_A_CELL = 24, 12
"""Letters of a word that is not broken, in a line and in a cell of a table."""
BREAK = "\N{ZERO WIDTH SPACE}"


def paper(page: Page, pictures: dict[str, Picture]) -> bytes:
    """A page as PDF, with smaller letters if it would not fit otherwise. Raises InputError if it cannot be made."""
    noon = datetime(page.on.year, page.on.month, page.on.day, 12, tzinfo=timezone.utc)
    return _made(page, pictures, format="pdf", pdf_standards=[STANDARD], timestamp=int(noon.timestamp()))


def picture_of_paper(page: Page, pictures: dict[str, Picture], dots_per_inch: float = 110) -> bytes:
    """The same page as a PNG picture."""
    return _made(page, pictures, format="png", ppi=dots_per_inch)


def _made(page: Page, pictures: dict[str, Picture], **form: Any) -> bytes:
    typst = needed("typst", "PDF files")
    fonts = [str(FONT_FOLDER), *map(str, {path.parent for path in fonts_for(written_by_people(page)).files})]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        source = folder / TEMPLATE
        source.write_bytes(resources.files("sim.report").joinpath(TEMPLATE).read_bytes())
        data = _data(page, pictures, folder)
        for scale, height in FITS if not page.plans else FITS[LARGER:]:
            data |= {"scale": scale, "curve_height": height}
            (folder / "page.json").write_text(json.dumps(data), encoding="utf-8")
            try:
                compiler = typst.Compiler(str(source), root=place, font_paths=fonts)
                ends = json.loads(compiler.query("<end>", field="value"))
                if ends == [1] or (scale, height) == FITS[-1]:
                    return bytes(compiler.compile(**form))
            except (typst.TypstError, RuntimeError) as error:
                raise _explained(error) from None
    raise AssertionError


def _data(page: Page, pictures: dict[str, Picture], folder: Path) -> dict[str, Any]:
    """What the template needs, and the pictures as files beside it."""
    for name, each in pictures.items():
        (folder / f"{name}.svg").write_bytes(each.svg)
    logos = []
    for number, (logo, words) in enumerate(logos_of(page.race.client)):
        file = f"logo{number}.{suffix(logo)}"
        (folder / file).write_bytes(logo.content)
        logos.append({"file": file, "alt": words})
    columns = page.plan_columns
    return {
        "title": breakable(page.title),
        "situation": page.situation,
        "prepared_by": breakable(page.prepared_by),
        "headline": breakable(page.headline),
        "scope": breakable(page.scope),
        "on": {"year": page.on.year, "month": page.on.month, "day": page.on.day},
        "fonts": [FAMILY, *fonts_for(written_by_people(page)).families],
        "colours": asdict(page.colours),
        "logos": logos,
        "pictures": {name: {"file": f"{name}.svg", "alt": each.alt} for name, each in pictures.items()},
        "curve_caption": page.curve_caption,
        "icons_caption": page.icons_caption,
        "futures_caption": page.futures_caption,
        "plan_columns": list(columns.values()),
        "plans": [[breakable(getattr(row, key), IN_A_CELL) for key in columns] for row in page.plans],
        "plans_note": page.plans_note,
        "deadlines": [[row.rule, row.country, row.within, row.today, row.status] for row in page.deadlines],
        "deadlines_note": page.deadlines_note,
        "takes": page.takes,
        "glossary": page.glossary,
        "glossary_title": page.glossary_title,
        "sources": page.sources,
        "basis": page.basis,
        "not_a_forecast": NOT_A_FORECAST,
        "stays_here": STAYS_HERE,
        "year": None if page.year is None else asdict(page.year),
        **{name: asdict(getattr(page, name)) for name in ("how_likely", "waiting", "what_to_do", "how_sure", "limits")},
    }


def breakable(text: str, widest: int = WIDEST_WORD) -> str:
    """A text whose very long words may be broken, so that none runs off the paper."""
    return " ".join(
        BREAK.join(word[start : start + widest] for start in range(0, len(word), widest)) for word in text.split(" ")
    )


def _explained(error: Exception) -> InputError:
    return InputError([Problem((), None, f"cannot be made: {error}", "the PDF")])
