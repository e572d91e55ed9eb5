"""How Sphinx builds the site: `make docs`.

The folder of the repository is the source, so that a link between files leads to the same place on the site. Pages that
are made from the code are written into docs/reference before anything is read.

Every page with Python code is executed: notebooks and docs/start.md by this build, which fails where they do; README.md
and docs/clients.md by tests/test_readme.py, docs/gallery.md by tests/charts/test_gallery.py, docs/studies.md by
tests/sweeps/test_design.py, docs/clusters.md by tests/docs/test_pages.py, which holds that list against the pages.
"""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(HERE))

import make_api  # noqa: E402
import make_command_line  # noqa: E402
import make_files  # noqa: E402
import make_rooms  # noqa: E402

if TYPE_CHECKING:
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

KERNEL = """\
c.HistoryManager.enabled = False
c.IPKernelApp.log_level = 40  # that a kernel talks to this build over the machine's own loopback is no news
"""
"""How IPython executes the pages."""

project = "patchrace"
author = "The patchrace authors"
copyright = author
release = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
language = "en"

extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.napoleon",
    "myst_nb",
    "sphinx_design",
]
root_doc = "docs/index"
include_patterns = [
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "configs/*/README.md",
    "docs/*.md",
    "docs/reference/**",
    "notebooks/*.ipynb",
    "results/README.md",
]
exclude_patterns = [".*", "**/.ipynb_checkpoints"]
templates_path = [str(HERE / "templates")]

# Links that lead to a heading of another page name it as GitHub does.
myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence", "html_image"]

# Notebooks run in a folder of their own, anew at every build. One that fails is a warning that shows where and why, and
# `make docs` takes warnings for errors.
nb_execution_mode = "force"
nb_execution_in_temp = True
nb_execution_show_tb = True
nb_execution_timeout = 1800
nb_merge_streams = True

# Nothing is loaded from outside: no widgets, whose code would come from elsewhere. Formulas are plain text for the same
# reason. docs/check_site.py looks through the pages that come out.
nb_ipywidgets_js: dict[str, Any] = {}

autosummary_generate = True
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_default_options = {"exclude-members": "model_config, model_post_init"}
python_display_short_literal_types = True
default_role = "code"
suppress_warnings = ["ref.python"]  # two fields of one name, such as `kind`, to which no link is meant
nitpicky = True  # a public name that leads nowhere is a mistake; others have no page here
nitpick_ignore_regex = [("py:.*", r"(?!sim\.(charts\.)?\w+$).*")]
napoleon_google_docstring = False
napoleon_use_rtype = False

html_theme = "pydata_sphinx_theme"
html_title = "patchrace"
html_copy_source = False
html_show_sphinx = False
html_show_search_summary = False  # a page that is opened as a file may not read others
html_context = {"default_mode": "auto"}
html_sidebars: dict[str, list[str]] = {
    name: [] for name in ("docs/index", "docs/model", "docs/architecture", "CONTRIBUTING")
}
html_additional_pages = {"index": "to_docs.html"}
html_theme_options = {
    "show_prev_next": True,
    "header_links_before_dropdown": 7,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
}


def write_pages(_app: Sphinx, _config: Config) -> None:
    """Write the pages that are made from the code, those that changed."""
    pages = {
        "api.rst": make_api.page(),
        "command_line.md": make_command_line.page(),
        "files.md": make_files.page(),
        "rooms.svg": make_rooms.picture(),
    }
    folder = HERE / "reference"
    folder.mkdir(exist_ok=True)
    for name, text in pages.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def set_up_kernels(_app: Sphinx, _config: Config) -> None:
    """Give the kernels of pages a folder of their own, so that nobody's set-up of IPython changes a page."""
    folder = HERE / "_build" / "ipython"
    profile = folder / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.py").write_text(KERNEL, encoding="utf-8")
    os.environ["IPYTHONDIR"] = str(folder)


def without_fields(
    _app: Sphinx,
    what: str,
    _name: str,
    _object: object,
    _options: object,
    _arguments: str | None,
    _returned: str | None,
) -> tuple[str, str] | None:
    """Leave out how classes are made from their fields: people get them from functions, or from a mapping."""
    return ("", "") if what == "class" else None


def keep_whole(_app: Sphinx, what: str, _name: str, _object: object, _options: object, lines: list[str]) -> None:
    """Let napoleon find no type of a property in its first sentence, where it takes what a colon ends for one."""
    if what in ("property", "attribute"):
        lines[:0] = ["..", ""]  # an empty comment


def to_its_page(app: Sphinx, env: BuildEnvironment, node: pending_xref, contents: Any) -> Any:
    """Lead from a type in a signature or a section of a docstring to its page, by whichever of its names it is called.

    Signatures name the file that holds a class, sections name the class alone.
    """
    page = make_api.pages_of_classes().get(node["reftarget"])
    if page is None or node.get("refdomain") != "py":
        return None
    return env.domains["py"].resolve_xref(env, node["refdoc"], app.builder, "class", page, node, contents)


def setup(app: Sphinx) -> dict[str, bool]:
    """What Sphinx calls first."""
    app.connect("config-inited", write_pages)
    app.connect("config-inited", set_up_kernels)
    app.connect("autodoc-process-signature", without_fields)
    app.connect("autodoc-process-docstring", keep_whole, priority=400)  # before napoleon
    app.connect("missing-reference", to_its_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
