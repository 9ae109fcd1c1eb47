"""Server-sent events as the API writes them: no id, and for Responses the event's name before its data."""

import json
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

from academy.sandbox.call import EventStream
from academy.sandbox.tally import DONE

MEDIA_TYPE = "text/event-stream; charset=utf-8"


async def written(stream: EventStream) -> AsyncGenerator[tuple[bytes, Any], None]:
    """Each event of a stream as bytes, and itself."""
    try:
        async for event in stream.events:
            name = f"event: {event['type']}\n" if stream.named else ""
            yield f"{name}data: {json.dumps(event)}\n\n".encode(), event
        if stream.done:
            yield f"data: {DONE}\n\n".encode(), DONE
    finally:
        await stream.events.aclose()


async def read(chunks: AsyncIterator[bytes]) -> AsyncGenerator[tuple[bytes, Any], None]:
    """Each event of somebody else's stream, whole, as it came, and the JSON that it says (None for none)."""
    kept = b""
    async for chunk in chunks:
        kept += chunk
        while (end := _end(kept)) is not None:
            yield kept[:end], _said(kept[:end])
            kept = kept[end:]
    if kept:
        yield kept, _said(kept)


def _end(text: bytes) -> int | None:
    ends = [at + len(mark) for mark in (b"\n\n", b"\r\n\r\n") if (at := text.find(mark)) >= 0]
    return min(ends, default=None)


def _said(event: bytes) -> Any:
    lines = event.decode("utf-8", "replace").splitlines()
    data = "\n".join(line[5:].removeprefix(" ") for line in lines if line.startswith("data:"))
    if data == DONE:
        return DONE
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None
