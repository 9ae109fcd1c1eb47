"""The prompt that a model would read, as token ids: instructions first, then every item in order.

Text is counted exactly. What OpenAI puts around each item is not published, so it is one formula here,
and it is unsettled:

    tokens = 3 for the prompt + for each item (4 + the tokens of its text)

The instructions count as one item. The figures are those of the cookbook's formula for Chat Completions
messages (3 a message, 1 for its role, 3 for the prompt), the nearest thing to a published one. The three
of the prompt stand in front, where the real ones stand behind, so that a prompt that goes on where
another one ended has it as an exact prefix: on that the cache is built.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from academy.sandbox.items import said
from academy.sandbox.tokens import encode

PROMPT_OVERHEAD = 3
ITEM_OVERHEAD = 4

# Ids that no vocabulary has, in place of the tokens that nobody outside knows.
_PROMPT = 1_000_000
_OPEN = 1_000_001
_TEXT = 1_000_002
_CLOSE = 1_000_003
_KINDS = 2_000_000


def render(instructions: str | None, items: Iterable[Mapping[str, Any]]) -> list[int]:
    """The whole prompt as token ids, those of the overhead being sentinels from 1,000,000 up."""
    prompt = [_PROMPT] * PROMPT_OVERHEAD
    if instructions:
        _add(prompt, "instructions", (instructions,))
    for item in items:
        spoken = said(item)
        _add(prompt, spoken.kind, spoken.texts)
    return prompt


def sent(items: Iterable[Mapping[str, Any]], instructions: str | None = None) -> int:
    """Tokens of what a request itself carries, by the same formula: for a first turn, its input tokens."""
    return len(render(instructions, items))


def _add(prompt: list[int], kind: str, texts: Sequence[str]) -> None:
    prompt += (_OPEN, _KINDS + zlib.crc32(kind.encode("utf-8", "replace")) % 1_000_000, _TEXT)
    for text in texts:
        prompt += encode(text)
    prompt.append(_CLOSE)
