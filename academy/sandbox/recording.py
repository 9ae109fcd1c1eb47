"""From a request and its answer to an exchange of the Record; secrets are taken out on the way."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from academy.sandbox import incoming
from academy.sandbox.context import sent
from academy.sandbox.record import AnsweredBy, Exchange, Record

REDACTED = "[key removed]"
_SHOWN_RAW = 10_000


@dataclass(slots=True)
class Pending:
    """A request that is being answered; `secrets` are texts that no record may hold."""

    method: str
    path: str
    query: str
    retry: int
    client: str = ""
    request: Any = None
    request_bytes: int = 0
    answered_by: AnsweredBy = "built-in"
    secrets: tuple[str, ...] = ()
    started_at: float = field(default_factory=time.time)
    began: float = field(default_factory=time.perf_counter)

    def end(
        self,
        record: Record,
        status: int,
        response: Any,
        response_bytes: int,
        *,
        streamed: bool = False,
        events: int = 0,
    ) -> None:
        """Put the exchange on the record."""
        seconds = time.perf_counter() - self.began
        request = without(self.secrets, self.request)
        answer = without(self.secrets, response)
        # A stored response that is fetched still has its usage, but nothing is spent on fetching it.
        usage = tokens(answer) if self.method == "POST" else (None, None, None)
        record.append(
            lambda seq: Exchange(
                seq=seq,
                client=self.client,
                started_at=self.started_at,
                seconds=seconds,
                method=self.method,
                path=without(self.secrets, self.path),
                query=without(self.secrets, self.query),
                request=request,
                request_bytes=self.request_bytes,
                status=status,
                response=answer,
                response_bytes=response_bytes,
                streamed=streamed,
                events=events,
                retry=self.retry,
                answered_by=self.answered_by,
                model=_model(answer) or _model(request),
                input_tokens=usage[0],
                cached_tokens=usage[1],
                output_tokens=usage[2],
                sent_tokens=None if usage[0] is None else own_tokens(request),
            )
        )


def tokens(response: Any) -> tuple[int | None, int | None, int | None]:
    """Input, cached and output tokens of an answer's usage, under the names of either API."""
    usage = response.get("usage") if isinstance(response, Mapping) else None
    if not isinstance(usage, Mapping):
        return None, None, None
    details = usage.get("input_tokens_details", usage.get("prompt_tokens_details"))
    return (
        _number(usage.get("input_tokens", usage.get("prompt_tokens"))),
        _number(details.get("cached_tokens")) if isinstance(details, Mapping) else None,
        _number(usage.get("output_tokens", usage.get("completion_tokens"))),
    )


def own_tokens(request: Any) -> int | None:
    """Tokens of what a request carries itself: its instructions and its input or messages."""
    if not isinstance(request, Mapping):
        return None
    carried = request.get("messages", request.get("input", []))
    if isinstance(carried, str):
        carried = [incoming.message("user", carried)]
    instructions = request.get("instructions")
    if not isinstance(carried, list):
        return None
    return sent(carried, instructions if isinstance(instructions, str) else None)


def without(secrets: tuple[str, ...], value: Any) -> Any:
    """A JSON value in which no text holds a secret."""
    if not secrets:
        return value
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, REDACTED)
        return value
    if isinstance(value, Mapping):
        return {without(secrets, key): without(secrets, inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [without(secrets, inner) for inner in value]
    return value


def raw(body: bytes) -> str:
    """A body that is no JSON, as far as a person would read it."""
    return body[:_SHOWN_RAW].decode("utf-8", "replace")


def _model(value: Any) -> str | None:
    model = value.get("model") if isinstance(value, Mapping) else None
    return model if isinstance(model, str) else None


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
