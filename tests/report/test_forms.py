"""Forms of a report beside page, paper and slides: the Word file and the e-mail; and the provider in all of them."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from commands import patchrace
from docx import Document
from docx.shared import Mm
from PIL import Image
from pptx import Presentation
from pypdf import PdfReader

import sim
from sim.charts.drawing.bare import Picture
from sim.report.email import email
from sim.report.figures import pictures
from sim.report.page import Page, page_of
from sim.report.paper import paper
from sim.report.slides.slides import slides
from sim.report.web_page import web_page
from sim.report.word import shares_of, word

ON = date(2026, 11, 24)
PROVIDER = {"name": "Example IT & Söhne", "contact": "Jane Roe, jane@example.com, +44 20 7946 0000"}
CLIENT = {
    "name": "Example <b>Clinic</b>",
    "deployment": "on_prem",
    "patches_after": "10 days",
    "cost_of_breach": "€50k",
    "provider": PROVIDER,
}


@cache
def race() -> sim.OwnRace:
    return sim.own_race(sim.load("first_steps"), sim.Client.from_dict(CLIENT), replications=10)


@cache
def page() -> Page:
    return page_of(race(), ON)


@cache
def drawn() -> dict[str, Picture]:
    return pictures(page())


@cache
def written() -> bytes:
    return word(page(), drawn())


def texts_of(content: bytes) -> list[str]:
    document = Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return [*(paragraph.text for paragraph in document.paragraphs), *cells]


def test_a_word_file_says_what_the_page_says() -> None:
    said = texts_of(written())
    for text in page().running_text():
        assert text in said or text.partition(": ")[2] in " ".join(said), text
    for row in page().plans:
        assert {getattr(row, key) for key in page().plan_columns} <= set(said)
    for rule in page().deadlines:
        assert {rule.rule, rule.country, rule.within, rule.today, rule.status} <= set(said)
    assert {page().title, page().basis, page().plans_note} <= set(said)


def test_its_charts_are_pictures_with_words() -> None:
    document = Document(io.BytesIO(written()))
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    names = ("icons_today", "icons_plan", "key_hit", "key_spared", "key_rest", "curve")
    assert described == [drawn()[name].alt for name in names]
    with zipfile.ZipFile(io.BytesIO(written())) as package:
        for name in package.namelist():
            if name.startswith("word/media/"):
                with Image.open(io.BytesIO(package.read(name))) as picture:
                    assert max(picture.size) in (1_600, 100)
                    assert len(picture.convert("L").get_flattened_data()) > 0
                    assert len(set(picture.get_flattened_data())) > 10, "nothing is drawn on it"
        assert not [name for name in package.namelist() if "thumbnail" in name]


def test_the_same_page_gives_the_same_word_file() -> None:
    assert word(page(), drawn()) == written()
    assert Document(io.BytesIO(written())).core_properties.created.date() == ON


def test_a_client_whom_nobody_attacks_gets_a_word_file_without_tables() -> None:
    client = sim.Client.from_dict({"name": "A", "deployment": "cloud", "patches_after": "7d"})
    quiet = page_of(sim.own_race(sim.load("first_steps"), client, replications=2), ON)
    document = Document(io.BytesIO(word(quiet, pictures(quiet))))
    assert (len(document.tables), len(document.inline_shapes)) == (0, 0)
    assert quiet.headline in [each.text for each in document.paragraphs]


def test_an_e_mail_is_short_plain_and_without_links() -> None:
    text = email(page())
    assert text.startswith(f"Subject: {page().title}\n\n{page().headline}\n\n")
    for at, step in enumerate(page().what_to_do.texts, 1):
        assert f"\n{at}. {step}\n" in text
    assert not re.search(r"https?:|www\.|\t|[\u2066-\u2069]", text)
    assert len(text.split()) < 400
    assert text.count("Example IT & Söhne") == 1


def test_names_that_run_left_have_no_marks_in_an_e_mail() -> None:
    client = sim.Client.from_dict({**CLIENT, "name": "מאפייה"})
    named = page_of(sim.own_race(sim.load("first_steps"), client, replications=2), ON)
    assert "\u2068מאפייה\u2069" in named.title
    assert email(named).startswith("Subject: What waiting to patch costs מאפייה\n")


def test_the_provider_stands_in_every_form() -> None:
    said = "Prepared by Example IT & Söhne. Contact: Jane Roe, jane@example.com, +44 20 7946 0000."
    assert page().prepared_by == said
    assert said.replace("&", "&amp;") in web_page(page(), drawn())
    assert said in texts_of(written())
    opening = Presentation(io.BytesIO(slides(page()))).slides[0]
    assert said in "\n".join(shape.text_frame.text for shape in opening.shapes if shape.has_text_frame)
    on_paper = " ".join(part.extract_text() for part in PdfReader(io.BytesIO(paper(page(), drawn()))).pages)
    assert "Prepared by Example IT & Söhne." in " ".join(on_paper.split())


def test_both_logos_stand_beside_each_other(tmp_path: Path) -> None:
    for name, colour in (("client.png", (200, 0, 0)), ("provider.png", (0, 0, 200))):
        Image.new("RGB", (60, 20), colour).save(tmp_path / name)
    blocks = {"brand": {"logo": "client.png"}, "provider": {**PROVIDER, "logo": "provider.png"}}
    client = sim.Client.from_dict({**CLIENT, **blocks}, tmp_path)
    kept = client.replace({"servers": 2})
    assert (kept.logo, kept.logo_of_provider) == (client.logo, client.logo_of_provider)
    assert (kept.brand.logo, kept.provider and kept.provider.logo) == ("client.png", "provider.png")
    with_logos = page_of(sim.own_race(sim.load("first_steps"), kept, replications=2), ON)
    charts = pictures(with_logos)
    html = web_page(with_logos, charts)
    assert re.findall(r'alt="Logo of ([^"]+)"', html) == ["Example &lt;b&gt;Clinic&lt;/b&gt;", "Example IT &amp; Söhne"]
    for packed, folder in ((slides(with_logos), "ppt/media/"), (word(with_logos, {}), "word/media/")):
        with zipfile.ZipFile(io.BytesIO(packed)) as package:
            found = [Image.open(io.BytesIO(package.read(each))) for each in package.namelist() if folder in each]
            colours = {each.convert("RGB").getpixel((5, 5)) for each in found}
        assert {(200, 0, 0), (0, 0, 200)} == colours
    assert [image.image.size for part in PdfReader(io.BytesIO(paper(with_logos, charts))).pages for image in part.images
            if image.image is not None] == [(60, 20)] * 2  # fmt: skip


@pytest.mark.parametrize(
    ("provider", "message"),
    [
        ({"contact": "x"}, "provider.name: missing key; needed here: name"),
        ({"name": "x", "colour": "red"}, "provider.colour: 'red': unknown key; known here: "),
        ({"name": "x", "logo": "gone.png"}, "provider.logo: 'gone.png': there is no such file"),
        ({"name": "x", "contact": "a\nb"}, "provider.contact: "),
        ("x", "provider: 'x': "),
    ],
)
def test_a_wrong_provider_is_told(provider: object, message: str) -> None:
    with pytest.raises(sim.InputError) as caught:
        sim.Client.from_dict({**CLIENT, "provider": provider})
    assert str(caught.value).startswith(message)


def test_one_form_may_be_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "new" / "for the meeting.docx"
    case = sim.load("first_steps").replace({"replications": 5})
    report = sim.write_report(case, race().client, out=out, on=ON)
    assert report.files == (out,)
    assert [each.name for each in out.parent.iterdir()] == [out.name]
    assert "for the meeting.docx" in str(report)
    before = out.read_bytes()
    sim.write_report(case, race().client, out=out, on=ON)
    with pytest.raises(sim.InputError, match="is there already, and holds something else; name another"):
        sim.write_report(case, race().client.replace({"servers": 2}), out=out, on=ON)
    assert out.read_bytes() == before


def test_the_command_prints_the_e_mail(tmp_path: Path) -> None:
    run = patchrace(
        "report", "first_steps", "--out", tmp_path / "a.txt", "--replications", 3, "--email", folder=tmp_path
    )
    assert run.returncode == 0
    assert run.stdout == (tmp_path / "a.txt").read_text(encoding="utf-8")


def test_columns_of_the_word_file_are_as_wide_as_their_words() -> None:
    document = Document(io.BytesIO(written()))
    plans = next(table for table in document.tables if table.rows[0].cells[0].text == "" and len(table.rows) > 1)
    widths = [cell.width for cell in plans.rows[0].cells]
    assert widths[0] == min(widths) < 0.7 * max(widths)
    assert sum(widths) == pytest.approx(Mm(170), rel=0.01)
    assert sum(shares_of([["", "a long head"], ["A", "x"]])) == pytest.approx(1)
