"""`academy progress` as scripts and people use it: real processes, one folder of state."""

import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from academy.course import home
from academy.course.loader import load_course
from academy.progress.journal import Journal
from tests.cli.academy_process import academy, environment
from tests.log.making import event, opened

LESSON = QUIZ = "persistent-multi-turn-state"


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A folder of state in which the quiz of the first lesson was taken without a mistake."""
    found = load_course(home.shipped())
    assert found.course is not None
    with opened(tmp_path / "state" / "log.db") as log:
        journal = Journal(log, found.course, found.versions)
        journal.opened(LESSON)
        journal.reading(LESSON, found.course.lesson(LESSON).section[1].id)
        attempt = journal.start_attempt(QUIZ)
        while attempt.current is not None:
            attempt, _ = journal.answer(attempt, attempt.current.key)
        journal.finish(attempt)
    return tmp_path / "state"


def exported(state: Path) -> list[dict[str, Any]]:
    done = academy(state, "progress", "export")
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_show_as_json_before_and_after(state: Path, tmp_path: Path) -> None:
    done = academy(tmp_path / "new", "progress", "show", "--json")
    assert json.loads(done.stdout) == {
        "xp": 0,
        "level": 1,
        "streak": 0,
        "lessons": {LESSON: {"status": "new", "best": 0.0, "xp": 0}},
    }
    done = academy(state, "progress", "show", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {
        "xp": 300,
        "level": 2,
        "streak": 1,
        "lessons": {LESSON: {"status": "passed", "best": 1.0, "xp": 300}},
    }


def test_show_for_people(state: Path) -> None:
    section = load_course(home.shipped()).course.lesson(LESSON).section[1].id  # type: ignore[union-attr] # it loads
    done = academy(state, "progress", "show")
    assert done.stdout.splitlines() == [
        "Level 2, 300 XP; 300 more for level 3",
        "Streak: 1 day",
        "",
        "1. Persistent Multi-Turn State  passed, best 100 %, 300 XP",
        "",
        f"Continue: academy open {LESSON}#{section}",
    ]


def test_show_for_another_course(state: Path, tmp_path: Path) -> None:
    lessons = tmp_path / "mine" / "lessons"
    lessons.mkdir(parents=True)
    (tmp_path / "mine" / "quizzes").mkdir()
    (lessons / "course.toml").write_text('id = "mine"\ntitle = "Mine"\n')
    done = academy(state, "progress", "show", "--json", "--course", tmp_path / "mine")
    assert json.loads(done.stdout) == {"xp": 300, "level": 2, "streak": 1, "lessons": {}}
    done = academy(state, "progress", "show", "--course", tmp_path / "nowhere")
    assert done.returncode != 0
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_export_moves_everything_to_a_new_machine(state: Path, tmp_path: Path) -> None:
    before = academy(state, "progress", "export").stdout
    (tmp_path / "mine.jsonl").write_text(before)
    done = academy(tmp_path / "new", "progress", "import", tmp_path / "mine.jsonl")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"{len(before.splitlines())} read, {len(before.splitlines())} of them new\n"
    assert academy(tmp_path / "new", "progress", "export").stdout == before
    assert academy(tmp_path / "new", "progress", "show").stdout == academy(state, "progress", "show").stdout


def test_an_import_adds_what_is_new_and_nothing_twice(state: Path) -> None:
    before = exported(state)
    more = json.dumps({"id": "1", "at": "2026-05-11T10:15:00Z", "day": "2026-05-11", "learner": "x",
                       "course": "c", "kind": "k", "item": "i"})  # fmt: skip
    lines = "".join(f"{json.dumps(each)}\n" for each in before) + more
    for new in (1, 0):
        done = academy(state, "progress", "import", "-", "--json", stdin=lines)
        assert json.loads(done.stdout) == {"read": len(before) + 1, "new": new}
    after = exported(state)
    assert after[:-1] == before
    assert after[-1]["learner"] == before[0]["learner"]
    assert json.loads(academy(state, "progress", "show", "--json").stdout)["xp"] == 300


def test_a_bad_line_is_named_and_nothing_is_imported(tmp_path: Path) -> None:
    good = json.dumps({"id": "1", "at": "2026-05-11T10:15:00Z", "day": "2026-05-11", "learner": "x",
                       "course": "c", "kind": "k", "item": "i"})  # fmt: skip
    path = tmp_path / "bad.jsonl"
    path.write_text("\n".join([good, "{", good, *["[]"] * 20]))
    done = academy(tmp_path, "progress", "import", path)
    assert (done.returncode, done.stdout) == (1, "")
    said = done.stderr.splitlines()
    assert said[0].startswith(f"academy: {path}:2: not JSON")
    assert said[1] == f"{path}:4: not a JSON object"
    assert "and 11 more" in done.stderr
    assert "nothing was imported" in said[-1]
    assert exported(tmp_path) == []
    done = academy(tmp_path, "progress", "import", "-", stdin=b"\xff\xfe\n")
    assert (done.returncode, "-:1: not UTF-8" in done.stderr) == (1, True)


@pytest.mark.parametrize("name", ["nowhere.jsonl", "."])
def test_a_file_that_cannot_be_read_is_said(tmp_path: Path, name: str) -> None:
    done = academy(tmp_path, "progress", "import", tmp_path / name)
    assert done.returncode == 2
    assert "name a file that `progress export` wrote" in done.stderr


def test_reset_needs_a_terminal_or_a_yes(state: Path) -> None:
    before = exported(state)
    done = academy(state, "progress", "reset")
    assert (done.returncode, done.stdout) == (2, "")
    assert "add --yes" in done.stderr
    assert exported(state) == before


def test_reset_sets_aside_and_says_where(state: Path) -> None:
    before = exported(state)
    done = academy(state, "progress", "reset", "--yes")
    aside = Path(done.stdout.strip())
    assert done.returncode == 0
    assert aside.parent == state
    assert exported(state) == []
    done = academy(state, "progress", "reset", "--yes", "--json")
    assert json.loads(done.stdout) == {"set_aside": None}
    aside.rename(state / "log.db")
    assert exported(state) == before


def on_terminal(state: Path, words: Sequence[str], answer: str) -> str:
    """What a command says on a terminal where somebody types an answer."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "academy", *words],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment(state),
    ) as program:
        os.close(theirs)
        try:
            os.write(ours, answer.encode())
            said, _ = program.communicate(timeout=60)
        finally:
            os.close(ours)
    assert program.returncode == 0
    return said.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_reset_asks_on_a_terminal(state: Path) -> None:
    before = exported(state)
    for answer in ("\n", "n\n", "\x04"):
        assert "Nothing was changed." in on_terminal(state, ["progress", "reset"], answer)
    assert exported(state) == before
    assert "log.db.reset-" in on_terminal(state, ["progress", "reset"], "y\n")
    assert exported(state) == []


