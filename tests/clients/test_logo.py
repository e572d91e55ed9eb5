"""Logos: the same in every form of a report, upright, and without what the camera wrote.

faults: 13-turned-logo.jpg, 13-mpo-logo.jpg. A turned picture was upright in the PDF alone, python-pptx refused an MPO,
and the place where a photograph was taken went into the report.
"""

from __future__ import annotations

import base64
import contextlib
import io
import re
import struct
import zipfile
import zlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms, PngImagePlugin
from pypdf import PdfReader

import sim
from sim.clients.logo import KEPT_DOTS, LARGEST, read_logo
from sim.report.figures import pictures
from sim.report.page import Page, page_of
from sim.report.paper import paper
from sim.report.slides.slides import slides
from sim.report.web_page import web_page

RED, BLUE = (200, 0, 0), (0, 0, 200)
OWNER, PLACE = "Alice Example", "52.5200N"
SECRETS = (OWNER.encode(), PLACE.encode(), b"Exif", b"exif", b"http://ns.adobe.com/xap", b"tEXt", b"iTXt", b"zTXt")


def two_halves(size: tuple[int, int] = (300, 100)) -> Image.Image:
    """Red at the left, blue at the right."""
    picture = Image.new("RGB", size, BLUE)
    picture.paste(RED, (0, 0, size[0] // 2, size[1]))
    return picture


def written(picture: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def camera(turn: int) -> Image.Exif:
    """What a camera writes: how it was held, whose it is, and where."""
    exif = Image.Exif()
    exif[0x0112], exif[0x013B], exif[0x010E] = turn, OWNER, PLACE
    return exif


def turned(turn: int) -> bytes:
    """The two halves as a camera stores them that was held in one of eight ways (EXIF 2.32, tag 0x0112)."""
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    picture = two_halves()
    picture = picture.transpose(undo[turn]) if turn in undo else picture
    return written(picture, "JPEG", exif=camera(turn), quality=95, comment=OWNER.encode())


def several() -> bytes:
    """Two pictures in one file, as cameras write them."""
    return written(two_halves(), "MPO", save_all=True, append_images=[two_halves((60, 60))])


def animated() -> bytes:
    return written(two_halves(), "PNG", save_all=True, append_images=[Image.new("RGB", (300, 100))], duration=100)


def photograph() -> bytes:
    """A picture of 12 million dots, as a phone takes it that is held upright."""
    picture = two_halves((6_000, 2_000)).transpose(Image.Transpose.ROTATE_90)
    return written(picture, "JPEG", exif=camera(6), quality=95)


def with_texts() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", OWNER)
    notes.add_itxt("XML:com.adobe.xmp", PLACE)
    return written(two_halves(), "PNG", pnginfo=notes, exif=camera(1))


def with_profile() -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return written(two_halves(), "JPEG", icc_profile=profile, quality=95)


def broken_profile() -> bytes:
    return written(two_halves(), "JPEG", icc_profile=b"no profile" * 20, quality=95)


GOOD = {
    **{f"turned {turn}": turned(turn) for turn in range(1, 9)},
    "several in one": several(),
    "animated": animated(),
    "with texts": with_texts(),
    "for printers": written(two_halves().convert("CMYK"), "JPEG", quality=95),
    "of a palette": written(two_halves().convert("P", palette=Image.Palette.ADAPTIVE), "PNG"),
    "with a profile": with_profile(),
    "with a broken profile": broken_profile(),
    "large": written(two_halves((3_900, 1_300)), "PNG"),
    "WebP": written(two_halves(), "WEBP", quality=95, exif=camera(1)),
    "WebP, turned": written(two_halves().transpose(Image.Transpose.ROTATE_90), "WEBP", quality=95, exif=camera(6)),
    "of a phone": photograph(),
}


def kept(content: bytes, folder: Path) -> Image.Image:
    path = folder / "logo"
    path.write_bytes(content)
    logo = read_logo(path)
    found, media = logo.content, logo.media
    assert len(found) <= LARGEST
    assert not any(secret in found for secret in SECRETS)
    picture = Image.open(io.BytesIO(found))
    picture.load()
    assert f"image/{(picture.format or '').lower()}" == media
    assert max(picture.size) <= KEPT_DOTS
    assert list(picture.size) == list(logo.size)
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}
    return picture


def near(one: Any, other: tuple[int, ...], most: int = 60) -> bool:
    return all(abs(a - b) <= most for a, b in zip(one, other, strict=True))


def is_upright(picture: Image.Image) -> bool:
    """Whether it is three times as wide as high, red at the left and blue at the right."""
    wide, high = picture.size
    seen = picture.convert("RGB")
    left, right = (seen.getpixel((round(share * wide), high // 2)) for share in (0.2, 0.8))
    return abs(wide / high - 3) < 0.05 and near(left, RED) and near(right, BLUE)


@pytest.mark.parametrize("name", GOOD)
def test_what_is_kept_is_the_picture_alone_and_upright(name: str, tmp_path: Path) -> None:
    assert is_upright(kept(GOOD[name], tmp_path))


def page_with(content: bytes, folder: Path) -> Page:
    (folder / "logo").write_bytes(content)
    client = {"name": "A", "deployment": "on_prem", "patches_after": "7d", "brand": {"logo": "logo"}}
    return page_of(
        sim.own_race(sim.load("first_steps"), sim.Client.from_dict(client, folder), replications=10), date(2026, 11, 24)
    )


@pytest.mark.parametrize("name", ["turned 6", "turned 5", "several in one", "for printers"])
def test_every_form_shows_the_same(name: str, tmp_path: Path) -> None:
    page = page_with(GOOD[name], tmp_path)
    drawn = pictures(page)
    html, pdf, deck = web_page(page, drawn), paper(page, drawn), slides(page)
    found = re.findall(r'<img src="data:image/jpeg;base64,([^"]+)" alt="Logo', html)
    shown = {"page": base64.b64decode(found[0])}
    with zipfile.ZipFile(io.BytesIO(deck)) as package:
        media = [each for each in package.namelist() if each.startswith("ppt/media/")]
        shown["slides"] = package.read(media[0])
    assert len(media) == len(found) == 1
    images = [each.image for part in PdfReader(io.BytesIO(pdf)).pages for each in part.images]
    pictures_shown = [Image.open(io.BytesIO(each)) for each in shown.values()] + [each for each in images if each]
    assert len(pictures_shown) == 3
    assert all(is_upright(each) for each in pictures_shown)
    for content in (*shown.values(), pdf):
        assert not any(secret in content for secret in SECRETS[:2])


def test_transparency_is_kept(tmp_path: Path) -> None:
    clear = Image.new("RGBA", (30, 10), (*RED, 0))
    clear.paste((*BLUE, 255), (15, 0, 30, 10))
    palette = clear.convert("P")
    files = {
        "RGBA": written(clear, "PNG"),
        "P": written(
            palette.quantize(4) if palette.mode != "P" else palette, "PNG", transparency=palette.getpixel((2, 2))
        ),
        "L": written(Image.new("L", (30, 10), 7), "PNG", transparency=7),
        "LA": written(Image.new("LA", (30, 10), (7, 0)), "PNG"),
    }
    for name, content in files.items():
        picture = kept(content, tmp_path)
        assert picture.mode == "RGBA", name
        assert picture.getpixel((2, 2))[3] == 0, name  # type: ignore[index]  # four bands
    assert near(kept(files["RGBA"], tmp_path).getpixel((20, 5)), (*BLUE, 255), 2)


def test_sixteen_bits_of_grey_become_eight(tmp_path: Path) -> None:
    picture = kept(written(Image.new("I;16", (30, 10), 0x8000), "PNG"), tmp_path)
    assert near(picture.getpixel((5, 5)), (128, 128, 128), 1)


@pytest.mark.parametrize("mode", ["1", "L"])
def test_grey_and_black_stay(mode: str, tmp_path: Path) -> None:
    assert kept(written(Image.new(mode, (30, 10), 0), "PNG"), tmp_path).getpixel((5, 5)) == (0, 0, 0)


def bomb() -> bytes:
    """A PNG that says it is 50,000 by 50,000 dots."""
    head = b"\0\0\0\rIHDR" + struct.pack(">II", 50_000, 50_000) + b"\x08\x02\0\0\0"
    checked = (zlib.crc32(head[4:]).to_bytes(4, "big"), zlib.crc32(b"IDAT").to_bytes(4, "big"))
    return b"\x89PNG\r\n\x1a\n" + head + checked[0] + b"\0\0\0\0IDAT" + checked[1]


def wrong_turn() -> bytes:
    """EXIF that points beyond its end."""
    content = GOOD["turned 6"]
    at = content.index(b"Exif\0\0") + 6
    return content[:at] + b"MM\0*\xff\xff\xff\xff" + content[at + 8 :]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (GOOD["turned 6"][: len(GOOD["turned 6"]) // 2], "is a damaged picture"),
        (GOOD["animated"][:200], "is a damaged picture"),
        (GOOD["several in one"][:700], "is a damaged picture"),
        (b"\xff\xd8\xff", "is a damaged picture"),
        (bomb(), "has too many dots to be drawn anew; make the picture smaller"),
        (written(two_halves(), "GIF"), "is no SVG, PNG, JPEG or WebP picture"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "is a HEIC or AVIF photograph; save it as JPEG"),
        (b"", "is no SVG, PNG, JPEG or WebP picture"),
    ],
)
def test_what_cannot_be_shown_is_told_in_a_line(content: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(content)
    with pytest.raises(sim.InputError) as caught:
        sim.Client.from_dict(
            {"name": "A", "deployment": "on_prem", "patches_after": "7d", "brand": {"logo": "logo.png"}}, tmp_path
        )
    assert str(caught.value) == f"brand.logo: 'logo.png': {words}"


def said(path: Path) -> str:
    """What is said of a file that is no logo; nothing of one that is."""
    with contextlib.suppress(ValueError):
        read_logo(path)
        return ""
    with pytest.raises(ValueError) as caught:
        read_logo(path)
    return str(caught.value)


def test_every_cut_of_a_picture_is_read_or_told(tmp_path: Path) -> None:
    path = tmp_path / "logo"
    for name in ("turned 6", "several in one", "with texts"):
        whole = GOOD[name]
        for end in range(8, len(whole), max(len(whole) // 40, 1)):
            for content in (whole[:end], whole[:end] + b"\xff\0\xff" + whole[end + 3 :]):
                path.write_bytes(content)
                assert said(path) in ("", "is a damaged picture") or "dots; make it" in said(path)


def test_a_wrong_turn_is_no_crash(tmp_path: Path) -> None:
    (tmp_path / "logo").write_bytes(wrong_turn())
    assert said(tmp_path / "logo") in ("", "is a damaged picture")


def test_what_would_grow_when_drawn_anew_is_made_smaller(tmp_path: Path) -> None:
    noise = written(Image.effect_noise((1_200, 1_000), 90).convert("RGB"), "JPEG", quality=20)
    assert len(noise) < LARGEST < len(written(Image.open(io.BytesIO(noise)), "JPEG", quality=92, subsampling=0))
    assert kept(noise, tmp_path).size == (840, 700)
