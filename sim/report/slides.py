"""Slides."""

from .page import Page


def slides(page: Page) -> bytes:
    return b""
