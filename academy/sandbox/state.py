"""What the server holds, as the State tab shows it: stored responses and conversations, oldest first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item of a response's own input or output, or of a conversation; `text` is what a person reads of it."""

    id: str
    type: str
    role: str
    text: str


@dataclass(frozen=True, slots=True)
class ResponseView:
    """A stored response; `input` is its own input, without what the server put before it. Times are Unix seconds."""

    id: str
    created_at: float
    status: str
    model: str
    previous_response_id: str | None
    conversation_id: str | None
    input: tuple[ItemView, ...]
    output: tuple[ItemView, ...]
    input_tokens: int | None = None
    cached_tokens: int | None = None
    output_tokens: int | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConversationView:
    """A stored conversation with its items in order."""

    id: str
    created_at: float
    items: tuple[ItemView, ...]
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class State:
    """Responses and conversations, oldest first.

    `seen` is True where it was put together from what crossed the wire (the real API has no list), False
    where it was read from the sandbox's own store. `left_out` counts older responses and conversations.
    """

    responses: tuple[ResponseView, ...] = ()
    conversations: tuple[ConversationView, ...] = ()
    seen: bool = False
    left_out: int = 0
