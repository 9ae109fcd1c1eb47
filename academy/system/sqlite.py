"""Opening SQLite files: WAL, a bounded wait for other writers, and append-only migrations."""

import sqlite3
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal

BUSY_SECONDS = 10.0
_STEP_SECONDS = 0.005


class TooNewError(Exception):
    """The file was written by a later version of academy."""


def open_database(
    path: Path | None,
    migrations: Sequence[str],
    *,
    synchronous: Literal["FULL", "NORMAL"],
    check_same_thread: bool = True,
) -> sqlite3.Connection:
    """Open a database in WAL mode and bring it up to date, whoever else has it open.

    `path` None is a private database in memory. Each migration is one SQL script; they are applied in
    order, each with its number in one transaction, so that a start killed half-way is taken up by the
    next one. The connection is in autocommit mode: write inside `transaction`.

    Raises sqlite3.DatabaseError for a file that is not a database, TooNewError for one from the future.
    """
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(
        ":memory:" if path is None else path,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=check_same_thread,
    )
    try:
        connection.row_factory = sqlite3.Row
        connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
        _to_wal(connection)
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        connection.execute("PRAGMA foreign_keys = ON")
        _migrate(connection, migrations)
    except UnicodeDecodeError as error:
        # SQLite quotes a garbled schema in its complaint, and Python cannot read that.
        connection.close()
        raise sqlite3.DatabaseError("malformed database schema") from error
    except BaseException:
        connection.close()
        raise
    return connection


def _to_wal(connection: sqlite3.Connection) -> None:
    # Two programs that make the same file at once: SQLite does not wait here by itself.
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_STEP_SECONDS)
        else:
            return


def _migrate(connection: sqlite3.Connection, migrations: Sequence[str]) -> None:
    done = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if not 0 <= done <= len(migrations):
        raise TooNewError(f"schema version {done}; this academy knows {len(migrations)}")
    while done < len(migrations):
        with transaction(connection):
            done = int(connection.execute("PRAGMA user_version").fetchone()[0])
            if done < len(migrations):
                for statement in migrations[done].split(";\n"):
                    if statement.strip():
                        connection.execute(statement)
                done += 1
                connection.execute(f"PRAGMA user_version = {done}")


class transaction:  # noqa: N801 - reads as the statement it is
    """`with transaction(connection):` takes the write lock at once, commits, or rolls back on any error."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> sqlite3.Connection:
        self._connection.execute("BEGIN IMMEDIATE")
        return self._connection

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            try:
                self._connection.execute("COMMIT")
            except BaseException:
                self._rollback()
                raise
        else:
            self._rollback()

    def _rollback(self) -> None:
        with suppress(sqlite3.Error):
            self._connection.execute("ROLLBACK")
