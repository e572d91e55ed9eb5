"""Names of files and folders from what people call things."""

from __future__ import annotations

import hashlib
import re
import unicodedata


def file_name(text: str, otherwise: str, longest: int = 40) -> str:
    """A text in small letters, digits and hyphens: `Müller & Co` is `muller-co`; `otherwise` if nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:longest].strip("-") or otherwise


def own_file_name(text: str, otherwise: str) -> str:
    """As `file_name`, with eight hexadecimal digits of the whole text, so that no two texts have the same."""
    digits = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    return f"{file_name(text, otherwise)}-{digits}"
