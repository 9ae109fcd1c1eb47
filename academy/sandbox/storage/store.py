"""The sandbox's file: one connection, shared by threads; other programs may have the same file open."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from academy.sandbox.errors import SandboxError
from academy.sandbox.storage.tables import ALL, MIGRATIONS
from academy.system.sqlite import TooNewError, open_database, transaction


class DamagedError(SandboxError):
    """The file is no database, or no longer one."""


class Store:
    """An open store. What is written is committed when `write` ends, and survives a kill from then on."""

    def __init__(self, path: Path | None) -> None:
        """Open or make the file; `path` None is a store in memory. Raises SandboxError."""
        try:
            self._connection = open_database(path, MIGRATIONS, synchronous="NORMAL", check_same_thread=False)
        except TooNewError as error:
            raise SandboxError(
                f"{path} was written by a later academy ({error})", "upgrade academy, or set ACADEMY_HOME"
            ) from error
        except sqlite3.OperationalError as error:
            raise SandboxError(
                f"cannot open the sandbox's store {path}: {error}", "make its folder writable"
            ) from error
        except sqlite3.DatabaseError as error:
            raise DamagedError(
                f"the sandbox's store {path} is damaged: {error}",
                "`academy sandbox --reset` puts it aside and begins a new one",
            ) from error
        except OSError as error:
            raise SandboxError(
                f"cannot make the sandbox's store {path}: {error.strerror or error}",
                "make its folder writable, or set ACADEMY_HOME",
            ) from error
        self._lock = threading.RLock()

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """The connection, for statements that write nothing."""
        with self._lock:
            yield self._connection

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """The connection inside a transaction: all of it is kept, or nothing."""
        with self._lock, transaction(self._connection):
            yield self._connection

    def reset(self) -> None:
        """Forget everything; sqlite3.Error when the file cannot be written."""
        with self.write() as connection:
            connection.execute("UPDATE turn SET parent = NULL")
            for table in ALL:
                connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names

    def close(self) -> None:
        """Let go of the file; safe to call twice."""
        with self._lock:
            self._connection.close()


def empty(path: Path) -> Path | None:
    """Empty the store in a file; a damaged file is put aside instead, and its new name given.

    Raises SandboxError when neither can be done.
    """
    try:
        store = Store(path)
        try:
            store.reset()
        finally:
            store.close()
    except DamagedError:
        return _put_aside(path)
    except sqlite3.OperationalError as error:
        raise SandboxError(
            f"cannot empty {path}: {error}", "stop what else has it open, then again"
        ) from error
    except sqlite3.DatabaseError:
        return _put_aside(path)
    return None


def _put_aside(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    try:
        path.rename(aside)
        # They belong to the damaged file: left behind, they would damage the next one.
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        Store(path).close()
    except OSError as error:
        raise SandboxError(f"cannot put {path} aside: {error.strerror or error}", "remove it") from error
    return aside
