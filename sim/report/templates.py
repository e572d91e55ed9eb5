"""Web pages from templates, in which whatever users wrote is escaped."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from importlib import resources
from typing import Any

from .needed import needed


def filled(template: str, what: str, /, **values: Any) -> str:
    """A template of this package with values put in. Raises InputError, naming `what` it is for, without jinja2."""
    return str(_template(needed("jinja2", what), template).render(**values))


@cache
def _template(jinja2: Any, name: str) -> Any:
    """A template, parsed once."""
    around = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return around.from_string(packaged(name))


def packaged(name: str) -> str:
    """The text of a file of this package, by its path below it."""
    return resources.files("sim.report").joinpath(name).read_text(encoding="utf-8")


def data_address(content: bytes, media_type: str) -> str:
    """A file as an address that holds it; empty where there is none."""
    return f"data:{media_type};base64,{b64encode(content).decode('ascii')}" if content else ""
