"""Names of files and folders from what people call things."""

from __future__ import annotations

import re
import unicodedata


def file_name(text: str, otherwise: str, longest: int = 40) -> str:
    """A text in small letters, digits and hyphens: `Müller & Co` is `muller-co`; `otherwise` if nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:longest].strip("-") or otherwise
