"""The whole program killed at random moments: what the screen had shown is there, and nothing runs on."""

import os
import random
import re
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from academy.log.store import EventLog
from academy.progress.facts import ANSWERED
from academy.sandbox import Sandbox
from academy.system.processes import descendants
from tests.terminal import Terminal, needs_tmux
from tests.test_whole_way import ACADEMY, environment

LESSON = "persistent-multi-turn-state"
KILLS = 10
SECONDS = 30.0
STORED = re.compile(r"\bresp_[0-9a-f]{40,}")
ANSWERED_HERE = re.compile(r"QUERY (\d) // 3[\s\S]*your answer")

pytestmark = [needs_tmux, pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")]


def running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def until_gone(pids: list[int]) -> list[int]:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        left = [pid for pid in pids if running(pid)]
        if not left:
            return []
        time.sleep(0.02)
    return left


class Killer(threading.Thread):
    """Kills a program after a while, and knows the whole tree that it had then."""

    def __init__(self, pid: int, after: float) -> None:
        super().__init__()
        self.pid, self.after = pid, after
        self.tree: list[int] = []

    def run(self) -> None:
        time.sleep(self.after)
        self.tree = descendants(self.pid)
        os.kill(self.pid, signal.SIGKILL)


def typed(terminal: Terminal, pid: int, keys: tuple[str, ...]) -> set[str]:
    """Press keys over and over until the program is gone; all that was read from the screen, the last of it too."""
    seen: set[str] = set()
    while running(pid):
        for key in keys:
            seen.add(terminal.screen())
            terminal.press(key)
    return {*seen, terminal.screen()}


def test_ten_kills_lose_nothing_that_was_seen(tmp_path: Path) -> None:
    home = tmp_path / "home"
    rng = random.Random(20261125)
    quiz = ([*ACADEMY, "quiz", LESSON], ("1", "Enter", "Enter", "a"))
    lesson = ([*ACADEMY, "open", LESSON, "--section", "usage-patterns"], ("d",))
    answers, responses = 0, set[str]()
    for kill in range(KILLS):
        command, keys = quiz if kill % 2 else lesson
        with Terminal(tmp_path, environment(home), columns=120, rows=50) as terminal:
            terminal.run(command)
            terminal.wait_for("[ ABORT TO HUD ]")
            killer = Killer(terminal.program(), after=rng.uniform(0.2, 4.0))
            killer.start()
            seen = typed(terminal, killer.pid, keys)
            killer.join()
        assert until_gone(killer.tree) == []
        responses |= {found for screen in seen for found in STORED.findall(screen)}
        shown_feedback = {match[1] for screen in seen if (match := ANSWERED_HERE.search(screen))}
        log = EventLog.open(home / "log.db", pytest.fail)
        now = sum(event.kind == ANSWERED for event in log.events())
        log.close()
        assert now - answers >= len(shown_feedback)
        answers = now
    assert answers, "no answer was ever taken: the test killed too early"
    assert responses, "no response was ever shown: the test killed too early"
    with Sandbox(home / "sandbox.db") as sandbox:
        assert responses <= {response.id for response in sandbox.state(limit=10_000).responses}
