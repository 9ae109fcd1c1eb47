"""The Record: every exchange that crossed the sandbox's wire, in the order in which they ended.

Whatever answered (the built-in model or the real API), the same Record feeds the inspector, the ledger
and the checks of demos. It lives in memory: stored responses outlive the program, the Record does not.
"""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

AnsweredBy = Literal["built-in", "forward"]
KEPT = 5_000
KEPT_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer.

    `client` is the label of the key that was used. `request` and `response` are parsed JSON; for a stream
    `response` is the final Response object and `events` the number of events sent. `path` begins with
    /v1 and has no query; `seconds` run from first byte in to last byte out; `retry` is the SDK's attempt
    number, 0 for the first. Token figures are None where the answer has no usage. `sent_tokens` counts
    the text of the request's own input, without what the server added from storage.
    """

    seq: int
    client: str
    started_at: float
    seconds: float
    method: str
    path: str
    query: str
    request: Any
    request_bytes: int
    status: int
    response: Any
    response_bytes: int
    streamed: bool = False
    events: int = 0
    retry: int = 0
    answered_by: AnsweredBy = "built-in"
    model: str | None = None
    input_tokens: int | None = None
    cached_tokens: int | None = None
    output_tokens: int | None = None
    sent_tokens: int | None = None


class Record:
    """A bounded, thread-safe list of exchanges that others can follow.

    The oldest go first, when there are more than KEPT or when their bodies had more than KEPT_BYTES on the wire.
    The newest always stays.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._exchanges: deque[Exchange] = deque()
        self._bytes = 0
        self._next = 1
        self._followers: list[Callable[[Exchange], None]] = []

    def append(self, make: Callable[[int], Exchange]) -> Exchange:
        """Add what `make` builds from the next sequence number, and tell the followers.

        A follower that raises is told nothing more: the answer that is on its way matters more.
        """
        with self._lock:
            exchange = make(self._next)
            self._next += 1
            self._exchanges.append(exchange)
            self._bytes += _size(exchange)
            while len(self._exchanges) > 1 and (len(self._exchanges) > KEPT or self._bytes > KEPT_BYTES):
                self._bytes -= _size(self._exchanges.popleft())
            followers = tuple(self._followers)
        for follower in followers:
            try:
                follower(exchange)
            except Exception:
                self._leave(follower)
        return exchange

    def mark(self) -> int:
        """The last sequence number so far, to be given to `since`."""
        with self._lock:
            return self._next - 1

    def since(self, mark: int = 0, client: str | None = None) -> tuple[Exchange, ...]:
        """The exchanges after a mark, of one client or of all."""
        with self._lock:
            return tuple(x for x in self._exchanges if x.seq > mark and client in {None, x.client})

    def follow(self, follower: Callable[[Exchange], None]) -> Callable[[], None]:
        """Call `follower` with every further exchange, on the server's thread; returns how to stop it."""
        with self._lock:
            self._followers.append(follower)

        return lambda: self._leave(follower)

    def _leave(self, follower: Callable[[Exchange], None]) -> None:
        with self._lock:
            if follower in self._followers:
                self._followers.remove(follower)


def _size(exchange: Exchange) -> int:
    return exchange.request_bytes + exchange.response_bytes
