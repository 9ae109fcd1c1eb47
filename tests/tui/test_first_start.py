"""The start in a terminal: what it loads, where it refuses, and how signals end it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.academy_process import academy, environment
from tests.terminal import Terminal, needs_tmux
from tests.tui.hud_stage import two_lessons

ACADEMY = [sys.executable, "-m", "academy"]


def test_the_first_picture_waits_for_no_models(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "import academy.tui.app, academy.tui.launch, academy.tui.screens.hud\n"
        "from academy.tui.session import Session\n"
        "session = Session.open()\n"
        "assert session.outline.lessons and session.progress.level == 1\n"
        "print(*{name.split('.')[0] for name in sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment(tmp_path)
    )
    assert not {"pydantic", "openai", "starlette", "uvicorn", "markdown_it"} & set(done.stdout.split())


def test_without_a_terminal_it_says_so(tmp_path: Path) -> None:
    done = academy(tmp_path / "home")
    assert done.returncode == 3
    assert done.stdout == ""
    assert "needs a terminal" in done.stderr
    assert "--plain" in done.stderr
    assert not (tmp_path / "home").exists()


@needs_tmux
@pytest.mark.parametrize(("columns", "rows", "term"), [(59, 30, ""), (100, 19, ""), (100, 30, "dumb")])
def test_a_terminal_that_is_too_small_or_dumb_is_refused(
    tmp_path: Path, columns: int, rows: int, term: str
) -> None:
    env = {"ACADEMY_HOME": str(tmp_path / "home")} | ({"TERM": term} if term else {})
    with Terminal(tmp_path, env, columns=columns, rows=rows) as terminal:
        terminal.run(ACADEMY)
        screen = terminal.wait_for("ended-3", "--plain")
    assert "dumb" in screen if term else f"{columns} columns and {rows} rows" in " ".join(screen.split())


@needs_tmux
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_signals_end_it_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    root = two_lessons(tmp_path / "course")
    with Terminal(tmp_path, {"ACADEMY_HOME": str(tmp_path / "home")}) as terminal:
        terminal.run([*ACADEMY, "--course", str(root)])
        terminal.wait_for("BEGIN")
        os.kill(terminal.program(), number)
        screen = terminal.wait_for(f"ended-{128 + number}")
    assert "Traceback" not in screen


@needs_tmux
def test_control_c_says_how_to_quit_and_control_q_quits(tmp_path: Path) -> None:
    with Terminal(tmp_path, {"ACADEMY_HOME": str(tmp_path / "home")}) as terminal:
        terminal.run(ACADEMY)
        terminal.wait_for("BASE XP", "BEGIN")
        terminal.press("C-c")
        terminal.wait_for("ctrl+q")
        terminal.press("C-q")
        terminal.wait_for("ended-0")


@needs_tmux
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs Linux: a folder that refuses even root")
def test_a_home_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    with Terminal(tmp_path, {"ACADEMY_HOME": "/proc/academy"}) as terminal:
        terminal.run(ACADEMY)
        screen = terminal.wait_for("ended-3")
    assert "cannot use /proc/academy" in screen
    assert "Traceback" not in screen


@needs_tmux
def test_a_home_that_is_a_file_is_a_sentence(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("")
    with Terminal(tmp_path, {"ACADEMY_HOME": str(home)}) as terminal:
        terminal.run(ACADEMY)
        screen = terminal.wait_for("ended-3")
    assert "academy: " in screen
    assert "Traceback" not in screen
