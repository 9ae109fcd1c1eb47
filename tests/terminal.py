"""A real terminal for tests: the program runs in tmux, keys are typed, the screen is read."""

import os
import shutil
import subprocess
import time
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

SECONDS = 60.0

needs_tmux = pytest.mark.skipif(
    shutil.which("tmux") is None and os.environ.get("CI") != "true",
    reason="tmux is not here; get it with your system's packages, for instance: apt install tmux",
)


class Terminal:
    """A tmux server of our own with one window; everything ends with the `with` block."""

    def __init__(self, folder: Path, env: Mapping[str, str], *, columns: int = 100, rows: int = 32) -> None:
        self._socket = f"academy-{uuid.uuid4().hex[:8]}"
        self._env = dict(env)
        self._folder = folder
        self._size = (columns, rows)

    def __enter__(self) -> Self:
        columns, rows = self._size
        self._tmux(
            "new-session", "-d", "-s", "t", "-x", str(columns), "-y", str(rows), "-c", str(self._folder), "sh"
        )
        # With no terminal on its own standard input, tmux makes the window of its default size.
        self._tmux("resize-window", "-t", "t", "-x", str(columns), "-y", str(rows))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tmux("kill-server", check=False)

    def run(self, command: Sequence[str]) -> None:
        """Start a command as if typed, with our environment."""
        # Not the size that pytest has put into our environment: the window has its own.
        clean = ["env", "-u", "COLUMNS", "-u", "LINES", *(f"{k}={v}" for k, v in self._env.items())]
        words = " ".join(f"'{word}'" for word in [*clean, *command])
        self._tmux("send-keys", "-t", "t", "-l", f"clear; {words}; echo ended-$?")
        self.press("Enter")

    def program(self) -> int:
        """The process id of what runs in the window, on Linux."""
        shell = self._tmux("display-message", "-p", "-t", "t", "#{pane_pid}").strip()
        children = Path(f"/proc/{shell}/task/{shell}/children")
        return int(children.read_text().split()[0])

    def press(self, *keys: str) -> None:
        """Type keys by their tmux names."""
        self._tmux("send-keys", "-t", "t", *keys)

    def screen(self) -> str:
        """What is on the screen now."""
        return self._tmux("capture-pane", "-p", "-t", "t")

    def wait_for(self, *texts: str) -> str:
        """The screen once it shows all of the texts; fails with the last screen otherwise."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            screen = self.screen()
            if all(text in screen for text in texts):
                return screen
            time.sleep(0.02)
        missing = [text for text in texts if text not in self.screen()]
        pytest.fail(f"never on screen: {missing}\n{self.screen()}")

    def _tmux(self, *words: str, check: bool = True) -> str:
        done = subprocess.run(
            ["tmux", "-L", self._socket, "-f", "/dev/null", *words],
            capture_output=True,
            text=True,
            check=False,
        )
        if check and done.returncode:
            pytest.fail(f"tmux {words[0]}: {done.stderr}")
        return done.stdout
