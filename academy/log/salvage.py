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


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was readable: rows by place in the log, and the learner where that was."""

    rows: tuple[tuple[int, Event], ...] = ()
    learner: str = ""


def salvage(path: Path) -> Salvaged:
    """Everything readable of a log file and its journal, neither of which is changed."""
    sources = [each for each in (path, path.with_name(path.name + "-wal")) if each.is_file()]
    found: list[tuple[int, Event]] = []
    learners: list[str] = []
    if path in sources:
        found.extend(_through_sqlite(sources, learners))
    for source in sources:
        data = source.read_bytes()
        found.extend(_carve(data))
        learners.extend(match[1].decode() for match in _LEARNER.finditer(data))
    by_id: dict[str, tuple[int, Event]] = {}
    for seq, event in found:
        known = by_id.get(event.id)
        if known is None or (known[0] == 0 and seq):
            by_id[event.id] = (seq, event)
    rows = _placed(list(by_id.values()))
    return Salvaged(rows, learners[0] if learners else rows[-1][1].learner if rows else "")


def _placed(rows: list[tuple[int, Event]]) -> tuple[tuple[int, Event], ...]:
    """Every row with a place of its own: its old one where it is known, else one by its time."""
    rows.sort(key=lambda row: (row[0] or _LAST, row[1].at))
    placed: list[tuple[int, Event]] = []
    for seq, event in rows:
        least = placed[-1][0] + 1 if placed else 1
        placed.append((max(seq, least), event))
    return tuple(placed)


_LAST = 1 << 40


def _through_sqlite(sources: list[Path], learners: list[str]) -> Iterator[tuple[int, Event]]:
    with tempfile.TemporaryDirectory(prefix="academy-log-") as folder:
        for source in sources:
            shutil.copyfile(source, Path(folder, source.name))
        with suppress(sqlite3.Error), closing(sqlite3.connect(Path(folder, sources[0].name))) as connection:
            with suppress(sqlite3.Error):
                learners.append(schema.learner(connection))
            for order in ("ASC", "DESC"):
                # From both ends up to the damage; what lies between is for the bytes.
                query = f"SELECT {schema.ROW} FROM event NOT INDEXED ORDER BY seq {order}"  # noqa: S608 - constants
                with suppress(sqlite3.Error):
                    for row in connection.execute(query):
                        with suppress(ValueError):
                            yield schema.from_row(row)


def _carve(data: bytes) -> Iterator[tuple[int, Event]]:
    for match in _RECORD.finditer(data):
        with suppress(ValueError, IndexError):
            yield _record(data, match.start() - 1)


def _record(data: bytes, start: int) -> tuple[int, Event]:
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
    event = parse({**dict(zip(COLUMNS, texts, strict=False)), "data": load(texts[-1])})
    return _place(data, start, at - start), event


def _place(data: bytes, start: int, payload: int) -> int:
    """The rowid that stands between the payload's length and the record; 0 where that is garbled."""
    length = _to_varint(payload)
    for width in range(1, 10):
        rowid_at = start - width
        if rowid_at - len(length) < 0:
            break
        if data[rowid_at - len(length) : rowid_at] == length:
            rowid, end = _varint(data, rowid_at)
            if end == start and 0 < rowid < _LAST:
                return rowid
    return 0


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


def _to_varint(value: int) -> bytes:
    groups = [value & 0x7F]
    while value := value >> 7:
        groups.append((value & 0x7F) | 0x80)
    return bytes(reversed(groups))
