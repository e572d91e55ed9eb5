"""A logo: a picture that is read once, turned upright, and drawn anew, so that nothing but its dots travels on.

What a camera or a program wrote into the file (place, owner, date, comments, a preview, further pictures) stays behind,
and every form of a report shows the same. A photograph is made as small as a logo needs to be; of an SVG, only what
draws is kept (`svg_logo`).
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from .svg_logo import DAMAGED, is_svg, safe_svg

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST, MOST_READ = 500_000, 60_000_000
"""Bytes of what is kept, and of what is read, which may be a photograph."""
MOST_DOTS = 60_000_000
"""Dots of a picture that are drawn at once; a JPEG is read at a fraction of its size where it has more."""
KEPT_DOTS = 1_200
"""Dots across of what is kept: four times what a screen shows of it, and 300 an inch on paper and slides."""
SMALLER = 0.7
PNG, JPEG, SVG = "image/png", "image/jpeg", "image/svg+xml"
FORMATS = {"PNG": PNG, "WEBP": PNG, "JPEG": JPEG}
"""What is read, and as what it is kept. Of several pictures in a JPEG, as cameras write them, the first one counts."""
PHONE = "is a HEIC or AVIF photograph; save it as JPEG"


@dataclass(frozen=True)
class Logo:
    """A logo as every form of a report shows it.

    Attributes
    ----------
    content : bytes
        The picture as a file.
    media : str
        Its media type: PNG, JPEG or SVG.
    size : tuple of float
        Width and height, in dots or in units of the SVG.
    """

    content: bytes
    media: str
    size: tuple[float, float]


def read_logo(path: Path) -> Logo:
    """A logo from a file. Raises ValueError that says what is wrong with it."""
    try:
        if not path.is_file():
            raise ValueError(
                "there is no such file; a logo is an SVG, PNG, JPEG or WebP file, from the folder of this file"
            )
        with path.open("rb") as file:
            content = file.read(MOST_READ + 1)
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror or error}") from None
    if len(content) > MOST_READ:
        raise ValueError(f"is larger than {MOST_READ // 1_000_000} MB; make the picture smaller")
    if not is_svg(content):
        return _drawn_anew(content)
    kept, size = safe_svg(content, lambda inside: ((each := _drawn_anew(inside)).content, each.media))
    if len(kept) > LARGEST:
        raise ValueError(f"draws more than {LARGEST // 1000} kB of SVG; simplify it")
    return Logo(kept, SVG, size)


def _format(content: bytes) -> str:
    """The format of a picture as Pillow calls it. Raises ValueError for a file that is none of those read."""
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if (content[:4], content[8:12]) == (b"RIFF", b"WEBP"):
        return "WEBP"
    raise ValueError(PHONE if content[4:8] == b"ftyp" else "is no SVG, PNG, JPEG or WebP picture")


def _drawn_anew(content: bytes) -> Logo:
    """The picture as a file that holds its dots alone, upright and no larger than it needs to be."""
    from PIL import Image

    written = _format(content)
    size: tuple[int, int] | None = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Pillow, on what is odd in the file
            with Image.open(BytesIO(content), formats=(written,)) as picture:
                picture.draft(picture.mode, (2 * KEPT_DOTS, 2 * KEPT_DOTS))
                size = picture.size
                if size[0] * size[1] <= MOST_DOTS:
                    return _written(_plain(picture), FORMATS[written])
    except Image.DecompressionBombError:
        raise ValueError("has too many dots to be drawn anew; make the picture smaller") from None
    except Exception:
        # Pillow's readers raise whatever a damaged file leads them to, from EOFError to ZeroDivisionError.
        raise ValueError(DAMAGED) from None
    raise ValueError(f"is {size[0]} by {size[1]} dots; make the picture smaller")


def _plain(picture: Image) -> Image:
    """The first picture of a file: upright, eight bits a colour, in the colours of screens, and nothing else."""
    from PIL import Image, ImageOps

    picture.load()
    upright = _eight_bits(ImageOps.exif_transpose(picture))
    kept = upright.convert("RGBA") if upright.has_transparency_data else upright
    if kept.mode in ("P", "1"):
        kept = kept.convert("RGB")
    found = _in_screen_colours(kept, picture.info.get("icc_profile"))
    clean = Image.new(found.mode, found.size)
    clean.paste(found)
    clean.thumbnail((KEPT_DOTS, KEPT_DOTS))
    return clean


def _eight_bits(picture: Image) -> Image:
    """A picture whose grey has 16 bits with the upper eight of them."""
    import numpy as np
    from PIL import Image

    if not picture.mode.startswith("I"):
        return picture
    return Image.fromarray((np.asarray(picture).astype(np.int64) >> 8).clip(0, 255).astype(np.uint8))


def _in_screen_colours(picture: Image, profile: bytes | None) -> Image:
    """A picture of printers or of a wide range of colours as screens show it; by its mode where it has no profile."""
    from PIL import ImageCms

    if picture.mode == "RGBA":
        solid = _in_screen_colours(picture.convert("RGB"), profile)
        solid.putalpha(picture.getchannel("A"))
        return solid
    if profile and picture.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            shown = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            return shown or picture.convert("RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that cannot be read, or is of other colours than the picture
    return picture.convert("RGB")


def _written(picture: Image, media: str) -> Logo:
    """The picture as a file of at most LARGEST bytes, smaller if it would be more."""
    while True:
        out = BytesIO()
        if media == JPEG:
            picture.convert("RGB").save(out, "JPEG", quality=92, subsampling=0)
        else:
            picture.save(out, "PNG", optimize=True)
        if out.tell() <= LARGEST:
            return Logo(out.getvalue(), media, picture.size)
        picture = picture.resize([max(int(each * SMALLER), 1) for each in picture.size])
