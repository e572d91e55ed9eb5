"""One spelling in keys and words: British with -ize, as Oxford has it, so that `organizations` and `colour` agree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ENDINGS = {".py", ".md", ".html", ".js", ".yaml", ".csv", ".typ", ".json", ".ftl"}
FOLDERS = ("sim", "configs", "docs", "tests", "benchmarks")
ROOTS = (
    "organ|random|recogn|standard|summar|normal|minim|maxim|character|initial|priorit|optim|serial|vector|parametr|"
    "visual|penal|custom|categor|util|special|general|final|synchron|neutral|memor|discret|emphas|author"
)
WITH_AN_S = re.compile(rf"(?:{ROOTS})is(?:e|es|ed|ing|er|ers|ation|ations|ational)\b", re.IGNORECASE)
AMERICAN = re.compile(r"\b(?:behaviors?|neighbors?|defense|analyz(?:e|es|ed|ing)|labeled)\b", re.IGNORECASE)


@pytest.mark.parametrize("folder", FOLDERS)
def test_one_spelling(folder: str, root: Path) -> None:
    found = []
    for path in sorted((root / folder).rglob("*")):
        is_ours = not any(part.startswith((".", "_build", "__")) for part in path.relative_to(root).parts)
        is_english = path.suffix != ".ftl" or path.stem == "en"
        if path.suffix not in ENDINGS or path == Path(__file__) or not (is_ours and is_english and path.is_file()):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found += [
                f"{path.relative_to(root)}:{number}: {each}" for each in WITH_AN_S.findall(line) if not each.isupper()
            ]
            found += [f"{path.relative_to(root)}:{number}: {each}" for each in AMERICAN.findall(line)]
    assert found == []
