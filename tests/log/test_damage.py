"""A damaged log is set aside with a message, whatever is readable is kept, and nobody sees anything but LogError."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.log.codec import COLUMNS, data_text
from academy.log.error import LogError
from academy.log.event import Event
from academy.log.store import EventLog
from tests.log.making import event, ids, opened

EVENTS = 60
FLIPS = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255)), min_size=1, max_size=12)
# Before the texts of a row stand its length, its place, and the lengths of its texts.
ROW_HEADER = 16


class Files:
    """A log as bytes: its file, its journal, and the learner whose it is."""

    def __init__(self, main: bytes, journal: bytes, learner: str) -> None:
        self.main = main
        self.journal = journal
        self.learner = learner

    def place(self, folder: Path) -> Path:
        """Lay the files into a folder of their own; no empty journal."""
        path = folder / "log.db"
        path.write_bytes(self.main)
        if self.journal:
            path.with_name("log.db-wal").write_bytes(self.journal)
        return path

    def readable(self, before: "Files") -> set[str]:
        """The ids of events of which a copy stands undamaged in the files."""
        now = self.main + self.journal
        return {
            event(n).id
            for n in range(EVENTS)
            if any(copy in now for copy in copies(before.main + before.journal, n, before.learner))
        }


def copies(data: bytes, n: int, learner: str) -> Iterator[bytes]:
    one = event(n, learner=learner)
    row = "".join([*(str(getattr(one, name)) for name in COLUMNS), data_text(one.data)]).encode()
    at = data.find(row)
    while at >= 0:
        yield data[at - ROW_HEADER : at + len(row)]
        at = data.find(row, at + 1)


def write(path: Path, numbers: Sequence[int]) -> EventLog:
    log = EventLog.open(path, print)
    for n in numbers:
        log.append(event(n, learner=log.learner))
    return log


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """A log after its program ended: all in one file."""
    path = tmp_path_factory.mktemp("closed") / "log.db"
    log = write(path, range(EVENTS))
    log.close()
    return Files(path.read_bytes(), b"", log.learner)


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """A log after its program was killed: half of it in the journal."""
    path = tmp_path_factory.mktemp("killed") / "log.db"
    write(path, range(EVENTS // 2)).close()
    log = write(path, range(EVENTS // 2, EVENTS))
    files = Files(path.read_bytes(), path.with_name("log.db-wal").read_bytes(), log.learner)
    log.close()
    return files


@contextmanager
def fresh_folder(parent: Path) -> Iterator[Path]:
    folder = next(each for n in count() if not (each := parent / str(n)).exists())
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


def check(before: Files, damaged: Files, folder: Path) -> tuple[list[str], list[Event]]:
    """Open the damaged log and hold it to its promises; the notices, and what was kept."""
    path = damaged.place(folder)
    notices: list[str] = []
    with opened(path, notices.append) as log:
        kept = list(log.events())
        assert damaged.readable(before) <= {each.id for each in kept}
        log.append(event(1_000))
    if notices:
        (aside,) = (each for each in folder.glob("log.db.damaged-*") if not each.name.endswith("-wal"))
        assert aside.read_bytes() == damaged.main
        assert aside.name in notices[0]
        if damaged.journal:
            assert aside.with_name(aside.name + "-wal").read_bytes() == damaged.journal
    with opened(path) as log:
        assert ids(log) == [*(each.id for each in kept), event(1_000).id]
    return notices, kept


def flipped(data: bytes, flips: Sequence[tuple[float, int]]) -> bytes:
    changed = bytearray(data)
    for where, mask in flips:
        changed[int(where * len(data))] ^= mask
    return bytes(changed)


def test_what_is_not_damaged_is_opened_without_a_word(closed: Files, killed: Files, tmp_path: Path) -> None:
    for number, files in enumerate((closed, killed)):
        (tmp_path / str(number)).mkdir()
        notices, kept = check(files, files, tmp_path / str(number))
        assert not notices
        assert [each.id for each in kept] == [event(n).id for n in range(EVENTS)]
        assert files.readable(files) == {each.id for each in kept}


def test_a_zeroed_header_costs_nothing(closed: Files, tmp_path: Path) -> None:
    notices, kept = check(closed, Files(bytes(100) + closed.main[100:], b"", closed.learner), tmp_path)
    assert f"{EVENTS} events could be read and are kept" in notices[0]
    assert len(kept) == EVENTS
    assert {each.learner for each in kept} == {closed.learner}


def test_the_learner_stays_the_same(closed: Files, tmp_path: Path) -> None:
    path = Files(bytes(100) + closed.main[100:], b"", closed.learner).place(tmp_path)
    with opened(path, print) as log:
        assert log.learner == closed.learner


@settings(deadline=None, max_examples=40)
@given(st.floats(0, 1, exclude_max=True))
def test_a_truncated_file(closed: Files, tmp_path_factory: pytest.TempPathFactory, where: float) -> None:
    with fresh_folder(tmp_path_factory.getbasetemp()) as folder:
        damaged = Files(closed.main[: int(where * len(closed.main))], b"", closed.learner)
        notices, _ = check(closed, damaged, folder)
        assert len(notices) == 1


@settings(deadline=None, max_examples=40)
@given(st.floats(0, 1, exclude_max=True))
def test_a_truncated_journal_costs_its_end_alone(
    killed: Files, tmp_path_factory: pytest.TempPathFactory, where: float
) -> None:
    with fresh_folder(tmp_path_factory.getbasetemp()) as folder:
        cut = killed.journal[: int(where * len(killed.journal))]
        with opened(Files(killed.main, cut, killed.learner).place(folder)) as log:
            kept = ids(log)
        assert kept == [event(n).id for n in range(len(kept))]
        assert len(kept) >= EVENTS // 2


@pytest.mark.parametrize("page", range(8))
def test_a_garbled_page(closed: Files, tmp_path: Path, page: int) -> None:
    at = page * 4096
    assert at < len(closed.main)
    garbled = closed.main[:at] + b"\xa5" * 4096 + closed.main[at + 4096 :]
    notices, _ = check(closed, Files(garbled, b"", closed.learner), tmp_path)
    assert len(notices) == 1


@settings(deadline=None, max_examples=80)
@given(FLIPS)
def test_flipped_bytes_anywhere_in_the_file(
    closed: Files, tmp_path_factory: pytest.TempPathFactory, flips: list[tuple[float, int]]
) -> None:
    with fresh_folder(tmp_path_factory.getbasetemp()) as folder:
        damaged = Files(flipped(closed.main, flips), b"", closed.learner)
        try:
            check(closed, damaged, folder)
        except LogError as error:
            # Two bytes of the header can say that the file is of a later academy, or read-only.
            why, left = error.message, (folder / "log.db").read_bytes()
        else:
            return
        assert "later academy" in why or "read-only" in why
        assert left[100:] == damaged.main[100:]


@settings(deadline=None, max_examples=80)
@given(FLIPS)
def test_flipped_bytes_anywhere_in_the_journal(
    killed: Files, tmp_path_factory: pytest.TempPathFactory, flips: list[tuple[float, int]]
) -> None:
    with fresh_folder(tmp_path_factory.getbasetemp()) as folder:
        damaged = Files(killed.main, flipped(killed.journal, flips), killed.learner)
        check(killed, damaged, folder)


def test_a_schema_that_python_cannot_even_quote(closed: Files, tmp_path: Path) -> None:
    at = closed.main.index(b"CREATE TABLE event")
    damaged = closed.main[:at] + b"CREATE T\xccBLE" + closed.main[at + 12 :]
    notices, kept = check(closed, Files(damaged, b"", closed.learner), tmp_path)
    assert len(notices) == 1
    assert len(kept) == EVENTS


def test_what_was_never_a_log(tmp_path: Path) -> None:
    for number, content in enumerate((b"", b"dear diary, " * 1000, b"SQLite format 3\0" + bytes(5000))):
        folder = tmp_path / str(number)
        folder.mkdir()
        notices, kept = check(Files(b"", b"", ""), Files(content, b"", ""), folder)
        assert len(notices) == 1
        assert kept == []


def test_a_folder_in_the_place_of_the_log(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    path.mkdir()
    (path / "letter").write_text("mine")
    notices: list[str] = []
    with opened(path, notices.append) as log:
        log.append(event(1))
    assert len(notices) == 1
    (letter,) = tmp_path.glob("log.db.damaged-*/letter")
    assert letter.read_text() == "mine"


def test_a_lost_main_file_leaves_what_the_journal_holds(killed: Files, tmp_path: Path) -> None:
    killed.place(tmp_path).unlink()
    notices: list[str] = []
    with opened(tmp_path / "log.db", notices.append) as log:
        assert {event(n).id for n in range(EVENTS // 2, EVENTS)} <= set(ids(log))
    assert "its main file is gone" in notices[0]


def test_what_one_program_mends_another_goes_on_with(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    write(path, range(EVENTS)).close()
    notices: list[str] = []
    with opened(path) as log:
        with path.open("r+b") as file:
            file.write(bytes(100))
        with opened(path, notices.append):
            log.append(event(1_000))
        assert set(ids(log)) == {event(n).id for n in (*range(EVENTS), 1_000)}
    assert len(notices) == 1
    with opened(path) as log:
        assert len(log.events()) == EVENTS + 1
