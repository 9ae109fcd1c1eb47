"""The append-only event log on SQLite: durable when `append` returns, shared by threads and programs."""

import sqlite3
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from academy.log import opening, schema
from academy.log.codec import parse, timestamp, to_object
from academy.log.error import LogError
from academy.log.event import Event
from academy.system.locking import FileLock, LockedError
from academy.system.sqlite import transaction

Decide = Callable[[Sequence[Event]], Sequence[Event]]
T = TypeVar("T")


class EventLog:
    """One learner's log. Every method may be called from any thread, and other programs may write too.

    Events are kept in memory as read; what other programs appended is read with every call. A log that
    turns out damaged, or was set aside by another program, is opened anew on the way. All methods raise
    LogError when the file cannot be read or written.
    """

    def __init__(self, path: Path, on_notice: Callable[[str], None]) -> None:
        self.path = path
        self._notice = on_notice
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None
        self._rows: list[tuple[int, Event]] = []
        self._events: tuple[Event, ...] = ()
        self._closed = False
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._guard = FileLock(path.with_name(path.name + ".lock"))
        except OSError as error:
            raise opening.explain(error, path) from error

    @classmethod
    def open(cls, path: Path, on_notice: Callable[[str], None]) -> "EventLog":
        """Open or make the log. A damaged file is set aside, what can be read of it kept, and a notice given."""
        log = cls(path, on_notice)
        try:
            log._run(log._catch_up)
        except BaseException:
            log.close()
            raise
        return log

    @property
    def learner(self) -> str:
        """The learner whose log this is, a UUID made when the log was."""
        return self._run(schema.learner)

    def append(self, *events: Event) -> int:
        """Write events all or none, those whose id is known already left out; how many were new.

        They are on the disk when this returns. A time before that of the log's last event (a clock that was
        put back) is moved to just after it. ValueError for what is not an event.
        """
        return len(self.append_with(lambda _: events))

    def append_with(self, decide: Decide) -> tuple[Event, ...]:
        """Write what `decide` makes of all events so far, while nobody else can write; what was new of it.

        `decide` must not call the log. Raises what it raises, and writes nothing then.
        """

        def work(connection: sqlite3.Connection) -> tuple[Event, ...]:
            with transaction(connection):
                self._catch_up(connection)
                last = self._rows[-1][1].at if self._rows else ""
                new = []
                for event in decide(self._events):
                    clean = parse(to_object(event))
                    clean = clean if clean.at > last else replace(clean, at=_just_after(last))
                    seq = schema.insert(connection, clean)
                    if seq is not None:
                        new.append((seq, clean))
                        last = clean.at
            self._remember(new)
            return tuple(event for _, event in new)

        return self._run(work)

    def absorb(self, events: Sequence[Event]) -> int:
        """Take in events of another log, all or none, with their own times; how many were new.

        They become this learner's: a person moving machines. A log without events takes on their learner.
        """

        def work(connection: sqlite3.Connection) -> int:
            with transaction(connection):
                self._catch_up(connection)
                if not self._rows and events:
                    schema.set_learner(connection, events[0].learner)
                learner = schema.learner(connection)
                new = []
                for event in events:
                    clean = parse(to_object(replace(event, learner=learner)))
                    seq = schema.insert(connection, clean)
                    if seq is not None:
                        new.append((seq, clean))
            self._remember(new)
            return len(new)

        return self._run(work)

    def read(self, after: int = 0) -> list[tuple[int, Event]]:
        """The events after a place in the log, each with its own, in the order in which they were written."""
        with self._lock:
            self._run(self._catch_up)
            return [row for row in self._rows if row[0] > after]

    def events(self) -> tuple[Event, ...]:
        """All events in the order in which they were written; the same tuple until there are new ones."""
        with self._lock:
            self._run(self._catch_up)
            return self._events

    def set_aside(self) -> Path | None:
        """Put the log away under another name and begin a new one; the name, None where nothing was written.

        Other programs that have it open go on in the new one.
        """
        with self._lock:
            self._run(self._catch_up)
            if not self._rows:
                return None
            self._forget()
            try:
                with self._guard.alone():
                    return opening.put_away(self.path)
            except (OSError, sqlite3.Error, LockedError) as error:
                raise opening.explain(error, self.path) from error

    def close(self) -> None:
        """Let go of the file; safe to call twice."""
        with self._lock:
            self._forget()
            if not self._closed:
                self._closed = True
                self._guard.close()

    def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with self._lock:
            if self._closed:
                raise LogError("the log is closed", "open it again")
            try:
                for _ in range(opening.TRIES):
                    with self._guard.shared():
                        if self._connection is not None and self._identity == opening.identity(self.path):
                            try:
                                return work(self._connection)
                            except sqlite3.DatabaseError as error:
                                if not opening.is_damage(error):
                                    raise
                    self._forget()
                    self._connection = opening.connect(self.path, self._guard, self._notice)
                    self._identity = opening.identity(self.path)
            except (OSError, sqlite3.Error, LockedError) as error:
                raise opening.explain(error, self.path) from error
            raise LogError(f"{self.path} is damaged again and again", "check the disk that it lies on")

    def _catch_up(self, connection: sqlite3.Connection) -> None:
        last = self._rows[-1][0] if self._rows else 0
        found = connection.execute(f"SELECT {schema.ROW} FROM event WHERE seq > ? ORDER BY seq", (last,))  # noqa: S608
        self._remember(list(schema.read_rows(found)))

    def _remember(self, rows: list[tuple[int, Event]]) -> None:
        if rows:
            self._rows.extend(rows)
            self._events = (*self._events, *(event for _, event in rows))

    def _forget(self) -> None:
        self._rows, self._events, self._identity = [], (), None
        if self._connection is not None:
            connection, self._connection = self._connection, None
            connection.close()


def _just_after(at: str) -> str:
    moment = datetime.fromisoformat(at)
    try:
        return timestamp(moment + timedelta(microseconds=1))
    except OverflowError:
        return at
