"""Locks between programs: shared by many, held by one, gone with their holder."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from academy.system.locking import FileLock, LockedError

HOLDER = """
import sys
from pathlib import Path
from academy.system.locking import FileLock
lock = FileLock(Path(sys.argv[1]))
with lock.alone():
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_many_share_but_one_is_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    with closing(FileLock(path, 0.05)) as first, closing(FileLock(path, 0.05)) as second:
        with first.shared(), second.shared():
            pass
        with first.shared(), pytest.raises(LockedError), second.alone():
            pass
        with first.alone(), pytest.raises(LockedError), second.shared():
            pass
        with second.alone():
            pass


def test_an_error_inside_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    with closing(FileLock(path)) as first, closing(FileLock(path)) as second:
        with pytest.raises(KeyError), first.alone():
            raise KeyError
        with second.alone():
            pass


def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        holder.kill()
        with closing(FileLock(path)) as lock, lock.alone():
            pass


def test_a_folder_that_is_not_there_is_an_oserror(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        FileLock(tmp_path / "nowhere" / "x.lock")
