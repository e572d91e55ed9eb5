"""The report on paper: the answer on one page, what it rests on on a second, as a tagged PDF (PDF/UA-1).

Screen readers can read it. Size and margins of the pages are in `page.typ`.
"""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import asdict
from datetime import datetime, timezone
from importlib import resources
from pathlib import Path
from typing import Any

from sim.charts.drawing.bare import Picture
from sim.charts.drawing.letters import fonts_for
from sim.charts.drawing.style import BREACHED, INKS, YOU
from sim.charts.drawing.typeface import FAMILIES, FOLDERS
from sim.clients.plan_letters import you
from sim.problems import InputError, Problem

from .logos import suffix
from .needed import needed
from .page import Page, logos_of, written_by_people

TEMPLATE = "page.typ"
FITS = (1.0, 0.96, 0.92, 0.88, 0.84, 0.8, 0.76, 0.72, 0.68, 0.64, 0.6)
"""Sizes of letters, as shares of the usual one, that are tried for each page until all fits it."""
FRONT, BACK, ICONS = 1, 2, 46.0
"""The number of each page, and millimetres across an array of icons."""
STANDARD = "ua-1"
WIDEST_WORD, IN_A_CELL = 24, {"en": 12, "de": 18}
"""Letters of a word that is not broken, in a line and in a cell of a table; German has longer words."""
HYPHENATED = ("de",)
"""Languages whose words are parted by syllables where a cell is too narrow."""
AT_A_BREAK = re.compile("([ -])")
BREAK = "\N{ZERO WIDTH SPACE}"


def paper(page: Page, pictures: dict[str, Picture]) -> bytes:
    """Both pages as PDF, with smaller letters on one that would not hold all otherwise.

    Raises InputError if it cannot be made.
    """
    noon = datetime(page.on.year, page.on.month, page.on.day, 12, tzinfo=timezone.utc)
    return _made(page, pictures, format="pdf", pdf_standards=[STANDARD], timestamp=int(noon.timestamp()))


def picture_of_paper(page: Page, pictures: dict[str, Picture], dots_per_inch: float = 110) -> bytes:
    """The first page of the same as a PNG picture."""
    return _made(page, pictures, format="png", ppi=dots_per_inch)


def _made(page: Page, pictures: dict[str, Picture], **form: Any) -> bytes:
    typst = needed("typst", "PDF files")
    of_machine = {path.parent for path in fonts_for(written_by_people(page)).files}
    fonts = [str(folder) for folder in (*FOLDERS, *of_machine)]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        source = folder / TEMPLATE
        source.write_bytes(resources.files("sim.report").joinpath(TEMPLATE).read_bytes())
        data = _data(page, pictures, folder)

        def ends(label: str) -> int:
            (folder / "page.json").write_text(json.dumps(data), encoding="utf-8")
            (number,) = json.loads(compiler.query(f"<{label}>", field="value"))
            return int(number)

        try:
            compiler = typst.Compiler(str(source), root=place, font_paths=fonts)  # it looks for fonts only once
            for scale in FITS:
                data |= {"scale": scale, "back_scale": scale}
                if ends("front") == FRONT and (page.plans or ends("end") == FRONT):
                    break
            for scale in FITS if page.plans else ():
                data["back_scale"] = scale
                if ends("end") == BACK:
                    break
            made = compiler.compile(**form)
            return bytes(made[0] if isinstance(made, list) else made)
        except (typst.TypstError, RuntimeError) as error:
            raise _explained(error) from None


def _data(page: Page, pictures: dict[str, Picture], folder: Path) -> dict[str, Any]:
    """What the template needs, and the pictures as files beside it."""
    for name, each in pictures.items():
        (folder / f"{name}.svg").write_bytes(each.svg)
    logos = []
    for number, (logo, words) in enumerate(logos_of(page.race.client)):
        file = f"logo{number}.{suffix(logo)}"
        (folder / file).write_bytes(logo.content)
        logos.append({"file": file, "alt": words})
    columns, say, in_a_cell = page.plan_columns, page.words.text, IN_A_CELL[page.words.code]
    return {
        "language": page.words.code,
        "hyphenated": page.words.code in HYPHENATED,
        "title": breakable(page.title),
        "situation": page.situation,
        "prepared_by": breakable(page.prepared_by),
        "headline": breakable(page.headline),
        "spread": page.spread,
        "scope": breakable(page.scope),
        "on": {"year": page.on.year, "month": page.on.month, "day": page.on.day},
        "fonts": [*FAMILIES, *fonts_for(written_by_people(page)).families],
        "colours": asdict(page.colours),
        "logos": logos,
        "breached_ink": INKS[BREACHED],
        "you": YOU,
        "you_sign": you(page.race.client),
        "icons": ICONS,
        "page_words": say("page-page"),
        "facts": None if page.facts is None else asdict(page.facts),
        "pictures": {name: {"file": f"{name}.svg", "alt": each.alt} for name, each in pictures.items()},
        "curve_caption": page.curve_caption,
        "icons_caption": page.icons_caption,
        "futures_caption": page.futures_caption,
        "plan_columns": list(columns.values()),
        "plans": [[row.mark, *(breakable(getattr(row, key), in_a_cell) for key in columns)] for row in page.plans],
        "plans_note": page.plans_note,
        "deadlines": [[getattr(row, key) for key in page.deadline_columns] for row in page.deadlines],
        "deadlines_note": page.deadlines_note,
        "deadlines_title": say("page-deadlines"),
        "deadline_columns": list(page.deadline_columns.values()),
        "glossary": page.glossary,
        "glossary_title": page.glossary_title,
        "sources": page.sources,
        "basis": page.basis,
        "not_a_forecast": page.not_a_forecast,
        "stays_here": page.stays_here,
        "year": None if page.year is None else asdict(page.year),
        **{name: asdict(getattr(page, name)) for name in ("how_likely", "waiting", "what_to_do", "how_sure", "limits")},
    }


def breakable(text: str, widest: int = WIDEST_WORD) -> str:
    """A text whose very long words may be broken, so that none runs off the paper; a hyphen is a break already."""
    return "".join(
        BREAK.join(part[start : start + widest] for start in range(0, len(part), widest))
        for part in AT_A_BREAK.split(text)
    )


def _explained(error: Exception) -> InputError:
    return InputError([Problem((), None, f"cannot be made: {error}", "the PDF")])
