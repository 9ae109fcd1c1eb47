"""A response in the making: what it continues, what it will be, and how it is kept."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from academy.sandbox import answering, errors, ids, incoming, response_object, unsettled
from academy.sandbox.call import Call
from academy.sandbox.contexts import Context
from academy.sandbox.parameters import Wanted
from academy.sandbox.service import Service
from academy.sandbox.storage.conversations import LeaseLostError
from academy.sandbox.storage.turns import Item, ParentGoneError, Turn


@dataclass(frozen=True, slots=True)
class Making:
    """Everything about a response but its being stored. `started` and `message` are what a stream shows on the way."""

    wanted: Wanted
    turn: Turn
    context: Context
    started: Mapping[str, Any]
    message: Item
    usage: dict[str, Any]

    def keep(self, service: Service, owner: str) -> dict[str, Any]:
        """The finished response, stored where it was asked to be; `owner` holds its conversation's lease.

        Raises the API's error where what it continues went away meanwhile.
        """
        body = response_object.ended(self.started, [self.message], self.usage, int(time.time()))
        if not self.wanted.store:
            return body
        conversation_id = self.wanted.conversation_id
        try:
            if conversation_id is None:
                number = service.responses.add(body, self.turn)
            else:
                number = service.conversations.add_response(conversation_id, owner, body, self.turn)
        except ParentGoneError:
            raise errors.no_previous(self.wanted.previous_response_id or "") from None
        except LeaseLostError:
            if conversation_id is not None and service.conversations.find(conversation_id) is None:
                raise errors.no_conversation(conversation_id) from None
            raise errors.conversation_locked() from None
        service.contexts.keep(number, self.context.and_then((self.message,)))
        return body


def make(service: Service, call: Call, wanted: Wanted) -> Making:
    """Find what a response continues, and have the model answer it; raises the API's error for what is not there."""
    parent = _parent(service, wanted)
    now = int(time.time())
    response_id = ids.response(now, wanted.conversation_id or wanted.previous_response_id)
    before = service.contexts.of(parent)
    inputs = incoming.stored(
        wanted.items,
        lambda: ids.message(now, response_id),
        service.responses.find_item,
        lambda: [item["id"] for item in before.items],
        "input",
    )
    context = before.and_then(inputs)
    if wanted.echoed.get("truncation") == "auto":
        heard = context.within(unsettled.CONTEXT_WINDOW, wanted.instructions)
    else:
        heard = context
    if len(heard.prompt(wanted.instructions)) > unsettled.CONTEXT_WINDOW:
        raise unsettled.window_exceeded()
    answer = answering.answer(
        wanted.instructions,
        heard,
        call.grant.lines,
        service.cache,
        f"{call.grant.client}/{wanted.model}/{wanted.echoed.get('prompt_cache_key')}",
        max_output_tokens=wanted.max_output_tokens,
    )
    message = response_object.message(ids.message(now, response_id), answer.text, complete=answer.complete)
    started = response_object.begun(wanted, response_id, now)
    return Making(wanted, Turn(parent, inputs, (message,)), context, started, message, answer.usage)


def _parent(service: Service, wanted: Wanted) -> int | None:
    if wanted.conversation_id is not None:
        return service.conversations.head(wanted.conversation_id)
    if wanted.previous_response_id is None:
        return None
    found = service.responses.find(wanted.previous_response_id)
    if found is None:
        raise errors.no_previous(wanted.previous_response_id)
    return found.turn
