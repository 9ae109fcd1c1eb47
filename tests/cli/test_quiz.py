"""`academy quiz --plain` as scripts use it: real processes, answers through a pipe."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import test_whole_way
from tests.cli.academy_process import academy, environment
from tests.terminal import Terminal, needs_tmux

QUIZ = "persistent-multi-turn-state"
RIGHT = "2\n2\n4\n"

ALONE = """
id = "alone"
title = "Primes"
lesson = "elsewhere"
[[question]]
id = "primes"
kind = "multiple"
prompt = "Which are **prime**?"
explanation = "Two and three."
[[question.option]]
id = "two"
text = "2"
correct = true
feedback = "Yes."
[[question.option]]
id = "four"
text = "4"
correct = false
feedback = "Two times two."
[[question.option]]
id = "three"
text = "3"
correct = true
feedback = "Yes."
[[question]]
id = "one"
kind = "true-false"
prompt = "One is prime."
explanation = "It has one divisor."
[[question.option]]
id = "true"
text = "True"
correct = false
feedback = "No."
[[question.option]]
id = "false"
text = "False"
correct = true
feedback = "Yes."
"""


def last_line(done: subprocess.CompletedProcess[str]) -> str:
    return done.stdout.splitlines()[-1]


def test_three_right_answers_pay_the_base_and_the_bonus(tmp_path: Path) -> None:
    done = academy(tmp_path, "quiz", QUIZ, "--plain", stdin=RIGHT)
    assert (done.returncode, last_line(done)) == (0, "SCORE 3/3 +300 XP")
    assert "QUERY 1 // 3" in done.stdout
    assert "50 of the XP for a flawless first attempt." in done.stdout
    assert "Level 2 reached." in done.stdout


def test_a_retry_is_never_paid_twice(tmp_path: Path) -> None:
    first = academy(tmp_path, "quiz", QUIZ, "--plain", stdin="1\n2\n4\n")
    assert last_line(first) == "SCORE 2/3 +167 XP"
    assert "To read again:\nQUERY 1:" in first.stdout
    assert f"academy open {QUIZ}#what-it-is" in first.stderr
    again = academy(tmp_path, "quiz", QUIZ, "--plain", stdin="1\n1\n1\n")
    assert last_line(again).endswith("+0 XP")
    assert "XP is never paid twice" in again.stdout


def test_a_line_that_is_no_answer_asks_again(tmp_path: Path) -> None:
    noise = b"\n0\n5\n1,2\ntwo\n-1\n2.0\n\xff\xfe\n" + "²\n\uff12\n".encode()
    done = academy(tmp_path, "quiz", QUIZ, "--plain", stdin=noise + RIGHT.encode())
    assert (done.returncode, last_line(done)) == (0, "SCORE 3/3 +300 XP")
    assert done.stderr.count("That is no answer") == 10
    assert done.stdout.count("QUERY 1 // 3") == 1


def test_the_end_of_input_keeps_the_attempt_for_later(tmp_path: Path) -> None:
    begun = academy(tmp_path, "quiz", QUIZ, "--plain", stdin="2\n")
    assert begun.returncode == 0
    assert "SCORE" not in begun.stdout
    assert "1 of 3 answered" in begun.stderr
    later = academy(tmp_path, "quiz", QUIZ, "--plain", stdin="2\n4")
    assert "QUERY 1 // 3" not in later.stdout
    assert "1 of 3 answered already" in later.stderr
    assert last_line(later) == "SCORE 3/3 +300 XP"


def test_an_answer_whose_feedback_was_read_outlives_a_kill(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "academy", "quiz", QUIZ, "--plain"]
    for answered, answer in enumerate("22", 1):
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
            process.stdin.write(f"{answer}\n")
            process.stdin.flush()
            assert any("Right." in line for line in process.stdout)
            process.send_signal(signal.SIGKILL)
        exported = academy(tmp_path, "quiz", QUIZ, "--plain")
        assert f"{answered} of 3 answered already" in exported.stderr
    done = academy(tmp_path, "quiz", QUIZ, "--plain", stdin="4\n")
    assert last_line(done) == "SCORE 3/3 +300 XP"


@needs_tmux
def test_at_a_terminal_lines_are_prompted_for_and_both_ways_out_keep_the_attempt(tmp_path: Path) -> None:
    words = [*test_whole_way.ACADEMY, "quiz", QUIZ, "--plain"]
    with Terminal(tmp_path, test_whole_way.environment(tmp_path / "home"), columns=60, rows=40) as terminal:
        terminal.run(words)
        terminal.wait_for("Ctrl+d leaves", "QUERY 1 // 3", "Your answer:")
        terminal.press("2", "Enter")
        terminal.wait_for("QUERY 2 // 3", "Your answer:")
        terminal.press("C-c")
        assert "\nended-130" in terminal.wait_for("ended-130")
        terminal.run(words)
        terminal.wait_for("began: 1 of 3 answered\nalready.", "QUERY 2 // 3", "Your answer:")
        terminal.press("C-d")
        terminal.wait_for("Kept for later, 1 of 3 answered. The same command goes on\nfrom here.", "ended-0")
    done = academy(tmp_path / "home", "quiz", QUIZ, "--plain", stdin="2\n4\n")
    assert last_line(done) == "SCORE 3/3 +300 XP"


@needs_tmux
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_lone_file_on_the_screen_goes_on_after_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "alone.toml"
    path.write_text(ALONE)
    words = ["quiz", str(path)]
    with Terminal(tmp_path, test_whole_way.environment(tmp_path / "home"), columns=60, rows=20) as terminal:
        terminal.run([*test_whole_way.ACADEMY, *words])
        terminal.wait_for("QUERY 1 // 2", "pays no XP", "[ ANSWER ]")
        terminal.press("1", "3", "Enter")
        terminal.wait_for("RIGHT.", "[ GO ON ]")
        os.kill(terminal.program(), signal.SIGKILL)
    done = academy(tmp_path / "home", *words, "--plain", stdin="2\n")
    assert "1 of 2 answered already" in done.stderr
    assert last_line(done) == "SCORE 2/2 +0 XP"


def test_a_file_that_stands_alone_pays_nothing(tmp_path: Path) -> None:
    path = tmp_path / "alone.toml"
    path.write_text(ALONE)
    done = academy(tmp_path / "home", "quiz", path, "--plain", stdin="1,4\n1, 3\n1,2\n2\n")
    assert (done.returncode, last_line(done)) == (0, "SCORE 2/2 +0 XP")
    assert "Which are prime?" in done.stdout
    assert "pays no XP" in done.stdout


def test_part_of_the_points_is_shown_as_such(tmp_path: Path) -> None:
    path = tmp_path / "alone.toml"
    path.write_text(ALONE)
    done = academy(tmp_path / "home", "quiz", path, "--plain", stdin="3\n2\n")
    assert "Partly right: 0.5 of 1 point." in done.stdout
    assert "1. 2 (right, not chosen)" in done.stdout
    assert last_line(done) == "SCORE 1.5/2 +0 XP"


def test_the_file_of_a_course_is_that_course_s_quiz(tmp_path: Path) -> None:
    path = Path(__file__).parents[2] / "quizzes" / f"{QUIZ}.toml"
    done = academy(tmp_path, "quiz", path, "--plain", stdin=RIGHT)
    assert last_line(done) == "SCORE 3/3 +300 XP"
    assert last_line(academy(tmp_path, "quiz", QUIZ, "--plain", stdin=RIGHT)).endswith("+0 XP")


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("persistent-multi-turn", f"did you mean `{QUIZ}`?"),
        ("zzz", f"there are: {QUIZ}"),
        ("nowhere.toml", "is no file"),
    ],
)
def test_a_quiz_that_is_not_there_is_a_wrong_call(tmp_path: Path, wanted: str, said: str) -> None:
    done = academy(tmp_path, "quiz", wanted, "--plain")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_broken_file_is_shown_in_its_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(ALONE.replace("explanation", "explanatoin", 1))
    done = academy(tmp_path / "home", "quiz", path, "--plain")
    assert (done.returncode, done.stdout) == (1, "")
    assert "broken.toml:9:1" in done.stderr
    assert "academy check" in done.stderr


def test_a_log_that_cannot_be_written_is_an_environment_to_mend(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file, not a folder")
    done = academy(tmp_path / "home", "quiz", QUIZ, "--plain", stdin=RIGHT)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert "Right." not in done.stdout


def test_what_a_terminal_would_obey_never_reaches_it(tmp_path: Path) -> None:
    path = tmp_path / "alone.toml"
    path.write_text(ALONE.replace("One is prime", "One is\u202e prime"))
    done = academy(tmp_path / "home", "quiz", path, "--plain", stdin="1,3\n2\n", PYTHONIOENCODING="ascii")
    assert "\u202e" not in done.stdout
    assert last_line(done) == "SCORE 2/2 +0 XP"


def test_the_events_name_quiz_version_and_item(tmp_path: Path) -> None:
    academy(tmp_path, "quiz", QUIZ, "--plain", stdin=RIGHT)
    lines = academy(tmp_path, "progress", "export").stdout.splitlines()
    answers = [event for event in map(json.loads, lines) if event["kind"] == "answer"]
    assert [event["item"].partition("#")[0] for event in answers] == [QUIZ] * 3
    assert all(event["version"] and event["learner"] for event in answers)
