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
from academy.system.sqlite import TooNewError, transaction

T = TypeVar("T")
_FAILURES = (OSError, sqlite3.Error, LockedError, TooNewError)


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
        self._learner = ""
        self._events: tuple[Event, ...] = ()
        self._last_seq = 0
        self._latest = ""
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
        return self._learner

    def append(self, *events: Event) -> None:
        """Write events, all or none; those whose id is known already are left out.

        They are on the disk when this returns. A time before that of the log's last event (a clock that was
        put back) is moved to just after it. ValueError for what is not an event.
        """
        self.append_with(lambda _: (None, events))

    def append_with(self, decide: Callable[[Sequence[Event]], tuple[T, Sequence[Event]]]) -> T:
        """Write the events that `decide` makes of all events so far, while nobody else can write.

        Gives the other thing that `decide` gave. Raises what it raises, and writes nothing then. It must not
        write to the log itself, and runs again where the log turns out damaged.
        """

        def work(connection: sqlite3.Connection) -> T:
            with transaction(connection):
                self._catch_up(connection)
                answer, events = decide(self._events)
                latest, new = self._latest, []
                for event in events:
                    clean = parse(to_object(event))
                    clean = clean if clean.at > latest else replace(clean, at=_just_after(latest))
                    if (seq := schema.insert(connection, clean)) is not None:
                        new.append((seq, clean))
                        latest = clean.at
            self._remember(new)
            return answer

        return self._run(work)

    def absorb(self, events: Sequence[Event]) -> int:
        """Take in events of another log, all or none, with their own times; how many were new.

        They become this learner's: a person moving machines. A log without events takes on their learner.
        """

        def work(connection: sqlite3.Connection) -> int:
            with transaction(connection):
                self._catch_up(connection)
                learner = events[0].learner if events and not self._events else self._learner
                schema.set_learner(connection, learner)
                new = []
                for event in events:
                    clean = parse(to_object(replace(event, learner=learner)))
                    if (seq := schema.insert(connection, clean)) is not None:
                        new.append((seq, clean))
            self._learner = learner
            self._remember(new)
            return len(new)

        return self._run(work)

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
            if not self.events():
                return None
            self._forget()
            try:
                with self._guard.alone():
                    return opening.put_away(self.path) if self.path.exists() else None
            except _FAILURES as error:
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
                    opened = opening.connect(self.path, self._guard, self._notice)
                    self._connection, self._identity = opened.connection, opened.identity
                    self._remember(opened.rows)
            except _FAILURES as error:
                raise opening.explain(error, self.path) from error
            raise LogError(f"{self.path} is damaged again and again", "check the disk that it lies on")

    def _catch_up(self, connection: sqlite3.Connection) -> None:
        self._learner = schema.learner(connection)
        self._remember(schema.read_after(connection, self._last_seq))

    def _remember(self, rows: Sequence[tuple[int, Event]]) -> None:
        if rows:
            self._events = (*self._events, *(event for _, event in rows))
            self._last_seq = rows[-1][0]
            self._latest = max(self._latest, *(event.at for _, event in rows))

    def _forget(self) -> None:
        self._events, self._last_seq, self._latest, self._identity = (), 0, "", None
        if self._connection is not None:
            connection, self._connection = self._connection, None
            connection.close()


def _just_after(at: str) -> str:
    try:
        return timestamp(datetime.fromisoformat(at) + timedelta(microseconds=1))
    except (ValueError, OverflowError):
        return at
