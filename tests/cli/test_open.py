"""`academy open --plain` as people with a screen reader and scripts use it: real processes."""

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.academy_process import academy, environment

LESSON = "persistent-multi-turn-state"
COURSE = Path(__file__).parents[2]


def events(home: Path) -> list[tuple[str, str]]:
    lines = academy(home, "progress", "export").stdout.splitlines()
    return [(event["kind"], event["item"]) for event in map(json.loads, lines)]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    root = tmp_path / "course"
    for folder in ("lessons", "quizzes"):
        shutil.copytree(COURSE / folder, root / folder)
    return root


def test_a_lesson_is_read_section_by_section_and_goes_on_where_it_was_left(tmp_path: Path) -> None:
    first = academy(tmp_path, "open", LESSON, "--plain", stdin="\n\n")
    assert first.returncode == 0
    assert "SEQ. 1: Persistent Multi-Turn State" in first.stdout
    assert "15 min, 250 BASE XP" in first.stdout
    assert "Section 3 of 9" in first.stdout
    assert "The same command goes on from here." in first.stderr
    again = academy(tmp_path, "open", LESSON, "--plain")
    assert "Section 3 of 9" in again.stdout
    assert "Section 1 of 9" not in again.stdout
    read = [item for kind, item in events(tmp_path) if kind == "section-read"]
    assert read[:2] == [f"{LESSON}#what-it-is", f"{LESSON}#why-it-exists"]


def test_field_checks_say_verdict_fact_source_and_date(tmp_path: Path) -> None:
    done = academy(tmp_path, "open", f"{LESSON}#why-it-exists", "--plain")
    assert "FIELD CHECK: Server-side state eliminates context truncation bugs." in done.stdout
    assert "FALSE." in done.stdout
    assert ", verified 2026-" in done.stdout
    assert "Evidence: a proof that runs against the SDK" in done.stdout


def test_the_four_chained_demos_run_in_one_interpreter(tmp_path: Path) -> None:
    typed = "d\nd\nd\nd\nl\ns\nw\nq\n"
    done = academy(tmp_path, "open", LESSON, "--section", "usage-patterns", "--plain", stdin=typed)
    assert done.returncode == 0
    assert done.stdout.count("As expected") == 4
    assert done.stdout.count("The model is simulated") == 1
    assert "turn 1:" in done.stdout
    assert "as the sandbox holds it" in done.stdout
    assert "POST /v1/responses -> 200" in done.stdout
    ran = [item for kind, item in events(tmp_path) if kind == "demo-run"]
    assert len(ran) == 4


def test_a_demo_that_continues_others_runs_them_first(tmp_path: Path) -> None:
    done = academy(tmp_path, "open", f"{LESSON}#usage-patterns", "--plain", stdin="d 2\nr\nd 2\n")
    assert done.stdout.count("Running: ") == 4
    assert done.stdout.count("As expected") == 4


def test_the_verification_follows_the_lesson(tmp_path: Path) -> None:
    done = academy(tmp_path, "open", LESSON, "--plain", stdin="v\n2\n2\n4\nb\nq\n")
    assert done.returncode == 0
    assert "SCORE 3/3 +300 XP" in done.stdout
    assert "XP earned" in academy(tmp_path, "open", LESSON, "--plain").stdout


def test_input_that_ends_in_the_verification_keeps_it_for_later(tmp_path: Path) -> None:
    academy(tmp_path, "open", LESSON, "--plain", stdin="v\n2\n")
    later = academy(tmp_path, "quiz", LESSON, "--plain", stdin="2\n4\n")
    assert later.stdout.endswith("SCORE 3/3 +300 XP\n")


def test_what_is_typed_is_explained_where_it_is_not_understood(tmp_path: Path) -> None:
    done = academy(tmp_path, "open", LESSON, "--plain", stdin="b\n99\nd 9\nw\nwhat\nt\nh\nj\n")
    assert done.returncode == 0
    assert "The sections go from 1 to 9." in done.stderr
    assert "There is no demo `9` here." in done.stderr
    assert "Nothing has run yet." in done.stderr
    assert "`what` is nothing I know." in done.stderr
    assert "1. What is the Conversations API? (you are here)" in done.stdout
    assert "q       quit" in done.stdout


