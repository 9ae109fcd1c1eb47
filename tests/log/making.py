"""Events and logs for tests."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from academy.log.codec import timestamp
from academy.log.event import Event
from academy.log.store import EventLog

BEGIN = datetime(2026, 5, 11, 10, 15, tzinfo=UTC)


def event(n: int = 0, *, data: Mapping[str, Any] | None = None, learner: str = "someone") -> Event:
    """The event of minute `n`, with an id that hangs on `n` alone."""
    moment = BEGIN + timedelta(minutes=n)
    return Event(
        id=str(uuid.uuid5(uuid.NAMESPACE_OID, str(n))),
        at=timestamp(moment),
        day=moment.date().isoformat(),
        learner=learner,
        course="a-course",
        kind="section-read",
        item=f"a-lesson#section-{n}",
        version="",
        data={"n": n} if data is None else data,
    )


def unexpected(notice: str) -> None:
    raise AssertionError(f"a notice nobody expected: {notice}")


@contextmanager
def opened(path: Path, notice: Callable[[str], None] = unexpected) -> Iterator[EventLog]:
    log = EventLog.open(path, notice)
    try:
        yield log
    finally:
        log.close()


def ids(log: EventLog) -> list[str]:
    return [each.id for each in log.events()]
