"""What goes to a client holds nothing of the machine that made it, and nothing that runs."""

from __future__ import annotations

import getpass
import io
import re
import socket
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

import sim

FORMULAS = ("=1+1", "+1", "-2+3+cmd|'/C calc'!A0", "@SUM(1)")
"""faults: 21-formulas-in-names, as plans of a client."""
FORMATS_OF_FIGURES = {".png", ".svg", ".pdf"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything that is written for a client, but the manifest."""
    place = tmp_path_factory.mktemp("made-here")
    Image.new("RGB", (300, 90), "#0072B2").save(place / "logo.png")
    plans = {name: {"patches_after": f"{day}d"} for day, name in enumerate(FORMULAS, 1)}
    client = sim.Client.from_dict(
        {"name": "A", "deployment": "on_prem", "patches_after": "7d", "plans": plans,
         "brand": {"logo": str(place / "logo.png")}},
    )  # fmt: skip
    result = sim.run(sim.load("first_steps").replace({"replications": 12}))
    sim.write_report(result, client, out=place / "report")
    sim.write_explore_page(
        sim.load("first_steps"), client=client, out=place / "report" / "explore.html", replications=10
    )
    (place / "report" / "manifest.json").unlink()
    return place / "report"


def parts(content: bytes) -> Iterator[bytes]:
    """A file as it is, and what is packed in it."""
    yield content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for name in package.namelist():
                yield name.encode()
                yield from parts(package.read(name))
    if content.startswith(b"%PDF"):
        for found in re.finditer(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
            try:
                yield zlib.decompress(found[1])
            except zlib.error:
                yield found[1]
        yield str(PdfReader(io.BytesIO(content)).metadata).encode()


def test_no_file_names_the_machine_its_user_or_a_folder(folder: Path) -> None:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".html", ".docx", ".txt", ".pptx", *FORMATS_OF_FIGURES}
    private = {str(folder.parent), str(Path.home()), str(Path.cwd()), str(Path(sim.__file__).parent), "site-packages"}
    private |= {name for name in (socket.gethostname(), getpass.getuser()) if len(name) > 4}
    for path in files:
        for part in parts(path.read_bytes()):
            for secret in private - {"/"}:
                assert secret.encode() not in part, (path.name, secret)
            assert not re.search(rb"file://|[A-Z]:\\\\Users|/home/|/tmp/", part), path.name


def test_pictures_and_properties_name_the_program_alone(folder: Path) -> None:
    for path in folder.rglob("*.png"):
        with Image.open(path) as picture:
            assert set(picture.info) <= {"Title", "Description", "dpi"}, path.name
    for path in folder.rglob("*.pdf"):
        told: Any = PdfReader(path).metadata or {}
        assert {told.get("/Author"), told.get("/Producer")} <= {None, "patchrace"}, path.name
    for path in folder.rglob("*.pptx"):
        for package in packages(path.read_bytes()):
            core = package.read("docProps/core.xml").decode()
            people = re.findall(r"<(?:dc:creator|cp:lastModifiedBy)>([^<]*)<", core)
            assert set(people) <= {"patchrace", ""}, core
            assert not re.search(r"<(Company|Manager)>[^<]", package.read("docProps/app.xml").decode())


def packages(content: bytes) -> Iterator[zipfile.ZipFile]:
    """Slides, and the workbooks inside them."""
    package = zipfile.ZipFile(io.BytesIO(content))
    yield package
    for name in package.namelist():
        if name.endswith(".xlsx"):
            yield zipfile.ZipFile(io.BytesIO(package.read(name)))


def test_names_that_look_like_formulas_are_text_in_every_workbook(folder: Path) -> None:
    books = list(packages((folder / "slides.pptx").read_bytes()))[1:]
    assert len(books) == 3
    texts = ""
    for book in books:
        for name in book.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                cells = book.read(name).decode()
                assert "<f>" not in cells
                assert "<f " not in cells
                assert "hyperlink" not in cells
        texts += book.read("xl/sharedStrings.xml").decode()
        assert not any("externalLink" in name or "vbaProject" in name for name in book.namelist())
    for name in FORMULAS:
        assert name.replace("'", "&apos;") in texts or name in texts
