"""A logo: a picture that is read once, turned upright, and drawn anew, so that nothing but its dots travels on.

What a camera or a program wrote into the file (place, owner, date, comments, a preview, further pictures) stays behind,
and every form of a report shows the same.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST, MOST_DOTS = 500_000, 4_000
"""Bytes of a logo, and dots across."""
KEPT_DOTS = 1_200
"""Dots across of what is kept: four times what a screen shows of it, and 300 an inch on paper and slides."""
SMALLER = 0.7
FORMATS = ("PNG", "JPEG", "MPO")
"""MPO is what cameras write that add a preview or a second picture to a JPEG; the first one is the picture."""
MEDIA = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
"""How files that can be a logo begin. Formats that can carry programs, such as SVG, are left out."""


def read_logo(path: Path) -> tuple[bytes, str]:
    """The bytes of a logo and their media type. Raises ValueError that says what is wrong with the file."""
    try:
        if not path.is_file():
            raise ValueError("there is no such file; a logo is a PNG or JPEG file, from the folder of this file")
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror or error}") from None
    if len(content) > LARGEST:
        raise ValueError(f"is larger than {LARGEST // 1000} kB; make the picture smaller")
    media = next((media for beginning, media in MEDIA.items() if content.startswith(beginning)), None)
    if media is None:
        raise ValueError("is neither a PNG nor a JPEG picture")
    return _drawn_anew(content, media), media


def _drawn_anew(content: bytes, media: str) -> bytes:
    """The picture as a file of the same kind that holds its dots alone, upright and no larger than it needs to be."""
    from PIL import Image

    size: tuple[int, int] | None = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Pillow, on what is odd in the file
            with Image.open(BytesIO(content), formats=FORMATS) as picture:
                size = picture.size
                if max(size) <= MOST_DOTS:
                    return _written(_plain(picture), media)
    except Exception:
        # Pillow's readers raise whatever a damaged file leads them to, from EOFError to ZeroDivisionError.
        raise ValueError("is a damaged picture") from None
    raise ValueError(f"is {size[0]} by {size[1]} dots; make it at most {MOST_DOTS} across")


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


def _written(picture: Image, media: str) -> bytes:
    """The picture as a file of at most LARGEST bytes, smaller if it would be more."""
    while True:
        out = BytesIO()
        if media == "image/jpeg":
            picture.convert("RGB").save(out, "JPEG", quality=92, subsampling=0)
        else:
            picture.save(out, "PNG", optimize=True)
        if out.tell() <= LARGEST:
            return out.getvalue()
        picture = picture.resize([max(int(each * SMALLER), 1) for each in picture.size])
