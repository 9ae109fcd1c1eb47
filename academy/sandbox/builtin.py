"""The built-in model: simulated, deterministic, and honest about knowing only what its context says."""

from collections.abc import Mapping, Sequence
from typing import Any

from academy.sandbox.items import said
from academy.sandbox.script import Line


def answer(instructions: str | None, items: Sequence[Mapping[str, Any]], lines: Sequence[Line]) -> str:
    """What the built-in model says to a context (items of the Responses API, oldest first); never raises.

    A scripted line that fits comes first; everything else is recalled from the context itself.
    """
    spoken = [said(item) for item in items]
    asked = next((one.text for one in reversed(spoken) if one.kind == "user"), "")
    context = "\n".join([instructions or "", *(one.text for one in spoken)]).casefold()
    for line in lines:
        if line.when.casefold() in asked.casefold() and all(
            word.casefold() in context for word in line.needs
        ):
            return line.say
    turns = sum(one.kind == "user" for one in spoken)
    return f"Noted. This conversation has {turns} message(s) of yours so far."
