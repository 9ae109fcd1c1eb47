"""`/v1/conversations`: create, retrieve, update, delete, and their items."""

import time
from collections.abc import Mapping
from typing import Any

from academy.sandbox import errors, ids, incoming, paging, schema, unsettled
from academy.sandbox.call import Call, Outcome, Reply
from academy.sandbox.service import Service
from academy.sandbox.storage.conversations import StoredConversation
from academy.sandbox.storage.turns import Item


async def create(service: Service, call: Call) -> Outcome:
    """A new conversation, with up to 20 first items."""
    schema.known_keys(call.body, ("items", "metadata"))
    checked = () if call.body.get("items") is None else _checked(call.body)
    metadata = _metadata(call.body)
    now = time.time()
    conversation_id = ids.conversation(now)
    service.conversations.add(conversation_id, now, metadata, _stored(service, conversation_id, checked))
    return Reply(_object(StoredConversation(conversation_id, now, metadata)))


async def retrieve(service: Service, call: Call) -> Outcome:
    """A conversation without its items."""
    return Reply(_object(_found(service, call)))


async def update(service: Service, call: Call) -> Outcome:
    """Replace the metadata, the only thing of a conversation that can be set."""
    schema.known_keys(call.body, ("metadata",))
    if "metadata" not in call.body:
        raise errors.missing("metadata")
    metadata = _metadata(call.body)
    found = _found(service, call)
    if not service.conversations.set_metadata(found.id, metadata):
        raise errors.no_conversation(found.id)
    return Reply(_object(StoredConversation(found.id, found.created_at, metadata)))


async def delete(service: Service, call: Call) -> Outcome:
    """Forget a conversation; its items stay stored."""
    conversation_id = call.ids["conversation_id"]
    if not service.conversations.delete(conversation_id):
        raise errors.no_conversation(conversation_id)
    return Reply({"id": conversation_id, "object": "conversation.deleted", "deleted": True})


async def create_items(service: Service, call: Call) -> Outcome:
    """Put up to 20 items at the end."""
    paging.query_of(call, ("include",))
    schema.known_keys(call.body, ("items",))
    if "items" not in call.body:
        raise errors.missing("items")
    checked = _checked(call.body)
    if not checked:
        raise unsettled.array_empty("items")
    found = _found(service, call)
    items = _stored(service, found.id, checked)
    if not service.conversations.append(found.id, items):
        raise errors.no_conversation(found.id)
    return Reply(paging.listed(items, has_more=False))


async def list_items(service: Service, call: Call) -> Outcome:
    """A page of the items."""
    page = paging.read(call)
    return Reply(page.of(service.conversations.items(_found(service, call).id)))


async def retrieve_item(service: Service, call: Call) -> Outcome:
    """One item."""
    paging.query_of(call, ("include",))
    found, item_id = _found(service, call), call.ids["item_id"]
    for item in service.conversations.items(found.id):
        if item["id"] == item_id:
            return Reply(item)
    raise errors.no_item(item_id)


async def delete_item(service: Service, call: Call) -> Outcome:
    """Take one item out; the answer is the conversation."""
    found, item_id = _found(service, call), call.ids["item_id"]
    if not service.conversations.delete_item(found.id, item_id):
        raise errors.no_item(item_id)
    return Reply(_object(found))


def _found(service: Service, call: Call) -> StoredConversation:
    conversation_id = call.ids["conversation_id"]
    found = service.conversations.find(conversation_id)
    if found is None:
        raise errors.no_conversation(conversation_id)
    return found


def _checked(body: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    items = schema.array("items", body["items"])
    if len(items) > unsettled.MAX_ITEMS:
        raise unsettled.array_too_long("items", unsettled.MAX_ITEMS, len(items))
    return incoming.checked("items", items, into_conversation=True)


def _stored(
    service: Service, conversation_id: str, checked: tuple[Mapping[str, Any], ...]
) -> tuple[Item, ...]:
    now = time.time()
    return incoming.stored(
        checked,
        lambda: ids.loose_message(now, conversation_id),
        service.responses.find_item,
        lambda: [item["id"] for item in service.conversations.items(conversation_id)],
        "items",
    )


def _metadata(body: Mapping[str, Any]) -> Mapping[str, Any]:
    metadata = body.get("metadata")
    schema.or_null(schema.metadata)("metadata", metadata)
    return metadata or {}


def _object(conversation: StoredConversation) -> dict[str, Any]:
    return {
        "id": conversation.id,
        "object": "conversation",
        "created_at": int(conversation.created_at),
        "metadata": conversation.metadata,
    }
