"""The HTTP side: guard, route, answer, record. Imported only when a sandbox starts, for it loads Starlette."""

import json
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing
from typing import Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Send

from academy.sandbox import errors, guard, ids, recording, sse, unsettled
from academy.sandbox.call import Call, EventStream, Outcome, Reply
from academy.sandbox.errors import ApiError
from academy.sandbox.keys import Keys
from academy.sandbox.record import Record
from academy.sandbox.routes import responses
from academy.sandbox.service import Service

Handler = Callable[[Service, Call], Awaitable[Outcome]]

ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/v1/responses", responses.create),
    ("GET", "/v1/responses/{response_id}", responses.retrieve),
    ("DELETE", "/v1/responses/{response_id}", responses.delete),
    ("POST", "/v1/responses/{response_id}/cancel", responses.cancel),
)


class App:
    """Everything between a socket and a route."""

    def __init__(self, service: Service, keys: Keys, record: Record) -> None:
        self._service = service
        self._keys = keys
        self._record = record

    def starlette(self) -> Starlette:
        """The ASGI application."""
        routes = [Route(path, self._endpoint(handler), methods=[method]) for method, path, handler in ROUTES]
        everything_else = Route("/{path:path}", self._endpoint(None), methods=_METHODS)
        return Starlette(routes=[*routes, everything_else])

    def _endpoint(self, handler: Handler | None) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            return await self._serve(request, handler)

        return endpoint

    async def _serve(self, request: Request, handler: Handler | None) -> Response:
        pending = recording.Pending(
            request.method, request.url.path, request.url.query, _retry(request.headers)
        )
        try:
            outcome = await self._answer(request, handler, pending)
        except ApiError as error:
            outcome = Reply(error.body(), error.status)
        except sqlite3.Error as error:
            failed = unsettled.store_unusable(str(error))
            outcome = Reply(failed.body(), failed.status)
        except Exception as error:
            # Whatever it is: who called gets an answer, not a closed socket, and the terminal no traceback.
            failed = unsettled.own_mistake(error)
            outcome = Reply(failed.body(), failed.status)
        headers = {"x-request-id": ids.request(), "openai-version": "2020-10-01"}
        if isinstance(outcome, EventStream):
            return _Streamed(
                self._events(outcome, pending), headers=headers, media_type="text/event-stream; charset=utf-8"
            )
        body = json.dumps(outcome.body).encode()
        # Before the last byte leaves: who has the answer must find the exchange on the record.
        pending.end(self._record, outcome.status, outcome.body, len(body))
        return Response(body, outcome.status, headers, "application/json")

    async def _answer(self, request: Request, handler: Handler | None, pending: recording.Pending) -> Outcome:
        guard.check_host(request.headers.get("host"))
        grant = guard.grant_of(self._keys, request.headers.get("authorization"))
        pending.client = grant.client
        body = await _body(request)
        pending.request_bytes = len(body)
        pending.request = recording.raw(body) if body else None
        if handler is None:
            raise errors.wrong_path(request.method, request.url.path[:500])
        parsed = guard.parsed(body)
        if body:
            pending.request = parsed
        call = Call(grant, request.path_params, tuple(request.query_params.multi_items()), parsed)
        return await handler(self._service, call)

    async def _events(self, stream: EventStream, pending: recording.Pending) -> AsyncIterator[bytes]:
        sent, count, final, ended = 0, 0, None, False
        try:
            async with aclosing(stream.events) as events:
                async for event in events:
                    chunk = sse.encoded(event, named=stream.named)
                    sent, count = sent + len(chunk), count + 1
                    final = event.get("response", final)
                    yield chunk
        finally:
            if not ended:
                pending.end(self._record, 200, final, sent, streamed=True, events=count)


class _Streamed(StreamingResponse):
    """A streamed answer whose generator is closed at once when its reader goes away."""

    async def stream_response(self, send: Send) -> None:
        async with aclosing(self.body_iterator):  # type: ignore[type-var]
            await super().stream_response(send)


_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


async def _body(request: Request) -> bytes:
    parts: list[bytes] = []
    size = 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > guard.MAX_BODY_BYTES:
                raise unsettled.body_too_large(guard.MAX_BODY_BYTES)
            parts.append(part)
    except ClientDisconnect:
        raise errors.bad_json("The connection ended before the body did.") from None
    return b"".join(parts)


def _retry(headers: Mapping[str, Any]) -> int:
    text = str(headers.get("x-stainless-retry-count", "0"))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
