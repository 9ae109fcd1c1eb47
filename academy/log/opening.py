"""Opening the log file: making it, telling a damaged one, and putting one away without losing a byte.

Who works in the log holds its lock together with others; who makes, mends or replaces the file holds it
alone. So nobody writes into a file that is being put away, and whoever had it open sees afterwards that
the path names another file.
"""

import errno
import os
import shutil
import sqlite3
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from academy.log import journal_file, salvage, schema
from academy.log.error import LogError
from academy.log.event import Event
from academy.system.locking import FileLock, LockedError
from academy.system.sqlite import TooNewError, open_database, transaction

TRIES = 3
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
_REMEDIES = {
    sqlite3.SQLITE_FULL: (
        "the disk is full",
        "free some space and try again; nothing written before is lost",
    ),
    sqlite3.SQLITE_READONLY: ("it is read-only", "make it writable, or set ACADEMY_HOME to another folder"),
    sqlite3.SQLITE_CANTOPEN: (
        "it cannot be opened",
        "make it writable, or set ACADEMY_HOME to another folder",
    ),
    sqlite3.SQLITE_BUSY: ("another program keeps it locked", "close the other program and try again"),
    sqlite3.SQLITE_LOCKED: ("another program keeps it locked", "close the other program and try again"),
    sqlite3.SQLITE_IOERR: ("the disk does not take or give it", "check the space on the disk, and the disk"),
}


class _UnusableError(Exception):
    """The file cannot serve as the log; the text says why, empty where there is simply none yet."""


class Opened(NamedTuple):
    """A log ready for work, with its events so far: finding out that they are sound was reading them."""

    connection: sqlite3.Connection
    identity: tuple[int, int] | None
    rows: list[tuple[int, Event]]


