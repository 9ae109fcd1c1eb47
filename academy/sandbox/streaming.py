"""A response as a stream: which events, in which order. Pure; the route numbers, paces and ends them."""

import re
import secrets
from collections.abc import Iterator, Mapping
from typing import Any

from academy.sandbox import response_object

Json = dict[str, Any]
DELTA = "response.output_text.delta"

_PIECE = re.compile(r"\s*\S+|\s+$")
_PADDED_TO = 16


def events(started: Mapping[str, Any], message: Mapping[str, Any], *, obfuscate: bool) -> Iterator[Json]:
    """Everything before the terminal event, without sequence numbers.

    `started` is the response in progress, `message` its one finished output item.
    """
    text = message["content"][0]["text"]
    item = {"item_id": message["id"], "output_index": 0}
    part = {**item, "content_index": 0}
    yield {"type": "response.created", "response": started}
    yield {"type": "response.in_progress", "response": started}
    yield {
        "type": "response.output_item.added",
        "output_index": 0,
        "item": {**message, "status": "in_progress", "content": []},
    }
    yield {**part, "type": "response.content_part.added", "part": response_object.text_part("")}
    for piece in pieces(text):
        delta = {**part, "type": DELTA, "delta": piece, "logprobs": []}
        yield {**delta, "obfuscation": _padding(piece)} if obfuscate else delta
    yield {**part, "type": "response.output_text.done", "text": text, "logprobs": []}
    yield {**part, "type": "response.content_part.done", "part": response_object.text_part(text)}
    yield {"type": "response.output_item.done", "output_index": 0, "item": message}


def pieces(text: str) -> list[str]:
    """A text cut before every word; together they are the text."""
    return _PIECE.findall(text)


def terminal(ended: Mapping[str, Any]) -> Json:
    """The last event, the only one that carries usage."""
    return {"type": f"response.{ended['status']}", "response": ended}


def _padding(piece: str) -> str:
    # Every delta is as long as the next one to whoever only sees lengths go by.
    return secrets.token_urlsafe(_PADDED_TO)[: _PADDED_TO - len(piece) % _PADDED_TO]
