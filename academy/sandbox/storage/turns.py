"""Turns: what each exchange added to a context, linked to the turn before it."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

Item = Mapping[str, Any]


def add(
    connection: sqlite3.Connection, parent: int | None, inputs: Sequence[Item], outputs: Sequence[Item]
) -> int:
    """Write a turn with its items; its number, which is never used again."""
    turn = connection.execute("INSERT INTO turn (parent) VALUES (?)", (parent,)).lastrowid
    assert turn is not None, "an INSERT has a row id"
    sides = [("input", item) for item in inputs] + [("output", item) for item in outputs]
    connection.executemany(
        "INSERT INTO item (turn, position, side, id, body) VALUES (?, ?, ?, ?, ?)",
        [(turn, at, side, item["id"], json.dumps(item)) for at, (side, item) in enumerate(sides)],
    )
    return turn


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
