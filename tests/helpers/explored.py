"""What an interactive page holds, read back from its HTML, for the tests of it."""

from __future__ import annotations

import base64
import json
import re
from html.parser import HTMLParser
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.report.explore.table import ChanceTable, Choice, Measure, Member


class Elements(HTMLParser):
    """Every element with its attributes, and the text of each kind of element."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, list[str]] = {}
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {key: value or "" for key, value in attrs}))
        self._inside = tag

    def handle_data(self, data: str) -> None:
        self.texts.setdefault(self._inside, []).append(data)


def data_of(text: str) -> Any:
    """The data of a page."""
    found = re.findall(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert len(found) == 1
    return json.loads(found[0])


def table_of(text: str) -> ChanceTable:
    """The table that a page holds."""
    data = data_of(text)
    curves, worlds, speeds, days = data["shape"]
    codes = np.frombuffer(base64.b64decode(data["codes"]), dtype="<u2").reshape(curves, worlds, speeds, days)

    def by_world(values: list[float]) -> NDArray[np.float64]:
        return np.broadcast_to(np.array(values), (worlds,))

    choices = tuple(
        Choice(
            like=choice["like"],
            deployment=choice["deployment"],
            fix="",
            mitigations=tuple(each["name"] for each in choice["mitigations"]),
            members=tuple(
                Member(
                    member["curve"],
                    by_world(member["weight"]),
                    tuple(
                        Measure(by_world(each["available"]), by_world(each["protects"])) for each in member["measures"]
                    ),
                )
                for member in choice["members"]
            ),
        )
        for choice in data["choices"]
    )
    return ChanceTable(choices, np.array(data["days"]), np.array(data["factors"]), codes, data["worlds"])
