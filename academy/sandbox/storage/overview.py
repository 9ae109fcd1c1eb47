"""What the store holds, as the State tab shows it."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from academy.sandbox.items import said
from academy.sandbox.recording import tokens
from academy.sandbox.state import ConversationView, ItemView, ResponseView, State
from academy.sandbox.storage import turns
from academy.sandbox.storage.store import Store


def state(store: Store, limit: int) -> State:
    """The newest responses and conversations, `limit` of each, oldest first."""
    with store.read() as connection:
        responses = connection.execute(
            "SELECT turn, body FROM response ORDER BY seq DESC LIMIT ?", (limit,)
        ).fetchall()
        conversations = connection.execute(
            "SELECT id, created_at, metadata FROM conversation ORDER BY seq DESC LIMIT ?", (limit,)
        ).fetchall()
        there_are = sum(
            connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]  # noqa: S608 - our own names
            for table in ("response", "conversation")
        )
        return State(
            responses=tuple(_response(connection, *row) for row in reversed(responses)),
            conversations=tuple(_conversation(connection, *row) for row in reversed(conversations)),
            left_out=there_are - len(responses) - len(conversations),
        )


def _response(connection: sqlite3.Connection, turn: int, text: str) -> ResponseView:
    body = json.loads(text)
    used = tokens(body)
    return ResponseView(
        id=body["id"],
        created_at=float(body["created_at"]),
        status=body["status"],
        model=body["model"],
        previous_response_id=body["previous_response_id"],
        conversation_id=(body["conversation"] or {}).get("id"),
        input=_views(turns.items(connection, turn, "input")),
        output=_views(body["output"]),
        input_tokens=used[0],
        cached_tokens=used[1],
        output_tokens=used[2],
        metadata=body["metadata"],
    )


def _conversation(
    connection: sqlite3.Connection, conversation_id: str, created_at: float, metadata: str
) -> ConversationView:
    items = connection.execute(
        "SELECT body FROM conversation_item WHERE conversation = ? ORDER BY seq", (conversation_id,)
    )
    return ConversationView(
        id=conversation_id,
        created_at=created_at,
        items=_views(json.loads(body) for (body,) in items),
        metadata=json.loads(metadata),
    )


def _views(items: Iterable[Mapping[str, Any]]) -> tuple[ItemView, ...]:
    return tuple(
        ItemView(id=item["id"], type=item["type"], role=item.get("role", ""), text=said(item).text)
        for item in items
    )
