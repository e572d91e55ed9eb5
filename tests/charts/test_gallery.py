"""The gallery shows every chart, by the lines of code that made its picture."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from drawn import close_all
from PIL import Image

import sim

NO_CHARTS = {"alt_text", "save", "save_all", "save_comparison", "save_sensitivity", "save_study"}
LARGEST, LARGEST_ANIMATION, LARGEST_TOGETHER = 120_000, 600_000, 2_500_000


@pytest.fixture(scope="module")
def committed(root: Path) -> str:
    return (root / "docs" / "gallery.md").read_text(encoding="utf-8")


def test_every_chart_is_shown_once(gallery: ModuleType) -> None:
    assert sorted(gallery.ENTRIES) == sorted(set(sim.charts.__all__) - NO_CHARTS)
    assert len(gallery.ENTRIES) == sum(map(len, gallery.SECTIONS.values()))


def test_the_page_is_what_its_lines_make(
    gallery: ModuleType,
    lines_of_gallery: dict[str, Any],
    committed: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    texts = {}
    for name, entry in gallery.ENTRIES.items():
        texts[name] = gallery.text_of(gallery.drawn(entry, lines_of_gallery))
        close_all()
    assert committed == gallery.page(texts), "make gallery brings docs/gallery.md up to date"


def test_pictures_are_those_of_the_page_and_small(gallery: ModuleType, committed: str, root: Path) -> None:
    shown = re.findall(r"!\[((?:\\.|[^]\\])+)\]\(gallery/([\w.]+)\)", committed)
    folder = root / "docs" / "gallery"
    assert {name for _, name in shown} == {path.name for path in folder.iterdir()}
    assert [name.partition(".")[0] for _, name in shown] == list(gallery.ENTRIES)
    for text, name in shown:
        with Image.open(folder / name) as picture:
            inside = picture.info["comment"].decode() if name.endswith("gif") else picture.info["Description"]
        assert re.sub(r"\\(.)", r"\1", text) == inside, name
        assert re.search(r"\d", text), name
        assert (folder / name).stat().st_size < (LARGEST_ANIMATION if name.endswith("gif") else LARGEST), name
    assert sum(path.stat().st_size for path in folder.iterdir()) < LARGEST_TOGETHER
