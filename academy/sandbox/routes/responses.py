"""`/v1/responses`: create, retrieve, delete, cancel, input items; and what the sandbox has not."""

import asyncio
import json
import sqlite3
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from typing import Any

from academy.sandbox import errors, ids, paging, parameters, streaming, unsettled
from academy.sandbox.call import Call, EventStream, Outcome, Reply
from academy.sandbox.errors import ApiError
from academy.sandbox.making import Making, make
from academy.sandbox.service import Service
from academy.sandbox.storage.leases import SECONDS
from academy.sandbox.storage.responses import StoredResponse

# A model that thinks for no time at all would never be met at work: no stream could be read as it comes, and no
# conversation would ever be found locked.
THINKING_SECONDS = 0.02
DELTA_SECONDS = 0.01


async def create(service: Service, call: Call) -> Outcome:
    """Answer a request in the context that it continues, and store the answer before giving it."""
    wanted = parameters.read(call.body)
    conversation_id = wanted.conversation_id
    if conversation_id is not None and service.conversations.find(conversation_id) is None:
        raise errors.no_conversation(conversation_id)
    if conversation_id is None or not wanted.store:
        making = make(service, call, wanted)
        if wanted.stream:
            return EventStream(_events(service, making, "", _nothing))
        return Reply(making.keep(service, ""))
    owner = ids.request()
    if not service.leases.take(conversation_id, owner):
        raise errors.conversation_locked()

    def give_back() -> None:
        service.leases.give_back(conversation_id, owner)

    def renew() -> None:
        if not service.leases.take(conversation_id, owner):
            raise errors.conversation_locked()

    try:
        making = make(service, call, wanted)
        if wanted.stream:
            return EventStream(_events(service, making, owner, renew), close=give_back)
        await asyncio.sleep(THINKING_SECONDS)
        body = making.keep(service, owner)
    except BaseException:
        give_back()
        raise
    give_back()
    return Reply(body)


async def retrieve(service: Service, call: Call) -> Outcome:
    """A stored response as it was answered."""
    query = paging.query_of(call, ("include", "stream", "starting_after", "include_obfuscation"))
    found = _found(service, call)
    if query.get("stream") == "true":
        raise unsettled.no_replay()
    return Reply(json.loads(found.body))


async def delete(service: Service, call: Call) -> Outcome:
    """Forget a response; those that continue it go on knowing what it said."""
    response_id = call.ids["response_id"]
    if not service.responses.delete(response_id):
        raise errors.no_response(response_id)
    return Reply({"id": response_id, "object": "response", "deleted": True})


async def cancel(service: Service, call: Call) -> Outcome:
    """Refuse: only background responses can be cancelled, and there are none here."""
    _found(service, call)
    raise unsettled.no_cancel()


async def input_items(service: Service, call: Call) -> Outcome:
    """A page of the items that a response was made from."""
    page = paging.read(call)
    found = _found(service, call)
    output = {item["id"] for item in json.loads(found.body)["output"]}
    context = service.contexts.of(found.turn).items
    return Reply(page.of(unsettled.input_items(context, output)))


async def compact(service: Service, call: Call) -> Outcome:  # noqa: ARG001 - every route is called alike
    """Refuse honestly."""
    raise errors.unsupported("POST /v1/responses/compact", None)


async def input_tokens(service: Service, call: Call) -> Outcome:  # noqa: ARG001 - every route is called alike
    """Refuse honestly."""
    raise errors.unsupported("POST /v1/responses/input_tokens", None)


def _found(service: Service, call: Call) -> StoredResponse:
    response_id = call.ids["response_id"]
    found = service.responses.find(response_id)
    if found is None:
        raise errors.no_response(response_id)
    return found


def _nothing() -> None:
    """No lease is held, so none is renewed."""


async def _events(
    service: Service, making: Making, owner: str, renew: Callable[[], None]
) -> AsyncGenerator[Mapping[str, Any], None]:
    number, renewed = 0, time.monotonic()
    try:
        for event in streaming.events(making.started, making.message, obfuscate=making.wanted.obfuscate):
            yield {**event, "sequence_number": number}
            number += 1
            if event["type"] == streaming.DELTA:
                await asyncio.sleep(DELTA_SECONDS)
            if time.monotonic() - renewed > SECONDS / 3:
                renew()
                renewed = time.monotonic()
        last = streaming.terminal(making.keep(service, owner))
    except ApiError as error:
        yield unsettled.stream_error(error, number)
    except sqlite3.Error as error:
        yield unsettled.stream_error(unsettled.store_unusable(str(error)), number)
    else:
        yield {**last, "sequence_number": number}
