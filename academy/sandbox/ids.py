"""Ids in the shapes seen on the wire: a chain keeps its first 16 hex digits, and takes them from its conversation.

conv_ + 8 hex of time + 24 random + 16 that its responses begin with
resp_ + those 16 (or random ones) + 00 + 8 hex of time + 24 random
msg_  + the response's 16 + 00 + 8 hex of time + 8 random + the response's last 16
"""

import secrets

_SHARED = 16


def conversation(now: float) -> str:
    """An id for a new conversation."""
    return f"conv_{_time(now)}{secrets.token_hex(20)}"


def response(now: float, origin: str | None) -> str:
    """An id for a new response; `origin` is the id of its conversation or previous response."""
    return f"resp_{_prefix(origin)}00{_time(now)}{secrets.token_hex(12)}"


def message(now: float, response_id: str) -> str:
    """An id for an item that belongs to a response."""
    return f"msg_{_prefix(response_id)}00{_time(now)}{secrets.token_hex(4)}{response_id[-_SHARED:]}"


def loose_message(now: float, conversation_id: str) -> str:
    """An id for an item that was put into a conversation by hand."""
    return f"msg_{_time(now)}{secrets.token_hex(12)}{conversation_id[-_SHARED:]}"


def chat_completion() -> str:
    """An id for a chat completion."""
    return f"chatcmpl-{secrets.token_hex(15)}"


def request() -> str:
    """A request id, for the x-request-id header."""
    return f"req_{secrets.token_hex(16)}"


def api_key() -> str:
    """A bearer key of the sandbox."""
    return f"sk-academy-{secrets.token_urlsafe(24)}"


def _time(now: float) -> str:
    return f"{int(now):08x}"


def _prefix(origin: str | None) -> str:
    if origin is None:
        return secrets.token_hex(_SHARED // 2)
    kind, _, rest = origin.partition("_")
    return rest[-_SHARED:] if kind == "conv" else rest[:_SHARED]
