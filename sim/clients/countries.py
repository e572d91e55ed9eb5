"""Countries by their two letters (ISO 3166-1), as far as a rule of theirs is known here, and their names."""

from __future__ import annotations

import re
from typing import Any

from sim.problems import nearest
from sim.wording.language import ENGLISH, Language

NAMES = {
    "AT": "Austria",
    "AU": "Australia",
    "BE": "Belgium",
    "BG": "Bulgaria",
    "CY": "Cyprus",
    "CZ": "Czechia",
    "DE": "Germany",
    "DK": "Denmark",
    "EE": "Estonia",
    "ES": "Spain",
    "FI": "Finland",
    "FR": "France",
    "GB": "United Kingdom",
    "GR": "Greece",
    "HR": "Croatia",
    "HU": "Hungary",
    "IE": "Ireland",
    "IT": "Italy",
    "LT": "Lithuania",
    "LU": "Luxembourg",
    "LV": "Latvia",
    "MT": "Malta",
    "NL": "Netherlands",
    "PL": "Poland",
    "PT": "Portugal",
    "RO": "Romania",
    "SE": "Sweden",
    "SI": "Slovenia",
    "SK": "Slovakia",
    "US": "United States",
}
ALSO = {"UK": "GB", "EL": "GR", "USA": "US"}
"""What people write for some of them."""
CODES = {name.lower(): code for code, name in NAMES.items()}
TWO_LETTERS = re.compile(r"[A-Za-z]{2}")


def read_country(value: Any) -> str:
    """The two letters of a country, from these or from its English name; other two letters stay as they are."""
    text = value.strip() if isinstance(value, str) else ""
    code = ALSO.get(text.upper(), text.upper())
    if code in NAMES or TWO_LETTERS.fullmatch(code):
        return code
    if text.lower() in CODES:
        return CODES[text.lower()]
    known = nearest(text, list(NAMES.values())) if text else ""
    raise ValueError(
        f"is no country; write its two letters, such as DE or US, or its English name; {known}".rstrip("; ")
    )


def country_name(code: str, language: Language = ENGLISH) -> str:
    """The name of a country in a language; its two letters where none is known here."""
    if language == ENGLISH:
        return NAMES.get(code, code)
    from babel import Locale

    return str(Locale.parse(language.locale).territories.get(code, code))
