"""What a learner does on the first day, by keys alone, in a real terminal, with real processes."""

import os
import sys
from pathlib import Path

from tests.terminal import Terminal, needs_tmux

pytestmark = needs_tmux
ACADEMY = [sys.executable, "-m", "academy"]


def environment(home: Path) -> dict[str, str]:
    keep = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG", "LC_ALL", "HOME"}}
    return {**keep, "ACADEMY_HOME": str(home), "TERM": "tmux-256color", "COLORTERM": "truecolor"}


def test_hud_lesson_demos_quiz_xp_quit_and_all_is_still_there(tmp_path: Path) -> None:
    with Terminal(tmp_path, environment(tmp_path / "home"), columns=120, rows=50) as terminal:
        terminal.run(ACADEMY)
        terminal.wait_for("SEQ. 1", "NEW", "0 XP")
        terminal.press("Enter")
        terminal.wait_for("[ ABORT TO HUD ]", "What is the Conversations API?")
        for title in ("Why it exists", "Relationship to the Responses API", "API usage patterns"):
            terminal.press("n")
            terminal.wait_for(title)
        terminal.press("d")
        terminal.wait_for("Happy to help")
        for printed in ("input tokens: 34 -> 95", "after: resp_", "404 Response with id"):
            terminal.press("Tab", "d")
            terminal.wait_for(printed)
        terminal.press("v")
        for number, key in enumerate(("2", "2", "4"), 1):
            terminal.wait_for(f"QUERY {number} // 3")
            terminal.press(key, "Enter")
            terminal.wait_for("Right.")
            terminal.press("Enter")
        terminal.wait_for("+300 XP")
        terminal.press("Escape")
        terminal.wait_for("PASSED", "LEVEL 2", "300 XP")
        terminal.press("C-q")
        terminal.wait_for("ended-0")
        terminal.run(ACADEMY)
        screen = terminal.wait_for("PASSED", "LEVEL 2", "300 XP", "CONTINUE")
        assert "API usage patterns" in screen
        terminal.press("c")
        terminal.wait_for("API usage patterns", "1. Start")
        terminal.press("C-q")
        terminal.wait_for("ended-0")
