"""Reading what can be read of a damaged log: through SQLite as far as that goes, then from the bytes.

The table is append-only, so every row found anywhere in the file or its journal is a thing that happened.
"""

import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from academy.log import schema
from academy.log.codec import COLUMNS, load, parse
from academy.log.event import Event

# The first serial types of a row's record: NULL (the rowid's alias), then texts of 36, 27 and 10 bytes: id, at, day.
# Format: https://sqlite.org/fileformat2.html#record_format
_RECORD = re.compile(rb"\x00\x55\x43\x21")
_LEARNER = re.compile(rb"learner([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
_TEXTS = len(COLUMNS) + 1
# SQLite quotes garbled names in its complaints, and Python cannot always read those.
_UNREADABLE = (sqlite3.Error, UnicodeDecodeError)


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was readable: events by time, and the learner; empty where nothing says who that was."""

    events: tuple[Event, ...] = ()
    learner: str = ""


def salvage(path: Path) -> Salvaged:
    """Everything readable of a log file and its journal, neither of which is changed."""
    sources = [each for each in (path, path.with_name(path.name + "-wal")) if each.is_file()]
    learners: list[str] = []
    found: dict[str, Event] = {}
    if path in sources:
        found.update((event.id, event) for event in _through_sqlite(sources, learners))
    for source in sources:
        data = source.read_bytes()
        for event in _carve(data):
            found.setdefault(event.id, event)
        learners.extend(match[1].decode() for match in _LEARNER.finditer(data))
    events = tuple(sorted(found.values(), key=lambda event: event.at))
    learners.extend(event.learner for event in events[-1:])
    return Salvaged(events, learners[0] if learners else "")


def _through_sqlite(sources: list[Path], learners: list[str]) -> Iterator[Event]:
    with tempfile.TemporaryDirectory(prefix="academy-log-") as folder:
        for source in sources:
            shutil.copyfile(source, Path(folder, source.name))
        with suppress(*_UNREADABLE), closing(sqlite3.connect(Path(folder, sources[0].name))) as connection:
            with suppress(*_UNREADABLE):
                learners.append(schema.learner(connection))
            for order in ("ASC", "DESC"):
                # From both ends up to the damage; what lies between is for the bytes.
                with suppress(*_UNREADABLE):
                    for row in connection.execute(f"{schema.SELECT} NOT INDEXED ORDER BY seq {order}"):
                        with suppress(ValueError):
                            yield schema.from_row(row)[1]


def _carve(data: bytes) -> Iterator[Event]:
    for match in _RECORD.finditer(data):
        with suppress(ValueError, IndexError):
            yield _record(data, match.start() - 1)


def _record(data: bytes, start: int) -> Event:
    """The row whose record header begins at `start`; ValueError or IndexError where there is none."""
    if start < 0:
        raise ValueError("no room for a header")
    size = data[start]
    at = start + 2
    lengths = []
    for _ in range(_TEXTS):
        serial, at = _varint(data, at)
        if serial < 13 or serial % 2 == 0:
            raise ValueError("not a text")
        lengths.append((serial - 13) // 2)
    if at - start != size:
        raise ValueError("not a record header")
    texts = []
    for length in lengths:
        if at + length > len(data):
            raise ValueError("cut off")
        texts.append(data[at : at + length].decode())
        at += length
    return parse({**dict(zip(COLUMNS, texts, strict=False)), "data": load(texts[-1])})


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for n in range(9):
        byte = data[at + n]
        if n == 8:
            return (value << 8) | byte, at + 9
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:
            break
    return value, at + n + 1