def test_path(state: Path) -> None:
    assert academy(state, "progress", "path").stdout == f"{state / 'log.db'}\n"
    done = academy(state, "progress", "path", "--json")
    assert json.loads(done.stdout) == {"home": str(state), "log": str(state / "log.db")}


@pytest.mark.parametrize("words", [[], ["sing"], ["import"], ["show", "extra"]])
def test_called_wrongly(tmp_path: Path, words: list[str]) -> None:
    done = academy(tmp_path, "progress", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_a_damaged_log_is_said_and_read(state: Path) -> None:
    before = exported(state)
    (state / "log.db").write_bytes(bytes(100) + (state / "log.db").read_bytes()[100:])
    done = academy(state, "progress", "export")
    assert (done.returncode, [json.loads(line) for line in done.stdout.splitlines()]) == (0, before)
    assert "set aside" in done.stderr


def test_a_home_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    done = academy(tmp_path / "file", "progress", "show")
    assert (done.returncode, done.stdout) == (3, "")
    assert "ACADEMY_HOME" in done.stderr
    assert "Traceback" not in done.stderr


def test_whoever_reads_an_export_may_stop_early(tmp_path: Path) -> None:
    with opened(tmp_path / "log.db") as log:
        log.append(*(event(n, data={"x": "y" * 1000}) for n in range(500)))
    with subprocess.Popen(
        [sys.executable, "-m", "academy", "progress", "export"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(tmp_path),
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.readline()
        program.stdout.close()
        assert program.stderr.read() == b""
    assert program.returncode == 128 + signal.SIGPIPE
