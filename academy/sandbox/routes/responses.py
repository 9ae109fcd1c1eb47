"""`/v1/responses`: create, retrieve, delete, cancel."""

import json
import time

from academy.sandbox import answering, errors, ids, incoming, parameters, response_object, unsettled
from academy.sandbox.call import Call, Outcome, Reply
from academy.sandbox.service import Service


async def create(service: Service, call: Call) -> Outcome:
    """Answer a request in the context that it continues, and store the answer before giving it."""
    wanted = parameters.read(call.body)
    parent = _parent(service, wanted)
    now = int(time.time())
    response_id = ids.response(now, wanted.conversation_id or wanted.previous_response_id)
    inputs = incoming.stored(wanted.items, lambda: ids.message(now, response_id), service.responses.find_item)
    context = service.contexts.of(parent).and_then(inputs)
    started = response_object.begun(wanted, response_id, now)
    answer = answering.answer(
        wanted.instructions,
        context,
        call.grant.lines,
        service.cache,
        f"{call.grant.client}/{wanted.model}/{wanted.echoed.get('prompt_cache_key')}",
        max_output_tokens=wanted.max_output_tokens,
    )
    message = response_object.message(ids.message(now, response_id), answer.text, complete=answer.complete)
    body = response_object.ended(started, [message], answer.usage, int(time.time()))
    if wanted.store:
        turn = service.responses.add(body, parent, inputs, [message])
        service.contexts.keep(turn, context.and_then([message]))
    return Reply(body)


async def retrieve(service: Service, call: Call) -> Outcome:
    """A stored response as it was answered."""
    response_id = call.ids["response_id"]
    found = service.responses.find(response_id)
    if found is None:
        raise errors.no_response(response_id)
    if dict(call.query).get("stream") == "true":
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
    response_id = call.ids["response_id"]
    if service.responses.find(response_id) is None:
        raise errors.no_response(response_id)
    raise unsettled.no_cancel()


def _parent(service: Service, wanted: parameters.Wanted) -> int | None:
    if wanted.previous_response_id is None:
        return None
    found = service.responses.find(wanted.previous_response_id)
    if found is None:
        raise errors.no_previous(wanted.previous_response_id)
    return found.turn
