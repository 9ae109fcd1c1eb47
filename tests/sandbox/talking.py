"""Talking to the built-in model turn by turn, as a chain stores the turns."""

from collections.abc import Sequence
from typing import Any

from academy.sandbox.builtin import answer
from academy.sandbox.script import Line

Items = list[dict[str, Any]]


def talk(*turns: str, instructions: str | None = None, lines: Sequence[Line] = ()) -> str:
    """Say the turns one after the other, as a chain stores them, and return the last answer."""
    items: Items = []
    said = ""
    for turn in turns:
        items.append({"type": "message", "role": "user", "content": [{"type": "input_text", "text": turn}]})
        said = answer(instructions, items, lines)
        items.append(
            {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": said}]}
        )
    return said


LAUNCH = (
    "I need help planning a product launch. The product is Lumen, a solar desk lamp. The launch date is 3 March.",
    "Which marketing channels should we use first?",
)
