"""Stored responses: kept whole, found by id, deleted without harm to those that continue them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from academy.sandbox.storage import turns
from academy.sandbox.storage.store import Store
from academy.sandbox.storage.turns import Item, Turn


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """A response as it was answered (`body`, JSON text) and the turn that ends its context."""

    id: str
    turn: int
    body: str


class Responses:
    """The stored responses of a store; any thread."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, body: Mapping[str, Any], turn: Turn) -> int:
        """Keep a response; the number of its turn. ParentGoneError when it would continue what was deleted."""
        with self._store.write() as connection:
            return turns.add_response(connection, body, turn)

    def find(self, response_id: str) -> StoredResponse | None:
        """A response by its id."""
        with self._store.read() as connection:
            row = connection.execute(
                "SELECT id, turn, body FROM response WHERE id = ?", (response_id,)
            ).fetchone()
        return None if row is None else StoredResponse(*row)

    def delete(self, response_id: str) -> bool:
        """Forget a response; whether there was one."""
        with self._store.write() as connection:
            row = connection.execute("SELECT turn FROM response WHERE id = ?", (response_id,)).fetchone()
            if row is None:
                return False
            connection.execute("DELETE FROM response WHERE id = ?", (response_id,))
            turns.release(connection, row[0])
            return True

    def context(self, turn: int) -> list[Item]:
        """Every item up to and with a turn, oldest first."""
        with self._store.read() as connection:
            return turns.context(connection, turn)

    def find_item(self, item_id: str) -> Item | None:
        """An item by its id, wherever it is stored."""
        with self._store.read() as connection:
            return turns.find_item(connection, item_id)
