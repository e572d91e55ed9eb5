"""Logos as SVG: what draws is kept and is the same in every form, and nothing in them runs or is fetched."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

import sim
from sim.clients.logo import LARGEST, Logo, read_logo
from sim.report.figures import pictures
from sim.report.logos import as_dots
from sim.report.page import page_of
from sim.report.paper import picture_of_paper
from sim.report.slides.slides import slides
from sim.report.web_page import web_page

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 30 10"'
HALVES = '<rect width="15" height="10" fill="#c80000"/><rect x="15" width="15" height="10" fill="#0000c8"/>'
RED, BLUE = (200, 0, 0), (0, 0, 200)


def svg(inside: str = HALVES, opening: str = f"{OPEN}>") -> bytes:
    return f"{opening}{inside}</svg>".encode()


def read(content: bytes, folder: Path) -> Logo:
    (folder / "logo.svg").write_bytes(content)
    return read_logo(folder / "logo.svg")


def seen(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGBA")


def halves(picture: Image.Image) -> tuple[object, object]:
    wide, high = picture.size
    return picture.getpixel((wide // 4, high // 2)), picture.getpixel((wide * 3 // 4, high // 2))


def picture(kind: str = "PNG") -> str:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = "Alice Example"
    Image.new("RGB", (4, 4), RED).save(out, kind, exif=exif)
    return f"data:image/{kind.lower()};base64,{base64.b64encode(out.getvalue()).decode()}"


@pytest.mark.parametrize(
    "content",
    [
        svg(),
        b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- made by a program -->\n" + svg(),
        b"<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd'>" + svg(),
        svg(opening='<svg viewBox="0 0 30 10">'),
        svg(opening='<svg width="30mm" height="10mm">').replace(b'"15"', b'"56.7"').replace(b'"10"', b'"37.8"'),
        svg("<style>.b { fill: #0000c8 } /* of a program */</style>" + HALVES.replace('fill="#0000c8"', 'class="b"')),
        svg(
            '<defs><linearGradient id="g"><stop stop-color="#c80000"/></linearGradient><g id="u">'
            '<rect x="15" width="15" height="10" fill="#0000c8"/></g></defs>'
            '<rect width="15" height="10" style="fill: url(#g)"/><use xlink:href="#u"/>'
        ),
        svg(f'<switch><foreignObject><p>no</p></foreignObject><a href="#x">{HALVES}</a></switch>'),
        svg(f'{HALVES}<image width="15" height="10" preserveAspectRatio="none" href="{picture()}"/>'),
    ],
)
def test_what_draws_is_kept(content: bytes, tmp_path: Path) -> None:
    logo = read(content, tmp_path)
    assert logo.media == "image/svg+xml"
    assert logo.size[0] / logo.size[1] == pytest.approx(3)
    picture = seen(as_dots(logo))
    assert picture.size == (1200, 400)
    assert halves(picture) == ((*RED, 255), (*BLUE, 255))
    assert b"Alice Example" not in base64.b64decode(logo.content.partition(b"base64,")[2].partition(b'"')[0])


def test_what_is_clear_stays_clear(tmp_path: Path) -> None:
    left, right = halves(seen(as_dots(read(svg('<rect width="15" height="10" fill="#c80000"/>'), tmp_path))))
    assert (left, right) == ((*RED, 255), (0, 0, 0, 0))


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<script xmlns="http://www.w3.org/1999/xhtml" src="https://example.com/a.js"/>',
        '<set attributeName="onload" to="alert(1)"/>',
        '<animate attributeName="href" values="https://example.com"/>',
        "<foreignObject><iframe src='https://example.com'/></foreignObject>",
        "<metadata>Alice Example</metadata>",
        "<title>Alice Example</title>",
        '<filter id="f"><feImage href="https://example.com/a.png"/></filter>',
        '<rect width="1" height="1" onclick="alert(1)" fill="#c80000" data-owner="Alice Example"/>',
        '<?xml-stylesheet href="https://example.com/a.css"?>',
        "<!-- Alice Example -->",
    ],
)
def test_what_runs_or_tells_is_dropped(inside: str, tmp_path: Path) -> None:
    content = read(svg(HALVES + inside, f'{OPEN} onload="alert(1)">'), tmp_path).content
    tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(content).iter()}
    assert tags == {"svg", "rect"}
    assert not any(word in content for word in (b"alert", b"example.com", b"Alice", b"onload", b"<!--", b"<?"))


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ('<image href="https://example.com/a.png"/>', "outside"),
        ('<image href="/etc/passwd"/>', "outside"),
        ('<image xlink:href="data:image/svg+xml;base64,AAAA"/>', "outside"),
        ('<use href="other.svg#a"/>', "outside"),
        ('<rect fill="url(https://example.com/a.svg#g)"/>', "outside"),
        ('<rect style="fill: url( &quot;//example.com&quot; )"/>', "outside"),
        ('<rect style="fill: \\75rl(//example.com)"/>', "outside"),
        ('<rect style="fill: u/**/rl(//example.com)"/>', "outside"),
        ("<style>@import '//example.com/a.css';</style>", "outside"),
        ("<style>@font-face { src: url(data:font/woff;base64,AAAA) }</style>", "outside"),
        ("<style>rect { background: image-set('//example.com/a.png' 1x) }</style>", "outside"),
        (f'<image href="{picture()[:60]}"/>', "is a damaged picture"),
        ("<g>" * 101 + "</g>" * 101, "levels of elements"),
        ('<g id="a"><use href="#a"/></g>', "part of itself"),
        ('<pattern id="a"><rect fill="url(#b)"/></pattern><pattern id="b"><rect fill="url(#a)"/></pattern>', "itself"),
        (
            '<g id="a0"/>' + "".join(f"<g id=$a{n}$><use href=$#a{n - 1}$/></g>" for n in range(999, 0, -1)),
            "of too many",
        ),
        (
            '<g id="a0"/>' + "".join(f'<g id="a{n + 1}">{10 * f"<use href=$#a{n}$/>"}</g>' for n in range(9)),
            "draws more than 50,000 elements",
        ),
        (f'<path d="{"M0 0 " * 120_000}"/>', f"draws more than {LARGEST // 1000} kB"),
        ("<g>", "is a damaged picture"),
    ],
)
def test_what_is_fetched_or_endless_is_refused(inside: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=words):
        read(svg(inside.replace("$", '"')), tmp_path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg(), "declares entities"),
        (svg(opening="<svg>"), "says neither viewBox nor width and height"),
        (svg(opening='<svg viewBox="0 0 0 0">'), "says neither viewBox nor width and height"),
        (b"<?xml version='1.0'?><html/>", "is a damaged picture"),
        (b"<?xml version='1.0'?>", "is a damaged picture"),
    ],
)
def test_what_is_no_picture_is_told(content: bytes, words: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=words):
        read(content, tmp_path)


def test_every_form_shows_it(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_bytes(svg())
    client = {"name": "A", "deployment": "on_prem", "patches_after": "7d", "brand": {"logo": "logo.svg"}}
    race = sim.own_race(sim.load("first_steps"), sim.Client.from_dict(client, tmp_path), replications=10)
    page = page_of(race, date(2026, 11, 24))
    drawn = pictures(page)
    found = re.findall(r'<img src="data:image/svg\+xml;base64,([^"]+)" alt="Logo', web_page(page, drawn))
    assert [b"#c80000" in base64.b64decode(each) for each in found] == [True]
    with zipfile.ZipFile(io.BytesIO(slides(page))) as package:
        media = [each for each in package.namelist() if each.startswith("ppt/media/")]
        assert [halves(seen(package.read(each))) for each in media] == [((*RED, 255), (*BLUE, 255))]
    paper = seen(picture_of_paper(page, drawn))
    assert {RED, BLUE} <= set(paper.convert("RGB").get_flattened_data())
