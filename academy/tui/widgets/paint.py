"""Tones become colours of the theme, in one place."""

from collections.abc import Iterable
from typing import Final

from textual.content import Content

from academy.tui.present.words import Tone, Words

STYLES: Final[dict[Tone, str]] = {
    "plain": "",
    "strong": "bold",
    "dim": "$text-muted",
    "good": "$text-success",
    "bad": "$text-error",
    "mild": "$text-warning",
    "key": "$text-primary",
    "text": "$text-success",
    "number": "$text-warning",
    "mark": "bold $text-accent",
}


def paint(words: Words) -> Content:
    """Words as the content of a widget; nothing in them is markup."""
    return Content.assemble(*((piece.text, STYLES[piece.tone]) for piece in words))


def paint_lines(lines: Iterable[Words]) -> Content:
    """Lines of words, one below the other."""
    return Content("\n").join([paint(line) for line in lines])


def click(text: str, action: str, style: str = "") -> Content:
    """A label that does something when clicked; `action` is written by us, never by a course."""
    return Content.styled(text, f"{style} @click={action}".strip())
