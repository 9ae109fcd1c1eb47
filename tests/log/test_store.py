"""The log as everybody uses it: durable, appended once, shared by threads and programs."""

import sqlite3
import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.log.error import LogError
from academy.log.event import Event
from academy.log.store import EventLog
from tests.log.making import event, ids, opened


def test_what_was_appended_is_there_after_closing(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "log.db"
    with opened(path) as log:
        learner = log.learner
        log.append(event(1), event(2))
        log.append(event(3))
    with opened(path) as log:
        assert log.events() == (event(1), event(2), event(3))
        assert log.learner == learner
    log.close()


def test_an_event_is_there_once_however_often_it_comes(tmp_path: Path) -> None:
    with opened(tmp_path / "log.db") as log:
        log.append(event(1), event(1))
        before = log.events()
        log.append(event(1))
        assert log.events() is before
        assert ids(log) == [event(1).id]


def test_all_or_none(tmp_path: Path) -> None:
    with opened(tmp_path / "log.db") as log:
        with pytest.raises(ValueError, match="kind is empty"):
            log.append(event(1), replace(event(2), kind=""))
        with pytest.raises(ValueError, match="kind is empty"):
            log.absorb([event(1), replace(event(2), kind="")])
        assert log.events() == ()


def test_nobody_writes_between_looking_and_deciding(tmp_path: Path) -> None:
    path, seen = tmp_path / "log.db", []

    def decide(events: Sequence[Event]) -> tuple[int, Sequence[Event]]:
        seen.append(len(events))
        return len(events), [event(len(events))]

    def work() -> None:
        with opened(path) as log:
            for _ in range(20):
                log.append_with(decide)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == list(range(80))


def test_a_decision_that_fails_writes_nothing(tmp_path: Path) -> None:
    def fail(events: Sequence[Event]) -> tuple[None, Sequence[Event]]:
        raise KeyError("no such quiz")

    with opened(tmp_path / "log.db") as log:
        with pytest.raises(KeyError):
            log.append_with(fail)
        log.append(event(1))
        assert ids(log) == [event(1).id]


def test_threads_share_one_log(tmp_path: Path) -> None:
    with opened(tmp_path / "log.db") as log:

        def work(first: int) -> None:
            for n in range(first, first + 25):
                log.append(event(n))

        threads = [threading.Thread(target=work, args=[first]) for first in (0, 25, 50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(ids(log)) == {event(n).id for n in range(75)}


@given(st.lists(st.integers(0, 9), min_size=1, max_size=8))
def test_times_follow_the_order_of_writing_when_the_clock_is_put_back(
    tmp_path_factory: pytest.TempPathFactory, minutes: list[int]
) -> None:
    with opened(tmp_path_factory.mktemp("log") / "log.db") as log:
        for number, minute in enumerate(minutes):
            log.append(replace(event(minute), id=str(number)))
        assert ids(log) == [str(number) for number in range(len(minutes))]
        times = [each.at for each in log.events()]
        assert times == sorted(set(times))
        assert times[0] == event(minutes[0]).at
        assert [each.day for each in log.events()] == [event(minute).day for minute in minutes]


def test_the_end_of_time_stops_nobody(tmp_path: Path) -> None:
    with opened(tmp_path / "log.db") as log:
        log.append(replace(event(1), at="9999-12-31T23:59:59.999999Z"))
        log.append(event(2))
        assert len(log.events()) == 2


def test_another_program_is_heard_at_once(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    with opened(path) as mine, opened(path) as other:
        other.append(event(1))
        assert ids(mine) == [event(1).id]
        mine.append(event(2))
        assert ids(other) == [event(1).id, event(2).id]
        assert mine.learner == other.learner


def test_events_of_another_log_become_this_learners_and_keep_their_times(tmp_path: Path) -> None:
    with opened(tmp_path / "log.db") as log:
        log.append(event(5, learner="me"))
        assert log.absorb([event(1), event(2), event(1), event(5)]) == 2
        assert log.absorb([event(1), event(2)]) == 0
        assert [each.at for each in log.events()] == [event(n).at for n in (5, 1, 2)]
        assert {each.learner for each in log.events()[1:]} == {log.learner}
        log.append(event(3))
        assert log.events()[-1].at > event(5).at


def test_an_empty_log_takes_on_the_learner(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    with opened(path) as log, opened(path) as other:
        assert log.absorb([]) == 0
        assert log.learner != "someone"
        assert log.absorb([event(1), event(2, learner="else")]) == 2
        assert {each.learner for each in log.events()} == {"someone"} == {log.learner}
        other.events()
        assert other.learner == "someone"


def test_set_aside_begins_anew_for_everybody_and_keeps_the_old(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    with opened(path) as log, opened(path) as other:
        assert log.set_aside() is None
        log.append(event(1))
        other.append(event(2))
        aside = log.set_aside()
        assert aside is not None
        other.append(event(3))
        assert ids(log) == ids(other) == [event(3).id]
        log.append(event(4))
        again = other.set_aside()
        assert again is not None
        assert again != aside
        assert log.events() == ()
    aside.rename(path)
    with opened(path) as log:
        assert ids(log) == [event(1).id, event(2).id]


def test_set_aside_keeps_what_a_strange_reader_holds_back(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    with opened(path) as log, closing(sqlite3.connect(path, isolation_level=None)) as stranger:
        log.append(event(1))
        stranger.execute("BEGIN")
        assert stranger.execute("SELECT count(*) FROM event").fetchone() == (1,)
        log.append(event(2))
        aside = log.set_aside()
        assert aside is not None
        assert log.events() == ()
    with closing(sqlite3.connect(aside)) as connection:
        assert connection.execute("SELECT count(*) FROM event").fetchone() == (2,)


def test_a_closed_log_says_so(tmp_path: Path) -> None:
    with opened(tmp_path / "log.db") as log:
        pass
    with pytest.raises(LogError, match="closed"):
        log.append(event(1))


def test_a_log_of_a_later_academy_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    with opened(path) as log:
        log.append(event(1))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(LogError, match="later academy"):
        EventLog.open(path, print)
    assert path.read_bytes() == before


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("not a folder")
    with pytest.raises(LogError, match="ACADEMY_HOME") as caught:
        EventLog.open(tmp_path / "home" / "log.db", print)
    assert "home" in caught.value.message


def test_a_program_that_keeps_the_file_locked_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.db"
    monkeypatch.setattr("academy.system.sqlite.BUSY_SECONDS", 0.05)
    with opened(path) as log, closing(sqlite3.connect(path, isolation_level=None)) as rude:
        log.append(event(1))
        rude.execute("BEGIN IMMEDIATE")
        with pytest.raises(LogError, match="locked"):
            log.append(event(2))
        rude.execute("ROLLBACK")
        log.append(event(2))
        assert ids(log) == [event(1).id, event(2).id]


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    path = tmp_path / "log.db"
    with opened(path) as log:
        log.append(event(1))
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 60_000, limits[1]))
        try:
            with pytest.raises(LogError, match="disk"):
                log.append(event(2, data={"x": "y" * 200_000}))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert ids(log) == [event(1).id]
        log.append(event(3))
    with opened(path) as log:
        assert ids(log) == [event(1).id, event(3).id]
