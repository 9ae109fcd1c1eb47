"""How long a terminal program takes to show a text: a real pseudo-terminal, read as fast as it is written."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence

_CONTROL = re.compile(
    rb"\x1b(?:\[[0-9;?<>=:]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_].*?\x1b\\|[@-Z\\-_])"
)
SECONDS = 30.0


class NeverShownError(Exception):
    """The text did not come within the limit; carries the last of what did."""


class Screen:
    """A program on a pseudo-terminal; its output is searched without its control sequences."""

    def __init__(
        self, command: Sequence[str], env: Mapping[str, str], *, columns: int = 100, rows: int = 30
    ) -> None:
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execvpe(command[0], list(command), dict(env))
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._seen = b""

    def wait_for(self, text: str, since: float | None = None) -> float:
        """Seconds from `since` (the start) until `text` was written; then forgets what came so far."""
        since = self.started if since is None else since
        wanted = re.compile(text.encode())
        while time.perf_counter() - since < SECONDS:
            ready, _, _ = select.select([self._fd], [], [], 0.5)
            if not ready:
                continue
            try:
                self._seen += os.read(self._fd, 65536)
            except OSError:
                break
            if wanted.search(_CONTROL.sub(b"", self._seen)):
                took = time.perf_counter() - since
                self._seen = b""
                return took
        raise NeverShownError(f"{text!r} never came; last: {_CONTROL.sub(b'', self._seen)[-500:]!r}")

    def settle(self, seconds: float) -> None:
        """Read on for a while, so that work after the first paint does not blur the next figure."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            if select.select([self._fd], [], [], left)[0]:
                try:
                    os.read(self._fd, 65536)
                except OSError:
                    return
        self._seen = b""

    def press(self, keys: str) -> float:
        """Type, and return the moment."""
        at = time.perf_counter()
        os.write(self._fd, keys.encode())
        return at

    def close(self) -> None:
        """End the program and take its status."""
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            print("it had ended already", file=sys.stderr)
        os.waitpid(self.pid, 0)
        os.close(self._fd)
