"""The HTTP side: guard, route, answer, record. Imported only when a sandbox starts, for it loads Starlette."""

import json
import sqlite3
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from academy.sandbox import errors, guard, ids, sse, unsettled
from academy.sandbox.call import Call, EventStream, Outcome, Parts, Whole
from academy.sandbox.errors import ApiError
from academy.sandbox.forward import Forward
from academy.sandbox.keys import Keys
from academy.sandbox.record import Record
from academy.sandbox.recording import Pending
from academy.sandbox.routes import chat, conversations, responses
from academy.sandbox.service import Service
from academy.sandbox.tally import Tally, ends

if TYPE_CHECKING:
    from academy.sandbox.upstream import Upstream

Handler = Callable[[Service, Call], Awaitable[Outcome]]

_RESPONSE = "/v1/responses/{response_id}"
_CONVERSATION = "/v1/conversations/{conversation_id}"
ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/v1/responses", responses.create),
    ("POST", "/v1/responses/compact", responses.compact),
    ("POST", "/v1/responses/input_tokens", responses.input_tokens),
    ("GET", _RESPONSE, responses.retrieve),
    ("DELETE", _RESPONSE, responses.delete),
    ("POST", f"{_RESPONSE}/cancel", responses.cancel),
    ("GET", f"{_RESPONSE}/input_items", responses.input_items),
    ("POST", "/v1/conversations", conversations.create),
    ("GET", _CONVERSATION, conversations.retrieve),
    ("POST", _CONVERSATION, conversations.update),
    ("DELETE", _CONVERSATION, conversations.delete),
    ("POST", f"{_CONVERSATION}/items", conversations.create_items),
    ("GET", f"{_CONVERSATION}/items", conversations.list_items),
    ("GET", f"{_CONVERSATION}/items/{{item_id}}", conversations.retrieve_item),
    ("DELETE", f"{_CONVERSATION}/items/{{item_id}}", conversations.delete_item),
    ("POST", "/v1/chat/completions", chat.create),
)


class App:
    """Everything between a socket and a route."""

    def __init__(self, service: Service, keys: Keys, record: Record) -> None:
        self._service = service
        self._keys = keys
        self._record = record
        self._upstream: Upstream | None = None

    def starlette(self) -> Starlette:
        """The ASGI application."""

        async def nowhere(request: Request, _: Exception) -> Response:
            return await self._serve(request, None)

        @asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            yield
            if self._upstream is not None:
                await self._upstream.close()

        app = Starlette(
            routes=[
                Route(path, self._endpoint(handler), methods=[method]) for method, path, handler in ROUTES
            ],
            exception_handlers={HTTPException: nowhere},
            lifespan=lifespan,
        )
        app.router.redirect_slashes = False
        return app

    def _endpoint(self, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            return await self._serve(request, handler)

        return endpoint

    async def _serve(self, request: Request, handler: Handler | None) -> Response:
        pending = Pending(request.method, request.url.path, request.url.query, _retry(request.headers))
        try:
            answer = await self._answer(request, handler, pending)
        except ApiError as error:
            answer = _failed(error)
        except sqlite3.Error as error:
            answer = _failed(unsettled.store_unusable(str(error)))
        except Exception as error:
            # Whatever it is: who called gets an answer, not a closed socket, and the terminal no traceback.
            answer = _failed(unsettled.own_mistake(error))
        if isinstance(answer, Parts):
            return _Streamed(answer, pending, self._record)
        # Before the last byte leaves: who has the answer must find the exchange on the record.
        pending.end(self._record, answer.status, answer.value, len(answer.content))
        return Response(answer.content, answer.status, dict(answer.headers))

    async def _answer(self, request: Request, handler: Handler | None, pending: Pending) -> Whole | Parts:
        body = await _body(request)
        pending.request_bytes = len(body)
        pending.request = guard.readable(body)
        guard.check_host(request.headers.get("host"))
        grant = guard.grant_of(self._keys, request.headers.get("authorization"))
        pending.client = grant.client
        if grant.forward is not None:
            pending.answered_by = "forward"
            pending.secrets = (grant.forward.api_key,)
            return await self._pass_on(grant.forward, request, body)
        if handler is None:
            raise errors.wrong_path(request.method, request.url.path[:500])
        parsed = pending.request if isinstance(pending.request, Mapping) else guard.parsed(body)
        call = Call(grant, request.path_params, tuple(request.query_params.multi_items()), parsed)
        return _written(await handler(self._service, call))

    async def _pass_on(self, forward: Forward, request: Request, body: bytes) -> Whole | Parts:
        from academy.sandbox.upstream import Upstream  # noqa: PLC0415 - an HTTP client that few sandboxes need

        path = request.url.path
        if not path.startswith("/v1/"):
            raise errors.wrong_path(request.method, path[:500])
        if self._upstream is None:
            self._upstream = Upstream()
        target = path.removeprefix("/v1") + (f"?{request.url.query}" if request.url.query else "")
        return await self._upstream.pass_on(forward, request.method, target, request.headers, body)


class _Streamed(StreamingResponse):
    """Events on their way out; whatever ends them, they are closed and recorded."""

    def __init__(self, parts: Parts, pending: Pending, record: Record) -> None:
        self._parts = parts
        self._pending = pending
        self._record = record
        self._tally = Tally()
        self._bytes = 0
        self._recorded = False
        self._chunks = self._passing()
        super().__init__(self._chunks, parts.status, dict(parts.headers))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._parts.close()
            self._end()
            await self._chunks.aclose()
            await self._parts.chunks.aclose()

    async def _passing(self) -> AsyncGenerator[bytes, None]:
        async for chunk, event in self._parts.chunks:
            self._bytes += len(chunk)
            self._tally.add(event)
            if ends(event):
                self._parts.close()
                self._end()
            yield chunk

    def _end(self) -> None:
        if not self._recorded:
            self._recorded = True
            final, events = self._tally.final, self._tally.events
            self._pending.end(
                self._record, self._parts.status, final, self._bytes, streamed=True, events=events
            )


def _written(outcome: Outcome) -> Whole | Parts:
    headers = {"x-request-id": ids.request(), "openai-version": "2020-10-01"}
    if isinstance(outcome, EventStream):
        return Parts(200, {**headers, "content-type": sse.MEDIA_TYPE}, sse.written(outcome), outcome.close)
    content = json.dumps(outcome.body).encode()
    return Whole(outcome.status, {**headers, "content-type": "application/json"}, content, outcome.body)


def _failed(error: ApiError) -> Whole:
    headers = {"x-request-id": ids.request(), "content-type": "application/json"}
    return Whole(error.status, headers, json.dumps(error.body()).encode(), error.body())


async def _body(request: Request) -> bytes:
    parts: list[bytes] = []
    size = 0
    try:
        async for part in request.stream():
            size += len(part)
            # A while longer it is read and thrown away: a closed socket would hide the answer from its sender.
            if size <= guard.MAX_BODY_BYTES:
                parts.append(part)
            elif size > 4 * guard.MAX_BODY_BYTES:
                break
    except ClientDisconnect:
        raise errors.bad_json("The connection ended before the body did.") from None
    if size > guard.MAX_BODY_BYTES:
        raise unsettled.body_too_large(guard.MAX_BODY_BYTES)
    return b"".join(parts)


def _retry(headers: Mapping[str, str]) -> int:
    text = headers.get("x-stainless-retry-count", "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
