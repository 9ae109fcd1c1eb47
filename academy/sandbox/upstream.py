"""Passing a call on to a real API: the real key is put in here, and taken out of whatever comes back."""

import json
from collections.abc import AsyncGenerator, Mapping
from typing import Any

import httpx2

from academy.sandbox import recording, sse, unsettled
from academy.sandbox.call import Parts, Whole
from academy.sandbox.forward import Forward

CONNECT_SECONDS, ANSWER_SECONDS = 10.0, 600.0

# Everything else is between the caller and the sandbox: its key, its host, its connection.
_SENT = ("accept", "content-type", "idempotency-key", "user-agent")
_SENT_PREFIXES = ("openai-", "x-stainless-")
_BROUGHT = ("content-type", "retry-after", "retry-after-ms", "x-request-id", "x-should-retry")
_BROUGHT_PREFIXES = ("openai-", "x-ratelimit-")


class Upstream:
    """Calls on their way to wherever their key says; one pool of connections for all of them."""

    def __init__(self) -> None:
        self._client = httpx2.AsyncClient(
            timeout=httpx2.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS), follow_redirects=False
        )

    async def close(self) -> None:
        """Let go of all connections."""
        await self._client.aclose()

    async def pass_on(
        self, forward: Forward, method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> Whole | Parts:
        """Send a call on and bring its answer back, an error of the API's like any other answer.

        `target` is path and query behind the base URL. Raises an API-shaped 502 or 504 when nobody answers.
        """
        try:
            _check(httpx2.URL(forward.base_url))
            request = self._client.build_request(
                method,
                forward.base_url.rstrip("/") + target,
                headers={
                    **_picked(headers, _SENT, _SENT_PREFIXES),
                    "accept-encoding": "identity",
                    "authorization": f"Bearer {forward.api_key}",
                },
                content=body or None,
            )
            answer = await self._client.send(request, stream=True)
            brought = _picked(answer.headers, _BROUGHT, _BROUGHT_PREFIXES)
            if answer.headers.get("content-type", "").startswith("text/event-stream"):
                return Parts(answer.status_code, brought, _events(answer, forward))
            try:
                content = _clean(await answer.aread(), forward)
            finally:
                await answer.aclose()
        except httpx2.TimeoutException:
            raise unsettled.upstream(504, _unreachable(forward, "it took too long to answer")) from None
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            why = recording.without((forward.api_key,), str(error)) or type(error).__name__
            raise unsettled.upstream(502, _unreachable(forward, why)) from None
        return Whole(answer.status_code, brought, content, _value(content))


async def _events(answer: httpx2.Response, forward: Forward) -> AsyncGenerator[tuple[bytes, Any], None]:
    try:
        async for chunk, event in sse.read(answer.aiter_bytes()):
            yield _clean(chunk, forward), event
    except httpx2.HTTPError as error:
        why = recording.without((forward.api_key,), str(error)) or type(error).__name__
        failed = unsettled.stream_error(unsettled.upstream(502, _unreachable(forward, why)), 0)
        yield f"event: error\ndata: {json.dumps(failed)}\n\n".encode(), failed
    finally:
        await answer.aclose()


def _check(base_url: httpx2.URL) -> None:
    # The client itself finds out deep in a task group, and raises something else than its own errors.
    if base_url.scheme not in ("http", "https") or not base_url.host or (base_url.port or 0) > 65_535:
        raise httpx2.InvalidURL("that is no address of an API")


def _unreachable(forward: Forward, why: str) -> str:
    try:
        host = httpx2.URL(forward.base_url).host
    except httpx2.InvalidURL:
        host = ""
    return f"The sandbox could not pass the call on to {host or forward.base_url}: {why}. Is this machine online?"


def _picked(headers: Mapping[str, str], names: tuple[str, ...], prefixes: tuple[str, ...]) -> dict[str, str]:
    return {
        name: value
        for name, value in headers.items()
        if name.lower() in names or name.lower().startswith(prefixes)
    }


def _clean(content: bytes, forward: Forward) -> bytes:
    return content.replace(forward.api_key.encode(), recording.REDACTED.encode())


def _value(content: bytes) -> Any:
    try:
        return json.loads(content) if content else None
    except (ValueError, RecursionError):
        return recording.raw(content)
