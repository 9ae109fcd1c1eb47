"""The command line itself: what it says, what it ends with, whatever it is given."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from academy import __version__
from academy.cli.main import COMMANDS, main
from tests.cli.academy_process import academy

VALID = str(Path(__file__).parents[1] / "course" / "valid")


def ended(words: list[str]) -> int | str | None:
    """The status of a command line in this process; argparse ends it by raising."""
    try:
        return main(words)
    except SystemExit as end:
        return end.code


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended([command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"usage: academy {command}")
    assert "--debug" in shown


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(["--help"]) == 0
    shown = capsys.readouterr().out
    for name, text in COMMANDS.items():
        assert name in shown
        assert text in shown
    assert "--course DIR" in shown


def test_an_unknown_command_is_answered_with_the_one_that_was_meant(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert ended(["chekc"]) == 2
    assert "did you mean `academy check`?" in capsys.readouterr().err
    assert ended(["xyzzy\x1b[2J"]) == 2
    said = capsys.readouterr().err
    assert "there are: open, quiz" in said
    assert "\x1b" not in said


@pytest.mark.parametrize("command", ["open", "quiz", "demo"])
@pytest.mark.parametrize("form", [["--course", VALID], [f"--course={VALID}"]])
def test_a_course_may_be_named_before_or_after_the_command(
    command: str, form: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for words in ([*form, command, "nothing-such"], [command, "nothing-such", *form]):
        assert ended(words) == 2
        said.append(capsys.readouterr().err)
    assert said[0] == said[1]
    assert "nothing-such" in said[0]
    assert "first-steps" in said[0]  # what there is in that course


def test_progress_too_takes_a_course_on_either_side(tmp_path: Path) -> None:
    before = academy(tmp_path, "--course", VALID, "progress", "show")
    after = academy(tmp_path, "progress", "show", "--course", VALID)
    assert before.returncode == after.returncode == 0
    assert before.stdout == after.stdout
    assert "First steps" in before.stdout


def test_a_folder_may_have_the_name_of_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(["--course", "demo", "quiz", "first-steps"]) == 1
    assert "demo:1:1: not-found: there is no such folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["--nonsense"], ["check", "--jso"], ["doctor", "more"], ["check", "--schema", "x"]]
)
def test_a_wrong_call_ends_with_2_and_the_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(words) == 2
    assert capsys.readouterr().err.startswith("usage: academy")


def test_debug_shows_where_and_nothing_else_does(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(["check", "--schema", "quiz", VALID]) == 2
    said = capsys.readouterr().err
    assert "Traceback" not in said
    for words in (
        ["--debug", "check", "--schema", "quiz", VALID],
        ["check", "--schema", "quiz", VALID, "--debug"],
    ):
        assert ended(words) == 2
        shown = capsys.readouterr().err
        assert "Traceback" in shown
        assert shown.endswith(said)


def start(*words: str, stdout: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "academy", *words]
    return subprocess.Popen(command, stdout=stdout, stderr=subprocess.PIPE, text=True)


def test_it_runs_as_a_module() -> None:
    with start("--version", stdout=subprocess.PIPE) as process:
        out, _ = process.communicate(timeout=60)
    assert out.split() == ["academy", __version__]
    assert process.returncode == 0


def test_a_reader_that_leaves_early_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with start("check", "--schema", "lesson", stdout=writing) as process:
        os.close(writing)
        _, said = process.communicate(timeout=60)
    assert said == ""
    assert process.returncode == 141


def test_output_that_is_closed_is_no_error() -> None:
    command = f"'{sys.executable}' -m academy check '{VALID}' >&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True)
    assert done.stderr == "4 files checked, nothing to mend\n"
    assert done.returncode == 0


def test_ctrl_c_ends_with_130_and_no_traceback(tmp_path: Path) -> None:
    # What is imported comes from a pipe that stays open; Ctrl-C comes once the pipe was read from.
    pipe = tmp_path / "events"
    os.mkfifo(pipe)
    with start("progress", "import", str(pipe), stdout=subprocess.PIPE) as process, pipe.open("w"):
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert said == ""
    assert process.returncode == 130