def test_the_sections_end_with_a_pointer_to_the_verification(tmp_path: Path) -> None:
    done = academy(tmp_path, "open", LESSON, "--plain", stdin="9\n\n")
    assert "Related:" in done.stdout
    assert "v takes the verification" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["persistent-multi-turn"], f"did you mean `{LESSON}`?"),
        ([f"{LESSON}#why-it-exist"], "did you mean `why-it-exists`?"),
        ([LESSON, "--section", "zzz"], "there are: what-it-is"),
    ],
)
def test_a_name_that_is_not_there_is_a_wrong_call(tmp_path: Path, words: list[str], said: str) -> None:
    done = academy(tmp_path, "open", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_without_a_terminal_the_plain_command_is_named(tmp_path: Path) -> None:
    for command in ("open", "quiz"):
        done = academy(tmp_path, command, LESSON)
        assert done.returncode == 3
        assert f"academy {command} {LESSON} --plain" in done.stderr


def test_a_stranger_s_demos_are_asked_for_once_a_folder(tmp_path: Path, course: Path) -> None:
    home = tmp_path / "home"
    words: list[str | Path] = ["open", LESSON, "--plain", "--course", course]
    refused = academy(home, *words, stdin="d\nn\nq\n")
    assert "Nothing was run." in refused.stderr
    assert "Running" not in refused.stdout
    agreed = academy(home, *words, stdin="d\ny\nq\n")
    assert "As expected" in agreed.stdout
    again = academy(home, *words, stdin="d\nq\n")
    assert "As expected" in again.stdout


def test_a_demo_s_output_cannot_command_the_terminal(tmp_path: Path, course: Path) -> None:
    path = next((course / "lessons").glob("01*.toml"))
    text = path.read_text().replace(
        "print(answer.output_text)", 'print("\\\\x1b]0;owned\\\\x07\\\\x9b2J")', 1
    )
    path.write_text(text)
    done = academy(tmp_path / "home", "open", LESSON, "--plain", "--course", course, stdin="d\ny\n")
    assert "owned" in done.stdout
    assert not {"\x1b", "\x07", "\x9b"} & set(done.stdout)


def test_a_verdict_that_was_read_is_in_the_log_after_a_kill(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "academy", "open", LESSON, "--plain"]
    with subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment(tmp_path),
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("d\n")
        process.stdin.flush()
        assert any("As expected" in line for line in process.stdout)
        process.send_signal(signal.SIGKILL)
    assert "demo-run" in dict(events(tmp_path))


def test_somebody_who_types_is_prompted_and_ctrl_d_ends_it(tmp_path: Path) -> None:
    controller, terminal = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "academy", "open", LESSON, "--plain"],
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(tmp_path),
    ) as process:
        os.close(terminal)
        os.write(controller, b"\n\x04")
        out, err = process.communicate(timeout=60)
    os.close(controller)
    assert process.returncode == 0
    assert "Section 2 of 9" in out
    assert "[2/9] enter next, d run a demo, h help, q quit:" in err


def test_ctrl_c_stops_the_demo_and_not_the_lesson(tmp_path: Path, course: Path) -> None:
    path = next((course / "lessons").glob("01*.toml"))
    endless = "print('begun', flush=True)\nwhile True: pass"
    path.write_text(path.read_text().replace("print(answer.output_text)", endless, 1))
    with subprocess.Popen(
        [sys.executable, "-m", "academy", "open", LESSON, "--plain", "--course", str(course)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment(tmp_path / "home"),
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("d\ny\n")
        process.stdin.flush()
        assert any(line == "begun\n" for line in process.stdout)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate("t\n", timeout=60)
    assert process.returncode == 0
    assert "You stopped it." in out
    assert "(you are here)" in out
