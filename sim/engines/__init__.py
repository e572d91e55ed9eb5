"""Engines: ways to the same numbers, with the same probability law."""

from .engine import DEFAULT, ENGINES, EXPECTED, NAMES, Engine, choices, engine_named
from .measured import Measured

__all__ = ["DEFAULT", "ENGINES", "EXPECTED", "NAMES", "Engine", "Measured", "choices", "engine_named"]
