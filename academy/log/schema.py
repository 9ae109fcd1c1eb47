"""The tables of the log, and events as their rows."""

import sqlite3
from collections.abc import Iterable, Iterator

from academy.log.codec import COLUMNS, data_text, load, parse
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
ROW = f"seq, {', '.join(COLUMNS)}, data"
_INSERT = f"INSERT INTO event ({ROW}) VALUES (?, {'?, ' * len(COLUMNS)}?) ON CONFLICT DO NOTHING"  # noqa: S608 - constants


def insert(connection: sqlite3.Connection, event: Event, seq: int | None = None) -> int | None:
    """Write one event inside a transaction; its place in the log, None when its id is there already."""
    names = [getattr(event, name) for name in COLUMNS]
    cursor = connection.execute(_INSERT, (seq, *names, data_text(event.data)))
    return cursor.lastrowid if cursor.rowcount else None


class GarbledError(sqlite3.DatabaseError):
    """A row that SQLite can read holds something that is no event."""


def read_rows(rows: Iterable[sqlite3.Row]) -> Iterator[tuple[int, Event]]:
    """Rows as events; GarbledError at the first that is none."""
    for row in rows:
        try:
            yield from_row(tuple(row))
        except ValueError as error:
            raise GarbledError(str(error)) from error


def from_row(row: tuple[object, ...]) -> tuple[int, Event]:
    """One row (seq, columns, data) as an event; ValueError when it is none."""
    seq, *names, data = row
    if not isinstance(seq, int) or not isinstance(data, str):
        raise ValueError("not a row of the log")
    return seq, parse({**dict(zip(COLUMNS, names, strict=True)), "data": load(data)})


def learner(connection: sqlite3.Connection) -> str:
    """The learner whose log this is; GarbledError when the log does not say."""
    row = connection.execute("SELECT value FROM about WHERE name = 'learner'").fetchone()
    if row is None or not isinstance(row[0], str) or not row[0]:
        raise GarbledError("no learner")
    return str(row[0])


def set_learner(connection: sqlite3.Connection, learner_id: str) -> None:
    """Say whose log this is, inside a transaction."""
    connection.execute("INSERT OR REPLACE INTO about (name, value) VALUES ('learner', ?)", (learner_id,))
