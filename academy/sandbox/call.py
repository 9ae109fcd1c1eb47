"""What a route is given and what it gives back; HTTP is left at the door."""

from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from academy.sandbox.keys import Grant


@dataclass(frozen=True, slots=True)
class Call:
    """One request that passed the guard: `body` is its JSON object, `ids` are the ids in its path."""

    grant: Grant
    ids: Mapping[str, str] = field(default_factory=dict)
    query: tuple[tuple[str, str], ...] = ()
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer in one piece: something that JSON can say."""

    body: Any
    status: int = 200


@dataclass(frozen=True, slots=True)
class EventStream:
    """An answer as server-sent events, each a JSON object; `named` puts its type before it, as Responses does.

    `done` ends the stream with `[DONE]`, as Chat Completions does. `close` is called when nothing more is sent,
    also where the stream never began.
    """

    events: AsyncGenerator[Mapping[str, Any], None]
    named: bool = True
    done: bool = False
    close: Callable[[], None] = lambda: None


Outcome = Reply | EventStream


@dataclass(frozen=True, slots=True)
class Whole:
    """An answer as it goes onto the wire in one piece; `value` is what the record keeps of it."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    value: Any


@dataclass(frozen=True, slots=True)
class Parts:
    """An answer as it goes onto the wire event by event, each as bytes and as the JSON that they say.

    `close` is called when nothing more is sent, also where nothing was.
    """

    status: int
    headers: Mapping[str, str]
    chunks: AsyncGenerator[tuple[bytes, Any], None]
    close: Callable[[], None] = lambda: None
