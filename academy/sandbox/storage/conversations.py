"""Stored conversations: a row, its items in order, and the turn that responses in it continue."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from academy.sandbox.storage import turns
from academy.sandbox.storage.store import Store
from academy.sandbox.storage.turns import Item, Turn


class LeaseLostError(Exception):
    """Somebody else took over the conversation, or deleted it, before the response was complete."""


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """A conversation's row; `created_at` in Unix seconds."""

    id: str
    created_at: float
    metadata: Mapping[str, Any]


class Conversations:
    """The stored conversations of a store; any thread."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(
        self, conversation_id: str, now: float, metadata: Mapping[str, Any], items: Sequence[Item]
    ) -> None:
        """Keep a new conversation with its first items."""
        with self._store.write() as connection:
            connection.execute(
                "INSERT INTO conversation (id, created_at, metadata) VALUES (?, ?, ?)",
                (conversation_id, now, json.dumps(metadata)),
            )
            _append(connection, conversation_id, items)

    def find(self, conversation_id: str) -> StoredConversation | None:
        """A conversation by its id."""
        with self._store.read() as connection:
            row = connection.execute(
                "SELECT id, created_at, metadata FROM conversation WHERE id = ?", (conversation_id,)
            ).fetchone()
        return None if row is None else StoredConversation(row[0], row[1], json.loads(row[2]))

    def set_metadata(self, conversation_id: str, metadata: Mapping[str, Any]) -> bool:
        """Replace the metadata; whether there was such a conversation."""
        with self._store.write() as connection:
            done = connection.execute(
                "UPDATE conversation SET metadata = ? WHERE id = ?", (json.dumps(metadata), conversation_id)
            )
            return done.rowcount > 0

    def delete(self, conversation_id: str) -> bool:
        """Forget a conversation; whether there was one. Its items stay stored, as the API has it."""
        with self._store.write() as connection:
            done = connection.execute("DELETE FROM conversation WHERE id = ?", (conversation_id,))
            return done.rowcount > 0

    def items(self, conversation_id: str) -> list[Item]:
        """The items, oldest first."""
        with self._store.read() as connection:
            return _items(connection, conversation_id)

    def append(self, conversation_id: str, items: Sequence[Item]) -> bool:
        """Put items at the end, all or none; whether there is such a conversation."""
        with self._store.write() as connection:
            if not _exists(connection, conversation_id):
                return False
            _append(connection, conversation_id, items)
            _forget_head(connection, conversation_id)
            return True

    def delete_item(self, conversation_id: str, item_id: str) -> bool:
        """Take an item out; whether it was there."""
        with self._store.write() as connection:
            done = connection.execute(
                "DELETE FROM conversation_item WHERE conversation = ? AND id = ?", (conversation_id, item_id)
            )
            if done.rowcount:
                _forget_head(connection, conversation_id)
            return done.rowcount > 0

    def head(self, conversation_id: str) -> int | None:
        """The turn whose context is exactly this conversation's items, made where there is none.

        None while the conversation has no items.
        """
        with self._store.read() as connection:
            head = _head(connection, conversation_id)
        if head is not None:
            return head
        with self._store.write() as connection:
            items = _items(connection, conversation_id)
            if not items:
                return None
            turn = turns.add(connection, Turn(None, tuple(items)))
            connection.execute("UPDATE conversation SET head = ? WHERE id = ?", (turn, conversation_id))
            return turn

    def add_response(self, conversation_id: str, owner: str, body: Mapping[str, Any], turn: Turn) -> int:
        """Keep a response and append its items to its conversation, both or neither; the number of its turn.

        Raises LeaseLostError when the lease is no longer `owner`'s.
        """
        with self._store.write() as connection:
            lease = connection.execute(
                "SELECT owner FROM lease WHERE conversation = ?", (conversation_id,)
            ).fetchone()
            if lease is None or lease[0] != owner or not _exists(connection, conversation_id):
                raise LeaseLostError
            # Where items came or went while the model spoke, the new turn is not all there is.
            head = _head(connection, conversation_id)
            all_there_is = head == turn.parent and (
                head is not None or not _items(connection, conversation_id)
            )
            number = turns.add_response(connection, body, turn)
            _append(connection, conversation_id, [*turn.inputs, *turn.outputs])
            connection.execute(
                "UPDATE conversation SET head = ? WHERE id = ?",
                (number if all_there_is else None, conversation_id),
            )
            if not all_there_is:
                turns.release(connection, head)
            return number


def _exists(connection: sqlite3.Connection, conversation_id: str) -> bool:
    found = connection.execute("SELECT 1 FROM conversation WHERE id = ?", (conversation_id,)).fetchone()
    return found is not None


def _head(connection: sqlite3.Connection, conversation_id: str) -> int | None:
    row = connection.execute("SELECT head FROM conversation WHERE id = ?", (conversation_id,)).fetchone()
    return None if row is None else row[0]


def _items(connection: sqlite3.Connection, conversation_id: str) -> list[Item]:
    found = connection.execute(
        "SELECT body FROM conversation_item WHERE conversation = ? ORDER BY seq", (conversation_id,)
    )
    return [json.loads(body) for (body,) in found]


def _append(connection: sqlite3.Connection, conversation_id: str, items: Sequence[Item]) -> None:
    last = connection.execute(
        "SELECT COALESCE(MAX(seq), 0) FROM conversation_item WHERE conversation = ?", (conversation_id,)
    ).fetchone()[0]
    connection.executemany(
        "INSERT INTO conversation_item (conversation, seq, id, body) VALUES (?, ?, ?, ?)",
        [
            (conversation_id, seq, item["id"], json.dumps(item))
            for seq, item in enumerate(items, start=last + 1)
        ],
    )


def _forget_head(connection: sqlite3.Connection, conversation_id: str) -> None:
    head = _head(connection, conversation_id)
    connection.execute("UPDATE conversation SET head = NULL WHERE id = ?", (conversation_id,))
    turns.release(connection, head)
