"""The built-in model at work: from a context to the text, its length, and what it is billed on."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from academy.sandbox import builtin, response_object
from academy.sandbox.cache import PrefixCache
from academy.sandbox.contexts import Context
from academy.sandbox.script import Line
from academy.sandbox.tokens import count


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model says; `complete` is False where `max_output_tokens` cut it off."""

    text: str
    complete: bool
    usage: dict[str, Any]


def answer(
    instructions: str | None,
    context: Context,
    lines: Sequence[Line],
    cache: PrefixCache,
    scope: str,
    *,
    max_output_tokens: int | None,
) -> Answer:
    """Answer a context, and remember its prompt in the cache."""
    text = builtin.answer(instructions, context.items, lines)
    tokens, complete = count(text), True
    if max_output_tokens is not None and tokens > max_output_tokens:
        text, complete = cut(text, max_output_tokens), False
        tokens = count(text)
    prompt = context.prompt(instructions)
    cached = cache.lookup_and_store(scope, prompt, time.monotonic())
    return Answer(text, complete, response_object.usage(len(prompt), cached, tokens))


def cut(text: str, most: int) -> str:
    """The longest beginning of a text that a search by halves finds within so many tokens."""
    fits, too_long = 0, len(text) + 1
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if count(text[:middle]) <= most:
            fits = middle
        else:
            too_long = middle
    return text[:fits]
