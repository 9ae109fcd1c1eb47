"""The token ledger: what each answered turn sent, read, reused and wrote. A pure fold over the Record."""

from collections.abc import Sequence
from dataclasses import dataclass

from academy.sandbox.record import Exchange

TURNS = frozenset({"/v1/responses", "/v1/chat/completions"})


@dataclass(frozen=True, slots=True)
class Turn:
    """One answered turn, in tokens.

    `sent_tokens` is what the request itself carried; `resent_tokens` is what it would have carried with the
    whole history re-sent by hand, which is what the model read: the bill is on `input_tokens` either way.
    """

    seq: int
    path: str
    model: str
    input_tokens: int
    cached_tokens: int
    output_tokens: int
    sent_tokens: int
    resent_tokens: int
    request_bytes: int


def ledger(exchanges: Sequence[Exchange]) -> tuple[Turn, ...]:
    """The turns among the exchanges: model calls that were answered with usage, in their order."""
    return tuple(
        Turn(
            seq=one.seq,
            path=one.path,
            model=one.model or "",
            input_tokens=one.input_tokens,
            cached_tokens=one.cached_tokens or 0,
            output_tokens=one.output_tokens or 0,
            sent_tokens=one.input_tokens if one.sent_tokens is None else one.sent_tokens,
            resent_tokens=one.input_tokens,
            request_bytes=one.request_bytes,
        )
        for one in exchanges
        if one.method == "POST"
        and one.path in TURNS
        and 200 <= one.status < 300
        and one.input_tokens is not None
    )
