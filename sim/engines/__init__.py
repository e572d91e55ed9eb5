"""Engines: ways to the same numbers, with the same probability law."""

from .engine import AUTO, DEFAULT, ENGINES, EXPECTED, NAMES, Engine, choices, engine_for, engine_named
from .measured import Measured

__all__ = [
    "AUTO",
    "DEFAULT",
    "ENGINES",
    "EXPECTED",
    "NAMES",
    "Engine",
    "Measured",
    "choices",
    "engine_for",
    "engine_named",
]