def identity(path: Path) -> tuple[int, int] | None:
    """Which file a path names right now; None for no file."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def connect(path: Path, guard: FileLock, notice: Callable[[str], None]) -> Opened:
    """Open the log, making or mending it first where that is needed.

    Two programs that come here at once do it one after the other, and the second finds the work done.
    """
    for _ in range(TRIES):
        with suppress(_UnusableError), guard.shared():
            return _open(path)
        with guard.alone():
            _finish_replacing(path)
            try:
                return _open(path)
            except _UnusableError as reason:
                _make_anew(path, str(reason), notice)
    raise LogError(f"{path} is damaged again and again", "check the disk that it lies on")


def is_damage(error: sqlite3.Error) -> bool:
    """Whether an error says that the file itself is damaged, rather than its surroundings."""
    if isinstance(error, schema.GarbledError):
        return True
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        # Python's own complaint: text that is not UTF-8, or that we called it wrongly.
        return not isinstance(error, sqlite3.InterfaceError | sqlite3.ProgrammingError)
    return code & 0xFF in _DAMAGE


def explain(error: Exception, path: Path) -> LogError:
    """Any failure of the file system or SQLite in words that a person can act on."""
    if isinstance(error, TooNewError):
        return LogError(
            f"{path} was written by a later academy",
            "update this one, or set ACADEMY_HOME to another folder",
        )
    if isinstance(error, LockedError):
        what, remedy = _REMEDIES[sqlite3.SQLITE_BUSY]
        return LogError(f"cannot use {path}: {what}", remedy)
    if isinstance(error, OSError):
        full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
        remedy = _REMEDIES[sqlite3.SQLITE_FULL if full else sqlite3.SQLITE_READONLY][1]
        return LogError(f"cannot use {path}: {error.strerror or error}", remedy)
    code = getattr(error, "sqlite_errorcode", None)
    what, remedy = _REMEDIES.get((code or 0) & 0xFF, (str(error), "run `academy doctor`"))
    return LogError(f"cannot use {path}: {what}", remedy)


def put_away(path: Path) -> Path:
    """Move the log to a name of its own with all that its journal holds; the caller holds the lock alone."""
    connection = _open_database(path)
    try:
        connection.execute("PRAGMA busy_timeout = 0")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
    aside = _free_name(path, "reset")
    path.rename(aside)
    journal, shared = _sides(path)
    if _has_content(journal):
        # A program that is none of ours, and knows nothing of our lock, is reading.
        journal.rename(_sides(aside)[0])
    journal.unlink(missing_ok=True)
    shared.unlink(missing_ok=True)
    return aside


def _open(path: Path) -> Opened:
    if _ready(path).exists():
        raise _UnusableError("its mending was interrupted")
    journal, _ = _sides(path)
    if not path.exists():
        raise _UnusableError("its main file is gone" if _has_content(journal) else "")
    if not path.is_file():
        raise _UnusableError("it is not a file")
    if path.stat().st_size == 0:
        raise _UnusableError("it is empty")
    lost = journal_file.lost_commits(journal)
    if lost is None:
        raise _UnusableError("its journal is garbled")
    if lost:
        raise _UnusableError("its journal is damaged")
    try:
        connection = _open_database(path)
        try:
            return Opened(connection, identity(path), _sound_rows(connection))
        except BaseException:
            connection.close()
            raise
    except sqlite3.DatabaseError as error:
        # While opening, a table or column that is missing is damage too: SQLite calls that a plain error.
        if is_damage(error) or getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:
            raise _UnusableError(str(error)) from error
        raise


def _sound_rows(connection: sqlite3.Connection) -> list[tuple[int, Event]]:
    report = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if report != "ok":
        raise _UnusableError(str(report).splitlines()[-1])
    schema.learner(connection)
    return schema.read_after(connection, 0)


def _open_database(path: Path) -> sqlite3.Connection:
    return open_database(path, schema.MIGRATIONS, synchronous="FULL", check_same_thread=False)


def _make_anew(path: Path, reason: str, notice: Callable[[str], None]) -> None:
    """Build the new file beside the old one, then let it take the old one's place.

    Killed at any point, the next start goes on: until `log.db.ready` stands the old files are untouched,
    afterwards the new file has everything and the old one has its other name.
    """
    found = salvage.salvage(path) if reason else salvage.Salvaged()
    fresh = path.with_name(path.name + ".building")
    for leftover in (fresh, *_sides(fresh)):
        leftover.unlink(missing_ok=True)
    connection = _open_database(fresh)
    try:
        with transaction(connection):
            schema.set_learner(connection, found.learner or str(uuid.uuid4()))
            for event in found.events:
                schema.insert(connection, event)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
    aside = _copy_aside(path) if reason else None
    fresh.rename(_ready(path))
    _finish_replacing(path)
    if aside is not None:
        count = len(found.events)
        kept = (
            "1 event could be read and is kept"
            if count == 1
            else f"{count} events could be read and are kept"
        )
        notice(f"Your log could not be used ({reason}). It was set aside as {aside.name}; {kept}.")


def _finish_replacing(path: Path) -> None:
    ready = _ready(path)
    if ready.exists():
        # The journal of the old file must be gone first: SQLite would play it into the new one.
        for side in _sides(path):
            side.unlink(missing_ok=True)
        ready.replace(path)
        _sync_folder(path.parent)


def _copy_aside(path: Path) -> Path:
    aside = _free_name(path, "damaged")
    if path.is_dir():
        path.rename(aside)
    elif path.exists():
        try:
            os.link(path, aside)
        except OSError:
            shutil.copy2(path, aside)
    journal = _sides(path)[0]
    if _has_content(journal):
        shutil.copy2(journal, aside.with_name(aside.name + "-wal"))
    return aside


def _free_name(path: Path, why: str) -> Path:
    stamp = f"{path.name}.{why}-{datetime.now().astimezone():%Y%m%dT%H%M%S}"
    name, n = path.with_name(stamp), 1
    while os.path.lexists(name):
        n += 1
        name = path.with_name(f"{stamp}-{n}")
    return name


def _sides(path: Path) -> tuple[Path, Path]:
    return path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")


def _ready(path: Path) -> Path:
    return path.with_name(path.name + ".ready")


def _has_content(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # Windows cannot open a folder, and needs no such thing
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
