"""Turns: what each exchange added to a context, linked to the turn before it."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Item = Mapping[str, Any]


class ParentGoneError(Exception):
    """The turn that another was to continue is not stored any more."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one exchange adds: the number of the turn before it, its own input and output items."""

    parent: int | None
    inputs: tuple[Item, ...]
    outputs: tuple[Item, ...] = ()


def add(connection: sqlite3.Connection, turn: Turn) -> int:
    """Write a turn with its items; its number, which is never used again."""
    if turn.parent is not None and not _exists(connection, turn.parent):
        raise ParentGoneError
    number = connection.execute("INSERT INTO turn (parent) VALUES (?)", (turn.parent,)).lastrowid
    assert number is not None, "an INSERT has a row id"
    sides = [("input", item) for item in turn.inputs] + [("output", item) for item in turn.outputs]
    connection.executemany(
        "INSERT INTO item (turn, position, side, id, body) VALUES (?, ?, ?, ?, ?)",
        [(number, at, side, item["id"], json.dumps(item)) for at, (side, item) in enumerate(sides)],
    )
    return number


def add_response(connection: sqlite3.Connection, body: Mapping[str, Any], turn: Turn) -> int:
    """Write a response with its turn; the number of the turn."""
    number = add(connection, turn)
    connection.execute(
        "INSERT INTO response (id, turn, created_at, body) VALUES (?, ?, ?, ?)",
        (body["id"], number, body["created_at"], json.dumps(body)),
    )
    return number


def context(connection: sqlite3.Connection, turn: int) -> list[Item]:
    """Every item from the beginning up to and with a turn, oldest first."""
    found = connection.execute(
        "WITH RECURSIVE chain (id, parent, depth) AS ("
        "  SELECT id, parent, 0 FROM turn WHERE id = ?"
        "  UNION ALL SELECT turn.id, turn.parent, depth + 1 FROM turn JOIN chain ON turn.id = chain.parent"
        ") SELECT body FROM chain JOIN item ON item.turn = chain.id ORDER BY depth DESC, position",
        (turn,),
    )
    return [json.loads(body) for (body,) in found]


def items(connection: sqlite3.Connection, turn: int, side: str) -> list[Item]:
    """The input or the output items of one turn."""
    found = connection.execute(
        "SELECT body FROM item WHERE turn = ? AND side = ? ORDER BY position", (turn, side)
    )
    return [json.loads(body) for (body,) in found]


def find_item(connection: sqlite3.Connection, item_id: str) -> Item | None:
    """A stored item by its id, wherever it stands."""
    row = connection.execute(
        "SELECT body FROM item WHERE id = ?1 UNION ALL SELECT body FROM conversation_item WHERE id = ?1 LIMIT 1",
        (item_id,),
    ).fetchone()
    return None if row is None else json.loads(row[0])


def release(connection: sqlite3.Connection, turn: int | None) -> None:
    """Take away a turn that nothing needs any more, and then those before it for the same reason."""
    while turn is not None:
        needed = connection.execute(
            "SELECT EXISTS (SELECT 1 FROM turn WHERE parent = ?1)"
            " OR EXISTS (SELECT 1 FROM response WHERE turn = ?1)"
            " OR EXISTS (SELECT 1 FROM conversation WHERE head = ?1)",
            (turn,),
        ).fetchone()[0]
        if needed:
            return
        parent = connection.execute("SELECT parent FROM turn WHERE id = ?", (turn,)).fetchone()[0]
        connection.execute("DELETE FROM turn WHERE id = ?", (turn,))
        turn = parent


def _exists(connection: sqlite3.Connection, turn: int) -> bool:
    return connection.execute("SELECT 1 FROM turn WHERE id = ?", (turn,)).fetchone() is not None
