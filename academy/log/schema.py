"""The tables of the log, and events as their rows."""

import sqlite3
from collections.abc import Sequence

from academy.log.codec import COLUMNS, data_text, stored
from academy.log.event import Event

MIGRATIONS = (
    """
    CREATE TABLE event (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        at TEXT NOT NULL,
        day TEXT NOT NULL,
        learner TEXT NOT NULL,
        course TEXT NOT NULL,
        kind TEXT NOT NULL,
        item TEXT NOT NULL,
        version TEXT NOT NULL,
        data TEXT NOT NULL
    );
    CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL)
    """,
)
_ROW = f"seq, {', '.join(COLUMNS)}, data"
SELECT = f"SELECT {_ROW} FROM event"  # noqa: S608 - constants, as below
_INSERT = f"INSERT INTO event ({_ROW}) VALUES (NULL, {'?, ' * len(COLUMNS)}?) ON CONFLICT DO NOTHING"  # noqa: S608


def insert(connection: sqlite3.Connection, event: Event) -> int | None:
    """Write one event inside a transaction; its place in the log, None when its id is there already."""
    names = [getattr(event, name) for name in COLUMNS]
    cursor = connection.execute(_INSERT, (*names, data_text(event.data)))
    return cursor.lastrowid if cursor.rowcount else None


class GarbledError(sqlite3.DatabaseError):
    """A row that SQLite can read holds something that is no event."""


def read_after(connection: sqlite3.Connection, seq: int) -> list[tuple[int, Event]]:
    """The events after a place in the log, each with its own; GarbledError at a row that is none."""
    try:
        return [from_row(row) for row in connection.execute(f"{SELECT} WHERE seq > ? ORDER BY seq", (seq,))]
    except ValueError as error:
        raise GarbledError(str(error)) from error


def from_row(row: Sequence[object]) -> tuple[int, Event]:
    """One row (seq, columns, data) as an event; ValueError when it is none."""
    seq, *names, data = row
    if not isinstance(seq, int):
        raise ValueError("not a row of the log")
    return seq, stored(names, data)


def learner(connection: sqlite3.Connection) -> str:
    """The learner whose log this is; GarbledError when the log does not say."""
    row = connection.execute("SELECT value FROM about WHERE name = 'learner'").fetchone()
    if row is None or not isinstance(row[0], str) or not row[0]:
        raise GarbledError("it does not say whose it is")
    return row[0]


def set_learner(connection: sqlite3.Connection, learner_id: str) -> None:
    """Say whose log this is, inside a transaction."""
    connection.execute("INSERT OR REPLACE INTO about (name, value) VALUES ('learner', ?)", (learner_id,))
