"""The Wire tab: every exchange of a run as a tree."""

from collections.abc import Sequence

from academy.sandbox.record import Exchange
from academy.tui.present.json_tree import json_node
from academy.tui.present.node import Node, branch
from academy.tui.present.printable import printable
from academy.tui.present.words import Piece, Tone, counted

NOTHING = Node("nothing", (Piece("Nothing crossed the wire.", "dim"),))
_WELL = 400


def wire(exchanges: Sequence[Exchange]) -> tuple[Node, ...]:
    """The exchanges in order; one alone begins unfolded."""
    if not exchanges:
        return (NOTHING,)
    return tuple(exchange_node(exchange, open=len(exchanges) == 1) for exchange in exchanges)


def exchange_node(exchange: Exchange, *, open: bool = False) -> Node:  # noqa: A002
    """Method, path, status and time, over request and answer."""
    return branch(f"x{exchange.seq}", headline(exchange), lambda: _parts(exchange), open=open)


def headline(exchange: Exchange) -> tuple[Piece, ...]:
    """One exchange in one line."""
    tone: Tone = "good" if exchange.status < _WELL else "bad"
    query = f"?{exchange.query}" if exchange.query else ""
    pieces = [
        Piece(f"{exchange.method} ", "strong"),
        Piece(printable(exchange.path + query), "key"),
        Piece(f" {exchange.status}", tone),
        Piece(f"  {took(exchange.seconds)}", "dim"),
    ]
    if exchange.streamed:
        pieces.append(Piece(f"  {counted(exchange.events, 'event')} streamed", "dim"))
    if exchange.retry:
        pieces.append(Piece(f"  retry {exchange.retry}", "mild"))
    if exchange.answered_by == "forward":
        pieces.append(Piece("  real API", "bad"))
    return tuple(pieces)


def took(seconds: float) -> str:
    """A time as people say it."""
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def _parts(exchange: Exchange) -> tuple[Node, ...]:
    name = f"x{exchange.seq}"
    parts: list[Node] = []
    if exchange.request is None:
        parts.append(Node(f"{name}/request", (Piece("request: ", "key"), Piece("no body", "dim"))))
    else:
        parts.append(_body(f"{name}/request", f"request, {_size(exchange.request_bytes)}", exchange.request))
    if exchange.response is None:
        parts.append(Node(f"{name}/response", (Piece("response: ", "key"), Piece("no body", "dim"))))
    else:
        said = "response" if not exchange.streamed else "response, put together from the stream"
        parts.append(
            _body(f"{name}/response", f"{said}, {_size(exchange.response_bytes)}", exchange.response)
        )
    return tuple(parts)


def _body(name: str, title: str, value: object) -> Node:
    return json_node(title, value, name=name, open=True)


def _size(count: int) -> str:
    return f"{count:,} B" if count < 10_000 else f"{count / 1000:,.0f} kB"
