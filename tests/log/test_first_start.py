"""A start that makes or mends the log is killed before each of its file operations; the next one goes on."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from tests.log.making import event, ids, opened

# Python tells its audit hooks of every opening, renaming and removing just before it happens.
DOOMED = """
import os, signal, sys
from pathlib import Path
from academy.log.store import EventLog

folder, moment = sys.argv[1], int(sys.argv[2])
seen = 0

def watch(what, args):
    global seen
    if any(folder in os.fsdecode(each) for each in args if isinstance(each, (str, bytes, os.PathLike))):
        seen += 1
        if seen == moment:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(watch)
EventLog.open(Path(folder, "log.db"), print).close()
"""
EVENTS = 20


def kill_everywhere(parent: Path, damaged: bytes | None = None) -> Iterator[Path]:
    """A folder for each file operation of a start, which was killed before it."""
    for moment in count(1):
        folder = parent / f"killed-{moment}"
        folder.mkdir()
        if damaged is not None:
            (folder / "log.db").write_bytes(damaged)
        done = subprocess.run(
            [sys.executable, "-c", DOOMED, str(folder), str(moment)], capture_output=True, check=False
        )
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr.decode()
        yield folder
    assert moment > 5


def test_a_first_start_may_be_killed_anywhere(tmp_path: Path) -> None:
    for folder in kill_everywhere(tmp_path):
        with opened(folder / "log.db") as log:
            log.append(event(1))
            learner = log.learner
        with opened(folder / "log.db") as log:
            assert ids(log) == [event(1).id]
            assert log.learner == learner


def test_mending_may_be_killed_anywhere(tmp_path: Path) -> None:
    with opened(tmp_path / "log.db") as log:
        log.append(*(event(n, learner=log.learner) for n in range(EVENTS)))
        learner = log.learner
    damaged = bytes(100) + (tmp_path / "log.db").read_bytes()[100:]
    for folder in kill_everywhere(tmp_path, damaged):
        with opened(folder / "log.db", print) as log:
            assert ids(log) == [event(n).id for n in range(EVENTS)]
            assert log.learner == learner
        assert damaged in [each.read_bytes() for each in folder.glob("log.db.damaged-*")]
        with opened(folder / "log.db") as log:
            assert len(log.events()) == EVENTS


def test_two_first_starts_at_once_make_one_log(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from academy.log.store import EventLog\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "log = EventLog.open(Path(sys.argv[1]), print); print(log.learner); log.close()"
    )
    for number in range(3):
        path = tmp_path / str(number) / "log.db"
        programs = [
            subprocess.Popen(
                [sys.executable, "-c", program, os.fspath(path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(4)
        ]
        for each in programs:
            assert each.stdout is not None
            assert each.stdout.readline() == "ready\n"
        for each in programs:
            assert each.stdin is not None
            each.stdin.write("go\n")
            each.stdin.flush()
        said = {each.communicate()[0] for each in programs}
        with opened(path) as log:
            assert said == {f"{log.learner}\n"}
