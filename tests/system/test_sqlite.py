"""Opening SQLite files: whoever comes first, however often, killed half-way or at once."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from academy.system.sqlite import TooNewError, open_database, transaction

MIGRATIONS = ("CREATE TABLE one (a);\nCREATE TABLE two (b)", "ALTER TABLE one ADD COLUMN c")
PROGRAM = """
import sys
from pathlib import Path
from academy.system.sqlite import open_database, transaction
print("ready", flush=True)
sys.stdin.readline()
for n in range(int(sys.argv[2])):
    connection = open_database(Path(sys.argv[1], str(n)), ("CREATE TABLE one (a)",), synchronous="NORMAL")
    with transaction(connection):
        connection.execute("INSERT INTO one VALUES (1)")
    connection.close()
"""
PROGRAMS = 4
FILES = 40


def opened(path: Path | None, migrations: tuple[str, ...] = MIGRATIONS) -> sqlite3.Connection:
    return open_database(path, migrations, synchronous="FULL")


def interrupted(connection: sqlite3.Connection) -> None:
    with transaction(connection):
        connection.execute("INSERT INTO two VALUES (2)")
        raise KeyboardInterrupt


def version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_makes_the_folder_and_brings_a_file_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "x.db"
    with closing(opened(path, MIGRATIONS[:1])) as connection:
        assert version(connection) == 1
        connection.execute("INSERT INTO one VALUES (7)")
    for _ in range(2):
        with closing(opened(path)) as connection:
            assert version(connection) == 2
            assert [tuple(row) for row in connection.execute("SELECT a, c FROM one")] == [(7, None)]


def test_is_durable_and_lets_readers_read() -> None:
    with closing(opened(None)) as connection:
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_a_migration_that_fails_leaves_nothing_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with pytest.raises(sqlite3.OperationalError):
        opened(path, ("CREATE TABLE one (a);\nCREATE TABLE one (a)",))
    with closing(opened(path)) as connection:
        assert version(connection) == 2


def test_a_file_from_the_future_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    opened(path).close()
    before = path.read_bytes()
    with pytest.raises(TooNewError, match="knows 1"):
        opened(path, MIGRATIONS[:1])
    assert path.read_bytes() == before


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.write_text("a letter to my grandmother, long enough to be taken for something else" * 20)
    with pytest.raises(sqlite3.DatabaseError):
        opened(path)


def test_a_transaction_commits_or_leaves_nothing(tmp_path: Path) -> None:
    with closing(opened(tmp_path / "x.db")) as connection:
        with transaction(connection):
            connection.execute("INSERT INTO two VALUES (1)")
        with pytest.raises(KeyboardInterrupt):
            interrupted(connection)
        assert not connection.in_transaction
        assert [row[0] for row in connection.execute("SELECT b FROM two")] == [1]


def test_programs_that_make_one_file_at_once_all_succeed(tmp_path: Path) -> None:
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(tmp_path), str(FILES)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(PROGRAMS)
    ]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    assert [program.communicate()[1] for program in programs] == [""] * PROGRAMS
    for n in range(FILES):
        with closing(opened(tmp_path / str(n), ("CREATE TABLE one (a)",))) as connection:
            assert connection.execute("SELECT count(*) FROM one").fetchone()[0] == PROGRAMS
