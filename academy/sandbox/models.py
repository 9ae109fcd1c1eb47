"""Which model names exist; all of them are answered by the built-in model."""

from functools import cache
from pathlib import Path


@cache
def names() -> frozenset[str]:
    """The names that the SDK lists, from models.txt beside this file."""
    lines = Path(__file__).with_name("models.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
