"""Server-sent events as the API writes them: no id, compact JSON, and for Responses the event's name."""

import json
from collections.abc import Mapping
from typing import Any

DONE = b"data: [DONE]\n\n"


def encoded(event: Mapping[str, Any], *, named: bool) -> bytes:
    """One event; `named` puts its type before it."""
    data = f"data: {json.dumps(event)}\n\n"
    return (f"event: {event['type']}\n{data}" if named else data).encode()
