"""What an item of the Responses API says, whatever its shape: a message, a tool call, its output, anything."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

BOOKKEEPING = frozenset({"id", "status", "object", "created_at"})


@dataclass(frozen=True, slots=True)
class Said:
    """Who or what speaks in an item (a role for messages, else the item's type) and the texts it carries."""

    kind: str
    texts: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it as a person would read it."""
        return "\n".join(self.texts)


def said(item: object) -> Said:
    """What an item says; never raises, whatever the item is.

    A message as it is stored (with ids, status, annotations) reads the same as the message that a caller
    sends by hand. Images, files and sound stand as their type in brackets: their tokens follow other rules.
    """
    if not isinstance(item, Mapping):
        return Said("unknown", (item if isinstance(item, str) else _plain(item),))
    kind = item.get("type")
    role = item.get("role")
    if (kind is None or kind == "message") and (role is not None or "content" in item):
        return Said(str(role or "user"), tuple(_parts(item.get("content"))))
    if kind == "function_call":
        return Said("function_call", (_text(item.get("name")), _text(item.get("arguments"))))
    if kind == "function_call_output":
        return Said("function_call_output", tuple(_parts(item.get("output"))))
    if kind == "reasoning":
        return Said("reasoning", (*_parts(item.get("summary")), *_parts(item.get("content"))))
    rest = {key: value for key, value in item.items() if key not in BOOKKEEPING}
    return Said(str(kind or "unknown"), (_plain(rest),))


def _parts(content: object) -> Iterator[str]:
    if content is None:
        return
    if not isinstance(content, list | tuple):
        yield _text(content)
        return
    for part in content:
        if not isinstance(part, Mapping):
            yield _text(part)
            continue
        words = part.get("text", part.get("refusal"))
        yield words if isinstance(words, str) else f"[{part.get('type') or 'part'}]"


def _text(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else _plain(value)


def _plain(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    except (TypeError, ValueError, RecursionError):
        return "[unreadable]"
