"""The tabs beside a demo as lines of text: wire, state, ledger. Pure; whoever prints them cleans them."""

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from academy.sandbox.record import Exchange
from academy.sandbox.state import ItemView, State

if TYPE_CHECKING:
    from academy.sandbox.ledger import Turn

BAR = 40
_TEXT = 72


def wire(exchanges: Sequence[Exchange]) -> Iterator[str]:
    """Each exchange, request and answer in full."""
    for exchange in exchanges:
        query = f"?{exchange.query}" if exchange.query else ""
        streamed = f", {exchange.events} events" if exchange.streamed else ""
        retried = f", retry {exchange.retry}" if exchange.retry else ""
        yield (
            f"{exchange.method} {exchange.path}{query} -> {exchange.status}"
            f"  ({exchange.seconds * 1000:.0f} ms{streamed}{retried})"
        )
        yield from _body("request", exchange.request, exchange.request_bytes)
        yield from _body("response", exchange.response, exchange.response_bytes)


def _body(name: str, value: Any, size: int) -> Iterator[str]:
    if value is None and not size:
        yield f"  {name}: empty"
        return
    yield f"  {name}, {size:,} bytes"
    for line in json.dumps(value, indent=2, ensure_ascii=False).split("\n"):
        yield f"    {line}"


def state(held: State) -> Iterator[str]:
    """The stored responses, each under what it continues, and the conversations with their items."""
    yield "as seen on the wire; the real API has no list" if held.seen else "as the sandbox holds it"
    if held.left_out:
        yield f"  {held.left_out} older ones are left out"
    known = {response.id for response in held.responses}
    below: dict[str | None, list[int]] = {}
    for number, response in enumerate(held.responses):
        parent = response.previous_response_id
        below.setdefault(parent if parent in known else None, []).append(number)
    waiting = [(number, 1) for number in reversed(below.get(None, []))]
    while waiting:
        number, depth = waiting.pop()
        response = held.responses[number]
        indent = "  " * min(depth, 12)
        where = f", in {response.conversation_id}" if response.conversation_id else ""
        gone = (
            f", after {response.previous_response_id}, which is not here"
            if response.previous_response_id and response.previous_response_id not in known
            else ""
        )
        yield f"{indent}{response.id}  {response.status}, {response.model}{where}{gone}"
        for item in (*response.input, *response.output):
            yield f"{indent}  {_item(item)}"
        waiting += [(child, depth + 1) for child in reversed(below.get(response.id, []))]
    for conversation in held.conversations:
        yield f"  {conversation.id}  {len(conversation.items)} items"
        for item in conversation.items:
            yield f"    {_item(item)}"
    if not held.responses and not held.conversations:
        yield "  nothing is stored"


def _item(item: ItemView) -> str:
    text = " ".join(item.text.split())
    return f"{item.role or item.type}: {text if len(text) <= _TEXT else text[: _TEXT - 1] + '…'}"


def ledger(turns: Sequence["Turn"]) -> Iterator[str]:
    """Tokens of each turn as bars: read anew `#`, read from cache `=`, said `+`; under it what was sent for it."""
    if not turns:
        yield "no turn was answered"
        return
    longest = max(1, *(turn.input_tokens + turn.output_tokens for turn in turns))
    for number, turn in enumerate(turns, start=1):
        fresh = turn.input_tokens - turn.cached_tokens
        bar = "".join(
            sign * round(tokens * BAR / longest)
            for sign, tokens in (("=", turn.cached_tokens), ("#", fresh), ("+", turn.output_tokens))
        )
        yield (
            f"turn {number}: {turn.input_tokens} in, {turn.cached_tokens} cached, {turn.output_tokens} out"
            f"  {bar}"
        )
        yield (
            f"  you sent {turn.sent_tokens} tokens, {turn.request_bytes} bytes;"
            f" with the history by hand it would have been {turn.resent_tokens} tokens"
        )
    read = sum(turn.input_tokens for turn in turns)
    sent_tokens = sum(turn.sent_tokens for turn in turns)
    yield f"in all: {read} tokens read and billed, {sent_tokens} tokens sent by you"
