"""Every notebook runs from top to bottom.

They take turns in one kernel, which has loaded everything once: names, warnings and the folder are made anew for each.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


ANEW = """
%reset -f
import os, warnings
os.chdir({folder!r})
warnings.usual = getattr(warnings, "usual", warnings.filters[:])
warnings.filters[:] = warnings.usual
warnings._filters_mutated()  # what was told once is told again
del os, warnings
"""


@pytest.fixture(scope="module")
def kernel() -> Iterator[Any]:
    """What manages a kernel; nothing of it is loaded by who collects tests."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.util import run_sync

    first = NotebookClient(nbformat.v4.new_notebook(), timeout=None)
    manager: Any = first.create_kernel_manager()
    yield manager
    run_sync(manager.shutdown_kernel)(now=True)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs(path: Path, tmp_path: Path, kernel: Any) -> None:
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells), "commit notebooks without outputs"
    for cell in notebook.cells:
        cell.source = cell.source.replace("REPLICATIONS = 30", "REPLICATIONS = 4")
    notebook.cells.insert(0, nbformat.v4.new_code_cell(ANEW.format(folder=str(tmp_path))))
    NotebookClient(notebook, kernel, timeout=None).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert any("image/png" in output.get("data", {}) for output in outputs)
    assert not any(output.get("name") == "stderr" for output in outputs), "a notebook should run without warnings"
