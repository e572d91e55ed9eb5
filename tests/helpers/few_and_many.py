"""Sizes of samples: few in the usual tests, and many in `make verify`, which sees smaller differences."""

from __future__ import annotations

import pytest


def few_and_many(**sizes: tuple[int, int]) -> pytest.MarkDecorator:
    """Take each engine with few replications, and for `make verify` with many: (few, many) by its name."""
    few = [(engine, few) for engine, (few, _) in sizes.items()]
    many = [pytest.param(engine, many, marks=pytest.mark.verify) for engine, (_, many) in sizes.items()]
    return pytest.mark.parametrize(("engine", "replications"), [*few, *many])
