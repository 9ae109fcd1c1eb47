"""Pieces of text with a tone: what the widgets colour, without knowing a colour."""

from dataclasses import dataclass
from typing import Literal

Tone = Literal["plain", "strong", "dim", "good", "bad", "mild", "key", "text", "number", "mark"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of one tone."""

    text: str
    tone: Tone = "plain"


Words = tuple[Piece, ...]


def plain(words: Words) -> str:
    """The text alone."""
    return "".join(piece.text for piece in words)


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 turn`, `2 turns`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
